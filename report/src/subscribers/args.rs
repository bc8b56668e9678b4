//! What the user may ask for.

use std::path::PathBuf;

use clap::Parser;
use retention::clv::DiscountRate;
use rust_decimal::Decimal;

use super::input::{Every, givers, survival};
use crate::kit::fields::{DecimalMark, parse_amount};
use crate::kit::input::FileOptions;
use crate::kit::output::OutputOptions;

/// How long subscribers and regular givers stay, and what they are worth
///
/// Reads a survival table from a CSV file with a header line: how many of a cohort were still
/// there after each period, or which share, by segment. It fits models of contracts to the
/// first periods, projects the others, compares, and values a subscriber by tenure. A second
/// file is of people without a contract who may give or buy at regular occasions: at how many,
/// when last, and of how many; or a row for each gift. Without a file it reports on published cohorts of a subscription
/// service and of a radio station's donors, which come with the program. Prints a report,
/// draws its pictures, and writes both together as a page for a browser.
#[derive(Debug, Parser)]
#[command(name = "subscribers", verbatim_doc_comment, after_help = AFTER)]
pub struct Args {
    /// A survival table as CSV, a row for each segment and period
    pub file: Option<PathBuf>,

    /// Fit the models to the first N periods, and compare the others with what they say [default: 7 of 12, and
    /// of other lengths as much; at least 3]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub fit: Option<u32>,

    /// How many customers each segment began with, where the file has shares [default: 1000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    pub base: Option<u64>,

    /// What a subscriber brings in a period, less what serving them costs
    #[arg(long, value_name = "AMOUNT", default_value = "100", value_parser = margin)]
    pub margin: Decimal,

    /// The discount rate of a year: 0.1 for 10 %
    #[arg(long, value_name = "RATE", default_value = "0.1", value_parser = discount)]
    pub discount: DiscountRate,

    /// How long a period is [default: as the header of its column says, or a year]
    #[arg(long, value_name = "PERIOD")]
    pub every: Option<Every>,

    /// So many periods ahead are told apart from what comes later
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub horizon: u32,

    #[command(flatten)]
    pub output: OutputOptions,

    /// Givers or buyers at regular occasions as CSV [default: the donors, where there is no other file]
    #[arg(long, value_name = "FILE", help_heading = "Givers")]
    pub givers: Option<PathBuf>,

    /// At how many of the next occasions gifts are expected
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=1000), help_heading = "Givers")]
    pub ahead: u32,

    /// The time from one occasion to the next
    #[arg(
        long,
        value_name = "PERIOD",
        default_value = "year",
        help_heading = "Givers"
    )]
    pub givers_every: Every,

    /// Column of the occasions at which somebody gave [default: found by its name]
    #[arg(
        long,
        value_name = "COLUMN",
        requires = "givers",
        help_heading = "Givers"
    )]
    pub givers_gifts: Option<String>,

    /// Column of the last of them, counted from 1; 0 of who never gave [default: found by its name]
    #[arg(
        long,
        value_name = "COLUMN",
        requires = "givers",
        help_heading = "Givers"
    )]
    pub givers_last: Option<String>,

    /// Column of how many occasions there were [default: found by its name]
    #[arg(
        long,
        value_name = "COLUMN",
        requires = "givers",
        help_heading = "Givers"
    )]
    pub givers_occasions: Option<String>,

    /// Column of how many people a row stands for [default: found by its name; 1 without any]
    #[arg(
        long,
        value_name = "COLUMN",
        requires = "givers",
        help_heading = "Givers"
    )]
    pub givers_count: Option<String>,

    /// Where rows are single gifts, column of who gave [default: found by its name]
    #[arg(
        long,
        value_name = "COLUMN",
        requires = "givers",
        conflicts_with_all = ["givers_gifts", "givers_last", "givers_occasions", "givers_count"],
        help_heading = "Givers"
    )]
    pub givers_customer: Option<String>,

    /// Column of the occasion at which it was given, a number or a year [default: found by its name]
    #[arg(
        long,
        value_name = "COLUMN",
        requires = "givers",
        conflicts_with_all = ["givers_gifts", "givers_last", "givers_occasions", "givers_count"],
        help_heading = "Givers"
    )]
    pub givers_occasion: Option<String>,

    /// Column of the segment [default: found by its name]
    #[arg(long, value_name = "COLUMN", help_heading = "The file")]
    pub segment: Option<String>,

    /// Column of the period, a whole number [default: found by its name]
    #[arg(long, value_name = "COLUMN", help_heading = "The file")]
    pub period: Option<String>,

    /// Column of how many customers were left after the period [default: found by its name]
    #[arg(
        long,
        value_name = "COLUMN",
        conflicts_with = "share",
        help_heading = "The file"
    )]
    pub customers: Option<String>,

    /// Column of the share that was left, as 0.869, 86.9 or 86.9% [default: found by its name, where there are no
    /// customers]
    #[arg(long, value_name = "COLUMN", help_heading = "The file")]
    pub share: Option<String>,

    /// A point stands before the decimals of shares, as in 86.9 [default: told by the shares]
    #[arg(long, conflicts_with = "decimal_comma", help_heading = "The file")]
    pub decimal_point: bool,

    /// A comma stands before the decimals of shares, as in 86,9 [default: told by the shares]
    #[arg(long, help_heading = "The file")]
    pub decimal_comma: bool,

    #[command(flatten)]
    pub reading: FileOptions,
}

