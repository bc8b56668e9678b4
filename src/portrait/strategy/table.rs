use super::super::{Evidence, Portrait};
use super::compiled::{Compiled, MOST_RULES};
use super::{Advice, StrategyRule, literature};
use crate::accumulate::Version;
use crate::macros::checked_state;
use crate::{Error, Result};

/// What is recommended for whom: rules in topics, of each of which the first that matches fires.
///
/// The rules are data. [`literature`](Self::literature), the default, holds those of the sources; each
/// names its own. Change it rule by rule, or replace it: it is written as JSON that a person can read and
/// change, and read through the same checks as [`new`](Self::new). [`check`](Self::check) proves what a
/// table covers.
///
/// ```
/// use retention::lifecycle::{Stage, Strategy};
/// use retention::portrait::{Action, Evidence, Options, StrategyTable, Topic};
///
/// let table = StrategyTable::literature();
/// let evidence = Evidence::default().stage(Some(Stage::Decline));
/// let portrait = Options::default().portrait(&evidence)?;
/// let advice = table.advise(&portrait, &evidence);
/// let fired = advice.get(Topic::Relationship).map(|recommended| recommended.rule());
/// assert_eq!(fired, Some("decline"));
/// assert!(advice.contains(Action::Strategy(Strategy::CancellationPrevention)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(remote = "Self", deny_unknown_fields))]
pub struct StrategyTable {
    version: Version,
    /// In the order of their topics.
    rules: Vec<StrategyRule>,
    #[cfg_attr(feature = "serde", serde(skip))]
    compiled: Compiled,
}

checked_state!(StrategyTable);

impl Default for StrategyTable {
    /// Returns the table of the literature.
    fn default() -> Self {
        Self::literature()
    }
}

impl StrategyTable {
    /// Creates a table. Rules are arranged by topic; within a topic they keep their order, and the first
    /// that matches fires.
    ///
    /// # Errors
    /// [`Error::Empty`] without rules, or for a rule without a name, an action or a source;
    /// [`Error::Duplicate`] for two rules of one name, and an action that a rule names twice;
    /// [`Error::Mismatch`] for a rule whose actions [contradict](super::Action::contradicts) each other;
    /// [`Error::OutOfRange`] for more than 256 rules.
    pub fn new(rules: impl IntoIterator<Item = StrategyRule>) -> Result<Self> {
        let rules: Vec<StrategyRule> = rules.into_iter().collect();
        if rules.is_empty() {
            return Err(Error::empty("rule"));
        }
        if rules.len() > MOST_RULES {
            let allowed = format_args!("at most {MOST_RULES}");
            return Err(Error::out_of_range("rules", rules.len(), allowed));
        }
        for (row, rule) in rules.iter().enumerate() {
            rule.checked().map_err(|error| error.at_row(row))?;
            let mut earlier = rules.iter().take(row);
            if earlier.any(|other| other.name == rule.name) {
                return Err(Error::duplicate("name of a rule", &rule.name).at_row(row));
            }
        }
        Ok(Self::arranged(rules))
    }

    /// Creates the table of what the literature recommends, with the source of each rule.
    ///
    /// Where sources say nothing of an order, or of a combination, the choice is this library's, and the
    /// source of the rule says so. No source shows what the whole table would bring: it gathers
    /// recommendations, and tests none.
    #[must_use]
    pub fn literature() -> Self {
        Self::arranged(literature::rules())
    }

    fn arranged(mut rules: Vec<StrategyRule>) -> Self {
        rules.sort_by_key(|rule| rule.topic);
        Self {
            version: Version,
            compiled: Compiled::of(&rules),
            rules,
        }
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        Self::new(self.rules)
    }

    /// Returns the rules, in the order of their topics.
    #[must_use]
    pub fn rules(&self) -> &[StrategyRule] {
        &self.rules
    }

