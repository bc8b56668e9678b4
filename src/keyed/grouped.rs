//! Rows grouped by customer, whatever the number of customers.

use std::fmt::Debug;
use std::hash::Hash;

use super::interner::{Hasher, Interner, Tag};
use crate::threads;

/// What is kept of the rows of some customers, each of whom has a code.
pub(crate) trait Kept: Default {
    /// A row without its customer.
    type Row: Copy + Debug;

    /// Whether what is kept takes room for each row, so that what waits must not take as much.
    const OF_EACH_ROW: bool;

    /// Makes room for so many rows of customers to come.
    fn reserve(&mut self, rows: usize);

    /// Takes a row of the customer with a code, which is at most one more than the largest so far.
    fn add(&mut self, code: u32, row: Self::Row);

    /// Takes what was kept of other customers, whose codes are `codes` here.
    fn merge(&mut self, other: Self, codes: &[u32]);
}

/// Rows grouped by customer in parts of the customers.
///
/// The hash of a customer says in which part they are. Rows wait until there are many; then one part
/// after the other takes its own, so that its customers stay near the processor. Nothing that comes out
/// depends on the hash.
#[derive(Debug, Clone)]
pub(crate) struct Grouped<Id, K: Kept> {
    hasher: Hasher,
    parts: Vec<Part<Id, K>>,
    /// How many rows wait since they were merged.
    merged: usize,
    /// How many may wait, or a few more.
    limit: usize,
    /// How many waited before.
    settled: usize,
}

/// The customers of one part, with what is kept of their rows.
#[derive(Debug, Clone)]
pub(crate) struct Part<Id, K: Kept> {
    customers: Interner<Id>,
    kept: K,
    waiting: Vec<Waiting<Id, K::Row>>,
    /// Rows that wait since they were merged.
    merged: Vec<Vec<Waiting<Id, K::Row>>>,
    /// Rows have waited before.
    settled: bool,
}

/// A row whose customer is yet to be looked up.
#[derive(Debug, Clone, Copy)]
struct Waiting<Id, R> {
    customer: Id,
    tag: Tag,
    row: R,
}

/// The parts, by the first bits of a tag. The customers of ten million rows then stay near the processor,
/// a part at a time, and a hundred rows do not wait for parts to be made.
const PARTS: usize = 64;
const SHIFT: u32 = Tag::BITS - PARTS.trailing_zeros();

/// The rows that wait at most. A part is worth its way to the processor if each of its customers is looked
/// up about once; where there are few customers, what waits had better stay near the processor itself.
const MOST_WAITING: usize = 1 << 20;
const FEW_WAITING: usize = 1 << 16;

/// The rows that wait at most if their keys own memory or lie elsewhere, as texts do: what was read to hash
/// them is then near when they are compared, and what one gives back serves the next.
const MOST_TEXTS: usize = 1 << 10;

/// Whether keys are not just numbers.
const fn are_texts<Id>() -> bool {
    std::mem::needs_drop::<Id>() || size_of::<Id>() > size_of::<u64>()
}

impl<Id, K: Kept> Default for Part<Id, K> {
    fn default() -> Self {
        Self {
            customers: Interner::default(),
            kept: K::default(),
            waiting: Vec::new(),
            merged: Vec::new(),
            settled: false,
        }
    }
}

impl<Id, K: Kept> Grouped<Id, K> {
    /// With room for so many rows.
    pub(crate) fn with_capacity(rows: usize) -> Self {
        let mut parts = Vec::new();
        parts.resize_with(PARTS, Part::default);
        let mut groups = Self {
            hasher: Hasher::default(),
            parts,
            merged: 0,
            limit: Self::limit(rows, 0),
            settled: 0,
        };
        groups.reserve(rows);
        groups
    }

    /// With room for so many rows, all of which wait unless their keys are texts.
    #[cfg(feature = "rayon")]
    pub(crate) fn waiting(rows: usize) -> Self {
        let mut groups = Self::with_capacity(0);
        if !are_texts::<Id>() {
            groups.limit = usize::MAX;
        }
        groups.reserve(rows);
        groups
    }

