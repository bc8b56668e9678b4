use std::borrow::Borrow;

use rust_decimal::Decimal;

use super::Strategy;
use crate::counted::Counted;
use crate::error::{finite, non_negative};
use crate::estimate::Proportion;
use crate::keyed::{CustomerRow, Keyed};
use crate::macros::named_enum;
use crate::numeric::median::{median, middle};
use crate::numeric::money::add;
use crate::{Error, Result};

named_enum! {
    /// A type of customer, by how long the customer is expected to stay and how profitable they are.
    ///
    /// |  | stays a short time | stays long |
    /// |---|---|---|
    /// | **high profit** | butterfly | true friend |
    /// | **low profit** | stranger | barnacle |
    ///
    /// Reinartz and Kumar report how the customers of four businesses divide, in percent (as commonly
    /// reported):
    ///
    /// | business | butterflies | true friends | strangers | barnacles |
    /// |---|---|---|---|---|
    /// | services to corporations | 20 | 30 | 29 | 21 |
    /// | grocery | 15 | 36 | 34 | 15 |
    /// | mail order | 19 | 31 | 29 | 21 |
    /// | direct brokerage | 18 | 32 | 33 | 17 |
    ///
    /// Source: Reinartz, W. and Kumar, V. (2002), "The Mismanagement of Customer Loyalty", *Harvard
    /// Business Review* 80(7): 86–94.
    ///
    /// See the [example](crate::lifecycle::Portfolio).
    pub enum PortfolioType {
        /// Stays a short time, profit above the cut: a good fit for a while.
        Butterfly = "butterfly",
        /// Stays long, profit above the cut: a good fit for long.
        TrueFriend = "true_friend",
        /// Stays a short time, profit below the cut: little fit.
        Stranger = "stranger",
        /// Stays long, profit below the cut: a limited fit.
        Barnacle = "barnacle",
    }
}

impl PortfolioType {
    /// Returns what Reinartz and Kumar recommend.
    #[must_use]
    pub const fn strategies(self) -> &'static [Strategy] {
        match self {
            Self::Butterfly => &[
                Strategy::TransactionalSatisfaction,
                Strategy::EarnWhileActive,
                Strategy::StopInvestingInTime,
            ],
            Self::TrueFriend => &[
                Strategy::CommunicateNotTooOften,
                Strategy::BuildLoyalty,
                Strategy::DelightAndDefend,
            ],
            Self::Stranger => &[Strategy::InvestNothing, Strategy::ProfitOnEveryTransaction],
            Self::Barnacle => &[
                Strategy::MeasureWallet,
                Strategy::CrossSell,
                Strategy::ControlCosts,
            ],
        }
    }
}

/// One customer's expected duration and profit: the input of a [`Portfolio`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Outlook<Id> {
    /// The customer.
    pub customer: Id,
    /// The expected duration, or a substitute: months, purchases ahead, a chance of being active. The
    /// same unit for everyone, 0 or more.
    pub duration: f64,
    /// The profit; it may be negative.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub profit: Decimal,
}

/// Customers classified as butterflies, true friends, strangers or barnacles.
///
/// A customer exactly at a cut counts as long or high. [`of`](Self::of) cuts at the medians, so half of
/// the customers have a low profit even if all are profitable. Use [`new`](Self::new) with a profit of
/// 0 to count as low only those who cost money.
///
/// ```
/// use retention::lifecycle::{Outlook, Portfolio, PortfolioType};
/// use rust_decimal::dec;
///
/// let customer = |customer, duration, profit| Outlook { customer, duration, profit };
/// let portfolio = Portfolio::of([
///     customer("Ann", 36.0, dec!(900)),
///     customer("Ben", 3.0, dec!(700)),
///     customer("Cem", 2.0, dec!(-20)),
///     customer("Dan", 48.0, dec!(15)),
/// ])?;
/// assert_eq!(portfolio.get("Ann"), Some(PortfolioType::TrueFriend));
/// assert_eq!(portfolio.get("Dan"), Some(PortfolioType::Barnacle));
/// assert_eq!(portfolio.share(PortfolioType::Butterfly).value(), Some(0.25));
/// assert_eq!((portfolio.long_from, portfolio.high_from), (19.5, dec!(357.5)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Portfolio<Id> {
    /// One row for each customer.
    pub rows: Keyed<CustomerRow<Id, PortfolioType>>,
    /// How many customers are of each type.
    pub counts: Counted<PortfolioType>,
    /// Whether the cuts are the medians of the customers given.
    pub at_medians: bool,
    /// The shortest duration that counts as long.
    pub long_from: f64,
    /// The lowest profit that counts as high.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub high_from: Decimal,
}

