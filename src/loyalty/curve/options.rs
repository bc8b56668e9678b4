use crate::estimate::Confidence;
use crate::macros::named_enum;

named_enum! {
    /// How the exponent is estimated. The ways give different answers; a result says which was used.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Method {
        /// Least squares over respondents, the ends of the curve being those of the scale of
        /// loyalty. The default.
        #[default]
        Respondents = "respondents",
        /// Least squares over respondents, the ends of the curve estimated too. They may lie beyond
        /// the scale.
        FreeEnds = "free_ends",
        /// Least squares over the mean loyalty at each value of satisfaction, all of which count the
        /// same, however few respondents gave it.
        CellMeans = "cell_means",
        /// A line through the origin: the logarithm of loyalty on that of satisfaction, both on 0 to
        /// 1. Whoever stands at the low end of either has no logarithm and is left out.
        LogLog = "log_log",
    }
}

named_enum! {
    /// How standard errors of the exponent are made.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum StandardErrors {
        /// Of unequal variances, which answers on a scale with two ends have: the sandwich, times
        /// n / (n − k) for k parameters. The default.
        #[default]
        #[doc(alias = "robust")]
        #[doc(alias = "HC1")]
        Sandwich = "sandwich",
        /// Of one variance at every satisfaction.
        #[doc(alias = "homoscedastic")]
        Classical = "classical",
    }
}

named_enum! {
    /// What a [`Fit`](super::Fit) says about the shape of the curve.
    #[non_exhaustive]
    pub enum Competition {
        /// The interval of the exponent lies above 1: loyalty falls fast as satisfaction falls short
        /// of complete, as it does where competition is strong.
        High = "high",
        /// The interval lies below 1: loyalty falls slowly, as it does where competition is weak.
        /// Not by itself a market of hostages: nothing was asked of what holds anyone.
        Low = "low",
        /// The interval holds 1, or there is none, or loyalty does not rise with satisfaction.
        Undetermined = "undetermined",
        /// Fewer respondents than the [minimum](FitOptions::minimum).
        Insufficient = "insufficient",
    }
}

/// How a [`Sample`](super::Sample) is fitted.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct FitOptions {
    /// How the exponent is estimated.
    pub method: Method,
    /// How its standard error is made.
    pub standard_errors: StandardErrors,
    /// How sure the interval is to be.
    pub confidence: Confidence,
    /// Below so many respondents there is no verdict; 30 by default, a proposal.
    pub minimum: u64,
    /// How many steps the search may take; 200 by default, several times what it needs.
    pub max_iterations: u32,
}

impl Default for FitOptions {
    fn default() -> Self {
        Self {
            method: Method::default(),
            standard_errors: StandardErrors::default(),
            confidence: Confidence::default(),
            minimum: 30,
            max_iterations: 200,
        }
    }
}

impl FitOptions {
    /// Sets how the exponent is estimated.
    #[must_use]
    pub const fn method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// Sets how its standard error is made.
    #[must_use]
    pub const fn standard_errors(mut self, standard_errors: StandardErrors) -> Self {
        self.standard_errors = standard_errors;
        self
    }

    /// Sets how sure the interval is to be.
    #[must_use]
    pub const fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = confidence;
        self
    }

    /// Sets below how many respondents there is no verdict.
    #[must_use]
    pub const fn minimum(mut self, minimum: u64) -> Self {
        self.minimum = minimum;
        self
    }

    /// Sets how many steps the search may take.
    #[must_use]
    pub const fn max_iterations(mut self, max_iterations: u32) -> Self {
        self.max_iterations = max_iterations;
        self
    }
}
