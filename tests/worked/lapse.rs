//! Annual halving of Malthouse and Raman (2013), *Journal of Interactive Marketing* 27(1), and the
//! false-alarm rates of a customer's own rhythm: their formulas worked by hand.

use retention::purchases::lapse::{annual_halving, own_rhythm_chance, own_rhythm_threshold};

use crate::assert_published;

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
