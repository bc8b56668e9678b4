//! The groups of a file, in whatever capitals and spaces they are written.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::kit::blanks::is_no_name;

/// Of a customer whose cell is empty.
pub const NO_GROUP: &str = "not stated";

/// The groups seen so far.
#[derive(Debug, Default)]
pub struct Groups {
    /// Whether spellings stay apart.
    as_written: bool,
    places: HashMap<String, usize>,
    /// How often each group is spelt how.
    spellings: Vec<BTreeMap<String, u64>>,
}

/// A group that is spelt in several ways.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Merged {
    /// The most frequent spelling.
    pub group: String,
    pub others: Vec<String>,
    /// The rows in which it is spelt otherwise.
    pub rows: u64,
}

impl Groups {
    pub fn new(as_written: bool) -> Self {
        Self {
            as_written,
            ..Self::default()
        }
    }

    /// The place of the group that a cell names.
    pub fn place(&mut self, text: &str) -> usize {
        let name = if is_no_name(text) { NO_GROUP } else { text };
        let key = match self.as_written {
            true => name.to_owned(),
            false => folded(name),
        };
        let next = self.spellings.len();
        let place = *self.places.entry(key).or_insert(next);
        if place == next {
            self.spellings.push(BTreeMap::new());
        }
        if let Some(spellings) = self.spellings.get_mut(place) {
            match spellings.get_mut(name) {
                Some(rows) => *rows += 1,
                None => drop(spellings.insert(name.to_owned(), 1)),
            }
        }
        place
    }

    /// The one group of a file without such a column.
    pub fn nameless(&mut self) -> usize {
        if self.spellings.is_empty() {
            self.spellings.push(BTreeMap::new());
        }
        0
    }

    pub fn len(&self) -> usize {
        self.spellings.len()
    }

    /// The names by place, each as most rows spell it, and the groups that are spelt in several ways.
    pub fn finish(self) -> (Vec<String>, Vec<Merged>) {
        let mut merged = Vec::new();
        let names = self.spellings.into_iter().map(|spellings| {
            // Of equally frequent ones the first in the alphabet, whatever the order of rows.
            let most = spellings
                .iter()
                .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
            let name = most.map(|(name, _)| name.clone()).unwrap_or_default();
            if spellings.len() > 1 {
                let others = spellings.iter().filter(|(other, _)| **other != name);
                merged.push(Merged {
                    rows: others.clone().map(|(_, rows)| rows).sum(),
                    others: others.map(|(other, _)| other.clone()).collect(),
                    group: name.clone(),
                });
            }
            name
        });
        let names = names.collect();
        merged.sort_by(|a, b| a.group.cmp(&b.group));
        (names, merged)
    }
}

/// A name in small letters with single spaces and plain hyphens.
fn folded(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|letter| match letter {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' => '-',
            letter => letter,
        })
        .flat_map(char::to_lowercase)
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(" ")
}
