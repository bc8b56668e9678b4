//! Amounts of money from text, as the files of shops have them.
//!
//! One cell may be read in two ways: `1.250` is one and a quarter, or twelve hundred and fifty. A column
//! is read in one way, which any of its cells may tell; where none does, the user must.

use rust_decimal::Decimal;

use super::currency::{Currencies, without_currency};
use super::fields::{DecimalMark, quote, remedy};

/// What a text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// The same with either mark.
    Sure(Decimal),
    /// A number only where a point stands before the decimals.
    Point(Decimal),
    /// A number only where a comma does.
    Comma(Decimal),
    /// One number with a point before the decimals, another with a comma.
    Either { point: Decimal, comma: Decimal },
}

/// An amount with the mark that is told before its decimals; thousands may be marked, and a currency may
/// stand beside it.
///
/// # Errors
/// A reason for the user.
pub fn parse_amount(text: &str, mark: DecimalMark) -> Result<Decimal, String> {
    let (reading, _) = read(text)?;
    told(text, reading, mark)
}

fn told(text: &str, reading: Reading, mark: DecimalMark) -> Result<Decimal, String> {
    match (reading, mark) {
        (Reading::Sure(amount), _)
        | (Reading::Point(amount), DecimalMark::Point)
        | (Reading::Comma(amount), DecimalMark::Comma) => Ok(amount),
        (Reading::Either { point, .. }, DecimalMark::Point) => Ok(point),
        (Reading::Either { comma, .. }, DecimalMark::Comma) => Ok(comma),
        (Reading::Comma(_), DecimalMark::Point) => Err(format!(
            "amount {}: write a point before the decimals (or say --decimal-comma)",
            quote(text),
        )),
        (Reading::Point(_), DecimalMark::Comma) => Err(format!(
            "amount {}: write a comma before the decimals (or say --decimal-point)",
            quote(text),
        )),
    }
}

/// Where a text was seen first.
#[derive(Debug, Clone)]
struct Seen {
    text: String,
    line: u64,
}

impl Seen {
    fn note(seen: &mut Option<Self>, text: &str, line: u64) {
        if seen.is_none() {
            let text = text.to_owned();
            *seen = Some(Self { text, line });
        }
    }

    fn shown(&self) -> String {
        format!("{} in line {}", quote(&self.text), self.line)
    }
}

/// An amount as far as one cell tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    with_point: Decimal,
    /// What it is with a comma before the decimals, where that is another number.
    with_comma: Option<Decimal>,
}

impl Amount {
    /// What it is; where that depends on the mark, what it is with a point before the decimals.
    pub const fn value(self) -> Decimal {
        self.with_point
    }

    /// The same with the other sign.
    pub fn negated(self) -> Self {
        Self {
            with_point: -self.with_point,
            with_comma: self.with_comma.map(|amount| -amount),
        }
    }

    /// Whether it depends on the mark.
    pub const fn is_open(self) -> bool {
        self.with_comma.is_some()
    }

    /// What it is with that mark before the decimals.
    pub fn with(self, mark: DecimalMark) -> Decimal {
        match mark {
            DecimalMark::Point => self.with_point,
            DecimalMark::Comma => self.with_comma.unwrap_or(self.with_point),
        }
    }
}

/// The amounts of a column, read in one pass.
#[derive(Debug, Default)]
pub struct Amounts {
    told: Option<DecimalMark>,
    point: Option<Seen>,
    comma: Option<Seen>,
    either: Option<Seen>,
    currencies: Currencies,
}

impl Amounts {
    /// Amounts with the mark that the user tells, or with the one that the cells tell.
    pub fn new(told: Option<DecimalMark>) -> Self {
        Self {
            told,
            ..Self::default()
        }
    }

