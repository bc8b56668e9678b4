//! Churn from purchases on CDNOW, with the chances of a return within 180 days and with a silence of more
//! than 90 days as an end.
//!
//! Computed by `cdnow_activity.py`, with Python 3.11.7 and numpy 2.4.6.

use chrono::{Days, NaiveDate};
use retention::churn::{ActivityChurn, ExpectedLoss};
use retention::estimate::Confidence;
use retention::lifecycle::{Classified, Rules, Silence, Stage, Stages};
use retention::period::{Period, Span, Window};
use retention::purchases::{Policy, PurchaseLog};

use crate::assert_published;
use crate::cdnow::{date, log};

fn stages(log: &PurchaseLog<u32>, as_of: NaiveDate) -> Stages<u32> {
    let window = Window::new(date(1997, 1, 1), as_of).unwrap();
    let observed = log.observe(window, Policy::default()).unwrap();
    Stages::of(&observed, Rules::default()).unwrap()
}

/// The silence, and whether they bought within so many days, of those whose chance can be told.
fn told(log: &PurchaseLog<u32>, stages: &Stages<u32>, days: u64) -> Vec<(u32, bool)> {
    let from = stages.window.to();
    let next = Window::new(from.succ_opt().unwrap(), from + Days::new(days)).unwrap();
    let later = log.observe(next, Policy::default()).unwrap();
    let back = |id| later.history(id).is_some_and(|it| it.has_purchase());
    let told = stages.rows.iter().filter(|it| it.result.chance.is_some());
    told.map(|it| (it.result.silence_days, back(&it.customer)))
        .collect()
}

#[test]
fn expected_number_lost_and_its_error_as_of_two_dates() {
    let log = log();
    for (as_of, told, untold, expected, error, at_least) in [
        (date(1997, 9, 30), 161, 2196, "71.96", "6.658", "1489.48"),
        (date(1997, 12, 31), 454, 1903, "192.37", "11.488", "1521.39"),
    ] {
        let found = ExpectedLoss::of(&stages(&log, as_of), |_| true).unwrap();
        assert_eq!((found.told, found.untold), (told, untold));
        let lost = found.lost.unwrap();
        assert_published(lost.value(), expected);
        assert_published(lost.standard_error(), error);
        assert_published(found.untold_at_least, at_least);
    }
}

/// Of the customers whose chance could be told in week 39, how many did not buy in the next 180 days: the sum
/// of chances comes nearer than the number of those who had been silent for any usual time.
#[test]
fn the_expected_number_is_nearer_to_what_happened_than_any_hiatus() {
    let log = log();
    for (as_of, lost, silent) in [
        (date(1997, 9, 30), 78, [60, 25, 0, 0]),
        (date(1997, 12, 31), 212, [271, 159, 100, 0]),
    ] {
        let stages = stages(&log, as_of);
        let told = told(&log, &stages, 180);
        let happened = told.iter().filter(|(_, back)| !back).count();
        assert_eq!(happened, lost);
        let expected = ExpectedLoss::of(&stages, |_| true).unwrap().lost.unwrap();
        let miss = (expected.value() - happened as f64).abs();
        // Within two standard errors.
        assert!(miss < 2.0 * expected.standard_error(), "{miss}");
        for (days, count) in [30, 60, 90, 180].into_iter().zip(silent) {
            let found = told.iter().filter(|(silence, _)| *silence > days).count();
            assert_eq!(found, count);
            assert!(found.abs_diff(happened) as f64 > 2.0 * miss, "{days} days");
        }
    }
}

