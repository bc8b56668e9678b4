use std::iter::Zip;
use std::slice::Iter;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Purchase, amount_from_minor};
use crate::{Error, Result};

/// Purchases in columns, as a data frame, Arrow or the result of a database query holds them.
///
/// [`rows`](Self::rows) hands them to whatever takes purchases, without a copy of the columns. The
/// results are those of the same purchases as structs.
///
/// ```
/// use retention::purchases::{Amounts, Columns, Dates, PurchaseLog};
/// use rust_decimal::dec;
///
/// let customers = ["Ann", "Ben", "Ann"];
/// let days = [19_844, 19_845, 19_850]; // since 1970-01-01
/// let cents = [2_933, 6_334, 0];
/// let amounts = Amounts::Minor { units: &cents, scale: 2 };
/// let mask = [true, true, false];
/// let columns = Columns::masked(&customers, Dates::SinceEpoch(&days), amounts, mask)?;
/// assert_eq!(columns.left_out(), 1); // Ann's second amount is missing
/// let log = PurchaseLog::from_rows(columns.rows())?;
/// assert_eq!(log.window().to_string(), "2024-05-01 to 2024-05-02");
/// assert_eq!(log.get(0).unwrap().amount, dec!(29.33));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[doc(alias = "Arrow")]
#[doc(alias = "data frame")]
pub struct Columns<'a, Id> {
    customers: &'a [Id],
    dates: Dates<'a>,
    amounts: Amounts<'a>,
    /// The dates of consecutive days since 1970-01-01, from the first on, where a table of them pays.
    days: (i32, Vec<NaiveDate>),
    /// The rows that are there, each with its customer, where some are missing.
    present: Option<Vec<(usize, &'a Id)>>,
}

