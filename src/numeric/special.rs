//! Tails of the chi-square, Student's and F distributions, and a quantile.

use super::normal::two_sided_quantile;

/// A continued fraction ends when two steps in a row change it by no more than a unit in
/// the last place or two.
const STEP: f64 = 2.0 * f64::EPSILON;
/// Its steps grow with the square root of the parameters; degrees of freedom up to a billion fit.
const STEPS: usize = 200_000;
/// What a denominator of zero is replaced by (Lentz).
const TINY: f64 = 1e-300;
/// The smallest number above 0: a chance that is smaller is still no impossibility.
pub(crate) const LEAST: f64 = f64::from_bits(1);

/// `P(X > x)` for a chi-square `X` with so many degrees of freedom, which are positive; good to
/// eleven digits up to ten thousand of them. Only of infinity it is 0.
pub(crate) fn chi_square_upper(x: f64, degrees: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    if x == f64::INFINITY {
        return 0.0;
    }
    let (a, x) = (0.5 * degrees, 0.5 * x);
    // The common factor x^a e^−x / Γ(a).
    let factor = (a * x.ln() - x - libm::lgamma(a)).exp();
    if x < a + 1.0 {
        let (mut term, mut sum) = (1.0 / a, 1.0 / a);
        for n in 1..STEPS {
            term *= x / (a + n as f64);
            sum += term;
            if term < f64::EPSILON * 0.5 * sum {
                break;
            }
        }
        (1.0 - factor * sum).clamp(LEAST, 1.0)
    } else {
        let fraction = lentz(x + 1.0 - a, |n| {
            let n = n as f64;
            (-n * (n - a), x + 2.0 * n + 1.0 - a)
        });
        (factor / fraction).clamp(LEAST, 1.0)
    }
}

/// `P(|T| > |t|)` for Student's `T` with so many degrees of freedom, which are positive.
pub(crate) fn student_two_sided(t: f64, degrees: f64) -> f64 {
    let square = t * t;
    if square.is_infinite() {
        return 0.0;
    }
    let whole = degrees + square;
    incomplete_beta(degrees / whole, square / whole, 0.5 * degrees)
}

/// `P(F > f)` for an `F` with so many degrees of freedom above and below, which are positive; good to
/// ten digits up to ten thousand of them. No finite `f` has a chance of 0.
pub(crate) fn f_upper(f: f64, above: f64, below: f64) -> f64 {
    if f <= 0.0 {
        return 1.0;
    }
    let odds = above * f / below;
    if odds.is_infinite() {
        return if f.is_infinite() { 0.0 } else { LEAST };
    }
    // Both parts of one, each with all its digits.
    let (x, y) = (1.0 / (1.0 + odds), odds / (1.0 + odds));
    let (a, b) = (0.5 * below, 0.5 * above);
    let ln_x = if y < 0.5 { (-y).ln_1p() } else { x.ln() };
    let ln_y = if x < 0.5 { (-x).ln_1p() } else { y.ln() };
    let gammas = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b);
    let factor = (a * ln_x + b * ln_y + gammas).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        factor / (a * beta_fraction(x, a, b))
    } else {
        1.0 - factor / (b * beta_fraction(y, b, a))
    }
    .clamp(LEAST, 1.0)
}

/// With as many degrees of freedom, the quantile is that of the normal distribution and three terms.
const MANY: f64 = 1e4;
/// Beyond, the square of a quantile is no number.
const FARTHEST: f64 = 1e150;

