//! The state of a builder, as it is written.

use std::hash::Hash;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use super::accumulate::{Builder, Rows, Seen, Sorted, sorted};
use super::sums::{Sums, Volume};
use crate::accumulate::Version;
use crate::keyed::{Grouped, check_each_once};
use crate::period::Window;
use crate::purchases::{Outside, Policy, Treatment};
use crate::pyramid::Cuts;
use crate::{Error, Result};

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct State<C> {
    version: Version,
    window: Window,
    policy: Policy,
    cuts: Cuts,
    rows: Rows,
    /// Decimal places of the sums.
    scale: u32,
    /// All amounts without their signs, in units of the last place.
    volume: String,
    customers: Vec<Customer<C>>,
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Customer<C> {
    customer: C,
    seen: Seen,
    /// The sum, in units of the last place.
    sum: String,
}

impl<Id: Serialize + Ord + Hash + Clone> Serialize for Builder<Id> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Sorted {
            customers,
            order,
            sums,
            seen,
        } = sorted(self.customers.clone());
        let known = |code: u32| Some((*seen.get(code as usize)?, sums.get(code)?));
        let rows = customers
            .into_iter()
            .zip(order.into_iter().filter_map(known));
        State {
            version: Version,
            window: self.window,
            policy: self.policy,
            cuts: self.cuts.clone(),
            rows: self.rows,
            scale: self.volume.scale,
            volume: self.volume.amount.to_string(),
            customers: rows
                .map(|(customer, (seen, sum))| Customer {
                    customer,
                    seen,
                    sum: sum.to_string(),
                })
                .collect(),
        }
        .serialize(serializer)
    }
}

impl<'de, Id: Deserialize<'de> + Ord + Hash> Deserialize<'de> for Builder<Id> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        State::deserialize(deserializer)?
            .builder()
            .map_err(D::Error::custom)
    }
}

impl<Id: Ord + Hash> State<Id> {
    /// The builder in this state, if rows could have made it.
    fn builder(self) -> Result<Builder<Id>> {
        let volume = integer("volume", &self.volume)?;
        let mut sums = Vec::with_capacity(self.customers.len());
        let mut seen = Vec::with_capacity(self.customers.len());
        for (row, customer) in self.customers.iter().enumerate() {
            let sum = integer("sum", &customer.sum).map_err(|error| error.at_row(row))?;
            if sum != 0 && customer.seen == Seen::Outside {
                return Err(Error::out_of_range(
                    "sum",
                    sum,
                    "0 without a row in the window",
                ));
            }
            sums.push(sum);
            seen.push(customer.seen);
        }
        self.rows.check(self.policy, &seen)?;
        let together = sums
            .iter()
            .try_fold(0_u128, |all, sum| all.checked_add(sum.unsigned_abs()));
        if volume < 0 || together.is_none_or(|all| all > volume.unsigned_abs()) {
            return Err(Error::out_of_range("volume", volume, "at least the sums"));
        }
        if self.scale > rust_decimal::Decimal::MAX_SCALE {
            return Err(Error::out_of_range("scale", self.scale, "at most 28"));
        }
        check_each_once(self.customers.iter().map(|row| &row.customer))?;
        let mut customers = Grouped::with_capacity(0);
        for (row, sum) in self.customers.into_iter().zip(sums) {
            customers.with(row.customer, |known: &mut Sums, code| {
                known.book(code, sum, row.seen)
            });
        }
        Ok(Builder {
            window: self.window,
            policy: self.policy,
            cuts: self.cuts,
            rows: self.rows,
            volume: Volume {
                scale: self.scale,
                amount: volume,
            },
            customers,
        })
    }
}

impl Rows {
    /// Refuses counts that no rows of these customers could have made.
    fn check(self, policy: Policy, seen: &[Seen]) -> Result<()> {
        let wrong = |value: u64, allowed| Err(Error::out_of_range("rows", value, allowed));
        let outside = self.before.checked_add(self.after);
        let all = outside.and_then(|outside| outside.checked_add(self.inside));
        let Some((all, outside)) = all.zip(outside) else {
            return wrong(self.inside, "no more than a count holds");
        };
        let within = seen.iter().filter(|&&seen| seen != Seen::Outside).count() as u64;
        let special = self.refunds.checked_add(self.zeros);
        if special.is_none_or(|special| special > self.inside) {
            return wrong(self.inside, "at least the refunds and zeros");
        }
        if within > self.inside || (seen.len() as u64) > all || (seen.is_empty() && all > 0) {
            return wrong(all, "enough for the customers");
        }
        let refused = |rows: u64, refuses: bool| refuses && rows > 0;
        if refused(outside, policy.outside == Outside::Refuse)
            || refused(self.refunds, policy.refunds == Treatment::Refuse)
            || refused(self.zeros, policy.zeros == Treatment::Refuse)
        {
            return wrong(all, "such as the policy takes");
        }
        Ok(())
    }
}

fn integer(argument: &'static str, text: &str) -> Result<i128> {
    text.parse()
        .map_err(|_| Error::out_of_range(argument, text, "a whole number of 128 bits"))
}
