use super::KanoCategory;
use crate::Result;
use crate::error::Error;
use crate::estimate::Proportion;
use crate::macros::named_enum;

named_enum! {
    /// Whether a need is met.
    pub enum Fulfilment {
        /// It is.
        Met = "met",
        /// It is not, or not wholly.
        Unmet = "unmet",
    }
}

/// One need of customers, and whether it is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Need {
    /// What it is to customers.
    pub category: KanoCategory,
    /// Whether it is met.
    pub fulfilment: Fulfilment,
}

named_enum! {
    /// How far the target is reached: all basic needs, then all expected ones.
    pub enum CoverageTarget {
        /// Some basic need is not met.
        BasicUnmet = "basic_unmet",
        /// All basic needs are met, some expected one is not.
        ExpectedUnmet = "expected_unmet",
        /// All basic and all expected needs are met. What is left are the exciting ones.
        Reached = "reached",
    }
}

/// How many of the basic, expected and exciting needs are met.
///
/// The target: all basic and all expected needs, and as many of the exciting ones as can be had. It
/// says where to look first, not how satisfied customers are: that full coverage makes full
/// satisfaction is theory, and is asked for in a survey.
///
/// Needs may be counted once each, or once for each customer.
///
/// ```
/// use retention::satisfaction::{Coverage, CoverageTarget, Fulfilment, KanoCategory, Need};
///
/// let need = |category, fulfilment| Need { category, fulfilment };
/// let coverage = Coverage::of([
///     need(KanoCategory::MustBe, Fulfilment::Met),
///     need(KanoCategory::OneDimensional, Fulfilment::Met),
///     need(KanoCategory::OneDimensional, Fulfilment::Unmet),
///     need(KanoCategory::Attractive, Fulfilment::Unmet),
///     need(KanoCategory::Indifferent, Fulfilment::Met),
/// ])?;
/// assert_eq!(coverage.expected.value(), Some(0.5));
/// assert_eq!(coverage.target(), Some(CoverageTarget::ExpectedUnmet));
/// assert_eq!(coverage.other, 1);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "基本型需求")]
#[doc(alias = "期望型需求")]
#[doc(alias = "兴奋型需求")]
pub struct Coverage {
    /// Must-be needs that are met.
    pub basic: Proportion,
    /// One-dimensional needs that are met.
    pub expected: Proportion,
    /// Attractive needs that are met.
    pub exciting: Proportion,
    /// Indifferent, reverse and questionable ones, which are no needs.
    pub other: u64,
}

impl Coverage {
    /// From a list of needs.
    ///
    /// # Errors
    /// [`Error::Empty`] without needs; [`Error::Overflow`] where needs exceed 64 bits.
    pub fn of(needs: impl IntoIterator<Item = Need>) -> Result<Self> {
        let mut builder = CoverageBuilder::new();
        builder.extend(needs)?;
        builder.finish()
    }

    /// How far the target is reached; `None` where there is neither a basic nor an expected need.
    #[must_use]
    pub const fn target(&self) -> Option<CoverageTarget> {
        if self.basic.denominator() == 0 && self.expected.denominator() == 0 {
            None
        } else if self.basic.complement().numerator() > 0 {
            Some(CoverageTarget::BasicUnmet)
        } else if self.expected.complement().numerator() > 0 {
            Some(CoverageTarget::ExpectedUnmet)
        } else {
            Some(CoverageTarget::Reached)
        }
    }
}

/// Makes a [`Coverage`] need by need; parts made apart merge.
///
/// ```
/// use retention::satisfaction::{CoverageBuilder, Fulfilment, KanoCategory, Need};
///
/// let mut builder = CoverageBuilder::new();
/// builder.push(Need { category: KanoCategory::MustBe, fulfilment: Fulfilment::Met })?;
/// assert_eq!(builder.finish()?.basic.value(), Some(1.0));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageBuilder(Coverage);

impl Default for CoverageBuilder {
    fn default() -> Self {
        Self::new()
    }
}

/// No need yet.
const NOTHING: Proportion = Proportion::of_parts(0, 0);

impl CoverageBuilder {
    /// Without needs.
    #[must_use]
    pub const fn new() -> Self {
        Self(Coverage {
            basic: NOTHING,
            expected: NOTHING,
            exciting: NOTHING,
            other: 0,
        })
    }

    /// Adds a need. An error leaves the builder as it was.
    ///
    /// # Errors
    /// [`Error::Overflow`] where needs exceed 64 bits.
    pub fn push(&mut self, need: Need) -> Result<()> {
        let counted = match need.category {
            KanoCategory::MustBe => &mut self.0.basic,
            KanoCategory::OneDimensional => &mut self.0.expected,
            KanoCategory::Attractive => &mut self.0.exciting,
            KanoCategory::Indifferent | KanoCategory::Reverse | KanoCategory::Questionable => {
                self.0.other = more(self.0.other, 1)?;
                return Ok(());
            }
        };
        *counted = counted.merge(match need.fulfilment {
            Fulfilment::Met => Proportion::of_parts(1, 0),
            Fulfilment::Unmet => Proportion::of_parts(0, 1),
        })?;
        Ok(())
    }

    /// Adds all these needs.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub fn extend(&mut self, needs: impl IntoIterator<Item = Need>) -> Result<()> {
        needs.into_iter().try_for_each(|need| self.push(need))
    }

    /// Adds the needs of another part.
    ///
    /// # Errors
    /// [`Error::Overflow`] where needs exceed 64 bits.
    pub fn merge(&mut self, other: Self) -> Result<()> {
        self.0 = Coverage {
            basic: self.0.basic.merge(other.0.basic)?,
            expected: self.0.expected.merge(other.0.expected)?,
            exciting: self.0.exciting.merge(other.0.exciting)?,
            other: more(self.0.other, other.0.other)?,
        };
        Ok(())
    }

    /// The coverage of all needs added.
    ///
    /// # Errors
    /// [`Error::Empty`] without needs.
    pub fn finish(self) -> Result<Coverage> {
        if self == Self::new() {
            return Err(Error::empty("need"));
        }
        Ok(self.0)
    }
}

fn more(count: u64, by: u64) -> Result<u64> {
    count
        .checked_add(by)
        .ok_or_else(|| Error::overflow("counting needs", by))
}
