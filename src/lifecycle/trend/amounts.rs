//! The amounts of the purchases that a trend compares, gathered in one walk.

use super::test::{exact, normal};

/// Up to so many amounts all ways to put them into two spans are gone through: 1024 of them.
const EXACT: usize = 10;

/// The amounts of purchases in two spans; more than a few are known by their squares alone.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::lifecycle) struct Amounts {
    first: [i128; EXACT],
    purchases: usize,
    /// The latest purchase, which may not be complete.
    latest: i128,
    latest_is_recent: bool,
    squares_before: f64,
    squares_recent: f64,
}

impl Amounts {
    /// Adds money to the latest purchase, or as a new one.
    pub(in crate::lifecycle) fn add(&mut self, money: i128, recent: bool, new: bool) {
        if new {
            self.close();
            self.purchases = self.purchases.saturating_add(1);
            (self.latest, self.latest_is_recent) = (0, recent);
        }
        // The sums of money that are kept beside this one refuse what does not fit.
        self.latest = self.latest.saturating_add(money);
    }

    fn close(&mut self) {
        let Some(at) = self.purchases.checked_sub(1) else {
            return;
        };
        let square = (self.latest as f64) * (self.latest as f64);
        if self.latest_is_recent {
            self.squares_recent += square;
        } else {
            self.squares_before += square;
        }
        if let Some(amount) = self.first.get_mut(at) {
            *amount = self.latest;
        }
    }

    /// Returns the p-value of the randomisation test, and the variance of the logarithm of the ratio of
    /// what was spent, both for purchases without clumps.
    pub(super) fn compared(&self, before: i128, recent: i128, share: f64) -> (f64, f64) {
        let mut all = *self;
        all.close();
        let (first, last) = (before as f64, recent as f64);
        let p_value = match all.first.get(..all.purchases) {
            Some(amounts) => exact(amounts, recent, share),
            None => normal(first, last, all.squares_before + all.squares_recent, share),
        };
        let part = |squares: f64, sum: f64| squares / (sum * sum);
        let variance = part(all.squares_before, first) + part(all.squares_recent, last);
        (p_value, variance)
    }
}
