use super::parametric::Parametric;
use crate::estimate::{Confidence, Estimate, Interval};
use crate::fit::Outcome;
use crate::{Error, Result};

/// How far a parameter is moved, as a logarithm, to see what depends on it.
const MOVED: f64 = 1e-4;

/// One parameter of a fitted model.
///
/// See the [example](crate::clv::Fitted).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Parameter {
    /// Its name, as in the papers.
    pub name: &'static str,
    /// The value that fits best.
    pub value: f64,
    /// Its standard error, in the same unit; `None` unless the fit converged.
    pub standard_error: Option<f64>,
    /// Its interval, by the logarithm, so that both ends are positive; `None` unless the fit converged.
    pub interval: Option<Interval>,
}

impl Parameter {
    pub(super) fn new(
        name: &'static str,
        value: f64,
        error_of_logarithm: Option<f64>,
        confidence: Confidence,
    ) -> Self {
        let interval = |error: f64| {
            let factor = (confidence.z() * error).exp();
            Interval::between(value / factor, value * factor, confidence)
        };
        Self {
            name,
            value,
            standard_error: error_of_logarithm.map(|error| value * error),
            interval: error_of_logarithm.map(interval),
        }
    }
}

/// A model fitted by maximum likelihood: how the search ended, how well it fits, how sure its parameters
/// are.
///
/// Look at `outcome` first. Only a fit that converged has standard errors. One on the boundary has a
/// parameter that runs away to 0 or to infinity: the data ask for a simpler model. One that is not identified says
/// that the data do not tell the parameters apart.
///
/// **Where nobody leaves**, the fit often ends on the boundary, and [`converged`](Self::converged) refuses it. Its
/// [`model`](Self::model) is then the negative binomial model in all but name: P(alive) is 1, and a customer with x
/// repeat purchases at age T is expected to make `(r + x) / (alpha + T)` a unit of time, to eight digits. Forecasts
/// and values may be taken from it; what it lacks is an error. A Pareto/NBD whose `s` and `beta` both run away says
/// that all leave at one rate, `s / beta`. Its forecasts hold too.
///
/// Covariances are the inverse of the second derivatives of the log-likelihood at its maximum. They
/// assume independent customers and a model that is right.
/// Where the likelihood is skewed, ask [`profile_interval`](Self::profile_interval) or
/// [`ParametricBootstrap`](super::ParametricBootstrap) instead.
///
/// It is a type of its own beside [`Fit`](crate::fit::Fit), because only a likelihood has a gradient,
/// information criteria and a curvature.
///
/// ```
/// use retention::clv::{BgNbd, Parametric, PurchaseCounts, PurchaseModel};
/// use retention::estimate::Confidence;
/// use retention::fit::Outcome;
///
/// let shop = BgNbd::new(0.25, 4.4, 0.8, 2.4)?.simulate(vec![39.0; 2000], 7)?;
/// let fitted = BgNbd::fit(&PurchaseCounts::of(&shop)?, Default::default())?;
/// assert_eq!((fitted.outcome, fitted.customers), (Outcome::Converged, 2000));
/// let r = &fitted.parameters[0];
/// assert_eq!(r.name, "r");
/// assert!(r.interval.unwrap().contains(0.25));
///
/// // What a new customer buys in a year, with what the parameters' errors make of it.
/// let year = fitted.estimate(|model| model.expected_purchases(52.0))?;
/// assert!(year.interval(Confidence::default()).contains(1.4));
/// let model = fitted.converged()?;
/// assert!(model.values()[1] > 3.0);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Fitted<M> {
    /// The model with the parameters that fit best.
    pub model: M,
    /// How the search ended.
    pub outcome: Outcome,
    /// How many steps it took.
    pub iterations: u32,
    /// The largest slope where it ended, of the mean log-likelihood of a customer along the logarithm of
    /// a parameter: 0 at a maximum.
    pub gradient_norm: f64,
    /// The log-likelihood of all customers; of [`GammaGamma`](crate::clv::GammaGamma) by
    /// [`SpendLikelihood::OfMeans`](crate::clv::SpendLikelihood::OfMeans).
    pub log_likelihood: f64,
    /// The number of customers.
    pub customers: u64,
    /// What the customers count for together: their number, unless they have weights.
    pub weight: f64,
    /// The parameters, with errors and intervals.
    pub parameters: Vec<Parameter>,
    /// The covariances of the parameters, in their order and units; `None` unless the fit converged.
    pub covariance: Option<Vec<Vec<f64>>>,
}

