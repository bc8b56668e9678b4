//! Moments of columns, a block of rows at a time: the columns of a block stay in the near caches, where
//! each product is a short loop over two of them.
//!
//! Rows of equal weight are counted from the first of their block. It is one of n, so that its distance
//! from the mean, squared, is at most n times the variance: of the digits of a sum of products, at most
//! n times the rounding of `f64` is lost, which of a block is a 10⁻¹³ part, and nothing where answers
//! are whole numbers. Where the first row may weigh little beside the others, values are counted from
//! their mean, in two passes. Either way a column that never changes has exactly no variance, and no
//! digits are lost to large means. Blocks merge as parts of [`Moments`] do. As long as the blocks are
//! the same, so are the sums, to the last bit.

use std::ops::AddAssign;

use super::linear::Matrix;
use super::moments::{Moments, One};

/// So many rows make a block.
pub(crate) const ROWS: usize = 1024;

/// The largest distance of whole numbers whose products, summed over a block, fit single precision.
const LARGEST: f64 = 128.0;
/// Whole numbers up to here are exact in single precision.
const EXACT: f64 = 16_777_216.0;
const _: () = assert!(LARGEST * LARGEST * ROWS as f64 <= EXACT);

/// So many sums are taken side by side, each of every so manieth row: in double precision, and in
/// single.
const LANES: usize = 4;
const SINGLE_LANES: usize = 16;

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

/// Columns of a block, one after another: distances from the first row, or, of rows of unequal weight,
/// deviations from the mean times the root of the weight.
#[derive(Debug, Default)]
pub(crate) struct Columns<T> {
    means: Vec<Mean>,
    /// The sums of the values.
    sums: Vec<f64>,
    values: Vec<T>,
}

