use super::Omega;
use super::complete::Complete;
use super::polychoric::{Levels, correlations};
use super::sums::Sums;
use super::validity::{moments, ratio};
use crate::estimate::{Interval, Resampling};
use crate::macros::named_enum;
use crate::numeric::percentiles::percentiles;
use crate::numeric::random::Random;
use crate::scale::{ItemSet, Weights};
use crate::{Result, threads};

/// So many draws go to one thread at a time.
const PART: usize = 16;

named_enum! {
    /// A figure of how well items measure one thing.
    ///
    /// See the [example](crate::scale::ResampledCoefficient).
    #[non_exhaustive]
    pub enum Coefficient {
        /// Cronbach's [alpha](crate::scale::Alpha).
        Alpha = "alpha",
        /// [Ordinal alpha](crate::scale::OrdinalReliability), from polychoric correlations.
        OrdinalAlpha = "ordinal_alpha",
        /// McDonald's [omega](crate::scale::Omega).
        Omega = "omega",
        /// [Composite reliability](crate::scale::composite_reliability), from the loadings of omega.
        CompositeReliability = "composite_reliability",
        /// [Average variance extracted](crate::scale::average_variance_extracted), from the loadings of
        /// omega.
        AverageVarianceExtracted = "average_variance_extracted",
    }
}

/// A coefficient with an interval from resamples of the respondents (the bootstrap).
///
/// Each resample draws as many respondents as answered every item, with replacement and with their
/// weights, and computes the figure anew. The interval leaves out as many resamples on each side.
///
/// Source: Efron, B. and Tibshirani, R. J. (1993), *An Introduction to the Bootstrap*, Chapman & Hall.
///
/// ```
/// use retention::estimate::Resampling;
/// use retention::scale::{Coefficient, ItemSet, Scale};
///
/// let scale = Scale::ONE_TO_TEN;
/// let items = ItemSet::new([
///     scale.full_answers(&[7.0, 9.0, 4.0, 8.0, 6.0, 10.0, 3.0, 9.0])?,
///     scale.full_answers(&[6.0, 9.0, 5.0, 8.0, 6.0, 8.0, 4.0, 10.0])?,
///     scale.full_answers(&[6.0, 8.0, 3.0, 8.0, 7.0, 8.0, 2.0, 9.0])?,
/// ])?;
/// let resampling = Resampling::default().draws(200);
/// let omega = items.bootstrap(Coefficient::Omega, None, resampling)?;
/// assert_eq!(omega.value, items.reliability(None)?.omega().value);
/// assert!(omega.interval.unwrap().upper() <= 1.0);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ResampledCoefficient {
    /// The figure of the sample itself; `None` if it has none.
    pub value: Option<f64>,
    /// The standard deviation of the resamples' figures; `None` with fewer than two.
    pub standard_error: Option<f64>,
    /// The percentile interval; `None` if no resample has a figure.
    pub interval: Option<Interval>,
    /// Respondents who answered every item.
    pub used: u64,
    /// Resamples without a figure, because an item did not vary or a factor was not found. Do not rely
    /// on the interval if there are many.
    pub undefined: u64,
    /// How respondents were drawn.
    pub options: Resampling,
}

