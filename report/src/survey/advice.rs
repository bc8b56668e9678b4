//! What may be done about cells that cannot be read, by what stands in them.

use std::collections::BTreeMap;

use crate::kit::fields::{DecimalMark, number, quote};
use crate::kit::format::{counted, listed};
use crate::kit::rows::Advice;
use crate::survey::mapping::Mapping;

/// What people and programs write where there is no answer, in small letters.
const NO_ANSWER: &[&str] = &[
    "na",
    "n/a",
    "n.a.",
    "n.a",
    "nan",
    "#n/a",
    "null",
    "#null!",
    "none",
    "nil",
    "missing",
    "blank",
    ".",
    "-",
    "--",
    "–",
    "—",
    "?",
    "dk",
    "d/k",
    "dk/na",
    "don't know",
    "don’t know",
    "dont know",
    "do not know",
    "no answer",
    "no opinion",
    "not answered",
    "not applicable",
    "not sure",
    "refused",
    "prefer not to say",
    "prefer not to answer",
    "skipped",
];

/// So many columns of a word are named.
const COLUMNS: usize = 5;

/// Rows below the header that may be no respondents.
const HEADS: usize = 5;

/// The cells that could not be read.
#[derive(Debug, Default)]
pub struct Refused {
    /// Of each row that has any, what stands in them.
    rows: BTreeMap<usize, Row>,
    read: usize,
    line: u64,
}

#[derive(Debug, Default)]
struct Row {
    line: u64,
    /// What stands there, and its number where it is one.
    cells: Vec<(String, Option<f64>)>,
    /// The columns of these.
    columns: Vec<String>,
    /// Whether its weight is a word, which no code makes a weight.
    weight: bool,
    /// Whether something else is wrong with it too.
    other: bool,
}

/// Whether a text that is no number is one with a comma before the decimals.
fn has_decimal_comma(text: &str) -> bool {
    text.contains(',') && number(text, DecimalMark::Comma).is_some()
}

impl Refused {
    /// Begins the row on a line.
    pub fn row(&mut self, line: u64) {
        self.read += 1;
        self.line = line;
    }

    fn at(&mut self) -> &mut Row {
        let row = self.rows.entry(self.read).or_default();
        row.line = self.line;
        row
    }

    /// Takes note of a cell, and of its number where it is one.
    pub fn cell(&mut self, column: &str, text: &str, number: Option<f64>) {
        let row = self.at();
        row.columns.push(column.to_owned());
        row.cells.push((text.to_owned(), number));
    }

    /// Takes note of a weight that is none.
    pub fn weight(&mut self, number: Option<f64>) {
        let row = self.at();
        match number {
            Some(_) => row.other = true,
            None => row.weight = true,
        }
    }

    /// Takes note of a fault that no code could mend.
    pub fn other(&mut self) {
        self.at().other = true;
    }

