//! Logistic regressions on values of any unit.

use crate::Result;
use crate::error::Error;
use crate::estimate::Estimate;
use crate::fit::Outcome;
use crate::quadrant::logistic::{self, Effect};
use crate::quadrant::{Importance, Survey};
use crate::scale::Scale;

/// A column in standard deviations from its mean.
#[derive(Debug)]
pub(super) struct Standardised {
    pub(super) values: Vec<f64>,
    /// The standard deviation, in the unit of the column.
    pub(super) deviation: f64,
}

impl Standardised {
    /// `None` for a column whose values are all equal, as far as `f64` tells.
    pub(super) fn new(values: &[f64]) -> Option<Self> {
        let ends = (f64::INFINITY, f64::NEG_INFINITY);
        let (low, high) = values
            .iter()
            .fold(ends, |(low, high), &x| (low.min(x), high.max(x)));
        let (range, n) = (high - low, values.len() as f64);
        if !(range > 0.0 && range.is_finite()) {
            return None;
        }
        // From 0 to 1 first, so that squares neither overflow nor vanish.
        let shares: Vec<f64> = values.iter().map(|x| (x - low) / range).collect();
        let mean = shares.iter().sum::<f64>() / n;
        let squares = shares.iter().map(|x| (x - mean).powi(2)).sum::<f64>();
        let deviation = (squares / n).sqrt();
        (deviation > 0.0).then(|| Self {
            values: shares.iter().map(|x| (x - mean) / deviation).collect(),
            deviation: deviation * range,
        })
    }

    /// What goes with one more of the column's unit, from what goes with a standard deviation more.
    pub(super) fn by_unit(&self, by_deviation: Estimate) -> Option<Estimate> {
        let value = by_deviation.value() / self.deviation;
        let error = by_deviation.standard_error() / self.deviation;
        let estimate = Estimate::new(value, error).ok()?;
        match by_deviation.degrees_of_freedom() {
            Some(degrees) => estimate.with_degrees_of_freedom(degrees).ok(),
            None => Some(estimate),
        }
    }
}

/// How a regression ended.
#[derive(Debug)]
pub(super) enum Ended {
    /// With an effect of each column.
    Converged(Vec<Effect>),
    Separable,
    NotSettled,
    /// This column follows from the others.
    Collinear(usize),
}

/// Fits how the columns go with staying.
pub(super) fn fit(columns: &[&[f64]], stayed: &[f64], iterations: u32) -> Result<Ended> {
    let all = columns.iter().flat_map(|column| column.iter());
    let (low, high) = all.fold((0.0_f64, 1.0_f64), |(low, high), &x| {
        (low.min(x), high.max(x))
    });
    let scale = Scale::new(low, high)?;
    let answers = columns.iter().enumerate().map(|(at, column)| {
        let answers = scale.full_answers(column)?;
        Ok((at.to_string(), answers))
    });
    let answers: Vec<_> = answers.collect::<Result<_>>()?;
    let survey = Survey::new(answers)?.overall(Scale::new(0.0, 1.0)?.full_answers(stayed)?)?;
    let options = logistic::Options::default()
        .importance(Importance::Regression)
        .minimum(1)
        .iterations(iterations);
    let fit = match survey.logistic(options) {
        Ok(fit) => fit,
        Err(Error::Singular { value, .. }) => {
            return Ok(Ended::Collinear(value.parse().unwrap_or_default()));
        }
        Err(error) => return Err(error),
    };
    Ok(match fit.outcome {
        Outcome::Converged => Ended::Converged(fit.model.attributes),
        Outcome::Separable => Ended::Separable,
        _ => Ended::NotSettled,
    })
}

/// Yes and no as numbers.
pub(super) fn numbers(stayed: &[bool]) -> Vec<f64> {
    stayed
        .iter()
        .map(|&stayed| f64::from(u8::from(stayed)))
        .collect()
}
