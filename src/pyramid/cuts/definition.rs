use rust_decimal::Decimal;

use super::{Rounding, Ties};
use crate::error::{Place, fraction};
use crate::keyed::check_unique;
use crate::numeric::parts::Parts;
use crate::{Error, Result};

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
/// Numbers of customers are rounded up, and customers with equal amounts stay together in the upper
/// tier, unless [`rounding`](Self::rounding) and [`ties`](Self::ties) say otherwise. As JSON, which may
/// be a configuration:
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
    serde(try_from = "super::written::RawCuts", into = "super::written::RawCuts")
)]
pub struct Cuts {
    pub(in crate::pyramid) limits: Limits,
    pub(super) names: Vec<String>,
    pub(super) no_profit: Option<String>,
    pub(super) rounding: Rounding,
    pub(super) ties: Ties,
}

/// What the tiers are given, from the top.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::pyramid) enum Limits {
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
    /// Creates Curry's cuts: Top, the first 1 % of customers; Big, the next 4 %; Medium, the next 15 %;
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

    /// Creates platinum, gold and iron among profitable customers, and lead: those without profit.
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

    /// Creates the four groups of differential marketing: high, medium and low profit, a third of the
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

    /// Creates tiers by their share of the number of customers, from the top down. A share is kept to
    /// twelve decimal places.
    ///
    /// # Errors
    /// [`Error::Empty`] without tiers; [`Error::NotFinite`] and [`Error::OutOfRange`], with the
    /// tier's position, for a share that is NaN, infinite, negative or above 1;
    /// [`Error::DoesNotAddUp`] if the shares do not add up to 1 within 10⁻¹² each;
    /// [`Error::Duplicate`] for two tiers of one name; [`Error::OutOfRange`] for more than 254
    /// tiers.
    pub fn by_customers<N: Into<String>>(
        tiers: impl IntoIterator<Item = (N, f64)>,
    ) -> Result<Self> {
        let (names, shares) = shares(tiers)?;
        Self::checked(Limits::Customers(shares), names)
    }

    /// Creates tiers by their share of the total amount, from the top down. The first tier takes the
    /// customers who together bring its share, the second those who bring the next, and so on.
    ///
    /// # Errors
    /// As [`by_customers`](Self::by_customers).
    #[doc(alias = "ABC")]
    pub fn by_revenue<N: Into<String>>(tiers: impl IntoIterator<Item = (N, f64)>) -> Result<Self> {
        let (names, shares) = shares(tiers)?;
        Self::checked(Limits::Revenue(shares), names)
    }

    /// Creates tiers by amount: the least amount of each tier from the top down, and the name of the
    /// tier below them all.
    ///
    /// # Errors
    /// [`Error::Unsorted`], with the tier's position, if an amount is not below the one before
    /// it; [`Error::Duplicate`] and [`Error::OutOfRange`] for names as in
    /// [`by_customers`](Self::by_customers).
    pub fn by_amount<N: Into<String>>(
        tiers: impl IntoIterator<Item = (N, Decimal)>,
        rest: impl Into<String>,
    ) -> Result<Self> {
        let (mut names, mut limits): (Vec<String>, Vec<Decimal>) = (Vec::new(), Vec::new());
        for (position, (name, limit)) in tiers.into_iter().enumerate() {
            if let Some(&above) = limits.last()
                && limit >= above
            {
                return Err(Error::unsorted(
                    "amounts of tiers",
                    limit,
                    format_args!("is not below {above}"),
                )
                .at_place(tier(position)));
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
        check_unique("name of a tier", names.iter().map(String::as_str))
            .map_err(|(error, position)| error.at_place(tier(position)))?;
        Ok(Self {
            limits,
            names,
            no_profit: None,
            rounding: Rounding::default(),
            ties: Ties::default(),
        })
    }

    /// Adds a bottom tier for customers with an amount of zero or less. The other tiers divide the
    /// remaining customers. Use it for profit.
    ///
    /// # Errors
    /// [`Error::Duplicate`] if another tier has that name.
    pub fn no_profit_apart(mut self, name: impl Into<String>) -> Result<Self> {
        let name = name.into();
        if self.names.contains(&name) {
            return Err(Error::duplicate("name of a tier", &name));
        }
        self.no_profit = Some(name);
        Ok(self)
    }

    /// Sets how the number of customers of a tier is rounded. Default: up.
    #[must_use]
    pub fn rounding(mut self, rounding: Rounding) -> Self {
        self.rounding = rounding;
        self
    }

    /// Sets the tier of customers with equal amounts, if a cut falls among them. Default: all in the
    /// upper one.
    #[must_use]
    pub fn ties(mut self, ties: Ties) -> Self {
        self.ties = ties;
        self
    }

    /// Iterates over the names of the tiers from the top down; the group without profit comes last.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().chain(&self.no_profit).map(String::as_str)
    }

    /// Returns how the tiers are defined: `customers` or `revenue` for shares, `amount` for limits in
    /// money.
    #[must_use]
    pub const fn basis(&self) -> &'static str {
        match self.limits {
            Limits::Customers(_) => "customers",
            Limits::Revenue(_) => "revenue",
            Limits::Amount(_) => "amount",
        }
    }

    /// Returns the share of customers or of revenue of each tier, without the group without profit.
    /// `None` for cuts by amount.
    ///
    /// ```
    /// use retention::pyramid::Cuts;
    ///
    /// let cuts = Cuts::curry();
    /// assert_eq!((cuts.basis(), cuts.shares()), ("customers", Some(&[0.01, 0.04, 0.15, 0.8][..])));
    /// ```
    #[must_use]
    pub fn shares(&self) -> Option<&[f64]> {
        match &self.limits {
            Limits::Customers(shares) | Limits::Revenue(shares) => Some(shares),
            Limits::Amount(_) => None,
        }
    }

    /// Returns the least amount of each tier but the last. `None` for cuts by shares.
    #[must_use]
    pub fn amounts(&self) -> Option<&[Decimal]> {
        match &self.limits {
            Limits::Customers(_) | Limits::Revenue(_) => None,
            Limits::Amount(amounts) => Some(amounts),
        }
    }

    pub(in crate::pyramid) const fn rounding_rule(&self) -> Rounding {
        self.rounding
    }

    pub(in crate::pyramid) const fn tie_rule(&self) -> Ties {
        self.ties
    }

    /// Returns whether customers without profit form a tier of their own.
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

/// The place of a tier, from 0 at the top.
pub(in crate::pyramid) fn tier(position: usize) -> Place {
    Place::Tier(position.into())
}

/// The shares up to each tier but the last. Each is rounded once, so that six sixths end where they
/// should.
pub(in crate::pyramid) fn cumulative(shares: &[f64]) -> Vec<Parts> {
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
    for (position, (name, share)) in tiers.into_iter().enumerate() {
        names.push(name.into());
        shares.push(
            fraction("share of a tier", share).map_err(|error| error.at_place(tier(position)))?,
        );
    }
    if names.is_empty() {
        return Err(Error::empty("tier"));
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
