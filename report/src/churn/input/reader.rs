//! Reads a file of customers row after row.

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::cells::{Faults, OddDates, Unclear, Unsaid, is_left};
use super::columns::{ColumnNames, Columns, Stay};
use super::groups::Groups;
use super::notes::{Notes, ReadAs};
use super::unit::{Unit, check_months};
use super::{Customer, Layout, Lost, Sheet, Stayed};
use crate::kit::amounts::{Amount, Amounts};
use crate::kit::blanks::{Blanks, is_missing, is_no_end};
use crate::kit::dates::Dates;
use crate::kit::fields::{DecimalMark, quote};
use crate::kit::format::count;
use crate::kit::rows::{ALIKE, Advice, BadRow, Repeats, Row, list};

/// More groups than these are no groups.
const MOST_GROUPS: usize = 100;
/// So many of the words of a column are shown.
const SHOWN: usize = 5;

/// A customer before it is known how numbers are written.
struct Raw {
    line: u64,
    stay: RawStay,
    group: usize,
    amount: Option<Amount>,
    says_left: Option<bool>,
}

enum RawStay {
    For { tenure: Amount, left: bool },
    Known(Stayed),
}

/// The rows read so far.
pub struct Reader<'l> {
    columns: Columns,
    names: ColumnNames,
    /// From this year on a day stands for no end.
    far: i32,
    tenures: Amounts,
    amounts: Amounts,
    starts: Dates<'l>,
    ends: Dates<'l>,
    groups: Groups,
    raw: Vec<Raw>,
    bad: Vec<BadRow>,
    repeats: Repeats,
    ids: HashSet<String>,
    again: usize,
    unclear: Unclear,
    odd_dates: OddDates,
    /// Cells beside dates that do not say whether the customer left.
    unclear_beside: u64,
    /// Customers who left as they have a day on which they did.
    left_by_day: u64,
    /// Some of what the column of churn says of customers who stayed, where the user tells what it says of
    /// the others.
    others: BTreeSet<String>,
    no_end: Blanks,
    no_amount: Blanks,
}

impl<'l> Reader<'l> {
    pub fn new(columns: Columns, names: ColumnNames, layout: &'l Layout) -> Self {
        let dates = || Dates::new(layout.date_format.as_deref(), layout.dates_within);
        Self {
            columns,
            names,
            // Days that a calendar of today may hold are dates where the user says which may be.
            far: if layout.dates_within.is_some() {
                2900
            } else {
                2100
            },
            tenures: Amounts::new(layout.decimal_mark),
            amounts: Amounts::new(layout.decimal_mark),
            starts: dates(),
            ends: dates(),
            groups: Groups::new(layout.groups_as_written),
            raw: Vec::new(),
            bad: Vec::new(),
            repeats: Repeats::default(),
            ids: HashSet::new(),
            again: 0,
            unclear: Unclear::default(),
            odd_dates: OddDates::default(),
            unclear_beside: 0,
            left_by_day: 0,
            others: BTreeSet::new(),
            no_end: Blanks::default(),
            no_amount: Blanks::default(),
        }
    }

