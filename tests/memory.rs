//! Peak memory beyond the caller's rows. One test in a program of its own, so that nothing else
//! allocates; the figures are the same on every run.

use std::mem::size_of;

use chrono::{Days, NaiveDate};
use peak_alloc::PeakAlloc;
use retention::Accumulator;
use retention::period::{Period, Ruler};
use retention::purchases::{Policy, Purchase, PurchaseLog, SummariesBuilder};
use retention::pyramid::{Builder, Cuts, Pyramid};
use rust_decimal::Decimal;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// The most that may be allocated beyond the rows, in bytes of the rows.
const LIMIT: f64 = 1.2;

/// On both sides of powers of two, where what grows doubles, and one in between.
const SIZES: [usize; 7] = [
    65_535, 65_537, 131_073, 200_000, 524_289, 1_050_000, 1_300_000,
];

/// Unsorted rows, the same each time: Marsaglia's xorshift with the shifts 13, 7 and 17.
fn rows(size: usize) -> Vec<Purchase<u32>> {
    let first = NaiveDate::from_ymd_opt(2023, 1, 1).unwrap();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut below = |bound: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        // The upper half, which mixes best.
        (state >> 32) % bound
    };
    (0..size)
        .map(|_| Purchase {
            customer: below(size as u64 / 10) as u32,
            date: first.checked_add_days(Days::new(below(730))).unwrap(),
            amount: Decimal::new(below(50_000) as i64 + 1, 2),
        })
        .collect()
}

/// What `work` returns, and its peak beyond what was allocated before, in bytes of so many rows.
fn peak<T>(rows: usize, work: impl FnOnce() -> T) -> (T, f64) {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let result = work();
    let beyond = ALLOCATOR.peak_usage() - before;
    (
        result,
        beyond as f64 / (rows * size_of::<Purchase<u32>>()) as f64,
    )
}

#[test]
fn building_needs_at_most_1_2_times_the_bytes_of_the_rows() {
    assert_eq!(size_of::<Purchase<u32>>(), 24);
    for size in SIZES {
        building(size);
    }
}

fn building(size: usize) {
    let rows = rows(size);
    let total: i128 = rows.iter().map(|row| row.amount.mantissa()).sum();
    let total = Decimal::from_i128_with_scale(total, 2);
    let window = {
        let dates = || rows.iter().map(|row| row.date);
        retention::period::Window::new(dates().min().unwrap(), dates().max().unwrap()).unwrap()
    };

    let (log, to_build) = peak(size, || {
        PurchaseLog::from_rows(rows.iter().copied()).unwrap()
    });
    assert_eq!(log.row_count(), size);
    drop(log);

    let (customers, to_summarise) = peak(size, || {
        let log = PurchaseLog::from_rows(rows.iter().copied()).unwrap();
        let observed = log.observe(log.window(), Policy::default()).unwrap();
        let summaries = observed.summaries(Period::Day, Ruler::Weeks).unwrap();
        assert_eq!(summaries.rows.len(), log.customers().len());
        log.customers().len()
    });

    let (of_summaries, without_log) = peak(size, || {
        let policy = Policy::default();
        let mut builder =
            SummariesBuilder::with_capacity(window, policy, Period::Day, Ruler::Weeks, size);
        builder.extend(rows.iter().copied()).unwrap();
        builder.finish().unwrap().rows.len()
    });
    assert_eq!(of_summaries, customers);

    let (of_log, to_cut) = peak(size, || {
        let log = PurchaseLog::from_rows(rows.iter().copied()).unwrap();
        let observed = log.observe(log.window(), Policy::default()).unwrap();
        Pyramid::of(&observed, &Cuts::curry()).unwrap().total()
    });

    let (of_rows, straight) = peak(size, || {
        let mut builder = Builder::new(window, Policy::default(), &Cuts::curry());
        for row in rows.iter().copied() {
            builder.push(row).unwrap();
        }
        builder.finish().unwrap()
    });

    assert_eq!((of_log, of_rows.total()), (total, total));
    assert_eq!(of_rows.rows().len(), customers);
    println!(
        "{size} rows: log {to_build:.3}, log and summaries {to_summarise:.3}, summaries alone {without_log:.3}, log and pyramid {to_cut:.3}, \
         pyramid straight from rows {straight:.3}"
    );
    for (what, ratio) in [
        ("a log", to_build),
        ("a log and its summaries", to_summarise),
        ("summaries without a log", without_log),
        ("a log and its pyramid", to_cut),
        ("a pyramid straight from rows", straight),
    ] {
        // Something is kept for each row or customer, so nothing measured would be a mistake.
        assert!(
            ratio > 0.05 && ratio <= LIMIT,
            "{what} of {size}: {ratio:.3}"
        );
    }
}
