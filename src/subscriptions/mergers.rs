use std::collections::BTreeMap;
use std::hash::Hash;

use super::SubscriptionLog;
use crate::{Error, Result};

impl<Id: Ord + Hash + Clone> SubscriptionLog<Id> {
    /// Returns the log in which acquired customers are one with their acquirers. Each pair is the customer
    /// who was acquired, and the one who goes on.
    ///
    /// An account that ends because two customers have become one is no churn: what they paid goes on in the
    /// other account. All rows of the acquired become rows of the acquirer, those from before the merger
    /// too. Chains are followed to their end: where Ann's account went to Ben and Ben's to Cem, Cem has all
    /// rows. A pair whose first customer has no rows changes nothing.
    ///
    /// # Errors
    /// [`Error::Duplicate`], with the position of the pair, for a customer who is acquired twice;
    /// [`Error::Refused`], with the position of a pair, if customers acquire each other in a circle.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::period::Window;
    /// use retention::subscriptions::{Options, Subscription, SubscriptionLog};
    /// use rust_decimal::dec;
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// let log = SubscriptionLog::from_rows([
    ///     Subscription::monthly("Ann", date(1, 1), Some(date(3, 31)), dec!(20)),
    ///     Subscription::monthly("Ben", date(1, 1), None, dec!(50)),
    ///     Subscription::monthly("Ben", date(4, 1), None, dec!(20)),
    /// ])?;
    /// let merged = log.merge_accounts([("Ann", "Ben")])?;
    /// let accounts = merged.accounts(Window::new(date(1, 1), date(6, 30))?, Options::default())?;
    /// assert_eq!(accounts.customers(), ["Ben"]);
    /// assert_eq!(accounts.get("Ben").unwrap().levels().len(), 1); // 70 all the time
    /// # Ok::<(), retention::Error>(())
    /// ```
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
                let error = Error::refused("merger", "customers who acquired each other");
                let cure = "leave out a pair, so that one of them goes on";
                return Err(error.at_row(row).with_cure(cure));
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
