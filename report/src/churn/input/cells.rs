//! Whether a customer left, in the words of a file; and what is wrong with a row.

use std::collections::BTreeSet;

use crate::kit::fields::quote;

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
    "attrited",
    "attrited customer",
    "canceled",
    "cancelled",
    "churn",
    "churned",
    "churner",
    "closed",
    "exited",
    "gone",
    "inactive",
    "ja",
    "leaver",
    "leaving",
    "left",
    "lost",
    "oui",
    "s",
    "si",
    "sim",
    "sí",
    "t",
    "terminated",
    "true",
    "y",
    "yes",
    "да",
    "はい",
    "是",
    "流失",
];

const STAYED: &[&str] = &[
    "0",
    "0.0",
    "active",
    "current",
    "existing",
    "existing customer",
    "f",
    "false",
    "here",
    "joined",
    "n",
    "nao",
    "nee",
    "nein",
    "new",
    "no",
    "no churn",
    "non",
    "non-churner",
    "not churned",
    "não",
    "open",
    "remained",
    "retained",
    "stayed",
    "stayer",
    "staying",
    "нет",
    "いいえ",
    "否",
    "未流失",
];

/// Whether a text says that a customer left.
///
/// # Errors
/// A reason for the user.
pub fn is_left(text: &str, lost: &Lost) -> Result<bool, String> {
    if text.is_empty() {
        return Err("nothing says whether the customer left".to_owned());
    }
    let plain = text.to_lowercase();
    if let Some(values) = &lost.0 {
        return Ok(values.contains(&plain));
    }
    match (LEFT.contains(&&*plain), STAYED.contains(&&*plain)) {
        (true, _) => Ok(true),
        (_, true) => Ok(false),
        _ => Err(format!(
            "{} says neither that the customer left nor that not",
            quote(text)
        )),
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

    /// The same for what says whether the customer left.
    pub fn keep_churn(&mut self, read: Result<bool, String>) -> Option<bool> {
        let first = self.reasons.is_empty();
        let found = self.keep(read);
        self.only_churn = first && found.is_none();
        found
    }
}