    /// The amount that a cell says.
    ///
    /// # Errors
    /// A reason for the user.
    pub fn read(&mut self, text: &str, line: u64) -> Result<Amount, String> {
        let (reading, currency) = read(text)?;
        if let Some(currency) = currency {
            self.currencies.note(currency, line).map_err(|first| {
                format!(
                    "amount {} is in {currency}, and {first}: convert them into one currency",
                    quote(text),
                )
            })?;
        }
        let sure = |value| Amount {
            with_point: value,
            with_comma: None,
        };
        if let Some(mark) = self.told {
            return told(text, reading, mark).map(sure);
        }
        Ok(match reading {
            Reading::Sure(value) => sure(value),
            Reading::Point(value) => {
                Seen::note(&mut self.point, text, line);
                sure(value)
            }
            Reading::Comma(value) => {
                Seen::note(&mut self.comma, text, line);
                sure(value)
            }
            Reading::Either { point, comma } => {
                Seen::note(&mut self.either, text, line);
                Amount {
                    with_point: point,
                    with_comma: Some(comma),
                }
            }
        })
    }

    /// The mark of the whole column.
    ///
    /// # Errors
    /// A message for the user where the column does not tell how to read it.
    pub fn finish(self, column: &str) -> Result<DecimalMark, String> {
        let column = quote(column);
        match (self.point, self.comma, self.either) {
            (Some(point), Some(comma), _) => Err(format!(
                "the amounts in column {column} are written in two ways: {} with a point before the \
                 decimals, {} with a comma; say --decimal-point or --decimal-comma, and the rows that are \
                 written the other way are listed",
                point.shown(),
                comma.shown(),
            )),
            (None, None, Some(either)) => {
                let (mark, other) = if either.text.contains('.') {
                    ("point", "comma")
                } else {
                    ("comma", "point")
                };
                Err(format!(
                    "the amounts in column {column} can be read in two ways: every {mark} has three digits \
                     after it, as {}; say --decimal-{mark} where it stands before the decimals, or \
                     --decimal-{other} where it stands between thousands",
                    either.shown(),
                ))
            }
            (None, Some(_), _) => Ok(DecimalMark::Comma),
            _ => Ok(DecimalMark::Point),
        }
    }
}

/// What a text says, and the currency beside it.
fn read(text: &str) -> Result<(Reading, Option<&str>), String> {
    if let Some(reading) = plain(text.as_bytes()) {
        return reading
            .map(|reading| (reading, None))
            .map_err(|fault| fault.of(text));
    }
    let bare = bare(text).map_err(|fault| fault.of(text))?;
    let reading = match plain(bare.digits.as_bytes()) {
        // The sign has been taken off already.
        _ if bare.digits.starts_with(['-', '+']) => Err(Fault::NoNumber),
        Some(reading) => reading,
        None => grouped(bare.digits),
    };
    let reading = reading.map_err(|fault| fault.of(text))?;
    Ok((
        if bare.negative {
            reading.negated()
        } else {
            reading
        },
        bare.currency,
    ))
}

impl Reading {
    fn negated(self) -> Self {
        let negated = |mut amount: Decimal| {
            // A nought has no sign.
            amount.set_sign_negative(!amount.is_zero() && !amount.is_sign_negative());
            amount
        };
        match self {
            Self::Sure(amount) => Self::Sure(negated(amount)),
            Self::Point(amount) => Self::Point(negated(amount)),
            Self::Comma(amount) => Self::Comma(negated(amount)),
            Self::Either { point, comma } => Self::Either {
                point: negated(point),
                comma: negated(comma),
            },
        }
    }
}

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy)]
enum Fault {
    Empty,
    NoNumber,
    TooLong,
    Groups,
    Signs,
    Share,
}

impl Fault {
    fn of(self, text: &str) -> String {
        let shown = quote(text);
        if let (Self::NoNumber | Self::Groups, Some(remedy)) = (self, remedy(text)) {
            return format!("amount {shown}: {remedy}");
        }
        match self {
            Self::Empty => "the amount is empty".to_owned(),
            Self::NoNumber => format!("amount {shown} is not a number"),
            Self::TooLong => format!("amount {shown} has more digits than an amount can hold"),
            Self::Groups => format!(
                "amount {shown}: write nothing between thousands, or the same mark before every three \
                 digits"
            ),
            Self::Signs => format!("amount {shown} has two signs"),
            Self::Share => format!("amount {shown} is a percentage"),
        }
    }
}

