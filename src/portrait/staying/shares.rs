//! What each predictor adds to foretelling others, alone, last, or on average over all orders.

use super::Sharing;
use super::area::{Contributions, Growth};
use super::learned::learned;
use super::table::{Folds, taken};
use crate::Result;
use crate::estimate::Estimate;
use crate::fit::Outcome;
use crate::quadrant::logistic::fit::Data;
use crate::threads;

/// The columns of the joint model, by predictor, and the outcome.
pub(super) struct Design<'d> {
    pub(super) columns: &'d [Vec<f64>],
    /// The columns of each predictor.
    pub(super) predictors: &'d [Vec<usize>],
    pub(super) stayed: &'d [bool],
    pub(super) outcomes: &'d [f64],
    pub(super) folds: &'d Folds,
    pub(super) iterations: u32,
}

/// What comes of predicting each part from the others.
pub(super) struct Gains {
    pub(super) everything: Contributions,
    /// By how much the area falls without each predictor.
    pub(super) adds: Vec<Option<Growth>>,
    /// The gain in the mean logarithm of the likelihood by all predictors.
    pub(super) gain: Option<Estimate>,
    /// The part of each predictor.
    pub(super) shares: Vec<Option<Estimate>>,
    pub(super) sharing: Sharing,
}

/// The data of the others, to learn from, and the customers of a part.
struct Part {
    data: Data,
    own: Vec<usize>,
}

impl Design<'_> {
    /// Returns the data of these rows.
    pub(super) fn data(&self, rows: &[usize]) -> Data {
        Data {
            columns: self
                .columns
                .iter()
                .map(|column| taken(column, rows))
                .collect(),
            weights: vec![1.0; rows.len()],
            outcomes: taken(self.outcomes, rows),
        }
    }

    /// The columns of the predictors of a set.
    pub(super) fn columns_of(&self, set: &[bool]) -> Vec<usize> {
        let chosen = self
            .predictors
            .iter()
            .zip(set)
            .filter(|(_, chosen)| **chosen);
        chosen
            .flat_map(|(columns, _)| columns.iter().copied())
            .collect()
    }

    /// The log odds of each customer, learned on the other parts from a set of predictors; `None` if a fit did
    /// not settle.
    fn predicted(&self, parts: &[Part], set: &[bool]) -> Option<Vec<f64>> {
        let columns = self.columns_of(set);
        let mut scores = vec![0.0; self.stayed.len()];
        for part in parts {
            let found = part.data.fit(&columns, self.iterations);
            if found.outcome != Outcome::Converged {
                return None;
            }
            let (constant, slopes) = found.betas.split_first()?;
            for &row in &part.own {
                let value = |at: &usize| self.columns.get(*at).and_then(|column| column.get(row));
                let terms = columns.iter().zip(slopes);
                let sum: f64 = terms
                    .map(|(at, slope)| slope * value(at).copied().unwrap_or(0.0))
                    .sum();
                if let Some(score) = scores.get_mut(row) {
                    *score = constant + sum;
                }
            }
        }
        Some(scores)
    }

    /// The logarithm of the likelihood of each customer.
    fn likelihoods<'s>(&'s self, scores: &'s [f64]) -> impl Iterator<Item = f64> + 's {
        let rows = scores.iter().zip(self.outcomes);
        rows.map(|(score, y)| y * score - (score.max(0.0) + (-score.abs()).exp().ln_1p()))
    }

    /// Computes all gains; `None` if a fit did not settle.
    pub(super) fn gains(&self, most_shared: u32) -> Result<Option<Gains>> {
        let k = self.predictors.len();
        let sharing = if k <= most_shared as usize {
            Sharing::AllOrders
        } else {
            Sharing::JoinsLast
        };
        let parts = (0..self.folds.count).map(|part| {
            let (own, others) = self.folds.split(part);
            Part {
                data: self.data(&others),
                own,
            }
        });
        let parts: Vec<Part> = parts.collect();
        let whole = self.data(&(0..self.stayed.len()).collect::<Vec<usize>>());
        let mut sums = Sums::new(self, sharing);
        let ended = threads::in_order(
            sets(k, sharing),
            |set| {
                let chosen = set.iter().filter(|&&chosen| chosen).count();
                let columns = self.columns_of(&set);
                let apparent = (chosen + 1 >= k)
                    .then(|| learned(&whole, &columns, self.stayed, self.iterations));
                (self.predicted(&parts, &set), apparent.transpose(), set)
            },
            |(scores, apparent, set)| {
                let scores = scores.ok_or(None)?;
                let apparent = apparent.map_err(Some)?.flatten();
                sums.add(&set, &scores, apparent).map_err(Some)
            },
        );
        match ended {
            Err(None) => Ok(None),
            Err(Some(error)) => Err(error),
            Ok(()) => Ok(sums.finish()),
        }
    }
}

