use crate::estimate::{Estimate, Interval};
use crate::numeric::special::f_upper;

use super::search::{Found, Point, ROUNDING, rows, typical_weight, weight, weight_left};
use super::{Competition, Options};

/// Parameters of a curve with free ends.
const FREE: u64 = 3;
/// Parameters that fixed ends save.
const SAVED: u64 = 2;

/// What one specification of the curve says: the one with fixed ends, or the one with free ends.
///
/// See the [example](crate::loyalty::curve::Model).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Specification {
    /// The exponent of this specification with its standard error; `None` unless its fit converged on
    /// more customers than it has parameters.
    pub exponent: Option<Estimate>,
    /// The interval of the exponent.
    pub interval: Option<Interval>,
    /// What the specification says if no other is asked: high or low if the interval by the larger
    /// standard error, of the classical one and the sandwich, excludes 1. In small samples the sandwich
    /// alone is too small.
    pub competition: Competition,
    /// Whether the [lack-of-fit test](LackOfFit) rejects the specification. Free ends are not tested.
    pub is_rejected: bool,
}

/// A test of whether the ends of the curve may be those of the scale of loyalty.
///
/// ```text
/// F = ((SS fixed − SS free) / 2) / (SS free / (n − 3))
/// ```
///
/// SS is the sum of squared residuals over respondents, and n the number of respondents. A large F says
/// that fixed ends miss the answers by more than chance.
///
/// A weighted sum of squares varies more than its number of respondents says. With weights w
///
/// ```text
/// F = ((SS fixed − SS free) / 2) / (SS free / Σ w (1 − h)) · (d′ V⁻¹ d) / (d′ W⁻¹ d)
/// ```
///
/// SS counts by weight, h is the leverage of a respondent, and d holds the estimated ends less those of
/// the scale. V is the covariance of the ends for residuals of variance 1, and W what it would be if a
/// weight were a number of respondents. So F keeps its distribution whether or not weights go with
/// satisfaction; with equal weights it is the one above.
///
/// The test takes the variance of loyalty to be the same at every satisfaction. It is cautious where
/// answers vary less near the ends of their scale: it then rejects ends that hold more seldom than it
/// is asked to.
///
/// Source of the adjustment for weights: Chandler, R. E. and Bate, S. (2007), "Inference for clustered
/// data using the independence loglikelihood", *Biometrika* 94(1): 167–183, which scales a likelihood
/// ratio in the same way.
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
    /// Degrees of freedom of its denominator, above 0: the effective sample size `(Σw)² / Σw²` less 3.
    /// Without weights, the respondents less 3.
    pub denominator_degrees: f64,
    /// The chance of a statistic at least as large if the ends are those of the scale. Between 0 and 1.
    pub p_value: f64,
}

impl LackOfFit {
    /// Compares fits to the same respondents; `None` if one of them is not identified, or if nobody is
    /// left to judge by.
    pub(super) fn of(points: &[Point], fixed: &Found, free: &Found) -> Option<Self> {
        let squares = |found: &Found| found.shape().map(|shape| shape.squares(points));
        let (with_fixed, with_free) = (squares(fixed)?, squares(free)?);
        let (all, typical) = (weight(points), typical_weight(points));
        let degrees = all / typical - FREE as f64;
        if rows(points) <= FREE || degrees.is_nan() || degrees <= 0.0 {
            return None;
        }
        // Without standard errors, as if weights had nothing to do with satisfaction.
        let alike = free.spread().map(|spread| &spread.alike);
        let left = alike.map_or_else(
            || weight_left(points, typical * FREE as f64),
            |alike| alike.left,
        );
        let shrinkage = alike
            .and_then(|alike| alike.shrinkage(free.floor, free.ceiling - 1.0))
            .unwrap_or(1.0 / typical);
        // Smaller sums differ by rounding.
        let noise = ROUNDING * all;
        let gain = (with_fixed - with_free).max(0.0);
        let gain = if gain <= noise { 0.0 } else { gain };
        let variance = with_free.max(noise) / left;
        let statistic = gain / SAVED as f64 / variance * shrinkage;
        statistic.is_finite().then(|| Self {
            statistic,
            numerator_degrees: SAVED,
            denominator_degrees: degrees,
            p_value: f_upper(statistic, SAVED as f64, degrees),
        })
    }
}

/// Both specifications of the curve, fitted to the same respondents.
pub(super) struct Specifications {
    pub(super) fixed_ends: Specification,
    pub(super) free_ends: Specification,
    pub(super) lack_of_fit: Option<LackOfFit>,
}

impl Specifications {
    pub(super) fn of(points: &[Point], fixed: &Found, free: &Found, options: &Options) -> Self {
        let lack_of_fit = LackOfFit::of(points, fixed, free);
        let is_rejected = lack_of_fit.is_some_and(|test| test.p_value < options.significance);
        Self {
            fixed_ends: Specification {
                is_rejected,
                ..Specification::of(fixed, options)
            },
            free_ends: Specification::of(free, options),
            lack_of_fit,
        }
    }

    /// The verdict of every specification that fits, if they agree. A further fit with fixed ends is
    /// asked as long as these are not rejected.
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

impl Specification {
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
