//! Covariates as z-scores, so that the search takes the same steps in every unit of theirs.

use super::counts::{CovariateCounts, at_column};
use crate::numeric::linear::{Dependent, Matrix};
use crate::{Error, Result};

/// The weighted mean and standard deviation of a covariate; `None` for those that act on nothing.
pub(super) type Scales = Vec<Option<(f64, f64)>>;

/// The scales of the covariates that are used.
pub(super) fn scales(counts: &CovariateCounts, used: &[usize]) -> Result<Scales> {
    let mut scales = vec![None; counts.names().len()];
    for &column in used {
        let scale = scale(counts, column)?;
        if let Some(cell) = scales.get_mut(column) {
            *cell = Some(scale);
        }
    }
    Ok(scales)
}

fn name(counts: &CovariateCounts, column: usize) -> &str {
    counts.names().get(column).map_or("", String::as_str)
}

/// The values of a covariate, with what their customers count for.
fn column(counts: &CovariateCounts, column: usize) -> impl Iterator<Item = (f64, f64)> {
    let groups = counts.each().iter();
    groups.filter_map(move |group| {
        let value = group.values.get(column)?;
        Some((*value, group.counts.weight()))
    })
}

fn scale(counts: &CovariateCounts, at: usize) -> Result<(f64, f64)> {
    let values = || column(counts, at);
    let weight = counts.without_covariates().weight();
    let first = values().next().map_or(0.0, |(value, _)| value);
    if values().all(|(value, _)| value == first) {
        return Err(Error::singular("covariates", name(counts, at))
            .because("is the same for all customers")
            .with_cure("leave it out"));
    }
    let mean = first + values().map(|(v, w)| w * (v - first)).sum::<f64>() / weight;
    let variance = values().map(|(v, w)| w * (v - mean).powi(2)).sum::<f64>() / weight;
    let deviation = variance.sqrt();
    if deviation.is_normal() && mean.is_finite() {
        return Ok((mean, deviation));
    }
    Err(Error::overflow("the variance of a covariate", variance)
        .at_place(at_column(name(counts, at)))
        .with_cure("measure the covariate in another unit"))
}

/// The z-score of a value.
pub(super) fn score(scale: Option<(f64, f64)>, value: f64) -> f64 {
    scale.map_or(0.0, |(mean, deviation)| (value - mean) / deviation)
}

/// Refuses covariates that follow from each other.
pub(super) fn independent(
    counts: &CovariateCounts,
    scales: &Scales,
    columns: &[usize],
) -> Result<()> {
    let scores: Vec<Vec<f64>> = columns
        .iter()
        .map(|&at| {
            let scale = scales.get(at).copied().flatten();
            column(counts, at).map(|(v, _)| score(scale, v)).collect()
        })
        .collect();
    let weights: Vec<f64> = counts.each().iter().map(|g| g.counts.weight()).collect();
    let product = |i: usize, j: usize| -> f64 {
        let both = scores.get(i).zip(scores.get(j));
        let cells = both
            .into_iter()
            .flat_map(|(one, other)| one.iter().zip(other));
        let sum = cells.zip(&weights).map(|((a, b), w)| w * a * b);
        sum.sum::<f64>() / counts.without_covariates().weight()
    };
    let products = Matrix::from_fn(columns.len(), product);
    let Err(Dependent(at)) = products.cholesky() else {
        return Ok(());
    };
    let column = columns.get(at).copied().unwrap_or_default();
    Err(Error::singular("covariates", name(counts, column))
        .because("follows from those before it")
        .with_cure("leave it out"))
}
