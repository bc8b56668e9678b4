//! How often the customer of two who was predicted to leave sooner did.

use super::table::Table;

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

impl Table {
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
