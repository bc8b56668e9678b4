//! The Gini coefficient and shares of the top, with their errors.

use rust_decimal::Decimal;

use super::descending::Descending;
use crate::estimate::{
    Influence, Interval, ResampledFigure, Resampling, of_logit, studentised, times_drawn,
};
use crate::numeric::money::Column;
use crate::numeric::random::Random;
use crate::scale::Weights;
use crate::{Error, Result};

/// Computes the Gini coefficient of amounts, each counted by weight, with what each customer
/// contributes to it; `None` with a negative amount or without a positive total.
///
/// Weights make a sample stand for all customers: a panel, or a sample in which large customers were
/// drawn more often. The contributions say how far the figure may be off under any
/// [`Design`](crate::estimate::Design), and whether two segments or two years differ
/// ([`Influence::minus`], [`Influence::matched`]). Amounts are those of customers in any order, one each.
///
/// ```text
/// G = Σ wᵢ yᵢ (2 Wᵢ − wᵢ) / (W · Y) − 1     y ascending, Wᵢ = w₁ + … + wᵢ, W = Σ w, Y = Σ w y
/// contribution = wᵢ (2 (Wᵢ yᵢ − Yᵢ) + Y − W yᵢ − G (Y + W yᵢ)) / (W · Y)      Yᵢ = w₁y₁ + … + wᵢyᵢ
/// ```
///
/// The plain interval of this estimate is too narrow where few customers bring most: see
/// [`gini_interval`].
///
/// Source: Langel, M. and Tillé, Y. (2013), *Journal of the Royal Statistical Society* A 176(2):
/// 521–540.
///
/// # Errors
/// [`Error::Empty`] without amounts; [`Error::LengthMismatch`] if there are more or fewer weights than
/// amounts; [`Error::Overflow`] if the amounts cannot be brought to one scale.
///
/// ```
/// use retention::estimate::Design;
/// use retention::pyramid::gini;
/// use retention::scale::Weights;
/// use rust_decimal::Decimal;
///
/// let revenue = || [5, 60, 10, 20, 5].map(Decimal::from);
/// let plain = gini(revenue(), None)?.unwrap();
/// assert_eq!(format!("{:.2}", plain.estimate(&Design::default())?), "0.50 ± 0.06");
/// // The large customer stands for one, each of the others for ten.
/// let weights = Weights::new(vec![10.0, 1.0, 10.0, 10.0, 10.0])?;
/// let weighted = gini(revenue(), Some(&weights))?.unwrap();
/// assert_eq!(format!("{:.3}", weighted.value()), "0.371");
/// # Ok::<(), retention::Error>(())
/// ```
#[doc(alias = "基尼系数")]
pub fn gini(
    amounts: impl IntoIterator<Item = Decimal>,
    weights: Option<&Weights>,
) -> Result<Option<Influence>> {
    let (ascending, order) = Ascending::read(amounts, weights)?;
    let Some(figure) = ascending.gini(None) else {
        return Ok(None);
    };
    let mut contributions = vec![None; order.len()];
    ascending.each_gini(None, figure, |rank, weight, own| {
        let row = order.get(rank).and_then(|&row| contributions.get_mut(row));
        if let Some(row) = row
            && weight > 0.0
        {
            *row = Some(weight * own);
        }
    });
    Influence::from_weighted(figure.value, contributions, weights).map(Some)
}

