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
    /// What is at risk with all customers of whom it is known, those included who have left; the rows of the
    /// dimension `stage` part them.
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
        let keys = [("dimension", self.dimension.name()), ("level", self.level)];
        let counted = (self.customers, self.share, self.value_at_risk);
        write(serializer, "LevelCount", &keys, counted)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for ContradictionCount {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let keys = [("contradiction", self.contradiction.name())];
        let counted = (self.customers, self.share, self.value_at_risk);
        write(serializer, "ContradictionCount", &keys, counted)
    }
}

/// Writes a flat row: what was counted by name, then the customers, their share with the ends of its
/// interval, and what is at risk.
#[cfg(feature = "serde")]
fn write<S: serde::Serializer>(
    serializer: S,
    name: &'static str,
    keys: &[(&'static str, &str)],
    (customers, share, value_at_risk): (u64, Proportion, Decimal),
) -> Result<S::Ok, S::Error> {
    use serde::ser::SerializeStruct;

    let interval = share.wilson(Confidence::default());
    let mut row = serializer.serialize_struct(name, keys.len().saturating_add(5))?;
    for (key, value) in keys {
        row.serialize_field(key, value)?;
    }
    row.serialize_field("customers", &customers)?;
    row.serialize_field("share", &share.value())?;
    row.serialize_field("share_lower", &interval.map(|interval| interval.lower()))?;
    row.serialize_field("share_upper", &interval.map(|interval| interval.upper()))?;
    row.serialize_field("value_at_risk", &crate::serde_money::Money(value_at_risk))?;
    row.end()
}
