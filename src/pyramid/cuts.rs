use std::fmt;

use rust_decimal::Decimal;

use crate::names::named_enum;
use crate::numeric::parts::{Cut, Parts};
use crate::{Error, Result};

/// A rank in a pyramid: 1 is the top. Its name lives with the [`Cuts`] that made it.
///
/// Tiers order by rank, so the top tier is the least.
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
    #[derive(Default)]
    pub enum Rounding {
        /// The customer belongs to the upper tier.
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
    #[derive(Default)]
    pub enum Ties {
        /// All of them to the upper tier: equal customers are treated alike, and nobody loses by
        /// the cut.
        #[default]
        TogetherUp = "together up",
        /// All of them to the lower tier.
        TogetherDown = "together down",
        /// By key, so that the tiers have the heads that were asked for.
        ByKey = "by key",
    }
}

named_enum! {
    /// What a pyramid is cut by.
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
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawCuts", into = "RawCuts"))]
pub struct Cuts {
    pub(super) limits: Limits,
    names: Vec<String>,
    no_profit: Option<String>,
    rounding: Rounding,
    ties: Ties,
}

/// The limits between tiers, from the top, one fewer than there are tiers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Limits {
    /// Cumulative shares of customers.
    Customers(Vec<Parts>),
    /// Cumulative shares of the total.
    Revenue(Vec<Parts>),
    /// The least amount of each tier.
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
    pub fn curry() -> Self {
        Self::of_customers(&[("Top", 1), ("Big", 4), ("Medium", 15), ("Small", 80)])
    }

    /// Platinum, gold and iron among profitable customers, and lead: those without profit.
    ///
    /// The source publishes no cuts; these are Curry's 5 % and 20 %. For others use
    /// [`by_customers`](Self::by_customers) and [`no_profit_apart`](Self::no_profit_apart).
    ///
    /// Source of the tiers: Zeithaml, Rust and Lemon (2001).
    #[must_use]
    pub fn platinum() -> Self {
        let mut cuts = Self::of_customers(&[("Platinum", 5), ("Gold", 15), ("Iron", 80)]);
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
        let third = |thirds: f64| Parts::new("share", thirds / 3.0).unwrap_or(Parts::ALL);
        Self {
            limits: Limits::Customers(vec![third(1.0), third(2.0)]),
            names: ["High", "Medium", "Low"].map(str::to_owned).into(),
            no_profit: Some("No profit".to_owned()),
            rounding: Rounding::default(),
            ties: Ties::default(),
        }
    }

    /// Cuts by constants that need no check.
    fn of_customers(tiers: &[(&str, u64)]) -> Self {
        let shares: Vec<Parts> = tiers
            .iter()
            .map(|&(_, percent)| Parts::of_percent(percent))
            .collect();
        Self {
            limits: Limits::Customers(cumulative(&shares)),
            names: tiers.iter().map(|&(name, _)| name.to_owned()).collect(),
            no_profit: None,
            rounding: Rounding::default(),
            ties: Ties::default(),
        }
    }

    /// Tiers by their share of the number of customers, from the top down.
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
        Self::checked(Limits::Customers(cumulative(&shares)), names)
    }

    /// Tiers by their share of the total amount, from the top down: the customers who together
    /// bring the first so much of it, the next, and so on.
    ///
    /// # Errors
    /// As [`by_customers`](Self::by_customers).
    pub fn by_revenue<N: Into<String>>(tiers: impl IntoIterator<Item = (N, f64)>) -> Result<Self> {
        let (names, shares) = shares(tiers)?;
        Self::checked(Limits::Revenue(cumulative(&shares)), names)
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
                return Err(Error::Unsorted {
                    argument: "amounts of tiers",
                    value: limit.to_string(),
                    expected: format!("is not below {above}"),
                    row: Some(row),
                });
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
    Error::Duplicate {
        argument: "name of a tier",
        value: name.to_owned(),
        row: None,
    }
}

