//! Rows in blocks of one length, so that sums of floats do not depend on the threads that make them.

use super::{Accumulator, BLOCK};
use crate::Result;

/// Adds rows one after the other.
#[inline]
pub(super) fn push_each<'r, A: Accumulator>(
    accumulator: &mut A,
    rows: impl IntoIterator<Item = A::Row<'r>>,
) -> Result<()> {
    rows.into_iter().try_for_each(|row| accumulator.push(row))
}

/// Adds the first block where the accumulator stands, and merges a part for each further one.
#[inline]
pub(super) fn extend<'r, A: Accumulator>(
    all: &mut A,
    mut rows: impl Iterator<Item = A::Row<'r>>,
) -> Result<()> {
    push_each(all, rows.by_ref().take(BLOCK))?;
    while has_room(all, BLOCK)
        && let Some(first) = rows.next()
    {
        let mut part = all.fresh();
        let added = part
            .push(first)
            .and_then(|()| push_each(&mut part, rows.by_ref().take(BLOCK - 1)));
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
    added.map_err(|error| match error.row() {
        Some(row) => error.at_row(before.saturating_add(row)),
        None => error,
    })
}

#[cfg(feature = "rayon")]
pub(super) use parallel::par_extend;

#[cfg(feature = "rayon")]
mod parallel {
    use rayon::iter::IndexedParallelIterator;
    use rayon::iter::plumbing::{Producer, ProducerCallback};

    use super::{Accumulator, BLOCK, Result, extend, has_room, join, push_each};
    use crate::threads;

    /// So many parts for each thread are held at a time.
    const PARTS: usize = 4;

    /// Adds the same blocks as [`extend`] in the same order, each filled on some thread.
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
            let threads = rayon::current_num_threads();
            if threads <= 1 || count <= BLOCK || !has_room(all, count.saturating_add(BLOCK)) {
                return extend(all, rows.into_iter());
            }
            let empty = all.fresh();
            let (first, rest) = rows.split_at(BLOCK);
            let mut uncut = Uncut {
                rows: Some(rest),
                count: count - BLOCK,
            };
            let round = threads.saturating_mul(PARTS);
            let blocks = uncut.take(round - 1);
            let (added, parts) = rayon::join(
                || push_each(all, first.into_iter()),
                || filled(&empty, blocks),
            );
            added?;
            join_each(all, parts)?;
            while uncut.count > 0 {
                join_each(all, filled(&empty, uncut.take(round)))?;
            }
            Ok(())
        }
    }

    /// Rows that are not in blocks yet.
    struct Uncut<P> {
        rows: Option<P>,
        count: usize,
    }

    impl<P: Producer> Uncut<P> {
        /// Cuts off the next blocks, of which there may be fewer.
        fn take(&mut self, blocks: usize) -> Vec<P> {
            std::iter::from_fn(|| self.next()).take(blocks).collect()
        }

        fn next(&mut self) -> Option<P> {
            let rows = self.rows.take()?;
            if self.count <= BLOCK {
                self.count = 0;
                return Some(rows);
            }
            let (block, rest) = rows.split_at(BLOCK);
            self.count -= BLOCK;
            self.rows = Some(rest);
            Some(block)
        }
    }

    /// A part, and what was wrong with the row after its last.
    type Part<A> = (A, Result<()>);

    fn filled<'r, A, P>(empty: &A, blocks: Vec<P>) -> Vec<Part<A>>
    where
        A: Accumulator + Send + Sync,
        P: Producer<Item = A::Row<'r>>,
    {
        threads::map(blocks, |rows| {
            let mut part = empty.fresh();
            let added = push_each(&mut part, rows.into_iter());
            (part, added)
        })
    }

    fn join_each<A: Accumulator>(all: &mut A, parts: Vec<Part<A>>) -> Result<()> {
        parts
            .into_iter()
            .try_for_each(|(part, added)| join(all, part, added))
    }
}
