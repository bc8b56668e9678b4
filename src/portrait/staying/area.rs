//! The area under the ROC curve of scores that were learned on other customers.

use super::StayingArea;
use super::table::{Folds, taken};
use crate::Result;
use crate::estimate::ranking::Ranking;
use crate::estimate::{Confidence, Estimate, of_logit};
use crate::numeric::degrees::satterthwaite;

/// An area, and what each customer contributes to it.
#[derive(Debug)]
pub(super) struct Contributions {
    pub(super) area: f64,
    pub(super) each: Vec<f64>,
}

impl Contributions {
    /// Computes the area of scores that were learned on other parts among the customers of each part, weighted by
    /// the pairs of one who stayed and one who left.
    ///
    /// Pairs of two parts are not compared: the one was scored by what the other did, which would put a class
    /// lower than it stands.
    ///
    /// `None` if no part has customers of both kinds.
    pub(super) fn cross_fitted(
        scores: &[f64],
        stayed: &[bool],
        folds: &Folds,
    ) -> Result<Option<Self>> {
        let mut parts = Vec::new();
        for part in 0..folds.count {
            let (rows, _) = folds.split(part);
            if rows.is_empty() {
                continue;
            }
            let ranking = Ranking::new(&taken(scores, &rows), &taken(stayed, &rows))?;
            if let Some(influence) = ranking.influence() {
                parts.push((rows, ranking, influence));
            }
        }
        let pairs = |ranking: &Ranking| ranking.events() as f64 * ranking.others() as f64;
        let all: f64 = parts.iter().map(|(_, ranking, _)| pairs(ranking)).sum();
        if parts.is_empty() || all <= 0.0 {
            return Ok(None);
        }
        let weighted = parts
            .iter()
            .map(|(_, ranking, it)| pairs(ranking) * it.value());
        let area = weighted.sum::<f64>() / all;
        let mut contributions = vec![0.0; scores.len()];
        for (rows, ranking, influence) in &parts {
            let weight = pairs(ranking) / all;
            for (&row, own) in rows.iter().zip(influence.contributions()) {
                let kind = match stayed.get(row) {
                    Some(true) => ranking.events(),
                    _ => ranking.others(),
                };
                // Around the area of all parts, not around that of the part.
                let off = own.unwrap_or(0.0) + (influence.value() - area) / kind as f64;
                if let Some(cell) = contributions.get_mut(row) {
                    *cell = weight * off;
                }
            }
        }
        Ok(Some(Self {
            area,
            each: contributions,
        }))
    }

    /// The area with its error.
    pub(super) fn estimate(&self, stayed: &[bool]) -> Option<Estimate> {
        with_error(self.area, self.each.iter().copied(), stayed)
    }

    /// How much larger this area is than another of the same customers, with the error of pairs.
    pub(super) fn minus(&self, other: &Self, stayed: &[bool]) -> Option<Estimate> {
        let both = self.each.iter().zip(&other.each);
        with_error(self.area - other.area, both.map(|(a, b)| a - b), stayed)
    }
}

/// The standard error of a value that those who stayed and those who left contribute to, each kind a sample
/// of its own.
fn with_error(
    value: f64,
    contributions: impl Iterator<Item = f64> + Clone,
    stayed: &[bool],
) -> Option<Estimate> {
    let variance = |outcome: bool| {
        let rows = contributions.clone().zip(stayed);
        let own = rows.filter(|(_, is)| **is == outcome).map(|(own, _)| own);
        let n = own.clone().count() as f64;
        let mean = own.clone().sum::<f64>() / n;
        let squares: f64 = own.map(|own| (own - mean).powi(2)).sum();
        (n > 1.0).then(|| (squares * n / (n - 1.0), Some(n - 1.0)))
    };
    let sides = [variance(true)?, variance(false)?];
    let estimate = Estimate::new(value, sides.iter().map(|(v, _)| v).sum::<f64>().sqrt()).ok()?;
    match satterthwaite(sides.into_iter()) {
        Some(degrees) => estimate.with_degrees_of_freedom(degrees).ok(),
        None => Some(estimate),
    }
}

/// Puts the area on other customers beside the one on the same customers, with an interval that reaches from
/// the lower end of the first to the upper end of the second.
///
/// What is learned on fewer customers predicts worse, and what is learned on the same ones seems to predict
/// better: the truth lies between. Where a test of no difference does not reject, the interval holds 0.5.
pub(super) fn area(
    cross: &Contributions,
    apparent: &Ranking,
    stayed: &[bool],
    p_value: Option<f64>,
    confidence: Confidence,
) -> Option<StayingArea> {
    let within = apparent.interval(confidence)?;
    let estimate = cross.estimate(stayed)?;
    let (value, error) = (estimate.value(), estimate.standard_error());
    let slope = value * (1.0 - value);
    let lower = if error > 0.0 && slope > 0.0 {
        let logit = Estimate::new((value / (1.0 - value)).ln(), error / slope).ok()?;
        let logit = match estimate.degrees_of_freedom() {
            Some(degrees) => logit.with_degrees_of_freedom(degrees).ok()?,
            None => logit,
        };
        of_logit(logit.interval(confidence).lower())
    } else {
        within.lower()
    };
    let mut ends = (lower.min(within.lower()), within.upper());
    if p_value.is_none_or(|p| p >= 1.0 - confidence.level()) {
        ends.0 = ends.0.min(0.5);
    }
    let seen = apparent.auc()?.value();
    Some(StayingArea {
        value,
        lower: ends.0.min(value),
        upper: ends.1.max(value),
        apparent: seen,
    })
}

/// By how much an area grows, on other customers and on the same ones.
#[derive(Debug)]
pub(super) struct Growth {
    pub(super) outside: Estimate,
    /// Its error counts that the coefficients were learned.
    pub(super) apparent: Estimate,
}

impl Growth {
    /// Puts the growth on other customers beside the one on the same customers, with an interval around what
    /// lies between them.
    ///
    /// Learning from a part of `(K − 1) / K` lowers the area on others by as much as learning from all raises
    /// that on the same customers, times `K / (K − 1)`: so they are weighted. The interval takes the larger
    /// error, reaches up from the growth on the same customers, and holds 0 where a test of no difference does
    /// not reject.
    pub(super) fn area(
        &self,
        parts: usize,
        p_value: Option<f64>,
        confidence: Confidence,
    ) -> StayingArea {
        let (outside, apparent) = (self.outside.value(), self.apparent.value());
        let parts = parts as f64;
        let weight = parts / (2.0 * parts - 1.0);
        let between = outside + weight * (apparent - outside);
        let reach = |it: Estimate| it.interval(confidence).upper() - it.value();
        let reach = reach(self.outside).max(reach(self.apparent));
        let mut ends = (between - reach, between.max(apparent) + reach);
        if p_value.is_none_or(|p| p >= 1.0 - confidence.level()) {
            ends = (ends.0.min(0.0), ends.1.max(0.0));
        }
        StayingArea {
            value: outside,
            lower: ends.0.min(outside).max(-1.0),
            upper: ends.1.max(outside).min(1.0),
            apparent,
        }
    }
}
