//! Rows of single gifts, by who gave and at which occasion, as histories.

use std::collections::{BTreeMap, BTreeSet};

use retention::clv::OccasionSummary;
use serde::Serialize;

use super::roles::OCCASION;
use super::whole;
use crate::kit::headers::{CUSTOMER, Role};
use crate::kit::rows::Row;

/// As customers are found, by an option of another name.
const GIVER: Role = {
    let mut role = CUSTOMER;
    role.name = "givers-customer";
    role
};

/// Where the columns stand.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    pub customer: usize,
    pub occasion: usize,
}

/// What was made of single gifts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The first occasion and the last.
    pub from: u32,
    pub to: u32,
    /// Further gifts of somebody at the same occasion.
    pub again: usize,
}

/// Gifts by who gave.
#[derive(Debug, Default)]
pub struct Gifts {
    of: BTreeMap<String, BTreeSet<u32>>,
    again: usize,
}

impl Columns {
    /// Whether the headers are of single gifts.
    pub fn are_known(headers: &[String]) -> bool {
        !GIVER.known(headers).is_empty() && !OCCASION.known(headers).is_empty()
    }

    /// # Errors
    /// A message for the user.
    pub fn find(
        headers: &[String],
        customer: Option<&str>,
        occasion: Option<&str>,
    ) -> Result<Self, String> {
        Ok(Self {
            customer: GIVER.column(headers, customer)?,
            occasion: OCCASION.column(headers, occasion)?,
        })
    }
}

impl Gifts {
    /// Takes note of a row.
    ///
    /// # Errors
    /// A reason for the user.
    pub fn note(&mut self, row: &Row<'_>, columns: Columns) -> Result<(), String> {
        row.check_width()?;
        let customer = row.text(columns.customer)?;
        if customer.is_empty() {
            return Err("the giver is empty".to_owned());
        }
        let occasion = whole(row.text(columns.occasion)?, "occasion", LATEST);
        let occasion = occasion.map_err(|why| why + ": write the year, or count occasions")?;
        let gifts = self.of.entry(customer.to_owned()).or_default();
        self.again += usize::from(!gifts.insert(occasion));
        Ok(())
    }

    /// The histories since each first gift, up to the last occasion of all.
    ///
    /// # Errors
    /// A message for the user where occasions are too far from each other.
    pub fn finish(self) -> Result<(BTreeMap<OccasionSummary, u64>, Option<Span>), String> {
        const MOST: u32 = 1200;
        let mut givers = BTreeMap::new();
        let all = || self.of.values().flatten().copied();
        let (Some(from), Some(to)) = (all().min(), all().max()) else {
            return Ok((givers, None));
        };
        if to - from > MOST {
            return Err(format!(
                "occasions run from {from} to {to}, and may be {MOST} at most: count them one after the other"
            ));
        }
        for gifts in self.of.values() {
            let (Some(first), Some(last)) = (gifts.first(), gifts.last()) else {
                continue;
            };
            let later = gifts.len() as u32 - 1;
            let history = OccasionSummary::new(later, last - first, to - first);
            let history = history.map_err(|error| error.to_string())?;
            *givers.entry(history).or_insert(0) += 1;
        }
        let again = self.again;
        Ok((givers, Some(Span { from, to, again })))
    }
}

/// A year, or a number.
const LATEST: u32 = 9999;
