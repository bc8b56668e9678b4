//! Cells that hold no value, and how exports write that: `NULL`, `n/a`, `\N`, a day in the year 9999.

use std::collections::BTreeMap;

use super::fields::quote;
use super::format::{count, counted, listed};

/// Words for a value that is not known, in small letters.
const MISSING: [&str; 26] = [
    "", "-", "--", "---", "–", "—", "?", ".", "\\n", "#n/a", "#na", "n/a", "n.a.", "na", "nan",
    "nat", "nil", "none", "null", "(null)", "<null>", "[null]", "(blank)", "(empty)", "k.a.", "无",
];

/// Words that stand in the place of an end while a customer is still there, in small letters.
const ONGOING: [&str; 20] = [
    "active",
    "current",
    "never",
    "no end",
    "now",
    "ongoing",
    "open",
    "open-ended",
    "present",
    "still active",
    "aktiv",
    "laufend",
    "offen",
    "unbefristet",
    "actif",
    "en cours",
    "activo",
    "vigente",
    "至今",
    "在用",
];

/// Whether a cell says that nothing is known.
pub fn is_missing(text: &str) -> bool {
    // Most cells are numbers or longer than any of the words.
    const LONGEST: usize = 8;
    text.len() <= LONGEST
        && !text.starts_with(|letter: char| letter.is_ascii_digit())
        && MISSING.contains(&text.to_lowercase().as_str())
}

/// The same of a name, where `NA`, `None` and a dash may well be names.
pub fn is_no_name(text: &str) -> bool {
    const NAMES: [&str; 6] = ["na", "none", "nil", "?", ".", "无"];
    is_missing(text) && !NAMES.contains(&text.to_lowercase().as_str())
}

/// Whether a cell for an end says that there is none yet: nothing, a word for that, or a day that no calendar
/// has reached, such as 9999-12-31 or 0000-00-00.
pub fn is_no_end(text: &str, from: i32) -> bool {
    is_missing(text) || ONGOING.contains(&text.to_lowercase().as_str()) || is_far(text, from)
}

/// Whether a cell holds a day that stands for none: of noughts, in the year from which on days are none, in the
/// year 1, or the first day that some clocks count from.
fn is_far(text: &str, from: i32) -> bool {
    const ORIGINS: [&str; 6] = [
        "01011900", "19000101", "31121899", "18991230", "18991231", "17530101",
    ];
    let plain = text.replace(['年', '月'], "-").replace('日', "");
    let day = plain.split(['T', 't', ' ']).next().unwrap_or_default();
    let is_part = |letter: char| letter.is_ascii_digit() || "-/.".contains(letter);
    if !day.chars().all(is_part) {
        return false;
    }
    let digits: String = day.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < 6 {
        return false;
    }
    let is_nought = digits.chars().all(|digit| digit == '0');
    let groups: Vec<&str> = day.split(['-', '/', '.']).collect();
    let year = match groups.as_slice() {
        [only] if only.len() == 8 => only.get(..4),
        groups => groups.iter().find(|group| group.len() == 4).copied(),
    };
    let year = year.and_then(|year| year.parse::<i32>().ok());
    is_nought
        || ORIGINS.contains(&digits.as_str())
        || year.is_some_and(|year| year >= from || year == 1)
}

/// The words of a column that were read as no value, and how often each stands there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Blanks(BTreeMap<String, u64>);

impl Blanks {
    /// Takes note of a cell in which something stands.
    pub fn note(&mut self, text: &str) {
        if !text.is_empty() {
            *self.0.entry(text.to_owned()).or_default() += 1;
        }
    }

    /// How many cells there were.
    pub fn cells(&self) -> u64 {
        self.0.values().sum()
    }

    /// A remark: what stands in how many cells of the column, and how it was read; `None` where nothing does.
    pub fn remark(&self, column: &str, meaning: &str) -> Option<String> {
        /// So many words are named.
        const NAMED: usize = 4;
        let mut words: Vec<(&String, &u64)> = self.0.iter().collect();
        words.sort_by_key(|(word, cells)| (std::cmp::Reverse(**cells), *word));
        let mut said: Vec<String> = words
            .iter()
            .take(NAMED)
            .map(|(word, cells)| format!("{} in {}", quote(word), counted(**cells, "row", "rows")))
            .collect();
        if words.len() > NAMED {
            said.push(format!("{} more", count(words.len() - NAMED)));
        }
        (!said.is_empty()).then(|| {
            format!(
                "{} holds {}: read as {meaning}.",
                quote(column),
                listed(&said)
            )
        })
    }
}
