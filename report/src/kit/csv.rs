//! Purchases from a CSV file, whatever its columns are called and however they are separated.
//!
//! Nothing is guessed where two readings are possible: an ambiguous column is an error, and so is
//! a date or an amount that could mean two things. Every row that cannot be read is kept with its
//! line and the reason.

use retention::purchases::Purchase;
use serde::Serialize;

use retention::period::Window;

use super::amounts::{Amount, Amounts};
use super::dates::{Dates, parse_date};
use super::encoding::decode;
use super::fields::{DecimalMark, parse_amount};
use super::headers::{AMOUNT, CUSTOMER, DATE};
use super::rows::{Advice, BadRow, Reading, Repeats, Row, Rows, lines_above};

/// How to read a file. The default finds everything out by itself.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    pub customer: Option<String>,
    pub date: Option<String>,
    pub amount: Option<String>,
    pub reading: Reading,
    /// As chrono writes it, or a word such as `excel`; ISO dates where it is not given.
    pub date_format: Option<String>,
    /// The first and the last date that may be in the file.
    pub dates_within: Option<Window>,
    /// Told by the amounts where it is not given.
    pub decimal_mark: Option<DecimalMark>,
}

/// What a file holds.
#[derive(Debug, PartialEq)]
pub struct Sheet {
    pub columns: ColumnNames,
    pub purchases: Vec<Purchase<String>>,
    /// The line on which each purchase begins, counted from 1.
    pub lines: Vec<u64>,
    pub bad: Vec<BadRow>,
    /// What may be done about rows that cannot be read.
    pub advice: Option<Advice>,
    /// Rows that repeat an earlier one, where they are many.
    pub repeated: Option<usize>,
}

impl Sheet {
    /// How many rows the file has, good and bad.
    pub fn rows(&self) -> usize {
        self.purchases.len() + self.bad.len()
    }
}

/// The headers of the columns that were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColumnNames {
    pub customer: String,
    pub date: String,
    pub amount: String,
}

/// Now and then somebody buys the same twice on a day; where so many of the rows do, a file may have been
/// joined with a part of itself.
const REMARKABLE: f64 = 0.05;

/// Reads a whole file, and says after each row how many have been read.
///
/// # Errors
/// A message for the user where no row can be read at all: no header, a column that is missing or
/// ambiguous, an encoding that is not the one told, amounts that can be read in two ways, dates whose day
/// and month were read in the wrong order.
pub fn read(data: &[u8], layout: &Layout, mut watch: impl FnMut(usize)) -> Result<Sheet, String> {
    let data = &*decode(data, layout.reading.encoding)?;
    let mut rows = Rows::open(data, &layout.reading)?;
    let columns = Columns::find(rows.headers(), layout)
        .map_err(|why| why + &header_elsewhere(data, layout))?;
    let names = columns.names(rows.headers());

    let (mut purchases, mut lines, mut bad) = (Vec::new(), Vec::new(), Vec::new());
    let mut cells = Cells {
        dates: Dates::new(layout.date_format.as_deref(), layout.dates_within),
        amounts: Amounts::new(layout.decimal_mark),
        other_faults: false,
    };
    let mut repeats = Repeats::default();
    while let Some(row) = rows.next()? {
        match columns.purchase(&row, &mut cells) {
            Ok((purchase, amount)) => {
                cells.amounts.keep(purchases.len(), amount);
                purchases.push(purchase);
                lines.push(row.line);
                repeats.note(&row);
            }
            Err(_) if row.is_blank() => {}
            Err(reason) => bad.push(BadRow {
                line: row.line,
                reason,
            }),
        }
        watch(purchases.len() + bad.len());
    }
    cells.dates.check_order()?;
    let advice = cells.advice();
    for (row, amount) in cells.amounts.finish(&names.amount)? {
        purchases[row].amount = amount;
    }
    Ok(Sheet {
        columns: names,
        purchases,
        lines,
        bad,
        advice,
        repeated: repeats.from(REMARKABLE),
    })
}

