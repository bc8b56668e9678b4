//! Serde: money as strings in hostile company, types with an invariant through their constructors,
//! names that agree.
//!
//! The tests run with `rust_decimal/serde-float` switched on, which turns a plain decimal field
//! into a number.

#![cfg(feature = "serde")]

#[path = "../common/expected.rs"]
mod expected;

mod churn;
mod constructors;
mod contracts;
mod covariates;
mod cuts;
mod economics;
mod followed;
mod habits;
mod judged;
mod laws;
mod lifecycle;
mod loyalty;
mod models_of_buying;
mod money;
mod policies;
mod portrait_evidence;
mod portrait_population;
mod portraits;
mod quadrants;
mod results;
mod rfm;
mod satisfaction;
mod spend;
mod strategies;
mod subscriptions;
mod survival;
mod switching;
mod values;
mod what_ifs;

#[allow(unused_imports)]
use expected::refusal;
use std::fmt::Debug;

use chrono::{NaiveDate, Weekday};
use proptest::prelude::*;
#[allow(unused_imports)]
use retention::Accumulator;
use retention::economics::{Assignment, ContactComparison, ContactEffect};
use retention::estimate::{Adjustment, Confidence, Estimate, Proportion, Ratio, Resampling, Share};
use retention::lifecycle::Stage;
use retention::period::{Period, Ruler, Span, Window};
use retention::purchases::{
    self, MedianOf, Outside, Policy, Purchase, PurchaseLog, RefundOnly, ReturnMeasure, Summary,
    Treatment,
};
use retention::pyramid::{
    self, Assumptions, Concentration, Cuts, Migration, Pyramid, Rounding, Status, Ties,
    UpgradePotential, Wallet, WhatIf, laws as curry, statuses,
};
use retention::scale::{ItemSet, Missing, Scale, Weights, without_codes};
use rust_decimal::{Decimal, RoundingStrategy, dec};
use serde_json::{Value, from_str, from_value, json, to_string, to_value};

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 5, day).unwrap()
}

fn row(customer: &str, on: u32, amount: Decimal) -> Purchase<String> {
    Purchase {
        customer: customer.to_owned(),
        date: day(on),
        amount,
    }
}

fn log() -> PurchaseLog<String> {
    PurchaseLog::from_rows([
        row("Ben", 3, dec!(12)),
        row("Ann", 9, dec!(-4.50)),
        row("Ann", 2, dec!(20)),
        row("Ann", 2, dec!(0)),
    ])
    .unwrap()
}

/// The value, from what it was written as.
#[track_caller]
fn round_trip<T>(value: &T) -> T
where
    T: serde::Serialize + serde::de::DeserializeOwned + Debug,
{
    let text = to_string(value).unwrap();
    from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The message with which `json` is refused.
#[track_caller]
fn refused<T: serde::de::DeserializeOwned + Debug>(json: Value) -> String {
    // By way of a string, so that the message ends with a position as users see it.
    let error = from_str::<T>(&json.to_string()).unwrap_err().to_string();
    error.split(" at line ").next().unwrap().to_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn summaries_come_back_to_the_last_bit(
        frequency in 1_u32..1000, first_to_last in f64::MIN_POSITIVE..1e9, more in 0.0_f64..1e9,
        mantissa in any::<i64>(), scale in 0_u32..=28,
    ) {
        let summary = Summary::new(frequency, first_to_last, first_to_last + more)
            .unwrap()
            .with_repeat_value(Decimal::new(mantissa, scale), frequency)
            .unwrap();
        let back = round_trip(&summary);
        prop_assert_eq!(back.first_to_last().to_bits(), summary.first_to_last().to_bits());
        prop_assert_eq!(back.age().to_bits(), summary.age().to_bits());
        prop_assert_eq!(back.repeat_value().to_string(), summary.repeat_value().to_string());
        prop_assert_eq!(back, summary);
    }

    #[test]
    fn logs_come_back_equal(
        rows in prop::collection::vec((0_u8..9, 1_u32..=31, -9_999_i64..99_999, 0_u32..6), 1..40),
    ) {
        let log = PurchaseLog::from_rows(rows.iter().map(|&(customer, on, mantissa, scale)| {
            Purchase { customer, date: day(on), amount: Decimal::new(mantissa, scale) }
        }))
        .unwrap();
        prop_assert_eq!(round_trip(&log), log);
    }

    #[test]
    fn cuts_of_any_shares_come_back_equal(ends in prop::collection::vec(0.0_f64..=1.0, 0..9)) {
        let mut ends = ends;
        ends.sort_unstable_by(f64::total_cmp);
        ends.push(1.0);
        let mut below = 0.0;
        let tiers: Vec<(String, f64)> = ends
            .iter()
            .enumerate()
            .map(|(at, &end)| {
                let share = end - below;
                below = end;
                (at.to_string(), share)
            })
            .collect();
        let cuts = Cuts::by_customers(tiers).unwrap();
        prop_assert_eq!(round_trip(&cuts), cuts);
    }
}
