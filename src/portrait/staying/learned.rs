//! An area on the same customers that the coefficients were learned from, and how far learning them moves it.

use super::area::Contributions;
use crate::Result;
use crate::estimate::ranking::Ranking;
use crate::fit::Outcome;
use crate::quadrant::logistic::fit::{Data, probability};

/// A column that others explain but for this share of its square is one of them.
const EXPLAINED: f64 = 1e-12;

/// Computes the area of a fit to all customers, with what each contributes to it: by the pairs that the
/// customer is in, and by how the customer moves the coefficients. `None` if the fit does not settle.
///
/// ```text
/// contribution = that to the pairs + Σ slope(d) · (y − P) · d     over directions d of the coefficients
/// slope(d)     = ½ · (area of scores + d − area of scores − d)
/// ```
///
/// Directions are columns, orthogonal by the information, that move the log odds by a standard error each: over
/// so wide a step the area, which itself goes in steps, has a slope.
pub(super) fn learned(
    data: &Data,
    columns: &[usize],
    stayed: &[bool],
    iterations: u32,
) -> Result<Option<Contributions>> {
    let found = data.fit(columns, iterations);
    if found.outcome != Outcome::Converged {
        return Ok(None);
    }
    let scores = data.predictors(&found.betas, columns);
    let ranking = Ranking::new(&scores, stayed)?;
    let Some(influence) = ranking.influence() else {
        return Ok(None);
    };
    let own = influence.contributions();
    let mut each: Vec<f64> = own.map(|own| own.unwrap_or(0.0)).collect();
    let chances: Vec<f64> = scores.iter().copied().map(probability).collect();
    for direction in directions(data, columns, &chances) {
        let moved = |sign: f64| -> Result<f64> {
            let scores = scores.iter().zip(&direction);
            let scores: Vec<f64> = scores.map(|(score, by)| score + sign * by).collect();
            let area = Ranking::new(&scores, stayed)?.auc();
            Ok(area.map_or(0.5, |area| area.value()))
        };
        let slope = 0.5 * (moved(1.0)? - moved(-1.0)?);
        let residuals = data.outcomes.iter().zip(&chances).map(|(y, p)| y - p);
        for ((own, residual), by) in each.iter_mut().zip(residuals).zip(&direction) {
            *own += slope * residual * by;
        }
    }
    Ok(Some(Contributions {
        area: influence.value(),
        each,
    }))
}

/// What moves the log odds of each customer by a standard error of the coefficients, in directions that do
/// not depend on each other. That of the constant, which moves no rank, is left out.
fn directions(data: &Data, columns: &[usize], chances: &[f64]) -> Vec<Vec<f64>> {
    let product = |a: &[f64], b: &[f64]| -> f64 {
        let terms = a.iter().zip(b).zip(chances);
        terms.map(|((a, b), p)| a * b * p * (1.0 - p)).sum()
    };
    let columns = columns.iter().filter_map(|at| data.columns.get(*at));
    let mut found: Vec<Vec<f64>> = Vec::new();
    let ones = vec![1.0; chances.len()];
    for mut column in std::iter::once(ones).chain(columns.cloned()) {
        let whole = product(&column, &column);
        for earlier in &found {
            let along = product(&column, earlier);
            for (cell, by) in column.iter_mut().zip(earlier) {
                *cell -= along * by;
            }
        }
        let rest = product(&column, &column);
        if rest > EXPLAINED * whole {
            let length = rest.sqrt();
            column.iter_mut().for_each(|cell| *cell /= length);
            found.push(column);
        }
    }
    found.split_off(found.len().min(1))
}
