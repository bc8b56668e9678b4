//! Means and covariances in one pass.

mod block;
mod one;

use super::blocks::{Block, Mean};
use super::linear::Matrix;
pub(crate) use block::weighted_sum;
use one::Heavy;
pub(crate) use one::One;

/// Weighted means and covariances of rows of variables, added one row at a time.
///
/// Values are counted from those of the first row. Each row moves the means and adds the product of
/// its deviations from them (Welford 1962 for one variable; West 1979 with weights). So no digits
/// are lost to large means, and a variable that never changes has exactly no variance. Parts merge by
/// the formula of Chan, Golub and LeVeque (1979). In another order of rows, or in other parts, the
/// results differ by rounding alone: by less than about `n · 2⁻⁵³` of the largest deviation, squared for covariances, times the
/// largest weight over the mean weight.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Moments {
    rows: u64,
    /// The sum of the weights.
    weight: f64,
    /// The sum of their squares.
    squares: f64,
    /// The first row.
    origin: Vec<f64>,
    /// The means less the first row.
    means: Vec<f64>,
    /// The lower triangle of the sums of products of deviations.
    products: Matrix,
    /// The deviations of the row at hand; kept so that a row allocates nothing.
    deviations: Vec<f64>,
}

impl Moments {
    /// Of so many variables.
    pub(crate) fn new(variables: usize) -> Self {
        Self {
            rows: 0,
            weight: 0.0,
            squares: 0.0,
            origin: vec![0.0; variables],
            means: vec![0.0; variables],
            products: Matrix::zeros(variables),
            deviations: vec![0.0; variables],
        }
    }

    /// Of a block of rows: the first values of its columns, their means less them, and the lower
    /// triangle of the sums of products of deviations.
    pub(crate) fn of_block(block: &Block, means: &[Mean], products: Matrix) -> Self {
        Self {
            rows: block.rows() as u64,
            weight: block.weight(),
            squares: block.squares(),
            origin: means.iter().map(|mean| mean.origin).collect(),
            means: means.iter().map(|mean| mean.offset).collect(),
            deviations: vec![0.0; means.len()],
            products,
        }
    }

    /// Adds a row of finite values, as many as there are variables. A row without weight is none.
    pub(crate) fn push(&mut self, row: &[f64], weight: f64) {
        debug_assert_eq!(row.len(), self.means.len());
        if weight <= 0.0 {
            return;
        }
        self.rows += 1;
        self.weight += weight;
        self.squares += weight * weight;
        if self.rows == 1 {
            self.origin.clear();
            self.origin.extend_from_slice(row);
            return;
        }
        let share = weight / self.weight;
        let means = self.means.iter_mut().zip(&mut self.deviations);
        for ((mean, deviation), (value, origin)) in means.zip(row.iter().zip(&self.origin)) {
            *deviation = (value - origin) - *mean;
            *mean += share * *deviation;
        }
        self.add_products(weight * (1.0 - share));
    }

    fn add_products(&mut self, factor: f64) {
        let Self {
            products,
            deviations,
            ..
        } = self;
        for (i, (a, sums)) in deviations.iter().zip(products.rows_mut()).enumerate() {
            let scaled = factor * a;
            // Slices of one length make a loop over several cells at once.
            let sums = sums.get_mut(..=i).unwrap_or_default();
            let others = deviations.get(..=i).unwrap_or_default();
            for (sum, b) in sums.iter_mut().zip(others) {
                *sum += scaled * b;
            }
        }
    }

    /// Adds the rows of another part, of as many variables.
    pub(crate) fn merge(&mut self, other: &Self) {
        debug_assert_eq!(other.means.len(), self.means.len());
        if other.rows == 0 {
            return;
        }
        if self.rows == 0 {
            self.clone_from(other);
            return;
        }
        let weight = self.weight + other.weight;
        let share = other.weight / weight;
        // Both origins may be far from zero, so it is their difference that is added.
        let offsets = other.origin.iter().zip(&self.origin).zip(&other.means);
        let means = self.means.iter_mut().zip(&mut self.deviations);
        for ((mean, deviation), ((theirs, ours), other)) in means.zip(offsets) {
            *deviation = (theirs - ours) + other - *mean;
            *mean += share * *deviation;
        }
        self.add_products(self.weight * share);
        for (sums, others) in self.products.rows_mut().zip(other.products.rows()) {
            for (sum, other) in sums.iter_mut().zip(others) {
                *sum += other;
            }
        }
        self.rows += other.rows;
        self.weight = weight;
        self.squares += other.squares;
    }

