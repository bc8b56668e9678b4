use crate::Result;
use crate::accumulate::{Accumulator, Version, Weighted, more_rows};
use crate::error::{Error, Place};
use crate::estimate::Estimate;
use crate::macros::checked_state;
use crate::numeric::linear::Matrix;
use crate::numeric::moments::Moments;

use super::{Omega, Scale, respondent_weight};

/// A variance of the sum below this share of what it is made of is nothing but rounding.
const NOTHING: f64 = 1e-12;

/// How well items measure one thing: the share of the variance of their sum that they have in
/// common.
///
/// It uses the respondents who answered every item and counts the others in `left_out`. A low figure
/// says that the items do not go together. A high figure does not say that they measure what was
/// meant.
///
/// Source: Cronbach, L. J. (1951), *Psychometrika* 16: 297–334.
///
/// ```
/// use retention::scale::{ItemSet, Scale};
///
/// let scale = Scale::ONE_TO_FIVE;
/// let items = ItemSet::new([
///     scale.full_answers(&[1.0, 2.0, 4.0, 5.0])?,
///     scale.full_answers(&[2.0, 2.0, 5.0, 5.0])?,
///     scale.full_answers(&[3.0, 1.0, 3.0, 3.0])?,
/// ])?;
/// let reliability = items.reliability(None)?;
/// assert_eq!(format!("{:.4}", reliability.alpha.unwrap().value()), "0.8400");
/// // The third item does not go with the others.
/// let third = &reliability.items[2];
/// assert!(third.alpha_if_dropped.unwrap() > 0.97);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "信度")]
pub struct Reliability {
    /// Respondents who answered every item, those with weight 0 included.
    pub used: u64,
    /// Respondents who left one or more out.
    pub left_out: u64,
    /// The number of equally weighted respondents that would give the same precision.
    pub effective_sample_size: f64,
    /// Cronbach's alpha, at most 1.
    ///
    /// A negative alpha says that items contradict each other: check the coding, because an item that
    /// was asked the other way round was probably not reversed ([`Answers::reversed`](super::Answers::reversed)).
    ///
    /// ```text
    /// α = k / (k − 1) · (1 − Σ variance of an item / variance of the sum)
    /// ```
    ///
    /// It is `None` with one item, with fewer than two respondents, and if the sum does not vary. Its
    /// standard error assumes normal answers: van Zyl, J. M., Neudecker, H. and Nel, D. G. (2000),
    /// *Psychometrika* 65: 271–280.
    #[doc(alias = "Cronbach")]
    pub alpha: Option<Estimate>,
    /// Alpha of the items scaled to equal variance, from their mean correlation r:
    /// `k r / (1 + (k − 1) r)`. `None` as for alpha, and if an item does not vary.
    pub standardised_alpha: Option<f64>,
    /// Each item, in the order of the items.
    pub items: Vec<ItemReliability>,
    #[cfg_attr(feature = "serde", serde(skip))]
    covariances: Option<Matrix>,
}

/// One item of a [`Reliability`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ItemReliability {
    /// Its mean over the respondents used; `None` without respondents.
    pub mean: Option<f64>,
    /// Its variance, dividing by n − 1; `None` with fewer than two respondents.
    pub variance: Option<f64>,
    /// Its correlation with the sum of the other items; `None` if either does not vary.
    #[doc(alias = "corrected item-total correlation")]
    pub item_rest_correlation: Option<f64>,
    /// Alpha of the other items; `None` if there are fewer than two, or if their sum does not vary.
    pub alpha_if_dropped: Option<f64>,
}

impl Reliability {
    pub(super) fn of(moments: &Moments, used: u64, left_out: u64) -> Self {
        let covariances = moments.covariances();
        let effective_sample_size = moments.effective_sample_size();
        let sums = covariances.as_ref().map(Sums::of);
        let k = moments.variables();
        let items = (0..k)
            .map(|i| ItemReliability {
                mean: moments.mean(i),
                variance: covariances.as_ref().map(|c| c.at(i, i)),
                item_rest_correlation: sums.as_ref().and_then(|sums| sums.item_rest(i)),
                alpha_if_dropped: sums.as_ref().and_then(|sums| sums.without(i).alpha()),
            })
            .collect();
        Self {
            used,
            left_out,
            effective_sample_size,
            alpha: sums.as_ref().and_then(|sums| {
                let error = sums.alpha_variance()? / effective_sample_size;
                Estimate::new(sums.alpha()?, error.max(0.0).sqrt()).ok()
            }),
            standardised_alpha: covariances
                .as_ref()
                .and_then(|covariances| Sums::of(&covariances.correlations().ok()?).alpha()),
            items,
            covariances,
        }
    }

