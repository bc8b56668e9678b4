//! A column of exact amounts.

use rust_decimal::Decimal;

use super::mantissas::Mantissas;
use super::money::{TOO_MANY_DIGITS, narrow, power_of_ten, rescale, to_decimal, trimmed};
use crate::{Error, Result};

/// Amounts at one scale. Columns of equal amounts are equal, whatever their scales.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    scale: u32,
    /// The largest magnitude among the mantissas: whether all of them can be brought to a larger scale
    /// is seen from it alone.
    largest: u128,
    store: Store,
}

impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        let scale = self.scale.max(other.scale);
        let ours = self.all().iter().map(|m| rescale(m, self.scale, scale));
        let theirs = other.all().iter().map(|m| rescale(m, other.scale, scale));
        // What does not fit at the larger scale has no equal there: the column of that scale is as it is.
        self.len() == other.len() && ours.zip(theirs).all(|(a, b)| a == b)
    }
}

impl Eq for Column {}

/// The mantissas: wide only where one does not fit in 64 bits.
#[derive(Debug, Clone)]
enum Store {
    Narrow(Vec<i64>),
    Wide(Vec<i128>),
}

impl Store {
    fn into_wide(self) -> Vec<i128> {
        match self {
            Self::Narrow(narrow) => narrow.into_iter().map(i128::from).collect(),
            Self::Wide(wide) => wide,
        }
    }
}

/// Makes one list of mantissas from two lists at one scale.
pub(crate) trait Merge {
    fn merge<M: Copy + Ord>(self, ours: &[M], theirs: &[M]) -> Vec<M>;
}

