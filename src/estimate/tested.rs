use crate::numeric::degrees::FEWEST;
use crate::numeric::special::{LEAST, student_two_sided};

/// With as many degrees of freedom Student's distribution is normal to nine digits.
const MANY: f64 = 1e9;

/// The test of an estimate against a value, created by
/// [`Estimate::test`](super::Estimate::test).
///
/// See the [example](crate::estimate::Estimate::test).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Test {
    /// How many standard errors lie between the estimate and the value it is tested against; at most
    /// the largest `f64`.
    pub statistic: f64,
    /// The degrees of freedom of Student's distribution; `None` where the normal one was used.
    pub degrees_of_freedom: Option<f64>,
    /// The chance of an estimate at least as far off, to either side, if that value is the true one.
    /// Between 0 and 1.
    pub p_value: f64,
}

/// The chance of a statistic at least as far from 0; never 0.
pub(super) fn two_sided(statistic: f64, degrees_of_freedom: Option<f64>) -> f64 {
    let chance = match degrees_of_freedom {
        // As the interval, which is then unbounded: nothing is too far off.
        Some(degrees) if degrees < FEWEST => 1.0,
        Some(degrees) if degrees < MANY => student_two_sided(statistic, degrees),
        _ => libm::erfc(statistic.abs() * std::f64::consts::FRAC_1_SQRT_2),
    };
    chance.max(LEAST)
}
