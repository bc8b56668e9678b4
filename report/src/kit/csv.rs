//! Purchases from a CSV file, whatever its columns are called and however they are separated.
//!
//! Nothing is guessed where two readings are possible: an ambiguous column is an error, and so is
//! a date or an amount that could mean two things. Every row that cannot be read is kept with its
//! line and the reason.

use std::collections::BTreeSet;

use retention::period::Window;
use retention::purchases::Purchase;
use rust_decimal::Decimal;
use serde::Serialize;

use super::beside::{Beside, Gathering};
use super::dates::Dates;
use super::elsewhere::header_elsewhere;
use super::encoding::decode;
use super::fields::{DecimalMark, argument, parse_amount, quote};
use super::headers::{AMOUNT, CUSTOMER, DATE, ORDER, PRICE, QUANTITY, REFUND, Role};
use super::lines::{self, Line, Lines, Parts};
use super::rows::{Advice, BadRow, Reading, Repeats, Row, Rows};

/// How to read a file. The default finds everything out by itself.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    pub customer: Option<String>,
    pub date: Option<String>,
    /// The price of one piece where there is a quantity.
    pub amount: Option<String>,
    pub quantity: Option<String>,
    pub refund: Option<String>,
    pub nobody: Nobody,
    pub reading: Reading,
    /// As chrono writes it, or a word such as `excel`; ISO dates where it is not given.
    pub date_format: Option<String>,
    /// The first and the last date that may be in the file.
    pub dates_within: Option<Window>,
    /// Told by the amounts where it is not given.
    pub decimal_mark: Option<DecimalMark>,
}

/// Values of the customer column that stand for nobody.
#[derive(Debug, Clone, Default)]
pub struct Nobody(Option<BTreeSet<String>>);

impl Nobody {
    /// These values, whatever their capitals, and the empty one.
    pub fn of(values: &[String]) -> Self {
        let values = values.iter().map(|value| value.trim().to_lowercase());
        Self(Some(values.collect()))
    }

    fn is(&self, customer: &str) -> bool {
        let is = |values: &BTreeSet<String>| {
            customer.is_empty() || values.contains(&customer.to_lowercase())
        };
        self.0.as_ref().is_some_and(is)
    }
}

/// What a file holds.
#[derive(Debug, PartialEq)]
pub struct Sheet {
    pub columns: ColumnNames,
    pub purchases: Vec<Purchase<String>>,
    /// The line on which each purchase begins, counted from 1.
    pub lines: Vec<u64>,
    /// The purchases of nobody known.
    pub apart: Vec<Purchase<String>>,
    pub bad: Vec<BadRow>,
    /// What may be done about rows whose dates cannot be read.
    pub advice: Option<Advice>,
    /// Bad rows without a fault but an empty customer.
    pub unnamed: usize,
    /// Rows that repeat an earlier one, where they are many.
    pub repeated: Option<Repeated>,
    /// Purchases of which more was given back than they cost.
    pub over_refunded: Option<OverRefunded>,
    pub beside: Beside,
}

/// Rows that say the same as an earlier one, in every column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated {
    pub rows: usize,
    /// What they add to revenue; `None` where that has too many digits.
    pub amount: Option<Decimal>,
    /// Whether no row of the file stands alone.
    pub every: bool,
}

/// Rows in which what was given back is more than the amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverRefunded {
    pub rows: usize,
    /// How much more; `None` where that has too many digits.
    pub amount: Option<Decimal>,
}

impl Sheet {
    /// How many rows the file has, good and bad.
    pub fn rows(&self) -> usize {
        self.purchases.len() + self.apart.len() + self.bad.len()
    }
}

