use super::fitted;
use super::{Cox, Options, StandardErrors};
use crate::error::{Place, finite};
use crate::fit::Fit;
use crate::keyed::check_unique;
use crate::scale::Weights;
use crate::survival::Spell;
use crate::{Error, Result};

/// Spells of customers and what is known of each customer at the beginning, in columns.
///
/// A covariate is a number: a monthly price, an age, or 1 and 0 for yes and no. For a plan or a channel
/// take [`indicators`](super::indicators).
///
/// ```
/// use retention::survival::Spell;
/// use retention::survival::cox::{Covariates, Options};
///
/// // Months until the first eight left; four are still here.
/// let spells: Vec<Spell> = [2, 3, 3, 5, 6, 8, 9, 14].map(Spell::ended).into_iter()
///     .chain([7, 12, 15, 20].map(Spell::ongoing))
///     .collect();
/// let discount = [1.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0];
/// // Two spells of the same customer are one cluster.
/// let account = [1, 2, 3, 4, 5, 6, 7, 8, 1, 9, 10, 11];
/// let cox = Covariates::new(&spells, [("discount", &discount[..])])?
///     .clusters(&account)?
///     .fit(Options::default())?
///     .converged()?;
/// assert_eq!((cox.clusters, cox.ended), (Some(11), 8));
/// assert!(cox.few_events); // eight who left are few
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Covariates<'a> {
    pub(super) spells: &'a [Spell],
    pub(super) names: Vec<String>,
    pub(super) columns: Vec<&'a [f64]>,
    pub(super) weights: Option<&'a Weights>,
    pub(super) strata: Option<&'a [u32]>,
    pub(super) clusters: Option<&'a [u32]>,
}

fn at_column(name: &str) -> Place {
    Place::Column(name.into())
}

impl<'a> Covariates<'a> {
    /// Creates them from one spell for each row, and columns of as many values.
    ///
    /// # Errors
    /// [`Error::Empty`] without spells or without covariates; [`Error::Duplicate`] for a name that occurs
    /// twice; at its column, [`Error::LengthMismatch`] for a column of another length and
    /// [`Error::NotFinite`], at its row, for NaN and infinities.
    pub fn new<N: Into<String>>(
        spells: &'a [Spell],
        covariates: impl IntoIterator<Item = (N, &'a [f64])>,
    ) -> Result<Self> {
        if spells.is_empty() {
            return Err(Error::empty("spell"));
        }
        if u32::try_from(spells.len()).is_err() {
            return Err(Error::overflow("numbering spells", spells.len()));
        }
        let named = covariates
            .into_iter()
            .map(|(name, column)| (name.into(), column));
        let (names, columns): (Vec<String>, Vec<&[f64]>) = named.unzip();
        if names.is_empty() {
            return Err(Error::empty("covariate"));
        }
        check_unique("covariate", names.iter().map(String::as_str)).map_err(|(error, _)| error)?;
        for (name, column) in names.iter().zip(&columns) {
            check_column(column, spells.len()).map_err(|error| error.at_place(at_column(name)))?;
        }
        Ok(Self {
            spells,
            names,
            columns,
            weights: None,
            strata: None,
            clusters: None,
        })
    }

    /// Sets how much each row counts. Default: all count 1.
    ///
    /// Robust and corrected errors do not change if all weights are doubled. Classical errors, likelihoods and their
    /// tests take weights for numbers of customers.
    ///
    /// See the [example](crate::survival::cox::Covariates).
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] unless each row has a weight.
    pub fn weights(mut self, weights: &'a Weights) -> Result<Self> {
        Weights::check(Some(weights), self.spells.len())?;
        self.weights = Some(weights);
        Ok(self)
    }

    /// Sets the stratum of each row, such as a region: each has its own baseline hazard, and customers
    /// are compared within it only. Default: one stratum, with the code 0.
    ///
    /// See the [example](crate::survival::cox::Covariates).
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] unless each row has a stratum.
    pub fn strata(mut self, strata: &'a [u32]) -> Result<Self> {
        self.same_length("strata", strata)?;
        self.strata = Some(strata);
        Ok(self)
    }

    /// Sets the cluster of each row: rows that belong together, such as the spells of one customer. Their
    /// errors are robust. Default: each row alone.
    ///
    /// See the [example](crate::survival::cox::Covariates).
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] unless each row has a cluster.
    pub fn clusters(mut self, clusters: &'a [u32]) -> Result<Self> {
        self.same_length("clusters", clusters)?;
        self.clusters = Some(clusters);
        Ok(self)
    }

    /// Returns the names of the covariates, in the order given.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    fn same_length(&self, argument: &'static str, codes: &[u32]) -> Result<()> {
        if codes.len() == self.spells.len() {
            return Ok(());
        }
        Err(Error::length(argument, codes.len(), self.spells.len()))
    }

    /// Fits how the hazard of leaving goes with the covariates.
    ///
    /// It takes time in proportion to the rows and to the square of the number of covariates, for each of
    /// the handful of steps that the search needs.
    ///
    /// # Errors
    /// [`Error::Insufficient`] if nobody left, or with no more clusters than covariates;
    /// [`Error::Singular`] for a covariate that is the same for
    /// all who were at risk together, or that follows from the others; [`Error::Unsupported`] for
    /// classical errors of clusters; [`Error::OutOfRange`] for no steps; [`Error::Overflow`] if a
    /// coefficient exceeds `f64`, because the covariate hardly varies at all.
    ///
    /// See the [example](crate::survival::cox).
    pub fn fit(&self, options: Options) -> Result<Fit<Cox>> {
        options.check()?;
        if self.clusters.is_some() && options.errors == StandardErrors::Classical {
            let error = Error::unsupported("classical errors", "clusters");
            return Err(error.with_cure("take `StandardErrors::Corrected`"));
        }
        fitted::fit(self, options)
    }

    pub(super) fn weight(&self, row: usize) -> f64 {
        let weights = self.weights.map(Weights::as_slice);
        weights.map_or(1.0, |weights| weights.get(row).copied().unwrap_or(0.0))
    }

    pub(super) fn stratum(&self, row: usize) -> u32 {
        let stratum = self.strata.and_then(|strata| strata.get(row));
        stratum.copied().unwrap_or(0)
    }

    /// The cluster of each row, numbered from 0, and how many there are. `None` where each row is one.
    pub(super) fn numbered_clusters(&self) -> Option<(Vec<u32>, usize)> {
        let clusters = self.clusters?;
        let with_weight = |row: &usize| self.weight(*row) > 0.0;
        let used = (0..clusters.len()).filter(with_weight);
        let mut codes: Vec<u32> = used.filter_map(|row| clusters.get(row).copied()).collect();
        codes.sort_unstable();
        codes.dedup();
        let number = |code: &u32| codes.partition_point(|other| other < code) as u32;
        Some((clusters.iter().map(number).collect(), codes.len()))
    }
}

fn check_column(column: &[f64], rows: usize) -> Result<()> {
    if column.len() != rows {
        return Err(Error::length("covariate", column.len(), rows));
    }
    for (row, &value) in column.iter().enumerate() {
        finite("covariate", value).map_err(|error| error.at_row(row))?;
    }
    Ok(())
}
