//! How far a Brownian bridge strays: the critical values of confidence bands.

use crate::numeric::normal::cdf;

/// The `c` with `P(|B(u)| ≤ c · √(u (1 − u)) for all u from a to b) = level`, for a Brownian bridge `B`,
/// where `logits` is the logit of `b` minus that of `a`, and `z` is the value for `a = b`.
///
/// With `s = ½ · logit u`, the quotient is a stationary Ornstein–Uhlenbeck process over a time of half
/// the logits. The chance that it stays within `±c` is a sum over its even eigenfunctions there.
pub(super) fn equal_precision(logits: f64, level: f64, z: f64) -> f64 {
    if logits <= 0.0 {
        return z;
    }
    solve(z, z + 1.0, level, |c| stays_within(c, 0.5 * logits))
}

/// The `c` with `P(|B(u)| ≤ c for all u from 0 to a) = level` for a Brownian bridge `B`.
pub(super) fn hall_wellner(a: f64, level: f64) -> f64 {
    solve(0.0, 1.0, level, |c| bridge_stays(c, a))
}

/// More eigenfunctions than these cancel; without those beyond, the chance is a little too low, by less
/// than 0.001 from a time of 0.02 on.
const EIGENFUNCTIONS: usize = 8;
/// What adds less than so much is left out.
const NOTHING: f64 = 1e-12;

/// The chance that a stationary Ornstein–Uhlenbeck process of variance 1 and correlation `exp(−t)` stays
/// within `±c` for a time.
fn stays_within(c: f64, time: f64) -> f64 {
    let density = (-0.5 * c * c).exp() / (2.0 * std::f64::consts::PI).sqrt();
    // The eigenvalues of even functions are at least 2 and at least 2π²/c² apart.
    let step = 0.9 * (std::f64::consts::PI / c).powi(2).max(1.0);
    let (mut low, mut sign) = (0.0, 1.0_f64);
    let (mut chance, mut found) = (0.0, 0);
    while found < EIGENFUNCTIONS && (-low * time).exp() > NOTHING {
        let high = low + step;
        let there = Even::at(high, c).value;
        if there * sign < 0.0 {
            let root = eigenvalue(low, high, sign, c);
            let even = Even::at(root, c);
            let part = 2.0 * density * even.slope / (root * root * even.by_eigenvalue);
            chance += part.abs() * (-root * time).exp();
            sign = -sign;
            found += 1;
        }
        low = high;
    }
    chance.min(1.0)
}

/// The eigenvalue between two numbers, where the function at the edge changes its sign.
fn eigenvalue(mut low: f64, mut high: f64, sign: f64, c: f64) -> f64 {
    let mut root = 0.5 * (low + high);
    for _ in 0..100 {
        let even = Even::at(root, c);
        if even.value * sign > 0.0 {
            low = root;
        } else {
            high = root;
        }
        let newton = root - even.value / even.by_eigenvalue;
        let next = if newton > low && newton < high {
            newton
        } else {
            0.5 * (low + high)
        };
        if (next - root).abs() <= 4.0 * f64::EPSILON * root {
            return next;
        }
        root = next;
    }
    root
}

/// The even solution of `f″ − x f′ + λ f = 0` that is 1 at 0: Kummer's function M(−λ/2, ½, x²/2).
struct Even {
    value: f64,
    /// Its derivative by `x`.
    slope: f64,
    /// Its derivative by the eigenvalue.
    by_eigenvalue: f64,
}

impl Even {
    fn at(eigenvalue: f64, x: f64) -> Self {
        let (a, z) = (-0.5 * eigenvalue, 0.5 * x * x);
        let (mut term, mut by_eigenvalue) = (1.0, 0.0);
        let mut sum = Self {
            value: 1.0,
            slope: 0.0,
            by_eigenvalue: 0.0,
        };
        for n in 0..500 {
            let n = f64::from(n);
            let by = z / ((0.5 + n) * (n + 1.0));
            by_eigenvalue = by_eigenvalue * (a + n) * by - 0.5 * term * by;
            term *= (a + n) * by;
            sum.value += term;
            sum.slope += term * 2.0 * (n + 1.0) / x;
            sum.by_eigenvalue += by_eigenvalue;
            let small = term.abs() <= f64::EPSILON * sum.value.abs()
                && by_eigenvalue.abs() <= f64::EPSILON * sum.by_eigenvalue.abs();
            if small && n > -a {
                break;
            }
        }
        sum
    }
}