const AFTER: &str = "\
How a file is laid out is said for both files at once.

Examples:
  retention-report subscribers
  retention-report subscribers cohort.csv --fit 6 --margin 24.90 --every month
  retention-report subscribers cohort.csv --share Retained --base 5200 --segment Plan
  retention-report subscribers --givers donors.csv --ahead 3
  retention-report subscribers --givers gifts.csv --givers-customer Donor --givers-occasion Year
  retention-report subscribers cohort.csv --givers donors.csv --json";

impl Args {
    /// Whether the report is on the files that come with the program.
    pub const fn is_sample(&self) -> bool {
        self.file.is_none() && self.givers.is_none()
    }

    /// How the survival table is read.
    pub fn table(&self) -> survival::Layout {
        survival::Layout {
            segment: self.segment.clone(),
            period: self.period.clone(),
            customers: self.customers.clone(),
            share: self.share.clone(),
            base: self.base,
            decimal_mark: DecimalMark::told(self.decimal_point, self.decimal_comma),
            reading: match self.file {
                Some(_) => self.reading.reading(),
                None => Default::default(),
            },
        }
    }

    /// How the file of givers is read.
    pub fn occasions(&self) -> givers::Layout {
        givers::Layout {
            gifts: self.givers_gifts.clone(),
            last: self.givers_last.clone(),
            occasions: self.givers_occasions.clone(),
            count: self.givers_count.clone(),
            customer: self.givers_customer.clone(),
            occasion: self.givers_occasion.clone(),
            reading: match self.givers {
                Some(_) => self.reading.reading(),
                None => Default::default(),
            },
        }
    }
}

fn margin(text: &str) -> Result<Decimal, String> {
    // A multiple of more could not be held.
    const MOST: i64 = 1_000_000_000_000;
    let amount = parse_amount(text, DecimalMark::Point)?;
    if amount <= Decimal::ZERO || amount > Decimal::from(MOST) {
        return Err("write an amount above 0, such as 240 or 19.90".to_owned());
    }
    Ok(amount)
}

fn discount(text: &str) -> Result<DiscountRate, String> {
    const WORDS: &str = "write a rate from 0 to 1, such as 0.1 for 10 %";
    let rate: f64 = text.parse().map_err(|_| WORDS.to_owned())?;
    if !(0.0..=1.0).contains(&rate) {
        return Err(WORDS.to_owned());
    }
    DiscountRate::yearly(rate).map_err(|error| error.to_string())
}
