//! Plain tables: a rule below the header, and one above the total where there is one.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table as Grid, presets};

use super::format::{count, lines};
use super::letters::visible;

/// No column of words is made narrower than this.
const NARROW: usize = 12;

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// Rows of text below headers, to be shown as text or in a page.
#[derive(Debug, Clone)]
pub struct Table {
    columns: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
    /// How many of the last rows stand below a rule.
    totals: usize,
    /// Columns whose text is broken into lines, and how wide these are.
    broken: Vec<(usize, usize)>,
}

impl Table {
    /// A table with these columns; without a header line where all of them are blank.
    pub fn new(columns: impl IntoIterator<Item = (impl Into<String>, Align)>) -> Self {
        Self {
            columns: columns
                .into_iter()
                .map(|(header, align)| (header.into(), align))
                .collect(),
            rows: Vec::new(),
            totals: 0,
            broken: Vec::new(),
        }
    }

    /// Breaks the text of a column into lines of so many characters. A page finds its own width.
    pub fn broken(mut self, column: usize, width: usize) -> Self {
        self.broken.push((column, width));
        self
    }

    /// Adds a row, a cell for each column.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Adds the last row, below a rule.
    pub fn total(&mut self, cells: impl IntoIterator<Item = String>) {
        self.row(cells);
        self.totals += 1;
    }

    /// Adds the last rows, below a rule.
    pub fn totals(&mut self, rows: impl IntoIterator<Item = Vec<String>>) {
        for row in rows {
            self.total(row);
        }
    }

    /// Only the first of its rows, with one that says how many more there are, and all below its rule.
    pub fn first(&self, most: usize) -> Self {
        let (rows, totals) = self.rows();
        let more = rows.len().saturating_sub(most);
        // In place of one row the other would save nothing.
        if more < 2 {
            return self.clone();
        }
        let mut remark = vec![String::new(); self.columns.len()];
        let words = self
            .columns
            .iter()
            .position(|(_, align)| *align == Align::Left);
        if let Some(cell) = remark.get_mut(words.unwrap_or(0)) {
            *cell = format!("… {} more", count(more));
        }
        let shown = rows.iter().take(most).cloned();
        Self {
            rows: shown
                .chain([remark])
                .chain(totals.iter().cloned())
                .collect(),
            ..self.clone()
        }
    }

    /// No wider than this as text, its widest columns of words broken into narrower lines; `None`
    /// where that does not do.
    pub fn within(&self, most: usize) -> Option<Self> {
        let mut table = self.clone();
        for _ in 0..=self.columns.len() {
            let width = table
                .render()
                .lines()
                .map(|line| line.chars().count())
                .max();
            let excess = width.unwrap_or(0).saturating_sub(most);
            if excess == 0 {
                return Some(table);
            }
            let words = self.columns.iter().enumerate();
            let words = words.filter(|(_, (_, align))| *align == Align::Left);
            let widths = words.map(|(at, _)| (table.column_width(at), at));
            let (width, at) = widths.max()?;
            table.broken.retain(|(column, _)| *column != at);
            table
                .broken
                .push((at, width.saturating_sub(excess).max(NARROW)));
        }
        None
    }

    /// How wide the text of a column is.
    fn column_width(&self, at: usize) -> usize {
        let rows = self.rows.iter().filter_map(|row| row.get(at));
        let width = self.broken.iter().find(|(column, _)| *column == at);
        let cells = rows.flat_map(|text| match width {
            Some((_, width)) => lines(&visible(text), *width),
            None => vec![visible(text)],
        });
        cells.map(|line| line.chars().count()).max().unwrap_or(0)
    }

    /// The columns from the left.
    pub fn columns(&self) -> &[(String, Align)] {
        &self.columns
    }

    /// The rows, and those below a rule.
    pub fn rows(&self) -> (&[Vec<String>], &[Vec<String>]) {
        self.rows.split_at(self.rows.len() - self.totals)
    }

    /// Whether any column has a header.
    pub fn headed(&self) -> bool {
        self.columns.iter().any(|(header, _)| !header.is_empty())
    }

    /// The table as lines of text, as wide as its text, whatever the terminal.
    pub fn render(&self) -> String {
        let mut grid = Grid::new();
        grid.load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Disabled);
        if self.headed() {
            grid.set_header(self.cells(self.columns.iter().map(|(header, _)| header)));
        }
        for row in &self.rows {
            grid.add_row(self.cells(row));
        }
        let mut lines: Vec<String> = grid
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect();
        let width = lines.iter().map(|line| line.chars().count()).max();
        let rule = format!(" {}", "─".repeat(width.unwrap_or(1).saturating_sub(1)));
        if let Some(below) = self.below() {
            lines.insert(lines.len().saturating_sub(below), rule.clone());
        }
        if self.headed() {
            let headers: Vec<String> = self
                .columns
                .iter()
                .map(|(header, _)| header.clone())
                .collect();
            lines.insert(self.height(&headers), rule);
        }
        lines.join("\n") + "\n"
    }

    /// How many lines the rows below the rule take; `None` without any.
    fn below(&self) -> Option<usize> {
        let (_, totals) = self.rows();
        (!totals.is_empty()).then(|| totals.iter().map(|row| self.height(row)).sum())
    }

    /// How many lines a row takes.
    fn height(&self, row: &[String]) -> usize {
        let cells = row.iter().enumerate().map(|(at, text)| {
            let width = self.broken.iter().find(|(column, _)| *column == at);
            width.map_or(1, |(_, width)| lines(&visible(text), *width).len())
        });
        cells.max().unwrap_or(1)
    }

    fn cells<'a>(&self, cells: impl IntoIterator<Item = &'a String>) -> Vec<Cell> {
        cells
            .into_iter()
            .zip(&self.columns)
            .enumerate()
            .map(|(at, (text, (_, align)))| {
                let broken = self.broken.iter().find(|(column, _)| *column == at);
                let text = visible(text);
                let text = match broken {
                    Some((_, width)) => lines(&text, *width).join("\n"),
                    None => text,
                };
                Cell::new(text).set_alignment(match align {
                    Align::Left => CellAlignment::Left,
                    Align::Right => CellAlignment::Right,
                })
            })
            .collect()
    }
}
