//! Incidences of two reasons for leaving, by hand.

use chrono::NaiveDate;
use retention::churn::{Exit, Exits, Reason};
use retention::period::{Period, Window};
use retention::subscriptions::{Options, Subscription, SubscriptionLog};
use retention::survival::{CumulativeIncidence, ReasonedSpell, Spell, SpellsByReason, WhichSpells};
use rust_decimal::dec;

/// Five customers: one leaves for the price after 1, one for the service after 3, one for the price after
/// 4; two are followed until 2 and 5.
///
/// ```text
/// at risk 5, 3, 2;  S(u−) 1, 4/5, 8/15
/// price    1/5, then 1/5 + 8/15 · 1/2 = 7/15         service  4/5 · 1/3 = 4/15
/// variance of 7/15: (4/15)² (1/20 + 1/6) + 4/125 + (8/15)² / 8 − 2 · 4/15 / 25
/// ```
#[test]
fn two_reasons_of_five_customers() {
    let rows = [
        (Spell::ended(1), Some("price")),
        (Spell::ongoing(2), None),
        (Spell::ended(3), Some("service")),
        (Spell::ended(4), Some("price")),
        (Spell::ongoing(5), None),
    ];
    let leaving = CumulativeIncidence::of(rows).unwrap();
    let [price, service] = &leaving.reasons[..] else {
        panic!("two reasons");
    };
    assert_eq!(
        (price.reason, price.ended, service.ended),
        ("price", 2.0, 1.0)
    );
    let close = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-15, "{found}");
    close(price.points[1].incidence, 7.0 / 15.0);
    close(service.points[0].incidence, 4.0 / 15.0);
    close(leaving.survival.at(4).unwrap(), 4.0 / 15.0);
    let (step, share) = (4.0_f64 / 15.0, 8.0_f64 / 15.0);
    let variance = step * step * (1.0 / 20.0 + 1.0 / 6.0) + 4.0 / 125.0 + share * share / 8.0
        - 2.0 * step / 25.0;
    close(price.points[1].standard_error, variance.sqrt());
    // Two tenures later nobody new has left; after the last customer nothing is told.
    assert_eq!(leaving.at(&"price", 5), Some(price.points[1].incidence));
    assert_eq!(leaving.at(&"price", 6), None);
    assert_eq!(leaving.at(&"no such reason", 5), Some(0.0));
}

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, month, day).unwrap()
}

/// Of April to September, with exits up to 31 days from an end.
fn joined(which: WhichSpells) -> SpellsByReason<&'static str, Reason> {
    let row = |customer, from, to| Subscription::monthly(customer, from, to, dec!(8));
    let log = SubscriptionLog::from_rows([
        // Ann tells before she leaves and again after; she comes back and leaves again.
        row("Ann", date(1, 1), Some(date(4, 30))),
        row("Ann", date(7, 1), Some(date(7, 31))),
        // Ben leaves a form without an answer, Cem none; Dea stays; Eva had left before.
        row("Ben", date(2, 1), Some(date(5, 31))),
        row("Cem", date(4, 1), Some(date(6, 30))),
        row("Dea", date(4, 1), None),
        row("Eva", date(1, 1), Some(date(2, 29))),
        // Fay leaves far from the day that her exit names.
        row("Fay", date(4, 1), Some(date(8, 31))),
    ]);
    let exits = Exits::from_rows([
        Exit::new("Ann", date(4, 20), [Reason::Price, Reason::PoorService]),
        Exit::new("Ann", date(5, 11), [Reason::PoorService]),
        Exit::new("Ann", date(8, 1), [Reason::MovedAway]),
        Exit::new("Ben", date(6, 1), []),
        Exit::new("Dea", date(6, 1), [Reason::Price]),
        Exit::new("Dea", date(10, 1), [Reason::Price]),
        Exit::new("Eva", date(3, 1), [Reason::Price]),
        Exit::new("Fay", date(7, 31), [Reason::Price]),
        Exit::new("Gil", date(6, 1), [Reason::Price]),
    ]);
    let (log, exits) = (log.unwrap(), exits.unwrap());
    let half_year = Window::new(date(4, 1), date(9, 30)).unwrap();
    let accounts = log.accounts(half_year, Options::default()).unwrap();
    accounts.spells_by_reason(Period::Month, which, exits.main_reasons(), 31)
}

fn counts(joined: &SpellsByReason<&str, Reason>) -> ([u64; 3], [u64; 5]) {
    let other = [
        joined.repeated,
        joined.left_out,
        joined.without_end,
        joined.unknown_customer,
        joined.later,
    ];
    let ends = [joined.stated, joined.without_reason, joined.without_exit];
    (ends, other)
}

/// Ann's second form is 10 days from the end on 1 May, her first 11: the nearer one counts. Fay's is 32
/// days from her end. Dea has no end, and Gil no row. Eva left before the window.
#[test]
fn exits_find_the_end_that_is_nearest_and_none_is_dropped() {
    let first = joined(WhichSpells::First);
    let found: Vec<_> = first
        .rows
        .iter()
        .map(|row| (row.customer, row.spell.time(), row.reason))
        .collect();
    let expected = [
        ("Ann", 4, Some(Reason::PoorService)),
        ("Ben", 4, None),
        ("Cem", 3, None),
        ("Dea", 5, None),
        ("Fay", 5, None),
    ];
    assert_eq!(found, expected);
    assert_eq!(counts(&first), ([1, 1, 2], [1, 2, 2, 1, 1]));

    let every = joined(WhichSpells::Every);
    let again: &ReasonedSpell<_, _> = &every.rows[1];
    assert_eq!((again.customer, again.spell), ("Ann", Spell::ended(1)));
    assert_eq!(again.reason, Some(Reason::MovedAway));
    assert_eq!(counts(&every), ([2, 1, 2], [1, 1, 2, 1, 1]));

    // The same spells as without reasons, and those of no stated reason are a reason of their own.
    let leaving = CumulativeIncidence::of(first.spells()).unwrap();
    let reasons: Vec<_> = leaving
        .reasons
        .iter()
        .map(|it| (it.reason, it.ended))
        .collect();
    assert_eq!(reasons, [(None, 3.0), (Some(Reason::PoorService), 1.0)]);
}
