//! From values to scores.

use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;
use rust_decimal::prelude::ToPrimitive;

use super::{Bins, Ties};
use crate::numeric::money::rescale;

/// The least keys of the scores from 2 up, for each group of customers. A larger key is better.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Thresholds<K> {
    groups: Vec<Vec<K>>,
}

impl<K: Ord + Copy> Thresholds<K> {
    /// The same for every group.
    pub(super) fn fixed(thresholds: Vec<K>, groups: usize) -> Self {
        Self {
            groups: vec![thresholds; groups],
        }
    }

    /// Those that divide each group into bins; `groups` are the groups of the keys.
    pub(super) fn quantiles(
        keys: &[K],
        group_of: impl Fn(usize) -> usize,
        groups: usize,
        bins: u16,
        ties: Ties,
    ) -> Self {
        let mut members: Vec<Vec<K>> = vec![Vec::new(); groups];
        for (row, &key) in keys.iter().enumerate() {
            if let Some(group) = members.get_mut(group_of(row)) {
                group.push(key);
            }
        }
        let thresholds = |mut keys: Vec<K>| thresholds(&mut keys, bins, ties);
        Self {
            groups: members.into_iter().map(thresholds).collect(),
        }
    }

    /// Returns the score of a key in a group.
    #[inline]
    pub(super) fn score(&self, group: usize, key: K) -> u16 {
        let thresholds = self.groups.get(group).map_or(&[][..], Vec::as_slice);
        let reached = thresholds.partition_point(|threshold| *threshold <= key);
        u16::try_from(reached).unwrap_or(u16::MAX).saturating_add(1)
    }

    /// Returns the thresholds of everyone, if there is one group.
    pub(super) fn of_everyone(&self) -> Option<&[K]> {
        match self.groups.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }
}

/// Returns the least keys that score 2, 3 and so on. A score that nobody has shares the key of the next;
/// where nobody has a higher one either, there is none.
fn thresholds<K: Ord + Copy>(keys: &mut [K], bins: u16, ties: Ties) -> Vec<K> {
    keys.sort_unstable();
    let (all, bins) = (keys.len() as u64, u64::from(bins));
    let mut thresholds = Vec::new();
    let mut below = 0_u64;
    for equal in keys.chunk_by(|a, b| a == b) {
        let others = (equal.len() as u64).saturating_sub(1);
        // Twice the position, because the middle of two lies between them.
        let position = match ties {
            Ties::Lowest => 2 * below,
            Ties::Middle => 2 * below + others,
            Ties::Highest => 2 * (below + others),
        };
        below += equal.len() as u64;
        let passed = bins * position / (2 * all);
        if let Some(&key) = equal.first() {
            let passed = usize::try_from(passed).unwrap_or(usize::MAX);
            thresholds.resize(passed.max(thresholds.len()), key);
        }
    }
    thresholds
}

/// A key of recency: the fewer days, the larger.
pub(super) fn recency_key(days: u32) -> i64 {
    -i64::from(days)
}

/// The thresholds of days, which are reached from above.
pub(super) fn recency_thresholds(cuts: &[Decimal]) -> Vec<i64> {
    let key = |cut: &Decimal| -whole(cut.floor());
    cuts.iter().rev().map(key).collect()
}

/// The thresholds of numbers of purchases.
pub(super) fn frequency_thresholds(cuts: &[Decimal]) -> Vec<i64> {
    cuts.iter().map(|cut| whole(cut.ceil())).collect()
}

/// A whole number; what is beyond all values stays beyond them.
fn whole(number: Decimal) -> i64 {
    // One short of the ends, so that the sign can be turned.
    let beyond = if number.is_sign_negative() {
        -i64::MAX
    } else {
        i64::MAX
    };
    number.to_i64().unwrap_or(beyond).max(-i64::MAX)
}

/// Money of one scale in 64 bits, which sorts several times faster than decimals do.
pub(super) struct Narrow {
    pub(super) mantissas: Vec<i64>,
    scale: u32,
}

impl Narrow {
    /// `None` if an amount does not fit.
    pub(super) fn of(amounts: impl Iterator<Item = Decimal> + Clone) -> Option<Self> {
        let scale = amounts.clone().map(|amount| amount.scale()).max()?;
        let mantissa = |amount: Decimal| {
            let mantissa = rescale(amount.mantissa(), amount.scale(), scale)?;
            i64::try_from(mantissa).ok()
        };
        Some(Self {
            mantissas: amounts.map(mantissa).collect::<Option<_>>()?,
            scale,
        })
    }

    /// The thresholds of cuts.
    pub(super) fn thresholds(&self, cuts: &[Decimal]) -> Vec<i64> {
        let threshold = |cut: &Decimal| {
            let up = RoundingStrategy::ToPositiveInfinity;
            let cut = cut.round_dp_with_strategy(self.scale, up);
            let mantissa = rescale(cut.mantissa(), cut.scale(), self.scale);
            let mantissa = mantissa.and_then(|mantissa| i64::try_from(mantissa).ok());
            mantissa.unwrap_or(if cut.is_sign_negative() {
                i64::MIN
            } else {
                i64::MAX
            })
        };
        cuts.iter().map(threshold).collect()
    }

    /// The amount of a threshold.
    pub(super) fn amount(&self, threshold: i64) -> Decimal {
        Decimal::from_i128_with_scale(i128::from(threshold), self.scale)
    }
}

/// Cuts in as many groups as there are bins, from the thresholds that anyone reached. A score that
/// nobody reached has a cut beyond all values.
pub(super) fn cuts(bins: &Bins, reached: impl Iterator<Item = Decimal>, beyond: Decimal) -> Bins {
    let missing = usize::from(bins.count()).saturating_sub(1);
    let cuts = reached.chain(std::iter::repeat(beyond)).take(missing);
    Bins::Cuts(cuts.collect())
}
