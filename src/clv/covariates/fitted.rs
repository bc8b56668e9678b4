use super::{CovariateModel, CovariateOptions, CovariateTarget};
use crate::clv::{Fitted, Parameter, PurchaseModel};
use crate::estimate::{ChiSquare, Estimate};
use crate::fit::Outcome;
use crate::{Error, Result};

/// How far the logarithm of a parameter is moved to see what depends on it, and a coefficient, in standard
/// errors.
const MOVED: f64 = 1e-4;
const MOVED_ERRORS: f64 = 1e-3;

/// What one covariate does to how often customers buy, or to how readily they leave.
///
/// See the [example](crate::clv::CovariateModel).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CovariateEffect {
    /// The name of the covariate.
    pub covariate: String,
    /// What it acts on.
    pub on: CovariateTarget,
    /// The coefficient γ of one unit more, the other covariates held constant.
    pub coefficient: f64,
    /// Its standard error; `None` unless the fit converged.
    pub standard_error: Option<f64>,
    /// exp(γ), with one unit more: how many times as often customers buy, as high the rate or the odds of leaving
    /// are, or the odds of staying; of [`CovariateTarget::Alikeness`], how many times as large `a` and `b`. Infinite
    /// beyond `f64`.
    pub ratio: f64,
    /// The lower end of its interval; `None` unless the fit converged.
    pub ratio_lower: Option<f64>,
    /// The upper end of its interval; `None` unless the fit converged.
    pub ratio_upper: Option<f64>,
    /// The p-value of a two-sided test that the ratio is 1; `None` unless the fit converged.
    pub p_value: Option<f64>,
    /// The p-value corrected for the number of coefficients.
    pub adjusted_p_value: Option<f64>,
}

/// A model with covariates fitted by maximum likelihood: what each covariate does, and whether they do anything.
///
/// Look at `outcome` first. On the boundary a coefficient or a parameter runs away, as where nobody of a channel
/// ever came back: leave that covariate out, or join it with another level. Not identified means that the data
/// do not tell the effects apart.
///
/// Standard errors assume independent customers and a model that is right. In 1000 simulated shops of 300
/// customers each, observed for 39 weeks, the 95 % intervals of coefficients covered 94.5 to 95.6 %. In 600
/// where no covariate does anything, the test by the likelihood ratio found something at the 5 % level in 4.3 %.
/// Those shops are by BG/NBD with [`Odds`](super::LeavingCovariates::Odds). Under Pareto/NBD, MBG/NBD and the other
/// forms, in 60 to 400 shops of 300 and of 1200 customers, the intervals covered 91 to 99 %, and the test found
/// something in 1 to 8 %.
///
/// See the [example](crate::clv::CovariateModel).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct FittedCovariates<M> {
    /// The model that fits best.
    pub model: CovariateModel<M>,
    /// The same customers without covariates.
    pub without_covariates: Fitted<M>,
    /// How the search ended.
    pub outcome: Outcome,
    /// How many steps it took.
    pub iterations: u32,
    /// The largest slope where it ended, of the mean log-likelihood of a customer along the logarithm of a
    /// parameter or a coefficient of a standard deviation: 0 at a maximum.
    pub gradient_norm: f64,
    /// The log-likelihood of all customers.
    pub log_likelihood: f64,
    /// The number of customers.
    pub customers: u64,
    /// What the customers count for together: their number, unless they have weights.
    pub weight: f64,
    /// The parameters of the base model, with errors and intervals.
    pub parameters: Vec<Parameter>,
    /// What the covariates do: first all on buying, then on leaving.
    pub effects: Vec<CovariateEffect>,
    /// The covariances of the parameters and then of the coefficients, in their order and units; `None` unless
    /// the fit converged.
    pub covariance: Option<Vec<Vec<f64>>>,
    /// The test of whether the covariates say anything: twice the difference of the log-likelihoods with and
    /// without them. `None` unless both fits converged.
    pub likelihood_ratio: Option<ChiSquare>,
    /// How it was fitted.
    pub options: CovariateOptions,
}

impl<M> FittedCovariates<M> {
    /// Returns the model if the fit converged.
    ///
    /// # Errors
    /// [`Error::Refused`] with the outcome if it did not.
    ///
    /// See the [example](crate::clv::CovariateModel).
    pub fn converged(self) -> Result<CovariateModel<M>> {
        crate::fit::Fit::new(self.model, self.outcome, self.iterations).converged()
    }

    /// Returns what a covariate does to a target; `None` if it does not act on it.
    ///
    /// See the [example](crate::clv::CovariateModel).
    #[must_use]
    pub fn effect(&self, on: CovariateTarget, covariate: &str) -> Option<&CovariateEffect> {
        self.effects
            .iter()
            .find(|effect| effect.on == on && effect.covariate == covariate)
    }

    /// Computes Akaike's information criterion, to be compared with that of
    /// [`without_covariates`](Self::without_covariates): the smaller, the better.
    ///
    /// ```text
    /// AIC = 2 · (parameters + coefficients) − 2 · log-likelihood
    /// ```
    ///
    /// See the [example](Self::bic).
    #[must_use]
    pub fn aic(&self) -> f64 {
        2.0 * self.estimated() - 2.0 * self.log_likelihood
    }

