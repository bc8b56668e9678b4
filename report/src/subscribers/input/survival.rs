//! A survival table: how many of each segment were left after each period.

use std::collections::BTreeMap;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use super::people;
use super::roles::{CUSTOMERS, PERIOD, SEGMENT, SHARE};
use crate::kit::amounts::{Amount, Amounts};
use crate::kit::csv::unreadable;
use crate::kit::elsewhere::header_below;
use crate::kit::encoding::decode;
use crate::kit::fields::{DecimalMark, quote};
use crate::kit::format::{count, quoted, shortened};
use crate::kit::headers::Role;
use crate::kit::rows::{BadRow, Reading, Row, Rows};

/// More segments than these are no segments.
const MOST_SEGMENTS: usize = 50;
/// Of what is in no segment.
pub const NO_SEGMENT: &str = "not stated";
/// With shares and no size each segment began with so many customers.
const BASE: u64 = 1000;

/// How to read a file. The default finds everything out by itself.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    pub segment: Option<String>,
    pub period: Option<String>,
    pub customers: Option<String>,
    pub share: Option<String>,
    pub base: Option<u64>,
    /// Told by the shares where it is not given.
    pub decimal_mark: Option<DecimalMark>,
    pub reading: Reading,
}

/// The headers of the columns that were read.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnNames {
    pub segment: Option<String>,
    pub period: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customers: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<String>,
}

/// How many of a segment were left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Without a name where the file has no segments.
    pub name: String,
    /// At the start and after each period.
    pub left: Vec<u64>,
}

/// What a file holds.
#[derive(Debug)]
pub struct Sheet {
    pub columns: ColumnNames,
    /// In the order of the file.
    pub segments: Vec<Segment>,
    /// With how many customers a segment began where the file has shares.
    pub base: Option<u64>,
    /// The same where nobody said it.
    pub is_base_assumed: bool,
    /// Shares that were no whole number of customers.
    pub rounded: usize,
    /// Segments whose start is not in the file, so that all were there.
    pub started: usize,
    /// Segments whose first row is of a period other than 0.
    pub shifted: usize,
    pub bad: Vec<BadRow>,
    /// How many rows the file has, good and bad.
    pub rows: usize,
    /// Why the rows that can be read are no survival table.
    pub fault: Option<String>,
}

/// Where the columns stand.
#[derive(Debug, Clone, Copy)]
struct Columns {
    segment: Option<usize>,
    period: usize,
    left: Left,
}

#[derive(Debug, Clone, Copy)]
enum Left {
    Customers(usize),
    Share(usize),
}

impl Columns {
    fn find(headers: &[String], layout: &Layout) -> Result<Self, String> {
        let known = |role: &Role| !role.known(headers).is_empty();
        let by_share = layout.share.is_some()
            || (layout.customers.is_none() && !known(&CUSTOMERS) && known(&SHARE));
        let found = Self {
            segment: SEGMENT.maybe_column(headers, layout.segment.as_deref())?,
            period: PERIOD.column(headers, layout.period.as_deref())?,
            left: match by_share {
                true => Left::Share(SHARE.column(headers, layout.share.as_deref())?),
                false => Left::Customers(
                    CUSTOMERS
                        .column(headers, layout.customers.as_deref())
                        .map_err(|why| why + ", or a column of shares with --share")?,
                ),
            },
        };
        let (at, option) = match found.left {
            Left::Customers(at) => (at, "customers"),
            Left::Share(at) => (at, "share"),
        };
        let all = [
            (Some(found.period), "period"),
            (Some(at), option),
            (found.segment, "segment"),
        ];
        for (place, (column, name)) in all.iter().enumerate() {
            let same = all[..place].iter().find(|(other, _)| other == column);
            if let (Some(column), Some((_, other))) = (column, same) {
                let header = quote(&headers[*column]);
                return Err(format!("{header} cannot be both --{other} and --{name}"));
            }
        }
        Ok(found)
    }

    fn names(&self, headers: &[String]) -> ColumnNames {
        let name = |at: usize| headers[at].clone();
        let (customers, share) = match self.left {
            Left::Customers(at) => (Some(name(at)), None),
            Left::Share(at) => (None, Some(name(at))),
        };
        ColumnNames {
            segment: self.segment.map(name),
            period: name(self.period),
            customers,
            share,
        }
    }
}

/// What to say where the periods, or the segments, stand beside each other.
fn side_by_side(headers: &[String]) -> &'static str {
    let is_number =
        |header: &&String| !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit());
    if headers.iter().filter(is_number).count() > 2 {
        return "; the periods seem to stand side by side: write a row for each segment and period";
    }
    let no_number = CUSTOMERS.known(headers).is_empty() && SHARE.known(headers).is_empty();
    if headers.len() > 2 && no_number && !PERIOD.known(headers).is_empty() {
        return "; if the segments stand side by side, write a row for each segment and period";
    }
    ""
}

