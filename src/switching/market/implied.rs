use std::borrow::Borrow;

use rust_decimal::Decimal;

use crate::estimate::Share;
use crate::macros::named_enum;
use crate::{Error, Result};

use super::field::{Entry, Field, ends, part_of};
use super::{Costed, MarketShare, Priced};

named_enum! {
    /// Which side of a [`Market`] was known.
    pub enum Known {
        /// Prices; the costs follow from them.
        Prices = "prices",
        /// Switching costs; the prices follow from them.
        Costs = "costs",
    }
}

/// One supplier of a [`Market`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Position<Id> {
    /// Who.
    pub supplier: Id,
    /// Their customers.
    pub share: MarketShare,
    /// The price.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub price: Decimal,
    /// What leaving costs one of their customers. A negative one is what the formula says, not an
    /// error: the price is below the one that nobody would undercut even if leaving were free.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub cost: Decimal,
    /// The supplier by whom this one fears to be undercut.
    pub fears: Id,
}

impl<Id> Position<Id> {
    /// Computes the switching cost as a share of the price; without a value where the price is not
    /// positive.
    #[must_use]
    pub const fn share_of_price(&self) -> Share {
        Share::new(self.cost, self.price)
    }
}

/// Switching costs from nothing but prices and market shares, and prices from switching costs.
///
/// Each supplier is taken to charge as much as it can without it paying another to undercut it: to
/// cut the price by so much that its customers come over in spite of the cost. The smallest has the
/// most to gain from that, so every other fears the smallest, N_I, and the smallest fears the
/// largest, N_1:
///
/// ```text
/// S_i = p_i − p_I · N_I / (N_i + N_I)      for all but the smallest
/// S_I = p_I − p_1 · N_1 / (N_1 + N_I)
/// ```
///
/// and, the other way, with `a = N_1 / (N_1 + N_I)` and `b = N_I / (N_1 + N_I)`:
///
/// ```text
/// p_1 = (S_1 + S_I · b) / (1 − a · b)
/// p_I = S_I + p_1 · a
/// p_i = S_i + p_I · N_I / (N_i + N_I)
/// ```
///
/// Two suppliers fear each other. Suppliers come in any order. With three or more, nobody else may
/// be as small as the smallest or as large as the largest, because then it is not said who fears
/// whom.
///
/// Quotients are exact to the 28 digits of a decimal. The figures are as good as the assumption:
/// one price a supplier, products alike but for the cost of changing, nobody new in the market. It
/// was criticised for that: Salies, E. (2012), OFCE working paper 2012-14.
///
/// Source: Shy, O. (2002), *International Journal of Industrial Organization* 20(1): 71–87; the
/// formulas as commonly reported.
///
/// ```
/// use retention::switching::{Market, MarketShare, Priced};
/// use rust_decimal::dec;
///
/// let supplier = |supplier, customers, price| Priced {
///     supplier,
///     share: MarketShare::Customers(customers),
///     price,
/// };
/// let market = Market::from_prices([
///     supplier("North", 1000, dec!(40)),
///     supplier("South", 600, dec!(36)),
///     supplier("West", 200, dec!(30)),
/// ])?;
/// let north = market.get("North").unwrap();
/// assert_eq!((north.cost, north.fears), (dec!(35), "West"));
/// assert_eq!(north.share_of_price().value(), Some(0.875));
/// // The sign is kept.
/// let west = market.get("West").unwrap();
/// assert_eq!((west.cost.round_dp(3), west.fears), (dec!(-3.333), "North"));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[doc(alias = "undercut-proof")]
pub struct Market<Id> {
    known: Known,
    /// By supplier.
    positions: Vec<Position<Id>>,
    largest: Id,
    smallest: Id,
}

impl<Id: Ord + Clone> Market<Id> {
    /// Computes the switching costs that prices and shares imply.
    ///
    /// # Errors
    /// [`Error::Empty`] without suppliers; [`Error::OutOfRange`] with one alone, and with its row
    /// for a supplier without customers, a fraction outside 0 to 1 and a negative price;
    /// [`Error::NotFinite`], with its row, for a fraction that is NaN or infinite;
    /// [`Error::Mismatch`] where some shares are counts and others fractions;
    /// [`Error::DoesNotAddUp`] for fractions of more than the market; [`Error::Duplicate`], with
    /// the row of the second, for a supplier who stands twice, and where, among three or more, two
    /// are the smallest or two the largest; [`Error::Overflow`], with its row, where a product
    /// exceeds what a decimal holds.
    pub fn from_prices(suppliers: impl IntoIterator<Item = Priced<Id>>) -> Result<Self> {
        let field = Field::new(suppliers.into_iter().map(|priced| {
            if priced.price < Decimal::ZERO {
                return Err(Error::out_of_range("price", priced.price, "0 or more"));
            }
            Ok((priced.supplier, priced.share, priced.price))
        }))?;
        let (first, last) = (field.largest()?, field.smallest()?);
        let positions = field.entries.iter().enumerate().map(|(place, entry)| {
            let feared = field.feared(place)?;
            let taken = part_of(feared.amount, feared.units, entry.units);
            let cost = taken.and_then(|taken| entry.amount.checked_sub(taken));
            let cost = cost.ok_or_else(|| entry.overflow("a switching cost"))?;
            Ok(entry.position(entry.amount, cost, feared))
        });
        Self::of(Known::Prices, positions, first, last)
    }

