use super::super::Pattern;
use super::{Action, Topic};
use crate::{Error, Result};

/// A rule of a [`StrategyTable`](super::StrategyTable): for which customers, and what is recommended.
///
/// ```
/// use retention::portrait::{Action, Dimension, Pattern, StrategyRule, StrategyTable, Topic};
/// use retention::switching::Bond;
///
/// let rule = StrategyRule {
///     name: "no_bond".to_owned(),
///     topic: Topic::Bond,
///     when: Pattern::any().with(Dimension::Bond, ["without"])?,
///     then: vec![Action::BuildBond(Bond::Financial)],
///     settles: false,
///     source: "our own practice".to_owned(),
/// };
/// assert_eq!(StrategyTable::new([rule])?.rules().len(), 1);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct StrategyRule {
    /// Its name, which no other rule of the table has.
    pub name: String,
    /// What it decides.
    pub topic: Topic,
    /// The levels of the customers for whom it is meant.
    pub when: Pattern,
    /// What is recommended: at least one action.
    pub then: Vec<Action>,
    /// Whether it settles the case: where it fires, the [topics](Topic) that follow are not asked.
    #[cfg_attr(feature = "serde", serde(default))]
    pub settles: bool,
    /// Who recommends it: a publication, practice without a primary source, or you.
    pub source: String,
}

impl StrategyRule {
    /// Refuses a rule without a name, an action or a source, and one that contradicts itself.
    pub(super) fn checked(&self) -> Result<()> {
        if self.name.trim().is_empty() {
            return Err(Error::empty("name of a rule"));
        }
        if self.then.is_empty() {
            return Err(Error::empty("action of a rule"));
        }
        if self.source.trim().is_empty() {
            return Err(Error::empty("source of a rule"));
        }
        for (place, &action) in self.then.iter().enumerate() {
            let mut earlier = self.then.iter().take(place);
            if earlier.clone().any(|&other| other == action) {
                return Err(Error::duplicate("action of a rule", action));
            }
            if let Some(&other) = earlier.find(|&&other| action.contradicts(other)) {
                return Err(Error::mismatch("actions of a rule", other, action));
            }
        }
        Ok(())
    }
}
