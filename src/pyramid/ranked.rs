//! The ranking that a pyramid is cut from, and where the cuts fall.

use std::ops::Range;

use rust_decimal::Decimal;

use super::cuts::{Cuts, Limits, Rounding, Ties, cumulative};
use crate::numeric::money::{Column, Mantissas, rescale, to_decimal};
use crate::numeric::parts::Parts;
use crate::numeric::radix;
use crate::{Error, Result};

/// Amounts from the largest to the smallest.
pub(super) struct Ranked {
    /// Where each stands among the customers.
    pub(super) ranking: Vec<u32>,
    descending: Vec<i128>,
    pub(super) scale: u32,
}

impl Ranked {
    /// Equal amounts rank by key, which is the order of `amounts`.
    pub(super) fn new(amounts: &Column) -> Self {
        let (ranking, descending) = match amounts.all() {
            Mantissas::Narrow(narrow) => rank_packed(narrow).unwrap_or_else(|| rank(narrow)),
            Mantissas::Wide(wide) => rank(wide),
        };
        Self {
            ranking,
            descending,
            scale: amounts.scale(),
        }
    }

    pub(super) fn amount(&self, rank: usize) -> Option<i128> {
        self.descending.get(rank).copied()
    }

    pub(super) fn sum(&self, range: Range<usize>) -> Result<i128> {
        self.descending
            .get(range)
            .unwrap_or_default()
            .iter()
            .try_fold(0_i128, |sum, &amount| sum.checked_add(amount))
            .ok_or_else(|| Error::overflow("the revenue of a tier", "its last customers"))
    }

    /// Where each tier ends in the ranking, one end for each name.
    pub(super) fn ends(&self, cuts: &Cuts) -> Result<Vec<usize>> {
        let all = self.descending.len();
        let profitable = if cuts.sets_no_profit_apart() {
            self.descending.partition_point(|&amount| amount > 0)
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
                to_decimal(total, self.scale)?.normalize(),
                "more than 0 for cuts by shares of it",
            );
            return Err(error.with_cure("cut by `Cuts::by_customers` or `Cuts::by_amount`"));
        }
        let overflow = || Error::overflow("a share of the total amount", total);
        // What the largest 0, 1, 2, … bring, as long as that rises.
        let mut sums = vec![0_i128];
        for &amount in self.descending.iter().take_while(|&&amount| amount > 0) {
            let last = sums.last().copied().unwrap_or_default();
            sums.push(amount.checked_add(last).ok_or_else(overflow)?);
        }
        let mut ends = Vec::with_capacity(limits.len());
        for limit in limits {
            let reached = limit.first_reached(&sums, total).ok_or_else(overflow)?;
            // The last of them crosses the limit, unless it is reached exactly.
            let sum = sums.get(reached).copied().unwrap_or_default();
            let last_is_up = match cuts.rounding_rule() {
                Rounding::Up => true,
                Rounding::Nearest => {
                    let before = reached
                        .checked_sub(1)
                        .and_then(|one_less| sums.get(one_less));
                    let ends = before.map_or(Some(sum), |before| before.checked_add(sum));
                    let twice = total.checked_mul(2).ok_or_else(overflow)?;
                    let compared = limit.compare(ends.ok_or_else(overflow)?, twice);
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
        let scale = self.scale.max(limit.scale());
        let wanted = rescale(limit.mantissa(), limit.scale(), scale);
        self.descending.partition_point(|&amount| {
            match (rescale(amount, self.scale, scale), wanted) {
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
            end.checked_sub(1).and_then(|last| self.amount(last)),
            self.amount(end),
        ) else {
            return end;
        };
        if above != below {
            return end;
        }
        match ties {
            Ties::ByKey => end,
            Ties::TogetherUp => self
                .descending
                .partition_point(|&amount| amount >= above)
                .min(all),
            Ties::TogetherDown => self.descending.partition_point(|&amount| amount > above),
        }
    }
}

/// Ranks amounts packed with their places into 64 bits; `None` where they do not fit.
fn rank_packed(amounts: &[i64]) -> Option<(Vec<u32>, Vec<i128>)> {
    let (least, largest) = (*amounts.iter().min()?, *amounts.iter().max()?);
    // No difference of two 64-bit integers exceeds 64 bits without a sign.
    let below = |amount: i64| largest.wrapping_sub(amount) as u64;
    let place = usize::BITS - amounts.len().leading_zeros();
    if place > below(least).leading_zeros() {
        return None;
    }
    let places = amounts.iter().zip(0_u64..);
    let mut keys: Vec<u64> = places
        .map(|(&amount, at)| below(amount) << place | at)
        .collect();
    radix::sort(&mut keys, place);
    let amount = |key: u64| largest.wrapping_sub((key >> place) as i64);
    let at = |key: u64| key & !(u64::MAX << place);
    Some(
        keys.into_iter()
            .map(|key| (at(key) as u32, i128::from(amount(key))))
            .unzip(),
    )
}

fn rank<M: Copy + Ord + Into<i128>>(amounts: &[M]) -> (Vec<u32>, Vec<i128>) {
    let mut pairs: Vec<(std::cmp::Reverse<M>, u32)> = amounts
        .iter()
        .zip(0_u32..)
        .map(|(&amount, at)| (std::cmp::Reverse(amount), at))
        .collect();
    pairs.sort_unstable();
    pairs
        .into_iter()
        .map(|(std::cmp::Reverse(amount), at)| (at, amount.into()))
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
            prop_assert_eq!(rank_packed(&small), Some(rank(&small)));
            prop_assert!(rank_packed(&any).is_none_or(|packed| packed == rank(&any)));
        }
    }

    #[test]
    fn amounts_too_far_apart_are_not_packed() {
        // The places of two take two bits.
        assert_eq!(
            rank_packed(&[0, i64::MAX / 2]),
            Some(rank(&[0, i64::MAX / 2]))
        );
        assert_eq!(rank_packed(&[0, i64::MAX]), None);
        assert_eq!(rank_packed(&[i64::MIN, i64::MAX]), None);
    }
}
