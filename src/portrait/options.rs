use rust_decimal::{Decimal, RoundingStrategy};

use super::{Bands, Contradictions, Evidence, LeavingIndex, LeavingWeights, Levels};
use crate::Result;
use crate::macros::options;
use crate::numeric::rounding::Rounding;

options! {
    /// How portraits are made: the bands of numbers, and what the parts of the leaving index weigh.
    ///
    /// See the example of [`Portrait`].
    #[derive(Copy)]
    pub struct Options {
        /// The cuts that turn numbers into levels. Default: those of [`Bands`].
        pub bands: Bands = Bands::default(),
        /// What each part of the leaving index weighs. Default: silence four times as much as each other.
        pub leaving: LeavingWeights = LeavingWeights::default(),
        /// Decimal places to which the value at risk is rounded, at most 26. Default: 2.
        pub places: u32 = 2,
        /// How it is rounded. Default: halves away from zero.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::strategy"))]
        pub rounding: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero,
    }
}

/// What is known of a customer, what follows from it, what contradicts, and what is at risk.
///
/// ```
/// use retention::lifecycle::Stage;
/// use retention::loyalty::Score;
/// use retention::portrait::{Contradiction, Dimension, Evidence, Options};
/// use retention::scale::Scale;
/// use rust_decimal::dec;
///
/// let score = |value| Score::new(Scale::ONE_TO_SEVEN, value).map(Some);
/// let evidence = Evidence::default()
///     .stage(Some(Stage::Growth))
///     .satisfaction(score(2.0)?)
///     .loyalty(score(7.0)?)
///     .switching_cost(score(6.0)?)
///     .chance_of_return(Some(0.75))
///     .expected_value(Some(dec!(240)));
/// let portrait = Options::default().portrait(&evidence)?;
/// // Loyal, dissatisfied, and held.
/// assert_eq!(portrait.levels.of(Dimension::CustomerType), "hostage");
/// assert!(portrait.contradictions.contains(Contradiction::DissatisfiedStaying));
/// assert_eq!(portrait.value_at_risk, Some(dec!(60.00)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
#[doc(alias = "客户画像")]
pub struct Portrait {
    /// What is known and inferred, in levels.
    pub levels: Levels,
    /// What contradicts.
    pub contradictions: Contradictions,
    /// How much speaks for leaving; `None` where nothing that weighs is known.
    pub leaving: Option<LeavingIndex>,
    /// Expected value times one less the chance of a return, rounded; 0 for a value that is not above 0.
    /// `None` where one of the two is not known. Value at risk is not value that a campaign would save.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    pub value_at_risk: Option<Decimal>,
}

impl Options {
    /// Makes the portrait of one customer. It allocates nothing.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) for a number that is NaN or infinite;
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for a chance outside 0 to 1, a value below 0, and
    /// options that do not hold; [`Error::Unsorted`](crate::Error::Unsorted) for bands out of order;
    /// [`Error::Overflow`](crate::Error::Overflow) if an amount exceeds what a decimal holds.
    pub fn portrait(&self, evidence: &Evidence) -> Result<Portrait> {
        self.checked()?.portrait(evidence)
    }

    /// Checks the options once, for many portraits.
    pub(super) fn checked(&self) -> Result<Checked<'_>> {
        self.bands.checked()?;
        self.leaving.checked()?;
        Ok(Checked {
            options: self,
            rounding: Rounding::new(self.places, self.rounding)?,
        })
    }
}

/// Options that hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Checked<'a> {
    options: &'a Options,
    rounding: Rounding,
}

impl Checked<'_> {
    pub(super) fn portrait(&self, evidence: &Evidence) -> Result<Portrait> {
        // Refuses numbers that do not hold, for all that follows.
        let levels = self.options.bands.levels(evidence)?;
        Ok(Portrait {
            levels,
            contradictions: Contradictions::of(&levels),
            leaving: LeavingIndex::of(evidence, &self.options.leaving),
            value_at_risk: self.at_risk(evidence)?,
        })
    }

    fn at_risk(&self, evidence: &Evidence) -> Result<Option<Decimal>> {
        let known = evidence.expected_value.zip(evidence.chance_of_return);
        let at_risk = known
            .map(|(value, chance)| self.rounding.times(value.max(Decimal::ZERO), 1.0 - chance));
        at_risk.transpose()
    }
}
