use std::fmt;

use super::{Alpha, ItemReliability};

/// What to look at before the reliability of items is used.
///
/// ```
/// use retention::scale::{ItemSet, ReliabilityRemark, Scale};
///
/// let scale = Scale::ONE_TO_FIVE;
/// let items = ItemSet::new([
///     scale.full_answers(&[1.0, 2.0, 4.0, 5.0])?,
///     scale.full_answers(&[4.0, 5.0, 2.0, 1.0])?,
///     scale.full_answers(&[3.0, 3.0, 3.0, 3.0])?,
/// ])?;
/// let remarks = items.reliability(None)?.remarks;
/// assert!(remarks.contains(&ReliabilityRemark::NegativeAlpha));
/// assert!(remarks.contains(&ReliabilityRemark::Constant { item: 2 }));
/// assert_eq!(remarks.last().unwrap().to_string(), "everybody gave the same answer to item 2 (counted from 0)");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ReliabilityRemark {
    /// Alpha is negative: items contradict each other. Check the coding: an item that was asked the
    /// other way round was probably not reversed.
    NegativeAlpha,
    /// The item goes against the sum of the others, by the sign of its item–rest correlation alone: an
    /// item that goes with nothing does so in half of all surveys. Check whether it was asked the other way
    /// round.
    AgainstTheOthers {
        /// Which item, counted from 0.
        item: usize,
    },
    /// Everybody gave the same answer to the item: it says nothing of differences between respondents,
    /// and correlations with it do not exist.
    Constant {
        /// Which item, counted from 0.
        item: usize,
    },
}

impl fmt::Display for ReliabilityRemark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NegativeAlpha => f.write_str(
                "alpha is negative: check the coding, an item asked the other way round was probably not \
                 reversed",
            ),
            Self::AgainstTheOthers { item } => write!(
                f,
                "item {item} (counted from 0) goes against the others: check whether it was asked the \
                 other way round"
            ),
            Self::Constant { item } => {
                write!(f, "everybody gave the same answer to item {item} (counted from 0)")
            }
        }
    }
}

impl ReliabilityRemark {
    pub(super) fn of(alpha: Option<&Alpha>, items: &[ItemReliability]) -> Vec<Self> {
        let negative = alpha.is_some_and(|alpha| alpha.value() < 0.0);
        let mut remarks: Vec<Self> = negative
            .then_some(Self::NegativeAlpha)
            .into_iter()
            .collect();
        for (item, found) in items.iter().enumerate() {
            if found.item_rest_correlation.is_some_and(|r| r < 0.0) {
                remarks.push(Self::AgainstTheOthers { item });
            }
            if found.variance == Some(0.0) {
                remarks.push(Self::Constant { item });
            }
        }
        remarks
    }
}
