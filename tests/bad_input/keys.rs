//! Keys that were chosen to have one hash.

use std::cell::Cell;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use chrono::{Days, NaiveDate};
use retention::Accumulator;
use retention::period::{Period, Ruler, Window};
use retention::purchases::{Builder, Policy, Purchase, PurchaseLog, SummariesBuilder};
use retention::pyramid::{self, Cuts};
use rust_decimal::Decimal;

thread_local! {
    static COMPARED: Cell<u64> = const { Cell::new(0) };
}

/// Counts how often keys are compared. The hash keeps `BITS` of them; large ones are looked up as texts are.
#[derive(Debug, Clone, Copy)]
struct Key<const BITS: u32, const LARGE: usize = 0>(u32, [u64; LARGE]);

impl<const BITS: u32, const LARGE: usize> Hash for Key<BITS, LARGE> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.0 & ((1_u64 << BITS) - 1) as u32).hash(state);
    }
}

impl<const BITS: u32, const LARGE: usize> Ord for Key<BITS, LARGE> {
    fn cmp(&self, other: &Self) -> Ordering {
        COMPARED.set(COMPARED.get() + 1);
        self.0.cmp(&other.0)
    }
}

impl<const BITS: u32, const LARGE: usize> PartialOrd for Key<BITS, LARGE> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<const BITS: u32, const LARGE: usize> PartialEq for Key<BITS, LARGE> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<const BITS: u32, const LARGE: usize> Eq for Key<BITS, LARGE> {}

const CUSTOMERS: u32 = 20_000;

/// Two purchases of each customer, far from each other.
fn rows<Id>(key: impl Fn(u32) -> Id) -> impl Iterator<Item = Purchase<Id>> {
    (0..2 * CUSTOMERS).map(move |row| Purchase {
        customer: key((row % CUSTOMERS).wrapping_mul(2_654_435_761)),
        date: first() + Days::new(u64::from(row % 300)),
        amount: Decimal::new(i64::from(row % 1_000) + 1, 2),
    })
}

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).unwrap()
}

/// What `work` returns, and how many comparisons of keys a row it took.
fn compared<T>(work: impl FnOnce() -> T) -> (T, f64) {
    COMPARED.set(0);
    let result = work();
    (result, COMPARED.get() as f64 / f64::from(2 * CUSTOMERS))
}

/// What comes of the rows, and how many comparisons a row the job took that took most.
fn all<const BITS: u32, const LARGE: usize>() -> (Vec<(u32, Decimal)>, f64) {
    let window = Window::new(first(), first() + Days::new(300)).unwrap();
    let key = |number| Key::<BITS, LARGE>(number, [0; LARGE]);
    let (log, of_log) = compared(|| PurchaseLog::from_rows(rows(key)).unwrap());
    assert!(log.customers().iter().map(|key| key.0).is_sorted());
    let (pyramid, of_pyramid) = compared(|| {
        let mut builder = pyramid::Builder::new(window, Policy::default(), &Cuts::curry());
        builder.extend(rows(key)).unwrap();
        builder.finish().unwrap()
    });
    let (summaries, of_summaries) = compared(|| {
        let (policy, grain) = (Policy::default(), Period::Day);
        let mut builder = SummariesBuilder::new(window, policy, grain, Ruler::Days);
        builder.extend(rows(key)).unwrap();
        builder.finish().unwrap()
    });
    // Refunds are looked up one by one, and so are customers who are merged or read.
    let (_, of_refunds) = compared(|| {
        let mut builder = pyramid::Builder::new(window, Policy::default(), &Cuts::curry());
        let refunds = rows(key).map(|row| Purchase {
            amount: -row.amount,
            ..row
        });
        builder.extend(refunds).unwrap();
        builder
    });
    let (merged, of_merged) = compared(|| {
        let mut all = Builder::new();
        let mut rows = rows(key);
        for _ in 0..20 {
            let mut part = Builder::new();
            part.extend(rows.by_ref().take(CUSTOMERS as usize / 10))
                .unwrap();
            all.merge(part).unwrap();
        }
        all.finish().unwrap()
    });
    assert!(merged == log);
    let repeats = summaries.rows.iter().map(|row| row.result.repeat_value());
    assert_eq!(
        repeats.sum::<Decimal>(),
        log.rows().map(|row| row.amount).sum::<Decimal>() / Decimal::TWO
    );
    let sums = pyramid
        .rows()
        .iter()
        .map(|row| (row.customer.0, row.amount));
    (
        sums.collect(),
        [of_pyramid, of_summaries, of_refunds, of_merged]
            .into_iter()
            .fold(of_log, f64::max),
    )
}

#[test]
fn of_one_hash_cost_few_comparisons_a_row_and_change_no_result() {
    let (sums, most) = all::<32, 0>();
    assert_eq!(sums.len(), CUSTOMERS as usize);
    // The keys are compared to sort them, and once to find each.
    assert!(most < 20.0, "{most:.1}");
    let alike = [all::<8, 0>(), all::<0, 0>(), all::<8, 2>(), all::<0, 2>()];
    for (of_alike, most) in alike {
        assert!(of_alike == sums);
        // Sorted twice, and looked up among as many; each of these is about 15 a row. A table that passes
        // all keys of one hash would take 10,000.
        assert!(most < 90.0, "{most:.1}");
    }
}
