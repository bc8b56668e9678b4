//! Shares as integers, so that "5 % of 1,000 customers" is 50 and not 50.000000000000004.

use std::cmp::Ordering;

use crate::Result;
use crate::error::fraction;

/// The whole, in parts.
pub(crate) const WHOLE: u128 = 1_000_000_000_000;

/// A share of a whole, kept to a millionth of a millionth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Parts {
    parts: u64,
    /// The share is these parts exactly, as 0.05 is; a third is not.
    exact: bool,
}

/// A count that a share does not divide evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Exactly so many.
    Even(u64),
    /// Between so many and one more; whether the one more is nearer.
    Between(u64, bool),
}

impl Parts {
    pub(crate) fn new(argument: &'static str, share: f64) -> Result<Self> {
        fraction(argument, share).map(Self::nearest)
    }

    /// The nearest to a share that is known to be one.
    pub(crate) fn nearest(share: f64) -> Self {
        let parts = share.clamp(0.0, 1.0) * WHOLE as f64;
        Self {
            parts: parts.round() as u64,
            // An f64 that was meant to be a decimal is off by less than that.
            exact: (parts - parts.round()).abs() < 1e-3,
        }
    }

    pub(crate) fn value(self) -> f64 {
        self.parts as f64 / WHOLE as f64
    }

    /// In parts of which a million million make the whole.
    pub(crate) fn count(self) -> u64 {
        self.parts
    }

    /// This share of `count`. A share that is not exact is known to half a part, so a product that
    /// close to a whole number is that number: a third of three is one.
    pub(crate) fn of(self, count: u64) -> Cut {
        let product = u128::from(self.parts) * u128::from(count);
        let nearest = (product + WHOLE / 2) / WHOLE;
        let off = product.abs_diff(nearest * WHOLE);
        if off == 0 || !self.exact && off <= u128::from(count) {
            return Cut::Even(nearest as u64);
        }
        let below = product / WHOLE;
        Cut::Between(below as u64, nearest > below)
    }

    /// How `part` compares with this share of a positive `whole`, with the same allowance; `None`
    /// where that overflows.
    pub(crate) fn compare(self, part: i128, whole: i128) -> Option<Ordering> {
        // Digit by digit, since the product with the number of parts need not fit.
        let mut parts = part.checked_div_euclid(whole)?;
        let mut rest = part.checked_rem_euclid(whole)?;
        for _ in 0..WHOLE.ilog10() {
            rest = rest.checked_mul(10)?;
            parts = parts.checked_mul(10)?.checked_add(rest / whole)?;
            rest %= whole;
        }
        let share = i128::from(self.parts);
        let off = parts.checked_sub(share)?;
        // The part is `off` parts above the share, and up to one more where there is a rest.
        let within = matches!((off, rest), (-1 | 0, _) | (1, 0));
        if !self.exact && within {
            return Some(Ordering::Equal);
        }
        Some(parts.cmp(&share).then(rest.cmp(&0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(share: f64) -> Parts {
        Parts::new("share", share).unwrap()
    }

    #[test]
    fn shares_of_counts_are_exact() {
        assert_eq!(share(0.05).of(1000), Cut::Even(50));
        assert_eq!(share(0.2).of(7), Cut::Between(1, false));
        assert_eq!(share(1.0 / 3.0).of(3_000_000), Cut::Even(1_000_000));
        assert_eq!(share(0.5).of(3), Cut::Between(1, true));
        assert_eq!(
            share(1.0).of(u64::from(u32::MAX)),
            Cut::Even(u64::from(u32::MAX))
        );
        assert_eq!(share(0.0).of(9), Cut::Even(0));
    }

    #[test]
    fn a_share_of_money_is_compared_exactly() {
        assert_eq!(share(0.8).compare(80, 100), Some(Ordering::Equal));
        assert_eq!(share(0.8).compare(79, 100), Some(Ordering::Less));
        assert_eq!(share(0.8).compare(-79, 100), Some(Ordering::Less));
        assert_eq!(share(0.8).compare(179, 100), Some(Ordering::Greater));
        let large = 10_i128.pow(36);
        assert_eq!(
            share(0.8).compare(large / 10 * 8 - 1, large),
            Some(Ordering::Less)
        );
        assert_eq!(
            share(0.8).compare(large / 10 * 8 + 1, large),
            Some(Ordering::Greater)
        );
    }

    #[test]
    fn two_thirds_of_money_are_two_thirds() {
        assert_eq!(share(2.0 / 3.0).compare(120, 180), Some(Ordering::Equal));
        assert_eq!(share(1.0 / 3.0).compare(60, 180), Some(Ordering::Equal));
        assert_eq!(share(2.0 / 3.0).compare(119, 180), Some(Ordering::Less));
    }
}
