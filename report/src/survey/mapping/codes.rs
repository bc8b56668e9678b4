//! What stands in a cell in place of a number: words for answers, and codes for none.

use std::collections::BTreeMap;

use retention::scale::Scale;
use serde::Deserialize;

use crate::kit::fields::{DecimalMark, number, quote};

/// A code as it is written.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged, expecting = "a code is a number or a word")]
pub enum Code {
    Number(f64),
    Text(String),
}

impl Code {
    /// The number that it is, however it is written: a code of `"0"` or `"0,0"` is a zero.
    fn number(&self) -> Option<f64> {
        match self {
            Self::Number(code) => Some(*code),
            Self::Text(text) => {
                let text = text.trim();
                number(text, DecimalMark::Point).or_else(|| number(text, DecimalMark::Comma))
            }
        }
    }

    fn is(&self, text: &str, read: Option<f64>) -> bool {
        let same = |code: f64| read == Some(code);
        match self {
            Self::Text(code) if text == code.trim() => true,
            code => code.number().is_some_and(same),
        }
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(code) => code.fmt(f),
            Self::Text(code) => f.write_str(&quote(code)),
        }
    }
}

/// Words for answers, and the number of each.
pub type Words = BTreeMap<String, f64>;

/// Whether no word is written twice in other capitals, and none is a number already.
///
/// # Errors
/// A message for the user.
pub fn check_words(place: &str, words: &Words) -> Result<(), String> {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    for (word, value) in words {
        if !value.is_finite() {
            return Err(format!("{place} has {value} for {}", quote(word)));
        }
        if Code::Text(word.clone()).number().is_some() {
            return Err(format!(
                "{place} has {}, which is a number already; give columns asked the other way round \
                 in reversed",
                quote(word),
            ));
        }
        if let Some(other) = known.insert(folded(word), word) {
            return Err(format!(
                "{place} has {} and {}, which are read alike",
                quote(other),
                quote(word),
            ));
        }
    }
    Ok(())
}

/// Words are read whatever their capitals and the blanks around them.
fn folded(word: &str) -> String {
    word.trim().to_lowercase()
}

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell {
    Missing,
    Answer(f64),
    /// Neither a number nor a known word.
    Unknown,
}

/// How the cells of one column are read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Codes {
    missing: Vec<Code>,
    words: BTreeMap<String, f64>,
}

impl Codes {
    pub fn new(missing: &[Code], words: &Words) -> Self {
        Self {
            missing: missing.to_vec(),
            words: words.iter().map(|(word, v)| (folded(word), *v)).collect(),
        }
    }

    /// Refuses a code for no answer that is an answer.
    ///
    /// # Errors
    /// A message for the user.
    pub fn check(&self, column: &str, scale: Scale) -> Result<(), String> {
        for code in &self.missing {
            let number = code.number();
            if number.is_some_and(|code| !code.is_finite()) {
                return Err(format!(
                    "{code} stands for a missing answer, and is no number"
                ));
            }
            if number.is_some_and(|code| scale.contains(code)) {
                return Err(format!(
                    "{code} stands for a missing answer, and is an answer of {}, asked on {scale}; \
                     give columns codes of their own under [missing_in]",
                    quote(column),
                ));
            }
            if let Code::Text(text) = code
                && let Some(answer) = self.words.get(&folded(text))
            {
                return Err(format!(
                    "{code} stands for a missing answer, and for the answer {answer} of {}",
                    quote(column),
                ));
            }
        }
        Ok(())
    }

    /// What a cell says, without the blanks around it.
    pub fn read(&self, text: &str, mark: DecimalMark) -> Cell {
        let read = number(text, mark);
        if text.is_empty() || self.missing.iter().any(|code| code.is(text, read)) {
            return Cell::Missing;
        }
        let word = || self.words.get(&folded(text)).copied();
        read.or_else(word).map_or(Cell::Unknown, Cell::Answer)
    }

    /// Whether this is a word that stands for an answer.
    pub fn is_word(&self, text: &str) -> bool {
        self.words.contains_key(&folded(text))
    }

    /// Whether any word stands for an answer.
    pub fn has_words(&self) -> bool {
        !self.words.is_empty()
    }
}