    /// Returns the correlation of two variables; which of them never changes, if one does not.
    pub(crate) fn correlation(&self) -> Result<f64, usize> {
        let covariances = self.covariances().ok_or(0_usize)?;
        Ok(covariances.correlations()?.at(0, 1))
    }

    /// Returns the mean and the variance of the first variable alone. With weights it knows no linearised
    /// variance: the sums by squared weight are not kept.
    pub(crate) fn first(&self) -> One {
        self.one(0)
    }

    /// Returns the mean and the variance of one variable alone.
    pub(crate) fn one(&self, variable: usize) -> One {
        let of = |values: &[f64]| values.get(variable).copied().unwrap_or_default();
        One {
            rows: self.rows,
            weight: self.weight,
            squares: self.squares,
            origin: of(&self.origin),
            mean: of(&self.means),
            products: self.products.diagonal().nth(variable).unwrap_or_default(),
            heavy: Heavy::default(),
        }
    }

    /// Returns the sum of the weights.
    pub(crate) const fn weight(&self) -> f64 {
        self.weight
    }

    /// Returns the standard deviation of a variable, divided by the sum of the weights; 0 without a row.
    pub(crate) fn deviation(&self, variable: usize) -> f64 {
        let squares = self.products.diagonal().nth(variable).unwrap_or_default();
        if self.weight > 0.0 {
            (squares / self.weight).sqrt()
        } else {
            0.0
        }
    }

    /// Refuses a state that no rows of so many variables could have made.
    #[cfg(feature = "serde")]
    pub(crate) fn check(&self, variables: usize) -> crate::Result<()> {
        use crate::error::{finite, non_negative, same};
        use crate::numeric::weights::check_sums_of_weights;
        let lengths = [self.origin.len(), self.means.len(), self.deviations.len()];
        for length in lengths {
            same("numbers of variables", &length, &variables)?;
        }
        self.products.check(variables)?;
        check_sums_of_weights(self.rows, self.weight, self.squares)?;
        check_weighted(self.rows, self.weight)?;
        for value in self.origin.iter().chain(&self.means) {
            finite("mean", *value)?;
        }
        for variance in self.products.diagonal() {
            non_negative("sum of squares", variance)?;
        }
        Ok(())
    }

    /// How many variables.
    pub(crate) const fn variables(&self) -> usize {
        self.means.len()
    }

    /// Rows with weight.
    pub(crate) const fn rows(&self) -> u64 {
        self.rows
    }

    /// How many rows of equal weight would say as much: `(Σw)² / Σw²`.
    pub(crate) fn effective_sample_size(&self) -> f64 {
        effective_sample_size(self.weight, self.squares)
    }

    /// The mean of a variable; `None` without a row.
    pub(crate) fn mean(&self, variable: usize) -> Option<f64> {
        let (origin, mean) = (self.origin.get(variable)?, self.means.get(variable)?);
        (self.rows > 0).then_some(origin + mean)
    }

    /// The covariances, which with equal weights divide by one less than the rows; `None` with
    /// fewer than two.
    ///
    /// ```text
    /// cov(x, y) = Σ w (x − mean x)(y − mean y) / (Σw − Σw²/Σw)
    /// ```
    pub(crate) fn covariances(&self) -> Option<Matrix> {
        let freedom = freedom(self.rows, self.weight, self.squares)?;
        Some(Matrix::from_fn(self.means.len(), |i, j| {
            self.products.at(i.max(j), i.min(j)) / freedom
        }))
    }
}

/// `(Σw)² / Σw²`; 0 of nothing.
pub(crate) fn effective_sample_size(weight: f64, squares: f64) -> f64 {
    if squares > 0.0 {
        weight * weight / squares
    } else {
        0.0
    }
}

