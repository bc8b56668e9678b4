//! The order of a log: rows by customer, then by date and amount.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use crate::numeric::money::{Column, Merge, permuted};

/// Where the rows of each customer begin, and the end of the last.
pub(super) fn ranges(offsets: &[u32]) -> impl Iterator<Item = Range<usize>> {
    offsets
        .iter()
        .zip(offsets.iter().skip(1))
        .map(|(&start, &end)| start as usize..end as usize)
}

/// Brings rows into the order of a log. `codes` has the customer of each row, `order` the codes from
/// the first customer to the last; returned is where the rows of each of them begin.
pub(super) fn arrange(
    mut codes: Vec<u32>,
    order: impl ExactSizeIterator<Item = u32>,
    dates: &mut Vec<NaiveDate>,
    amounts: &mut Column,
) -> Vec<u32> {
    let (offsets, mut starts) = counted(&codes, order);
    let packed = amounts.rearrange_narrow(|amounts, largest| {
        let Some(packing) = Packing::of(dates, largest) else {
            return false;
        };
        let rows = dates.iter().zip(amounts.iter());
        let keys = rows.map(|(&date, &amount)| packing.key(date, amount));
        let mut keys = scattered(&codes, keys, &mut starts);
        codes = Vec::new();
        for range in ranges(&offsets) {
            if let Some(group) = keys.get_mut(range) {
                group.sort_unstable();
            }
        }
        for ((&key, date), amount) in keys.iter().zip(dates.iter_mut()).zip(amounts) {
            *date = packing.date(key).unwrap_or(*date);
            *amount = packing.amount(key);
        }
        true
    });
    if !packed {
        arrange_wide(codes, starts, &offsets, dates, amounts);
    }
    offsets
}

/// The number of rows of each customer makes their offsets, and by code where each customer's rows go.
fn counted(codes: &[u32], order: impl ExactSizeIterator<Item = u32>) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32; order.len()];
    for &code in codes {
        if let Some(count) = starts.get_mut(code as usize) {
            *count += 1;
        }
    }
    let mut offsets = Vec::with_capacity(starts.len().saturating_add(1));
    let mut start = 0_u32;
    for code in order {
        offsets.push(start);
        if let Some(count) = starts.get_mut(code as usize) {
            start += std::mem::replace(count, start);
        }
    }
    offsets.push(start);
    (offsets, starts)
}

/// Puts the keys of each customer side by side.
fn scattered(codes: &[u32], keys: impl Iterator<Item = u64>, starts: &mut [u32]) -> Vec<u64> {
    let mut moved = vec![0_u64; codes.len()];
    for (&code, key) in codes.iter().zip(keys) {
        if let Some(next) = starts.get_mut(code as usize) {
            if let Some(place) = moved.get_mut(*next as usize) {
                *place = key;
            }
            *next += 1;
        }
    }
    moved
}

/// The same for dates and amounts that do not go into 64 bits together.
fn arrange_wide(
    mut places: Vec<u32>,
    mut starts: Vec<u32>,
    offsets: &[u32],
    dates: &mut Vec<NaiveDate>,
    amounts: &mut Column,
) {
    for place in &mut places {
        if let Some(next) = starts.get_mut(*place as usize) {
            *place = *next;
            *next += 1;
        }
    }
    // One column at a time, so that only one is held twice.
    *dates = permuted(dates, &places);
    amounts.permute(&places);
    let mut scratch = Vec::new();
    for range in ranges(offsets) {
        amounts.sort_within(dates, range, &mut scratch);
    }
}

/// How a date and an amount go into one integer that sorts as they do: the year, the day of the year,
/// the amount.
struct Packing {
    first_year: i32,
    /// The first day of each year.
    years: Vec<NaiveDate>,
    /// The largest magnitude of an amount, which is added to each, so that none is negative.
    largest: i64,
    /// The bits of an amount.
    width: u32,
}

/// The bits of a day of the year.
const DAY: u32 = 9;

/// More years are not worth a table.
const MOST_YEARS: usize = 1024;

impl Packing {
    /// `None` if they do not all go into 64 bits.
    fn of(dates: &[NaiveDate], largest: u64) -> Option<Self> {
        let (first, last) = dates.iter().fold(None, |span, &date| {
            let (first, last) = span.unwrap_or((date, date));
            Some((date.min(first), date.max(last)))
        })?;
        let years = usize::try_from(last.year() - first.year()).ok()?;
        let width = 64 - largest.checked_mul(2)?.leading_zeros();
        let days = usize::BITS - years.leading_zeros() + DAY;
        if years >= MOST_YEARS || width + days > 64 {
            return None;
        }
        let years = (first.year()..=last.year())
            .map(|year| NaiveDate::from_yo_opt(year, 1))
            .collect::<Option<_>>()?;
        Some(Self {
            first_year: first.year(),
            years,
            largest: i64::try_from(largest).ok()?,
            width,
        })
    }

    #[inline]
    fn key(&self, date: NaiveDate, amount: i64) -> u64 {
        let year = (date.year() - self.first_year) as u64;
        let day = year << DAY | u64::from(date.ordinal());
        day << self.width | (amount + self.largest) as u64
    }

    #[inline]
    fn date(&self, key: u64) -> Option<NaiveDate> {
        let day = key >> self.width;
        let year = self.years.get((day >> DAY) as usize)?;
        year.with_ordinal(day as u32 & ((1 << DAY) - 1))
    }

