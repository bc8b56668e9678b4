//! The rows of a part of the customers.

use std::fmt::Debug;

use super::arrange::Arranged;
use super::packed::{Calendar, Row};
use crate::keyed::Kept;
use crate::numeric::money::Places;

/// The rows of some customers in the order of their arrival, each with the code of its customer.
///
/// They stand in runs that never grow: what one large column would waste by that is more than the rows
/// themselves.
#[derive(Debug, Clone)]
pub(super) struct Runs<R> {
    runs: Vec<Vec<(u32, R)>>,
}

impl<R> Default for Runs<R> {
    fn default() -> Self {
        Self { runs: Vec::new() }
    }
}

impl<R: Copy + Debug> Kept for Runs<R> {
    type Row = R;

    const OF_EACH_ROW: bool = true;

    fn reserve(&mut self, rows: usize) {
        /// Where few rows come at a time, there is room for more.
        const MORE: usize = 1 << 12;
        let room = self.runs.last().map_or(0, |run| run.capacity() - run.len());
        if rows > room {
            let more = (self.len() / 4).min(MORE);
            self.runs.push(Vec::with_capacity(rows.max(more)));
        }
    }

    #[inline]
    fn add(&mut self, code: u32, row: R) {
        if let Some(run) = self.runs.last_mut() {
            run.push((code, row));
        }
    }

    fn merge(&mut self, mut other: Self, codes: &[u32]) {
        for (code, _) in other.runs.iter_mut().flatten() {
            if let Some(&ours) = codes.get(*code as usize) {
                *code = ours;
            }
        }
        // The last run stays the last, since it may have room.
        let last = self.runs.pop();
        self.runs.append(&mut other.runs);
        self.runs.extend(last);
    }
}

impl<R> Runs<R> {
    fn len(&self) -> usize {
        self.runs.iter().map(Vec::len).sum()
    }

    /// Rewrites the rows in place.
    pub(super) fn for_each(&mut self, f: impl Fn(&mut R)) {
        let rows = self.runs.iter_mut().flatten();
        rows.for_each(|(_, row)| f(row));
    }

    /// Rewrites the rows as others.
    pub(super) fn map<S>(self, f: impl Fn(R) -> S) -> Runs<S> {
        let rewritten = |(code, row)| (code, f(row));
        let runs = self.runs.into_iter();
        Runs {
            runs: runs
                .map(|run| run.into_iter().map(rewritten).collect())
                .collect(),
        }
    }
}

impl<R: Row> Runs<R> {
    /// The rows by code, date and amount.
    pub(super) fn arranged_by_code(self, places: Places) -> Arranged {
        let Side { ends, rows, span } = self.side_by_side();
        let calendar = Calendar::of(span);
        let amounts = rows.iter().map(|row| row.amount()).collect();
        Arranged {
            dates: rows.iter().map(|row| row.date(&calendar)).collect(),
            amounts: R::column(places, amounts),
            offsets: std::iter::once(0).chain(ends).collect(),
            span: calendar.span(span),
        }
    }

    /// Puts the rows of each customer side by side, sorted.
    pub(super) fn side_by_side(self) -> Side<R> {
        let many = self.len() > FEW;
        let (mut places, span, digit) = self.counted();
        let mut start = 0;
        for place in &mut places {
            start += std::mem::replace(place, start);
        }
        let mut rows = vec![R::default(); self.len()];
        // Then the rows of each customer are in order but for those of one digit.
        match digit.filter(|_| many) {
            Some(digit) => scatter(self.by_digit(digit), &mut places, &mut rows),
            None => scatter(self.runs.into_iter().flatten(), &mut places, &mut rows),
        }
        let mut start = 0;
        for &end in &places {
            if let Some(rows) = rows.get_mut(start..end as usize) {
                rows.sort_unstable();
            }
            start = end as usize;
        }
        Side {
            ends: places,
            rows,
            span,
        }
    }

    /// How many rows each code has, the first and the last of all rows, and the digit to sort them by, if
    /// that pays.
    fn counted(&self) -> (Vec<u32>, Option<(R, R)>, Option<Digit>) {
        let mut counts: Vec<u32> = Vec::new();
        let mut rows = self.runs.iter().flatten().map(|&(_, row)| row);
        let Some(first) = rows.next() else {
            return (counts, None, None);
        };
        let (mut least, mut most, mut before, mut ascending) = (first, first, first, true);
        for run in &self.runs {
            for &(code, row) in run {
                (least, most) = (least.min(row), most.max(row));
                ascending &= before <= row;
                before = row;
                match counts.get_mut(code as usize) {
                    Some(count) => *count += 1,
                    None => {
                        counts.resize(code as usize, 0);
                        counts.push(1);
                    }
                }
            }
        }
        let pays = !ascending && self.len() / RARE > counts.len();
        let digit = pays.then(|| Digit::of(least.digits(), most.digits()));
        (counts, Some((least, most)), digit)
    }

    /// The rows by a digit, and those of one digit as they came.
    fn by_digit(self, digit: Digit) -> impl Iterator<Item = (u32, R)> {
        let mut places = vec![0; Digit::VALUES];
        for (_, row) in self.runs.iter().flatten() {
            if let Some(count) = places.get_mut(digit.value(*row)) {
                *count += 1;
            }
        }
        let mut start = 0;
        for place in &mut places {
            start += std::mem::replace(place, start);
        }
        let mut sorted = vec![(0, R::default()); self.len()];
        for (code, row) in self.runs.into_iter().flatten() {
            put((code, row), places.get_mut(digit.value(row)), &mut sorted);
        }
        sorted.into_iter()
    }
}

/// Up to so many rows are sorted by comparison alone, because going through the values of a digit costs as
/// much, and where customers have so few rows each.
const FEW: usize = Digit::VALUES;
const RARE: usize = 3;

/// The bits of a row in which rows differ first.
#[derive(Clone, Copy)]
struct Digit {
    least: u64,
    shift: u32,
}

impl Digit {
    const BITS: u32 = 11;

    const VALUES: usize = 1 << Self::BITS;

    /// The digit of rows from the least to the most.
    const fn of(least: u64, most: u64) -> Self {
        let bits = u64::BITS - most.wrapping_sub(least).leading_zeros();
        Self {
            least,
            shift: bits.saturating_sub(Self::BITS),
        }
    }

    #[inline]
    fn value(self, row: impl Row) -> usize {
        (row.digits().wrapping_sub(self.least) >> self.shift) as usize
    }
}

/// Puts each row at the place of its code.
fn scatter<R>(rows: impl Iterator<Item = (u32, R)>, places: &mut [u32], into: &mut [R]) {
    for (code, row) in rows {
        put(row, places.get_mut(code as usize), into);
    }
}

/// Puts a row at a place, which moves on.
#[inline]
fn put<R>(row: R, place: Option<&mut u32>, into: &mut [R]) {
    if let Some(next) = place {
        if let Some(place) = into.get_mut(*next as usize) {
            *place = row;
        }
        *next += 1;
    }
}

/// The rows of a part, side by side by customer.
pub(super) struct Side<R> {
    /// Where each customer's rows end, by code.
    ends: Vec<u32>,
    rows: Vec<R>,
    /// The first and the last of all rows.
    pub(super) span: Option<(R, R)>,
}

impl<R> Side<R> {
    /// The rows of each customer, by code.
    pub(super) fn customers(&self) -> impl Iterator<Item = &[R]> {
        self.ends.iter().scan(0, |start, &end| {
            let range = std::mem::replace(start, end as usize)..end as usize;
            self.rows.get(range)
        })
    }
}
