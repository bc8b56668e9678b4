use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::error::non_negative;
use crate::estimate::Ratio;
use crate::numeric::money;
use crate::{Error, Result};

/// What a few divisions of decimals leave of a difference that is none.
pub(super) const ROUNDING: f64 = 1e-12;

/// How two ratios compare, equal where rounding alone separates them: 7.21 of 7 is 1.03.
pub(super) fn compare(left: f64, right: f64) -> Ordering {
    if (left - right).abs() <= ROUNDING * right.abs().max(1.0) {
        Ordering::Equal
    } else {
        left.total_cmp(&right)
    }
}

/// Customer value: quality over price.
///
/// ```text
/// V = Q / P
/// ```
///
/// With the market-perceived quality ratio for Q and the relative price for P, a value above 1 is
/// more for the money than the competitors give. Both sides may be in any unit; a value in other
/// units compares only with values in the same. The quotient is `None` where the price is zero.
///
/// Customers weigh quality against price by a ratio (Gale; Monroe) or by a difference (Rust and
/// Oliver); this is the ratio. The [fair-value line](super::FairValueLine) weighs them, and the two
/// can disagree.
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

/// Our price over the mean of the competitors' prices, from what was really paid: 1 is the market's
/// price, more is dearer.
///
/// ```text
/// relative price = our price / mean of the competitors' prices
/// ```
///
/// The prices must be of the same thing in one currency. A price of zero has no ratio; compare free
/// offers by [`DeliveredValue`](super::DeliveredValue).
///
/// # Errors
/// [`Error::Empty`] without competitors; [`Error::OutOfRange`] for a price of zero or less, a
/// competitor's with its row; [`Error::Overflow`] where a sum exceeds what a decimal holds.
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
    for (row, &price) in competitors.iter().enumerate() {
        positive("competitor's price", price).map_err(|error| error.at_row(row))?;
    }
    over_mean(
        ours,
        money::sum(competitors.iter().copied())?,
        competitors.len(),
    )
}

/// Each of several prices over the mean of the others.
pub(super) fn relative_prices(prices: &[Decimal]) -> Result<Vec<f64>> {
    for (row, &price) in prices.iter().enumerate() {
        positive("price", price).map_err(|error| error.at_row(row))?;
    }
    let total = money::sum(prices.iter().copied())?;
    prices
        .iter()
        .map(|&ours| over_mean(ours, money::add(total, negative(ours))?, prices.len() - 1))
        .collect()
}

fn over_mean(ours: Decimal, sum: Decimal, count: usize) -> Result<f64> {
    // Multiplied before it is divided: the ratio of equal prices is 1 to the last digit.
    let times = money::sum(std::iter::repeat_n(ours, count))?;
    money::ratio(times, sum)
        .ok_or_else(|| Error::out_of_range("sum of the competitors' prices", sum, "above 0"))
}

fn negative(mut amount: Decimal) -> Decimal {
    amount.set_sign_negative(amount.is_sign_positive());
    amount
}

fn positive(argument: &'static str, price: Decimal) -> Result<()> {
    if price <= Decimal::ZERO {
        return Err(Error::out_of_range(argument, price, "above 0"));
    }
    Ok(())
}