    pub fn note(&mut self, row: &Row<'_>, id: Option<usize>, layout: &Layout) {
        match self.customer(row, &layout.lost) {
            Ok(raw) => {
                self.raw.push(raw);
                self.repeats.note(row);
                let id = id.and_then(|id| row.text(id).ok());
                let id = id.filter(|id| !is_missing(id));
                self.again += usize::from(id.is_some_and(|id| !self.ids.insert(id.to_owned())));
            }
            Err(faults) => {
                let mut reason = faults.reasons.join("; ");
                if row.is_total() {
                    reason = format!("it seems to be a total, not a customer: {reason}");
                } else if faults.only_churn {
                    self.unclear.only(row.line);
                } else {
                    self.odd_dates.note(row.line, &faults.reasons);
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
        Ok(Raw {
            line: row.line,
            says_left: self.says_left(row, lost),
            stay,
            group: match group {
                Some(name) => self.groups.place(name),
                None => self.groups.nameless(),
            },
            amount,
        })
    }

    fn stay(&mut self, row: &Row<'_>, lost: &Lost, faults: &mut Faults) -> Option<RawStay> {
        match self.columns.stay {
            Stay::Tenure { tenure, churn, .. } => {
                let tenure = faults.keep(self.tenure(row, tenure));
                let left = self.left(row, churn, lost, faults);
                Some(RawStay::For {
                    tenure: tenure?,
                    left: left?,
                })
            }
            Stay::Dates { start, end, .. } => self.days(row, [start, end], faults),
        }
    }

    fn tenure(&mut self, row: &Row<'_>, at: usize) -> Result<Amount, String> {
        let read = self.tenures.read(row.text(at)?, row.line);
        // As an amount, but called by another name.
        read.map_err(|why| why.replacen("amount", "tenure", 1))
    }

    fn left(&mut self, row: &Row<'_>, at: usize, lost: &Lost, faults: &mut Faults) -> Option<bool> {
        let text = faults.keep(row.text(at))?;
        let by_day = matches!(self.columns.stay, Stay::Tenure { by_day: true, .. });
        let is_day = text.contains(|letter: char| letter.is_ascii_digit());
        let found = match is_left(text, lost) {
            Err(_) if by_day && is_no_end(text, self.far) => Ok(false),
            Err(_) if by_day && is_day => {
                self.left_by_day += 1;
                Ok(true)
            }
            found => found,
        };
        match found {
            Ok(left) => {
                if lost.is_told() && !left && self.others.len() < SHOWN {
                    self.others.insert(text.to_owned());
                }
                Some(left)
            }
            Err(why) => {
                if why == Unsaid::Unknown {
                    self.unclear.note(text);
                    faults.add_unclear(why.reason(text));
                } else {
                    faults.add(why.reason(text));
                }
                None
            }
        }
    }

    fn days(
        &mut self,
        row: &Row<'_>,
        [start, end]: [usize; 2],
        faults: &mut Faults,
    ) -> Option<RawStay> {
        let named = |why: String, name: &str| why.replacen("date", &format!("{name} date"), 1);
        let start = faults.keep(row.text(start)).and_then(|text| {
            if is_missing(text) && !text.is_empty() {
                faults.add(format!("start date {} is not a day", quote(text)));
                return None;
            }
            let read = self.starts.read(text, row.line);
            faults.keep(read.map_err(|why| named(why, "start")))
        });
        let text = faults.keep(row.text(end))?;
        if is_no_end(text, self.far) {
            self.no_end.note(text);
            let start = start?;
            return Some(RawStay::Known(Stayed::From { start, end: None }));
        }
        let end = self.ends.read(text, row.line);
        let end = faults.keep(end.map_err(|why| named(why, "end")));
        let (start, mut end) = (start?, Some(end?));
        // Day 0 of many clocks, where nobody was a customer yet.
        if end == NaiveDate::from_ymd_opt(1970, 1, 1) && end < Some(start) {
            self.no_end.note(text);
            end = None;
        }
        if let Some(end) = end.filter(|end| *end < start) {
            faults.add(format!("it ends on {end}, before it starts on {start}"));
            return None;
        }
        Some(RawStay::Known(Stayed::From { start, end }))
    }

    /// What a column beside dates says.
    fn says_left(&mut self, row: &Row<'_>, lost: &Lost) -> Option<bool> {
        let Stay::Dates { churn, .. } = self.columns.stay else {
            return None;
        };
        let text = row.text(churn?).ok()?;
        let said = is_left(text, lost).ok();
        self.unclear_beside += u64::from(said.is_none());
        if lost.is_told() && said == Some(false) && self.others.len() < SHOWN {
            self.others.insert(text.to_owned());
        }
        said
    }

    /// What is paid a month; `None` where nothing stands there.
    fn amount(&mut self, row: &Row<'_>) -> Result<Option<Amount>, String> {
        let Some(at) = self.columns.amount else {
            return Ok(None);
        };
        let text = row.text(at)?;
        if is_missing(text) {
            self.no_amount.note(text);
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

    pub fn finish(mut self, layout: &Layout) -> Result<Sheet, String> {
        self.check(layout)?;
        let advice = self.advice();
        let mark = |amounts: &mut Amounts, name: &Option<String>| {
            std::mem::take(amounts).finish(name.as_deref().unwrap_or_default())
        };
        let of_tenures = mark(&mut self.tenures, &self.names.tenure);
        let of_tenures = of_tenures.map_err(|why| why.replacen("amounts", "tenures", 1))?;
        let of_amounts = mark(&mut self.amounts, &self.names.amount)?;
        let mut notes = self.notes(layout.tenure_unit, of_tenures)?;
        let unit = notes.tenure_unit.unwrap_or(Unit::Months);
        let mut customers = Vec::with_capacity(self.raw.len());
        for raw in self.raw {
            let stay = match raw.stay {
                RawStay::Known(stay) => Ok(stay),
                RawStay::For { tenure, left } => {
                    let tenure = tenure.with(of_tenures);
                    let is_part = unit == Unit::Months && !tenure.fract().is_zero();
                    notes.tenures_rounded_up += usize::from(is_part);
                    let begun = unit.begun(tenure);
                    begun.map(|months| Stayed::For { months, left })
                }
            };
            match stay {
                Ok(stay) => customers.push(Customer {
                    stay,
                    group: raw.group,
                    amount: raw.amount.map(|amount| amount.with(of_amounts)),
                    says_left: raw.says_left,
                }),
                Err(reason) => self.bad.push(BadRow {
                    line: raw.line,
                    reason,
                }),
            }
        }
        self.bad.sort_by_key(|bad| bad.line);
        let (groups, merged) = self.groups.finish();
        notes.merged_groups = merged;
        notes.tenures = range(&customers);
        let paid = |customer: &Customer| customer.amount.is_some_and(|amount| !amount.is_zero());
        Ok(Sheet {
            columns: self.names,
            groups,
            bad: self.bad,
            advice,
            repeated: self.repeats.from(ALIKE),
            again: self.again,
            is_paid: customers.iter().any(paid),
            customers,
            notes,
        })
    }

    /// Whether the columns as a whole can be what they are taken for.
    fn check(&self, layout: &Layout) -> Result<(), String> {
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
        let left = |raw: &Raw| {
            matches!(raw.stay, RawStay::For { left: true, .. }) || raw.says_left == Some(true)
        };
        if layout.lost.is_told() && !self.raw.is_empty() && !self.raw.iter().any(left) {
            return Err(format!(
                "no row says in {} what --lost says; there stands {}",
                quote(self.names.churn.as_deref().unwrap_or_default()),
                list(self.others.iter().map(String::as_str)),
            ));
        }
        Ok(())
    }

    /// What is to be said of how the file was read.
    fn notes(&self, told: Option<Unit>, mark: DecimalMark) -> Result<Notes, String> {
        let tenure = self.names.tenure.as_deref();
        let known = told.or_else(|| tenure.and_then(Unit::of_header));
        if let (Some(column), None) = (tenure, known) {
            let tenures = self.raw.iter().filter_map(|raw| match raw.stay {
                RawStay::For { tenure, .. } => Some(tenure.with(mark)),
                RawStay::Known(_) => None,
            });
            check_months(column, &tenures.collect::<Vec<_>>())?;
        }
        let blanks = [
            (&self.names.end, &self.no_end, "an end that has not come"),
            (&self.names.amount, &self.no_amount, "not stated"),
        ];
        let read_as = blanks.into_iter().filter_map(|(column, blanks, meaning)| {
            let column = column.clone()?;
            Some(ReadAs {
                cells: blanks.cells(),
                remark: blanks.remark(&column, meaning)?,
                column,
            })
        });
        Ok(Notes {
            tenure_unit: tenure.map(|_| known.unwrap_or(Unit::Months)),
            unit_is_assumed: known.is_none(),
            read_as: read_as.collect(),
            unclear_beside: self.unclear_beside,
            left_by_day: self.left_by_day,
            ..Notes::default()
        })
    }

    /// What may be done about rows that cannot be read.
    fn advice(&self) -> Option<Advice> {
        let churn = self.names.churn.as_deref().unwrap_or_default();
        if let Some(advice) = self.unclear.advice(churn, self.bad.len()) {
            return Some(advice);
        }
        let of_dates = match (self.starts.advice(), self.ends.advice()) {
            (None, Some(_)) if self.starts.is_read() && !self.ends.is_read() => {
                in_another_way("start", "end")
            }
            (Some(_), None) if self.ends.is_read() && !self.starts.is_read() => {
                in_another_way("end", "start")
            }
            (of_starts, of_ends) => of_starts.or(of_ends),
        };
        of_dates.map(|(text, mends)| self.odd_dates.advice(text, mends))
    }
}

/// What to do where one of two columns is read without a format, which would be of both.
fn in_another_way(read: &str, unread: &str) -> Option<(String, bool)> {
    let text = format!(
        "The {read} dates are read as they are, and the {unread} dates are written in another way; a --date-format is \
         of both columns: write both in one way, best as 2024-05-31.",
    );
    Some((text, false))
}

/// The shortest and the longest tenure.
fn range(customers: &[Customer]) -> Option<(u32, u32)> {
    let months = customers.iter().filter_map(|customer| match customer.stay {
        Stayed::For { months, .. } => Some(months),
        Stayed::From { .. } => None,
    });
    months.clone().min().zip(months.max())
}
