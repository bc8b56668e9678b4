//! What the user may ask for.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Parser;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use retention::period::Window;
use retention::purchases::{Policy, Treatment};
use retention::pyramid::Assumptions;
use rust_decimal::Decimal;

use crate::kit::csv::{Layout, Nobody};
use crate::kit::day;
use crate::kit::fields::{DecimalMark, parse_amount};
use crate::kit::input::FileOptions;
use crate::kit::output::OutputOptions;
use crate::purchases::figures::lifecycle::Dates;
use crate::purchases::figures::migration::CutsOf;

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
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<NaiveDate>,

    /// First day of the window [default: the first date in the file]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub from: Option<NaiveDate>,

    /// Customers who bought in the last N months are active
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=1200))]
    pub activity_months: u32,

    /// What becomes of negative amounts
    #[arg(long, default_value = "net", value_parser = treatment())]
    pub refunds: Treatment,

    /// What becomes of the money of zero amounts; they are purchases all the same
    #[arg(long, default_value = "net", value_parser = treatment())]
    pub zeros: Treatment,

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
    #[arg(long, value_name = "DATE", value_parser = day, help_heading = "Lifecycle")]
    pub backtest_as_of: Option<NaiveDate>,

    /// What is left of each tier's revenue, from Top to Small, as in 0.35,0.3,0.2,-0.05; without it
    /// nothing is said of profit
    #[arg(long, value_name = "MARGINS", value_parser = margins, allow_hyphen_values = true, help_heading = "Profit")]
    pub margins: Option<Margins>,

    /// Costs in the window that do not change with the customers
    #[arg(long, value_name = "AMOUNT", value_parser = costs, allow_hyphen_values = true, requires = "margins", help_heading = "Profit")]
    pub fixed_costs: Option<Decimal>,

    /// Column of the customer [default: found by its name]
    #[arg(long, value_name = "COLUMN", help_heading = "The file")]
    pub customer: Option<String>,

    /// Column of the date [default: found by its name]
    #[arg(long, value_name = "COLUMN", help_heading = "The file")]
    pub date: Option<String>,

    /// Column of the amount, or with --quantity of the price of one piece [default: found by its name]
    #[arg(long, value_name = "COLUMN", help_heading = "The file")]
    pub amount: Option<String>,

    /// Column of how many pieces were bought; what was paid is then pieces × price
    #[arg(long, value_name = "COLUMN", help_heading = "The file")]
    pub quantity: Option<String>,

    /// Column of what was given back, or nothing; it is taken off the amount, with whatever sign it is
    /// written in the whole column
    #[arg(long, value_name = "COLUMN", help_heading = "The file")]
    pub refund: Option<String>,

    /// What stands for nobody in the column of the customer, as in NULL,0,guest, whatever its capitals;
    /// rows with it, or with nothing there, are set apart and counted
    #[arg(
        long,
        value_name = "VALUES",
        value_delimiter = ',',
        allow_hyphen_values = true,
        help_heading = "The file"
    )]
    pub no_customer: Option<Vec<String>>,

    /// How dates are written: such as "%d/%m/%Y", where %y stands for a year of two digits from 1970
    /// to 2069, and "%Y-%m" is read as the first day of the month; or excel, excel-1904, unix or unix-ms
    /// for numbers [default: 2024-05-31 or 20240531, with or without a time, of which 24:00 ends the day
    /// beside it]
    #[arg(long, value_name = "FORMAT", help_heading = "The file")]
    pub date_format: Option<String>,

    /// Between which dates a purchase may lie; rows with others cannot be read [default:
    /// 1950-01-01..2099-12-31]
    #[arg(long, value_name = "FROM..TO", value_parser = stretch, help_heading = "The file")]
    pub dates_within: Option<Window>,

    /// A point stands before the decimals of amounts, as in 15.99 [default: told by the amounts]
    #[arg(long, conflicts_with = "decimal_comma", help_heading = "The file")]
    pub decimal_point: bool,

    /// A comma stands before the decimals of amounts, as in 15,99 [default: told by the amounts]
    #[arg(long, help_heading = "The file")]
    pub decimal_comma: bool,

    #[command(flatten)]
    pub reading: FileOptions,
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
    pub fn layout(&self) -> Layout {
        Layout {
            customer: self.customer.clone(),
            date: self.date.clone(),
            amount: self.amount.clone(),
            reading: self.reading.reading(),
            quantity: self.quantity.clone(),
            refund: self.refund.clone(),
            nobody: self
                .no_customer
                .as_deref()
                .map(Nobody::of)
                .unwrap_or_default(),
            date_format: self.date_format.clone(),
            dates_within: self.dates_within,
            decimal_mark: DecimalMark::told(self.decimal_point, self.decimal_comma),
        }
    }

    pub fn assumptions(&self) -> Assumptions {
        let mut assumptions = Assumptions::default();
        if let Some(Margins(margins)) = self.margins {
            assumptions = assumptions.margins(margins);
        }
        assumptions.fixed_costs(self.fixed_costs.unwrap_or_default())
    }

    pub fn policy(&self) -> Policy {
        Policy::default().refunds(self.refunds).zeros(self.zeros)
    }
}

fn day(text: &str) -> Result<NaiveDate, String> {
    day::told(text)
}

fn stretch(text: &str) -> Result<Window, String> {
    let (from, to) = text
        .split_once("..")
        .ok_or("write two days as 2024-01-01..2024-06-30")?;
    Window::new(day(from)?, day(to)?).map_err(|error| error.to_string())
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

fn treatment() -> impl TypedValueParser<Value = Treatment> {
    PossibleValuesParser::new(Treatment::ALL.iter().map(|treatment| treatment.name()))
        .try_map(|name| name.parse::<Treatment>())
}
