//! The bivariate normal distribution.

use std::f64::consts::{FRAC_PI_2, TAU};

use super::normal::cdf;

/// The density of two standard normal variables of correlation `r`; 0 at infinity.
pub(crate) fn density(x: f64, y: f64, r: f64) -> f64 {
    if x.is_infinite() || y.is_infinite() {
        return 0.0;
    }
    let rest = (1.0 - r) * (1.0 + r);
    // (x² − 2rxy + y²) as squares, which do not cancel.
    let along = (x - r * y).powi(2) / rest + y * y;
    (-0.5 * along).exp() / (TAU * rest.sqrt())
}

/// `P(X ≤ x, Y ≤ y)` for two standard normal variables of correlation `r`, between −1 and 1.
///
/// Plackett's formula with r = sin θ, whose integrand is smooth:
///
/// ```text
/// Φ₂(x, y; r) = Φ(x) Φ(y) + 1/2π ∫₀^arcsin r exp(−(x² − 2xy sin θ + y²) / (2 cos² θ)) dθ
/// ```
///
/// Source: Plackett, R. L. (1954), *Biometrika* 41: 351–360; Drezner, Z. and Wesolowsky, G. O. (1990),
/// *Journal of Statistical Computation and Simulation* 35: 101–107.
pub(crate) fn probability(x: f64, y: f64, r: f64) -> f64 {
    let apart = cdf(x) * cdf(y);
    if x.is_infinite() || y.is_infinite() || r == 0.0 {
        return apart;
    }
    let end = r.abs().min(1.0).asin();
    let sign = r.signum();
    let integrand = |angle: f64| {
        let (sine, cosine) = (sign * angle.sin(), angle.cos());
        // Of x² − 2xy sin θ + y² the part that stays large where cos θ vanishes.
        let apart = (x - sign * y).powi(2) / (2.0 * cosine * cosine);
        let together = sign * x * y / (1.0 + sign * sine);
        (-apart - together).exp()
    };
    // Near a right angle the integrand changes within ever smaller steps: each panel goes half the way.
    let (mut from, mut sum) = (0.0, 0.0);
    while from < end {
        let to = end.min(0.5 * (from + FRAC_PI_2));
        let is_last = to >= end || FRAC_PI_2 - to < 1e-9;
        let to = if is_last { end } else { to };
        sum += gauss_legendre(integrand, from, to);
        from = to;
    }
    (apart + sign * sum / TAU).clamp(0.0, 1.0)
}

/// Nodes above 0 and weights of Gauss and Legendre's rule with 12 points.
const RULE: [(f64, f64); 6] = [
    (0.125_233_408_511_468_9, 0.249_147_045_813_402_8),
    (0.367_831_498_998_180_2, 0.233_492_536_538_354_8),
    (0.587_317_954_286_617_4, 0.203_167_426_723_065_9),
    (0.769_902_674_194_304_7, 0.160_078_328_543_346_2),
    (0.904_117_256_370_474_9, 0.106_939_325_995_318_4),
    (0.981_560_634_246_719_3, 0.047_175_336_386_511_8),
];

fn gauss_legendre(of: impl Fn(f64) -> f64, from: f64, to: f64) -> f64 {
    let (middle, half) = (0.5 * (from + to), 0.5 * (to - from));
    let pairs = RULE
        .iter()
        .map(|(node, weight)| weight * (of(middle - half * node) + of(middle + half * node)));
    half * pairs.sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rule has about 13 digits on each panel.
    const CLOSE: f64 = 1e-12;

    #[track_caller]
    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= CLOSE, "{found} not {expected}");
    }

    #[test]
    fn quadrants_have_a_closed_form() {
        for r in [-0.9999, -0.95, -0.5, -0.1, 0.0, 0.3, 0.7, 0.93, 0.9999] {
            close(probability(0.0, 0.0, r), 0.25 + f64::asin(r) / TAU);
        }
    }

    #[test]
    fn halves_add_up() {
        for r in [-0.999, -0.6, 0.2, 0.8, 0.99, 0.9999] {
            for (x, y) in [
                (0.3, -1.2),
                (1.0, 1.0),
                (-2.0, 0.5),
                (1.5, 1.4),
                (3.0, -3.0),
            ] {
                // P(X ≤ x) = P(X ≤ x, Y ≤ y) + P(X ≤ x, −Y < −y).
                close(probability(x, y, r) + probability(x, -y, -r), cdf(x));
                close(probability(x, y, r), probability(y, x, r));
                assert_eq!(probability(x, f64::INFINITY, r), cdf(x));
                assert_eq!(probability(x, f64::NEG_INFINITY, r), 0.0);
            }
        }
    }

    #[test]
    fn it_grows_with_the_correlation_as_the_density_says() {
        for (x, y) in [(0.3, -1.2), (1.0, 1.1), (-2.0, 0.5)] {
            for r in [-0.9, -0.3, 0.0, 0.5, 0.9] {
                let step = 1e-4;
                let slope = probability(x, y, r + step) - probability(x, y, r - step);
                // The third derivative is at most some thousands here.
                assert!((slope / (2.0 * step) - density(x, y, r)).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn figures_of_scipy() {
        // By quadrature of the conditional distribution, tests/reference/reliability.py.
        for (x, y, r, expected) in FIGURES {
            close(probability(x, y, r), expected);
        }
    }

    const FIGURES: [(f64, f64, f64, f64); 5] = [
        (0.3, -1.2, 0.5, 0.103_646_616_135_739_8),
        (1.5, 1.4, 0.95, 0.907_825_449_629_087_3),
        (-2.0, 0.5, -0.8, 0.000_332_933_785_804_871_9),
        (1.0, 1.1, 0.999, 0.841_299_429_810_821_3),
        (-0.4, -0.3, -0.3, 0.089_834_030_297_214_03),
    ];
}