/// At five ends of a month and with horizons of 30 to 120 days: the share by which a number was off, and how
/// often its 95 % interval held, of the number alone, the default and the corrected one. What happened is
/// counted from the log.
#[test]
fn the_default_interval_held_every_time_and_no_correction_was_nearer() {
    let log = log();
    let (mut runs, mut off, mut held) = (0, [0.0; 3], [0; 3]);
    for day in [245, 273, 303, 334, 364] {
        let as_of = date(1997, 1, 1) + Days::new(day);
        for horizon in [30, 60, 90, 120] {
            let silence = Silence::ChanceOfReturn {
                horizon: Span::new(horizon, Period::Day).unwrap(),
                cost_ratio: 9.0,
                decline: 0.5,
            };
            let rules = Rules::default().silence(silence);
            let until = Window::new(date(1997, 1, 1), as_of).unwrap();
            let known = log.observe(until, Policy::default()).unwrap();
            let tested = ExpectedLoss::back_tested(&known, rules, |_| true).unwrap();
            let Some(corrected) = tested.corrected else {
                continue;
            };
            let stages = Stages::of(&known, rules).unwrap();
            let told = told(&log, &stages, horizon.into());
            let lost = told.iter().filter(|(_, back)| !back).count() as f64;
            runs += 1;
            let estimates = [tested.now.lost, tested.lost(), Some(corrected)];
            for ((off, held), estimate) in off.iter_mut().zip(&mut held).zip(estimates) {
                let estimate = estimate.unwrap();
                *off += (estimate.value() / lost - 1.0).abs();
                *held += i32::from(estimate.interval(Confidence::default()).contains(lost));
            }
        }
    }
    assert_eq!((runs, held), (19, [17, 19, 18]));
    assert_eq!(
        off.map(|off| format!("{:.3}", off / 19.0)),
        ["0.021", "0.021", "0.024"]
    );
}

/// The rows of churn carry the number with the doubt of the back-test.
#[test]
fn churn_by_quarter_expects_what_the_back_tests_of_its_starts_do() {
    let log = log();
    let window = Window::new(date(1997, 1, 1), date(1998, 6, 30)).unwrap();
    let observed = log.observe(window, Policy::default()).unwrap();
    let rules = Rules::default();
    let churn = ActivityChurn::of(&observed, Period::Quarter, rules).unwrap();
    let mut tested = 0;
    for row in &churn.periods[1..] {
        let start = row.period.from().pred_opt().unwrap();
        let until = Window::new(date(1997, 1, 1), start).unwrap();
        let known = log.observe(until, Policy::default()).unwrap();
        let there = |customer: &Classified| customer.stage != Stage::Termination;
        let expected = ExpectedLoss::back_tested(&known, rules, there).unwrap();
        assert_eq!(row.expected, expected);
        tested += usize::from(expected.widened.is_some());
    }
    assert_eq!(tested, 1);
}

#[test]
fn churn_by_quarter_with_ninety_silent_days_as_an_end() {
    let log = log();
    let window = Window::new(date(1997, 1, 1), date(1998, 6, 30)).unwrap();
    let observed = log.observe(window, Policy::default()).unwrap();
    let ninety = Span::new(90, Period::Day).unwrap();
    let hiatus = Silence::Hiatus {
        decline: ninety,
        lapse: ninety,
    };
    let rules = Rules::default().silence(hiatus);
    let churn = ActivityChurn::of(&observed, Period::Quarter, rules).unwrap();
    let found: Vec<[u64; 9]> = churn
        .periods
        .iter()
        .map(|it| {
            assert!(it.complete);
            assert_eq!(it.judged_anew, 0);
            [
                it.at_start,
                it.joined,
                it.joined_and_lost,
                it.returned,
                it.lost,
                it.lost_returned,
                it.at_end,
                it.ended_at_start,
                it.bought_again,
            ]
        })
        .collect();
    assert_eq!(
        found,
        [
            [0, 2357, 0, 0, 0, 0, 2357, 0, 0],
            [2357, 0, 0, 0, 1833, 452, 524, 0, 0],
            [524, 0, 0, 198, 311, 146, 411, 1833, 204],
            [411, 0, 0, 201, 210, 85, 402, 1946, 202],
            [402, 0, 0, 188, 205, 38, 385, 1955, 188],
            [385, 0, 0, 130, 215, 0, 300, 1972, 130],
        ]
    );
}
