//! Bad input of every kind: a typed error that says what and where, or a documented value. Nothing
//! panics, and a builder goes on after a refused row.

#[path = "../common/expected.rs"]
mod expected;

mod bridges;
mod budgets;
mod campaigns;
mod churn;
mod cohorts;
mod columns;
mod comparisons;
mod concentrations;
mod contacts;
mod contract_models;
mod contracts;
mod covariates;
mod cox;
mod cures;
mod cuts;
mod defection;
mod drivers;
mod economics;
mod estimates;
mod gini;
mod habits;
mod histories;
mod keys;
mod lapse;
mod laws;
mod lifecycle;
mod logs;
mod loyalty;
mod model_inference;
mod models_of_buying;
mod periods;
mod plans;
mod portfolio;
mod portrait_evidence;
mod portrait_population;
mod portraits;
mod pyramids;
mod quadrants;
mod rankings;
mod revenue_intervals;
mod rfm;
mod satisfaction;
mod scales;
mod segments;
mod spend;
mod status;
mod staying;
mod strategies;
mod subscriptions;
mod survival;
mod switching;
mod values;
mod values_compared;
mod wallets;
mod what_ifs;

use chrono::{NaiveDate, Weekday};
#[allow(unused_imports)]
use expected::refusal;
#[allow(unused_imports)]
use retention::Accumulator;
use retention::Error;
use retention::economics::ContactEffect;
use retention::estimate::{
    Adjustment, Confidence, Estimate, Proportion, Ratio, Share, benjamini_hochberg, holm,
};
use retention::period::{Period, Ruler, Span, Window};
use retention::purchases::{
    self, History, Outside, Policy, Purchase, PurchaseLog, RefundOnly, Summary, Treatment,
};
use retention::pyramid::{
    self, Assumptions, Concentration, Cuts, Migration, Pyramid, Rounding, Status, Ties,
    UpgradePotential, Wallet, WhatIf, pareto, statuses,
};
use rust_decimal::{Decimal, RoundingStrategy, dec};

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 5, day).unwrap()
}

fn may() -> Window {
    Window::new(day(1), day(31)).unwrap()
}

fn row(customer: u32, on: u32, amount: Decimal) -> Purchase<u32> {
    Purchase {
        customer,
        date: day(on),
        amount,
    }
}

fn log(rows: &[Purchase<u32>]) -> PurchaseLog<u32> {
    PurchaseLog::from_rows(rows.iter().copied()).unwrap()
}

/// The least amount above zero.
fn least() -> Decimal {
    Decimal::new(1, 28)
}

fn out_of_range(argument: &'static str, value: &str, allowed: &str, row: Option<usize>) -> String {
    expected::at(expected::out_of_range(argument, value, allowed), row)
}

/// The message at a tier, from 0 at the top.
fn at_tier(message: String, tier: usize) -> String {
    format!("{message} at tier {tier} (counted from 0)")
}

fn not_finite(argument: &'static str, value: &str, row: Option<usize>) -> String {
    expected::at(expected::not_finite(argument, value), row)
}

const NOT_FINITE: [(f64, &str); 3] = [
    (f64::NAN, "NaN"),
    (f64::INFINITY, "inf"),
    (f64::NEG_INFINITY, "-inf"),
];

#[test]
fn equal_customers_at_a_cut_fall_by_the_rule() {
    let rows = [
        (1, dec!(9)),
        (2, dec!(5)),
        (3, dec!(5.0)),
        (4, dec!(5.00)),
        (5, dec!(1)),
    ];
    let heads = |ties| {
        let cuts = Cuts::by_customers([("A", 0.4), ("B", 0.6)])
            .unwrap()
            .ties(ties);
        Pyramid::new(rows, &cuts).unwrap().tiers()[0].customers
    };
    assert_eq!(heads(Ties::TogetherUp), 4);
    assert_eq!(heads(Ties::TogetherDown), 1);
    assert_eq!(heads(Ties::ByKey), 2);
}
