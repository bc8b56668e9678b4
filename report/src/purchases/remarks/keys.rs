//! Keys that look as if they stood for nobody, and keys that may be of one customer.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::remark::Difference;

/// Words for nobody, in small letters and without punctuation.
const WORDS: &[&str] = &[
    "anon",
    "anonimo",
    "anonym",
    "anonyme",
    "anonymous",
    "anonymouscustomer",
    "anónimo",
    "barkunde",
    "barverkauf",
    "blank",
    "cash",
    "cashcustomer",
    "cashsale",
    "clientepassante",
    "consumidorfinal",
    "default",
    "dummy",
    "empty",
    "gast",
    "gastbestellung",
    "guest",
    "guestcheckout",
    "guestcustomer",
    "guestuser",
    "invitado",
    "invité",
    "keinkunde",
    "laufkunde",
    "laufkundschaft",
    "missing",
    "na",
    "nan",
    "nat",
    "nil",
    "nobody",
    "nocustomer",
    "nocustomerid",
    "noid",
    "noname",
    "none",
    "nonmember",
    "nonrenseigné",
    "notapplicable",
    "notavailable",
    "notregistered",
    "notset",
    "notspecified",
    "null",
    "ohnekundennummer",
    "ospite",
    "passage",
    "sinregistro",
    "unassigned",
    "unbekannt",
    "undef",
    "undefined",
    "unidentified",
    "unknown",
    "unknowncustomer",
    "unregistered",
    "unspecified",
    "visitor",
    "walkin",
    "walkincustomer",
    "ゲスト",
    "匿名",
    "散客",
    "未知",
    "游客",
    "無会員",
    "訪客",
    "非会员",
    "非会員",
    "비회원",
];

/// Whether a key looks as if it stood for nobody: a word such as `NULL`, zeros, nines, −1, or nothing but
/// punctuation.
pub fn is_nobody(key: &str) -> bool {
    let plain: String = key
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let all = |digit: char| plain.chars().all(|c| c == digit);
    WORDS.contains(&plain.as_str())
        // Of nothing, all letters are zeros.
        || all('0')
        || (plain.len() >= 5 && all('9'))
        || matches!(key, "-1" | "-1.0" | "−1")
}

/// Whether a key is a long number as spreadsheets shorten it, as in `1.23457E+12`: what is left out may have told
/// customers apart.
pub fn is_shortened(key: &str) -> bool {
    let number = key.split_once("E+").or_else(|| key.split_once("e+"));
    number.is_some_and(|(number, power)| {
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let (whole, decimals) = number.split_once(['.', ',']).unwrap_or((number, "0"));
        whole.len() == 1 && digits(whole) && digits(decimals) && digits(power)
    })
}

/// Keys that are the same but for `.0`, zeros in front, capitals and blanks.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Alike {
    pub by: BTreeSet<Difference>,
    /// The places of the keys, those of one customer after each other.
    pub places: Vec<usize>,
    pub customers: usize,
}

/// The keys of those customers that may be one, from keys of which none is there twice.
pub fn alike<'k>(keys: impl Iterator<Item = &'k str>) -> Alike {
    let mut keys: Vec<(Cow<'k, str>, usize, &'k str)> = keys
        .enumerate()
        .map(|(place, key)| (plain(key, None), place, key))
        .collect();
    keys.sort_unstable();
    let mut alike = Alike::default();
    for group in keys.chunk_by(|(one, ..), (other, ..)| one == other) {
        let [(_, _, first), others @ ..] = group else {
            continue;
        };
        if others.is_empty() {
            continue;
        }
        alike.customers += 1;
        alike.places.extend(group.iter().map(|(_, place, _)| place));
        for (_, _, other) in others {
            alike.by.extend(differences(first, other));
        }
    }
    alike
}

type Step = fn(Cow<'_, str>) -> Cow<'_, str>;

/// What takes each difference away, in this order.
const STEPS: [(Difference, Step); 4] = [
    (Difference::Blanks, unblank),
    (Difference::Capitals, small),
    (Difference::LeadingZeros, without_zeros),
    (Difference::DecimalZero, without_decimal),
];

fn plain<'k>(key: &'k str, but: Option<Difference>) -> Cow<'k, str> {
    let steps = STEPS.iter().filter(|(one, _)| Some(*one) != but);
    steps.fold(key.into(), |key, (_, step)| step(key))
}

