//! Accounts of single customers, reckoned by hand.

use chrono::{NaiveDate, Weekday};
use retention::Accumulator;
use retention::churn::{BridgePeriod, Movements, PlanTransfers};
use retention::period::{Period, Span, Window};
use retention::segment::BySegment;
use retention::subscriptions::{
    Account, Builder, CountsAs, MonthInWeeks, Options, Recognised, Spread, Subscription,
    SubscriptionLog, Terms,
};
use retention::survival::Spell;
use retention::survival::WhichSpells;
use rust_decimal::{Decimal, RoundingStrategy, dec};

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, month, day).unwrap()
}

fn year() -> Window {
    Window::new(date(1, 1), date(12, 31)).unwrap()
}

/// A monthly subscription of customer 1.
fn paid(from: (u32, u32), to: (u32, u32), amount: Decimal) -> Subscription<u32> {
    Subscription::monthly(1, date(from.0, from.1), Some(date(to.0, to.1)), amount)
}

fn of_terms(terms: Terms, from: (u32, u32), to: (u32, u32), amount: Decimal) -> Subscription<u32> {
    Subscription {
        terms,
        ..paid(from, to, amount)
    }
}

fn account(rows: &[Subscription<u32>], options: Options) -> Account {
    let log = SubscriptionLog::from_rows(rows.iter().copied()).unwrap();
    let account = log.accounts(year(), options).unwrap().get(&1);
    account.unwrap()
}

/// The day of each change, and the amount from then on; `None` while they are no customer.
fn changes(rows: &[Subscription<u32>], options: Options) -> Vec<(NaiveDate, Option<Decimal>)> {
    let account = account(rows, options);
    let levels = account.levels().iter();
    levels
        .map(|it| {
            assert!(it.customer || it.amount.is_zero());
            (it.from, it.customer.then_some(it.amount))
        })
        .collect()
}

#[test]
fn a_change_of_plan_is_one_change_on_its_first_day() {
    let rows = [
        paid((1, 10), (3, 9), dec!(20)),
        paid((3, 10), (6, 30), dec!(35)),
    ];
    let expected = [
        (date(1, 10), Some(dec!(20))),
        (date(3, 10), Some(dec!(35))),
        (date(7, 1), None),
    ];
    assert_eq!(changes(&rows, Options::default()), expected);
    let account = account(&rows, Options::default());
    for (day, amount) in [
        (date(1, 9), None),
        (date(1, 10), Some(dec!(20))),
        (date(3, 9), Some(dec!(20))),
        (date(3, 10), Some(dec!(35))),
        (date(6, 30), Some(dec!(35))),
        (date(7, 1), None),
        (date(12, 31), None),
    ] {
        assert_eq!(account.at(day), amount, "{day}");
    }
}

#[test]
fn a_renewal_at_the_same_price_is_no_change() {
    let rows = [
        paid((1, 1), (1, 31), dec!(20)),
        paid((2, 1), (2, 29), dec!(20.00)),
        paid((3, 1), (3, 31), dec!(20)),
    ];
    let expected = [(date(1, 1), Some(dec!(20))), (date(4, 1), None)];
    assert_eq!(changes(&rows, Options::default()), expected);
}

#[test]
fn several_products_add_up_and_the_end_of_one_is_a_contraction() {
    let twice = paid((2, 1), (8, 31), dec!(5));
    let rows = [paid((1, 1), (5, 31), dec!(20)), twice, twice];
    let expected = [
        (date(1, 1), Some(dec!(20))),
        (date(2, 1), Some(dec!(30))),
        (date(6, 1), Some(dec!(10))),
        (date(9, 1), None),
    ];
    assert_eq!(changes(&rows, Options::default()), expected);
}

