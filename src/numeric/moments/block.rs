//! Mean and variance of a block of values, in loops that run in vectors.

use super::One;

/// Each sum runs in so many lanes, always the same, so that no machine has digits of its own.
const LANES: usize = 8;

impl One {
    /// Computes what pushing these values would, NaN for none, but for rounding.
    pub(crate) fn of_block(values: &[f64]) -> Self {
        let Some(&origin) = values.iter().find(|value| !value.is_nan()) else {
            return Self::default();
        };
        let given = |value: f64, term: f64| if value.is_nan() { 0.0 } else { term };
        let rows = sum(values, |value| given(value, 1.0));
        let mean = sum(values, |value| given(value, value - origin)) / rows;
        let products = sum(values, |value| {
            let deviation = (value - origin) - mean;
            given(value, deviation * deviation)
        });
        Self {
            rows: rows as u64,
            weight: rows,
            squares: rows,
            origin,
            mean,
            products,
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
        Self {
            rows: rows as u64,
            weight,
            squares,
            origin,
            mean,
            products,
        }
    }
}

/// Sums a term of each value.
#[inline(always)]
fn sum(values: &[f64], term: impl Fn(f64) -> f64) -> f64 {
    let mut lanes = [0.0; LANES];
    let (chunks, rest) = values.as_chunks::<LANES>();
    for chunk in chunks {
        for (lane, &value) in lanes.iter_mut().zip(chunk) {
            *lane += term(value);
        }
    }
    for (lane, &value) in lanes.iter_mut().zip(rest) {
        *lane += term(value);
    }
    lanes.iter().sum()
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
