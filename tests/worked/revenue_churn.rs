//! Rates of recurring revenue and customers, reckoned by hand under each definition of a month.

use chrono::NaiveDate;
use retention::churn::{
    Bridge, BridgePeriod, CustomerBase, Movements, RevenueIntervals, RevenueRate,
};
use retention::estimate::Resampling;
use retention::period::{Period, Span, Window};
use retention::subscriptions::{Options, Subscription, SubscriptionLog};
use rust_decimal::{Decimal, dec};

use crate::assert_published;

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

type Row = Subscription<&'static str>;

fn from_to(who: &'static str, from: (u32, u32), to: (u32, u32), amount: Decimal) -> Row {
    let [from, to] = [from, to].map(|(month, day)| date(2024, month, day));
    Subscription::monthly(who, from, Some(to), amount)
}

/// Ann goes from 60 to 80, Ben from 30 to 20, Cem leaves with 10, Dea comes back with 15, Eva is new with
/// 25, and Fay comes and goes with 8.
fn rows() -> Vec<Row> {
    vec![
        from_to("Ann", (1, 1), (2, 9), dec!(60)),
        Subscription::monthly("Ann", date(2024, 2, 10), None, dec!(80)),
        from_to("Ben", (1, 1), (2, 11), dec!(30)),
        Subscription::monthly("Ben", date(2024, 2, 12), None, dec!(20)),
        from_to("Cem", (1, 15), (2, 14), dec!(10)),
        from_to("Dea", (1, 1), (1, 20), dec!(15)),
        Subscription::monthly("Dea", date(2024, 2, 20), None, dec!(15)),
        Subscription::monthly("Eva", date(2024, 2, 25), None, dec!(25)),
        from_to("Fay", (2, 5), (2, 19), dec!(8)),
    ]
}

fn february(rows: Vec<Row>, by: Period, movements: Movements) -> Bridge {
    let log = SubscriptionLog::from_rows(rows).unwrap();
    let window = Window::new(date(2024, 2, 1), date(2024, 2, 29)).unwrap();
    let accounts = log.accounts(window, Options::default()).unwrap();
    Bridge::of(&accounts, by, movements).unwrap()
}

fn month(movements: Movements) -> BridgePeriod {
    february(rows(), Period::Month, movements).periods[0]
}

#[test]
fn every_rate_of_revenue_by_the_ends_of_the_month() {
    let row = month(Movements::AtEnds);
    assert_eq!((row.start.amount, row.end.amount), (dec!(100), dec!(140)));
    let expected = [
        (RevenueRate::GrossRetention, "0.80"), // 60 + 20 of 100
        (RevenueRate::NetRetention, "1.00"),   // 80 + 20 of 100: Gold, Baremetrics
        (RevenueRate::NetRetentionWithReactivation, "1.15"), // ChartMogul
        (RevenueRate::Cancellations, "0.10"),
        (RevenueRate::GrossChurn, "0.20"), // ChartMogul
        (RevenueRate::NetChurn, "0.00"),   // 10 + 10 − 20: Baremetrics
        (RevenueRate::NetChurnWithReactivation, "-0.15"), // 10 + 10 − 20 − 15: ChartMogul
        (RevenueRate::QuickRatio, "3.00"), // 25 + 20 + 15 by 20
        (RevenueRate::QuickRatioWithoutReactivation, "2.25"), // 25 + 20 by 20: Baremetrics
    ];
    for (rate, value) in expected {
        assert_published(row.revenue_rate(rate).unwrap(), value);
    }
}

/// Fay's 8 are new, and lost.
#[test]
fn every_rate_of_revenue_by_every_change_of_the_month() {
    let row = month(Movements::EveryChange);
    let expected = [
        (RevenueRate::GrossRetention, "0.80"),
        (RevenueRate::NetRetention, "1.00"),
        (RevenueRate::NetRetentionWithReactivation, "1.07"),
        (RevenueRate::Cancellations, "0.18"),
        (RevenueRate::GrossChurn, "0.28"),
        (RevenueRate::NetChurn, "0.08"),
        (RevenueRate::NetChurnWithReactivation, "-0.07"),
        (RevenueRate::QuickRatio, "2.43"), // 68 by 28
        (RevenueRate::QuickRatioWithoutReactivation, "1.89"), // 53 by 28
    ];
    for (rate, value) in expected {
        assert_published(row.revenue_rate(rate).unwrap(), value);
    }
}

