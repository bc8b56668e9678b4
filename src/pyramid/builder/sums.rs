use super::accumulate::Seen;
use crate::keyed::Kept;
use crate::numeric::money::rescale;
use crate::{Error, Result};

/// What is known of each customer of a part, by code.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    /// At the decimal places of the [`Volume`], in which all of them fit.
    pub(super) sums: Vec<i128>,
    /// How far each customer has been seen.
    pub(super) seen: Vec<Seen>,
}

impl Kept for Sums {
    /// The positive amount of a purchase.
    type Row = i64;

    const OF_EACH_ROW: bool = false;

    fn reserve(&mut self, _: usize) {}

    #[inline]
    fn add(&mut self, code: u32, amount: i64) {
        self.book(code, amount.into(), Seen::Bought);
    }

    fn merge(&mut self, other: Self, codes: &[u32]) {
        for ((&code, sum), seen) in codes.iter().zip(other.sums).zip(other.seen) {
            self.book(code, sum, seen);
        }
    }
}

impl Sums {
    /// Adds to what is known of a customer, who may be the next new one.
    #[inline]
    pub(super) fn book(&mut self, code: u32, amount: i128, seen: Seen) {
        let known = (
            self.sums.get_mut(code as usize),
            self.seen.get_mut(code as usize),
        );
        if let (Some(sum), Some(last)) = known {
            *sum = sum.saturating_add(amount);
            *last = seen.max(*last);
        } else {
            self.sums.push(amount);
            self.seen.push(seen);
        }
    }

    /// Rewrites the sums with more decimal places.
    pub(super) fn rescale(&mut self, from: u32, to: u32) {
        for sum in &mut self.sums {
            *sum = rescale(*sum, from, to).unwrap_or(*sum);
        }
    }
}

/// All amounts together, without their signs, as an integer with so many decimal places.
///
/// It fits in 128 bits. So every sum of theirs does, in whichever order the amounts come, and whether
/// another amount fits is known at once.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Volume {
    pub(super) scale: u32,
    pub(super) amount: i128,
}

impl Volume {
    /// Returns what it is with more at some scale.
    ///
    /// # Errors
    /// [`Error::Overflow`] with `value` if there is not room for so much.
    pub(super) fn and(self, more: Self, value: impl std::fmt::Display) -> Result<Self> {
        let scale = self.scale.max(more.scale);
        let ours = rescale(self.amount, self.scale, scale);
        let theirs = rescale(more.amount, more.scale, scale);
        let amount = ours
            .zip(theirs)
            .and_then(|(ours, theirs)| ours.checked_add(theirs));
        match amount {
            Some(amount) => Ok(Self { scale, amount }),
            None => Err(Error::overflow("the revenue of a customer", value)),
        }
    }
}
