//! Intervals of rates of revenue.

use retention::churn::{
    CustomerBase, CustomerValueIntervals, Movements, RevenueIntervals, RevenueRate,
};
use retention::estimate::Resampling;
use retention::period::Period;
use retention::subscriptions::{Options, Subscription, SubscriptionLog};

use crate::*;

type Row = Subscription<u32>;

fn intervals(
    rows: impl IntoIterator<Item = Row>,
    rate: RevenueRate,
    resampling: Resampling,
) -> retention::Result<RevenueIntervals> {
    let log = SubscriptionLog::from_rows(rows).unwrap();
    let accounts = log.accounts(may(), Options::default()).unwrap();
    RevenueIntervals::of(
        &accounts,
        Period::Month,
        Movements::AtEnds,
        rate,
        resampling,
    )
}

/// A customer from before May until a day of it.
fn until(customer: u32, to: Option<u32>, amount: Decimal) -> Row {
    let april = day(1).pred_opt().unwrap();
    Subscription::monthly(customer, april, to.map(day), amount)
}

#[test]
fn a_number_of_draws_out_of_range_is_refused() {
    for draws in [0, 1_000_001] {
        let resampling = Resampling::default().draws(draws);
        assert_eq!(
            refusal(intervals(
                [until(1, None, dec!(5))],
                RevenueRate::NetChurn,
                resampling
            )),
            expected::out_of_range("draws", draws, "1 to 1000000")
        );
    }
}

#[test]
fn without_customers_at_the_start_there_is_no_rate() {
    let later = Subscription::monthly(1, day(3), None, dec!(5));
    for &rate in RevenueRate::ALL {
        let found = intervals([later], rate, Resampling::default()).unwrap();
        let row = found.periods[0];
        assert_eq!((row.value, row.interval), (None, None), "{rate}");
        assert_eq!(found.together, Some(row));
    }
}

/// Nothing is known of how far the rate may be off: one customer, nobody who leaves, nobody who stays,
/// customers at 0.
#[test]
fn where_customers_are_alike_there_is_a_rate_without_an_interval() {
    let of = |rows: Vec<Row>| {
        let found = intervals(rows, RevenueRate::GrossRetention, Resampling::default());
        let row = found.unwrap().periods[0];
        (row.customers, row.value, row.interval)
    };
    assert_eq!(of(vec![until(1, Some(9), dec!(5))]), (1, Some(0.0), None));
    let stay = (0..9).map(|customer| until(customer, None, dec!(5)));
    assert_eq!(of(stay.collect()), (9, Some(1.0), None));
    let leave = (0..9).map(|customer| until(customer, Some(9), Decimal::from(customer)));
    // One of them paid nothing.
    assert_eq!(of(leave.collect()), (8, Some(0.0), None));
    let at_zero = (0..9).map(|customer| until(customer, None, Decimal::ZERO));
    assert_eq!(of(at_zero.collect()), (0, None, None));
}

#[test]
fn a_single_draw_makes_an_interval_of_no_width_or_none() {
    let rows = (0..9).map(|customer| until(customer, (customer < 3).then_some(9), dec!(5)));
    let resampling = Resampling::default().draws(1);
    let found = intervals(rows, RevenueRate::GrossRetention, resampling).unwrap();
    if let Some(interval) = found.periods[0].interval {
        assert_eq!(interval.width(), 0.0);
    }
}

#[test]
fn money_that_a_decimal_does_not_hold_overflows() {
    let most = Decimal::MAX / dec!(1000) * dec!(900);
    let rows = (0..2).map(|customer| until(customer, None, most));
    let error = intervals(rows, RevenueRate::NetRetention, Resampling::default()).unwrap_err();
    assert!(matches!(error, Error::Overflow { .. }), "{error}");
}

#[test]
fn a_window_of_too_many_periods_is_refused() {
    let log = SubscriptionLog::from_rows([until(1, None, dec!(5))]).unwrap();
    let last = day(1).checked_add_days(chrono::Days::new(5000)).unwrap();
    let window = retention::period::Window::new(day(1), last).unwrap();
    let accounts = log.accounts(window, Options::default()).unwrap();
    let found = RevenueIntervals::of(
        &accounts,
        Period::Day,
        Movements::AtEnds,
        RevenueRate::NetChurn,
        Resampling::default(),
    );
    let error = found.unwrap_err().to_string();
    assert!(error.starts_with("periods must be at most 4096"), "{error}");
}

fn values(
    rows: impl IntoIterator<Item = Row>,
    margin: f64,
    draws: u32,
) -> retention::Result<CustomerValueIntervals> {
    let log = SubscriptionLog::from_rows(rows).unwrap();
    let accounts = log.accounts(may(), Options::default()).unwrap();
    let (base, resampling) = (CustomerBase::AtStart, Resampling::default().draws(draws));
    CustomerValueIntervals::of(&accounts, Period::Month, base, margin, resampling)
}

#[test]
fn margins_and_draws_out_of_range_are_refused() {
    let rows = || [until(1, None, dec!(5))];
    for margin in [-0.1, 1.1] {
        let expected = expected::out_of_range("margin", margin, "0 to 1");
        assert_eq!(refusal(values(rows(), margin, 9)), expected);
    }
    for margin in [f64::NAN, f64::INFINITY] {
        assert_eq!(
            refusal(values(rows(), margin, 9)),
            expected::not_finite("margin", margin)
        );
    }
    let expected = expected::out_of_range("draws", 0, "1 to 1000000");
    assert_eq!(refusal(values(rows(), 0.5, 0)), expected);
}

#[test]
fn values_that_cannot_be_told_have_no_interval() {
    // Nobody there; one customer, who leaves; two who pay the same, one of whom leaves; nothing is paid.
    let later = Subscription::monthly(1, day(3), None, dec!(5));
    let row = values([later], 0.5, 99).unwrap().periods[0];
    assert_eq!((row.average, row.average_interval), (None, None));
    assert_eq!(
        (row.lifetime_value, row.lifetime_value_interval),
        (None, None)
    );
    let row = values([until(1, Some(3), dec!(5))], 0.5, 99)
        .unwrap()
        .periods[0];
    assert_eq!(
        (row.average, row.lifetime_value, row.customers),
        (Some(5.0), Some(2.5), 1)
    );
    assert_eq!(
        (row.average_interval, row.lifetime_value_interval),
        (None, None)
    );
    let two = [until(1, Some(3), dec!(5)), until(2, None, dec!(5))];
    let row = values(two, 0.5, 99).unwrap().periods[0];
    assert_eq!(
        (row.lifetime_value, row.average_interval),
        (Some(5.0), None)
    );
    let free = [until(1, Some(3), dec!(0)), until(2, None, dec!(0))];
    let row = values(free, 0.5, 99).unwrap().periods[0];
    assert_eq!((row.average, row.lifetime_value), (Some(0.0), Some(0.0)));
    assert_eq!(
        (row.average_interval, row.lifetime_value_interval),
        (None, None)
    );
}
