use super::{Measure, Rating, RatingBuilder};
use crate::Result;
use crate::scale::{Answers, Scale, Weights};

/// Customer satisfaction score: how many are satisfied, by one question.
///
/// By default the share of 4 and 5 on a scale of 1 to 5, its two top boxes. Others report the mean, or
/// 9 and 10 of 10; figures of different definitions do not compare, so the [`Rating`] carries its
/// own.
///
/// The question and its two top boxes are common usage; no source owns them.
///
/// ```
/// use retention::estimate::Confidence;
/// use retention::satisfaction::{Csat, Measure};
/// use retention::scale::Scale;
///
/// let answers = Scale::ONE_TO_FIVE.full_answers(&[5.0, 4.0, 4.0, 2.0, 5.0])?;
/// let csat = Csat::default().of(&answers, None)?;
/// assert_eq!(csat.value(), Some(0.8));
/// let interval = csat.interval(Confidence::default()).unwrap();
/// assert_eq!(format!("{interval:.2}"), "0.38 to 0.96");
///
/// let mean = Csat::default().measure(Measure::Mean).of(&answers, None)?;
/// assert_eq!(mean.value(), Some(4.0));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
#[doc(alias = "CSAT")]
#[doc(alias = "top-2-box")]
#[doc(alias = "顾客满意度")]
pub struct Csat {
    /// The scale of the question; 1 to 5 unless set.
    pub scale: Scale,
    /// What is made of the answers; the two top boxes unless set.
    pub measure: Measure,
}

impl Default for Csat {
    fn default() -> Self {
        Self {
            scale: Scale::ONE_TO_FIVE,
            measure: Measure::TopBoxes(2),
        }
    }
}

impl Csat {
    /// Sets the scale of the question.
    #[must_use]
    pub const fn scale(mut self, scale: Scale) -> Self {
        self.scale = scale;
        self
    }

    /// Sets what is made of the answers.
    #[must_use]
    pub const fn measure(mut self, measure: Measure) -> Self {
        self.measure = measure;
        self
    }

    /// The score of one column of answers.
    ///
    /// # Errors
    /// [`Error::Mismatch`](crate::Error::Mismatch) where the answers were asked or are read on
    /// another scale; [`Error::LengthMismatch`](crate::Error::LengthMismatch) where there are more or
    /// fewer weights than respondents; [`Error::OutOfRange`](crate::Error::OutOfRange), with its row,
    /// for an answer that is in no box; as [`builder`](Self::builder).
    pub fn of(&self, answers: &Answers<'_>, weights: Option<&Weights>) -> Result<Rating> {
        RatingBuilder::of(answers, weights, self.scale, self.measure)
    }

    /// An accumulator of answers.
    ///
    /// # Errors
    /// As [`RatingBuilder::new`].
    pub fn builder(&self) -> Result<RatingBuilder> {
        RatingBuilder::new(self.scale, self.measure)
    }
}
