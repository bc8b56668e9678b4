//! The likelihood and its derivatives at given coefficients.
//!
//! With `S0` and `S1` the sums of `w · exp(η)` and of `w · exp(η) · z` over those at risk at an end, `D0` and
//! `D1` the same over those who leave at it, and `f` running over `0, 1/d, …, (d − 1)/d` under Efron's method
//! and 0 under Breslow's:
//!
//! ```text
//! denominator = S0 − f D0        mean = (S1 − f D1) / (S0 − f D0)
//! information = Σ rows w exp(η) · (cumulative hazard of the row) · z zᵀ − Σ ends mean meanᵀ
//! ```

use super::TiedEnds;
use super::block::{Added, FEW, groups, hazards, predictors, products};
use super::table::{AtRisk, End, Scale, Table};
use crate::numeric::linear::Matrix;
use crate::threads;

/// Exponentials of numbers as near to 0 as this, their squares, and sums of both are far from the limits of
/// `f64`.
const NEAR: f64 = 200.0;
/// Rows are added up before they are weighed where at least so many see the same ends on average.
const GROUP: usize = 8;

/// What coefficients of the z-scores give.
#[derive(Debug)]
pub(super) struct Sums {
    pub(super) log_likelihood: f64,
    pub(super) gradient: Vec<f64>,
    pub(super) information: Matrix,
    /// The part of each diagonal cell of the information before the means are taken off: what rounding is
    /// measured against.
    pub(super) squares: Vec<f64>,
    pub(super) risks: Risks,
}

/// What the hazards of the rows, `w · exp(η − shift)`, add up to at each end.
#[derive(Debug)]
pub(super) struct Risks {
    /// What is taken off all predictors, so that no hazard overflows.
    pub(super) shift: f64,
    /// `S0` and `D0` of each end.
    pub(super) all: Vec<(f64, f64)>,
    /// `S1` of each end, one after the other.
    pub(super) firsts: Vec<f64>,
    /// `D1` of each end, one after the other.
    pub(super) tied: Vec<f64>,
    /// Sums over the denominators of each end.
    pub(super) steps: Vec<Step>,
    /// The cumulative hazard of all strata before each end, and after the last.
    pub(super) cumulative: Vec<Running>,
}

/// Sums over the denominators of an end, times the mean weight of those who leave at it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Step {
    /// Of the logarithms.
    logarithm: f64,
    /// Of `1 / denominator`: the step of the cumulative hazard.
    pub(super) hazard: f64,
    /// Of `f / denominator`: how much less of it counts for those who leave.
    pub(super) less: f64,
    /// Of `1 / denominator²`.
    pub(super) square: f64,
    /// Of `f / denominator²`.
    pub(super) cross: f64,
    /// Of `f² / denominator²`.
    pub(super) tied: f64,
}

impl Step {
    fn new(end: &End, (all, leaving): (f64, f64), ties: TiedEnds) -> Self {
        let count = f64::from(end.tied);
        let weight = end.weight / count;
        let (mut step, mut logarithm) = (Self::default(), LogOfProduct::new());
        let mut add = |f: f64, times: f64| {
            let denominator = all - f * leaving;
            let inverse = 1.0 / denominator;
            let once = times * weight * inverse;
            logarithm.times(denominator);
            step.hazard += once;
            step.less += f * once;
            let again = once * inverse;
            step.square += again;
            step.cross += f * again;
            step.tied += f * f * again;
        };
        match ties {
            TiedEnds::Breslow => add(0.0, count),
            TiedEnds::Efron => (0..end.tied).for_each(|before| add(f64::from(before) / count, 1.0)),
        }
        let times = match ties {
            TiedEnds::Breslow => count,
            TiedEnds::Efron => 1.0,
        };
        step.logarithm = times * weight * logarithm.get();
        step
    }
}

/// The logarithm of a product of many factors: it is taken once for as many as a number can hold.
struct LogOfProduct {
    sum: f64,
    product: f64,
}