impl Column {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self {
            scale: 0,
            largest: 0,
            store: Store::Narrow(with_room(capacity)),
        }
    }

    /// The column of these amounts; an error has the position of the amount at fault.
    pub(crate) fn from_amounts(amounts: impl IntoIterator<Item = Decimal>) -> Result<Self> {
        let amounts = amounts.into_iter();
        let mut column = Self::with_capacity(amounts.size_hint().0);
        for (row, amount) in amounts.enumerate() {
            column.push(amount).map_err(|error| error.at_row(row))?;
        }
        Ok(column)
    }

    /// Mantissas that are at one scale already.
    pub(crate) fn narrow(scale: u32, mantissas: Vec<i64>) -> Self {
        let magnitudes = mantissas.iter().map(|mantissa| mantissa.unsigned_abs());
        Self {
            scale,
            largest: magnitudes.max().unwrap_or(0).into(),
            store: Store::Narrow(mantissas),
        }
    }

    /// Mantissas that are at one scale already, not all of which may fit in 64 bits.
    pub(crate) fn wide(scale: u32, mantissas: Vec<i128>) -> Self {
        let magnitudes = mantissas.iter().map(|mantissa| mantissa.unsigned_abs());
        let largest = magnitudes.max().unwrap_or(0);
        if i64::try_from(largest).is_ok() {
            let narrow = mantissas.into_iter().filter_map(|m| i64::try_from(m).ok());
            return Self::narrow(scale, narrow.collect());
        }
        Self {
            scale,
            largest,
            store: Store::Wide(mantissas),
        }
    }

    /// Appends an amount. A refusal costs the same however many rows there are.
    #[inline]
    pub(crate) fn push(&mut self, amount: Decimal) -> Result<()> {
        if amount.scale() == self.scale
            && let Store::Narrow(held) = &mut self.store
            && let Some(mantissa) = narrow(amount)
        {
            self.largest = self.largest.max(mantissa.unsigned_abs().into());
            held.push(mantissa);
            return Ok(());
        }
        self.push_raised(amount)
    }

    /// Appends an amount of a smaller scale.
    fn push_raised(&mut self, amount: Decimal) -> Result<()> {
        let steps = self.scale.checked_sub(amount.scale());
        let factor = steps.and_then(|steps| 10_i64.checked_pow(steps));
        if let Store::Narrow(held) = &mut self.store
            && let Some(mantissa) = narrow(amount)
            && let Some(mantissa) = factor.and_then(|factor| mantissa.checked_mul(factor))
        {
            self.largest = self.largest.max(mantissa.unsigned_abs().into());
            held.push(mantissa);
            return Ok(());
        }
        self.push_other(amount)
    }

    #[cold]
    fn push_other(&mut self, amount: Decimal) -> Result<()> {
        let trimmed = trimmed(amount);
        let (mantissa, scale) = (trimmed.mantissa(), trimmed.scale());
        let common = self.scale.max(scale);
        let fitted = rescale(mantissa, scale, common).filter(|_| self.fits(common));
        let fitted = fitted.ok_or_else(|| no_common_scale(amount))?;
        self.raise_scale(common);
        self.push_mantissa(fitted);
        Ok(())
    }

    /// Returns whether every mantissa can be brought to a scale, without looking at each.
    fn fits(&self, scale: u32) -> bool {
        i128::try_from(self.largest)
            .is_ok_and(|largest| rescale(largest, self.scale, scale).is_some())
    }

    /// Rewrites the column at a larger scale, which its mantissas [fit](Self::fits).
    fn raise_scale(&mut self, scale: u32) {
        let factor = power_of_ten(scale.saturating_sub(self.scale)).unwrap_or(1);
        if factor > 1 {
            self.largest = self.largest.saturating_mul(factor.unsigned_abs());
            self.make_room_for(self.largest);
            // In place, so that the room reserved for rows to come is kept.
            match (&mut self.store, i64::try_from(factor)) {
                (Store::Narrow(narrow), Ok(factor)) => {
                    narrow
                        .iter_mut()
                        .for_each(|m| *m = m.saturating_mul(factor));
                }
                // Beyond 64 bits only zeros are still narrow.
                (Store::Narrow(_), Err(_)) => {}
                (Store::Wide(wide), _) => {
                    wide.iter_mut().for_each(|m| *m = m.saturating_mul(factor));
                }
            }
        }
        self.scale = self.scale.max(scale);
    }

    /// Widens the column where a magnitude does not fit in 64 bits.
    fn make_room_for(&mut self, magnitude: u128) {
        if let Store::Narrow(narrow) = &self.store
            && i64::try_from(magnitude).is_err()
        {
            let mut wide = with_room(narrow.capacity());
            wide.extend(narrow.iter().map(|&mantissa| i128::from(mantissa)));
            self.store = Store::Wide(wide);
        }
    }

    /// Appends a mantissa at the column's scale.
    fn push_mantissa(&mut self, mantissa: i128) {
        let magnitude = mantissa.unsigned_abs();
        self.largest = self.largest.max(magnitude);
        self.make_room_for(magnitude);
        match &mut self.store {
            Store::Narrow(narrow) => narrow.extend(i64::try_from(mantissa)),
            Store::Wide(wide) => wide.push(mantissa),
        }
    }

    /// Appends the amounts of another column; all of them or, where one overflows, none.
    pub(crate) fn append(&mut self, mut other: Self) -> Result<()> {
        if other.len() == 0 {
            return Ok(());
        }
        self.align(&mut other)?;
        self.largest = self.largest.max(other.largest);
        self.make_room_for(other.largest);
        match (&mut self.store, &other.store) {
            (Store::Narrow(ours), Store::Narrow(theirs)) => ours.extend_from_slice(theirs),
            (Store::Narrow(ours), Store::Wide(theirs)) => {
                ours.extend(theirs.iter().filter_map(|&wide| i64::try_from(wide).ok()));
            }
            (Store::Wide(ours), _) => ours.extend(other.all().iter()),
        }
        Ok(())
    }

    /// Brings two columns to one scale, or leaves both as they are where an amount does not fit.
    fn align(&mut self, other: &mut Self) -> Result<()> {
        let common = self.scale.max(other.scale);
        if !self.aligns_with(other) {
            let beyond = |&mantissa: &i128| rescale(mantissa, other.scale, common).is_none();
            let all_beyond = !self.fits(common);
            let amount = other
                .all()
                .iter()
                .find(|amount| all_beyond || beyond(amount));
            return Err(no_common_scale(to_decimal(
                amount.unwrap_or_default(),
                other.scale,
            )?));
        }
        self.raise_scale(common);
        other.raise_scale(common);
        Ok(())
    }

    /// Returns whether two columns can be brought to one scale.
    pub(crate) fn aligns_with(&self, other: &Self) -> bool {
        let common = self.scale.max(other.scale);
        self.fits(common) && other.fits(common)
    }

    /// Makes one column of two, whose mantissas `merge` sees at one scale.
    pub(crate) fn merged(mut self, mut other: Self, merge: impl Merge) -> Result<Self> {
        self.align(&mut other)?;
        let store = match (self.store, other.store) {
            (Store::Narrow(ours), Store::Narrow(theirs)) => {
                Store::Narrow(merge.merge(&ours, &theirs))
            }
            (ours, theirs) => Store::Wide(merge.merge(&ours.into_wide(), &theirs.into_wide())),
        };
        Ok(Self {
            scale: self.scale,
            largest: self.largest.max(other.largest),
            store,
        })
    }

    /// The mantissas, narrow or wide.
    pub(crate) fn into_narrow(self) -> std::result::Result<Vec<i64>, Vec<i128>> {
        match self.store {
            Store::Narrow(narrow) => Ok(narrow),
            Store::Wide(wide) => Err(wide),
        }
    }

    /// Rearranges the mantissas if they are narrow, which `rearrange` is told the largest magnitude of;
    /// it may return `false` where it left them as they are.
    pub(crate) fn rearrange_narrow(
        &mut self,
        rearrange: impl FnOnce(&mut [i64], u64) -> bool,
    ) -> bool {
        match (&mut self.store, u64::try_from(self.largest)) {
            (Store::Narrow(narrow), Ok(largest)) => rearrange(narrow, largest),
            _ => false,
        }
    }

    pub(crate) fn len(&self) -> usize {
        match &self.store {
            Store::Narrow(narrow) => narrow.len(),
            Store::Wide(wide) => wide.len(),
        }
    }

    pub(crate) fn scale(&self) -> u32 {
        self.scale
    }

    /// The whole column.
    pub(crate) fn all(&self) -> Mantissas<'_> {
        match &self.store {
            Store::Narrow(narrow) => Mantissas::Narrow(narrow),
            Store::Wide(wide) => Mantissas::Wide(wide),
        }
    }

    /// Moves each row `i` to `to[i]`, which must be a permutation.
    pub(crate) fn permute(&mut self, to: &[u32]) {
        match &mut self.store {
            Store::Narrow(narrow) => *narrow = permuted(narrow, to),
            Store::Wide(wide) => *wide = permuted(wide, to),
        }
    }

    /// Takes the rows at these places, in their order.
    pub(crate) fn gather(&mut self, places: impl Iterator<Item = u32>) {
        match &mut self.store {
            Store::Narrow(narrow) => *narrow = gathered(narrow, places),
            Store::Wide(wide) => *wide = gathered(wide, places),
        }
    }

    /// Sorts the rows of `range` by the key beside them, then by amount. `scratch` is emptied and
    /// reused.
    pub(crate) fn sort_within<K: Copy + Ord>(
        &mut self,
        keys: &mut [K],
        range: std::ops::Range<usize>,
        scratch: &mut Vec<(K, i128)>,
    ) {
        let Some(keys) = keys.get_mut(range.clone()) else {
            return;
        };
        match &mut self.store {
            Store::Narrow(narrow) => {
                if let Some(values) = narrow.get_mut(range) {
                    sort_pairs(keys, values, scratch, |wide| wide as i64);
                }
            }
            Store::Wide(wide) => {
                if let Some(values) = wide.get_mut(range) {
                    sort_pairs(keys, values, scratch, |wide| wide);
                }
            }
        }
    }
}