/// What the sums of squared deviations are divided by: `Σw − Σw²/Σw`, which is n − 1 with equal
/// weights; `None` with fewer than two rows.
fn freedom(rows: u64, weight: f64, squares: f64) -> Option<f64> {
    let freedom = weight - squares / weight;
    (rows > 1 && freedom > 0.0).then_some(freedom)
}

/// The mean of one variable, of values that are all at hand.
///
/// Columns use `Centre` and [`Spread`], rows that are pushed use [`One`]. One division at the end rounds
/// less than one a value, so their digits differ, and means of columns are exact where sums are; a
/// running mean, which `One` needs to merge parts, is not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Centre {
    rows: u64,
    weight: f64,
    squares: f64,
    /// The weighted mean; `None` without a value.
    pub(crate) mean: Option<f64>,
}

impl Centre {
    /// Of pairs of a value and its weight. A value without weight is none.
    pub(crate) fn of(pairs: impl Iterator<Item = (f64, f64)>) -> Self {
        let mut pairs = pairs.filter(|&(_, weight)| weight > 0.0);
        let Some((first, weight)) = pairs.next() else {
            return Self {
                rows: 0,
                weight: 0.0,
                squares: 0.0,
                mean: None,
            };
        };
        let (mut rows, mut weight, mut squares, mut sum) = (1, weight, weight * weight, 0.0);
        for (value, w) in pairs {
            rows += 1;
            weight += w;
            squares += w * w;
            // Around the first, so that equal values have exactly themselves as their mean.
            sum += w * (value - first);
        }
        Self {
            rows,
            weight,
            squares,
            mean: Some(first + sum / weight),
        }
    }
}

/// The variance of a mean by linearisation. Where all weights are 1 it is `by_size`, the variance of
/// the values divided by their number, to the last digit.
fn linearised(rows: u64, weight: f64, squares: f64, heavy: f64, by_size: f64) -> f64 {
    let n = rows as f64;
    if weight == n && squares == n {
        return by_size;
    }
    n / (n - 1.0) * (heavy / weight / weight)
}

/// Refuses values that count without a weight: those are left out.
#[cfg(feature = "serde")]
fn check_weighted(rows: u64, weight: f64) -> crate::Result<()> {
    if rows > 0 && weight <= 0.0 {
        let allowed = "more than 0";
        return Err(crate::Error::out_of_range(
            "sum of the weights",
            weight,
            allowed,
        ));
    }
    Ok(())
}

/// Mean and variance of one variable, of values that are all at hand. See [`Centre`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spread {
    /// Values with weight.
    pub(crate) rows: u64,
    /// `(Σw)² / Σw²`.
    pub(crate) effective_sample_size: f64,
    /// The weighted mean; `None` without a value.
    pub(crate) mean: Option<f64>,
    /// The variance, by `Σw − Σw²/Σw`; `None` with fewer than two values.
    pub(crate) variance: Option<f64>,
    /// The variance of the mean by linearisation; `None` with fewer than two values.
    pub(crate) mean_variance: Option<f64>,
}

impl Spread {
    /// Of pairs of a value and its weight, in two passes.
    pub(crate) fn of(pairs: impl Iterator<Item = (f64, f64)> + Clone) -> Self {
        let Centre {
            rows,
            weight,
            squares,
            mean,
        } = Centre::of(pairs.clone());
        let size = effective_sample_size(weight, squares);
        let found = mean
            .zip(freedom(rows, weight, squares))
            .map(|(mean, freedom)| {
                let (mut sum, mut heavy) = (0.0, 0.0);
                for (value, w) in pairs {
                    let product = w * (value - mean).powi(2);
                    sum += product;
                    heavy += w * product;
                }
                let variance = sum / freedom;
                let by_size = variance / size;
                (variance, linearised(rows, weight, squares, heavy, by_size))
            });
        Self {
            rows,
            effective_sample_size: size,
            mean,
            variance: found.map(|(variance, _)| variance),
            mean_variance: found.map(|(_, of_mean)| of_mean),
        }
    }
}

#[cfg(test)]
mod tests;
