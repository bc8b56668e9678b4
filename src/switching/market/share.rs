use rust_decimal::Decimal;

use crate::error::finite;
use crate::numeric::parts::Parts;
use crate::{Error, Result};

/// How many customers a supplier has: counted, or as a fraction of the market.
///
/// Only proportions matter, so that a market may be given by either; by one of them throughout.
///
/// See the [example](crate::switching::Market).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum MarketShare {
    /// So many customers, at least one.
    Customers(u64),
    /// This fraction of the market, above 0 and up to 1. Kept to twelve decimal places. Fractions
    /// may add up to less than 1, where suppliers are left out, not to more.
    Fraction(f64),
}

impl MarketShare {
    pub(super) const fn kind(self) -> &'static str {
        match self {
            Self::Customers(_) => "customers",
            Self::Fraction(_) => "fraction",
        }
    }

    /// As a whole number, in proportion to those of the same kind.
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

/// A supplier whose price is known.
///
/// See the [example](crate::switching::Market).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Priced<Id> {
    /// Who.
    pub supplier: Id,
    /// Their customers.
    pub share: MarketShare,
    /// What they charge, less what serving a customer costs them; not negative.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub price: Decimal,
}

/// A supplier whose customers' switching cost is known.
///
/// See the [example](crate::switching::Market::from_costs).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Costed<Id> {
    /// Who.
    pub supplier: Id,
    /// Their customers.
    pub share: MarketShare,
    /// What leaving costs one of their customers.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub cost: Decimal,
}
