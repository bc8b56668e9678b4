//! What each row, or each cluster of rows, adds to the coefficients.

use super::sums::{Risks, Running, add_products, add_to, cells, dot, symmetric};
use super::table::Table;
use crate::numeric::linear::Matrix;
use crate::threads;

/// Cumulative sums of `mean · hazard` before each end, with what counts less for those who leave at it, and
/// the mean of those at risk.
struct Means {
    width: usize,
    /// Before each end, and after the last.
    cumulative: Vec<Running>,
    less: Vec<f64>,
    at: Vec<f64>,
}

impl Means {
    fn new(table: &Table, risks: &Risks) -> Self {
        let width = table.width;
        let mut means = Self {
            width,
            cumulative: vec![Running::default(); width],
            less: Vec::new(),
            at: Vec::new(),
        };
        let mut sum = vec![Running::default(); width];
        for (((step, firsts), tied), end) in risks.by_end(width).zip(&table.ends) {
            let cells = sum.iter_mut().zip(firsts.iter().zip(tied));
            for (sum, (first, tied)) in cells {
                sum.add(step.square * first - step.cross * tied);
                means.less.push(step.cross * first - step.tied * tied);
                means
                    .at
                    .push((step.hazard * first - step.less * tied) / end.weight);
            }
            means.cumulative.extend_from_slice(&sum);
        }
        means
    }

    fn of<'c, T>(&self, cells: &'c [T], at: u32) -> &'c [T] {
        let start = at as usize * self.width;
        cells.get(start..start + self.width).unwrap_or_default()
    }
}

/// The largest leverage that is allowed for, as Fay and Graubard propose.
const MOST: f64 = 0.75;

/// By how much what a cluster adds is enlarged for its leverage: nearly as far as the coefficient would move
/// without it.
fn enlarged(leverage: f64) -> f64 {
    1.0 / (1.0 - leverage.clamp(0.0, MOST))
}

impl Table {
    /// The score residuals of the rows, times their weights, one row after the other.
    fn residuals(&self, risks: &Risks, hazards: &[f64], means: &Means) -> Vec<f64> {
        let parts = threads::map(self.parts().collect(), |part| {
            let mut residuals = Vec::with_capacity(part.rows.len() * self.width);
            let own = hazards.get(part.start..).unwrap_or_default();
            for ((row, scores), hazard) in part.iter().zip(own) {
                let expected = risks.cumulated(row);
                let passed = means.of(&means.cumulative, row.until);
                let passed = passed.iter().zip(means.of(&means.cumulative, row.from));
                let start = residuals.len();
                for (score, (until, from)) in scores.iter().zip(passed) {
                    residuals.push(-hazard * (score * expected - until.since(*from)));
                }
                if let (true, Some(last)) = (row.ended, row.until.checked_sub(1)) {
                    let less = means.of(&means.less, last).iter();
                    let own = less.zip(means.of(&means.at, last));
                    let cells = residuals.iter_mut().skip(start).zip(scores).zip(own);
                    for ((cell, score), (less, mean)) in cells {
                        *cell += row.weight * (score - mean) - hazard * less;
                    }
                }
            }
            residuals
        });
        parts.concat()
    }

    /// The leverage of each row on each coefficient, one row after the other: its part of the information,
    /// `Σ hazard · (z − mean) (z − mean)ᵀ`, times the inverse of all of it, on the diagonal.
    fn leverages(
        &self,
        risks: &Risks,
        hazards: &[f64],
        means: &Means,
        inverse: &Matrix,
    ) -> Vec<f64> {
        let width = self.width;
        // Cumulative sums of `hazard · mean` and of `hazard · mean · (inverse · mean)`.
        let mut firsts = vec![Running::default(); width];
        let mut seconds = firsts.clone();
        let mut sums = [firsts.clone(), seconds.clone()];
        for (step, mean) in risks.steps.iter().zip(means.at.chunks_exact(width)) {
            let [first, second] = &mut sums;
            let both = first.iter_mut().zip(second).zip(inverse.rows());
            for (((first, second), cells), own) in both.zip(mean) {
                first.add(step.hazard * own);
                second.add(step.hazard * own * dot(cells, mean));
            }
            let [first, second] = &sums;
            firsts.extend_from_slice(first);
            seconds.extend_from_slice(second);
        }
        let parts = threads::map(self.parts().collect(), |part| {
            let mut leverages = Vec::with_capacity(part.rows.len() * width);
            let mut passed = vec![0.0; width];
            let own = hazards.get(part.start..).unwrap_or_default();
            for ((row, scores), hazard) in part.iter().zip(own) {
                let expected = risks.cumulated(row);
                let both = |cells| {
                    let (until, from) = (means.of(cells, row.until), means.of(cells, row.from));
                    until
                        .iter()
                        .zip(from)
                        .map(|(until, from): (&Running, &Running)| until.since(*from))
                };
                let firsts = both(&firsts);
                passed
                    .iter_mut()
                    .zip(firsts)
                    .for_each(|(cell, first)| *cell = first);
                let seconds = both(&seconds);
                let cells = inverse.rows().zip(scores).zip(passed.iter()).zip(seconds);
                leverages.extend(cells.map(|(((cells, score), passed_here), second)| {
                    let along = dot(cells, scores);
                    let cross = score * dot(cells, &passed) + along * passed_here;
                    hazard * (score * along * expected - cross + second)
                }));
            }
            leverages
        });
        parts.concat()
    }

    /// Values of rows as sums of clusters; without clusters each row is one.
    fn of_clusters(&self, values: Vec<f64>, clusters: Option<&(Vec<u32>, usize)>) -> Vec<f64> {
        let Some((codes, count)) = clusters else {
            return values;
        };
        let mut sums = vec![0.0; count * self.width];
        for (row, values) in self.rows.iter().zip(values.chunks_exact(self.width)) {
            let code = codes
                .get(row.origin as usize)
                .map_or(0, |code| *code as usize);
            if let Some(sum) = sums.get_mut(code * self.width..(code + 1) * self.width) {
                add_to(sum, values, 1.0);
            }
        }
        sums
    }

    /// The sum of squares of what each cluster adds to the gradient. With the inverse of the information
    /// each is enlarged by its leverage.
    pub(super) fn spread(
        &self,
        risks: &Risks,
        hazards: &[f64],
        clusters: Option<&(Vec<u32>, usize)>,
        inverse: Option<&Matrix>,
    ) -> Matrix {
        let means = Means::new(self, risks);
        let mut added = self.of_clusters(self.residuals(risks, hazards, &means), clusters);
        if let Some(inverse) = inverse {
            let leverages =
                self.of_clusters(self.leverages(risks, hazards, &means, inverse), clusters);
            for (added, leverage) in added.iter_mut().zip(leverages) {
                *added *= enlarged(leverage);
            }
        }
        let mut triangle = vec![0.0; cells(self.width)];
        for part in threads::map(
            added.chunks(self.width * 4096).collect(),
            |block: &[f64]| {
                let mut products = vec![0.0; cells(self.width)];
                for added in block.chunks_exact(self.width) {
                    add_products(&mut products, added, 1.0);
                }
                products
            },
        ) {
            add_to(&mut triangle, &part, 1.0);
        }
        symmetric(self.width, &triangle)
    }
}
