use super::{Method, RatingScales};
use crate::estimate::{Confidence, Estimate, Interval};

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
/// assert_eq!(format!("{:.3}", network.standard_error.unwrap()), "0.098");
/// assert_eq!(format!("{:.3}", network.adjusted_p_value.unwrap()), "0.069");
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
    /// Respondents whose answers were used, those without weight included.
    pub used: u64,
    /// Respondents left out because of missing answers.
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
    /// The standard error of its importance; `None` for relative weights, which have no usual one, and
    /// with too few respondents.
    ///
    /// ```text
    /// stated         √(variance / n)
    /// Pearson        (1 − r²) / √(n − 1)
    /// Spearman       (1 − r²) · √((1 + r²/2) / (n − 1))
    /// partial, Deng  (1 − r²) / √(n − k)
    /// regression     √((1 − R²) / (n − k − 1) · inflation)
    /// ```
    ///
    /// With weights, n is the effective number of respondents. The formulas for correlations are for
    /// large samples and normal answers; their [`interval`](Self::interval) is not the importance plus
    /// and minus a multiple of the error. The formula for the regression takes the standard deviations
    /// of this sample as if they were known.
    pub standard_error: Option<f64>,
    /// The p-value of a two-sided t test that the importance is 0. `None` for stated importance and
    /// relative weights, and with too few respondents.
    ///
    /// The test assumes independent respondents, and answers that are normal or many; for ranks it is
    /// an approximation.
    ///
    /// ```text
    /// Pearson, Spearman  t = r · √(df / (1 − r²)),  df = n − 2
    /// partial, Deng      the same,                  df = n − k − 1
    /// regression         t = b / standard error,    df = n − k − 1
    /// ```
    ///
    /// For a correlation, the test divides by the standard error of a correlation of zero, which is
    /// not [`standard_error`](Self::standard_error).
    pub p_value: Option<f64>,
    /// The p-value adjusted for testing all attributes, by the method's
    /// [adjustment](Method::adjustment).
    pub adjusted_p_value: Option<f64>,
    /// By how much the other attributes enlarge the variance of its regression coefficient, from 1 to
    /// [`Method::LARGEST_INFLATION`]; `None` unless the method enters all attributes at once.
    #[doc(alias = "VIF")]
    pub inflation: Option<f64>,
    /// Respondents with weight behind its satisfaction.
    pub answered: u64,
    /// Respondents with weight behind its importance.
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
    /// As a normal variable after Fisher's z transformation, with this standard error.
    Fisher { error: f64 },
}

impl Assessed {
    /// Returns the confidence interval of its importance; `None` without a standard error, and for a
    /// correlation of too few respondents.
    ///
    /// ```text
    /// Pearson        tanh(artanh r ± z / √(n − 3))
    /// Spearman       tanh(artanh r ± z · √((1 + r²/2) / (n − 3)))
    /// partial, Deng  tanh(artanh r ± z / √(n − k − 2))
    /// stated         mean ± t · standard error, df = n − 1
    /// regression     b ± t · standard error,    df = n − k − 1
    /// ```
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
    /// let survey = Survey::new([("price", scale.full_answers(&[5.0, 2.0, 4.0, 1.0, 3.0, 4.0])?)])?
    ///     .overall(scale.full_answers(&[4.0, 3.0, 3.0, 1.0, 3.0, 4.0])?)?;
    /// let assessment = survey.assess(Method::default().minimum(6))?;
    /// let interval = assessment.attributes[0].interval(Confidence::default()).unwrap();
    /// assert_eq!(format!("{interval:.2}"), "0.19 to 0.99");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn interval(&self, confidence: Confidence) -> Option<Interval> {
        match self.uncertainty {
            Uncertainty::Unknown => None,
            Uncertainty::Student { freedom } => {
                self.estimate()?.student_interval(confidence, freedom).ok()
            }
            Uncertainty::Fisher { error } => {
                let (z, away) = (self.importance.atanh(), confidence.z() * error);
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
        Estimate::new(self.importance, self.standard_error?).ok()
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
