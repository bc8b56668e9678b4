//! Shares as integers, so that "5 % of 1,000 customers" is 50 and not 50.000000000000004.

use std::cmp::Ordering;

use crate::Result;
use crate::error::fraction;

/// The whole, in parts.
const WHOLE: u128 = 1_000_000_000_000;

/// A share of a whole, kept to a millionth of a millionth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Parts(u64);

/// A count that a share does not divide evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Exactly so many.
    Even(u64),
    /// Between so many and one more; whether the one more is nearer.
    Between(u64, bool),
}

impl Parts {
    pub(crate) const ALL: Self = Self(WHOLE as u64);

    pub(crate) fn new(argument: &'static str, share: f64) -> Result<Self> {
        let share = fraction(argument, share)?;
        Ok(Self((share * WHOLE as f64).round() as u64))
    }

    pub(crate) const fn of_percent(percent: u64) -> Self {
        Self(percent.saturating_mul(WHOLE as u64 / 100))
    }

    pub(crate) fn value(self) -> f64 {
        self.0 as f64 / WHOLE as f64
    }

    /// The sum, and whether it is one whole to within the rounding of `count` shares.
    pub(crate) fn sum(parts: impl IntoIterator<Item = Self>) -> (f64, bool) {
        let (mut sum, mut count) = (0_u128, 0_u128);
        for part in parts {
            sum += u128::from(part.0);
            count += 1;
        }
        (sum as f64 / WHOLE as f64, sum.abs_diff(WHOLE) <= count)
    }

    pub(crate) fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0)).min(Self::ALL)
    }

    /// This share of `count`. A share is known to half a part, so a product that close to a whole
    /// number is that number: a third of three is one.
    pub(crate) fn of(self, count: u64) -> Cut {
        let product = u128::from(self.0) * u128::from(count);
        let nearest = (product + WHOLE / 2) / WHOLE;
        if product.abs_diff(nearest * WHOLE) <= u128::from(count) {
            return Cut::Even(nearest as u64);
        }
        let below = product / WHOLE;
        Cut::Between(below as u64, nearest > below)
    }

    /// How `part` compares with this share of `whole`; `None` where that overflows.
    pub(crate) fn compare(self, part: i128, whole: i128) -> Option<Ordering> {
        let divisor = gcd(u128::from(self.0), WHOLE);
        let (above, below) = (u128::from(self.0) / divisor, WHOLE / divisor);
        let part = part.checked_mul(i128::try_from(below).ok()?)?;
        let whole = whole.checked_mul(i128::try_from(above).ok()?)?;
        Some(part.cmp(&whole))
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
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
    fn thirds_make_a_whole_and_halves_of_different_size_do_not() {
        assert!(Parts::sum([share(1.0 / 3.0); 3]).1);
        assert_eq!(Parts::sum([share(0.5), share(0.6)]), (1.1, false));
    }

    #[test]
    fn a_share_of_money_is_compared_exactly() {
        assert_eq!(share(0.8).compare(80, 100), Some(Ordering::Equal));
        assert_eq!(share(0.8).compare(79, 100), Some(Ordering::Less));
        assert_eq!(share(0.8).compare(i128::MAX, 1), None);
    }
}
