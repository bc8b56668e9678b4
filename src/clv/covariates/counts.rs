use std::collections::HashMap;

use crate::accumulate::{Accumulator, Version, Weighted, more_rows, push_each};
use crate::clv::{Counter, PurchaseCounts};
use crate::error::{Place, finite};
use crate::keyed::check_unique;
use crate::macros::checked_state;
use crate::purchases::Summary;
use crate::scale::respondent_weight;
use crate::{Error, Result};

/// Counts of customers by the bits of their covariates.
type Groups = HashMap<Box<[u64]>, Counter, foldhash::fast::RandomState>;

/// One customer with what is known of them from the start.
///
/// See the [example](crate::clv::CovariateCounter).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DescribedCustomer<'a> {
    /// How often and when the customer bought.
    pub summary: &'a Summary,
    /// A value for each covariate, in the order of their names.
    pub covariates: &'a [f64],
}

/// Counts customers by their covariates, frequency, time from first to last purchase, and age, chunk by chunk.
///
/// Customers who agree in all of them are one row, so memory grows with the number of different rows. Parts
/// of a population can be counted apart and merged. A covariate that hardly two customers share, such as the
/// exact amount of the first purchase, makes a row of almost every customer: round it, or cut it into classes.
///
/// ```
/// use retention::Accumulator;
/// use retention::clv::{CovariateCounter, DescribedCustomer};
/// use retention::purchases::Summary;
///
/// let (twice, once) = (Summary::new(2, 30.0, 39.0)?, Summary::new(0, 0.0, 39.0)?);
/// let mut north = CovariateCounter::new(["web", "age"])?;
/// north.push(DescribedCustomer { summary: &twice, covariates: &[1.0, 40.0] })?;
/// north.push(DescribedCustomer { summary: &once, covariates: &[0.0, 25.0] })?;
/// let mut south = north.fresh();
/// south.push(DescribedCustomer { summary: &once, covariates: &[0.0, 25.0] })?;
/// north.merge(south)?;
/// let counts = north.finish()?;
/// assert_eq!((counts.customers(), counts.groups(), counts.distinct()), (3, 2, 2));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct CovariateCounter {
    version: Version,
    names: Vec<String>,
    rows: u64,
    #[cfg_attr(feature = "serde", serde(with = "written"))]
    groups: Groups,
}

checked_state!(CovariateCounter);

pub(super) fn at_column(name: &str) -> Place {
    Place::Column(name.into())
}

/// Refuses names that are empty or occur twice, and no name at all.
pub(super) fn check_names(names: &[String]) -> Result<()> {
    if names.is_empty() {
        return Err(Error::empty("covariate"));
    }
    if names.iter().any(String::is_empty) {
        return Err(Error::empty("character of a covariate's name"));
    }
    check_unique("covariate", names.iter().map(String::as_str)).map_err(|(error, _)| error)
}

/// Refuses values that are not one finite number for each name.
pub(super) fn check_values(names: &[String], values: &[f64]) -> Result<()> {
    if values.len() != names.len() {
        return Err(Error::length("covariates", values.len(), names.len()));
    }
    for (name, &value) in names.iter().zip(values) {
        finite("covariate", value).map_err(|error| error.at_place(at_column(name)))?;
    }
    Ok(())
}

impl CovariateCounter {
    /// Creates an empty counter of customers with these covariates.
    ///
    /// # Errors
    /// [`Error::Empty`] without names or for an empty one, [`Error::Duplicate`] for one that occurs twice.
    pub fn new<N: Into<String>>(names: impl IntoIterator<Item = N>) -> Result<Self> {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        check_names(&names)?;
        Ok(Self {
            version: Version,
            names,
            rows: 0,
            groups: Groups::default(),
        })
    }

