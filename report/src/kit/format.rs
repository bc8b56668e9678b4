//! Numbers as people read them.

use retention::estimate::{Confidence, Proportion};
use rust_decimal::{Decimal, RoundingStrategy};

/// What stands where a figure is not defined.
pub const UNDEFINED: &str = "–";

/// A p-value, never 0: no test shows that a chance is none.
pub fn p_value(p: Option<f64>) -> String {
    match p {
        Some(p) if p < 0.001 => "< 0.001".to_owned(),
        p => figure(p, 3),
    }
}

/// A count with commas between thousands.
pub fn count(number: impl TryInto<u64>) -> String {
    number
        .try_into()
        .map_or_else(|_| UNDEFINED.to_owned(), |n| grouped(&n.to_string()))
}

/// An amount of money with commas between thousands: whole, or with two decimals; with three or four where
/// the amount has them, as it is with dinars. More come from sums of inexact numbers, and are rounded, halves
/// away from zero.
pub fn money(amount: Decimal) -> String {
    const MOST: u32 = 4;
    let mut shown = amount.abs();
    if shown.scale() > 2 && shown.normalize().scale() > MOST {
        shown = shown.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    }
    if shown.scale() > 2 {
        shown = shown.normalize();
    }
    if shown.scale() == 1 || (shown.scale() == 0 && amount.scale() > 0) {
        shown.rescale(2);
    }
    let text = shown.to_string();
    let sign = if amount.is_sign_negative() && !shown.is_zero() {
        "−"
    } else {
        ""
    };
    match text.split_once('.') {
        Some((whole, decimals)) => format!("{sign}{}.{decimals}", grouped(whole)),
        None => format!("{sign}{}", grouped(&text)),
    }
}

/// A mean of money, to two decimals, halves away from zero.
pub fn mean(amount: Option<Decimal>) -> String {
    amount.map_or_else(
        || UNDEFINED.to_owned(),
        |amount| {
            let mut amount =
                amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
            amount.rescale(2);
            money(amount)
        },
    )
}

/// A share as a percentage with so many decimals.
pub fn percent(share: Option<f64>, decimals: usize) -> String {
    share.map_or_else(
        || UNDEFINED.to_owned(),
        |share| format!("{} %", number(share * 100.0, decimals)),
    )
}

/// The ends of an interval of shares, as percentages.
pub fn interval(ends: Option<(f64, f64)>) -> String {
    ends.map_or_else(
        || UNDEFINED.to_owned(),
        |(lower, upper)| {
            let end = |share: f64| number(share * 100.0, 1);
            format!("{} to {} %", end(lower), end(upper))
        },
    )
}

/// Wilson's 95 % interval of a rate, as percentages.
pub fn rate_interval(rate: Proportion) -> String {
    let ends = rate.wilson(Confidence::default());
    interval(ends.map(|ends| (ends.lower(), ends.upper())))
}

/// A figure with so many decimals.
pub fn figure(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| UNDEFINED.to_owned(), |value| number(value, decimals))
}

/// A mean of money as a float, to two decimals, with commas between thousands.
pub fn mean_figure(value: Option<f64>) -> String {
    let text = figure(value, 2);
    match text.split_once('.') {
        Some((whole, decimals)) if whole.chars().all(|c| c.is_ascii_digit()) => {
            format!("{}.{decimals}", grouped(whole))
        }
        _ => text,
    }
}

/// The ends of an interval with so many decimals.
pub fn range(lower: Option<f64>, upper: Option<f64>, decimals: usize) -> String {
    let end = |end| number(end, decimals);
    lower.zip(upper).map_or_else(
        || UNDEFINED.to_owned(),
        |(lower, upper)| format!("{} to {}", end(lower), end(upper)),
    )
}

/// A number with so many decimals, and never a negative zero.
pub fn number(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(zero) if zero.chars().all(|c| matches!(c, '0' | '.')) => zero.to_owned(),
        Some(digits) => format!("−{digits}"),
        None => text,
    }
}

/// A name within a sentence.
pub fn quoted(name: &str) -> String {
    format!("“{name}”")
}

/// `1 row`, `2 rows`.
pub fn counted(number: impl TryInto<u64>, one: &str, many: &str) -> String {
    match number.try_into() {
        Ok(number) => format!("{} {}", count(number), if number == 1 { one } else { many }),
        Err(_) => format!("{UNDEFINED} {many}"),
    }
}

/// A name as the first word of a line.
pub fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// A name with spaces, from code.
pub fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

/// A name on one line, and no longer than this.
pub fn shortened(name: &str, most: usize) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if plain.chars().count() <= most {
        return plain;
    }
    plain.chars().take(most - 1).chain(['…']).collect()
}

/// `a`, `a and b`, `a, b and c`.
pub fn listed(words: &[impl AsRef<str>]) -> String {
    match words {
        [] => String::new(),
        [word] => word.as_ref().to_owned(),
        [words @ .., last] => {
            let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", words.join(", "), last.as_ref())
        }
    }
}

/// A line in lines of at most so many characters, broken at spaces; a longer word is not broken, nor
/// a percentage.
pub fn lines(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut room = 0;
    // A space that must not become the end of a line.
    let held = text.replace(" %", "\u{a0}%");
    for word in held.split(' ') {
        let word = word.replace('\u{a0}', " ");
        let length = word.chars().count();
        match lines.last_mut().filter(|_| length < room) {
            Some(line) => {
                line.push(' ');
                line.push_str(&word);
                room -= length + 1;
            }
            None => {
                lines.push(word);
                room = width.saturating_sub(length);
            }
        }
    }
    lines
}

fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
