use std::fmt;

use super::super::pattern::full;
use super::super::{Dimension, Evidence, Levels};
use super::compiled::Rules;
use super::{Action, StrategyRule, Topic};
use crate::switching::{Bond, Bonds};

/// What is recommended for one customer: the rules that fired, in the order of their topics.
///
/// ```
/// use retention::portrait::{
///     Action, Contract, Dimension, Evidence, Improvement, Options, StrategyTable, Topic,
/// };
///
/// let evidence = Evidence::default()
///     .contract(Some(Contract::EndsSoon))
///     .item_to_fix(Some(7));
/// let portrait = Options::default().portrait(&evidence)?;
/// let table = StrategyTable::literature();
/// let advice = table.advise(&portrait, &evidence);
/// let rules: Vec<&str> = advice.iter().map(|recommended| recommended.rule()).collect();
/// assert_eq!(rules, ["attribute", "contract_ends", "nothing_asked"]);
///
/// // Each says what in the evidence fired it.
/// if let Some(quality) = advice.get(Topic::Quality) {
///     assert_eq!(quality.actions(), [Action::Improve(Improvement::Attribute)]);
///     assert_eq!(quality.because().collect::<Vec<_>>(), [(Dimension::Item, "named")]);
/// }
/// assert_eq!(advice.item_to_fix(), Some(7));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Advice<'a> {
    rules: &'a [StrategyRule],
    levels: Levels,
    fired: Rules,
    item_to_fix: Option<u32>,
    bonds: Bonds,
}

impl<'a> Advice<'a> {
    #[inline]
    pub(super) fn new(
        rules: &'a [StrategyRule],
        levels: Levels,
        fired: Rules,
        evidence: &Evidence,
    ) -> Self {
        Self {
            rules,
            levels,
            fired,
            item_to_fix: evidence.item_to_fix,
            bonds: evidence.bonds.unwrap_or_default(),
        }
    }

    /// Iterates over the rules that fired, in the order of their topics.
    pub fn iter(&self) -> impl Iterator<Item = Recommendation<'a>> + use<'a> {
        let (rules, levels) = (self.rules, self.levels);
        let fired = self.fired.iter().map_while(move |place| rules.get(place));
        fired.map(move |rule| Recommendation { rule, levels })
    }

    /// Returns the rule of this topic that fired; `None` if none did.
    #[must_use]
    pub fn get(&self, topic: Topic) -> Option<Recommendation<'a>> {
        self.iter().find(|recommended| recommended.topic() == topic)
    }

    /// Iterates over the actions of all rules that fired.
    pub fn actions(&self) -> impl Iterator<Item = Action> + use<'a> {
        self.iter()
            .flat_map(|recommended| recommended.rule.then.iter().copied())
    }

    /// Returns whether this action is recommended.
    #[must_use]
    pub fn contains(&self, action: Action) -> bool {
        self.actions().any(|recommended| recommended == action)
    }

    /// Returns how many rules fired, at most one of each topic.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.fired.len()
    }

    /// Returns whether no rule fired.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the number of the attribute to fix, as the evidence gives it; `None` if it names none.
    #[must_use]
    pub const fn item_to_fix(&self) -> Option<u32> {
        self.item_to_fix
    }

    /// Iterates over the bonds below the customer's highest that the customer does not have, as
    /// [`Bonds::lacking`]; none if the bonds are not known.
    pub fn bonds_lacking(&self) -> impl Iterator<Item = Bond> + use<> {
        self.bonds.lacking()
    }
}

/// Writes one recommendation a line.
impl fmt::Display for Advice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, recommended) in self.iter().enumerate() {
            let line_break = if place == 0 { "" } else { "\n" };
            write!(f, "{line_break}{recommended}")?;
        }
        Ok(())
    }
}

/// A rule that fired for a customer, with what fired it.
///
/// See the [example](Advice) of advice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recommendation<'a> {
    rule: &'a StrategyRule,
    levels: Levels,
}

impl<'a> Recommendation<'a> {
    /// Returns the name of the rule.
    #[must_use]
    pub fn rule(&self) -> &'a str {
        &self.rule.name
    }

    /// Returns what the rule decides.
    #[must_use]
    pub const fn topic(&self) -> Topic {
        self.rule.topic
    }

    /// Returns what is recommended.
    #[must_use]
    pub fn actions(&self) -> &'a [Action] {
        &self.rule.then
    }

    /// Returns who recommends it for such customers. [`Action::source`] says where an action comes from.
    #[must_use]
    pub fn source(&self) -> &'a str {
        &self.rule.source
    }

    /// Returns whether it settles the case, so that the topics that follow were not asked.
    #[must_use]
    pub const fn settles(&self) -> bool {
        self.rule.settles
    }

    /// Iterates over the evidence that fired the rule: the dimensions that the rule restricts, with the
    /// customer's levels; `unknown` among them, where the rule is about what is not known.
    pub fn because(&self) -> impl Iterator<Item = (Dimension, &'static str)> + use<'a> {
        let (rule, levels) = (self.rule, self.levels);
        let dimensions = Dimension::ALL.iter().copied();
        let restricted =
            dimensions.filter(move |&dimension| rule.when.mask(dimension) != full(dimension));
        restricted.map(move |dimension| (dimension, levels.of(dimension)))
    }
}

/// Writes `contact: talk about the contract before it can be left (contract: ends_soon)`.
impl fmt::Display for Recommendation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.topic())?;
        for (place, action) in self.actions().iter().enumerate() {
            let semicolon = if place == 0 { "" } else { "; " };
            write!(f, "{semicolon}{}", action.advice())?;
        }
        for (place, (dimension, level)) in self.because().enumerate() {
            let opening = if place == 0 { " (" } else { ", " };
            write!(f, "{opening}{dimension}: {level}")?;
        }
        if self.because().next().is_some() {
            f.write_str(")")?;
        }
        Ok(())
    }
}

/// How advice is written: the rules that fired, with their evidence.
#[cfg(feature = "serde")]
mod written {
    use std::collections::BTreeMap;

    use serde::{Serialize, Serializer};

    use super::{Action, Advice, Dimension, Recommendation, Topic};

    #[derive(Serialize)]
    struct Fired<'a> {
        topic: Topic,
        rule: &'a str,
        actions: &'a [Action],
        because: BTreeMap<Dimension, &'static str>,
        source: &'a str,
    }

    impl Serialize for Recommendation<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let fired = Fired {
                topic: self.topic(),
                rule: self.rule(),
                actions: self.actions(),
                because: self.because().collect(),
                source: self.source(),
            };
            fired.serialize(serializer)
        }
    }

    impl Serialize for Advice<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_seq(self.iter())
        }
    }
}
