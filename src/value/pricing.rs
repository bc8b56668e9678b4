use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::numeric::money;
use crate::{Error, Result};

/// Perceived-value pricing: a price argued from what the offer is worth to the customer, so that both
/// sides gain.
///
/// ```text
/// perceived value  = reference price + Σ increments
/// price            = perceived value − discount
/// premium          = price − reference price
/// extra value      = perceived value − reference price
/// customer surplus = perceived value − price, which is the discount
/// ```
///
/// The reference is the price of the competitor's equivalent. Increments say what each thing that
/// sets us apart is worth to the customer, negative where the competitor is better.
///
/// Source: Kotler, P. and Keller, K. L. (2012), *Marketing Management*, 14th edition, pp. 398–399.
///
/// ```
/// use retention::value::PerceivedValuePricing;
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
    /// An offer that is worth the reference price and the increments, sold at a discount from that.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a negative reference price or discount, and for a discount above
    /// the perceived value; [`Error::Duplicate`], with its row, for an increment named twice;
    /// [`Error::Overflow`] where a sum exceeds what a decimal holds.
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
        let mut names = BTreeSet::new();
        for (row, (name, _)) in increments.iter().enumerate() {
            if !names.insert(name.as_str()) {
                return Err(Error::duplicate("increment", name.clone()).at_row(row));
            }
        }
        let extra_value = money::sum(increments.iter().map(|&(_, amount)| amount))?;
        let value = money::add(reference_price, extra_value)?;
        if discount > value {
            return Err(Error::out_of_range(
                "discount",
                discount,
                format_args!("at most the perceived value, {value}"),
            ));
        }
        let price = less(value, discount)?;
        Ok(Self {
            premium: less(price, reference_price)?,
            reference_price,
            increments,
            discount,
            value,
            price,
            extra_value,
        })
    }

    /// What the competitor's equivalent costs.
    #[must_use]
    pub const fn reference_price(&self) -> Decimal {
        self.reference_price
    }

    /// What sets the offer apart, and what each of it is worth to the customer.
    #[must_use]
    pub fn increments(&self) -> &[(String, Decimal)] {
        &self.increments
    }

    /// What is taken off the perceived value.
    #[must_use]
    pub const fn discount(&self) -> Decimal {
        self.discount
    }

    /// What the offer is worth to the customer.
    #[must_use]
    pub const fn perceived_value(&self) -> Decimal {
        self.value
    }

    /// What the customer pays.
    #[must_use]
    pub const fn price(&self) -> Decimal {
        self.price
    }

    /// What the offer is worth beyond the reference price.
    #[must_use]
    pub const fn extra_value(&self) -> Decimal {
        self.extra_value
    }

    /// What the customer pays beyond the reference price; negative where less.
    #[must_use]
    pub const fn premium(&self) -> Decimal {
        self.premium
    }

    /// What the offer is worth beyond its price.
    #[must_use]
    pub const fn customer_surplus(&self) -> Decimal {
        self.discount
    }

    /// What of the price is left to the supplier after what the offer costs it.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a negative cost; [`Error::Overflow`] where the difference exceeds
    /// what a decimal holds.
    pub fn supplier_profit(&self, cost: Decimal) -> Result<Decimal> {
        if cost < Decimal::ZERO {
            return Err(Error::out_of_range("cost", cost, "0 or more"));
        }
        less(self.price, cost)
    }
}

/// `from − amount`, exactly.
fn less(from: Decimal, mut amount: Decimal) -> Result<Decimal> {
    amount.set_sign_negative(amount.is_sign_positive());
    money::add(from, amount)
}
