//! A report written once and shown as plain text, in short or in full, or as a page: an opening,
//! sections of paragraphs, figures, tables and pictures, and a closing part with what is defined.

use super::brief::Kept;
use super::closing::{Closing, Note};
use super::format::lines;
use super::html::Page;
use super::letters::visible;
use super::opening::Opening;
use super::table::Table;

/// How wide the text may be.
pub const WIDTH: usize = 96;

/// The heading of what stands in the head of a report that has an opening.
const READ: &str = "What was read";

/// A report: its head, what it opens with, and the sections below.
#[derive(Debug, Clone)]
pub struct Document {
    pub(super) head: Section,
    pub(super) opening: Option<Opening>,
    pub(super) sections: Vec<Section>,
}

/// A heading and what stands below it.
#[derive(Debug, Clone)]
pub struct Section {
    pub(super) keyword: String,
    pub(super) rest: String,
    /// Each with what the short form keeps of it.
    pub(super) blocks: Vec<(Block, Kept)>,
}

/// What a section is made of.
#[derive(Debug, Clone)]
pub(super) enum Block {
    Paragraph(String),
    Note(String),
    Facts(Vec<Fact>),
    Table(Table),
    Picture(String),
    /// Goes into the closing part of the report.
    Definition(Note),
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
        self.add(Block::Paragraph(text.into()));
    }

    /// Adds a paragraph that explains just these figures. What would be said of others as well is
    /// defined.
    pub fn note(&mut self, text: impl Into<String>) {
        self.add(Block::Note(text.into()));
    }

    /// Defines a term, or says what its figures do not tell: it goes into the closing part of the
    /// report, however many sections say so, and the section on a page refers to it.
    pub fn define(&mut self, term: impl Into<String>, text: impl Into<String>) {
        let (term, text) = (term.into(), text.into());
        self.add(Block::Definition(Note { term, text }));
    }

    /// Adds key figures, below a blank line.
    pub fn facts(&mut self, facts: impl IntoIterator<Item = Fact>) {
        self.add(Block::Facts(facts.into_iter().collect()));
    }

    /// Adds a table, below a blank line where it is not the first in its section.
    pub fn table(&mut self, table: Table) {
        self.add(Block::Table(table));
    }

    /// Adds a picture, which only a page shows.
    pub fn picture(&mut self, svg: impl Into<String>) {
        self.add(Block::Picture(svg.into()));
    }

    fn add(&mut self, block: Block) {
        self.blocks.push((block, Kept::No));
    }

    /// Keeps what was added last in the short form.
    pub fn keep(&mut self) {
        self.kept(Kept::Whole);
    }

    /// Keeps the first rows of the table added last in the short form, and those below its rule.
    pub fn keep_rows(&mut self, rows: usize) {
        self.kept(Kept::Rows(rows));
    }

    fn kept(&mut self, kept: Kept) {
        if let Some((_, last)) = self.blocks.last_mut() {
            *last = kept;
        }
    }

    /// What it defines.
    pub(super) fn definitions(&self) -> impl Iterator<Item = (&Note, Kept)> {
        self.blocks.iter().filter_map(|(block, kept)| match block {
            Block::Definition(note) => Some((note, *kept)),
            _ => None,
        })
    }

    pub(super) fn heading(&self) -> String {
        let heading = self.keyword.to_uppercase() + &self.rest;
        format!("{}\n", visible(&heading))
    }

    fn text(&self) -> String {
        let mut text = self.heading();
        write_blocks(self.blocks.iter().map(|(block, _)| block), &mut text);
        text
    }

    fn write_page(&self, page: &mut Page) {
        for (block, _) in &self.blocks {
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
                Block::Definition(_) => {}
            }
        }
        page.terms(self.definitions().map(|(note, _)| &*note.term));
    }
}

impl Document {
    /// A report of these sections; the heading of the head is its title.
    pub fn new(head: Section, sections: impl IntoIterator<Item = Section>) -> Self {
        Self {
            head,
            opening: None,
            sections: sections.into_iter().collect(),
        }
    }

    /// Opens with what matters. What stands in the head comes below it.
    pub fn opening(mut self, opening: Opening) -> Self {
        self.opening = Some(opening);
        self
    }

    /// Whether it has an opening, and so a short form.
    pub fn opens(&self) -> bool {
        self.opening.is_some()
    }

    /// The head below the opening, as a section of its own.
    pub(super) fn read(&self) -> Section {
        Section {
            keyword: READ.to_owned(),
            rest: String::new(),
            ..self.head.clone()
        }
    }

    fn closing(&self) -> Closing {
        let sections = std::iter::once(&self.head).chain(&self.sections);
        Closing::of(sections.flat_map(|section| section.definitions().map(|(note, _)| note)))
    }

    /// The whole report as plain text.
    pub fn text(&self) -> String {
        let mut text = match &self.opening {
            None => self.head.text(),
            Some(opening) => self.head.heading() + &opening.text() + "\n" + &self.read().text(),
        };
        for section in &self.sections {
            text.push('\n');
            text.push_str(&section.text());
        }
        text + &self.closing().text()
    }

    /// The whole report as a page for a browser, with its pictures in it.
    pub fn page(&self) -> String {
        let mut page = Page::new(&format!("{}{}", self.head.keyword, self.head.rest));
        if let Some(opening) = &self.opening {
            page.opening(opening);
            page.section(READ, "");
        }
        self.head.write_page(&mut page);
        for section in &self.sections {
            page.section(&section.keyword, &section.rest);
            section.write_page(&mut page);
        }
        self.closing().write(&mut page);
        page.finish()
    }
}

/// Writes blocks below each other as plain text.
pub(super) fn write_blocks<'a>(blocks: impl IntoIterator<Item = &'a Block>, text: &mut String) {
    let mut tables = 0;
    for block in blocks {
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
            Block::Picture(_) | Block::Definition(_) => {}
        }
    }
}

/// Lines of at most [`WIDTH`] characters, each after a space.
fn wrapped(words: &str) -> String {
    let parts = words.split('\n');
    parts.map(|part| hanging(" ", " ", part, WIDTH)).collect()
}

/// A text in lines of at most `width` characters, the first after one mark and the others after
/// another.
pub(super) fn hanging(first: &str, others: &str, words: &str, width: usize) -> String {
    let mark = first.chars().count().max(others.chars().count());
    let lines = lines(&visible(words), width - mark);
    let marked = lines.iter().enumerate();
    let marked =
        marked.map(|(at, line)| format!("{}{line}\n", if at == 0 { first } else { others }));
    marked.collect()
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
