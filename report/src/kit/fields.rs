//! Dates and amounts from text. What could mean two things is refused, with a reason for the user.

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// The day of `2024-05-31`, of `20240531`, and of the first with a time after it, as written; or
/// of a text in the chrono format given.
///
/// # Errors
/// A reason for the user.
pub fn parse_date(text: &str, format: Option<&str>) -> Result<NaiveDate, String> {
    if text.is_empty() {
        return Err("the date is empty".to_owned());
    }
    if let Some(format) = format {
        let date = NaiveDate::parse_from_str(text, format).map_err(|error| {
            format!(
                "date {} does not fit {}: {error}",
                quote(text),
                quote(format)
            )
        })?;
        return if date < NaiveDate::from_ymd_opt(1000, 1, 1).unwrap_or_default() {
            Err(format!(
                "date {} would be in the year {}; %y stands for a year of two digits",
                quote(text),
                date.format("%Y"),
            ))
        } else {
            Ok(date)
        };
    }
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| -> Option<u32> {
        let part = bytes.get(range)?;
        part.iter().try_fold(0, |number, byte| {
            byte.is_ascii_digit()
                .then(|| number * 10 + u32::from(byte - b'0'))
        })
    };
    let written = match bytes {
        [_, _, _, _, b'-', _, _, b'-', _, _, time @ ..] if is_time(time) => {
            Some((digits(0..4), digits(5..7), digits(8..10)))
        }
        [_, _, _, _, _, _, _, _] => Some((digits(0..4), digits(4..6), digits(6..8))),
        _ => None,
    };
    let Some((Some(year), Some(month), Some(day))) = written else {
        return Err(format!(
            "date {} is not year-month-day; say how to read it, such as --date-format \"%d/%m/%Y\"",
            quote(text),
        ));
    };
    i32::try_from(year)
        .ok()
        .and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
        .ok_or_else(|| format!("date {} is not in the calendar", quote(text)))
}

/// Nothing, or `T10:30:00.000Z` and its like.
fn is_time(text: &[u8]) -> bool {
    match text {
        [] => true,
        [b'T' | b't' | b' ', hour, minute, time @ ..] => {
            hour.is_ascii_digit()
                && minute.is_ascii_digit()
                && time
                    .iter()
                    .all(|byte| byte.is_ascii_digit() || b":.,+- Zz".contains(byte))
        }
        _ => false,
    }
}

/// What stands before the decimals of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DecimalMark {
    #[default]
    Point,
    Comma,
}

impl DecimalMark {
    /// That of a flag which asks for a comma.
    pub const fn comma_if(asked: bool) -> Self {
        if asked { Self::Comma } else { Self::Point }
    }
}

/// An amount in digits, with the mark before the decimals, nothing between thousands, and a minus
/// sign for a refund.
///
/// # Errors
/// A reason for the user.
pub fn parse_amount(text: &str, mark: DecimalMark) -> Result<Decimal, String> {
    match mark {
        DecimalMark::Point => parse_point(text),
        DecimalMark::Comma if text.contains('.') => Err(format!(
            "amount {}: with --decimal-comma write nothing between thousands",
            quote(text),
        )),
        DecimalMark::Comma => parse_point(&text.replace(',', ".")),
    }
}

fn parse_point(text: &str) -> Result<Decimal, String> {
    let shown = quote(text);
    if text.is_empty() {
        return Err("the amount is empty".to_owned());
    }
    if text
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))
    {
        let digits = text.chars().filter(char::is_ascii_digit).count();
        return Decimal::from_str_exact(text).map_err(|_| {
            if digits > 28 {
                format!("amount {shown} has more digits than an amount can hold")
            } else {
                format!("amount {shown} is not a number")
            }
        });
    }
    let digits = text.chars().any(|c| c.is_ascii_digit());
    Err(
        if digits && text.contains([',', '_', '\'', ' ', '\u{a0}', '\u{202f}']) {
            format!(
                "amount {shown}: write a point before the decimals (or say --decimal-comma) and \
                 nothing between thousands"
            )
        } else if digits && text.contains(['$', '€', '£', '¥']) {
            format!("amount {shown}: write it without the sign of the currency")
        } else {
            format!("amount {shown} is not a number")
        },
    )
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

/// A text as one argument of a command, in quotation marks where it needs them.
pub fn argument(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ',' | ':');
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}
