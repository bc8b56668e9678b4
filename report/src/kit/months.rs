//! Names of months in several languages.

use std::borrow::Cow;

/// The first letters of each month's names: of every name with these letters the first one that fits counts.
const NAMES: [(&str, &[&str]); 12] = [
    ("January", &["jan", "jän", "gen", "ene", "янв", "sty"]),
    ("February", &["feb", "fév", "fev", "фев", "lut"]),
    ("March", &["mar", "mär", "mrz", "maart", "maerz", "мар"]),
    ("April", &["apr", "avr", "abr", "апр", "kwi"]),
    ("May", &["may", "mai", "mag", "mei", "мая", "май", "maj"]),
    ("June", &["jun", "juin", "giu", "июн", "cze"]),
    ("July", &["jul", "juil", "lug", "июл", "lip"]),
    ("August", &["aug", "aoû", "aou", "ago", "авг", "sie"]),
    ("September", &["sep", "set", "сен", "wrz"]),
    ("October", &["oct", "okt", "ott", "out", "окт", "paź"]),
    ("November", &["nov", "ноя", "lis"]),
    ("December", &["dec", "dez", "déc", "dic", "дек", "gru"]),
];

/// A text with the names of months in English, without the point of a short one, and a format that reads them
/// short or long; both as they are where the format has no name of a month.
pub fn in_english<'t>(text: &'t str, format: &'t str) -> (Cow<'t, str>, Cow<'t, str>) {
    let has_name = ["%B", "%b", "%h"].iter().any(|part| format.contains(part));
    if !has_name {
        return (text.into(), format.into());
    }
    let format = format.replace("%b", "%B").replace("%h", "%B");
    let mut english = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphabetic) {
        let (before, word) = rest.split_at(start);
        let end = word.find(|letter: char| !letter.is_alphabetic());
        let (word, after) = word.split_at(end.unwrap_or(word.len()));
        english.push_str(before);
        let month = month(word);
        english.push_str(month.unwrap_or(word));
        rest = after;
        if month.is_some() && !format.contains("%B.") {
            rest = rest.strip_prefix('.').unwrap_or(rest);
        }
    }
    english.push_str(rest);
    (english.into(), format.into())
}

/// The English name of a month in any of the languages.
fn month(word: &str) -> Option<&'static str> {
    const SHORTEST: usize = 3;
    if word.chars().count() < SHORTEST {
        return None;
    }
    let word = word.to_lowercase();
    let named = NAMES
        .iter()
        .find(|(_, starts)| starts.iter().any(|start| word.starts_with(start)));
    named.map(|(name, _)| *name)
}
