use crate::Result;
use crate::error::Error;
use crate::estimate::Proportion;

pub(super) mod sealed {
    pub trait Sealed {}
}

/// The classes into which a system places customers: [`Level`](super::Level),
/// [`Condition`](super::Condition), [`CustomerType`](super::CustomerType), [`Zone`](super::Zone),
/// [`Step`](super::Step), [`AakerLevel`](super::AakerLevel). Sealed: nothing else is one.
pub trait Class: sealed::Sealed + Copy + Ord + 'static {
    /// Every class, in order.
    const CLASSES: &'static [Self];
}

macro_rules! class {
    ($($name:path),+ $(,)?) => {
        $(
            impl $crate::loyalty::counted::sealed::Sealed for $name {}
            impl $crate::loyalty::Class for $name {
                const CLASSES: &'static [Self] = Self::ALL;
            }
        )+
    };
}
pub(super) use class;

/// How many customers stand in each class, and how many could not be placed.
///
/// Parts merge, and the order of customers does not matter.
///
/// ```
/// use retention::loyalty::{Counted, Level};
///
/// let levels = [Some(Level::Preference), None, Some(Level::Committed), Some(Level::Preference)];
/// let counted: Counted<Level> = levels.into_iter().collect();
/// assert_eq!((counted.placed(), counted.unplaced()), (3, 1));
/// assert_eq!(counted.share(Level::Preference).value(), Some(2.0 / 3.0));
/// assert_eq!(counted.count(Level::NoLoyalty), 0);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Counted<C> {
    counts: Vec<(C, u64)>,
    unplaced: u64,
}

impl<C: Class> Default for Counted<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C: Class> Counted<C> {
    /// Nobody yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            counts: C::CLASSES.iter().map(|&class| (class, 0)).collect(),
            unplaced: 0,
        }
    }

    /// Adds a customer; `None` is one who could not be placed.
    pub fn push(&mut self, class: Option<C>) {
        match class {
            Some(class) => {
                if let Some((_, count)) = self.counts.iter_mut().find(|(c, _)| *c == class) {
                    *count += 1;
                }
            }
            None => self.unplaced += 1,
        }
    }

    /// Adds the customers of another part, none of whom is in this one.
    ///
    /// # Errors
    /// [`Error::Overflow`] where all customers together exceed 64 bits; nothing is then added.
    pub fn merge(&mut self, other: Self) -> Result<()> {
        let all = |counted: &Self| counted.placed().checked_add(counted.unplaced);
        all(self)
            .zip(all(&other))
            .and_then(|(ours, theirs)| ours.checked_add(theirs))
            .ok_or_else(|| Error::overflow("counting customers", u64::MAX))?;
        for ((_, ours), (_, theirs)) in self.counts.iter_mut().zip(other.counts) {
            *ours += theirs;
        }
        self.unplaced += other.unplaced;
        Ok(())
    }

    /// How many stand in this class.
    #[must_use]
    pub fn count(&self, class: C) -> u64 {
        let found = self.counts.iter().find(|(c, _)| *c == class);
        found.map_or(0, |&(_, count)| count)
    }

    /// How many stand in one of the classes.
    #[must_use]
    pub fn placed(&self) -> u64 {
        self.counts.iter().map(|(_, count)| count).sum()
    }

    /// How many could not be placed, for want of evidence.
    #[must_use]
    pub const fn unplaced(&self) -> u64 {
        self.unplaced
    }

    /// Those in this class, of all placed.
    #[must_use]
    pub fn share(&self, class: C) -> Proportion {
        let count = self.count(class);
        Proportion::of_parts(count, self.placed() - count)
    }

    /// Every class in order, with its share of all placed.
    pub fn iter(&self) -> impl Iterator<Item = (C, Proportion)> + '_ {
        C::CLASSES.iter().map(|&class| (class, self.share(class)))
    }
}

impl<C: Class> Extend<Option<C>> for Counted<C> {
    fn extend<I: IntoIterator<Item = Option<C>>>(&mut self, classes: I) {
        classes.into_iter().for_each(|class| self.push(class));
    }
}

impl<C: Class> FromIterator<Option<C>> for Counted<C> {
    fn from_iter<I: IntoIterator<Item = Option<C>>>(classes: I) -> Self {
        let mut counted = Self::new();
        counted.extend(classes);
        counted
    }
}