/// A column of dates. See the example of [`Columns`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dates<'a> {
    /// Dates.
    Dates(&'a [NaiveDate]),
    /// Days since 1 January 1970, negative before it: Arrow's `Date32`.
    SinceEpoch(&'a [i32]),
}

/// A column of amounts. See the example of [`Columns`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Amounts<'a> {
    /// Decimal numbers.
    Decimals(&'a [Decimal]),
    /// Whole numbers of minor units: 2933 at scale 2 is 29.33.
    Minor {
        /// The whole numbers.
        units: &'a [i64],
        /// Their decimal places, 0 to 28.
        scale: u32,
    },
}

/// The days of about 180 years: more are not worth a table.
const MOST_DAYS: usize = 1 << 16;

impl<'a, Id> Columns<'a, Id> {
    /// Creates purchases of columns of one length: row by row a customer, a date and an amount.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if the columns differ in length; [`Error::OutOfRange`] for more than 28
    /// decimal places and, at its row, for a day beyond the calendar, which ends in the years −262143 and
    /// 262142.
    pub fn new(customers: &'a [Id], dates: Dates<'a>, amounts: Amounts<'a>) -> Result<Self> {
        Self::checked(customers, dates, amounts, None)
    }

    /// Creates purchases of columns in some rows of which a value is missing. The mask says which rows are
    /// there; the others are left out, and what stands in their place does not matter.
    ///
    /// The mask has `true` for a row whose values are all there, as Arrow's validity has; where each column
    /// has a mask of its own, combine them by AND. It takes 16 bytes for each row that is there.
    ///
    /// # Errors
    /// As [`new`](Self::new), for the rows that are there; [`Error::LengthMismatch`] if the mask does not
    /// have the length of the columns.
    pub fn masked(
        customers: &'a [Id],
        dates: Dates<'a>,
        amounts: Amounts<'a>,
        mask: impl IntoIterator<Item = bool>,
    ) -> Result<Self> {
        let mut rows = 0_usize;
        let counted = mask.into_iter().inspect(|_| rows = rows.saturating_add(1));
        let keys = customers.iter().enumerate().map(Some);
        let present: Vec<(usize, &Id)> = counted
            .zip(keys.chain(std::iter::repeat(None)))
            .filter_map(|(present, row)| row.filter(|_| present))
            .collect();
        if rows != customers.len() {
            return Err(Error::length("mask", rows, customers.len()));
        }
        Self::checked(customers, dates, amounts, Some(present))
    }

    fn checked(
        customers: &'a [Id],
        dates: Dates<'a>,
        amounts: Amounts<'a>,
        present: Option<Vec<(usize, &'a Id)>>,
    ) -> Result<Self> {
        let found = match dates {
            Dates::Dates(dates) => dates.len(),
            Dates::SinceEpoch(days) => days.len(),
        };
        if found != customers.len() {
            return Err(Error::length("dates", found, customers.len()));
        }
        let found = match amounts {
            Amounts::Decimals(amounts) => amounts.len(),
            Amounts::Minor { units, scale } => {
                amount_from_minor(0, scale)?;
                units.len()
            }
        };
        if found != customers.len() {
            return Err(Error::length("amounts", found, customers.len()));
        }
        let days = match (dates, &present) {
            (Dates::Dates(_), _) => (0, Vec::new()),
            (Dates::SinceEpoch(days), None) => {
                let mut ends = days.first().map(|&day| (day, day)).unwrap_or_default();
                for &day in days {
                    ends = (ends.0.min(day), ends.1.max(day));
                }
                table(ends, days.iter().copied().enumerate())?
            }
            (Dates::SinceEpoch(days), Some(present)) => {
                let present = present.iter();
                let days = present.filter_map(|&(row, _)| Some((row, *days.get(row)?)));
                let ends = days.clone().map(|(_, day)| (day, day));
                let ends = ends.reduce(|(first, last), (day, _)| (first.min(day), last.max(day)));
                table(ends.unwrap_or_default(), days)?
            }
        };
        Ok(Self {
            customers,
            dates,
            amounts,
            days,
            present,
        })
    }

    /// Returns the number of rows that are there.
    #[must_use]
    pub fn len(&self) -> usize {
        let all = self.customers.len();
        self.present.as_ref().map_or(all, Vec::len)
    }

    /// Returns whether no row is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the number of rows that are left out.
    #[must_use]
    pub fn left_out(&self) -> u64 {
        self.customers.len().saturating_sub(self.len()) as u64
    }

    #[inline]
    fn date(&self, row: usize) -> NaiveDate {
        match self.dates {
            Dates::Dates(dates) => dates.get(row).copied().unwrap_or_default(),
            Dates::SinceEpoch(days) => self.day(days.get(row).copied().unwrap_or_default()),
        }
    }

    #[inline]
    fn day(&self, day: i32) -> NaiveDate {
        let (first, dates) = &self.days;
        match dates.get(day.wrapping_sub(*first) as u32 as usize) {
            Some(&date) => date,
            // None is beyond the calendar.
            None => since_epoch(day).unwrap_or_default(),
        }
    }

    #[inline]
    fn amount(&self, row: usize) -> Decimal {
        match self.amounts {
            Amounts::Decimals(amounts) => amounts.get(row).copied().unwrap_or_default(),
            Amounts::Minor { units, scale } => {
                from_minor(units.get(row).copied().unwrap_or_default(), scale)
            }
        }
    }

    #[inline(always)]
    fn purchase(&self, row: usize, customer: &Id) -> Purchase<Id>
    where
        Id: Clone,
    {
        Purchase {
            customer: customer.clone(),
            date: self.date(row),
            amount: self.amount(row),
        }
    }

    /// Returns the row that is there with this number, and counts it.
    #[inline(never)]
    fn take(&self, next: &mut usize) -> Option<Purchase<Id>>
    where
        Id: Clone,
    {
        let (row, customer) = match &self.present {
            None => (*next, self.customers.get(*next)?),
            Some(rows) => *rows.get(*next)?,
        };
        *next += 1;
        Some(self.purchase(row, customer))
    }

    /// Returns where in the columns a row that is there stands, if there are so many. What takes
    /// [`rows`](Self::rows) counts these: an error at row 7 is at `position(7)` of the columns.
    #[must_use]
    pub fn position(&self, row: usize) -> Option<usize> {
        match &self.present {
            None => Some(row).filter(|&row| row < self.customers.len()),
            Some(rows) => rows.get(row).map(|&(row, _)| row),
        }
    }

    /// Iterates over the rows that are there, to be taken by a builder or a log.
    pub fn rows(&self) -> impl Iterator<Item = Purchase<Id>> + '_
    where
        Id: Clone,
    {
        Rows::of(self)
    }

    /// Iterates over the rows that are there on several threads, for
    /// [`par_extend`](crate::Accumulator::par_extend).
    ///
    /// ```
    /// use rayon::iter::IndexedParallelIterator;
    /// use retention::Accumulator;
    /// use retention::purchases::{Amounts, Builder, Columns, Dates};
    ///
    /// let (customers, days, cents) = ([7, 9, 7], [19_844, 19_845, 19_850], [500, 1_250, 990]);
    /// let amounts = Amounts::Minor { units: &cents, scale: 2 };
    /// let columns = Columns::new(&customers, Dates::SinceEpoch(&days), amounts)?;
    /// let mut builder = Builder::new();
    /// builder.par_extend(columns.par_rows())?;
    /// assert_eq!(builder.finish()?.customers(), [7, 9]);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[cfg(feature = "rayon")]
    #[cfg_attr(docsrs, doc(cfg(feature = "rayon")))]
    #[must_use]
    pub fn par_rows(&self) -> impl rayon::iter::IndexedParallelIterator<Item = Purchase<Id>> + '_
    where
        Id: Clone + Send + Sync,
    {
        use rayon::iter::{
            Either, IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator,
        };

        let rows = match &self.present {
            None => Either::Left(self.customers.par_iter().enumerate()),
            Some(rows) => Either::Right(rows.par_iter().copied()),
        };
        rows.map(|(row, customer)| self.purchase(row, customer))
    }
}

/// The rows that are there.
enum Rows<'c, 'a, Id> {
    /// Days and minor units without a gap, side by side: what reads them looks up no place.
    Plain(Plain<'c, 'a, Id>),
    /// Any columns, and the next row.
    Any(&'c Columns<'a, Id>, usize),
}

struct Plain<'c, 'a, Id> {
    columns: &'c Columns<'a, Id>,
    rows: Zip<Iter<'c, Id>, Zip<Iter<'c, i32>, Iter<'c, i64>>>,
    scale: u32,
}

impl<'c, 'a, Id> Rows<'c, 'a, Id> {
    fn of(columns: &'c Columns<'a, Id>) -> Self {
        match (&columns.present, columns.dates, columns.amounts) {
            (None, Dates::SinceEpoch(days), Amounts::Minor { units, scale }) => {
                Self::Plain(Plain {
                    columns,
                    rows: columns.customers.iter().zip(days.iter().zip(units)),
                    scale,
                })
            }
            _ => Self::Any(columns, 0),
        }
    }
}

impl<Id: Clone> Iterator for Plain<'_, '_, Id> {
    type Item = Purchase<Id>;

    #[inline(always)]
    fn next(&mut self) -> Option<Purchase<Id>> {
        let (customer, (&day, &units)) = self.rows.next()?;
        Some(Purchase {
            customer: customer.clone(),
            date: self.columns.day(day),
            amount: from_minor(units, self.scale),
        })
    }
}

impl<Id: Clone> Iterator for Rows<'_, '_, Id> {
    type Item = Purchase<Id>;

    #[inline(always)]
    fn next(&mut self) -> Option<Purchase<Id>> {
        match self {
            Self::Plain(plain) => plain.next(),
            Self::Any(columns, next) => columns.take(next),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Self::Plain(plain) => plain.rows.size_hint(),
            Self::Any(columns, next) => {
                let left = columns.len().saturating_sub(*next);
                (left, Some(left))
            }
        }
    }
}

/// As `Decimal::new`, which is not inlined.
#[inline(always)]
const fn from_minor(units: i64, scale: u32) -> Decimal {
    let magnitude = units.unsigned_abs();
    let (low, middle) = (magnitude as u32, (magnitude >> 32) as u32);
    // Apart, since almost all amounts are positive, and less is to be done for them.
    if units > 0 {
        Decimal::from_parts(low, middle, 0, false, scale)
    } else {
        Decimal::from_parts(low, middle, 0, units < 0, scale)
    }
}

fn since_epoch(day: i32) -> Option<NaiveDate> {
    /// The days of the years 1 to 1969.
    const BEFORE: i32 = 719_163;
    NaiveDate::from_num_days_from_ce_opt(day.checked_add(BEFORE)?)
}

/// The first day and the date of each from then on to the last, if a table of them pays; none is beyond
/// the calendar.
fn table(
    (first, last): (i32, i32),
    days: impl Iterator<Item = (usize, i32)>,
) -> Result<(i32, Vec<NaiveDate>)> {
    if since_epoch(first).is_none() || since_epoch(last).is_none() {
        let mut beyond = days.filter(|&(_, day)| since_epoch(day).is_none());
        let (row, day) = beyond.next().unwrap_or_default();
        let error = Error::out_of_range("days since 1970-01-01", day, "a day of the calendar");
        return Err(error.at_row(row));
    }
    if last.abs_diff(first) as usize >= MOST_DAYS {
        return Ok((0, Vec::new()));
    }
    Ok((first, (first..=last).filter_map(since_epoch).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates_with_a_table_and_without() {
        for days in [&[-1, 0, 19_844][..], &[-719_163, 0, 2_000_000, 95_026_236]] {
            let customers = vec![(); days.len()];
            let zeros = vec![0; days.len()];
            let amounts = Amounts::Minor {
                units: &zeros,
                scale: 0,
            };
            let columns = Columns::new(&customers, Dates::SinceEpoch(days), amounts).unwrap();
            assert_eq!(columns.days.1.is_empty(), days.len() == 4);
            let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
            for (row, &day) in columns.rows().zip(days) {
                assert_eq!((row.date - epoch).num_days(), i64::from(day));
            }
        }
    }
}