    /// Returns the names of the covariates, in the order given.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        check_names(&self.names)?;
        let mut least = 0;
        for (bits, counter) in &self.groups {
            check_values(&self.names, &values_of(bits))?;
            if counter.rows() == 0 {
                return Err(Error::empty("customers"));
            }
            least = more_rows(least, counter.rows())?;
        }
        if self.rows < least {
            let allowed = format_args!("{least} or more");
            return Err(Error::out_of_range("rows", self.rows, allowed));
        }
        Ok(self)
    }

    fn add(&mut self, customer: &DescribedCustomer<'_>, weight: f64) -> Result<()> {
        let at_row = |error: Error| error.at_row(self.rows);
        check_values(&self.names, customer.covariates).map_err(at_row)?;
        let rows = more_rows(self.rows, 1)?;
        if weight > 0.0 {
            // −0 and 0 are one value.
            let bits: Box<[u64]> = customer
                .covariates
                .iter()
                .map(|value| (value + 0.0).to_bits())
                .collect();
            let counter = self.groups.entry(bits).or_default();
            counter.push_weighted(customer.summary, weight)?;
        }
        self.rows = rows;
        Ok(())
    }
}

fn values_of(bits: &[u64]) -> Vec<f64> {
    bits.iter().map(|&bits| f64::from_bits(bits)).collect()
}

impl crate::sealed::Sealed for CovariateCounter {}

impl Accumulator for CovariateCounter {
    type Row<'r> = DescribedCustomer<'r>;
    type Output = CovariateCounts;

    fn fresh(&self) -> Self {
        Self {
            version: Version,
            names: self.names.clone(),
            rows: 0,
            groups: Groups::default(),
        }
    }

    fn rows(&self) -> u64 {
        self.rows
    }

    /// Adds one customer.
    ///
    /// # Errors
    /// At its row, [`Error::LengthMismatch`] unless there is a value for each covariate, and
    /// [`Error::NotFinite`], at its column, for NaN and infinities; [`Error::Overflow`] for more rows than a
    /// count holds.
    fn push(&mut self, customer: DescribedCustomer<'_>) -> Result<()> {
        self.add(&customer, 1.0)
    }

    // It counts, so nothing depends on blocks.
    fn extend<'r>(&mut self, customers: impl IntoIterator<Item = Self::Row<'r>>) -> Result<()> {
        push_each(self, customers)
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        crate::error::same("names", &self.names, &other.names)?;
        self.rows = more_rows(self.rows, other.rows)?;
        for (bits, counter) in other.groups {
            // No group has more rows than all together.
            self.groups.entry(bits).or_default().merge(counter)?;
        }
        Ok(())
    }

    /// Returns the counts.
    ///
    /// # Errors
    /// [`Error::Empty`] if no customer was added that counts.
    fn finish(self) -> Result<CovariateCounts> {
        let mut all = Counter::new();
        let mut groups = Vec::with_capacity(self.groups.len());
        for (bits, counter) in self.groups {
            all.merge(counter.clone())?;
            groups.push(Group {
                values: values_of(&bits),
                counts: counter.finish()?,
            });
        }
        groups.sort_by(|one, other| {
            let pairs = one.values.iter().zip(&other.values);
            pairs.fold(std::cmp::Ordering::Equal, |order, (a, b)| {
                order.then(a.total_cmp(b))
            })
        });
        Ok(CovariateCounts {
            names: self.names,
            customers: self.rows,
            groups,
            all: all.finish()?,
        })
    }
}

impl Weighted for CovariateCounter {
    fn push_weighted(&mut self, customer: DescribedCustomer<'_>, weight: f64) -> Result<()> {
        let weight = respondent_weight(weight).map_err(|error| error.at_row(self.rows))?;
        self.add(&customer, weight)
    }
}

/// How the groups are written: sorted, with the covariates as numbers.
#[cfg(feature = "serde")]
mod written {
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    use super::{Counter, Groups, values_of};

