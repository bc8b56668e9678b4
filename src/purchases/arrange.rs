//! The order of a log: rows by customer, then by date and amount.

use std::fmt::Debug;
use std::hash::Hash;
use std::ops::Range;

use chrono::NaiveDate;

use super::packed::{Calendar, Row};
use crate::keyed::{Grouped, Kept};
use crate::numeric::money::Column;
use crate::threads;

/// Where the rows of each customer begin, and the end of the last.
pub(super) fn ranges(offsets: &[u32]) -> impl Iterator<Item = Range<usize>> {
    offsets
        .iter()
        .zip(offsets.iter().skip(1))
        .map(|(&start, &end)| start as usize..end as usize)
}

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
    pub(super) fn arranged_by_code(self, scale: u32) -> Arranged {
        let side = self.side_by_side();
        let calendar = calendar(&side.customers().collect::<Vec<_>>());
        let Side { ends, rows } = side;
        let amounts = rows.iter().map(|row| row.amount()).collect();
        Arranged {
            dates: rows.iter().map(|row| row.date(&calendar)).collect(),
            amounts: R::column(scale, amounts),
            offsets: std::iter::once(0).chain(ends).collect(),
        }
    }

    /// Puts the rows of each customer side by side, sorted.
    pub(super) fn side_by_side(self) -> Side<R> {
        // By code how many rows there are, where the next one goes, and at last where they end.
        let mut places: Vec<u32> = Vec::new();
        for &(code, _) in self.runs.iter().flatten() {
            match places.get_mut(code as usize) {
                Some(count) => *count += 1,
                None => {
                    places.resize(code as usize, 0);
                    places.push(1);
                }
            }
        }
        let mut start = 0;
        for place in &mut places {
            start += std::mem::replace(place, start);
        }
        let mut grouped = vec![R::default(); self.len()];
        for (code, row) in self.runs.into_iter().flatten() {
            if let Some(next) = places.get_mut(code as usize) {
                if let Some(place) = grouped.get_mut(*next as usize) {
                    *place = row;
                }
                *next += 1;
            }
        }
        let mut start = 0;
        for &end in &places {
            if let Some(rows) = grouped.get_mut(start..end as usize) {
                rows.sort_unstable();
            }
            start = end as usize;
        }
        Side {
            ends: places,
            rows: grouped,
        }
    }
}

/// The columns of a log, without its customers.
pub(super) struct Arranged {
    /// Where each customer's rows begin, and the end of the last.
    pub(super) offsets: Vec<u32>,
    pub(super) dates: Vec<NaiveDate>,
    pub(super) amounts: Column,
}

impl Arranged {
    /// How many customers there are.
    pub(super) fn customers(&self) -> u32 {
        self.offsets.len().saturating_sub(1) as u32
    }
}

/// The rows of a part, side by side by customer.
pub(super) struct Side<R> {
    /// Where each customer's rows end, by code.
    pub(super) ends: Vec<u32>,
    pub(super) rows: Vec<R>,
}

/// The dates and amounts of consecutive customers.
type Written<'a, A> = (&'a mut [NaiveDate], &'a mut [A]);

/// So many customers are written at a time.
const CUSTOMERS: usize = 1 << 14;

/// The rows of so many customers are looked for together.
const AT_ONCE: usize = 32;

