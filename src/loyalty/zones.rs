use crate::Result;
use crate::error::Error;
use crate::macros::named_enum;

use super::counted::class;
use super::score::{AtCut, Bar, Score, Threshold};

named_enum! {
    /// A zone of satisfaction, by what customers in it do.
    ///
    /// Source: Heskett, J. L., Jones, T. O., Loveman, G. W., Sasser, W. E. and Schlesinger, L. A.
    /// (1994), *Harvard Business Review* 72(2): 164–174, as commonly reported.
    #[doc(alias = "Heskett")]
    pub enum Zone {
        /// Leaves, given a choice: 1 and 2 of 5.
        Defection = "defection",
        /// May stay, may leave: 3 and 4 of 5.
        Indifference = "indifference",
        /// Stays: 5 of 5.
        Affection = "affection",
    }
}

/// Where the zones of satisfaction begin.
///
/// The zones are published for whole answers on 1 to 5. A mean of answers between two zones belongs
/// to the lower one: 2.5 to defection, 4.9 to indifference.
///
/// ```
/// use retention::loyalty::{Score, Zone, Zones};
/// use retention::scale::Scale;
///
/// let zones = Zones::default();
/// let zone = |answer| zones.of(Score::new(Scale::ONE_TO_FIVE, answer)?);
/// assert_eq!((zone(2.0)?, zone(4.0)?, zone(5.0)?), (Zone::Defection, Zone::Indifference, Zone::Affection));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct Zones {
    /// Where indifference begins; [`Threshold::MIDDLE`] by default, 3 on 1 to 5.
    pub indifference: Threshold,
    /// Where affection begins; [`Threshold::TOP`] by default.
    pub affection: Threshold,
}

impl Default for Zones {
    fn default() -> Self {
        Self {
            indifference: Threshold::MIDDLE,
            affection: Threshold::TOP,
        }
    }
}

impl Zones {
    /// Sets where indifference begins.
    #[must_use]
    pub const fn indifference(mut self, threshold: Threshold) -> Self {
        self.indifference = threshold;
        self
    }

    /// Sets where affection begins.
    #[must_use]
    pub const fn affection(mut self, threshold: Threshold) -> Self {
        self.affection = threshold;
        self
    }

    /// The zone of a score of satisfaction.
    ///
    /// # Errors
    /// As [`Threshold::on`]; [`Error::Unsorted`] where affection begins below indifference.
    pub fn of(&self, satisfaction: Score) -> Result<Zone> {
        let bar = |threshold| Bar::new(threshold, AtCut::High, satisfaction.scale());
        let (indifference, affection) = (bar(self.indifference)?, bar(self.affection)?);
        if affection.cut < indifference.cut {
            return Err(Error::unsorted(
                "zones",
                affection.cut,
                format_args!("begins below indifference, at {}", indifference.cut),
            ));
        }
        Ok(if affection.is_high(satisfaction.value()) {
            Zone::Affection
        } else if indifference.is_high(satisfaction.value()) {
            Zone::Indifference
        } else {
            Zone::Defection
        })
    }
}

class!(Zone);