    pub(super) fn serialize<S: Serializer>(
        groups: &Groups,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut groups: Vec<_> = groups.iter().collect();
        groups.sort_by_key(|(bits, _)| *bits);
        let groups = groups
            .into_iter()
            .map(|(bits, counter)| (values_of(bits), counter));
        groups.collect::<Vec<_>>().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Groups, D::Error> {
        let groups = Vec::<(Vec<f64>, Counter)>::deserialize(deserializer)?;
        let count = groups.len();
        let groups = groups.into_iter().map(|(values, counter)| {
            let bits = values.iter().map(|value| (value + 0.0).to_bits());
            (bits.collect(), counter)
        });
        let groups: Groups = groups.collect();
        if groups.len() < count {
            return Err(D::Error::custom("a group of customers occurs twice"));
        }
        Ok(groups)
    }
}

/// How many customers there are with each set of covariates, frequency, time from first to last purchase, and
/// age: all that a model of buying with covariates needs to be fitted. It is written as the state of a
/// [`CovariateCounter`].
///
/// See the [example](crate::clv::CovariateModel).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(into = "CovariateCounter", try_from = "CovariateCounter")
)]
pub struct CovariateCounts {
    names: Vec<String>,
    customers: u64,
    groups: Vec<Group>,
    all: PurchaseCounts,
}

/// Customers with the same covariates.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    pub(super) values: Vec<f64>,
    pub(super) counts: PurchaseCounts,
}

#[cfg(feature = "serde")]
impl From<CovariateCounts> for CovariateCounter {
    fn from(counts: CovariateCounts) -> Self {
        let group = |group: Group| {
            let bits = group.values.iter().map(|value| value.to_bits());
            (bits.collect(), Counter::from(group.counts))
        };
        Self {
            version: Version,
            names: counts.names,
            rows: counts.customers,
            groups: counts.groups.into_iter().map(group).collect(),
        }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<CovariateCounter> for CovariateCounts {
    type Error = Error;

    fn try_from(counter: CovariateCounter) -> Result<Self> {
        counter.finish()
    }
}

impl CovariateCounts {
    /// Counts customers from one summary for each, and columns of as many covariates.
    ///
    /// See the [example](crate::clv::CovariateModel).
    ///
    /// # Errors
    /// [`Error::Empty`] without customers, without covariates or for an empty name; [`Error::Duplicate`] for a
    /// name that occurs twice; [`Error::LengthMismatch`], at its column, for a column
    /// of another length; [`Error::NotFinite`], at its row and column, for NaN and infinities.
    pub fn of<N: Into<String>, C: AsRef<[f64]>>(
        summaries: &[Summary],
        covariates: impl IntoIterator<Item = (N, C)>,
    ) -> Result<Self> {
        let named = covariates
            .into_iter()
            .map(|(name, column)| (name.into(), column));
        let (names, columns): (Vec<String>, Vec<C>) = named.unzip();
        let mut counter = CovariateCounter::new(names)?;
        for (name, column) in counter.names.iter().zip(&columns) {
            let found = column.as_ref().len();
            if found != summaries.len() {
                let error = Error::length("covariate", found, summaries.len());
                return Err(error.at_place(at_column(name)));
            }
        }
        let mut values = Vec::with_capacity(columns.len());
        for (row, summary) in summaries.iter().enumerate() {
            values.clear();
            let cells = columns.iter().map(|column| column.as_ref().get(row));
            values.extend(cells.flatten());
            counter.push(DescribedCustomer {
                summary,
                covariates: &values,
            })?;
        }
        counter.finish()
    }

    /// Returns the names of the covariates, in the order given.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Returns the number of customers.
    #[must_use]
    pub const fn customers(&self) -> u64 {
        self.customers
    }

    /// Returns the number of different sets of covariates.
    #[must_use]
    pub const fn groups(&self) -> usize {
        self.groups.len()
    }

    /// Returns the number of different rows.
    #[must_use]
    pub fn distinct(&self) -> usize {
        self.groups
            .iter()
            .map(|group| group.counts.distinct())
            .sum()
    }

    /// Returns the counts of all customers without their covariates, to which a model without covariates is
    /// fitted.
    #[must_use]
    pub const fn without_covariates(&self) -> &PurchaseCounts {
        &self.all
    }

    pub(super) fn each(&self) -> &[Group] {
        &self.groups
    }
}
