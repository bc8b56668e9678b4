use rust_decimal::Decimal;

use super::LoyalShare;
#[cfg(feature = "serde")]
use crate::estimate::Confidence;
use crate::estimate::Proportion;
use crate::portrait::{Contradiction, Dimension, Options};

/// How many customers have which level in which dimension, how many have contradictions, and how many are
/// loyal.
///
/// See the example of [`PortraitCounter`](super::PortraitCounter).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PortraitCounts {
    /// How many customers there are.
    pub customers: u64,
    /// Every level of every dimension in order, also those that nobody has.
    pub levels: Vec<LevelCount>,
    /// Every contradiction in order, also those that nobody has.
    pub contradictions: Vec<ContradictionCount>,
    /// Customers with one or more contradictions, of all.
    pub contradicted: Proportion,
    /// What is at risk with all customers of whom it is known.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub value_at_risk: Decimal,
    /// Of how many customers it is known.
    pub with_value_at_risk: u64,
    /// The loyal customers and what they contribute to profit.
    pub loyal: LoyalShare,
    /// How the portraits were made.
    pub options: Options,
}

impl PortraitCounts {
    /// Returns a level by its name, such as `decline` or `unknown`; `None` if the dimension has no such
    /// level.
    #[must_use]
    pub fn level(&self, dimension: Dimension, level: &str) -> Option<&LevelCount> {
        let mut levels = self.levels.iter();
        levels.find(|row| row.dimension == dimension && row.level == level)
    }

    /// Iterates over the levels of a dimension, `unknown` first.
    pub fn of(&self, dimension: Dimension) -> impl Iterator<Item = &LevelCount> {
        let levels = self.levels.iter();
        levels.filter(move |row| row.dimension == dimension)
    }
}

/// How many customers have one level of one dimension.
///
/// It is written flat: the share with the ends of its 95 % interval as `share_lower` and `share_upper`.
///
/// See the example of [`PortraitCounter`](super::PortraitCounter).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct LevelCount {
    /// The dimension.
    pub dimension: Dimension,
    /// The name of the level.
    pub level: &'static str,
    /// How many customers have it.
    pub customers: u64,
    /// Their share of all customers, those of whom the level is not known included.
    pub share: Proportion,
    /// What is at risk with them, as far as it is known.
    pub value_at_risk: Decimal,
}

/// How many customers have one contradiction.
///
/// It is written flat, as [`LevelCount`] is.
///
/// See the example of [`PortraitCounter`](super::PortraitCounter).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContradictionCount {
    /// The contradiction.
    pub contradiction: Contradiction,
    /// How many customers have it.
    pub customers: u64,
    /// Their share of all customers. Whoever is not known well enough to contradict counts as not
    /// contradicting.
    pub share: Proportion,
    /// What is at risk with them, as far as it is known.
    pub value_at_risk: Decimal,
}

#[cfg(feature = "serde")]
impl serde::Serialize for LevelCount {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Row {
            dimension: Dimension,
            level: &'static str,
            customers: u64,
            share: Option<f64>,
            share_lower: Option<f64>,
            share_upper: Option<f64>,
            #[serde(with = "crate::serde_money")]
            value_at_risk: Decimal,
        }
        let (share, [share_lower, share_upper]) = with_interval(self.share);
        Row {
            dimension: self.dimension,
            level: self.level,
            customers: self.customers,
            share,
            share_lower,
            share_upper,
            value_at_risk: self.value_at_risk,
        }
        .serialize(serializer)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for ContradictionCount {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Row {
            contradiction: Contradiction,
            customers: u64,
            share: Option<f64>,
            share_lower: Option<f64>,
            share_upper: Option<f64>,
            #[serde(with = "crate::serde_money")]
            value_at_risk: Decimal,
        }
        let (share, [share_lower, share_upper]) = with_interval(self.share);
        Row {
            contradiction: self.contradiction,
            customers: self.customers,
            share,
            share_lower,
            share_upper,
            value_at_risk: self.value_at_risk,
        }
        .serialize(serializer)
    }
}

/// A share and the ends of its interval.
#[cfg(feature = "serde")]
fn with_interval(share: Proportion) -> (Option<f64>, [Option<f64>; 2]) {
    let interval = share.wilson(Confidence::default());
    let ends = [
        interval.map(|interval| interval.lower()),
        interval.map(|interval| interval.upper()),
    ];
    (share.value(), ends)
}
