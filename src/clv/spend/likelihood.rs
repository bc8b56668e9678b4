//! The likelihood of what customers spent, with its slopes.

use super::SpendCounts;
use crate::Result;
use crate::clv::fitting::{FitOptions, Likelihood, Task, fit};
use crate::clv::{Fitted, GammaGamma};
use crate::numeric::gammas::{digamma_rising, ln_rising};

/// So many sums are multiplied before a logarithm is taken: each is within 1e±30 of the mean spend.
const FACTORS: usize = 8;

/// Customers with one number of purchases.
struct Group {
    purchases: f64,
    weight: f64,
    /// Σ w ln s, the money s of all purchases of a customer in units of the mean spend.
    ln_totals: f64,
    /// The money of each customer, and the weights.
    totals: Vec<f64>,
    weights: Vec<f64>,
}

impl Group {
    fn of(cells: &[(u32, f64, f64)], unit: f64) -> Self {
        let purchases = cells
            .first()
            .map_or(0.0, |&(purchases, _, _)| f64::from(purchases));
        let total = |mean: f64| purchases * (mean / unit);
        Self {
            purchases,
            weight: cells.iter().map(|(_, _, weight)| weight).sum(),
            ln_totals: cells
                .iter()
                .map(|&(_, mean, weight)| weight * total(mean).ln())
                .sum(),
            totals: cells.iter().map(|&(_, mean, _)| total(mean)).collect(),
            weights: cells.iter().map(|&(_, _, weight)| weight).collect(),
        }
    }

    /// `Σ w ln(γ + s)` and `Σ w / (γ + s)`.
    fn sums(&self, gamma: f64) -> (f64, f64) {
        let (mut logarithms, mut inverses) = (0.0, 0.0);
        let chunks = self
            .totals
            .chunks(FACTORS)
            .zip(self.weights.chunks(FACTORS));
        for (totals, weights) in chunks {
            inverses += totals
                .iter()
                .zip(weights)
                .map(|(s, w)| w / (gamma + s))
                .sum::<f64>();
            let first = weights.first().copied().unwrap_or(0.0);
            // Equal weights are the rule: one logarithm then does for all.
            logarithms += if weights.iter().all(|&weight| weight == first) {
                first * totals.iter().map(|s| gamma + s).product::<f64>().ln()
            } else {
                totals
                    .iter()
                    .zip(weights)
                    .map(|(s, w)| w * (gamma + s).ln())
                    .sum()
            };
        }
        (logarithms, inverses)
    }
}

/// The likelihood of counted customers; γ is in units of the mean spend.
struct Counted {
    groups: Vec<Group>,
    weight: f64,
    unit: f64,
    /// Σ w ln z̄, z̄ in units of the currency: what the parameters do not change.
    ln_means: f64,
}

impl Likelihood for Counted {
    fn mean(&mut self, parameters: &[f64]) -> f64 {
        self.mean_and_slopes(parameters, &mut [0.0; 3])
            .unwrap_or(f64::NAN)
    }

    fn mean_and_slopes(&mut self, parameters: &[f64], slopes: &mut [f64]) -> Option<f64> {
        let &[p, q, gamma] = parameters else {
            return None;
        };
        let gamma = gamma / self.unit;
        let ln_gamma = gamma.ln();
        let (mut value, mut to) = (-self.ln_means, [0.0; 3]);
        for group in &self.groups {
            let (shape, weight) = (p * group.purchases, group.weight);
            let (logarithms, inverses) = group.sums(gamma);
            // Σ w ln(1 + s/γ) and Σ w ln(1 + γ/s).
            let (above, below) = (logarithms - weight * ln_gamma, logarithms - group.ln_totals);
            value += weight * (ln_rising(q, shape) - libm::lgamma(shape));
            value -= q * above + shape * below;
            let parts = [
                group.purchases * (weight * digamma_rising(shape, q) - below),
                weight * digamma_rising(q, shape) - above,
                weight * q / gamma - (shape + q) * inverses,
            ];
            for (to, part) in to.iter_mut().zip(parts) {
                *to += part;
            }
        }
        for ((slope, to), parameter) in slopes.iter_mut().zip(to).zip([p, q, gamma]) {
            *slope = to * parameter / self.weight;
        }
        Some(value / self.weight)
    }
}

/// Finds the parameters by the density of customers' means.
pub(super) fn search(counts: &SpendCounts, options: &FitOptions) -> Result<Fitted<GammaGamma>> {
    let unit = counts.mean_spend();
    let groups = counts.cells().chunk_by(|left, right| left.0 == right.0);
    let cells = counts.cells().iter();
    let mut likelihood = Counted {
        groups: groups.map(|cells| Group::of(cells, unit)).collect(),
        weight: counts.weight(),
        unit,
        ln_means: cells.map(|(_, mean, weight)| weight * mean.ln()).sum(),
    };
    let task = Task {
        units: vec![1.0, 1.0, unit],
        start: vec![2.0, 3.0, 1.0],
        customers: counts.customers(),
        weight: counts.weight(),
    };
    fit(&mut likelihood, &task, options)
}