impl<Id: Ord> Portfolio<Id> {
    /// Classifies customers at the medians of their durations and profits, as is usual.
    ///
    /// # Errors
    /// [`Error::Empty`] without a customer; [`Error::NotFinite`] and [`Error::OutOfRange`], with the
    /// row, for a duration that is not 0 or more; [`Error::Duplicate`], with the row, for a customer who
    /// stands twice; [`Error::Overflow`] if the median of profits exceeds what a decimal holds.
    pub fn of(customers: impl IntoIterator<Item = Outlook<Id>>) -> Result<Self> {
        let customers = checked(customers)?;
        let durations = customers.iter().map(|row| row.duration).collect();
        let profits = customers.iter().map(|row| row.profit).collect();
        let long_from = median(durations).ok_or(Error::empty("customer"))?;
        let high_from = median_of_profits(profits)?;
        Self::cut(customers, true, long_from, high_from)
    }

    /// Classifies customers at given cuts: the shortest duration that counts as long, and the lowest
    /// profit that counts as high.
    ///
    /// # Errors
    /// As [`of`](Self::of), and [`Error::NotFinite`] for a duration that is NaN or infinite.
    pub fn new(
        customers: impl IntoIterator<Item = Outlook<Id>>,
        long_from: f64,
        high_from: Decimal,
    ) -> Result<Self> {
        let customers = checked(customers)?;
        Self::cut(customers, false, finite("long_from", long_from)?, high_from)
    }

    fn cut(
        customers: Vec<Outlook<Id>>,
        at_medians: bool,
        long_from: f64,
        high_from: Decimal,
    ) -> Result<Self> {
        let rows = customers.into_iter().map(|row| {
            let found = match (row.duration >= long_from, row.profit >= high_from) {
                (false, true) => PortfolioType::Butterfly,
                (true, true) => PortfolioType::TrueFriend,
                (false, false) => PortfolioType::Stranger,
                (true, false) => PortfolioType::Barnacle,
            };
            CustomerRow::new(row.customer, found)
        });
        let rows = Keyed::from_unsorted(rows)?;
        Ok(Self {
            counts: Counted::of_classes(rows.iter().map(|row| Some(row.result)))?,
            rows,
            at_medians,
            long_from,
            high_from,
        })
    }

    /// Returns the type of one customer; `None` for one who was not given.
    #[must_use]
    pub fn get<Q: Ord + ?Sized>(&self, customer: &Q) -> Option<PortfolioType>
    where
        Id: Borrow<Q>,
    {
        self.rows.get(customer).map(|row| row.result)
    }

    /// Returns the share of customers of a type.
    #[must_use]
    pub fn share(&self, of: PortfolioType) -> Proportion {
        let found = self.counts.count(of);
        Proportion::of_parts(found, self.counts.placed.saturating_sub(found))
    }
}

fn checked<Id>(customers: impl IntoIterator<Item = Outlook<Id>>) -> Result<Vec<Outlook<Id>>> {
    let mut all: Vec<Outlook<Id>> = Vec::new();
    for (row, customer) in customers.into_iter().enumerate() {
        non_negative("duration", customer.duration).map_err(|error| error.at_row(row))?;
        all.push(customer);
    }
    if all.is_empty() {
        return Err(Error::empty("customer"));
    }
    Ok(all)
}

/// Returns the median of amounts; of two in the middle, half-way between.
fn median_of_profits(mut profits: Vec<Decimal>) -> Result<Decimal> {
    profits.sort_unstable();
    let (low, high) = middle(&profits).ok_or(Error::empty("customer"))?;
    let sum = add(low, high)?;
    sum.checked_div(Decimal::TWO)
        .ok_or_else(|| Error::overflow("the median of profits", sum))
}
