//! Random rows, windows, policies and cuts.

use chrono::{Days, NaiveDate, Weekday};
use proptest::prelude::*;
use retention::period::{Period, Ruler, Window};
use retention::purchases::{Policy, Purchase, PurchaseLog, RefundOnly, Steps, Treatment};
use retention::pyramid::{Cuts, Rounding, Ties};
use rust_decimal::Decimal;

pub type Row = Purchase<u8>;

/// How many days the rows span; short, so that several fall on one day.
const DAYS: u64 = 120;

pub fn day(offset: u64) -> NaiveDate {
    // Across a leap day and the turn of a year.
    NaiveDate::from_ymd_opt(2023, 11, 20)
        .unwrap()
        .checked_add_days(Days::new(offset))
        .unwrap()
}

/// Amounts as shops have them, zeros at any scale, and some of mixed decimal places. A few dozen
/// of them never exceed what a decimal holds.
pub fn amount() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        6 => (-3_000_i64..50_000).prop_map(|cents| Decimal::new(cents, 2)),
        2 => (-9_i64..100).prop_map(|whole| Decimal::new(whole, 0)),
        1 => (-999_i64..999_999, 3_u32..9).prop_map(|(m, scale)| Decimal::new(m, scale)),
        1 => (0_u32..9).prop_map(|scale| Decimal::new(0, scale)),
    ]
}

pub fn row(amount: impl Strategy<Value = Decimal>) -> impl Strategy<Value = Row> {
    (0_u8..14, 0..DAYS, amount).prop_map(|(customer, offset, amount)| Purchase {
        customer,
        date: day(offset),
        amount,
    })
}

pub fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(row(amount()), 1..60)
}

/// Rows and the same rows in another order.
pub fn shuffled<R: Clone + std::fmt::Debug>(
    rows: impl Strategy<Value = Vec<R>>,
) -> impl Strategy<Value = (Vec<R>, Vec<R>)> {
    rows.prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
}

/// Rows, each with the part that it falls to.
pub fn split<R: Copy + std::fmt::Debug>(
    rows: impl Strategy<Value = Vec<R>>,
) -> impl Strategy<Value = (Vec<R>, Vec<R>)> {
    rows.prop_flat_map(|rows| {
        let parts = prop::collection::vec(any::<bool>(), rows.len());
        (Just(rows), parts)
    })
    .prop_map(|(rows, parts)| {
        let part = |wanted: bool| {
            rows.iter()
                .zip(&parts)
                .filter(|&(_, &part)| part == wanted)
                .map(|(&row, _)| row)
                .collect()
        };
        (part(false), part(true))
    })
}

/// Often all of the days, often a part of them.
pub fn window() -> impl Strategy<Value = Window> {
    (0..DAYS, 0..DAYS).prop_map(|(a, b)| Window::new(day(a.min(b)), day(a.max(b))).unwrap())
}

/// Policies that refuse nothing.
pub fn policy() -> impl Strategy<Value = Policy> {
    let treatment = || prop::sample::select(vec![Treatment::Net, Treatment::Drop]);
    let refund_only = prop::sample::select(RefundOnly::ALL.to_vec());
    (treatment(), treatment(), refund_only).prop_map(|(refunds, zeros, refund_only)| {
        Policy::default()
            .refunds(refunds)
            .zeros(zeros)
            .refund_only(refund_only)
    })
}

pub fn rounding() -> impl Strategy<Value = Rounding> {
    prop::sample::select(Rounding::ALL.to_vec())
}

pub fn ties() -> impl Strategy<Value = Ties> {
    prop::sample::select(Ties::ALL.to_vec())
}

pub fn grain() -> impl Strategy<Value = Period> {
    prop::sample::select(vec![
        Period::Day,
        Period::Week(Weekday::Mon),
        Period::Week(Weekday::Sat),
        Period::Month,
        Period::Quarter,
        Period::Year,
    ])
}

pub fn ruler() -> impl Strategy<Value = Ruler> {
    prop::sample::select(Ruler::ALL.to_vec())
}

/// Shares of so many thousandths, which add up to one.
fn shares() -> impl Strategy<Value = Vec<(String, f64)>> {
    prop::collection::vec(0_u32..=1000, 0..5).prop_map(|mut ends| {
        ends.sort_unstable();
        ends.push(1000);
        let mut below = 0;
        ends.iter()
            .enumerate()
            .map(|(at, &end)| {
                let share = f64::from(end - below) / 1000.0;
                below = end;
                (format!("tier {at}"), share)
            })
            .collect()
    })
}

/// Cuts by shares of customers, or of revenue.
pub fn cuts_by_share() -> impl Strategy<Value = Cuts> {
    let basis = prop_oneof![
        Just(Cuts::curry()),
        Just(Cuts::platinum()),
        Just(Cuts::differential()),
        shares().prop_map(|tiers| Cuts::by_customers(tiers).unwrap()),
        shares().prop_map(|tiers| Cuts::by_revenue(tiers).unwrap()),
    ];
    (basis, rounding(), ties())
        .prop_map(|(cuts, rounding, ties)| cuts.rounding(rounding).ties(ties))
}

/// Any cuts, by amount too.
pub fn cuts() -> impl Strategy<Value = Cuts> {
    let by_amount = prop::collection::btree_set(-500_i64..60_000, 0..5).prop_map(|limits| {
        let tiers = limits
            .iter()
            .rev()
            .map(|&cents| (format!("from {cents}"), Decimal::new(cents, 2)));
        Cuts::by_amount(tiers, "rest").unwrap()
    });
    (
        prop_oneof![3 => cuts_by_share(), 1 => by_amount],
        any::<bool>(),
    )
        .prop_map(|(cuts, apart)| {
            if apart && !cuts.sets_no_profit_apart() {
                cuts.no_profit_apart("nothing gained").unwrap()
            } else {
                cuts
            }
        })
}

pub fn log(rows: &[Row]) -> PurchaseLog<u8> {
    PurchaseLog::from_rows(rows.iter().copied()).unwrap()
}

/// The exact sum, by integers at the largest scale that `amount` makes.
pub fn exact_sum(amounts: impl IntoIterator<Item = Decimal>) -> Decimal {
    const SCALE: u32 = 8;
    let mantissa = amounts.into_iter().fold(0_i128, |sum, amount| {
        sum + amount.mantissa() * 10_i128.pow(SCALE - amount.scale())
    });
    Decimal::from_i128_with_scale(mantissa, SCALE)
}

/// Some bins, of few waits or more.
pub fn steps() -> impl Strategy<Value = Steps> {
    let more = prop::collection::btree_set(2_u32..8, 0..4);
    (more, 0_u64..12).prop_map(|(more, least)| {
        let steps = Steps::new(std::iter::once(1).chain(more)).unwrap();
        steps.least_waits(least)
    })
}
