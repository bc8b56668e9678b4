use rust_decimal::Decimal;

use crate::error::finite;
use crate::macros::named_enum;
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
    /// of the supplier's customers. Both are of one [span](super::Market#the-span-of-a-price).
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub amount: Decimal,
}

named_enum! {
    /// Which of several suppliers of equal size is the smallest, or the largest, of three or more.
    ///
    /// The model names one of each, because every supplier but the smallest fears the smallest, and the
    /// smallest fears the largest. Two suppliers fear each other, whatever their sizes.
    ///
    /// ```
    /// use retention::switching::market::{Market, MarketShare::Customers, Supplier, Ties};
    /// use rust_decimal::dec;
    ///
    /// let row = |supplier, customers, amount| Supplier { supplier, share: Customers(customers), amount };
    /// let suppliers = [row('A', 900, dec!(40)), row('B', 300, dec!(32)), row('C', 300, dec!(36))];
    /// assert!(Market::from_prices(suppliers, Ties::default()).is_err());
    /// // B is cheaper, so it is B who gains by undercutting A.
    /// let market = Market::from_prices(suppliers, Ties::Cheapest)?;
    /// assert_eq!((market.smallest, market.suppliers.get(&'A').unwrap().fears), ('B', 'B'));
    /// let market = Market::from_prices(suppliers, Ties::ByKey)?;
    /// assert_eq!(market.smallest, 'C');
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Ties {
        /// They are refused: the source orders suppliers by size and has no equals. The default.
        #[default]
        Refuse = "refuse",
        /// The one with the lowest price, from costs the one with the lowest cost, and by key if these
        /// are equal too. Of equal sizes the cheapest gains most by undercutting. If all are of one
        /// size, the cheapest is the smallest, and the next cheapest the largest.
        Cheapest = "cheapest",
        /// By key: the first is the largest, the last the smallest.
        ByKey = "by_key",
    }
}