impl<T> Columns<T> {
    pub(crate) fn clear(&mut self) {
        self.means.clear();
        self.sums.clear();
        self.values.clear();
    }
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
        let [rows, weight, squares] = sums::<_, LANES, 3>(&weights, &weights, |weight, _| {
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

    /// Returns the mean of a column of rows of unequal weight, one value a row.
    fn mean(&self, values: &[f64], rows: &RowWeights) -> Mean {
        let origin = values.get(rows.first()).copied().unwrap_or_default();
        let [sum] = sums::<_, LANES, 1>(values, &rows.weights, |value, weight| {
            [weight * (value - origin)]
        });
        Mean {
            origin,
            offset: sum / self.weight,
        }
    }

    /// Adds a column, one value a row.
    pub(crate) fn add(&self, values: &[f64], columns: &mut Columns<f64>) {
        let (mean, sum) = match &self.weights {
            None => {
                let origin = values.first().copied().unwrap_or_default();
                let distances = values.iter().map(|value| value - origin);
                columns.values.extend(distances);
                let [sum] = sums::<_, LANES, 1>(values, values, |value, _| [value - origin]);
                let offset = sum / self.weight;
                (Mean { origin, offset }, sum)
            }
            Some(rows) => {
                let mean = self.mean(values, rows);
                let deviation = |value: &f64| (value - mean.origin) - mean.offset;
                let values = values.iter().zip(rows.roots());
                let scaled = values.map(|(value, root)| root * deviation(value));
                columns.values.extend(scaled);
                (mean, 0.0)
            }
        };
        columns.means.push(mean);
        columns.sums.push(sum);
    }

    /// Adds a column of rows that weigh 1 in single precision; false if that is not exact, because a value
    /// is no whole number from the first, or too far from it.
    pub(crate) fn add_whole(&self, values: &[f64], columns: &mut Columns<f32>) -> bool {
        /// Any number plus this is rounded to a whole one, without a call of a library.
        const ROUNDS: f64 = 1.5 * 4_503_599_627_370_496.0;
        let start = columns.values.len();
        let origin = values.first().copied().unwrap_or_default();
        let distances = values.iter().map(|value| (value - origin) as f32);
        columns.values.extend(distances);
        let distances = columns.values.get(start..).unwrap_or_default();
        let [sum] = sums::<_, SINGLE_LANES, 1>(distances, distances, |value, _| [value]);
        let (sum, offset) = (f64::from(sum), f64::from(sum) / self.weight);
        columns.means.push(Mean { origin, offset });
        columns.sums.push(sum);
        self.weights.is_none()
            && values.iter().fold(true, |all, value| {
                let distance = value - origin;
                let whole = (distance + ROUNDS) - ROUNDS == distance;
                all & whole & (distance.abs() <= LARGEST)
            })
    }

    /// Returns the moments of columns.
    pub(crate) fn moments<T: Number>(&self, columns: &Columns<T>) -> Moments {
        let Columns {
            means,
            sums,
            values,
        } = columns;
        let length = values.len().checked_div(means.len()).unwrap_or(0);
        let columns = || values.chunks_exact(length.max(1)).zip(sums);
        let mut products = Matrix::zeros(means.len());
        for (row, ((a, sum_a), cells)) in columns().zip(products.rows_mut()).enumerate() {
            for (cell, (b, sum_b)) in cells.iter_mut().zip(columns().take(row + 1)) {
                *cell = self.product(T::products(a, b), *sum_a, *sum_b);
            }
        }
        Moments::of_block(self, means, products)
    }

    /// Returns the sum of products of deviations, from that of the values of two columns and their sums.
    fn product(&self, products: f64, a: f64, b: f64) -> f64 {
        match self.weights {
            // Of whole numbers, exact but for the division.
            None => (self.weight * products - a * b) / self.weight,
            Some(_) => products,
        }
    }

    /// Returns a column alone.
    pub(crate) fn alone(&self, values: &[f64]) -> Columns<f64> {
        let mut column = Columns::default();
        self.add(values, &mut column);
        column
    }

    /// Returns the moments of a column.
    pub(crate) fn one(&self, values: &[f64]) -> One {
        self.moments(&self.alone(values)).first()
    }

    /// Returns the moments of a column and of another, which was added alone: the same as of the two
    /// [added](Self::add) together, in less time.
    pub(crate) fn pair(&self, values: &[f64], other: &Columns<f64>) -> Moments {
        let sum_b = other.sums.first().copied().unwrap_or_default();
        let (mean, [sum_a, squares, products]) = if self.weights.is_none() {
            let origin = values.first().copied().unwrap_or_default();
            let [sum, squares, products] =
                sums::<_, LANES, 3>(values, &other.values, |value, other| {
                    let distance = value - origin;
                    [distance, distance * distance, distance * other]
                });
            let offset = sum / self.weight;
            (Some(Mean { origin, offset }), [sum, squares, products])
        } else {
            let column = self.alone(values);
            let [squares, products] =
                sums::<_, LANES, 2>(&column.values, &other.values, |a, b| [a * a, a * b]);
            (column.means.first().copied(), [0.0, squares, products])
        };
        let of_other = f64::products(&other.values, &other.values);
        let mut matrix = Matrix::zeros(2);
        matrix.set(0, 0, self.product(squares, sum_a, sum_a));
        matrix.set(1, 0, self.product(products, sum_a, sum_b));
        matrix.set(1, 1, self.product(of_other, sum_b, sum_b));
        let means: Vec<Mean> = mean
            .into_iter()
            .chain(other.means.iter().copied())
            .collect();
        Moments::of_block(self, &means, matrix)
    }
}

/// Single or double precision.
pub(crate) trait Number: Copy {
    /// The sum of the products of two columns.
    fn products(a: &[Self], b: &[Self]) -> f64;
}

impl Number for f32 {
    fn products(a: &[Self], b: &[Self]) -> f64 {
        let [sum] = sums::<_, SINGLE_LANES, 1>(a, b, |a, b| [a * b]);
        sum.into()
    }
}

impl Number for f64 {
    fn products(a: &[Self], b: &[Self]) -> f64 {
        let [sum] = sums::<_, LANES, 1>(a, b, |a, b| [a * b]);
        sum
    }
}

/// Sums what comes of the pairs of two columns, in lanes that the processor adds up side by side.
#[inline]
#[expect(clippy::arithmetic_side_effects, reason = "of floating-point numbers")]
fn sums<T: Copy + Default + AddAssign, const WIDTH: usize, const N: usize>(
    a: &[T],
    b: &[T],
    of: impl Fn(T, T) -> [T; N],
) -> [T; N] {
    let mut lanes = [[T::default(); WIDTH]; N];
    let (mut first, mut second) = (a.chunks_exact(WIDTH), b.chunks_exact(WIDTH));
    for (a, b) in (&mut first).zip(&mut second) {
        for (lane, (a, b)) in a.iter().zip(b).enumerate() {
            for (lanes, value) in lanes.iter_mut().zip(of(*a, *b)) {
                if let Some(sum) = lanes.get_mut(lane) {
                    *sum += value;
                }
            }
        }
    }
    let mut sums = [T::default(); N];
    for (sum, lanes) in sums.iter_mut().zip(lanes) {
        for lane in lanes {
            *sum += lane;
        }
    }
    for (a, b) in first.remainder().iter().zip(second.remainder()) {
        for (sum, value) in sums.iter_mut().zip(of(*a, *b)) {
            *sum += value;
        }
    }
    sums
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
    fn whole_numbers_are_what_rows_give() {
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
            let block = Block::equal(rows as usize);
            let (mut whole, mut plain) = (Columns::default(), Columns::default());
            for column in &columns {
                assert!(block.add_whole(column, &mut whole));
                block.add(column, &mut plain);
            }
            let found = block.moments(&whole);
            // Sums of whole numbers are exact either way.
            assert_eq!(block.moments(&plain), found);
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
            let found = Block::equal(3).add_whole(&values, &mut Columns::default());
            assert_eq!(found, whole, "{values:?}");
        }
    }

    #[test]
    fn a_pair_is_two_columns_to_the_last_bit() {
        let column = |factor: u32| -> Vec<f64> {
            (0..1001_u32)
                .map(|row| 0.1 + f64::from(row * factor % 97) / 9.0)
                .collect()
        };
        let (a, b) = (column(7), column(31));
        let weights: Vec<f64> = (0..1001).map(|row| f64::from(row % 4) * 0.3).collect();
        for block in [
            Block::equal(1001),
            Block::weighted(weights.clone()),
            Block::marked(weights.iter().map(|weight| weight.signum().abs()).collect()),
        ] {
            let (mut both, mut second) = (Columns::default(), Columns::default());
            block.add(&a, &mut both);
            block.add(&b, &mut both);
            block.add(&b, &mut second);
            let found = block.pair(&a, &second);
            assert_eq!(found, block.moments(&both));
            assert_eq!(found.first(), block.one(&a));
        }
    }

    #[test]
    fn rows_without_weight_are_none() {
        let block = Block::weighted(vec![0.0, 2.0, 0.0, 1.0]);
        let found = block.one(&[1e9, 4.0, f64::MAX, 1.0]);
        assert_eq!((found.rows(), found.mean()), (2, Some(3.0)));
        assert_eq!(Block::marked(vec![0.0; 3]).one(&[1.0; 3]).mean(), None);
    }
}
