//! How often the customer of two who was predicted to leave sooner did.

use super::Covariates;
use super::fitted;
use super::model::Cox;
use super::table::Table;
use crate::error::same;
use crate::{Error, Result};

/// Weights by rank that can be added up below a rank: Fenwick's tree.
struct Ranked {
    sums: Vec<f64>,
    all: f64,
    /// The ranks added since it was empty.
    added: Vec<usize>,
}

impl Ranked {
    fn new(ranks: usize) -> Self {
        Self {
            sums: vec![0.0; ranks + 1],
            all: 0.0,
            added: Vec::new(),
        }
    }

    fn add(&mut self, rank: usize, weight: f64) {
        self.added.push(rank);
        self.change(rank, weight);
    }

    fn change(&mut self, rank: usize, weight: f64) {
        self.all += weight;
        self.walk(rank, |sum| *sum += weight);
    }

    fn walk(&mut self, rank: usize, change: impl Fn(&mut f64)) {
        let mut at = rank + 1;
        while let Some(sum) = self.sums.get_mut(at) {
            change(sum);
            at += at & at.wrapping_neg();
        }
    }

    /// Empties it, whatever rounding has left.
    fn clear(&mut self) {
        while let Some(rank) = self.added.pop() {
            self.walk(rank, |sum| *sum = 0.0);
        }
        self.all = 0.0;
    }

    /// The weight of ranks below this one.
    fn below(&self, rank: usize) -> f64 {
        let (mut at, mut sum) = (rank, 0.0);
        while at > 0 {
            sum += self.sums.get(at).copied().unwrap_or_default();
            at &= at - 1;
        }
        sum
    }
}

impl Covariates<'_> {
    /// Computes how well a regression ranks customers: the share of pairs in which the one with the higher
    /// hazard left first; 0.5 is no better than chance. `None` without such pairs.
    ///
    /// A pair is one who left and one of the same stratum who was at risk then and stayed longer. Whoever
    /// was followed up to that tenure and not seen to leave stayed longer; two who left at the same tenure
    /// are no pair. Equal hazards count one half. A pair counts by the product of both weights.
    ///
    /// The rows may be others than those of the fit: on customers whom the regression has not seen it is not
    /// flattered.
    ///
    /// Source: Harrell, F. E. and others (1996), *Statistics in Medicine* 15: 361–387.
    ///
    /// # Errors
    /// [`Error::Mismatch`] for a regression of other covariates; [`Error::Insufficient`] if nobody left;
    /// [`Error::Overflow`] for a predictor that is no number.
    ///
    /// ```
    /// use retention::survival::Spell;
    /// use retention::survival::cox::{Covariates, Options};
    ///
    /// let spells: Vec<Spell> = [2, 3, 3, 5, 6, 8, 9, 14].map(Spell::ended).into_iter()
    ///     .chain([7, 12, 15, 20].map(Spell::ongoing))
    ///     .collect();
    /// let discount = [1.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0];
    /// let rows = Covariates::new(&spells, [("discount", &discount[..])])?;
    /// let cox = rows.fit(Options::default())?.converged()?;
    /// assert_eq!(format!("{:.2}", rows.concordance(&cox)?.unwrap()), "0.67");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "C-index")]
    pub fn concordance(&self, cox: &Cox) -> Result<Option<f64>> {
        self.same_covariates(cox)?;
        let table = fitted::table(self)?;
        let betas = table.betas(cox);
        let predictors = table.predictors(&betas);
        if let Some(predictor) = predictors.iter().find(|predictor| !predictor.is_finite()) {
            return Err(Error::overflow("the predictor of a customer", predictor));
        }
        Ok(table.concordance(&predictors))
    }

    /// Refuses a regression of other covariates.
    pub(super) fn same_covariates(&self, cox: &Cox) -> Result<()> {
        let names: Vec<&str> = cox.covariates.iter().map(|own| own.name.as_str()).collect();
        let own: Vec<&str> = self.names.iter().map(String::as_str).collect();
        same("covariates", &own, &names)
    }
}

impl Table {
    /// The coefficients of a regression as those of the z-scores.
    pub(super) fn betas(&self, cox: &Cox) -> Vec<f64> {
        let own = cox.covariates.iter().zip(&self.scales);
        own.map(|(own, scale)| own.coefficient * scale.deviation * scale.unit)
            .collect()
    }

    /// The share of pairs in the predicted order; `None` without pairs. Those who enter and leave the
    /// comparison are counted end by end, the latest first.
    pub(super) fn concordance(&self, predictors: &[f64]) -> Option<f64> {
        let mut sorted = predictors.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        sorted.dedup();
        let ranks: Vec<usize> = predictors
            .iter()
            .map(|own| sorted.partition_point(|other| other.total_cmp(own).is_lt()))
            .collect();
        let rank = |row: usize| ranks.get(row).copied().unwrap_or_default();
        let mut there = Ranked::new(sorted.len());
        let (mut right, mut tied, mut pairs) = (0.0, 0.0, 0.0);
        let mut last = self.rows.len();
        let mut entered = self.entered.iter().rev().peekable();
        for (number, end) in self.ends.iter().enumerate().rev() {
            let number = number as u32;
            let weight = |row: usize| self.rows.get(row).map_or(0.0, |row| row.weight);
            while let Some(&&row) = entered.peek() {
                let row = row as usize;
                if self.rows.get(row).is_none_or(|row| row.from <= number) {
                    break;
                }
                there.change(rank(row), -weight(row));
                entered.next();
            }
            if !end.shared {
                there.clear();
            }
            let before = self.rows.partition_point(|row| row.until <= number);
            let leaving = |row: &usize| self.rows.get(*row).is_some_and(|row| row.ended);
            for row in (before..last).filter(|row| !leaving(row)) {
                there.add(rank(row), weight(row));
            }
            for row in (before..last).filter(leaving) {
                let (lower, same) = (there.below(rank(row)), there.below(rank(row) + 1));
                right += weight(row) * lower;
                tied += weight(row) * (same - lower);
                pairs += weight(row) * there.all;
            }
            for row in (before..last).filter(leaving) {
                there.add(rank(row), weight(row));
            }
            last = before;
        }
        (pairs > 0.0).then(|| ((right + 0.5 * tied) / pairs).clamp(0.0, 1.0))
    }
}
