//! The likelihood of customers with covariates: that of each group of customers with the same covariates, at
//! parameters of its own.

use super::counts::CovariateCounts;
use super::effect::Moves;
use super::scales::{Scales, score};
use crate::clv::PurchaseModel;
use crate::clv::fitting::Likelihood;
use crate::numeric::optimise::Objective;

/// Coefficients that act on the same parameters, one for each column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Block {
    pub(super) moves: Moves,
    pub(super) columns: Vec<usize>,
}

/// What a search sees: the logarithms of the parameters of an average customer in their units, and then the
/// coefficients of the z-scores, block by block.
pub(super) struct Described<'a> {
    groups: Vec<Part<'a>>,
    units: &'a [f64],
    blocks: &'a [Block],
    parameters: Vec<f64>,
    along: Vec<f64>,
}

/// Customers with the same covariates.
struct Part<'a> {
    likelihood: Box<dyn Likelihood + 'a>,
    scores: Vec<f64>,
    share: f64,
}

impl<'a> Described<'a> {
    pub(super) fn new<M: PurchaseModel>(
        counts: &'a CovariateCounts,
        scales: &Scales,
        units: &'a [f64],
        blocks: &'a [Block],
    ) -> Self {
        let weight = counts.without_covariates().weight();
        let part = |group: &'a super::counts::Group| Part {
            likelihood: M::likelihood(&group.counts),
            scores: scales
                .iter()
                .zip(&group.values)
                .map(|(scale, value)| score(*scale, *value))
                .collect(),
            share: group.counts.weight() / weight,
        };
        Self {
            groups: counts.each().iter().map(part).collect(),
            units,
            blocks,
            parameters: Vec::new(),
            along: Vec::new(),
        }
    }
}

/// The z-scores of a block's columns.
fn scores<'s>(block: &'s Block, scores: &'s [f64]) -> impl Iterator<Item = f64> + 's {
    let columns = block.columns.iter();
    columns.filter_map(|&column| scores.get(column).copied())
}

/// Sets the parameters of customers with these z-scores, from logarithms and coefficients.
fn set_parameters(
    parameters: &mut Vec<f64>,
    (logarithms, mut coefficients): (&[f64], &[f64]),
    units: &[f64],
    blocks: &[Block],
    own: &[f64],
) {
    parameters.clear();
    parameters.extend_from_slice(logarithms);
    for block in blocks {
        let pairs = scores(block, own).zip(coefficients);
        let predictor: f64 = pairs.map(|(score, coefficient)| score * coefficient).sum();
        for &(place, sign) in block.moves {
            if let Some(logarithm) = parameters.get_mut(place) {
                *logarithm += sign * predictor;
            }
        }
        coefficients = coefficients.get(block.columns.len()..).unwrap_or_default();
    }
    for (parameter, unit) in parameters.iter_mut().zip(units) {
        *parameter = unit * parameter.exp();
    }
}

/// Adds what customers with these z-scores, and these slopes along their own parameters, add to the slopes of
/// all; `share` is their share of all.
fn add_slopes(slopes: &mut [f64], along: &[f64], blocks: &[Block], own: &[f64], share: f64) {
    let mut slopes = slopes.iter_mut();
    for (along, slope) in along.iter().zip(slopes.by_ref()) {
        *slope -= share * along;
    }
    for block in blocks {
        let moved = block.moves.iter();
        let moved = moved.filter_map(|&(place, sign)| Some(sign * along.get(place)?));
        let step = share * moved.sum::<f64>();
        for (score, slope) in scores(block, own).zip(slopes.by_ref()) {
            *slope -= step * score;
        }
    }
}

impl Objective for Described<'_> {
    fn value(&mut self, at: &[f64]) -> f64 {
        self.slopes(at, &mut vec![0.0; at.len()])
    }

    fn slopes(&mut self, at: &[f64], slopes: &mut [f64]) -> f64 {
        let base = self.units.len();
        let parts = at.split_at_checked(base).unwrap_or((at, &[]));
        let mut value = 0.0;
        slopes.fill(0.0);
        for part in &mut self.groups {
            let parameters = &mut self.parameters;
            set_parameters(parameters, parts, self.units, self.blocks, &part.scores);
            self.along.clear();
            self.along.resize(base, 0.0);
            let likelihood = &mut part.likelihood;
            let mean = likelihood.mean_and_slopes(&self.parameters, &mut self.along);
            value -= part.share * mean.unwrap_or(f64::NAN);
            add_slopes(slopes, &self.along, self.blocks, &part.scores, part.share);
        }
        value
    }
}
