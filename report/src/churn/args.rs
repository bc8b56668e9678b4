//! What the user may ask for.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Parser;
use retention::period::Window;

use crate::churn::input::{Layout, Lost, Unit};
use crate::kit::csv;
use crate::kit::day;
use crate::kit::fields::DecimalMark;
use crate::kit::input::FileOptions;
use crate::kit::output::OutputOptions;

/// How many customers leave, after how long, and what they pay
///
/// Reads customers from a CSV file with a header line and one row for each customer: for how
/// many months they have been customers and whether they left, or the dates of their start and
/// end; beside it what they pay a month, and a group such as the contract. A second file of
/// purchases shows which of the customers of each month came back. Without a file it reports on
/// the sample of a telecom, and on the CDNOW sample, that come with the program. Prints a
/// report, draws its pictures, and writes both together as a page for a browser.
#[derive(Debug, Parser)]
#[command(name = "churn", verbatim_doc_comment, after_help = AFTER)]
pub struct Args {
    /// Customers as CSV, a row for each, those who left too
    pub file: Option<PathBuf>,

    /// With a tenure: within how many months those left whom the file says to have left, so that everybody was
    /// observed for so long; or ever, where it holds all who left since the first came
    #[arg(long, value_name = "MONTHS", default_value = "1", value_parser = churn_window)]
    pub churn_window: ChurnWindow,

    /// With dates: the last day that the file knows of, as 2024-05-31 or 31.05.2024
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<NaiveDate>,

    /// With dates: since when those who left are in the file [default: since the first start]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub observed_from: Option<NaiveDate>,

    /// Of fewer customers no rate is named in what the report opens with
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    pub minimum: u64,

    /// Customers are new for so many months
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=1200))]
    pub new_months: u32,

    #[command(flatten)]
    pub output: OutputOptions,

    /// Purchases as CSV, by whose first month customers are put together [default: without a file of customers the CDNOW sample]
    #[arg(long, value_name = "FILE", help_heading = "Cohorts")]
    pub cohorts: Option<PathBuf>,

    /// Column of the customer in the file of purchases [default: found by its name]
    #[arg(
        long,
        value_name = "COLUMN",
        requires = "cohorts",
        help_heading = "Cohorts"
    )]
    pub cohorts_customer: Option<String>,

    /// Column of the date [default: found by its name]
    #[arg(
        long,
        value_name = "COLUMN",
        requires = "cohorts",
        help_heading = "Cohorts"
    )]
    pub cohorts_date: Option<String>,

    /// Column of the amount, or with --cohorts-quantity of the price of one piece [default: found by its name]
    #[arg(
        long,
        value_name = "COLUMN",
        requires = "cohorts",
        help_heading = "Cohorts"
    )]
    pub cohorts_amount: Option<String>,

    /// Column of how many pieces were bought
    #[arg(
        long,
        value_name = "COLUMN",
        requires = "cohorts",
        help_heading = "Cohorts"
    )]
    pub cohorts_quantity: Option<String>,

    /// Column of the tenure [default: found by its name]
    #[arg(long, value_name = "COLUMN", conflicts_with_all = ["start", "end"], help_heading = "The file")]
    pub tenure: Option<String>,

    /// In what unit the tenure is [default: told by its header, otherwise months]
    #[arg(long, value_name = "UNIT", value_enum, conflicts_with_all = ["start", "end"], help_heading = "The file")]
    pub tenure_unit: Option<Unit>,

    /// Column that says whether the customer left, or on which day; beside dates it is only compared with them
    /// [default: found by its name]
    #[arg(long, value_name = "COLUMN", help_heading = "The file")]
    pub churn: Option<String>,

    /// What that column says of customers who left, as in Gone,Closed, whatever its capitals; anything else
    /// says that they are still there [default: yes, true, 1, churned, left and their like]
    #[arg(
        long,
        value_name = "VALUES",
        value_delimiter = ',',
        allow_hyphen_values = true,
        help_heading = "The file"
    )]
    pub lost: Option<Vec<String>>,

    /// Column of the day on which a customer came [default: found by its name, where there is no tenure]
    #[arg(long, value_name = "COLUMN", help_heading = "The file")]
    pub start: Option<String>,

    /// Column of the last day as a customer; nothing, NULL, 9999-12-31 and their like where the customer is still
    /// there [default: found by its name]
    #[arg(long, value_name = "COLUMN", help_heading = "The file")]
    pub end: Option<String>,

    /// Column of the group, such as a contract or a plan [default: found by its name]
    #[arg(long, value_name = "COLUMN", help_heading = "The file")]
    pub group: Option<String>,

    /// Groups that differ by capitals or spaces only stay apart
    #[arg(long, help_heading = "The file")]
    pub groups_as_written: bool,

    /// Column of what a customer pays a month [default: found by its name]
    #[arg(long, value_name = "COLUMN", help_heading = "The file")]
    pub amount: Option<String>,

    /// How dates are written, such as "%d/%m/%Y", or excel, excel-1904, unix, unix-ms or unix-us for numbers; of both
    /// files [default: 2024-05-31 or 20240531, with or without a time]
    #[arg(long, value_name = "FORMAT", help_heading = "The file")]
    pub date_format: Option<String>,

    /// Between which dates a date of either file may lie; rows with others cannot be read [default:
    /// 1950-01-01..2099-12-31]
    #[arg(long, value_name = "FROM..TO", value_parser = stretch, help_heading = "The file")]
    pub dates_within: Option<Window>,

    /// A point stands before the decimals of numbers, as in 15.99 [default: told by the numbers]
    #[arg(long, conflicts_with = "decimal_comma", help_heading = "The file")]
    pub decimal_point: bool,

    /// A comma stands before the decimals of numbers, as in 15,99 [default: told by the numbers]
    #[arg(long, help_heading = "The file")]
    pub decimal_comma: bool,

    #[command(flatten)]
    pub reading: FileOptions,
}

