use crate::Result;
use crate::error::Error;
use crate::macros::named_enum;
use crate::scale::{Answers, Scale};

use super::Counted;
use super::counted::class;
use super::score::{AtCut, Bar, Score, Threshold};

named_enum! {
    /// How attitude and patronage go together.
    ///
    /// Repeat buying without a favourable attitude is kept by something else, and ends with it; a
    /// favourable attitude without repeat buying is held back by something.
    ///
    /// Source: Dick, A. S. and Basu, K. (1994), *Journal of the Academy of Marketing Science* 22(2):
    /// 99–113, as commonly reported.
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

/// Where low and high part.
///
/// The source gives no cut; halves by the median and by the middle of the scale are common. A median
/// makes about half of any customers low, however loyal they are.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Split {
    /// At the middle of the scale. The default.
    #[default]
    Midpoint,
    /// At the median of the customers who have both scores; of a population only.
    Median,
    /// At this value.
    Given(f64),
}

/// How attitude and patronage are split.
///
/// ```
/// use retention::loyalty::{Condition, Conditions, Score, Split};
/// use retention::scale::Scale;
///
/// let attitude = Score::new(Scale::ONE_TO_SEVEN, 3.0)?;
/// let repeat_rate = Score::rate(0.9)?;
/// let found = Conditions::default().of(Some(attitude), Some(repeat_rate))?;
/// assert_eq!(found.condition, Some(Condition::Spurious));
///
/// // Without patronage: no loyalty, or spurious loyalty.
/// let found = Conditions::default().of(Some(attitude), None)?;
/// assert_eq!((found.condition, found.attitude_is_high), (None, Some(false)));
///
/// let (attitudes, rates) = ([6.0, 5.0, 7.0, 2.0], [0.9, 0.1, 0.2, 0.8]);
/// let table = Conditions::default().attitude(Split::Median).of_all(
///     &Scale::ONE_TO_SEVEN.full_answers(&attitudes)?,
///     &Scale::new(0.0, 1.0)?.full_answers(&rates)?,
/// )?;
/// assert_eq!(table.attitude_cut, Some(5.5));
/// assert_eq!(table.counts.share(Condition::Loyalty).value(), Some(0.25));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct Conditions {
    /// Where a favourable attitude begins.
    pub attitude: Split,
    /// Where high patronage begins.
    pub patronage: Split,
    /// The side of a score exactly at a cut.
    pub at_cut: AtCut,
}

impl Conditions {
    /// Sets where a favourable attitude begins.
    #[must_use]
    pub const fn attitude(mut self, split: Split) -> Self {
        self.attitude = split;
        self
    }

    /// Sets where high patronage begins.
    #[must_use]
    pub const fn patronage(mut self, split: Split) -> Self {
        self.patronage = split;
        self
    }

    /// Sets the side of a score exactly at a cut.
    #[must_use]
    pub const fn at_cut(mut self, at_cut: AtCut) -> Self {
        self.at_cut = at_cut;
        self
    }

    /// The condition of one customer.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a split at the median, which one customer does not have;
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a given cut that does not lie on the scale
    /// of its score.
    pub fn of(&self, attitude: Option<Score>, patronage: Option<Score>) -> Result<Conditioned> {
        let side = |split: Split, argument, score: Option<Score>| {
            let threshold = split.of_one(argument)?;
            threshold.is_reached(score, self.at_cut)
        };
        Ok(Conditioned::new(
            side(self.attitude, "attitude is split", attitude)?,
            side(self.patronage, "patronage is split", patronage)?,
        ))
    }

    /// The condition of every customer of a population: the two columns belong to the same
    /// customers in the same order.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] where there are more or fewer of one than of the other;
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a given cut that does not lie on its
    /// scale.
    pub fn of_all(
        &self,
        attitude: &Answers<'_>,
        patronage: &Answers<'_>,
    ) -> Result<ConditionTable> {
        if patronage.len() != attitude.len() {
            return Err(Error::length("patronage", patronage.len(), attitude.len()));
        }
        let pairs = || attitude.iter().zip(patronage.iter());
        let both = || pairs().filter_map(|(attitude, patronage)| attitude.zip(patronage));
        let bar = |split: Split, scale: Scale, values: &mut dyn Iterator<Item = f64>| {
            let threshold = match split {
                Split::Median => median(values).map(Threshold::Value),
                Split::Midpoint => Some(Threshold::MIDDLE),
                Split::Given(cut) => Some(Threshold::Value(cut)),
            };
            threshold
                .map(|threshold| Bar::new(threshold, self.at_cut, scale))
                .transpose()
        };
        let attitude_bar = bar(
            self.attitude,
            attitude.scale(),
            &mut both().map(|(attitude, _)| attitude),
        )?;
        let patronage_bar = bar(
            self.patronage,
            patronage.scale(),
            &mut both().map(|(_, patronage)| patronage),
        )?;
        let side = |bar: Option<Bar>, value: Option<f64>| Some(bar?.is_high(value?));
        let rows: Vec<Conditioned> = pairs()
            .map(|(attitude, patronage)| {
                Conditioned::new(side(attitude_bar, attitude), side(patronage_bar, patronage))
            })
            .collect();
        Ok(ConditionTable {
            counts: rows.iter().map(|row| row.condition).collect(),
            rows,
            attitude_cut: attitude_bar.map(|bar| bar.cut),
            patronage_cut: patronage_bar.map(|bar| bar.cut),
            conditions: *self,
        })
    }
}

impl Split {
    fn of_one(self, argument: &'static str) -> Result<Threshold> {
        match self {
            Self::Midpoint => Ok(Threshold::MIDDLE),
            Self::Given(cut) => Ok(Threshold::Value(cut)),
            Self::Median => Err(Error::out_of_range(
                argument,
                "at the median",
                "the midpoint or a given value, for one customer",
            )),
        }
    }
}

/// The value in the middle, or the mean of the two; `None` of nothing.
fn median(values: &mut dyn Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    let lower = *values.get((values.len() - 1) / 2)?;
    Some(lower + 0.5 * (upper - lower))
}

/// One customer's [`Condition`], as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Conditioned {
    /// The condition; `None` where attitude or patronage is missing.
    pub condition: Option<Condition>,
    /// Whether the attitude is favourable; `None` where it is missing.
    pub attitude_is_high: Option<bool>,
    /// Whether patronage is high; `None` where it is missing.
    pub patronage_is_high: Option<bool>,
}

impl Conditioned {
    fn new(attitude: Option<bool>, patronage: Option<bool>) -> Self {
        Self {
            condition: attitude.zip(patronage).map(|pair| match pair {
                (true, true) => Condition::Loyalty,
                (true, false) => Condition::Latent,
                (false, true) => Condition::Spurious,
                (false, false) => Condition::NoLoyalty,
            }),
            attitude_is_high: attitude,
            patronage_is_high: patronage,
        }
    }
}

/// The [`Condition`]s of a population.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ConditionTable {
    /// Everybody's condition, in the order given.
    pub rows: Vec<Conditioned>,
    /// How many stand in each.
    pub counts: Counted<Condition>,
    /// Where a favourable attitude begins; `None` for a median of nobody.
    pub attitude_cut: Option<f64>,
    /// Where high patronage begins; `None` for a median of nobody.
    pub patronage_cut: Option<f64>,
    /// The splits asked for.
    pub conditions: Conditions,
}

class!(Condition);