    /// Returns the rule of this name; `None` if there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&StrategyRule> {
        self.rules.iter().find(|rule| rule.name == name)
    }

    /// Adds a rule at the end of its topic, where it fires for customers whom no other rule of the topic
    /// matches.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with(self, rule: StrategyRule) -> Result<Self> {
        let mut rules = self.rules;
        rules.push(rule);
        Self::new(rules)
    }

    /// Adds a rule before the rule `name` of the same topic, so that it takes precedence over it.
    ///
    /// ```
    /// use retention::lifecycle::Stage;
    /// use retention::portrait::{
    ///     Action, Approach, Dimension, Evidence, Options, Pattern, StrategyRule, StrategyTable, Topic,
    /// };
    ///
    /// let rule = StrategyRule {
    ///     name: "new_customers".to_owned(),
    ///     topic: Topic::Contact,
    ///     when: Pattern::any().with(Dimension::Stage, ["acquisition"])?,
    ///     then: vec![Action::Contact(Approach::Thanks)],
    ///     settles: false,
    ///     source: "our own practice".to_owned(),
    /// };
    /// let table = StrategyTable::literature().before("leaving", rule)?;
    /// let evidence = Evidence::default().stage(Some(Stage::Acquisition));
    /// let portrait = Options::default().portrait(&evidence)?;
    /// let advice = table.advise(&portrait, &evidence);
    /// assert!(advice.contains(Action::Contact(Approach::Thanks)));
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`new`](Self::new), and [`after`](Self::after).
    pub fn before(self, name: &str, rule: StrategyRule) -> Result<Self> {
        let place = self.place(name, Some(&rule))?;
        self.inserted(place, rule)
    }

    /// Adds a rule after the rule `name` of the same topic, which keeps its precedence.
    ///
    /// # Errors
    /// As [`new`](Self::new); [`Error::UnknownName`] if there is no such rule; [`Error::Mismatch`] if
    /// that rule is of another topic.
    pub fn after(self, name: &str, rule: StrategyRule) -> Result<Self> {
        let place = self.place(name, Some(&rule))?;
        self.inserted(place + 1, rule)
    }

    /// Replaces the rule `name` by another of the same topic.
    ///
    /// # Errors
    /// As [`after`](Self::after).
    pub fn replaced(self, name: &str, rule: StrategyRule) -> Result<Self> {
        let place = self.place(name, Some(&rule))?;
        let mut rules = self.rules;
        rules.splice(place..=place, [rule]);
        Self::new(rules)
    }

    /// Removes the rule `name`.
    ///
    /// # Errors
    /// [`Error::UnknownName`] if there is no such rule; [`Error::Empty`] if it was the last.
    pub fn without(self, name: &str) -> Result<Self> {
        let place = self.place(name, None)?;
        let mut rules = self.rules;
        rules.remove(place);
        Self::new(rules)
    }

    fn inserted(self, place: usize, rule: StrategyRule) -> Result<Self> {
        let mut rules = self.rules;
        rules.insert(place.min(rules.len()), rule);
        Self::new(rules)
    }

    /// The position of a rule, beside which another is to stand.
    fn place(&self, name: &str, beside: Option<&StrategyRule>) -> Result<usize> {
        let mut rules = self.rules.iter().enumerate();
        let Some((place, found)) = rules.find(|(_, rule)| rule.name == name) else {
            let names: Vec<&str> = self.rules.iter().map(|rule| rule.name.as_str()).collect();
            return Err(Error::UnknownName {
                argument: "name of a rule",
                value: name.to_owned(),
                allowed: names.join(", "),
            });
        };
        match beside {
            Some(rule) if rule.topic != found.topic => {
                Err(Error::mismatch("topics", found.topic, rule.topic))
            }
            _ => Ok(place),
        }
    }

    /// Returns what is recommended for one customer, from the portrait and the evidence that it was made
    /// of. It allocates nothing.
    #[inline]
    #[must_use]
    pub fn advise(&self, portrait: &Portrait, evidence: &Evidence) -> Advice<'_> {
        let fired = self.compiled.fired(&portrait.levels);
        Advice::new(&self.rules, portrait.levels, fired, evidence)
    }
}
