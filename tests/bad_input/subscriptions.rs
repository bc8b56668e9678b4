//! Logs of subscriptions, accounts, mergers.

use retention::subscriptions::{
    Builder, CountsAs, Options, Recognised, Spread, Subscription, SubscriptionLog, Terms,
    WhichSpells,
};

use crate::expected::in_full;
use crate::*;

fn paid(customer: u32, from: u32, to: u32, amount: Decimal) -> Subscription<u32> {
    Subscription::monthly(customer, day(from), Some(day(to)), amount)
}

fn of(row: Subscription<u32>) -> SubscriptionLog<u32> {
    SubscriptionLog::from_rows([row]).unwrap()
}

#[test]
fn a_log_without_rows_is_empty() {
    let empty = expected::empty("subscription");
    assert_eq!(refusal(SubscriptionLog::<u32>::from_rows([])), empty);
    assert_eq!(refusal(Builder::<u32>::new().finish()), empty);
}

#[test]
fn one_row_of_one_day_is_a_customer_for_a_day() {
    let log = of(paid(7, 3, 3, dec!(9.90)));
    assert_eq!((log.row_count(), log.customers()), (1, &[7][..]));
    let accounts = log.accounts(may(), Options::default()).unwrap();
    let [before, on, after] = [2, 3, 4].map(|on| accounts.active_on(day(on)).unwrap());
    assert_eq!(before, (0, Decimal::ZERO));
    assert_eq!(on, (1, dec!(9.90)));
    assert_eq!(after, (0, Decimal::ZERO));
}

#[test]
fn a_row_that_ends_or_is_cancelled_before_it_begins_is_refused() {
    let good = paid(1, 1, 9, dec!(5));
    assert_eq!(
        in_full(SubscriptionLog::from_rows([good, paid(2, 3, 2, dec!(5))])),
        "last day in force must be 2024-05-03 or later, the first day in force, got 2024-05-02 at \
         row 1 (counted from 0)"
    );
    let cancelled = Subscription {
        cancelled: Some(day(2)),
        ..paid(2, 3, 9, dec!(5))
    };
    assert_eq!(
        in_full(SubscriptionLog::from_rows([good, good, cancelled])),
        "day of notice must be 2024-05-03 or later, the first day in force, got 2024-05-02 at row 2 \
         (counted from 0)"
    );
}

#[test]
fn a_negative_amount_is_refused_and_a_negative_zero_is_none() {
    assert_eq!(
        in_full(SubscriptionLog::from_rows([paid(1, 1, 9, dec!(-0.01))])),
        "amount must be 0 or more, got -0.01 at row 0 (counted from 0); record a discount as a lower \
         amount"
    );
    let mut zero = Decimal::ZERO;
    zero.set_sign_negative(true);
    let log = of(paid(1, 1, 9, zero));
    assert_eq!(log.rows().next().unwrap().amount.to_string(), "0");
}

#[test]
fn a_builder_goes_on_after_a_refused_row() {
    let mut builder = Builder::new();
    let rows = [
        paid(1, 1, 9, Decimal::MAX),
        paid(2, 9, 1, dec!(1)),
        paid(3, 1, 9, dec!(1)),
    ];
    assert_eq!(builder.extend(rows).unwrap_err().row(), Some(1));
    let least = Decimal::from_i128_with_scale(1, 28);
    assert_eq!(
        refusal(builder.push(paid(2, 1, 9, least))),
        expected::at_row(
            expected::overflow("a sum of amounts with so many digits", least),
            1
        )
    );
    assert_eq!(builder.rows(), 1);
    builder.push(rows[2]).unwrap();
    let built = builder.finish().unwrap();
    assert_eq!(
        built,
        SubscriptionLog::from_rows([rows[0], rows[2]]).unwrap()
    );
}

#[test]
fn parts_whose_amounts_fit_no_common_scale_are_refused() {
    let (large, small) = (
        of(paid(1, 1, 9, Decimal::MAX)),
        of(paid(2, 1, 9, Decimal::from_i128_with_scale(1, 28))),
    );
    let error = large.merge(small).unwrap_err();
    assert!(matches!(error, Error::Overflow { .. }), "{error}");
    let mut builder = Builder::new();
    builder.push(paid(1, 1, 9, Decimal::MAX)).unwrap();
    let mut other = Builder::new();
    let least = Decimal::from_i128_with_scale(1, 28);
    other.push(paid(2, 1, 9, least)).unwrap();
    let error = builder.merge(other).unwrap_err();
    assert!(matches!(error, Error::Overflow { .. }), "{error}");
    assert_eq!(builder.finish().unwrap().row_count(), 1);
}

#[test]
fn the_ends_of_the_calendar_are_days_like_any_other() {
    let always = of(Subscription {
        cancelled: Some(NaiveDate::MAX),
        ..Subscription::monthly(1, NaiveDate::MIN, Some(NaiveDate::MAX), dec!(5))
    });
    let window = Window::new(NaiveDate::MIN, NaiveDate::MAX).unwrap();
    for recognised in [Recognised::LastDay, Recognised::Notice] {
        let options = Options::default().gap(u32::MAX).recognised(recognised);
        let accounts = always.accounts(window, options).unwrap();
        assert_eq!(accounts.active_on(NaiveDate::MIN), Ok((1, dec!(5))));
        let spells: Vec<_> = accounts.spells(Period::Day, WhichSpells::Every).collect();
        assert_eq!(spells.len(), 1);
    }
    let account = always.accounts(window, Options::default()).unwrap().get(&1);
    assert_eq!(account.unwrap().at(NaiveDate::MAX), Some(dec!(5)));
}

