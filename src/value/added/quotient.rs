//! The quotient of two means that come from samples.

use crate::estimate::{Confidence, Interval};
use crate::numeric::degrees::FEWEST;
use crate::numeric::normal;
use crate::numeric::special::{student_quantile, student_two_sided};

use super::{Band, Options};

/// Two means, how uncertain each is, and how they vary together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::value) struct Means {
    pub(in crate::value) above: f64,
    /// Positive.
    pub(in crate::value) below: f64,
    pub(in crate::value) above_variance: f64,
    pub(in crate::value) below_variance: f64,
    pub(in crate::value) covariance: f64,
    /// The degrees of freedom of the variances. `None` if they are known, as those of large samples are.
    pub(in crate::value) degrees: Option<f64>,
}

/// What rounding leaves of a variance that cancels, as a part of it.
const CANCELLED: f64 = 1e-10;

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

    /// Returns the means if they vary against each other. Of a sample in which they do not, as where
    /// everybody says the same, nothing is known of the error: it is not nothing.
    pub(in crate::value) fn of_sample(self) -> Option<Self> {
        let ratio = self.ratio();
        let apart = self.above_variance + ratio * ratio * self.below_variance;
        (self.variance_at(ratio) > CANCELLED * apart).then_some(self)
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
        let t = self.quantile(confidence)?;
        let (ratio, squared) = (self.ratio(), (t / self.below).powi(2));
        // (above − c·below)² ≤ t² · variance_at(c), over below², is a·c² − 2b·c + d ≤ 0.
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
        let half = t / self.below * inner.max(0.0).sqrt();
        let (lower, upper) = ((b - half) / a, (b + half) / a);
        // No data refute the ratio itself, whatever rounding makes of it.
        (lower.is_finite() && upper.is_finite())
            .then(|| Interval::between(lower.min(ratio), upper.max(ratio), confidence))
    }

    /// Returns how many standard errors an interval extends to each side. `None` if that has no bound.
    fn quantile(self, confidence: Confidence) -> Option<f64> {
        match self.degrees {
            Some(degrees) if degrees < FEWEST => None,
            Some(degrees) => Some(student_quantile(confidence.level(), degrees)),
            None => Some(confidence.z()),
        }
    }

    /// Returns the chance of a figure below so many standard errors.
    fn chance(self, errors: f64) -> f64 {
        let Some(degrees) = self.degrees else {
            return normal::cdf(errors);
        };
        let outside = 0.5 * student_two_sided(errors, degrees);
        if errors > 0.0 { 1.0 - outside } else { outside }
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

    /// Returns the probability that the true ratio lies below `c`, if the difference at `c` over its
    /// standard error is Student's: that `above − c · below` is negative. NaN if the variance of that is too large for a number.
    fn below(self, c: f64) -> f64 {
        let deviation = self.variance_at(c).sqrt();
        let distance = c * self.below - self.above;
        if !deviation.is_finite() {
            f64::NAN
        } else if deviation > 0.0 {
            self.chance(distance / deviation)
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
            degrees: None,
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
    fn with_few_degrees_of_freedom_both_ends_leave_as_much_outside() {
        let confidence = Confidence::new(0.9).unwrap();
        for degrees in [2.5, 9.0, 400.0] {
            let means = Means {
                degrees: Some(degrees),
                ..means(0.01)
            };
            let interval = means.fieller(confidence).unwrap();
            assert!(
                (means.below(interval.lower()) - 0.05).abs() < 1e-9,
                "{degrees}"
            );
            assert!(
                (means.below(interval.upper()) - 0.95).abs() < 1e-9,
                "{degrees}"
            );
        }
        let nothing = Means {
            degrees: Some(1e-9),
            ..means(0.0)
        };
        assert_eq!(nothing.fieller(confidence), None);
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
