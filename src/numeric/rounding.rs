//! Products and quotients of money, rounded once: the only place where money loses digits, and the
//! caller says how many places are kept and how to round to them.

use std::fmt::Write;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};

use super::money::{rescale, trimmed};
use crate::{Error, Result};

/// The most decimal places of a quotient: two digits are kept to tell a half from a little more.
const MOST: u32 = 26;

/// Numbers from 10⁻²⁰ to 10³⁰ or so are printed in so many bytes.
const PRINTED: usize = 40;

/// Text in a fixed number of bytes.
struct Text {
    bytes: [u8; PRINTED],
    length: usize,
}

impl Write for Text {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let to = self.length + text.len();
        let place = self.bytes.get_mut(self.length..to).ok_or(std::fmt::Error)?;
        place.copy_from_slice(text.as_bytes());
        self.length = to;
        Ok(())
    }
}

/// The decimal that a number is printed as; infinities, NaN and what is too large are none.
fn printed(number: f64) -> Option<Decimal> {
    let mut text = Text {
        bytes: [0; PRINTED],
        length: 0,
    };
    // Few numbers are longer.
    if write!(text, "{number}").is_err() {
        return Decimal::from_str(&number.to_string()).ok();
    }
    let bytes = text.bytes.get(..text.length)?;
    Decimal::from_str(std::str::from_utf8(bytes).ok()?).ok()
}

/// Money in parts: this amount divided among so many.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mean {
    pub(crate) total: Decimal,
    pub(crate) of: u64,
}

/// The places that a rate is kept to.
const RATE_PLACES: u32 = 12;

/// A rate as an integer of so many decimal places. One beyond all integers saturates, and then its
/// product overflows.
fn in_parts(rate: f64) -> i128 {
    (rate * 1e12).round() as i128
}

/// `amount · rate`, the rate kept to twelve decimal places, and not rounded.
pub(crate) fn product(amount: Decimal, rate: f64) -> Result<Decimal> {
    let overflow = || Error::overflow("a share of an amount", amount);
    let trimmed = trimmed(amount);
    let product = trimmed.mantissa().checked_mul(in_parts(rate));
    let (mut parts, mut scale) = (product.ok_or_else(overflow)?, trimmed.scale() + RATE_PLACES);
    while scale > 0 && parts % 10 == 0 {
        parts /= 10;
        scale -= 1;
    }
    Decimal::try_from_i128_with_scale(parts, scale).map_err(|_| overflow())
}

/// Decimal places and how to round to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rounding {
    pub(crate) places: u32,
    pub(crate) strategy: RoundingStrategy,
}

impl Rounding {
    /// Rounds to at most the 26 places of a quotient.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for more than 26 places.
    pub(crate) fn new(places: u32, strategy: RoundingStrategy) -> Result<Self> {
        Self::to_at_most(MOST, places, strategy)
    }

    /// Rounds products to at most the 28 places of a decimal.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for more than 28 places.
    pub(crate) fn of_products(places: u32, strategy: RoundingStrategy) -> Result<Self> {
        Self::to_at_most(Decimal::MAX_SCALE, places, strategy)
    }

    fn to_at_most(most: u32, places: u32, strategy: RoundingStrategy) -> Result<Self> {
        if places > most {
            let allowed = format_args!("0 to {most}");
            return Err(Error::out_of_range("decimal places", places, allowed));
        }
        Ok(Self { places, strategy })
    }

    /// Returns `amount × factor`, rounded once; the factor is the decimal that it is printed as.
    ///
    /// # Errors
    /// [`Error::Overflow`] if the product or the factor is beyond what a decimal holds.
    pub(crate) fn times(self, amount: Decimal, factor: f64) -> Result<Decimal> {
        printed(factor)
            .and_then(|factor| self.times_exactly(amount, factor))
            .ok_or_else(|| {
                Error::overflow(
                    "an amount of money times a number",
                    format_args!("{amount} × {factor:e}"),
                )
            })
    }

    /// The product of both mantissas is exact where an integer holds it. Where it does not, the
    /// product is rounded by `Decimal` to its 28 digits first.
    fn times_exactly(self, amount: Decimal, factor: Decimal) -> Option<Decimal> {
        let exact = amount
            .mantissa()
            .checked_mul(factor.mantissa())
            .and_then(|product| self.of_parts(product, amount.scale() + factor.scale()));
        exact.or_else(|| {
            let product = amount.checked_mul(factor)?;
            Some(product.round_dp_with_strategy(self.places, self.strategy))
        })
    }