/// The sets of predictors that are fitted: all, or none, everything, and everything but one.
fn sets(k: usize, sharing: Sharing) -> Vec<Vec<bool>> {
    match sharing {
        Sharing::AllOrders => {
            let all = 1_usize.checked_shl(k as u32).unwrap_or(0);
            let chosen = |set: usize| (0..k).map(move |at| set >> at & 1 == 1).collect();
            (0..all).map(chosen).collect()
        }
        Sharing::JoinsLast => {
            let but = |left: usize| (0..k).map(move |at| at != left).collect();
            [vec![false; k], vec![true; k]]
                .into_iter()
                .chain((0..k).map(but))
                .collect()
        }
    }
}

/// The area of a set on other customers, and that on the same ones.
#[derive(Default)]
struct Both {
    outside: Option<Contributions>,
    apparent: Option<Contributions>,
}

impl Both {
    /// By how much the areas are larger than those of another set.
    fn minus(&self, other: &Self, stayed: &[bool]) -> Option<Growth> {
        let difference = |one: &Option<Contributions>, other: &Option<Contributions>| {
            one.as_ref()?.minus(other.as_ref()?, stayed)
        };
        Some(Growth {
            outside: difference(&self.outside, &other.outside)?,
            apparent: difference(&self.apparent, &other.apparent)?,
        })
    }
}

/// What is added up over the sets.
struct Sums<'d> {
    design: &'d Design<'d>,
    sharing: Sharing,
    everything: Both,
    without: Vec<Both>,
    /// The part of each predictor in the gain of each customer.
    shares: Vec<Vec<f64>>,
    gain: Vec<f64>,
}

impl<'d> Sums<'d> {
    fn new(design: &'d Design<'d>, sharing: Sharing) -> Self {
        let (k, n) = (design.predictors.len(), design.stayed.len());
        Self {
            design,
            sharing,
            everything: Both::default(),
            without: (0..k).map(|_| Both::default()).collect(),
            shares: vec![vec![0.0; n]; k],
            gain: vec![0.0; n],
        }
    }

    fn add(&mut self, set: &[bool], scores: &[f64], apparent: Option<Contributions>) -> Result<()> {
        let k = set.len();
        let joined = set.iter().filter(|&&chosen| chosen).count();
        if joined == k || joined + 1 == k {
            let both = Both {
                outside: Contributions::cross_fitted(
                    scores,
                    self.design.stayed,
                    self.design.folds,
                )?,
                apparent,
            };
            match set.iter().position(|&chosen| !chosen) {
                None => self.everything = both,
                Some(left) => {
                    if let Some(cell) = self.without.get_mut(left) {
                        *cell = both;
                    }
                }
            }
        }
        if joined == 0 || joined == k {
            let sign = if joined == 0 { -1.0 } else { 1.0 };
            add(&mut self.gain, self.design.likelihoods(scores), sign);
        }
        for (chosen, sums) in set.iter().zip(&mut self.shares) {
            let others = joined - usize::from(*chosen);
            let weight = match self.sharing {
                Sharing::AllOrders => orders(others, k),
                Sharing::JoinsLast => f64::from(u8::from(others + 1 == k)),
            };
            let sign = if *chosen { weight } else { -weight };
            if weight > 0.0 {
                add(sums, self.design.likelihoods(scores), sign);
            }
        }
        Ok(())
    }

    fn finish(self) -> Option<Gains> {
        let stayed = self.design.stayed;
        let without = self.without.iter();
        let adds = without.map(|without| self.everything.minus(without, stayed));
        Some(Gains {
            adds: adds.collect(),
            gain: mean(&self.gain),
            shares: self.shares.iter().map(|shares| mean(shares)).collect(),
            sharing: self.sharing,
            everything: self.everything.outside?,
        })
    }
}

fn add(sums: &mut [f64], more: impl Iterator<Item = f64>, times: f64) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += times * more;
    }
}

/// The share of all orders of `k` in which these `others`, and no more, come before one.
fn orders(others: usize, k: usize) -> f64 {
    // others! (k − 1 − others)! / k!
    let choose = (0..others).fold(1.0, |product, at| {
        product * (k - 1 - at) as f64 / (at + 1) as f64
    });
    1.0 / (choose * k as f64)
}

/// The mean with its error.
fn mean(values: &[f64]) -> Option<Estimate> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean).powi(2)).sum();
    let freedom = n - 1.0;
    Estimate::new(mean, (squares / freedom / n).sqrt())
        .and_then(|estimate| estimate.with_degrees_of_freedom(freedom))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_orders_of_three() {
        // Of six orders one stands first in two, last in two, and behind a given one alone in one.
        assert_eq!(
            [0, 1, 2].map(|others| orders(others, 3)),
            [2.0, 1.0, 2.0].map(|n| n / 6.0)
        );
        assert_eq!(sets(2, Sharing::AllOrders).len(), 4);
        assert_eq!(sets(4, Sharing::JoinsLast).len(), 6);
    }
}
