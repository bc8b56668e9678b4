//! Moments of columns, a block of rows at a time: the columns of a block stay in the near caches, where
//! each product is a short loop over two of them.
//!
//! Each block counts from its own first row and its own means, so that no digits are lost to large means
//! and a column that never changes has exactly no variance. Blocks merge as parts of [`Moments`] do. As
//! long as the blocks are the same, so are the sums, to the last bit.

use super::linear::Matrix;
use super::moments::{Moments, One};

/// So many rows make a block.
pub(crate) const ROWS: usize = 1024;

/// So many sums are taken side by side, each of every so manieth product.
const LANES: usize = 4;

/// The rows of a block. A row without weight is none.
#[derive(Debug)]
pub(crate) struct Block {
    /// Those with weight.
    rows: usize,
    /// The sum of the weights.
    weight: f64,
    /// The sum of their squares.
    squares: f64,
    /// `None` if each row weighs 1.
    weights: Option<RowWeights>,
}

#[derive(Debug)]
struct RowWeights {
    weights: Vec<f64>,
    /// Their square roots, so that products of two deviations are weighted; `None` if they are the same.
    roots: Option<Vec<f64>>,
}

impl RowWeights {
    fn roots(&self) -> &[f64] {
        self.roots.as_deref().unwrap_or(&self.weights)
    }

    /// The position of the first row with weight.
    fn first(&self) -> usize {
        let first = self.weights.iter().position(|&weight| weight > 0.0);
        first.unwrap_or_default()
    }
}

/// The mean of a column of a block.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mean {
    /// The first value.
    pub(crate) origin: f64,
    /// The mean less the first value.
    pub(crate) offset: f64,
}

/// A column of a block, counted from its mean and scaled by the roots of the weights.
#[derive(Debug)]
pub(crate) struct Centred {
    mean: Mean,
    deviations: Vec<f64>,
    /// The sums of the deviations, which is rounding, and of their squares.
    sum: f64,
    squares: f64,
}

impl Block {
    /// Creates a block of so many rows, each of which weighs 1.
    pub(crate) const fn equal(rows: usize) -> Self {
        Self {
            rows,
            weight: rows as f64,
            squares: rows as f64,
            weights: None,
        }
    }

    /// Creates a block of a row for each weight.
    pub(crate) fn weighted(weights: Vec<f64>) -> Self {
        let roots = weights.iter().map(|weight| weight.sqrt()).collect();
        Self::of(weights, Some(roots))
    }

    /// Creates a block of a row for each mark, which is 1, or 0 for a row that is none.
    pub(crate) fn marked(marks: Vec<f64>) -> Self {
        Self::of(marks, None)
    }

    fn of(weights: Vec<f64>, roots: Option<Vec<f64>>) -> Self {
        let [rows, weight, squares] = sums(&weights, &weights, |weight, _| {
            let there = f64::from(u8::from(weight > 0.0));
            [there, weight, weight * weight]
        });
        Self {
            rows: rows as usize,
            weight,
            squares,
            weights: Some(RowWeights { weights, roots }),
        }
    }

    pub(crate) const fn rows(&self) -> usize {
        self.rows
    }

    pub(crate) const fn weight(&self) -> f64 {
        self.weight
    }

    pub(crate) const fn squares(&self) -> f64 {
        self.squares
    }

    /// Returns the mean of a column, one value a row.
    fn mean(&self, values: &[f64]) -> Mean {
        let first = self.weights.as_ref().map_or(0, RowWeights::first);
        let origin = values.get(first).copied().unwrap_or_default();
        let [sum] = match &self.weights {
            None => sums(values, values, |value, _| [value - origin]),
            Some(RowWeights { weights, .. }) => {
                sums(values, weights, |value, weight| [weight * (value - origin)])
            }
        };
        Mean {
            origin,
            offset: sum / self.weight,
        }
    }