/// The shares up to each tier but the last.
fn cumulative(shares: &[Parts]) -> Vec<Parts> {
    let mut sum = Parts::of_percent(0);
    let mut limits: Vec<Parts> = shares
        .iter()
        .map(|&share| {
            sum = sum.saturating_add(share);
            sum
        })
        .collect();
    limits.pop();
    limits
}

fn shares<N: Into<String>>(
    tiers: impl IntoIterator<Item = (N, f64)>,
) -> Result<(Vec<String>, Vec<Parts>)> {
    let (mut names, mut shares) = (Vec::new(), Vec::new());
    for (row, (name, share)) in tiers.into_iter().enumerate() {
        names.push(name.into());
        shares.push(Parts::new("share of a tier", share).map_err(|error| error.at_row(row))?);
    }
    if names.is_empty() {
        return Err(Error::Empty { argument: "tiers" });
    }
    match Parts::sum(shares.iter().copied()) {
        (_, true) => Ok((names, shares)),
        (sum, false) => Err(Error::DoesNotAddUp {
            argument: "shares of tiers",
            value: sum.to_string(),
            expected: "1".to_owned(),
        }),
    }
}

/// How cuts are written: `{"basis": "customers", "tiers": [{"name": "Top", "share": 0.01}, …],
/// "rounding": "up", "ties": "together up"}`; by amount, `from` in place of `share`.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
struct RawCuts {
    basis: Basis,
    tiers: Vec<RawTier>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    no_profit: Option<String>,
    #[serde(default)]
    rounding: Rounding,
    #[serde(default)]
    ties: Ties,
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
struct RawTier {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    share: Option<f64>,
    #[serde(
        default,
        with = "crate::serde_money::option",
        skip_serializing_if = "Option::is_none"
    )]
    from: Option<Decimal>,
}

#[cfg(feature = "serde")]
impl TryFrom<RawCuts> for Cuts {
    type Error = Error;

    fn try_from(raw: RawCuts) -> Result<Self> {
        let missing = |what| Error::Empty { argument: what };
        let shares = || {
            raw.tiers
                .iter()
                .map(|tier| match tier.share {
                    Some(share) => Ok((tier.name.clone(), share)),
                    None => Err(missing("share of a tier")),
                })
                .collect::<Result<Vec<_>>>()
        };
        let cuts = match raw.basis {
            Basis::Customers => Self::by_customers(shares()?)?,
            Basis::Revenue => Self::by_revenue(shares()?)?,
            Basis::Amount => {
                let (rest, above) = raw.tiers.split_last().ok_or_else(|| missing("tiers"))?;
                let tiers = above
                    .iter()
                    .map(|tier| match tier.from {
                        Some(from) => Ok((tier.name.clone(), from)),
                        None => Err(missing("amount of a tier")),
                    })
                    .collect::<Result<Vec<_>>>()?;
                Self::by_amount(tiers, rest.name.clone())?
            }
        };
        let cuts = cuts.rounding(raw.rounding).ties(raw.ties);
        match raw.no_profit {
            Some(name) => cuts.no_profit_apart(name),
            None => Ok(cuts),
        }
    }
}

#[cfg(feature = "serde")]
impl From<Cuts> for RawCuts {
    fn from(cuts: Cuts) -> Self {
        let basis = cuts.basis();
        let tier = |name, share, from| RawTier { name, share, from };
        let tiers = match cuts.limits {
            Limits::Customers(limits) | Limits::Revenue(limits) => {
                let mut below = 0.0;
                cuts.names
                    .into_iter()
                    .zip(limits.into_iter().chain([Parts::ALL]))
                    .map(|(name, limit)| {
                        // To the twelve places that a share is kept to.
                        let share = ((limit.value() - below) * 1e12).round() / 1e12;
                        below = limit.value();
                        tier(name, Some(share), None)
                    })
                    .collect()
            }
            Limits::Amount(limits) => cuts
                .names
                .into_iter()
                .zip(limits.into_iter().map(Some).chain([None]))
                .map(|(name, from)| tier(name, None, from))
                .collect(),
        };
        Self {
            basis,
            tiers,
            no_profit: cuts.no_profit,
            rounding: cuts.rounding,
            ties: cuts.ties,
        }
    }
}
