//! The files: survival tables by segment, and givers at regular occasions.

pub mod gifts;
pub mod givers;
mod roles;
pub mod survival;

use chrono::Weekday;
use retention::Result as Computed;
use retention::clv::DiscountRate;
use retention::period::{Period, Span};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use serde::Serialize;

use crate::kit::amounts::Amounts;
use crate::kit::fields::{DecimalMark, quote};

/// So many periods or occasions are followed at most.
pub const LONGEST: u32 = 1200;
/// So many customers are in no table.
pub const MOST: u64 = 1_000_000_000;

/// How long a period is, or the time from one occasion to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    Week,
    Month,
    Quarter,
    Year,
}

impl Every {
    /// What a header says of it, as in `Month` or `weeks_since_start`.
    pub fn told(header: &str) -> Option<Self> {
        let header = header.to_lowercase();
        let all = [Self::Week, Self::Month, Self::Quarter, Self::Year];
        let is_in = |every: &&Self| {
            header.contains(every.name())
                || every.names().iter().any(|name| header.contains(name))
                || every.whole_names().contains(&header.as_str())
        };
        all.iter().find(is_in).copied()
    }

    /// What it is called in other languages, by words that are part of no other.
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Week => &["woche", "semaine", "semana", "settimana", "周", "週"],
            Self::Month => &["monat", "mois", "maand", "月"],
            Self::Quarter => &["quartal", "trimestre", "kwartaal", "季"],
            Self::Year => &["jahr", "année", "annee", "年"],
        }
    }

    /// The same by words that other words have in them.
    const fn whole_names(self) -> &'static [&'static str] {
        match self {
            Self::Week | Self::Quarter => &[],
            Self::Month => &["mes", "mese"],
            Self::Year => &["año", "ano", "anno", "jaar"],
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// A yearly discount rate over it.
    ///
    /// # Errors
    /// Those of the library.
    pub fn discount(self, yearly: DiscountRate) -> Computed<DiscountRate> {
        let period = match self {
            Self::Week => Period::Week(Weekday::Mon),
            Self::Month => Period::Month,
            Self::Quarter => Period::Quarter,
            Self::Year => Period::Year,
        };
        yearly.over(Span::new(1, period)?)
    }
}

/// A number of customers. Where a mark may stand between thousands, it does: nobody is a thousandth.
///
/// # Errors
/// A reason for the user.
pub fn people(text: &str, line: u64, what: &str) -> Result<u64, String> {
    let read = Amounts::new(None).read(text, line);
    let amount = read.map_err(|why| why.replacen("amount", &format!("number of {what}"), 1))?;
    let both = [DecimalMark::Point, DecimalMark::Comma].map(|mark| amount.with(mark));
    let number = both.into_iter().fold(both[0], Decimal::max);
    if !number.fract().is_zero() {
        return Err(format!(
            "{} {what} is not a whole number; a column of shares is named with --share",
            quote(text)
        ));
    }
    let number = number.to_u64().filter(|number| *number <= MOST);
    number.ok_or_else(|| format!("{} is not a number of {what} from 0 to {MOST}", quote(text)))
}

/// A number of periods or occasions.
///
/// # Errors
/// A reason for the user.
pub fn whole(text: &str, what: &str, most: u32) -> Result<u32, String> {
    if text.is_empty() {
        return Err(format!("the {what} is empty"));
    }
    // As spreadsheets write a whole number that is kept with decimals.
    let bare = text
        .trim_end_matches('0')
        .strip_suffix('.')
        .filter(|_| text.contains('.'))
        .unwrap_or(text);
    let number: u32 = bare
        .parse()
        .map_err(|_| format!("{what} {} is not a whole number", quote(text)))?;
    if number > most {
        return Err(format!("{what} {number} is more than {most}"));
    }
    Ok(number)
}
