//! Exact money: integers at a common scale.
//!
//! `Decimal::checked_add` rounds in silence when scales differ, so no sum goes through it. Amounts
//! are brought to the largest scale among them, as `i64` where they all fit (half the memory, and
//! faster) and as `i128` where one does not; what fits in neither is an error.

use rust_decimal::Decimal;

pub(crate) use super::column::{Column, Merge, with_room};
pub(crate) use super::mantissas::Mantissas;
pub(crate) use super::places::Places;

use crate::{Error, Result};

/// `10^exponent`, for the 0 to 38 that fit.
pub(crate) fn power_of_ten(exponent: u32) -> Option<i128> {
    10_i128.checked_pow(exponent)
}

/// `mantissa` at scale `from`, as a mantissa at the larger scale `to`.
#[inline]
pub(crate) fn rescale(mantissa: i128, from: u32, to: u32) -> Option<i128> {
    if mantissa == 0 || from == to {
        return Some(mantissa);
    }
    mantissa.checked_mul(power_of_ten(to.checked_sub(from)?)?)
}

/// The mantissa of an amount if its magnitude fits in 63 bits.
#[inline]
pub(crate) fn narrow(amount: Decimal) -> Option<i64> {
    let parts = amount.unpack();
    let magnitude = u64::from(parts.mid) << 32 | u64::from(parts.lo);
    let magnitude = i64::try_from(magnitude).ok().filter(|_| parts.hi == 0)?;
    Some(if parts.negative {
        -magnitude
    } else {
        magnitude
    })
}

/// An amount in two registers, for a call that should cost nothing where it is not made.
#[derive(Clone, Copy)]
pub(crate) struct InRegisters(u64, u64);

impl InRegisters {
    #[inline(always)]
    pub(crate) fn of(amount: Decimal) -> Self {
        let parts = amount.unpack();
        let low = u64::from(parts.mid) << 32 | u64::from(parts.lo);
        let above = u64::from(parts.hi) << 32 | u64::from(parts.scale) << 1;
        Self(low, above | u64::from(parts.negative))
    }

    pub(crate) const fn amount(self) -> Decimal {
        let Self(low, above) = self;
        let (middle, high) = ((low >> 32) as u32, (above >> 32) as u32);
        Decimal::from_parts(low as u32, middle, high, above & 1 == 1, above as u32 >> 1)
    }
}

/// The mantissa of an amount if its magnitude fits in 31 bits.
#[inline]
pub(crate) fn small(amount: Decimal) -> Option<i32> {
    let parts = amount.unpack();
    if parts.mid | parts.hi > 0 {
        return None;
    }
    let magnitude = i32::try_from(parts.lo).ok()?;
    Some(if parts.negative {
        -magnitude
    } else {
        magnitude
    })
}

/// A currency has no more decimal places than these.
pub(crate) const CURRENCY: u32 = 6;

/// The amount without trailing zeros that only arithmetic leaves behind, beyond the places of a
/// currency. Without this, a padded zero would raise the scale of everything.
#[inline]
pub(crate) fn trimmed(amount: Decimal) -> Decimal {
    if amount.scale() > CURRENCY {
        amount.normalize()
    } else {
        amount
    }
}

/// The decimal `mantissa × 10^-scale`, with trailing zeros dropped only where it would not fit
/// otherwise.
#[inline]
pub(crate) fn to_decimal(mantissa: i128, scale: u32) -> Result<Decimal> {
    // The result is put together at the end, so that short decimals stay out of memory on the way.
    let decimal = match u64::try_from(mantissa.unsigned_abs()) {
        Ok(magnitude) if scale <= Decimal::MAX_SCALE => {
            let (low, middle) = (magnitude as u32, (magnitude >> 32) as u32);
            Decimal::from_parts(low, middle, 0, mantissa < 0, scale)
        }
        _ => to_long_decimal(mantissa, scale)?,
    };
    Ok(decimal)
}

#[cold]
fn to_long_decimal(mantissa: i128, scale: u32) -> Result<Decimal> {
    match Decimal::try_from_i128_with_scale(mantissa, scale) {
        Ok(decimal) => Ok(decimal),
        Err(_) => shortened(mantissa, scale),
    }
}

