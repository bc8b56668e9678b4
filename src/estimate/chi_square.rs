use crate::numeric::special::chi_square_upper;

/// A test whose statistic is chi-square if nothing is there.
///
/// See the [example](crate::survival::cox).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ChiSquare {
    /// The statistic, 0 or more.
    pub statistic: f64,
    /// Its degrees of freedom.
    pub degrees_of_freedom: u32,
    /// The chance of a statistic as large if nothing is there. Between 0 and 1.
    pub p_value: f64,
}

impl ChiSquare {
    pub(crate) fn new(statistic: f64, degrees_of_freedom: usize) -> Self {
        let statistic = statistic.clamp(0.0, f64::MAX);
        Self {
            statistic,
            degrees_of_freedom: degrees_of_freedom as u32,
            p_value: chi_square_upper(statistic, degrees_of_freedom as f64),
        }
    }
}