    /// Appends the deviations of a column from its mean to those of other columns.
    pub(crate) fn centre(&self, values: &[f64], deviations: &mut Vec<f64>) -> Mean {
        let mean = self.mean(values);
        let deviation = |value: &f64| (value - mean.origin) - mean.offset;
        match &self.weights {
            None => deviations.extend(values.iter().map(deviation)),
            Some(weights) => {
                let values = values.iter().zip(weights.roots());
                deviations.extend(values.map(|(value, root)| root * deviation(value)));
            }
        }
        mean
    }

    /// Returns a column counted from its mean.
    pub(crate) fn centred(&self, values: &[f64]) -> Centred {
        let mut deviations = Vec::with_capacity(self.rows);
        let mean = self.centre(values, &mut deviations);
        let [sum, squares] = sums(&deviations, &deviations, |a, _| [a, a * a]);
        Centred {
            mean,
            deviations,
            sum,
            squares,
        }
    }

    /// Returns the moments of a column.
    pub(crate) fn one(&self, values: &[f64]) -> One {
        let Centred { mean, squares, .. } = self.centred(values);
        One::of_block(self, mean, squares)
    }

    /// Returns the moments of a column and of another that was centred.
    pub(crate) fn pair(&self, values: &[f64], other: &Centred) -> Moments {
        let (mean, squares, products) = match self.weights {
            None => self.pair_of_equals(values, other),
            Some(_) => {
                let mut deviations = Vec::with_capacity(values.len());
                let mean = self.centre(values, &mut deviations);
                let [squares, products] =
                    sums(&deviations, &other.deviations, |a, b| [a * a, a * b]);
                (mean, squares, products)
            }
        };
        let mut matrix = Matrix::zeros(2);
        matrix.set(0, 0, squares);
        matrix.set(1, 0, products);
        matrix.set(1, 1, other.squares);
        Moments::of_block(self, &[mean, other.mean], matrix)
    }

    /// In one pass. The first value is one of n, so that its distance from the mean, squared, is at most
    /// n times the variance: of the digits, n times the rounding of `f64` is lost, which of a block is a
    /// 10⁻¹³ part. Of rows of which the first weighs little, more would be.
    fn pair_of_equals(&self, values: &[f64], other: &Centred) -> (Mean, f64, f64) {
        let origin = values.first().copied().unwrap_or_default();
        let [sum, squares, products] = sums(values, &other.deviations, |value, other| {
            let deviation = value - origin;
            [deviation, deviation * deviation, deviation * other]
        });
        let offset = sum / self.weight;
        let squares = squares - sum * offset;
        (
            Mean { origin, offset },
            squares,
            products - offset * other.sum,
        )
    }

    /// Returns the moments of columns that were [centred](Self::centre), one after another.
    pub(crate) fn moments(&self, means: &[Mean], deviations: &[f64]) -> Moments {
        let mut products = Matrix::zeros(means.len());
        let length = deviations.len().checked_div(means.len()).unwrap_or(0);
        let columns = || deviations.chunks_exact(length.max(1));
        for (row, (a, cells)) in columns().zip(products.rows_mut()).enumerate() {
            for (cell, b) in cells.iter_mut().zip(columns().take(row + 1)) {
                let [sum] = sums(a, b, |a, b| [a * b]);
                *cell = sum;
            }
        }
        Moments::of_block(self, means, products)
    }
}

/// Sums what comes of the pairs of two columns, in lanes that the processor adds up side by side.
#[inline]
fn sums<const N: usize>(a: &[f64], b: &[f64], of: impl Fn(f64, f64) -> [f64; N]) -> [f64; N] {
    let mut lanes = [[0.0; LANES]; N];
    let (mut first, mut second) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    for (a, b) in (&mut first).zip(&mut second) {
        for (lane, (a, b)) in a.iter().zip(b).enumerate() {
            for (lanes, value) in lanes.iter_mut().zip(of(*a, *b)) {
                if let Some(sum) = lanes.get_mut(lane) {
                    *sum += value;
                }
            }
        }
    }
    let mut sums = lanes.map(|lanes| lanes.iter().sum::<f64>());
    for (a, b) in first.remainder().iter().zip(second.remainder()) {
        for (sum, value) in sums.iter_mut().zip(of(*a, *b)) {
            *sum += value;
        }
    }
    sums
}