    /// Returns the covariance of two items, or the variance of one item with itself; `None` with fewer
    /// than two respondents, or if there is no such item.
    #[must_use]
    pub fn covariance(&self, item: usize, other: usize) -> Option<f64> {
        let covariances = self.covariances.as_ref()?;
        (item < self.items.len() && other < self.items.len()).then(|| covariances.at(item, other))
    }

    /// Returns the correlation of two items; `None` if either does not vary, or if there is no such
    /// item.
    #[must_use]
    pub fn correlation(&self, item: usize, other: usize) -> Option<f64> {
        let deviation = |item| self.covariance(item, item).map(f64::sqrt);
        let (a, b) = (deviation(item)?, deviation(other)?);
        if a == 0.0 || b == 0.0 {
            None
        } else if item == other {
            Some(1.0)
        } else {
            let correlation = self.covariance(item, other)? / (a * b);
            Some(correlation.clamp(-1.0, 1.0))
        }
    }

    /// Computes McDonald's omega: the share of the sum's variance that one common factor explains.
    #[must_use]
    #[doc(alias = "McDonald")]
    pub fn omega(&self) -> Omega {
        Omega::of(self.covariances.as_ref(), self.items.len())
    }
}

/// The sums over a covariance matrix that alpha is made of, in units of its largest variance.
struct Sums {
    items: usize,
    /// The sum of the variances.
    trace: f64,
    /// The sum of all cells, the variance of the sum of the items.
    total: f64,
    /// The same of absolute values, which says how much of the total is rounding.
    size: f64,
    variances: Vec<f64>,
    rows: Vec<f64>,
    row_sizes: Vec<f64>,
    /// The sum of all squared cells.
    squares: f64,
}

impl Sums {
    fn of(covariances: &Matrix) -> Self {
        let unit = covariances.diagonal().fold(0.0, f64::max);
        let scaled = |i, j| covariances.at(i, j) / if unit > 0.0 { unit } else { 1.0 };
        let covariances = &Matrix::from_fn(covariances.size(), scaled);
        let sum = |cells: &[f64]| cells.iter().sum::<f64>();
        let size = |cells: &[f64]| cells.iter().map(|cell| cell.abs()).sum::<f64>();
        let rows: Vec<f64> = covariances.rows().map(sum).collect();
        let row_sizes: Vec<f64> = covariances.rows().map(size).collect();
        Self {
            items: covariances.size(),
            trace: covariances.diagonal().sum(),
            total: sum(&rows),
            size: sum(&row_sizes),
            variances: covariances.diagonal().collect(),
            rows,
            row_sizes,
            squares: covariances.rows().flatten().map(|cell| cell * cell).sum(),
        }
    }

    fn alpha(&self) -> Option<f64> {
        alpha(self.items, self.trace, self.total, self.size)
    }

    /// n times the variance of alpha, in large samples of normal answers.
    fn alpha_variance(&self) -> Option<f64> {
        self.alpha()?;
        let k = self.items as f64;
        // Σᵢ (row sum i)² is 1ᵀV²1.
        let ends: f64 = self.rows.iter().map(|row| row * row).sum();
        let spread =
            self.total * (self.squares + self.trace * self.trace) - 2.0 * self.trace * ends;
        // The cube is in range because the largest variance is 1.
        Some(2.0 * k * k / ((k - 1.0).powi(2) * self.total.powi(3)) * spread)
    }

    fn without(&self, item: usize) -> Rest {
        let pick = |from: &[f64]| from.get(item).copied().unwrap_or_default();
        let (variance, row) = (pick(&self.variances), pick(&self.rows));
        Rest {
            items: self.items.saturating_sub(1),
            trace: self.trace - variance,
            total: self.total - 2.0 * row + variance,
            size: self.size,
            row_size: pick(&self.row_sizes),
            variance,
            shared: row - variance,
        }
    }

    fn item_rest(&self, item: usize) -> Option<f64> {
        self.without(item).correlation()
    }
}

/// One item taken out of [`Sums`].
struct Rest {
    items: usize,
    trace: f64,
    total: f64,
    /// Of the whole, since what is left was taken from it.
    size: f64,
    row_size: f64,
    /// The variance of the item.
    variance: f64,
    /// Its covariance with the sum of the others.
    shared: f64,
}

impl Rest {
    fn alpha(&self) -> Option<f64> {
        alpha(self.items, self.trace, self.total, self.size)
    }

    fn correlation(&self) -> Option<f64> {
        let varies = self.variance > 0.0 && self.total > NOTHING * self.size;
        let shared = if self.shared.abs() > f64::EPSILON * self.row_size {
            self.shared
        } else {
            0.0
        };
        varies.then(|| (shared / (self.variance * self.total).sqrt()).clamp(-1.0, 1.0))
    }
}

fn alpha(items: usize, trace: f64, total: f64, size: f64) -> Option<f64> {
    let k = items as f64;
    (items > 1 && total > NOTHING * size).then(|| k / (k - 1.0) * (1.0 - trace / total))
}

