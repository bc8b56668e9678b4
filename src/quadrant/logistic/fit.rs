//! Newton's method for logistic regression, which is iteratively reweighted least squares.

use crate::fit::Outcome;
use crate::numeric::linear::{Cholesky, Matrix};

/// A step below this, in standard deviations of the ratings, has settled.
const SETTLED: f64 = 1e-10;
/// How far a step moves some predictor where the fit runs away. The steps of a fit that runs away
/// tend to 1 there.
const FAR: f64 = 0.5;
/// A predictor that moves by less than this share of the largest move does not move.
const STILL: f64 = 1e-6;
/// A step that lowers the likelihood is halved, at most so often.
const HALVINGS: u32 = 30;

/// Ratings as z-scores, weights that add up to the effective number of respondents, and outcomes.
#[derive(Debug)]
pub(crate) struct Data {
    pub(crate) columns: Vec<Vec<f64>>,
    pub(crate) weights: Vec<f64>,
    pub(crate) outcomes: Vec<f64>,
}

/// Where a search ended.
#[derive(Debug)]
pub(crate) struct Found {
    /// The constant first.
    pub(crate) betas: Vec<f64>,
    pub(crate) log_likelihood: f64,
    pub(crate) outcome: Outcome,
    pub(crate) iterations: u32,
    /// Of the information at the end; `None` where it is singular.
    pub(crate) factor: Option<Cholesky>,
}

/// `ln(1 + exp(x))`, which does not overflow.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

pub(crate) fn probability(predictor: f64) -> f64 {
    1.0 / (1.0 + (-predictor).exp())
}

impl Data {
    /// The logarithm of the likelihood of the share of outcomes alone.
    pub(crate) fn null(&self) -> f64 {
        let rows = self.weights.iter().zip(&self.outcomes);
        let (all, events) = rows.fold((0.0, 0.0), |(all, events), (w, y)| {
            (all + w, events + w * y)
        });
        let share = events / all;
        events * share.ln() + (all - events) * (1.0 - share).ln()
    }

    pub(crate) fn predictors(&self, betas: &[f64], set: &[usize]) -> Vec<f64> {
        let (constant, slopes) = betas.split_first().unwrap_or((&0.0, &[]));
        let mut predictors = vec![*constant; self.outcomes.len()];
        for (beta, at) in slopes.iter().zip(set) {
            let column = self.columns.get(*at).map(Vec::as_slice).unwrap_or_default();
            for (predictor, x) in predictors.iter_mut().zip(column) {
                *predictor += beta * x;
            }
        }
        predictors
    }

    fn log_likelihood(&self, predictors: &[f64]) -> f64 {
        let rows = predictors.iter().zip(&self.outcomes).zip(&self.weights);
        rows.map(|((predictor, y), w)| w * (y * predictor - softplus(*predictor)))
            .sum()
    }

    /// The columns of a set, the constant first.
    fn design<'d>(&'d self, ones: &'d [f64], set: &[usize]) -> Vec<&'d [f64]> {
        let columns = set.iter().filter_map(|at| self.columns.get(*at));
        std::iter::once(ones)
            .chain(columns.map(Vec::as_slice))
            .collect()
    }

    /// The gradient of the likelihood and the information.
    fn slopes(&self, design: &[&[f64]], predictors: &[f64]) -> (Vec<f64>, Matrix) {
        let rows = predictors.iter().zip(&self.outcomes).zip(&self.weights);
        let (mut residuals, mut curves) = (Vec::new(), Vec::new());
        for ((predictor, y), w) in rows {
            let p = probability(*predictor);
            residuals.push(w * (y - p));
            curves.push(w * p * (1.0 - p));
        }
        let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let gradient = design.iter().map(|column| product(column, &residuals));
        let gradient = gradient.collect();
        let mut information = Matrix::zeros(design.len());
        for (i, a) in design.iter().enumerate() {
            let curved: Vec<f64> = a.iter().zip(&curves).map(|(a, c)| a * c).collect();
            for (j, b) in design.iter().enumerate().take(i + 1) {
                let cell = product(&curved, b);
                information.set(i, j, cell);
                information.set(j, i, cell);
            }
        }
        (gradient, information)
    }

