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

fn starts_with_letter(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
}

/// A sign with at most three letters, as in US$, or a code.
fn is_currency(name: &str) -> bool {
    let signs = name.chars().filter(|&letter| is_sign(letter)).count();
    let letters = name.chars().count() - signs;
    match signs {
        0 => letters == 3 && CODES.split(' ').any(|code| code.eq_ignore_ascii_case(name)),
        1 => letters <= 3,
        _ => false,
    }
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
