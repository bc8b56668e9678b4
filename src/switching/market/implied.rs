use rust_decimal::Decimal;

use crate::estimate::Share;
use crate::keyed::{Keyed, keyed_row};
use crate::{Error, Result};

use super::field::{Entry, Field, ends, part_of};
use super::{MarketShare, Supplier, Ties};

/// A supplier's price and switching cost, as a row of a [`Market`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Position<Id> {
    /// Key of the supplier.
    pub supplier: Id,
    /// Customers of the supplier.
    pub share: MarketShare,
    /// The price that a customer pays.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub price: Decimal,
    /// What leaving costs one of the supplier's customers. It is negative if the price is so low that
    /// nobody would undercut it even if leaving were free; that is a result, not an error.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub cost: Decimal,
    /// Key of the competitor that would gain most by undercutting this supplier.
    pub fears: Id,
}

keyed_row!(Position by supplier);

impl<Id> Position<Id> {
    /// Returns the switching cost as a share of the price; without a value if the price is not
    /// positive.
    #[must_use]
    pub const fn share_of_price(&self) -> Share {
        Share::new(self.cost, self.price)
    }
}

/// A market in which no supplier gains by undercutting another: prices and switching costs.
///
/// Each supplier is taken to charge as much as it can before a competitor would gain by undercutting
/// it: by cutting the price so far that its customers switch in spite of the cost. The smallest
/// supplier gains most by that. So every other supplier fears the smallest, N_I, and the smallest
/// fears the largest, N_1:
///
/// ```text
/// S_i = p_i − p_I · N_I / (N_i + N_I)      for all but the smallest
/// S_I = p_I − p_1 · N_1 / (N_1 + N_I)
/// ```
///
/// In the other direction, with `a = N_1 / (N_1 + N_I)` and `b = N_I / (N_1 + N_I)`:
///
/// ```text
/// p_1 = (S_1 + S_I · b) / (1 − a · b)
/// p_I = S_I + p_1 · a
/// p_i = S_i + p_I · N_I / (N_i + N_I)
/// ```
///
/// Two suppliers fear each other. Suppliers come in any order. Among three or more, one is the smallest
/// and one the largest; [`Ties`] says which if several are of that size.
///
/// # The span of a price
///
/// A customer of the model buys once and then weighs two prices and the cost of changing. So a price
/// covers the whole time for which a customer chooses, such as the term of a contract, and later
/// payments are discounted to its beginning. The cost comes out for the same time. From monthly prices
/// it is what leaving costs for each month of staying away: multiply the prices by the months first, or
/// the cost afterwards, which comes to the same.
///
/// Quotients keep the 28 digits of a decimal and are not rounded to places. The model assumes one
/// price for each supplier, products that differ only in the cost of changing, and no newcomers.
/// Salies, E. (2012), OFCE working paper 2012-14, criticises these assumptions.
///
/// Source: Shy, O. (2002), *International Journal of Industrial Organization* 20(1): 71–87; the
/// formulas as commonly reported.
///
/// ```
/// use retention::switching::market::{Market, MarketShare, Supplier, Ties};
/// use rust_decimal::dec;
///
/// let row = |supplier, customers, price| Supplier {
///     supplier,
///     share: MarketShare::Customers(customers),
///     amount: price,
/// };
/// let suppliers = [
///     row("North", 1000, dec!(40)),
///     row("South", 600, dec!(36)),
///     row("West", 200, dec!(30)),
/// ];
/// let market = Market::from_prices(suppliers, Ties::default())?;
/// let north = market.suppliers.get("North").unwrap();
/// assert_eq!((north.cost, north.fears), (dec!(35), "West"));
/// assert_eq!(north.share_of_price().value(), Some(0.875));
/// // A cost may be negative.
/// let west = market.suppliers.get("West").unwrap();
/// assert_eq!((west.cost.round_dp(3), west.fears), (dec!(-3.333), "North"));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "undercut-proof")]
pub struct Market<Id> {
    /// Price and switching cost of each supplier, sorted by the supplier's key.
    pub suppliers: Keyed<Position<Id>>,
    /// Key of the supplier with the most customers; of two that have as many, the first by key, unless
    /// `ties` say otherwise.
    pub largest: Id,
    /// Key of the supplier with the fewest customers; of two that have as few, the last by key, unless
    /// `ties` say otherwise.
    pub smallest: Id,
    /// The rule for suppliers of equal size.
    pub ties: Ties,
}

