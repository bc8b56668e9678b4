//! The file to report on: the user's, or one that comes with the program.

use std::borrow::Cow;
use std::path::Path;

use super::delimiter::Delimiter;
use super::encoding::Encoding;
use super::rows::{self, Advice, BadRow, Reading};

/// How every report reads its file.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "The file")]
pub struct FileOptions {
    /// What separates the columns: a character, or the word tab or blanks [default: found in the header]
    #[arg(long, value_name = "CHARACTER")]
    pub delimiter: Option<Delimiter>,

    /// How letters are written, such as windows-1252 or gbk [default: utf-8, or utf-16 where the file
    /// says so]
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<Encoding>,

    /// Lines above the header, such as titles, that are not read
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub skip_lines: usize,

    /// The file has no header: its first line is a row, and columns are named by number, from 1
    #[arg(long)]
    pub no_header: bool,

    /// Leave out rows that cannot be read, and say how many
    #[arg(long)]
    pub skip_bad_rows: bool,
}

impl FileOptions {
    /// How the file is laid out.
    pub const fn reading(&self) -> Reading {
        Reading {
            delimiter: self.delimiter,
            encoding: self.encoding,
            skip_lines: self.skip_lines,
            no_header: self.no_header,
        }
    }
}

/// A file and what it holds.
pub struct Input {
    /// As the report shows it.
    pub name: String,
    pub data: Cow<'static, [u8]>,
}

impl Input {
    /// Reads a file of the user's.
    ///
    /// # Errors
    /// A message for the user.
    pub fn read(path: &Path) -> Result<Self, String> {
        let data = std::fs::read(path)
            .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        Ok(Self {
            name: path.display().to_string(),
            data: data.into(),
        })
    }

    /// A file that comes with the program, by its name in the repository.
    pub fn bundled(name: &str, text: &'static str) -> Self {
        Self {
            name: name.to_owned(),
            data: text.as_bytes().into(),
        }
    }

    /// How many rows it has below its header, were every line a row.
    pub fn lines(&self) -> usize {
        let ends = self.data.iter().filter(|byte| **byte == b'\n');
        ends.count().saturating_sub(1)
    }

    /// A message about the file.
    pub fn says(&self, why: &str) -> String {
        format!("{}: {why}", self.name)
    }

    /// Refuses rows that cannot be read, unless they may be left out, and says what may be done about them.
    ///
    /// # Errors
    /// A message for the user.
    pub fn check_with(
        &self,
        advice: Option<&Advice>,
        bad: &[BadRow],
        rows: usize,
        options: &FileOptions,
    ) -> Result<(), String> {
        rows::refuse(&self.name, bad, rows, options.skip_bad_rows, advice)
    }
}
