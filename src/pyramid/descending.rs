//! Amounts from the largest to the smallest, and what the largest of them bring.

use rust_decimal::Decimal;

use crate::Result;
use crate::numeric::money::{CURRENCY, Column, small, with_room};
use crate::numeric::parts::Parts;
use crate::numeric::radix::{self, Key};

/// Amounts in the order of a ranking, as mantissas at one scale. Of their sums only some are kept.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Descending {
    scale: u32,
    amounts: Amounts,
    /// Sums of the largest 0, 64, 128, … amounts.
    sums: Vec<i128>,
}

/// How many amounts lie between two sums that are kept: few enough to be added at once.
const BLOCK: usize = 64;

/// The mantissas: 4 bytes each unless two are further apart than 32 bits hold, and 8 unless one does
/// not fit in 64 bits.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Amounts {
    Small(Below<u32>),
    Narrow(Below<u64>),
    Wide(Vec<i128>),
}

/// Mantissas as their distances from the largest, which ascend.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Below<K> {
    largest: i64,
    below: Vec<K>,
}

impl Descending {
    /// Takes amounts at a scale; an error says of how many of the largest the sum is too large.
    pub(super) fn new(scale: u32, amounts: Amounts) -> Result<Self, usize> {
        let sums = match &amounts {
            Amounts::Small(small) => small.sums(),
            Amounts::Narrow(narrow) => narrow.sums(),
            Amounts::Wide(wide) => wide_sums(wide)?,
        };
        Ok(Self {
            scale,
            amounts,
            sums,
        })
    }

    pub(super) fn scale(&self) -> u32 {
        self.scale
    }

    pub(super) fn len(&self) -> usize {
        self.amounts.len()
    }

    /// Returns the sum of all amounts.
    pub(super) fn total(&self) -> i128 {
        self.sum(self.len())
    }

    pub(super) fn get(&self, rank: usize) -> Option<i128> {
        match &self.amounts {
            Amounts::Small(small) => small.get(rank).map(i128::from),
            Amounts::Narrow(narrow) => narrow.get(rank).map(i128::from),
            Amounts::Wide(wide) => wide.get(rank).copied(),
        }
    }

    /// Returns the sum of the largest amounts, of all where there are not so many.
    pub(super) fn sum(&self, heads: usize) -> i128 {
        let heads = heads.min(self.len());
        let start = heads / BLOCK * BLOCK;
        let sum = self.sums.get(heads / BLOCK).copied().unwrap_or_default();
        // Every sum of the largest amounts is known to fit.
        (start..heads)
            .filter_map(|rank| self.get(rank))
            .fold(sum, i128::wrapping_add)
    }

    /// Returns how many amounts come before the first that is not as asked. All that are must come
    /// first.
    pub(super) fn partition_point(&self, asked: impl Fn(i128) -> bool) -> usize {
        partition_point(self.len(), |rank| self.get(rank).is_some_and(&asked))
    }

    /// Returns the fewest of the largest amounts that together reach a share of a positive `whole`, of
    /// those amounts that are positive; `None` where a comparison overflows.
    pub(super) fn first_reaching(&self, share: Parts, whole: i128) -> Option<usize> {
        let rises = self.partition_point(|amount| amount > 0);
        let mut overflow = false;
        let below = partition_point(rises + 1, |heads| {
            let compared = share.compare(self.sum(heads), whole);
            overflow |= compared.is_none();
            compared.is_some_and(std::cmp::Ordering::is_lt)
        });
        (!overflow).then(|| below.min(rises))
    }

    /// Returns the sum of `(n − 1 − 2i)·y` over the amounts `y`, `i` from 0 at the largest: exact before
    /// it is rounded once, but for sums beyond 128 bits.
    pub(super) fn weighted_sum(&self) -> f64 {
        match &self.amounts {
            Amounts::Small(small) => small.weighted_sum(),
            Amounts::Narrow(narrow) => narrow.weighted_sum(),
            Amounts::Wide(wide) => wide_weighted_sum(wide),
        }
    }
}

/// How many positions below `end` come before the first that is not as asked.
pub(super) fn partition_point(end: usize, mut asked: impl FnMut(usize) -> bool) -> usize {
    let (mut start, mut end) = (0, end);
    while start < end {
        let middle = usize::midpoint(start, end);
        if asked(middle) {
            start = middle + 1;
        } else {
            end = middle;
        }
    }
    start
}

