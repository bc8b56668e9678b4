//! Revenue bridges: nobody, one customer, amounts too large, windows too long, parts that do not fit.

use retention::churn::{
    Bridge, CustomerBase, Customers, Movements, PlanTransfers, RevenueRate, SummedRate, moved,
};
use retention::period::Period;
use retention::subscriptions::{Options, Subscription, SubscriptionLog};

use crate::expected::in_full;
use crate::*;

fn paid(customer: u32, from: u32, to: u32, amount: Decimal) -> Subscription<u32> {
    Subscription::monthly(customer, day(from), Some(day(to)), amount)
}

fn bridge(rows: &[Subscription<u32>], options: Options) -> Bridge {
    let log = SubscriptionLog::from_rows(rows.iter().copied()).unwrap();
    let accounts = log.accounts(may(), options).unwrap();
    Bridge::of(&accounts, Period::Month, Movements::AtEnds).unwrap()
}

#[test]
fn a_period_without_customers_has_no_rate() {
    // Trials are no customers.
    let trial = Subscription {
        terms: retention::subscriptions::Terms::Trial,
        ..paid(1, 3, 9, dec!(5))
    };
    let nobody = bridge(&[trial], Options::default()).periods[0];
    assert_eq!((nobody.start, nobody.end), Default::default());
    for &rate in RevenueRate::ALL {
        assert_eq!(nobody.revenue_rate(rate), None, "{rate}");
    }
    for &base in CustomerBase::ALL {
        assert_eq!(nobody.customer_churn(base).value(), None, "{base}");
        assert_eq!(nobody.retained(base).and_then(|found| found.value()), None);
        assert_eq!(nobody.simple_lifetime_value(base, 0.5).unwrap(), None);
    }
    assert_eq!(nobody.end.average(), None);
}

#[test]
fn one_customer_who_stays_loses_nothing_and_lives_for_ever() {
    let row = Subscription::monthly(1, day(1).pred_opt().unwrap(), None, dec!(5));
    let one = bridge(&[row], Options::default()).periods[0];
    assert_eq!(one.customer_churn(CustomerBase::AtStart).value(), Some(0.0));
    assert_eq!(one.revenue_rate(RevenueRate::NetRetention), Some(1.0));
    assert_eq!(one.revenue_rate(RevenueRate::QuickRatio), None); // nothing was lost
    assert_eq!(
        one.simple_lifetime_value(CustomerBase::AtStart, 1.0)
            .unwrap(),
        None
    );
}

#[test]
fn customers_at_0_are_customers_without_revenue() {
    let row = Subscription::monthly(1, day(1).pred_opt().unwrap(), Some(day(9)), dec!(0));
    let one = bridge(&[row], Options::default()).periods[0];
    assert_eq!((one.start.count, one.start.amount), (1, dec!(0)));
    assert_eq!((one.churn.count, one.churn.amount), (1, dec!(0)));
    assert_eq!(one.customer_churn(CustomerBase::AtStart).value(), Some(1.0));
    assert_eq!(one.revenue_rate(RevenueRate::GrossChurn), None);
}

#[test]
fn a_margin_that_is_no_share_is_refused() {
    let row = bridge(&[paid(1, 1, 9, dec!(5))], Options::default()).periods[0];
    for margin in [f64::NAN, f64::INFINITY, -0.1, 1.1] {
        let found = row.simple_lifetime_value(CustomerBase::AtStart, margin);
        assert!(refusal(found).contains("margin"), "{margin}");
    }
}

#[test]
fn amounts_beyond_a_decimal_are_refused() {
    let rows = [1, 2].map(|customer| paid(customer, 3, 9, Decimal::MAX));
    let log = SubscriptionLog::from_rows(rows).unwrap();
    let accounts = log.accounts(may(), Options::default()).unwrap();
    let found = Bridge::of(&accounts, Period::Day, Movements::AtEnds);
    assert!(
        matches!(found, Err(retention::Error::Overflow { .. })),
        "{found:?}"
    );
    // Listed one by one they fit.
    assert_eq!(
        moved(&accounts, Period::Day, Movements::AtEnds)
            .unwrap()
            .len(),
        4
    );
    // And so does each part; only together they do not.
    let part = |row| bridge(&[row], Options::default());
    let stays = |customer| Subscription::monthly(customer, day(3), None, Decimal::MAX);
    let merged = part(stays(1)).merge(part(stays(2)));
    assert!(
        matches!(merged, Err(retention::Error::Overflow { .. })),
        "{merged:?}"
    );
}

