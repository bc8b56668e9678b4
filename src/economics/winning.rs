use rust_decimal::{Decimal, RoundingStrategy};

use crate::error::{finite, fraction, non_negative};
use crate::numeric::money;
use crate::numeric::rounding::Rounding;
use crate::{Error, Result};

/// How many times as much it costs to win a customer as to keep one.
///
/// Measure it in your own business. Five and six are often quoted, and no measurement behind them was
/// found, see [`COST_OF_WINNING`](super::benchmarks::COST_OF_WINNING): there is no default.
///
/// ```text
/// saving = 1 − 1 / ratio
/// ```
///
/// ```
/// use retention::economics::CostRatio;
/// use rust_decimal::{RoundingStrategy, dec};
///
/// let ratio = CostRatio::new(5.0)?;
/// assert_eq!(format!("{:.1} %", 100.0 * ratio.saving()), "80.0 %");
/// let keeping = ratio.keeping(dec!(500), 2, RoundingStrategy::MidpointAwayFromZero)?;
/// assert_eq!(keeping, dec!(100));
/// assert_eq!(CostRatio::of(dec!(500), keeping)?, ratio);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "f64", into = "f64"))]
pub struct CostRatio(f64);

impl TryFrom<f64> for CostRatio {
    type Error = Error;

    fn try_from(ratio: f64) -> Result<Self> {
        Self::new(ratio)
    }
}

impl From<CostRatio> for f64 {
    fn from(ratio: CostRatio) -> Self {
        ratio.0
    }
}

impl CostRatio {
    /// Creates a ratio: 5 if winning a customer costs five times as much as keeping one.
    ///
    /// # Errors
    /// [`Error::NotFinite`] for NaN and infinities, [`Error::OutOfRange`] for a ratio that is not above 0.
    pub fn new(ratio: f64) -> Result<Self> {
        if finite("cost ratio", ratio)? <= 0.0 || (1.0 / ratio).is_infinite() {
            return Err(Error::out_of_range("cost ratio", ratio, "above 0"));
        }
        Ok(Self(ratio))
    }

    /// Computes the ratio from what it costs to win one customer and to keep one for a period.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for costs that are not above 0.
    pub fn of(winning: Decimal, keeping: Decimal) -> Result<Self> {
        for (argument, cost) in [("cost of winning", winning), ("cost of keeping", keeping)] {
            if cost <= Decimal::ZERO {
                return Err(Error::out_of_range(argument, cost, "above 0"));
            }
        }
        Self::new(money::ratio(winning, keeping).unwrap_or_default())
    }

    /// Returns the ratio.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.0
    }

    /// Computes which share of the cost of winning a customer is saved by keeping one instead. Negative
    /// below a ratio of 1.
    #[must_use]
    pub fn saving(self) -> f64 {
        1.0 - 1.0 / self.0
    }

    /// Computes the cost of keeping a customer from the cost of winning one, rounded to `places`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a negative cost or more than 28 places, [`Error::Overflow`] for amounts
    /// beyond 28 digits.
    pub fn keeping(
        self,
        winning: Decimal,
        places: u32,
        strategy: RoundingStrategy,
    ) -> Result<Decimal> {
        not_negative("cost of winning", winning)?;
        Rounding::of_products(places, strategy)?.times(winning, 1.0 / self.0)
    }
}

/// What it costs to win one customer and to keep one for a period.
///
/// See the [example](crate::economics::ReplacementCost).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct UnitCosts {
    /// Cost of winning one customer, 0 or more.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub winning: Decimal,
    /// Cost of keeping one customer for a period, 0 or more.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub keeping: Decimal,
}

/// What it costs to replace customers who left, beside what it would have cost to keep them.
///
/// A business that loses 100 customers a week and wins 100 looks stable. The difference of the two costs
/// is what that stability hides.
///
/// ```text
/// winning = lost · new customers per lost one · cost of winning
/// keeping = lost · cost of keeping
/// hidden  = winning − keeping
/// ```
///
/// It is the most that could be saved: no spending keeps everybody.
///
/// ```
/// use retention::economics::{ReplacementCost, UnitCosts};
/// use rust_decimal::{RoundingStrategy, dec};
///
/// let nearest = RoundingStrategy::MidpointAwayFromZero;
/// let costs = UnitCosts { winning: dec!(500), keeping: dec!(100) };
/// let weekly = ReplacementCost::of(100.0, 1.0, costs, 2, nearest)?;
/// assert_eq!((weekly.winning, weekly.keeping, weekly.hidden), (dec!(50000), dec!(10000), dec!(40000)));
/// // What one point of retention saves each period with 20,000 customers.
/// let point = ReplacementCost::of_points(20_000, 1.0, 1.0, costs, 2, nearest)?;
/// assert_eq!((point.lost, point.hidden), (200.0, dec!(80000)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "漏斗原理")]
pub struct ReplacementCost {
    /// Customers lost.
    pub lost: f64,
    /// New customers that make up for one lost, as given.
    pub new_per_lost: f64,
    /// New customers needed.
    pub needed: f64,
    /// What winning them costs.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub winning: Decimal,
    /// What keeping the lost customers would have cost.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub keeping: Decimal,
    /// The first less the second; negative where winning is cheaper.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub hidden: Decimal,
}

