//! Stages take as many allocations for many customers as for few: none is made for a customer, but a few
//! for each block of 4,096 of them.

use allocation_counter::measure;
use chrono::{Days, NaiveDate};
use retention::lifecycle::{Backtest, Rules, StageChanges, Stages};
use retention::period::{Period, Window};
use retention::purchases::{Observed, Policy, Purchase, PurchaseLog};
use rust_decimal::Decimal;

/// Customers repeat the purchases of as many others, so that more of them bring no new length of
/// silence, only more customers.
const DIFFERENT: u32 = 400;

fn log(customers: u32) -> PurchaseLog<u32> {
    let first = NaiveDate::from_ymd_opt(2023, 1, 1).unwrap();
    let rows = (0..customers).flat_map(|customer| {
        let like = u64::from(customer % DIFFERENT);
        (0..=like % 7).map(move |purchase| Purchase {
            customer,
            date: first
                .checked_add_days(Days::new((like * 37 + purchase * (20 + like % 41)) % 700))
                .unwrap(),
            amount: Decimal::new((like * 131 + purchase) as i64 % 9_000 + 1, 2),
        })
    });
    PurchaseLog::from_rows(rows).unwrap()
}

fn until(log: &PurchaseLog<u32>, month: u32) -> Window {
    log.until(NaiveDate::from_ymd_opt(2024, month, 30).unwrap())
        .unwrap()
}

fn observe(log: &PurchaseLog<u32>, month: u32) -> Observed<'_, u32> {
    log.observe(until(log, month), Policy::default()).unwrap()
}

/// Allocations for ten times the customers, and for the fewer.
fn counts(of: impl Fn(&PurchaseLog<u32>) -> u64) -> (u64, u64) {
    (of(&log(10 * DIFFERENT)), of(&log(DIFFERENT)))
}

fn assert_none_per_customer((many, few): (u64, u64), limit: u64) {
    assert_eq!(many, few);
    // Something is allocated, or nothing was counted.
    assert!((1..=limit).contains(&few), "{few} allocations");
}

#[test]
fn stages_allocate_for_no_customer() {
    for grain in [Period::Day, Period::Month] {
        let rules = Rules::default().grain(grain);
        let found = counts(|log| {
            let observed = observe(log, 11);
            measure(|| {
                let stages = Stages::of(&observed, rules).unwrap();
                assert_eq!(stages.rows.len(), log.customers().len());
            })
            .count_total
        });
        // Ten for each of six curves: its waits, its points, and the chances that follow.
        assert_none_per_customer(found, 60);
    }
}

#[test]
fn a_back_test_allocates_for_no_customer() {
    let found = counts(|log| {
        let (observed, later) = (until(log, 4), until(log, 11).to());
        measure(|| {
            Backtest::of(log, observed, later, Policy::default(), Rules::default()).unwrap();
        })
        .count_total
    });
    assert_none_per_customer(found, 70);
}

#[test]
fn stage_changes_allocate_for_no_customer() {
    let found = counts(|log| {
        let (earlier, later) = (observe(log, 4), observe(log, 11));
        let stages = |observed| Stages::of(observed, Rules::default()).unwrap();
        let (earlier, later) = (stages(&earlier), stages(&later));
        measure(|| {
            StageChanges::between(&earlier, &later).unwrap();
        })
        .count_total
    });
    assert_none_per_customer(found, 4);
}

/// A log may span all of the calendar: what is kept by length of silence is kept for those that
/// occur, or for the lengths that are usual.
#[test]
fn the_length_of_a_log_costs_little() {
    /// Two counts for each length that is usual, doubled as they grow, and some for the customers.
    const LIMIT: u64 = 4 << 20;
    let (first, last) = (NaiveDate::MIN, NaiveDate::MAX.pred_opt().unwrap());
    let rows = (0..100_u32).flat_map(|customer| {
        let apart = Days::new(u64::from(customer) * 1_900_000);
        [first, first.checked_add_days(apart).unwrap(), last].map(|date| Purchase {
            customer,
            date,
            amount: Decimal::ONE,
        })
    });
    let log = PurchaseLog::from_rows(rows).unwrap();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let used = measure(|| {
        let stages = Stages::of(&observed, Rules::default()).unwrap();
        assert_eq!(stages.curves.first_step().points().len(), 100);
    });
    assert!(
        (1..LIMIT).contains(&used.bytes_max),
        "{} bytes",
        used.bytes_max
    );
}
