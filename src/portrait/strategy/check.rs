use std::fmt;

use super::super::Pattern;
use super::subtract::{Subtraction, overlap};
use super::{Action, StrategyRule, StrategyTable, Topic};
use crate::Result;

/// How many pieces a check looks at before it gives up.
const MOST_PIECES: u64 = 1_000_000;

/// What a [`StrategyTable`] covers, proved by subtracting its rules from all portraits there can be.
///
/// Portraits whose levels exclude each other are left out: [`Pattern::unreachable`]. What is found holds
/// for any bands.
///
/// ```
/// use retention::portrait::{Action, Dimension, Pattern, StrategyRule, StrategyTable, Topic};
///
/// // The literature's table recommends something for everyone, and never two things that contradict.
/// assert!(StrategyTable::literature().check()?.passes());
///
/// let rule = |name: &str, stages: &[&str]| -> retention::Result<StrategyRule> {
///     Ok(StrategyRule {
///         name: name.to_owned(),
///         topic: Topic::Return,
///         when: Pattern::any().with(Dimension::Stage, stages.iter().copied())?,
///         then: vec![Action::LetGo],
///         settles: false,
///         source: "our own practice".to_owned(),
///     })
/// };
/// let leaving = rule("leaving", &["decline", "termination"])?;
/// let table = StrategyTable::new([leaving, rule("gone", &["termination"])?])?;
/// let check = table.check()?;
/// assert!(!check.passes() && !check.uncovered.is_empty());
/// assert_eq!(check.dead_rules[0].rule, "gone");
/// assert_eq!(check.dead_rules[0].covered_by, ["leaving"]);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct TableCheck {
    /// Portraits for whom no rule fires, in patterns that do not overlap; empty if everyone gets a
    /// recommendation.
    pub uncovered: Vec<Pattern>,
    /// Rules that never fire.
    pub dead_rules: Vec<DeadRule>,
    /// Rules that fire for the same customer and recommend what excludes each other.
    pub conflicts: Vec<RuleConflict>,
    /// What each topic leaves open. A gap is no fault: not everyone needs a bond.
    pub topics: Vec<TopicCover>,
    /// How many pieces were looked at. One that had to be held against many patterns counts as several.
    pub pieces: u64,
}

impl TableCheck {
    /// Returns whether everyone gets a recommendation, every rule fires for somebody, and none contradict
    /// each other.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.uncovered.is_empty() && self.dead_rules.is_empty() && self.conflicts.is_empty()
    }
}

/// Writes one finding a line; of topics those with a gap.
impl fmt::Display for TableCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.uncovered.is_empty() {
            f.write_str("everyone gets a recommendation")?;
        } else {
            f.write_str("no recommendation for")?;
        }
        for pattern in &self.uncovered {
            write!(f, "\n  {pattern}")?;
        }
        for dead in &self.dead_rules {
            let by = dead.covered_by.join(", ");
            match dead.covered_by.is_empty() {
                true => write!(
                    f,
                    "\n{} never fires: no portrait has such levels",
                    dead.rule
                )?,
                false => write!(f, "\n{} never fires: {by} fire first", dead.rule)?,
            }
        }
        for conflict in &self.conflicts {
            write!(
                f,
                "\n{} ({}) contradicts {} ({}), for {}",
                conflict.rule, conflict.action, conflict.other, conflict.opposed, conflict.example
            )?;
        }
        for cover in &self.topics {
            if let Some(gap) = &cover.gap {
                write!(f, "\n{} says nothing of {gap}", cover.topic)?;
            }
        }
        Ok(())
    }
}

/// A rule that never fires.
///
/// See the [example](TableCheck) of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct DeadRule {
    /// Its name.
    pub rule: String,
    /// The rules that fire first, or settle the case, wherever it would; none of them can be missed.
    /// Empty if no portrait has the levels that the rule asks for.
    pub covered_by: Vec<String>,
}