impl LogOfProduct {
    const fn new() -> Self {
        Self {
            sum: 0.0,
            product: 1.0,
        }
    }

    fn times(&mut self, factor: f64) {
        let product = self.product * factor;
        if (1e-280..1e280).contains(&product) {
            self.product = product;
        } else {
            self.sum += self.product.ln();
            self.product = factor;
        }
    }

    fn get(self) -> f64 {
        self.sum + self.product.ln()
    }
}

/// A running sum to which much is added and from which much is taken: what rounding loses is kept.
///
/// So the difference of two of them is right where it is far smaller than either, as where few were at risk
/// before customers with a high hazard came.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Running {
    sum: f64,
    lost: f64,
}

impl Running {
    pub(super) fn add(&mut self, value: f64) {
        let sum = self.sum + value;
        let added = sum - self.sum;
        self.lost += (self.sum - (sum - added)) + (value - added);
        self.sum = sum;
    }

    pub(super) fn get(self) -> f64 {
        self.sum + self.lost
    }

    /// What was added since then.
    pub(super) fn since(self, then: Self) -> f64 {
        (self.sum - then.sum) + (self.lost - then.lost)
    }
}

/// Adds `factor · z zᵀ` to the lower triangle of a symmetric matrix.
pub(super) fn add_products(mut triangle: &mut [f64], scores: &[f64], factor: f64) {
    for (at, score) in scores.iter().enumerate() {
        let Some((row, rest)) = triangle.split_at_mut_checked(at + 1) else {
            return;
        };
        let scaled = factor * score;
        for (cell, other) in row.iter_mut().zip(scores) {
            *cell += scaled * other;
        }
        triangle = rest;
    }
}

/// The number of cells of a lower triangle.
pub(super) const fn cells(width: usize) -> usize {
    width * (width + 1) / 2
}

/// A symmetric matrix from its lower triangle.
pub(super) fn symmetric(width: usize, triangle: &[f64]) -> Matrix {
    let mut matrix = Matrix::zeros(width);
    let places = (0..width).flat_map(|row| (0..=row).map(move |column| (row, column)));
    for ((row, column), cell) in places.zip(triangle) {
        matrix.set(row, column, *cell);
        matrix.set(column, row, *cell);
    }
    matrix
}

impl Table {
    /// The predictors of the rows.
    pub(super) fn predictors(&self, betas: &[f64]) -> Vec<f64> {
        threads::map(self.parts().collect(), |part| predictors(part, betas)).concat()
    }

    /// `w · exp(η − shift)` of each row.
    pub(super) fn hazards(&self, betas: &[f64], shift: f64) -> Vec<f64> {
        threads::map(self.parts().collect(), |part| hazards(part, betas, shift)).concat()
    }

    /// 0 where no predictor comes near the largest that has an exponential; otherwise the largest predictor.
    fn shift(&self, betas: &[f64]) -> f64 {
        let farthest = |(beta, scale): (&f64, &Scale)| beta.abs() * scale.farthest;
        if betas.iter().zip(&self.scales).map(farthest).sum::<f64>() <= NEAR {
            return 0.0;
        }
        let largest = |most: f64, predictor: f64| most.max(predictor);
        let predictors = self.predictors(betas).into_iter();
        predictors.fold(f64::NEG_INFINITY, largest)
    }

    /// What leaves the sums because it was not there yet, by the first end that it sees.
    fn removed(&self, hazards: &[f64]) -> Vec<f64> {
        if self.entered.is_empty() {
            return Vec::new();
        }
        let width = self.width + 1;
        let mut removed = vec![0.0; width * self.ends.len()];
        for &at in &self.entered {
            let at = at as usize;
            let from = self.rows.get(at).map_or(0, |row| row.from as usize);
            let cells = removed.get_mut(from * width..(from + 1) * width);
            if let (Some(cells), Some(&hazard)) = (cells, hazards.get(at)) {
                add_scaled(cells, self.scores_of(at), hazard);
            }
        }
        removed
    }

