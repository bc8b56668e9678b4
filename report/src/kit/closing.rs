//! What a report closes with: its definitions and caveats, each once.

use super::document::{WIDTH, hanging};
use super::html::Page;

/// The heading of it.
pub const CLOSING: &str = "Definitions and caveats";

/// A definition or a caveat: what it is about, and the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub term: String,
    pub text: String,
}

/// The notes of a report in the order in which they were first given: one of the same text about the
/// same thing is there once, and different ones about the same thing stand together.
#[derive(Debug, Clone, Default)]
pub struct Closing(Vec<(String, Vec<String>)>);

impl Closing {
    /// Those of a whole report.
    pub fn of<'a>(notes: impl IntoIterator<Item = &'a Note>) -> Self {
        let mut closing = Self::default();
        for Note { term, text } in notes {
            match closing.0.iter_mut().find(|(known, _)| known == term) {
                Some((_, texts)) if texts.contains(text) => {}
                Some((_, texts)) => texts.push(text.clone()),
                None => closing.0.push((term.clone(), vec![text.clone()])),
            }
        }
        closing
    }

    /// As plain text below its heading; empty without any.
    pub fn text(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let mut lines = format!("\n{}\n", CLOSING.to_uppercase());
        for (term, texts) in &self.0 {
            for text in texts {
                lines.push_str(&hanging(" ", "   ", &format!("{term}: {text}"), WIDTH));
            }
        }
        lines
    }

    /// As the last section of a page.
    pub fn write(&self, page: &mut Page) {
        if self.0.is_empty() {
            return;
        }
        page.section(CLOSING, "");
        page.notes(&self.0);
    }
}