    #[inline]
    fn amount(&self, key: u64) -> i64 {
        let amount = key & !(u64::MAX << self.width);
        amount as i64 - self.largest
    }
}

/// The rows of two logs, customer by customer, and the dates that come of them.
pub(super) struct MergedRows<'a, I> {
    /// Of each customer, the rows in either log.
    pub(super) groups: I,
    pub(super) dates: [&'a [NaiveDate]; 2],
    pub(super) merged: &'a mut Vec<NaiveDate>,
}

impl<I: Iterator<Item = [Range<usize>; 2]>> Merge for MergedRows<'_, I> {
    fn merge<M: Copy + Ord>(self, ours: &[M], theirs: &[M]) -> Vec<M> {
        let mut amounts = Vec::with_capacity(ours.len().saturating_add(theirs.len()));
        let [our_dates, their_dates] = self.dates;
        for [left, right] in self.groups {
            let left = (part(our_dates, &left), part(ours, &left));
            let right = (part(their_dates, &right), part(theirs, &right));
            merge_runs(left, right, self.merged, &mut amounts);
        }
        amounts
    }
}

fn part<'a, T>(column: &'a [T], range: &Range<usize>) -> &'a [T] {
    column.get(range.clone()).unwrap_or_default()
}

/// The dates and amounts of one customer in one log.
type Run<'a, M> = (&'a [NaiveDate], &'a [M]);

fn merge_runs<'a, M: Copy + Ord>(
    mut left: Run<'a, M>,
    mut right: Run<'a, M>,
    dates: &mut Vec<NaiveDate>,
    amounts: &mut Vec<M>,
) {
    while let (([our_date, ..], [our, ..]), ([their_date, ..], [their, ..])) = (left, right) {
        let (run, date, amount) = if (our_date, our) <= (their_date, their) {
            (&mut left, *our_date, *our)
        } else {
            (&mut right, *their_date, *their)
        };
        dates.push(date);
        amounts.push(amount);
        *run = (rest(run.0), rest(run.1));
    }
    for run in [left, right] {
        dates.extend_from_slice(run.0);
        amounts.extend_from_slice(run.1);
    }
}

fn rest<T>(run: &[T]) -> &[T] {
    run.get(1..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::*;

    /// Days of a few years, of thousands, and the ends of the calendar.
    fn date() -> impl Strategy<Value = NaiveDate> {
        let year = prop_oneof![6 => 1999..2003_i32, 1 => -40..2500_i32, 1 => Just(262_142_i32)];
        (year, 1..366_u32).prop_map(|(year, day)| NaiveDate::from_yo_opt(year, day).unwrap())
    }

    /// Amounts that fit beside a day, some that do not, and some beyond 64 bits.
    fn amount() -> impl Strategy<Value = Decimal> {
        prop_oneof![
            12 => (-300..9000_i64).prop_map(|cents| Decimal::new(cents, 2)),
            1 => Just(Decimal::new(i64::MAX, 2)),
            1 => Just(Decimal::new(i64::MIN, 2)),
            1 => Just(Decimal::from_i128_with_scale(1 << 70, 2)),
        ]
    }

    proptest! {
        #[test]
        fn rows_are_sorted_by_customer_date_and_amount(
            rows in prop::collection::vec((0..4_u32, date(), amount()), 0..20)
        ) {
            let codes: Vec<u32> = rows.iter().map(|row| row.0).collect();
            let mut dates: Vec<NaiveDate> = rows.iter().map(|row| row.1).collect();
            let mut amounts = Column::from_amounts(rows.iter().map(|row| row.2)).unwrap();
            // The last code belongs to the first customer.
            let offsets = arrange(codes, (0..4).rev(), &mut dates, &mut amounts);
            let mut sorted: Vec<_> = rows.iter().map(|&(code, date, amount)| (3 - code, date, amount)).collect();
            sorted.sort_unstable();
            let mut arranged = Vec::new();
            for (customer, range) in (0..).zip(ranges(&offsets)) {
                for row in range {
                    let amount = amounts.all().get(row).unwrap();
                    let amount = Decimal::from_i128_with_scale(amount, amounts.scale());
                    arranged.push((customer, dates[row], amount));
                }
            }
            prop_assert_eq!(arranged, sorted);
        }
    }

    #[test]
    fn a_date_and_an_amount_come_back_as_they_went_in() {
        let date = |year, day| NaiveDate::from_yo_opt(year, day).unwrap();
        let dates = [date(1999, 365), date(2000, 366), date(2023, 1)];
        let packing = Packing::of(&dates, 1 << 40).unwrap();
        for date in dates {
            for amount in [-(1 << 40), -1, 0, 1, 1 << 40] {
                let key = packing.key(date, amount);
                assert_eq!(
                    (packing.date(key), packing.amount(key)),
                    (Some(date), amount)
                );
            }
        }
        assert!(Packing::of(&dates, 1 << 48).is_some());
        assert!(Packing::of(&dates, 1 << 49).is_none());
        assert!(Packing::of(&[date(1000, 1), date(2023, 1)], 1).is_some());
        assert!(Packing::of(&[date(1000, 1), date(2024, 1)], 1).is_none());
    }
}