#[test]
fn a_gap_of_as_many_days_as_tolerated_is_none() {
    // Gone from 1 to 5 April, five days, and again from 1 December on.
    let rows = [
        paid((1, 1), (3, 31), dec!(20)),
        paid((4, 6), (11, 30), dec!(25)),
    ];
    let broken = [
        (date(1, 1), Some(dec!(20))),
        (date(4, 1), None),
        (date(4, 6), Some(dec!(25))),
        (date(12, 1), None),
    ];
    let whole = [
        (date(1, 1), Some(dec!(20))),
        (date(4, 6), Some(dec!(25))),
        (date(12, 1), None),
    ];
    assert_eq!(changes(&rows, Options::default().gap(4)), broken);
    assert_eq!(changes(&rows, Options::default().gap(5)), whole);
    // At the end of the year they have been gone for 31 days.
    let log = SubscriptionLog::from_rows(rows).unwrap();
    let open = |gap| {
        log.accounts(year(), Options::default().gap(gap))
            .unwrap()
            .open_gaps()
    };
    assert_eq!([open(0), open(30), open(31)], [0, 0, 1]);
}

#[test]
fn a_gap_at_the_same_price_leaves_no_trace() {
    let rows = [
        paid((1, 1), (3, 31), dec!(20)),
        paid((4, 3), (6, 30), dec!(20)),
    ];
    let expected = [(date(1, 1), Some(dec!(20))), (date(7, 1), None)];
    assert_eq!(changes(&rows, Options::default().gap(2)), expected);
}

#[test]
fn a_trial_is_no_customer_a_customer_at_0_or_one_at_its_price() {
    let rows = [
        of_terms(Terms::Trial, (1, 1), (1, 14), dec!(20)),
        paid((1, 15), (3, 31), dec!(20)),
    ];
    let of = |trials| changes(&rows, Options::default().trials(trials));
    let end = (date(4, 1), None);
    assert_eq!(
        of(CountsAs::NotACustomer),
        [(date(1, 15), Some(dec!(20))), end]
    );
    assert_eq!(
        of(CountsAs::AtZero),
        [
            (date(1, 1), Some(dec!(0))),
            (date(1, 15), Some(dec!(20))),
            end
        ]
    );
    assert_eq!(of(CountsAs::AtPrice), [(date(1, 1), Some(dec!(20))), end]);
    // Nothing was paid before it.
    assert_eq!(of(CountsAs::AtAmountBefore), of(CountsAs::AtZero));
    assert_eq!(Options::default().trials, CountsAs::NotACustomer);
}

#[test]
fn a_free_month_keeps_the_amount_before_it() {
    let rows = [
        paid((1, 1), (3, 31), dec!(20)),
        of_terms(Terms::Free, (4, 1), (4, 30), dec!(0)),
        paid((5, 1), (6, 30), dec!(25)),
    ];
    let expected = [
        (date(1, 1), Some(dec!(20))),
        (date(5, 1), Some(dec!(25))),
        (date(7, 1), None),
    ];
    assert_eq!(changes(&rows, Options::default()), expected);
    let at_zero = changes(&rows, Options::default().free(CountsAs::AtZero));
    assert_eq!(at_zero[1], (date(4, 1), Some(dec!(0))));
    assert_eq!(at_zero.len(), 4);
    // The first month of all is at 0.
    let first = [
        of_terms(Terms::Free, (1, 1), (1, 31), dec!(20)),
        paid((2, 1), (6, 30), dec!(20)),
    ];
    assert_eq!(
        changes(&first, Options::default())[..2],
        [(date(1, 1), Some(dec!(0))), (date(2, 1), Some(dec!(20)))]
    );
}

/// A free month ends; a free plan goes on, and the price paid before it is gone.
#[test]
fn a_move_to_a_free_plan_without_an_end_is_a_contraction() {
    let free = Subscription {
        to: None,
        ..of_terms(Terms::Free, (4, 1), (4, 30), dec!(20))
    };
    let rows = [paid((1, 1), (3, 31), dec!(20)), free];
    let start = (date(1, 1), Some(dec!(20)));
    let of = |free| changes(&rows, Options::default().free(free));
    assert_eq!(
        changes(&rows, Options::default()),
        [start, (date(4, 1), Some(dec!(0)))]
    );
    assert_eq!(of(CountsAs::AtZero), of(CountsAs::AtAmountBefore));
    assert_eq!(of(CountsAs::NotACustomer), [start, (date(4, 1), None)]);
    // A free month before the free plan still keeps the amount.
    let later = Subscription {
        from: date(5, 1),
        ..free
    };
    let rows = [
        rows[0],
        of_terms(Terms::Free, (4, 1), (4, 30), dec!(20)),
        later,
    ];
    assert_eq!(
        changes(&rows, Options::default()),
        [start, (date(5, 1), Some(dec!(0)))]
    );
}