impl ReplacementCost {
    /// Computes what it costs to replace `lost` customers, which may be an expected number.
    ///
    /// `new_per_lost` is 1 if a new customer brings as much as a lost one did, and more if new customers
    /// bring less. The costs are rounded to `places`.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a number of customers below 0, and
    /// [`Error::OutOfRange`] for negative costs or more than 28 places; [`Error::Overflow`] for amounts
    /// beyond 28 digits.
    pub fn of(
        lost: f64,
        new_per_lost: f64,
        costs: UnitCosts,
        places: u32,
        strategy: RoundingStrategy,
    ) -> Result<Self> {
        non_negative("lost customers", lost)?;
        non_negative("new customers per lost one", new_per_lost)?;
        not_negative("cost of winning", costs.winning)?;
        not_negative("cost of keeping", costs.keeping)?;
        let rounding = Rounding::of_products(places, strategy)?;
        let needed = lost * new_per_lost;
        let winning = rounding.times(costs.winning, needed)?;
        let keeping = rounding.times(costs.keeping, lost)?;
        Ok(Self {
            lost,
            new_per_lost,
            needed,
            winning,
            keeping,
            hidden: money::subtract(winning, keeping)?,
        })
    }

    /// Computes what so many points of retention save in a period: the cost of replacing the customers who
    /// would otherwise be lost. One point is 1 % of the customers.
    ///
    /// # Errors
    /// As [`of`](Self::of), and [`Error::OutOfRange`] for points outside 0 to 100.
    pub fn of_points(
        customers: u64,
        points: f64,
        new_per_lost: f64,
        costs: UnitCosts,
        places: u32,
        strategy: RoundingStrategy,
    ) -> Result<Self> {
        let points = non_negative("points of retention", points)?;
        if points > 100.0 {
            return Err(Error::out_of_range(
                "points of retention",
                points,
                "0 to 100",
            ));
        }
        let lost = customers as f64 * points / 100.0;
        Self::of(lost, new_per_lost, costs, places, strategy)
    }
}

/// Computes the most that may be spent on each customer to raise retention from one rate to another, so that
/// it pays.
///
/// ```text
/// break-even spend = (after − before) · what a customer who stays is worth
/// ```
///
/// Everybody costs that much, those who would have stayed anyway included. Negative if retention falls.
/// The worth is of a customer from the moment of staying, such as the lifetime value with the first
/// margin at once, [`FirstMargin::AtOnce`](crate::clv::FirstMargin::AtOnce).
///
/// # Errors
/// [`Error::NotFinite`] and [`Error::OutOfRange`] for rates outside 0 to 1, [`Error::OutOfRange`] for more
/// than 26 places, [`Error::Overflow`] for amounts beyond 28 digits.
///
/// ```
/// use retention::economics::break_even_spend;
/// use rust_decimal::{RoundingStrategy, dec};
///
/// // From 80 to 82 % of customers who are worth 400 each if they stay.
/// let most = break_even_spend(dec!(400), 0.80, 0.82, 2, RoundingStrategy::MidpointAwayFromZero)?;
/// assert_eq!(most, dec!(8));
/// # Ok::<(), retention::Error>(())
/// ```
pub fn break_even_spend(
    worth: Decimal,
    before: f64,
    after: f64,
    places: u32,
    strategy: RoundingStrategy,
) -> Result<Decimal> {
    let before = fraction("retention before", before)?;
    let after = fraction("retention after", after)?;
    // To twelve places, so that 0.82 less 0.80 is 0.02.
    Rounding::new(places, strategy)?.product(worth, after - before)
}

pub(super) fn not_negative(argument: &'static str, amount: Decimal) -> Result<Decimal> {
    if amount < Decimal::ZERO {
        return Err(Error::out_of_range(argument, amount, "0 or more"));
    }
    Ok(amount)
}