/// An ASCII number with at most one mark and an exponent; `None` where there is more to it.
fn plain(text: &[u8]) -> Option<Result<Reading, Fault>> {
    let (negative, digits) = match text {
        [] => return Some(Err(Fault::Empty)),
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let (mut mantissa, mut count, mut is_held) = (0_i128, 0_u32, true);
    // The mark, and how many digits stand before it.
    let mut mark: Option<(u8, u32)> = None;
    let mut exponent = None;
    for (at, &byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                let next = mantissa.checked_mul(10);
                let next = next.and_then(|next| next.checked_add(i128::from(byte - b'0')));
                is_held &= next.is_some();
                mantissa = next.unwrap_or(mantissa);
                count += 1;
            }
            b'.' | b',' if mark.is_none() => mark = Some((byte, count)),
            b'e' | b'E' if count > 0 => {
                exponent = Some(power(&digits[at + 1..])?);
                break;
            }
            _ => return None,
        }
    }
    if count == 0 {
        return None;
    }
    if !is_held {
        return Some(Err(Fault::TooLong));
    }
    let mantissa = if negative { -mantissa } else { mantissa };
    let decimals = mark.map_or(0, |(_, before)| count - before);
    let value = |decimals: u32| scaled(mantissa, i64::from(decimals) - exponent.unwrap_or(0));
    let Some((mark, before)) = mark else {
        return Some(value(0).map(Reading::Sure));
    };
    // Three digits after the mark, and before it one to three that do not begin with a nought.
    let may_be_thousands = decimals == 3
        && (1..=3).contains(&before)
        && digits.first() != Some(&b'0')
        && exponent.is_none();
    Some(match (mark, may_be_thousands) {
        (b'.', true) => value(3).and_then(|point| {
            let comma = value(0)?;
            Ok(Reading::Either { point, comma })
        }),
        (_, true) => value(0).and_then(|point| {
            let comma = value(3)?;
            Ok(Reading::Either { point, comma })
        }),
        (b'.', false) => value(decimals).map(Reading::Point),
        // "12," says nothing that is usual.
        (_, false) if decimals == 0 => Err(Fault::NoNumber),
        (_, false) => value(decimals).map(Reading::Comma),
    })
}

/// The power of ten after an `e`.
fn power(text: &[u8]) -> Option<i64> {
    const DIGITS: usize = 3;
    let digits = text
        .strip_prefix(b"+")
        .or(text.strip_prefix(b"-"))
        .unwrap_or(text);
    if digits.is_empty() || digits.len() > DIGITS || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// The number with so many decimals; with fewer, where its last ones are noughts that cannot be held.
fn scaled(mut mantissa: i128, mut decimals: i64) -> Result<Decimal, Fault> {
    if mantissa == 0 && decimals < 0 {
        decimals = 0;
    }
    while decimals < 0 {
        mantissa = mantissa.checked_mul(10).ok_or(Fault::TooLong)?;
        decimals += 1;
    }
    while decimals > i64::from(Decimal::MAX_SCALE) && mantissa % 10 == 0 {
        mantissa /= 10;
        decimals -= 1;
        if mantissa == 0 {
            decimals = decimals.min(i64::from(Decimal::MAX_SCALE));
        }
    }
    let decimals = u32::try_from(decimals).map_err(|_| Fault::TooLong)?;
    Decimal::try_from_i128_with_scale(mantissa, decimals).map_err(|_| Fault::TooLong)
}

/// The digits of an amount, and what stood around them.
struct Bare<'t> {
    digits: &'t str,
    negative: bool,
    currency: Option<&'t str>,
}

/// What stands for decimals of nought.
const WHOLE: [&str; 8] = [
    ",-",
    ".-",
    ",--",
    ".--",
    ",\u{2013}",
    ".\u{2013}",
    ",\u{2014}",
    ".\u{2014}",
];