#[test]
fn a_free_month_after_a_tolerated_gap_keeps_the_amount_before_the_gap() {
    let rows = [
        paid((1, 1), (3, 31), dec!(20)),
        of_terms(Terms::Free, (4, 4), (4, 30), dec!(0)),
        paid((5, 1), (6, 30), dec!(25)),
    ];
    let kept = [
        (date(1, 1), Some(dec!(20))),
        (date(5, 1), Some(dec!(25))),
        (date(7, 1), None),
    ];
    assert_eq!(changes(&rows, Options::default().gap(3)), kept);
    let anew = changes(&rows, Options::default().gap(2));
    assert_eq!(
        anew[1..3],
        [(date(4, 1), None), (date(4, 4), Some(dec!(0)))]
    );
}

#[test]
fn a_pause_is_a_contraction_churn_or_nothing() {
    let rows = [
        paid((1, 1), (3, 31), dec!(20)),
        of_terms(Terms::Paused, (4, 1), (5, 31), dec!(20)),
        paid((6, 1), (8, 31), dec!(20)),
    ];
    let of = |pauses| changes(&rows, Options::default().pauses(pauses));
    let (start, back) = ((date(1, 1), Some(dec!(20))), (date(6, 1), Some(dec!(20))));
    let end = (date(9, 1), None);
    assert_eq!(
        of(CountsAs::NotACustomer),
        [start, (date(4, 1), None), back, end]
    );
    assert_eq!(
        of(CountsAs::AtZero),
        [start, (date(4, 1), Some(dec!(0))), back, end]
    );
    assert_eq!(of(CountsAs::AtAmountBefore), [start, end]);
    assert_eq!(of(CountsAs::AtPrice), [start, end]);
    assert_eq!(Options::default().pauses, CountsAs::AtZero);
    // 61 days without a subscription are a gap like any other.
    let tolerant = Options::default().pauses(CountsAs::NotACustomer);
    assert_eq!(changes(&rows, tolerant.gap(61)), [start, end]);
    assert_eq!(changes(&rows, tolerant.gap(60)).len(), 4);
}

/// Two products of 100 and 50; the second rests while the price of the first rises to 120, and the customer
/// comes back to it for 60.
#[test]
fn a_pause_of_one_product_keeps_what_no_other_takes_over() {
    let rows = [
        paid((1, 1), (3, 31), dec!(100)),
        paid((1, 1), (3, 31), dec!(50)),
        paid((4, 1), (9, 30), dec!(120)),
        of_terms(Terms::Paused, (4, 1), (5, 31), dec!(50)),
        paid((6, 1), (9, 30), dec!(60)),
    ];
    let of = |pauses| changes(&rows, Options::default().pauses(pauses));
    let (start, end) = ((date(1, 1), Some(dec!(150))), (date(10, 1), None));
    let back = (date(6, 1), Some(dec!(180)));
    // 150 stop and 120 begin: 30 are kept, and 150 stay 150.
    assert_eq!(of(CountsAs::AtAmountBefore), [start, back, end]);
    assert_eq!(
        of(CountsAs::AtPrice),
        [start, (date(4, 1), Some(dec!(170))), back, end]
    );
    assert_eq!(
        of(CountsAs::AtZero),
        [start, (date(4, 1), Some(dec!(120))), back, end]
    );
}

