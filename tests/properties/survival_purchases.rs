//! Spells from a log of purchases.

use proptest::prelude::*;
use retention::chrono::{Days, NaiveDate};
use retention::period::{Ruler, Window};
use retention::purchases::{Policy, Purchase, PurchaseLog};
use retention::survival::{PurchaseSpells, Spell, Survival, purchase_spells};
use rust_decimal::Decimal;

use crate::cases;
use crate::random::Mixed;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(day.into())
}

fn spells(rows: &[(u32, u32)], until: u32, silence: u32) -> PurchaseSpells<u32> {
    let purchase = |&(customer, bought): &(u32, u32)| Purchase {
        customer,
        date: day(bought),
        amount: Decimal::ONE,
    };
    let log = PurchaseLog::from_rows(rows.iter().map(purchase)).unwrap();
    let window = Window::new(day(0), day(until)).unwrap();
    purchase_spells(
        &log.observe(window, Policy::default()).unwrap(),
        Ruler::Days,
        silence,
    )
    .unwrap()
}

/// By the definition, day by day.
fn expected(days: &[u32], until: u32, silence: u32) -> Option<Spell> {
    let told = until - silence;
    let first = *days.iter().min()?;
    if first > told {
        return None;
    }
    let silent = |from: u32| !(from + 1..=from + silence).any(|day| days.contains(&day));
    let last = (first..=told).find(|day| days.contains(day) && silent(*day));
    Some(last.map_or(Spell::ongoing(told - first), |last| {
        Spell::ended(last - first)
    }))
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn spells_are_those_of_the_definition(
        rows in prop::collection::vec((0_u32..6, 0_u32..60), 1..40), silence in 1_u32..40,
    ) {
        let found = spells(&rows, 59, silence);
        let mut left_out = 0;
        for customer in 0..6 {
            let days: Vec<u32> = rows.iter().filter(|row| row.0 == customer).map(|row| row.1).collect();
            let expected = expected(&days, 59, silence);
            left_out += u64::from(expected.is_none() && !days.is_empty());
            prop_assert_eq!(found.rows.get(&customer).map(|row| row.result), expected, "{:?}", days);
        }
        prop_assert_eq!((found.left_out, found.spells().count()), (left_out, found.rows.len()));
    }

    /// What is bought later decides nothing but what could not be told before.
    #[test]
    fn a_longer_log_changes_no_end_and_only_follows_further(
        rows in prop::collection::vec((0_u32..6, 0_u32..60), 1..40), silence in 1_u32..30, until in 30_u32..59,
    ) {
        let (early, late) = (spells(&rows, until, silence), spells(&rows, 59, silence));
        for row in early.rows.iter() {
            let later = late.rows.get(&row.customer).unwrap().result;
            if row.result.has_ended() {
                prop_assert_eq!(row.result, later);
            } else {
                prop_assert!(later.time() >= row.result.time());
            }
        }
    }
}

/// Customers come evenly over two years. Each buys again after a time that is skewed, or never. Among
/// those whose purchases are all known, so many have left within 100 days.
#[test]
fn shares_from_a_log_that_ends_are_those_of_the_whole_lives() {
    const SILENCE: u32 = 90;
    const UNTIL: u32 = 730;
    let mut random = Mixed(43);
    let mut rows = Vec::new();
    for customer in 0..4_000 {
        let mut bought = (random.unit() * f64::from(UNTIL)) as u32;
        while bought < UNTIL + 2_000 {
            rows.push((customer, bought));
            if random.unit() < 0.1 {
                break;
            }
            bought += 1 + (15.0 * (-random.unit().max(1e-300).ln()).powf(1.8)) as u32;
        }
    }
    let share = |spells: &[Spell], day| {
        Survival::of(spells.iter().copied())
            .unwrap()
            .at(day)
            .unwrap()
    };
    let whole: Vec<Spell> = spells(&rows, UNTIL + 2_000, SILENCE).spells().collect();
    let seen: Vec<Spell> = spells(&rows, UNTIL, SILENCE).spells().collect();
    // The rule that comes to mind: gone if silent at the end, or else here until the end.
    let inside = rows.iter().filter(|row| row.1 <= UNTIL);
    let mut naive: Vec<(u32, u32, u32)> = Vec::new();
    for &(customer, bought) in inside {
        match naive.last_mut() {
            Some(last) if last.0 == customer => last.2 = bought,
            _ => naive.push((customer, bought, bought)),
        }
    }
    let naive: Vec<Spell> = naive
        .into_iter()
        .map(|(_, first, last)| {
            if UNTIL - last >= SILENCE {
                Spell::ended(last - first)
            } else {
                Spell::ongoing(UNTIL - first)
            }
        })
        .collect();
    for tenure in [0, 100, 300] {
        let (truth, found, other) = (
            share(&whole, tenure),
            share(&seen, tenure),
            share(&naive, tenure),
        );
        assert!(
            (found - truth).abs() < 0.02,
            "{tenure}: {found} not {truth}"
        );
        assert!(other > truth + 0.04, "{tenure}: {other} not {truth}");
    }
}