    /// Whether a step of the predictors has every respondent's outcome on its right side, or does not
    /// move it: then the likelihood rises for ever along it, and there is no best fit.
    fn separates(&self, moves: &[f64]) -> bool {
        let rows = moves.iter().zip(&self.outcomes).zip(&self.weights);
        let signed = rows
            .filter(|(_, weight)| **weight > 0.0)
            .map(|((moved, y), _)| if *y > 0.5 { *moved } else { -moved });
        let (low, high) = signed.fold((f64::INFINITY, 0.0_f64), |(low, high), moved| {
            (low.min(moved), high.max(moved))
        });
        high >= FAR && low >= -STILL * high
    }

    /// Searches for the coefficients of a set of attributes.
    pub(crate) fn fit(&self, set: &[usize], iterations: u32) -> Found {
        let ones = vec![1.0; self.outcomes.len()];
        let design = self.design(&ones, set);
        let mut betas = vec![0.0; design.len()];
        let mut predictors = self.predictors(&betas, set);
        let mut log_likelihood = self.log_likelihood(&predictors);
        let mut outcome = Outcome::IterationLimit;
        let mut steps = 0;
        while steps < iterations && outcome == Outcome::IterationLimit {
            steps += 1;
            let (gradient, information) = self.slopes(&design, &predictors);
            let Ok(factor) = information.cholesky() else {
                break;
            };
            let mut step = factor.solve(&gradient);
            let largest = step.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
            if self.separates(&self.predictors(&step, set)) {
                outcome = Outcome::Separable;
            } else if largest <= SETTLED {
                outcome = Outcome::Converged;
            }
            for _ in 0..HALVINGS {
                let moved: Vec<f64> = betas.iter().zip(&step).map(|(b, s)| b + s).collect();
                let found = self.predictors(&moved, set);
                let likelihood = self.log_likelihood(&found);
                // Rounding near the top is no fall.
                if likelihood >= log_likelihood - 1e-9 * (1.0 + log_likelihood.abs()) {
                    (betas, predictors, log_likelihood) = (moved, found, likelihood);
                    break;
                }
                step.iter_mut().for_each(|cell| *cell *= 0.5);
            }
        }
        let factor = self.slopes(&design, &predictors).1.cholesky().ok();
        Found {
            betas,
            log_likelihood,
            outcome,
            iterations: steps,
            factor,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(x: &[f64], y: &[f64]) -> Data {
        Data {
            columns: vec![x.to_vec()],
            weights: vec![1.0; x.len()],
            outcomes: y.to_vec(),
        }
    }

    /// By hand: 1 of 4 where x is −1 and 3 of 4 where it is 1, so that the odds are 1/3 and 3.
    #[test]
    fn two_groups_have_their_own_odds() {
        let x = [-1.0, -1.0, -1.0, -1.0, 1.0, 1.0, 1.0, 1.0];
        let data = data(&x, &[0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0]);
        let found = data.fit(&[0], 50);
        assert_eq!(found.outcome, Outcome::Converged);
        assert!(found.betas[0].abs() < 1e-9);
        assert!((found.betas[1] - 3_f64.ln()).abs() < 1e-9);
        let expected = 2.0 * 0.25_f64.ln() + 6.0 * 0.75_f64.ln();
        assert!((found.log_likelihood - expected).abs() < 1e-12);
        assert!((data.null() - 8.0 * 0.5_f64.ln()).abs() < 1e-12);
    }

    #[test]
    fn a_fit_that_runs_away_is_separable() {
        // All on their sides; and all but those at 0, who are of both kinds.
        for (x, y) in [
            (
                [-2.0, -1.0, -0.5, 0.5, 1.0, 2.0],
                [0.0, 0.0, 0.0, 1.0, 1.0, 1.0],
            ),
            (
                [-2.0, -1.0, 0.0, 0.0, 0.0, 2.0],
                [0.0, 0.0, 0.0, 1.0, 1.0, 1.0],
            ),
            (
                [0.0, 0.0, 0.0, 0.0, 0.0, 3.0],
                [0.0, 1.0, 0.0, 1.0, 0.0, 1.0],
            ),
        ] {
            let found = data(&x, &y).fit(&[0], 50);
            assert_eq!(found.outcome, Outcome::Separable, "{x:?}");
        }
        let overlap = data(
            &[-2.0, -1.0, 0.1, 0.0, 1.0, 2.0],
            &[0.0, 0.0, 0.0, 1.0, 1.0, 1.0],
        );
        assert_eq!(overlap.fit(&[0], 50).outcome, Outcome::Converged);
        assert_eq!(overlap.fit(&[0], 2).outcome, Outcome::IterationLimit);
    }
}
