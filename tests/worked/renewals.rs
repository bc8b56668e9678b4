//! Customers up for renewal, and those who renew, reckoned by hand.

use chrono::NaiveDate;
use retention::churn::{Bridge, CustomerBase, Movements, RevenueRate};
use retention::period::{Period, Span, Window};
use retention::subscriptions::{Options, Subscription, SubscriptionLog};
use rust_decimal::{Decimal, dec};

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn yearly(
    customer: u32,
    from: NaiveDate,
    to: Option<NaiveDate>,
    amount: Decimal,
) -> Subscription<u32> {
    Subscription {
        billed: Span::new(1, Period::Year).unwrap(),
        ..Subscription::monthly(customer, from, to, amount)
    }
}

/// Five customers in the first quarter of 2024.
///
/// 1 pays 20 a month all the time: up in each month, and renews.
/// 2 pays 240 a year from 15 February 2023, up once, on 15 February 2024; renews at 300 in a new row.
/// 3 pays 120 a year from 1 March 2023 to 29 February 2024: up on 1 March, and gone.
/// 4 pays 60 a year from 10 June 2023: not up.
/// 5 pays 12 a month from 31 January: up on 29 February and 31 March, and leaves after 30 March.
#[test]
fn who_is_up_for_renewal_when_a_billing_period_ends() {
    let log = SubscriptionLog::from_rows([
        Subscription::monthly(1, date(2023, 12, 5), None, dec!(20)),
        yearly(2, date(2023, 2, 15), Some(date(2024, 2, 14)), dec!(240)),
        yearly(2, date(2024, 2, 15), None, dec!(300)),
        yearly(3, date(2023, 3, 1), Some(date(2024, 2, 29)), dec!(120)),
        yearly(4, date(2023, 6, 10), None, dec!(60)),
        Subscription::monthly(5, date(2024, 1, 31), Some(date(2024, 3, 30)), dec!(12)),
    ])
    .unwrap();
    let quarter = Window::new(date(2024, 1, 1), date(2024, 3, 31)).unwrap();
    let accounts = log.accounts(quarter, Options::default()).unwrap();
    let bridge = Bridge::of(&accounts, Period::Month, Movements::AtEnds).unwrap();
    let renewals = |month: usize| {
        let row = &bridge.periods[month];
        let [up, renewed] = [row.up_for_renewal, row.renewed];
        ((up.count, up.amount), (renewed.count, renewed.amount))
    };
    assert_eq!(renewals(0), ((1, dec!(20)), (1, dec!(20))));
    // 1, 2 and 5: 20 + 20 + 12 before, 20 + 25 + 12 after.
    assert_eq!(renewals(1), ((3, dec!(52)), (3, dec!(57))));
    // 1, 3 and 5: 20 + 10 + 12 before, 20 after.
    assert_eq!(renewals(2), ((3, dec!(42)), (1, dec!(20))));
    let march = &bridge.periods[2];
    assert_eq!(
        march.customer_churn(CustomerBase::UpForRenewal).value(),
        Some(2.0 / 3.0)
    );
    let retained = march.revenue_rate(RevenueRate::RenewalRetention).unwrap();
    assert!((retained - 20.0 / 42.0).abs() < 1e-12);
    // Of the five customers of the start two leave.
    assert_eq!(
        march.customer_churn(CustomerBase::AtStart).value(),
        Some(0.4)
    );
    assert_eq!(
        march.customer_churn(CustomerBase::Average).value(),
        Some(0.5)
    );
}

/// A customer who leaves within a window and comes back is reactivated; the years of retention are not the
/// product of the months.
#[test]
fn retention_over_a_quarter_follows_the_customers_of_its_start() {
    let log = SubscriptionLog::from_rows([
        Subscription::monthly(1, date(2023, 6, 1), Some(date(2024, 1, 31)), dec!(30)),
        Subscription::monthly(1, date(2024, 3, 1), None, dec!(30)), // back after a month
        Subscription::monthly(2, date(2023, 6, 1), None, dec!(50)),
        Subscription::monthly(3, date(2023, 6, 1), Some(date(2024, 2, 15)), dec!(20)),
        Subscription::monthly(4, date(2024, 2, 1), None, dec!(100)), // new
    ])
    .unwrap();
    let quarter = Window::new(date(2024, 1, 1), date(2024, 3, 31)).unwrap();
    let accounts = log.accounts(quarter, Options::default()).unwrap();
    let rows = |by| {
        Bridge::of(&accounts, by, Movements::AtEnds)
            .unwrap()
            .periods
    };
    let [whole] = rows(Period::Quarter).try_into().unwrap();
    assert_eq!(whole.revenue_rate(RevenueRate::NetRetention), Some(0.8));
    let [january, february, march] = rows(Period::Month).try_into().unwrap();
    // The last day of the first row is 31 January, so that customer 1 is gone in February.
    assert_eq!(january.churn.count, 0);
    assert_eq!(
        (february.start.amount, february.churn.amount),
        (dec!(100), dec!(50))
    );
    assert_eq!(february.revenue_rate(RevenueRate::NetRetention), Some(0.5));
    assert_eq!(
        (march.reactivation.count, march.reactivation.amount),
        (1, dec!(30))
    );
    assert_eq!(march.revenue_rate(RevenueRate::NetRetention), Some(1.0));
    assert_eq!(
        march.revenue_rate(RevenueRate::NetRetentionWithReactivation),
        Some(1.2)
    );
}

/// Paid by the day from 20 January to 5 March, at 30 a month. Up every day: in January for the first time on
/// the 21st, and in March for the last on the 6th, when nobody is there. In the quarter as a whole up once.
#[test]
fn a_price_by_the_day_is_up_every_day_and_counts_once_a_period() {
    let daily = Subscription {
        billed: Span::new(1, Period::Day).unwrap(),
        ..Subscription::monthly(1, date(2024, 1, 20), Some(date(2024, 3, 5)), dec!(1))
    };
    let log = SubscriptionLog::from_rows([daily]).unwrap();
    let quarter = Window::new(date(2024, 1, 1), date(2024, 3, 31)).unwrap();
    let accounts = log.accounts(quarter, Options::default()).unwrap();
    let counts = |by| {
        let bridge = Bridge::of(&accounts, by, Movements::AtEnds).unwrap();
        let counts = bridge
            .periods
            .iter()
            .map(|row| (row.up_for_renewal.count, row.renewed.count));
        counts.collect::<Vec<_>>()
    };
    assert_eq!(counts(Period::Month), [(1, 1), (1, 1), (1, 0)]);
    assert_eq!(counts(Period::Quarter), [(1, 0)]);
    let days = counts(Period::Day);
    let up: u64 = days.iter().map(|day| day.0).sum();
    let renewed: u64 = days.iter().map(|day| day.1).sum();
    assert_eq!((days[20], days[65], up, renewed), ((1, 1), (1, 0), 46, 45));
}