    /// The sums of everyone at risk at each end, from what is added and removed at each.
    pub(super) fn running(&self, width: usize, added: &[f64], removed: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; added.len()];
        let mut running = vec![Running::default(); width];
        let (mut left, mut next) = (removed.len(), None);
        let ends = self.ends.iter().zip(added.chunks_exact(width)).rev();
        for ((end, added), sums) in ends.zip(sums.chunks_exact_mut(width).rev()) {
            if !end.shared {
                running.fill(Running::default());
            } else if let Some(removed) =
                next.and_then(|from: usize| removed.get(from..from + width))
            {
                for (sum, value) in running.iter_mut().zip(removed) {
                    sum.add(-value);
                }
            }
            for ((running, value), sum) in running.iter_mut().zip(added).zip(sums) {
                running.add(*value);
                *sum = running.get();
            }
            left = left.saturating_sub(width);
            next = Some(left);
        }
        sums
    }

    fn risks(&self, shift: f64, all: &[f64], tied: &[f64], ties: TiedEnds) -> Risks {
        let mut risks = Risks {
            shift,
            all: Vec::with_capacity(self.ends.len()),
            firsts: Vec::with_capacity(self.ends.len() * self.width),
            tied: Vec::with_capacity(self.ends.len() * self.width),
            steps: Vec::with_capacity(self.ends.len()),
            cumulative: Vec::with_capacity(self.ends.len() + 1),
        };
        let sums = all
            .chunks_exact(self.width + 1)
            .zip(tied.chunks_exact(self.width + 1));
        let mut cumulative = Running::default();
        risks.cumulative.push(cumulative);
        for (end, (all, tied)) in self.ends.iter().zip(sums) {
            if let (Some((all, firsts)), Some((tied, of_tied))) =
                (all.split_first(), tied.split_first())
            {
                // Those who leave are at risk themselves.
                let both = (all.max(*tied), *tied);
                let step = Step::new(end, both, ties);
                cumulative.add(step.hazard);
                risks.all.push(both);
                risks.firsts.extend_from_slice(firsts);
                risks.tied.extend_from_slice(of_tied);
                risks.steps.push(step);
                risks.cumulative.push(cumulative);
            }
        }
        risks
    }

    /// Computes the likelihood and its derivatives.
    pub(super) fn sums(&self, betas: &[f64], ties: TiedEnds) -> Sums {
        let shift = self.shift(betas);
        let (risks, mut triangle) = if self.grouped() {
            self.by_groups(betas, shift, ties)
        } else {
            self.by_rows(betas, shift, ties)
        };
        let width = self.width;
        let mut gradient = self.leaving.clone();
        let squares = symmetric(width, &triangle).diagonal().collect();
        let mut logarithms = 0.0;
        for ((step, firsts), tied) in risks.by_end(width) {
            logarithms += step.logarithm;
            add_to(&mut gradient, firsts, -step.hazard);
            add_to(&mut gradient, tied, step.less);
            step.take_means(&mut triangle, firsts, tied);
        }
        let left: f64 = self.ends.iter().map(|end| end.weight).sum();
        Sums {
            log_likelihood: dot(betas, &self.leaving) - shift * left - logarithms,
            gradient,
            information: symmetric(width, &triangle),
            squares,
            risks,
        }
    }

    /// Whether many rows see the same ends, so that they can be added up before they are weighed.
    fn grouped(&self) -> bool {
        let many = self.ends.len().saturating_mul(GROUP) <= self.rows.len();
        many && self.entered.is_empty() && self.width <= FEW
    }

    /// Takes each row once: what it adds counts by the cumulative hazard of the ends that it sees, which is
    /// known later.
    fn by_groups(&self, betas: &[f64], shift: f64, ties: TiedEnds) -> (Risks, Vec<f64>) {
        let parts = threads::map(self.parts().collect(), |part| groups(part, betas, shift));
        let size = cells(self.width);
        let [mut all, mut tied] =
            [(); 2].map(|()| Vec::with_capacity(self.ends.len() * (self.width + 1)));
        let mut seconds = Vec::with_capacity(2 * self.ends.len() * size);
        for mut part in parts {
            all.append(&mut part.all);
            tied.append(&mut part.tied);
            seconds.append(&mut part.seconds);
        }
        let all = self.running(self.width + 1, &all, &[]);
        let risks = self.risks(shift, &all, &tied, ties);
        let mut triangle = vec![0.0; size];
        let each = self
            .ends
            .iter()
            .zip(&risks.steps)
            .zip(risks.cumulative.iter().skip(1));
        for (((end, step), passed), seconds) in each.zip(seconds.chunks_exact(2 * size)) {
            let (stayed, left) = seconds.split_at(size);
            let before = risks
                .cumulative
                .get(end.first as usize)
                .copied()
                .unwrap_or_default();
            let passed = passed.since(before);
            add_to(&mut triangle, stayed, passed);
            add_to(&mut triangle, left, passed - step.less);
        }
        (risks, triangle)
    }

    /// Takes each row twice: for the sums at each end, and for its products.
    fn by_rows(&self, betas: &[f64], shift: f64, ties: TiedEnds) -> (Risks, Vec<f64>) {
        let hazards = self.hazards(betas, shift);
        let (mut all, mut tied) = (Vec::new(), Vec::new());
        for mut added in threads::map(self.parts().collect(), |part| Added::of(part, &hazards)) {
            all.append(&mut added.all);
            tied.append(&mut added.tied);
        }
        let all = self.running(self.width + 1, &all, &self.removed(&hazards));
        let risks = self.risks(shift, &all, &tied, ties);
        let mut triangle = vec![0.0; cells(self.width)];
        for products in threads::map(self.parts().collect(), |part| {
            products(part, &hazards, &risks)
        }) {
            add_to(&mut triangle, &products, 1.0);
        }
        (risks, triangle)
    }
}

