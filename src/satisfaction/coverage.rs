//! How many of the basic, expected and exciting needs of customers are met.

use super::kano::Category;
use crate::Result;
use crate::accumulate::{Accumulator, Version, more_rows, sealed};
use crate::error::Error;
#[cfg(feature = "serde")]
use crate::error::same;
use crate::estimate::Proportion;
use crate::macros::{checked_state, named_enum};

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
    pub category: Category,
    /// Whether it is met.
    pub fulfilment: Fulfilment,
}

named_enum! {
    /// How far the target is reached: all basic needs, then all expected ones.
    pub enum Target {
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
/// use retention::satisfaction::{coverage, kano};
///
/// let need = |category, fulfilment| coverage::Need { category, fulfilment };
/// let coverage = coverage::Coverage::of([
///     need(kano::Category::MustBe, coverage::Fulfilment::Met),
///     need(kano::Category::OneDimensional, coverage::Fulfilment::Met),
///     need(kano::Category::OneDimensional, coverage::Fulfilment::Unmet),
///     need(kano::Category::Attractive, coverage::Fulfilment::Unmet),
///     need(kano::Category::Indifferent, coverage::Fulfilment::Met),
/// ])?;
/// assert_eq!(coverage.expected.value(), Some(0.5));
/// assert_eq!(coverage.target(), Some(coverage::Target::ExpectedUnmet));
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
    /// Computes the coverage of a list of needs.
    ///
    /// # Errors
    /// [`Error::Empty`] without needs; [`Error::Overflow`] where needs exceed 64 bits.
    pub fn of(needs: impl IntoIterator<Item = Need>) -> Result<Self> {
        let mut builder = Builder::new();
        builder.extend(needs)?;
        builder.finish()
    }

    /// Returns how far the target is reached; `None` if there is neither a basic nor an expected need.
    #[must_use]
    pub const fn target(&self) -> Option<Target> {
        if self.basic.denominator() == 0 && self.expected.denominator() == 0 {
            None
        } else if self.basic.complement().numerator() > 0 {
            Some(Target::BasicUnmet)
        } else if self.expected.complement().numerator() > 0 {
            Some(Target::ExpectedUnmet)
        } else {
            Some(Target::Reached)
        }
    }
}

/// Computes a [`Coverage`] need by need.
///
/// ```
/// use retention::Accumulator;
/// use retention::satisfaction::coverage::{Builder, Fulfilment, Need};
/// use retention::satisfaction::kano::Category;
///
/// let mut builder = Builder::new();
/// builder.push(Need { category: Category::MustBe, fulfilment: Fulfilment::Met })?;
/// assert_eq!(builder.finish()?.basic.value(), Some(1.0));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self")
)]
pub struct Builder {
    version: Version,
    needs: u64,
    met: [u64; Category::ALL.len()],
    unmet: [u64; Category::ALL.len()],
}

checked_state!(Builder);

impl Builder {
    /// Creates an empty accumulator.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        let mut needs = 0;
        for &count in self.met.iter().chain(&self.unmet) {
            needs = more_rows(needs, count)?;
        }
        same("numbers of needs", &self.needs, &needs)?;
        Ok(self)
    }
}

impl sealed::Sealed for Builder {}

impl Accumulator for Builder {
    type Row<'r> = Need;
    type Output = Coverage;

    fn rows(&self) -> u64 {
        self.needs
    }

    /// Adds a need.
    ///
    /// # Errors
    /// [`Error::Overflow`] beyond 2⁶⁴ − 1 needs.
    fn push(&mut self, need: Need) -> Result<()> {
        self.needs = more_rows(self.needs, 1)?;
        let counts = match need.fulfilment {
            Fulfilment::Met => &mut self.met,
            Fulfilment::Unmet => &mut self.unmet,
        };
        if let Some(count) = counts.get_mut(need.category as usize) {
            *count += 1;
        }
        Ok(())
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        self.needs = more_rows(self.needs, other.needs)?;
        let ours = self.met.iter_mut().chain(&mut self.unmet);
        for (count, more) in ours.zip(other.met.iter().chain(&other.unmet)) {
            *count += more;
        }
        Ok(())
    }

    /// Returns the coverage of all needs added.
    ///
    /// # Errors
    /// [`Error::Empty`] without needs.
    fn finish(self) -> Result<Coverage> {
        if self.needs == 0 {
            return Err(Error::empty("need"));
        }
        let at = |counts: &[u64], category: Category| {
            counts.get(category as usize).copied().unwrap_or_default()
        };
        let counted =
            |category| Proportion::of_parts(at(&self.met, category), at(&self.unmet, category));
        let (basic, expected, exciting) = (
            counted(Category::MustBe),
            counted(Category::OneDimensional),
            counted(Category::Attractive),
        );
        let needs = basic.denominator() + expected.denominator() + exciting.denominator();
        Ok(Coverage {
            basic,
            expected,
            exciting,
            other: self.needs - needs,
        })
    }
}
