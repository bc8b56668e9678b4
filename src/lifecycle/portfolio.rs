use std::borrow::Borrow;

use rust_decimal::Decimal;

use super::Strategy;
use crate::error::{finite, non_negative};
use crate::estimate::Proportion;
use crate::macros::named_enum;
use crate::numeric::money::add;
use crate::{Error, Result};

named_enum! {
    /// Customers by how long they are expected to stay and how profitable they are.
    ///
    /// |  | stays a short time | stays long |
    /// |---|---|---|
    /// | **high profit** | butterfly | true friend |
    /// | **low profit** | stranger | barnacle |
    ///
    /// Source: Reinartz, W. and Kumar, V. (2002), "The Mismanagement of Customer Loyalty", *Harvard
    /// Business Review* 80(7): 86–94.
    pub enum Kind {
        /// Short, profit above the cut: a good fit while it lasts.
        Butterfly = "butterfly",
        /// Long, profit above the cut: a good fit for good.
        TrueFriend = "true_friend",
        /// Short, profit below the cut: little fit.
        Stranger = "stranger",
        /// Long, profit below the cut: a limited fit.
        Barnacle = "barnacle",
    }
}

impl Kind {
    /// What Reinartz and Kumar recommend.
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

named_enum! {
    /// A business of which Reinartz and Kumar report how its customers divide.
    #[non_exhaustive]
    pub enum Studied {
        /// A provider of services to corporations.
        CorporateService = "corporate_service",
        /// A grocery chain.
        Grocery = "grocery",
        /// A mail-order business.
        MailOrder = "mail_order",
        /// A direct brokerage.
        DirectBrokerage = "direct_brokerage",
    }
}

impl Studied {
    /// The percentage of its customers of each kind, in the order of [`Kind::ALL`]; they add up to
    /// 100. As commonly reported.
    ///
    /// ```
    /// use retention::lifecycle::Studied;
    ///
    /// assert_eq!(Studied::Grocery.percentages(), [15, 36, 34, 15]);
    /// ```
    #[must_use]
    pub const fn percentages(self) -> [u8; 4] {
        match self {
            Self::CorporateService => [20, 30, 29, 21],
            Self::Grocery => [15, 36, 34, 15],
            Self::MailOrder => [19, 31, 29, 21],
            Self::DirectBrokerage => [18, 32, 33, 17],
        }
    }
}

/// One customer: how long they are expected to stay, in any unit, and what they bring.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Prospects<Id> {
    /// Who.
    pub customer: Id,
    /// The expected duration, or what stands for it: months, purchases ahead, a chance of being
    /// active. The same unit for everyone, zero or more.
    pub duration: f64,
    /// The profit; it may be negative.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub profit: Decimal,
}

/// Where short ends and long begins, and low and high. Who is at a cut is long, or high.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Split {
    /// At the medians of the customers given, as is usual. The default.
    #[default]
    Medians,
    /// At these.
    Given {
        /// The least duration that is long.
        duration: f64,
        /// The least profit that is high.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
        profit: Decimal,
    },
}

/// Butterflies, true friends, strangers and barnacles among the customers given.
///
/// At the medians low and high are relative: half are low whatever they bring, and all of them may
/// be profitable. [`Split::Given`] with a profit of 0 puts those who cost money, and only those,
/// among the low.
///
/// ```
/// use retention::lifecycle::{Kind, Portfolio, Prospects, Split};
/// use rust_decimal::dec;
///
/// let customer = |customer, duration, profit| Prospects { customer, duration, profit };
/// let portfolio = Portfolio::new(
///     [
///         customer("Ann", 36.0, dec!(900)),
///         customer("Ben", 3.0, dec!(700)),
///         customer("Cem", 2.0, dec!(-20)),
///         customer("Dan", 48.0, dec!(15)),
///     ],
///     Split::Medians,
/// )?;
/// assert_eq!(portfolio.kind_of("Ann"), Some(Kind::TrueFriend));
/// assert_eq!(portfolio.kind_of("Dan"), Some(Kind::Barnacle));
/// assert_eq!(portfolio.share(Kind::Butterfly).value(), Some(0.25));
/// assert_eq!((portfolio.long_from, portfolio.high_from), (19.5, dec!(357.5)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Portfolio<Id> {
    rows: Vec<(Id, Kind)>,
    /// How the cuts were found.
    pub split: Split,
    /// The least duration that is long.
    pub long_from: f64,
    /// The least profit that is high.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub high_from: Decimal,
}

