//! Rows of a CSV file with the lines on which they begin, however its columns are separated.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::delimiter::{Delimiter, named};
use super::encoding::Encoding;
use super::fields::quote;
use super::format::{count, counted, percent};
use super::totals::after_total;

/// How many bad rows, and how many columns, are listed.
const LISTED: usize = 20;

/// How a file is laid out, as far as the user says it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading {
    /// Found in the header line where it is not given.
    pub delimiter: Option<Delimiter>,
    /// UTF-8, or what the first bytes say, where it is not given.
    pub encoding: Option<Encoding>,
    /// Lines above the header.
    pub skip_lines: usize,
    /// The first line is a row already; the columns are called by their numbers, counted from 1.
    pub no_header: bool,
}

/// A row that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    pub line: u64,
    pub reason: String,
}

/// A message that lists the rows which cannot be read, unless there are none or they may be left out; with
/// what may be done about them, and whether that mends all.
///
/// # Errors
/// The message.
pub fn refuse(
    name: &str,
    bad: &[BadRow],
    rows: usize,
    skip: bool,
    advice: Option<&Advice>,
) -> Result<(), String> {
    if bad.is_empty() || skip {
        return Ok(());
    }
    let mut message = format!(
        "{name}: {} of {} cannot be read:\n",
        count(bad.len()),
        counted(rows, "row", "rows"),
    );
    let once = advice.map_or(&[][..], |advice| &advice.once);
    let is_told = |line| advice.is_some_and(|advice| advice.told.contains(&line));
    let single = bad.iter().filter(|bad| !is_told(bad.line));
    let single = single.map(|bad| format!("line {}: {}", bad.line, bad.reason));
    for faults in [once.to_vec(), single.collect()] {
        for fault in faults.iter().take(LISTED) {
            message.push_str(&format!("  {fault}\n"));
        }
        if faults.len() > LISTED {
            message.push_str(&format!("  and {} more\n", count(faults.len() - LISTED)));
        }
    }
    // Who leaves out most of a file reports on something else.
    let may_be_left_out = bad.len() * 2 <= rows;
    message.push_str(&match advice {
        Some(Advice { text, mends, .. }) if *mends => text.clone(),
        Some(Advice { text, .. }) if may_be_left_out => {
            format!("{text}\nOtherwise mend the rows, or leave them out with --skip-bad-rows.")
        }
        Some(Advice { text, .. }) => {
            format!("{text}\nOtherwise mend the rows: they are too many to be left out.")
        }
        None if may_be_left_out => "Mend them, or leave them out with --skip-bad-rows.".to_owned(),
        None => "Mend them: they are too many to be left out.".to_owned(),
    });
    Err(message)
}

/// That so many rows were left out, and how many of all these are.
pub fn skipped(skipped: usize, read: u64) -> String {
    let share = skipped as f64 / (skipped as f64 + read as f64).max(1.0);
    format!(
        "{} could not be read and {} skipped, {} of all",
        counted(skipped, "row", "rows"),
        if skipped == 1 { "was" } else { "were" },
        percent(Some(share), 1),
    )
}

/// The rows of a file, one after the other.
pub struct Rows<'a> {
    source: Source<'a>,
    record: ::csv::ByteRecord,
    lines: Lines<'a>,
    /// How many bytes stand above the header.
    above: u64,
    headers: Vec<String>,
    /// They are numbers, as the file has none.
    is_numbered: bool,
    header_line: u64,
    /// The first row was read to count the columns, and is still to be given out.
    is_pending: bool,
}

/// What takes a file apart.
enum Source<'a> {
    Separated(::csv::Reader<&'a [u8]>),
    Aligned(Aligned<'a>),
}

/// What may be done about rows that cannot be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Advice {
    pub text: String,
    /// Whether that mends every row.
    pub mends: bool,
    /// Faults of several rows, each told once.
    pub once: Vec<String>,
    /// The lines of the rows that have no other fault.
    pub told: BTreeSet<u64>,
}

/// One row.
pub struct Row<'r> {
    /// The line on which it begins, counted from 1.
    pub line: u64,
    record: &'r ::csv::ByteRecord,
    headers: &'r [String],
    width: usize,
}