#[cold]
fn shortened(mantissa: i128, scale: u32) -> Result<Decimal> {
    let (mut m, mut s) = (mantissa, scale);
    loop {
        if let Ok(decimal) = Decimal::try_from_i128_with_scale(m, s) {
            return Ok(decimal);
        }
        if s == 0 || m % 10 != 0 {
            let value = match scale {
                0 => mantissa.to_string(),
                _ => format!("{} with {scale} decimal places", to_f64(mantissa, scale)),
            };
            return Err(too_long(value));
        }
        m /= 10;
        s -= 1;
    }
}

/// What to do about amounts whose exact sum has more digits than a decimal holds: most often they come
/// from a division, such as a price without tax.
pub(crate) const TOO_MANY_DIGITS: &str =
    "round each amount to the decimal places of the currency before adding";

fn too_long(value: impl std::fmt::Display) -> Error {
    Error::overflow("an exact sum of money", value).with_cure(TOO_MANY_DIGITS)
}

/// `mantissa × 10^-scale` as the nearest `f64`, to within two units in the last place.
pub(crate) fn to_f64(mantissa: i128, scale: u32) -> f64 {
    // No scale exceeds 28, and 10^22 is the last power that is exact: one rounding more above it.
    mantissa as f64 / 10_f64.powi(scale.min(38) as i32)
}

/// `amount` as the nearest `f64`.
pub(crate) fn decimal_to_f64(amount: Decimal) -> f64 {
    to_f64(amount.mantissa(), amount.scale())
}

/// `part / whole`, `None` where `whole` is not positive.
pub(crate) fn ratio(part: Decimal, whole: Decimal) -> Option<f64> {
    if whole <= Decimal::ZERO {
        return None;
    }
    let scale = part.scale().max(whole.scale());
    // At a common scale the quotient is rounded once; where that does not fit, three times.
    match (
        rescale(part.mantissa(), part.scale(), scale),
        rescale(whole.mantissa(), whole.scale(), scale),
    ) {
        (Some(part), Some(whole)) => Some(quotient(part, whole)),
        _ => Some(decimal_to_f64(part) / decimal_to_f64(whole)),
    }
}

/// `part / whole` of mantissas at one scale, as `f64` has it. A quotient that a few digits can write
/// is rounded once, whatever the scale: a quarter is 0.25 of amounts of 20 decimal places too.
pub(crate) fn quotient(part: i128, whole: i128) -> f64 {
    /// Up to here integers are exact as `f64`.
    const EXACT: u128 = 1 << f64::MANTISSA_DIGITS;
    let (mut a, mut b) = (part.unsigned_abs(), whole.unsigned_abs());
    if a.max(b) <= EXACT {
        return part as f64 / whole as f64;
    }
    while b > 0 {
        (a, b) = (b, a % b);
    }
    // What divides both; one of them is not zero.
    let (part_sign, whole_sign) = (part.signum() as f64, whole.signum() as f64);
    let (part, whole) = (part.unsigned_abs() / a, whole.unsigned_abs() / a);
    (part as f64 * part_sign) / (whole as f64 * whole_sign)
}

/// A sum of money that does not round. Whether amounts can be added up does not depend on their order: all
/// of them without their signs must fit too, at the largest scale among them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct MoneySum {
    mantissa: i128,
    /// The sum without signs.
    volume: i128,
    scale: u32,
}

impl MoneySum {
    /// Adds an amount.
    #[inline]
    pub(crate) fn add(&mut self, amount: Decimal) -> Result<()> {
        // Most amounts of a currency have one scale.
        if amount.scale() == self.scale
            && self.scale <= CURRENCY
            && let Some(volume) = self.volume.checked_add(amount.mantissa().abs())
        {
            // No sum is larger than that without signs.
            self.mantissa = self.mantissa.wrapping_add(amount.mantissa());
            self.volume = volume;
            return Ok(());
        }
        self.add_any(amount)
    }

    /// Adds an amount of any scale.
    fn add_any(&mut self, amount: Decimal) -> Result<()> {
        let amount = trimmed(amount);
        self.add_scaled(amount.mantissa(), amount.scale())
            .ok_or_else(|| too_long(amount))
    }

    /// Adds `mantissa × 10^-scale`; `None` where the sum no longer fits.
    fn add_scaled(&mut self, mantissa: i128, scale: u32) -> Option<()> {
        let common = self.scale.max(scale);
        let ours = |held| rescale(held, self.scale, common);
        let more = rescale(mantissa, scale, common)?;
        let volume = ours(self.volume)?.checked_add(more.checked_abs()?)?;
        let mantissa = ours(self.mantissa)?.checked_add(more)?;
        *self = Self {
            mantissa,
            volume,
            scale: common,
        };
        Some(())
    }

