//! JSON whose numbers are the same on every machine.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::ser::{Formatter, PrettyFormatter};
use serde_json::value::RawValue;

use super::letters::is_harmful;

/// Figures as indented JSON, numbers with a fraction to at most `decimals` decimals. Those may come from powers, roots
/// and logarithms, whose last digits differ from one machine to another.
///
/// # Errors
/// What the serializer says.
pub fn pretty(figures: &impl Serialize, decimals: i32) -> Result<String, String> {
    let mut json = Vec::new();
    let formatter = Rounding {
        pretty: PrettyFormatter::new(),
        power: 10_f64.powi(decimals),
    };
    let mut serializer = serde_json::Serializer::with_formatter(&mut json, formatter);
    figures
        .serialize(&mut serializer)
        .map_err(|error| error.to_string())?;
    String::from_utf8(json).map_err(|error| error.to_string())
}

/// Writes a chance of error, however small, to six digits.
///
/// # Errors
/// What the serializer says.
pub fn p_value<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    let short = value.and_then(|value| format!("{value:.5e}").parse().ok());
    let raw = short
        .and_then(|short: f64| RawValue::from_string(serde_json::json!(short).to_string()).ok());
    raw.serialize(serializer)
}

struct Rounding {
    pretty: PrettyFormatter<'static>,
    power: f64,
}

impl Rounding {
    fn rounded(&self, value: f64) -> f64 {
        let rounded = (value * self.power).round() / self.power;
        if rounded.is_finite() { rounded } else { value }
    }
}

impl Formatter for Rounding {
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        let value = self.rounded(value);
        self.pretty.write_f64(writer, value)
    }

    /// Letters that would turn the text around where somebody looks at it stand by their numbers; they are
    /// read as what they are.
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, letter)) = rest.char_indices().find(|(_, letter)| is_harmful(*letter)) {
            let (before, after) = rest.split_at(at);
            writer.write_all(before.as_bytes())?;
            // None of them takes more than four digits.
            write!(writer, "\\u{:04x}", u32::from(letter))?;
            rest = &after[letter.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.pretty.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.pretty.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_object_value(writer)
    }
}