/// The headers of the columns that were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColumnNames {
    pub customer: String,
    pub date: String,
    pub amount: String,
    /// By which the amount was multiplied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<String>,
    /// Which was taken off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund: Option<String>,
    /// Whether what was given back is written below zero.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub refund_below_zero: bool,
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
    let find = |headers: &[String]| Columns::find(headers, layout);
    let columns = find(rows.headers()).map_err(|why| {
        unreadable(data, rows.headers())
            .unwrap_or(why + &header_elsewhere(data, &layout.reading, |line| find(line).is_ok()))
    })?;
    let below_zero = match columns.parts.refund {
        Some(refund) => are_below_zero(data, &layout.reading, refund)?,
        None => false,
    };
    let mut beside = Gathering::new(rows.headers(), &columns.parts, layout.decimal_mark);
    let mut sheet = Sheet {
        columns: columns.names(rows.headers()),
        purchases: Vec::new(),
        lines: Vec::new(),
        apart: Vec::new(),
        bad: Vec::new(),
        advice: None,
        unnamed: 0,
        repeated: None,
        over_refunded: None,
        beside: Beside::default(),
    };
    sheet.columns.refund_below_zero = below_zero;
    let mut remarkable = REMARKABLE;
    if !ORDER.known(rows.headers()).is_empty() {
        // Rows of different orders differ at least in their number.
        remarkable = 0.0;
    }
    let mut cells = Cells {
        dates: Dates::new(layout.date_format.as_deref(), layout.dates_within),
        lines: Lines::new(layout.decimal_mark, &columns.parts).below_zero(below_zero),
        other_faults: false,
    };
    let mut repeats = Repeats::default();
    let mut again = Vec::new();
    let mut refunded = Vec::new();
    let mut read = 0;
    while let Some(row) = rows.next()? {
        match columns.purchase(&row, layout, &mut cells) {
            Ok((purchase, line)) => {
                let place = sheet.push(purchase, row.line, &layout.nobody);
                cells.lines.keep(place, &line);
                if let Place::Known(_) = place {
                    beside.note(&row);
                    refunded.extend(line.is_refunded().then_some(place));
                }
                if repeats.note(&row) {
                    again.push(place);
                }
            }
            // Nothing stands in it.
            Err(_) if row.is_blank() => continue,
            Err(reason) => {
                sheet.unnamed += usize::from(reason == UNNAMED);
                sheet.bad.push(BadRow {
                    line: row.line,
                    reason,
                });
            }
        }
        read += 1;
        watch(read);
    }
    cells.dates.check_order()?;
    sheet.advice = cells.advice();
    for (place, amount) in cells.lines.finish(&sheet.columns.parts())? {
        *sheet.amount(place) = amount;
    }
    sheet.over_refunded = sheet.over_refunded(&refunded);
    sheet.beside = beside.finish();
    sheet.repeated = repeats.from(remarkable).map(|rows| Repeated {
        rows,
        amount: lines::sum(again.into_iter().map(|place| *sheet.amount(place))),
        every: repeats.is_every(),
    });
    Ok(sheet)
}

/// Where a purchase went, and at which place there.
#[derive(Debug, Clone, Copy)]
enum Place {
    Known(usize),
    Apart(usize),
}

impl Sheet {
    fn push(&mut self, purchase: Purchase<String>, line: u64, nobody: &Nobody) -> Place {
        if nobody.is(&purchase.customer) {
            self.apart.push(purchase);
            return Place::Apart(self.apart.len() - 1);
        }
        self.purchases.push(purchase);
        self.lines.push(line);
        Place::Known(self.purchases.len() - 1)
    }

    /// Those of the purchases, from which something was taken off, that come to less than nothing.
    fn over_refunded(&mut self, refunded: &[Place]) -> Option<OverRefunded> {
        let amounts = refunded.iter().map(|place| *self.amount(*place));
        let below: Vec<Decimal> = amounts.filter(|amount| *amount < Decimal::ZERO).collect();
        (!below.is_empty()).then(|| OverRefunded {
            rows: below.len(),
            amount: lines::sum(below.iter().map(Decimal::abs)),
        })
    }

    fn amount(&mut self, place: Place) -> &mut Decimal {
        match place {
            Place::Known(at) => &mut self.purchases[at].amount,
            Place::Apart(at) => &mut self.apart[at].amount,
        }
    }
}

/// Why nothing may be known of headers: their letters cannot be read.
pub fn unreadable(data: &[u8], headers: &[String]) -> Option<String> {
    std::str::from_utf8(data).err()?;
    let header = headers.iter().find(|header| header.contains('\u{fffd}'))?;
    Some(format!(
        "the header {} is not UTF-8: say how the file is written, such as --encoding windows-1252, \
         --encoding gbk or --encoding shift_jis",
        quote(header),
    ))
}

/// Whether every number of a column is zero or below, and not every one zero.
fn are_below_zero(data: &[u8], reading: &Reading, column: usize) -> Result<bool, String> {
    let mut rows = Rows::open(data, reading)?;
    let mut is_below = false;
    while let Some(row) = rows.next()? {
        // The sign is the same with either mark.
        let number = row.text(column).ok().and_then(|text| {
            let with = |mark| parse_amount(text, mark).ok();
            with(DecimalMark::Point).or_else(|| with(DecimalMark::Comma))
        });
        match number {
            Some(number) if number > Decimal::ZERO => return Ok(false),
            Some(number) => is_below |= number < Decimal::ZERO,
            None => {}
        }
    }
    Ok(is_below)
}

