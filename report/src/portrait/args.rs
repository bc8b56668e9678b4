//! What the user may ask for.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Parser;
use retention::scale::Scale;
use rust_decimal::{Decimal, dec};

use super::bundled::Data;
use super::figures::Question;
use super::tables::Told;
use crate::kit::day;
use crate::kit::fields::DecimalMark;
use crate::kit::input::FileOptions;
use crate::kit::output::OutputOptions;

/// What is known of each customer, what does not fit together, and whom to keep first
///
/// Puts together what customers answer, what they buy and what they signed: a portrait of each,
/// with what is inferred, what contradicts, what is at risk and what to do; and of all of them the
/// loyal, who is leaving, and a plan within a budget. Each of the files has a header line and a
/// column for the customer; a customer may stand in one of them or in all. Without files it
/// reports on data that come with the program.
#[derive(Debug, Parser)]
#[command(name = "portrait", verbatim_doc_comment, after_help = AFTER)]
pub struct Args {
    /// Which of the data that come with the program
    #[arg(value_enum, default_value_t = Data::Shop, conflicts_with_all = ["survey", "purchases", "contracts"])]
    pub data: Data,

    /// Answers as CSV, a row for each customer, in columns such as satisfaction, loyalty, trust,
    /// switching_cost, attitude, patronage, value, value_before, recommends, warns, share_of_wallet; ratings
    /// of what is offered in columns whose names begin with item_, such as item_delivery
    #[arg(long, value_name = "FILE")]
    pub survey: Option<PathBuf>,

    /// Purchases as CSV, a row for each: a customer, a date, an amount
    #[arg(long, value_name = "FILE")]
    pub purchases: Option<PathBuf>,

    /// Contracts as CSV, a row for each customer, in columns such as contract, ends, left, reason, bonds,
    /// relationship, core, days_to_pay, service_contacts
    #[arg(long, value_name = "FILE")]
    pub contracts: Option<PathBuf>,

    /// The day of the portraits; later purchases are left out [default: the last date of the purchases]
    #[arg(long, value_name = "DATE", value_parser = day::told)]
    pub as_of: Option<NaiveDate>,

    /// The day the customers were asked, to tell which answers told who bought again until the day of the
    /// portraits
    #[arg(long, value_name = "DATE", value_parser = day::told)]
    pub asked: Option<NaiveDate>,

    /// An earlier day to compare with, where there are purchases [default: as long ago as --ahead looks ahead]
    #[arg(long, value_name = "DATE", value_parser = day::told)]
    pub since: Option<NaiveDate>,

    /// How many weeks to look ahead
    #[arg(long, value_name = "WEEKS", default_value_t = 52, value_parser = clap::value_parser!(u32).range(1..=5200))]
    pub ahead: u32,

    /// The share of revenue that is profit, 0 to 1 [default: 0.3 for the invented shop, otherwise 1]
    #[arg(long, value_name = "SHARE", value_parser = share, allow_hyphen_values = true)]
    pub margin: Option<Decimal>,

    /// What the plan may cost
    #[arg(long, value_name = "AMOUNT", default_value = "1000", value_parser = amount, allow_hyphen_values = true)]
    pub budget: Decimal,

    /// What an action costs for one customer
    #[arg(long, value_name = "AMOUNT", default_value = "5", value_parser = amount, allow_hyphen_values = true)]
    pub cost: Decimal,

    /// How many customers are listed, in tables and in JSON
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub top: usize,

    #[command(flatten)]
    pub output: OutputOptions,

    /// The scale of the answers of the survey
    #[arg(long, value_name = "LOW..HIGH", default_value = "1..7", value_parser = scale, help_heading = "The files")]
    pub scale: Scale,

    /// Column of the customer, in all files [default: found by its name]
    #[arg(long, value_name = "COLUMN", help_heading = "The files")]
    pub customer: Option<String>,

    /// How dates are written, as "%d/%m/%Y" [default: 2024-05-31 or 20240531]
    #[arg(long, value_name = "FORMAT", help_heading = "The files")]
    pub date_format: Option<String>,

    /// Numbers are written with a comma before the decimals, as 4,5
    #[arg(long, help_heading = "The files")]
    pub decimal_comma: bool,

    #[command(flatten)]
    pub reading: FileOptions,
}

const AFTER: &str = "\
Examples:
  retention-report portrait
  retention-report portrait telco --budget 500
  retention-report portrait --survey answers.csv --purchases shop.csv --contracts contracts.csv
  retention-report portrait --survey answers.csv --purchases shop.csv --asked 2023-12-31
  retention-report portrait --purchases shop.csv --since 2024-06-30
  retention-report portrait --purchases shop.csv --margin 0.3 --as-of 2024-12-31 --json";

impl Args {
    pub fn has_files(&self) -> bool {
        self.survey.is_some() || self.purchases.is_some() || self.contracts.is_some()
    }

    pub fn told(&self) -> Told {
        Told {
            file: self.reading.clone(),
            customer: self.customer.clone(),
            mark: DecimalMark::comma_if(self.decimal_comma),
            date_format: self.date_format.clone(),
            scale: self.scale,
        }
    }

    pub fn question(&self) -> Question {
        let is_invented = !self.has_files() && self.data == Data::Shop;
        let margin = if is_invented { dec!(0.3) } else { Decimal::ONE };
        Question {
            as_of: self
                .as_of
                .or_else(|| is_invented.then_some(super::shop::ENDS)),
            asked: self
                .asked
                .or_else(|| is_invented.then_some(super::shop::ASKED)),
            since: self.since,
            ahead: self.ahead,
            margin: self.margin.unwrap_or(margin),
            budget: self.budget,
            cost: self.cost,
            top: self.top,
        }
    }
}

fn share(text: &str) -> Result<Decimal, String> {
    let share = text.parse().ok();
    let share = share.filter(|share| (Decimal::ZERO..=Decimal::ONE).contains(share));
    share.ok_or_else(|| "write a share from 0 to 1, such as 0.3".to_owned())
}

fn amount(text: &str) -> Result<Decimal, String> {
    let most = Decimal::from(1_000_000_000_000_u64);
    let amount = text.parse().ok();
    let amount = amount.filter(|amount| (Decimal::ZERO..=most).contains(amount));
    amount.ok_or_else(|| "write an amount of 0 or more, such as 2500".to_owned())
}

fn scale(text: &str) -> Result<Scale, String> {
    let ends = text.split_once("..").ok_or("write two ends, as in 1..7")?;
    let end = |text: &str| {
        text.trim()
            .parse::<f64>()
            .map_err(|_| format!("{text} is not a number: write two ends, as in 1..7"))
    };
    Scale::new(end(ends.0)?, end(ends.1)?).map_err(|error| error.to_string())
}