#[test]
fn more_periods_than_a_table_holds_are_refused() {
    let first = NaiveDate::from_ymd_opt(2010, 1, 1).unwrap();
    let log = SubscriptionLog::from_rows([Subscription::monthly(1, first, None, dec!(5))]).unwrap();
    let window = Window::new(first, NaiveDate::from_ymd_opt(2024, 1, 1).unwrap()).unwrap();
    let accounts = log.accounts(window, Options::default()).unwrap();
    let found = in_full(Bridge::of(&accounts, Period::Day, Movements::AtEnds));
    assert!(found.contains("at most 4096"), "{found}");
    assert!(moved(&accounts, Period::Day, Movements::AtEnds).is_err());
    let by_month = Bridge::of(&accounts, Period::Month, Movements::AtEnds).unwrap();
    assert_eq!(by_month.periods.len(), 169);
}

#[test]
fn bridges_of_different_definitions_do_not_merge() {
    let rows = [paid(1, 1, 9, dec!(5))];
    let one = || bridge(&rows, Options::default());
    assert!(refusal(one().merge(bridge(&rows, Options::default().gap(3)))).contains("options"));
    let log = SubscriptionLog::from_rows(rows).unwrap();
    let accounts = log.accounts(may(), Options::default()).unwrap();
    let changes = Bridge::of(&accounts, Period::Month, Movements::EveryChange).unwrap();
    assert!(refusal(one().merge(changes)).contains("movements"));
    let days = Bridge::of(&accounts, Period::Day, Movements::AtEnds).unwrap();
    assert!(refusal(one().merge(days)).contains("period"));
}

#[test]
fn the_average_of_nobody_is_none() {
    assert_eq!(Customers::default().average(), None);
}

#[test]
fn sums_of_rates_need_customers_and_revenue_in_every_period() {
    let free = [paid(1, 1, 31, dec!(0)), paid(2, 1, 9, dec!(0))];
    let log = SubscriptionLog::from_rows(free).unwrap();
    let days = Window::new(day(2), day(31)).unwrap();
    let accounts = log.accounts(days, Options::default()).unwrap();
    let bridge = Bridge::of(&accounts, Period::Day, Movements::AtEnds).unwrap();
    assert_eq!(bridge.sum_of_rates(SummedRate::Customers), Some(0.5));
    assert_eq!(bridge.sum_of_rates(SummedRate::Revenue), None);
    let whole = log.accounts(may(), Options::default()).unwrap();
    let bridge = Bridge::of(&whole, Period::Day, Movements::AtEnds).unwrap();
    assert_eq!(bridge.sum_of_rates(SummedRate::Customers), None);
}

#[test]
fn transfers_of_no_plan_are_refused() {
    use retention::segment::BySegment;
    use retention::subscriptions::Builder;

    let none = BySegment::<&str, Builder<u32>>::new(Builder::new())
        .finish()
        .unwrap();
    let found = PlanTransfers::of(&none, may(), Options::default());
    assert_eq!(refusal(found), expected::empty("subscription"));
    // A plan of which nobody is a customer in the window has no cell.
    let early = paid(1, 1, 2, dec!(5));
    let log = SubscriptionLog::from_rows([early]).unwrap();
    let plans = log.by_segment(|_| "x").unwrap();
    let late = Window::new(day(9), day(20)).unwrap();
    let found = PlanTransfers::of(&plans, late, Options::default()).unwrap();
    assert!(found.cells.is_empty());
    assert_eq!((found.plans.len(), found.plans[0].start_customers), (1, 0));
}
