use super::times::Times;
use super::{Spell, Survival};
use crate::Result;
use crate::accumulate::{Accumulator, Version, Weighted, more_rows, push_each};
use crate::macros::checked_state;
use crate::scale::respondent_weight;

/// Counts spells by tenure, chunk by chunk, and ends in a [`Survival`] curve.
///
/// It holds one entry for each tenure, not for each customer. For curves by plan or channel put it into
/// [`BySegment`](crate::segment::BySegment).
///
/// ```
/// use retention::Accumulator;
/// use retention::segment::BySegment;
/// use retention::survival::{Builder, Spell};
///
/// let mut plans = BySegment::new(Builder::new());
/// plans.extend([
///     ("monthly", Spell::ended(2)), ("yearly", Spell::ongoing(9)), ("monthly", Spell::ended(5)),
///     ("yearly", Spell::ended(12)), ("monthly", Spell::ongoing(7)),
/// ])?;
/// let curves = plans.finish()?;
/// assert_eq!(curves.get("monthly").unwrap().output.as_ref().unwrap().median(), Some(5));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct Builder {
    version: Version,
    rows: u64,
    times: Times,
}

checked_state!(Builder);

impl Builder {
    /// Creates an empty builder.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        let any = self.times.by_time().next().is_some();
        if any && self.rows == 0 {
            return Err(crate::Error::out_of_range("rows", self.rows, "1 or more"));
        }
        Ok(self)
    }
}

impl crate::sealed::Sealed for Builder {}

impl Accumulator for Builder {
    type Row<'r> = Spell;
    type Output = Survival;

    fn fresh(&self) -> Self {
        Self::default()
    }

    fn rows(&self) -> u64 {
        self.rows
    }

    /// Adds the spell of one customer.
    ///
    /// # Errors
    /// [`Error::Overflow`](crate::Error::Overflow) for more rows than a count holds.
    fn push(&mut self, spell: Spell) -> Result<()> {
        self.rows = more_rows(self.rows, 1)?;
        self.times.add(spell, 1.0);
        Ok(())
    }

    // It counts, so nothing depends on blocks, and a part has a table of tenures to fill.
    fn extend<'r>(&mut self, spells: impl IntoIterator<Item = Self::Row<'r>>) -> Result<()> {
        push_each(self, spells)
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        self.rows = more_rows(self.rows, other.rows)?;
        self.times.merge(&other.times);
        Ok(())
    }

    /// Returns the curve. It never fails: the curve of nobody has no points.
    fn finish(self) -> Result<Survival> {
        Ok(Survival::new(self.rows, self.times))
    }
}

impl Weighted for Builder {
    /// Adds the spell of a customer who counts for `weight`. Errors then take the weights for numbers of
    /// customers.
    fn push_weighted(&mut self, spell: Spell, weight: f64) -> Result<()> {
        let weight = respondent_weight(weight).map_err(|error| error.at_row(self.rows))?;
        self.rows = more_rows(self.rows, 1)?;
        if weight > 0.0 {
            self.times.add(spell, weight);
        }
        Ok(())
    }
}
