//! Attitude and patronage: four conditions of loyalty by Dick and Basu.

use crate::error::Error;
use crate::macros::{named_enum, options};
use crate::numeric::median::median;
use crate::scale::Answers;
use crate::{Reading, Result};

use super::evidence::{Evidence, Piece};
use super::score::{Bar, Score, Threshold, reading};

named_enum! {
    /// A condition of loyalty: attitude and patronage, each high or low.
    ///
    /// Repeat buying without a favourable attitude has another reason, and ends with that reason. A
    /// favourable attitude without repeat buying is held back by an obstacle.
    ///
    /// Source: Dick, A. S. and Basu, K. (1994), *Journal of the Academy of Marketing Science* 22(2):
    /// 99–113, as commonly reported.
    ///
    /// See the [example](crate::loyalty::conditions::Rules).
    #[doc(alias = "Dick and Basu")]
    pub enum Condition {
        /// Favourable attitude, high patronage.
        Loyalty = "loyalty",
        /// Favourable attitude, low patronage.
        Latent = "latent",
        /// Unfavourable attitude, high patronage.
        #[doc(alias = "FalseLoyalty")]
        #[doc(alias = "虚假忠诚")]
        Spurious = "spurious",
        /// Unfavourable attitude, low patronage.
        NoLoyalty = "none",
    }
}

options! {
    /// The cuts from which an attitude is favourable and patronage is high.
    ///
    /// Dick and Basu give no cut. The middle of the scale and the [median](Self::at_medians) are
    /// common. A median makes about half of the customers low, however loyal they are.
    ///
    /// ```
    /// use retention::loyalty::conditions::{Condition, Rules};
    /// use retention::loyalty::{Evidence, Piece, Score};
    /// use retention::scale::Scale;
    ///
    /// let evidence = Evidence::default()
    ///     .relative_attitude(Some(Score::new(Scale::ONE_TO_SEVEN, 3.0)?))
    ///     .patronage(Some(Score::rate(0.9)?));
    /// let found = Rules::default().classify(&evidence)?;
    /// assert_eq!(found.class(), Some(&Condition::Spurious));
    /// let found = Rules::default().classify(&evidence.patronage(None))?;
    /// assert_eq!(found.missing(), [Piece::Patronage]);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy)]
    pub struct Rules {
        /// Score from which an attitude is favourable. Default: the middle of the scale.
        pub attitude: Threshold = Threshold::MIDDLE,
        /// Score from which patronage is high. Default: the middle of the scale.
        pub patronage: Threshold = Threshold::MIDDLE,
        /// Whether a score exactly at a cut counts as high. Default: true, a proposal.
        pub cut_is_high: bool = true,
    }
}

impl Rules {
    /// Creates rules with both cuts at the median of the customers who have both scores, from two
    /// columns of the same customers in the same order.
    ///
    /// To cut only one at its median, take that field.
    ///
    /// ```
    /// use retention::loyalty::Threshold;
    /// use retention::loyalty::conditions::Rules;
    /// use retention::scale::Scale;
    ///
    /// let attitude = Scale::ONE_TO_SEVEN.full_answers(&[6.0, 5.0, 7.0, 2.0])?;
    /// let repeat_rate = Scale::new(0.0, 1.0)?.full_answers(&[0.9, 0.1, 0.2, 0.8])?;
    /// let medians = Rules::at_medians(&attitude, &repeat_rate)?;
    /// assert_eq!((medians.attitude, medians.patronage), (Threshold::Value(5.5), Threshold::Value(0.5)));
    /// let one = Rules::default().attitude(medians.attitude);
    /// assert_eq!(one.patronage, Threshold::MIDDLE);
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if the columns differ in length; [`Error::Empty`] if no customer has
    /// both scores.
    pub fn at_medians(attitude: &Answers<'_>, patronage: &Answers<'_>) -> Result<Self> {
        same_length(attitude, patronage)?;
        let pairs = attitude.iter().zip(patronage.iter());
        let both = pairs.filter_map(|(attitude, patronage)| attitude.zip(patronage));
        let (attitudes, patronages) = both.unzip();
        let cut = |values| {
            let cut = median(values).map(Threshold::Value);
            cut.ok_or_else(no_customer)
        };
        Ok(Self::default()
            .attitude(cut(attitudes)?)
            .patronage(cut(patronages)?))
    }

