//! Words for a sum of rows.

/// What follows the word for a sum of rows that a text begins with, in small letters.
pub fn after_total(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let rests = TOTALS.iter().filter_map(|word| text.strip_prefix(word));
    let rest = rests.filter(|rest| !rest.starts_with(char::is_alphanumeric));
    rest.min_by_key(|rest| rest.len()).map(str::to_owned)
}

/// What a line below the rows begins with where it sums them, in a few languages.
const TOTALS: [&str; 31] = [
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sub-total",
    "sum",
    "summe",
    "gesamt",
    "gesamtsumme",
    "totaal",
    "totale",
    "totaux",
    "suma",
    "soma",
    "итого",
    "合计",
    "总计",
    "小计",
    "合計",
    "總計",
    "小計",
    "総計",
    "overall total",
    "sum total",
    "total général",
    "gran total",
    "gesamtbetrag",
    "zwischensumme",
    "insgesamt",
    "suma total",
    "razem",
];
