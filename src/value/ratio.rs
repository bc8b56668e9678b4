use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::error::{Label, Place, finite, non_negative};
use crate::estimate::{Estimate, Ratio};
use crate::keyed::check_unique;
use crate::numeric::moments::One;
use crate::numeric::money;
use crate::{Error, Result};

use super::{RelativeTo, SupplierWeights};

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

/// Returns an estimate with its degrees of freedom, as far as it is one.
pub(super) fn student(value: f64, error: f64, degrees: Option<f64>) -> Option<Estimate> {
    let estimate = Estimate::new(value, error).ok()?;
    let student = degrees.and_then(|degrees| estimate.with_degrees_of_freedom(degrees).ok());
    Some(student.unwrap_or(estimate))
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

/// Computes our price over the mean of the competitors' prices, from what was really paid: 1 is their
/// price, more is dearer. [`relative_prices`] compares with the whole market, or by share.
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

/// Computes the relative price of every supplier of a market, from what is really paid, in the order
/// given.
///
/// ```text
/// relative price = price / mean of the prices compared with
/// ```
///
/// The prices must be of the same thing in one currency. Time grows with the square of the number of
/// suppliers unless these count the same.
///
/// # Errors
/// [`Error::Empty`] without prices; at the supplier, [`Error::Duplicate`] for one that occurs twice and
/// [`Error::OutOfRange`] for a price that is not above 0; [`Error::OutOfRange`] for a single supplier
/// against the others, for a name that is not among the suppliers, and if nobody compared with has a
/// share; [`Error::Empty`], [`Error::NotFinite`] and [`Error::OutOfRange`] for shares that are missing or
/// not 0 or more; [`Error::Unsupported`] for [`RelativeTo::Leader`] and
/// [`SupplierWeights::Respondents`], which prices alone do not know; [`Error::Overflow`] if a sum exceeds
/// what a decimal holds.
///
/// ```
/// use retention::value::{RelativeTo, SupplierWeights, relative_prices};
/// use rust_decimal::dec;
///
/// let prices = [("us", dec!(24)), ("Acme", dec!(20)), ("Bolt", dec!(16))];
/// let market = RelativeTo::WholeMarket(SupplierWeights::Equal);
/// assert_eq!(relative_prices(&prices, &market)?, [1.2, 1.0, 0.8]);
/// let others = RelativeTo::default();
/// assert_eq!(relative_prices(&prices, &others)?[1], 1.0);
/// let shares = SupplierWeights::shares([("us", 50.0), ("Acme", 50.0), ("Bolt", 0.0)]);
/// let largest = RelativeTo::Others(shares);
/// assert_eq!(relative_prices(&prices, &largest)?[0], 1.2); // over Acme's alone
/// # Ok::<(), retention::Error>(())
/// ```
pub fn relative_prices(prices: &[(&str, Decimal)], relative_to: &RelativeTo) -> Result<Vec<f64>> {
    if prices.is_empty() {
        return Err(Error::empty("price"));
    }
    let names = || prices.iter().map(|&(name, _)| name);
    check_unique("supplier", names())
        .map_err(|(error, at)| error.at_place(Place::Supplier(at.into())))?;
    for &(name, price) in prices {
        positive("price", price).map_err(|error| error.at_place(Place::Supplier(name.into())))?;
    }
    relative_to.check(names(), false)?;
    let masses = names().map(|name| {
        relative_to.mass(name).ok_or_else(|| {
            Error::unsupported("the leader in quality", "prices alone")
                .with_cure("name the leader by `RelativeTo::Supplier`")
        })
    });
    let masses = masses.collect::<Result<Vec<f64>>>()?;
    let prices: Vec<Decimal> = prices.iter().map(|&(_, price)| price).collect();
    prices_over(&prices, &masses, relative_to)
}

/// Returns each of several prices, all above zero, over the mean of those that it is compared with,
/// where each supplier counts by its mass.
pub(super) fn prices_over(
    prices: &[Decimal],
    masses: &[f64],
    relative_to: &RelativeTo,
) -> Result<Vec<f64>> {
    let count = prices.len();
    match relative_to {
        RelativeTo::Others(_) if count < 2 => Err(Error::out_of_range(
            "number of suppliers",
            count,
            "2 or more, to be compared",
        )),
        RelativeTo::Others(SupplierWeights::Equal) => {
            let total = money::sum(prices.iter().copied())?;
            let over = |&ours| over_mean(ours, money::subtract(total, ours)?, count - 1);
            prices.iter().map(over).collect()
        }
        RelativeTo::WholeMarket(SupplierWeights::Equal) => {
            let total = money::sum(prices.iter().copied())?;
            let over = |&ours| over_mean(ours, total, count);
            prices.iter().map(over).collect()
        }
        _ => {
            let over = |at| price_over(prices, masses, at, relative_to.includes_us());
            (0..count).map(over).collect()
        }
    }
}

/// Returns one price over the weighted mean of those that it is compared with.
fn price_over(prices: &[Decimal], masses: &[f64], at: usize, includes_us: bool) -> Result<f64> {
    let ours = prices.get(at).copied().unwrap_or_default();
    let mut mean = One::default();
    for (other, (&price, &mass)) in prices.iter().zip(masses).enumerate() {
        if mass > 0.0 && (includes_us || other != at) {
            let ratio = money::ratio(price, ours);
            mean.push(
                ratio.ok_or_else(|| Error::overflow("a relative price", price))?,
                mass,
            );
        }
    }
    let mean = mean.mean().ok_or_else(|| nobody_counts(at))?;
    finite("relative price", 1.0 / mean)
}

/// Refuses a comparison with suppliers who do not count.
pub(super) fn nobody_counts(supplier: impl Into<Label>) -> Error {
    Error::out_of_range("sum of the shares compared with", 0, "above 0")
        .at_place(Place::Supplier(supplier.into()))
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
