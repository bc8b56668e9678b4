//! The remarks, each in one sentence with its remedy.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::kit::fields::argument;
use crate::kit::format::{count, counted, listed, percent, quoted, shortened};

/// A remark with the money that it concerns.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Remarked {
    #[serde(flatten)]
    pub remark: Remark,
    /// `None` where it has too many digits.
    #[serde(serialize_with = "crate::purchases::figures::maybe_money")]
    pub at_stake: Option<Decimal>,
    /// The sentence.
    pub text: String,
}

/// Something in the file that may not be what it seems.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "remark", rename_all = "snake_case")]
pub enum Remark {
    /// Keys among those of the top customers that look as if they stood for nobody.
    Nobody {
        keys: Vec<String>,
        /// The place of the first of them, counted from 1.
        best_rank: usize,
        rows: usize,
        share_of_revenue: Option<f64>,
    },
    /// Keys that may be of one customer.
    KeysAlike {
        /// In what they differ.
        by: Vec<Difference>,
        keys: usize,
        /// How many customers that would be.
        customers: usize,
        example: [String; 2],
    },
    /// Rows that say the same as an earlier one, in every column.
    RepeatedRows {
        rows: usize,
        of: usize,
        /// Whether no row of the file stands alone.
        every: bool,
    },
    /// The amount is by its name what one piece costs, and there is a column of pieces.
    PriceOfOne { amount: String, quantity: String },
    /// The amount has whole numbers only, and there is a column of prices.
    WholeAmounts { amount: String, price: String },
    /// The as-of date is long after the last purchase.
    LongAfter {
        as_of: NaiveDate,
        last: NaiveDate,
        days: i64,
        /// The longest time without a purchase before.
        longest_gap: i64,
    },
    /// A few purchases are far from all others in time.
    FarAway {
        edge: Edge,
        /// The first or the last date.
        date: NaiveDate,
        /// The first or the last of the others.
        others: NaiveDate,
        days: i64,
        rows: usize,
    },
}

/// In what two keys differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// In `.0`, which spreadsheets and data frames add to whole numbers.
    DecimalZero,
    LeadingZeros,
    Capitals,
    Blanks,
}

/// An end of the time that the file covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Edge {
    First,
    Last,
}

impl Difference {
    const fn words(self) -> &'static str {
        match self {
            Self::DecimalZero => "a .0 at the end",
            Self::LeadingZeros => "zeros in front",
            Self::Capitals => "capitals",
            Self::Blanks => "blanks",
        }
    }
}

impl Remark {
    /// What there is, what it may mean, and what to do, in one sentence.
    pub fn sentence(&self) -> String {
        match self {
            Self::Nobody {
                keys,
                best_rank,
                rows,
                share_of_revenue,
            } => nobody(keys, *best_rank, *rows, *share_of_revenue),
            Self::KeysAlike {
                by,
                keys,
                customers,
                example: [one, other],
            } => {
                let by: Vec<&str> = by.iter().map(|by| by.words()).collect();
                format!(
                    "{} keys differ in {} only, as {} and {}, and may be {}: write each customer's \
                     key in one way.",
                    count(*keys),
                    listed(&by),
                    named(one),
                    named(other),
                    counted(*customers, "customer", "customers"),
                )
            }
            Self::RepeatedRows { rows, of, every } => repeated(*rows, *of, *every),
            Self::PriceOfOne { amount, quantity } => format!(
                "{} may be the price of one piece, and {} how many were bought: --quantity {} \
                 multiplies them.",
                named(amount),
                named(quantity),
                argument(quantity),
            ),
            Self::WholeAmounts { amount, price } => format!(
                "{} has whole numbers only and {} stands beside it, so it may count pieces and not \
                 money: --amount {} reads what was paid, and --quantity {} with it multiplies them if \
                 that is the price of one.",
                named(amount),
                named(price),
                argument(price),
                argument(amount),
            ),
            Self::LongAfter {
                as_of,
                last,
                days,
                longest_gap,
            } => format!(
                "{as_of} is {} after the last purchase, on {last}, and never before was there more \
                 than {} without one, so everybody may look gone who is not: --as-of {last} ends \
                 where the file does.",
                counted(*days as u64, "day", "days"),
                counted(*longest_gap as u64, "day", "days"),
            ),
            Self::FarAway {
                edge,
                date,
                others,
                days,
                rows,
            } => far_away(*edge, (*date, *others), *days, *rows),
        }
    }
}

fn nobody(keys: &[String], best: usize, rows: usize, share: Option<f64>) -> String {
    let names: Vec<String> = keys.iter().map(|key| named(key)).collect();
    let (look, signs, bring) = match keys {
        [_] => ("looks like a sign", "is", "brings"),
        _ => ("look like signs", "are", "bring"),
    };
    let share = match share {
        Some(share) => format!(" and {bring} {} of revenue", percent(Some(share), 1)),
        None => String::new(),
    };
    // A comma parts the values of the option.
    let remedy = if keys.iter().any(|key| key.contains(',')) {
        "leave such rows out of the file".to_owned()
    } else {
        format!(
            "--no-customer {} sets them apart",
            argument(&keys.join(","))
        )
    };
    format!(
        "{} {look} for nobody, yet {signs} number {} of all customers ({}){share}: {remedy}.",
        listed(&names),
        count(best),
        counted(rows, "row", "rows"),
    )
}

fn repeated(rows: usize, of: usize, every: bool) -> String {
    let rows = count(rows);
    if every {
        return format!(
            "Every row stands in the file at least twice, so that {rows} of {} say the same as an \
             earlier one, in every column, and each of them counts: take out what was put together \
             twice.",
            count(of),
        );
    }
    format!(
        "{rows} of {} {} the same as an earlier row, in every column. Each of them counts; if the file \
         holds purchases twice, so do these figures: take them out.",
        counted(of, "row", "rows"),
        if rows == "1" { "says" } else { "say" },
    )
}

fn far_away(edge: Edge, dates: (NaiveDate, NaiveDate), days: i64, rows: usize) -> String {
    let (date, others) = dates;
    let (end, side, option) = match edge {
        Edge::First => ("first", "before", "--from"),
        Edge::Last => ("last", "after", "--as-of"),
    };
    format!(
        "The {end} date, {date}, is far from all others: {} {} or more {side} them; if that is a slip, \
         {option} {others} leaves {} out.",
        match rows {
            1 => "1 row stands".to_owned(),
            rows => format!("{} rows stand", count(rows)),
        },
        counted(days as u64, "day", "days"),
        if rows == 1 { "it" } else { "them" },
    )
}

/// A name within a sentence, on one line and not too long.
fn named(name: &str) -> String {
    quoted(&shortened(name, 24))
}
