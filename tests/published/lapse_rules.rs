//! When silence means gone: Wübben and von Wangenheim (2008), Novo, Reinartz and Kumar (2002),
//! Malthouse and Raman (2013), and the false-alarm rates of a customer's own rhythm.

use chrono::NaiveDate;
use retention::period::{Period, Ruler};
use retention::purchases::lapse::{
    Business, Hiatus, TripWire, annual_halving, own_rhythm_chance, own_rhythm_threshold, t_to_the_n,
};
use retention::purchases::{MedianOf, Policy, ReturnMeasure};

use crate::assert_published;
use crate::cdnow::{calibration, log};

#[test]
fn wubben_wangenheim_2008_hiatus_nine_and_six_months_as_commonly_reported() {
    let spans: Vec<String> = Business::ALL
        .iter()
        .map(|&business| Hiatus::of(business).span().to_string())
        .collect();
    assert_eq!(spans, ["9 months", "9 months", "6 months"]);

    // The last purchase at the end of March: six months later is the last of September.
    let date = |month, day| NaiveDate::from_ymd_opt(1997, month, day).unwrap();
    let hiatus = Hiatus::of(Business::Cdnow);
    assert_eq!(hiatus.active_until(date(3, 30)), Ok(date(9, 30)));
    assert_eq!(hiatus.has_lapsed(date(3, 30), date(9, 30)), Ok(false));
    assert_eq!(hiatus.has_lapsed(date(3, 29), date(9, 30)), Ok(true));
}

#[test]
fn novo_trip_wire_after_three_events_trips_at_31_days_and_not_at_30() {
    let means = [90.0, 60.0, 30.0, 60.0, 90.0, 120.0, 150.0];
    let wire = TripWire::new(means, Ruler::Days).unwrap();
    assert_eq!(wire.trips(3, 31.0), Ok(Some(true)));
    assert_eq!(wire.trips(3, 30.0), Ok(Some(false)));
    // Every other step trips just beyond its own mean too.
    for (purchases, mean) in (1..).zip(means) {
        assert_eq!(wire.threshold(purchases), Some(mean));
        assert_eq!(wire.trips(purchases, mean), Ok(Some(false)));
        assert_eq!(wire.trips(purchases, mean + 1.0), Ok(Some(true)));
    }
    assert_eq!(wire.threshold(8), None);
}

/// Acceleration up to the fourth event, deceleration after it.
#[test]
fn novo_latency_falls_to_the_fourth_event() {
    let means = [90.0, 60.0, 30.0, 60.0, 90.0, 120.0, 150.0];
    let wire = TripWire::new(means, Ruler::Days).unwrap();
    assert_eq!(wire.fastest(), Some(4));
}

#[test]
fn novo_trip_wire_of_cdnow_at_week_39_is_made_of_its_latencies() {
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

#[test]
fn reinartz_kumar_2002_t_to_the_n_as_commonly_reported() {
    assert_published(t_to_the_n(4, 8.0, 12.0).unwrap(), "0.1975");
    assert_published(t_to_the_n(2, 8.0, 12.0).unwrap(), "0.4444");
    // One-timers score nothing.
    assert_eq!(t_to_the_n(1, 0.0, 12.0), Ok(0.0));
}

#[test]
fn malthouse_raman_2013_each_year_inactive_halves_the_chance() {
    let chances: Vec<f64> = (0..5)
        .map(|years| annual_halving(0.8, f64::from(years)).unwrap())
        .collect();
    assert_eq!(chances, [0.8, 0.4, 0.2, 0.1, 0.05]);
}

/// 19 means after one interval, 5.14 after three, 3.0 as their number grows.
#[test]
fn own_rhythm_thresholds_at_a_false_alarm_rate_of_5_percent() {
    let means = |intervals| own_rhythm_threshold(intervals, 1.0, 0.05).unwrap();
    assert_published(means(1), "19");
    assert_published(means(3), "5.14");
    assert_published(means(1_000_000), "3.0");
    assert_published(-0.05_f64.ln(), "3.0");
}

/// A fixed multiple of the mean misfires after one interval: 40 % at 1.5 means, 25 % at 3.
#[test]
fn own_rhythm_false_alarms_of_fixed_multiples_after_one_interval() {
    let percent = |multiple| own_rhythm_chance(1, 1.0, multiple).unwrap() * 100.0;
    assert_published(percent(1.5), "40");
    assert_published(percent(3.0), "25");
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
