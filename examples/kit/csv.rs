//! Purchases from a CSV file, whatever its columns are called and however they are separated.
//!
//! Nothing is guessed where two readings are possible: an ambiguous column is an error, and so is
//! a date or an amount that could mean two things. Every row that cannot be read is kept with its
//! line and the reason.

use std::str::FromStr;

use retention::purchases::Purchase;
use serde::Serialize;

use super::fields::{DecimalMark, parse_amount, parse_date, quote};

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

/// What separates the columns: any one ASCII character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delimiter(u8);

impl FromStr for Delimiter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.as_bytes() {
            b"tab" | b"\\t" => Ok(Self(b'\t')),
            [byte] if byte.is_ascii() && !b"\"\r\n".contains(byte) => Ok(Self(*byte)),
            _ => Err("give one character, such as ; or the word tab".to_owned()),
        }
    }
}

/// What a file holds.
#[derive(Debug, PartialEq)]
pub struct Sheet {
    pub columns: ColumnNames,
    pub purchases: Vec<Purchase<String>>,
    /// The line on which each purchase begins, counted from 1.
    pub lines: Vec<u64>,
    pub bad: Vec<BadRow>,
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

/// A row that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    pub line: u64,
    pub reason: String,
}

/// Reads a whole file.
///
/// # Errors
/// A message for the user where no row can be read at all: no header, a column that is missing or
/// ambiguous, an encoding other than UTF-8.
pub fn read(data: &[u8], layout: &Layout) -> Result<Sheet, String> {
    read_watched(data, layout, |_| {})
}

/// Reads a whole file, and says after each row how many have been read.
///
/// # Errors
/// As [`read`].
pub fn read_watched(
    data: &[u8],
    layout: &Layout,
    mut watch: impl FnMut(usize),
) -> Result<Sheet, String> {
    if data.starts_with(&[0xFF, 0xFE]) || data.starts_with(&[0xFE, 0xFF]) {
        return Err("the file is UTF-16; save it as CSV in UTF-8".to_owned());
    }
    let data = data.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(data);
    if data.iter().all(u8::is_ascii_whitespace) {
        return Err("the file is empty".to_owned());
    }
    let delimiter = layout.delimiter.unwrap_or_else(|| detect(data));
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(delimiter.0)
        .flexible(true)
        .from_reader(data);
    let headers: Vec<String> = reader
        .byte_headers()
        .map_err(|error| error.to_string())?
        .iter()
        .map(|header| String::from_utf8_lossy(header).trim().to_owned())
        .collect();
    let columns = Columns::find(&headers, layout)?;

    let (mut purchases, mut lines, mut bad) = (Vec::new(), Vec::new(), Vec::new());
    let mut counter = Lines::new(data);
    let mut record = ::csv::ByteRecord::new();
    while reader
        .read_byte_record(&mut record)
        .map_err(|error| error.to_string())?
    {
        let start = record.position().map_or(0, ::csv::Position::byte);
        let line = counter.at(start);
        match columns.purchase(&record, headers.len(), layout) {
            Ok(purchase) => {
                purchases.push(purchase);
                lines.push(line);
            }
            Err(reason) => bad.push(BadRow { line, reason }),
        }
        watch(purchases.len() + bad.len());
    }
    Ok(Sheet {
        columns: columns.names(&headers),
        purchases,
        lines,
        bad,
    })
}

/// The candidate that occurs most often in the header line, outside quotation marks.
fn detect(data: &[u8]) -> Delimiter {
    let candidates = [b',', b';', b'\t', b'|'];
    let mut counts = [0_usize; 4];
    let mut quoted = false;
    let header = data.iter().skip_while(|byte| b"\r\n".contains(byte));
    for byte in header.take_while(|byte| !b"\r\n".contains(byte)) {
        quoted ^= *byte == b'"';
        if let Some(at) = candidates.iter().position(|c| c == byte)
            && !quoted
        {
            counts[at] += 1;
        }
    }
    let mut best = 0;
    for at in 1..candidates.len() {
        if counts[at] > counts[best] {
            best = at;
        }
    }
    Delimiter(candidates[best])
}

/// Line numbers of ascending positions. The parser's own stand before the line break that it has
/// not read yet, so they are one short after blank lines and where lines end in CR LF.
struct Lines<'a> {
    data: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn new(data: &'a [u8]) -> Self {
        Self {
            data,
            at: 0,
            line: 1,
        }
    }

    fn at(&mut self, position: u64) -> u64 {
        let position = usize::try_from(position).unwrap_or(usize::MAX);
        while let Some(&byte) = self.data.get(self.at) {
            if self.at >= position && !b"\r\n".contains(&byte) {
                break;
            }
            // A line may end in LF, in CR LF, or in CR alone.
            let lone_cr = byte == b'\r' && self.data.get(self.at + 1) != Some(&b'\n');
            self.line += u64::from(byte == b'\n' || lone_cr);
            self.at += 1;
        }
        self.line
    }
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
    fn purchase(
        &self,
        record: &::csv::ByteRecord,
        width: usize,
        layout: &Layout,
    ) -> Result<Purchase<String>, String> {
        if record.len() != width {
            let mut reason = format!("it has {} columns, the header has {width}", record.len());
            if record.iter().any(|field| field.contains(&b'\n')) {
                reason.push_str("; a quotation mark may have been left open");
            }
            return Err(reason);
        }
        let customer = text(record, self.customer).and_then(|text| match text {
            "" => Err("the customer is empty".to_owned()),
            _ => Ok(text.to_owned()),
        });
        let date_format = layout.date_format.as_deref();
        let date = text(record, self.date).and_then(|text| parse_date(text, date_format));
        let amount =
            text(record, self.amount).and_then(|text| parse_amount(text, layout.decimal_mark));
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

fn text(record: &::csv::ByteRecord, column: usize) -> Result<&str, String> {
    let field = record.get(column).unwrap_or_default();
    match std::str::from_utf8(field) {
        Ok(text) => Ok(text.trim()),
        Err(_) => Err(format!(
            "{} is not UTF-8",
            quote(&String::from_utf8_lossy(field)),
        )),
    }
}

fn column(
    headers: &[String],
    role: &str,
    named: Option<&str>,
    synonyms: &[&str],
) -> Result<usize, String> {
    let matching = |wanted: &dyn Fn(&str) -> bool| -> Vec<usize> {
        (0..headers.len())
            .filter(|&at| wanted(&headers[at]))
            .collect()
    };
    let found = match named {
        Some(name) => {
            let exact = matching(&|header| header == name.trim());
            if exact.is_empty() {
                matching(&|header| header.to_lowercase() == name.trim().to_lowercase())
            } else {
                exact
            }
        }
        None => matching(&|header| {
            let plain: String = header
                .chars()
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect();
            synonyms.contains(&plain.as_str())
        }),
    };
    let list = |columns: &[usize]| -> String {
        let names: Vec<String> = columns.iter().map(|&at| quote(&headers[at])).collect();
        names.join(", ")
    };
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
