use super::sums::Sums;
use crate::numeric::moments::Moments;
use crate::scale::{Linearised, Scale};

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
