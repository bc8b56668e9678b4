//! A column of exact amounts.

use rust_decimal::Decimal;

use super::mantissas::Mantissas;
#[cfg(feature = "serde")]
use super::money::to_decimal;
use super::money::{narrow, rescale};
use super::places::Places;
use crate::Result;

/// Amounts at one scale. Columns of equal amounts are equal, whatever their scales.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    places: Places,
    store: Store,
}

impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        let scale = self.places.scale().max(other.places.scale());
        let ours = self
            .all()
            .iter()
            .map(|m| rescale(m, self.places.scale(), scale));
        let theirs = other
            .all()
            .iter()
            .map(|m| rescale(m, other.places.scale(), scale));
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
            places: Places::default(),
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
            places: Places::new(scale, magnitudes.max().unwrap_or(0).into()),
            store: Store::Narrow(mantissas),
        }
    }

    /// Mantissas of these places, none of which is larger than the largest there.
    pub(crate) const fn of_places(places: Places, mantissas: Vec<i64>) -> Self {
        Self {
            places,
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
            places: Places::new(scale, largest),
            store: Store::Wide(mantissas),
        }
    }

    /// Appends an amount. A refusal costs the same however many rows there are.
    #[inline]
    pub(crate) fn push(&mut self, amount: Decimal) -> Result<()> {
        if amount.scale() == self.places.scale()
            && let Store::Narrow(held) = &mut self.store
            && let Some(mantissa) = narrow(amount)
        {
            self.places.note(mantissa.unsigned_abs().into());
            held.push(mantissa);
            return Ok(());
        }
        self.push_raised(amount)
    }

    /// Appends an amount of a smaller scale.
    fn push_raised(&mut self, amount: Decimal) -> Result<()> {
        let steps = self.places.scale().checked_sub(amount.scale());
        let factor = steps.and_then(|steps| 10_i64.checked_pow(steps));
        if let Store::Narrow(held) = &mut self.store
            && let Some(mantissa) = narrow(amount)
            && let Some(mantissa) = factor.and_then(|factor| mantissa.checked_mul(factor))
        {
            self.places.note(mantissa.unsigned_abs().into());
            held.push(mantissa);
            return Ok(());
        }
        self.push_other(amount)
    }

    #[cold]
    fn push_other(&mut self, amount: Decimal) -> Result<()> {
        let (mantissa, factor) = self.places.take(amount)?;
        self.multiply(factor);
        match &mut self.store {
            Store::Narrow(narrow) => narrow.extend(i64::try_from(mantissa)),
            Store::Wide(wide) => wide.push(mantissa),
        }
        Ok(())
    }

    /// Multiplies all mantissas by what they fit with, and widens the column where one does not fit in
    /// 64 bits.
    fn multiply(&mut self, factor: i128) {
        self.make_room_for(self.places.largest());
        if factor == 1 {
            return;
        }
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

    /// Returns whether two columns can be brought to one scale.
    pub(crate) fn aligns_with(&self, other: &Self) -> bool {
        let mut places = self.places;
        places.join(other.places).is_ok()
    }

    /// Makes one column of two, whose mantissas `merge` sees at one scale.
    pub(crate) fn merged(mut self, mut other: Self, merge: impl Merge) -> Result<Self> {
        let (ours, theirs) = self.places.join(other.places)?;
        self.multiply(ours);
        other.places = self.places;
        other.multiply(theirs);
        let store = match (self.store, other.store) {
            (Store::Narrow(ours), Store::Narrow(theirs)) => {
                Store::Narrow(merge.merge(&ours, &theirs))
            }
            (ours, theirs) => Store::Wide(merge.merge(&ours.into_wide(), &theirs.into_wide())),
        };
        Ok(Self {
            places: self.places,
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

    pub(crate) fn len(&self) -> usize {
        match &self.store {
            Store::Narrow(narrow) => narrow.len(),
            Store::Wide(wide) => wide.len(),
        }
    }

    pub(crate) fn scale(&self) -> u32 {
        self.places.scale()
    }

    /// The whole column.
    pub(crate) fn all(&self) -> Mantissas<'_> {
        match &self.store {
            Store::Narrow(narrow) => Mantissas::Narrow(narrow),
            Store::Wide(wide) => Mantissas::Wide(wide),
        }
    }

    /// Takes the rows at these places, in their order.
    pub(crate) fn gather(&mut self, places: impl Iterator<Item = u32>) {
        match &mut self.store {
            Store::Narrow(narrow) => *narrow = gathered(narrow, places),
            Store::Wide(wide) => *wide = gathered(wide, places),
        }
    }
}

/// An empty vector with room for so many elements, or with none where that is not to be had: a
/// caller's hint of a size may be anything.
pub(crate) fn with_room<T>(capacity: usize) -> Vec<T> {
    let mut vector = Vec::new();
    let _ = vector.try_reserve_exact(capacity);
    vector
}

fn gathered<T: Copy>(values: &[T], places: impl Iterator<Item = u32>) -> Vec<T> {
    let mut taken = Vec::with_capacity(values.len());
    taken.extend(places.filter_map(|place| values.get(place as usize).copied()));
    taken
}

#[cfg(feature = "serde")]
impl serde::Serialize for Column {
    /// As the sequence of its amounts.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let amounts: Result<Vec<Decimal>> = self
            .all()
            .iter()
            .map(|mantissa| to_decimal(mantissa, self.places.scale()))
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
