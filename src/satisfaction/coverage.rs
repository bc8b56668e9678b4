//! How many of the basic, expected and exciting needs of customers are met.

use super::kano::Category;
use crate::Result;
use crate::accumulate::Accumulator;
use crate::counted::{Counted, Counter};
use crate::error::Error;
use crate::estimate::Proportion;

/// One need of customers, and whether it is met.
///
/// See the [example](crate::satisfaction::coverage::Coverage).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Need {
    /// The category of the need.
    pub category: Category,
    /// Whether it is met; a need that is met in part is not.
    pub met: bool,
}

/// How many of the basic, expected and exciting needs are met.
///
/// The target is to meet all basic and all expected needs, and as many of the exciting ones as
/// possible. The coverage tells where to look first, not how satisfied customers are: that full
/// coverage makes full satisfaction is theory, and a survey has to ask for it.
///
/// Needs may be counted once each, or once for each customer.
///
/// ```
/// use retention::satisfaction::coverage::{Coverage, Need};
/// use retention::satisfaction::kano::Category::{Attractive, Indifferent, MustBe, OneDimensional};
///
/// let coverage = Coverage::of([
///     Need { category: MustBe, met: true },
///     Need { category: OneDimensional, met: true },
///     Need { category: OneDimensional, met: false },
///     Need { category: Attractive, met: false },
///     Need { category: Indifferent, met: true },
/// ])?;
/// assert_eq!(coverage.expected.value(), Some(0.5));
/// assert_eq!(coverage.focus(), Some(OneDimensional));
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
    /// Computes the coverage of a list of needs.
    ///
    /// # Errors
    /// [`Error::Empty`] without needs; [`Error::Overflow`] beyond 2⁶⁴ − 1 needs.
    pub fn of(needs: impl IntoIterator<Item = Need>) -> Result<Self> {
        let (mut met, mut asked) = (Counter::new(), Counter::new());
        for need in needs {
            asked.push(Some(need.category))?;
            if need.met {
                met.push(Some(need.category))?;
            }
        }
        Self::of_counted(&met.finish()?, &asked.finish()?)
    }

    /// Computes the coverage from the needs that are met and all needs asked about, both counted by
    /// category, without weights. The [counters](crate::counted::Counter) merge and keep their state.
    ///
    /// # Errors
    /// [`Error::Empty`] without needs; [`Error::OutOfRange`] if more needs of a category are met than
    /// were asked about.
    ///
    /// ```
    /// use retention::counted::Counted;
    /// use retention::satisfaction::coverage::Coverage;
    /// use retention::satisfaction::kano::Category::{Attractive, MustBe};
    ///
    /// let asked = Counted::of_classes([Some(MustBe), Some(MustBe), Some(Attractive)])?;
    /// let met = Counted::of_classes([Some(MustBe)])?;
    /// assert_eq!(Coverage::of_counted(&met, &asked)?.basic.value(), Some(0.5));
    /// assert!(Coverage::of_counted(&asked, &met).is_err());
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn of_counted(met: &Counted<Category>, asked: &Counted<Category>) -> Result<Self> {
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