/// Computes a [`Reliability`] respondent by respondent, without keeping the columns.
///
/// A row holds one place for each item, reversed where the item was asked the other way round.
///
/// ```
/// use retention::Accumulator;
/// use retention::scale::{ReliabilityBuilder, Scale};
///
/// let mut builder = ReliabilityBuilder::new(Scale::ONE_TO_FIVE, 2)?;
/// for answers in [[Some(4.0), Some(5.0)], [Some(2.0), Some(2.0)], [Some(3.0), None]] {
///     builder.push(&answers)?;
/// }
/// let reliability = builder.finish()?;
/// assert_eq!((reliability.used, reliability.left_out), (2, 1));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct ReliabilityBuilder {
    #[cfg_attr(
        not(feature = "serde"),
        expect(dead_code, reason = "written with the state")
    )]
    version: Version,
    scale: Scale,
    moments: Moments,
    used: u64,
    left_out: u64,
    #[cfg_attr(feature = "serde", serde(skip))]
    row: Vec<f64>,
}

checked_state!(ReliabilityBuilder);

impl ReliabilityBuilder {
    /// Creates an accumulator for this number of items, all on one scale.
    ///
    /// # Errors
    /// [`Error::Empty`] for no items.
    pub fn new(scale: Scale, items: usize) -> Result<Self> {
        if items == 0 {
            return Err(Error::empty("item"));
        }
        Ok(Self {
            version: Version,
            scale,
            moments: Moments::new(items),
            used: 0,
            left_out: 0,
            row: Vec::with_capacity(items),
        })
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        more_rows(self.used, self.left_out)?;
        self.moments.check(self.moments.variables().max(1))?;
        // Respondents without weight are not among the moments.
        if self.moments.rows() > self.used {
            let most = format_args!("at most the respondents used, {}", self.used);
            let found = self.moments.rows();
            return Err(Error::out_of_range("respondents with weight", found, most));
        }
        Ok(self)
    }

    fn add(&mut self, answers: &[Option<f64>], weight: f64) -> Result<()> {
        let expected = self.moments.variables();
        if answers.len() != expected {
            let argument = "answers of a respondent";
            return Err(Error::length(argument, answers.len(), expected));
        }
        let weight = respondent_weight(weight)?;
        more_rows(self.rows(), 1)?;
        self.row.clear();
        for (item, answer) in answers.iter().enumerate() {
            if let Some(answer) = answer {
                let answer = self.scale.check(*answer);
                let place = |error: Error| error.at_place(Place::Item(item.into()));
                self.row.push(answer.map_err(place)?);
            }
        }
        if self.row.len() == expected {
            self.moments.push(&self.row, weight);
            self.used += 1;
        } else {
            self.left_out += 1;
        }
        Ok(())
    }
}

impl crate::sealed::Sealed for ReliabilityBuilder {}

impl Accumulator for ReliabilityBuilder {
    type Row<'r> = &'r [Option<f64>];
    type Output = Reliability;

    fn fresh(&self) -> Self {
        let items = self.moments.variables();
        Self {
            version: Version,
            scale: self.scale,
            moments: Moments::new(items),
            used: 0,
            left_out: 0,
            row: Vec::with_capacity(items),
        }
    }

    fn rows(&self) -> u64 {
        self.used + self.left_out
    }

    /// Adds one respondent's answers, one place for each item.
    ///
    /// # Errors
    /// At the respondent, [`Error::LengthMismatch`] if there are more or fewer places than items; at
    /// the item too, [`Error::NotFinite`] and [`Error::OutOfRange`] for what is not an answer on the
    /// scale. [`Error::Overflow`] beyond 2⁶⁴ − 1 respondents.
    fn push(&mut self, answers: &[Option<f64>]) -> Result<()> {
        self.push_weighted(answers, 1.0)
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        if self.scale != other.scale {
            return Err(Error::mismatch(
                "scales of the items",
                self.scale,
                other.scale,
            ));
        }
        let (left, right) = (self.moments.variables(), other.moments.variables());
        if left != right {
            return Err(Error::mismatch("numbers of items", left, right));
        }
        more_rows(self.rows(), other.rows())?;
        self.moments.merge(&other.moments);
        self.used += other.used;
        self.left_out += other.left_out;
        Ok(())
    }

    /// Returns the reliability of the items over all respondents added. It never fails.
    fn finish(self) -> Result<Reliability> {
        Ok(Reliability::of(&self.moments, self.used, self.left_out))
    }
}

impl Weighted for ReliabilityBuilder {
    fn push_weighted(&mut self, answers: &[Option<f64>], weight: f64) -> Result<()> {
        let row = self.rows();
        self.add(answers, weight).map_err(|error| error.at_row(row))
    }
}