#[test]
fn every_rate_of_customers() {
    let row = month(Movements::AtEnds);
    let expected = [
        (CustomerBase::AtStart, "0.333"), // Cem, of three: ChartMogul, Gold
        (CustomerBase::AtStartAndJoined, "0.333"), // Cem and Fay, of six: Stripe
        (CustomerBase::AllLossesByStart, "0.667"), // Cem and Fay, by three: Baremetrics
        (CustomerBase::Average, "0.286"), // Cem, by (3 + 4) / 2
    ];
    for (base, value) in expected {
        assert_published(row.customer_churn(base).value().unwrap(), value);
    }
    assert_published(row.start.average().unwrap(), "33.33");
    assert_published(row.end.average().unwrap(), "35.00");
    // 33.33 · 0.8 / (1/3)
    let value = row.simple_lifetime_value(CustomerBase::AtStart, 0.8);
    assert_published(value.unwrap().unwrap(), "80.00");
}

/// The rates of single days, added up: ChartMogul's setting with the name of Shopify. The days begin with
/// 108, 128, 118 and 108.
#[test]
fn net_churn_as_the_sum_of_daily_rates() {
    let days = february(rows(), Period::Day, Movements::AtEnds);
    let rates = days.periods.iter().map(|day| {
        let rate = day.revenue_rate(RevenueRate::NetChurnWithReactivation);
        rate.unwrap()
    });
    let by_hand = -20.0 / 108.0 + 10.0 / 128.0 + 10.0 / 118.0 + (8.0 - 15.0) / 108.0;
    assert!((rates.sum::<f64>() - by_hand).abs() < 1e-12);
}

/// Displayr looks at those whose contract ends: Gus renews 120 a year as 150, Hal lets 240 a year go, and
/// Ida's year is not over.
#[test]
fn retention_among_those_up_for_renewal() {
    let yearly = |who, from, to, amount| Subscription {
        billed: Span::new(1, Period::Year).unwrap(),
        ..Subscription::monthly(who, from, to, amount)
    };
    let rows = vec![
        yearly("Gus", date(2023, 2, 10), Some(date(2024, 2, 9)), dec!(120)),
        yearly("Gus", date(2024, 2, 10), None, dec!(150)),
        yearly("Hal", date(2023, 2, 20), Some(date(2024, 2, 19)), dec!(240)),
        yearly("Ida", date(2023, 6, 1), None, dec!(360)),
    ];
    let row = february(rows, Period::Month, Movements::AtEnds).periods[0];
    let retained = row.retained(CustomerBase::UpForRenewal).unwrap();
    assert_eq!(retained.to_string(), "1 of 2");
    // 12.50 of 30
    assert_published(
        row.revenue_rate(RevenueRate::RenewalRetention).unwrap(),
        "0.417",
    );
    assert_published(
        row.revenue_rate(RevenueRate::NetRetention).unwrap(),
        "0.708",
    ); // 42.50 of 60
}

/// Over January and February together the numbers above and below the line are added up.
#[test]
fn a_rate_over_several_periods_divides_the_sums() {
    let log = SubscriptionLog::from_rows(rows()).unwrap();
    let window = Window::new(date(2024, 1, 15), date(2024, 3, 31)).unwrap();
    let accounts = log.accounts(window, Options::default()).unwrap();
    let intervals = RevenueIntervals::of(
        &accounts,
        Period::Month,
        Movements::AtEnds,
        RevenueRate::GrossChurn,
        Resampling::default().draws(50),
    )
    .unwrap();
    let together = intervals.together.unwrap();
    // January is not whole. February loses 20 of 100, March nothing of 140.
    assert_eq!(together.period.from(), date(2024, 2, 1));
    assert_eq!(together.period.to(), date(2024, 3, 31));
    assert_published(together.value.unwrap(), "0.0833");
    assert_eq!(together.customers, 5); // Ann, Ben, Cem, Dea, Eva
    let customers: Vec<u64> = intervals.periods.iter().map(|row| row.customers).collect();
    // On 15 January Ann, Ben and Dea had begun.
    assert_eq!(customers, [3, 3, 4]);
}
