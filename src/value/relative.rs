//! What "relative" is relative to: whom a supplier is compared with, and how these count together.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::discriminant;

use crate::error::{Place, non_negative};
use crate::{Error, Result};

/// Whom a supplier is compared with, when its quality or its price is called relative.
///
/// Sources differ, and the choice can move a supplier across parity. Against the others, a supplier that
/// is ahead looks further ahead than against the whole market, of which it is a part. Published value
/// maps use the whole market; attribute tables use the others.
///
/// As JSON:
///
/// ```text
/// {"others": "equal"}
/// {"whole_market": {"shares": {"us": 40, "Acme": 60}}}
/// "leader"
/// {"supplier": "Acme"}
/// ```
///
/// Source: Gale, B. T. with Wood, R. C. (1994), *Managing Customer Value*, Free Press, for the others;
/// *Design for Six Sigma for Service* (2005), McGraw-Hill, table 5.5, for the whole market.
///
/// ```
/// use retention::scale::Scale;
/// use retention::value::market::Market;
/// use retention::value::{RelativeTo, SupplierWeights, profile};
///
/// let suppliers = [("us", [9.0]), ("Acme", [6.0]), ("Bolt", [6.0])];
/// let market = Market::new(Scale::ONE_TO_TEN, ["service"], suppliers)?;
/// let ratio = |to: RelativeTo| -> retention::Result<f64> {
///     let market = market.relative_to(to)?;
///     let options = profile::Options::default();
///     Ok(market.quality_profile("us", &[("service", 100.0)], options)?.quality_ratio)
/// };
/// assert_eq!(ratio(RelativeTo::default())?, 1.5); // 9 / 6
/// assert_eq!(ratio(RelativeTo::WholeMarket(SupplierWeights::Equal))?, 9.0 / 7.0);
/// assert_eq!(ratio(RelativeTo::Supplier("Acme".into()))?, 1.5);
/// assert_eq!(ratio(RelativeTo::Leader)?, 1.0); // we lead
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum RelativeTo {
    /// The mean of the other suppliers. The default, with equal weights.
    Others(SupplierWeights),
    /// The mean of the whole market, the supplier itself included.
    WholeMarket(SupplierWeights),
    /// The supplier with the best quality score by the weights asked about; in a price profile alone, that
    /// with the best score of the price. It is the same for all, and
    /// is at 1 itself. Of several with that score the first counts. It is taken as known: standard
    /// errors do not allow for another one leading in truth. To compare with the largest supplier, name
    /// it.
    Leader,
    /// One supplier, by name. It is at 1 itself.
    Supplier(String),
}

/// How several suppliers count when they are compared with together.
///
/// See the [example](crate::value::RelativeTo).
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum SupplierWeights {
    /// Each the same, whatever its size. The default.
    #[default]
    Equal,
    /// By the respondents who rated it on the attribute, by their weights: the mean of everybody's
    /// answers together. A price counts by the answers on the attributes with weight. The numbers are
    /// taken as given.
    Respondents,
    /// By share of the market, or any weights of 0 or more: one for each supplier, by name.
    Shares(BTreeMap<String, f64>),
}

impl Default for RelativeTo {
    fn default() -> Self {
        Self::Others(SupplierWeights::Equal)
    }
}

impl SupplierWeights {
    /// Returns the weights by share of the market, for example in percent.
    #[must_use]
    pub fn shares<N: Into<String>>(shares: impl IntoIterator<Item = (N, f64)>) -> Self {
        let shares = shares.into_iter();
        Self::Shares(shares.map(|(name, share)| (name.into(), share)).collect())
    }

    /// Refuses shares that are not weights of these suppliers.
    fn check<'n>(&self, suppliers: impl Iterator<Item = &'n str>) -> Result<()> {
        let Self::Shares(shares) = self else {
            return Ok(());
        };
        let suppliers: BTreeSet<&str> = suppliers.collect();
        let mut sum = 0.0;
        for (name, &share) in shares {
            let place = || Place::Supplier(name.as_str().into());
            if !suppliers.contains(name.as_str()) {
                let error = Error::out_of_range("supplier of a share", name, "in the market");
                return Err(error);
            }
            sum += non_negative("share", share).map_err(|error| error.at_place(place()))?;
        }
        if sum.is_infinite() {
            return Err(Error::overflow("the sum of the shares", sum));
        }
        if sum == 0.0 && !shares.is_empty() {
            return Err(Error::out_of_range("sum of the shares", sum, "above 0")
                .with_cure("use `SupplierWeights::Equal` if all count the same"));
        }
        let missing = |supplier: &&str| !shares.contains_key(*supplier);
        match suppliers.into_iter().find(missing) {
            Some(name) => Err(Error::empty("share").at_place(Place::Supplier(name.into()))),
            None => Ok(()),
        }
    }
}

impl RelativeTo {
    /// Returns whether figures relative to this and to that can be compared over time. Shares may change.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Supplier(left), Self::Supplier(right)) => left == right,
            _ => {
                let weights = |to: &Self| to.weights().map(discriminant);
                discriminant(self) == discriminant(other) && weights(self) == weights(other)
            }
        }
    }

    /// Returns whether a supplier's own figure is part of what it is compared with.
    pub(super) const fn includes_us(&self) -> bool {
        !matches!(self, Self::Others(_))
    }

    const fn weights(&self) -> Option<&SupplierWeights> {
        match self {
            Self::Others(weights) | Self::WholeMarket(weights) => Some(weights),
            Self::Leader | Self::Supplier(_) => None,
        }
    }

    /// Refuses what these suppliers cannot be compared with.
    pub(super) fn check<'n>(
        &self,
        mut suppliers: impl Iterator<Item = &'n str>,
        respondents: bool,
    ) -> Result<()> {
        if let Self::Supplier(name) = self
            && !suppliers.any(|supplier| supplier == name)
        {
            return Err(Error::out_of_range(
                "supplier compared with",
                name,
                "in the market",
            ));
        }
        match self.weights() {
            Some(SupplierWeights::Respondents) if !respondents => Err(Error::unsupported(
                "weighting suppliers by respondents",
                "figures that do not come from respondents",
            )
            .with_cure("give their shares by `SupplierWeights::Shares`")),
            Some(weights) => weights.check(suppliers),
            None => Ok(()),
        }
    }

    /// Returns how much a supplier counts, of those that were checked. `None` if that takes more than
    /// its name.
    pub(super) fn mass(&self, supplier: &str) -> Option<f64> {
        match self {
            Self::Leader => None,
            Self::Supplier(name) => Some(f64::from(u8::from(name == supplier))),
            Self::Others(weights) | Self::WholeMarket(weights) => match weights {
                SupplierWeights::Equal => Some(1.0),
                SupplierWeights::Shares(shares) => shares.get(supplier).copied(),
                SupplierWeights::Respondents => None,
            },
        }
    }

    /// Returns the same for a market of these suppliers alone.
    pub(super) fn only<'n>(&self, suppliers: impl Iterator<Item = &'n str> + Clone) -> Self {
        let narrowed = |weights: &SupplierWeights| match weights {
            SupplierWeights::Shares(shares) => SupplierWeights::Shares(
                suppliers
                    .clone()
                    .filter_map(|name| Some((name.to_owned(), *shares.get(name)?)))
                    .collect(),
            ),
            other => other.clone(),
        };
        match self {
            Self::Others(weights) => Self::Others(narrowed(weights)),
            Self::WholeMarket(weights) => Self::WholeMarket(narrowed(weights)),
            other => other.clone(),
        }
    }
}
