use super::{Method, Scales};
use crate::estimate::Estimate;

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
    /// The standard error of its importance; `None` for relative weights, which have no usual one,
    /// and with too few respondents.
    ///
    /// ```text
    /// stated       √(variance / n)
    /// correlation  √((1 − r²) / (n − 2))
    /// regression   √((1 − R²) / (n − k − 1) · inflation)
    /// partial      √((1 − r²) / (n − k − 1))
    /// ```
    ///
    /// With weights, n is the effective number of respondents; for ranks it is an approximation.
    pub standard_error: Option<f64>,
    /// The chance of so large an importance, or a larger, of either sign, were there none: two-sided
    /// t test of importance over standard error, with the degrees of freedom that the error is
    /// divided by. Respondents are taken to be independent, and answers to be normal or many. `None`
    /// for stated importance and relative weights, and without a standard error.
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
}

impl Assessed {
    /// Importance with its standard error; `None` without one.
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
