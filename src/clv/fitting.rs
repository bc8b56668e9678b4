use super::fitted::{Fitted, Parameter};
use super::parametric::Parametric;
use crate::estimate::Confidence;
use crate::fit::Outcome;
use crate::macros::options;
use crate::numeric::linear::Matrix;
use crate::numeric::optimise::{Curved, Objective, Search, minimise, polish};
use crate::{Error, Result};

options! {
    /// How the parameters of a model are searched for, and the level of their intervals.
    ///
    /// ```
    /// use retention::clv::FitOptions;
    ///
    /// let options = FitOptions::default().iterations(1000);
    /// assert_eq!((options.iterations, options.tolerance), (1000, 1e-9));
    /// ```
    ///
    /// As JSON, where a missing field takes its default:
    ///
    /// ```text
    /// {"iterations": 500, "tolerance": 1e-9, "confidence": 0.95}
    /// ```
    #[derive(Copy)]
    pub struct FitOptions {
        /// The number of steps after which the search gives up, 1 or more. Default: 500.
        pub iterations: u32 = 500,
        /// The slope at which the search has arrived, above 0 and at most 0.001: that of the mean
        /// log-likelihood of a customer along the logarithm of a parameter. Default: 10⁻⁹.
        pub tolerance: f64 = 1e-9,
        /// The confidence level of the intervals of the parameters. Default: 95 %.
        pub confidence: Confidence = Confidence::default(),
    }
}

impl FitOptions {
    pub(super) fn check(&self) -> Result<()> {
        if self.iterations == 0 {
            return Err(Error::out_of_range("iterations", 0, "1 or more"));
        }
        let tolerance = crate::error::finite("tolerance", self.tolerance)?;
        if tolerance > 0.0 && tolerance <= 1e-3 {
            return Ok(());
        }
        Err(Error::out_of_range(
            "tolerance",
            tolerance,
            "above 0, up to 0.001",
        ))
    }
}

/// The log-likelihood of a model, as a function of its parameters.
pub trait Likelihood {
    /// The mean log-likelihood of a customer.
    fn mean(&mut self, parameters: &[f64]) -> f64;

    /// The mean log-likelihood, and its slopes along the logarithm of each parameter; `None` where only
    /// differences tell them.
    fn mean_and_slopes(&mut self, _parameters: &[f64], _slopes: &mut [f64]) -> Option<f64> {
        None
    }

    /// The same with the curvature, the slopes of the slopes, row by row; `None` where only differences tell
    /// it.
    fn with_curvature(
        &mut self,
        _parameters: &[f64],
        _slopes: &mut [f64],
        _curvature: &mut [f64],
    ) -> Option<f64> {
        None
    }
}

/// What a model is fitted to, and from where.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// What each parameter is measured in: the search sees the logarithm of their quotient, so that another
    /// unit of time takes the same steps.
    pub(super) units: Vec<f64>,
    /// The parameters to start from, in their units.
    pub(super) start: Vec<f64>,
    /// How many customers there are.
    pub(super) customers: u64,
    /// How many they count for.
    pub(super) weight: f64,
}

/// No parameter goes further from its unit than by this factor, as a logarithm: about 1.2 million.
pub(super) const FURTHEST: f64 = 14.0;

/// A likelihood as the search sees it.
struct Searched<'a, L: ?Sized> {
    likelihood: &'a mut L,
    units: &'a [f64],
    parameters: Vec<f64>,
}

impl<L: Likelihood + ?Sized> Searched<'_, L> {
    fn set(&mut self, at: &[f64]) {
        let values = at.iter().zip(self.units).map(|(x, unit)| unit * x.exp());
        self.parameters.clear();
        self.parameters.extend(values);
    }
}

