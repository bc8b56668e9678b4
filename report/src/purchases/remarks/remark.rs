//! The remarks, each in one sentence with its remedy.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::kit::fields::argument;
use crate::kit::format::{count, counted, listed, money, percent, quoted, shortened};
use crate::kit::lines::sum;

/// A remark with the money that it concerns.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Remarked {
    #[serde(flatten)]
    pub remark: Remark,
    /// `None` where it has too many digits, or is not known.
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
    /// Keys are long numbers that a spreadsheet has shortened.
    KeysShortened {
        keys: usize,
        rows: usize,
        example: String,
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
    /// Money was given back, in a column that was not read.
    RefundUnread {
        refund: String,
        /// In which something was given back.
        rows: usize,
    },
    /// More was given back than was paid.
    OverRefunded { refund: String, rows: usize },
    /// A column says that the amounts are in several currencies.
    SeveralCurrencies {
        column: String,
        currencies: Vec<Labelled>,
    },
    /// A column says that orders were not paid, or not kept.
    NotPaid {
        column: String,
        statuses: Vec<Labelled>,
    },
    /// A good part of the rows could not be read and was left out.
    ManySkipped { rows: usize, of: usize },
    /// Customers whose keys say that their rows sum others.
    Totals { keys: Vec<String>, rows: usize },
    /// The last row comes to the sum of all rows above it.
    LastIsSum { line: u64, customer: String },
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

/// Rows in the window with one label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Labelled {
    pub label: String,
    pub rows: usize,
    /// `None` where it has too many digits.
    #[serde(serialize_with = "crate::purchases::figures::maybe_money")]
    pub amount: Option<Decimal>,
}

impl Labelled {
    /// Adds the rows of another spelling.
    pub fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        let both = self.amount.zip(other.amount);
        self.amount = both.and_then(|(one, other)| sum([one, other]));
    }

    fn shown(&self) -> String {
        let rows = counted(self.rows, "row", "rows");
        let money = self
            .amount
            .map_or_else(String::new, |amount| format!(", {}", money(amount)));
        format!("{} ({rows}{money})", named(&self.label))
    }
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
            Self::KeysShortened {
                keys,
                rows,
                example,
            } => format!(
                "{} as {} ({}), as spreadsheets shorten long numbers, so several customers may count as one: \
                 export the file anew with that column as text.",
                if *keys == 1 {
                    "1 key is written".to_owned()
                } else {
                    format!("{} keys are written", count(*keys))
                },
                named(example),
                counted(*rows, "row", "rows"),
            ),
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
            Self::RefundUnread { refund, rows } => format!(
                "{} says in {} that money was given back, and was not read: --refund {} takes it off.",
                named(refund),
                counted(*rows, "row", "rows"),
                argument(refund),
            ),
            Self::OverRefunded { refund, rows } => format!(
                "{} is more than the amount in {}, which {} as a refund and not as a purchase: mend {}.",
                named(refund),
                counted(*rows, "row", "rows"),
                if *rows == 1 { "counts" } else { "count" },
                if *rows == 1 { "it" } else { "them" },
            ),
            Self::SeveralCurrencies { column, currencies } => format!(
                "{} names {}, and the amounts are added up as if they were one currency: convert them, or \
                 report on each alone.",
                named(column),
                shown(currencies),
            ),
            Self::NotPaid { column, statuses } => format!(
                "{} says {}, and these rows count like all others: leave out of the file what was not paid \
                 or not kept.",
                named(column),
                shown(statuses),
            ),
            Self::ManySkipped { rows, of } => format!(
                "{} of {} could not be read and {} skipped, {} of all, so these figures are of the rest: \
                 mend them.",
                count(*rows),
                counted(*of, "row", "rows"),
                if *rows == 1 { "was" } else { "were" },
                percent(Some(*rows as f64 / (*of).max(1) as f64), 1),
            ),
            Self::Totals { keys, rows } => totals(keys, *rows),
            Self::LastIsSum { line, customer } => format!(
                "The last row, line {line} of the file, comes to the sum of all rows above it: if it is a \
                 total and no purchase of {}, take it out.",
                named(customer),
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

fn totals(keys: &[String], rows: usize) -> String {
    const SHOWN: usize = 5;
    let mut names: Vec<String> = keys.iter().take(SHOWN).map(|key| named(key)).collect();
    if keys.len() > SHOWN {
        names.push(format!("{} more", count(keys.len() - SHOWN)));
    }
    let (is, count) = match keys {
        [_] => ("seems to be a total", "counts as a customer"),
        _ => ("seem to be totals", "count as customers"),
    };
    // A comma parts the values of the option.
    let remedy = if keys.len() > SHOWN || keys.iter().any(|key| key.contains(',')) {
        "take such rows out of the file".to_owned()
    } else {
        let keys = argument(&keys.join(","));
        format!("take such rows out, or set them apart with --no-customer {keys}")
    };
    format!(
        "{} {is}, yet {count} ({}), so what was bought may be counted twice: {remedy}.",
        listed(&names),
        counted(rows, "row", "rows"),
    )
}

/// Labels with their rows and their money; the first few where they are many.
fn shown(labels: &[Labelled]) -> String {
    const SHOWN: usize = 5;
    let mut shown: Vec<String> = labels.iter().take(SHOWN).map(Labelled::shown).collect();
    if labels.len() > SHOWN {
        shown.push(format!("{} more", count(labels.len() - SHOWN)));
    }
    listed(&shown)
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