fn no_common_scale(amount: Decimal) -> Error {
    Error::overflow("a sum of amounts with so many digits", amount).with_cure(TOO_MANY_DIGITS)
}

/// An empty vector with room for so many elements, or with none where that is not to be had: a
/// caller's hint of a size may be anything.
pub(crate) fn with_room<T>(capacity: usize) -> Vec<T> {
    let mut vector = Vec::new();
    let _ = vector.try_reserve_exact(capacity);
    vector
}

/// The elements with `values[i]` moved to `to[i]`.
pub(crate) fn permuted<T: Copy>(values: &[T], to: &[u32]) -> Vec<T> {
    let Some(&first) = values.first() else {
        return Vec::new();
    };
    let mut moved = vec![first; values.len()];
    for (&value, &to) in values.iter().zip(to) {
        if let Some(place) = moved.get_mut(to as usize) {
            *place = value;
        }
    }
    moved
}

fn gathered<T: Copy>(values: &[T], places: impl Iterator<Item = u32>) -> Vec<T> {
    let mut taken = Vec::with_capacity(values.len());
    taken.extend(places.filter_map(|place| values.get(place as usize).copied()));
    taken
}

fn sort_pairs<K: Copy + Ord, V: Copy + Ord + Into<i128>>(
    keys: &mut [K],
    values: &mut [V],
    scratch: &mut Vec<(K, i128)>,
    back: impl Fn(i128) -> V,
) {
    let ordered = keys.iter().zip(values.iter()).is_sorted_by(|a, b| a <= b);
    if ordered {
        return;
    }
    scratch.clear();
    scratch.extend(
        keys.iter()
            .zip(values.iter())
            .map(|(&key, &value)| (key, value.into())),
    );
    scratch.sort_unstable();
    for ((key, value), &(sorted_key, sorted_value)) in
        keys.iter_mut().zip(values.iter_mut()).zip(scratch.iter())
    {
        *key = sorted_key;
        *value = back(sorted_value);
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Column {
    /// As the sequence of its amounts.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let amounts: Result<Vec<Decimal>> = self
            .all()
            .iter()
            .map(|mantissa| to_decimal(mantissa, self.scale))
            .collect();
        let amounts = amounts.map_err(serde::ser::Error::custom)?;
        crate::serde_money::sequence::serialize(&amounts, serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Column {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let amounts = crate::serde_money::sequence::deserialize(deserializer)?;
        Self::from_amounts(amounts).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
