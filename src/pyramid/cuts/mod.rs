#[cfg(feature = "serde")]
mod written;

use std::fmt;

use rust_decimal::Decimal;

use crate::error::fraction;
use crate::macros::named_enum;
use crate::numeric::parts::{Cut, Parts};
use crate::{Error, Result};

/// A rank in a pyramid: 1 is the top. Its name lives with the [`Cuts`] that made it.
///
/// Tiers order by rank, so the top tier is the least.
///
/// ```
/// use retention::pyramid::{Cuts, Pyramid};
/// use rust_decimal::dec;
///
/// let pyramid = Pyramid::new([("Ann", dec!(90)), ("Ben", dec!(8))], &Cuts::curry())?;
/// let (ann, ben) = (pyramid.tier_of(&"Ann").unwrap(), pyramid.tier_of(&"Ben").unwrap());
/// assert_eq!((ann.rank(), ben.rank()), (1, 4));
/// assert_eq!(pyramid.tier_name(ben), "Small");
/// assert!(ann < ben);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Tier(u8);

impl Tier {
    pub(super) const fn at(index: u8) -> Self {
        Self(index.saturating_add(1))
    }

    /// The rank, from 1 at the top.
    #[must_use]
    pub const fn rank(self) -> u8 {
        self.0
    }

    /// The position in [`Cuts::names`] and [`Pyramid::tiers`](super::Pyramid::tiers), from 0.
    #[must_use]
    pub const fn index(self) -> usize {
        (self.0 as usize).saturating_sub(1)
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

named_enum! {
    /// What becomes of the customer whom a cut would divide: 1 % of 250 customers is two and a
    /// half.
    ///
    /// Nothing is published; rounding up keeps a top customer in the pyramid of a small business.
    ///
    /// ```
    /// use retention::pyramid::{Cuts, Pyramid, Rounding};
    /// use rust_decimal::Decimal;
    ///
    /// let heads = |rounding| -> retention::Result<u64> {
    ///     let customers = (1..=250_u32).map(|id| (id, Decimal::from(id)));
    ///     let pyramid = Pyramid::new(customers, &Cuts::curry().rounding(rounding))?;
    ///     Ok(pyramid.tiers()[0].customers)
    /// };
    /// assert_eq!((heads(Rounding::Up)?, heads(Rounding::Down)?), (3, 2));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Rounding {
        /// The customer belongs to the upper tier. The default.
        #[default]
        Up = "up",
        /// The customer belongs to whichever tier the cut is nearer to; halves go up.
        Nearest = "nearest",
        /// The customer belongs to the lower tier.
        Down = "down",
    }
}

impl Rounding {
    pub(super) fn count(self, cut: Cut) -> u64 {
        match (cut, self) {
            (Cut::Even(count), _)
            | (Cut::Between(count, _), Self::Down)
            | (Cut::Between(count, false), Self::Nearest) => count,
            (Cut::Between(count, _), Self::Up | Self::Nearest) => count.saturating_add(1),
        }
    }
}

named_enum! {
    /// Where customers with the same amount go when a cut falls among them.
    ///
    /// ```
    /// use retention::pyramid::{Cuts, Pyramid, Ties};
    /// use rust_decimal::dec;
    ///
    /// let heads = |ties| -> retention::Result<u64> {
    ///     let cuts = Cuts::by_customers([("Top", 0.25), ("Rest", 0.75)])?.ties(ties);
    ///     // The cut after the first of four falls between two who bring the same.
    ///     let amounts = [("Ann", dec!(9)), ("Ben", dec!(9)), ("Cem", dec!(2)), ("Dea", dec!(1))];
    ///     Ok(Pyramid::new(amounts, &cuts)?.tiers()[0].customers)
    /// };
    /// assert_eq!(heads(Ties::TogetherUp)?, 2);
    /// assert_eq!(heads(Ties::TogetherDown)?, 0);
    /// assert_eq!(heads(Ties::ByKey)?, 1);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Ties {
        /// All of them to the upper tier: equal customers are treated alike, and nobody loses by
        /// the cut. The default.
        #[default]
        TogetherUp = "together_up",
        /// All of them to the lower tier.
        TogetherDown = "together_down",
        /// By key, so that the tiers have the heads that were asked for.
        ByKey = "by_key",
    }
}

