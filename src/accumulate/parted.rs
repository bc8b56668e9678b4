//! Rows that are grouped by customer, on several threads.

use rayon::iter::IndexedParallelIterator;
use rayon::iter::plumbing::{Producer, ProducerCallback};

use super::blocks::{Blocks, after, push_each};
use super::{Accumulator, Result};
use crate::threads;

/// An accumulator that groups its rows by customer, in parts of the customers, and whose result does not
/// depend on where the rows are cut.
pub(crate) trait Parted: Accumulator {
    /// Returns an empty one of the same options for so many rows, all of which wait to be grouped.
    fn waiting(&self, rows: usize) -> Self;

    /// Adds the rows of another of the same options; those that wait go on waiting.
    fn join(&mut self, other: Self) -> Result<()>;

    /// Takes all parts out. Each is an accumulator, because that `Self` may go to another thread is all
    /// that is known of the keys.
    fn divide(&mut self) -> Vec<Self>;

    /// Groups the rows that wait.
    fn settle(&mut self);

    /// Puts all parts back in the order in which they were taken out.
    fn put_back(&mut self, parts: Vec<Self>);
}

/// Adds rows: each thread takes a share of them, then one part after the other.
pub(crate) fn par_extend<'r, A, I>(all: &mut A, rows: I) -> Result<()>
where
    A: Parted + Send + Sync,
    I: IndexedParallelIterator<Item = A::Row<'r>>,
{
    let empty = all.fresh();
    let count = rows.len();
    let shares = rows.with_producer(Sharing {
        empty: &empty,
        count,
    });
    let (mut together, mut read) = (empty.waiting(0), Ok(()));
    for (share, added) in shares {
        let before = together.rows();
        // Where two shares do not go together, nothing is added.
        together.join(share)?;
        read = after(before, added);
        if read.is_err() {
            break;
        }
    }
    let before = all.rows();
    all.join(together)?;
    let settled = threads::map(all.divide(), |mut part| {
        part.settle();
        part
    });
    all.put_back(settled);
    after(before, read)
}

/// What becomes of rows of which each thread takes a share.
struct Sharing<'a, A> {
    empty: &'a A,
    count: usize,
}

impl<'r, A: Parted + Send + Sync> ProducerCallback<A::Row<'r>> for Sharing<'_, A> {
    /// Each share, with what was wrong with the row after its last.
    type Output = Vec<(A, Result<()>)>;

    fn callback<P: Producer<Item = A::Row<'r>>>(self, rows: P) -> Self::Output {
        let share = self.count.div_ceil(rayon::current_num_threads().max(1));
        let shares = Blocks {
            rows: Some(rows),
            count: self.count,
            block: share.max(1),
        };
        let filled = |rows: P| {
            let mut part = self.empty.waiting(share);
            let added = push_each(&mut part, rows.into_iter());
            (part, added)
        };
        threads::map(shares.collect(), filled)
    }
}
