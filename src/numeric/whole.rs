//! Moments of columns of whole numbers, exact and in half the time: in a block of rows, sums of products
//! of small whole numbers fit single precision.

use super::blocks::{Block, Mean, ROWS};
use super::linear::Matrix;
use super::moments::Moments;

/// The largest distance from the first row.
const LARGEST: f64 = 128.0;
/// Whole numbers up to here are exact in single precision.
const EXACT: f64 = 16_777_216.0;
const _: () = assert!(LARGEST * LARGEST * ROWS as f64 <= EXACT);

/// So many sums are taken side by side, each of every so manieth product.
const LANES: usize = 16;

/// Columns of whole numbers of a block, counted from their first row.
#[derive(Debug, Default)]
pub(crate) struct Whole {
    origins: Vec<f64>,
    /// One column after another.
    distances: Vec<f32>,
}

impl Whole {
    pub(crate) fn clear(&mut self) {
        self.origins.clear();
        self.distances.clear();
    }

    /// Adds a column, and says whether its numbers are a small whole number away from the first.
    pub(crate) fn push(&mut self, values: &[f64]) -> bool {
        /// Any number plus this is rounded to a whole one, without a call of a library.
        const ROUNDS: f64 = 1.5 * 4_503_599_627_370_496.0;
        let origin = values.first().copied().unwrap_or_default();
        self.origins.push(origin);
        let distances = values.iter().map(|value| (value - origin) as f32);
        self.distances.extend(distances);
        values.iter().fold(true, |all, value| {
            let distance = value - origin;
            let whole = (distance + ROUNDS) - ROUNDS == distance;
            all & whole & (distance.abs() <= LARGEST)
        })
    }

    /// Returns the moments of the columns, whose rows all weigh 1.
    pub(crate) fn moments(&self, block: &Block) -> Moments {
        let rows = block.rows() as f64;
        let columns = || self.distances.chunks_exact(block.rows().max(1));
        let sums: Vec<f64> = columns().map(|a| sum(a, a, |a, _| a)).collect();
        let mut products = Matrix::zeros(self.origins.len());
        let each = columns().zip(&sums).zip(products.rows_mut());
        for (row, ((a, sum_a), cells)) in each.enumerate() {
            let others = columns().zip(&sums).take(row + 1);
            for (cell, (b, sum_b)) in cells.iter_mut().zip(others) {
                // Exact but for the division.
                *cell = (rows * sum(a, b, |a, b| a * b) - sum_a * sum_b) / rows;
            }
        }
        let means = self.origins.iter().zip(&sums);
        let mean = |(&origin, sum): (&f64, &f64)| Mean {
            origin,
            offset: sum / rows,
        };
        Moments::of_block(block, &means.map(mean).collect::<Vec<_>>(), products)
    }
}

/// Sums what comes of the pairs of two columns, exactly.
#[inline]
fn sum(a: &[f32], b: &[f32], of: impl Fn(f32, f32) -> f32) -> f64 {
    let mut lanes = [0.0_f32; LANES];
    let (mut first, mut second) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    for (a, b) in (&mut first).zip(&mut second) {
        for ((sum, a), b) in lanes.iter_mut().zip(a).zip(b) {
            *sum += of(*a, *b);
        }
    }
    let rest = first.remainder().iter().zip(second.remainder());
    let rest: f32 = rest.map(|(a, b)| of(*a, *b)).sum();
    f64::from(lanes.iter().sum::<f32>() + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What rows that are pushed give.
    fn pushed(columns: &[Vec<f64>]) -> Moments {
        let mut moments = Moments::new(columns.len());
        for row in 0..columns[0].len() {
            let row: Vec<f64> = columns.iter().map(|column| column[row]).collect();
            moments.push(&row, 1.0);
        }
        moments
    }

    #[test]
    fn they_are_what_rows_give() {
        for rows in [1, 2, 17, 1000, 1024] {
            let column = |factor: u64, low: f64| -> Vec<f64> {
                (0..rows)
                    .map(|row| low + (row * factor % 129) as f64)
                    .collect()
            };
            let columns = [
                column(7, -64.0),
                column(31, 1e9 + 0.5),
                vec![3.0; rows as usize],
            ];
            let mut whole = Whole::default();
            assert!(columns.iter().all(|column| whole.push(column)));
            let found = whole.moments(&Block::equal(rows as usize));
            let expected = pushed(&columns);
            for i in 0..3 {
                let (a, b) = (found.mean(i).unwrap(), expected.mean(i).unwrap());
                assert!((a - b).abs() <= 1e-12 * b.abs());
            }
            let (Some(a), Some(b)) = (found.covariances(), expected.covariances()) else {
                assert_eq!(rows, 1);
                continue;
            };
            for (i, j) in [(0, 0), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2)] {
                let size = (b.at(i, i) * b.at(j, j)).sqrt();
                assert!((a.at(i, j) - b.at(i, j)).abs() <= 1e-12 * size);
            }
            assert_eq!(a.at(2, 2), 0.0);
        }
    }

    #[test]
    fn fractions_and_large_numbers_are_not_whole_and_small() {
        for (values, whole) in [
            ([1.5, 2.5, -0.5], true),
            ([1.5, 2.0, 2.5], false),
            ([0.0, 1e-300, 1.0], false),
            ([0.0, 128.0, -128.0], true),
            ([0.0, 1.0, 129.0], false),
            ([1e300, 1e300, -1e300], false),
        ] {
            assert_eq!(Whole::default().push(&values), whole, "{values:?}");
        }
    }
}