#[test]
fn two_paused_products_come_back_one_after_the_other() {
    let rows = [
        paid((1, 1), (2, 29), dec!(100)),
        paid((1, 1), (2, 29), dec!(50)),
        of_terms(Terms::Paused, (3, 1), (3, 31), dec!(50)),
        of_terms(Terms::Paused, (3, 1), (4, 30), dec!(100)),
        paid((4, 1), (6, 30), dec!(50)),
        paid((5, 1), (6, 30), dec!(100)),
    ];
    let expected = [(date(1, 1), Some(dec!(150))), (date(7, 1), None)];
    for pauses in [CountsAs::AtAmountBefore, CountsAs::AtPrice] {
        assert_eq!(changes(&rows, Options::default().pauses(pauses)), expected);
    }
}

#[test]
fn a_paid_row_of_0_is_a_customer_at_0_unless_told_otherwise() {
    let rows = [
        paid((1, 1), (2, 29), dec!(0)),
        paid((3, 1), (4, 30), dec!(9)),
    ];
    let paying = [(date(3, 1), Some(dec!(9))), (date(5, 1), None)];
    let zeros = changes(&rows, Options::default());
    assert_eq!(zeros[0], (date(1, 1), Some(dec!(0))));
    assert_eq!(zeros[1..], paying);
    let only = Options::default().zeros(CountsAs::NotACustomer);
    assert_eq!(changes(&rows, only), paying);
}

#[test]
fn churn_counts_after_the_last_day_or_on_the_day_of_notice() {
    let cancelled = |row, on| Subscription {
        cancelled: Some(on),
        ..row
    };
    let rows = [cancelled(paid((1, 1), (3, 31), dec!(20)), date(3, 5))];
    let notice = Options::default().recognised(Recognised::Notice);
    assert_eq!(changes(&rows, Options::default())[1], (date(4, 1), None));
    assert_eq!(changes(&rows, notice)[1], (date(3, 5), None));
    // Without a last day only the notice ends it; a late record of it changes nothing.
    let open = [cancelled(
        Subscription::monthly(1, date(1, 1), None, dec!(20)),
        date(3, 5),
    )];
    assert_eq!(changes(&open, Options::default()).len(), 1);
    assert_eq!(changes(&open, notice)[1], (date(3, 5), None));
    let late = [cancelled(paid((1, 1), (3, 31), dec!(20)), date(4, 9))];
    assert_eq!(changes(&late, notice)[1], (date(4, 1), None));
    // Cancelled on the first day, it never was.
    let at_once = [cancelled(paid((1, 1), (3, 31), dec!(20)), date(1, 1))];
    assert_eq!(changes(&at_once, notice), []);
    assert_eq!(changes(&at_once, Options::default()).len(), 2);
}

#[test]
fn what_happens_after_the_as_of_date_is_not_known() {
    let rows = [
        paid((1, 1), (3, 31), dec!(20)),
        paid((4, 1), (6, 30), dec!(25)),
    ];
    let log = SubscriptionLog::from_rows(rows).unwrap();
    let until = |as_of| {
        log.accounts(log.until(as_of).unwrap(), Options::default())
            .unwrap()
    };
    let account = until(date(3, 31)).get(&1).unwrap();
    assert_eq!(account.levels().len(), 1);
    assert_eq!(
        (account.at(date(3, 31)), account.at(date(4, 1))),
        (Some(dec!(20)), None)
    );
    assert_eq!(
        (
            until(date(3, 31)).not_begun(),
            until(date(4, 1)).not_begun()
        ),
        (1, 0)
    );
    assert_eq!(until(date(4, 1)).get(&1).unwrap().levels().len(), 2);
    assert_eq!(until(date(7, 1)).get(&1).unwrap().levels().len(), 3);
    assert_eq!(until(date(7, 1)).get(&2), None);
}

fn span(count: u32, period: Period) -> Span {
    Span::new(count, period).unwrap()
}