/// Computes an interval for the Gini coefficient from resamples of the customers, each with their
/// weight; `None` where [`gini`] is, and where the standard error is 0: everybody brings the same, or amounts like
/// 80, 5, 5, 5, 5, at which the formula for it breaks down.
///
/// It is the studentised bootstrap on the scale of log odds, and lies between 0 and 1. The usual
/// percentiles of resamples are too narrow where few customers bring most. In simulations an interval of
/// 95 % held the true coefficient in this share of samples of so many customers:
///
/// | amounts | percentiles: 50, 200, 1,000 customers | this interval: 50, 200, 1,000 |
/// |---|---|---|
/// | exponential | 90, 96, 92 % | 92, 97, 92 % |
/// | lognormal, σ = 1 | 78, 85, 94 % | 89, 91, 94 % |
/// | lognormal, σ = 1.5 | 63, 77, 88 % | 82, 88, 92 % |
/// | Pareto, α = 3 | 74, 88, 92 % | 87, 93, 93 % |
/// | Pareto, α = 2 | 64, 81, 84 % | 86, 90, 87 % |
/// | Pareto, α = 1.5 | 51, 66, 71 % | 81, 80, 83 % |
///
/// (300 resamples of each of 300 or 400 samples: the figures are good to about 2 points.) So with heavy tails and few customers it is still too narrow: no interval from a sample sees the
/// customers who are larger than all in it. It says how far the figure may be off if the customers are a
/// draw of those the business might have had. A figure for all customers of a past year is exact.
///
/// Sources: Efron, B. and Tibshirani, R. J. (1993), *An Introduction to the Bootstrap*, chapter 12;
/// Davidson, R. (2009), *Journal of Econometrics* 150(1): 30–40.
///
/// # Errors
/// As [`gini`], and [`Error::OutOfRange`] for a number of draws out of range.
///
/// ```
/// use retention::estimate::Resampling;
/// use retention::pyramid::gini_interval;
/// use rust_decimal::Decimal;
///
/// let revenue = (1..=200_u32).map(|n| Decimal::from(n * n));
/// let interval = gini_interval(revenue, None, Resampling::default())?.unwrap();
/// assert!(interval.contains(0.5)); // near the Gini coefficient of squares
/// assert!(interval.lower() > 0.45 && interval.upper() < 0.55);
/// # Ok::<(), retention::Error>(())
/// ```
pub fn gini_interval(
    amounts: impl IntoIterator<Item = Decimal>,
    weights: Option<&Weights>,
    resampling: Resampling,
) -> Result<Option<Interval>> {
    Ascending::read(amounts, weights)?
        .0
        .gini_interval(resampling)
}

/// Amounts from the smallest to the largest, each with a weight.
pub(super) struct Ascending {
    amounts: Vec<f64>,
    /// Empty where everybody counts as one.
    weights: Vec<f64>,
}

/// A figure with its standard error.
#[derive(Clone, Copy)]
struct WithError {
    value: f64,
    error: f64,
    weight: f64,
    total: f64,
}

impl Ascending {
    /// Returns amounts in order, and the row of each.
    fn read(
        amounts: impl IntoIterator<Item = Decimal>,
        weights: Option<&Weights>,
    ) -> Result<(Self, Vec<usize>)> {
        let column = Column::from_amounts(amounts)?;
        if column.len() == 0 {
            return Err(Error::empty("amount"));
        }
        let weights = weights.map(Weights::as_slice).unwrap_or_default();
        if !weights.is_empty() && weights.len() != column.len() {
            return Err(Error::length("weights", weights.len(), column.len()));
        }
        let mut order: Vec<(i128, usize)> = column.all().iter().zip(0..).collect();
        order.sort_unstable();
        let weight = |&(_, row): &(i128, usize)| weights.get(row).copied();
        let ascending = Self {
            amounts: order.iter().map(|&(amount, _)| amount as f64).collect(),
            weights: order.iter().filter_map(weight).collect(),
        };
        Ok((ascending, order.into_iter().map(|(_, row)| row).collect()))
    }

    pub(super) fn of(descending: &Descending) -> Self {
        let ranks = (0..descending.len()).rev();
        let amounts = ranks.filter_map(|rank| descending.get(rank));
        Self {
            amounts: amounts.map(|amount| amount as f64).collect(),
            weights: Vec::new(),
        }
    }

    /// Iterates over amounts and their weights, times how often each was drawn.
    fn rows<'a>(&'a self, times: Option<&'a [u32]>) -> impl Iterator<Item = (f64, f64)> + 'a {
        self.amounts.iter().enumerate().map(move |(rank, &amount)| {
            let weight = self.weights.get(rank).copied().unwrap_or(1.0);
            (amount, weight * drawn(times, rank))
        })
    }

