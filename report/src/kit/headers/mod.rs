//! Headers that say what a column holds, and how the columns of purchases are found by them.

mod money;
mod when;
mod who;

use super::currency::is_code;
use super::fields::quote;
use super::rows::{called, list, matching};

pub use money::{AMOUNT, CURRENCY, PRICE, QUANTITY, REFUND};
pub use when::DATE;
pub use who::{CUSTOMER, ORDER, STATUS};

/// What a column may hold, by the headers that mean it: without case, spaces and punctuation.
#[derive(Debug, Clone, Copy)]
pub struct Role {
    /// The option that names the column.
    pub name: &'static str,
    headers: &'static [&'static str],
    /// Those that mean it only where none of the others is there.
    otherwise: &'static [&'static str],
}

impl Role {
    /// What an option of that name finds by these headers, or where none of them is there by the others.
    pub const fn new(
        name: &'static str,
        headers: &'static [&'static str],
        otherwise: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            headers,
            otherwise,
        }
    }

    /// Whether a header means it, if perhaps not by itself.
    pub fn means(&self, header: &str) -> bool {
        let plain = plain(header);
        self.headers.contains(&plain.as_str()) || self.otherwise.contains(&plain.as_str())
    }

    /// The columns whose headers mean it; where none does, those whose headers do without what stands in brackets,
    /// as in `Amount (EUR)`, without the name of a table before a point, as in `subscriptions.started_at`, or
    /// without a currency, as in `amount_usd`.
    pub fn known(&self, headers: &[String]) -> Vec<usize> {
        let among = |synonyms: &[&str], part: fn(&str) -> String| {
            matching(headers, |header| synonyms.contains(&part(header).as_str()))
        };
        let parts: [fn(&str) -> String; 4] = [
            plain,
            |header| plain(before_bracket(header)),
            |header| plain(below_table(header)),
            without_currency,
        ];
        let found = parts
            .into_iter()
            .flat_map(|part| [self.headers, self.otherwise].map(|synonyms| among(synonyms, part)));
        let mut found = found.filter(|columns| !columns.is_empty());
        found.next().unwrap_or_default()
    }

    /// The header of the first column that means it, but for one.
    pub fn beside<'h>(&self, headers: &'h [String], but: usize) -> Option<&'h str> {
        let found = self.known(headers).into_iter().find(|&at| at != but)?;
        headers.get(found).map(String::as_str)
    }

    /// The one column that the user names.
    ///
    /// # Errors
    /// A message for the user.
    pub fn named(&self, headers: &[String], name: &str) -> Result<usize, String> {
        let list = |columns: &[usize]| list(columns.iter().map(|&at| &*headers[at]));
        let all: Vec<usize> = (0..headers.len()).collect();
        match called(headers, name).as_slice() {
            [only] => Ok(*only),
            [] => Err(format!(
                "no column is called {}; the columns are {}",
                quote(name),
                list(&all),
            )),
            several => Err(format!(
                "several columns could be meant by --{}: {}; rename all but one",
                self.name,
                list(several),
            )),
        }
    }

    /// The same where there need not be such a column.
    ///
    /// # Errors
    /// A message for the user.
    pub fn maybe_column(
        &self,
        headers: &[String],
        named: Option<&str>,
    ) -> Result<Option<usize>, String> {
        if named.is_none() && self.known(headers).is_empty() {
            return Ok(None);
        }
        self.column(headers, named).map(Some)
    }

    /// The one column that the user names, or whose header means it.
    ///
    /// # Errors
    /// A message for the user.
    pub fn column(&self, headers: &[String], named: Option<&str>) -> Result<usize, String> {
        if let Some(name) = named {
            return self.named(headers, name);
        }
        let list = |columns: &[usize]| list(columns.iter().map(|&at| &*headers[at]));
        let all: Vec<usize> = (0..headers.len()).collect();
        match self.known(headers).as_slice() {
            [only] => Ok(*only),
            [] => Err(format!(
                "no column is known to be the {}; the columns are {}; name one with --{}",
                self.name,
                list(&all),
                self.name,
            )),
            several @ [first, others @ ..]
                if others.iter().all(|&at| headers[at] == headers[*first]) =>
            {
                // No name would tell them apart.
                Err(format!(
                    "{} columns are called {}, and one of them may be the {}; rename all but one",
                    several.len(),
                    quote(&headers[*first]),
                    self.name,
                ))
            }
            several => Err(format!(
                "several columns may be the {}: {}, of {}; name one with --{}",
                self.name,
                list(several),
                list(&all),
                self.name,
            )),
        }
    }
}

/// A header without what stands in brackets behind it; nothing where there are none.
fn before_bracket(header: &str) -> &str {
    let before = header.split_once(['(', '[', '（']);
    before.map_or("", |(before, _)| before)
}

/// A header without the name of a table before a point; nothing where there is none.
fn below_table(header: &str) -> &str {
    header.rsplit_once('.').map_or("", |(_, column)| column)
}

/// A plain header without the currency that it ends with, as in `Betrag in EUR`; nothing where there is none.
fn without_currency(header: &str) -> String {
    let words = header.split(|letter: char| !letter.is_alphanumeric());
    let mut words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    if words.pop_if(|last| is_code(last)).is_some() {
        words.pop_if(|last| ["in", "en"].contains(last));
        return plain(&words.concat());
    }
    let amount = plain(header);
    let amount = amount.strip_suffix(['元', '円', '원']);
    amount.unwrap_or_default().to_owned()
}

fn plain(header: &str) -> String {
    header
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
