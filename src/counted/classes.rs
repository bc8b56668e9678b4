use std::fmt::Display;

use super::Tally;
use crate::Result;
use crate::accumulate::{Accumulator, Version, Weighted, extend_by_blocks};
use crate::estimate::WeightedProportion;
use crate::macros::checked_state;
use crate::scale::respondent_weight;

/// A class that a customer can be in: any enum of the crate whose variants have no fields.
///
/// Sealed: only the crate implements it.
///
/// See the [example](crate::counted::Counter).
pub trait Class: crate::sealed::Sealed + Copy + Ord + Display + 'static {
    /// Every class, in order.
    const CLASSES: &'static [Self];

    /// Returns the position of the class among all of them.
    fn position(self) -> usize;
}

/// Counts how many customers stand in each class, by weight where they have one.
///
/// A row is the class of a customer, or `None` if the class is not known.
///
/// ```
/// use retention::accumulate::{Accumulator, Weighted};
/// use retention::counted::Counter;
/// use retention::pyramid::Status;
///
/// let mut counter = Counter::new();
/// counter.push_weighted(Some(Status::Active), 3.0)?;
/// counter.push_weighted(Some(Status::Inactive), 1.0)?;
/// assert_eq!(counter.finish()?.share(Status::Active).value(), Some(0.75));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", bound = "C: Class", deny_unknown_fields)
)]
pub struct Counter<C> {
    version: Version,
    tally: Tally,
    classes: Classes<C>,
}

/// The classes that are counted. They are written by name, so that the state of a counter of other
/// classes is refused.
#[derive(Debug, Clone, PartialEq)]
struct Classes<C>(std::marker::PhantomData<fn() -> C>);

#[cfg(feature = "serde")]
impl<C: Class> serde::Serialize for Classes<C> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(C::CLASSES.iter().map(C::to_string))
    }
}

#[cfg(feature = "serde")]
impl<'de, C: Class> serde::Deserialize<'de> for Classes<C> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let found = Vec::<String>::deserialize(deserializer)?;
        let expected: Vec<String> = C::CLASSES.iter().map(C::to_string).collect();
        crate::error::same("classes", &expected, &found).map_err(serde::de::Error::custom)?;
        Ok(Self(std::marker::PhantomData))
    }
}

checked_state!(Counter<C: Class>);

/// No enum that customers are counted by has as many classes.
const PLACES: usize = 32;

impl<C: Class> Default for Counter<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C: Class> Counter<C> {
    /// Creates an empty counter.
    #[must_use]
    pub fn new() -> Self {
        Self {
            version: Version,
            tally: Tally::new(C::CLASSES.len()),
            classes: Classes(std::marker::PhantomData),
        }
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        self.tally.check(C::CLASSES.len())?;
        Ok(self)
    }

    /// Adds this many customers of a class that were counted elsewhere.
    ///
    /// # Errors
    /// [`Error::Overflow`](crate::Error::Overflow) beyond 2⁶⁴ − 1 customers.
    pub fn add(&mut self, class: C, count: u64) -> Result<()> {
        self.tally.add(Some(class.position()), count, 1.0)
    }

    pub(crate) const fn tally(&self) -> &Tally {
        &self.tally
    }

    fn add_one(&mut self, class: Option<C>, weight: f64) -> Result<()> {
        self.tally.add(class.map(C::position), 1, weight)
    }
}

impl<C: Class> crate::sealed::Sealed for Counter<C> {}

impl<C: Class> Accumulator for Counter<C> {
    type Row<'r> = Option<C>;
    type Output = Counted<C>;

    fn fresh(&self) -> Self {
        Self::new()
    }

    fn rows(&self) -> u64 {
        self.tally.respondents()
    }

    /// Adds one customer, `None` if the class is not known.
    ///
    /// # Errors
    /// [`Error::Overflow`](crate::Error::Overflow) beyond 2⁶⁴ − 1 customers.
    fn push(&mut self, class: Option<C>) -> Result<()> {
        self.add_one(class, 1.0)
    }

    fn extend<'r>(&mut self, classes: impl IntoIterator<Item = Self::Row<'r>>) -> Result<()> {
        let classes = classes.into_iter();
        if !self.tally.is_whole() {
            return extend_by_blocks(self, classes);
        }
        let none = C::CLASSES.len();
        self.tally
            .add_each::<PLACES>(classes.map(|class| Ok(class.map_or(none, C::position))))
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        self.tally.merge(&other.tally)
    }

    /// Returns the counts. It never fails.
    fn finish(self) -> Result<Counted<C>> {
        Ok(Counted::of(&self.tally))
    }
}

impl<C: Class> Weighted for Counter<C> {
    fn push_weighted(&mut self, class: Option<C>, weight: f64) -> Result<()> {
        let weight = respondent_weight(weight).map_err(|error| error.at_row(self.rows()))?;
        self.add_one(class, weight)
    }
}

/// How many customers stand in each class, and how many classes are not known.
///
/// See the [example](crate::counted::Counter).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Counted<C> {
    /// Every class in order, with its customers.
    pub classes: Vec<Count<C>>,
    /// Customers whose class is known.
    pub placed: u64,
    /// Customers whose class is not known because data are missing.
    pub missing: u64,
}

/// One class of a [`Counted`].
///
/// See the [example](crate::counted::Counter).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Count<C> {
    /// The class.
    pub class: C,
    /// How many customers stand in it.
    pub customers: u64,
    /// Their share of all customers whose class is known, by weight.
    pub share: WeightedProportion,
}

impl<C: Class> Counted<C> {
    pub(crate) fn of(tally: &Tally) -> Self {
        let classes = C::CLASSES.iter().map(|&class| Count {
            class,
            customers: tally.count(class.position()),
            share: tally.share(class.position()),
        });
        Self {
            classes: classes.collect(),
            placed: tally.answered(),
            missing: tally.missing(),
        }
    }

    /// Takes the number of customers in each class, in order, each of weight 1.
    pub(crate) fn of_counts(counts: &[u64]) -> Result<Self> {
        let mut tally = Tally::new(C::CLASSES.len());
        for (class, &count) in counts.iter().enumerate() {
            tally.add(Some(class), count, 1.0)?;
        }
        Ok(Self::of(&tally))
    }

    /// Counts customers of weight 1, `None` for those whose class is not known.
    ///
    /// # Errors
    /// [`Error::Overflow`](crate::Error::Overflow) beyond 2⁶⁴ − 1 customers.
    pub fn of_classes(classes: impl IntoIterator<Item = Option<C>>) -> Result<Self> {
        let mut counter = Counter::new();
        counter.extend(classes)?;
        counter.finish()
    }

    /// Returns how many customers stand in a class.
    #[must_use]
    pub fn count(&self, class: C) -> u64 {
        let found = self.classes.get(class.position());
        found.map_or(0, |row| row.customers)
    }

    /// Returns the share of a class among all customers whose class is known.
    #[must_use]
    pub fn share(&self, class: C) -> WeightedProportion {
        let found = self.classes.get(class.position());
        found.map_or_else(WeightedProportion::nothing, |row| row.share)
    }
}