impl<M> Fitted<M> {
    /// Returns the model if the fit converged.
    ///
    /// # Errors
    /// [`Error::Refused`] with the outcome if it did not.
    pub fn converged(self) -> Result<M> {
        crate::fit::Fit::new(self.model, self.outcome, self.iterations).converged()
    }

    /// Computes Akaike's information criterion, by which models of the same customers are compared: the
    /// smaller, the better.
    ///
    /// Both must be of one density. A fit of spend is of [the means](crate::clv::SpendLikelihood::OfMeans); that of
    /// the totals has another likelihood, though its parameters are the same.
    ///
    /// ```text
    /// AIC = 2 · parameters − 2 · log-likelihood
    /// ```
    ///
    /// See the [example](Self::bic).
    #[must_use]
    #[doc(alias = "Akaike")]
    pub fn aic(&self) -> f64 {
        2.0 * self.parameters.len() as f64 - 2.0 * self.log_likelihood
    }

    /// Computes Schwarz's information criterion, which asks more of each parameter the more customers
    /// there are: the smaller, the better.
    ///
    /// ```text
    /// BIC = ln(customers) · parameters − 2 · log-likelihood
    /// ```
    ///
    /// ```
    /// use retention::clv::{BgNbd, MbgNbd, PurchaseCounts, PurchaseModel};
    ///
    /// let shop = BgNbd::new(0.25, 4.4, 0.8, 2.4)?.simulate(vec![39.0; 2000], 7)?;
    /// let counts = PurchaseCounts::of(&shop)?;
    /// let (bg, mbg) = (BgNbd::fit(&counts, Default::default())?, MbgNbd::fit(&counts, Default::default())?);
    /// // The customers were made by the first model.
    /// assert!(bg.bic() < mbg.bic() && bg.aic() < mbg.aic());
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    #[doc(alias = "Schwarz")]
    pub fn bic(&self) -> f64 {
        self.weight.ln() * self.parameters.len() as f64 - 2.0 * self.log_likelihood
    }
}

impl<M: Parametric> Fitted<M> {
    /// Estimates a figure that the model gives, such as the purchases to expect, with the standard error
    /// that it owes to the errors of the parameters.
    ///
    /// ```text
    /// error² = g′ V g,  g the slopes of the figure along the logarithms of the parameters, V their covariances
    /// ```
    ///
    /// This is the delta method. It leaves out that what customers do varies around its expectation.
    ///
    /// # Errors
    /// [`Error::Refused`] if the fit did not converge; whatever the figure refuses; [`Error::Overflow`]
    /// if the error is larger than a number can be.
    ///
    /// See the [example](crate::clv::Fitted).
    pub fn estimate(&self, figure: impl Fn(&M) -> Result<f64>) -> Result<Estimate> {
        let Some(covariance) = &self.covariance else {
            let error = Error::refused("fit without standard errors", self.outcome);
            return Err(error.with_cure("`outcome` says how the fit ended"));
        };
        let values = self.model.values();
        let at = |place: usize, by: f64| {
            let mut moved = values.clone();
            if let Some(value) = moved.get_mut(place) {
                *value *= by.exp();
            }
            figure(&M::from_values(&moved)?)
        };
        let mut slopes = Vec::with_capacity(values.len());
        for (place, value) in values.iter().enumerate() {
            let rise = at(place, MOVED)? - at(place, -MOVED)?;
            slopes.push(rise / (2.0 * MOVED * value));
        }
        let along = |row: &Vec<f64>| -> f64 { row.iter().zip(&slopes).map(|(v, g)| v * g).sum() };
        let rows = covariance.iter().zip(&slopes);
        let variance: f64 = rows.map(|(row, g)| along(row) * g).sum();
        if !variance.is_finite() {
            return Err(Error::overflow("the variance of a figure", variance));
        }
        Estimate::new(figure(&self.model)?, variance.max(0.0).sqrt())
    }
}
