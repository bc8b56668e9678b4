//! One interface for everything that aggregates a population: row by row, chunk by chunk, on threads,
//! or from one day to the next.
//!
//! Each accumulator is created by its own `new`, takes rows by [`push`](Accumulator::push) and
//! [`extend`](Accumulator::extend), joins another part by [`merge`](Accumulator::merge), and ends in
//! a result by [`finish`](Accumulator::finish). With the feature `serde` its state can be written and
//! read at any time, so that a job may go on where yesterday's ended. State kept as JSON needs the
//! feature `float_roundtrip` of `serde_json`.
//!
//! ```
//! use retention::Accumulator;
//! use retention::satisfaction::nps;
//!
//! // Two threads, or two days.
//! let mut monday = nps::Counter::new(nps::Options::default())?;
//! monday.extend([Some(10.0), Some(9.0), None])?;
//! let mut tuesday = nps::Counter::new(nps::Options::default())?;
//! tuesday.push(Some(3.0))?;
//! monday.merge(tuesday)?;
//! assert_eq!(monday.rows(), 4);
//! let score = monday.finish()?;
//! assert_eq!((score.answered, score.missing), (3, 1));
//! # Ok::<(), retention::Error>(())
//! ```
//!
//! # Threads
//!
//! With the feature `rayon`, `par_extend` adds rows on the threads of the pool that it is called in.
//! The result is that of [`extend`](Accumulator::extend) to the last bit, whatever the number of
//! threads.
//!
//! ```
//! use retention::Accumulator;
//! use retention::satisfaction::nps;
//!
//! let answers: Vec<Option<f64>> = (0..10_000).map(|row| Some(f64::from(row % 11))).collect();
//! let mut alone = nps::Counter::new(nps::Options::default())?;
//! alone.extend(answers.iter().copied())?;
//! # #[cfg(feature = "rayon")]
//! # {
//! use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
//!
//! let mut together = nps::Counter::new(nps::Options::default())?;
//! together.par_extend(answers.par_iter().copied())?;
//! assert_eq!(together, alone);
//! # }
//! # Ok::<(), retention::Error>(())
//! ```

mod blocks;
#[cfg(feature = "rayon")]
pub(crate) mod parted;

pub(crate) use blocks::{extend as extend_by_blocks, push_each};
#[cfg(feature = "rayon")]
pub(crate) use parted::Parted;

use crate::Result;

/// Aggregates a population from its rows.
///
/// In another order of rows, or in other parts, counts and money are the same; floating-point sums
/// differ by rounding alone. Sealed: only the crate implements it.
///
/// See the [example](crate::accumulate).
pub trait Accumulator: Sized + crate::sealed::Sealed {
    /// One row: a purchase, or the answers of one respondent.
    type Row<'r>;
    /// What comes out.
    type Output;
    /// How many rows [`extend`](Self::extend) adds before it starts a new part.
    ///
    /// Each call adds its first `BLOCK` rows directly; every further `BLOCK` rows are added up apart and then
    /// merged. Floating-point sums therefore depend on how rows are spread over calls, and never on
    /// threads. Counts and money depend on neither.
    const BLOCK: usize = 4096;

    /// Returns an empty accumulator with the same options: one for rows that are added elsewhere and
    /// merged later.
    ///
    /// ```
    /// use retention::Accumulator;
    /// use retention::satisfaction::nps;
    ///
    /// let mut all = nps::Counter::new(nps::Options::default())?;
    /// all.push(Some(9.0))?;
    /// let mut part = all.fresh();
    /// assert_eq!(part.rows(), 0);
    /// part.push(Some(4.0))?;
    /// all.merge(part)?;
    /// assert_eq!(all.rows(), 2);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    fn fresh(&self) -> Self;

    /// Returns how many rows it has taken, those of merged parts included.
    fn rows(&self) -> u64;

    /// Adds one row.
    ///
    /// # Errors
    /// What is wrong with the row, with [`rows`](Self::rows) as its position. The accumulator is then
    /// as it was before, and may go on.
    fn push(&mut self, row: Self::Row<'_>) -> Result<()>;

    /// Adds all of these rows, in parts of [`BLOCK`](Self::BLOCK) rows.
    ///
    /// # Errors
    /// As [`push`](Self::push), at the first row at fault. The rows before it are then added, the
    /// others are not.
    fn extend<'r>(&mut self, rows: impl IntoIterator<Item = Self::Row<'r>>) -> Result<()> {
        blocks::extend(self, rows.into_iter().fuse())
    }

    /// Adds all of these rows on the threads of the pool that it is called in. The result is that of
    /// [`extend`](Self::extend) to the last bit.
    ///
    /// Beside the rows it holds a few parts for each thread, however many rows there are. The builders of
    /// [`purchases`](crate::purchases) and [`pyramid`](crate::pyramid) hold what they need of all rows.
    ///
    /// See the [example](crate::accumulate#threads).
    ///
    /// # Errors
    /// As [`extend`](Self::extend).
    #[cfg(feature = "rayon")]
    fn par_extend<'r, I>(&mut self, rows: I) -> Result<()>
    where
        Self: Send + Sync,
        I: rayon::iter::IntoParallelIterator<
                Item = Self::Row<'r>,
                Iter: rayon::iter::IndexedParallelIterator,
            >,
    {
        blocks::par_extend(self, rows.into_par_iter())
    }

    /// Adds the rows of another part.
    ///
    /// # Errors
    /// [`Error::Mismatch`](crate::Error::Mismatch) if the other part was created with other options;
    /// [`Error::Overflow`](crate::Error::Overflow) if the rows of both are more than a count can hold.
    /// The accumulator is then as it was before.
    fn merge(&mut self, other: Self) -> Result<()>;

    /// Returns the result over all rows added.
    ///
    /// # Errors
    /// What the result needs and the rows do not give, such as a minimum number of respondents.
    fn finish(self) -> Result<Self::Output>;
}

/// An accumulator whose rows may count for more or less than one each.
///
/// See the [example](crate::counted::Counter).
pub trait Weighted: Accumulator {
    /// Adds one row that counts for `weight`.
    ///
    /// Keep the weights of one population within a factor of 10¹² of each other, as
    /// [`Weights`](crate::scale::Weights) demands of a column. Beyond it sums do not carry the smaller
    /// ones, and variances lose their digits.
    ///
    /// # Errors
    /// As [`push`](Accumulator::push); [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for a weight that is neither 0 nor from 10⁻¹⁰⁰
    /// to 10¹⁰⁰.
    fn push_weighted(&mut self, row: Self::Row<'_>, weight: f64) -> Result<()>;
}

/// The version of a written state, which is refused if it is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Version<const N: u32 = 1>;

#[cfg(feature = "serde")]
impl<const N: u32> serde::Serialize for Version<N> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(N)
    }
}

#[cfg(feature = "serde")]
impl<'de, const N: u32> serde::Deserialize<'de> for Version<N> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let found = u32::deserialize(deserializer)?;
        if found == N {
            return Ok(Self);
        }
        Err(serde::de::Error::custom(format_args!(
            "the version of the state must be {N}, got {found}"
        )))
    }
}

/// Returns the sum of two numbers of rows.
#[inline]
pub(crate) fn more_rows(rows: u64, more: u64) -> Result<u64> {
    rows.checked_add(more)
        .ok_or_else(|| crate::Error::overflow("counting rows", more))
}

/// Whether so many rows were added that a loop over more must look at their number each time.
#[inline]
pub(crate) const fn is_nearly_full(rows: u64) -> bool {
    rows > u64::MAX / 2
}
