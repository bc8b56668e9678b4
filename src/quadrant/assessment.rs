use super::{Method, RatingScales, StandardErrors};
use crate::estimate::{Confidence, Estimate, Interval};
use crate::numeric::special::student_quantile;

/// How important each attribute is and how satisfied customers are with it, computed from
/// respondents' answers.
///
/// [`Survey::assess`](super::Survey::assess) and [`Builder`](super::Builder) make it;
/// [`analysis`](Self::analysis) places the attributes.
///
/// ```
/// use retention::quadrant::{Importance, Method, Survey};
/// use retention::scale::Scale;
///
/// let scale = Scale::ONE_TO_FIVE;
/// let survey = Survey::new([
///     ("price", scale.full_answers(&[5.0, 2.0, 4.0, 1.0, 3.0, 4.0])?),
///     ("network", scale.full_answers(&[4.0, 5.0, 5.0, 4.0, 3.0, 2.0])?),
/// ])?
/// .overall(scale.full_answers(&[4.0, 2.0, 3.0, 1.0, 3.0, 4.0])?)?;
///
/// let assessment = survey.assess(Method::from(Importance::Regression).minimum(6))?;
/// let network = assessment.get("network").unwrap();
/// // Shown as it is.
/// assert_eq!(format!("{:.3}", network.importance), "-0.274");
/// assert_eq!(format!("{:.3}", network.standard_error.unwrap()), "0.288");
/// assert_eq!(format!("{:.3}", network.adjusted_p_value.unwrap()), "0.413");
/// assert_eq!(format!("{:.3}", assessment.r_squared.unwrap()), "0.972");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Assessment {
    /// The attributes, in the order given.
    pub attributes: Vec<Assessed>,
    /// The scales of the figures; derived importance has none.
    pub scales: RatingScales,
    /// How the figures were computed.
    pub method: Method,
    /// How the standard errors were computed. A [`Builder`](super::Builder) does not see its
    /// respondents twice, so its errors are classical whatever the method says.
    pub standard_errors: StandardErrors,
    /// Respondents whose answers were used for importance, those without weight included. Satisfaction
    /// is of everyone who rated the attribute: see [`Assessed::answered`].
    pub used: u64,
    /// Respondents left out of importance because of missing answers.
    pub left_out: u64,
    /// The share of the variance of overall satisfaction that the regression on all attributes
    /// explains, from 0 to 1; of their logarithms for [`Deng`](super::Importance::Deng). `None` unless
    /// the method enters all attributes at once.
    #[doc(alias = "coefficient of determination")]
    pub r_squared: Option<f64>,
    /// R² less what as many attributes of no importance would explain by chance:
    /// `1 − (1 − R²)(n − 1)/(n − k − 1)`. `None` without R² and with too few respondents.
    pub adjusted_r_squared: Option<f64>,
}

