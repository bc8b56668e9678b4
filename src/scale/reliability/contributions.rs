use super::sums::Sums;
use crate::Result;
use crate::estimate::Influence;
use crate::numeric::moments::Moments;
use crate::scale::{ItemSet, Linearised, Scale, Weights};

/// What each respondent contributes to alpha: how much alpha would move with its weight.
///
/// ```text
/// q = Σ (answer − mean)²,   t = (Σ (answer − mean))²,   T = mean of q,   V = mean of t
/// contribution = weight / Σ weight · k / (k − 1) · (T / V · t − q) / V
/// ```
///
/// They add up to 0. The variance of their sum is that of alpha, whatever the distribution of the
/// answers (Maydeu-Olivares, Coffman and Hartmann 2007).
pub(crate) struct Contributions {
    means: Vec<f64>,
    /// T / V.
    own: f64,
    /// V.
    total: f64,
    factor: f64,
}

impl Contributions {
    /// `None` where there is no alpha.
    pub(super) fn new(moments: &Moments, sums: &Sums) -> Option<Self> {
        sums.alpha()?;
        let k = moments.variables();
        let means = (0..k).map(|i| moments.mean(i)).collect::<Option<_>>()?;
        let n = moments.effective_sample_size();
        Some(Self {
            means,
            own: sums.own(),
            // Divided by n, not n − 1.
            total: sums.total() * (1.0 - 1.0 / n),
            factor: k as f64 / (k as f64 - 1.0),
        })
    }

    /// The contribution to the sum of the contributions times the sum of the weights, of a respondent who
    /// answered every item.
    fn moved(&self, row: &[f64]) -> f64 {
        let (mut sum, mut squares) = (0.0, 0.0);
        for (answer, mean) in row.iter().zip(&self.means) {
            let deviation = answer - mean;
            sum += deviation;
            squares += deviation * deviation;
        }
        self.factor * (self.own * (sum * sum / self.total) - squares / self.total)
    }
}

impl ItemSet<'_> {
    /// Computes what each respondent contributes to [alpha](super::Alpha), so that the alphas of segments
    /// and waves can be compared; `None` where there is no alpha.
    ///
    /// Respondents who left an item out, or who have no weight, contribute nothing.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`](crate::Error::LengthMismatch) if there are more or fewer weights than
    /// respondents.
    ///
    /// ```
    /// use retention::estimate::Design;
    /// use retention::scale::{ItemSet, Scale};
    ///
    /// let scale = Scale::ONE_TO_FIVE;
    /// let items = ItemSet::new([
    ///     scale.full_answers(&[1.0, 2.0, 4.0, 5.0, 3.0])?,
    ///     scale.full_answers(&[2.0, 2.0, 5.0, 5.0, 2.0])?,
    ///     scale.full_answers(&[2.0, 1.0, 4.0, 3.0, 3.0])?,
    /// ])?;
    /// let alpha = items.reliability(None)?.alpha.unwrap();
    /// let estimate = items.alpha_influence(None)?.unwrap().estimate(&Design::default())?;
    /// assert_eq!(estimate.value(), alpha.value());
    /// assert!((estimate.standard_error() - alpha.standard_error()).abs() < 1e-12);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn alpha_influence(&self, weights: Option<&Weights>) -> Result<Option<Influence>> {
        let mut moments = Moments::new(self.items().len());
        let mut all = 0.0;
        self.complete_rows(weights, |_, row, weight| {
            moments.push(row, weight);
            all += weight;
        })?;
        let sums = moments.covariances().as_ref().map(Sums::of);
        let Some((sums, of)) = sums.and_then(|sums| {
            let of = Contributions::new(&moments, &sums)?;
            Some((sums, of))
        }) else {
            return Ok(None);
        };
        let mut contributions = vec![None; self.respondents()];
        self.complete_rows(weights, |at, row, weight| {
            if let Some(place) = contributions.get_mut(at)
                && weight > 0.0
            {
                *place = Some(weight / all * of.moved(row));
            }
        })?;
        let value = sums.alpha().unwrap_or_default();
        Influence::from_weighted(value, contributions, weights).map(Some)
    }
}

/// The products of answers from which the squares of all contributions follow, without the answers.
///
/// Answers are counted from the centre of the scale, in units of half its width. A contribution is a
/// linear function of the answers, the sum of their squares, and the square of their sum.
#[derive(Debug, Clone)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub(crate) struct Products {
    sums: Linearised,
    #[cfg_attr(feature = "serde", serde(skip))]
    row: Vec<f64>,
}

impl Products {
    pub(crate) fn new(items: usize) -> Self {
        Self {
            sums: Linearised::new(items + 2),
            row: Vec::with_capacity(items + 2),
        }
    }

    pub(crate) fn push(&mut self, row: &[f64], scale: Scale, weight: f64) {
        self.row.clear();
        self.row
            .extend(row.iter().map(|answer| along(*answer, scale)));
        let squares: f64 = self.row.iter().map(|x| x * x).sum();
        let sum: f64 = self.row.iter().sum();
        self.row.extend([squares, sum * sum]);
        self.sums.push(&self.row, weight);
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.sums.merge(&other.sums);
    }

    pub(crate) fn variance(&self, of: &Contributions, scale: Scale) -> Option<f64> {
        let means: Vec<f64> = of.means.iter().map(|mean| along(*mean, scale)).collect();
        let sum: f64 = means.iter().sum();
        let half = 0.5 * scale.width();
        let factor = of.factor / (of.total / half / half);
        let answers = means.iter().map(|mean| 2.0 * (mean - of.own * sum));
        let slopes: Vec<f64> = answers
            .chain([-1.0, of.own])
            .map(|slope| factor * slope)
            .collect();
        self.sums.variance(&slopes)
    }

    #[cfg(feature = "serde")]
    pub(super) const fn rows(&self) -> u64 {
        self.sums.rows()
    }

    #[cfg(feature = "serde")]
    pub(super) fn check(&self, items: usize) -> crate::Result<()> {
        self.sums.check(items + 2)
    }
}

/// How far an answer lies from the centre of the scale, from −1 to 1.
fn along(answer: f64, scale: Scale) -> f64 {
    (answer - scale.centre()) / (0.5 * scale.width())
}
