//! Rows that sum others and count as purchases.

use std::collections::HashSet;

use rust_decimal::Decimal;

use crate::kit::csv::Sheet;
use crate::kit::lines::sum;
use crate::kit::totals::after_total;

/// Of fewer rows the sum may well be what one more costs.
const FEWEST: usize = 3;

/// Words that say of what something is the total.
const OF_WHAT: [&str; 18] = [
    "all",
    "amount",
    "amounts",
    "by",
    "customer",
    "customers",
    "for",
    "month",
    "of",
    "order",
    "orders",
    "revenue",
    "row",
    "rows",
    "sales",
    "sum",
    "total",
    "year",
];

/// The keys that seem to be totals, such as `Total`, `Grand total:`, `Total A` and `A Total` where A is a
/// customer.
pub fn keys<'k>(keys: &[&'k str]) -> Vec<&'k str> {
    let rests = keys.iter().filter_map(|key| Some((*key, of_what(key)?)));
    let suspects: Vec<(&str, String)> = rests.collect();
    if suspects.is_empty() {
        return Vec::new();
    }
    let customers: HashSet<String> = keys.iter().map(|key| key.to_lowercase()).collect();
    let is_total = |of: &str| {
        let mut words = of.split(|letter: char| !letter.is_alphanumeric());
        customers.contains(of)
            || words.all(|word| {
                let is_number = word.chars().all(|letter| letter.is_ascii_digit());
                is_number || OF_WHAT.contains(&word) || customers.contains(word)
            })
    };
    let suspects = suspects.into_iter();
    suspects
        .filter(|(_, of)| is_total(of))
        .map(|(key, _)| key)
        .collect()
}

/// Of what a key is the total, in small letters: what stands after or before such a word.
fn of_what(key: &str) -> Option<String> {
    let plain = |text: &str| {
        let text = text.trim_matches(|letter: char| !letter.is_alphanumeric());
        text.to_lowercase()
    };
    let before = || {
        let (of, word) = key.trim().rsplit_once(' ')?;
        after_total(word).filter(|rest| plain(rest).is_empty())?;
        Some(plain(of))
    };
    // A number, as most keys are, is no word.
    let is_word = !key.starts_with(|letter: char| letter.is_ascii_digit());
    let after = is_word.then(|| after_total(key)).flatten();
    after.map(|rest| plain(&rest)).or_else(before)
}

/// The place of the last row, where it comes to the sum of all rows above it.
pub fn last(sheet: &Sheet) -> Option<usize> {
    let last = sheet.purchases.len().checked_sub(1)?;
    let line = sheet.lines.get(last)?;
    let (sums, above) = sheet.purchases.split_last()?;
    let is_last = sheet.lines.iter().all(|other| other <= line);
    if above.len() < FEWEST || sums.amount.is_zero() || !is_last {
        return None;
    }
    let named = sum(above.iter().map(|row| row.amount))?;
    let apart = sum(sheet.apart.iter().map(|row| row.amount))?;
    let is_sum = |of: Decimal| of == sums.amount;
    // A sum of rows that are all zero but one is that one.
    let others = above.iter().filter(|row| !row.amount.is_zero()).count();
    (others >= FEWEST && (is_sum(named) || is_sum(named.checked_add(apart)?))).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::keys;

    #[test]
    fn totals() {
        for key in [
            "Total",
            "TOTAL:",
            "Grand total",
            "Summe",
            "Gesamt",
            "合计",
            "Total A",
            "A Total",
            "Total for A",
            "Total 2024",
            "Total sales",
            "Subtotal 2024-01",
            "2024 Total",
        ] {
            assert_eq!(keys(&["A", "Ann Lee", key]), [key], "{key}");
        }
        assert_eq!(keys(&["Ann Lee", "Total Ann Lee"]), ["Total Ann Lee"]);
        for key in [
            "Total Wine",
            "Totalenergies",
            "Summer",
            "Ann",
            "Sum Ting",
            "B Total",
        ] {
            assert_eq!(keys(&["A", key]), [] as [&str; 0], "{key}");
        }
    }
}