impl Amounts {
    /// Sorts amounts, and returns their scale with them; an error has the position of the amount at
    /// fault.
    pub(super) fn read(mut amounts: impl Iterator<Item = Decimal>) -> Result<(u32, Self)> {
        let mut held = with_room(amounts.size_hint().0);
        let (scale, odd) = hold(&mut held, &mut amounts);
        let Some(odd) = odd else {
            return Ok((scale, Self::Small(Below::of_small(held).sorted())));
        };
        let mut column = widened(scale, &held, amounts.size_hint().0);
        for (row, amount) in (held.len()..).zip(std::iter::once(odd).chain(amounts)) {
            column.push(amount).map_err(|error| error.at_row(row))?;
        }
        Ok((column.scale(), Self::sorted(column)))
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Small(small) => small.below.len(),
            Self::Narrow(narrow) => narrow.below.len(),
            Self::Wide(wide) => wide.len(),
        }
    }

    fn sorted(column: Column) -> Self {
        match column.into_narrow() {
            Ok(narrow) => {
                let least = narrow.iter().min().copied().unwrap_or_default();
                let largest = narrow.iter().max().copied().unwrap_or_default();
                let below = narrow.into_iter().map(|amount| distance(largest, amount));
                match Self::below(largest, least, below) {
                    Self::Small(small) => Self::Small(small.sorted()),
                    Self::Narrow(narrow) => Self::Narrow(narrow.sorted()),
                    wide @ Self::Wide(_) => wide,
                }
            }
            Err(mut wide) => {
                wide.sort_unstable_by(|a, b| b.cmp(a));
                Self::Wide(wide)
            }
        }
    }

    /// Takes amounts as their distances from the largest.
    pub(super) fn below(largest: i64, least: i64, below: impl Iterator<Item = u64>) -> Self {
        if u32::try_from(distance(largest, least)).is_ok() {
            let below = below.map(|below| below as u32).collect();
            Self::Small(Below { largest, below })
        } else {
            let below = below.collect();
            Self::Narrow(Below { largest, below })
        }
    }
}

/// How far an amount is below the largest: no difference of two 64-bit integers exceeds 64 bits without
/// a sign.
#[inline]
pub(super) const fn distance(largest: i64, amount: i64) -> u64 {
    largest.wrapping_sub(amount) as u64
}

impl Below<u32> {
    fn of_small(amounts: Vec<i32>) -> Self {
        let largest = amounts.iter().max().copied().unwrap_or_default();
        let below = |amount| largest.wrapping_sub(amount) as u32;
        Self {
            largest: largest.into(),
            below: amounts.into_iter().map(below).collect(),
        }
    }
}

impl<K: Key> Below<K> {
    fn sorted(mut self) -> Self {
        radix::sort(&mut self.below, 0);
        self.below.shrink_to_fit();
        self
    }

    #[inline]
    fn get(&self, rank: usize) -> Option<i64> {
        let below = self.below.get(rank)?.bits();
        Some(self.largest.wrapping_sub(below as i64))
    }

    /// The sums before each block, and of all where the last block is full.
    fn sums(&self) -> Vec<i128> {
        let mut sums = Vec::with_capacity(self.below.len() / BLOCK + 1);
        let mut sum = 0_i128;
        sums.push(sum);
        for block in self.below.chunks_exact(BLOCK) {
            // Less than 2³² terms of 64 bits fit.
            sum += BLOCK as i128 * i128::from(self.largest) - BlockSums::of(block).all() as i128;
            sums.push(sum);
        }
        sums
    }

    fn weighted_sum(&self) -> f64 {
        // The weights add up to 0, so distances weigh as amounts do with the other sign. Fewer than 2³²
        // distances below 2⁶⁴ weighted by their ranks stay below 2¹²⁷.
        let (mut sum, mut by_rank) = (0_u128, 0_u128);
        for (block, start) in self.below.chunks(BLOCK).zip((0_u128..).step_by(BLOCK)) {
            let sums = BlockSums::of(block);
            sum += sums.all();
            by_rank += start * sums.all() + sums.by_rank();
        }
        let last = (self.below.len() as u128).saturating_sub(1);
        (2 * by_rank).saturating_sub(last * sum) as f64
    }
}

/// Sums of a block of distances, of their lower and their higher 32 bits.
#[derive(Default)]
struct BlockSums {
    low: u64,
    high: u64,
    low_by_rank: u64,
    high_by_rank: u64,
}

