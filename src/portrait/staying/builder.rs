use super::predictor::{self, Predictor};
use super::table::Table;
use super::{Options, PredictorsOfStaying, findings};
use crate::accumulate::{Accumulator, Version, more_rows, push_each};
use crate::error::{Error, Result, same};
use crate::macros::checked_state;

/// What was known of a customer, and whether the customer then stayed.
///
/// See the [example](crate::portrait::staying).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SurveyedCustomer<'r> {
    /// Whether the customer was still there afterwards: at a date, or after a time, that is the same for all.
    pub stayed: bool,
    /// A value for each predictor that is a number, in their order; `None` where there is no answer.
    pub numbers: &'r [Option<f64>],
    /// The position of the class for each predictor of classes, in their order; `None` where it is not known.
    pub classes: &'r [Option<usize>],
}

/// Accumulates customers with what was known of them and whether they stayed.
///
/// It holds all values, because each customer is predicted from the others. The result does not depend on
/// the order of the customers, to the last bit.
///
/// See the [example](crate::portrait::staying).
#[derive(Debug, Clone)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct Builder {
    #[cfg_attr(
        not(feature = "serde"),
        expect(dead_code, reason = "written with the state")
    )]
    version: Version,
    options: Options,
    predictors: Vec<Predictor>,
    stayed: Vec<bool>,
    /// The values of each predictor, a class by its position.
    columns: Vec<Vec<Option<f64>>>,
}

checked_state!(Builder);

impl Builder {
    /// Creates an empty builder for these predictors.
    ///
    /// # Errors
    /// [`Error::Empty`] without predictors or for a name without a character; [`Error::Duplicate`] for a name or a level that
    /// occurs twice; [`Error::Insufficient`] for fewer than two levels; [`Error::UnknownName`] for a
    /// reference that is no level; [`Error::Unsupported`] for a reference of a number; [`Error::NotFinite`]
    /// for an importance or an option that is NaN or infinite; [`Error::OutOfRange`] for an option beyond its range.
    pub fn new(predictors: impl IntoIterator<Item = Predictor>, options: Options) -> Result<Self> {
        let predictors: Vec<Predictor> = predictors.into_iter().collect();
        options.check()?;
        predictor::check(&predictors)?;
        Ok(Self::empty(predictors, options))
    }

    fn empty(predictors: Vec<Predictor>, options: Options) -> Self {
        Self {
            version: Version,
            options,
            stayed: Vec::new(),
            columns: vec![Vec::new(); predictors.len()],
            predictors,
        }
    }

    #[cfg(feature = "serde")]
    fn checked(mut self) -> Result<Self> {
        self.options.check()?;
        predictor::check(&self.predictors)?;
        if self.columns.len() != self.predictors.len() {
            let (found, needed) = (self.columns.len(), self.predictors.len());
            return Err(Error::length("columns", found, needed));
        }
        for (predictor, column) in self.predictors.iter().zip(&mut self.columns) {
            if column.len() != self.stayed.len() {
                return Err(Error::length("column", column.len(), self.stayed.len()));
            }
            for value in column.iter_mut().flatten() {
                *value = predictor.kept(*value)?;
            }
        }
        Ok(self)
    }

    /// The values of a row in the order of the predictors.
    fn values(&self, row: SurveyedCustomer<'_>) -> Result<Vec<Option<f64>>> {
        let classes = self.predictors.iter().filter(|it| it.levels.is_some());
        let classes = classes.count();
        let numbers = self.predictors.len().saturating_sub(classes);
        if row.numbers.len() != numbers {
            return Err(Error::length("numbers", row.numbers.len(), numbers));
        }
        if row.classes.len() != classes {
            return Err(Error::length("classes", row.classes.len(), classes));
        }
        let (mut numbers, mut classes) = (row.numbers.iter(), row.classes.iter());
        let kept = self.predictors.iter().map(|predictor| {
            let value = match predictor.levels {
                None => numbers.next().copied().flatten(),
                Some(_) => classes.next().copied().flatten().map(|at| at as f64),
            };
            let kept = value.map(|value| predictor.kept(value)).transpose();
            kept.map_err(|error| error.at_place(predictor.place()))
        });
        kept.collect()
    }
}

impl crate::sealed::Sealed for Builder {}

impl Accumulator for Builder {
    type Row<'r> = SurveyedCustomer<'r>;
    type Output = PredictorsOfStaying;

    fn fresh(&self) -> Self {
        Self::empty(self.predictors.clone(), self.options)
    }

    fn rows(&self) -> u64 {
        self.stayed.len() as u64
    }

    /// Adds one customer.
    ///
    /// # Errors
    /// At its row, [`Error::LengthMismatch`] unless there is a place for each predictor;
    /// [`Error::NotFinite`] and [`Error::OutOfRange`], with the predictor, for NaN and infinities, numbers
    /// beyond ±10¹⁰⁰, and positions that no class has.
    fn push(&mut self, row: SurveyedCustomer<'_>) -> Result<()> {
        let values = self
            .values(row)
            .map_err(|error| error.at_row(self.rows()))?;
        self.stayed.push(row.stayed);
        for (column, value) in self.columns.iter_mut().zip(values) {
            column.push(value);
        }
        Ok(())
    }

    // It keeps rows, so nothing depends on blocks.
    fn extend<'r>(&mut self, rows: impl IntoIterator<Item = Self::Row<'r>>) -> Result<()> {
        push_each(self, rows)
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        same("predictors", &self.predictors, &other.predictors)?;
        same("options", &self.options, &other.options)?;
        more_rows(self.rows(), other.rows())?;
        self.stayed.extend(other.stayed);
        for (column, more) in self.columns.iter_mut().zip(other.columns) {
            column.extend(more);
        }
        Ok(())
    }

    /// Finds out what told who stayed.
    ///
    /// A joint model takes time in proportion to the customers, to the square of the number of coefficients,
    /// and to the number of sets of predictors: see [`Options::shared`].
    ///
    /// # Errors
    /// [`Error::Empty`] without customers. What cannot be told of a predictor, or of all together, is a
    /// [`StayingVerdict`](super::StayingVerdict) or a [`Joint`](super::Joint), not an error.
    fn finish(self) -> Result<PredictorsOfStaying> {
        if self.stayed.is_empty() {
            return Err(Error::empty("customer"));
        }
        let table = Table::new(&self.stayed, &self.columns);
        findings::find(&table, &self.predictors, self.options)
    }
}
