use crate::Result;
use crate::error::{Error, finite};
use crate::macros::named_enum;
use crate::scale::Scale;

named_enum! {
    /// How likely a customer is to recommend, in three groups.
    pub enum NpsGroup {
        /// Likely: 9 or 10 of 10.
        #[doc(alias = "推荐者")]
        Promoter = "promoter",
        /// Satisfied, but not enthusiastic: 7 or 8.
        #[doc(alias = "被动者")]
        Passive = "passive",
        /// Unlikely: 0 to 6.
        #[doc(alias = "贬损者")]
        Detractor = "detractor",
    }
}

named_enum! {
    /// What becomes of an answer between whole steps, such as 6.5 or 8.5, of which the groups say
    /// nothing.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Decimals {
        /// It is an error. The default.
        #[default]
        Refuse = "refuse",
        /// It counts as the nearest whole step, the higher of two: 6.5 is a 7, 8.4 an 8.
        RoundHalfUp = "round_half_up",
        /// It belongs to the highest group whose lowest answer it has reached: 8.9 is passive, 6.9 a
        /// detractor.
        AsReached = "as_reached",
    }
}

named_enum! {
    /// How the interval on a Net Promoter Score is made.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum NpsInterval {
        /// Wald's, after three answers were added that nobody gave: ¾ of a promoter, ¾ of a
        /// detractor, 1½ passives. It keeps its width where all are promoters. The default.
        ///
        /// Source: Rocks, B. (2016), *The American Statistician* 70(4): 365–372, as commonly
        /// reported.
        #[default]
        AdjustedWald = "adjusted_wald",
        /// `score ± z · standard error`. It has no width where all are promoters, and is too narrow
        /// with few answers.
        Wald = "wald",
    }
}

/// The question that was asked, and which answers make a promoter.
///
/// A Net Promoter Score has one definition: 0 to 10. The same arithmetic on another scale is another
/// measure, whose figures compare with nothing published; so it has to be asked for, with its cuts.
///
/// ```
/// use retention::satisfaction::{NpsGroup, NpsOptions, NpsQuestion};
/// use retention::scale::Scale;
///
/// let nps = NpsOptions::default();
/// assert_eq!(nps.group(6.0)?, NpsGroup::Detractor);
/// // A survey that asked on 1 to 10.
/// let ten = nps.question(NpsQuestion::Mapped {
///     scale: Scale::ONE_TO_TEN,
///     promoters_from: 9.0,
///     passives_from: 7.0,
/// });
/// assert_eq!(ten.group(9.0)?, NpsGroup::Promoter);
/// assert!(ten.group(0.0).is_err());
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum NpsQuestion {
    /// Likelihood to recommend from 0 to 10, promoters from 9, passives from 7. The default.
    #[default]
    ZeroToTen,
    /// Another scale, with the cuts that you state for it. Not a Net Promoter Score as published.
    Mapped {
        /// The scale of the answers.
        scale: Scale,
        /// The lowest answer of a promoter.
        promoters_from: f64,
        /// The lowest answer that is not a detractor's; above the low end of the scale.
        passives_from: f64,
    },
}

impl NpsQuestion {
    /// The scale of the answers.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        match self {
            Self::ZeroToTen => Scale::ZERO_TO_TEN,
            Self::Mapped { scale, .. } => *scale,
        }
    }

    /// The lowest answer of a promoter, and the lowest of a passive.
    pub(super) const fn cuts(&self) -> (f64, f64) {
        match self {
            Self::ZeroToTen => (9.0, 7.0),
            Self::Mapped {
                promoters_from,
                passives_from,
                ..
            } => (*promoters_from, *passives_from),
        }
    }
}

/// How answers become a Net Promoter Score, and how sure it is.
///
/// ```
/// use retention::satisfaction::{Decimals, NpsGroup, NpsOptions};
///
/// let error = NpsOptions::default().group(8.5).unwrap_err();
/// assert_eq!(error.to_string(), "answer between whole steps refused: 8.5");
/// let rounded = NpsOptions::default().decimals(Decimals::RoundHalfUp);
/// assert_eq!(rounded.group(8.5)?, NpsGroup::Promoter);
/// let reached = NpsOptions::default().decimals(Decimals::AsReached);
/// assert_eq!(reached.group(8.5)?, NpsGroup::Passive);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct NpsOptions {
    /// The question and its cuts.
    pub question: NpsQuestion,
    /// What becomes of answers between whole steps.
    pub decimals: Decimals,
    /// How intervals are made.
    pub interval: NpsInterval,
}

impl NpsOptions {
    /// Sets the question and its cuts.
    #[must_use]
    pub const fn question(mut self, question: NpsQuestion) -> Self {
        self.question = question;
        self
    }

    /// Sets what becomes of answers between whole steps.
    #[must_use]
    pub const fn decimals(mut self, decimals: Decimals) -> Self {
        self.decimals = decimals;
        self
    }

    /// Sets how intervals are made.
    #[must_use]
    pub const fn interval(mut self, interval: NpsInterval) -> Self {
        self.interval = interval;
        self
    }

    pub(super) fn checked(self) -> Result<Self> {
        let scale = self.question.scale();
        let (promoters, passives) = self.question.cuts();
        let passives = finite("lowest answer of a passive", passives)?;
        if passives <= scale.low() || passives > scale.high() {
            return Err(Error::out_of_range(
                "lowest answer of a passive",
                passives,
                format_args!("above {}, up to {}", scale.low(), scale.high()),
            ));
        }
        let promoters = finite("lowest answer of a promoter", promoters)?;
        if promoters < passives || promoters > scale.high() {
            return Err(Error::out_of_range(
                "lowest answer of a promoter",
                promoters,
                format_args!("{passives} to {}", scale.high()),
            ));
        }
        Ok(self)
    }

    /// The group of one customer.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for what is not an answer on the scale, and
    /// for cuts that are not on it; [`Error::Refused`] for an answer between whole steps, unless
    /// these [options](Self::decimals) allow it.
    pub fn group(&self, answer: f64) -> Result<NpsGroup> {
        self.checked()?.classify(answer)
    }

    /// The group of one customer, under options that were checked.
    pub(super) fn classify(&self, answer: f64) -> Result<NpsGroup> {
        let scale = self.question.scale();
        let answer = scale.check(answer)?;
        let steps = answer - scale.low();
        let read = if steps.fract() == 0.0 {
            answer
        } else {
            match self.decimals {
                Decimals::Refuse => {
                    return Err(Error::refused("answer between whole steps", answer));
                }
                Decimals::RoundHalfUp => scale.clamp(scale.low() + steps.round()),
                Decimals::AsReached => answer,
            }
        };
        let (promoters, passives) = self.question.cuts();
        Ok(if read >= promoters {
            NpsGroup::Promoter
        } else if read >= passives {
            NpsGroup::Passive
        } else {
            NpsGroup::Detractor
        })
    }
}
