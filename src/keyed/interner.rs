//! A number for each customer.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hash};

use foldhash::SharedSeed;
use foldhash::quality::SeedableRandomState;

/// The hash of a customer, the same throughout a program: its first bits choose a part, its last ones a
/// place in the table of the part.
pub(super) type Tag = u32;

/// Hashes customers.
///
/// The seed is drawn from addresses, without a clock or a file: where these never change it is always
/// the same. All hashers of a program have one seed, so that what was grouped by them can be joined part
/// by part. The hash is mixed once more than the fastest would be: multiples of 1,024 would stand side by
/// side in a table.
#[derive(Debug, Clone)]
pub(super) struct Hasher(SeedableRandomState);

impl Default for Hasher {
    fn default() -> Self {
        Self(SeedableRandomState::with_seed(
            0,
            SharedSeed::global_random(),
        ))
    }
}

impl Hasher {
    #[inline]
    pub(super) fn tag<Id: Hash>(&self, customer: &Id) -> Tag {
        let hash = self.0.hash_one(customer);
        (hash >> 32) as u32 ^ hash as u32
    }
}

/// A number for each customer, in the order in which they are first seen.
#[derive(Debug, Clone)]
pub(super) enum Interner<Id> {
    /// By hash, as long as look-ups are short.
    Hashed(Table<Id>),
    /// By order, where the hashes of many customers are alike: whoever chooses the keys can bring that
    /// about, and it must not make a job quadratic.
    Sorted(BTreeMap<Id, u32>),
}

impl<Id> Default for Interner<Id> {
    fn default() -> Self {
        Self::Hashed(Table::default())
    }
}

impl<Id> Interner<Id> {
    /// Returns how many customers there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Hashed(table) => table.customers.len(),
            Self::Sorted(codes) => codes.len(),
        }
    }

    /// Returns whether customers of one hash have been met.
    pub(super) const fn is_sorted(&self) -> bool {
        matches!(self, Self::Sorted(_))
    }
}

impl<Id: Ord> Interner<Id> {
    /// Returns the code of a customer who may be new.
    ///
    /// The caller sees to it that there are no more customers than a `u32` counts.
    pub(super) fn code(&mut self, customer: Id, tag: Tag) -> u32 {
        let mut found = 0;
        self.codes(std::iter::once((customer, tag, ())), |code, ()| {
            found = code
        });
        found
    }

    /// Hands the code of each customer to `take`, with what stands beside the customer.
    ///
    /// The caller sees to it that there are no more customers than a `u32` counts.
    #[inline]
    pub(super) fn codes<R>(
        &mut self,
        mut customers: impl Iterator<Item = (Id, Tag, R)>,
        mut take: impl FnMut(u32, R),
    ) {
        let mut refused = None;
        if let Self::Hashed(table) = self {
            for (customer, tag, row) in customers.by_ref() {
                match table.code(customer, tag) {
                    Ok(code) => take(code, row),
                    Err(customer) => {
                        refused = Some((customer, tag, row));
                        break;
                    }
                }
            }
            if refused.is_none() {
                return;
            }
            self.sort();
        }
        let customers = refused.into_iter().chain(customers);
        if let Self::Sorted(codes) = self {
            // In their order customers are found side by side, and each of them once.
            let mut rows: Vec<(Id, R)> = customers.map(|(id, _, row)| (id, row)).collect();
            rows.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
            let mut rows = rows.into_iter().peekable();
            let mut of_one = Vec::new();
            while let Some((customer, row)) = rows.next() {
                of_one.push(row);
                while let Some((_, row)) = rows.next_if(|(next, _)| *next == customer) {
                    of_one.push(row);
                }
                let next = codes.len() as u32;
                let code = *codes.entry(customer).or_insert(next);
                of_one.drain(..).for_each(|row| take(code, row));
            }
        }
    }

    #[cold]
    fn sort(&mut self) {
        if let Self::Hashed(table) = self {
            let customers = std::mem::take(&mut table.customers);
            *self = Self::Sorted(customers.into_iter().zip(0..).collect());
        }
    }

    /// Returns every customer in the order of their codes.
    pub(super) fn into_customers(self) -> Vec<Id> {
        match self {
            Self::Hashed(table) => table.customers,
            Self::Sorted(codes) => {
                let mut customers: Vec<(Id, u32)> = codes.into_iter().collect();
                customers.sort_unstable_by_key(|&(_, code)| code);
                customers.into_iter().map(|(id, _)| id).collect()
            }
        }
    }
}

