//! Purchases from a CSV file, whatever its columns are called and however they are separated.
//!
//! Nothing is guessed where two readings are possible: an ambiguous column is an error, and so is
//! a date or an amount that could mean two things. Every row that cannot be read is kept with its
//! line and the reason.

use retention::purchases::Purchase;
use serde::Serialize;

use super::fields::{DecimalMark, parse_amount, parse_date, quote};
use super::rows::{BadRow, Delimiter, Repeats, Row, Rows, called, list, matching};

/// How to read a file. The default finds everything out by itself.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    pub customer: Option<String>,
    pub date: Option<String>,
    pub amount: Option<String>,
    /// Found in the header line where it is not given.
    pub delimiter: Option<Delimiter>,
    /// As chrono writes it; ISO dates where it is not given.
    pub date_format: Option<String>,
    pub decimal_mark: DecimalMark,
}

/// What a file holds.
#[derive(Debug, PartialEq)]
pub struct Sheet {
    pub columns: ColumnNames,
    pub purchases: Vec<Purchase<String>>,
    /// The line on which each purchase begins, counted from 1.
    pub lines: Vec<u64>,
    pub bad: Vec<BadRow>,
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
/// ambiguous, an encoding other than UTF-8.
pub fn read(data: &[u8], layout: &Layout, mut watch: impl FnMut(usize)) -> Result<Sheet, String> {
    let mut rows = Rows::open(data, layout.delimiter)?;
    let columns = Columns::find(rows.headers(), layout)?;
    let names = columns.names(rows.headers());

    let (mut purchases, mut lines, mut bad) = (Vec::new(), Vec::new(), Vec::new());
    let mut repeats = Repeats::default();
    while let Some(row) = rows.next()? {
        match columns.purchase(&row, layout) {
            Ok(purchase) => {
                purchases.push(purchase);
                lines.push(row.line);
                repeats.note(&row);
            }
            Err(reason) => bad.push(BadRow {
                line: row.line,
                reason,
            }),
        }
        watch(purchases.len() + bad.len());
    }
    Ok(Sheet {
        columns: names,
        purchases,
        lines,
        bad,
        repeated: repeats.from(REMARKABLE),
    })
}

/// Header names that mean a role, without case, spaces and punctuation.
const CUSTOMER: &[&str] = &[
    "customer",
    "customerid",
    "customerno",
    "customernumber",
    "custid",
    "client",
    "clientid",
    "user",
    "userid",
    "member",
    "memberid",
    "account",
    "accountid",
    "buyer",
    "buyerid",
];
const DATE: &[&str] = &[
    "date",
    "day",
    "datetime",
    "timestamp",
    "purchasedate",
    "purchasedat",
    "orderdate",
    "orderedat",
    "invoicedate",
    "transactiondate",
    "saledate",
    "paymentdate",
    "paidat",
];
const AMOUNT: &[&str] = &[
    "amount",
    "total",
    "revenue",
    "sales",
    "spend",
    "spent",
    "value",
    "amountpaid",
    "purchaseamount",
    "orderamount",
    "ordertotal",
    "ordervalue",
    "invoiceamount",
    "invoicetotal",
    "transactionamount",
    "saleamount",
    "totalamount",
    "totalprice",
];

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
            customer: column(headers, "customer", layout.customer.as_deref(), CUSTOMER)?,
            date: column(headers, "date", layout.date.as_deref(), DATE)?,
            amount: column(headers, "amount", layout.amount.as_deref(), AMOUNT)?,
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
    fn purchase(&self, row: &Row<'_>, layout: &Layout) -> Result<Purchase<String>, String> {
        row.check_width()?;
        let customer = row.text(self.customer).and_then(|text| match text {
            "" => Err("the customer is empty".to_owned()),
            _ => Ok(text.to_owned()),
        });
        let date_format = layout.date_format.as_deref();
        let date = row
            .text(self.date)
            .and_then(|text| parse_date(text, date_format));
        let amount = row
            .text(self.amount)
            .and_then(|text| parse_amount(text, layout.decimal_mark));
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
}

fn column(
    headers: &[String],
    role: &str,
    named: Option<&str>,
    synonyms: &[&str],
) -> Result<usize, String> {
    let found = match named {
        Some(name) => called(headers, name),
        None => matching(headers, |header| {
            let plain: String = header
                .chars()
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect();
            synonyms.contains(&plain.as_str())
        }),
    };
    let list = |columns: &[usize]| list(columns.iter().map(|&at| &*headers[at]));
    let all: Vec<usize> = (0..headers.len()).collect();
    match (found.as_slice(), named) {
        ([only], _) => Ok(*only),
        ([], Some(name)) => Err(format!(
            "no column is called {}; the columns are {}",
            quote(name),
            list(&all),
        )),
        ([], None) => Err(format!(
            "no column is known to be the {role}; the columns are {}; name one with --{role}",
            list(&all),
        )),
        (several, Some(_)) => Err(format!(
            "several columns could be meant by --{role}: {}; rename all but one",
            list(several),
        )),
        (several, None) => Err(format!(
            "several columns may be the {role}: {}, of {}; name one with --{role}",
            list(several),
            list(&all),
        )),
    }
}
