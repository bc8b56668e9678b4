//! The decimal places that amounts have in common.

use rust_decimal::Decimal;

use super::money::{TOO_MANY_DIGITS, power_of_ten, rescale, to_decimal, trimmed};
use crate::{Error, Result};

/// The decimal places of amounts that are kept as integers, and whether they would fit at more.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Places {
    scale: u32,
    /// The largest magnitude: whether all of them fit at more places is seen from it alone.
    largest: u128,
}

impl Places {
    pub(crate) const fn new(scale: u32, largest: u128) -> Self {
        Self { scale, largest }
    }

    #[inline]
    pub(crate) const fn scale(self) -> u32 {
        self.scale
    }

    pub(crate) const fn largest(self) -> u128 {
        self.largest
    }

    /// Notes an amount that has these places.
    #[inline]
    pub(crate) fn note(&mut self, magnitude: u128) {
        self.largest = self.largest.max(magnitude);
    }

    /// Returns an amount of any places as an integer, and by what those before it are to be multiplied,
    /// which all fit then.
    pub(crate) fn take(&mut self, amount: Decimal) -> Result<(i128, i128)> {
        let trimmed = trimmed(amount);
        let (mantissa, scale) = (trimmed.mantissa(), trimmed.scale());
        let common = self.scale.max(scale);
        let taken = rescale(mantissa, scale, common).zip(self.raised(common));
        let (mantissa, (factor, raised)) = taken.ok_or_else(|| no_common_places(amount))?;
        *self = raised;
        self.note(mantissa.unsigned_abs());
        Ok((mantissa, factor))
    }

    /// By what to multiply amounts that are to have so many places, and what they are then.
    fn raised(self, scale: u32) -> Option<(i128, Self)> {
        let factor = power_of_ten(scale.checked_sub(self.scale)?);
        let largest = i128::try_from(self.largest).ok()?;
        let largest = rescale(largest, self.scale, scale)?.unsigned_abs();
        // Zeros stay what they are, however many places there are.
        let factor = factor.filter(|_| largest > 0).unwrap_or(1);
        Some((factor, Self { scale, largest }))
    }

    /// Brings two groups of amounts to common places, and returns by what each is to be multiplied.
    ///
    /// # Errors
    /// [`Error::Overflow`] where one does not fit; nothing has changed then.
    pub(crate) fn join(&mut self, other: Self) -> Result<(i128, i128)> {
        let common = self.scale.max(other.scale);
        let raise = |places: Self| {
            let largest = i128::try_from(places.largest).unwrap_or(i128::MAX);
            let raised = places.raised(common);
            raised.ok_or_else(|| match to_decimal(largest, places.scale) {
                Ok(largest) => no_common_places(largest),
                Err(error) => error,
            })
        };
        let (ours, mut joined) = raise(*self)?;
        let (theirs, other) = raise(other)?;
        joined.note(other.largest);
        *self = joined;
        Ok((ours, theirs))
    }
}

fn no_common_places(amount: Decimal) -> Error {
    Error::overflow("a sum of amounts with so many digits", amount).with_cure(TOO_MANY_DIGITS)
}
