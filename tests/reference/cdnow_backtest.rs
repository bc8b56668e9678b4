//! The stage rules on CDNOW at the end of week 39, and what the customers did in the 39 weeks
//! after.
//!
//! Computed by `cdnow.py`, with Python 3.11.7 and numpy 2.4.6.

use chrono::NaiveDate;
use retention::estimate::{Confidence, Proportion};
use retention::lifecycle::{Backtest, Rules, Silence, Stage};
use retention::purchases::Policy;

use crate::assert_published;
use crate::cdnow::{calibration, log};

fn backtest(silence: Silence) -> Backtest {
    let until = NaiveDate::from_ymd_opt(1998, 6, 30).unwrap();
    let rules = Rules::default().silence(silence);
    Backtest::of(&log(), calibration(), until, Policy::default(), rules).unwrap()
}

fn three_means() -> Backtest {
    backtest(Silence::MeanIntervals {
        decline: 3.0,
        lapse: 3.0,
    })
}

/// Three times the mean interval calls all 1,411 one-timers and 352 of 946 repeaters ended, of whom
/// 14 % and 36 % bought again.
#[test]
fn three_mean_intervals_mislead_on_cdnow_at_week_39() {
    let backtest = three_means();
    let ended: Vec<_> = backtest
        .rows
        .iter()
        .filter(|row| row.stage == Stage::Termination)
        .collect();
    assert_eq!(ended.len(), 1);
    let (ones, repeaters) = (ended[0].one_time_buyers, ended[0].repeat_buyers);
    assert_eq!((ones.denominator(), repeaters.denominator()), (1411, 352));
    assert_published(ones.value().unwrap() * 100.0, "14");
    assert_published(repeaters.value().unwrap() * 100.0, "36");

    let all: u64 = backtest
        .rows
        .iter()
        .map(|row| row.repeat_buyers.denominator())
        .sum();
    assert_eq!(all, 946);
}

/// The own rhythm gives up fewer of those who come back: 123 of 684, not 318, and the intervals lie
/// far apart.
#[test]
fn false_alarm_rates_mislead_less_than_three_mean_intervals_on_cdnow_at_week_39() {
    let rhythm = backtest(Silence::FalseAlarm {
        decline: 0.20,
        lapse: 0.05,
    });
    let three = three_means();
    assert_eq!(rhythm.misled(), Proportion::new(123, 778).unwrap());
    assert_eq!(three.misled(), Proportion::new(318, 1763).unwrap());
    assert_eq!(rhythm.given_up(), Proportion::new(123, 684).unwrap());
    assert_eq!(three.given_up(), Proportion::new(318, 684).unwrap());

    let confidence = Confidence::new(0.99).unwrap();
    let upper = rhythm.given_up().wilson(confidence).unwrap().upper();
    let lower = three.given_up().wilson(confidence).unwrap().lower();
    assert!(upper < 0.25 && lower > 0.40, "{upper} and {lower}");
    // Those called active come back more often than those called declining, and these more often
    // than those called ended.
    let again = |stage| rhythm.bought_again(stage).value().unwrap();
    assert!(again(Stage::Growth) > again(Stage::Decline));
    assert!(again(Stage::Decline) > again(Stage::Termination));
}
