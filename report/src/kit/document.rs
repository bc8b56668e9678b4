//! A report as sections of paragraphs, figures, tables and pictures, written once and shown as
//! plain text or as a page.

use super::format::lines;
use super::html::Page;
use super::letters::visible;
use super::table::Table;

/// How wide the text may be.
const WIDTH: usize = 96;

/// A report: its head, and the sections below it.
#[derive(Debug, Clone)]
pub struct Document {
    head: Section,
    sections: Vec<Section>,
}

/// A heading and what stands below it.
#[derive(Debug, Clone)]
pub struct Section {
    keyword: String,
    rest: String,
    blocks: Vec<Block>,
}

/// What a section is made of.
#[derive(Debug, Clone)]
enum Block {
    Paragraph(String),
    Note(String),
    Facts(Vec<Fact>),
    Table(Table),
    Picture(String),
}

/// A figure with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub label: String,
    pub figure: String,
    pub note: String,
    /// Numbers stand in a column of their own.
    pub number: bool,
}

impl Fact {
    /// A number, and what it counts or sums.
    pub fn number(
        label: impl Into<String>,
        figure: impl Into<String>,
        note: impl Into<String>,
    ) -> Self {
        Self {
            number: true,
            ..Self::words(label, figure, note)
        }
    }

    /// Anything but a number, such as a stretch of time.
    pub fn words(
        label: impl Into<String>,
        figure: impl Into<String>,
        note: impl Into<String>,
    ) -> Self {
        Self {
            label: label.into(),
            figure: figure.into(),
            note: note.into(),
            number: false,
        }
    }
}

impl Section {
    /// A section with a keyword, which text shows in capitals, and the rest of its heading.
    pub fn new(keyword: impl Into<String>, rest: impl Into<String>) -> Self {
        Self {
            keyword: keyword.into(),
            rest: rest.into(),
            blocks: Vec::new(),
        }
    }

    /// Adds a paragraph. A line break in it is kept in text and a space in a page.
    pub fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// Adds a paragraph that explains the figures.
    pub fn note(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Note(text.into()));
    }

    /// Adds key figures, below a blank line.
    pub fn facts(&mut self, facts: impl IntoIterator<Item = Fact>) {
        self.blocks.push(Block::Facts(facts.into_iter().collect()));
    }

    /// Adds a table, below a blank line where it is not the first in its section.
    pub fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table));
    }

    /// Adds a picture, which only a page shows.
    pub fn picture(&mut self, svg: impl Into<String>) {
        self.blocks.push(Block::Picture(svg.into()));
    }

    fn write_text(&self, text: &mut String) {
        let heading = self.keyword.to_uppercase() + &self.rest;
        text.push_str(&format!("{}\n", visible(&heading)));
        let mut tables = 0;
        for block in &self.blocks {
            match block {
                Block::Paragraph(words) | Block::Note(words) => text.push_str(&wrapped(words)),
                Block::Facts(facts) => {
                    text.push('\n');
                    text.push_str(&lined_up(facts));
                }
                Block::Table(table) => {
                    if tables > 0 {
                        text.push('\n');
                    }
                    tables += 1;
                    text.push_str(&table.render());
                }
                Block::Picture(_) => {}
            }
        }
    }

    fn write_page(&self, page: &mut Page) {
        for block in &self.blocks {
            match block {
                Block::Paragraph(words) => page.paragraph(words),
                Block::Note(words) => page.note(words),
                Block::Facts(facts) => page.tiles(
                    facts
                        .iter()
                        .map(|fact| [&*fact.label, &*fact.figure, &*fact.note]),
                ),
                Block::Table(table) => page.table(table),
                Block::Picture(svg) => page.picture(svg),
            }
        }
    }
}

impl Document {
    /// A report of these sections; the heading of the head is its title.
    pub fn new(head: Section, sections: impl IntoIterator<Item = Section>) -> Self {
        Self {
            head,
            sections: sections.into_iter().collect(),
        }
    }

    /// The report as plain text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.head.write_text(&mut text);
        for section in &self.sections {
            text.push('\n');
            section.write_text(&mut text);
        }
        text
    }

    /// The report as a page for a browser, with its pictures in it.
    pub fn page(&self) -> String {
        let mut page = Page::new(&format!("{}{}", self.head.keyword, self.head.rest));
        self.head.write_page(&mut page);
        for section in &self.sections {
            page.section(&section.keyword, &section.rest);
            section.write_page(&mut page);
        }
        page.finish()
    }
}

/// Lines of at most [`WIDTH`] characters, each after a space.
fn wrapped(words: &str) -> String {
    let lines = words
        .split('\n')
        .flat_map(|line| lines(&visible(line), WIDTH - 1));
    lines.map(|line| format!(" {line}\n")).collect()
}

/// One fact a line, the numbers below each other.
fn lined_up(facts: &[Fact]) -> String {
    let width = |text: &str| text.chars().count();
    let labels = facts.iter().map(|fact| width(&fact.label)).max();
    let numbers = facts.iter().filter(|fact| fact.number);
    let figures = numbers.map(|fact| width(&fact.figure)).max().unwrap_or(0);
    let labels = labels.unwrap_or(0);
    let mut text = String::new();
    for fact in facts {
        let Fact {
            label,
            figure,
            note,
            number,
        } = fact;
        let line = match (number, note.is_empty()) {
            (true, _) => format!(" {label:<labels$}  {figure:>figures$}  {note}"),
            (false, false) => format!(" {label:<labels$}  {figure} ({note})"),
            (false, true) => format!(" {label:<labels$}  {figure}"),
        };
        text.push_str(&visible(line.trim_end()));
        text.push('\n');
    }
    text
}
