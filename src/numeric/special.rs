//! Tails of the chi-square and Student's distributions.

/// A continued fraction ends when two steps in a row change it by no more than a unit in
/// the last place or two.
const STEP: f64 = 2.0 * f64::EPSILON;
/// Its steps grow with the square root of the parameters; degrees of freedom up to a billion fit.
const STEPS: usize = 200_000;
/// What a denominator of zero is replaced by (Lentz).
const TINY: f64 = 1e-300;

/// `P(X > x)` for a chi-square `X` with so many degrees of freedom, which are positive; good to
/// eleven digits up to ten thousand of them.
pub(crate) fn chi_square_upper(x: f64, degrees: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
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
        (1.0 - factor * sum).clamp(0.0, 1.0)
    } else {
        let fraction = lentz(x + 1.0 - a, |n| {
            let n = n as f64;
            (-n * (n - a), x + 2.0 * n + 1.0 - a)
        });
        (factor / fraction).clamp(0.0, 1.0)
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
    let part = |x: f64, a: f64, b: f64| {
        let fraction = lentz(1.0, |n| {
            let m = (n / 2) as f64;
            let term = if n % 2 == 0 {
                m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
            } else {
                -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
            };
            (term, 1.0)
        });
        factor / (a * fraction)
    };
    // Each of the two fractions converges fast on its own side.
    let value = if x < (a + 1.0) / (a + b + 2.0) {
        part(x, a, b)
    } else {
        1.0 - part(y, b, a)
    };
    value.clamp(0.0, 1.0)
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
        assert_eq!(chi_square_upper(f64::MAX, 3.0), 0.0);
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

    #[test]
    fn student_with_many_degrees_is_normal() {
        let z = 1.959_963_984_540_054;
        // The difference is z (z² + 1) φ(z) / 2n, about 0.28 / n.
        assert!((student_two_sided(z, 1e9) - 0.05).abs() < 1e-9);
    }
}
