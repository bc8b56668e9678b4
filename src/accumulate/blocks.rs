//! Rows in blocks of one length, so that sums of floats do not depend on the threads that make them.

use super::Accumulator;
use crate::Result;

/// Adds rows one after the other.
#[inline]
pub(crate) fn push_each<'r, A: Accumulator>(
    accumulator: &mut A,
    rows: impl IntoIterator<Item = A::Row<'r>>,
) -> Result<()> {
    rows.into_iter().try_for_each(|row| accumulator.push(row))
}

/// Adds rows one after the other, so many at most.
#[inline(always)]
fn push_some<'r, A: Accumulator>(
    accumulator: &mut A,
    rows: &mut impl Iterator<Item = A::Row<'r>>,
    most: usize,
) -> Result<()> {
    // Plainly counted: `take` costs a fast row a tenth of its time.
    for _ in 0..most {
        let Some(row) = rows.next() else { break };
        accumulator.push(row)?;
    }
    Ok(())
}

/// Adds the first block where the accumulator stands, and merges a part for each further one.
#[inline]
pub(crate) fn extend<'r, A: Accumulator>(
    all: &mut A,
    mut rows: impl Iterator<Item = A::Row<'r>>,
) -> Result<()> {
    push_some(all, &mut rows, A::BLOCK)?;
    while has_room(all, A::BLOCK)
        && let Some(first) = rows.next()
    {
        let mut part = all.fresh();
        let added = part
            .push(first)
            .and_then(|()| push_some(&mut part, &mut rows, A::BLOCK - 1));
        join(all, part, added)?;
    }
    // Where a count may overflow, the row at which it does is told.
    push_each(all, rows)
}

/// Returns whether no count overflows through so many more rows.
fn has_room<A: Accumulator>(all: &A, rows: usize) -> bool {
    all.rows().checked_add(rows as u64).is_some()
}

/// Merges a part, and returns what was wrong with its last row as an error of all rows.
fn join<A: Accumulator>(all: &mut A, part: A, added: Result<()>) -> Result<()> {
    let before = all.rows();
    all.merge(part)?;
    after(before, added)
}

/// Returns an error of a part as one of all rows, so many of which are before it.
pub(super) fn after(before: u64, added: Result<()>) -> Result<()> {
    added.map_err(|error| match error.row() {
        Some(row) => error.at_row(before.saturating_add(row)),
        None => error,
    })
}

#[cfg(feature = "rayon")]
pub(super) use parallel::{Blocks, par_extend};

#[cfg(feature = "rayon")]
mod parallel {
    use rayon::iter::IndexedParallelIterator;
    use rayon::iter::plumbing::{Producer, ProducerCallback};

    use super::{Accumulator, Result, extend, has_room, join, push_each};
    use crate::threads;

    /// Adds the same blocks as [`extend`] in the same order, all but the first filled on some thread.
    pub(in crate::accumulate) fn par_extend<'r, A, I>(all: &mut A, rows: I) -> Result<()>
    where
        A: Accumulator + Send + Sync,
        I: IndexedParallelIterator<Item = A::Row<'r>>,
    {
        let count = rows.len();
        rows.with_producer(Adding { all, count })
    }

    /// What becomes of rows that can be cut.
    struct Adding<'a, A> {
        all: &'a mut A,
        count: usize,
    }

    impl<'r, A: Accumulator + Send + Sync> ProducerCallback<A::Row<'r>> for Adding<'_, A> {
        type Output = Result<()>;

        fn callback<P: Producer<Item = A::Row<'r>>>(self, rows: P) -> Result<()> {
            let Self { all, count } = self;
            let one_by_one = !has_room(all, count.saturating_add(A::BLOCK));
            if one_by_one || rayon::current_num_threads() <= 1 || count <= A::BLOCK {
                return extend(all, rows.into_iter());
            }
            let empty = all.fresh();
            let mut blocks = Blocks {
                rows: Some(rows),
                count,
                block: A::BLOCK,
            };
            if let Some(first) = blocks.next() {
                push_each(all, first.into_iter())?;
            }
            let filled = |rows: P| {
                let mut part = empty.fresh();
                let added = push_each(&mut part, rows.into_iter());
                (part, added)
            };
            threads::in_order(blocks, filled, |(part, added)| join(all, part, added))
        }
    }

    /// Cuts rows into blocks.
    pub(in crate::accumulate) struct Blocks<P> {
        pub(in crate::accumulate) rows: Option<P>,
        pub(in crate::accumulate) count: usize,
        pub(in crate::accumulate) block: usize,
    }

    impl<P: Producer> Iterator for Blocks<P> {
        type Item = P;

        fn next(&mut self) -> Option<P> {
            let rows = self.rows.take()?;
            if self.count <= self.block {
                return Some(rows);
            }
            let (block, rest) = rows.split_at(self.block);
            self.count -= self.block;
            self.rows = Some(rest);
            Some(block)
        }
    }
}
