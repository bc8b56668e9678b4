//! The letters of a file, whatever encoding they are written in.

use std::borrow::Cow;
use std::str::FromStr;

use encoding_rs::{Encoding as Known, UTF_16BE, UTF_16LE};

/// How letters are written as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static Known);

impl FromStr for Encoding {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = Known::for_label(name.trim().as_bytes());
        known.map(Self).ok_or_else(|| {
            "give the name of an encoding, such as utf-8, windows-1252, utf-16le or gbk".to_owned()
        })
    }
}

/// The file in UTF-8: decoded where it says by its first bytes that it is UTF-16, or where the user says
/// how it is written; otherwise as it is.
///
/// # Errors
/// A message for the user where the bytes are not written so, or look like UTF-16.
pub fn decode(data: &[u8], told: Option<Encoding>) -> Result<Cow<'_, [u8]>, String> {
    if let Some(what) = no_table(data) {
        return Err(format!("the file is {what}"));
    }
    let marked = Known::for_bom(data).map(|(known, _)| Encoding(known));
    let Some(Encoding(encoding)) = told.or(marked) else {
        return match guessed(data) {
            Some(name) => Err(format!(
                "the file seems to be UTF-16: say --encoding {name}, or save it in UTF-8"
            )),
            None => Ok(data.into()),
        };
    };
    if encoding == encoding_rs::UTF_8 && told.is_none() {
        return Ok(data.into());
    }
    // A mark in the first bytes wins over what the user says: it is never part of the text.
    let (text, used, failed) = encoding.decode(data);
    if failed {
        return Err(format!("the file is not written in {}", used.name()));
    }
    Ok(match text {
        Cow::Borrowed(text) => text.as_bytes().into(),
        Cow::Owned(text) => text.into_bytes().into(),
    })
}

/// What a file is that is no table in text, by its first bytes, and what to do about it.
fn no_table(data: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 7] = [
        (
            b"PK\x03\x04",
            "a workbook or an archive, not text: save its sheet as CSV",
        ),
        (
            b"\xd0\xcf\x11\xe0",
            "a workbook of an old kind, not text: save its sheet as CSV",
        ),
        (b"\x1f\x8b", "packed with gzip: unpack it"),
        (b"%pdf", "a PDF, not a table: export it as CSV"),
        (
            b"<",
            "a web page or XML, not a table: open it in a spreadsheet and save it as CSV",
        ),
        (b"{\"", "JSON, not a table: convert it to CSV"),
        (b"[{", "JSON, not a table: convert it to CSV"),
    ];
    let data = data.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(data);
    let start: Vec<u8> = data.iter().take(4).map(u8::to_ascii_lowercase).collect();
    let kind = KINDS.iter().find(|(mark, _)| {
        let mark = mark.to_ascii_lowercase();
        start.starts_with(&mark)
    });
    kind.map(|(_, what)| *what)
}

/// UTF-16 without a mark: every other byte of plain letters is zero.
fn guessed(data: &[u8]) -> Option<String> {
    const SEEN: usize = 200;
    let start = &data[..data.len().min(SEEN)];
    let zeros = |from: usize| {
        let bytes = start.iter().skip(from).step_by(2);
        bytes.filter(|byte| **byte == 0).count()
    };
    let (high, low) = (zeros(0), zeros(1));
    if (high + low) * 4 < start.len() || high + low == 0 {
        return None;
    }
    let encoding = if low > high { UTF_16LE } else { UTF_16BE };
    Some(encoding.name().to_lowercase())
}