    /// How many rows may wait once there are so many rows, of so many customers.
    fn limit(rows: usize, customers: usize) -> usize {
        if are_texts::<Id>() {
            return MOST_TEXTS;
        }
        let enough = if K::OF_EACH_ROW { rows } else { customers };
        enough.clamp(FEW_WAITING, MOST_WAITING)
    }

    /// Makes room for so many rows more.
    pub(crate) fn reserve(&mut self, rows: usize) {
        if rows <= PARTS {
            return;
        }
        // Parts differ a little.
        let each = rows.min(self.limit) / PARTS;
        let room = each.saturating_add(each / 32).saturating_add(16);
        for Part { waiting, .. } in &mut self.parts {
            let _ = waiting.try_reserve(room);
        }
    }

    /// Rewrites what is kept and what waits, part by part.
    pub(crate) fn map<L: Kept>(
        self,
        kept: impl Fn(K) -> L,
        row: impl Fn(K::Row) -> L::Row,
    ) -> Grouped<Id, L> {
        let rows = |rows: Vec<Waiting<Id, K::Row>>| -> Vec<Waiting<Id, L::Row>> {
            rows.into_iter().map(|waiting| waiting.map(&row)).collect()
        };
        let part = |part: Part<Id, K>| Part {
            customers: part.customers,
            kept: kept(part.kept),
            waiting: rows(part.waiting),
            merged: part.merged.into_iter().map(rows).collect(),
            settled: part.settled,
        };
        Grouped {
            hasher: self.hasher,
            parts: self.parts.into_iter().map(part).collect(),
            merged: self.merged,
            limit: self.limit,
            settled: self.settled,
        }
    }

    /// Rewrites what is kept of each part.
    pub(crate) fn for_each(&mut self, kept: impl Fn(&mut K)) {
        self.parts.iter_mut().for_each(|part| kept(&mut part.kept));
    }

    /// Rewrites the rows that wait.
    pub(crate) fn for_each_waiting(&mut self, row: impl Fn(&mut K::Row)) {
        let waiting = self.parts.iter_mut().flat_map(|part| {
            let merged = part.merged.iter_mut().flatten();
            part.waiting.iter_mut().chain(merged)
        });
        waiting.for_each(|waiting| row(&mut waiting.row));
    }
}

impl<Id, R> Waiting<Id, R> {
    fn map<S>(self, row: impl Fn(R) -> S) -> Waiting<Id, S> {
        Waiting {
            customer: self.customer,
            tag: self.tag,
            row: row(self.row),
        }
    }
}

impl<Id: Ord + Hash, K: Kept> Grouped<Id, K> {
    /// Takes a row. The caller sees to it that there are no more customers than a `u32` counts.
    #[inline(always)]
    pub(crate) fn push(&mut self, customer: Id, row: K::Row) {
        let tag = self.hasher.tag(&customer);
        let place = (tag >> SHIFT) as usize;
        let full = |part: &Part<Id, K>| part.waiting.len() == part.waiting.capacity();
        if self.parts.get(place).is_some_and(full) {
            self.make_room(place);
        }
        if let Some(part) = self.parts.get_mut(place) {
            part.waiting.push(Waiting { customer, tag, row });
        }
    }

    /// Makes room for a row that is to wait in a part.
    #[cold]
    #[inline(never)]
    fn make_room(&mut self, place: usize) {
        self.settle_many();
        if let Some(part) = self.parts.get_mut(place) {
            part.grow();
        }
    }

    /// Gives what is kept of a customer's part to `f`, with their code.
    pub(crate) fn with(&mut self, customer: Id, f: impl FnOnce(&mut K, u32)) {
        let tag = self.hasher.tag(&customer);
        if let Some(part) = self.parts.get_mut((tag >> SHIFT) as usize) {
            f(&mut part.kept, part.customers.code(customer, tag));
        }
    }

    /// Looks up the customers of the rows that wait.
    #[cold]
    #[inline(never)]
    pub(crate) fn settle(&mut self) {
        self.settled = self.settled.saturating_add(self.count_waiting());
        self.merged = 0;
        self.parts.iter_mut().for_each(Part::settle);
        // What waits takes room beside what is kept.
        let customers = self.parts.iter().map(|part| part.customers.len()).sum();
        // What is sorted had better be much.
        let sorted = self.parts.iter().any(|part| part.customers.is_sorted());
        let customers = if sorted { MOST_WAITING } else { customers };
        self.limit = Self::limit(self.settled / 3, customers);
    }

