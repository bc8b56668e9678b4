//! A grain of months: a month is one purchase, but money and the last day are where they are.

use chrono::NaiveDate;
use retention::lifecycle::{Backtest, Rule, Rules, Stage, Stages, Trend};
use retention::period::{Period, Window};
use retention::purchases::{Policy, Purchase, PurchaseLog};
use rust_decimal::dec;

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, month, day).unwrap()
}

fn log(days: impl IntoIterator<Item = (u32, u32)>) -> PurchaseLog<u8> {
    PurchaseLog::from_rows(days.into_iter().map(|(month, day)| Purchase {
        customer: 1,
        date: date(month, day),
        amount: dec!(10),
    }))
    .unwrap()
}

fn rules() -> Rules {
    Rules::default().grain(Period::Month)
}

/// Counted by month, the last three would hold five days of the third, and fall by 28 %. Six months with
/// a purchase tell less than the purchases in them.
#[test]
fn a_steady_buyer_is_steady_in_the_first_days_of_a_month_too() {
    let every_five_days = (1..=9).flat_map(|month| (1..=26).step_by(5).map(move |d| (month, d)));
    let log = log(every_five_days);
    for day in [4, 5, 9, 14, 19, 24, 29, 30] {
        let observed = log
            .observe(log.until(date(9, day)).unwrap(), Policy::default())
            .unwrap();
        let stages = Stages::of(&observed, rules()).unwrap();
        let classified = stages.get(&1).unwrap();
        let trend = classified.trend.unwrap();
        let by_month = if day > 26 {
            Rule::Steady
        } else {
            Rule::NoTrend
        };
        assert_eq!(trend.rule, by_month, "{day} September: {trend:?}");
        let by_day = Stages::of(&observed, Rules::default()).unwrap();
        let trend_by_day = by_day.get(&1).unwrap().trend.unwrap();
        assert_eq!(trend_by_day.rule, Rule::Steady, "{day} September");
        let money = |trend: Trend| (trend.before, trend.recent);
        assert_eq!(money(trend), money(trend_by_day));
        assert_eq!(classified.purchases, 9);
        // The first of the months compared begins in March, whose last purchase is on the 26th.
        assert_eq!(
            trend.purchases(),
            if day > 26 { 6 } else { 7 },
            "{day} September"
        );
    }
}

#[test]
fn an_end_before_another_purchase_of_the_same_month_is_none() {
    let log = log([(1, 3), (2, 3), (2, 25), (3, 3), (3, 28)]);
    let observed = log
        .observe(log.until(date(3, 31)).unwrap(), Policy::default())
        .unwrap();
    for (end, counts) in [
        ((2, 20), false),
        ((3, 27), false),
        ((3, 28), true),
        ((3, 31), true),
    ] {
        let end = date(end.0, end.1);
        let stages = Stages::with_ends(&observed, rules(), |_| Some(end)).unwrap();
        let classified = stages.get(&1).unwrap();
        assert_eq!(classified.because == Rule::RecordedEnd, counts, "{end}");
        assert_eq!(classified.recorded_end, counts.then_some(end));
    }
}

#[test]
fn the_rest_of_a_month_is_not_another_purchase_afterwards() {
    let first_half = Window::new(date(1, 1), date(6, 15)).unwrap();
    let again = |later| {
        let log = log([(4, 2), (5, 2), (6, 2), later]);
        let backtest =
            Backtest::of(&log, first_half, date(8, 31), Policy::default(), rules()).unwrap();
        let total: Vec<_> = backtest.rows.iter().map(|row| row.bought_again()).collect();
        assert_eq!(total.len(), 1);
        total[0].numerator()
    };
    assert_eq!(again((6, 16)), 0);
    assert_eq!(again((6, 30)), 0);
    assert_eq!(again((7, 1)), 1);
    // By days it is.
    let log = log([(4, 2), (5, 2), (6, 2), (6, 16)]);
    let by_days = Rules::default();
    let backtest = Backtest::of(&log, first_half, date(8, 31), Policy::default(), by_days).unwrap();
    assert_eq!(backtest.bought_again(Stage::Acquisition).numerator(), 1);
}
