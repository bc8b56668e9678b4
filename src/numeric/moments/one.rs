#[cfg(feature = "serde")]
use super::check_weighted;
use super::{effective_sample_size, freedom, linearised};

/// Mean and variance of one variable, added one value at a time, in parts that merge.
///
/// It computes what [`Moments`](super::Moments) computes, for one variable, and the sums by squared weight that the
/// linearised variance of the mean needs.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct One {
    pub(super) rows: u64,
    /// The sum of the weights.
    pub(super) weight: f64,
    /// The sum of their squares.
    pub(super) squares: f64,
    /// The first value.
    pub(super) origin: f64,
    /// The mean less the first value.
    pub(super) mean: f64,
    /// The sum of squared deviations from the mean, by weight.
    pub(super) products: f64,
    /// The sums by squared weight; not kept while all weights are 1, because the others are these.
    pub(super) heavy: Heavy,
}

/// Sums of deviations from the mean, and of their squares, by squared weight.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Heavy {
    pub(super) deviations: f64,
    pub(super) products: f64,
}

impl Heavy {
    /// The same around a mean that lies so much higher, of values whose squared weights make `squares`.
    fn around(self, shift: f64, squares: f64) -> Self {
        let products = self.products - shift * (2.0 * self.deviations - shift * squares);
        Self {
            deviations: self.deviations - shift * squares,
            // Rounding may leave less than nothing of equal values.
            products: products.max(0.0),
        }
    }
}

impl One {
    /// Adds a finite value. One without weight is left out.
    #[inline]
    pub(crate) fn push(&mut self, value: f64, weight: f64) {
        if weight <= 0.0 {
            return;
        }
        if weight != 1.0 || !self.is_plain() {
            return self.push_heavy(value, weight);
        }
        self.add(value, weight);
    }

    /// Adds a value, the sums by squared weight apart, and returns by how much the mean moves and how far
    /// the value lies from the mean before.
    #[inline]
    fn add(&mut self, value: f64, weight: f64) -> (f64, f64) {
        self.rows += 1;
        self.weight += weight;
        self.squares += weight * weight;
        if self.rows == 1 {
            self.origin = value;
            return (0.0, 0.0);
        }
        let share = weight / self.weight;
        let deviation = (value - self.origin) - self.mean;
        self.mean += share * deviation;
        self.products += weight * (1.0 - share) * deviation * deviation;
        (share * deviation, deviation)
    }

    /// Adds a value where weights differ.
    fn push_heavy(&mut self, value: f64, weight: f64) {
        let (heavy, squares) = (self.heavy(), self.squares);
        let (shift, deviation) = self.add(value, weight);
        let moved = heavy.around(shift, squares);
        let (square, left) = (weight * weight, deviation - shift);
        self.heavy = Heavy {
            deviations: moved.deviations + square * left,
            products: moved.products + square * left * left,
        };
    }

    /// Whether all weights are 1.
    #[inline]
    pub(super) fn is_plain(&self) -> bool {
        self.weight == self.rows as f64 && self.squares == self.weight
    }

    /// The sums by squared weight.
    fn heavy(&self) -> Heavy {
        if self.is_plain() {
            return Heavy {
                deviations: 0.0,
                products: self.products,
            };
        }
        self.heavy
    }

    /// Adds the values of another part.
    pub(crate) fn merge(&mut self, other: &Self) {
        if other.rows == 0 {
            return;
        }
        if self.rows == 0 {
            *self = *other;
            return;
        }
        let plain = self.is_plain() && other.is_plain();
        let (ours, theirs) = (self.heavy(), other.heavy());
        let weight = self.weight + other.weight;
        let share = other.weight / weight;
        let deviation = (other.origin - self.origin) + other.mean - self.mean;
        let shift = share * deviation;
        if !plain {
            let ours = ours.around(shift, self.squares);
            let theirs = theirs.around(shift - deviation, other.squares);
            self.heavy = Heavy {
                deviations: ours.deviations + theirs.deviations,
                products: ours.products + theirs.products,
            };
        }
        self.mean += shift;
        self.products += self.weight * share * deviation * deviation + other.products;
        self.rows += other.rows;
        self.weight = weight;
        self.squares += other.squares;
    }

