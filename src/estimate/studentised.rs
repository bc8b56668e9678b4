//! Intervals by the studentised bootstrap.

use super::{Interval, Resampling};
use crate::Result;
use crate::numeric::percentiles::percentiles;
use crate::numeric::random::Random;
use crate::threads;

/// So many draws go to one thread at a time.
const PART: usize = 16;

/// A figure of one sample, on the scale on which its interval is made, with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Figure {
    pub(crate) value: f64,
    pub(crate) error: f64,
}

impl Figure {
    /// A share or another figure from 0 to 1, on the scale of log odds; `None` at 0 and at 1.
    pub(crate) fn logit(value: f64, error: f64) -> Option<Self> {
        let rest = 1.0 - value;
        Self::finite((value / rest).ln(), error / (value * rest))
    }

    /// Whether the error is more than roundings.
    fn has_error(&self) -> bool {
        const ROUNDING: f64 = 1e-12;
        self.error > ROUNDING * self.value.abs().max(1.0)
    }

    /// `None` where value or error is not finite.
    pub(crate) fn finite(value: f64, error: f64) -> Option<Self> {
        (value.is_finite() && error.is_finite()).then_some(Self { value, error })
    }
}

/// Returns log odds as a share.
pub(crate) fn of_logit(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// Computes an interval from resamples: how many of their own standard errors the figures of resamples
/// lie from that of the sample says how many of its standard errors the sample may lie from the truth.
///
/// ```text
/// t = (figure of a resample − figure) / error of the resample
/// from figure − t(upper) · error  to  figure − t(lower) · error
/// ```
///
/// Resamples without a figure, or without an error, are left out; `None` if all are, and if the sample
/// itself has no error. `to` leads back from
/// the scale of the figures, and rises.
///
/// Efron, B. and Tibshirani, R. J. (1993), *An Introduction to the Bootstrap*, chapter 12.
pub(crate) fn studentised(
    figure: Figure,
    options: Resampling,
    resample: impl Fn(&mut Random) -> Option<Figure> + Send + Sync,
    to: impl Fn(f64) -> f64,
) -> Result<Option<Interval>> {
    let off = percentiles(off(figure, options, resample)?, options.confidence);
    Ok(off.map(|off| around(figure, off, to)))
}

/// As [`studentised`], but as far from the figure on one side as on the other: so many errors as the share
/// of resamples that the level asks for lie off at most.
///
/// It covers more where gains and losses offset each other, so that a figure may be off on either side by
/// much. Hall, P. (1988), *Journal of the Royal Statistical Society* B 50(1): 35–45.
pub(crate) fn studentised_symmetric(
    figure: Figure,
    options: Resampling,
    resample: impl Fn(&mut Random) -> Option<Figure> + Send + Sync,
    to: impl Fn(f64) -> f64,
) -> Result<Option<Interval>> {
    let mut off = off(figure, options, resample)?;
    off.extend_from_within(..);
    let half = off.len() / 2;
    for (row, off) in off.iter_mut().enumerate() {
        *off = if row < half { off.abs() } else { -off.abs() };
    }
    let off = percentiles(off, options.confidence);
    Ok(off.map(|off| around(figure, off, to)))
}

/// By how many of their own standard errors the figures of resamples are off; none if the sample itself has
/// no error.
fn off(
    figure: Figure,
    options: Resampling,
    resample: impl Fn(&mut Random) -> Option<Figure> + Send + Sync,
) -> Result<Vec<f64>> {
    options.check()?;
    if !figure.has_error() {
        return Ok(Vec::new());
    }
    let mut seeds = Random::new(options.seed);
    let seeds: Vec<u64> = (0..options.draws).map(|_| seeds.bits()).collect();
    let parts: Vec<Vec<u64>> = seeds.chunks(PART).map(<[u64]>::to_vec).collect();
    let errors_off = |seeds: Vec<u64>| -> Vec<f64> {
        let drawn = seeds.into_iter().filter_map(|seed| {
            let drawn = resample(&mut Random::new(seed)).filter(|drawn| drawn.has_error())?;
            Some((drawn.value - figure.value) / drawn.error)
        });
        drawn.filter(|off| off.is_finite()).collect()
    };
    Ok(threads::map(parts, errors_off)
        .into_iter()
        .flatten()
        .collect())
}

/// The interval of a figure that may be off by so many errors.
fn around(figure: Figure, off: Interval, to: impl Fn(f64) -> f64) -> Interval {
    let lower = to(figure.value - off.upper() * figure.error);
    let upper = to(figure.value - off.lower() * figure.error);
    Interval::between(lower, upper, off.confidence())
}

/// Returns how often each of `length` rows is in a draw of as many with replacement.
pub(crate) fn times_drawn(random: &mut Random, length: usize) -> Vec<u32> {
    let mut times = vec![0_u32; length];
    for _ in 0..length {
        if let Some(times) = times.get_mut(random.index(length)) {
            *times = times.saturating_add(1);
        }
    }
    times
}
