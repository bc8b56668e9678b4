//! Names and signs of currencies beside an amount.

/// Three letters each, as in ISO 4217.
const CODES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN \
                     BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR \
                     FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK \
                     JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA \
                     MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK \
                     PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN \
                     SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST \
                     XAF XCD XOF XPF YER ZAR ZMW ZWL RMB";

/// Short names, some of which end in a point; the longer ones first.
const NAMES: [&str; 25] = [
    "руб.", "руб", "zł", "Kč", "kr.", "kr", "Kr.", "Kr", "Fr.", "fr.", "Rs.", "Rs", "Ft", "лв.",
    "лв", "lei", "RM", "Rp", "TL", "元", "円", "원", "S/.", "S/", "Bs.",
];

/// The currency that an amount begins or ends with, and the rest.
pub fn without_currency(text: &str) -> Option<(&str, &str)> {
    for name in NAMES {
        if let Some(rest) = text
            .strip_prefix(name)
            .filter(|rest| !starts_with_letter(rest))
        {
            return Some((name, rest));
        }
        let rest = text.strip_suffix(name);
        if let Some(rest) = rest.filter(|rest| !rest.ends_with(char::is_alphabetic)) {
            return Some((name, rest));
        }
    }
    let is_part = |letter: char| letter.is_ascii_alphabetic() || is_sign(letter);
    let start = text.find(|letter| !is_part(letter)).unwrap_or(text.len());
    let (name, rest) = text.split_at(start);
    if is_currency(name) {
        return Some((name, rest));
    }
    let end = text.trim_end_matches(is_part).len();
    let (rest, name) = text.split_at(end);
    is_currency(name).then_some((name, rest))
}

/// Names and signs with the codes that each may stand for.
const MEANINGS: [(&str, &[&str]); 40] = [
    (
        "$",
        &[
            "USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN", "TWD", "ARS", "CLP", "COP",
        ],
    ),
    ("US$", &["USD"]),
    ("$US", &["USD"]),
    ("A$", &["AUD"]),
    ("AU$", &["AUD"]),
    ("C$", &["CAD"]),
    ("CA$", &["CAD"]),
    ("NZ$", &["NZD"]),
    ("S$", &["SGD"]),
    ("HK$", &["HKD"]),
    ("NT$", &["TWD"]),
    ("MX$", &["MXN"]),
    ("R$", &["BRL"]),
    ("€", &["EUR"]),
    ("£", &["GBP", "EGP"]),
    ("¥", &["JPY", "CNY"]),
    ("￥", &["JPY", "CNY"]),
    ("円", &["JPY"]),
    ("元", &["CNY"]),
    ("RMB", &["CNY"]),
    ("₩", &["KRW"]),
    ("원", &["KRW"]),
    ("₹", &["INR"]),
    ("RS", &["INR", "PKR", "LKR", "NPR", "MUR"]),
    ("₽", &["RUB"]),
    ("РУБ", &["RUB"]),
    ("₺", &["TRY"]),
    ("TL", &["TRY"]),
    ("₴", &["UAH"]),
    ("ZŁ", &["PLN"]),
    ("KČ", &["CZK"]),
    ("KR", &["SEK", "NOK", "DKK", "ISK"]),
    ("FR", &["CHF", "XAF", "XOF"]),
    ("FT", &["HUF"]),
    ("ЛВ", &["BGN"]),
    ("LEI", &["RON", "MDL"]),
    ("RM", &["MYR"]),
    ("RP", &["IDR"]),
    ("S/", &["PEN"]),
    ("BS", &["BOB", "VES"]),
];

/// The currencies of a column, which may be written in several ways but are one.
#[derive(Debug, Default)]
pub struct Currencies {
    /// How it was written first, and on which line.
    first: Option<(String, u64)>,
    /// The codes that all ways of writing it may stand for.
    codes: Vec<String>,
    /// The ways that were seen.
    seen: Vec<String>,
}

impl Currencies {
    /// Takes note of a currency.
    ///
    /// # Errors
    /// Where another one stands, and which.
    pub fn note(&mut self, currency: &str, line: u64) -> Result<(), String> {
        if self.seen.iter().any(|seen| seen == currency) {
            return Ok(());
        }
        let codes = codes(currency);
        if let Some((first, at)) = &self.first {
            let both = |code: &String| codes.contains(code);
            let common: Vec<String> = self
                .codes
                .iter()
                .filter(|code| both(code))
                .cloned()
                .collect();
            if common.is_empty() {
                return Err(format!("line {at} in {first}"));
            }
            self.codes = common;
        } else {
            self.first = Some((currency.to_owned(), line));
            self.codes = codes;
        }
        self.seen.push(currency.to_owned());
        Ok(())
    }
}

/// The codes that a name or a sign may stand for.
fn codes(currency: &str) -> Vec<String> {
    let name = currency.trim_end_matches('.').to_uppercase();
    let meaning = MEANINGS.iter().find(|(known, _)| *known == name);
    match meaning {
        Some((_, codes)) => codes.iter().map(|code| (*code).to_owned()).collect(),
        None => vec![name],
    }
}

/// Whether texts name one currency, as USD and $ do.
pub fn is_one<'t>(names: impl IntoIterator<Item = &'t str>) -> bool {
    let mut currencies = Currencies::default();
    names
        .into_iter()
        .all(|name| currencies.note(name, 0).is_ok())
}

fn starts_with_letter(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
}

/// A sign with at most three letters, as in US$, or a code.
fn is_currency(name: &str) -> bool {
    let signs = name.chars().filter(|&letter| is_sign(letter)).count();
    let letters = name.chars().count() - signs;
    match signs {
        0 => is_code(name),
        1 => letters <= 3,
        _ => false,
    }
}

/// Whether a text is three letters that stand for a currency.
pub fn is_code(text: &str) -> bool {
    CODES.split(' ').any(|code| code.eq_ignore_ascii_case(text))
}

/// Whether Unicode counts a letter among the signs of currencies.
fn is_sign(letter: char) -> bool {
    matches!(
        letter,
        '$' | '\u{a2}'..='\u{a5}'
            | '\u{58f}'
            | '\u{60b}'
            | '\u{9f2}'
            | '\u{9f3}'
            | '\u{e3f}'
            | '\u{17db}'
            | '\u{20a0}'..='\u{20c0}'
            | '\u{fdfc}'
            | '\u{ff04}'
            | '\u{ffe0}'
            | '\u{ffe1}'
            | '\u{ffe5}'
    )
}
