//! Intervals of rates of revenue, and that they belong to the rates of the bridge.

use chrono::NaiveDate;
use proptest::prelude::*;
use retention::churn::{Bridge, Movements, RevenueIntervals, RevenueRate};
use retention::estimate::Resampling;
use retention::period::{Period, Window};
use retention::subscriptions::{Options, Subscription, SubscriptionLog};
use rust_decimal::{Decimal, dec};

use crate::cases;
use crate::rows::shuffled;
use crate::subscriptions::{Row, log, options, rows, window};

fn intervals(
    rows: &[Row],
    window: Window,
    options: Options,
    movements: Movements,
    rate: RevenueRate,
) -> RevenueIntervals {
    let log = log(rows);
    let accounts = log.accounts(window, options).unwrap();
    let resampling = Resampling::default().draws(20).seed(3);
    RevenueIntervals::of(&accounts, Period::Month, movements, rate, resampling).unwrap()
}

fn movements() -> impl Strategy<Value = Movements> {
    prop::sample::select(Movements::ALL)
}

fn rate() -> impl Strategy<Value = RevenueRate> {
    prop::sample::select(RevenueRate::ALL)
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn each_period_has_the_rate_of_the_bridge_to_the_bit(
        rows in rows(), window in window(), options in options(), movements in movements(), rate in rate(),
    ) {
        let log = log(&rows);
        let accounts = log.accounts(window, options).unwrap();
        let bridge = Bridge::of(&accounts, Period::Month, movements).unwrap();
        let found = intervals(&rows, window, options, movements, rate);
        prop_assert_eq!(found.periods.len(), bridge.periods.len());
        for (interval, row) in found.periods.iter().zip(&bridge.periods) {
            prop_assert_eq!(interval.value, row.revenue_rate(rate));
            prop_assert_eq!((interval.period, interval.complete), (row.period, row.complete));
            prop_assert!(interval.customers <= accounts.customers().len() as u64);
        }
    }

    #[test]
    fn all_periods_together_lie_between_the_least_and_the_largest(
        rows in rows(), window in window(), options in options(), movements in movements(), rate in rate(),
    ) {
        let found = intervals(&rows, window, options, movements, rate);
        let whole: Vec<_> = found.periods.iter().filter(|row| row.complete).collect();
        prop_assert_eq!(found.together.is_some(), !whole.is_empty());
        // A period without anything below the line may still lose something.
        if whole.iter().any(|row| row.value.is_none()) { return Ok(()) }
        let Some(value) = found.together.and_then(|together| together.value) else { return Ok(()) };
        let rates = || whole.iter().filter_map(|row| row.value);
        let (least, most) = (rates().fold(f64::INFINITY, f64::min), rates().fold(f64::NEG_INFINITY, f64::max));
        let rounding = 1e-12 * (1.0 + value.abs());
        prop_assert!(least - rounding <= value && value <= most + rounding, "{} {} {}", least, value, most);
    }

    #[test]
    fn no_interval_leaves_the_range_of_its_rate(
        rows in rows(), window in window(), options in options(), movements in movements(), rate in rate(),
    ) {
        let found = intervals(&rows, window, options, movements, rate);
        for row in found.periods.iter().chain(&found.together) {
            let Some(interval) = row.interval else { continue };
            prop_assert!(row.value.is_some() && interval.lower() <= interval.upper());
            let ends = movements == Movements::AtEnds;
            if rate == RevenueRate::GrossRetention || ends && rate == RevenueRate::GrossChurn {
                prop_assert!(interval.lower() >= 0.0 && interval.upper() <= 1.0);
            }
            if matches!(rate, RevenueRate::NetRetention | RevenueRate::QuickRatio) {
                prop_assert!(interval.lower() >= 0.0);
            }
        }
    }

    /// What is lost is what is not kept, and so are the ends of their intervals.
    #[test]
    fn intervals_of_churn_and_retention_mirror_each_other(
        rows in rows(), window in window(), options in options(),
    ) {
        for (kept, lost) in [
            (RevenueRate::GrossRetention, RevenueRate::GrossChurn),
            (RevenueRate::NetRetention, RevenueRate::NetChurn),
        ] {
            let [kept, lost] = [kept, lost].map(|rate| {
                intervals(&rows, window, options, Movements::AtEnds, rate)
            });
            for (kept, lost) in kept.periods.iter().zip(&lost.periods) {
                prop_assert_eq!(kept.interval.is_some(), lost.interval.is_some());
                let Some((kept, lost)) = kept.interval.zip(lost.interval) else { continue };
                // Which draws have an error is a matter of rounding where all customers are nearly alike.
                let near = |a: f64, b: f64| (a - b).abs() < 1e-6 * (1.0 + a.abs());
                prop_assert!(near(kept.lower(), 1.0 - lost.upper()), "{} {}", kept, lost);
                prop_assert!(near(kept.upper(), 1.0 - lost.lower()), "{} {}", kept, lost);
            }
        }
    }

    #[test]
    fn order_of_rows_does_not_matter_to_intervals(
        (rows, other) in shuffled(rows()),
        window in window(), options in options(), movements in movements(), rate in rate(),
    ) {
        let found = intervals(&rows, window, options, movements, rate);
        prop_assert_eq!(intervals(&other, window, options, movements, rate), found);
    }
}

/// Who pays less, then more, then less again loses twice: gross churn by every change is above 1 and not cut
/// off there, and gross retention compares the ends.
#[test]
fn gross_churn_by_every_change_may_be_above_1_and_gross_retention_never() {
    let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    let steps = |customer: u32| {
        let low = Decimal::from(1 + customer % 5);
        let days = [date(1, 1), date(2, 5), date(2, 10), date(2, 15), date(3, 1)];
        let amounts = [dec!(10), low, dec!(12), low];
        (0..4).map(move |step| {
            let until = days[step + 1].pred_opt();
            Subscription::monthly(customer, days[step], until, amounts[step])
        })
    };
    let log = SubscriptionLog::from_rows((0..40).flat_map(steps)).unwrap();
    let february = Window::new(date(2, 1), date(2, 29)).unwrap();
    let accounts = log.accounts(february, Options::default()).unwrap();
    let found = |movements, rate| {
        let resampling = Resampling::default().draws(199);
        let found = RevenueIntervals::of(&accounts, Period::Month, movements, rate, resampling);
        let row = found.unwrap().periods[0];
        (row.value.unwrap(), row.interval.unwrap())
    };
    // 10 less 3 and 12 less 3 on average, of 10.
    let (value, interval) = found(Movements::EveryChange, RevenueRate::GrossChurn);
    assert!((value - 1.6).abs() < 1e-12, "{value}");
    assert!(
        1.4 < interval.lower() && interval.lower() < value,
        "{interval}"
    );
    assert!(
        value < interval.upper() && interval.upper() < 1.8,
        "{interval}"
    );
    for movements in [Movements::AtEnds, Movements::EveryChange] {
        let (value, interval) = found(movements, RevenueRate::GrossRetention);
        assert!((value - 0.3).abs() < 1e-12, "{value}");
        assert!(interval.contains(value), "{interval}");
        assert!(
            0.0 <= interval.lower() && interval.upper() <= 1.0,
            "{interval}"
        );
    }
    let (value, interval) = found(Movements::AtEnds, RevenueRate::GrossChurn);
    assert!(
        (value - 0.7).abs() < 1e-12 && interval.upper() <= 1.0,
        "{value} {interval}"
    );
}
