//! Mean and variance of a block of values, in loops that run in vectors.

use super::one::{Heavy, One};

/// Each sum runs in so many lanes, always the same, so that no machine has digits of its own.
const LANES: usize = 8;

impl One {
    /// Pushes a block of values, NaN for none, each of weight 1, to each of several variables.
    ///
    /// It gives to the last digit what pushing them one by one would. A running mean waits for the one
    /// before; those of several variables do not wait for each other.
    pub(crate) fn push_block<const N: usize>(ones: [&mut Self; N], columns: [&[f64]; N]) {
        if ones.iter().any(|one| !one.is_plain()) {
            for (one, column) in ones.into_iter().zip(columns) {
                let given = column.iter().filter(|value| !value.is_nan());
                given.for_each(|value| one.push(*value, 1.0));
            }
            return;
        }
        let mut running = [Running::default(); N];
        let starts = ones.iter().zip(columns).zip(&mut running);
        for ((one, column), running) in starts {
            *running = Running::of(one, column);
        }
        let rows = columns.iter().map(|column| column.len()).min();
        let mut columns = columns.map(|column| column.iter());
        for _ in 0..rows.unwrap_or_default() {
            for (running, column) in running.iter_mut().zip(&mut columns) {
                running.push(column.next().copied().unwrap_or(f64::NAN));
            }
        }
        for (one, running) in ones.into_iter().zip(running) {
            running.write(one);
        }
    }

    /// Computes what pushing these values would, NaN for none, each with its weight, but for rounding.
    pub(crate) fn of_weighted_block(values: &[f64], weights: &[f64]) -> Self {
        let counts = |value: f64, weight: f64| !value.is_nan() & (weight > 0.0);
        let mut pairs = values.iter().zip(weights);
        let Some((&origin, _)) = pairs.find(|&(&value, &weight)| counts(value, weight)) else {
            return Self::default();
        };
        let given = |value, weight, term: f64| if counts(value, weight) { term } else { 0.0 };
        let rows = weighted_sum(values, weights, |value, weight| given(value, weight, 1.0));
        let squares = weighted_sum(values, weights, |value, weight| {
            given(value, weight, weight * weight)
        });
        let sum = weighted_sum(values, weights, |value, weight| {
            given(value, weight, weight * (value - origin))
        });
        let weight = weighted_sum(values, weights, |value, weight| {
            given(value, weight, weight)
        });
        let mean = sum / weight;
        let products = weighted_sum(values, weights, |value, weight| {
            let deviation = (value - origin) - mean;
            given(value, weight, weight * deviation * deviation)
        });
        let heavy = |power: i32| {
            weighted_sum(values, weights, |value, weight| {
                let deviation = (value - origin) - mean;
                let square = weight * weight;
                given(value, weight, square * deviation.powi(power))
            })
        };
        Self {
            rows: rows as u64,
            weight,
            squares,
            origin,
            mean,
            products,
            heavy: Heavy {
                deviations: heavy(1),
                products: heavy(2),
            },
        }
    }
}

/// What changes in a [`One`] while values of weight 1 are pushed.
#[derive(Clone, Copy, Default)]
struct Running {
    weight: f64,
    origin: f64,
    mean: f64,
    products: f64,
}

impl Running {
    fn of(one: &One, column: &[f64]) -> Self {
        let first = column.iter().find(|value| !value.is_nan());
        Self {
            weight: one.weight,
            // From itself the first value deviates by nothing, as it should.
            origin: first
                .filter(|_| one.rows == 0)
                .map_or(one.origin, |first| *first),
            mean: one.mean,
            products: one.products,
        }
    }

    /// The arithmetic of [`One::push`].
    #[inline(always)]
    fn push(&mut self, value: f64) {
        if value.is_nan() {
            return;
        }
        self.weight += 1.0;
        let share = 1.0 / self.weight;
        let deviation = (value - self.origin) - self.mean;
        self.mean += share * deviation;
        self.products += (1.0 - share) * deviation * deviation;
    }

    fn write(self, one: &mut One) {
        let added = self.weight - one.weight;
        one.rows += added as u64;
        one.squares += added;
        one.weight = self.weight;
        one.origin = self.origin;
        one.mean = self.mean;
        one.products = self.products;
    }
}

/// Sums a term of each value and its weight.
#[inline(always)]
pub(crate) fn weighted_sum(values: &[f64], weights: &[f64], term: impl Fn(f64, f64) -> f64) -> f64 {
    let mut lanes = [0.0; LANES];
    let (chunks, rest) = values.as_chunks::<LANES>();
    let (heavy, heavy_rest) = weights.as_chunks::<LANES>();
    for (chunk, heavy) in chunks.iter().zip(heavy) {
        for (lane, (&value, &weight)) in lanes.iter_mut().zip(chunk.iter().zip(heavy)) {
            *lane += term(value, weight);
        }
    }
    for (lane, (&value, &weight)) in lanes.iter_mut().zip(rest.iter().zip(heavy_rest)) {
        *lane += term(value, weight);
    }
    lanes.iter().sum()
}
