use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::Result;
use crate::accumulate::{Accumulator, Version, Weighted, more_rows};
use crate::error::{Error, inner_fraction};
use crate::fit::Fit;
use crate::loyalty::measures::Measures;
use crate::loyalty::score::{check_answer, same_scale};
use crate::macros::checked_state;
use crate::numeric::moments::One;
use crate::scale::{Answers, Scale, respondent_weight};

use super::{Model, Options};

/// By which part sums of the same weights may differ, because they round.
#[cfg(feature = "serde")]
const ROUNDING: f64 = 1e-6;

/// Below the logarithm of the smallest `f64` above 0.
#[cfg(feature = "serde")]
const LOWEST_LOGARITHM: f64 = -746.0;

/// The answers of customers on satisfaction and loyalty, collected customer by customer and
/// [fitted](Self::fit) at any time.
///
/// It keeps a count, a mean and a spread of loyalty for each value of satisfaction, which is all that
/// the fits need. So it stays small however many customers there are.
///
/// ```
/// use retention::Accumulator;
/// use retention::loyalty::Measures;
/// use retention::loyalty::curve::{Options, Sample};
/// use retention::scale::Scale;
///
/// let mut sample = Sample::new(Scale::ONE_TO_FIVE, Scale::ONE_TO_FIVE);
/// for (satisfaction, loyalty) in [(5.0, 5.0), (4.0, 3.0), (4.0, 2.0), (3.0, 2.0), (2.0, 1.0)] {
///     sample.push(Measures {
///         satisfaction: Some(satisfaction),
///         loyalty: Some(loyalty),
///         switching_cost: None,
///     })?;
/// }
/// let fit = sample.fit(Options::default())?;
/// assert_eq!(format!("{:.2}", fit.model.exponent.unwrap().value()), "3.03");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct Sample {
    version: Version<2>,
    satisfaction: Scale,
    loyalty: Scale,
    #[cfg_attr(feature = "serde", serde(with = "written"))]
    cells: BTreeMap<Key, Cell>,
    missing: u64,
    rows: u64,
}

checked_state!(Sample);

/// A value of satisfaction, finite, with one zero.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Key(f64);

impl Eq for Key {}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Everyone who gave one value of satisfaction.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Cell {
    /// How many, whatever their weight.
    customers: u64,
    /// Loyalty on 0 to 1.
    pub(super) loyalty: Spread,
    /// Its logarithm, of those above the low end.
    pub(super) logarithm: Spread,
}

/// One variable with weights, and with squared weights as the sandwich needs them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Spread {
    weighted: One,
    /// `None` as long as every weight is 1, when both are the same.
    squared: Option<One>,
}

impl Spread {
    /// One value, certain.
    pub(super) fn certain(value: f64) -> Self {
        let mut spread = Self::default();
        spread.push(value, 1.0);
        spread
    }

    #[inline(always)]
    fn push(&mut self, value: f64, weight: f64) {
        if weight != 1.0 && self.squared.is_none() {
            self.squared = Some(self.weighted);
        }
        if let Some(squared) = &mut self.squared {
            squared.push(value, weight * weight);
        }
        self.weighted.push(value, weight);
    }

    fn merge(&mut self, other: &Self) {
        if self.squared.is_some() || other.squared.is_some() {
            let mut squared = self.squared();
            squared.merge(&other.squared());
            self.squared = Some(squared);
        }
        self.weighted.merge(&other.weighted);
    }

    fn squared(&self) -> One {
        self.squared.unwrap_or(self.weighted)
    }

    /// Customers with weight.
    pub(super) const fn rows(&self) -> u64 {
        self.weighted.rows()
    }

    pub(super) const fn weight(&self) -> f64 {
        self.weighted.weight()
    }

    /// The sum of squared weights.
    pub(super) fn squared_weight(&self) -> f64 {
        self.squared().weight()
    }

    /// The mean; 0 of nobody.
    pub(super) fn mean(&self) -> f64 {
        self.weighted.mean().unwrap_or_default()
    }

    /// The weighted sum of squared deviations from this value.
    pub(super) fn squares_around(&self, value: f64) -> f64 {
        self.weighted.squares_around(value)
    }

    /// The same with squared weights.
    pub(super) fn meat_around(&self, value: f64) -> f64 {
        self.squared().squares_around(value)
    }

    /// Refuses a state that no customers with values from `low` to `high` could have made.
    #[cfg(feature = "serde")]
    fn check(&self, low: f64, high: f64) -> Result<()> {
        use crate::error::same;
        let (weighted, squared) = (self.weighted, self.squared());
        weighted.check_within(low, high)?;
        squared.check_within(low, high)?;
        let (ours, theirs) = (weighted.rows(), squared.rows());
        same("numbers of customers with weight", &ours, &theirs)?;
        // Both began with the same customer.
        same("first values", &weighted.origin(), &squared.origin())?;
        let (ours, theirs) = (weighted.squared_weights(), squared.weight());
        if (ours - theirs).abs() > ROUNDING * ours {
            let argument = "sums of the squared weights";
            return Err(Error::mismatch(argument, ours, theirs));
        }
        Ok(())
    }
}

