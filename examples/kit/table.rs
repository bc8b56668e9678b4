//! Plain tables: a rule below the header, and one above the total where there is one.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table as Grid, presets};

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// A table that is as wide as its text, whatever the terminal.
pub struct Table {
    grid: Grid,
    columns: Vec<Align>,
    headed: bool,
    totalled: bool,
}

impl Table {
    /// A table with these columns; without a header line where all of them are blank.
    pub fn new<const N: usize>(columns: [(&str, Align); N]) -> Self {
        let mut grid = Grid::new();
        grid.load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Disabled);
        let headed = columns.iter().any(|(header, _)| !header.is_empty());
        let mut table = Self {
            grid,
            columns: columns.iter().map(|(_, align)| *align).collect(),
            headed,
            totalled: false,
        };
        if headed {
            let headers = columns.map(|(header, _)| header.to_owned());
            let cells = table.cells(headers);
            table.grid.set_header(cells);
        }
        table
    }

    /// Adds a row.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        let cells = self.cells(cells);
        self.grid.add_row(cells);
    }

    /// Adds the last row, below a rule.
    pub fn total<const N: usize>(&mut self, cells: [String; N]) {
        self.row(cells);
        self.totalled = true;
    }

    fn cells<const N: usize>(&self, cells: [String; N]) -> Vec<Cell> {
        cells
            .into_iter()
            .zip(&self.columns)
            .map(|(text, align)| {
                Cell::new(text).set_alignment(match align {
                    Align::Left => CellAlignment::Left,
                    Align::Right => CellAlignment::Right,
                })
            })
            .collect()
    }

    /// The table as lines of text.
    pub fn render(&self) -> String {
        let mut lines: Vec<String> = self
            .grid
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect();
        let width = lines.iter().map(|line| line.chars().count()).max();
        let rule = format!(" {}", "─".repeat(width.unwrap_or(1).saturating_sub(1)));
        if self.totalled {
            lines.insert(lines.len().saturating_sub(1), rule.clone());
        }
        if self.headed {
            lines.insert(1, rule);
        }
        lines.join("\n") + "\n"
    }
}
