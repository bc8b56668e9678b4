use crate::error::{Error, Place, fraction};
use crate::scale::Scale;
use crate::{Reading, Result, error::finite};

use super::evidence::Piece;

/// A score that lies below a cut by less than this share of the scale's width is at the cut: the
/// difference is rounding.
const ROUNDING: f64 = 1e-12;

/// A value on a scale: an answer, a mean of answers, or a rate.
///
/// Classifiers read scores of different origin side by side: a mean of answers on 1 to 7, a single
/// answer on 0 to 10, a rate. Each carries its scale, so that a cut means the same for all.
///
/// ```
/// use retention::loyalty::Score;
/// use retention::scale::Scale;
///
/// let satisfaction = Score::new(Scale::ONE_TO_SEVEN, 5.5)?;
/// assert_eq!((satisfaction.value(), satisfaction.unit()), (5.5, 0.75));
/// let repeat_rate = Score::rate(0.4)?;
/// assert_eq!(repeat_rate.unit(), 0.4);
/// assert!(Score::new(Scale::ONE_TO_SEVEN, 8.0).is_err());
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawScore"))]
pub struct Score {
    value: f64,
    scale: Scale,
}

/// How a [`Score`] is read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
struct RawScore {
    value: f64,
    scale: Scale,
}

#[cfg(feature = "serde")]
impl TryFrom<RawScore> for Score {
    type Error = Error;

    fn try_from(raw: RawScore) -> Result<Self> {
        Self::new(raw.scale, raw.value)
    }
}

impl Score {
    /// Creates a score between the ends of a scale. It may lie between whole steps, as a mean of answers
    /// does.
    ///
    /// # Errors
    /// [`Error::NotFinite`] for NaN and infinities, [`Error::OutOfRange`] for a value beyond an end.
    pub fn new(scale: Scale, value: f64) -> Result<Self> {
        let scale = scale.continuous();
        let value = scale.check(value)? + 0.0;
        Ok(Self { value, scale })
    }

    /// Creates a score from an answer that may be missing: `None` stays `None`.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    ///
    /// ```
    /// use retention::loyalty::Score;
    /// use retention::scale::Scale;
    ///
    /// let answer = |given| Score::of_answer(Scale::ONE_TO_FIVE, given);
    /// assert_eq!(answer(Some(4.0))?.map(Score::unit), Some(0.75));
    /// assert_eq!(answer(None)?, None);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn of_answer(scale: Scale, answer: Option<f64>) -> Result<Option<Self>> {
        answer.map(|value| Self::new(scale, value)).transpose()
    }

    /// Creates a score from a rate, 0 to 1.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn rate(value: f64) -> Result<Self> {
        Self::new(Scale::new(0.0, 1.0)?, fraction("rate", value)?)
    }

    /// Returns the value, on its scale.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.value
    }

    /// Returns the scale.
    #[must_use]
    pub const fn scale(self) -> Scale {
        self.scale
    }

    /// Returns the position on the scale, from 0 at its low end to 1 at its high end.
    #[must_use]
    pub fn unit(self) -> f64 {
        (self.value - self.scale.low()) / self.scale.width()
    }
}

/// The value from which a score counts as high.
///
/// The sources of the loyalty levels describe them in words and give no cuts, so each is a parameter.
/// The default is two thirds
/// of the way along the scale: on 1 to 7 that is 5, one above the middle.
///
/// ```
/// use retention::loyalty::Threshold;
/// use retention::scale::Scale;
///
/// assert_eq!(Threshold::default().on(Scale::ONE_TO_SEVEN)?, 5.0);
/// assert_eq!(Threshold::default().on(Scale::ONE_TO_TEN)?, 7.0);
/// assert_eq!(Threshold::TOP.on(Scale::ONE_TO_FIVE)?, 5.0);
/// assert_eq!(Threshold::Value(4.5).on(Scale::ONE_TO_FIVE)?, 4.5);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Threshold {
    /// A share of the way along any scale: 0 is its low end, 1 its high end.
    OfScale(f64),
    /// This value, which must lie on the scale.
    Value(f64),
}

impl Threshold {
    /// The low end of the scale, which every score reaches.
    pub const BOTTOM: Self = Self::OfScale(0.0);
    /// The middle of the scale.
    pub const MIDDLE: Self = Self::OfScale(0.5);
    /// Two thirds of the way along the scale, which is the default.
    pub const TWO_THIRDS: Self = Self::OfScale(2.0 / 3.0);
    /// The high end of the scale, which only the top answer reaches.
    pub const TOP: Self = Self::OfScale(1.0);
    /// Half an answer below the top of a scale of five: a mean from here on is nearest to 5.
    pub(super) const NEAREST_TOP: Self = Self::OfScale(0.875);
    /// Half an answer below the middle of a scale of five: a mean below is nearest to 1 or 2.
    pub(super) const NEAREST_MIDDLE: Self = Self::OfScale(0.375);