named_enum! {
    /// What a pyramid is cut by.
    #[non_exhaustive]
    pub enum Basis {
        /// Shares of the number of customers.
        Customers = "customers",
        /// Shares of the total amount.
        Revenue = "revenue",
        /// Amounts.
        Amount = "amount",
    }
}

/// Where a pyramid is cut, and the names of its tiers from the top down.
///
/// ```
/// use retention::pyramid::{Cuts, Ties};
/// use rust_decimal::dec;
///
/// // ABC analysis: A brings the first 80 % of revenue, B the next 15 %, C the rest.
/// let abc = Cuts::by_revenue([("A", 0.80), ("B", 0.15), ("C", 0.05)])?;
/// // A retailer's loyalty scheme, by amount.
/// let retail = Cuts::by_amount([("Gold", dec!(1000)), ("Silver", dec!(250))], "Bronze")?;
/// // A maker of capital goods with a handful of key accounts.
/// let capital_goods = Cuts::by_customers([("Key", 0.10), ("Project", 0.30), ("Spares", 0.60)])?
///     .ties(Ties::ByKey);
/// assert_eq!(capital_goods.names().collect::<Vec<_>>(), ["Key", "Project", "Spares"]);
/// assert!(Cuts::by_customers([("Top", 0.2), ("Rest", 0.7)]).is_err());
/// # Ok::<(), retention::Error>(())
/// ```
///
/// A customer whom a cut would divide belongs to the upper tier, and customers of equal amount stay
/// together in the upper one, unless [`rounding`](Self::rounding) and [`ties`](Self::ties) say
/// otherwise. As JSON, which may be a configuration:
///
/// ```text
/// {"basis": "customers", "tiers": [{"name": "Top", "share": 0.2}, {"name": "Rest", "share": 0.8}],
///  "rounding": "up", "ties": "together_up"}
/// {"basis": "amount", "tiers": [{"name": "Gold", "from": "1000"}, {"name": "Rest"}],
///  "no_profit": "Loss"}
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "written::RawCuts", into = "written::RawCuts")
)]
pub struct Cuts {
    pub(super) limits: Limits,
    names: Vec<String>,
    no_profit: Option<String>,
    rounding: Rounding,
    ties: Ties,
}

/// Where a tier ends.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Limit {
    /// After this share of customers, counted from the top.
    Customers(f64),
    /// After this share of the total, counted from the top.
    Revenue(f64),
    /// Below this amount.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    Amount(Decimal),
}

/// What the tiers are given, from the top.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Limits {
    /// Each tier's share of customers.
    Customers(Vec<f64>),
    /// Each tier's share of the total.
    Revenue(Vec<f64>),
    /// The least amount of each tier but the last.
    Amount(Vec<Decimal>),
}

/// The most tiers a pyramid may have, a group without profit included.
const MOST: usize = u8::MAX as usize;

impl Cuts {
    /// Curry's pyramid: Top, the first 1 % of customers; Big, the next 4 %; Medium, the next 15 %;
    /// Small, the remaining 80 %.
    ///
    /// Source: Curry and Curry (2000), as commonly reported.
    #[must_use]
    #[doc(alias = "客户金字塔")]
    #[doc(alias = "顶端")]
    #[doc(alias = "高端")]
    #[doc(alias = "中端")]
    #[doc(alias = "低端")]
    pub fn curry() -> Self {
        Self::of_customers(&[
            ("Top", 0.01),
            ("Big", 0.04),
            ("Medium", 0.15),
            ("Small", 0.8),
        ])
    }

    /// Platinum, gold and iron among profitable customers, and lead: those without profit.
    ///
    /// The source publishes no cuts; these are Curry's 5 % and 20 %. For others use
    /// [`by_customers`](Self::by_customers) and [`no_profit_apart`](Self::no_profit_apart).
    ///
    /// Source of the tiers: Zeithaml, Rust and Lemon (2001).
    #[must_use]
    pub fn platinum() -> Self {
        let mut cuts = Self::of_customers(&[("Platinum", 0.05), ("Gold", 0.15), ("Iron", 0.8)]);
        cuts.no_profit = Some("Lead".to_owned());
        cuts
    }