    fn gini(&self, times: Option<&[u32]>) -> Option<WithError> {
        let least = self.amounts.first()?;
        let (mut weight, mut total, mut sum) = (0.0, 0.0, 0.0);
        for (amount, own) in self.rows(times) {
            weight += own;
            total += own * amount;
            sum += own * amount * (2.0 * weight - own);
        }
        let known = *least >= 0.0 && total > 0.0 && sum.is_finite();
        let mut found = WithError {
            value: (sum / (weight * total) - 1.0).max(0.0),
            error: 0.0,
            weight,
            total,
        };
        known.then(|| {
            let (mut squares, mut rows) = (0.0, 0.0);
            self.each_gini(times, found, |rank, own, contribution| {
                let drawn = drawn(times, rank);
                if own > 0.0 {
                    // A row drawn twice is two rows of its weight.
                    squares += drawn * (own / drawn * contribution).powi(2);
                    rows += drawn;
                }
            });
            found.error = standard_error(squares, rows);
            found
        })
    }

    /// Hands the rank, the weight and the contribution of each amount, for a weight of 1, to `then`.
    fn each_gini(
        &self,
        times: Option<&[u32]>,
        found: WithError,
        mut then: impl FnMut(usize, f64, f64),
    ) {
        let WithError {
            value,
            weight: all,
            total,
            ..
        } = found;
        let (mut weight, mut sum) = (0.0, 0.0);
        for (rank, (amount, own)) in self.rows(times).enumerate() {
            weight += own;
            sum += own * amount;
            let above = 2.0 * (weight * amount - sum);
            let contribution = above + total - all * amount - value * (total + all * amount);
            then(rank, own, contribution / (all * total));
        }
    }

    pub(super) fn gini_interval(&self, resampling: Resampling) -> Result<Option<Interval>> {
        self.interval(resampling, |times| self.gini(times))
    }

    /// The share of the `heads` largest of equal weights; `heads` of a resample of as many.
    pub(super) fn top_interval(
        &self,
        heads: u64,
        resampling: Resampling,
    ) -> Result<Option<Interval>> {
        self.interval(resampling, |times| self.top(heads as f64, times))
    }

    fn top(&self, heads: f64, times: Option<&[u32]>) -> Option<WithError> {
        let (mut left, mut top, mut cut) = (heads, 0.0, 0.0);
        let all = self.amounts.len() as f64;
        let total: f64 = self.rows(times).map(|(amount, own)| own * amount).sum();
        for (rank, &amount) in self.amounts.iter().enumerate().rev() {
            let taken = drawn(times, rank).min(left);
            if taken > 0.0 {
                cut = amount;
                top += taken * amount;
                left -= taken;
            }
        }
        let value = top / total;
        let squares = self.rows(times).map(|(amount, own)| {
            let above = (amount - cut).max(0.0) + heads / all * cut;
            own * ((above - value * amount) / total).powi(2)
        });
        let found = WithError {
            value,
            error: standard_error(squares.sum(), all),
            weight: all,
            total,
        };
        (*self.amounts.first()? >= 0.0 && total > 0.0).then_some(found)
    }

    fn interval(
        &self,
        resampling: Resampling,
        of: impl Fn(Option<&[u32]>) -> Option<WithError> + Send + Sync,
    ) -> Result<Option<Interval>> {
        resampling.check()?;
        let logit = |times: Option<&[u32]>| {
            let found = of(times)?;
            ResampledFigure::logit(found.value, found.error)
        };
        let Some(figure) = logit(None) else {
            return Ok(None);
        };
        let resample = |random: &mut Random| {
            let times = times_drawn(random, self.amounts.len());
            logit(Some(&times))
        };
        studentised(figure, resampling, resample, of_logit)
    }
}

fn drawn(times: Option<&[u32]>, rank: usize) -> f64 {
    times.map_or(1.0, |times| times.get(rank).map_or(0.0, |&n| f64::from(n)))
}

fn standard_error(squares: f64, rows: f64) -> f64 {
    (squares * rows / (rows - 1.0)).sqrt()
}