/// The chance that a Brownian bridge stays within `±c` from 0 to `a`, by reflection.
///
/// ```text
/// 2 Φ(c / √(a (1 − a))) − 1 + 2 Σ (−1)^k exp(−2 k² c²) (Φ(r (2k + d)) − Φ(r (2k − d)))
/// r = c · √((1 − a) / a),  d = 1 / (1 − a)
/// ```
fn bridge_stays(c: f64, a: f64) -> f64 {
    let (r, d) = (c * ((1.0 - a) / a).sqrt(), 1.0 / (1.0 - a));
    let mut chance = 2.0 * cdf(c / (a * (1.0 - a)).sqrt()) - 1.0;
    let mut sign = -1.0;
    for k in 1..1000 {
        let k = f64::from(k);
        let factor = (-2.0 * k * k * c * c).exp();
        chance += 2.0 * sign * factor * (cdf(r * (2.0 * k + d)) - cdf(r * (2.0 * k - d)));
        sign = -sign;
        if factor < NOTHING {
            break;
        }
    }
    chance.clamp(0.0, 1.0)
}

/// Where a function that rises to 1 reaches a level, by false position that halves the weight of an end
/// that stays.
fn solve(start: f64, end: f64, level: f64, rises: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (start, end);
    let mut above = rises(high) - level;
    while above < 0.0 && high < 100.0 {
        low = high;
        high += 1.0;
        above = rises(high) - level;
    }
    let mut below = (rises(low.max(f64::MIN_POSITIVE)) - level).min(-NOTHING);
    let mut last = 0.0;
    for _ in 0..200 {
        let next = high - above * (high - low) / (above - below);
        let at = rises(next) - level;
        if at.abs() <= NOTHING || high - low <= NOTHING {
            return next;
        }
        if at > 0.0 {
            (high, above) = (next, at);
            below *= if last > 0.0 { 0.5 } else { 1.0 };
        } else {
            (low, below) = (next, at);
            above *= if last < 0.0 { 0.5 } else { 1.0 };
        }
        last = at;
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Over the whole bridge the value is Kolmogorov's, as every table of the test has it.
    #[test]
    fn over_the_whole_bridge_it_is_that_of_kolmogorov() {
        for (level, expected) in [(0.9, 1.2238), (0.95, 1.3581), (0.99, 1.6276)] {
            let found = hall_wellner(1.0 - 1e-12, level);
            assert!((found - expected).abs() < 1e-4, "{level}: {found}");
        }
    }

    /// At one place it is the normal quantile, and a longer range never has a smaller value.
    #[test]
    fn values_grow_with_the_range_from_the_normal_quantile() {
        for level in [0.5, 0.8, 0.95, 0.99, 0.9999] {
            let z = crate::numeric::normal::two_sided_quantile(level);
            assert_eq!(equal_precision(0.0, level, z), z);
            let mut before = z;
            for logits in [1e-9, 0.01, 0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0] {
                let found = equal_precision(logits, level, z);
                assert!(
                    found >= before && found < z + 3.0,
                    "{level} {logits}: {found}"
                );
                before = found;
            }
            let mut before = 0.0;
            for a in [1e-9, 0.01, 0.1, 0.5, 0.9, 0.999, 1.0 - 1e-12] {
                let found = hall_wellner(a, level);
                assert!(found >= before, "{level} {a}: {found}");
                before = found;
            }
        }
    }

    /// A short way in, a bridge is a Brownian motion: its value is √a times that.
    #[test]
    fn a_short_way_in_it_is_a_brownian_motion() {
        // P(max |W| ≤ x on [0, 1]) = 4/π Σ (−1)^k / (2k + 1) exp(−(2k + 1)² π² / 8 x²)
        let within = |x: f64| {
            (0..50).fold(0.0, |sum, k| {
                let odd = f64::from(2 * k + 1);
                let sign = if k % 2 == 0 { 1.0 } else { -1.0 };
                let pi = std::f64::consts::PI;
                sum + sign * 4.0 / pi / odd * (-(odd * pi / x).powi(2) / 8.0).exp()
            })
        };
        for level in [0.5, 0.9, 0.95] {
            let found = hall_wellner(1e-8, level) / 1e-4;
            assert!((within(found) - level).abs() < 1e-6, "{level}: {found}");
        }
    }
}