/// What the cells of a column tell of it.
struct Cells<'f> {
    dates: Dates<'f>,
    amounts: Amounts,
    /// Whether a row cannot be read for another reason than its date.
    other_faults: bool,
}

impl Cells<'_> {
    fn advice(&self) -> Option<Advice> {
        let (text, mends) = self.dates.advice()?;
        Some(Advice {
            text,
            mends: mends && !self.other_faults,
            ..Advice::default()
        })
    }
}

/// Where the header may be, when it is not in the first line: further down, or nowhere.
fn header_elsewhere(data: &[u8], layout: &Layout) -> String {
    let is_header = |headers: &[String]| Columns::find(headers, layout).is_ok();
    if let Some(lines) = lines_above(data, &layout.reading, is_header) {
        return format!(
            "; line {} seems to be the header: say --skip-lines {lines}",
            lines + 1
        );
    }
    match Rows::open(data, &layout.reading) {
        Ok(rows) if !layout.reading.no_header => {
            purchase_like(rows.headers()).map_or_else(String::new, |[customer, date, amount]| {
                format!(
                    "; the first line seems to be a purchase: where there is no header say --no-header, and \
                     which column is which by its number, such as --customer {customer} --date {date} \
                     --amount {amount}"
                )
            })
        }
        _ => String::new(),
    }
}

/// The numbers of the columns of a customer, a date and an amount, in a line that could be a purchase: the
/// first date, the last number, the first of what is left.
fn purchase_like(fields: &[String]) -> Option<[usize; 3]> {
    let is_amount = |field: &String| parse_amount(field, DecimalMark::Point).is_ok();
    let date = fields
        .iter()
        .position(|field| parse_date(field, None).is_ok())?;
    let amount = fields
        .iter()
        .rposition(is_amount)
        .filter(|at| *at != date)?;
    let customer = (0..fields.len()).find(|at| *at != date && *at != amount)?;
    Some([customer, date, amount].map(|at| at + 1))
}

/// Where the three columns stand.
#[derive(Debug, PartialEq, Eq)]
struct Columns {
    customer: usize,
    date: usize,
    amount: usize,
}

impl Columns {
    fn find(headers: &[String], layout: &Layout) -> Result<Self, String> {
        Ok(Self {
            customer: CUSTOMER.column(headers, layout.customer.as_deref())?,
            date: DATE.column(headers, layout.date.as_deref())?,
            amount: AMOUNT.column(headers, layout.amount.as_deref())?,
        })
    }

    fn names(&self, headers: &[String]) -> ColumnNames {
        ColumnNames {
            customer: headers[self.customer].clone(),
            date: headers[self.date].clone(),
            amount: headers[self.amount].clone(),
        }
    }

    /// The purchase of a row, or everything that is wrong with it.
    fn purchase(
        &self,
        row: &Row<'_>,
        cells: &mut Cells<'_>,
    ) -> Result<(Purchase<String>, Amount), String> {
        if let Err(fault) = row.check_width() {
            cells.other_faults |= !row.is_blank();
            return Err(fault);
        }
        let customer = row.text(self.customer).and_then(|text| match text {
            "" => Err("the customer is empty".to_owned()),
            _ => Ok(text.to_owned()),
        });
        let date = row
            .text(self.date)
            .and_then(|text| cells.dates.read(text, row.line));
        let amount = row
            .text(self.amount)
            .and_then(|text| cells.amounts.read(text, row.line));
        match (customer, date, amount) {
            (Ok(customer), Ok(date), Ok(amount)) => {
                let purchase = Purchase {
                    customer,
                    date,
                    amount: amount.value,
                };
                Ok((purchase, amount))
            }
            (customer, date, amount) => {
                cells.other_faults |= (customer.is_err() || amount.is_err()) && !row.is_blank();
                let is_part = customer.is_err() || date.is_err();
                let faults = [customer.err(), date.err(), amount.err()];
                let faults: Vec<String> = faults.into_iter().flatten().collect();
                Err(if is_part && row.is_total() {
                    format!(
                        "it seems to be a total, not a purchase: {}",
                        faults.join("; ")
                    )
                } else {
                    faults.join("; ")
                })
            }
        }
    }
}