    /// Computes Schwarz's information criterion, which asks more of each coefficient the more customers there
    /// are: the smaller, the better.
    ///
    /// ```text
    /// BIC = ln(customers) · (parameters + coefficients) − 2 · log-likelihood
    /// ```
    ///
    /// ```
    /// use retention::clv::{BgNbd, CovariateCounts, CovariateModel, PurchaseModel};
    ///
    /// // Every other customer wears a hat, which says nothing of what they buy.
    /// let shop = BgNbd::new(0.6, 4.0, 0.8, 2.4)?.simulate(vec![39.0; 1200], 7)?;
    /// let hat: Vec<f64> = (0..1200).map(|customer| f64::from(customer % 2)).collect();
    /// let counts = CovariateCounts::of(&shop, [("hat", hat)])?;
    /// let fitted = CovariateModel::<BgNbd>::fit(&counts, Default::default())?;
    /// assert!(fitted.bic() > fitted.without_covariates.bic());
    /// assert!(fitted.aic() > fitted.without_covariates.aic());
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn bic(&self) -> f64 {
        self.weight.ln() * self.estimated() - 2.0 * self.log_likelihood
    }

    fn estimated(&self) -> f64 {
        (self.parameters.len() + self.effects.len()) as f64
    }
}

impl<M: PurchaseModel> FittedCovariates<M> {
    /// Estimates a figure that the model gives, such as the purchases to expect of customers by a channel, with
    /// the standard error that it owes to the errors of the parameters and coefficients.
    ///
    /// This is the delta method, as in [`Fitted::estimate`]. In simulated shops of 300 customers, the 95 % interval
    /// of what a new customer buys in a year held the truth in 88 to 95 %; in shops of 1200, in 93 to 97 %.
    ///
    /// # Errors
    /// [`Error::Refused`] if the fit did not converge; whatever the figure refuses; [`Error::Overflow`] if the
    /// error is larger than a number can be.
    ///
    /// ```
    /// use retention::clv::{BgNbd, CovariateCounts, CovariateModel, PurchaseModel};
    /// use retention::estimate::Confidence;
    ///
    /// let mut shop = BgNbd::new(0.6, 4.0, 0.8, 2.4)?.simulate(vec![39.0; 900], 1)?;
    /// shop.extend(BgNbd::new(0.6, 2.0, 0.8, 2.4)?.simulate(vec![39.0; 900], 2)?);
    /// let friend = [vec![0.0; 900], vec![1.0; 900]].concat();
    /// let counts = CovariateCounts::of(&shop, [("friend", friend)])?;
    /// let fitted = CovariateModel::<BgNbd>::fit(&counts, Default::default())?;
    /// // What a new customer buys in a year who came by a friend.
    /// let year = fitted.estimate(|model| model.model_of(&[1.0])?.expected_purchases(52.0))?;
    /// let expected = BgNbd::new(0.6, 2.0, 0.8, 2.4)?.expected_purchases(52.0)?;
    /// assert!(year.interval(Confidence::default()).contains(expected));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn estimate(&self, figure: impl Fn(&CovariateModel<M>) -> Result<f64>) -> Result<Estimate> {
        let Some(covariance) = &self.covariance else {
            let error = Error::refused("fit without standard errors", self.outcome);
            return Err(error.with_cure("`outcome` says how the fit ended"));
        };
        let values = self.model.base().values();
        let mut slopes = Vec::with_capacity(covariance.len());
        for (place, value) in values.iter().enumerate() {
            let at = |by: f64| {
                let mut moved = values.clone();
                if let Some(value) = moved.get_mut(place) {
                    *value *= by.exp();
                }
                figure(&self.moved(Some(M::from_values(&moved)?), None)?)
            };
            slopes.push((at(MOVED)? - at(-MOVED)?) / (2.0 * MOVED * value));
        }
        for effect in &self.effects {
            let step = MOVED_ERRORS * effect.standard_error.unwrap_or(0.0);
            let at = |by: f64| figure(&self.moved(None, Some((effect, by)))?);
            // An error below what numbers hold adds nothing to that of the figure.
            slopes.push(if step > 0.0 {
                (at(step)? - at(-step)?) / (2.0 * step)
            } else {
                0.0
            });
        }
        let along = |row: &Vec<f64>| -> f64 { row.iter().zip(&slopes).map(|(v, g)| v * g).sum() };
        let rows = covariance.iter().zip(&slopes);
        let variance: f64 = rows.map(|(row, g)| along(row) * g).sum();
        if !variance.is_finite() {
            return Err(Error::overflow("the variance of a figure", variance));
        }
        Estimate::new(figure(&self.model)?, variance.max(0.0).sqrt())
    }

    /// The model with another base, and with a coefficient moved.
    fn moved(
        &self,
        base: Option<M>,
        coefficient: Option<(&CovariateEffect, f64)>,
    ) -> Result<CovariateModel<M>> {
        let model = &self.model;
        let effects = model.effects().iter().map(|effect| {
            let mut coefficients = effect.coefficients.clone();
            if let Some((moved, by)) = coefficient.filter(|(moved, _)| moved.on == effect.on) {
                let cells = coefficients.iter_mut().zip(model.names());
                for (cell, _) in cells.filter(|(_, name)| **name == moved.covariate) {
                    *cell += by;
                }
            }
            (effect.on, coefficients)
        });
        let base = base.unwrap_or_else(|| model.base().clone());
        CovariateModel::new(base, model.names().to_vec(), effects)?
            .with_origin(model.origin().to_vec())
    }
}
