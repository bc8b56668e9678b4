//! The quotient of two means that come from samples.

use crate::estimate::{Confidence, Interval};
use crate::numeric::normal;

use super::{Band, Options};

/// Two means, how uncertain each is, and how they vary together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Means {
    pub(super) above: f64,
    /// Positive.
    pub(super) below: f64,
    pub(super) above_variance: f64,
    pub(super) below_variance: f64,
    pub(super) covariance: f64,
}

impl Means {
    pub(super) fn ratio(self) -> f64 {
        self.above / self.below
    }

    /// Returns the means if their variances are numbers.
    pub(super) fn known(self) -> Option<Self> {
        (self.above_variance + self.below_variance + self.covariance)
            .is_finite()
            .then_some(self)
    }

    /// Returns the variance of `above − c · below`.
    fn variance_at(self, c: f64) -> f64 {
        let variance =
            self.above_variance - 2.0 * c * self.covariance + c * c * self.below_variance;
        // Rounding alone could make it negative; what is not a number stays so.
        if variance < 0.0 { 0.0 } else { variance }
    }

    /// Returns the standard error of the ratio by the delta method: to first order, the ratio varies as
    /// the difference at the ratio does.
    pub(super) fn standard_error(self) -> f64 {
        self.variance_at(self.ratio()).sqrt() / self.below
    }

    /// Returns every `c` at which `above − c · below` could be zero. `None` if these have no bound,
    /// because the mean below is not told from zero, or if a variance is too large for a number.
    pub(super) fn fieller(self, confidence: Confidence) -> Option<Interval> {
        let z = confidence.z();
        let (ratio, squared) = (self.ratio(), (z / self.below).powi(2));
        // (above − c·below)² ≤ z² · variance_at(c), over below², is a·c² − 2b·c + d ≤ 0.
        let a = 1.0 - squared * self.below_variance;
        let b = ratio - squared * self.covariance;
        if a <= 0.0 {
            return None;
        }
        // b² − a·d, without the difference of the two large products that cancel.
        let both = self.above_variance * self.below_variance - self.covariance * self.covariance;
        let inner = self.variance_at(ratio) - squared * both;
        if !inner.is_finite() {
            return None;
        }
        let half = z / self.below * inner.max(0.0).sqrt();
        let (lower, upper) = ((b - half) / a, (b + half) / a);
        // No data refute the ratio itself, whatever rounding makes of it.
        (lower.is_finite() && upper.is_finite())
            .then(|| Interval::between(lower.min(ratio), upper.max(ratio), confidence))
    }

    /// Returns the probability of each band, from the worst to the best. `None` if they are not
    /// numbers.
    pub(super) fn probabilities(self, options: &Options) -> Option<[f64; 4]> {
        if self.above_variance == 0.0 && self.below_variance == 0.0 {
            let found = options.band(self.ratio());
            return Some(
                [
                    Band::BelowParity,
                    Band::Parity,
                    Band::AboveParity,
                    Band::WorldClass,
                ]
                .map(|band| f64::from(u8::from(band == found))),
            );
        }
        let seams = [
            options.parity_from,
            options.above_parity_from,
            options.world_class_above,
        ];
        let [below, parity, above] = seams.map(|seam| self.below(seam));
        if !(below + parity + above).is_finite() {
            return None;
        }
        // Rising, which the exact ones are but for the chance that the mean below is negative.
        let parity = parity.max(below);
        let above = above.max(parity);
        Some([below, parity - below, above - parity, 1.0 - above])
    }

    /// Returns the probability that the true ratio lies below `c`, if both means are normal: that
    /// `above − c · below` is negative. NaN if the variance of that is too large for a number.
    fn below(self, c: f64) -> f64 {
        let deviation = self.variance_at(c).sqrt();
        let distance = c * self.below - self.above;
        if !deviation.is_finite() {
            f64::NAN
        } else if deviation > 0.0 {
            normal::cdf(distance / deviation)
        } else {
            f64::from(u8::from(distance > 0.0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Random;

    /// A handful of operations on numbers near one.
    const CLOSE: f64 = 1e-12;

    fn means(covariance: f64) -> Means {
        Means {
            above: 7.7,
            below: 7.0,
            above_variance: 0.04,
            below_variance: 0.09,
            covariance,
        }
    }

    #[test]
    fn fieller_ends_where_the_difference_is_just_significant() {
        let confidence = Confidence::new(0.9).unwrap();
        for covariance in [-0.05, 0.0, 0.05] {
            let means = means(covariance);
            let interval = means.fieller(confidence).unwrap();
            for end in [interval.lower(), interval.upper()] {
                let distance = (means.above - end * means.below).powi(2);
                let allowed = confidence.z().powi(2) * means.variance_at(end);
                assert!((distance / allowed - 1.0).abs() < CLOSE, "{end}");
            }
            assert!(interval.contains(means.ratio()));
            // Which is where 5 % are left on each side.
            assert!((means.below(interval.lower()) - 0.05).abs() < CLOSE);
            assert!((means.below(interval.upper()) - 0.95).abs() < CLOSE);
        }
    }

    #[test]
    fn fieller_is_the_delta_method_where_the_mean_below_is_known() {
        let means = Means {
            below_variance: 0.0,
            ..means(0.0)
        };
        let interval = means.fieller(Confidence::default()).unwrap();
        let half = Confidence::default().z() * means.standard_error();
        assert!((interval.upper() - means.ratio() - half).abs() < CLOSE);
        assert!((means.ratio() - interval.lower() - half).abs() < CLOSE);
        assert!((means.standard_error() - 0.2 / 7.0).abs() < CLOSE);
    }

    #[test]
    fn fieller_has_no_bound_where_the_mean_below_is_not_told_from_zero() {
        let means = Means {
            below_variance: 13.0,
            ..means(0.0)
        };
        assert_eq!(means.fieller(Confidence::default()), None);
        assert!(means.fieller(Confidence::new(0.9).unwrap()).is_some());
    }

    /// Of samples of two normal means, 95 % of the intervals cover the ratio of the true ones.
    #[test]
    fn fieller_covers_as_often_as_it_says() {
        const SAMPLES: u32 = 4000;
        let mut random = Random::new(1954);
        let mut normal = || {
            let (u, v) = (random.unit(), random.unit());
            (-2.0 * (1.0 - u).ln()).sqrt() * (std::f64::consts::TAU * v).cos()
        };
        let truth = means(0.0);
        let mut covered = 0;
        for _ in 0..SAMPLES {
            let drawn = Means {
                above: truth.above + truth.above_variance.sqrt() * normal(),
                below: truth.below + truth.below_variance.sqrt() * normal(),
                ..truth
            };
            let interval = drawn.fieller(Confidence::default()).unwrap();
            covered += u32::from(interval.contains(truth.ratio()));
        }
        // Four standard deviations of a binomial of 4000 and 0.95.
        assert!(covered.abs_diff(3800) < 56, "{covered}");
    }
}