impl<'a> Rows<'a> {
    /// Reads the header; without a delimiter it finds the one that is used there.
    ///
    /// # Errors
    /// A message for the user where there is no header.
    pub fn open(data: &'a [u8], reading: &Reading) -> Result<Self, String> {
        let data = data.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(data);
        let (said, first) = named(data).map_or((None, 0), |(said, at)| (Some(said), at));
        let above = first.max(after_lines(data, reading.skip_lines));
        let body = data.get(above..).unwrap_or_default();
        if body.iter().all(u8::is_ascii_whitespace) {
            return Err(match reading.skip_lines {
                0 => "the file is empty".to_owned(),
                lines => format!("nothing stands below {}", counted(lines, "line", "lines")),
            });
        }
        let delimiter = reading.delimiter.or(said);
        let mut rows = Self {
            source: Source::new(body, delimiter.unwrap_or_else(|| Delimiter::detect(body))),
            record: ::csv::ByteRecord::new(),
            lines: Lines::new(data),
            above: above as u64,
            headers: Vec::new(),
            is_numbered: reading.no_header,
            header_line: 1,
            is_pending: false,
        };
        rows.source.read(&mut rows.record)?;
        let start = rows.record.position().map_or(0, ::csv::Position::byte);
        rows.header_line = rows.lines.at(rows.above + start);
        rows.headers = if reading.no_header {
            rows.is_pending = true;
            (1..=rows.record.len()).map(|at| at.to_string()).collect()
        } else {
            let headers = rows.record.iter();
            headers
                .map(|header| String::from_utf8_lossy(plain(header)).trim().to_owned())
                .collect()
        };
        Ok(rows)
    }

    /// The headers of the columns.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// The line on which the header begins, counted from 1.
    pub const fn header_line(&self) -> u64 {
        self.header_line
    }

    /// The next row; `None` after the last.
    ///
    /// # Errors
    /// What the parser says.
    pub fn next(&mut self) -> Result<Option<Row<'_>>, String> {
        if !std::mem::take(&mut self.is_pending) && !self.source.read(&mut self.record)? {
            return Ok(None);
        }
        let start = self.record.position().map_or(0, ::csv::Position::byte);
        Ok(Some(Row {
            line: self.lines.at(self.above + start),
            record: &self.record,
            headers: if self.is_numbered { &[] } else { &self.headers },
            width: self.headers.len(),
        }))
    }
}

impl<'a> Source<'a> {
    fn new(body: &'a [u8], delimiter: Delimiter) -> Self {
        match delimiter {
            Delimiter::Character(byte) => Self::Separated(
                ::csv::ReaderBuilder::new()
                    .delimiter(byte)
                    .has_headers(false)
                    .flexible(true)
                    .from_reader(body),
            ),
            delimiter => Self::Aligned(Aligned {
                body,
                at: 0,
                delimiter,
            }),
        }
    }

    /// Whether there was one more record.
    fn read(&mut self, record: &mut ::csv::ByteRecord) -> Result<bool, String> {
        match self {
            Self::Separated(reader) => reader
                .read_byte_record(record)
                .map_err(|error| error.to_string()),
            Self::Aligned(aligned) => Ok(aligned.read(record)),
        }
    }
}

/// Lines whose fields are aligned by blanks.
struct Aligned<'a> {
    body: &'a [u8],
    at: usize,
    delimiter: Delimiter,
}

impl Aligned<'_> {
    fn read(&mut self, record: &mut ::csv::ByteRecord) -> bool {
        record.clear();
        while let Some(rest) = self.body.get(self.at..).filter(|rest| !rest.is_empty()) {
            let end = rest.iter().position(|byte| b"\r\n".contains(byte));
            let line = &rest[..end.unwrap_or(rest.len())];
            let start = self.at;
            self.at += line.len() + 1;
            for field in self.delimiter.fields(line) {
                record.push_field(field);
            }
            if !record.is_empty() {
                let mut position = ::csv::Position::new();
                position.set_byte(start as u64);
                record.set_position(Some(position));
                return true;
            }
        }
        false
    }
}

/// Where the lines begin that are below so many.
fn after_lines(data: &[u8], lines: usize) -> usize {
    let mut at = 0;
    for _ in 0..lines {
        let rest = data.get(at..).unwrap_or_default();
        let Some(end) = rest.iter().position(|byte| b"\r\n".contains(byte)) else {
            return data.len();
        };
        at += end
            + if rest[end..].starts_with(b"\r\n") {
                2
            } else {
                1
            };
    }
    at
}

/// A field without what spreadsheets put around it so that it stays text, as in `="00123"`.
fn plain(field: &[u8]) -> &[u8] {
    let inner = field
        .strip_prefix(b"=\"")
        .and_then(|field| field.strip_suffix(b"\""));
    inner.unwrap_or(field)
}

