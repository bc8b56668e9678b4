//! Perceived-value pricing: a price argued from what the offer is worth to the customer.
//!
//! Source: Kotler, P. and Keller, K. L. (2012), *Marketing Management*, 14th edition, pp. 398–399.

use rust_decimal::Decimal;

use crate::error::Place;
use crate::keyed::check_unique;
use crate::numeric::money;
use crate::{Error, Result};

/// Perceived-value pricing: a price argued from what the offer is worth to the customer, so that both
/// sides gain. The discount is never above the perceived value.
///
/// ```text
/// perceived value  = reference price + Σ increments
/// price            = perceived value − discount
/// premium          = price − reference price
/// extra value      = perceived value − reference price
/// customer surplus = perceived value − price, which is the discount
/// ```
///
/// The reference is the price of the competitor's equivalent. An increment is what one thing that sets
/// us apart is worth to the customer. It is negative if the competitor is better.
///
/// Source: Kotler, P. and Keller, K. L. (2012), *Marketing Management*, 14th edition, pp. 398–399.
///
/// ```
/// use retention::value::pricing::PerceivedValuePricing;
/// use rust_decimal::dec;
///
/// let tractor = PerceivedValuePricing::new(
///     dec!(90_000),
///     [("durability", dec!(7_000)), ("service", dec!(5_000))],
///     dec!(4_000),
/// )?;
/// assert_eq!(tractor.price(), dec!(98_000));
/// assert_eq!((tractor.premium(), tractor.customer_surplus()), (dec!(8_000), dec!(4_000)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawPricing", into = "RawPricing"))]
#[doc(alias = "economic value to the customer")]
#[doc(alias = "认知价值定价")]
pub struct PerceivedValuePricing {
    reference_price: Decimal,
    increments: Vec<(String, Decimal)>,
    discount: Decimal,
    value: Decimal,
    price: Decimal,
    premium: Decimal,
    extra_value: Decimal,
}

/// How a [`PerceivedValuePricing`] is read and written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
struct RawPricing {
    #[serde(with = "crate::serde_money")]
    reference_price: Decimal,
    increments: Vec<RawIncrement>,
    #[serde(with = "crate::serde_money")]
    discount: Decimal,
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
struct RawIncrement {
    name: String,
    #[serde(with = "crate::serde_money")]
    amount: Decimal,
}

#[cfg(feature = "serde")]
impl TryFrom<RawPricing> for PerceivedValuePricing {
    type Error = Error;

    fn try_from(raw: RawPricing) -> Result<Self> {
        let increments = raw.increments.into_iter();
        let increments = increments.map(|increment| (increment.name, increment.amount));
        Self::new(raw.reference_price, increments, raw.discount)
    }
}

#[cfg(feature = "serde")]
impl From<PerceivedValuePricing> for RawPricing {
    fn from(pricing: PerceivedValuePricing) -> Self {
        let increments = pricing.increments.into_iter();
        Self {
            reference_price: pricing.reference_price,
            increments: increments
                .map(|(name, amount)| RawIncrement { name, amount })
                .collect(),
            discount: pricing.discount,
        }
    }
}

impl PerceivedValuePricing {
    /// Creates the pricing of an offer that is worth the reference price and the increments, and is sold
    /// at a discount from that.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a negative reference price or discount, and for a discount above
    /// the perceived value; at the line, [`Error::Duplicate`] for an increment named twice;
    /// [`Error::Overflow`] if a sum exceeds what a decimal holds.
    pub fn new<N: Into<String>>(
        reference_price: Decimal,
        increments: impl IntoIterator<Item = (N, Decimal)>,
        discount: Decimal,
    ) -> Result<Self> {
        for (argument, amount) in [("reference price", reference_price), ("discount", discount)] {
            if amount < Decimal::ZERO {
                return Err(Error::out_of_range(argument, amount, "0 or more"));
            }
        }
        let increments: Vec<(String, Decimal)> = increments
            .into_iter()
            .map(|(name, amount)| (name.into(), amount))
            .collect();
        check_unique(
            "increment",
            increments.iter().map(|(name, _)| name.as_str()),
        )
        .map_err(|(error, at)| error.at_place(Place::Line(at.into())))?;
        let extra_value = money::sum(increments.iter().map(|&(_, amount)| amount))?;
        let value = money::add(reference_price, extra_value)?;
        if discount > value {
            return Err(Error::out_of_range(
                "discount",
                discount,
                format_args!("at most the perceived value, {value}"),
            ));
        }
        let price = money::subtract(value, discount)?;
        Ok(Self {
            premium: money::subtract(price, reference_price)?,
            reference_price,
            increments,
            discount,
            value,
            price,
            extra_value,
        })
    }

    /// Returns the price of the competitor's equivalent.
    #[must_use]
    pub const fn reference_price(&self) -> Decimal {
        self.reference_price
    }

    /// Returns what sets the offer apart, by name, and what each thing is worth to the customer.
    #[must_use]
    pub fn increments(&self) -> &[(String, Decimal)] {
        &self.increments
    }

    /// Returns what is taken off the perceived value.
    #[must_use]
    pub const fn discount(&self) -> Decimal {
        self.discount
    }

    /// Returns what the offer is worth to the customer: reference price and increments.
    #[must_use]
    pub const fn perceived_value(&self) -> Decimal {
        self.value
    }

    /// Returns what the customer pays: perceived value less discount.
    #[must_use]
    pub const fn price(&self) -> Decimal {
        self.price
    }

    /// Returns what the offer is worth beyond the reference price.
    #[must_use]
    pub const fn extra_value(&self) -> Decimal {
        self.extra_value
    }

    /// Returns what the customer pays beyond the reference price. Negative if the customer pays less.
    #[must_use]
    pub const fn premium(&self) -> Decimal {
        self.premium
    }

    /// Returns what the offer is worth to the customer beyond its price, which is the discount.
    #[must_use]
    pub const fn customer_surplus(&self) -> Decimal {
        self.discount
    }

    /// Computes what is left of the price after the supplier's cost of the offer.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a negative cost; [`Error::Overflow`] if the difference exceeds
    /// what a decimal holds.
    pub fn supplier_profit(&self, cost: Decimal) -> Result<Decimal> {
        if cost < Decimal::ZERO {
            return Err(Error::out_of_range("cost", cost, "0 or more"));
        }
        money::subtract(self.price, cost)
    }
}