impl Step {
    /// Takes the products of the means off a triangle.
    pub(super) fn take_means(&self, mut triangle: &mut [f64], firsts: &[f64], tied: &[f64]) {
        for (at, (first, of_tied)) in firsts.iter().zip(tied).enumerate() {
            let Some((row, rest)) = triangle.split_at_mut_checked(at + 1) else {
                return;
            };
            let with_first = self.square * first - self.cross * of_tied;
            let with_tied = self.tied * of_tied - self.cross * first;
            for ((cell, other), other_tied) in row.iter_mut().zip(firsts).zip(tied) {
                *cell -= with_first * other + with_tied * other_tied;
            }
            triangle = rest;
        }
    }
}

impl Risks {
    /// The cumulative hazard of a row over the ends that it sees, in units of `exp(−shift)`.
    pub(super) fn cumulated(&self, row: &AtRisk) -> f64 {
        let at = |end: u32| {
            self.cumulative
                .get(end as usize)
                .copied()
                .unwrap_or_default()
        };
        let all = at(row.until).since(at(row.from));
        if row.ended {
            let own = row
                .until
                .checked_sub(1)
                .and_then(|end| self.steps.get(end as usize));
            return all - own.map_or(0.0, |step| step.less);
        }
        all
    }

    /// Each end with its `S1` and `D1`.
    pub(super) fn by_end(&self, width: usize) -> impl Iterator<Item = ((&Step, &[f64]), &[f64])> {
        let firsts = self.firsts.chunks_exact(width);
        self.steps
            .iter()
            .zip(firsts)
            .zip(self.tied.chunks_exact(width))
    }
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Adds `factor · values` cell by cell.
pub(super) fn add_to(cells: &mut [f64], values: &[f64], factor: f64) {
    for (cell, value) in cells.iter_mut().zip(values) {
        *cell += factor * value;
    }
}

/// Adds the hazard, and the scores times the hazard.
fn add_scaled(cells: &mut [f64], scores: &[f64], hazard: f64) {
    if let Some((first, rest)) = cells.split_first_mut() {
        *first += hazard;
        add_to(rest, scores, hazard);
    }
}
