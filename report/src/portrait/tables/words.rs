//! Words that people write into the cells of a table of customers.

use retention::portrait::Contract;

/// What stands for an answer that was not given.
const MISSING: [&str; 8] = ["", "na", "n/a", "nan", "null", "none", "-", "."];

/// What people call it where a contract stands. One that can be left every month ends soon at any time.
const CONTRACTS: [(&[&str], Contract); 4] = [
    (&["no_contract", "prepaid", "无合同"], Contract::Without),
    (
        &[
            "active", "current", "open", "annual", "yearly", "one_year", "two_year", "aktiv",
            "有效",
        ],
        Contract::Running,
    ),
    (
        &[
            "month_to_month",
            "monthly",
            "notice_given",
            "gekündigt",
            "即将到期",
        ],
        Contract::EndsSoon,
    ),
    (
        &[
            "cancelled",
            "canceled",
            "churned",
            "closed",
            "expired",
            "terminated",
            "beendet",
            "已终止",
        ],
        Contract::Ended,
    ),
];

/// Whether a text stands for an answer that was not given.
pub(super) fn is_missing(text: &str) -> bool {
    MISSING.contains(&text.to_lowercase().as_str())
}

/// Where a contract stands, in words that programs of billing use as well.
pub(super) fn contract(text: &str) -> Option<Contract> {
    let found = snake(text);
    let known = CONTRACTS.iter().find(|(words, _)| words.contains(&&*found));
    let known = known.map(|(_, contract)| *contract);
    known.or_else(|| found.parse().ok())
}

/// Yes or no in a few languages; none for other words.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "ja" | "oui" | "是" => Some(true),
        "no" | "n" | "false" | "0" | "nein" | "non" | "否" => Some(false),
        _ => None,
    }
}

/// Words as names are written: in small letters, with lines between.
pub(super) fn snake(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("_")
}
