use crate::Result;
use crate::error::{Error, finite};
use crate::macros::{named_enum, options};
use crate::scale::Scale;

named_enum! {
    /// A group of customers by how likely they are to recommend.
    ///
    /// See the [example](crate::satisfaction::nps::NetPromoterScore).
    pub enum Group {
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
    /// How an answer between whole steps is read, such as 6.5 or 8.5, which belongs to no group.
    ///
    /// See the [example](crate::satisfaction::nps::Options).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Decimals {
        /// It is an error. The default.
        #[default]
        Refuse = "refuse",
        /// It is read as the nearest whole step, the higher of two: 6.5 is a 7, 8.4 an 8.
        RoundHalfUp = "round_half_up",
        /// It belongs to the highest group whose lowest answer it has reached: 8.9 is passive, 6.9 a
        /// detractor.
        AsReached = "as_reached",
    }
}

named_enum! {
    /// How the interval of a Net Promoter Score is computed.
    ///
    /// See the [example](crate::satisfaction::nps::Options).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum IntervalMethod {
        /// Wald's interval after adding three pseudo-answers: ¾ of a promoter, ¾ of a detractor and 1½
        /// passives. It keeps its width if everyone is a promoter. The default.
        ///
        /// Source: Rocks, B. (2016), *The American Statistician* 70(4): 365–372, as commonly
        /// reported.
        #[default]
        AdjustedWald = "adjusted_wald",
        /// `score ± z · standard error`. It has no width if everyone is a promoter, and is too narrow
        /// with few answers.
        Wald = "wald",
    }
}

/// The question that was asked, and which answers make a promoter.
///
/// A Net Promoter Score is defined on 0 to 10. The same arithmetic on another scale is another measure
/// and does not compare with published scores, so it must be asked for with its cuts.
///
/// ```
/// use retention::satisfaction::nps;
/// use retention::scale::Scale;
///
/// let nps = nps::Options::default();
/// assert_eq!(nps.classify(6.0)?, nps::Group::Detractor);
/// // A survey that asked on 1 to 10.
/// let ten = nps.question(nps::Question::Mapped {
///     scale: Scale::ONE_TO_TEN,
///     promoters_from: 9.0,
///     passives_from: 7.0,
/// });
/// assert_eq!(ten.classify(9.0)?, nps::Group::Promoter);
/// assert!(ten.classify(0.0).is_err());
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Question {
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

impl Question {
    /// Returns the scale of the answers.
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

options! {
    /// How answers become a Net Promoter Score, and how its interval is computed.
    ///
    /// ```
    /// use retention::satisfaction::nps::{Decimals, Group, Options};
    ///
    /// let error = Options::default().classify(8.5).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "answer must be a whole step of the scale unless the option `decimals` allows others, got 8.5",
    /// );
    /// let rounded = Options::default().decimals(Decimals::RoundHalfUp);
    /// assert_eq!(rounded.classify(8.5)?, Group::Promoter);
    /// let reached = Options::default().decimals(Decimals::AsReached);
    /// assert_eq!(reached.classify(8.5)?, Group::Passive);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy)]
    pub struct Options {
        /// The question and its cuts. Default: 0 to 10, promoters from 9, passives from 7.
        pub question: Question = Question::ZeroToTen,
        /// How answers between whole steps are read. Default: they are refused.
        pub decimals: Decimals = Decimals::Refuse,
        /// How intervals are computed. Default: adjusted Wald.
        pub interval: IntervalMethod = IntervalMethod::AdjustedWald,
    }
}

impl Options {
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

    /// Classifies one customer by the answer.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for what is not an answer on the scale, for an
    /// answer between whole steps unless [`decimals`](Self::decimals) allows it, and for cuts that are
    /// not on the scale.
    pub fn classify(&self, answer: f64) -> Result<Group> {
        self.checked()?.group(answer)
    }

    /// The group of one customer, under options that were checked.
    pub(super) fn group(&self, answer: f64) -> Result<Group> {
        let scale = self.question.scale();
        let answer = scale.check(answer)?;
        let steps = answer - scale.low();
        let read = if steps.fract() == 0.0 {
            answer
        } else {
            match self.decimals {
                Decimals::Refuse => {
                    let allowed =
                        "a whole step of the scale unless the option `decimals` allows others";
                    return Err(Error::out_of_range("answer", answer, allowed));
                }
                Decimals::RoundHalfUp => scale.clamp(scale.low() + steps.round()),
                Decimals::AsReached => answer,
            }
        };
        let (promoters, passives) = self.question.cuts();
        Ok(if read >= promoters {
            Group::Promoter
        } else if read >= passives {
            Group::Passive
        } else {
            Group::Detractor
        })
    }
}
