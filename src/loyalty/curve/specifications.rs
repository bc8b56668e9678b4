use crate::estimate::{Estimate, Interval};
use crate::numeric::special::f_upper;

use super::search::{Found, Point, ROUNDING, rows, weight};
use super::{Competition, Options};

/// Parameters of a curve with free ends.
const FREE: u64 = 3;
/// Parameters that fixed ends save.
const SAVED: u64 = 2;

/// What one form of the curve says: that with fixed ends, or that with free ends.
///
/// See the [example](crate::loyalty::curve::Model).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Form {
    /// The exponent of this form with its standard error; `None` unless its fit converged on more
    /// customers than it has parameters.
    pub exponent: Option<Estimate>,
    /// The interval of the exponent.
    pub interval: Option<Interval>,
    /// What the form says if no other is asked: high or low if the interval by the larger standard error,
    /// of the classical one and the sandwich, excludes 1. In small samples the sandwich alone is too
    /// small.
    pub competition: Competition,
    /// Whether the [lack-of-fit test](LackOfFit) rejects the form. Free ends are not tested.
    pub is_rejected: bool,
}

/// A test of whether the ends of the curve may be those of the scale of loyalty.
///
/// ```text
/// F = ((SS fixed − SS free) / 2) / (SS free / (n − 3))
/// ```
///
/// SS is the sum of squared residuals over respondents, by weight, and n the number of respondents. A
/// large F says that fixed ends miss the answers by more than chance. The test takes the variance of
/// loyalty to be the same at every satisfaction. It is cautious where answers vary less near the ends of
/// their scale: it then rejects ends that hold more seldom than it is asked to.
///
/// See the [example](crate::loyalty::curve::Model).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "F-test")]
pub struct LackOfFit {
    /// The statistic F, 0 or more.
    pub statistic: f64,
    /// Degrees of freedom of its numerator: the two ends.
    pub numerator_degrees: u64,
    /// Degrees of freedom of its denominator: respondents with weight, less 3.
    pub denominator_degrees: u64,
    /// The chance of a statistic at least as large if the ends are those of the scale. Between 0 and 1.
    pub p_value: f64,
}

impl LackOfFit {
    /// Compares fits to the same respondents; `None` if one of them is not identified, or if nobody is
    /// left to judge by.
    pub(super) fn of(points: &[Point], fixed: &Found, free: &Found) -> Option<Self> {
        let (fixed, free) = (
            fixed.shape()?.squares(points),
            free.shape()?.squares(points),
        );
        let denominator_degrees = rows(points).checked_sub(FREE).filter(|&left| left > 0)?;
        // Smaller sums differ by rounding.
        let noise = ROUNDING * weight(points);
        let gain = (fixed - free).max(0.0);
        let gain = if gain <= noise { 0.0 } else { gain };
        let left = free.max(noise) / denominator_degrees as f64;
        let statistic = gain / SAVED as f64 / left;
        Some(Self {
            statistic,
            numerator_degrees: SAVED,
            denominator_degrees,
            p_value: f_upper(statistic, SAVED as f64, denominator_degrees as f64),
        })
    }
}

/// Both forms of the curve, fitted to the same respondents.
pub(super) struct Forms {
    pub(super) fixed_ends: Form,
    pub(super) free_ends: Form,
    pub(super) lack_of_fit: Option<LackOfFit>,
}

impl Forms {
    pub(super) fn of(points: &[Point], fixed: &Found, free: &Found, options: &Options) -> Self {
        let lack_of_fit = LackOfFit::of(points, fixed, free);
        let is_rejected = lack_of_fit.is_some_and(|test| test.p_value < options.significance);
        Self {
            fixed_ends: Form {
                is_rejected,
                ..Form::of(fixed, options)
            },
            free_ends: Form::of(free, options),
            lack_of_fit,
        }
    }

    /// The verdict of every form that fits, if they agree. A further fit with fixed ends is asked as
    /// long as these are not rejected.
    pub(super) fn verdict(&self, further: Option<Competition>) -> Competition {
        let verdict = self.free_ends.competition;
        let fixed = [Some(self.fixed_ends.competition), further];
        let agree = fixed.into_iter().flatten().all(|other| other == verdict);
        if agree || self.fixed_ends.is_rejected {
            verdict
        } else {
            Competition::Undecided
        }
    }
}

impl Form {
    pub(super) fn of(found: &Found, options: &Options) -> Self {
        let exponent = found.estimate();
        let within = |exponent: Estimate| exponent.interval(options.confidence);
        let interval = exponent.map(within);
        Self {
            exponent,
            interval,
            competition: match found.cautious().map(within) {
                Some(_) if found.ceiling <= found.floor => Competition::Undecided,
                Some(interval) if interval.lower() > 1.0 => Competition::High,
                Some(interval) if interval.upper() < 1.0 => Competition::Low,
                _ => Competition::Undecided,
            },
            is_rejected: false,
        }
    }
}