/// Cells as a list, since a map of JSON has keys of text only.
#[cfg(feature = "serde")]
mod written {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};

    use super::{Cell, Key};

    #[derive(serde::Serialize, serde::Deserialize)]
    struct Row {
        satisfaction: f64,
        cell: Cell,
    }

    pub(super) fn serialize<S: Serializer>(
        cells: &BTreeMap<Key, Cell>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(cells.iter().map(|(key, cell)| Row {
            satisfaction: key.0,
            cell: *cell,
        }))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<Key, Cell>, D::Error> {
        let rows = Vec::<Row>::deserialize(deserializer)?;
        let mut cells = BTreeMap::new();
        for row in rows {
            if cells.insert(Key(row.satisfaction), row.cell).is_some() {
                let twice = crate::Error::duplicate("satisfaction", row.satisfaction);
                return Err(serde::de::Error::custom(twice));
            }
        }
        Ok(cells)
    }
}

impl Sample {
    /// Creates an empty sample for answers on these scales.
    #[must_use]
    pub const fn new(satisfaction: Scale, loyalty: Scale) -> Self {
        Self {
            version: Version,
            satisfaction: satisfaction.continuous(),
            loyalty: loyalty.continuous(),
            cells: BTreeMap::new(),
            missing: 0,
            rows: 0,
        }
    }

    /// Creates a sample from columns of the same customers in the same order.
    ///
    /// ```
    /// use retention::loyalty::curve::{Method, Options, Sample};
    /// use retention::scale::Scale;
    ///
    /// let scale = Scale::ONE_TO_SEVEN;
    /// let satisfaction = scale.answers(&[Some(7.0), Some(4.0), Some(4.0), Some(2.0), None])?;
    /// let loyalty = scale.answers(&[Some(7.0), Some(3.0), Some(2.0), Some(1.0), Some(6.0)])?;
    /// let sample = Sample::of(&satisfaction, &loyalty)?;
    /// assert_eq!((sample.used(), sample.missing()), (4, 1));
    /// let fit = sample.fit(Options::default().method(Method::CellMeans))?;
    /// assert_eq!(fit.model.points, 3);
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if they differ in length.
    pub fn of(satisfaction: &Answers<'_>, loyalty: &Answers<'_>) -> Result<Self> {
        if loyalty.len() != satisfaction.len() {
            return Err(Error::length("loyalty", loyalty.len(), satisfaction.len()));
        }
        let mut sample = Self::new(satisfaction.scale(), loyalty.scale());
        let pairs = satisfaction.iter().zip(loyalty.iter());
        sample.extend(pairs.map(|(satisfaction, loyalty)| Measures {
            satisfaction,
            loyalty,
            switching_cost: None,
        }))?;
        Ok(sample)
    }

    /// Estimates the exponent of the curve.
    ///
    /// # Errors
    /// [`Error::Empty`] without a customer who gave both and has weight; [`Error::OutOfRange`] for no
    /// iterations, and for a significance that is not strictly between 0 and 1;
    /// [`Error::NotFinite`] for one that is NaN or infinite; [`Error::Overflow`] if the errors of the
    /// curve exceed the largest `f64`. What cannot be estimated is an [`Outcome`](crate::fit::Outcome), not an error.
    pub fn fit(&self, options: Options) -> Result<Fit<Model>> {
        self.check(&options)?;
        let fit = Model::fitted(self, &options);
        // False certainty would follow from a part of it.
        for covariance in fit.model.covariance.iter().flatten().flatten() {
            if !covariance.is_finite() {
                return Err(Error::overflow("the covariance of the curve", covariance));
            }
        }
        Ok(fit)
    }

    /// Refuses options that make no fit, and a sample of nobody.
    pub(super) fn check(&self, options: &Options) -> Result<()> {
        if options.max_iterations == 0 {
            return Err(Error::out_of_range("max_iterations", 0, "1 or more"));
        }
        inner_fraction("significance", options.significance)?;
        if self.cells.values().all(|cell| cell.loyalty.rows() == 0) {
            return Err(Error::empty("customer with satisfaction and loyalty"));
        }
        Ok(())
    }

    /// Returns the number of customers who gave both satisfaction and loyalty.
    #[must_use]
    pub fn used(&self) -> u64 {
        self.cells.values().map(|cell| cell.customers).sum()
    }

    /// Returns the number of customers whose satisfaction or loyalty is missing.
    #[must_use]
    pub const fn missing(&self) -> u64 {
        self.missing
    }

