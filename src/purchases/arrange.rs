//! The order of a log: rows by customer, then by date and amount.

use std::hash::Hash;
use std::ops::Range;

use chrono::NaiveDate;

use super::packed::{Calendar, Row};
use super::runs::{Runs, Side};
use crate::keyed::Grouped;
use crate::numeric::money::{Column, Places};
use crate::numeric::radix::split_off;
use crate::threads;

/// Where the rows of each customer begin, and the end of the last.
pub(super) fn ranges(offsets: &[u32]) -> impl Iterator<Item = Range<usize>> {
    offsets
        .iter()
        .zip(offsets.iter().skip(1))
        .map(|(&start, &end)| start as usize..end as usize)
}

/// The columns of a log, without its customers.
pub(super) struct Arranged {
    /// Where each customer's rows begin, and the end of the last.
    pub(super) offsets: Vec<u32>,
    pub(super) dates: Vec<NaiveDate>,
    pub(super) amounts: Column,
    /// The first day with a row, and the last.
    pub(super) span: Option<(NaiveDate, NaiveDate)>,
}

impl Arranged {
    /// How many customers there are.
    pub(super) fn customers(&self) -> u32 {
        self.offsets.len().saturating_sub(1) as u32
    }
}

/// So many customers are written at a time: what is written then stays near the processor, or, with
/// threads, none waits long for another.
const CUSTOMERS: usize = 1 << 10;
const ON_THREADS: usize = 1 << 14;

/// The rows of so many customers are looked for together.
const AT_ONCE: usize = 32;

/// Brings rows into the order of a log.
pub(super) fn arrange<Id: Ord + Hash, R: Row>(
    groups: Grouped<Id, Runs<R>>,
    places: Places,
) -> (Vec<Id>, Arranged) {
    let (customers, order, sides) = groups.into_sorted(Runs::side_by_side);
    let by_code: Vec<&[R]> = sides.iter().flat_map(Side::customers).collect();
    let rows = |code: &u32| by_code.get(*code as usize).copied().unwrap_or_default();
    let mut offsets = Vec::with_capacity(order.len().saturating_add(1));
    offsets.push(0);
    offsets.extend(order.iter().scan(0_u32, |end, code| {
        *end += rows(code).len() as u32;
        Some(*end)
    }));
    let all = offsets.last().map_or(0, |&end| end as usize);
    let end = |block: &Range<usize>| offsets.get(block.end).map_or(0, |&end| end as usize);
    let spans = sides.iter().filter_map(|side| side.span);
    let span = spans.reduce(|(first, last), (start, end)| (first.min(start), last.max(end)));
    let calendar = Calendar::of(span);
    let write =
        |block: Range<usize>, mut dates: &mut [NaiveDate], mut amounts: &mut [R::Amount]| {
            for codes in order.get(block).unwrap_or_default().chunks(AT_ONCE) {
                // A look at each customer first, so that many wait for memory together.
                let firsts = codes.iter().filter_map(|code| rows(code).first());
                std::hint::black_box(firsts.max());
                for code in codes {
                    let rows = rows(code);
                    let dates = split_off(&mut dates, rows.len());
                    let amounts = split_off(&mut amounts, rows.len());
                    for (row, (date, amount)) in rows.iter().zip(dates.iter_mut().zip(amounts)) {
                        *date = row.date(&calendar);
                        *amount = row.amount();
                    }
                }
            }
        };
    let mut dates = Vec::with_capacity(all);
    let mut amounts = Vec::with_capacity(all);
    if threads::count() <= 1 {
        for block in threads::blocks(order.len(), CUSTOMERS) {
            let (start, end) = (dates.len(), end(&block));
            dates.resize(end, NaiveDate::default());
            amounts.resize(end, R::Amount::default());
            write(
                block,
                dates.get_mut(start..).unwrap_or_default(),
                amounts.get_mut(start..).unwrap_or_default(),
            );
        }
    } else {
        dates.resize(all, NaiveDate::default());
        amounts.resize(all, R::Amount::default());
        let (mut dates, mut amounts) = (&mut *dates, &mut *amounts);
        let mut start = 0;
        let blocks = threads::blocks(order.len(), ON_THREADS).into_iter();
        let blocks = blocks.map(|block| {
            let end = end(&block);
            let rows = end.saturating_sub(std::mem::replace(&mut start, end));
            (
                block,
                split_off(&mut dates, rows),
                split_off(&mut amounts, rows),
            )
        });
        threads::map(blocks.collect(), |(block, dates, amounts)| {
            write(block, dates, amounts);
        });
    }
    let columns = Arranged {
        offsets,
        dates,
        amounts: R::column(places, amounts),
        span: calendar.span(span),
    };
    (customers, columns)
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
        let (customers, columns) = arrange(groups, Places::default());
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
            // Many of a customer are sorted by digits first.
            rows in prop_oneof![
                9 => prop::collection::vec((0..40_u32, date(), amount()), 0..60),
                1 => prop::collection::vec((0..3_u32, date(), amount()), 6600..6700),
            ]
        ) {
            let [found, sorted] = both::<Packed>(&rows);
            prop_assert_eq!(found, sorted);
            let [found, sorted] = both::<Wide>(&rows);
            prop_assert_eq!(&found, &sorted);
            prop_assert_eq!(found.len(), rows.len());
        }
    }
}