#[test]
fn a_window_before_or_after_all_rows_has_nobody() {
    let log = of(paid(1, 10, 20, dec!(5)));
    for (from, to, gaps) in [(1, 9, 0), (25, 31, 1)] {
        let window = Window::new(day(from), day(to)).unwrap();
        let accounts = log.accounts(window, Options::default().gap(11)).unwrap();
        assert_eq!(accounts.active_on(day(to)), Ok((0, Decimal::ZERO)));
        assert_eq!(accounts.open_gaps(), gaps);
        assert_eq!(accounts.spells(Period::Day, WhichSpells::Every).count(), 0);
    }
    assert_eq!(
        refusal(log.until(day(9))),
        expected::out_of_range(
            "as-of date",
            "2024-05-09",
            "2024-05-10, the first day in force, or later"
        )
    );
}

#[test]
fn a_day_after_the_as_of_date_is_not_known() {
    let log = of(paid(1, 1, 31, dec!(5)));
    let accounts = log.accounts(log.until(day(9)).unwrap(), Options::default());
    let accounts = accounts.unwrap();
    assert_eq!(
        refusal(accounts.active_on(day(10))),
        expected::out_of_range("day", "2024-05-10", "2024-05-09 or earlier, the as-of date")
    );
    assert_eq!(accounts.get(&1).unwrap().at(day(10)), None);
}

#[test]
fn more_places_than_a_quotient_has_are_refused() {
    let log = of(paid(1, 1, 31, dec!(5)));
    let spread = Spread::default().places(27);
    let places = expected::out_of_range("decimal places", 27, "0 to 26");
    let accounts = log.accounts(may(), Options::default().spread(spread));
    assert_eq!(refusal(accounts.map(drop)), places);
    let month = Span::new(1, Period::Month).unwrap();
    assert_eq!(refusal(spread.amount(dec!(5), month)), places);
}

#[test]
fn amounts_beyond_a_decimal_are_an_error_at_their_row() {
    let year = Span::new(1, Period::Year).unwrap();
    let annual = Options::default().spread(Spread::default().per(year));
    let log = SubscriptionLog::from_rows([paid(1, 1, 9, dec!(5)), paid(2, 1, 9, Decimal::MAX)]);
    let log = log.unwrap();
    let error = log.accounts(may(), annual).map(drop).unwrap_err();
    assert!(matches!(error, Error::Overflow { .. }), "{error}");
    assert_eq!(error.row(), Some(1));
    // Each fits, but not the two together.
    let both = SubscriptionLog::from_rows([paid(2, 1, 9, Decimal::MAX), paid(2, 1, 9, dec!(1))]);
    assert_eq!(
        refusal(both.unwrap().accounts(may(), Options::default()).map(drop)),
        expected::at_row(
            expected::overflow("adding up amounts", "the rows of a customer from row 0 on"),
            0
        )
    );
    // Nor those of two customers.
    let two = SubscriptionLog::from_rows([paid(1, 1, 9, dec!(1)), paid(2, 1, 9, Decimal::MAX)]);
    let two = two.unwrap();
    let accounts = two.accounts(may(), Options::default()).unwrap();
    let error = accounts.active_on(day(5)).unwrap_err();
    assert!(matches!(error, Error::Overflow { .. }), "{error}");
}

#[test]
fn customers_cannot_be_acquired_twice_or_in_a_circle() {
    let log = || of(paid(1, 1, 9, dec!(5)));
    assert_eq!(
        refusal(log().merge_accounts([(1, 2), (3, 4), (1, 3)])),
        expected::at_row(expected::duplicate("acquired customer", "rows 0 and 2"), 2)
    );
    let circle = expected::refused("merger", "customers who acquired each other");
    for (mergers, row) in [
        (vec![(1, 1)], 0),
        (vec![(5, 6), (1, 2), (2, 3), (3, 1)], 1),
        (vec![(4, 1), (1, 2), (2, 1)], 0),
    ] {
        assert_eq!(
            refusal(log().merge_accounts(mergers)),
            expected::at_row(circle.clone(), row)
        );
    }
    assert_eq!(
        log().merge_accounts([(1, 1)]).unwrap_err().cure(),
        Some("leave out a pair, so that one of them goes on")
    );
    // Nobody is acquired, or nobody who is here.
    assert_eq!(log().merge_accounts([]).unwrap(), log());
    assert_eq!(log().merge_accounts([(7, 1)]).unwrap(), log());
}

#[test]
fn a_log_of_trials_alone_has_no_customer() {
    let trial = of(Subscription {
        terms: Terms::Trial,
        ..paid(1, 1, 9, dec!(5))
    });
    let accounts = trial.accounts(may(), Options::default().gap(3)).unwrap();
    let account = accounts.get(&1).unwrap();
    assert!(account.levels().is_empty());
    assert_eq!(account.at(day(5)), None);
    assert_eq!((accounts.open_gaps(), accounts.not_begun()), (0, 0));
    let tried = trial
        .accounts(may(), Options::default().trials(CountsAs::AtZero))
        .unwrap();
    assert_eq!(tried.active_on(day(5)), Ok((1, Decimal::ZERO)));
}