    /// The four groups of differential marketing: high, medium and low profit, a third of the
    /// profitable customers each, and no profit.
    ///
    /// No cuts are published; thirds are a choice. For others use
    /// [`by_customers`](Self::by_customers) and [`no_profit_apart`](Self::no_profit_apart).
    #[must_use]
    #[doc(alias = "区别营销")]
    #[doc(alias = "差异化营销")]
    pub fn differential() -> Self {
        let third = 1.0 / 3.0;
        let mut cuts = Self::of_customers(&[("High", third), ("Medium", third), ("Low", third)]);
        cuts.no_profit = Some("No profit".to_owned());
        cuts
    }

    /// Cuts by constants that need no check.
    fn of_customers(tiers: &[(&str, f64)]) -> Self {
        Self {
            limits: Limits::Customers(tiers.iter().map(|&(_, share)| share).collect()),
            names: tiers.iter().map(|&(name, _)| name.to_owned()).collect(),
            no_profit: None,
            rounding: Rounding::default(),
            ties: Ties::default(),
        }
    }

    /// Tiers by their share of the number of customers, from the top down. A share is kept to twelve
    /// decimal places.
    ///
    /// # Errors
    /// [`Error::Empty`] without tiers; [`Error::NotFinite`] and [`Error::OutOfRange`], with the
    /// tier's position, for a share that is NaN, infinite, negative or above 1;
    /// [`Error::DoesNotAddUp`] where the shares do not add up to 1 within 10⁻¹² each;
    /// [`Error::Duplicate`] for two tiers of one name; [`Error::OutOfRange`] for more than 254
    /// tiers.
    pub fn by_customers<N: Into<String>>(
        tiers: impl IntoIterator<Item = (N, f64)>,
    ) -> Result<Self> {
        let (names, shares) = shares(tiers)?;
        Self::checked(Limits::Customers(shares), names)
    }

    /// Tiers by their share of the total amount, from the top down: the customers who together
    /// bring the first so much of it, the next, and so on.
    ///
    /// # Errors
    /// As [`by_customers`](Self::by_customers).
    #[doc(alias = "ABC")]
    pub fn by_revenue<N: Into<String>>(tiers: impl IntoIterator<Item = (N, f64)>) -> Result<Self> {
        let (names, shares) = shares(tiers)?;
        Self::checked(Limits::Revenue(shares), names)
    }

    /// Tiers by amount: each with the least amount that belongs to it, from the top down, and the
    /// name of the tier for everyone below.
    ///
    /// # Errors
    /// [`Error::Unsorted`], with the tier's position, where an amount is not below the one before
    /// it; [`Error::Duplicate`] and [`Error::OutOfRange`] for names as in
    /// [`by_customers`](Self::by_customers).
    pub fn by_amount<N: Into<String>>(
        tiers: impl IntoIterator<Item = (N, Decimal)>,
        rest: impl Into<String>,
    ) -> Result<Self> {
        let (mut names, mut limits): (Vec<String>, Vec<Decimal>) = (Vec::new(), Vec::new());
        for (row, (name, limit)) in tiers.into_iter().enumerate() {
            if let Some(&above) = limits.last()
                && limit >= above
            {
                return Err(Error::unsorted(
                    "amounts of tiers",
                    limit,
                    format_args!("is not below {above}"),
                )
                .at_row(row));
            }
            names.push(name.into());
            limits.push(limit);
        }
        names.push(rest.into());
        Self::checked(Limits::Amount(limits), names)
    }

    fn checked(limits: Limits, names: Vec<String>) -> Result<Self> {
        if names.len() >= MOST {
            return Err(Error::out_of_range(
                "tiers",
                names.len(),
                format_args!("at most {}", MOST - 1),
            ));
        }
        for (row, name) in names.iter().enumerate() {
            if names.iter().take(row).any(|other| other == name) {
                return Err(duplicate(name).at_row(row));
            }
        }
        Ok(Self {
            limits,
            names,
            no_profit: None,
            rounding: Rounding::default(),
            ties: Ties::default(),
        })
    }