/// Whether a file has the columns of a survival table.
pub fn is_one(data: &[u8], reading: &Reading) -> bool {
    let Ok(rows) = Rows::open(data, reading) else {
        return false;
    };
    Columns::find(rows.headers(), &Layout::default()).is_ok()
}

/// A row of a segment.
#[derive(Debug, Clone, Copy)]
struct Cell {
    line: u64,
    left: Cut,
}

#[derive(Debug, Clone, Copy)]
enum Cut {
    Customers(u64),
    Share(Amount),
}

/// Reads row after row.
struct Reader {
    columns: Columns,
    shares: Amounts,
    /// Whether a share has a percent sign.
    signed: bool,
    names: Vec<String>,
    cells: Vec<BTreeMap<u32, Cell>>,
    bad: Vec<BadRow>,
}

/// Reads a whole file.
///
/// # Errors
/// A message for the user where no survival table can be made of it.
pub fn read(data: &[u8], layout: &Layout) -> Result<Sheet, String> {
    let data = &*decode(data, layout.reading.encoding)?;
    let mut rows = Rows::open(data, &layout.reading)?;
    let find = |headers: &[String]| Columns::find(headers, layout);
    let columns = find(rows.headers()).map_err(|why| {
        unreadable(data, rows.headers()).unwrap_or(
            why + side_by_side(rows.headers())
                + &header_below(data, &layout.reading, |line| find(line).is_ok()),
        )
    })?;
    if let (Left::Customers(_), Some(_)) = (columns.left, layout.base) {
        return Err(
            "--base goes with shares; the file says how many customers were left".to_owned(),
        );
    }
    let names = columns.names(rows.headers());
    let mut reader = Reader {
        columns,
        shares: Amounts::new(layout.decimal_mark),
        signed: false,
        names: Vec::new(),
        cells: Vec::new(),
        bad: Vec::new(),
    };
    let mut read = 0;
    while let Some(row) = rows.next()? {
        if row.is_blank() {
            continue;
        }
        read += 1;
        if let Err(reason) = reader.note(&row) {
            reader.bad.push(BadRow {
                line: row.line,
                reason: match row.is_total() {
                    true => format!("it seems to be a total, not a period: {reason}"),
                    false => reason,
                },
            });
        }
    }
    reader.finish(names, layout, read)
}

impl Reader {
    fn note(&mut self, row: &Row<'_>) -> Result<(), String> {
        row.check_width()?;
        let period = super::whole(row.text(self.columns.period)?, "period", super::LONGEST)
            .map_err(|why| format!("{why}; count the periods from the start, as 0, 1, 2"))?;
        let left = match self.columns.left {
            Left::Customers(at) => Cut::Customers(people(row.text(at)?, row.line, "customers")?),
            Left::Share(at) => Cut::Share(self.share(row.text(at)?, row.line)?),
        };
        let name = match self.columns.segment.map(|at| row.text(at)).transpose()? {
            Some("") => NO_SEGMENT,
            Some(name) => name,
            None => "",
        };
        let at = match self.names.iter().position(|known| known == name) {
            Some(at) => at,
            None if self.names.len() == MOST_SEGMENTS => {
                return Err(format!("there are more than {MOST_SEGMENTS} segments"));
            }
            None => {
                self.names.push(name.to_owned());
                self.cells.push(BTreeMap::new());
                self.names.len() - 1
            }
        };
        if let Some(other) = self.cells[at].get(&period) {
            return Err(format!(
                "period {period}{} is in line {} already",
                of(name),
                other.line
            ));
        }
        let line = row.line;
        self.cells[at].insert(period, Cell { line, left });
        Ok(())
    }

    fn share(&mut self, text: &str, line: u64) -> Result<Amount, String> {
        let bare = text.strip_suffix('%').map_or(text, str::trim_end);
        let read = self.shares.read(bare, line);
        let share = read.map_err(|why| why.replacen("amount", "share", 1))?;
        if share.value() < Decimal::ZERO {
            return Err(format!("share {} is below zero", quote(text)));
        }
        self.signed |= bare.len() < text.len();
        Ok(share)
    }

