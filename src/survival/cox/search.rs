//! Newton's method for the partial likelihood.

use super::TiedEnds;
use super::sums::{Sums, add_to, dot};
use super::table::Table;
use crate::fit::Outcome;
use crate::numeric::ROUNDING;
use crate::numeric::linear::{Cholesky, Dependent};

/// What a full step would still gain, squared and in standard errors: a hundred-millionth of an error.
const SETTLED: f64 = 1e-16;
/// By how much a step moves some predictor against another where the fit runs away. The steps of a fit that
/// runs away tend to 1 there.
const FAR: f64 = 0.5;
/// A predictor that moves by less than this share of the largest move does not move.
const STILL: f64 = 1e-6;
/// Whether a fit runs away can be told from its steps once the first ones have been taken.
const FIRST_STEPS: u32 = 4;
/// A step that lowers the likelihood is halved, at most so often.
const HALVINGS: u32 = 30;

/// Where a search ended.
#[derive(Debug)]
pub(super) struct Found {
    /// Of the z-scores.
    pub(super) betas: Vec<f64>,
    /// The logarithm of the likelihood without covariates.
    pub(super) null: f64,
    /// The statistic of the score test there.
    pub(super) score: f64,
    /// At the end, or one step before it that hardly moved.
    pub(super) sums: Sums,
    pub(super) outcome: Outcome,
    pub(super) iterations: u32,
    /// Of the information at the end; `None` where it is singular.
    pub(super) factor: Option<Cholesky>,
}

impl Sums {
    /// The factor of the information; where it has none, the covariate that never changes among those at
    /// risk together, or that follows from those before it.
    pub(super) fn factor(&self) -> Result<Cholesky, Dependent> {
        let mut variances = self.information.diagonal().zip(&self.squares);
        let constant = |(variance, squares): (f64, &f64)| variance <= ROUNDING * squares;
        match variances.position(constant) {
            Some(at) => Err(Dependent(at)),
            None => self.information.cholesky(),
        }
    }
}

impl Table {
    pub(super) fn search(&self, ties: TiedEnds, iterations: u32) -> Result<Found, Dependent> {
        let mut betas = vec![0.0; self.width];
        let mut sums = self.sums(&betas, ties);
        let start = sums.factor()?;
        let null = sums.log_likelihood;
        let score = dot(&start.solve(&sums.gradient), &sums.gradient);
        let mut factor = Some(start);
        let mut outcome = Outcome::IterationLimit;
        let mut steps = 0;
        while steps < iterations && outcome == Outcome::IterationLimit {
            let Some(found) = &factor else {
                outcome = Outcome::NotIdentified;
                break;
            };
            steps += 1;
            let step = found.solve(&sums.gradient);
            if dot(&step, &sums.gradient) <= SETTLED {
                // The step is so short that what was summed up before it holds after it.
                add_to(&mut betas, &step, 1.0);
                outcome = Outcome::Converged;
                break;
            }
            if steps > FIRST_STEPS && self.separates(&step) {
                outcome = Outcome::Separable;
            }
            let climbed = self.climb(&betas, step.clone(), &sums, ties);
            let stuck = climbed.is_none();
            if let Some((moved, higher)) = climbed {
                (betas, sums) = (moved, higher);
                factor = sums.factor().ok();
            }
            // A fit that runs away fast leaves nothing to take a step by.
            let ways = [&step, &betas];
            if (stuck || factor.is_none()) && ways.iter().any(|way| self.separates(way)) {
                outcome = Outcome::Separable;
            }
            if stuck {
                break;
            }
        }
        Ok(Found {
            betas,
            null,
            score,
            sums,
            outcome,
            iterations: steps,
            factor,
        })
    }

    /// Takes a step, or the largest half, quarter … of it that does not lower the likelihood.
    fn climb(
        &self,
        betas: &[f64],
        mut step: Vec<f64>,
        from: &Sums,
        ties: TiedEnds,
    ) -> Option<(Vec<f64>, Sums)> {
        for _ in 0..HALVINGS {
            let moved: Vec<f64> = betas.iter().zip(&step).map(|(b, s)| b + s).collect();
            let sums = self.sums(&moved, ties);
            // Rounding near the top is no fall; what is no number is none.
            let least = from.log_likelihood - ROUNDING * (1.0 + from.log_likelihood.abs());
            if sums.log_likelihood >= least && sums.information.diagonal().all(f64::is_finite) {
                return Some((moved, sums));
            }
            step.iter_mut().for_each(|cell| *cell *= 0.5);
        }
        None
    }

    /// Whether everyone who left had, at that moment, the largest move of all who were at risk: then the
    /// likelihood rises for ever along these moves, and there is no best fit.
    fn separates(&self, step: &[f64]) -> bool {
        let moves: Vec<f64> = self
            .parts()
            .flat_map(|part| part.iter().map(|(_, scores)| dot(scores, step)))
            .collect();
        let ends = self.ends.len();
        let (mut highest, mut lowest) = (Extremes::new(ends), Extremes::new(ends));
        for (row, moved) in self.rows.iter().zip(&moves) {
            highest.raise(row.from, row.until, *moved);
            lowest.raise(row.from, row.until, -moved);
        }
        let leaving = self.rows.iter().zip(&moves).filter(|(row, _)| row.ended);
        let (mut above, mut below) = (0.0_f64, 0.0_f64);
        for (row, moved) in leaving {
            let at = row.until.saturating_sub(1);
            above = above.max(moved + lowest.at(at));
            below = below.max(highest.at(at) - moved);
        }
        above >= FAR && below <= STILL * above
    }
}

/// The largest of the values that were given to ranges, at each place.
struct Extremes {
    places: usize,
    /// A binary tree: the places are its second half, and the parent of `k` is `k / 2`.
    tree: Vec<f64>,
}

impl Extremes {
    fn new(places: usize) -> Self {
        Self {
            places,
            tree: vec![f64::NEG_INFINITY; 2 * places],
        }
    }

    fn raise(&mut self, from: u32, until: u32, value: f64) {
        let mut raise = |at: usize| {
            if let Some(cell) = self.tree.get_mut(at) {
                *cell = cell.max(value);
            }
        };
        let (mut left, mut right) = (from as usize + self.places, until as usize + self.places);
        while left < right {
            if left % 2 == 1 {
                raise(left);
                left += 1;
            }
            if right % 2 == 1 {
                right -= 1;
                raise(right);
            }
            (left, right) = (left / 2, right / 2);
        }
    }

    fn at(&self, place: u32) -> f64 {
        let mut at = place as usize + self.places;
        let mut most = f64::NEG_INFINITY;
        while at > 0 {
            most = most.max(self.tree.get(at).copied().unwrap_or(f64::NEG_INFINITY));
            at /= 2;
        }
        most
    }
}
