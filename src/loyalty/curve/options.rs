use crate::estimate::Confidence;
use crate::macros::{named_enum, options};

named_enum! {
    /// How the exponent is estimated. The methods give different answers, so a result names its own.
    ///
    /// See the [example](crate::loyalty::curve::Sample).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Method {
        /// Least squares over respondents, with the curve's ends fixed at the ends of the scale of
        /// loyalty. The default.
        #[default]
        Respondents = "respondents",
        /// Least squares over respondents that estimates the curve's ends too; they may lie beyond the
        /// scale.
        FreeEnds = "free_ends",
        /// Least squares over the mean loyalty at each value of satisfaction, however few respondents
        /// gave it.
        CellMeans = "cell_means",
        /// A line through the origin that relates the logarithms of loyalty and satisfaction, both on
        /// 0 to 1. Respondents at the low end of either have no logarithm and are left out.
        LogLog = "log_log",
    }
}

named_enum! {
    /// How standard errors of the exponent are computed.
    ///
    /// See the [example](crate::loyalty::curve::Sample).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum StandardErrors {
        /// The sandwich times n / (n − k) for k parameters, which allows the unequal variances of
        /// answers on a scale with two ends. The default.
        #[default]
        #[doc(alias = "robust")]
        #[doc(alias = "HC1")]
        Sandwich = "sandwich",
        /// Assumes the same variance at every satisfaction.
        #[doc(alias = "homoscedastic")]
        Classical = "classical",
    }
}

named_enum! {
    /// What a [`Model`](super::Model) says about the shape of the curve.
    ///
    /// See the [example](crate::loyalty::curve::Sample).
    #[non_exhaustive]
    pub enum Competition {
        /// The interval of the exponent lies above 1: loyalty falls fast as satisfaction falls short
        /// of complete, as it does where competition is strong.
        High = "high",
        /// The interval lies below 1: loyalty falls slowly, as it does where competition is weak.
        /// It does not show that customers are hostages.
        Low = "low",
        /// The interval contains 1, there is no interval, or loyalty does not rise with satisfaction.
        Undetermined = "undetermined",
        /// Fewer respondents than the [minimum](Options::minimum).
        Insufficient = "insufficient",
    }
}

options! {
    /// How a [`Sample`](super::Sample) is fitted.
    #[derive(Copy)]
    pub struct Options {
        /// How the exponent is estimated. Default: least squares over respondents.
        pub method: Method = Method::default(),
        /// How standard errors are computed. Default: the sandwich.
        pub standard_errors: StandardErrors = StandardErrors::default(),
        /// Confidence of the interval. Default: 95 %.
        pub confidence: Confidence = Confidence::default(),
        /// Minimum number of respondents for a verdict. Default: 30, a proposal.
        pub minimum: u64 = 30,
        /// Maximum number of steps of the search. Default: 200, several times what it needs.
        pub max_iterations: u32 = 200,
    }
}
