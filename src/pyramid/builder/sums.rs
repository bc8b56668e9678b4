use super::accumulate::Seen;
use crate::keyed::Kept;
use crate::numeric::money::rescale;
use crate::{Error, Result};

/// What is known of each customer of a part, by code.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    /// At the decimal places of the [`Volume`], in which all of them fit.
    pub(super) sums: Mantissas,
    /// How far each customer has been seen.
    pub(super) seen: Vec<Seen>,
}

/// Sums of mantissas: wide only where one does not fit in 64 bits.
#[derive(Debug, Clone)]
pub(super) enum Mantissas {
    Narrow(Vec<i64>),
    Wide(Vec<i128>),
}

impl Default for Mantissas {
    fn default() -> Self {
        Self::Narrow(Vec::new())
    }
}

impl Mantissas {
    pub(super) fn get(&self, code: u32) -> Option<i128> {
        match self {
            Self::Narrow(sums) => sums.get(code as usize).map(|&sum| sum.into()),
            Self::Wide(sums) => sums.get(code as usize).copied(),
        }
    }

    /// Adds to the sum of a customer, who may be the next new one.
    fn add(&mut self, code: u32, amount: i128) {
        let sum = self.get(code).map(|sum| sum.saturating_add(amount));
        let sum = sum.unwrap_or(amount);
        if let Self::Narrow(sums) = self {
            match i64::try_from(sum) {
                Ok(sum) => return put(sums, code, sum),
                Err(_) => *self = Self::Wide(sums.iter().map(|&sum| sum.into()).collect()),
            }
        }
        if let Self::Wide(sums) = self {
            put(sums, code, sum);
        }
    }

    fn into_wide(self) -> Vec<i128> {
        match self {
            Self::Narrow(sums) => sums.into_iter().map(i128::from).collect(),
            Self::Wide(sums) => sums,
        }
    }

    /// Appends the sums of other customers.
    pub(super) fn append(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::Narrow(ours), Self::Narrow(theirs)) => ours.extend(theirs),
            (Self::Wide(ours), theirs) => ours.extend(theirs.into_wide()),
            (Self::Narrow(_), Self::Wide(theirs)) => {
                let mut ours = std::mem::take(self).into_wide();
                ours.extend(theirs);
                *self = Self::Wide(ours);
            }
        }
    }
}

/// Puts what is known of a customer where it stands, or at the end.
fn put<T>(known: &mut Vec<T>, code: u32, value: T) {
    match known.get_mut(code as usize) {
        Some(place) => *place = value,
        None => known.push(value),
    }
}

impl Kept for Sums {
    /// The positive amount of a purchase.
    type Row = i64;

    const OF_EACH_ROW: bool = false;

    fn reserve(&mut self, _: usize) {}

    #[inline]
    fn add(&mut self, code: u32, amount: i64) {
        if let Mantissas::Narrow(sums) = &mut self.sums
            && let Some(sum) = sums.get_mut(code as usize)
            && let Some(seen) = self.seen.get_mut(code as usize)
            && let Some(more) = sum.checked_add(amount)
        {
            (*sum, *seen) = (more, Seen::Bought);
            return;
        }
        self.book(code, amount.into(), Seen::Bought);
    }

    fn merge(&mut self, other: Self, codes: &[u32]) {
        let sums = (0..).map_while(|code| other.sums.get(code));
        for ((&code, sum), seen) in codes.iter().zip(sums).zip(other.seen) {
            self.book(code, sum, seen);
        }
    }
}

impl Sums {
    /// Adds to what is known of a customer, who may be the next new one.
    #[inline(never)]
    pub(super) fn book(&mut self, code: u32, amount: i128, seen: Seen) {
        self.sums.add(code, amount);
        let last = self.seen.get(code as usize).copied();
        put(
            &mut self.seen,
            code,
            last.map_or(seen, |last| seen.max(last)),
        );
    }

    /// Rewrites the sums with more decimal places.
    pub(super) fn rescale(&mut self, from: u32, to: u32) {
        let sums = std::mem::take(&mut self.sums).into_wide();
        for (code, sum) in (0..).zip(sums) {
            self.sums.add(code, rescale(sum, from, to).unwrap_or(sum));
        }
    }
}

/// All amounts together, without their signs, as an integer with so many decimal places.
///
/// It fits in 128 bits. So every sum of theirs does, in whichever order the amounts come, and whether
/// another amount fits is known at once.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Volume {
    pub(super) scale: u32,
    pub(super) amount: i128,
}

impl Volume {
    /// Returns what it is with more at some scale.
    ///
    /// # Errors
    /// [`Error::Overflow`] with `value` if there is not room for so much.
    pub(super) fn and(self, more: Self, value: impl std::fmt::Display) -> Result<Self> {
        let scale = self.scale.max(more.scale);
        let ours = rescale(self.amount, self.scale, scale);
        let theirs = rescale(more.amount, more.scale, scale);
        let amount = ours
            .zip(theirs)
            .and_then(|(ours, theirs)| ours.checked_add(theirs));
        match amount {
            Some(amount) => Ok(Self { scale, amount }),
            None => Err(Error::overflow("the revenue of a customer", value)),
        }
    }
}
