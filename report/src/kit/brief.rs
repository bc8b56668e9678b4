//! The short form of a report: what a reader takes in on two screens, and how to see the rest.

use super::closing::Closing;
use super::document::{Block, Document, Section, WIDTH, write_blocks};
use super::format::{lines, listed, shortened};

/// No line is longer.
pub const WIDEST: usize = 100;

/// So many of the sections that are not shown are named.
const NAMED: usize = 6;

/// What the short form keeps of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    No,
    Whole,
    /// The first rows of a table, and those below its rule.
    Rows(usize),
}

impl Document {
    /// The short form in at most so many lines: the opening, and of each section what it keeps as
    /// long as there is room. A report without an opening has no short form and is shown whole.
    pub fn brief(&self, most: usize) -> String {
        let Some(opening) = &self.opening else {
            return self.text();
        };
        let mut text = cut(&(self.head.heading() + &opening.text()));
        let read = self.read();
        let caveats = self.caveats();
        let mut room = most.saturating_sub(height(&text) + height(&caveats) + REST);
        let mut hidden: Vec<&str> = Vec::new();
        for section in std::iter::once(&read).chain(&self.sections) {
            let kept = section.brief();
            let needed = height(&kept);
            if needed > 0 && needed <= room {
                room -= needed;
                text.push_str(&kept);
            } else {
                hidden.push(&section.keyword);
            }
        }
        text + &caveats + &rest(&hidden)
    }

    /// The definitions and caveats that the short form keeps.
    fn caveats(&self) -> String {
        let sections = std::iter::once(&self.head).chain(&self.sections);
        let notes = sections.flat_map(Section::definitions);
        let kept = notes.filter(|(_, kept)| *kept != Kept::No);
        cut(&Closing::of(kept.map(|(note, _)| note)).text())
    }
}

impl Section {
    /// What the short form keeps of it, below a blank line; empty where that is nothing.
    fn brief(&self) -> String {
        let kept = self
            .blocks
            .iter()
            .filter_map(|(block, kept)| block.kept(*kept));
        let kept: Vec<Block> = kept.collect();
        if kept.is_empty() {
            return String::new();
        }
        let mut text = format!("\n{}", self.heading());
        write_blocks(&kept, &mut text);
        cut(&text)
    }
}

impl Block {
    fn kept(&self, kept: Kept) -> Option<Self> {
        match (self, kept) {
            (_, Kept::No) | (Self::Definition(_) | Self::Picture(_), _) => None,
            (Self::Table(table), Kept::Whole) => Some(Self::Table(table.within(WIDEST)?)),
            (Self::Table(table), Kept::Rows(rows)) => {
                Some(Self::Table(table.first(rows).within(WIDEST)?))
            }
            (block, _) => Some(block.clone()),
        }
    }
}

/// How many lines [`rest`] may take.
const REST: usize = 4;

/// How to see what is not shown.
fn rest(hidden: &[&str]) -> String {
    let mut names: Vec<String> = hidden.iter().map(|name| shortened(name, 30)).collect();
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    let also = match names.as_slice() {
        [] => String::new(),
        names => format!(", also {}", listed(names)),
    };
    let words = format!(
        "This is the short form. --full prints the whole report{also}. The page holds all of it, with \
         its pictures:",
    );
    let lines = lines(&words, WIDTH);
    let lines = lines.iter().take(REST - 1);
    format!(
        "\n{}",
        lines.map(|line| format!("{line}\n")).collect::<String>()
    )
}

fn height(text: &str) -> usize {
    text.matches('\n').count()
}

/// No line longer than allowed, whatever the names in it.
fn cut(text: &str) -> String {
    let lines = text.lines();
    lines
        .map(|line| format!("{}\n", shortened(line, WIDEST)))
        .collect()
}