#[test]
fn prices_are_spread_by_calendar_months() {
    let spread = Spread::default();
    let (month, year) = (span(1, Period::Month), span(1, Period::Year));
    for (price, billed, monthly) in [
        (dec!(19.999), month, "19.999"),
        (dec!(240), year, "20.00"),
        (dec!(100), year, "8.33"),
        (dec!(0.30), span(2, Period::Month), "0.15"),
        (dec!(0.25), span(2, Period::Month), "0.13"),
        (dec!(30), span(1, Period::Quarter), "10.00"),
        (dec!(30), span(3, Period::Month), "10.00"),
        (dec!(1000), span(3, Period::Year), "27.78"),
        (dec!(0), year, "0"),
    ] {
        let amount = spread.amount(price, billed).unwrap();
        assert_eq!(
            amount,
            monthly.parse::<Decimal>().unwrap(),
            "{price} for {billed}"
        );
    }
    let annual = spread.per(year);
    assert_eq!(annual.amount(dec!(8.335), month), Ok(dec!(100.02)));
    assert_eq!(
        annual.amount(dec!(10), span(5, Period::Month)),
        Ok(dec!(24))
    );
    let even = spread.rounding(RoundingStrategy::MidpointNearestEven);
    assert_eq!(
        even.amount(dec!(0.25), span(2, Period::Month)),
        Ok(dec!(0.12))
    );
    let yen = spread.places(0);
    assert_eq!(yen.amount(dec!(1000), year), Ok(dec!(83)));
}

#[test]
fn prices_by_week_and_day_are_spread_by_a_named_month() {
    let (week, month) = (span(1, Period::Week(Weekday::Sun)), span(1, Period::Month));
    for (weeks, weekly, daily, back) in [
        // 52/12, 364/12 and 12/52.
        (
            MonthInWeeks::YearOf52Weeks,
            dec!(43.33),
            dec!(30.33),
            dec!(2.31),
        ),
        (MonthInWeeks::Four, dec!(40), dec!(28), dec!(2.5)),
        // 4.348125 and 30.436875 days.
        (MonthInWeeks::MeanYear, dec!(43.48), dec!(30.44), dec!(2.30)),
    ] {
        let spread = Spread::default().weeks(weeks);
        assert_eq!(spread.amount(dec!(10), week), Ok(weekly), "{weeks}");
        assert_eq!(
            spread.amount(dec!(1), span(1, Period::Day)),
            Ok(daily),
            "{weeks}"
        );
        assert_eq!(
            spread.per(week).amount(dec!(10), month),
            Ok(back),
            "{weeks}"
        );
        // Two weeks in weeks need no month.
        let fortnight = span(14, Period::Day);
        assert_eq!(
            spread.per(week).amount(dec!(7), fortnight),
            Ok(dec!(3.5)),
            "{weeks}"
        );
    }
}

#[test]
fn a_yearly_price_counts_from_month_to_month() {
    let rows = [
        paid((1, 1), (3, 31), dec!(20)),
        Subscription {
            billed: span(1, Period::Year),
            ..paid((4, 1), (12, 31), dec!(200))
        },
    ];
    assert_eq!(
        changes(&rows, Options::default()),
        [
            (date(1, 1), Some(dec!(20))),
            (date(4, 1), Some(dec!(16.67)))
        ]
    );
}

#[test]
fn acquired_customers_are_one_with_the_last_acquirer() {
    let row = |customer, from, to, amount| Subscription {
        customer,
        ..paid(from, to, amount)
    };
    let log = SubscriptionLog::from_rows([
        row(1, (1, 1), (3, 31), dec!(20)),
        row(2, (1, 1), (6, 30), dec!(50)),
        row(3, (7, 1), (12, 31), dec!(70)),
        row(4, (1, 1), (12, 31), dec!(1)),
    ])
    .unwrap();
    // 1 went to 2, 2 to 3; 9 is nobody here.
    let merged = log.merge_accounts([(2, 3), (1, 2), (9, 4)]).unwrap();
    assert_eq!(merged.customers(), [3, 4]);
    let accounts = merged.accounts(year(), Options::default()).unwrap();
    let levels = accounts.get(&3).unwrap();
    let found: Vec<_> = levels
        .levels()
        .iter()
        .map(|it| (it.from, it.amount))
        .collect();
    assert_eq!(
        found,
        [
            (date(1, 1), dec!(70)),
            (date(4, 1), dec!(50)),
            (date(7, 1), dec!(70))
        ]
    );
    assert_eq!(accounts.active_on(date(12, 31)), Ok((2, dec!(71))));
}

