use super::{Baseline, Options};
use crate::error::{Place, finite};
use crate::estimate::{ChiSquare, Confidence, Estimate, Interval};
use crate::{Error, Result};

/// How the hazard of leaving goes with what is known of customers.
///
/// A hazard ratio is an association: it does not say what would happen if the covariate were changed. It
/// holds at every tenure alike; test that by
/// [`proportional_hazards`](super::Covariates::proportional_hazards).
///
/// See the [example](crate::survival::cox).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Cox {
    /// The covariates, in the order given.
    pub covariates: Vec<HazardRatio>,
    /// The covariances of the coefficients, by the errors that the options name. `None` unless the fit
    /// converged.
    pub covariance: Option<Vec<Vec<f64>>>,
    /// The logarithm of the partial likelihood.
    pub log_likelihood: f64,
    /// The same without any covariate.
    pub null_log_likelihood: f64,
    /// Whether the covariates say anything at all: twice the difference of the two likelihoods. `None`
    /// unless the fit converged.
    pub likelihood_ratio: Option<ChiSquare>,
    /// The same by the coefficients over their covariances. `None` unless the fit converged, and where these
    /// follow from each other or have no error.
    pub wald: Option<ChiSquare>,
    /// The same by the slope of the likelihood without covariates. With one covariate of 0 and 1, and no
    /// ties, it is the log-rank test.
    pub score: ChiSquare,
    /// The hazard of a customer with average covariates, by stratum.
    pub baselines: Vec<Baseline>,
    /// Rows with weight.
    pub rows: u64,
    /// Of them, those who left.
    pub ended: u64,
    /// Clusters of rows with weight; `None` where each row stands alone.
    pub clusters: Option<u64>,
    /// Whether fewer customers left for each covariate than
    /// [`events_per_covariate`](Options::events_per_covariate): errors and tests are then rough.
    pub few_events: bool,
    /// How it was computed.
    pub options: Options,
}

/// A covariate of a [`Cox`] regression: by how much its hazard of leaving is larger.
///
/// It is written flat, as the `csv` crate takes a row: `name`, `mean`, `coefficient` with its `standard_error` and
/// `classical_error`, the `ratio` with the ends of its 95 % interval as `ratio_lower` and `ratio_upper`, `p_value`
/// and `adjusted_p_value`.
///
/// See the [example](crate::survival::cox).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(into = "written::Row")
)]
#[non_exhaustive]
pub struct HazardRatio {
    /// Its name.
    pub name: String,
    /// Its weighted mean.
    pub mean: f64,
    /// By how much one unit more multiplies the hazard, as a natural logarithm; the other covariates held
    /// constant.
    pub coefficient: f64,
    /// The coefficient with its standard error, by the errors that the options name. `None` unless the
    /// fit converged, and where no row tells an error because all at risk left together.
    pub estimate: Option<Estimate>,
    /// The classical standard error, whatever the options name. `None` unless the fit converged.
    pub classical_error: Option<f64>,
    /// The p-value of a two-sided test that the hazard ratio is 1. `None` without an error.
    pub p_value: Option<f64>,
    /// The p-value adjusted for testing all covariates.
    pub adjusted_p_value: Option<f64>,
}

/// How a row is written.
#[cfg(feature = "serde")]
mod written {
    use super::HazardRatio;
    use crate::estimate::{Confidence, Estimate};

    #[derive(serde::Serialize)]
    pub(super) struct Row {
        name: String,
        mean: f64,
        coefficient: f64,
        standard_error: Option<f64>,
        classical_error: Option<f64>,
        ratio: f64,
        ratio_lower: Option<f64>,
        ratio_upper: Option<f64>,
        p_value: Option<f64>,
        adjusted_p_value: Option<f64>,
    }