impl<Id: Ord> Portfolio<Id> {
    /// Places every customer.
    ///
    /// # Errors
    /// [`Error::Empty`] without a customer; [`Error::NotFinite`] and [`Error::OutOfRange`], with the
    /// row, for a duration that is not zero or more; [`Error::Duplicate`] for a customer who occurs
    /// twice.
    pub fn new(customers: impl IntoIterator<Item = Prospects<Id>>, split: Split) -> Result<Self> {
        let mut all: Vec<Prospects<Id>> = Vec::new();
        for (row, customer) in customers.into_iter().enumerate() {
            non_negative("duration", customer.duration).map_err(|error| error.at_row(row))?;
            all.push(customer);
        }
        if all.is_empty() {
            return Err(Error::empty("customers"));
        }
        let (long_from, high_from) = match split {
            Split::Medians => medians(&all)?,
            Split::Given { duration, profit } => (finite("duration", duration)?, profit),
        };
        let mut rows: Vec<(usize, Id, Kind)> = all
            .into_iter()
            .enumerate()
            .map(|(row, customer)| {
                let kind = match (customer.duration >= long_from, customer.profit >= high_from) {
                    (false, true) => Kind::Butterfly,
                    (true, true) => Kind::TrueFriend,
                    (false, false) => Kind::Stranger,
                    (true, false) => Kind::Barnacle,
                };
                (row, customer.customer, kind)
            })
            .collect();
        rows.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0)));
        let twice = rows.windows(2).find_map(|pair| match pair {
            [(first, a, _), (second, b, _)] if a == b => Some((*first, *second)),
            _ => None,
        });
        if let Some((first, second)) = twice {
            return Err(
                Error::duplicate("customer", format_args!("rows {first} and {second}"))
                    .at_row(second),
            );
        }
        Ok(Self {
            rows: rows.into_iter().map(|(_, id, kind)| (id, kind)).collect(),
            split,
            long_from,
            high_from,
        })
    }
}

impl<Id> Portfolio<Id> {
    /// Everyone, by key.
    #[must_use]
    pub fn rows(&self) -> &[(Id, Kind)] {
        &self.rows
    }

    /// The kind of one customer; `None` for one who was not given.
    #[must_use]
    pub fn kind_of<Q: Ord + ?Sized>(&self, customer: &Q) -> Option<Kind>
    where
        Id: Borrow<Q>,
    {
        let find = |(id, _): &(Id, Kind)| id.borrow().cmp(customer);
        let at = self.rows.binary_search_by(find).ok()?;
        self.rows.get(at).map(|&(_, kind)| kind)
    }

    /// Those of a kind, of all.
    #[must_use]
    pub fn share(&self, kind: Kind) -> Proportion {
        let found = self.rows.iter().filter(|(_, found)| *found == kind).count() as u64;
        Proportion::of_parts(found, (self.rows.len() as u64).saturating_sub(found))
    }
}

/// The medians of duration and profit; of two in the middle, half-way between.
fn medians<Id>(customers: &[Prospects<Id>]) -> Result<(f64, Decimal)> {
    let mut durations: Vec<f64> = customers.iter().map(|row| row.duration).collect();
    let mut profits: Vec<Decimal> = customers.iter().map(|row| row.profit).collect();
    durations.sort_by(f64::total_cmp);
    profits.sort();
    let (Some((a, b)), Some((low, high))) = (middle(&durations), middle(&profits)) else {
        return Err(Error::empty("customers"));
    };
    let sum = add(low, high)?;
    let half = sum.checked_div(Decimal::TWO);
    let half = half.ok_or_else(|| Error::overflow("the median of profits", sum))?;
    // Halved first: the sum of two large numbers may exceed all numbers.
    Ok((a / 2.0 + b / 2.0, half))
}

/// The two in the middle, or the one twice; `None` of nothing.
fn middle<T: Copy>(sorted: &[T]) -> Option<(T, T)> {
    let low = sorted.len().checked_sub(1)? / 2;
    Some((*sorted.get(low)?, *sorted.get(sorted.len() / 2)?))
}
