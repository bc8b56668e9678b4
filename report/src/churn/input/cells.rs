//! Whether a customer left, in the words of a file; and what is wrong with a row.

use std::collections::{BTreeMap, BTreeSet};

use crate::kit::blanks::is_missing;
use crate::kit::dates::NOT_YEAR_FIRST;
use crate::kit::fields::{argument, quote};
use crate::kit::format::{count, counted};
use crate::kit::rows::Advice;

/// What a column says of customers who left, where the user tells it.
#[derive(Debug, Clone, Default)]
pub struct Lost(Option<BTreeSet<String>>);

impl Lost {
    /// Whether the user tells it.
    pub const fn is_told(&self) -> bool {
        self.0.is_some()
    }

    /// These values, whatever their capitals.
    pub fn of(values: &[String]) -> Self {
        let values = values.iter().map(|value| value.trim().to_lowercase());
        Self(Some(values.collect()))
    }
}

const LEFT: &[&str] = &[
    "1",
    "1.0",
    "abgewandert",
    "attrited",
    "attrited customer",
    "baja",
    "beendet",
    "cancelada",
    "cancelado",
    "canceled",
    "cancelled",
    "cancelou",
    "churn",
    "churned",
    "churner",
    "closed",
    "deactivated",
    "disdetto",
    "ended",
    "exited",
    "expired",
    "gekuendigt",
    "gekündigt",
    "gone",
    "inactif",
    "inactive",
    "inactivo",
    "inaktiv",
    "inativo",
    "ja",
    "leaver",
    "leaving",
    "left",
    "lost",
    "oui",
    "parti",
    "resigned",
    "resilie",
    "resiliee",
    "résilié",
    "résiliée",
    "s",
    "si",
    "sim",
    "sì",
    "sí",
    "t",
    "terminated",
    "true",
    "verdadero",
    "vero",
    "vrai",
    "wahr",
    "y",
    "yes",
    "да",
    "はい",
    "キャンセル",
    "已注销",
    "已流失",
    "已离网",
    "已解约",
    "已退订",
    "是",
    "有",
    "流失",
    "真",
    "离网",
    "解約",
    "解約済み",
    "退会",
];

const STAYED: &[&str] = &[
    "0",
    "0.0",
    "actif",
    "activa",
    "active",
    "activo",
    "aktiv",
    "alta",
    "ativa",
    "ativo",
    "attivo",
    "bestand",
    "bestehend",
    "current",
    "existing",
    "existing customer",
    "f",
    "falsch",
    "false",
    "falso",
    "faux",
    "here",
    "in trial",
    "in_trial",
    "joined",
    "laufend",
    "live",
    "member",
    "n",
    "nao",
    "nee",
    "nein",
    "new",
    "no",
    "no churn",
    "non",
    "non renewing",
    "non-churner",
    "non_renewing",
    "not churned",
    "não",
    "open",
    "past due",
    "past_due",
    "présent",
    "remained",
    "renewed",
    "retained",
    "stayed",
    "stayer",
    "staying",
    "trialing",
    "ungekündigt",
    "vigente",
    "нет",
    "いいえ",
    "假",
    "否",
    "在籍",
    "在网",
    "契約中",
    "无",
    "有效",
    "未流失",
    "未离网",
    "正常",
    "継続",
];

/// Whether a text says that a customer left.
///
/// # Errors
/// A reason for the user, where it says neither.
pub fn is_left(text: &str, lost: &Lost) -> Result<bool, Unsaid> {
    let plain = text.to_lowercase();
    // Some write "False." for it.
    let word = plain.trim_end_matches('.');
    if let Some(values) = lost.0.as_ref().filter(|_| !text.is_empty()) {
        return Ok(values.contains(&plain));
    }
    match (LEFT.contains(&word), STAYED.contains(&word)) {
        (true, _) => Ok(true),
        (_, true) => Ok(false),
        _ if is_missing(text) => Err(Unsaid::Nothing),
        _ => Err(Unsaid::Unknown),
    }
}

/// Why a cell does not say whether a customer left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsaid {
    Nothing,
    Unknown,
}

impl Unsaid {
    /// The same for the user.
    pub fn reason(self, text: &str) -> String {
        match self {
            Self::Nothing if text.is_empty() => "nothing says whether the customer left".to_owned(),
            Self::Nothing => format!("{} does not say whether the customer left", quote(text)),
            Self::Unknown => format!(
                "{} says neither that the customer left nor that not",
                quote(text)
            ),
        }
    }
}

