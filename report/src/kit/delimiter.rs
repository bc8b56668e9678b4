//! What stands between the columns of a file.

use std::str::FromStr;

/// What separates the columns: any one ASCII character, or blanks as many as it takes to align them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    Character(u8),
    /// One blank or more.
    Blanks,
    /// Two blanks or more; a single one is part of a field.
    Gaps,
}

impl FromStr for Delimiter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.as_bytes() {
            b"tab" | b"\\t" => Ok(Self::Character(b'\t')),
            b"blanks" => Ok(Self::Blanks),
            [byte] if byte.is_ascii() && !b"\"\r\n".contains(byte) => Ok(Self::Character(*byte)),
            _ => Err("give one character, such as ; or the word tab or blanks".to_owned()),
        }
    }
}

impl Delimiter {
    /// The candidate that occurs most often in the header line, outside quotation marks; blanks where the
    /// lines have none of them and are aligned.
    pub fn detect(data: &[u8]) -> Self {
        let candidates = [b',', b';', b'\t', b'|'];
        let mut counts = [0_usize; 4];
        let mut quoted = false;
        let header = lines(data).next().unwrap_or_default();
        for byte in header {
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
        // A comma in a line of blanks may well stand before decimals.
        let aligned = [Self::Blanks, Self::Gaps];
        let aligned = aligned.into_iter().find(|blanks| blanks.aligns(data));
        match aligned {
            Some(blanks) if counts[1..] == [0; 3] && header_is_plain(counts[0], header) => blanks,
            _ => Self::Character(candidates[best]),
        }
    }

    /// Whether the first lines have equally many fields, and more than one.
    fn aligns(self, data: &[u8]) -> bool {
        const SEEN: usize = 20;
        let mut widths = lines(data).take(SEEN).map(|line| self.fields(line).count());
        widths
            .next()
            .is_some_and(|first| first > 1 && widths.all(|width| width == first))
    }

    /// The fields of a line, where blanks separate them.
    pub fn fields(self, line: &[u8]) -> impl Iterator<Item = &[u8]> {
        let least = if self == Self::Gaps { 2 } else { 1 };
        let mut rest = line.trim_ascii();
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let (end, next) = gap(rest, least);
            let field = &rest[..end];
            rest = rest[next..].trim_ascii_start();
            Some(field)
        })
    }
}

/// Where a field ends, and where the blanks after it do; a tab counts as many blanks.
fn gap(text: &[u8], least: usize) -> (usize, usize) {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let mut at = 0;
    while at < text.len() {
        let blanks = text[at..].iter().take_while(|byte| is_blank(byte)).count();
        if blanks >= least || text[at..at + blanks].contains(&b'\t') {
            return (at, at + blanks);
        }
        at += blanks.max(1);
    }
    (text.len(), text.len())
}

/// Whether commas do not separate the columns of a line: there is none, or each stands within a number.
fn header_is_plain(commas: usize, line: &[u8]) -> bool {
    let within = |at: usize| {
        let digit = |at: Option<usize>| {
            at.and_then(|at| line.get(at))
                .is_some_and(u8::is_ascii_digit)
        };
        digit(at.checked_sub(1)) && digit(Some(at + 1))
    };
    let mut places = (0..line.len()).filter(|&at| line[at] == b',');
    commas == 0 || (line.contains(&b' ') && places.all(within))
}

/// Lines that are not empty.
fn lines(data: &[u8]) -> impl Iterator<Item = &[u8]> {
    let lines = data.split(|byte| b"\r\n".contains(byte));
    lines.filter(|line| !line.trim_ascii().is_empty())
}

/// The delimiter that a first line such as `sep=;` names, and how long that line is.
pub fn named(data: &[u8]) -> Option<(Delimiter, usize)> {
    let end = data.iter().position(|byte| b"\r\n".contains(byte))?;
    let line = data[..end].trim_ascii_end();
    // A tab is a blank too.
    let line = if line.len() < 5 { &data[..end] } else { line };
    let line = line
        .strip_prefix(b"\"")
        .map_or(line, |line| line.strip_suffix(b"\"").unwrap_or(line));
    let [s, e, p, b'=', byte] = line else {
        return None;
    };
    if ![*s, *e, *p].eq_ignore_ascii_case(b"sep") || !byte.is_ascii() {
        return None;
    }
    let length = end
        + if data[end..].starts_with(b"\r\n") {
            2
        } else {
            1
        };
    Some((Delimiter::Character(*byte), length))
}
