use super::{Prior, Priors};
#[cfg(doc)]
use crate::Error;
use crate::Result;
use crate::clv::fitting::{Likelihood, fit};
use crate::clv::{FitOptions, Fitted, PurchaseCounts, PurchaseModel};

/// A model fitted to few customers with the help of priors: the parameters that are most likely after data and
/// priors have been heard (maximum a posteriori).
///
/// Where there are few customers, the likelihood alone often leaves a parameter free to run away to 0 or to
/// infinity, and such a fit does not converge. Priors that say little keep it. With many customers they no
/// longer matter.
///
/// ```text
/// maximum of  ln L − ½ · Σ ((ln parameter − ln median) / spread)²
/// ```
///
/// For the error of a figure take [`Fitted::estimate`] of the fit, or
/// [`ParametricBootstrap::of_mode`](super::ParametricBootstrap::of_mode), which fits its draws with the same priors.
///
/// The mode is that of the logarithms of the parameters, so that it does not depend on the unit of time.
///
/// ```
/// use retention::clv::{BgNbd, MbgNbd, PosteriorMode, Priors, PurchaseCounts, PurchaseModel};
/// use retention::fit::Outcome;
///
/// // Sixty customers, observed for twelve weeks.
/// let shop = BgNbd::new(0.25, 4.4, 0.8, 2.4)?.simulate(vec![12.0; 60], 2)?;
/// let counts = PurchaseCounts::of(&shop)?;
/// let mode = PosteriorMode::of(&counts, &Priors::of::<MbgNbd>(&counts)?, Default::default())?;
/// assert_eq!(mode.fitted.outcome, Outcome::Converged);
/// let model: MbgNbd = mode.fitted.converged()?;
/// assert!(model.expected_purchases(12.0)? > 0.1);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PosteriorMode<M> {
    /// The fit. Its log-likelihood is that of the data alone; its errors, intervals and covariances are of the
    /// posterior, as if that were normal. Its AIC and BIC are no criteria: they want the largest likelihood.
    pub fitted: Fitted<M>,
    /// What was thought of the parameters beforehand.
    pub priors: Priors,
    /// What the priors take off the log-likelihood at the mode, 0 or less: the larger in size, the more the
    /// data contradict them.
    pub log_prior: f64,
}

impl<M: PurchaseModel> PosteriorMode<M> {
    /// Fits a model with priors.
    ///
    /// # Errors
    /// [`Error::Mismatch`] for priors of another model; as [`PurchaseModel::fit`].
    ///
    /// See the [example](crate::clv::PosteriorMode).
    pub fn of(counts: &PurchaseCounts, priors: &Priors, options: FitOptions) -> Result<Self> {
        let names: Vec<&str> = priors.as_slice().iter().map(|prior| prior.name).collect();
        crate::error::same("parameters", &M::NAMES.join(", "), &names.join(", "))?;
        let (mut likelihood, task) = M::task(counts)?;
        let mut posterior = Posterior {
            likelihood: &mut *likelihood,
            priors: priors.as_slice(),
            weight: task.weight,
        };
        let mut fitted: Fitted<M> = fit(&mut posterior, &task, &options)?;
        let log_prior = log_prior(priors.as_slice(), &fitted.model.values());
        fitted.log_likelihood -= log_prior;
        Ok(Self {
            fitted,
            priors: priors.clone(),
            log_prior,
        })
    }
}

/// How many spreads the logarithm of a parameter is above its median.
fn deviation(prior: &Prior, parameter: f64) -> f64 {
    (parameter.ln() - prior.median.ln()) / prior.spread
}

/// The logarithm of the density of the priors, less its maximum.
fn log_prior(priors: &[Prior], parameters: &[f64]) -> f64 {
    let each = priors.iter().zip(parameters);
    each.map(|(prior, &it)| -0.5 * deviation(prior, it).powi(2))
        .sum()
}

/// The likelihood times the density of the priors.
struct Posterior<'a> {
    likelihood: &'a mut dyn Likelihood,
    priors: &'a [Prior],
    weight: f64,
}

impl Likelihood for Posterior<'_> {
    fn mean(&mut self, parameters: &[f64]) -> f64 {
        self.likelihood.mean(parameters) + log_prior(self.priors, parameters) / self.weight
    }

    fn mean_and_slopes(&mut self, parameters: &[f64], slopes: &mut [f64]) -> Option<f64> {
        let mean = self.likelihood.mean_and_slopes(parameters, slopes)?;
        for ((slope, prior), &parameter) in slopes.iter_mut().zip(self.priors).zip(parameters) {
            *slope -= deviation(prior, parameter) / prior.spread / self.weight;
        }
        Some(mean + log_prior(self.priors, parameters) / self.weight)
    }
}