/// Two rules that fire for the same customer, and recommend what excludes each other.
///
/// See the [example](TableCheck) of a check.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct RuleConflict {
    /// The rule of the topic that is asked first.
    pub rule: String,
    /// The rule of a later topic.
    pub other: String,
    /// What the one recommends.
    pub action: Action,
    /// What the other recommends.
    pub opposed: Action,
    /// Some of the portraits for whom both fire.
    pub example: Pattern,
}

/// Whether one topic says something of everyone.
///
/// See the [example](TableCheck) of a check.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct TopicCover {
    /// The topic.
    pub topic: Topic,
    /// How many rules it has.
    pub rules: usize,
    /// Some of the portraits for whom none of its rules fires, and no earlier topic settles the case.
    pub gap: Option<Pattern>,
}

impl StrategyTable {
    /// Checks by exact subtraction whether everyone gets a recommendation, which rules never fire, and
    /// which contradict each other.
    ///
    /// Rules that each restrict many dimensions in their own way cut all portraits into a number of pieces
    /// that may double with each rule: the check then ends at its limit, with an error. A piece takes time in
    /// proportion to the rules.
    ///
    /// # Errors
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) if that takes more than a million pieces:
    /// [`check_within`](Self::check_within) allows more.
    pub fn check(&self) -> Result<TableCheck> {
        self.check_within(MOST_PIECES)
    }

    /// Checks as [`check`](Self::check), looking at this many pieces at most.
    ///
    /// # Errors
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) if it takes more.
    pub fn check_within(&self, pieces: u64) -> Result<TableCheck> {
        Checker::new(self.rules(), pieces)?.check()
    }
}

/// The rules, with what settles the case before each topic.
struct Checker<'a> {
    rules: &'a [StrategyRule],
    subtraction: Subtraction,
    unreachable: Vec<Pattern>,
    /// The rules that settle, and where: of each the pieces in which no earlier rule of its topic fires.
    settled: Vec<(&'a StrategyRule, Vec<Pattern>)>,
}

impl<'a> Checker<'a> {
    fn new(rules: &'a [StrategyRule], pieces: u64) -> Result<Self> {
        let mut checker = Self {
            rules,
            subtraction: Subtraction::new(pieces),
            unreachable: Pattern::unreachable(),
            settled: Vec::new(),
        };
        for (place, rule) in rules.iter().enumerate() {
            if rule.settles {
                let earlier: Vec<Pattern> = checker.earlier(place).map(|rule| rule.when).collect();
                let pieces = checker.subtraction.left(rule.when, &earlier)?;
                checker.settled.push((rule, pieces));
            }
        }
        Ok(checker)
    }

    fn check(mut self) -> Result<TableCheck> {
        let uncovered = self.uncovered()?;
        let mut dead_rules = Vec::new();
        for (place, rule) in self.rules.iter().enumerate() {
            dead_rules.extend(self.dead(place, rule)?);
        }
        let conflicts = self.conflicts()?;
        let mut topics = Vec::new();
        for &topic in Topic::ALL {
            topics.push(self.cover(topic)?);
        }
        Ok(TableCheck {
            uncovered,
            dead_rules,
            conflicts,
            topics,
            pieces: self.subtraction.pieces,
        })
    }

    /// The rules of the same topic that are asked before.
    fn earlier(&self, place: usize) -> impl Iterator<Item = &'a StrategyRule> + use<'a> {
        let topic = self.rules.get(place).map(|rule| rule.topic);
        let before = self.rules.iter().take(place);
        before.filter(move |rule| Some(rule.topic) == topic)
    }

    /// Where the case is settled before a topic, with the rules that do.
    fn settled_before(
        &self,
        topic: Topic,
    ) -> impl Iterator<Item = (&'a StrategyRule, Pattern)> + use<'_, 'a> {
        let settled = self.settled.iter();
        let before = settled.filter(move |(rule, _)| rule.topic < topic);
        before.flat_map(|(rule, pieces)| pieces.iter().map(move |piece| (*rule, *piece)))
    }