    /// What the mapping should say; `None` where nothing in it would help. So many rows were read.
    pub fn advice(&self, good: usize, mapping: &Mapping) -> Option<Advice> {
        if let Some(heads) = self.heads(good) {
            let rows = match heads {
                1 => "row below the header says".to_owned(),
                some => format!("{some} rows below the header say"),
            };
            let all = mapping.skip_rows + heads;
            return Some(Advice {
                text: format!(
                    "The first {rows} what was asked, it seems, and what was answered begins below: write \
                     skip_rows = {all} in the mapping.",
                ),
                mends: true,
                ..Advice::default()
            });
        }
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (text, _) in self.rows.values().flat_map(|row| &row.cells) {
            *counts.entry(text).or_default() += 1;
        }
        let is_missing = |text: &str, number: Option<f64>| {
            NO_ANSWER.contains(&&*text.to_lowercase()) || number.is_some_and(is_sentinel)
        };
        let mut missing: Vec<(&str, Option<f64>)> = Vec::new();
        let mut words: Vec<&str> = Vec::new();
        for (text, number) in self.rows.values().flat_map(|row| &row.cells) {
            if is_missing(text, *number) {
                if !missing.iter().any(|(known, _)| known == text) {
                    missing.push((text, *number));
                }
            } else if number.is_none()
                && counts.get(&**text).is_some_and(|count| *count > 1)
                && text.chars().filter(|c| c.is_alphabetic()).count() > 1
                && !words.contains(&&**text)
            {
                words.push(text);
            }
        }
        let cells = |texts: &mut dyn Iterator<Item = &str>| -> usize {
            texts.filter_map(|text| counts.get(text)).sum()
        };
        let mut advice = Vec::new();
        if !missing.is_empty() {
            let written = missing.iter().map(|(text, number)| match number {
                Some(_) => (*text).to_owned(),
                None => quote(text),
            });
            let written: Vec<String> = written.collect();
            let stand = match written.as_slice() {
                [one] => format!("{one} stands"),
                several => format!("{} stand", listed(several)),
            };
            let written = written.join(", ");
            let number = cells(&mut missing.iter().map(|(text, _)| *text));
            let cells = counted(number, "cell", "cells");
            advice.push(if mapping.has_missing() {
                format!(
                    "{stand} in {cells}: where that means no answer, add {written} to missing in the \
                     mapping.",
                )
            } else {
                format!(
                    "{stand} in {cells}: where that means no answer, write missing = [{written}] \
                     in the mapping.",
                )
            });
        }
        if let Some(first) = counts.keys().find(|text| has_decimal_comma(text)) {
            advice.push(format!(
                "A comma stands before decimals, as in {}: say --decimal-comma.",
                quote(first),
            ));
        }
        if let Some(first) = words.first() {
            advice.push(format!(
                "Give words their numbers in the mapping, such as [answers] and below it {} = 1.",
                quote(first),
            ));
        }
        let mended = |row: &Row| {
            // A number beyond the scale may be a slip as well.
            let known = |(text, number): &(String, Option<f64>)| {
                number.is_none()
                    && (is_missing(text, None)
                        || has_decimal_comma(text)
                        || words.contains(&&**text))
            };
            !row.other && !row.weight && row.cells.iter().all(known)
        };
        let once: Vec<&str> = counts
            .keys()
            .copied()
            .filter(|text| {
                counts.get(text).is_some_and(|count| *count > 1)
                    && (words.contains(text) || NO_ANSWER.contains(&&*text.to_lowercase()))
            })
            .collect();
        let is_told = |row: &Row| {
            let mut cells = row.cells.iter();
            !row.other && !row.weight && cells.all(|(text, _)| once.contains(&&**text))
        };
        let told = self.rows.values().filter(|row| is_told(row));
        (!advice.is_empty()).then(|| Advice {
            text: advice.join("\n"),
            mends: self.rows.values().all(mended),
            told: told.map(|row| row.line).collect(),
            once: once
                .iter()
                .map(|text| {
                    let cure = if words.contains(text) {
                        "add it under [answers]"
                    } else {
                        "add it to missing"
                    };
                    format!("{}: {cure}", self.everywhere(text))
                })
                .collect(),
        })
    }

    /// A text, the columns it stands in, and in how many rows.
    fn everywhere(&self, text: &str) -> String {
        let mut columns: Vec<&str> = Vec::new();
        let mut rows = 0;
        for row in self.rows.values() {
            let cells = row.cells.iter().zip(&row.columns);
            let mut here = cells.filter(|((found, _), _)| found == text).peekable();
            rows += usize::from(here.peek().is_some());
            for (_, column) in here {
                if !columns.contains(&&**column) {
                    columns.push(column);
                }
            }
        }
        let more = columns.len().saturating_sub(COLUMNS);
        columns.truncate(COLUMNS);
        let more = match more {
            0 => String::new(),
            some => format!(" and {some} more"),
        };
        format!(
            "{} in {}{more} ({})",
            quote(text),
            columns.join(", "),
            counted(rows, "row", "rows"),
        )
    }

    /// How many rows at the head of the file hold words where all others hold answers.
    fn heads(&self, good: usize) -> Option<usize> {
        let heads = self.rows.len();
        let all_words = |row: &Row| {
            !row.other && !row.cells.is_empty() && row.cells.iter().all(|(_, n)| n.is_none())
        };
        let at_the_head = self.rows.keys().copied().eq(1..=heads);
        let long = self
            .rows
            .values()
            .flat_map(|row| &row.cells)
            .all(|(text, _)| {
                text.chars().count() > 3 && !NO_ANSWER.contains(&&*text.to_lowercase())
            });
        let some = heads > 0 && heads <= HEADS && good >= heads;
        (some && at_the_head && long && self.rows.values().all(all_words)).then_some(heads)
    }
}

/// −1, −99, 99, 998 and their like.
fn is_sentinel(number: f64) -> bool {
    const SENTINELS: [f64; 16] = [
        -1.0, -8.0, -9.0, -77.0, -88.0, -98.0, -99.0, -999.0, -9999.0, 9.0, 77.0, 88.0, 98.0, 99.0,
        998.0, 999.0,
    ];
    SENTINELS.contains(&number)
}
