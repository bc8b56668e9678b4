//! Customers from a CSV file: how long each has been one, who left, in which group, and what each pays.

mod cells;
mod columns;

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use retention::period::Window;
use rust_decimal::Decimal;

use crate::kit::amounts::{Amount, Amounts};
use crate::kit::csv::unreadable;
use crate::kit::dates::Dates;
use crate::kit::elsewhere::header_below;
use crate::kit::encoding::decode;
use crate::kit::fields::{DecimalMark, argument, quote};
use crate::kit::format::count;
use crate::kit::headers::CUSTOMER;
use crate::kit::rows::{ALIKE, Advice, BadRow, Reading, Repeats, Row, Rows, list};
use cells::{Faults, is_left};
use columns::{Columns, Stay};

pub use cells::Lost;
pub use columns::ColumnNames;

/// More groups than these are no groups.
const MOST_GROUPS: usize = 100;
/// A hundred years: a longer tenure is one in days.
const LONGEST: u32 = 1200;
/// So many of the words of a column are shown.
const SHOWN: usize = 5;
/// Of a customer whose cell is empty.
pub const NO_GROUP: &str = "not stated";

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
    /// Tenures that were no whole months, and were counted as months begun.
    pub fractions: usize,
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
    let mut reader = Reader::new(columns, columns.names(rows.headers()), layout);
    let mut read = 0;
    while let Some(row) = rows.next()? {
        if row.is_blank() {
            continue;
        }
        reader.note(&row, id, layout);
        read += 1;
        watch(read);
    }
    reader.finish(layout)
}

/// A customer before it is known how numbers are written.
struct Raw {
    line: u64,
    stay: RawStay,
    group: usize,
    amount: Option<Amount>,
}

enum RawStay {
    For { months: Amount, left: bool },
    Known(Stayed),
}

/// Reads row after row.
struct Reader<'l> {
    columns: Columns,
    names: ColumnNames,
    tenures: Amounts,
    amounts: Amounts,
    starts: Dates<'l>,
    ends: Dates<'l>,
    groups: HashMap<String, usize>,
    raw: Vec<Raw>,
    bad: Vec<BadRow>,
    repeats: Repeats,
    ids: HashSet<String>,
    again: usize,
    /// Rows whose only fault is what the column of churn says.
    unclear: usize,
    /// Some of what the column of churn says of customers who stayed, where the user tells what it says of
    /// the others.
    others: BTreeSet<String>,
}

impl<'l> Reader<'l> {
    fn new(columns: Columns, names: ColumnNames, layout: &'l Layout) -> Self {
        let dates = || Dates::new(layout.date_format.as_deref(), layout.dates_within);
        Self {
            columns,
            names,
            tenures: Amounts::new(layout.decimal_mark),
            amounts: Amounts::new(layout.decimal_mark),
            starts: dates(),
            ends: dates(),
            groups: HashMap::new(),
            raw: Vec::new(),
            bad: Vec::new(),
            repeats: Repeats::default(),
            ids: HashSet::new(),
            again: 0,
            unclear: 0,
            others: BTreeSet::new(),
        }
    }

    fn note(&mut self, row: &Row<'_>, id: Option<usize>, layout: &Layout) {
        match self.customer(row, &layout.lost) {
            Ok(raw) => {
                self.raw.push(raw);
                self.repeats.note(row);
                let id = id.and_then(|id| row.text(id).ok());
                let id = id.filter(|id| !id.is_empty());
                self.again += usize::from(id.is_some_and(|id| !self.ids.insert(id.to_owned())));
            }
            Err(faults) => {
                self.unclear += usize::from(faults.only_churn);
                let mut reason = faults.reasons.join("; ");
                if row.is_total() {
                    reason = format!("it seems to be a total, not a customer: {reason}");
                }
                self.bad.push(BadRow {
                    line: row.line,
                    reason,
                });
            }
        }
    }

    fn customer(&mut self, row: &Row<'_>, lost: &Lost) -> Result<Raw, Faults> {
        row.check_width().map_err(Faults::of)?;
        let mut faults = Faults::default();
        let stay = self.stay(row, lost, &mut faults);
        let amount = faults.keep(self.amount(row)).flatten();
        let group = faults.keep(self.columns.group.map(|at| row.text(at)).transpose());
        let (Some(stay), Some(group)) = (stay, group) else {
            return Err(faults);
        };
        if !faults.reasons.is_empty() {
            return Err(faults);
        }
        let name = match group {
            Some("") => NO_GROUP,
            Some(name) => name,
            None => "",
        };
        let next = self.groups.len();
        let group = match self.groups.get(name) {
            Some(known) => *known,
            None => *self.groups.entry(name.to_owned()).or_insert(next),
        };
        Ok(Raw {
            line: row.line,
            stay,
            group,
            amount,
        })
    }

