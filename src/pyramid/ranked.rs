//! The ranking that a pyramid is cut from, and where the cuts fall.

use std::cmp::Reverse;
use std::ops::Range;

use rust_decimal::Decimal;

use super::cuts::{Cuts, Limits, Rounding, Ties, cumulative};
use super::descending::{Amounts, Descending, distance};
use crate::numeric::money::{Column, Mantissas, rescale, to_decimal};
use crate::numeric::parts::Parts;
use crate::numeric::radix;
use crate::{Error, Result};

/// A ranking of customers.
pub(super) struct Ranked {
    /// Where each stands among the customers, the largest amount first.
    pub(super) ranking: Vec<u32>,
    pub(super) amounts: Descending,
}

impl Ranked {
    /// Equal amounts rank by key, which is the order of `amounts`.
    pub(super) fn new(amounts: &Column) -> Result<Self> {
        let (ranking, descending) = match amounts.all() {
            Mantissas::Narrow(narrow) => rank_packed(narrow).unwrap_or_else(|| rank_narrow(narrow)),
            Mantissas::Wide(wide) => rank_wide(wide),
        };
        let amounts = Descending::new(amounts.scale(), descending);
        Ok(Self {
            ranking,
            amounts: amounts.map_err(|_| too_much())?,
        })
    }

    /// What the customers from one rank to another bring.
    pub(super) fn sum(&self, range: Range<usize>) -> Result<i128> {
        let (before, all) = (self.amounts.sum(range.start), self.amounts.sum(range.end));
        all.checked_sub(before).ok_or_else(too_much)
    }

    /// Where each tier ends in the ranking, one end for each name.
    pub(super) fn ends(&self, cuts: &Cuts) -> Result<Vec<usize>> {
        let all = self.amounts.len();
        let profitable = if cuts.sets_no_profit_apart() {
            self.amounts.partition_point(|amount| amount > 0)
        } else {
            all
        };
        let mut ends = match &cuts.limits {
            Limits::Customers(shares) => cumulative(shares)
                .into_iter()
                .map(|limit| {
                    let count = cuts.rounding_rule().count(limit.of(profitable as u64));
                    self.untie(count as usize, profitable, cuts.tie_rule())
                })
                .collect(),
            Limits::Revenue(shares) => {
                self.ends_by_revenue(&cumulative(shares), profitable, cuts)?
            }
            Limits::Amount(limits) => limits
                .iter()
                .map(|&limit| self.reaching(limit).min(profitable))
                .collect(),
        };
        // A limit that rounds up may pass the next one, which is then there too.
        let mut above = 0;
        for end in &mut ends {
            above = above.max(*end);
            *end = above;
        }
        ends.push(profitable);
        if cuts.sets_no_profit_apart() {
            ends.push(all);
        }
        Ok(ends)
    }

    fn ends_by_revenue(
        &self,
        limits: &[Parts],
        profitable: usize,
        cuts: &Cuts,
    ) -> Result<Vec<usize>> {
        if profitable == 0 {
            // All are in the group without profit.
            return Ok(vec![0; limits.len()]);
        }
        let total = self.sum(0..profitable)?;
        if total <= 0 {
            let error = Error::out_of_range(
                "total amount",
                // The scale says only how the amounts were kept.
                to_decimal(total, self.amounts.scale())?.normalize(),
                "more than 0 for cuts by shares of it",
            );
            return Err(error.with_cure("cut by `Cuts::by_customers` or `Cuts::by_amount`"));
        }
        let overflow = || Error::overflow("a share of the total amount", total);
        let mut ends = Vec::with_capacity(limits.len());
        for limit in limits {
            let reached = self.amounts.first_reaching(*limit, total);
            let reached = reached.ok_or_else(overflow)?;
            // The last of them crosses the limit, unless it is reached exactly.
            let sum = self.amounts.sum(reached);
            let last_is_up = match cuts.rounding_rule() {
                Rounding::Up => true,
                Rounding::Nearest => {
                    let before = self.amounts.sum(reached.saturating_sub(1));
                    let ends = before.checked_add(sum).ok_or_else(overflow)?;
                    let twice = total.checked_mul(2).ok_or_else(overflow)?;
                    let compared = limit.compare(ends, twice);
                    compared.ok_or_else(overflow)?.is_le()
                }
                Rounding::Down => limit.compare(sum, total).ok_or_else(overflow)?.is_eq(),
            };
            let end = reached.saturating_sub(usize::from(!last_is_up));
            ends.push(self.untie(end, profitable, cuts.tie_rule()));
        }
        Ok(ends)
    }