    /// Returns `numerator × 10^-scale`, rounded.
    fn of_parts(self, numerator: i128, scale: u32) -> Option<Decimal> {
        if scale <= self.places {
            return Decimal::try_from_i128_with_scale(numerator, scale).ok();
        }
        self.quotient(numerator, scale, 1)
    }

    /// `times · (to − from)`, exact before it is rounded; the means are of at least one.
    pub(crate) fn times_difference(self, times: u64, to: Mean, from: Mean) -> Result<Decimal> {
        let (above, below) = (trimmed(to.total), trimmed(from.total));
        let scale = above.scale().max(below.scale());
        let numerator = || {
            let of_to = rescale(above.mantissa(), above.scale(), scale)?;
            let of_from = rescale(below.mantissa(), below.scale(), scale)?;
            of_to
                .checked_mul(from.of.into())?
                .checked_sub(of_from.checked_mul(to.of.into())?)?
                .checked_mul(times.into())
        };
        numerator()
            .zip(i128::from(to.of).checked_mul(from.of.into()))
            .and_then(|(numerator, denominator)| self.quotient(numerator, scale, denominator))
            .ok_or_else(|| Error::overflow("the difference of two means", to.total))
    }

    /// `amount · rate`, the rate kept to twelve decimal places.
    pub(crate) fn product(self, amount: Decimal, rate: f64) -> Result<Decimal> {
        let trimmed = trimmed(amount);
        trimmed
            .mantissa()
            .checked_mul(in_parts(rate))
            .and_then(|numerator| self.quotient(numerator, trimmed.scale() + RATE_PLACES, 1))
            .ok_or_else(|| Error::overflow("a share of an amount", amount))
    }

    /// `numerator × 10^-scale / denominator`, of a positive denominator; `None` where that overflows.
    fn quotient(self, numerator: i128, scale: u32, denominator: i128) -> Option<Decimal> {
        let (numerator, denominator) = match self.places.checked_sub(scale) {
            Some(more) => (rescale(numerator, 0, more)?, denominator),
            None => (
                numerator,
                rescale(denominator, 0, scale.checked_sub(self.places)?)?,
            ),
        };
        let whole = numerator.checked_div(denominator)?;
        let rest = numerator.checked_rem(denominator)?;
        // Two digits that stand for the rest, so that every strategy sees on which side of a half it
        // lies.
        let half = rest
            .unsigned_abs()
            .cmp(&(denominator.unsigned_abs() - rest.unsigned_abs()));
        let guard = match half {
            _ if rest == 0 => 0,
            std::cmp::Ordering::Less => 25,
            std::cmp::Ordering::Equal => 50,
            std::cmp::Ordering::Greater => 75,
        };
        let guarded = whole.checked_mul(100)?.checked_add(guard * rest.signum())?;
        let exact = Decimal::try_from_i128_with_scale(guarded, self.places + 2).ok()?;
        let rounded = exact.round_dp_with_strategy(self.places, self.strategy);
        // Of a loss smaller than the last place nothing is left, not even the sign.
        Some(if rounded.is_zero() {
            rounded.abs()
        } else {
            rounded
        })
    }
}

#[cfg(test)]
mod tests {
    use RoundingStrategy::{
        AwayFromZero, MidpointAwayFromZero, MidpointNearestEven, MidpointTowardZero,
        ToNegativeInfinity, ToPositiveInfinity, ToZero,
    };
    use rust_decimal::dec;

    use super::*;

    /// One customer who moves from nothing to the mean of `of` who bring `total`.
    fn mean(total: Decimal, of: u64, places: u32, strategy: RoundingStrategy) -> String {
        let none = Mean {
            total: Decimal::ZERO,
            of: 1,
        };
        let rounded = Rounding::new(places, strategy).unwrap();
        let mean = rounded.times_difference(1, Mean { total, of }, none);
        mean.unwrap().to_string()
    }

    #[test]
    fn halves_fall_by_the_strategy_and_only_halves() {
        for (strategy, half, above, below, less) in [
            (MidpointNearestEven, "0.12", "0.13", "0.12", "-0.12"),
            (MidpointAwayFromZero, "0.13", "0.13", "0.12", "-0.13"),
            (MidpointTowardZero, "0.12", "0.13", "0.12", "-0.12"),
            (ToZero, "0.12", "0.12", "0.12", "-0.12"),
            (AwayFromZero, "0.13", "0.13", "0.13", "-0.13"),
            (ToNegativeInfinity, "0.12", "0.12", "0.12", "-0.13"),
            (ToPositiveInfinity, "0.13", "0.13", "0.13", "-0.12"),
        ] {
            assert_eq!(mean(dec!(1), 8, 2, strategy), half, "{strategy:?}");
            // A quotient that is above or below a half by less than a decimal can say.
            let hair = 10_u64.pow(18);
            let eighth = Decimal::from(hair / 8);
            let more = eighth.checked_add(Decimal::ONE).unwrap();
            assert_eq!(mean(more, hair, 2, strategy), above, "{strategy:?}");
            let fewer = eighth.checked_sub(Decimal::ONE).unwrap();
            assert_eq!(mean(fewer, hair, 2, strategy), below, "{strategy:?}");
            assert_eq!(mean(dec!(-1), 8, 2, strategy), less, "{strategy:?}");
        }
    }