    /// The sum as a decimal.
    pub(crate) fn finish(self) -> Result<Decimal> {
        to_decimal(self.mantissa, self.scale)
    }
}

/// The exact sum of `amounts`.
pub(crate) fn sum(amounts: impl IntoIterator<Item = Decimal>) -> Result<Decimal> {
    let mut total = MoneySum::default();
    for (row, amount) in amounts.into_iter().enumerate() {
        total.add(amount).map_err(|error| error.at_row(row))?;
    }
    total.finish()
}

/// `a + b`, exactly.
pub(crate) fn add(a: Decimal, b: Decimal) -> Result<Decimal> {
    sum([a, b])
}

/// `a − b`, exactly.
pub(crate) fn subtract(a: Decimal, mut b: Decimal) -> Result<Decimal> {
    b.set_sign_negative(b.is_sign_positive());
    add(a, b)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::dec;

    use super::*;

    #[test]
    fn a_sum_of_different_scales_keeps_every_digit() {
        let total = sum([dec!(79228162514264337593543950), dec!(0.01), dec!(-0.001)]).unwrap();
        assert_eq!(total.to_string(), "79228162514264337593543950.009");
    }

    #[test]
    fn a_sum_beyond_a_decimal_is_an_error_at_its_row() {
        assert!(sum([Decimal::MAX, Decimal::ONE]).is_err());
        let error = sum([dec!(1), Decimal::MAX, dec!(0.0000000000000000000000000001)]).unwrap_err();
        assert!(error.row() == Some(2), "{error:?}");
    }

    #[test]
    fn trailing_zeros_give_way_before_a_sum_overflows() {
        let total = sum([Decimal::MAX, dec!(0.0)]).unwrap();
        assert_eq!(total, Decimal::MAX);
    }

    #[test]
    fn ratios_are_rounded_once() {
        assert_eq!(ratio(dec!(1), dec!(3)), Some(1.0 / 3.0));
        assert_eq!(ratio(dec!(0.1), dec!(0.3)), Some(1.0 / 3.0));
        assert_eq!(ratio(dec!(1), dec!(0.00)), None);
    }

    #[test]
    fn quotients_are_the_same_at_every_scale() {
        assert_eq!((quotient(0, 5), quotient(5, 0)), (0.0, f64::INFINITY));
        assert!(quotient(0, 0).is_nan());
        assert_eq!(quotient(i128::MAX, i128::MAX), 1.0);
        assert_eq!(quotient(i128::MIN, 1), -(2.0_f64.powi(127)));
        for (part, whole) in [(-1, 4), (1, 10), (-3, 10), (7, -3), (0, 1), (1, 3)] {
            for zeros in 0..=36 {
                let at = |mantissa: i128| mantissa * 10_i128.pow(zeros);
                assert_eq!(
                    quotient(at(part), at(whole)),
                    part as f64 / whole as f64,
                    "{part} / {whole} with {zeros} zeros"
                );
            }
        }
    }

    #[test]
    fn whether_amounts_add_up_does_not_depend_on_their_order() {
        let least = Decimal::new(1, 28);
        let small = Decimal::new(1, 9);
        let orders = |last: Decimal| {
            let [most, least] = [Decimal::MAX, Decimal::MIN];
            [
                [most, least, last],
                [most, last, least],
                [last, most, least],
                [least, last, most],
            ]
        };
        for order in orders(least) {
            assert!(sum(order).is_err(), "{order:?}");
        }
        for order in orders(small) {
            assert_eq!(sum(order), Ok(small), "{order:?}");
        }
    }

    proptest! {
        #[test]
        fn a_sum_does_not_depend_on_order(
            mut amounts in prop::collection::vec((any::<i64>(), 0_u32..12), 1..40)
        ) {
            let decimals = |amounts: &[(i64, u32)]| {
                amounts.iter().map(|&(m, s)| Decimal::new(m, s)).collect::<Vec<_>>()
            };
            let forward = sum(decimals(&amounts)).ok();
            amounts.reverse();
            prop_assert_eq!(forward, sum(decimals(&amounts)).ok());
        }
    }
}
