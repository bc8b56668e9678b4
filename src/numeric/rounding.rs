//! From `f64` to money: how many decimal places, and how to round to them, is the caller's to say.

use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::{Error, Result};

/// Decimal places and how to round to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rounding {
    pub(crate) places: u32,
    pub(crate) strategy: RoundingStrategy,
}

impl Rounding {
    /// To at most the 28 places that a decimal has.
    pub(crate) fn new(places: u32, strategy: RoundingStrategy) -> Result<Self> {
        if places > Decimal::MAX_SCALE {
            return Err(Error::out_of_range("decimal places", places, "0 to 28"));
        }
        Ok(Self { places, strategy })
    }

    /// `amount × factor`, rounded; the factor is the decimal that it is printed as.
    pub(crate) fn times(self, amount: Decimal, factor: f64) -> Result<Decimal> {
        // Infinities and NaN are no decimals either.
        Decimal::from_str(&factor.to_string())
            .ok()
            .and_then(|factor| amount.checked_mul(factor))
            .map(|product| product.round_dp_with_strategy(self.places, self.strategy))
            .ok_or_else(|| {
                Error::overflow(
                    "an amount of money times a number",
                    format_args!("{amount} × {factor:e}"),
                )
            })
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::dec;

    use super::*;

    const NEAREST: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

    fn times(amount: Decimal, factor: f64, places: u32) -> Result<Decimal> {
        Rounding::new(places, NEAREST)
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
