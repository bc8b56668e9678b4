use crate::Result;
use crate::error::Error;
use crate::estimate::{Estimate, Interval};
use crate::fit::Fit;
use crate::loyalty::score::same_scale;
use crate::scale::Scale;

use super::search::{Found, points, rows};
use super::specifications::{LackOfFit, Specification, Specifications};
use super::{Competition, Curve, Method, Options, Sample};

/// A curve of loyalty over satisfaction, [fitted](Sample::fit) to answers.
///
/// Standard errors assume independent customers and satisfaction measured without error. The
/// [`Outcome`](crate::fit::Outcome) is on the boundary if the answers form a step rather than a curve:
/// the sum of squares falls towards an exponent of 0.01 or of 100. The exponent is not identified if
/// nobody gave a satisfaction between the ends of its scale. With free ends it also needs three values
/// of satisfaction at which loyalty differs.
///
/// Whatever the method, both specifications of the curve are fitted to the respondents: with the ends
/// of the scale, and with free ends. They may point in opposite directions, so
/// [`competition`](Self::competition) is a verdict only where the specifications that fit agree.
///
/// ```
/// use retention::loyalty::curve::{Competition, Options, Sample};
/// use retention::scale::Scale;
///
/// // Nobody is quite disloyal or quite loyal: loyalty runs from 4 to 6 on 1 to 7.
/// let (mut satisfaction, mut loyalty) = (Vec::new(), Vec::new());
/// for (answer, mean) in [(1.0, 4.0), (2.0, 4.0), (3.0, 4.25), (4.0, 4.5), (5.0, 5.0), (6.0, 5.5), (7.0, 6.0)] {
///     for off in [-0.5, -0.25, -0.25, 0.0, 0.0, 0.25, 0.25, 0.5] {
///         satisfaction.push(answer);
///         loyalty.push(mean + off);
///     }
/// }
/// let scale = Scale::ONE_TO_SEVEN;
/// let sample = Sample::of(&scale.full_answers(&satisfaction)?, &scale.full_answers(&loyalty)?)?;
/// let model = sample.fit(Options::default())?.model;
///
/// // By the ends of the scale competition would be low, but the answers reject these ends.
/// assert_eq!(model.fixed_ends.competition, Competition::Low);
/// assert!(model.fixed_ends.is_rejected);
/// assert!(model.lack_of_fit.unwrap().p_value < 0.001);
/// assert_eq!(model.free_ends.competition, Competition::High);
/// assert_eq!(model.competition, Competition::High);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Model {
    /// The exponent with its standard error; `None` unless the fit converged on more points than it
    /// has parameters.
    pub exponent: Option<Estimate>,
    /// The interval of the exponent.
    pub interval: Option<Interval>,
    /// The loyalty estimated for the low end of satisfaction, with free ends.
    pub floor: Option<Estimate>,
    /// The loyalty estimated for the high end of satisfaction, with free ends.
    pub ceiling: Option<Estimate>,
    /// The covariances of exponent, floor and ceiling, in this order and in their units; those of
    /// fixed ends are 0. `None` without an `exponent`.
    pub covariance: Option<[[f64; 3]; 3]>,
    /// The curve as the fit left it, on the scale of loyalty; `None` if the exponent is not
    /// identified.
    pub curve: Option<Curve>,
    /// The verdict on competition, if every specification that fits gives the same one. Without an
    /// `interval` there is none.
    ///
    /// Each specification decides by the larger of its classical and its sandwich standard error. Free
    /// ends are always asked. Fixed ends are asked unless the lack-of-fit test rejects them, and so is
    /// this fit, if it is by [`Method::CellMeans`] or [`Method::LogLog`].
    pub competition: Competition,
    /// What the specification with the ends of the scale says, by respondents.
    pub fixed_ends: Specification,
    /// What the specification with free ends says, by respondents.
    pub free_ends: Specification,
    /// The test of the fixed ends against the free ones; `None` if one of the two specifications is not
    /// identified, and with three respondents or fewer.
    pub lack_of_fit: Option<LackOfFit>,
    /// The standard deviation of loyalty around the curve, `√(Σ residual² / (n − k))`, on the scale of
    /// loyalty; with [`Method::LogLog`], of the logarithm. `None` without an `exponent`. With weights it
    /// is `√(Σ w residual² / Σ w (1 − h))`, h the leverage of a customer.
    pub residual: Option<f64>,
    /// Number of points fitted: customers, or values of satisfaction with [`Method::CellMeans`].
    pub points: u64,
    /// Customers who gave both satisfaction and loyalty.
    pub used: u64,
    /// Customers whose satisfaction or loyalty is missing.
    pub missing: u64,
    /// Customers used who have no logarithm, with [`Method::LogLog`]; otherwise 0.
    pub without_logarithm: u64,
    /// The scale of loyalty.
    pub scale: Scale,
    /// The options used.
    pub options: Options,
}

