//! Dick and Basu: how attitude and patronage go together.

use crate::error::Error;
use crate::macros::{named_enum, options};
use crate::numeric::median::middle;
use crate::scale::{Answers, Scale};
use crate::{Reading, Result};

use super::evidence::{Evidence, Piece};
use super::score::{Bar, Score, Threshold, reading};
use crate::counted::Counted;

named_enum! {
    /// How attitude and patronage go together.
    ///
    /// Repeat buying without a favourable attitude is kept by something else, and ends with it; a
    /// favourable attitude without repeat buying is held back by something.
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

/// The cut that separates low from high.
///
/// Dick and Basu give no cut; the median and the middle of the scale are common. A median makes about
/// half of the customers low, however loyal they are.
///
/// See the [example](crate::loyalty::conditions::Rules).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Cutoff {
    /// The middle of the scale. The default.
    #[default]
    Midpoint,
    /// The median of the customers who have both scores; for a population only.
    Median,
    /// This value.
    Given(f64),
}

options! {
    /// The cuts of attitude and patronage.
    ///
    /// ```
    /// use retention::loyalty::conditions::{Condition, Cutoff, Rules};
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
    ///
    /// let (attitudes, rates) = ([6.0, 5.0, 7.0, 2.0], [0.9, 0.1, 0.2, 0.8]);
    /// let table = Rules::default().attitude(Cutoff::Median).table(
    ///     &Scale::ONE_TO_SEVEN.full_answers(&attitudes)?,
    ///     &Scale::new(0.0, 1.0)?.full_answers(&rates)?,
    /// )?;
    /// assert_eq!(table.attitude_cut, Some(5.5));
    /// assert_eq!(table.counts.share(Condition::Loyalty).value(), Some(0.25));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy)]
    pub struct Rules {
        /// Cut from which an attitude is favourable. Default: the middle of the scale.
        pub attitude: Cutoff = Cutoff::Midpoint,
        /// Cut from which patronage is high. Default: the middle of the scale.
        pub patronage: Cutoff = Cutoff::Midpoint,
        /// Whether a score exactly at a cut counts as high. Default: true; no source says.
        pub inclusive: bool = true,
    }
}

impl Rules {
    /// Returns the condition of one customer, or which of relative attitude and patronage is missing.
    ///
    /// # Errors
    /// [`Error::Unsupported`] for a cut at the median, which one customer does not have;
    /// [`Error::NotFinite`] for a given cut that is no number; [`Error::OutOfRange`] for one that does
    /// not lie on the scale of its score.
    pub fn classify(&self, evidence: &Evidence) -> Result<Reading<Condition, Piece>> {
        let side = |cutoff: Cutoff, field, score: Option<Score>| {
            cutoff.of_one()?.is_reached(field, score, self.inclusive)
        };
        Ok(condition(
            side(self.attitude, "attitude", evidence.relative_attitude)?,
            side(self.patronage, "patronage", evidence.patronage)?,
        ))
    }

    /// Returns the condition of every customer, from two columns of the same customers in the same
    /// order.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if the columns differ in length; [`Error::NotFinite`] and
    /// [`Error::OutOfRange`] for a given cut that does not lie on its scale.
    pub fn table(&self, attitude: &Answers<'_>, patronage: &Answers<'_>) -> Result<Table> {
        if patronage.len() != attitude.len() {
            return Err(Error::length("patronage", patronage.len(), attitude.len()));
        }
        let pairs = || attitude.iter().zip(patronage.iter());
        let both = || pairs().filter_map(|(attitude, patronage)| attitude.zip(patronage));
        let bar = |field, cutoff: Cutoff, scale: Scale, values: &mut dyn Iterator<Item = f64>| {
            let threshold = match cutoff {
                Cutoff::Median => median(values).map(Threshold::Value),
                Cutoff::Midpoint => Some(Threshold::MIDDLE),
                Cutoff::Given(cut) => Some(Threshold::Value(cut)),
            };
            threshold
                .map(|threshold| Bar::new(threshold.checked(field)?, self.inclusive, scale))
                .transpose()
        };
        let attitude_bar = bar(
            "attitude",
            self.attitude,
            attitude.scale(),
            &mut both().map(|(attitude, _)| attitude),
        )?;
        let patronage_bar = bar(
            "patronage",
            self.patronage,
            patronage.scale(),
            &mut both().map(|(_, patronage)| patronage),
        )?;
        let side = |bar: Option<Bar>, value: Option<f64>| Some(bar?.is_high(value?));
        let rows: Vec<Reading<Condition, Piece>> = pairs()
            .map(|(attitude, patronage)| {
                condition(side(attitude_bar, attitude), side(patronage_bar, patronage))
            })
            .collect();
        Ok(Table {
            counts: Counted::of_classes(rows.iter().map(|row| row.class().copied()))?,
            rows,
            attitude_cut: attitude_bar.map(|bar| bar.cut),
            patronage_cut: patronage_bar.map(|bar| bar.cut),
            rules: *self,
        })
    }
}

impl Cutoff {
    fn of_one(self) -> Result<Threshold> {
        match self {
            Self::Midpoint => Ok(Threshold::MIDDLE),
            Self::Given(cut) => Ok(Threshold::Value(cut)),
            Self::Median => Err(Error::unsupported("a cut at the median", "one customer")
                .with_cure("set Cutoff::Midpoint or Cutoff::Given, or use Rules::table")),
        }
    }
}

/// The value in the middle, or the mean of the two; `None` of nothing.
fn median(values: &mut dyn Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    let (lower, upper) = middle(&values)?;
    Some(lower + 0.5 * (upper - lower))
}

fn condition(attitude: Option<bool>, patronage: Option<bool>) -> Reading<Condition, Piece> {
    let class = attitude.zip(patronage).map(|pair| match pair {
        (true, true) => Condition::Loyalty,
        (true, false) => Condition::Latent,
        (false, true) => Condition::Spurious,
        (false, false) => Condition::NoLoyalty,
    });
    let pieces = [
        (Piece::RelativeAttitude, attitude.is_some()),
        (Piece::Patronage, patronage.is_some()),
    ];
    reading(class, pieces)
}

/// The [`Condition`]s of a population.
///
/// See the [example](crate::loyalty::conditions::Rules).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Table {
    /// Each customer's condition, in the order given.
    pub rows: Vec<Reading<Condition, Piece>>,
    /// Customers in each condition.
    pub counts: Counted<Condition>,
    /// Score from which an attitude is favourable; `None` for a median if no customer has both scores.
    pub attitude_cut: Option<f64>,
    /// Score from which patronage is high; `None` for a median if no customer has both scores.
    pub patronage_cut: Option<f64>,
    /// The rules used.
    pub rules: Rules,
}
