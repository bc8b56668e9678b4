//! A date and an amount in one integer.

use std::fmt::Debug;

use chrono::{Datelike, NaiveDate};

use crate::numeric::money::{Column, Places};

/// The date and the amount of a row, which sort as they do.
pub(super) trait Row: Copy + Debug + Ord + Default + Send + Sync {
    /// The amount as a log keeps it.
    type Amount: Copy + Default + Into<i128> + Send + Sync;

    /// `None` where they do not fit.
    fn new(date: NaiveDate, amount: i128) -> Option<Self>;

    fn amount(self) -> Self::Amount;

    /// Returns a number that does not descend where rows ascend.
    fn digits(self) -> u64;

    /// Returns amounts of these places as a log keeps them.
    fn column(places: Places, amounts: Vec<Self::Amount>) -> Column;

    /// Returns what finds the dates of rows between these two.
    fn calendar(first: Self, last: Self) -> Calendar;

    fn date(self, calendar: &Calendar) -> NaiveDate;
}

/// A row of almost every log: the year, the day of the year and the amount, from the highest bit to the
/// lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Packed(u64);

/// The bits of an amount.
const AMOUNT: u32 = 40;

/// The bits of a day of the year.
const DAY: u32 = 9;

/// Is added to each amount, so that none is negative.
const LARGEST: i64 = 1 << (AMOUNT - 1);

/// Is added to each year, so that none is negative.
const YEARS: i32 = 1 << (u64::BITS - AMOUNT - DAY - 1);

impl Packed {
    #[inline]
    pub(super) fn of(date: NaiveDate, amount: i64) -> Option<Self> {
        let amount = amount.wrapping_add(LARGEST) as u64;
        let year = date.year().wrapping_add(YEARS) as u32;
        let fits = amount >> AMOUNT == 0 && year >> (u64::BITS - AMOUNT - DAY) == 0;
        let day = u64::from(year << DAY | date.ordinal());
        fits.then_some(Self(day << AMOUNT | amount))
    }

    /// Returns whether amounts of this magnitude fit.
    pub(super) const fn holds(magnitude: u128) -> bool {
        magnitude < LARGEST as u128
    }

    pub(super) fn widened(self) -> Wide {
        (self.found_date(), self.amount().into())
    }

    /// Multiplies the amount by what it fits with.
    pub(super) fn multiply(&mut self, factor: i128) {
        let amount = i128::from(self.amount()).saturating_mul(factor);
        // Above the amount stands the date.
        let date = self.0 >> AMOUNT << AMOUNT;
        self.0 = date | (amount as i64).wrapping_add(LARGEST) as u64;
    }

    /// The year and the day of the year.
    #[inline]
    const fn day(self) -> usize {
        (self.0 >> AMOUNT) as usize
    }

    fn found_date(self) -> NaiveDate {
        let year = (self.day() >> DAY) as i32 - YEARS;
        let ordinal = self.day() as u32 & ((1 << DAY) - 1);
        NaiveDate::from_yo_opt(year, ordinal).unwrap_or_default()
    }
}

impl Row for Packed {
    type Amount = i64;

    #[inline]
    fn new(date: NaiveDate, amount: i128) -> Option<Self> {
        Self::of(date, i64::try_from(amount).ok()?)
    }

    #[inline]
    fn amount(self) -> i64 {
        (self.0 & !(u64::MAX << AMOUNT)) as i64 - LARGEST
    }

    #[inline]
    fn digits(self) -> u64 {
        self.0
    }

    fn column(places: Places, amounts: Vec<i64>) -> Column {
        Column::of_places(places, amounts)
    }

    fn calendar(first: Self, last: Self) -> Calendar {
        /// More days are not worth a table.
        const MOST: usize = 1 << 16;
        let days = first.day()..=last.day();
        if last.day() - first.day() >= MOST {
            return Calendar::default();
        }
        Calendar {
            first: first.day(),
            dates: days
                .map(|day| Self((day as u64) << AMOUNT).found_date())
                .collect(),
        }
    }

    #[inline]
    fn date(self, calendar: &Calendar) -> NaiveDate {
        let place = self.day().wrapping_sub(calendar.first);
        match calendar.dates.get(place) {
            Some(&date) => date,
            None => self.found_date(),
        }
    }
}

/// The dates of consecutive days of some years.
#[derive(Default)]
pub(super) struct Calendar {
    first: usize,
    dates: Vec<NaiveDate>,
}

impl Calendar {
    /// What finds the dates of rows between the first and the last.
    pub(super) fn of<R: Row>(span: Option<(R, R)>) -> Self {
        span.map_or_else(Self::default, |(first, last)| R::calendar(first, last))
    }

    /// The dates of the first row and of the last.
    pub(super) fn span<R: Row>(&self, span: Option<(R, R)>) -> Option<(NaiveDate, NaiveDate)> {
        span.map(|(first, last)| (first.date(self), last.date(self)))
    }
}

/// A row whose amount or year is too large for that.
pub(super) type Wide = (NaiveDate, i128);

impl Row for Wide {
    type Amount = i128;

    fn new(date: NaiveDate, amount: i128) -> Option<Self> {
        Some((date, amount))
    }

    fn amount(self) -> i128 {
        self.1
    }

    fn digits(self) -> u64 {
        (self.0.num_days_from_ce() as u32 ^ 1 << 31).into()
    }

    fn column(places: Places, amounts: Vec<i128>) -> Column {
        Column::wide(places.scale(), amounts)
    }

    fn calendar(_: Self, _: Self) -> Calendar {
        Calendar::default()
    }

    fn date(self, _: &Calendar) -> NaiveDate {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, day: u32) -> NaiveDate {
        NaiveDate::from_yo_opt(year, day).unwrap()
    }

    #[test]
    fn a_date_and_an_amount_come_back_as_they_went_in() {
        let days = [
            day(1999, 365),
            day(2000, 366),
            day(2023, 1),
            day(-16_384, 1),
            day(16_383, 365),
        ];
        for date in days {
            for amount in [-LARGEST, -1, 0, 1, LARGEST - 1] {
                let row = Packed::of(date, amount).unwrap();
                assert_eq!(
                    (row.date(&Calendar::default()), row.amount()),
                    (date, amount)
                );
                let calendar = Packed::calendar(row, row);
                assert_eq!(calendar.dates, [date]);
                assert_eq!(row.date(&calendar), date);
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_told() {
        for amount in [LARGEST, -LARGEST - 1, i64::MAX, i64::MIN] {
            assert_eq!(Packed::of(day(2000, 1), amount), None);
        }
        for year in [-16_385, 16_384, 262_142, -262_143] {
            assert_eq!(Packed::of(day(year, 1), 0), None);
        }
        assert_eq!(<Packed as Row>::new(day(2000, 1), i128::MAX), None);
    }

    #[test]
    fn rows_sort_by_date_then_amount() {
        let rows = [
            (day(-5, 365), 9),
            (day(1999, 365), -3),
            (day(1999, 365), 4),
            (day(2000, 1), -LARGEST),
        ];
        assert!(rows.is_sorted_by_key(|&(date, amount)| Packed::of(date, amount)));
    }
}
