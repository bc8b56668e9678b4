//! Customers from a CSV file: how long each has been one, who left, in which group, and what each pays.

mod cells;
mod columns;
mod groups;
mod notes;
mod reader;
mod roles;
mod unit;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use retention::period::Window;
use rust_decimal::Decimal;

use crate::kit::csv::unreadable;
use crate::kit::elsewhere::header_below;
use crate::kit::encoding::decode;
use crate::kit::fields::DecimalMark;
use crate::kit::headers::CUSTOMER;
use crate::kit::rows::{Advice, BadRow, Reading, Rows};
use columns::Columns;
use notes::Intervals;
use reader::Reader;
use roles::{INTERVAL, MONTHLY};

pub use cells::Lost;
pub use columns::ColumnNames;
pub use groups::NO_GROUP;
pub use notes::Notes;
pub use unit::Unit;

/// So many words for how often customers pay are shown.
const WORDS: usize = 4;

/// How to read a file. The default finds everything out by itself.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    pub tenure: Option<String>,
    pub churn: Option<String>,
    pub start: Option<String>,
    pub end: Option<String>,
    pub group: Option<String>,
    pub amount: Option<String>,
    pub lost: Lost,
    /// Told by the header, or months, where it is not given.
    pub tenure_unit: Option<Unit>,
    /// Groups in other capitals are other groups.
    pub groups_as_written: bool,
    pub reading: Reading,
    pub date_format: Option<String>,
    pub dates_within: Option<Window>,
    /// Told by the numbers where it is not given.
    pub decimal_mark: Option<DecimalMark>,
}

/// A row of the file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Customer {
    pub stay: Stayed,
    /// The place of the group.
    pub group: usize,
    /// What is paid a month, where the file says it.
    pub amount: Option<Decimal>,
    /// What a column beside dates says of whether the customer left.
    pub says_left: Option<bool>,
}

/// How long a customer stayed, as the file says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stayed {
    /// In months begun.
    For { months: u32, left: bool },
    From {
        start: NaiveDate,
        end: Option<NaiveDate>,
    },
}

/// What a file holds.
#[derive(Debug)]
pub struct Sheet {
    pub columns: ColumnNames,
    pub customers: Vec<Customer>,
    /// The names of the groups; one without a name where the file has none.
    pub groups: Vec<String>,
    pub bad: Vec<BadRow>,
    pub advice: Option<Advice>,
    /// Rows that say the same as an earlier one, where they are many.
    pub repeated: Option<usize>,
    /// Rows whose customer has an earlier row.
    pub again: usize,
    /// Whether some customer pays something.
    pub is_paid: bool,
    pub notes: Notes,
}

impl Sheet {
    /// How many rows the file has, good and bad.
    pub fn rows(&self) -> usize {
        self.customers.len() + self.bad.len()
    }
}

/// Reads a whole file, and says after each row how many have been read.
///
/// # Errors
/// A message for the user where no row can be read at all.
pub fn read(data: &[u8], layout: &Layout, mut watch: impl FnMut(usize)) -> Result<Sheet, String> {
    let data = &*decode(data, layout.reading.encoding)?;
    let mut rows = Rows::open(data, &layout.reading)?;
    let find = |headers: &[String]| Columns::find(headers, layout);
    let columns = find(rows.headers()).map_err(|why| {
        unreadable(data, rows.headers())
            .unwrap_or(why + &header_below(data, &layout.reading, |line| find(line).is_ok()))
    })?;
    let id = CUSTOMER.known(rows.headers()).first().copied();
    let names = columns.names(rows.headers());
    let interval = INTERVAL.known(rows.headers()).first().copied();
    let interval_name = interval.and_then(|at| rows.headers().get(at).cloned());
    let mut intervals = BTreeSet::new();
    let dates_beside = columns.dates_beside(rows.headers());
    let mut reader = Reader::new(columns, names, layout);
    let mut read = 0;
    while let Some(row) = rows.next()? {
        if row.is_blank() {
            continue;
        }
        reader.note(&row, id, layout);
        if let Some(word) = interval.and_then(|at| row.text(at).ok())
            && intervals.len() < WORDS
            && !word.is_empty()
            && !intervals.contains(word)
        {
            intervals.insert(word.to_owned());
        }
        read += 1;
        watch(read);
    }
    let mut sheet = reader.finish(layout)?;
    sheet.notes.dates_beside = dates_beside;
    let is_monthly = |word: &String| MONTHLY.contains(&word.to_lowercase().as_str());
    sheet.notes.intervals = interval_name
        .filter(|_| !intervals.iter().all(is_monthly))
        .map(|column| Intervals {
            column,
            words: intervals.into_iter().collect(),
        });
    Ok(sheet)
}
