use super::{Measure, Rating, RatingBuilder};
use crate::Result;
use crate::scale::{Answers, Scale, Weights};

/// Customer effort score: how easy it was to get what one came for, by one question.
///
/// Version 2.0: how far customers agree, from 1 to 7, that the company made it easy to handle their
/// issue; by default the mean, the more the easier. The share that agrees at all is
/// [`Measure::TopBoxes`] of 3.
///
/// The first version asked for effort, from 1, very low, to 5, very high: the more the worse. Its
/// answers are [read the other way round](Answers::reversed) first, and compare with no other.
///
/// Source: Dixon, M., Freeman, K. and Toman, N. (2010), *Harvard Business Review* 88(7/8): 116–122;
/// CEB (2013) for version 2.0, as commonly reported.
///
/// ```
/// use retention::estimate::Confidence;
/// use retention::satisfaction::{Ces, Measure};
/// use retention::scale::Scale;
///
/// let answers = Scale::ONE_TO_SEVEN.full_answers(&[7.0, 5.0, 6.0, 2.0])?;
/// let ces = Ces::default().of(&answers, None)?;
/// assert_eq!(ces.value(), Some(5.0));
/// let interval = ces.interval(Confidence::default()).unwrap();
/// assert_eq!(format!("{interval:.1}"), "1.6 to 8.4"); // four say next to nothing
///
/// let agree = Ces::default().measure(Measure::TopBoxes(3)).of(&answers, None)?;
/// assert_eq!(agree.value(), Some(0.75));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
#[doc(alias = "CES")]
#[doc(alias = "客户费力度")]
pub struct Ces {
    /// The scale of the question; 1 to 7 unless set.
    pub scale: Scale,
    /// What is made of the answers; their mean unless set.
    pub measure: Measure,
}

impl Default for Ces {
    fn default() -> Self {
        Self {
            scale: Scale::ONE_TO_SEVEN,
            measure: Measure::Mean,
        }
    }
}

impl Ces {
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