    impl From<HazardRatio> for Row {
        fn from(row: HazardRatio) -> Self {
            let interval = row.interval(Confidence::default());
            Self {
                ratio: row.ratio(),
                name: row.name,
                mean: row.mean,
                coefficient: row.coefficient,
                standard_error: row.estimate.as_ref().map(Estimate::standard_error),
                classical_error: row.classical_error,
                ratio_lower: interval.map(|interval| interval.lower()),
                ratio_upper: interval.map(|interval| interval.upper()),
                p_value: row.p_value,
                adjusted_p_value: row.adjusted_p_value,
            }
        }
    }
}

impl HazardRatio {
    /// Returns by how much one unit more multiplies the hazard; infinite beyond `f64`.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        self.coefficient.exp()
    }

    /// Returns the interval of the hazard ratio; `None` without an error.
    #[must_use]
    pub fn interval(&self, confidence: Confidence) -> Option<Interval> {
        let interval = self.estimate?.interval(confidence);
        let [lower, upper] = [interval.lower(), interval.upper()].map(f64::exp);
        Some(Interval::between(lower, upper, confidence))
    }
}

impl Cox {
    /// Returns the covariate of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&HazardRatio> {
        self.covariates
            .iter()
            .find(|covariate| covariate.name == name)
    }

    /// Returns the logarithm of the hazard of a customer relative to one with average covariates.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] unless there is a value for each covariate; [`Error::NotFinite`], at its
    /// column, for NaN and infinities.
    ///
    /// See the [example](Self::survival).
    pub fn score(&self, covariates: &[f64]) -> Result<f64> {
        if covariates.len() != self.covariates.len() {
            return Err(Error::length(
                "covariates",
                covariates.len(),
                self.covariates.len(),
            ));
        }
        let mut score = 0.0;
        for (covariate, &value) in self.covariates.iter().zip(covariates) {
            let at = || Place::Column(covariate.name.as_str().into());
            let value = finite("covariate", value).map_err(|error| error.at_place(at()))?;
            score += covariate.coefficient * (value - covariate.mean);
        }
        if score.is_nan() {
            return Err(Error::overflow("the predictor of a customer", score));
        }
        Ok(score.clamp(f64::MIN, f64::MAX))
    }

    /// Returns the share of customers like this one who are still here after a tenure; `None` where no
    /// customer of the stratum was followed.
    ///
    /// ```text
    /// S(t) = exp(−H(t) · exp(b · (x − mean)))
    /// ```
    ///
    /// # Errors
    /// As [`score`](Self::score); [`Error::Refused`] for a stratum that the data do not have.
    ///
    /// ```
    /// use retention::survival::Spell;
    /// use retention::survival::cox::{Covariates, Options};
    ///
    /// let spells: Vec<Spell> = [2, 3, 3, 5, 6, 8, 9, 14].map(Spell::ended).into_iter()
    ///     .chain([7, 12, 15, 20].map(Spell::ongoing))
    ///     .collect();
    /// let discount = [1.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0];
    /// let cox = Covariates::new(&spells, [("discount", &discount[..])])?
    ///     .fit(Options::default())?
    ///     .converged()?;
    /// let [with, without] = [1.0, 0.0].map(|discount| cox.survival(&[discount], 0, 6));
    /// assert_eq!(format!("{:.2}, {:.2}", with?.unwrap(), without?.unwrap()), "0.35, 0.80");
    /// assert!(cox.score(&[1.0])? > 0.0); // a higher hazard than that of the average customer
    /// assert_eq!(cox.survival(&[1.0], 0, 21)?, None);
    /// let baseline = &cox.baselines[0];
    /// assert_eq!((baseline.until, baseline.steps[0].time), (20, 2));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn survival(&self, covariates: &[f64], stratum: u32, time: u32) -> Result<Option<f64>> {
        let relative = self.score(covariates)?.exp();
        let own = self
            .baselines
            .binary_search_by_key(&stratum, |one| one.stratum);
        let Some(baseline) = own.ok().and_then(|at| self.baselines.get(at)) else {
            return Err(Error::refused("stratum that the data do not have", stratum));
        };
        Ok(baseline.at(time).map(|hazard| {
            // Nothing times no matter how much is nothing.
            if hazard > 0.0 {
                (-hazard * relative).exp()
            } else {
                1.0
            }
        }))
    }
}
