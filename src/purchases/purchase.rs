use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::{Error, Result};

/// One row of a purchase log: a customer, a day, an amount of money. A refund is negative.
///
/// The customer may be any key: a number, a `String`, a `&str`. All amounts are in one currency. With
/// the feature `serde` the amount is written as a string, `"29.33"`.
///
/// Rows often come in another shape:
///
/// * a moment instead of a day: [`day_of`](crate::period::day_of) returns the day in the shop's time
///   zone;
/// * an amount as a floating-point number: [`amount_from_f64`];
/// * an amount in cents: [`amount_from_minor`].
///
/// ```
/// use chrono::{DateTime, FixedOffset, Utc};
/// use retention::period::day_of;
/// use retention::purchases::{Purchase, amount_from_f64, amount_from_minor};
/// use rust_decimal::{RoundingStrategy, dec};
///
/// let moment: DateTime<Utc> = "2024-05-01T23:30:00Z".parse().unwrap();
/// let shop = FixedOffset::east_opt(2 * 3600).unwrap();
/// let bought = Purchase {
///     customer: "Ann",
///     date: day_of(&moment, &shop)?,
///     amount: amount_from_minor(29_33, 2)?,
/// };
/// assert_eq!((bought.date.to_string().as_str(), bought.amount), ("2024-05-02", dec!(29.33)));
/// let amount = amount_from_f64(29.33, 2, RoundingStrategy::MidpointNearestEven)?;
/// assert_eq!(amount, bought.amount);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Purchase<Id> {
    /// Who bought.
    pub customer: Id,
    /// On which day.
    pub date: NaiveDate,
    /// For how much. Round the result of a division, such as a price without tax, to the decimal
    /// places of the currency: sums are exact, and with 28 places they soon fit no decimal.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub amount: Decimal,
}

/// The most decimal places of an amount: two more are kept to tell a half from a little more.
const MOST_PLACES: u32 = 26;

/// Returns an amount of money from a floating-point number, rounded to so many decimal places.
///
/// The number is read as the shortest decimal that prints it: 1.005 is 1.005, and with two places and
/// half away from zero 1.01, although as a binary fraction it lies below the half.
///
/// # Errors
/// [`Error::NotFinite`] for NaN and infinities; [`Error::OutOfRange`] for more than 26 places;
/// [`Error::Overflow`] if the amount exceeds what a decimal holds, about 7.9 · 10²⁸.
///
/// ```
/// use retention::purchases::amount_from_f64;
/// use rust_decimal::{RoundingStrategy, dec};
///
/// let half_up = RoundingStrategy::MidpointAwayFromZero;
/// assert_eq!(amount_from_f64(1.005, 2, half_up)?, dec!(1.01));
/// assert_eq!(amount_from_f64(0.1 + 0.2, 2, half_up)?, dec!(0.30));
/// # Ok::<(), retention::Error>(())
/// ```
pub fn amount_from_f64(value: f64, places: u32, strategy: RoundingStrategy) -> Result<Decimal> {
    let value = crate::error::finite("amount", value)?;
    if places > MOST_PLACES {
        let allowed = format_args!("0 to {MOST_PLACES}");
        return Err(Error::out_of_range("decimal places", places, allowed));
    }
    let exact = decimal_as_printed(value);
    let rounded = exact
        .ok_or_else(|| Error::overflow("an amount of money", value))?
        .round_dp_with_strategy(places, strategy);
    // Nothing is left of an amount below the last place, not even the sign.
    Ok(if rounded.is_zero() {
        rounded.abs()
    } else {
        rounded
    })
}

/// Returns the shortest decimal that a finite number is printed as. Beyond 28 places the last digit
/// stands for what follows: it tells a half, or nothing, from a little more.
fn decimal_as_printed(value: f64) -> Option<Decimal> {
    let printed = format!("{value:e}");
    let (digits, exponent) = printed.split_once('e')?;
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let mantissa: i128 = format!("{whole}{part}").parse().ok()?;
    let exponent = exponent.parse::<i64>().ok()? - i64::try_from(part.len()).ok()?;
    let power = |exponent: i64| 10_i128.checked_pow(u32::try_from(exponent).ok()?);
    if exponent >= 0 {
        let mantissa = mantissa.checked_mul(power(exponent)?)?;
        return Decimal::try_from_i128_with_scale(mantissa, 0).ok();
    }
    let beyond = -exponent - i64::from(Decimal::MAX_SCALE);
    if beyond <= 0 {
        return Decimal::try_from_i128_with_scale(mantissa, u32::try_from(-exponent).ok()?).ok();
    }
    // Beyond all integers the power leaves nothing of the mantissa but its sign.
    let power = power(beyond).unwrap_or(i128::MAX);
    let (kept, rest) = (mantissa / power, mantissa % power);
    let more = if kept % 5 == 0 { rest.signum() } else { 0 };
    Decimal::try_from_i128_with_scale(kept + more, Decimal::MAX_SCALE).ok()
}

