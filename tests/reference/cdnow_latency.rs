//! Latency by step on the CDNOW sample at the end of week 39. The measure is Novo's (*Drilling
//! Down*), who published no figures on these data.
//!
//! Computed by `cdnow.py`, with Python 3.11.7 and numpy 2.4.6.

use retention::period::{Period, Ruler};
use retention::purchases::Policy;

use crate::assert_published;
use crate::cdnow::{calibration, log};

/// The mean of those who came back ignores the 60 % who had not.
#[test]
fn latency_of_cdnow_at_week_39_is_62_days_for_those_who_came_back_and_60_percent_never_did() {
    let log = log();
    let observed = log.observe(calibration(), Policy::default()).unwrap();
    let latency = observed.latency(Period::Day, Ruler::Days).unwrap();
    let second = latency.steps()[0];
    assert_eq!(
        (second.purchases, second.taken, second.not_yet),
        (1, 946, 1411)
    );
    assert_published(second.mean.unwrap(), "62");
    assert_published(second.rate().complement().value().unwrap() * 100.0, "60");
}

#[test]
fn latency_of_cdnow_loses_those_who_wait_and_keeps_those_who_went_on() {
    let log = log();
    let observed = log.observe(calibration(), Policy::default()).unwrap();
    let latency = observed.latency(Period::Day, Ruler::Days).unwrap();
    let waiting: Vec<u64> = latency.steps().iter().map(|step| step.not_yet).collect();
    assert_eq!(waiting[..7], [1411, 439, 214, 100, 62, 38, 29]);
    for pair in latency.steps().windows(2) {
        assert_eq!(pair[0].taken, pair[1].taken + pair[1].not_yet);
    }
}
