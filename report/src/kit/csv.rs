//! Purchases from a CSV file, whatever its columns are called and however they are separated.
//!
//! Nothing is guessed where two readings are possible: an ambiguous column is an error, and so is
//! a date or an amount that could mean two things. Every row that cannot be read is kept with its
//! line and the reason.

use std::collections::BTreeSet;

use retention::purchases::Purchase;
use rust_decimal::Decimal;
use serde::Serialize;

use super::fields::{DecimalMark, argument, parse_date, quote};
use super::headers::{AMOUNT, CUSTOMER, DATE, ORDER, PRICE, QUANTITY, REFUND, Role};
use super::lines::{self, Parts};
use super::rows::{BadRow, Delimiter, Repeats, Row, Rows};

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
    /// Found in the header line where it is not given.
    pub delimiter: Option<Delimiter>,
    /// As chrono writes it; ISO dates where it is not given.
    pub date_format: Option<String>,
    pub decimal_mark: DecimalMark,
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
    /// Bad rows without a fault but an empty customer.
    pub unnamed: usize,
    /// Rows that repeat an earlier one, where they are many.
    pub repeated: Option<Repeated>,
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

/// Columns that were not read, and what the header of the amount says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    pub quantity: Option<String>,
    pub price: Option<String>,
    /// Whether the amount is by its name the price of one piece.
    pub amount_is_price: bool,
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
}

/// Now and then somebody buys the same twice on a day; where so many of the rows do, a file may have been
/// joined with a part of itself.
const REMARKABLE: f64 = 0.05;

/// Reads a whole file, and says after each row how many have been read.
///
/// # Errors
/// A message for the user where no row can be read at all: no header, a column that is missing or
/// ambiguous, an encoding other than UTF-8.
pub fn read(data: &[u8], layout: &Layout, mut watch: impl FnMut(usize)) -> Result<Sheet, String> {
    let mut rows = Rows::open(data, layout.delimiter)?;
    let columns = Columns::find(rows.headers(), layout)?;
    let mut sheet = Sheet {
        columns: columns.names(rows.headers()),
        purchases: Vec::new(),
        lines: Vec::new(),
        apart: Vec::new(),
        bad: Vec::new(),
        unnamed: 0,
        repeated: None,
        beside: columns.beside(rows.headers()),
    };
    let mut remarkable = REMARKABLE;
    if !ORDER.known(rows.headers()).is_empty() {
        // Rows of different orders differ at least in their number.
        remarkable = 0.0;
    }
    let mut repeats = Repeats::default();
    let mut again = Vec::new();
    let mut read = 0;
    while let Some(row) = rows.next()? {
        match columns.purchase(&row, layout) {
            Ok(purchase) => {
                if repeats.note(&row) {
                    again.push(purchase.amount);
                }
                if layout.nobody.is(&purchase.customer) {
                    sheet.apart.push(purchase);
                } else {
                    sheet.purchases.push(purchase);
                    sheet.lines.push(row.line);
                }
            }
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
    sheet.repeated = repeats.from(remarkable).map(|rows| Repeated {
        rows,
        amount: lines::sum(again),
        every: repeats.is_every(),
    });
    Ok(sheet)
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
        }
    }

    /// What the columns say that are not read.
    fn beside(&self, headers: &[String]) -> Beside {
        let amount = self.parts.amount;
        let unread = |role: &Role, read: Option<usize>| {
            let found = role.beside(headers, amount);
            found.filter(|_| read.is_none()).map(str::to_owned)
        };
        Beside {
            quantity: unread(&QUANTITY, self.parts.quantity),
            price: unread(&PRICE, self.parts.quantity),
            amount_is_price: PRICE.means(&headers[amount]),
        }
    }

    /// The purchase of a row, or everything that is wrong with it.
    fn purchase(&self, row: &Row<'_>, layout: &Layout) -> Result<Purchase<String>, String> {
        row.check_width()?;
        let customer = row.text(self.customer).and_then(|text| {
            if text.is_empty() && !layout.nobody.is(text) {
                return Err(UNNAMED.to_owned());
            }
            Ok(text.to_owned())
        });
        let date_format = layout.date_format.as_deref();
        let date = row
            .text(self.date)
            .and_then(|text| parse_date(text, date_format));
        let amount = self.amount(row, layout.decimal_mark);
        match (customer, date, amount) {
            (Ok(customer), Ok(date), Ok(amount)) => Ok(Purchase {
                customer,
                date,
                amount,
            }),
            (customer, date, amount) => {
                let faults = [customer.err(), date.err(), amount.err()];
                Err(faults.into_iter().flatten().collect::<Vec<_>>().join("; "))
            }
        }
    }

    fn amount(&self, row: &Row<'_>, mark: DecimalMark) -> Result<Decimal, String> {
        let text = |place: Option<usize>| place.map(|place| row.text(place)).transpose();
        let parts = Parts {
            amount: row.text(self.parts.amount)?,
            quantity: text(self.parts.quantity)?,
            refund: text(self.parts.refund)?,
        };
        lines::amount(parts, mark)
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
