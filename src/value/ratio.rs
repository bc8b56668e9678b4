use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::error::{Place, non_negative};
use crate::estimate::Ratio;
use crate::numeric::money;
use crate::{Error, Result};

/// The rounding error that a few divisions of decimals leave in a difference of zero.
pub(super) const ROUNDING: f64 = 1e-12;

/// Compares two ratios. They are equal if only rounding separates them: 7.21 / 7 is 1.03.
pub(super) fn compare(left: f64, right: f64) -> Ordering {
    if (left - right).abs() <= ROUNDING * right.abs().max(1.0) {
        Ordering::Equal
    } else {
        left.total_cmp(&right)
    }
}

/// Returns whether `answers` are at least `minimum`, but for rounding.
pub(super) fn sufficient(answers: f64, minimum: u64) -> bool {
    compare(answers, minimum as f64) != Ordering::Less
}

/// Computes customer value: quality over price.
///
/// ```text
/// V = Q / P
/// ```
///
/// Q is the market-perceived quality ratio and P the relative price. A value above 1 is more for the
/// money than the competitors give. Any other units will do, but then compare only values in the same
/// units. The quotient is `None` if the price is zero.
///
/// Sources differ: customers weigh quality against price by a ratio (Gale; Monroe) or by a difference
/// (Rust and Oliver). This is the ratio. The [fair-value line](super::map::FairValueLine) gives the two
/// their own weights, and can disagree with the ratio.
///
/// # Errors
/// [`Error::NotFinite`] and [`Error::OutOfRange`] for a quality or a price that is not a number of 0
/// or more.
///
/// ```
/// use retention::value::customer_value;
///
/// let value = customer_value(1.2, 1.25)?;
/// assert_eq!(value.value(), Some(0.96));
/// assert_eq!(customer_value(1.2, 0.0)?.value(), None);
/// # Ok::<(), retention::Error>(())
/// ```
#[doc(alias = "V = Q/P")]
#[doc(alias = "顾客价值")]
#[doc(alias = "顧客價值")]
pub fn customer_value(quality_ratio: f64, relative_price: f64) -> Result<Ratio> {
    Ratio::new(
        non_negative("quality ratio", quality_ratio)?,
        non_negative("relative price", relative_price)?,
    )
}

/// Computes our price over the mean of the competitors' prices, from what was really paid: 1 is the
/// market's price, more is dearer.
///
/// ```text
/// relative price = our price / mean of the competitors' prices
/// ```
///
/// The prices must be of the same thing in one currency. A price of zero has no ratio; compare free
/// offers by [`DeliveredValue`](super::delivered::DeliveredValue).
///
/// # Errors
/// [`Error::Empty`] without competitors; [`Error::OutOfRange`] for a price of zero or less, at the
/// supplier if it is a competitor's; [`Error::Overflow`] if a sum exceeds what a decimal holds.
///
/// ```
/// use retention::value::relative_price;
/// use rust_decimal::dec;
///
/// assert_eq!(relative_price(dec!(23.00), &[dec!(19.00), dec!(21.00)])?, 1.15);
/// # Ok::<(), retention::Error>(())
/// ```
#[doc(alias = "相对价格")]
pub fn relative_price(ours: Decimal, competitors: &[Decimal]) -> Result<f64> {
    positive("our price", ours)?;
    if competitors.is_empty() {
        return Err(Error::empty("competitor's price"));
    }
    for (at, &price) in competitors.iter().enumerate() {
        positive("competitor's price", price)
            .map_err(|error| error.at_place(Place::Supplier(at.into())))?;
    }
    over_mean(
        ours,
        money::sum(competitors.iter().copied())?,
        competitors.len(),
    )
}

/// Returns each of several prices, all above zero, over the mean of the others.
pub(super) fn relative_prices(prices: &[Decimal]) -> Result<Vec<f64>> {
    let total = money::sum(prices.iter().copied())?;
    let others = prices.len().saturating_sub(1);
    prices
        .iter()
        .map(|&ours| over_mean(ours, money::subtract(total, ours)?, others))
        .collect()
}

fn over_mean(ours: Decimal, sum: Decimal, count: usize) -> Result<f64> {
    // Multiplied before it is divided: the ratio of equal prices is 1 to the last digit.
    let ours = money::trimmed(ours);
    let times = i128::try_from(count)
        .ok()
        .and_then(|count| ours.mantissa().checked_mul(count))
        .ok_or_else(|| Error::overflow("multiplying a price by the number of competitors", ours))?;
    money::ratio(money::to_decimal(times, ours.scale())?, sum)
        .ok_or_else(|| Error::out_of_range("sum of the competitors' prices", sum, "above 0"))
}

pub(super) fn positive(argument: &'static str, price: Decimal) -> Result<()> {
    if price <= Decimal::ZERO {
        return Err(Error::out_of_range(argument, price, "above 0"));
    }
    Ok(())
}