#[test]
fn stays_are_counted_in_whole_periods_of_tenure() {
    let row = |customer, from, to, amount| Subscription {
        customer,
        ..paid(from, to, amount)
    };
    let log = SubscriptionLog::from_rows([
        // Left on 1 March after 60 days, back on 1 June, still here.
        row(1, (1, 1), (2, 29), dec!(20)),
        row(1, (6, 1), (12, 31), dec!(20)),
        // There before April; left on 1 May after 91 days.
        row(2, (1, 31), (4, 30), dec!(20)),
        // Gone before April.
        row(3, (1, 1), (3, 30), dec!(20)),
        // There at the end of March, gone on 1 April.
        row(4, (3, 30), (3, 31), dec!(20)),
    ])
    .unwrap();
    let window = Window::new(date(4, 1), date(6, 30)).unwrap();
    let spells = |period, which| {
        let accounts = log.accounts(window, Options::default()).unwrap();
        let spells = accounts.spells(period, which);
        spells.map(|(&id, spell)| (id, spell)).collect::<Vec<_>>()
    };
    let entered = |spell: Spell, entry| spell.entered(entry).unwrap();
    // 31 January to 31 March are 60 days; the stay of 30 June is that at its end.
    let second = (2, entered(Spell::ended(91), 60));
    let fourth = (4, entered(Spell::ended(2), 1));
    assert_eq!(spells(Period::Day, WhichSpells::First), [second, fourth]);
    assert_eq!(
        spells(Period::Day, WhichSpells::Every),
        [(1, Spell::ongoing(29)), second, fourth]
    );
    // A month from 31 January ends on the last of February; customer 4 was there for no whole month.
    assert_eq!(
        spells(Period::Month, WhichSpells::Every),
        [(1, Spell::ongoing(0)), (2, entered(Spell::ended(3), 2))]
    );
}

/// Customer 1 moves from 20 a month to 180 a year, customer 2 leaves the monthly plan, customer 3 stays.
#[test]
fn a_change_of_plan_is_churn_from_one_plan_and_new_in_the_other_and_neither_in_the_whole() {
    let of = |customer, from: (u32, u32), to, amount| {
        Subscription::monthly(customer, date(from.0, from.1), to, amount)
    };
    let yearly = Subscription {
        billed: Span::new(1, Period::Year).unwrap(),
        ..of(1, (2, 10), None, dec!(180))
    };
    let rows = [
        of(1, (1, 1), Some(date(2, 9)), dec!(20)),
        yearly,
        of(2, (1, 1), Some(date(2, 20)), dec!(30)),
        of(3, (1, 1), None, dec!(7)),
    ];
    let bridge = |log: &SubscriptionLog<i32>| {
        let february = Window::new(date(2, 1), date(2, 29)).unwrap();
        let accounts = log.accounts(february, Options::default()).unwrap();
        let row = BridgePeriod::of(&accounts, Movements::AtEnds).unwrap();
        let flows = [row.start, row.new, row.contraction, row.churn, row.end];
        flows.map(|it| (it.count, it.amount))
    };
    let log = SubscriptionLog::from_rows(rows).unwrap();
    let plans = log.by_segment(|row| row.billed.to_string()).unwrap();
    let of_plan = |plan: &str| bridge(plans.get(plan).unwrap().output.as_ref().unwrap());
    let none = (0, dec!(0));
    assert_eq!(
        bridge(&log),
        [
            (3, dec!(57)),
            none,
            (1, dec!(5)),
            (1, dec!(30)),
            (2, dec!(22))
        ]
    );
    // Of the 50 that left the monthly plan, 20 of one customer moved.
    assert_eq!(
        of_plan("1 month"),
        [(3, dec!(57)), none, none, (2, dec!(50)), (1, dec!(7))]
    );
    assert_eq!(
        of_plan("1 year"),
        [none, (1, dec!(15)), none, none, (1, dec!(15))]
    );
}