/// Takes signs, brackets and a currency off an amount, in whatever order they stand around it.
fn bare(text: &str) -> Result<Bare<'_>, Fault> {
    let (mut rest, mut signs, mut negative, mut currency) = (text.trim(), 0, false, None);
    loop {
        // In "40,-" a dash stands for decimals of nought.
        if let Some(whole) = WHOLE.iter().find_map(|dash| rest.strip_suffix(dash)) {
            rest = whole;
        }
        let minus = rest
            .strip_prefix(['-', '\u{2212}', '\u{2013}', '\u{fe63}', '\u{ff0d}'])
            .or_else(|| rest.strip_suffix(['-', '\u{2212}']))
            .or_else(|| rest.strip_prefix('(')?.strip_suffix(')'));
        if let Some(inner) = minus.or_else(|| rest.strip_prefix('+')) {
            negative |= minus.is_some();
            signs += 1;
            rest = inner.trim();
        } else if let (None, Some((found, inner))) = (currency, without_currency(rest)) {
            currency = Some(found);
            rest = inner.trim();
        } else {
            break;
        }
    }
    match () {
        () if rest.ends_with('%') => Err(Fault::Share),
        () if !rest.contains(|c: char| c.is_ascii_digit()) => Err(Fault::NoNumber),
        () if signs > 1 => Err(Fault::Signs),
        () => Ok(Bare {
            digits: rest,
            negative,
            currency,
        }),
    }
}

/// Between thousands, one letter for each kind.
fn kind(mark: char) -> Option<char> {
    match mark {
        '.' | ',' => Some(mark),
        ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => Some(' '),
        '\'' | '\u{2019}' => Some('\''),
        _ => None,
    }
}

/// A number with marks between thousands, and perhaps one before decimals.
fn grouped(text: &str) -> Result<Reading, Fault> {
    let is_mark = |letter: char| kind(letter).is_some();
    if !text.chars().all(|c| c.is_ascii_digit() || is_mark(c)) {
        let is_like = text
            .chars()
            .all(|c| c.is_ascii_digit() || is_mark(c) || c == '_');
        return Err(if is_like {
            Fault::Groups
        } else {
            Fault::NoNumber
        });
    }
    let groups: Vec<&str> = text.split(is_mark).collect();
    let marks: Vec<char> = text.chars().filter_map(kind).collect();
    let (Some((&last, before)), Some((decimals, whole))) =
        (marks.split_last(), groups.split_last())
    else {
        return Err(Fault::NoNumber);
    };
    let thousands = before.first().copied().unwrap_or(last);
    if before.iter().any(|mark| *mark != thousands) {
        return Err(Fault::Groups);
    }
    let digits = |parts: &[&str]| parts.concat().parse::<i128>().map_err(|_| Fault::TooLong);
    if last == thousands {
        check_groups(&groups, thousands)?;
        let whole = scaled(digits(&groups)?, 0)?;
        return Ok(match thousands {
            '.' => Reading::Comma(whole),
            ',' => Reading::Point(whole),
            _ => Reading::Sure(whole),
        });
    }
    check_groups(whole, thousands)?;
    let places = i64::try_from(decimals.len()).map_err(|_| Fault::TooLong)?;
    let value = scaled(digits(&groups)?, places);
    match last {
        _ if decimals.is_empty() => Err(Fault::NoNumber),
        '.' => value.map(Reading::Point),
        ',' => value.map(Reading::Comma),
        _ => Err(Fault::Groups),
    }
}

/// One to three digits, then three in every group; with commas also two in every group but the last, as in
/// India.
fn check_groups(groups: &[&str], mark: char) -> Result<(), Fault> {
    let Some((first, rest)) = groups.split_first() else {
        return Err(Fault::Groups);
    };
    let Some((last, middle)) = rest.split_last() else {
        return Err(Fault::Groups);
    };
    let starts = |most: usize| (1..=most).contains(&first.len()) && !first.starts_with('0');
    let are = |length: usize| middle.iter().all(|group| group.len() == length);
    let usual = starts(3) && are(3);
    let indian = mark == ',' && starts(2) && are(2);
    if last.len() == 3 && (usual || indian) {
        Ok(())
    } else {
        Err(Fault::Groups)
    }
}