impl Row<'_> {
    /// Whether the row has as many columns as the header, and is not the header once more.
    ///
    /// # Errors
    /// A reason for the user.
    pub fn check_width(&self) -> Result<(), String> {
        if self.is_header() {
            return Err("it is the header once more".to_owned());
        }
        let length = self.record.len();
        let is_blank = |field: &[u8]| field.trim_ascii().is_empty();
        // A line may end in more marks between columns than it needs.
        if length == self.width
            || (length > self.width && self.record.iter().skip(self.width).all(is_blank))
        {
            return Ok(());
        }
        let mut reason = format!(
            "it has {length} {}, the header has {}",
            if length == 1 { "column" } else { "columns" },
            self.width,
        );
        if self.record.iter().any(|field| field.contains(&b'\n')) {
            reason.push_str("; a quotation mark may have been left open");
        } else if length > self.width {
            reason
                .push_str("; a field that holds what separates the columns needs quotation marks");
        }
        Err(reason)
    }

    /// Whether it says the same as the header, as where files were put one below the other.
    fn is_header(&self) -> bool {
        let is_same =
            |(field, header): (&[u8], &String)| plain(field).trim_ascii() == header.as_bytes();
        self.record.len() == self.headers.len() && self.record.iter().zip(self.headers).all(is_same)
    }

    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.record
            .iter()
            .all(|field| field.trim_ascii().is_empty())
    }

    /// Whether one of its fields begins with a word for a sum of rows.
    pub fn is_total(&self) -> bool {
        let mut fields = self
            .record
            .iter()
            .filter_map(|field| std::str::from_utf8(field).ok());
        fields.any(|field| after_total(field).is_some())
    }

    /// What stands in a column, without the blanks around it.
    ///
    /// # Errors
    /// A reason for the user.
    pub fn text(&self, column: usize) -> Result<&str, String> {
        let field = plain(self.record.get(column).unwrap_or_default());
        match std::str::from_utf8(field) {
            Ok(text) => Ok(text.trim()),
            Err(_) => Err(format!(
                "{} is not UTF-8: say how the file is written, such as --encoding windows-1252",
                quote(&String::from_utf8_lossy(field)),
            )),
        }
    }
}

/// Respondents may well answer alike; where so many of them do, a file may hold all of them twice.
pub const ALIKE: f64 = 0.5;

/// What it would mean.
pub const COPIED: &str = "Each of them counts as a respondent; if answers were copied, the intervals are \
                          narrower than they should be.";

/// Counts rows that say the same as an earlier one.
#[derive(Debug, Default)]
pub struct Repeats {
    seen: HashMap<u64, bool>,
    rows: usize,
}

impl Repeats {
    /// Takes note of a row, and says whether there was one like it.
    pub fn note(&mut self, row: &Row<'_>) -> bool {
        let mut hasher = DefaultHasher::new();
        for field in row.record {
            field.trim_ascii().hash(&mut hasher);
        }
        self.rows += 1;
        let again = self.seen.entry(hasher.finish());
        let known = matches!(again, Entry::Occupied(_));
        *again.or_insert(known) = known;
        known
    }

    /// Whether no row stands alone.
    pub fn is_every(&self) -> bool {
        self.rows > 0 && self.seen.values().all(|again| *again)
    }

    /// How many rows repeat an earlier one, where they are at least this share of all.
    pub fn from(&self, share: f64) -> Option<usize> {
        let repeated = self.rows - self.seen.len();
        (repeated > 0 && repeated as f64 >= share * self.rows as f64).then_some(repeated)
    }
}

/// A remark on rows that repeat an earlier one.
pub fn remark(repeated: usize, rows: impl TryInto<u64>, meaning: &str) -> String {
    format!(
        "{} of {} {} the same as an earlier row, in every column. {meaning}",
        count(repeated),
        counted(rows, "row", "rows"),
        if repeated == 1 { "says" } else { "say" },
    )
}

/// The columns of that name; where none is written so, those that differ in capitals only.
pub fn called(headers: &[String], name: &str) -> Vec<usize> {
    let exact = matching(headers, |header| header == name.trim());
    if exact.is_empty() {
        matching(headers, |header| {
            header.to_lowercase() == name.trim().to_lowercase()
        })
    } else {
        exact
    }
}

/// The columns whose header is wanted.
pub fn matching(headers: &[String], wanted: impl Fn(&str) -> bool) -> Vec<usize> {
    (0..headers.len())
        .filter(|&at| wanted(&headers[at]))
        .collect()
}

/// Names in quotation marks, with commas between; the first few where they are many, and how many more.
pub fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut names = names.into_iter();
    let first: Vec<String> = names.by_ref().take(LISTED).map(quote).collect();
    let first = first.join(", ");
    match names.count() {
        0 => first,
        more => format!("{first} and {} more", count(more)),
    }
}

/// Line numbers of ascending positions. The parser's own stand before the line break that it has
/// not read yet, so they are one short after blank lines and where lines end in CR LF.
struct Lines<'a> {
    data: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn new(data: &'a [u8]) -> Self {
        Self {
            data,
            at: 0,
            line: 1,
        }
    }

    fn at(&mut self, position: u64) -> u64 {
        let position = usize::try_from(position).unwrap_or(usize::MAX);
        while let Some(&byte) = self.data.get(self.at) {
            if self.at >= position && !b"\r\n".contains(&byte) {
                break;
            }
            // A line may end in LF, in CR LF, or in CR alone.
            let lone_cr = byte == b'\r' && self.data.get(self.at + 1) != Some(&b'\n');
            self.line += u64::from(byte == b'\n' || lone_cr);
            self.at += 1;
        }
        self.line
    }
}