/// Within what time customers left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChurnWindow {
    Months(u32),
    Ever,
}

const AFTER: &str = "\
How a file is laid out is said for both files at once.

Examples:
  retention-report churn
  retention-report churn customers.csv --group Plan --amount \"Monthly fee\"
  retention-report churn customers.csv --churn Status --lost Cancelled,Expired
  retention-report churn subscriptions.csv --start Joined --end Left \\
      --as-of 2024-12-31 --observed-from 2024-01-01
  retention-report churn customers.csv --cohorts orders.csv --json";

impl Args {
    /// How the file of customers is read.
    pub fn layout(&self) -> Layout {
        Layout {
            tenure: self.tenure.clone(),
            churn: self.churn.clone(),
            start: self.start.clone(),
            end: self.end.clone(),
            group: self.group.clone(),
            amount: self.amount.clone(),
            lost: self.lost.as_deref().map(Lost::of).unwrap_or_default(),
            tenure_unit: self.tenure_unit,
            groups_as_written: self.groups_as_written,
            reading: match self.file {
                Some(_) => self.reading.reading(),
                None => Default::default(),
            },
            date_format: self.date_format.clone(),
            dates_within: self.dates_within,
            decimal_mark: self.file.as_ref().and_then(|_| self.mark()),
        }
    }

    /// How the file of purchases is read.
    pub fn purchases(&self) -> csv::Layout {
        if self.cohorts.is_none() {
            return csv::Layout::default();
        }
        csv::Layout {
            customer: self.cohorts_customer.clone(),
            date: self.cohorts_date.clone(),
            amount: self.cohorts_amount.clone(),
            quantity: self.cohorts_quantity.clone(),
            reading: self.reading.reading(),
            date_format: self.date_format.clone(),
            dates_within: self.dates_within,
            decimal_mark: self.mark(),
            ..csv::Layout::default()
        }
    }

    fn mark(&self) -> Option<DecimalMark> {
        DecimalMark::told(self.decimal_point, self.decimal_comma)
    }
}

fn churn_window(text: &str) -> Result<ChurnWindow, String> {
    const MOST: u32 = 1200;
    if text == "ever" {
        return Ok(ChurnWindow::Ever);
    }
    let months = text
        .parse()
        .ok()
        .filter(|months| (1..=MOST).contains(months));
    let months = months.ok_or_else(|| format!("write 1 to {MOST} months, or ever"))?;
    Ok(ChurnWindow::Months(months))
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
