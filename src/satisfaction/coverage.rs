//! How many of the basic, expected and exciting needs of customers are met.

use super::kano::Category;
use crate::Result;
use crate::counted::Counted;
use crate::error::Error;
use crate::estimate::Proportion;

/// How many of the basic, expected and exciting needs are met.
///
/// The target is to meet all basic and all expected needs, and as many of the exciting ones as
/// possible. The coverage tells where to look first, not how satisfied customers are: that full
/// coverage makes full satisfaction is theory, and a survey has to ask for it.
///
/// Needs may be counted once each, or once for each customer. A need that is met in part is not met.
///
/// ```
/// use retention::counted::Counted;
/// use retention::satisfaction::coverage::Coverage;
/// use retention::satisfaction::kano::Category::{Attractive, Indifferent, MustBe, OneDimensional};
///
/// let needs = [MustBe, OneDimensional, OneDimensional, Attractive, Indifferent];
/// let needs = Counted::of_classes(needs.map(Some))?;
/// let met = Counted::of_classes([Some(MustBe), Some(OneDimensional)])?;
/// let coverage = Coverage::of(&needs, &met)?;
/// assert_eq!(coverage.expected.value(), Some(0.5));
/// assert_eq!(coverage.focus(), Some(OneDimensional));
/// assert_eq!(coverage.other, 1);
/// // More needs met than there are: the two were exchanged.
/// assert!(Coverage::of(&met, &needs).is_err());
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "基本型需求")]
#[doc(alias = "期望型需求")]
#[doc(alias = "兴奋型需求")]
pub struct Coverage {
    /// The must-be needs that are met.
    pub basic: Proportion,
    /// The one-dimensional needs that are met.
    pub expected: Proportion,
    /// The attractive needs that are met.
    pub exciting: Proportion,
    /// Indifferent, reverse and questionable features, which are not needs.
    pub other: u64,
}

impl Coverage {
    /// Computes the coverage of all needs asked about by those of them that are met, both counted by
    /// category and without weights.
    ///
    /// A [`Counter`](crate::counted::Counter) counts the categories need by need.
    ///
    /// # Errors
    /// [`Error::Empty`] without needs; [`Error::OutOfRange`] if more needs of a category are met than
    /// were asked about.
    pub fn of(asked: &Counted<Category>, met: &Counted<Category>) -> Result<Self> {
        if asked.placed == 0 {
            return Err(Error::empty("need"));
        }
        let covered = |category| {
            let (met, asked) = (met.count(category), asked.count(category));
            match asked.checked_sub(met) {
                Some(unmet) => Ok(Proportion::of_parts(met, unmet)),
                None => Err(Error::out_of_range(
                    "number of needs met",
                    met,
                    format_args!("at most the needs asked about, {asked}"),
                )),
            }
        };
        let not_needs = [
            Category::Indifferent,
            Category::Reverse,
            Category::Questionable,
        ];
        Ok(Self {
            basic: covered(Category::MustBe)?,
            expected: covered(Category::OneDimensional)?,
            exciting: covered(Category::Attractive)?,
            other: not_needs.map(|category| asked.count(category)).iter().sum(),
        })
    }

    /// Returns the category of needs to work on: must-be until all of them are met, then
    /// one-dimensional, then attractive.
    ///
    /// Attractive means that the target is reached. `None` if there is neither a must-be nor a
    /// one-dimensional need.
    #[must_use]
    pub const fn focus(&self) -> Option<Category> {
        if self.basic.denominator() == 0 && self.expected.denominator() == 0 {
            None
        } else if self.basic.complement().numerator() > 0 {
            Some(Category::MustBe)
        } else if self.expected.complement().numerator() > 0 {
            Some(Category::OneDimensional)
        } else {
            Some(Category::Attractive)
        }
    }
}
