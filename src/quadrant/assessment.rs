use super::{Method, Scales};
use crate::estimate::{Confidence, Estimate, Interval};

/// How important each attribute is and how satisfied customers are with it, found from
/// respondents' answers.
///
/// Made by [`Survey::assess`](super::Survey::assess) and
/// [`Builder::finish`](super::Builder::finish); [`analysis`](Self::analysis) places the attributes.
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
/// let assessment = survey.assess(&Method::from(Importance::Regression).minimum(6))?;
/// let network = assessment.get("network").unwrap();
/// // Shown as it is.
/// assert_eq!(format!("{:.3}", network.importance), "-0.274");
/// assert_eq!(format!("{:.3}", network.standard_error.unwrap()), "0.098");
/// assert_eq!(format!("{:.3}", network.adjusted_p_value.unwrap()), "0.069");
/// assert_eq!(format!("{:.3}", assessment.fit.unwrap().r_squared), "0.972");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Assessment {
    /// The attributes, in the order given.
    pub attributes: Vec<Assessed>,
    /// The scales of the figures; derived importance has none.
    pub scales: Scales,
    /// How they were found.
    pub method: Method,
    /// Respondents whose answers were used, those without weight included.
    pub used: usize,
    /// Respondents left out for what they did not answer.
    pub left_out: usize,
    /// How well all attributes together go with overall satisfaction; `None` unless the method
    /// enters them at once.
    pub fit: Option<Fit>,
}

/// One attribute of an [`Assessment`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Assessed {
    /// What it is.
    pub name: String,
    /// Its mean rating.
    pub satisfaction: f64,
    /// How important it is, by the [method](Method::importance).
    pub importance: f64,
    /// The standard error of its importance, by how much that would vary from sample to sample;
    /// `None` for relative weights, which have no usual one, and with too few respondents.
    ///
    /// ```text
    /// stated         √(variance / n)
    /// Pearson        (1 − r²) / √(n − 1)
    /// Spearman       (1 − r²) · √((1 + r²/2) / (n − 1))
    /// partial, Deng  (1 − r²) / √(n − k)
    /// regression     √((1 − R²) / (n − k − 1) · inflation)
    /// ```
    ///
    /// With weights, n is the effective number of respondents. Those of correlations are for large
    /// samples and normal answers, and an [`interval`](Self::interval) is not as many of them on
    /// either side. That of a regression takes the standard deviations of this sample, by which its
    /// coefficient is standardised, as if they were known.
    pub standard_error: Option<f64>,
    /// The chance of so large an importance, or a larger, of either sign, were there none: a
    /// two-sided t test. Respondents are taken to be independent, and answers to be normal or many;
    /// for ranks it is an approximation. `None` for stated importance and relative weights, and with
    /// too few respondents.
    ///
    /// ```text
    /// Pearson, Spearman  t = r · √(df / (1 − r²)),  df = n − 2
    /// partial, Deng      the same,                  df = n − k − 1
    /// regression         t = b / standard error,    df = n − k − 1
    /// ```
    ///
    /// The error that such a test of a correlation divides by is not the standard error above: it is
    /// that of a correlation of zero.
    pub p_value: Option<f64>,
    /// The same, adjusted for as many tests as there are attributes, by the method's
    /// [adjustment](Method::adjustment).
    pub adjusted_p_value: Option<f64>,
    /// By how much the other attributes enlarge the variance of its regression coefficient, at
    /// least 1; `None` unless the method enters all attributes at once.
    #[doc(alias = "VIF")]
    pub inflation: Option<f64>,
    /// Respondents with weight behind its satisfaction.
    pub answered: u64,
    /// Respondents with weight behind its importance.
    pub used: u64,
    /// How many of equal weight would say as much as those behind its importance.
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
    /// As Student's t with so many degrees of freedom, around it.
    Student { freedom: f64 },
    /// Normally once it is turned into Fisher's z, with this standard error.
    Fisher { error: f64 },
}

impl Assessed {
    /// The interval of its importance; `None` as for the standard error, and where a correlation
    /// rests on as few respondents as its degrees of freedom take.
    ///
    /// ```text
    /// Pearson        tanh(artanh r ± z / √(n − 3))
    /// Spearman       tanh(artanh r ± z · √((1 + r²/2) / (n − 3)))
    /// partial, Deng  tanh(artanh r ± z / √(n − k − 2))
    /// stated         mean ± t · standard error, df = n − 1
    /// regression     b ± t · standard error,    df = n − k − 1
    /// ```
    ///
    /// By Fisher's z, so that it stays within −1 and 1 and leans towards zero, as correlations do.
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
    /// let assessment = survey.assess(&Method::default().minimum(6))?;
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

    /// Importance with its standard error; `None` without one. Of a correlation, take its
    /// [`interval`](Self::interval) rather than that of the estimate.
    #[must_use]
    pub fn estimate(&self) -> Option<Estimate> {
        Estimate::new(self.importance, self.standard_error?).ok()
    }
}

/// How much of overall satisfaction goes with all attributes together.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Fit {
    /// The share of the variance of overall satisfaction that the regression on all attributes
    /// accounts for, from 0 to 1. Of their logarithms, with [`Deng`](super::Importance::Deng).
    #[doc(alias = "coefficient of determination")]
    pub r_squared: f64,
    /// The same, less what as many attributes of no importance would account for by chance:
    /// `1 − (1 − R²)(n − 1)/(n − k − 1)`. `None` with too few respondents.
    pub adjusted_r_squared: Option<f64>,
}

impl Assessment {
    /// The attribute of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Assessed> {
        self.attributes
            .iter()
            .find(|assessed| assessed.name == name)
    }
}
