//! What the user may ask for.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Parser;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use retention::period::Window;
use retention::purchases::Treatment;
use retention::pyramid::Assumptions;
use rust_decimal::Decimal;

use crate::kit::day;
use crate::kit::fields::{DecimalMark, parse_amount};
use crate::kit::output::OutputOptions;
use crate::purchases::figures::lifecycle::Dates;
use crate::purchases::figures::migration::CutsOf;
use crate::purchases::reading::{LayoutOptions, PolicyOptions};

/// Who your valuable customers are, how dependent you are on them, and who is leaving
///
/// Reads purchases from a CSV file with a header line and one row for each purchase:
/// a customer, a date, an amount. Prints a report, draws its pictures, and writes both
/// together as a page for a browser. Without a file it reports on the CDNOW sample
/// that comes with the program.
#[derive(Debug, Parser)]
#[command(name = "purchases", verbatim_doc_comment, after_help = AFTER)]
pub struct Args {
    /// Purchases as CSV; refunds have negative amounts
    pub file: Option<PathBuf>,

    /// Last day of the window; later rows are left out [default: the last date in the file]
    #[arg(long, value_name = "DATE", value_parser = day::told)]
    pub as_of: Option<NaiveDate>,

    /// First day of the window [default: the first date in the file]
    #[arg(long, value_name = "DATE", value_parser = day::told)]
    pub from: Option<NaiveDate>,

    /// Customers who bought in the last N months are active
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=1200))]
    pub activity_months: u32,

    #[command(flatten)]
    pub policy: PolicyOptions,

    #[command(flatten)]
    pub output: OutputOptions,

    /// First of the two periods between which customers moved [default: the last but one year,
    /// half-year, quarter or month, the longest that fits twice into the window]
    #[arg(long, value_name = "FROM..TO", value_parser = stretch, requires = "later", help_heading = "Migration")]
    pub base: Option<Window>,

    /// Second of the two periods [default: the one after the first]
    #[arg(long, value_name = "FROM..TO", value_parser = stretch, requires = "base", help_heading = "Migration")]
    pub later: Option<Window>,

    /// Whose cuts divide the amounts of the second period
    #[arg(
        long,
        default_value = "base-period",
        value_enum,
        help_heading = "Migration"
    )]
    pub cuts_of: CutsOf,

    /// The two dates between which customers changed stage [default: the ends of the two periods]
    #[arg(long, value_name = "DATE..DATE", value_parser = dates, help_heading = "Lifecycle")]
    pub stages_between: Option<Dates>,

    /// Past date of the back-test: customers are put into stages as of it, and those who bought
    /// later in the window are counted [default: the middle of the window]
    #[arg(long, value_name = "DATE", value_parser = day::told, help_heading = "Lifecycle")]
    pub backtest_as_of: Option<NaiveDate>,

    /// What is left of each tier's revenue, from Top to Small, as in 0.35,0.3,0.2,-0.05; without it
    /// nothing is said of profit
    #[arg(long, value_name = "MARGINS", value_parser = margins, allow_hyphen_values = true, help_heading = "Profit")]
    pub margins: Option<Margins>,

    /// Costs in the window that do not change with the customers
    #[arg(long, value_name = "AMOUNT", value_parser = costs, allow_hyphen_values = true, requires = "margins", help_heading = "Profit")]
    pub fixed_costs: Option<Decimal>,

    #[command(flatten)]
    pub layout: LayoutOptions,
}

/// What is left of the revenue of each of Curry's tiers, from the top down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Margins([f64; 4]);

const AFTER: &str = "\
Examples:
  retention-report purchases
  retention-report purchases shop.csv --as-of 2024-12-31
  retention-report purchases shop.csv \\
      --base 2023-01-01..2023-12-31 --later 2024-01-01..2024-12-31
  retention-report purchases shop.csv --backtest-as-of 2024-06-30 \\
      --margins 0.35,0.3,0.2,-0.05 --fixed-costs 120000
  retention-report purchases lines.csv --amount UnitPrice --quantity Quantity \\
      --no-customer NULL,0
  retention-report purchases shop.csv --customer Buyer --amount Paid --json";

impl Args {
    pub fn assumptions(&self) -> Assumptions {
        let mut assumptions = Assumptions::default();
        if let Some(Margins(margins)) = self.margins {
            assumptions = assumptions.margins(margins);
        }
        assumptions.fixed_costs(self.fixed_costs.unwrap_or_default())
    }
}

pub fn stretch(text: &str) -> Result<Window, String> {
    let (from, to) = text
        .split_once("..")
        .ok_or("write two days as 2024-01-01..2024-06-30")?;
    Window::new(day::told(from)?, day::told(to)?).map_err(|error| error.to_string())
}

fn dates(text: &str) -> Result<Dates, String> {
    let window = stretch(text)?;
    if window.from() == window.to() {
        return Err("the second date is not after the first".to_owned());
    }
    Ok(Dates {
        earlier: window.from(),
        later: window.to(),
    })
}

fn margins(text: &str) -> Result<Margins, String> {
    const LIKE: &str = "write four numbers of at most 1, as 0.35,0.3,0.2,-0.05";
    let margins = text.split(',').map(|margin| {
        let margin: f64 = margin.trim().parse().ok()?;
        (margin.is_finite() && margin <= 1.0).then_some(margin)
    });
    let margins: Vec<f64> = margins.collect::<Option<_>>().ok_or(LIKE)?;
    Ok(Margins(margins.try_into().map_err(|_| LIKE)?))
}

fn costs(text: &str) -> Result<Decimal, String> {
    match parse_amount(text, DecimalMark::Point)? {
        costs if costs < Decimal::ZERO => Err("costs are zero or more".to_owned()),
        costs => Ok(costs),
    }
}

pub fn treatment() -> impl TypedValueParser<Value = Treatment> {
    PossibleValuesParser::new(Treatment::ALL.iter().map(|treatment| treatment.name()))
        .try_map(|name| name.parse::<Treatment>())
}