/// A table of places, each free or with the tag and the code of a customer, who is looked for from the
/// place that the tag says onwards.
#[derive(Debug, Clone)]
pub(super) struct Table<Id> {
    /// A power of two of them, at most half of them taken. A place holds the tag above the code plus 1; 0
    /// is free.
    places: Vec<u64>,
    /// By code.
    customers: Vec<Id>,
}

impl<Id> Default for Table<Id> {
    fn default() -> Self {
        Self {
            places: Vec::new(),
            customers: Vec::new(),
        }
    }
}

impl<Id> Table<Id> {
    /// A search among customers of different hashes hardly ever passes as many places, since half of them
    /// are free: with linear probing the chance falls by a sixth with each place, to about 2 · 10⁻¹¹. If
    /// it happens, the customers of that part are sorted, and the result is the same.
    const LONGEST: u32 = 128;

    const FEWEST: usize = 8;

    fn grow(&mut self) {
        let size = self.places.len().saturating_mul(2).max(Self::FEWEST);
        let taken = std::mem::replace(&mut self.places, vec![0; size]);
        let taken = taken.into_iter().filter(|&place| place != 0);
        taken.for_each(|place| self.put(place));
    }

    /// Puts a place with its tag where the first is free.
    fn put(&mut self, place: u64) {
        let mask = self.places.len().wrapping_sub(1);
        let mut at = (place >> 32) as usize & mask;
        while self.places.get(at).is_some_and(|&place| place != 0) {
            at = at.wrapping_add(1) & mask;
        }
        if let Some(free) = self.places.get_mut(at) {
            *free = place;
        }
    }
}

impl<Id: Eq> Table<Id> {
    /// Returns the code of a customer who may be new, or the customer if the search would be too long.
    #[inline]
    fn code(&mut self, customer: Id, tag: Tag) -> Result<u32, Id> {
        let mask = self.places.len().wrapping_sub(1);
        let mut at = tag as usize & mask;
        let mut steps = 0;
        // An empty table has no place.
        while let Some(&place) = self.places.get(at) {
            if place == 0 {
                break;
            }
            let code = (place as u32).wrapping_sub(1);
            if (place >> 32) as u32 == tag && self.customers.get(code as usize) == Some(&customer) {
                return Ok(code);
            }
            at = at.wrapping_add(1) & mask;
            steps += 1;
            if steps > Self::LONGEST {
                return Err(customer);
            }
        }
        Ok(self.insert(customer, tag))
    }

    /// Gives a new customer a code.
    #[inline(never)]
    fn insert(&mut self, customer: Id, tag: Tag) -> u32 {
        if self.customers.len().saturating_mul(2) >= self.places.len() {
            self.grow();
        }
        let code = self.customers.len() as u32;
        self.put(u64::from(tag) << 32 | u64::from(code).wrapping_add(1));
        self.customers.push(customer);
        code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether so many customers are looked up by hash, in one table.
    fn are_hashed<Id: Ord + Hash>(customers: impl Iterator<Item = Id>) -> bool {
        let (mut interner, hasher) = (Interner::default(), Hasher::default());
        for (customer, code) in customers.zip(0..) {
            let tag = hasher.tag(&customer);
            assert_eq!(interner.code(customer, tag), code);
        }
        !interner.is_sorted()
    }

    #[test]
    fn keys_as_shops_have_them_are_not_sorted() {
        let numbers = || 0..200_000_u64;
        assert!(are_hashed(numbers()));
        assert!(are_hashed(numbers().map(|number| number as u32)));
        for step in [10, 1024, 1 << 32, 1 << 44, 0x9e37_79b9_7f4a_7c15] {
            assert!(
                are_hashed(numbers().map(|number| number.wrapping_mul(step))),
                "{step}"
            );
        }
        assert!(are_hashed(numbers().map(u64::reverse_bits)));
        assert!(are_hashed(numbers().map(|number| u128::from(number) << 64)));
        assert!(are_hashed(
            numbers().map(|number| (number % 100, number / 100))
        ));
        assert!(are_hashed(
            numbers().map(|number| format!("customer-{number:08}"))
        ));
    }

    #[test]
    fn keys_of_one_hash_are_sorted_and_keep_their_codes() {
        let mut interner = Interner::default();
        for customer in 0..1_000_u32 {
            assert_eq!(interner.code(customer.reverse_bits(), 7), customer);
        }
        assert!(interner.is_sorted());
        assert_eq!(interner.len(), 1_000);
        for customer in 0..1_000_u32 {
            assert_eq!(interner.code(customer.reverse_bits(), 7), customer);
        }
        let customers = interner.into_customers().into_iter();
        assert!(customers.eq((0..1_000).map(u32::reverse_bits)));
    }
}
