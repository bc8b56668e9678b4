use super::contributions::Contributions;
use super::sums::Sums;
use super::{Alpha, Omega, ReliabilityRemark};
use crate::numeric::linear::Matrix;
use crate::numeric::moments::Moments;

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
    /// Cronbach's alpha, at most 1; `None` with one item, with fewer than two respondents, and if the
    /// sum does not vary.
    #[doc(alias = "Cronbach")]
    pub alpha: Option<Alpha>,
    /// Alpha of the items scaled to equal variance, from their mean correlation r:
    /// `k r / (1 + (k − 1) r)`. `None` as for alpha, and if an item does not vary.
    pub standardised_alpha: Option<f64>,
    /// Each item, in the order of the items.
    pub items: Vec<ItemReliability>,
    /// What to look at before the figures are used; commonly nothing.
    pub remarks: Vec<ReliabilityRemark>,
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
    /// From the moments of the items, and what respondents contribute to alpha.
    pub(crate) fn of(
        moments: &Moments,
        used: u64,
        left_out: u64,
        contributions: impl FnOnce(&Contributions) -> Option<f64>,
    ) -> Self {
        let covariances = moments.covariances();
        let effective_sample_size = moments.effective_sample_size();
        let sums = covariances.as_ref().map(Sums::of);
        let k = moments.variables();
        let items: Vec<_> = (0..k)
            .map(|i| ItemReliability {
                mean: moments.mean(i),
                variance: covariances.as_ref().map(|c| c.at(i, i)),
                item_rest_correlation: sums.as_ref().and_then(|sums| sums.item_rest(i)),
                alpha_if_dropped: sums.as_ref().and_then(|sums| sums.without(i).alpha()),
            })
            .collect();
        let alpha = sums.as_ref().and_then(|sums| {
            let value = sums.alpha()?;
            let variance = contributions(&Contributions::new(moments, sums)?)?;
            let normal = sums.alpha_variance()? / effective_sample_size;
            Alpha::new(value, variance, normal)
        });
        Self {
            used,
            left_out,
            effective_sample_size,
            remarks: ReliabilityRemark::of(alpha.as_ref(), &items),
            alpha,
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