impl<Id: Ord + Clone> Market<Id> {
    /// Computes the switching costs that prices and market shares imply.
    ///
    /// # Errors
    /// [`Error::Empty`] without suppliers and [`Error::OutOfRange`] with only one. At the supplier:
    /// [`Error::OutOfRange`] without customers, for a fraction outside 0 to 1 or a negative price;
    /// [`Error::NotFinite`] for a fraction that is NaN or infinite; [`Error::Mismatch`] for a share in
    /// another form than the first; [`Error::Duplicate`] for a second supplier with the same key, and,
    /// unless `ties` choose one, for a second of three or more that is the smallest or the largest;
    /// [`Error::Overflow`] if a cost exceeds what a decimal holds. [`Error::DoesNotAddUp`] for fractions that add up to more
    /// than 1.
    pub fn from_prices(
        suppliers: impl IntoIterator<Item = Supplier<Id>>,
        ties: Ties,
    ) -> Result<Self> {
        let field = Field::new(suppliers.into_iter().map(with_price), ties)?;
        let positions = field.entries.iter().enumerate().map(|(place, entry)| {
            let feared = field.feared(place)?;
            let taken = part_of(feared.amount, feared.units, entry.units);
            let cost = taken.and_then(|taken| entry.amount.checked_sub(taken));
            let cost = cost.ok_or_else(|| entry.overflow("a switching cost"))?;
            Ok(entry.position(entry.amount, cost, feared))
        });
        Self::new(&field, ties, positions)
    }

    /// Computes the highest prices at which no supplier would gain by undercutting another.
    ///
    /// A price that is not positive means that these costs and shares do not fit together.
    ///
    /// # Errors
    /// As [`from_prices`](Self::from_prices); a cost may be negative.
    ///
    /// ```
    /// use retention::switching::market::{Market, MarketShare, Supplier, Ties};
    /// use rust_decimal::dec;
    ///
    /// let row = |supplier, fraction, cost| Supplier {
    ///     supplier,
    ///     share: MarketShare::Fraction(fraction),
    ///     amount: cost,
    /// };
    /// let suppliers = [row('A', 0.6, dec!(68)), row('B', 0.4, dec!(20))];
    /// let market = Market::from_costs(suppliers, Ties::default())?;
    /// let prices: Vec<_> = market.suppliers.iter().map(|row| row.price).collect();
    /// assert_eq!(prices, [dec!(100), dec!(80)]);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn from_costs(
        suppliers: impl IntoIterator<Item = Supplier<Id>>,
        ties: Ties,
    ) -> Result<Self> {
        let field = Field::new(suppliers.into_iter().map(Ok), ties)?;
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
        Self::new(&field, ties, positions)
    }

    /// Computes the prices if leaving costs the customers of every supplier the same.
    ///
    /// ```text
    /// two suppliers:  p_A = S · (N_A + N_B)(N_A + 2 N_B) / (N_A² + N_A N_B + N_B²)
    /// ```
    ///
    /// # Errors
    /// As [`from_costs`](Self::from_costs).
    ///
    /// ```
    /// use retention::switching::market::{Market, MarketShare::Customers, Ties};
    /// use rust_decimal::dec;
    ///
    /// // With equal shares the price is twice the switching cost.
    /// let suppliers = [("A", Customers(500)), ("B", Customers(500))];
    /// let market = Market::from_common_cost(dec!(1), suppliers, Ties::default())?;
    /// assert_eq!(market.suppliers.get("A").unwrap().price, dec!(2));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn from_common_cost(
        cost: Decimal,
        suppliers: impl IntoIterator<Item = (Id, MarketShare)>,
        ties: Ties,
    ) -> Result<Self> {
        let rows = suppliers.into_iter().map(|(supplier, share)| Supplier {
            supplier,
            share,
            amount: cost,
        });
        Self::from_costs(rows, ties)
    }

    fn new(
        field: &Field<Id>,
        ties: Ties,
        positions: impl Iterator<Item = Result<Position<Id>>>,
    ) -> Result<Self> {
        let key = |entry: &Entry<Id>| entry.supplier.clone();
        Ok(Self {
            suppliers: Keyed::from_unsorted(positions.collect::<Result<Vec<_>>>()?)?,
            largest: key(field.largest()?),
            smallest: key(field.smallest()?),
            ties,
        })
    }
}

fn with_price<Id>(row: Supplier<Id>) -> Result<Supplier<Id>> {
    if row.amount < Decimal::ZERO {
        return Err(Error::out_of_range("price", row.amount, "0 or more"));
    }
    Ok(row)
}