impl<L: Likelihood + ?Sized> Objective for Searched<'_, L> {
    fn value(&mut self, at: &[f64]) -> f64 {
        self.set(at);
        -self.likelihood.mean(&self.parameters)
    }

    fn slopes(&mut self, at: &[f64], slopes: &mut [f64]) -> f64 {
        self.set(at);
        match self.likelihood.mean_and_slopes(&self.parameters, slopes) {
            Some(mean) => {
                for slope in slopes {
                    *slope = -*slope;
                }
                -mean
            }
            // The default of the trait, by differences of the value.
            None => (|at: &[f64]| self.value(at)).slopes(at, slopes),
        }
    }

    fn with_curvature(
        &mut self,
        at: &[f64],
        slopes: &mut [f64],
        curvature: &mut Matrix,
    ) -> Option<f64> {
        self.set(at);
        let mut cells = vec![0.0; slopes.len() * slopes.len()];
        let likelihood = &mut self.likelihood;
        let mean = likelihood.with_curvature(&self.parameters, slopes, &mut cells)?;
        for slope in slopes {
            *slope = -*slope;
        }
        let to = curvature.rows_mut().flatten();
        for (to, cell) in to.zip(cells) {
            *to = -cell;
        }
        Some(-mean)
    }
}

/// A slope at which a start is good enough.
const NEAR: f64 = 1e-4;

/// Finds a better start for a search, if that leads anywhere, under a likelihood that costs less.
pub(super) fn approach(likelihood: &mut impl Likelihood, task: &Task) -> Option<Vec<f64>> {
    let mut searched = Searched {
        likelihood,
        units: &task.units,
        parameters: Vec::new(),
    };
    let start: Vec<f64> = task.start.iter().map(|x| x.ln()).collect();
    let search = Search {
        iterations: 50,
        tolerance: NEAR,
        ends: (-FURTHEST, FURTHEST),
    };
    let found = minimise(&mut searched, &start, &search);
    let is_there = found.outcome == Outcome::Converged;
    is_there.then(|| found.point.iter().map(|x| x.exp()).collect())
}

/// Finds the parameters under which the data are most likely.
pub(super) fn fit<M: Parametric>(
    likelihood: &mut (impl Likelihood + ?Sized),
    task: &Task,
    options: &FitOptions,
) -> Result<Fitted<M>> {
    options.check()?;
    let mut searched = Searched {
        likelihood,
        units: &task.units,
        parameters: Vec::new(),
    };
    let start: Vec<f64> = task.start.iter().map(|x| x.ln()).collect();
    let search = Search {
        iterations: options.iterations,
        tolerance: options.tolerance,
        ends: (-FURTHEST, FURTHEST),
    };
    let found = minimise(&mut searched, &start, &search);
    let Curved { found, inverse } = polish(&mut searched, found);
    if !found.value.is_finite() {
        let error = Error::refused("data whose likelihood is no number", found.value);
        return Err(error.with_cure("look for times that are far too large or too small"));
    }
    let values = found.point.iter().zip(&task.units);
    let values: Vec<f64> = values.map(|(x, unit)| unit * x.exp()).collect();
    let spread = inverse.map(|inverse| {
        let cell = |i: usize, j: usize| inverse.at(i, j) / task.weight;
        Matrix::from_fn(inverse.size(), cell)
    });
    let logarithms = spread
        .as_ref()
        .filter(|_| found.outcome == Outcome::Converged);
    Ok(Fitted {
        model: M::from_values(&values)?,
        outcome: found.outcome,
        iterations: found.iterations,
        gradient_norm: found.gradient_norm,
        log_likelihood: -found.value * task.weight,
        customers: task.customers,
        weight: task.weight,
        parameters: parameters::<M>(&values, logarithms, options.confidence),
        covariance: logarithms.map(|spread| {
            let rows = spread.rows().zip(&values);
            let row = |(row, x): (&[f64], &f64)| {
                row.iter()
                    .zip(&values)
                    .map(|(cell, y)| cell * x * y)
                    .collect()
            };
            rows.map(row).collect()
        }),
    })
}

/// The parameters with their errors, from the covariances of their logarithms.
fn parameters<M: Parametric>(
    values: &[f64],
    logarithms: Option<&Matrix>,
    confidence: Confidence,
) -> Vec<Parameter> {
    let named = M::NAMES.iter().zip(values).enumerate();
    let parameter = |(place, (&name, &value))| {
        let error = logarithms.map(|spread| spread.at(place, place).sqrt());
        Parameter::new(name, value, error, confidence)
    };
    named.map(parameter).collect()
}