/// Brings rows into the order of a log.
pub(super) fn arrange<Id: Ord + Hash, R: Row>(
    groups: Grouped<Id, Runs<R>>,
    scale: u32,
) -> (Vec<Id>, Arranged) {
    let (customers, order, runs) = groups.into_sorted();
    let sides = threads::map(runs, Runs::side_by_side);
    let by_code: Vec<&[R]> = sides.iter().flat_map(Side::customers).collect();
    let rows = |code: &u32| by_code.get(*code as usize).copied().unwrap_or_default();
    let mut offsets = Vec::with_capacity(order.len().saturating_add(1));
    offsets.push(0);
    offsets.extend(order.iter().scan(0_u32, |end, code| {
        *end += rows(code).len() as u32;
        Some(*end)
    }));
    let all = offsets.last().map_or(0, |&end| end as usize);
    let mut dates = vec![NaiveDate::default(); all];
    let mut amounts = vec![R::Amount::default(); all];
    let blocks = threads::blocks(order.len(), CUSTOMERS);
    let ends = blocks
        .iter()
        .map(|block| offsets.get(block.end).map_or(0, |&end| end as usize));
    let columns = split(&mut dates, ends.clone())
        .into_iter()
        .zip(split(&mut amounts, ends));
    let calendar = calendar(&by_code);
    threads::map(
        blocks.into_iter().zip(columns).collect(),
        |(block, (dates, amounts)): (Range<usize>, Written<'_, R::Amount>)| {
            let (mut dates, mut amounts) = (dates.iter_mut(), amounts.iter_mut());
            let mut some: Vec<&[R]> = Vec::with_capacity(AT_ONCE);
            for codes in order.get(block).unwrap_or_default().chunks(AT_ONCE) {
                // A look at each customer first, so that many wait for memory together.
                some.clear();
                some.extend(codes.iter().map(rows));
                let ends = some.iter().map(|rows| (rows.first(), rows.last()));
                std::hint::black_box(ends.max());
                for rows in &some {
                    // The rows come first: where they end, no date is taken.
                    for ((row, date), amount) in rows.iter().zip(&mut dates).zip(&mut amounts) {
                        *date = row.date(&calendar);
                        *amount = row.amount();
                    }
                }
            }
        },
    );
    let columns = Arranged {
        offsets,
        dates,
        amounts: R::column(scale, amounts),
    };
    (customers, columns)
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

/// What finds the dates of sorted rows.
pub(super) fn calendar<R: Row>(customers: &[&[R]]) -> Calendar {
    let first = customers.iter().filter_map(|rows| rows.first()).min();
    let last = customers.iter().filter_map(|rows| rows.last()).max();
    R::calendar(
        first.copied().unwrap_or_default(),
        last.copied().unwrap_or_default(),
    )
}

/// The parts of a column that end there.
fn split<T>(mut column: &mut [T], ends: impl Iterator<Item = usize>) -> Vec<&mut [T]> {
    let mut start = 0;
    ends.map(|end| {
        let (part, rest) = std::mem::take(&mut column)
            .split_at_mut_checked(end.saturating_sub(start))
            .unwrap_or_default();
        (column, start) = (rest, end);
        part
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::packed::{Packed, Wide};
    use super::*;

    /// Days of a few years, of thousands, and the ends of the calendar.
    fn date() -> impl Strategy<Value = NaiveDate> {
        let year = prop_oneof![6 => 1999..2003_i32, 1 => -40..2500_i32, 1 => Just(262_142_i32)];
        (year, 1..366_u32).prop_map(|(year, day)| NaiveDate::from_yo_opt(year, day).unwrap())
    }

    fn amount() -> impl Strategy<Value = i128> {
        prop_oneof![12 => -300..9000_i128, 1 => Just(i64::MAX.into()), 1 => Just(1 << 70)]
    }

    /// The rows as they come out, and as they should.
    fn both<R: Row>(rows: &[(u32, NaiveDate, i128)]) -> [Vec<(u32, NaiveDate, i128)>; 2] {
        let mut groups = Grouped::<u32, Runs<R>>::with_capacity(0);
        let mut sorted = Vec::new();
        for &(customer, date, amount) in rows {
            if let Some(row) = R::new(date, amount) {
                groups.push(customer, row);
                sorted.push((customer, date, amount));
            }
        }
        sorted.sort_unstable();
        let (customers, columns) = arrange(groups, 0);
        let mut found = Vec::new();
        for (&customer, range) in customers.iter().zip(ranges(&columns.offsets)) {
            for row in range {
                found.push((
                    customer,
                    columns.dates[row],
                    columns.amounts.all().get(row).unwrap(),
                ));
            }
        }
        [found, sorted]
    }

    proptest! {
        #[test]
        fn rows_are_sorted_by_customer_date_and_amount(
            rows in prop::collection::vec((0..40_u32, date(), amount()), 0..60)
        ) {
            let [found, sorted] = both::<Packed>(&rows);
            prop_assert_eq!(found, sorted);
            let [found, sorted] = both::<Wide>(&rows);
            prop_assert_eq!(&found, &sorted);
            prop_assert_eq!(found.len(), rows.len());
        }
    }
}
