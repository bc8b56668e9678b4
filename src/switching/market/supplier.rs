use rust_decimal::Decimal;

use crate::error::finite;
use crate::numeric::parts::Parts;
use crate::{Error, Result};

/// The customers of a supplier, as a count or as a fraction of the market.
///
/// Only proportions matter, so a market may be given in either form. All suppliers of one market are
/// given in the same form.
///
/// See the [example](crate::switching::market::Market).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum MarketShare {
    /// Number of customers, 1 or more.
    Customers(u64),
    /// Fraction of the market, above 0 and up to 1, kept to twelve decimal places. The fractions of
    /// all suppliers may add up to less than 1, because small suppliers may be left out, but not to
    /// more.
    Fraction(f64),
}

impl MarketShare {
    pub(super) const fn form(self) -> &'static str {
        match self {
            Self::Customers(_) => "customers",
            Self::Fraction(_) => "fraction",
        }
    }

    /// As a whole number, in proportion to the other shares of the same form.
    pub(super) fn units(self) -> Result<u64> {
        match self {
            Self::Customers(0) => Err(Error::out_of_range(
                "customers of a supplier",
                0,
                "1 or more",
            )),
            Self::Customers(customers) => Ok(customers),
            Self::Fraction(fraction) => {
                let fraction = finite("market share", fraction)?;
                let parts = Parts::nearest(fraction).count();
                if parts == 0 || fraction > 1.0 {
                    return Err(Error::out_of_range("market share", fraction, "1e-12 to 1"));
                }
                Ok(parts)
            }
        }
    }
}

/// A supplier with its customers, and its price or its switching cost.
///
/// [`Market::from_prices`](super::Market::from_prices) reads the amount as a price,
/// [`Market::from_costs`](super::Market::from_costs) as a switching cost.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Supplier<Id> {
    /// Key of the supplier.
    pub supplier: Id,
    /// Customers of the supplier.
    pub share: MarketShare,
    /// The price that a customer pays, less what serving the customer costs; or what leaving costs one
    /// of the supplier's customers.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub amount: Decimal,
}
