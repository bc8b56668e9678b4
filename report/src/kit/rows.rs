//! Rows of a CSV file with the lines on which they begin, however its columns are separated.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::str::FromStr;

use super::fields::quote;
use super::format::{count, counted};

/// How many bad rows, and how many columns, are listed.
const LISTED: usize = 20;

/// What separates the columns: any one ASCII character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delimiter(u8);

impl FromStr for Delimiter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.as_bytes() {
            b"tab" | b"\\t" => Ok(Self(b'\t')),
            [byte] if byte.is_ascii() && !b"\"\r\n".contains(byte) => Ok(Self(*byte)),
            _ => Err("give one character, such as ; or the word tab".to_owned()),
        }
    }
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
    message.push_str(&match advice {
        Some(Advice { text, mends, .. }) if *mends => text.clone(),
        Some(Advice { text, .. }) => {
            format!("{text}\nOtherwise mend the rows, or leave them out with --skip-bad-rows.",)
        }
        None => "Mend them, or leave them out with --skip-bad-rows.".to_owned(),
    });
    Err(message)
}

/// The rows of a file, one after the other.
pub struct Rows<'a> {
    reader: ::csv::Reader<&'a [u8]>,
    record: ::csv::ByteRecord,
    lines: Lines<'a>,
    headers: Vec<String>,
}

/// What may be done about rows that cannot be read.
#[derive(Debug, Default)]
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
    width: usize,
}

impl<'a> Rows<'a> {
    /// Reads the header; without a delimiter it finds the one that is used there.
    ///
    /// # Errors
    /// A message for the user where there is no header, or the encoding is not UTF-8.
    pub fn open(data: &'a [u8], delimiter: Option<Delimiter>) -> Result<Self, String> {
        if data.starts_with(&[0xFF, 0xFE]) || data.starts_with(&[0xFE, 0xFF]) {
            return Err("the file is UTF-16; save it as CSV in UTF-8".to_owned());
        }
        let data = data.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(data);
        if data.iter().all(u8::is_ascii_whitespace) {
            return Err("the file is empty".to_owned());
        }
        let mut reader = ::csv::ReaderBuilder::new()
            .delimiter(delimiter.unwrap_or_else(|| detect(data)).0)
            .flexible(true)
            .from_reader(data);
        let headers = reader
            .byte_headers()
            .map_err(|error| error.to_string())?
            .iter()
            .map(|header| String::from_utf8_lossy(header).trim().to_owned())
            .collect();
        Ok(Self {
            reader,
            record: ::csv::ByteRecord::new(),
            lines: Lines::new(data),
            headers,
        })
    }

    /// The headers of the columns.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// The next row; `None` after the last.
    ///
    /// # Errors
    /// What the parser says.
    pub fn next(&mut self) -> Result<Option<Row<'_>>, String> {
        let found = self.reader.read_byte_record(&mut self.record);
        if !found.map_err(|error| error.to_string())? {
            return Ok(None);
        }
        let start = self.record.position().map_or(0, ::csv::Position::byte);
        Ok(Some(Row {
            line: self.lines.at(start),
            record: &self.record,
            width: self.headers.len(),
        }))
    }
}

impl Row<'_> {
    /// Whether the row has as many columns as the header.
    ///
    /// # Errors
    /// A reason for the user.
    pub fn check_width(&self) -> Result<(), String> {
        if self.record.len() == self.width {
            return Ok(());
        }
        let mut reason = format!(
            "it has {} columns, the header has {}",
            self.record.len(),
            self.width,
        );
        if self.record.iter().any(|field| field.contains(&b'\n')) {
            reason.push_str("; a quotation mark may have been left open");
        }
        Err(reason)
    }

    /// What stands in a column, without the blanks around it.
    ///
    /// # Errors
    /// A reason for the user.
    pub fn text(&self, column: usize) -> Result<&str, String> {
        let field = self.record.get(column).unwrap_or_default();
        match std::str::from_utf8(field) {
            Ok(text) => Ok(text.trim()),
            Err(_) => Err(format!(
                "{} is not UTF-8",
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

/// The candidate that occurs most often in the header line, outside quotation marks.
fn detect(data: &[u8]) -> Delimiter {
    let candidates = [b',', b';', b'\t', b'|'];
    let mut counts = [0_usize; 4];
    let mut quoted = false;
    let header = data.iter().skip_while(|byte| b"\r\n".contains(byte));
    for byte in header.take_while(|byte| !b"\r\n".contains(byte)) {
        quoted ^= *byte == b'"';
        if let Some(at) = candidates.iter().position(|c| c == byte)
            && !quoted
        {
            counts[at] += 1;
        }
    }
    let mut best = 0;
    for at in 1..candidates.len() {
        if counts[at] > counts[best] {
            best = at;
        }
    }
    Delimiter(candidates[best])
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