/// The `t` with `P(|T| ≤ t) = level` for Student's `T` with so many degrees of freedom, which are
/// positive, and `level` strictly between 0 and 1; infinite where it is beyond all use.
pub(crate) fn student_quantile(level: f64, degrees: f64) -> f64 {
    let z = two_sided_quantile(level);
    let expanded = expanded_quantile(z, degrees);
    if degrees >= MANY {
        return expanded;
    }
    let beyond = 1.0 - level;
    // Student's tails are heavier than the normal ones.
    let (mut low, mut high) = (z, 2.0 * z);
    while student_two_sided(high, degrees) > beyond {
        if high >= FARTHEST {
            return f64::INFINITY;
        }
        (low, high) = (high, (high * high.max(2.0)).min(FARTHEST));
    }
    // So close to the quantile that a few halvings are left, if the steps lead there.
    let near = by_tangents(expanded, beyond, degrees);
    for end in [near * (1.0 - NEAR), near * (1.0 + NEAR)] {
        if low < end && end < high {
            if student_two_sided(end, degrees) > beyond {
                low = end;
            } else {
                high = end;
            }
        }
    }
    for _ in 0..2000 {
        let middle = if high > 4.0 * low {
            low.sqrt() * high.sqrt()
        } else {
            0.5 * (low + high)
        };
        if middle <= low || middle >= high {
            break;
        }
        if student_two_sided(middle, degrees) > beyond {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// The quantile by the normal one and three terms (Fisher and Cornish 1960). With ten thousand degrees of
/// freedom the next term is below 1e-15 of it up to 3 standard errors, and below 1e-11 at 8.
fn expanded_quantile(z: f64, degrees: f64) -> f64 {
    let (n, square) = (degrees, z * z);
    let first = (square + 1.0) / 4.0;
    let second = ((5.0 * square + 16.0) * square + 3.0) / 96.0;
    let third = (((3.0 * square + 19.0) * square + 17.0) * square - 15.0) / 384.0;
    z * (1.0 + (first + (second + third / n) / n) / n)
}

/// How near to the quantile a few tangents lead.
const NEAR: f64 = 1e-13;

/// Where a few tangents of the tail lead from a start; anywhere, if that is far off.
fn by_tangents(start: f64, beyond: f64, degrees: f64) -> f64 {
    let gammas = libm::lgamma(0.5 * (degrees + 1.0)) - libm::lgamma(0.5 * degrees);
    let at_zero = 2.0 * gammas.exp() / (degrees * std::f64::consts::PI).sqrt();
    let mut t = start;
    for _ in 0..6 {
        let density = at_zero * (-0.5 * (degrees + 1.0) * (t * t / degrees).ln_1p()).exp();
        let step = (student_two_sided(t, degrees) - beyond) / density;
        t += step;
        if step.abs() <= NEAR * t.abs() {
            break;
        }
    }
    t
}

/// The regularised incomplete beta function of `a` and a half at `x`, where `y` is `1 − x` with all
/// its digits.
fn incomplete_beta(x: f64, y: f64, a: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if y <= 0.0 {
        return 1.0;
    }
    let b = 0.5;
    // ln Γ(a + ½) − ln Γ(a); by its series where the two would cancel.
    let step = if a > 1000.0 {
        0.5 * a.ln() - 1.0 / (8.0 * a) + 1.0 / (192.0 * a.powi(3))
    } else {
        libm::lgamma(a + b) - libm::lgamma(a)
    };
    let ln_x = if y < 0.5 { (-y).ln_1p() } else { x.ln() };
    let factor = (a * ln_x + step).exp() * (y / std::f64::consts::PI).sqrt();
    let part = |x: f64, a: f64, b: f64| factor / (a * beta_fraction(x, a, b));
    // Each of the two fractions converges fast on its own side.
    let value = if x < (a + 1.0) / (a + b + 2.0) {
        part(x, a, b)
    } else {
        1.0 - part(y, b, a)
    };
    value.clamp(0.0, 1.0)
}

/// The continued fraction of the incomplete beta function, which divides `x^a (1 − x)^b / (a B(a, b))`.
fn beta_fraction(x: f64, a: f64, b: f64) -> f64 {
    lentz(1.0, |n| {
        let m = (n / 2) as f64;
        let term = if n % 2 == 0 {
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        } else {
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        };
        (term, 1.0)
    })
}

/// The continued fraction `first + a₁ / (b₁ + a₂ / (b₂ + …))`, by Lentz's method.
fn lentz(first: f64, term: impl Fn(usize) -> (f64, f64)) -> f64 {
    let guard = |x: f64| if x.abs() < TINY { TINY } else { x };
    let mut value = guard(first);
    let (mut c, mut d) = (value, 0.0);
    // Steps of one kind alone may be small while those of the other still count.
    let mut small = 0;
    for n in 1..STEPS {
        let (a, b) = term(n);
        d = 1.0 / guard(b + a * d);
        c = guard(b + a / c);
        let step = c * d;
        value *= step;
        small = if (step - 1.0).abs() <= STEP {
            small + 1
        } else {
            0
        };
        if small == 2 {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{ChiSquared, ContinuousCDF, FisherSnedecor, StudentsT};

    use super::*;

    /// The logarithm of the gamma function is good to a few ulps, and the factor takes its
    /// exponential.
    const CLOSE: f64 = 1e-11;

    #[track_caller]
    fn close(found: f64, expected: f64) {
        assert!(
            (found / expected - 1.0).abs() <= CLOSE,
            "{found} not {expected}"
        );
    }

    #[test]
    fn chi_square_with_two_degrees_is_an_exponential() {
        for x in [0.01, 0.5, 1.0, 3.0, 10.0, 100.0] {
            close(chi_square_upper(x, 2.0), (-0.5 * x).exp());
            // With four, one more term of the Poisson sum.
            close(chi_square_upper(x, 4.0), (-0.5 * x).exp() * (1.0 + 0.5 * x));
            // With one, a squared normal.
            close(chi_square_upper(x, 1.0), libm::erfc((0.5 * x).sqrt()));
        }
        assert_eq!(chi_square_upper(0.0, 3.0), 1.0);
        for degrees in [0.1, 1.0, 3.0, 1e4] {
            assert_eq!(chi_square_upper(1e5, degrees), LEAST);
            assert_eq!(chi_square_upper(f64::MAX, degrees), LEAST);
            assert_eq!(chi_square_upper(f64::INFINITY, degrees), 0.0);
        }
        // The last chances that a number holds, with few digits.
        assert!((chi_square_upper(1480.0, 2.0) / (-740.0_f64).exp() - 1.0).abs() < 0.01);
    }

    /// With two degrees of freedom above, `P(F > f) = (1 + 2 f / n)^(−n / 2)`; with one, `F` is the
    /// square of Student's.
    #[test]
    fn f_with_one_or_two_degrees_above_has_closed_forms() {
        for below in [1.0_f64, 3.0, 4.0, 30.0, 247.0, 9997.0] {
            for f in [1e-6_f64, 0.1, 0.9, 1.0, 3.0, 34.9, 400.0] {
                let expected = (-0.5 * below * f64::ln_1p(2.0 * f / below)).exp();
                let found = f_upper(f, 2.0, below);
                assert!(
                    (found - expected).abs() <= 1e-10 * (expected + 1e-30),
                    "{found} {expected}"
                );
                close(f_upper(f, 1.0, below), student_two_sided(f.sqrt(), below));
            }
        }
        assert_eq!(
            (f_upper(0.0, 2.0, 5.0), f_upper(-1.0, 2.0, 5.0)),
            (1.0, 1.0)
        );
        assert_eq!(f_upper(f64::INFINITY, 2.0, 5.0), 0.0);
        for f in [f64::MAX, 1e300, 1e9] {
            assert_eq!(f_upper(f, 2.0, 5000.0), LEAST);
        }
        // Far out, with few degrees below, there are digits left.
        let far = f_upper(1e60, 2.0, 5.0) / (2.5_f64 / 1e60).powf(2.5);
        assert!((far - 1.0).abs() < 1e-10, "{far}");
    }

    #[test]
    fn f_is_that_of_statrs() {
        for (above, below) in [
            (2.0, 4.0),
            (3.0, 50.0),
            (5.0, 5.0),
            (12.0, 340.0),
            (200.0, 900.0),
        ] {
            let oracle = FisherSnedecor::new(above, below).unwrap();
            for f in [0.01, 0.5, 0.95, 1.0, 1.3, 2.0, 4.0] {
                close(f_upper(f, above, below), oracle.sf(f));
            }
        }
    }

    #[test]
    fn student_with_few_degrees_has_closed_forms() {
        for t in [1e-6, 0.3, 1.0, 2.5, 40.0, 1e5] {
            let one = 1.0 - 2.0 * f64::atan(t) / std::f64::consts::PI;
            let found = student_two_sided(t, 1.0);
            assert!((found - one).abs() <= CLOSE, "{t}: {found} not {one}");
            let two = 1.0 - t / (2.0 + t * t).sqrt();
            let found = student_two_sided(-t, 2.0);
            assert!((found - two).abs() <= CLOSE, "{t}: {found} not {two}");
            // With ten, cos² of the angle whose tangent is t/√10 to the fourth power.
            let c = 10.0 / (10.0 + t * t);
            let sum = 1.0 + c * (1.0 / 2.0 + c * (3.0 / 8.0 + c * (5.0 / 16.0 + c * 35.0 / 128.0)));
            let ten = 1.0 - t / (10.0 + t * t).sqrt() * sum;
            let found = student_two_sided(t, 10.0);
            assert!((found - ten).abs() <= CLOSE, "{t}: {found} not {ten}");
        }
        assert_eq!(student_two_sided(0.0, 5.0), 1.0);
        assert_eq!(student_two_sided(f64::INFINITY, 5.0), 0.0);
    }

    const DEGREES: [f64; 21] = [
        0.1, 0.3, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.5, 10.0, 20.0, 30.0, 50.0, 100.0, 200.0,
        500.0, 1e3, 2e3, 5e3, 1e4,
    ];

    #[test]
    fn chi_square_is_that_of_statrs() {
        for degrees in DEGREES {
            let oracle = ChiSquared::new(degrees).unwrap();
            for step in 1..=500 {
                let x = degrees * 0.01 * f64::from(step);
                let expected = oracle.sf(x);
                // statrs takes what is much smaller for 0.
                if expected > 1e-290 {
                    close(chi_square_upper(x, degrees), expected);
                }
            }
        }
    }

    /// How far, relatively, a tail of statrs may be off. It subtracts logarithms of gamma functions of
    /// half the degrees, which are large where these are many. It also subtracts the share of the
    /// degrees in `degrees + t²` from 1, which leaves few digits of a small `t`.
    fn off(t: f64, degrees: f64) -> f64 {
        CLOSE + f64::EPSILON * degrees * (64.0 + 1.0 / t)
    }

    #[test]
    fn student_is_that_of_statrs() {
        for degrees in DEGREES.into_iter().chain([1e5, 1e6]) {
            let oracle = StudentsT::new(0.0, 1.0, degrees).unwrap();
            for step in -60..=60 {
                let t = 10_f64.powf(0.05 * f64::from(step));
                let (found, expected) = (student_two_sided(t, degrees), 2.0 * oracle.cdf(-t));
                if expected > 1e-290 {
                    assert!(
                        (found / expected - 1.0).abs() <= off(t, degrees),
                        "{t} with {degrees}: {found} not {expected}"
                    );
                }
            }
        }
    }

    /// The quantiles of statrs have eight digits at a thousand degrees, and are far off in the extreme
    /// tails of fewer than two; its tails are not.
    #[test]
    fn student_quantiles_leave_the_tails_that_statrs_has() {
        for degrees in DEGREES.into_iter().chain([1e5, 1e6]) {
            let oracle = StudentsT::new(0.0, 1.0, degrees).unwrap();
            let even = (1..128).map(|part| f64::from(part) / 128.0);
            for outside in even.chain((1..=50).map(|power| 0.5_f64.powi(power))) {
                let t = student_quantile(1.0 - outside, degrees);
                let found = 2.0 * oracle.cdf(-t);
                // The series is good to 1e-11 of `t`; a tail changes by `t²` as much.
                let series = if degrees < MANY { 0.0 } else { CLOSE * t * t };
                if t.is_finite() {
                    assert!(
                        (found / outside - 1.0).abs() <= off(t, degrees) + series,
                        "{outside} outside with {degrees}: {t} leaves {found}"
                    );
                }
            }
        }
    }

    #[test]
    fn student_quantiles_are_where_the_tails_say() {
        for degrees in [0.3, 1.5, 7.0, 250.0, 9_999.0, 10_001.0, 1e6] {
            for level in [0.01, 0.5, 0.9, 0.99, 0.999_999] {
                let t = student_quantile(level, degrees);
                let found = student_two_sided(t, degrees);
                assert!(
                    (found - (1.0 - level)).abs() <= CLOSE,
                    "{level} with {degrees}: {t} leaves {found}"
                );
            }
        }
        assert_eq!(student_quantile(0.95, 1e-4), f64::INFINITY);
        assert!(student_quantile(f64::MIN_POSITIVE, 3.0) < 1e-15);
        assert!(student_quantile(1.0 - f64::EPSILON / 2.0, 1e4).is_finite());
    }

    #[test]
    fn student_with_many_degrees_is_normal() {
        let z = 1.959_963_984_540_054;
        // The difference is z (z² + 1) φ(z) / 2n, about 0.28 / n.
        assert!((student_two_sided(z, 1e9) - 0.05).abs() < 1e-9);
    }
}