    fn finish(
        mut self,
        columns: ColumnNames,
        layout: &Layout,
        rows: usize,
    ) -> Result<Sheet, String> {
        let shares = std::mem::take(&mut self.shares);
        let column = columns.share.as_deref().unwrap_or_default();
        let mark = shares.finish(column);
        let mark = mark.map_err(|why| why.replacen("amounts", "shares", 1))?;
        let by_share = matches!(self.columns.left, Left::Share(_));
        let hundred = self.hundred(mark);
        let mut scale = Scale {
            mark,
            hundred: hundred == Ok(true),
            base: layout.base.unwrap_or(BASE),
            rounded: 0,
        };
        let mut sheet = Sheet {
            columns,
            segments: Vec::new(),
            base: by_share.then_some(scale.base),
            is_base_assumed: by_share && layout.base.is_none(),
            rounded: 0,
            started: 0,
            shifted: 0,
            bad: self.bad,
            rows,
            fault: hundred.err(),
        };
        for (name, cells) in self.names.into_iter().zip(self.cells) {
            match sheet.left(&name, &cells, &mut scale) {
                Ok(left) => sheet.segments.push(Segment { name, left }),
                // Of several the first is told.
                Err(why) => sheet.fault = sheet.fault.or(Some(why)),
            }
        }
        sheet.rounded = scale.rounded;
        Ok(sheet)
    }

    /// Whether shares are of a hundred: where one has a percent sign, or is above 1.
    fn hundred(&self, mark: DecimalMark) -> Result<bool, String> {
        let cells = self.cells.iter().flat_map(|cells| cells.values());
        let shares = cells.filter_map(|cell| match cell.left {
            Cut::Share(share) => Some((share.with(mark), cell.line)),
            Cut::Customers(_) => None,
        });
        let Some((most, line)) = shares.max_by_key(|(share, _)| *share) else {
            return Ok(false);
        };
        if most > Decimal::ONE_HUNDRED {
            return Err(format!(
                "share {most} in line {line} is more than 100 %; a column of customers is named with --customers"
            ));
        }
        Ok(self.signed || most > Decimal::ONE)
    }
}

/// How a share becomes customers.
struct Scale {
    mark: DecimalMark,
    hundred: bool,
    base: u64,
    rounded: usize,
}

impl Scale {
    fn customers(&mut self, left: Cut) -> u64 {
        let share = match left {
            Cut::Customers(customers) => return customers,
            Cut::Share(share) => share.with(self.mark),
        };
        let of = match self.hundred {
            true => Decimal::ONE_HUNDRED,
            false => Decimal::ONE,
        };
        // At most a hundred times a thousand million.
        let exact = share.checked_mul(Decimal::from(self.base));
        let exact = exact.and_then(|exact| exact.checked_div(of));
        let exact = exact.unwrap_or_default();
        let whole = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        self.rounded += usize::from(whole != exact);
        whole.to_u64().unwrap_or(self.base)
    }
}

impl Sheet {
    /// The customers of a segment by period.
    ///
    /// # Errors
    /// A message for the user where they do not make a survival table.
    fn left(
        &mut self,
        name: &str,
        cells: &BTreeMap<u32, Cell>,
        scale: &mut Scale,
    ) -> Result<Vec<u64>, String> {
        let mut left: Vec<u64> = Vec::new();
        let mut next: Option<u32> = None;
        for (&period, cell) in cells {
            let customers = scale.customers(cell.left);
            if next.is_none() {
                let is_share = matches!(cell.left, Cut::Share(_));
                match (is_share && customers < scale.base, period) {
                    (_, 0) => {}
                    // All were there before the first period.
                    (true, 1) => {
                        self.started += 1;
                        left.push(scale.base);
                    }
                    (true, _) => {
                        return Err(format!(
                            "the first row{} is of period {period}, with less than all of its customers: the \
                             periods before it are missing",
                            of(name)
                        ));
                    }
                    (false, _) => self.shifted += 1,
                }
            }
            if let Some(missing) = next.filter(|next| *next != period) {
                return Err(format!(
                    "period {missing}{} is missing: after line {} come those of period {period}, line {}",
                    of(name),
                    cells
                        .get(&(missing.saturating_sub(1)))
                        .map_or(0, |cell| cell.line),
                    cell.line,
                ));
            }
            if let Some(before) = left.last().filter(|before| **before < customers) {
                let share = match self.base {
                    Some(base) => format!(" of {}", count(base)),
                    None => String::new(),
                };
                return Err(format!(
                    "line {}: {} customers{share} in period {period}{} are more than the {} a period before; in a \
                     survival table nobody comes back, and nobody comes later",
                    cell.line,
                    count(customers),
                    of(name),
                    count(*before),
                ));
            }
            left.push(customers);
            next = Some(period.saturating_add(1));
        }
        if left.first() == Some(&0) {
            return Err(format!("nobody{} was there at the start", of(name)));
        }
        if left.len() < 2 {
            return Err(format!(
                "there is one period only{}: a survival table needs the start and what was left after one period \
                 or more",
                of(name),
            ));
        }
        Ok(left)
    }
}

/// The segment, in words that follow a noun.
fn of(name: &str) -> String {
    match name {
        "" => String::new(),
        name => format!(" of {}", quoted(&shortened(name, 40))),
    }
}
