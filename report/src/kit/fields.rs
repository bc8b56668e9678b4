//! Numbers and the marks in them. Days and amounts of money have files of their own.

pub use super::amounts::parse_amount;
pub use super::dates::parse_date;

/// What stands before the decimals of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DecimalMark {
    #[default]
    Point,
    Comma,
}

impl DecimalMark {
    /// That of two flags, one for each.
    pub const fn told(point: bool, comma: bool) -> Option<Self> {
        match (point, comma) {
            (true, _) => Some(Self::Point),
            (_, true) => Some(Self::Comma),
            _ => None,
        }
    }

    /// That of a flag which asks for a comma.
    pub const fn comma_if(asked: bool) -> Self {
        if asked { Self::Comma } else { Self::Point }
    }
}

/// A finite number in digits, with the mark before the decimals.
pub fn number(text: &str, mark: DecimalMark) -> Option<f64> {
    let number: f64 = match mark {
        DecimalMark::Point => text.parse().ok()?,
        DecimalMark::Comma if text.contains('.') => return None,
        DecimalMark::Comma => text.replace(',', ".").parse().ok()?,
    };
    number.is_finite().then_some(number)
}

/// A text as it is shown in a message: on one line, and not too long.
pub fn quote(text: &str) -> String {
    const MOST: usize = 40;
    if text.chars().count() <= MOST {
        return format!("{text:?}");
    }
    let start: String = text.chars().take(MOST).collect();
    format!("{:?}", start + "…")
}

/// What to do about a date or number that is written in an unusual way.
pub fn remedy(text: &str) -> Option<&'static str> {
    const QUOTES: [char; 6] = ['\'', '‘', '’', '“', '”', '`'];
    if text.starts_with(QUOTES) || text.ends_with(QUOTES) {
        return Some(r#"take away the quotation marks around it; only " may surround a field"#);
    }
    let is_wide = |letter: char| ('０'..='９').contains(&letter);
    text.contains(is_wide)
        .then_some("write the digits 0 to 9 in half the width")
}

/// A text as one argument of a command, in quotation marks where it needs them.
pub fn argument(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ',' | ':');
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}
