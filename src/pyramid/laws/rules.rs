use super::check::{EXISTING, loosened};
use crate::error::{finite, fraction};
use crate::estimate::Confidence;
use crate::macros::named_enum;
use crate::pyramid::Rounding;
use crate::{Error, Result};

named_enum! {
    /// How a lesson's round figure is read, such as the 80 % of the first.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Reading {
        /// So much or more: 95 % of revenue from the top 20 % is 80 % all the more. The default.
        #[default]
        AtLeast = "at_least",
        /// About so much: 95 % is not 80 %.
        About = "about",
    }
}

named_enum! {
    /// What the third lesson says of the share of revenue that existing customers bring: its two
    /// sources differ.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum ExistingShare {
        /// Up to 90 %, as in the book: the [bulk](Rules::bulk) of it, but not more than 90 % by more
        /// than the tolerance. The default.
        #[default]
        UpTo = "up_to",
        /// More than 90 %, less the tolerance, as the talk was reported.
        MoreThan = "more_than",
    }
}

/// How the laws are read where the book leaves it open. Nothing of this is published; the defaults
/// are ours.
///
/// ```
/// use retention::pyramid::laws::{Reading, Rules};
///
/// // 76 to 84 % is 80 %, and no other share.
/// let strict = Rules::default().reading(Reading::About).tolerance(0.05);
/// assert_eq!(strict.often, 0.1);
/// ```
///
/// As JSON, in which what is missing is the default:
///
/// ```text
/// {"tolerance": 0.1, "reading": "at_least", "existing_share": "up_to", "bulk": 0.5,
///  "difference": 0.0, "often": 0.1, "confidence": 0.95, "rounding": "up"}
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct Rules {
    /// By which part of it a round figure may be missed, from 0 to 1, in laws 1, 3 and 10: at 0.1, the
    /// default, 72 % will do for 80 %, and 9 % for 10 %.
    pub tolerance: f64,
    /// How round figures are read in laws 1 and 10. At least so much is the default.
    pub reading: Reading,
    /// What law 3 says.
    pub existing_share: ExistingShare,
    /// Which share is the bulk of something, in laws 3 and 4: half, 0.5, is the default. Under
    /// [`ExistingShare::UpTo`] not more than 90 % and the tolerance, which law 3 asks for at most.
    pub bulk: f64,
    /// How much more satisfied those must be who moved up, in law 6: in points of the rate, 0.05 for
    /// five, or of the scale, as the evidence is. Any difference, 0, is the default.
    pub difference: f64,
    /// Which rate of defectors is often, in law 7: one in ten, 0.1, is the default.
    pub often: f64,
    /// How sure intervals are. 95 % is the default.
    pub confidence: Confidence,
    /// What becomes of the customer whom the top 20 % would divide. Counted in is the default.
    pub rounding: Rounding,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            tolerance: 0.1,
            reading: Reading::default(),
            existing_share: ExistingShare::default(),
            bulk: 0.5,
            difference: 0.0,
            often: 0.1,
            confidence: Confidence::default(),
            rounding: Rounding::default(),
        }
    }
}

impl Rules {
    /// Sets by which part of it a round figure may be missed.
    #[must_use]
    pub const fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Sets how round figures are read.
    #[must_use]
    pub const fn reading(mut self, reading: Reading) -> Self {
        self.reading = reading;
        self
    }

    /// Sets what law 3 says.
    #[must_use]
    pub const fn existing_share(mut self, says: ExistingShare) -> Self {
        self.existing_share = says;
        self
    }

    /// Sets which share is the bulk of something.
    #[must_use]
    pub const fn bulk(mut self, share: f64) -> Self {
        self.bulk = share;
        self
    }

    /// Sets how much more satisfied those must be who moved up.
    #[must_use]
    pub const fn difference(mut self, difference: f64) -> Self {
        self.difference = difference;
        self
    }

    /// Sets which rate of defectors is often.
    #[must_use]
    pub const fn often(mut self, rate: f64) -> Self {
        self.often = rate;
        self
    }

    /// Sets how sure intervals are.
    #[must_use]
    pub const fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = confidence;
        self
    }

    /// Sets what becomes of the customer whom the top 20 % would divide.
    #[must_use]
    pub const fn rounding(mut self, rounding: Rounding) -> Self {
        self.rounding = rounding;
        self
    }

    pub(super) fn checked(self) -> Result<Self> {
        fraction("tolerance", self.tolerance)?;
        fraction("bulk", self.bulk)?;
        if self.existing_share == ExistingShare::UpTo {
            let most = loosened(EXISTING, self.tolerance);
            if self.bulk > most {
                let allowed = format_args!("at most {most}, where law 3 ends");
                return Err(Error::out_of_range("bulk", self.bulk, allowed));
            }
        }
        finite("difference", self.difference)?;
        fraction("often", self.often)?;
        Ok(self)
    }
}