impl BlockSums {
    #[inline]
    fn of<K: Key>(block: &[K]) -> Self {
        let mut sums = Self::default();
        for (key, rank) in block.iter().zip(0_u32..) {
            let (low, high) = (key.bits() & u64::from(u32::MAX), key.bits() >> 32);
            sums.low += low;
            sums.high += high;
            sums.low_by_rank += low * u64::from(rank);
            sums.high_by_rank += high * u64::from(rank);
        }
        sums
    }

    fn all(&self) -> u128 {
        (u128::from(self.high) << 32) + u128::from(self.low)
    }

    /// Each distance times its rank in the block.
    fn by_rank(&self) -> u128 {
        (u128::from(self.high_by_rank) << 32) + u128::from(self.low_by_rank)
    }
}

fn wide_sums(descending: &[i128]) -> Result<Vec<i128>, usize> {
    let mut sums = Vec::with_capacity(descending.len() / BLOCK + 1);
    let mut sum = 0_i128;
    sums.push(sum);
    for (&amount, heads) in descending.iter().zip(1_usize..) {
        sum = sum.checked_add(amount).ok_or(heads)?;
        if heads % BLOCK == 0 {
            sums.push(sum);
        }
    }
    Ok(sums)
}

fn wide_weighted_sum(descending: &[i128]) -> f64 {
    let heads = descending.len() as i64;
    // From the smallest up, so that sums stay small as long as they can.
    let weighted = || {
        (0..heads)
            .map(|i| 2 * i + 1 - heads)
            .zip(descending.iter().rev())
    };
    let exact = weighted().try_fold(0_i128, |sum, (weight, &amount)| {
        sum.checked_add(amount.checked_mul(weight.into())?)
    });
    exact.map_or_else(
        || {
            weighted()
                .map(|(weight, &amount)| weight as f64 * amount as f64)
                .sum()
        },
        |sum| sum as f64,
    )
}

/// Reads amounts as long as they are all small and of one scale, which it returns with the first that is
/// not.
fn hold(
    held: &mut Vec<i32>,
    amounts: &mut impl Iterator<Item = Decimal>,
) -> (u32, Option<Decimal>) {
    let Some(first) = amounts.next() else {
        return (0, None);
    };
    let scale = first.scale();
    let mut hold = |amount: Decimal| {
        let mantissa = small(amount).filter(|_| amount.scale() == scale);
        if let Some(mantissa) = mantissa {
            held.push(mantissa);
        }
        mantissa.is_some()
    };
    // A column cuts off zeros beyond the places of a currency.
    if scale > CURRENCY || !hold(first) {
        return (scale, Some(first));
    }
    (scale, amounts.find(|&amount| !hold(amount)))
}

