//! The unit of time in which a file writes tenures.

use clap::ValueEnum;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::kit::fields::quote;
use crate::kit::format::{count, counted, percent};

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Days,
    Weeks,
    Months,
    Years,
}

/// Parts of headers that tell the unit, in small letters and without spaces and punctuation.
const WORDS: [(Unit, &[&str]); 4] = [
    (
        Unit::Days,
        &[
            "days", "tage", "jours", "dias", "días", "giorni", "dagen", "天", "日数",
        ],
    ),
    (
        Unit::Weeks,
        &[
            "weeks",
            "wochen",
            "semaines",
            "semanas",
            "settimane",
            "weken",
            "周",
        ],
    ),
    (
        Unit::Months,
        &["month", "monat", "mois", "meses", "mesi", "maanden", "月"],
    ),
    (
        Unit::Years,
        &[
            "years", "jahre", "années", "annees", "años", "anni", "jaren", "年",
        ],
    ),
];

/// More months than these are twenty years: where many customers have more, the unit may be another.
const MANY: u32 = 240;
/// A hundred years, in months.
pub const LONGEST: u32 = 1200;

impl Unit {
    /// The unit that a header tells.
    pub fn of_header(header: &str) -> Option<Self> {
        let plain: String = header
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        let mut told = WORDS
            .iter()
            .filter(|(_, words)| words.iter().any(|word| plain.contains(word)));
        let (unit, _) = told.next()?;
        // “Months since 3 years” tells nothing.
        told.next().is_none().then_some(*unit)
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Weeks => "weeks",
            Self::Months => "months",
            Self::Years => "years",
        }
    }

    /// So many of them in months; `None` where that is too large a number. A month has 30.4375 days.
    pub fn in_months(self, tenure: Decimal) -> Option<Decimal> {
        let month = Decimal::new(304_375, 4);
        match self {
            Self::Days => tenure.checked_div(month),
            Self::Weeks => tenure.checked_mul(Decimal::from(7))?.checked_div(month),
            Self::Months => Some(tenure),
            Self::Years => tenure.checked_mul(Decimal::from(12)),
        }
    }

    /// How many months were begun in so long a tenure.
    ///
    /// # Errors
    /// A reason for the user.
    pub fn begun(self, tenure: Decimal) -> Result<u32, String> {
        if tenure < Decimal::ZERO {
            return Err(format!("tenure {tenure} is below zero"));
        }
        let months = self.in_months(tenure).map(|months| months.ceil());
        let begun = months.and_then(|months| u32::try_from(months).ok());
        begun.filter(|begun| *begun <= LONGEST).ok_or_else(|| {
            format!(
                "tenure {tenure} is more than a hundred years if it is in {}; --tenure-unit tells another unit",
                self.name(),
            )
        })
    }
}

/// Whether tenures of which nobody tells the unit may be in months.
///
/// # Errors
/// A message for the user where too many of them are too long.
pub fn check_months(column: &str, tenures: &[Decimal]) -> Result<(), String> {
    const SHARE: f64 = 0.05;
    let long = tenures
        .iter()
        .filter(|tenure| **tenure > Decimal::from(MANY));
    let (long, all) = (long.count(), tenures.len());
    let longest = tenures.iter().max().copied().unwrap_or_default();
    if long == 0 || (long as f64) < SHARE * all as f64 {
        return Ok(());
    }
    let years = |unit: Unit| {
        let months = unit.in_months(longest)?;
        let years = months.checked_div(Decimal::from(12))?;
        Some(counted_years(years))
    };
    let longest_in = |unit: Unit| years(unit).unwrap_or_else(|| "too long a time".to_owned());
    Err(format!(
        "{} does not tell its unit: {} of {} ({}) are above {MANY}; the longest, {}, is {} if it is in months and {} if \
         it is in days. Say --tenure-unit days, weeks, months or years",
        quote(column),
        count(long),
        counted(all, "tenure", "tenures"),
        percent(Some(long as f64 / all as f64), 0),
        longest.normalize(),
        longest_in(Unit::Months),
        longest_in(Unit::Days),
    ))
}

fn counted_years(years: Decimal) -> String {
    let shown = years.round_dp(1).normalize();
    if shown == Decimal::ONE {
        return "1 year".to_owned();
    }
    format!("{shown} years")
}