    /// Computes the prices that switching costs and shares allow, none of which it pays another to
    /// undercut. A price that is not positive says that these costs and shares do not go together.
    ///
    /// # Errors
    /// As [`from_prices`](Self::from_prices).
    ///
    /// ```
    /// use retention::switching::{Costed, Market, MarketShare};
    /// use rust_decimal::dec;
    ///
    /// let supplier = |supplier, fraction, cost| Costed {
    ///     supplier,
    ///     share: MarketShare::Fraction(fraction),
    ///     cost,
    /// };
    /// let market =
    ///     Market::from_costs([supplier('A', 0.6, dec!(68)), supplier('B', 0.4, dec!(20))])?;
    /// let prices: Vec<_> = market.positions().iter().map(|row| row.price).collect();
    /// assert_eq!(prices, [dec!(100), dec!(80)]);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn from_costs(suppliers: impl IntoIterator<Item = Costed<Id>>) -> Result<Self> {
        let field = Field::new(
            suppliers
                .into_iter()
                .map(|costed| Ok((costed.supplier, costed.share, costed.cost))),
        )?;
        let (first, last) = (field.largest()?, field.smallest()?);
        let (first_price, last_price) =
            ends(first, last).ok_or_else(|| first.overflow("a price"))?;
        let end = field.entries.len() - 1;
        let positions = field.entries.iter().enumerate().map(|(place, entry)| {
            let feared = field.feared(place)?;
            let price = if place == 0 {
                Some(first_price)
            } else if place == end {
                Some(last_price)
            } else {
                let taken = part_of(last_price, last.units, entry.units);
                taken.and_then(|taken| entry.amount.checked_add(taken))
            };
            let price = price.ok_or_else(|| entry.overflow("a price"))?;
            Ok(entry.position(price, entry.amount, feared))
        });
        Self::of(Known::Costs, positions, first, last)
    }

    /// Computes the prices where leaving costs the customers of every supplier the same.
    ///
    /// ```text
    /// two suppliers:  p_A = S · (N_A + N_B)(N_A + 2 N_B) / (N_A² + N_A N_B + N_B²)
    /// ```
    ///
    /// # Errors
    /// As [`from_prices`](Self::from_prices).
    ///
    /// ```
    /// use retention::switching::{Market, MarketShare::Customers};
    /// use rust_decimal::dec;
    ///
    /// // With equal shares the price is twice the switching cost.
    /// let market =
    ///     Market::from_common_cost(dec!(1), [("A", Customers(500)), ("B", Customers(500))])?;
    /// assert_eq!(market.get("A").unwrap().price, dec!(2));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn from_common_cost(
        cost: Decimal,
        suppliers: impl IntoIterator<Item = (Id, MarketShare)>,
    ) -> Result<Self> {
        Self::from_costs(suppliers.into_iter().map(|(supplier, share)| Costed {
            supplier,
            share,
            cost,
        }))
    }

    fn of(
        known: Known,
        positions: impl Iterator<Item = Result<Position<Id>>>,
        largest: &Entry<Id>,
        smallest: &Entry<Id>,
    ) -> Result<Self> {
        let mut positions = positions.collect::<Result<Vec<_>>>()?;
        positions.sort_unstable_by(|a, b| a.supplier.cmp(&b.supplier));
        Ok(Self {
            known,
            positions,
            largest: largest.supplier.clone(),
            smallest: smallest.supplier.clone(),
        })
    }
}

impl<Id> Market<Id> {
    /// Returns the suppliers, by key.
    #[must_use]
    pub fn positions(&self) -> &[Position<Id>] {
        &self.positions
    }

    /// Returns one supplier; `None` if there is no such supplier.
    #[must_use]
    pub fn get<Q: Ord + ?Sized>(&self, supplier: &Q) -> Option<&Position<Id>>
    where
        Id: Borrow<Q>,
    {
        let at = self
            .positions
            .binary_search_by(|row| row.supplier.borrow().cmp(supplier));
        self.positions.get(at.ok()?)
    }

    /// Returns which side was known.
    #[must_use]
    pub const fn known(&self) -> Known {
        self.known
    }

    /// Returns the supplier with the most customers; the first of two with as many.
    #[must_use]
    pub const fn largest(&self) -> &Id {
        &self.largest
    }

    /// Returns the supplier with the fewest customers; the second of two with as many.
    #[must_use]
    pub const fn smallest(&self) -> &Id {
        &self.smallest
    }
}