/// The words of a column of which it is not known whether they mean that a customer left.
#[derive(Debug, Default)]
pub struct Unclear {
    words: BTreeMap<String, u64>,
    /// The rows without another fault.
    lines: BTreeSet<u64>,
}

impl Unclear {
    pub fn note(&mut self, word: &str) {
        *self.words.entry(word.to_owned()).or_default() += 1;
    }

    pub fn only(&mut self, line: u64) {
        self.lines.insert(line);
    }

    /// What may be done about them, of so many bad rows; `None` where there are none.
    pub fn advice(&self, column: &str, bad: usize) -> Option<Advice> {
        /// So many words are named, the most frequent.
        const NAMED: usize = 5;
        /// A column of more words says something else.
        const MANY: usize = 30;
        let mut words: Vec<(&String, &u64)> = self.words.iter().collect();
        words.sort_by_key(|(word, rows)| (std::cmp::Reverse(**rows), *word));
        let first = words.first()?.0;
        let shown: Vec<String> = words
            .iter()
            .take(NAMED)
            .map(|(word, rows)| format!("{} ({})", quote(word), counted(**rows, "row", "rows")))
            .collect();
        let more = words.len().saturating_sub(NAMED);
        let more = match more {
            0 => String::new(),
            more => format!(" and {} more", counted(more, "word", "words")),
        };
        let column = quote(column);
        let once = format!(
            "{column} says neither that the customer left nor that not in {}: {}{more}",
            counted(self.words.values().sum::<u64>(), "row", "rows"),
            shown.join(", "),
        );
        let text = match words.len() {
            1..=MANY => format!(
                "Say which words of {column} mean that a customer left, as in --lost {}; all others then mean that the \
                 customer is still there.",
                // Fewer customers leave than stay, as a rule.
                argument(words.last().map_or("Gone", |(word, _)| word)),
            ),
            many => format!(
                "{} different words, such as {}, may say something else: name another column with --churn.",
                count(many),
                quote(first),
            ),
        };
        Some(Advice {
            text,
            mends: self.lines.len() == bad,
            once: vec![once],
            told: self.lines.clone(),
        })
    }
}

/// Rows whose only fault are dates that another way of writing would read.
#[derive(Debug, Default)]
pub struct OddDates {
    first: Option<String>,
    lines: BTreeSet<u64>,
}

impl OddDates {
    /// Takes note of a row where it is one of these.
    pub fn note(&mut self, line: u64, reasons: &[String]) {
        if reasons
            .iter()
            .all(|reason| reason.ends_with(NOT_YEAR_FIRST))
        {
            self.lines.insert(line);
            // The advice says once how to read them.
            let short = |reason: &String| reason.split("; ").next().unwrap_or_default().to_owned();
            let first = || {
                let reasons: Vec<String> = reasons.iter().map(short).collect();
                format!("as in line {line}: {}", reasons.join("; "))
            };
            self.first.get_or_insert_with(first);
        }
    }

    /// The advice, with the rows told once where they are many.
    pub fn advice(&self, text: String, mends: bool) -> Advice {
        const FEW: usize = 3;
        let advice = Advice {
            text,
            mends,
            ..Advice::default()
        };
        match &self.first {
            Some(first) if self.lines.len() > FEW => Advice {
                once: vec![format!(
                    "{}, {first}",
                    counted(self.lines.len(), "row", "rows")
                )],
                told: self.lines.clone(),
                ..advice
            },
            _ => advice,
        }
    }
}

/// What is wrong with a row.
#[derive(Debug, Default)]
pub struct Faults {
    pub reasons: Vec<String>,
    /// Whether that is only a word for having left that is not known.
    pub only_churn: bool,
}

impl Faults {
    pub fn of(reason: String) -> Self {
        Self {
            reasons: vec![reason],
            only_churn: false,
        }
    }

    pub fn add(&mut self, reason: String) {
        self.reasons.push(reason);
        self.only_churn = false;
    }

    /// What was read, or nothing where that is a fault.
    pub fn keep<T>(&mut self, read: Result<T, String>) -> Option<T> {
        read.map_err(|reason| self.add(reason)).ok()
    }

    /// Adds that nothing says whether the customer left.
    pub fn add_unclear(&mut self, reason: String) {
        let first = self.reasons.is_empty();
        self.add(reason);
        self.only_churn = first;
    }
}
