use crate::estimate::Confidence;
use crate::macros::{named_enum, options};

named_enum! {
    /// A method to estimate the exponent. Methods give different answers, so a result names its own.
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
    /// A verdict on competition from the shape of the curve.
    ///
    /// See the [example](crate::loyalty::curve::Sample).
    #[non_exhaustive]
    pub enum Competition {
        /// By every specification that fits, the interval of the exponent lies above 1: loyalty falls
        /// fast as satisfaction falls short of complete, as it does where competition is strong.
        High = "high",
        /// By every specification that fits, the interval lies below 1: loyalty falls slowly, as it
        /// does where competition is weak. It does not show that customers are hostages.
        Low = "low",
        /// The specifications that fit disagree, an interval contains 1, there is no interval, or
        /// loyalty does not rise with satisfaction.
        Undecided = "undecided",
        /// Fewer respondents than the [minimum](Options::minimum).
        Insufficient = "insufficient",
    }
}

options! {
    /// The choices of a [fit](super::Sample::fit).
    ///
    /// See the [example](crate::loyalty::curve::Sample).
    #[derive(Copy)]
    pub struct Options {
        /// How the exponent is estimated. Default: least squares over respondents.
        pub method: Method = Method::default(),
        /// Whether standard errors assume the same variance of loyalty at every satisfaction, as
        /// classical ones do. Default: false, which allows for the unequal variances of answers on a
        /// scale with two ends: the sandwich times n / (n − k) for k parameters, also called HC1.
        /// With weights both count what unequal weights cost in precision.
        pub equal_variances: bool = false,
        /// Confidence of the interval. Default: 95 %.
        pub confidence: Confidence = Confidence::default(),
        /// Level of the [lack-of-fit test](super::LackOfFit), above 0 and below 1: a smaller p-value
        /// rejects the specification with fixed ends. Default: 0.05.
        pub significance: f64 = 0.05,
        /// Minimum number of respondents for a verdict. Default: 30, a proposal.
        pub minimum: u64 = 30,
        /// Maximum number of steps of the search. Default: 200, several times what a fit needs.
        pub max_iterations: u32 = 200,
    }
}
