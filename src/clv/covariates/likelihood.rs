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

#[cfg(test)]
mod tests {
    use super::super::scales::scales;
    use super::super::{CovariateTarget, LeavingCovariates};
    use super::*;
    use crate::clv::{BgNbd, MbgNbd, ParetoNbd};
    use crate::purchases::Summary;

    /// Central differences of this step, of sums that are good to some 13 digits.
    const STEP: f64 = 1e-4;
    const CLOSE: f64 = 1e-7;

    fn assert_slopes<M: PurchaseModel>(values: [f64; 4], leaving: &[CovariateTarget], at: &[f64]) {
        let ages = (0..60).map(|customer| 20.0 + f64::from(customer % 20));
        let simulated = M::from_values(&values).and_then(|model| model.simulate(ages, 3));
        let shop: Vec<Summary> = simulated.unwrap();
        let column = |levels: u32| (0..60).map(move |customer| f64::from(customer % levels));
        let columns = [("web", column(2)), ("age", column(3))];
        let columns = columns.map(|(name, column)| (name, column.collect::<Vec<f64>>()));
        let counts = CovariateCounts::of(&shop, columns).unwrap();
        let scales = scales(&counts, &[0, 1]).unwrap();
        let (_, task) = M::task(counts.without_covariates()).unwrap();
        let block = |&target| Block {
            moves: M::moves(target),
            columns: vec![0, 1],
        };
        let mut blocks = vec![block(&CovariateTarget::Buying)];
        blocks.extend(leaving.iter().map(block));
        let at = &at[..4 + 2 * blocks.len()];
        let mut described = Described::new::<M>(&counts, &scales, &task.units, &blocks);
        let mut slopes = vec![0.0; at.len()];
        let value = described.slopes(at, &mut slopes);
        assert_eq!(value, described.value(at));
        for (place, slope) in slopes.iter().enumerate() {
            let mut moved = |by: f64| {
                let mut moved = at.to_vec();
                moved[place] += by;
                described.value(&moved)
            };
            let rise = (moved(STEP) - moved(-STEP)) / (2.0 * STEP);
            assert!(
                (rise - slope).abs() < CLOSE,
                "{place}: {rise} is not {slope}"
            );
        }
    }

    #[test]
    fn slopes_are_those_of_the_value() {
        let at = [0.3, -2.0, -0.4, 0.6, 0.25, -0.15, 0.1, 0.35, -0.2, 0.3];
        for form in [
            LeavingCovariates::Separate,
            LeavingCovariates::Odds,
            LeavingCovariates::Shared,
        ] {
            assert_slopes::<BgNbd>([0.8, 4.0, 0.8, 2.4], form.targets(), &at);
            assert_slopes::<MbgNbd>([0.8, 4.0, 0.8, 2.4], form.targets(), &at);
        }
        let rates = [CovariateTarget::Leaving];
        assert_slopes::<ParetoNbd>([0.8, 4.0, 0.8, 12.0], &rates, &at);
    }
}