/// One attribute of an [`Assessment`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Assessed {
    /// Its name.
    pub name: String,
    /// Its mean rating.
    pub satisfaction: f64,
    /// How important it is, by the [method](Method::importance).
    pub importance: f64,
    /// Its plain correlation with overall satisfaction, from −1 to 1: of ranks for
    /// [`Spearman`](super::Importance::Spearman), of logarithms for
    /// [`Deng`](super::Importance::Deng). `None` for stated importance.
    ///
    /// Its sign says in which direction the attribute goes with satisfaction. A relative weight, which
    /// is never negative, does not say so: if the correlation is below 0, customers who rate the
    /// attribute higher are *less* satisfied.
    #[doc(alias = "sign")]
    pub correlation: Option<f64>,
    /// The standard error of that correlation, robust or classical as that of importance; `None` as for
    /// importance by Pearson's correlation.
    pub correlation_error: Option<f64>,
    /// The p-value of a two-sided test that the correlation is 0, which says whether its sign could be
    /// chance. Relative weights and dominance have it too.
    pub correlation_p_value: Option<f64>,
    /// The standard error of its importance; `None` for relative weights and dominance, which have no
    /// usual one, and with too few respondents. A robust error is `None` also if one respondent alone
    /// decides the importance, as the only one whose rating differs.
    ///
    /// Robust errors, the default, follow from what each respondent adds. With z-scores x and y, the
    /// residuals e of the regression, v the attribute's row of `R⁻¹x`, and a and b what the other
    /// attributes leave of x and y, as z-scores:
    ///
    /// ```text
    /// √ Σ (w/Σw · influence / (1 − leverage))²
    ///
    /// Pearson        influence = x y − r/2 (x² + y²),  leverage = w/Σw · (1 + the larger of x², y²)
    /// regression     influence = v e + β/2 (x² − y²),  leverage = w/Σw · (1 + xᵀR⁻¹x)
    /// partial, Deng  influence = a b − r/2 (a² + b²),  the same leverage
    /// Spearman       the same sum of the derivative by the weight, √(n/(n − 1)) in place of leverages
    /// stated         √(n/(n − 1) · Σ w² (y − mean)²) / Σw
    /// ```
    ///
    /// Classical errors take ratings as normal, and the standard deviations of this sample as if they
    /// were known; with weights, n is the effective number of respondents:
    ///
    /// ```text
    /// stated         √(variance / n)
    /// Pearson        (1 − r²) / √(n − 1)
    /// Spearman       (1 − r²) · √((1 + r²/2) / (n − 1))
    /// partial, Deng  (1 − r²) / √(n − k)
    /// regression     √((1 − R²) / (n − k − 1) · inflation)
    /// ```
    ///
    /// A respondent whose leverage is 1, such as the only one who rated an attribute differently, adds
    /// nothing to the attributes that do not rest on it but what it adds to the standard deviations.
    ///
    /// The [`interval`](Self::interval) of a correlation is not the importance plus and minus a multiple
    /// of the error.
    ///
    /// Source: for the leverages, MacKinnon, J. G. and White, H. (1985), *Journal of Econometrics*
    /// 29(3): 305–325, whose HC3 this is for a coefficient whose influence is `v e` alone.
    pub standard_error: Option<f64>,
    /// The p-value of a two-sided t test that the importance is 0. `None` for stated importance,
    /// relative weights and dominance, and without a standard error.
    ///
    /// The test assumes independent respondents. With n the effective number of respondents:
    ///
    /// ```text
    /// regression                  t = b / standard error,                   df = n − k − 1
    /// robust, a correlation       t = artanh r · (1 − r²) / standard error
    /// classical, a correlation    t = r · √(df / (1 − r²))
    /// Pearson, Spearman           df = n − 2
    /// partial, Deng               df = n − k − 1
    /// ```
    ///
    /// The robust test and the robust [`interval`](Self::interval) agree. The classical one divides by
    /// the standard error of a correlation of zero, which is not
    /// [`standard_error`](Self::standard_error).
    pub p_value: Option<f64>,
    /// The p-value adjusted for testing all attributes, by the method's
    /// [adjustment](Method::adjustment).
    pub adjusted_p_value: Option<f64>,
    /// By how much the other attributes enlarge the variance of its regression coefficient, from 1 to
    /// [`Method::LARGEST_INFLATION`]; `None` unless the method enters all attributes at once.
    #[doc(alias = "VIF")]
    pub inflation: Option<f64>,
    /// Respondents with weight behind its satisfaction: all who rated it, whatever else they answered.
    pub answered: u64,
    /// Respondents with weight behind its importance, by the [deletion](Method::deletion).
    pub used: u64,
    /// Effective sample size of its importance: the number of equally weighted respondents that would
    /// give the same precision.
    pub effective_sample_size: f64,
    /// What its interval is made by.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) uncertainty: Uncertainty,
}