    /// Returns each value of satisfaction with the number of customers who gave it and their mean
    /// loyalty.
    pub fn cells(&self) -> impl Iterator<Item = (f64, u64, f64)> + '_ {
        let scale = self.loyalty;
        self.cells.iter().map(move |(satisfaction, cell)| {
            let mean = scale.low() + cell.loyalty.mean() * scale.width();
            (satisfaction.0, cell.customers, scale.clamp(mean))
        })
    }

    /// Returns the scale of satisfaction.
    #[must_use]
    pub const fn satisfaction(&self) -> Scale {
        self.satisfaction
    }

    /// Returns the scale of loyalty.
    #[must_use]
    pub const fn loyalty(&self) -> Scale {
        self.loyalty
    }

    /// The cells, with satisfaction on 0 to 1.
    pub(super) fn units(&self) -> impl Iterator<Item = (f64, Cell)> + '_ {
        let scale = self.satisfaction;
        self.cells
            .iter()
            .map(move |(key, cell)| ((key.0 - scale.low()) / scale.width(), *cell))
    }

    #[cfg(feature = "serde")]
    fn checked(mut self) -> Result<Self> {
        (self.satisfaction, self.loyalty) =
            (self.satisfaction.continuous(), self.loyalty.continuous());
        let mut rows = self.missing;
        for (key, cell) in &self.cells {
            self.satisfaction.check(key.0)?;
            cell.loyalty.check(0.0, 1.0)?;
            cell.logarithm.check(LOWEST_LOGARITHM, 0.0)?;
            rows = more_rows(rows, cell.customers)?;
            let most = [cell.loyalty.rows(), cell.logarithm.rows()];
            if most.iter().any(|&rows| rows > cell.customers) || cell.customers == 0 {
                return Err(Error::does_not_add_up(
                    "customers of a satisfaction",
                    cell.customers,
                    cell.loyalty.rows(),
                ));
            }
        }
        crate::error::same("numbers of customers", &self.rows, &rows)?;
        Ok(self)
    }

    /// Adds a customer of a weight that has been checked.
    #[inline(always)]
    fn add(&mut self, customer: Measures<Option<f64>>, weight: f64) -> Result<()> {
        let (satisfaction, loyalty) = (customer.satisfaction, customer.loyalty);
        check_answer("satisfaction", self.satisfaction, satisfaction)?;
        check_answer("loyalty", self.loyalty, loyalty)?;
        self.rows = more_rows(self.rows, 1)?;
        match satisfaction.zip(loyalty) {
            Some((satisfaction, loyalty)) => {
                let loyalty = (loyalty - self.loyalty.low()) / self.loyalty.width();
                let cell = self.cells.entry(Key(satisfaction + 0.0)).or_default();
                cell.customers += 1;
                cell.loyalty.push(loyalty, weight);
                if loyalty > 0.0 {
                    cell.logarithm.push(loyalty.ln(), weight);
                }
            }
            None => self.missing += 1,
        }
        Ok(())
    }
}

impl crate::sealed::Sealed for Sample {}

impl Accumulator for Sample {
    type Row<'r> = Measures<Option<f64>>;
    type Output = Fit<Model>;

    fn fresh(&self) -> Self {
        Self::new(self.satisfaction, self.loyalty)
    }

    fn rows(&self) -> u64 {
        self.rows
    }

    /// Adds a customer. One whose satisfaction or loyalty is missing is counted and left out of fits.
    ///
    /// # Errors
    /// At the customer, [`Error::NotFinite`] and [`Error::OutOfRange`] for what does not lie on its
    /// scale.
    fn push(&mut self, customer: Measures<Option<f64>>) -> Result<()> {
        let added = self.add(customer, 1.0);
        added.map_err(|error| error.at_row(self.rows))
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        same_scale(
            "scales of satisfaction",
            self.satisfaction,
            other.satisfaction,
        )?;
        same_scale("scales of loyalty", self.loyalty, other.loyalty)?;
        self.rows = more_rows(self.rows, other.rows)?;
        for (key, theirs) in other.cells {
            let ours = self.cells.entry(key).or_default();
            ours.customers += theirs.customers;
            ours.loyalty.merge(&theirs.loyalty);
            ours.logarithm.merge(&theirs.logarithm);
        }
        self.missing += other.missing;
        Ok(())
    }

    /// Estimates the exponent of the curve with the default options. For others, call
    /// [`fit`](Self::fit), which leaves the sample as it is.
    ///
    /// # Errors
    /// [`Error::Empty`] without a customer who gave both and has weight.
    fn finish(self) -> Result<Fit<Model>> {
        self.fit(Options::default())
    }
}

impl Weighted for Sample {
    fn push_weighted(&mut self, customer: Measures<Option<f64>>, weight: f64) -> Result<()> {
        let added = respondent_weight(weight).and_then(|weight| self.add(customer, weight));
        added.map_err(|error| error.at_row(self.rows))
    }
}