/// A column of what was read of amounts before one that is not as they are, with room for the rest.
fn widened(scale: u32, held: &[i32], rest: usize) -> Column {
    if held.is_empty() {
        return Column::with_capacity(rest.saturating_add(1));
    }
    let mut wide = with_room(held.len().saturating_add(rest).saturating_add(1));
    wide.extend(held.iter().map(|&mantissa| i64::from(mantissa)));
    Column::narrow(scale, wide)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What fits in the 96 bits of a decimal.
    const MOST: i128 = (1 << 96) - 1;

    fn descending(amounts: &[(i128, u32)]) -> Descending {
        let amounts = amounts
            .iter()
            .map(|&(mantissa, scale)| Decimal::from_i128_with_scale(mantissa, scale));
        let (scale, amounts) = Amounts::read(amounts).unwrap();
        Descending::new(scale, amounts).unwrap()
    }

    /// Compares with what follows from sorted integers, one by one.
    fn check(found: &Descending, scale: u32, mut amounts: Vec<i128>) {
        amounts.sort_unstable_by(|a, b| b.cmp(a));
        let heads = amounts.len();
        assert_eq!((found.scale(), found.len()), (scale, heads));
        let mut sum = 0;
        for (rank, &amount) in amounts.iter().enumerate() {
            assert_eq!((found.get(rank), found.sum(rank)), (Some(amount), sum));
            sum += amount;
        }
        assert_eq!(
            (found.get(heads), found.sum(heads), found.total()),
            (None, sum, sum)
        );
        assert_eq!(found.sum(usize::MAX), sum);
        let positive = amounts.iter().filter(|&&amount| amount > 0).count();
        assert_eq!(found.partition_point(|amount| amount > 0), positive);
        let weights = (0..heads as i128).map(|rank| heads as i128 - 1 - 2 * rank);
        let weighted: i128 = weights
            .zip(&amounts)
            .map(|(weight, amount)| weight * amount)
            .sum();
        assert_eq!(found.weighted_sum(), weighted as f64);
        for share in [0.0, 0.2, 1.0 / 3.0, 0.8, 1.0].map(Parts::nearest) {
            if sum > 0 {
                let reached =
                    |&heads: &usize| share.compare(found.sum(heads), sum).unwrap().is_ge();
                let first = (0..=positive).find(reached).unwrap_or(positive);
                assert_eq!(found.first_reaching(share, sum), Some(first));
            }
        }
    }

    fn check_at(scale: u32, amounts: &[i128]) {
        let at_scale: Vec<_> = amounts.iter().map(|&amount| (amount, scale)).collect();
        check(&descending(&at_scale), scale, amounts.to_vec());
    }

    proptest! {
        #[test]
        fn amounts_of_any_width_are_as_sorted_one_by_one(
            ties in prop::collection::vec(-3..4_i128, 1..300),
            small in prop::collection::vec(any::<i32>().prop_map(i128::from), 1..300),
            narrow in prop::collection::vec(any::<i64>().prop_map(i128::from), 1..300),
            wide in prop::collection::vec(-MOST..=MOST, 1..300),
            scale in 0_u32..=6,
        ) {
            for amounts in [ties, small, narrow, wide] {
                check_at(scale, &amounts);
            }
        }

        #[test]
        fn amounts_of_any_scale_are_as_at_the_largest(
            amounts in prop::collection::vec((-10_000_000..10_000_000_i128, 0_u32..=6), 1..300),
        ) {
            let largest = amounts.iter().map(|&(_, scale)| scale).max().unwrap();
            let raised = amounts.iter().map(|&(mantissa, scale)| mantissa * 10_i128.pow(largest - scale));
            check(&descending(&amounts), largest, raised.collect());
        }
    }

    #[test]
    fn the_widest_amounts_of_each_width_are_kept() {
        let width = |found: &Descending| match found.amounts {
            Amounts::Small(_) => 4,
            Amounts::Narrow(_) => 8,
            Amounts::Wide(_) => 16,
        };
        let (long, longer) = (i128::from(u32::MAX), i128::from(i64::MAX));
        for (amounts, bytes) in [
            (vec![7; 200], 4),
            (vec![i128::from(i32::MAX), -i128::from(i32::MAX), 0], 4),
            (vec![i128::from(i32::MIN), 0], 4),
            (vec![long, 0], 4),
            (vec![longer, longer - long, longer], 4),
            (vec![long + 1, 0], 8),
            (vec![longer, -longer, 5], 8),
            (vec![longer; 100], 4),
            (vec![longer + 1, 1], 16),
            (vec![-longer - 1, longer], 16),
            (vec![MOST, -MOST / 2, 3, 3], 16),
        ] {
            check_at(2, &amounts);
            let at_scale: Vec<_> = amounts.iter().map(|&amount| (amount, 2)).collect();
            assert_eq!(width(&descending(&at_scale)), bytes, "{amounts:?}");
        }
    }

    #[test]
    fn sums_of_a_column_with_the_least_integer_are_exact() {
        let mut amounts = vec![i64::MIN, i64::MAX, 0, i64::MIN];
        amounts.extend(vec![i64::MAX; 200]);
        let sorted = Amounts::sorted(Column::narrow(0, amounts.clone()));
        let found = Descending::new(0, sorted).unwrap();
        check(&found, 0, amounts.into_iter().map(i128::from).collect());
    }

    #[test]
    fn zeros_beyond_the_places_of_a_currency_are_cut_off() {
        let found = descending(&[(15_000_000, 7), (25, 1)]);
        check(&found, 1, vec![15, 25]);
        let found = descending(&[(25, 1), (15_000_000, 7)]);
        check(&found, 1, vec![15, 25]);
    }

    #[test]
    fn a_sum_that_is_too_large_names_how_many_were_added() {
        let largest = Amounts::Wide(vec![i128::MAX, 1]);
        assert_eq!(Descending::new(0, largest), Err(2));
    }
}
