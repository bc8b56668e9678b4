use crate::Result;
use crate::counted::Tally;
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
    /// How answers become a Net Promoter Score.
    ///
    /// ```
    /// use retention::satisfaction::nps::{Group, Options, Question};
    /// use retention::scale::Scale;
    ///
    /// let error = Options::default().classify(8.5).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "answer must be a whole step of the scale, got 8.5; `Options::allow_decimals` accepts others",
    /// );
    /// let options = Options::default().allow_decimals(true);
    /// assert_eq!(options.classify(8.5)?, Group::Passive);
    ///
    /// // Halves count as the step above: lower both cuts by half a step.
    /// let rounded = options.question(Question::Mapped {
    ///     scale: Scale::ZERO_TO_TEN,
    ///     promoters_from: 8.5,
    ///     passives_from: 6.5,
    /// });
    /// assert_eq!(rounded.classify(8.5)?, Group::Promoter);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy)]
    pub struct Options {
        /// The question and its cuts. Default: 0 to 10, promoters from 9, passives from 7.
        pub question: Question = Question::ZeroToTen,
        /// Whether answers between whole steps are allowed. Each then belongs to the highest group
        /// whose lowest answer it reaches: 8.9 is passive, 6.9 a detractor. Default: no, they are an
        /// error.
        pub allow_decimals: bool = false,
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
    /// answer between whole steps unless [`allow_decimals`](Self::allow_decimals) is set, and for cuts
    /// that are not on the scale.
    pub fn classify(&self, answer: f64) -> Result<Group> {
        self.checked()?.group(answer)
    }

    /// The group of one customer, under options that were checked.
    pub(super) fn group(&self, answer: f64) -> Result<Group> {
        let scale = self.question.scale();
        if !(scale.contains(answer) && self.allows(answer)) {
            return Err(self.refusal(answer));
        }
        let (promoters, passives) = self.question.cuts();
        Ok(if answer >= promoters {
            Group::Promoter
        } else if answer >= passives {
            Group::Passive
        } else {
            Group::Detractor
        })
    }

    /// Whether an answer that lies on the scale may lie where it does between whole steps.
    #[inline]
    fn allows(&self, answer: f64) -> bool {
        self.allow_decimals || self.question.scale().is_whole(answer)
    }

    /// What is wrong with an answer that has no group.
    #[cold]
    fn refusal(&self, answer: f64) -> Error {
        self.question.scale().check(answer).map_or_else(
            |error| error,
            |answer| {
                let allowed = "a whole step of the scale";
                let error = Error::out_of_range("answer", answer, allowed);
                error.with_cure("`Options::allow_decimals` accepts others")
            },
        )
    }

    /// Refuses the first answer of a block that may not lie where it does, at its row; the block begins
    /// at the row given. The answers lie on the scale; NaN, if any, stands for a missing one.
    pub(super) fn check_block(&self, answers: &[f64], is_full: bool, row: usize) -> Result<()> {
        let scale = self.question.scale();
        let is_fine = |answer: f64| scale.is_exactly_whole(answer);
        // Both look at every one: a loop that may not end early is several times as fast.
        let all_fine = if is_full {
            answers
                .iter()
                .fold(true, |all, &answer| all & is_fine(answer))
        } else {
            let given = |answer: f64| is_fine(answer) | answer.is_nan();
            answers
                .iter()
                .fold(true, |all, &answer| all & given(answer))
        };
        if self.allow_decimals || all_fine {
            return Ok(());
        }
        let rows = answers.iter().zip(row..);
        let mut given = rows.filter(|(answer, _)| !answer.is_nan());
        match given.find(|(answer, _)| !self.allows(**answer)) {
            Some((&answer, row)) => Err(self.refusal(answer).at_row(row)),
            None => Ok(()),
        }
    }

    /// How many answers of a block are of each group, and how many are missing.
    pub(super) fn count(&self, answers: &[f64], is_full: bool) -> [u64; 4] {
        let (promoters, passives) = self.question.cuts();
        let (mut first, mut second) = (0, 0);
        for &answer in answers {
            first += u64::from(answer >= promoters);
            second += u64::from(answer >= passives);
        }
        let missing = if is_full {
            0
        } else {
            answers
                .iter()
                .map(|answer| u64::from(answer.is_nan()))
                .sum()
        };
        let given = answers.len() as u64 - missing;
        [first, second - first, given - second, missing]
    }

    /// Adds the answers of a block by weight.
    pub(super) fn add_block(
        &self,
        tally: &mut Tally,
        answers: &[f64],
        weights: &[f64],
    ) -> Result<()> {
        let (promoters, passives) = self.question.cuts();
        let (first, second, third) = (Group::Promoter, Group::Passive, Group::Detractor);
        tally.add_block(first as usize, answers, weights, |x| x >= promoters)?;
        tally.add_block(second as usize, answers, weights, |x| {
            (x >= passives) & (x < promoters)
        })?;
        tally.add_block(third as usize, answers, weights, |x| x < passives)?;
        tally.add_missing(answers)
    }
}