    /// Returns the condition of one customer, or which of relative attitude and patronage is missing.
    ///
    /// # Errors
    /// [`Error::NotFinite`] for a cut that is no number; otherwise as [`Threshold::on`], for the scale
    /// of each score.
    pub fn classify(&self, evidence: &Evidence) -> Result<Reading<Condition, Piece>> {
        let (attitude, patronage) = self.sides(evidence.relative_attitude, evidence.patronage)?;
        Ok(condition(attitude, patronage))
    }

    /// Classifies without an allocation; `None` if a score is missing.
    pub(crate) fn condition(
        &self,
        attitude: Option<Score>,
        patronage: Option<Score>,
    ) -> Result<Option<Condition>> {
        let (attitude, patronage) = self.sides(attitude, patronage)?;
        Ok(attitude.zip(patronage).map(of_sides))
    }

    /// Whether attitude and patronage are high.
    fn sides(
        &self,
        attitude: Option<Score>,
        patronage: Option<Score>,
    ) -> Result<(Option<bool>, Option<bool>)> {
        let side = |field, threshold: Threshold, score| {
            threshold.is_reached(field, score, self.cut_is_high)
        };
        Ok((
            side("attitude", self.attitude, attitude)?,
            side("patronage", self.patronage, patronage)?,
        ))
    }

    /// Returns the condition of every customer, from two columns of the same customers in the same
    /// order.
    ///
    /// ```
    /// use retention::counted::Counted;
    /// use retention::loyalty::conditions::{Condition, Rules};
    /// use retention::scale::Scale;
    ///
    /// let attitude = Scale::ONE_TO_SEVEN.full_answers(&[6.0, 5.0, 7.0, 2.0])?;
    /// let repeat_rate = Scale::new(0.0, 1.0)?.full_answers(&[0.9, 0.1, 0.2, 0.8])?;
    /// let rules = Rules::at_medians(&attitude, &repeat_rate)?;
    /// let found = rules.classify_columns(&attitude, &repeat_rate)?;
    /// assert_eq!(found[3].class(), Some(&Condition::Spurious));
    ///
    /// let counted = Counted::of_classes(found.iter().map(|one| one.class().copied()))?;
    /// assert_eq!(counted.share(Condition::Loyalty).value(), Some(0.25));
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if the columns differ in length; otherwise as
    /// [`classify`](Self::classify), for the scale of each column.
    pub fn classify_columns(
        &self,
        attitude: &Answers<'_>,
        patronage: &Answers<'_>,
    ) -> Result<Vec<Reading<Condition, Piece>>> {
        same_length(attitude, patronage)?;
        let bar = |field, threshold: Threshold, scale| {
            Bar::new(threshold.checked(field)?, self.cut_is_high, scale)
        };
        let favourable = bar("attitude", self.attitude, attitude.scale())?;
        let high = bar("patronage", self.patronage, patronage.scale())?;
        let side = |bar: Bar, score: Option<f64>| score.map(|score| bar.is_high(score));
        let pairs = attitude.iter().zip(patronage.iter());
        Ok(pairs
            .map(|(attitude, patronage)| {
                condition(side(favourable, attitude), side(high, patronage))
            })
            .collect())
    }
}

fn same_length(attitude: &Answers<'_>, patronage: &Answers<'_>) -> Result<()> {
    if patronage.len() == attitude.len() {
        return Ok(());
    }
    Err(Error::length("patronage", patronage.len(), attitude.len()))
}

fn no_customer() -> Error {
    Error::empty("customer with attitude and patronage")
        .with_cure("set cuts that need no customers")
}

const fn of_sides(sides: (bool, bool)) -> Condition {
    match sides {
        (true, true) => Condition::Loyalty,
        (true, false) => Condition::Latent,
        (false, true) => Condition::Spurious,
        (false, false) => Condition::NoLoyalty,
    }
}

fn condition(attitude: Option<bool>, patronage: Option<bool>) -> Reading<Condition, Piece> {
    let class = attitude.zip(patronage).map(of_sides);
    let pieces = [
        (Piece::RelativeAttitude, attitude.is_some()),
        (Piece::Patronage, patronage.is_some()),
    ];
    reading(class, pieces)
}