    fn uncovered(&mut self) -> Result<Vec<Pattern>> {
        let mut without = self.unreachable.clone();
        without.extend(self.rules.iter().map(|rule| rule.when));
        self.subtraction.left(Pattern::any(), &without)
    }

    /// The rule, if it never fires.
    fn dead(&mut self, place: usize, rule: &StrategyRule) -> Result<Option<DeadRule>> {
        let mut first: Vec<(&StrategyRule, Pattern)> =
            self.earlier(place).map(|rule| (rule, rule.when)).collect();
        first.extend(self.settled_before(rule.topic));
        first.retain(|(_, pattern)| overlap(&rule.when, pattern).is_some());
        if !self.is_covered(rule, &first)? {
            return Ok(None);
        }
        // Whoever is not needed to cover it is not named.
        let mut names: Vec<&str> = first.iter().map(|(rule, _)| rule.name.as_str()).collect();
        names.dedup();
        for name in names {
            let others = first.iter().filter(|(rule, _)| rule.name != name).copied();
            let others: Vec<(&StrategyRule, Pattern)> = others.collect();
            if self.is_covered(rule, &others)? {
                first = others;
            }
        }
        let mut covered_by: Vec<String> = first.iter().map(|(rule, _)| rule.name.clone()).collect();
        covered_by.dedup();
        Ok(Some(DeadRule {
            rule: rule.name.clone(),
            covered_by,
        }))
    }

    fn is_covered(
        &mut self,
        rule: &StrategyRule,
        first: &[(&StrategyRule, Pattern)],
    ) -> Result<bool> {
        let mut without = self.unreachable.clone();
        without.extend(first.iter().map(|(_, pattern)| *pattern));
        let witness = self.subtraction.witness(rule.when, &without)?;
        Ok(witness.is_none())
    }

    fn conflicts(&mut self) -> Result<Vec<RuleConflict>> {
        let mut conflicts = Vec::new();
        for (place, rule) in self.rules.iter().enumerate() {
            for (other_place, other) in self.rules.iter().enumerate().skip(place + 1) {
                if other.topic == rule.topic || rule.settles {
                    continue;
                }
                let Some((action, opposed)) = contradiction(rule, other) else {
                    continue;
                };
                if let Some(example) = self.both_fire(place, other_place)? {
                    conflicts.push(RuleConflict {
                        rule: rule.name.clone(),
                        other: other.name.clone(),
                        action,
                        opposed,
                        example,
                    });
                }
            }
        }
        Ok(conflicts)
    }

    /// Some portraits for whom two rules of different topics fire.
    fn both_fire(&mut self, place: usize, other: usize) -> Result<Option<Pattern>> {
        let (Some(first), Some(second)) = (self.rules.get(place), self.rules.get(other)) else {
            return Ok(None);
        };
        let Some(both) = overlap(&first.when, &second.when) else {
            return Ok(None);
        };
        let mut without = self.unreachable.clone();
        without.extend(self.earlier(place).map(|rule| rule.when));
        without.extend(self.earlier(other).map(|rule| rule.when));
        without.extend(self.settled_before(second.topic).map(|(_, piece)| piece));
        self.subtraction.witness(both, &without)
    }

    fn cover(&mut self, topic: Topic) -> Result<TopicCover> {
        let of_topic = self.rules.iter().filter(|rule| rule.topic == topic);
        let mut without = self.unreachable.clone();
        without.extend(of_topic.clone().map(|rule| rule.when));
        without.extend(self.settled_before(topic).map(|(_, piece)| piece));
        Ok(TopicCover {
            topic,
            rules: of_topic.count(),
            gap: self.subtraction.witness(Pattern::any(), &without)?,
        })
    }
}

/// The first actions of two rules that exclude each other.
fn contradiction(rule: &StrategyRule, other: &StrategyRule) -> Option<(Action, Action)> {
    let mut pairs = rule.then.iter().flat_map(|&action| {
        let others = other.then.iter();
        others.map(move |&opposed| (action, opposed))
    });
    pairs.find(|(action, opposed)| action.contradicts(*opposed))
}