/// In what two keys differ that are alike: what keeps them apart when all else is taken away.
fn differences<'k>(one: &'k str, other: &'k str) -> impl Iterator<Item = Difference> {
    let all = STEPS.iter().map(|(difference, _)| *difference);
    all.filter(move |but| plain(one, Some(*but)) != plain(other, Some(*but)))
}

fn unblank(key: Cow<'_, str>) -> Cow<'_, str> {
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}');
    if key.contains(blank) {
        key.replace(blank, "").into()
    } else {
        key
    }
}

fn small(key: Cow<'_, str>) -> Cow<'_, str> {
    if key.chars().any(char::is_uppercase) {
        key.to_lowercase().into()
    } else {
        key
    }
}

/// Without the decimals of a whole number, where they are zeros.
fn without_decimal(key: Cow<'_, str>) -> Cow<'_, str> {
    match whole(&key) {
        Some(whole) if whole.len() < key.len() => whole.to_owned().into(),
        _ => key,
    }
}

/// Without the zeros in front of a whole number.
fn without_zeros(key: Cow<'_, str>) -> Cow<'_, str> {
    let zeros = whole(&key).map_or(0, |whole| {
        let digits = whole.trim_start_matches('0').len().max(1);
        whole.len() - digits
    });
    match key.get(zeros..) {
        Some(rest) if zeros > 0 => rest.to_owned().into(),
        _ => key,
    }
}

/// The digits of a whole number, which may have decimals that are zeros.
fn whole(key: &str) -> Option<&str> {
    let (whole, zeros) = key.split_once('.').unwrap_or((key, "0"));
    let digits = !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole = digits && !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0');
    is_whole.then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::{Alike, Difference, alike, is_nobody, is_shortened};

    #[test]
    fn nobody() {
        for key in [
            "NULL",
            "null",
            "nan",
            "NaN",
            "N/A",
            "#N/A",
            "0",
            "0.0",
            "000",
            "guest",
            "Guest checkout",
            "anonymous",
            "UNKNOWN",
            "-",
            "--",
            "?",
            "(not set)",
            "<unknown>",
            "-1",
            "99999",
            "walk-in",
            "Laufkunde",
            "散客",
        ] {
            assert!(is_nobody(key), "{key}");
        }
        for key in [
            "1",
            "10",
            "0001",
            "Ann",
            "Nancy",
            "NA12",
            "guest-17",
            "9999",
            "unknown@shop.example",
        ] {
            assert!(!is_nobody(key), "{key}");
        }
    }

    #[test]
    fn shortened() {
        for key in ["1.23457E+12", "2E+15", "1,5e+11"] {
            assert!(is_shortened(key), "{key}");
        }
        for key in [
            "1234570000000",
            "1E5",
            "12.5E+12",
            "AE+12",
            "1.E+3",
            "E+",
            "1.2E+x",
        ] {
            assert!(!is_shortened(key), "{key}");
        }
    }

    fn of(keys: &[&str]) -> Alike {
        alike(keys.iter().copied())
    }

    #[test]
    fn keys_of_one_customer() {
        use Difference::{Blanks, Capitals, DecimalZero, LeadingZeros};
        for (keys, by) in [
            (["12", "12.0"], &[DecimalZero][..]),
            (["12", "0012"], &[LeadingZeros]),
            (["ann", "Ann"], &[Capitals]),
            (["ANN", "Ann"], &[Capitals]),
            (["Ann Lee", "Ann  Lee"], &[Blanks]),
            (["Ann Lee", "ann\u{a0}lee"], &[Capitals, Blanks]),
            (["007", "7.0"], &[DecimalZero, LeadingZeros]),
            (["007.0", "7.0"], &[LeadingZeros]),
            (["0", "00"], &[LeadingZeros]),
        ] {
            let found = of(&keys);
            assert_eq!(found.customers, 1, "{keys:?}");
            assert_eq!(found.by.iter().copied().collect::<Vec<_>>(), by, "{keys:?}");
        }
        for keys in [
            ["12", "12.5"],
            ["A.0", "A"],
            ["1.", "1"],
            ["0A", "A"],
            ["1.0", "10"],
            ["-1", "1"],
        ] {
            assert_eq!(of(&keys), Alike::default(), "{keys:?}");
        }
        let many = of(&["7", "8", "07", "9", "7.0", "b", "B"]);
        assert_eq!((many.customers, many.places.len()), (2, 5));
    }
}