    #[test]
    fn a_quotient_that_ends_is_exact_at_any_places() {
        assert_eq!(mean(dec!(1), 8, 3, ToZero), "0.125");
        assert_eq!(mean(dec!(1), 8, 26, ToZero), "0.12500000000000000000000000");
        assert_eq!(mean(dec!(-0.001), 4, 2, MidpointNearestEven), "0.00");
    }

    #[test]
    fn thirds_that_meet_again_are_whole() {
        let third = Mean {
            total: dec!(100),
            of: 3,
        };
        let none = Mean {
            total: dec!(0.00),
            of: 7,
        };
        let rounded = Rounding::new(2, ToZero).unwrap();
        assert_eq!(rounded.times_difference(3, third, none), Ok(dec!(100)));
        assert_eq!(rounded.times_difference(3, none, third), Ok(dec!(-100)));
        assert_eq!(rounded.times_difference(0, third, none), Ok(dec!(0)));
    }

    #[test]
    fn a_rate_is_what_was_written() {
        let rounded = Rounding::new(2, MidpointNearestEven).unwrap();
        assert_eq!(rounded.product(dec!(0.35), 0.1), Ok(dec!(0.04)));
        assert_eq!(rounded.product(dec!(0.25), 0.1), Ok(dec!(0.02)));
        assert_eq!(rounded.product(dec!(1000.00), -0.07), Ok(dec!(-70)));
        assert!(rounded.product(dec!(1), f64::MAX).is_err());
        assert!(rounded.product(Decimal::MAX, 1.0).is_err());
    }

    #[test]
    fn a_product_is_kept_whole_where_it_fits() {
        assert_eq!(product(dec!(101.00), 0.333), Ok(dec!(33.633)));
        assert_eq!(product(dec!(0.01), -1e-12), Ok(dec!(-0.00000000000001)));
        assert_eq!(product(dec!(0.00), 0.5), Ok(dec!(0)));
        assert!(product(dec!(1), f64::MAX).is_err());
        assert!(product(Decimal::MAX, 0.123).is_err());
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        assert!(Rounding::new(27, ToZero).is_err());
        let all = Mean {
            total: Decimal::MAX,
            of: 1,
        };
        let none = Mean {
            total: Decimal::MIN,
            of: 1,
        };
        let rounded = Rounding::new(2, ToZero).unwrap();
        let difference = rounded.times_difference(u64::MAX, all, none);
        assert!(matches!(difference, Err(Error::Overflow { .. })));
    }

    const NEAREST: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

    fn times(amount: Decimal, factor: f64, places: u32) -> Result<Decimal> {
        Rounding::of_products(places, NEAREST)
            .unwrap()
            .times(amount, factor)
    }

    #[test]
    fn a_factor_is_the_decimal_it_is_printed_as() {
        // As a binary fraction 1.005 lies below the half.
        assert_eq!(times(dec!(1), 1.005, 2), Ok(dec!(1.01)));
        assert_eq!(times(dec!(3), 0.1, 28), Ok(dec!(0.3)));
        assert_eq!(times(dec!(20), 0.125, 0), Ok(dec!(3)));
    }

    #[test]
    fn a_product_is_rounded_once() {
        let hair = dec!(1.0000000000000000000000000001);
        let banker = Rounding::of_products(0, MidpointNearestEven).unwrap();
        assert_eq!(banker.times(hair, 0.5), Ok(dec!(1)));
        assert_eq!(banker.times(dec!(1), 0.5), Ok(dec!(0)));
    }

    #[test]
    fn what_is_too_small_is_zero_and_what_is_too_large_an_error() {
        assert_eq!(times(dec!(1), 1e-40, 2), Ok(dec!(0)));
        for factor in [1e30, f64::INFINITY, f64::NAN] {
            assert!(matches!(
                times(dec!(1), factor, 2),
                Err(Error::Overflow { .. })
            ));
        }
        assert!(times(Decimal::MAX, 1.5, 2).is_err());
    }
}
