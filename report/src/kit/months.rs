//! Names of months in several languages.

use std::borrow::Cow;

/// Each month with its names and their short forms, the English ones first: whole words, as words of further
/// languages begin alike and mean other months.
const NAMES: [(&str, &str); 12] = [
    (
        "January",
        "january jan januar jänner jän janvier janv enero ene gennaio gen janeiro januari января янв",
    ),
    (
        "February",
        "february feb februar feber febr février fevrier févr fév febrero febbraio fevereiro fev februari февраля фев",
    ),
    (
        "March",
        "march mar märz maerz mär mrz mars marzo março marco maart mrt марта мар",
    ),
    ("April", "april apr avril avr abril abr aprile апреля апр"),
    ("May", "may mai mayo maggio mag maio mei мая май"),
    ("June", "june jun juni juin junio giugno giu junho июня июн"),
    (
        "July",
        "july jul juli juillet juil julio luglio lug julho июля июл",
    ),
    (
        "August",
        "august aug août aout agosto ago augustus августа авг",
    ),
    (
        "September",
        "september sep sept septembre septiembre settembre sett set setembro сентября сен",
    ),
    (
        "October",
        "october oct oktober okt octobre octubre ottobre ott outubro out октября окт",
    ),
    (
        "November",
        "november nov novembre noviembre novembro ноября ноя",
    ),
    (
        "December",
        "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro декабря дек",
    ),
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

/// The English name of a month.
fn month(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let named = NAMES
        .iter()
        .find(|(_, names)| names.split(' ').any(|name| name == word));
    named.map(|(name, _)| *name)
}
