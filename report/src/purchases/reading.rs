//! A file of purchases: how it is laid out, what is read from it, and where in it an error lies.

use retention::Error;
use retention::period::Window;
use retention::purchases::{Policy, Purchase, PurchaseLog, Treatment};

use super::args::{stretch, treatment};
use crate::kit::csv::{self, Layout, Nobody, Sheet};
use crate::kit::fields::DecimalMark;
use crate::kit::format::counted;
use crate::kit::input::{FileOptions, Input};
use crate::kit::progress::Progress;
use crate::kit::rows::Advice;

/// What becomes of amounts that are no revenue.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct PolicyOptions {
    /// What becomes of negative amounts
    #[arg(long, default_value = "net", value_parser = treatment())]
    pub refunds: Treatment,

    /// What becomes of the money of zero amounts; they are purchases all the same
    #[arg(long, default_value = "net", value_parser = treatment())]
    pub zeros: Treatment,
}

impl PolicyOptions {
    pub fn policy(&self) -> Policy {
        Policy::default().refunds(self.refunds).zeros(self.zeros)
    }
}

/// How a file of purchases is laid out.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "The file")]
pub struct LayoutOptions {
    /// Column of the customer [default: found by its name]
    #[arg(long, value_name = "COLUMN")]
    pub customer: Option<String>,

    /// Column of the date [default: found by its name]
    #[arg(long, value_name = "COLUMN")]
    pub date: Option<String>,

    /// Column of the amount, or with --quantity of the price of one piece [default: found by its name]
    #[arg(long, value_name = "COLUMN")]
    pub amount: Option<String>,

    /// Column of how many pieces were bought; what was paid is then pieces × price
    #[arg(long, value_name = "COLUMN")]
    pub quantity: Option<String>,

    /// Column of what was given back, or nothing; it is taken off the amount, with whatever sign it is
    /// written in the whole column
    #[arg(long, value_name = "COLUMN")]
    pub refund: Option<String>,

    /// What stands for nobody in the column of the customer, as in NULL,0,guest, whatever its capitals;
    /// rows with it, or with nothing there, are set apart and counted
    #[arg(
        long,
        value_name = "VALUES",
        value_delimiter = ',',
        allow_hyphen_values = true
    )]
    pub no_customer: Option<Vec<String>>,

    /// How dates are written: such as "%d/%m/%Y", where %y stands for a year of two digits from 1970
    /// to 2069, and "%Y-%m" is read as the first day of the month; or excel, excel-1904, unix, unix-ms or unix-us
    /// for numbers [default: 2024-05-31 or 20240531, with or without a time, of which 24:00 ends the day
    /// beside it]
    #[arg(long, value_name = "FORMAT")]
    pub date_format: Option<String>,

    /// Between which dates a purchase may lie; rows with others cannot be read [default:
    /// 1950-01-01..2099-12-31]
    #[arg(long, value_name = "FROM..TO", value_parser = stretch)]
    pub dates_within: Option<Window>,

    /// A point stands before the decimals of amounts, as in 15.99 [default: told by the amounts]
    #[arg(long, conflicts_with = "decimal_comma")]
    pub decimal_point: bool,

    /// A comma stands before the decimals of amounts, as in 15,99 [default: told by the amounts]
    #[arg(long)]
    pub decimal_comma: bool,

    #[command(flatten)]
    pub reading: FileOptions,
}

impl LayoutOptions {
    fn layout(&self) -> Layout {
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

    /// Reads a file, which is gone from the input afterwards.
    ///
    /// # Errors
    /// A message for the user.
    pub fn read(&self, input: &mut Input, progress: &Progress) -> Result<Sheet, String> {
        let sheet = csv::read(&input.data, &self.layout(), |rows| progress.read(rows))
            .map_err(|why| input.says(&why))?;
        input.data = (&[][..]).into();
        let advice = advice(&sheet);
        // Of a file without a row that can be read, nothing is left when they are skipped.
        let nothing = sheet.purchases.is_empty() && sheet.apart.is_empty() && !sheet.bad.is_empty();
        let reading = FileOptions {
            skip_bad_rows: self.reading.skip_bad_rows && !nothing,
            ..self.reading.clone()
        };
        input
            .check_with(advice.as_ref(), &sheet.bad, sheet.rows(), &reading)
            .map_err(|why| match self.reading.skip_bad_rows {
                true => input.says("there is no purchase in it when bad rows are skipped\n") + &why,
                false => why,
            })?;
        Ok(sheet)
    }
}

/// The purchases of a file by customer.
///
/// # Errors
/// A message for the user.
pub fn log<'s>(sheet: &'s Sheet, input: &Input) -> Result<PurchaseLog<&'s str>, String> {
    let rows = sheet.purchases.iter().map(|row| Purchase {
        customer: row.customer.as_str(),
        date: row.date,
        amount: row.amount,
    });
    PurchaseLog::from_rows(rows).map_err(|error| match error {
        Error::Empty { .. } if sheet.apart.is_empty() => input.says("there is no purchase in it"),
        Error::Empty { .. } => input.says("no row in it names a customer"),
        error => input.says(&explain(&error, |row| Some(*sheet.lines.get(row)?))),
    })
}

/// An error of the library about a row of the log, with the line of the file.
pub fn in_the_file(error: &Error, log: &PurchaseLog<&str>, sheet: &Sheet) -> String {
    explain(error, |row| {
        let refused = log.get(row)?;
        let same = |other: &Purchase<String>| {
            other.customer == **refused.customer
                && other.date == refused.date
                && other.amount == refused.amount
        };
        let row = sheet.purchases.iter().position(same)?;
        Some(*sheet.lines.get(row)?)
    })
}

/// An error of the library, with the line of the file in place of a row.
fn explain(error: &Error, line: impl Fn(usize) -> Option<u64>) -> String {
    // The line says where.
    const IN_THE_LOG: &str = ", in the sorted log";
    let row = error.row().and_then(|row| usize::try_from(row).ok());
    match error {
        Error::Refused {
            argument, value, ..
        } => match row.and_then(line) {
            Some(line) => {
                let value = value.trim_end_matches(IN_THE_LOG);
                format!("line {line}: {argument} of {value} is refused, as asked for")
            }
            None => error.to_string(),
        },
        Error::Overflow { .. } => match row.and_then(line) {
            Some(line) => format!("line {line}: {error}"),
            None => error.to_string(),
        },
        _ => error.to_string(),
    }
}

/// What may be done about rows that cannot be read.
fn advice(sheet: &Sheet) -> Option<Advice> {
    match (&sheet.advice, unnamed(sheet)) {
        (Some(dates), Some(unnamed)) => Some(Advice {
            text: format!("{}\n{}", dates.text, unnamed.text),
            ..Advice::default()
        }),
        (Some(dates), None) => Some(dates.clone()),
        (None, unnamed) => unnamed,
    }
}

/// What may be done about rows that name no customer.
fn unnamed(sheet: &Sheet) -> Option<Advice> {
    (sheet.unnamed > 0).then(|| Advice {
        text: format!(
            "{} {} no customer: --no-customer \"\" sets {} apart, and says what was bought there.",
            counted(sheet.unnamed, "row", "rows"),
            if sheet.unnamed == 1 { "names" } else { "name" },
            if sheet.unnamed == 1 { "it" } else { "them" },
        ),
        mends: sheet.unnamed == sheet.bad.len(),
        ..Advice::default()
    })
}