    /// How many reach an amount.
    fn reaching(&self, limit: Decimal) -> usize {
        let held = self.amounts.scale();
        let scale = held.max(limit.scale());
        let wanted = rescale(limit.mantissa(), limit.scale(), scale);
        self.amounts.partition_point(|amount| {
            match (rescale(amount, held, scale), wanted) {
                (Some(amount), Some(wanted)) => amount >= wanted,
                // Only one of them can be too large for the common scale, and it is the larger.
                (None, _) => amount > 0,
                (_, None) => limit.is_sign_negative(),
            }
        })
    }

    /// Moves a cut among equal amounts to where the rule wants it.
    fn untie(&self, end: usize, all: usize, ties: Ties) -> usize {
        let (Some(above), Some(below)) = (
            end.checked_sub(1).and_then(|last| self.amounts.get(last)),
            self.amounts.get(end),
        ) else {
            return end;
        };
        if above != below {
            return end;
        }
        match ties {
            Ties::ByKey => end,
            Ties::TogetherUp => self
                .amounts
                .partition_point(|amount| amount >= above)
                .min(all),
            Ties::TogetherDown => self.amounts.partition_point(|amount| amount > above),
        }
    }
}

fn too_much() -> Error {
    Error::overflow("the revenue of a tier", "its last customers")
}

/// Where each of some amounts stands among them, and the amounts in that order.
type Ranking = (Vec<u32>, Amounts);

/// Ranks amounts packed with their places into 64 bits; `None` where they do not fit.
fn rank_packed(amounts: &[i64]) -> Option<Ranking> {
    let (least, largest) = (*amounts.iter().min()?, *amounts.iter().max()?);
    let place = usize::BITS - amounts.len().leading_zeros();
    if place > distance(largest, least).leading_zeros() {
        return None;
    }
    let places = amounts.iter().zip(0_u64..);
    let mut keys: Vec<u64> = places
        .map(|(&amount, at)| distance(largest, amount) << place | at)
        .collect();
    radix::sort(&mut keys, place);
    let mask = !(u64::MAX << place);
    let ranking = keys.iter().map(|key| (key & mask) as u32).collect();
    Some((
        ranking,
        Amounts::below(largest, least, keys.iter().map(|key| key >> place)),
    ))
}

fn rank_narrow(amounts: &[i64]) -> Ranking {
    let (ranking, descending) = rank(amounts);
    let largest = descending.first().copied().unwrap_or_default();
    let least = descending.last().copied().unwrap_or_default();
    let below = descending
        .into_iter()
        .map(|amount| distance(largest, amount));
    (ranking, Amounts::below(largest, least, below))
}

fn rank_wide(amounts: &[i128]) -> Ranking {
    let (ranking, descending) = rank(amounts);
    (ranking, Amounts::Wide(descending))
}

fn rank<M: Copy + Ord>(amounts: &[M]) -> (Vec<u32>, Vec<M>) {
    let mut pairs: Vec<(Reverse<M>, u32)> = amounts
        .iter()
        .zip(0_u32..)
        .map(|(&amount, at)| (Reverse(amount), at))
        .collect();
    pairs.sort_unstable();
    pairs
        .into_iter()
        .map(|(Reverse(amount), at)| (at, amount))
        .unzip()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn packed_amounts_rank_as_pairs_do(
            small in prop::collection::vec(-9..9_i64, 1..1500),
            any in prop::collection::vec(any::<i64>(), 1..20),
        ) {
            prop_assert_eq!(rank_packed(&small), Some(rank_narrow(&small)));
            prop_assert!(rank_packed(&any).is_none_or(|packed| packed == rank_narrow(&any)));
        }
    }

    #[test]
    fn amounts_too_far_apart_are_not_packed() {
        // The places of two take two bits.
        assert_eq!(
            rank_packed(&[0, i64::MAX / 2]),
            Some(rank_narrow(&[0, i64::MAX / 2]))
        );
        assert_eq!(rank_packed(&[0, i64::MAX]), None);
        assert_eq!(rank_packed(&[i64::MIN, i64::MAX]), None);
    }
}