    /// Returns the value at which high begins on this scale.
    ///
    /// ```text
    /// low + share · (high − low)
    /// ```
    ///
    /// # Errors
    /// [`Error::NotFinite`] for NaN and infinities; [`Error::OutOfRange`] for a share outside 0 to
    /// 1, and for a value that does not lie on the scale.
    pub fn on(self, scale: Scale) -> Result<f64> {
        match self {
            Self::OfScale(share) => {
                let share = fraction("threshold as a share of the scale", share)?;
                Ok(scale.clamp(scale.low() + share * scale.width()))
            }
            Self::Value(value) => {
                let value = finite("threshold", value)?;
                if (scale.low()..=scale.high()).contains(&value) {
                    Ok(value)
                } else {
                    Err(Error::out_of_range("threshold", value, scale.continuous()))
                }
            }
        }
    }

    /// Refuses a threshold that fits no scale, by the name of its field.
    pub(super) fn checked(self, field: &'static str) -> Result<Self> {
        match self {
            Self::OfScale(share) => fraction(field, share).map(Self::OfScale),
            Self::Value(value) => finite(field, value).map(Self::Value),
        }
    }

    /// Whether a score reaches the threshold on its own scale; `None` without a score.
    pub(crate) fn is_reached(
        self,
        field: &'static str,
        score: Option<Score>,
        inclusive: bool,
    ) -> Result<Option<bool>> {
        let threshold = self.checked(field)?;
        score
            .map(|score| Ok(Bar::new(threshold, inclusive, score.scale)?.is_high(score.value)))
            .transpose()
    }
}

impl Default for Threshold {
    fn default() -> Self {
        Self::TWO_THIRDS
    }
}

/// A threshold on a known scale.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Bar {
    pub(super) cut: f64,
    /// The least value that is high.
    least: f64,
}

impl Bar {
    pub(super) fn new(threshold: Threshold, inclusive: bool, scale: Scale) -> Result<Self> {
        let cut = threshold.on(scale)?;
        let rounding = ROUNDING * scale.width();
        let least = if inclusive {
            cut - rounding
        } else {
            (cut + rounding).next_up()
        };
        Ok(Self { cut, least })
    }

    #[inline]
    pub(super) fn is_high(&self, value: f64) -> bool {
        value >= self.least
    }
}

/// Refuses a value that does not lie on its scale, by the name of what was asked.
#[inline]
pub(super) fn check_answer(name: &'static str, scale: Scale, value: Option<f64>) -> Result<()> {
    match value {
        Some(value) if !scale.contains(value) => refuse(name, scale, value),
        _ => Ok(()),
    }
}

#[cold]
fn refuse(name: &'static str, scale: Scale, value: f64) -> Result<()> {
    let place = |error: Error| error.at_place(Place::Item(name.into()));
    scale.check(value).map(|_| ()).map_err(place)
}

/// Whether all hold, as far as it is known: one that does not decides, whatever the others are.
pub(super) fn all(known: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    known
        .into_iter()
        .try_fold(Some(true), |so_far, next| match next {
            Some(false) => Err(Some(false)),
            Some(true) => Ok(so_far),
            None => Ok(None),
        })
        .unwrap_or_else(|decided| decided)
}

/// Whether one holds, as far as it is known.
pub(super) fn any(known: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    all(known.into_iter().map(|one| one.map(|holds| !holds))).map(|none| !none)
}

/// The pieces that were not given, of pieces each with whether it was.
pub(super) fn missing<P: Copy, const N: usize>(pieces: [(P, bool); N]) -> Vec<P> {
    pieces
        .into_iter()
        .filter(|(_, given)| !given)
        .map(|(piece, _)| piece)
        .collect()
}

/// The class where it is known, otherwise the pieces that were not given.
pub(super) fn reading<C, const N: usize>(
    class: Option<C>,
    pieces: [(Piece, bool); N],
) -> Reading<C, Piece> {
    class.map_or_else(|| Reading::Missing(missing(pieces)), Reading::Known)
}

/// Refuses two scales that differ.
pub(super) fn same_scale(argument: &'static str, left: Scale, right: Scale) -> Result<()> {
    if left == right {
        return Ok(());
    }
    Err(Error::mismatch(argument, left, right))
}
