//! Quotients of money, rounded once: the only place where money loses digits, and the caller says
//! how.

use rust_decimal::{Decimal, RoundingStrategy};

use super::money::{rescale, trimmed};
use crate::{Error, Result};

/// The most decimal places: two digits are kept to tell a half from a little more.
const MOST: u32 = 26;

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

/// How a quotient becomes money.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rounded {
    places: u32,
    strategy: RoundingStrategy,
}

impl Rounded {
    /// # Errors
    /// [`Error::OutOfRange`] for more than 26 places.
    pub(crate) fn new(places: u32, strategy: RoundingStrategy) -> Result<Self> {
        if places > MOST {
            let allowed = format_args!("at most {MOST}");
            return Err(Error::out_of_range("decimal places", places, allowed));
        }
        Ok(Self { places, strategy })
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
        let rounded = Rounded::new(places, strategy).unwrap();
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
        let rounded = Rounded::new(2, ToZero).unwrap();
        assert_eq!(rounded.times_difference(3, third, none), Ok(dec!(100)));
        assert_eq!(rounded.times_difference(3, none, third), Ok(dec!(-100)));
        assert_eq!(rounded.times_difference(0, third, none), Ok(dec!(0)));
    }

    #[test]
    fn a_rate_is_what_was_written() {
        let rounded = Rounded::new(2, MidpointNearestEven).unwrap();
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
        assert!(Rounded::new(27, ToZero).is_err());
        let all = Mean {
            total: Decimal::MAX,
            of: 1,
        };
        let none = Mean {
            total: Decimal::MIN,
            of: 1,
        };
        let rounded = Rounded::new(2, ToZero).unwrap();
        let difference = rounded.times_difference(u64::MAX, all, none);
        assert!(matches!(difference, Err(Error::Overflow { .. })));
    }
}
