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
    own: Vec<f64>,
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
            own: Vec::new(),
        }
    }
}

impl Objective for Described<'_> {
    fn value(&mut self, at: &[f64]) -> f64 {
        self.slopes(at, &mut vec![0.0; at.len()])
    }

    fn slopes(&mut self, at: &[f64], slopes: &mut [f64]) -> f64 {
        let base = self.units.len();
        let (logarithms, coefficients) = at.split_at_checked(base).unwrap_or((at, &[]));
        let mut value = 0.0;
        slopes.fill(0.0);
        for part in &mut self.groups {
            // The logarithms of this group's parameters, and then the parameters.
            self.parameters.clear();
            self.parameters.extend_from_slice(logarithms);
            let mut rest = coefficients.iter();
            for block in self.blocks {
                let scores = block.columns.iter().map(|&at| part.scores.get(at));
                let pairs = scores
                    .flatten()
                    .zip(rest.by_ref().take(block.columns.len()));
                let predictor: f64 = pairs.map(|(score, coefficient)| score * coefficient).sum();
                for &(place, sign) in block.moves {
                    if let Some(logarithm) = self.parameters.get_mut(place) {
                        *logarithm += sign * predictor;
                    }
                }
            }
            for (parameter, unit) in self.parameters.iter_mut().zip(self.units) {
                *parameter = unit * parameter.exp();
            }
            self.own.clear();
            self.own.resize(base, 0.0);
            let mean = part
                .likelihood
                .mean_and_slopes(&self.parameters, &mut self.own);
            value -= part.share * mean.unwrap_or(f64::NAN);
            let (along, across) = slopes
                .split_at_mut_checked(base)
                .unwrap_or((&mut [], &mut []));
            for (slope, own) in along.iter_mut().zip(&self.own) {
                *slope -= part.share * own;
            }
            let mut across = across.iter_mut();
            for block in self.blocks {
                let moved = block.moves.iter();
                let moved = moved.filter_map(|&(place, sign)| Some(sign * self.own.get(place)?));
                let step = part.share * moved.sum::<f64>();
                let scores = block.columns.iter().map(|&at| part.scores.get(at));
                for (score, slope) in scores
                    .flatten()
                    .zip(across.by_ref().take(block.columns.len()))
                {
                    *slope -= step * score;
                }
            }
        }
        value
    }
}
