//! What each row, or each cluster of rows, adds to the coefficients.

use super::sums::{Risks, add_products, add_to, cells, symmetric};
use super::table::Table;
use crate::numeric::linear::Matrix;
use crate::threads;

/// Cumulative sums of `mean · hazard` before each end, with what counts less for those who leave at it, and
/// the mean of those at risk.
struct Means {
    width: usize,
    /// Before each end, and after the last.
    cumulative: Vec<f64>,
    less: Vec<f64>,
    at: Vec<f64>,
}

impl Means {
    fn new(table: &Table, risks: &Risks) -> Self {
        let width = table.width;
        let mut means = Self {
            width,
            cumulative: vec![0.0; width],
            less: Vec::new(),
            at: Vec::new(),
        };
        let mut sum = vec![0.0; width];
        for (((step, firsts), tied), end) in risks.by_end(width).zip(&table.ends) {
            let cells = sum.iter_mut().zip(firsts.iter().zip(tied));
            for (sum, (first, tied)) in cells {
                *sum += step.square * first - step.cross * tied;
                means.less.push(step.cross * first - step.tied * tied);
                means
                    .at
                    .push((step.hazard * first - step.less * tied) / end.weight);
            }
            means.cumulative.extend_from_slice(&sum);
        }
        means
    }

    fn of<'c>(&self, cells: &'c [f64], at: u32) -> &'c [f64] {
        let start = at as usize * self.width;
        cells.get(start..start + self.width).unwrap_or_default()
    }
}

impl Table {
    /// The score residuals of the rows, times their weights, one row after the other.
    fn residuals(&self, risks: &Risks) -> Vec<f64> {
        let means = Means::new(self, risks);
        let parts = threads::map(self.parts().collect(), |part| {
            let mut residuals = Vec::with_capacity(part.rows.len() * self.width);
            let own = risks.hazards.get(part.start..).unwrap_or_default();
            for ((row, scores), hazard) in part.iter().zip(own) {
                let expected = risks.cumulated(row);
                let passed = means.of(&means.cumulative, row.until);
                let passed = passed.iter().zip(means.of(&means.cumulative, row.from));
                let start = residuals.len();
                for (score, (until, from)) in scores.iter().zip(passed) {
                    residuals.push(-hazard * (score * expected - (until - from)));
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

    /// The sum of squares of what each cluster adds to the gradient; without clusters each row is one.
    pub(super) fn spread(&self, risks: &Risks, clusters: Option<&(Vec<u32>, usize)>) -> Matrix {
        let residuals = self.residuals(risks);
        let added = match clusters {
            None => residuals,
            Some((codes, count)) => {
                let mut sums = vec![0.0; count * self.width];
                for (row, residual) in self.rows.iter().zip(residuals.chunks_exact(self.width)) {
                    let code = codes
                        .get(row.origin as usize)
                        .map_or(0, |code| *code as usize);
                    if let Some(sum) = sums.get_mut(code * self.width..(code + 1) * self.width) {
                        add_to(sum, residual, 1.0);
                    }
                }
                sums
            }
        };
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