/// How an importance varies from sample to sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Uncertainty {
    /// Not known.
    Unknown,
    /// As Student's t with so many degrees of freedom.
    Student { freedom: f64 },
    /// As Student's t after Fisher's z transformation, with this standard error; as a normal variable if
    /// the degrees of freedom are infinite.
    Fisher { error: f64, freedom: f64 },
}

impl Assessed {
    /// Returns the confidence interval of its importance; `None` without a standard error, and for a
    /// correlation of too few respondents.
    ///
    /// ```text
    /// stated                     mean ± t · standard error, df = n − 1
    /// regression                 b ± t · standard error,    df = n − k − 1
    /// robust, a correlation      tanh(artanh r ± t · standard error / (1 − r²))
    /// classical, Pearson         tanh(artanh r ± z / √(n − 3))
    /// classical, Spearman        tanh(artanh r ± z · √((1 + r²/2) / (n − 3)))
    /// classical, partial, Deng   tanh(artanh r ± z / √(n − k − 2))
    /// ```
    ///
    /// Simulated on ratings that crowd near the top, classical 95 % intervals of correlations hold the
    /// true value in 89 to 93 of 100 surveys, of 1,000 respondents as of 200. Robust intervals hold it in
    /// 94 to 96.
    ///
    /// Fisher's z keeps the interval of a correlation within −1 and 1.
    ///
    /// Source: Fisher, R. A. (1921), *Metron* 1: 3–32; for ranks, Bonett, D. G. and Wright, T. A.
    /// (2000), *Psychometrika* 65(1): 23–28.
    ///
    /// ```
    /// use retention::estimate::Confidence;
    /// use retention::quadrant::{Method, Survey};
    /// use retention::scale::Scale;
    ///
    /// let scale = Scale::ONE_TO_FIVE;
    /// let price = [5.0, 2.0, 4.0, 1.0, 3.0, 4.0, 3.0, 5.0, 2.0, 4.0];
    /// let overall = [4.0, 3.0, 3.0, 1.0, 4.0, 4.0, 2.0, 5.0, 2.0, 5.0];
    /// let survey = Survey::new([("price", scale.full_answers(&price)?)])?
    ///     .overall(scale.full_answers(&overall)?)?;
    /// let assessment = survey.assess(Method::default().minimum(10))?;
    /// let interval = assessment.attributes[0].interval(Confidence::default()).unwrap();
    /// assert_eq!(format!("{interval:.2}"), "0.21 to 0.97");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn interval(&self, confidence: Confidence) -> Option<Interval> {
        match self.uncertainty {
            Uncertainty::Unknown => None,
            Uncertainty::Student { freedom } => {
                let estimate = Estimate::new(self.importance, self.standard_error?).ok()?;
                estimate.student_interval(confidence, freedom).ok()
            }
            Uncertainty::Fisher { error, freedom } => {
                let times = if freedom.is_finite() {
                    student_quantile(confidence.level(), freedom)
                } else {
                    confidence.z()
                };
                let (z, away) = (self.importance.atanh(), times * error);
                let (lower, upper) = ((z - away).tanh(), (z + away).tanh());
                (lower <= upper).then(|| Interval::between(lower, upper, confidence))
            }
        }
    }

    /// Returns importance with its standard error; `None` without one.
    ///
    /// For a correlation, use [`interval`](Self::interval) rather than the interval of the estimate.
    #[must_use]
    pub fn estimate(&self) -> Option<Estimate> {
        let estimate = Estimate::new(self.importance, self.standard_error?).ok()?;
        match self.uncertainty {
            Uncertainty::Student { freedom } | Uncertainty::Fisher { freedom, .. }
                if freedom.is_finite() && freedom > 0.0 =>
            {
                estimate.with_degrees_of_freedom(freedom).ok()
            }
            _ => Some(estimate),
        }
    }
}

impl Assessment {
    /// Returns the attribute of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Assessed> {
        self.attributes
            .iter()
            .find(|assessed| assessed.name == name)
    }
}
