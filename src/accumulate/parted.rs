//! Rows that are grouped by customer, on several threads.

use rayon::iter::IndexedParallelIterator;
use rayon::iter::plumbing::{Producer, ProducerCallback};

use super::blocks::{Blocks, after, push_each};
use super::{Accumulator, Result};
use crate::threads;

/// An accumulator that groups its rows by customer, in parts of the customers, and whose result does not
/// depend on where the rows are cut.
pub(crate) trait Parted: Accumulator {
    /// Returns how many of so many rows are a thread's share at a time.
    fn share(rows: usize) -> usize;

    /// Returns an empty one of the same options for the rows of a share.
    fn for_share(&self, rows: usize) -> Self;

    /// Adds the rows of another of the same options. Those that wait to be grouped may go on waiting.
    fn join(&mut self, other: Self) -> Result<()>;

    /// Takes all parts out. Each is an accumulator, because that `Self` may go to another thread is all
    /// that is known of the keys.
    fn divide(&mut self) -> Vec<Self>;

    /// Groups the rows that wait.
    fn settle(&mut self);

    /// Puts all parts back in the order in which they were taken out.
    fn put_back(&mut self, parts: Vec<Self>);
}

/// Adds rows in rounds: each thread takes a share of the rows, then one part after the other.
pub(crate) fn par_extend<'r, A, I>(all: &mut A, rows: I) -> Result<()>
where
    A: Parted + Send + Sync,
    I: IndexedParallelIterator<Item = A::Row<'r>>,
{
    let empty = all.fresh();
    let mut together = all.fresh();
    let count = rows.len();
    let adding = Adding {
        together: &mut together,
        empty: &empty,
        count,
    };
    // Where two shares do not go together, nothing is added.
    let read = rows.with_producer(adding)?;
    let before = all.rows();
    if before == 0 {
        *all = together;
    } else {
        all.join(together)?;
        settle(all);
    }
    after(before, read)
}

/// What becomes of rows of which each thread takes shares.
struct Adding<'a, A> {
    together: &'a mut A,
    empty: &'a A,
    count: usize,
}

impl<'r, A: Parted + Send + Sync> ProducerCallback<A::Row<'r>> for Adding<'_, A> {
    /// What was wrong with the row after the last that was added, or why shares do not go together.
    type Output = Result<Result<()>>;

    fn callback<P: Producer<Item = A::Row<'r>>>(self, rows: P) -> Self::Output {
        let share = A::share(self.count).max(1);
        let mut shares = Blocks {
            rows: Some(rows),
            count: self.count,
            block: share,
        };
        let filled = |rows: P| {
            let mut part = self.empty.for_share(share);
            let added = push_each(&mut part, rows.into_iter());
            (part, added)
        };
        loop {
            let round: Vec<P> = shares.by_ref().take(rayon::current_num_threads()).collect();
            if round.is_empty() {
                return Ok(Ok(()));
            }
            for (share, added) in threads::map(round, filled) {
                let before = self.together.rows();
                if before == 0 {
                    *self.together = share;
                } else {
                    self.together.join(share)?;
                }
                if added.is_err() {
                    return Ok(after(before, added));
                }
            }
            settle(self.together);
        }
    }
}

/// Groups the rows that wait, part by part.
fn settle<A: Parted + Send>(all: &mut A) {
    let settled = threads::map(all.divide(), |mut part| {
        part.settle();
        part
    });
    all.put_back(settled);
}
