//! When silence means gone, on CDNOW at the end of week 39. Novo and others published rules, but no
//! figures on these data.
//!
//! Computed by `cdnow.py`, with Python 3.11.7 and numpy 2.4.6.

use retention::period::{Period, Ruler};
use retention::purchases::lapse::TripWire;
use retention::purchases::{MedianOf, Policy, ReturnMeasure};

use crate::assert_published;
use crate::cdnow::{calibration, log};

#[test]
fn trip_wire_of_cdnow_at_week_39_is_made_of_its_latencies() {
    let log = log();
    let observed = log.observe(calibration(), Policy::default()).unwrap();
    let latency = observed.latency(Period::Day, Ruler::Days).unwrap();
    let wire = TripWire::of(&latency);
    assert_published(wire.threshold(1).unwrap(), "62");
    assert_eq!(
        (wire.ruler(), wire.grain()),
        (Ruler::Days, Some(Period::Day))
    );
}

/// 62 days is the mean of those who came back, and ignores the 60 % who never did.
#[test]
fn return_curve_of_cdnow_at_week_39_counts_those_who_never_came_back() {
    let log = log();
    let observed = log.observe(calibration(), Policy::default()).unwrap();
    let curve = observed.return_curve(Period::Day, 1).unwrap();
    assert_published(curve.mean_of_returners().unwrap(), "62");
    assert_published(curve.returned().complement().value().unwrap() * 100.0, "60");
    assert_eq!(curve.median(MedianOf::Returners), Some(40));
    // More than half were still out at the end.
    assert_eq!(curve.median(MedianOf::Everyone), None);
    assert_eq!(curve.longest_wait(), 272);
    // The days on which the chance of still coming back falls below 20 % and below 5 %.
    let chance = ReturnMeasure::ChanceOfReturn;
    assert_eq!(curve.silence_for(0.20, chance), Ok(Some(87)));
    assert_eq!(curve.silence_for(0.05, chance), Ok(Some(233)));
}
