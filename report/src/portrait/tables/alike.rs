//! Customers who are perhaps one, written in two ways.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Found;

/// How many customers are written in one way in one table and in another way in another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alike {
    pub customers: u64,
    /// The first of them, as it is written.
    pub example: [String; 2],
}

/// Keys of different tables that differ by capitals, blanks, signs, leading zeros or a `.0` behind a number only.
pub(super) fn alike(found: &BTreeMap<&str, Found<'_>>) -> Option<Alike> {
    let mut groups: BTreeMap<String, Vec<(&str, [bool; 3])>> = BTreeMap::new();
    // Of a key of signs alone nothing is left to compare.
    let keys = found.iter().filter(|(key, _)| !plain(key).is_empty());
    for (key, place) in keys {
        groups
            .entry(plain(key))
            .or_default()
            .push((key, place.tables()));
    }
    let apart = |one: &[bool; 3], other: &[bool; 3]| !one.iter().zip(other).any(|(a, b)| *a && *b);
    let mut pairs = groups.values().filter_map(|keys| match keys.as_slice() {
        [(one, in_one), (other, in_other)] if apart(in_one, in_other) => Some([*one, *other]),
        _ => None,
    });
    let example = pairs.next()?.map(str::to_owned);
    Some(Alike {
        customers: 1 + pairs.count() as u64,
        example,
    })
}

/// A key in small letters and digits, without leading zeros.
fn plain(key: &str) -> String {
    let key = key.strip_suffix(".0").unwrap_or(key);
    let small = key.chars().flat_map(char::to_lowercase);
    let letters: Vec<char> = small.filter(|letter| letter.is_alphanumeric()).collect();
    let mut plain = String::new();
    for (at, &letter) in letters.iter().enumerate() {
        let is_leading = !plain.ends_with(|last: char| last.is_ascii_digit())
            && letters.get(at + 1).is_some_and(char::is_ascii_digit);
        if letter != '0' || !is_leading {
            plain.push(letter);
        }
    }
    plain
}
