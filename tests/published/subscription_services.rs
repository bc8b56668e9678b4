//! Examples in the help pages of services that analyse subscriptions: ChartMogul, *Gross MRR Churn Rate*
//! (help.chartmogul.com, article 204898491), *Net MRR Churn Rate* (4414075567250) and *MRR movements*
//! (201244842).

use chrono::NaiveDate;
use retention::churn::{Bridge, BridgePeriod, Movement, Movements, RevenueRate, moved};
use retention::period::{Period, Span, Window};
use retention::subscriptions::{Options, Recognised, Subscription, SubscriptionLog};
use rust_decimal::{Decimal, dec};

use crate::assert_published;

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A bridge over the time from a day to another in 2024, which one period holds.
fn bridge(rows: &[Subscription<&str>], from: NaiveDate, to: NaiveDate, by: Period) -> BridgePeriod {
    let log = SubscriptionLog::from_rows(rows.iter().copied()).unwrap();
    let window = Window::new(from, to).unwrap();
    let accounts = log.accounts(window, Options::default()).unwrap();
    let bridge = Bridge::of(&accounts, by, Movements::AtEnds).unwrap();
    assert_eq!(bridge.periods.len(), 1);
    bridge.periods[0]
}

/// At the start of the month 100 dollars; 10 are lost to churn and 10 to contraction, and one customer
/// pays 10 more.
fn month() -> BridgePeriod {
    let [first, last, next] = [date(2024, 1, 1), date(2024, 2, 9), date(2024, 2, 10)];
    let rows = [
        Subscription::monthly("leaves", first, Some(last), dec!(10)),
        Subscription::monthly("pays less", first, Some(last), dec!(40)),
        Subscription::monthly("pays less", next, None, dec!(30)),
        Subscription::monthly("pays more", first, Some(last), dec!(50)),
        Subscription::monthly("pays more", next, None, dec!(60)),
    ];
    bridge(&rows, date(2024, 2, 1), date(2024, 2, 29), Period::Month)
}

fn percent(row: &BridgePeriod, rate: RevenueRate) -> f64 {
    100.0 * row.revenue_rate(rate).unwrap()
}

#[test]
fn chartmogul_gross_mrr_churn_of_20_percent() {
    let month = month();
    assert_eq!(month.start.amount, dec!(100));
    assert_published(percent(&month, RevenueRate::GrossChurn), "20");
}

#[test]
fn chartmogul_net_mrr_churn_of_10_percent() {
    assert_published(
        percent(&month(), RevenueRate::NetChurnWithReactivation),
        "10",
    );
}

/// 100 dollars at the start of a day, 95 at its end.
#[test]
fn chartmogul_gross_mrr_churn_of_a_day_of_5_percent() {
    let day = date(2024, 2, 10);
    let rows = [
        Subscription::monthly("leaves", date(2024, 1, 1), Some(date(2024, 2, 9)), dec!(5)),
        Subscription::monthly("stays", date(2024, 1, 1), None, dec!(95)),
    ];
    let row = bridge(&rows, day, day, Period::Day);
    assert_eq!((row.start.amount, row.end.amount), (dec!(100), dec!(95)));
    assert_published(percent(&row, RevenueRate::GrossChurn), "5");
}

/// 100 dollars at the start of a day, 120 at its end, 10 of them from new business.
#[test]
fn chartmogul_net_mrr_churn_of_a_day_of_minus_10_percent() {
    let day = date(2024, 2, 10);
    let rows = [
        Subscription::monthly("grows", date(2024, 1, 1), Some(date(2024, 2, 9)), dec!(100)),
        Subscription::monthly("grows", day, None, dec!(110)),
        Subscription::monthly("new", day, None, dec!(10)),
    ];
    let row = bridge(&rows, day, day, Period::Day);
    assert_eq!((row.start.amount, row.end.amount), (dec!(100), dec!(120)));
    assert_published(percent(&row, RevenueRate::NetChurnWithReactivation), "-10");
}

/// Four yearly plans of 500 dollars, after some days two monthly plans of 30, cancelled two weeks later;
/// nothing after the first year; then three monthly plans of 50.
#[test]
fn chartmogul_mrr_movements_of_syncalytics() {
    let yearly = Subscription {
        billed: Span::new(1, Period::Year).unwrap(),
        cancelled: Some(date(2024, 12, 20)),
        ..Subscription::monthly(
            "Syncalytics",
            date(2024, 1, 5),
            Some(date(2025, 1, 4)),
            dec!(2000),
        )
    };
    let silver = Subscription {
        cancelled: Some(date(2024, 1, 24)),
        ..Subscription::monthly(
            "Syncalytics",
            date(2024, 1, 10),
            Some(date(2024, 1, 23)),
            dec!(60),
        )
    };
    let again = Subscription::monthly("Syncalytics", date(2025, 3, 1), None, dec!(150));
    let log = SubscriptionLog::from_rows([yearly, silver, again]).unwrap();
    let window = Window::new(date(2024, 1, 1), date(2025, 12, 31)).unwrap();
    // The service counts churn when the paid time is over, which is the default.
    assert_eq!(Options::default().recognised, Recognised::LastDay);
    let accounts = log.accounts(window, Options::default()).unwrap();
    let rows = moved(&accounts, Period::Month, Movements::EveryChange).unwrap();
    let steps: Vec<(Movement, NaiveDate, Decimal)> = rows
        .iter()
        .map(|row| {
            let step = row.after.unwrap_or_default() - row.before.unwrap_or_default();
            (row.movement, row.period, step)
        })
        .collect();
    let january = date(2024, 1, 1);
    let expected = [
        (Movement::New, january, dec!(166.67)),
        (Movement::Expansion, january, dec!(60)),
        (Movement::Contraction, january, dec!(-60)),
        (Movement::Churn, date(2025, 1, 1), dec!(-166.67)),
        (Movement::Reactivation, date(2025, 3, 1), dec!(150)),
    ];
    assert_eq!(steps, expected);
}