impl Model {
    pub(super) fn fitted(sample: &Sample, options: &Options) -> Fit<Self> {
        let by = |method| {
            let points = points(sample, method);
            let found = Found::of(&points, &options.method(method));
            (points, found)
        };
        let ((respondents, fixed), (_, free)) = (by(Method::Respondents), by(Method::FreeEnds));
        let specifications = Specifications::of(&respondents, &fixed, &free, options);
        let (found, points, further) = match options.method {
            Method::Respondents => (fixed, rows(&respondents), None),
            Method::FreeEnds => (free, rows(&respondents), None),
            method => {
                let (points, found) = by(method);
                let further = Specification::of(&found, options).competition;
                (found, rows(&points), Some(further))
            }
        };
        let model = Self::reported(sample, options, points, &found);
        let competition = match model.interval {
            _ if model.used < options.minimum => Competition::Insufficient,
            Some(_) => specifications.verdict(further),
            None => Competition::Undecided,
        };
        let model = Self {
            competition,
            fixed_ends: specifications.fixed_ends,
            free_ends: specifications.free_ends,
            lack_of_fit: specifications.lack_of_fit,
            ..model
        };
        Fit::new(model, found.outcome, found.iterations)
    }

    /// The method's own fit; what the specifications say is filled in by the caller.
    fn reported(sample: &Sample, options: &Options, points: u64, found: &Found) -> Self {
        let (satisfaction, loyalty) = (sample.satisfaction(), sample.loyalty());
        let width = loyalty.width();
        let on_scale = |end: f64| loyalty.low() + end * width;
        let curve = found.exponent.and_then(|exponent| {
            let (floor, ceiling) = (on_scale(found.floor), on_scale(found.ceiling));
            Curve::new(satisfaction, exponent)
                .and_then(|curve| curve.between(floor, ceiling))
                .ok()
        });
        let specification = Specification::of(found, options);
        let spread = found.spread().filter(|_| specification.exponent.is_some());
        let is_free = options.method == Method::FreeEnds;
        let end = |end: f64, parameter: usize| {
            let error = spread.filter(|_| is_free)?.error(parameter);
            Estimate::new(on_scale(end), error * width).ok()
        };
        let units = [1.0, width, width];
        let with_weight: u64 = sample.units().map(|(_, cell)| cell.loyalty.rows()).sum();
        Self {
            exponent: specification.exponent,
            interval: specification.interval,
            floor: end(found.floor, 1),
            ceiling: end(found.ceiling, 2),
            covariance: spread.map(|spread| scaled(spread.covariance, units)),
            curve,
            competition: specification.competition,
            fixed_ends: specification,
            free_ends: specification,
            lack_of_fit: None,
            residual: spread.map(|spread| match options.method {
                Method::LogLog => spread.residual,
                _ => spread.residual * width,
            }),
            points,
            used: sample.used(),
            missing: sample.missing(),
            without_logarithm: match options.method {
                Method::LogLog => with_weight - points,
                _ => 0,
            },
            scale: loyalty,
            options: *options,
        }
    }

    /// Estimates the mean loyalty at a satisfaction, with its standard error by the delta method.
    ///
    /// ```text
    /// error² = g′ V g,  g = (∂L/∂γ, ∂L/∂floor, ∂L/∂ceiling),  V the covariances
    /// ```
    ///
    /// Fixed ends count as known, so the error is 0 at both ends of satisfaction.
    ///
    /// # Errors
    /// [`Error::Refused`] if the exponent has no standard error; otherwise as [`Curve::at`].
    ///
    /// See the [example](Self::false_loyalty).
    pub fn loyalty_at(&self, satisfaction: f64) -> Result<Estimate> {
        let (Some(curve), Some(covariance)) = (self.curve, self.covariance) else {
            let error = Error::refused("curve without a standard error", self.points);
            return Err(error.with_cure("`outcome` says how the fit ended"));
        };
        let gradient = curve.gradient(satisfaction)?;
        let row = |row: &[f64; 3]| -> f64 { row.iter().zip(gradient).map(|(v, g)| v * g).sum() };
        let variance: f64 = covariance
            .iter()
            .zip(gradient)
            .map(|(v, g)| row(v) * g)
            .sum();
        Estimate::new(curve.at(satisfaction)?, variance.max(0.0).sqrt())
    }