/// Returns an amount of money from a whole number of minor units, such as cents: 2933 at scale 2 is
/// 29.33.
///
/// # Errors
/// [`Error::OutOfRange`] for a scale of more than 28 decimal places.
///
/// ```
/// use retention::purchases::amount_from_minor;
/// use rust_decimal::dec;
///
/// assert_eq!(amount_from_minor(29_33, 2)?, dec!(29.33));
/// assert_eq!(amount_from_minor(500, 0)?, dec!(500)); // yen
/// # Ok::<(), retention::Error>(())
/// ```
pub fn amount_from_minor(units: i64, scale: u32) -> Result<Decimal> {
    Decimal::try_new(units, scale).map_err(|_| Error::out_of_range("scale", scale, "0 to 28"))
}

#[cfg(feature = "jiff")]
#[cfg_attr(docsrs, doc(cfg(feature = "jiff")))]
impl<Id> Purchase<Id> {
    /// Creates a purchase from a date of `jiff`.
    ///
    /// # Errors
    /// As [`from_civil`](crate::period::jiff::from_civil).
    pub fn from_civil(customer: Id, date: ::jiff::civil::Date, amount: Decimal) -> Result<Self> {
        Ok(Self {
            customer,
            date: crate::period::jiff::from_civil(date)?,
            amount,
        })
    }

    /// Returns its date as one of `jiff`.
    ///
    /// # Errors
    /// As [`to_civil`](crate::period::jiff::to_civil).
    pub fn civil_date(&self) -> Result<::jiff::civil::Date> {
        crate::period::jiff::to_civil(self.date)
    }
}

#[cfg(test)]
mod tests {
    use RoundingStrategy::{
        AwayFromZero, MidpointAwayFromZero, MidpointNearestEven, ToNegativeInfinity, ToZero,
    };
    use rust_decimal::dec;

    use super::*;

    #[test]
    fn a_number_is_the_decimal_that_it_is_printed_as() {
        for (value, places, strategy, amount) in [
            (29.33, 2, MidpointNearestEven, dec!(29.33)),
            (1.005, 2, MidpointAwayFromZero, dec!(1.01)),
            (1.005, 2, MidpointNearestEven, dec!(1.00)),
            (-0.125, 2, MidpointAwayFromZero, dec!(-0.13)),
            (12.0, 2, ToZero, dec!(12)),
            (1e20, 2, ToZero, dec!(100000000000000000000)),
            (7.9e28, 0, ToZero, dec!(79000000000000000000000000000)),
            (1e-7, 6, AwayFromZero, dec!(0.000001)),
        ] {
            assert_eq!(
                amount_from_f64(value, places, strategy),
                Ok(amount),
                "{value}"
            );
        }
    }

    #[test]
    fn what_lies_beyond_28_places_still_tells_a_half_from_more() {
        let of = |value, places, strategy| amount_from_f64(value, places, strategy).unwrap();
        assert_eq!(of(1e-300, 2, AwayFromZero), dec!(0.01));
        assert_eq!(of(-1e-300, 2, ToNegativeInfinity), dec!(-0.01));
        assert_eq!(of(1e-300, 26, MidpointAwayFromZero), dec!(0));
        assert_eq!(of(5e-27, 26, ToZero), dec!(0));
        assert_eq!(of(5e-27, 26, MidpointNearestEven), dec!(0));
        assert_eq!(of(5.000000001e-27, 26, MidpointNearestEven).scale(), 26);
        assert_eq!(of(5.000000001e-27, 26, MidpointNearestEven).mantissa(), 1);
        assert_eq!(of(4.9999999e-27, 26, MidpointAwayFromZero), dec!(0));
        assert_eq!(of(-0.001, 2, ToZero).to_string(), "0.00");
        assert_eq!(of(-0.0, 2, ToZero).to_string(), "0");
    }

    #[test]
    fn what_is_no_amount_is_an_error() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let error = amount_from_f64(value, 2, ToZero).unwrap_err();
            assert!(matches!(error, Error::NotFinite { .. }), "{error}");
        }
        for value in [8e28, f64::MAX, f64::MIN] {
            let error = amount_from_f64(value, 2, ToZero).unwrap_err();
            assert!(matches!(error, Error::Overflow { .. }), "{error}");
        }
        assert!(amount_from_f64(1.0, 27, ToZero).is_err());
        assert!(amount_from_minor(1, 29).is_err());
        assert_eq!(
            amount_from_minor(i64::MIN, 28).unwrap().mantissa(),
            i64::MIN.into()
        );
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn a_purchase_keeps_its_day() {
        let day = ::jiff::civil::date(2024, 5, 2);
        let bought = Purchase::from_civil("Ann", day, Decimal::ONE).unwrap();
        assert_eq!(bought.date.to_string(), "2024-05-02");
        assert_eq!(bought.civil_date(), Ok(day));
    }
}