    fn stay(&mut self, row: &Row<'_>, lost: &Lost, faults: &mut Faults) -> Option<RawStay> {
        match self.columns.stay {
            Stay::Tenure { tenure, churn } => {
                let months = row.text(tenure).and_then(|text| {
                    let read = self.tenures.read(text, row.line);
                    // As an amount, but called by another name.
                    read.map_err(|why| why.replacen("amount", "tenure", 1))
                });
                let months = faults.keep(months);
                let left = row.text(churn).and_then(|text| is_left(text, lost));
                if lost.is_told() && left == Ok(false) && self.others.len() < SHOWN {
                    self.others.extend(row.text(churn).map(str::to_owned));
                }
                let left = faults.keep_churn(left);
                Some(RawStay::For {
                    months: months?,
                    left: left?,
                })
            }
            Stay::Dates { start, end } => {
                let day = |dates: &mut Dates<'_>, at: usize, name: &str| {
                    let read = row.text(at).and_then(|text| dates.read(text, row.line));
                    read.map_err(|why| why.replacen("date", &format!("{name} date"), 1))
                };
                let start = faults.keep(day(&mut self.starts, start, "start"));
                let is_open = row.text(end).is_ok_and(str::is_empty);
                let end = match is_open {
                    true => Some(None),
                    false => faults.keep(day(&mut self.ends, end, "end").map(Some)),
                };
                let (start, end) = (start?, end?);
                if let Some(end) = end.filter(|end| *end < start) {
                    faults.add(format!("it ends on {end}, before it starts on {start}"));
                    return None;
                }
                Some(RawStay::Known(Stayed::From { start, end }))
            }
        }
    }

    /// What is paid a month; `None` where nothing stands there.
    fn amount(&mut self, row: &Row<'_>) -> Result<Option<Amount>, String> {
        let Some(at) = self.columns.amount else {
            return Ok(None);
        };
        let text = row.text(at)?;
        if text.is_empty() {
            return Ok(None);
        }
        let amount = self.amounts.read(text, row.line)?;
        if amount.value() < Decimal::ZERO {
            return Err(format!(
                "amount {} is below zero; what a customer pays a month is zero or more",
                quote(text),
            ));
        }
        Ok(Some(amount))
    }

    fn finish(mut self, layout: &Layout) -> Result<Sheet, String> {
        self.starts.check_order()?;
        self.ends.check_order()?;
        if self.groups.len() > MOST_GROUPS {
            return Err(format!(
                "{} has {} different values, and groups are at most {MOST_GROUPS}: name a column of fewer with \
                 --group",
                quote(self.names.group.as_deref().unwrap_or_default()),
                count(self.groups.len()),
            ));
        }
        let left = |raw: &Raw| matches!(raw.stay, RawStay::For { left: true, .. });
        if layout.lost.is_told() && !self.raw.is_empty() && !self.raw.iter().any(left) {
            return Err(format!(
                "no row says in {} what --lost says; there stands {}",
                quote(self.names.churn.as_deref().unwrap_or_default()),
                list(self.others.iter().map(String::as_str)),
            ));
        }
        let advice = self.advice();
        let mark = |amounts: Amounts, name: &Option<String>| {
            amounts.finish(name.as_deref().unwrap_or_default())
        };
        let of_tenures = mark(std::mem::take(&mut self.tenures), &self.names.tenure);
        let of_tenures = of_tenures.map_err(|why| why.replacen("amounts", "tenures", 1))?;
        let of_amounts = mark(std::mem::take(&mut self.amounts), &self.names.amount)?;
        let (mut customers, mut fractions) = (Vec::with_capacity(self.raw.len()), 0);
        for raw in self.raw {
            let stay = match raw.stay {
                RawStay::Known(stay) => Ok(stay),
                RawStay::For { months, left } => {
                    let months = months.with(of_tenures);
                    fractions += usize::from(!months.fract().is_zero());
                    begun(months).map(|months| Stayed::For { months, left })
                }
            };
            match stay {
                Ok(stay) => customers.push(Customer {
                    stay,
                    group: raw.group,
                    amount: raw.amount.map(|amount| amount.with(of_amounts)),
                }),
                Err(reason) => self.bad.push(BadRow {
                    line: raw.line,
                    reason,
                }),
            }
        }
        self.bad.sort_by_key(|bad| bad.line);
        let mut groups = vec![String::new(); self.groups.len()];
        for (name, at) in self.groups {
            groups[at] = name;
        }
        Ok(Sheet {
            columns: self.names,
            customers,
            groups,
            bad: self.bad,
            advice,
            repeated: self.repeats.from(ALIKE),
            again: self.again,
            fractions,
        })
    }

    /// What may be done about rows that cannot be read.
    fn advice(&self) -> Option<Advice> {
        let all = self.bad.len();
        if let (true, Some(churn)) = (self.unclear > 0, &self.names.churn) {
            return Some(Advice {
                text: format!(
                    "Say what {} says of customers who left, as in --lost {}.",
                    quote(churn),
                    argument("Gone,Closed"),
                ),
                mends: self.unclear == all,
                ..Advice::default()
            });
        }
        let of_dates = self.starts.advice().or_else(|| self.ends.advice());
        of_dates.map(|(text, mends)| Advice {
            text,
            mends,
            once: Vec::new(),
            told: BTreeSet::new(),
        })
    }
}

/// How many months were begun.
fn begun(months: Decimal) -> Result<u32, String> {
    let begun = months.ceil();
    if months < Decimal::ZERO {
        return Err(format!("tenure {months} is below zero"));
    }
    let begun = u32::try_from(begun).ok().filter(|begun| *begun <= LONGEST);
    begun.ok_or_else(|| {
        format!("tenure {months} is more than a hundred years of months: divide days by 30.4375")
    })
}