    /// Puts customers with an amount of zero or less into a tier of their own below the others,
    /// which then divide the rest among them. Meant for profit.
    ///
    /// # Errors
    /// [`Error::Duplicate`] where another tier has that name.
    pub fn no_profit_apart(mut self, name: impl Into<String>) -> Result<Self> {
        let name = name.into();
        if self.names.contains(&name) {
            return Err(duplicate(&name));
        }
        self.no_profit = Some(name);
        Ok(self)
    }

    /// Sets what becomes of the customer whom a cut would divide.
    #[must_use]
    pub fn rounding(mut self, rounding: Rounding) -> Self {
        self.rounding = rounding;
        self
    }

    /// Sets where customers with the same amount go when a cut falls among them.
    #[must_use]
    pub fn ties(mut self, ties: Ties) -> Self {
        self.ties = ties;
        self
    }

    /// The names of the tiers from the top down, the group without profit last.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().chain(&self.no_profit).map(String::as_str)
    }

    /// What is cut by.
    #[must_use]
    pub const fn basis(&self) -> Basis {
        match self.limits {
            Limits::Customers(_) => Basis::Customers,
            Limits::Revenue(_) => Basis::Revenue,
            Limits::Amount(_) => Basis::Amount,
        }
    }

    /// Where a tier ends; `None` for the last, which takes the rest, and for a group without
    /// profit.
    ///
    /// ```
    /// use retention::pyramid::{Cuts, Limit};
    ///
    /// let limits: Vec<_> = (0..4).filter_map(|tier| Cuts::curry().limit(tier)).collect();
    /// assert_eq!(
    ///     limits,
    ///     [Limit::Customers(0.01), Limit::Customers(0.05), Limit::Customers(0.2)],
    /// );
    /// ```
    #[must_use]
    pub fn limit(&self, position: usize) -> Option<Limit> {
        let share = |shares: &[f64]| Some(cumulative(shares).get(position)?.value());
        match &self.limits {
            Limits::Customers(shares) => share(shares).map(Limit::Customers),
            Limits::Revenue(shares) => share(shares).map(Limit::Revenue),
            Limits::Amount(limits) => limits.get(position).copied().map(Limit::Amount),
        }
    }

    /// What becomes of the customer whom a cut would divide.
    #[must_use]
    pub const fn rounding_rule(&self) -> Rounding {
        self.rounding
    }

    /// Where customers with the same amount go when a cut falls among them.
    #[must_use]
    pub const fn tie_rule(&self) -> Ties {
        self.ties
    }

    /// Whether customers without profit form a tier of their own.
    #[must_use]
    pub const fn sets_no_profit_apart(&self) -> bool {
        self.no_profit.is_some()
    }
}

impl Default for Cuts {
    /// [Curry's](Self::curry).
    fn default() -> Self {
        Self::curry()
    }
}

fn duplicate(name: &str) -> Error {
    Error::duplicate("name of a tier", name)
}

/// The shares up to each tier but the last. Each is rounded once, so that six sixths end where they
/// should.
pub(super) fn cumulative(shares: &[f64]) -> Vec<Parts> {
    let mut sum = 0.0;
    let mut limits: Vec<Parts> = shares
        .iter()
        .map(|share| {
            sum += share;
            Parts::nearest(sum)
        })
        .collect();
    limits.pop();
    limits
}

/// The names of tiers and their shares, which make a whole.
fn shares<N: Into<String>>(
    tiers: impl IntoIterator<Item = (N, f64)>,
) -> Result<(Vec<String>, Vec<f64>)> {
    let (mut names, mut shares) = (Vec::new(), Vec::new());
    for (row, (name, share)) in tiers.into_iter().enumerate() {
        names.push(name.into());
        shares.push(fraction("share of a tier", share).map_err(|error| error.at_row(row))?);
    }
    if names.is_empty() {
        return Err(Error::empty("tiers"));
    }
    let sum: f64 = shares.iter().sum();
    // Shares may have been written to twelve places, as many as are kept.
    if (sum - 1.0).abs() > 1e-12 * names.len() as f64 {
        return Err(Error::does_not_add_up(
            "shares of tiers",
            (sum * 1e12).round() / 1e12,
            "1",
        ));
    }
    Ok((names, shares))
}
