use std::collections::BTreeMap;
use std::hash::Hash;

use super::SubscriptionLog;
use crate::{Error, Result};

impl<Id: Ord + Hash + Clone> SubscriptionLog<Id> {
    /// Returns the log in which acquired customers are one with their acquirers: each pair is the customer
    /// that was acquired, and the one that goes on.
    ///
    /// # Errors
    /// [`Error::Duplicate`], with the position of the pair, for a customer who is acquired twice;
    /// [`Error::OutOfRange`] for customers who acquire each other.
    pub fn merge_accounts(self, mergers: impl IntoIterator<Item = (Id, Id)>) -> Result<Self> {
        let goes_on = resolved(mergers.into_iter().collect())?;
        Self::from_rows(self.rows().map(|row| {
            let (customer, row) = row.of(());
            let customer = goes_on.get(customer).unwrap_or(customer);
            row.of(customer.clone()).1
        }))
    }
}

/// Who goes on for each customer who was acquired.
fn resolved<Id: Ord + Clone>(mergers: Vec<(Id, Id)>) -> Result<BTreeMap<Id, Id>> {
    let mut into: BTreeMap<&Id, (&Id, usize)> = BTreeMap::new();
    for (row, (from, to)) in mergers.iter().enumerate() {
        if let Some((_, first)) = into.insert(from, (to, row)) {
            let rows = format_args!("rows {first} and {row}").to_string();
            return Err(Error::duplicate("acquired customer", rows).at_row(row));
        }
    }
    let mut goes_on: BTreeMap<Id, Id> = BTreeMap::new();
    for (row, (from, _)) in mergers.iter().enumerate() {
        // Everyone on the way to the last acquirer, who is known of some of them.
        let mut way = Vec::new();
        let mut at = from;
        while let Some(&(next, _)) = into.get(at)
            && !goes_on.contains_key(at)
        {
            way.push(at);
            if way.len() > mergers.len() {
                let error = Error::out_of_range(
                    "acquirer",
                    "a customer who was acquired by the one acquired",
                    "a customer who is not acquired in turn by those who it acquired",
                );
                return Err(error.at_row(row));
            }
            at = next;
        }
        let last = goes_on.get(at).unwrap_or(at).clone();
        for id in way {
            goes_on.insert(id.clone(), last.clone());
        }
    }
    Ok(goes_on)
}
