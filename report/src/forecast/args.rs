//! What the user may ask for.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Parser;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use retention::clv::BuyingModel;
use retention::period::Ruler;

use crate::kit::day;
use crate::kit::output::OutputOptions;
use crate::purchases::{LayoutOptions, PolicyOptions};

/// What each customer is expected to buy next, and how far to trust that
///
/// Reads purchases from a CSV file with a header line and one row for each purchase: a
/// customer, a date, an amount. Fits three models of buying to the first part of the time,
/// compares what they expect of the second part with what customers then did, and forecasts
/// with the one that came closest. Prints a report, draws its pictures, and writes both
/// together as a page for a browser. Without a file it reports on the CDNOW sample that comes
/// with the program.
#[derive(Debug, Parser)]
#[command(name = "forecast", verbatim_doc_comment, after_help = AFTER)]
pub struct Args {
    /// Purchases as CSV; refunds have negative amounts
    pub file: Option<PathBuf>,

    /// Last day of the window; later rows are left out [default: the last date in the file]
    #[arg(long, value_name = "DATE", value_parser = day::told)]
    pub as_of: Option<NaiveDate>,

    /// First day of the window: let it be the first day of your records, because a customer's first
    /// purchase from it on is taken for the first of all [default: the first date in the file]
    #[arg(long, value_name = "DATE", value_parser = day::told)]
    pub from: Option<NaiveDate>,

    /// Last day that the models see when they are tested; what they expect of the days after it is
    /// compared with what came [default: the middle of the window]
    #[arg(long, value_name = "DATE", value_parser = day::told)]
    pub split: Option<NaiveDate>,

    /// The unit in which the models measure time, and in which --ahead counts
    #[arg(long, value_name = "UNIT", default_value = "weeks", value_parser = units())]
    pub unit: Ruler,

    /// How many units to look ahead [default: a year]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=36600))]
    pub ahead: Option<u32>,

    /// The model that forecasts [default: the one that came closest in the test]
    #[arg(long, value_name = "MODEL", value_parser = models())]
    pub model: Option<BuyingModel>,

    /// The share of an amount that is left after what the purchase costs, 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 1.0, value_parser = share, allow_hyphen_values = true)]
    pub margin: f64,

    /// Discount rate a year, such as 0.15: what comes later is worth less
    #[arg(long, value_name = "RATE", default_value_t = 0.15, value_parser = rate, allow_hyphen_values = true)]
    pub discount: f64,

    /// How many of the most valuable customers are listed
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub top: usize,

    #[command(flatten)]
    pub policy: PolicyOptions,

    #[command(flatten)]
    pub output: OutputOptions,

    #[command(flatten)]
    pub layout: LayoutOptions,
}

const AFTER: &str = "\
Examples:
  retention-report forecast
  retention-report forecast shop.csv --split 2024-06-30
  retention-report forecast shop.csv --unit months --ahead 6 --margin 0.3 --discount 0.1
  retention-report forecast shop.csv --model pareto_nbd --top 100 --json";

impl Args {
    /// How far to look ahead: a year unless the user says otherwise.
    pub fn ahead(&self) -> u32 {
        self.ahead.unwrap_or(match self.unit {
            Ruler::Weeks => 52,
            Ruler::Months => 12,
            Ruler::Quarters => 4,
            Ruler::Years => 1,
            _ => 365,
        })
    }
}

fn units() -> impl TypedValueParser<Value = Ruler> {
    PossibleValuesParser::new(Ruler::ALL.iter().map(|unit| unit.name()))
        .try_map(|name| name.parse::<Ruler>())
}

fn models() -> impl TypedValueParser<Value = BuyingModel> {
    PossibleValuesParser::new(BuyingModel::ALL.iter().map(|model| model.name()))
        .try_map(|name| name.parse::<BuyingModel>())
}

fn share(text: &str) -> Result<f64, String> {
    let share = text
        .parse()
        .ok()
        .filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "write a share from 0 to 1, such as 0.3".to_owned())
}

fn rate(text: &str) -> Result<f64, String> {
    let rate = text.parse().ok().filter(|rate| (0.0..=10.0).contains(rate));
    rate.ok_or_else(|| "write a rate from 0 to 10, such as 0.15 for 15 % a year".to_owned())
}