    /// Computes the exponent of this curve minus that of `other`, which is fitted to other customers by
    /// the same method: two industries, or two surveys before and after a barrier fell.
    ///
    /// ```text
    /// error² = error₁² + error₂²
    /// ```
    ///
    /// [`Estimate::test`] says whether the two may be equal. If the surveys share customers, compare
    /// the exponents by their [contributions](super::influence).
    ///
    /// ```
    /// use retention::loyalty::curve::{Options, Sample};
    /// use retention::scale::Scale;
    ///
    /// let five = Scale::ONE_TO_FIVE;
    /// let satisfaction = [1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0, 5.0];
    /// let fit = |loyalty: [f64; 8]| {
    ///     let sample = Sample::of(&five.full_answers(&satisfaction)?, &five.full_answers(&loyalty)?)?;
    ///     sample.fit(Options::default())?.converged()
    /// };
    /// let before = fit([2.0, 3.0, 3.0, 4.0, 3.0, 4.0, 5.0, 5.0])?;
    /// let after = fit([1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 5.0])?;
    /// let difference = after.exponent_minus(&before)?;
    /// assert_eq!(format!("{difference:.2}"), "0.94 ± 0.28");
    /// assert!(difference.test(0.0)?.unwrap().p_value < 0.01);
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Mismatch`] if the two are fitted by different methods, or to answers on different
    /// scales; [`Error::Refused`] if an exponent has no standard error.
    pub fn exponent_minus(&self, other: &Self) -> Result<Estimate> {
        self.check_comparable(other)?;
        let (Some(ours), Some(theirs)) = (self.exponent, other.exponent) else {
            let error = Error::refused("exponent without a standard error", self.points);
            return Err(error.with_cure("`outcome` says how the fit ended"));
        };
        ours.minus(&theirs)
    }

    /// Estimates false loyalty at a satisfaction, with its standard error by the delta method: the
    /// loyalty of this curve, of low competition, minus that of a curve of high competition.
    ///
    /// ```text
    /// L_low(s) − L_high(s),  error² = error_low(s)² + error_high(s)²
    /// ```
    ///
    /// The two are fitted to different customers: two industries, or two surveys before and after a
    /// barrier fell. It is negative if this curve lies below the other.
    ///
    /// ```
    /// use retention::loyalty::curve::{Options, Sample};
    /// use retention::scale::Scale;
    ///
    /// let five = Scale::ONE_TO_FIVE;
    /// let satisfaction = [1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0, 5.0];
    /// let fit = |loyalty: [f64; 8]| {
    ///     let sample = Sample::of(&five.full_answers(&satisfaction)?, &five.full_answers(&loyalty)?)?;
    ///     sample.fit(Options::default())?.converged()
    /// };
    /// let before = fit([2.0, 3.0, 3.0, 4.0, 3.0, 4.0, 5.0, 5.0])?; // while a barrier kept customers
    /// let after = fit([1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 5.0])?;
    /// assert_eq!(format!("{:.2}", before.loyalty_at(3.0)?), "3.73 ± 0.15");
    /// assert_eq!(format!("{:.2}", before.false_loyalty(&after, 3.0)?), "1.31 ± 0.31");
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Mismatch`] if the two are fitted by different methods, or to answers on different
    /// scales; otherwise as [`loyalty_at`](Self::loyalty_at).
    #[doc(alias = "FalseLoyalty")]
    #[doc(alias = "虚假忠诚")]
    pub fn false_loyalty(&self, high: &Self, satisfaction: f64) -> Result<Estimate> {
        self.check_comparable(high)?;
        let lower = high.loyalty_at(satisfaction)?;
        self.loyalty_at(satisfaction)?.minus(&lower)
    }

    fn check_comparable(&self, other: &Self) -> Result<()> {
        let (ours, theirs) = (self.options.method, other.options.method);
        if ours != theirs {
            return Err(Error::mismatch("methods of the curves", ours, theirs));
        }
        same_scale("scales of loyalty", self.scale, other.scale)?;
        match (self.curve, other.curve) {
            (Some(ours), Some(theirs)) => same_scale(
                "scales of satisfaction",
                ours.satisfaction(),
                theirs.satisfaction(),
            ),
            _ => Ok(()),
        }
    }
}

fn scaled(covariance: [[f64; 3]; 3], units: [f64; 3]) -> [[f64; 3]; 3] {
    let mut scaled = covariance;
    for (row, unit) in scaled.iter_mut().zip(units) {
        for (cell, other) in row.iter_mut().zip(units) {
            *cell *= unit * other;
        }
    }
    scaled
}