/// February. 1 has both plans, pays more for the plus plan, and drops it: 30 to 10. 2 moves up within a gap
/// of three days, so that on the last of January, without a row, they still stand in the basic plan.
/// 3 pays the same for both: the first by name counts. 4 comes and 5 goes.
#[test]
fn transfers_go_by_the_plan_that_a_customer_pays_most_for() {
    let of = |customer, from, to, amount| Subscription {
        customer,
        ..Subscription::monthly(1, from, to, amount)
    };
    let mut plans = BySegment::new(Builder::new());
    plans
        .extend([
            ("basic", of(1, date(1, 1), None, dec!(10))),
            ("plus", of(1, date(1, 1), Some(date(2, 20)), dec!(20))),
            ("basic", of(2, date(1, 1), Some(date(1, 30)), dec!(10))),
            ("plus", of(2, date(2, 2), None, dec!(25))),
            ("plus", of(3, date(1, 1), None, dec!(7))),
            ("basic", of(3, date(1, 1), None, dec!(7))),
            ("plus", of(4, date(2, 9), None, dec!(20))),
            ("basic", of(5, date(1, 1), Some(date(2, 9)), dec!(10))),
        ])
        .unwrap();
    let february = Window::new(date(2, 1), date(2, 29)).unwrap();
    let options = Options::default().gap(3);
    let table = PlanTransfers::of(&plans.finish().unwrap(), february, options).unwrap();
    let cells: Vec<_> = table
        .cells
        .iter()
        .map(|cell| (cell.from, cell.to, cell.customers, cell.before, cell.after))
        .collect();
    let (basic, plus) = (Some("basic"), Some("plus"));
    let expected = [
        (basic, basic, 1, dec!(14), dec!(14)),
        (basic, plus, 1, dec!(10), dec!(25)),
        (basic, None, 1, dec!(10), dec!(0)),
        (plus, basic, 1, dec!(30), dec!(10)),
        (None, plus, 1, dec!(0), dec!(20)),
    ];
    assert_eq!(cells, expected);
    assert_eq!((table.several_at_start, table.several_at_end), (2, 1));
    let [first, second] = &table.plans[..] else {
        panic!("two plans")
    };
    assert_eq!((first.start_customers, first.start_amount), (3, dec!(34)));
    assert_eq!((first.end_customers, first.end_amount), (2, dec!(24)));
    assert_eq!((second.start_customers, second.start_amount), (1, dec!(30)));
    assert_eq!((second.end_customers, second.end_amount), (2, dec!(45)));
    assert_eq!(table.get(Some(&"plus"), None), None);
}

/// Past due from 1 April on, and paid again from 21 April: gone from 6 to 20 April with five days of grace,
/// and not with twenty.
#[test]
fn a_payment_that_comes_late_is_no_churn_within_the_grace() {
    let log = SubscriptionLog::from_rows([
        paid((1, 1), (3, 31), dec!(20)),
        of_terms(Terms::PastDue, (4, 1), (4, 20), dec!(20)),
        paid((4, 21), (12, 31), dec!(20)),
    ])
    .unwrap();
    let levels = |grace| {
        let accounts = log
            .accounts(year(), Options::default().grace(grace))
            .unwrap();
        let account = accounts.get(&1).unwrap();
        let levels = account
            .levels()
            .iter()
            .map(|level| (level.from, level.customer));
        levels.collect::<Vec<_>>()
    };
    for grace in [None, Some(20), Some(u32::MAX)] {
        assert_eq!(levels(grace), [(date(1, 1), true)]);
    }
    let gone = [(date(1, 1), true), (date(4, 6), false), (date(4, 21), true)];
    assert_eq!(levels(Some(5)), gone);
}
