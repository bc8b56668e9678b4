//! Rules as bits, so that all of them are matched at once.

use super::super::dimension::DIMENSIONS;
use super::super::pattern::full;
use super::super::{Dimension, Levels};
use super::{StrategyRule, Topic};

const WORDS: usize = 4;

/// How many rules a table may have.
pub(super) const MOST_RULES: usize = WORDS * 64;

/// A set of rules, by their positions in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Rules([u64; WORDS]);

impl Rules {
    const ALL: Self = Self([u64::MAX; WORDS]);

    fn insert(&mut self, rule: usize) {
        if let Some(word) = self.0.get_mut(rule / 64) {
            *word |= 1 << (rule % 64);
        }
    }

    fn remove(&mut self, rule: usize) {
        if let Some(word) = self.0.get_mut(rule / 64) {
            *word &= !(1 << (rule % 64));
        }
    }

    #[inline]
    pub(super) fn contains(self, rule: usize) -> bool {
        let word = self.0.get(rule / 64).copied().unwrap_or_default();
        word >> (rule % 64) & 1 == 1
    }

    #[inline]
    fn and(mut self, other: &Self) -> Self {
        for (word, other) in self.0.iter_mut().zip(other.0) {
            *word &= other;
        }
        self
    }

    #[inline]
    fn first(self) -> Option<usize> {
        let mut words = self.0.iter().enumerate();
        let (place, word) = words.find(|&(_, &word)| word != 0)?;
        Some(place * 64 + word.trailing_zeros() as usize)
    }

    pub(super) fn len(self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Iterates over the positions, in order.
    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        let mut left = self;
        std::iter::from_fn(move || {
            let first = left.first()?;
            left.remove(first);
            Some(first)
        })
    }
}

/// For each dimension that any rule restricts, the rules that each level allows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Compiled {
    allowed: Vec<(Dimension, [Rules; 16])>,
    topics: Vec<Rules>,
    settling: Rules,
}

impl Compiled {
    /// Compiles rules in the order of their topics.
    pub(super) fn of(rules: &[StrategyRule]) -> Self {
        let mut compiled = Self {
            allowed: Vec::with_capacity(DIMENSIONS),
            topics: vec![Rules::default(); Topic::ALL.len()],
            settling: Rules::default(),
        };
        for &dimension in Dimension::ALL {
            let mut restricts = rules.iter().map(|rule| rule.when.mask(dimension));
            if restricts.any(|mask| mask != full(dimension)) {
                compiled
                    .allowed
                    .push((dimension, allowed(rules, dimension)));
            }
        }
        for (position, rule) in rules.iter().enumerate() {
            if let Some(topic) = compiled.topics.get_mut(rule.topic as usize) {
                topic.insert(position);
            }
            if rule.settles {
                compiled.settling.insert(position);
            }
        }
        compiled
    }

    /// The rules that fire: of each topic the first that matches, until one settles.
    #[inline]
    pub(super) fn fired(&self, levels: &Levels) -> Rules {
        let mut matching = Rules::ALL;
        for (dimension, allowed) in &self.allowed {
            let position = usize::from(levels.position(*dimension));
            if let Some(rules) = allowed.get(position) {
                matching = matching.and(rules);
            }
        }
        let mut fired = Rules::default();
        for topic in &self.topics {
            if let Some(first) = matching.and(topic).first() {
                fired.insert(first);
                if self.settling.contains(first) {
                    break;
                }
            }
        }
        fired
    }
}

fn allowed(rules: &[StrategyRule], dimension: Dimension) -> [Rules; 16] {
    let mut allowed = [Rules::default(); 16];
    for (level, set) in allowed.iter_mut().enumerate() {
        for (position, rule) in rules.iter().enumerate() {
            if rule.when.mask(dimension) >> level & 1 == 1 {
                set.insert(position);
            }
        }
    }
    allowed
}