/// What the cells tell of their columns.
struct Cells<'f> {
    dates: Dates<'f>,
    lines: Lines<Place>,
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

/// Why a row without a customer cannot be read.
const UNNAMED: &str = "the customer is empty";

/// Where the columns stand.
#[derive(Debug, PartialEq, Eq)]
struct Columns {
    customer: usize,
    date: usize,
    parts: Parts<usize>,
}

impl Columns {
    fn find(headers: &[String], layout: &Layout) -> Result<Self, String> {
        let named = |role: &Role, name: &Option<String>| {
            let place = name.as_deref().map(|name| role.named(headers, name));
            place.transpose()
        };
        let found = Self {
            customer: CUSTOMER.column(headers, layout.customer.as_deref())?,
            date: DATE.column(headers, layout.date.as_deref())?,
            parts: Parts {
                amount: amount(headers, layout)?,
                quantity: named(&QUANTITY, &layout.quantity)?,
                refund: named(&REFUND, &layout.refund)?,
            },
        };
        let parts = [
            Some(found.parts.amount),
            found.parts.quantity,
            found.parts.refund,
        ];
        for (at, part) in parts.iter().enumerate() {
            if part.is_some() && parts[..at].contains(part) {
                return Err(format!(
                    "{} cannot be two of --amount, --quantity and --refund",
                    quote(&headers[part.unwrap_or_default()]),
                ));
            }
        }
        Ok(found)
    }

    fn names(&self, headers: &[String]) -> ColumnNames {
        let name = |at: usize| headers[at].clone();
        ColumnNames {
            customer: name(self.customer),
            date: name(self.date),
            amount: name(self.parts.amount),
            quantity: self.parts.quantity.map(name),
            refund: self.parts.refund.map(name),
            refund_below_zero: false,
        }
    }

    /// The purchase of a row, or everything that is wrong with it.
    fn purchase(
        &self,
        row: &Row<'_>,
        layout: &Layout,
        cells: &mut Cells<'_>,
    ) -> Result<(Purchase<String>, Line), String> {
        if let Err(fault) = row.check_width() {
            cells.other_faults |= !row.is_blank();
            return Err(fault);
        }
        let customer = row.text(self.customer).and_then(|text| {
            if text.is_empty() && !layout.nobody.is(text) {
                return Err(UNNAMED.to_owned());
            }
            Ok(text.to_owned())
        });
        let date = row
            .text(self.date)
            .and_then(|text| cells.dates.read(text, row.line));
        let amount = self.amount(row, &mut cells.lines);
        match (customer, date, amount) {
            (Ok(customer), Ok(date), Ok(line)) => {
                let purchase = Purchase {
                    customer,
                    date,
                    amount: line.amount,
                };
                Ok((purchase, line))
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

    fn amount(&self, row: &Row<'_>, lines: &mut Lines<Place>) -> Result<Line, String> {
        let text = |place: Option<usize>| place.map(|place| row.text(place)).transpose();
        let parts = Parts {
            amount: row.text(self.parts.amount)?,
            quantity: text(self.parts.quantity)?,
            refund: text(self.parts.refund)?,
        };
        lines.read(parts, row.line)
    }
}

impl ColumnNames {
    fn parts(&self) -> Parts<&str> {
        Parts {
            amount: &self.amount,
            quantity: self.quantity.as_deref(),
            refund: self.refund.as_deref(),
        }
    }
}

/// The column of the amount: with a quantity a price rather than an amount of all of them.
fn amount(headers: &[String], layout: &Layout) -> Result<usize, String> {
    let named = layout.amount.as_deref();
    let (prices, quantities) = (PRICE.known(headers), QUANTITY.known(headers));
    if named.is_none() && layout.quantity.is_some() && !prices.is_empty() {
        return PRICE.column(headers, named);
    }
    AMOUNT.column(headers, named).map_err(|why| {
        let none = AMOUNT.known(headers).is_empty() && named.is_none();
        match (prices.as_slice(), quantities.as_slice()) {
            ([price], [quantity]) if none => format!(
                "no column is known to be the amount; {} may be the price of one piece, and {} how \
                 many there are: --quantity {} multiplies them",
                quote(&headers[*price]),
                quote(&headers[*quantity]),
                argument(&headers[*quantity]),
            ),
            _ => why,
        }
    })
}