    /// Takes the rows of another, part by part. Those that wait go on waiting.
    pub(crate) fn merge(&mut self, other: Self) {
        self.settled = self.settled.saturating_add(other.settled);
        self.merged = self.merged.saturating_add(other.count_waiting());
        for (part, mut other) in self.parts.iter_mut().zip(other.parts) {
            part.merged.append(&mut other.merged);
            if !other.waiting.is_empty() {
                part.merged.push(other.waiting);
            }
            let customers = other.customers.into_customers().into_iter();
            let codes: Vec<u32> = customers
                .map(|customer| {
                    let tag = self.hasher.tag(&customer);
                    part.customers.code(customer, tag)
                })
                .collect();
            part.kept.merge(other.kept, &codes);
        }
    }

    /// Looks up the customers of the rows that wait, if there are many.
    pub(crate) fn settle_many(&mut self) {
        if self.count_waiting() >= self.limit {
            self.settle();
        }
    }

    fn count_waiting(&self) -> usize {
        let waiting: usize = self.parts.iter().map(|part| part.waiting.len()).sum();
        waiting.saturating_add(self.merged)
    }

    /// Takes all parts out, each on its own.
    #[cfg(feature = "rayon")]
    pub(crate) fn divide(&mut self) -> impl Iterator<Item = Self> {
        let (hasher, limit) = (self.hasher.clone(), self.limit);
        self.merged = 0;
        std::mem::take(&mut self.parts)
            .into_iter()
            .map(move |part| Self {
                hasher: hasher.clone(),
                merged: part.merged.iter().map(Vec::len).sum(),
                parts: vec![part],
                limit,
                settled: 0,
            })
    }

    /// Puts a part back in the order in which they were taken out.
    #[cfg(feature = "rayon")]
    pub(crate) fn put_back(&mut self, mut part: Self) {
        self.parts.append(&mut part.parts);
        self.merged = self.merged.saturating_add(part.merged);
        self.settled = self.settled.saturating_add(part.settled);
    }

    /// Returns the customers in order, the code of each, and what `finish` makes of what is kept of each
    /// part. The codes go on from part to part.
    pub(crate) fn into_sorted<F: Send>(
        self,
        finish: impl Fn(K) -> F + Send + Sync,
    ) -> (Vec<Id>, Vec<u32>, Vec<F>)
    where
        K: Send,
    {
        let mut sorted: Vec<(Id, u32)> = Vec::new();
        let kept = self.parts.into_iter().map(|mut part| {
            part.settle();
            let next = sorted.len() as u32;
            sorted.extend(part.customers.into_customers().into_iter().zip(next..));
            part.kept
        });
        let finished = threads::in_turn(kept, finish);
        sorted.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let (customers, order) = sorted.into_iter().unzip();
        (customers, order, finished)
    }
}

impl<Id, K: Kept> Part<Id, K> {
    /// Makes sure of room for a row. It grows by a half, so that not much more memory is taken than
    /// needed.
    fn grow(&mut self) {
        if self.waiting.len() < self.waiting.capacity() {
            return;
        }
        // Where there were many rows there will be more.
        let least = if self.settled { 256 } else { 4 };
        let more = (self.waiting.len() / 2).max(least);
        let _ = self.waiting.try_reserve_exact(more);
    }
}

impl<Id: Ord, K: Kept> Part<Id, K> {
    fn settle(&mut self) {
        for rows in std::mem::take(&mut self.merged) {
            self.look_up(rows.into_iter());
        }
        let mut rows = std::mem::take(&mut self.waiting);
        if K::OF_EACH_ROW && !are_texts::<Id>() {
            // Given back, since what is kept takes the room.
            self.look_up(rows.into_iter());
        } else {
            self.look_up(rows.drain(..));
            self.waiting = rows;
        }
    }

    fn look_up(&mut self, rows: impl ExactSizeIterator<Item = Waiting<Id, K::Row>>) {
        self.settled |= rows.len() > 0;
        self.kept.reserve(rows.len());
        self.customers.codes(
            rows.map(|row| (row.customer, row.tag, row.row)),
            |code, row| self.kept.add(code, row),
        );
    }
}