    /// Returns the variance of the mean by linearisation; `None` with fewer than two values.
    ///
    /// ```text
    /// n / (n − 1) · Σ w² (x − mean)² / (Σw)²
    /// ```
    pub(crate) fn mean_variance(&self) -> Option<f64> {
        let by_size = self.variance()? / self.effective_sample_size();
        Some(linearised(
            self.rows,
            self.weight,
            self.squares,
            self.heavy().products,
            by_size,
        ))
    }

    /// Returns the number of values with weight.
    pub(crate) const fn rows(&self) -> u64 {
        self.rows
    }

    /// Returns the sum of the weights.
    pub(crate) const fn weight(&self) -> f64 {
        self.weight
    }

    /// Returns the first value, from which the others are counted.
    pub(crate) const fn origin(&self) -> f64 {
        self.origin
    }

    /// Returns the weighted mean less the first value; 0 without a value.
    pub(crate) const fn offset(&self) -> f64 {
        self.mean
    }

    /// Returns `(Σw)² / Σw²`.
    pub(crate) fn effective_sample_size(&self) -> f64 {
        effective_sample_size(self.weight, self.squares)
    }

    /// Returns the weighted mean; `None` without a value.
    pub(crate) fn mean(&self) -> Option<f64> {
        (self.rows > 0).then_some(self.origin + self.mean)
    }

    /// Returns the weighted sum of squared deviations from a value of the caller's.
    pub(crate) fn squares_around(&self, value: f64) -> f64 {
        let deviation = (self.origin + self.mean) - value;
        self.products + self.weight * deviation * deviation
    }

    /// Returns the variance, which with equal weights divides by one less than the values; `None`
    /// with fewer than two.
    pub(crate) fn variance(&self) -> Option<f64> {
        freedom(self.rows, self.weight, self.squares).map(|freedom| self.products / freedom)
    }

    /// Returns the sums by squared weight: of the weights, of the values less the first, and of the
    /// squares of these.
    #[cfg(feature = "serde")]
    pub(crate) fn sums_by_squared_weight(&self) -> [f64; 3] {
        let first = self.heavy().around(-self.mean, self.squares);
        [self.squares, first.deviations, first.products]
    }

    /// Returns the sum of the squared weights.
    #[cfg(feature = "serde")]
    pub(crate) const fn squared_weights(&self) -> f64 {
        self.squares
    }

    /// Refuses a state that no values from `low` to `high` could have made.
    #[cfg(feature = "serde")]
    pub(crate) fn check_within(&self, low: f64, high: f64) -> crate::Result<()> {
        use crate::error::{Error, same};
        /// By which part of the range, or of a sum, rounding may exceed it.
        const ROUNDING: f64 = 1e-6;
        self.check()?;
        if self.rows == 0 {
            return same("sums of no values", self, &Self::default());
        }
        let width = high - low;
        let slack = ROUNDING * width;
        for (argument, value) in [
            ("first value", self.origin),
            ("mean", self.origin + self.mean),
        ] {
            if !(low - slack..=high + slack).contains(&value) {
                let value = format_args!("{value:e}");
                let allowed = format_args!("{low} to {high}");
                return Err(Error::out_of_range(argument, value, allowed));
            }
        }
        // Values spread widest with half of their weight at each end.
        let square = width * width * (1.0 + ROUNDING);
        for (argument, sum, most) in [
            ("sum of squares", self.products, 0.25 * square * self.weight),
            (
                "sum of deviations",
                self.heavy.deviations.abs(),
                width * (1.0 + ROUNDING) * self.squares,
            ),
            ("sum of squares", self.heavy.products, square * self.squares),
        ] {
            if sum > most {
                let value = format_args!("{sum:e}");
                let allowed = format_args!("at most {most:e}");
                return Err(Error::out_of_range(argument, value, allowed));
            }
        }
        Ok(())
    }

    /// Refuses a state that no values could have made.
    #[cfg(feature = "serde")]
    pub(crate) fn check(&self) -> crate::Result<()> {
        use crate::error::{finite, non_negative};
        use crate::numeric::weights::check_sums_of_weights;
        check_sums_of_weights(self.rows, self.weight, self.squares)?;
        check_weighted(self.rows, self.weight)?;
        finite("first value", self.origin)?;
        finite("mean", self.mean)?;
        non_negative("sum of squares", self.products)?;
        finite("sum of deviations", self.heavy.deviations)?;
        non_negative("sum of squares", self.heavy.products)?;
        Ok(())
    }
}