impl ItemSet<'_> {
    /// Computes a coefficient with an interval from resamples.
    ///
    /// The same seed gives the same figures if the respondents come in the same order. It takes memory
    /// for a copy of the answers.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`](crate::Error::LengthMismatch) if there are more or fewer weights than
    /// respondents; [`Error::Insufficient`](crate::Error::Insufficient), at the item, if everybody with
    /// weight gave the same answer to it;
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for no draws or more than a million, and, for ordinal
    /// alpha, for more than 100 different answers to an item.
    ///
    /// See the [example](ResampledCoefficient).
    pub fn bootstrap(
        &self,
        coefficient: Coefficient,
        weights: Option<&Weights>,
        options: Resampling,
    ) -> Result<ResampledCoefficient> {
        options.check()?;
        let complete = Complete::new(&[self], weights)?;
        complete.refuse_constant()?;
        if coefficient == Coefficient::OrdinalAlpha {
            let levels = Levels::of_items(&complete.columns)?;
            let of = |weights: &[f64]| {
                let (correlations, _) = correlations(&levels, weights)?;
                Sums::of(&correlations).alpha()
            };
            return Ok(ResampledCoefficient::of(&complete, options, of));
        }
        let of = |weights: &[f64]| coefficient.of(&complete.columns, weights);
        Ok(ResampledCoefficient::of(&complete, options, of))
    }

    /// Computes the heterotrait–monotrait ratio of two sets with an interval from resamples.
    ///
    /// The sets are told apart where the interval lies below the limit chosen, such as 0.9 or 1.
    ///
    /// # Errors
    /// As [`htmt`](Self::htmt); [`Error::OutOfRange`](crate::Error::OutOfRange) for no draws or more
    /// than a million.
    ///
    /// ```
    /// use retention::estimate::Resampling;
    /// use retention::scale::{ItemSet, Scale};
    ///
    /// let scale = Scale::ONE_TO_FIVE;
    /// let first = scale.full_answers(&[1.0, 2.0, 4.0, 5.0, 3.0, 4.0])?;
    /// let second = scale.full_answers(&[2.0, 2.0, 5.0, 5.0, 3.0, 4.0])?;
    /// let third = scale.full_answers(&[3.0, 1.0, 3.0, 3.0, 5.0, 4.0])?;
    /// let (one, other) = (ItemSet::new([first, second])?, ItemSet::new([third])?);
    /// let found = one.bootstrap_htmt(&other, None, Resampling::default().draws(100))?;
    /// assert_eq!(found.value, one.htmt(&other, None)?);
    /// assert!(found.interval.unwrap().width() > 0.5); // six respondents say little
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn bootstrap_htmt(
        &self,
        other: &ItemSet<'_>,
        weights: Option<&Weights>,
        options: Resampling,
    ) -> Result<ResampledCoefficient> {
        options.check()?;
        let complete = Complete::new(&[self, other], weights)?;
        complete.refuse_constant()?;
        let first = self.items().len();
        let of = |weights: &[f64]| ratio(&moments(&complete.columns, weights), first);
        Ok(ResampledCoefficient::of(&complete, options, of))
    }
}

impl Coefficient {
    /// The figure of columns by weight.
    fn of(self, columns: &[Vec<f64>], weights: &[f64]) -> Option<f64> {
        let covariances = moments(columns, weights).covariances()?;
        let omega = || Omega::of(Some(&covariances), columns.len());
        match self {
            Self::Alpha => Sums::of(&covariances).alpha(),
            // From the numbers of levels, not from moments.
            Self::OrdinalAlpha => None,
            Self::Omega => omega().value,
            Self::CompositeReliability => omega().composite_reliability(),
            Self::AverageVarianceExtracted => omega().average_variance_extracted(),
        }
    }
}

impl ResampledCoefficient {
    fn of(
        complete: &Complete,
        options: Resampling,
        figure: impl Fn(&[f64]) -> Option<f64> + Send + Sync,
    ) -> Self {
        let mut seeds = Random::new(options.seed);
        let draws: Vec<u64> = (0..options.draws).map(|_| seeds.bits()).collect();
        let parts = threads::blocks(draws.len(), PART);
        let found = threads::map(parts, |part| {
            let (mut room, mut found) = (Vec::new(), Vec::new());
            for &seed in draws.get(part).unwrap_or_default() {
                draw(&complete.weights, seed, &mut room);
                found.push(figure(&room));
            }
            found
        });
        let found: Vec<Option<f64>> = found.into_iter().flatten().collect();
        let defined: Vec<f64> = found.iter().copied().flatten().collect();
        Self {
            value: figure(&complete.weights),
            standard_error: deviation(&defined),
            undefined: (found.len() - defined.len()) as u64,
            interval: percentiles(defined, options.confidence),
            used: complete.used,
            options,
        }
    }
}

/// Draws as many respondents as there are: the weight of each, times how often it was drawn.
fn draw(weights: &[f64], seed: u64, room: &mut Vec<f64>) {
    let mut random = Random::new(seed);
    room.clear();
    room.resize(weights.len(), 0.0);
    for _ in weights {
        let at = random.index(weights.len());
        if let (Some(place), Some(weight)) = (room.get_mut(at), weights.get(at)) {
            *place += weight;
        }
    }
}

fn deviation(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (n > 1.0).then(|| (squares / (n - 1.0)).sqrt())
}
