//! Tests of whether the later of two spans holds more, or less, than its share of the days.

use crate::numeric::special::f_upper;

/// Up to so many purchases the chances are added one by one: faster, and to the last digits.
const ONE_BY_ONE: u32 = 100;

/// Returns the two-sided p-value of the conditional binomial test: of all purchases, each is in the
/// later span with the probability `share`. Twice the smaller tail, at most 1.
pub(super) fn binomial(before: u32, recent: u32, share: f64) -> f64 {
    let (few, many, share) = if f64::from(recent) * (1.0 - share) <= f64::from(before) * share {
        (recent, before, share)
    } else {
        (before, recent, 1.0 - share)
    };
    (2.0 * at_most(few, many, share)).min(1.0)
}

/// Returns the chance of at most `few` of `few + many`, each with the probability `share`.
fn at_most(few: u32, many: u32, share: f64) -> f64 {
    let all = few.saturating_add(many);
    let odds = share / (1.0 - share);
    if all <= ONE_BY_ONE {
        let mut term = (1.0 - share).powi(all.cast_signed());
        let mut sum = term;
        for found in 1..=few {
            term *= odds * f64::from(all - found + 1) / f64::from(found);
            sum += term;
        }
        return sum;
    }
    if many == 0 {
        return 1.0;
    }
    // The tail is that of an F distribution.
    let (above, below) = (2.0 * (f64::from(few) + 1.0), 2.0 * f64::from(many));
    f_upper(odds * below / above, above, below)
}

/// Returns the two-sided p-value of the randomisation test of money: each amount is in the later span
/// with the probability `share`, independently of the others. Twice the smaller tail, at most 1.
pub(super) fn exact(amounts: &[i128], recent: i128, share: f64) -> f64 {
    let (low, high) = tails(amounts, recent, 1.0, share);
    (2.0 * low.min(high)).min(1.0)
}

/// Returns the probability, times `chance`, that the amounts of the later span add up to at most
/// `left`, and to at least `left`.
fn tails(amounts: &[i128], left: i128, chance: f64, share: f64) -> (f64, f64) {
    let Some((&first, others)) = amounts.split_first() else {
        let found = |is: bool| if is { chance } else { 0.0 };
        return (found(left >= 0), found(left <= 0));
    };
    let with = tails(others, left.saturating_sub(first), chance * share, share);
    let without = tails(others, left, chance * (1.0 - share), share);
    (with.0 + without.0, with.1 + without.1)
}

/// Returns the p-value of the randomisation test of money by the normal distribution.
///
/// The later span's sum has the mean `share · all` and the variance `share · (1 − share) · squares`.
pub(super) fn normal(before: f64, recent: f64, squares: f64, share: f64) -> f64 {
    let variance = share * (1.0 - share) * squares;
    if variance <= 0.0 {
        return 1.0;
    }
    let difference = recent - share * (before + recent);
    outside(difference.abs() / variance.sqrt())
}

/// Returns the p-value of purchases that come in clumps: its normal quantile is divided by the square
/// root of the dispersion, 1 or more.
pub(super) fn dispersed(p_value: f64, dispersion: f64) -> f64 {
    if dispersion <= 1.0 || p_value >= 1.0 {
        return p_value;
    }
    let z = quantile(p_value.max(f64::MIN_POSITIVE)).max(0.0);
    outside(z / dispersion.sqrt())
}

/// Returns the z that so much probability is outside of, to ten digits: for every customer there is
/// one, so it has to be fast.
///
/// An approximation by Hastings (Abramowitz and Stegun, 26.2.23), and one step by Halley's rule.
fn quantile(p_value: f64) -> f64 {
    let tail = 0.5 * p_value;
    let t = (-2.0 * libm::log(tail)).sqrt();
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let below = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let z = t - above / below;
    let density = libm::exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt();
    let step = (0.5 * outside(z) - tail) / density;
    z + step / (1.0 - 0.5 * z * step)
}

/// Returns the probability outside ±z.
fn outside(z: f64) -> f64 {
    libm::erfc(z * std::f64::consts::FRAC_1_SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sum of a hundred terms against a continued fraction.
    const DIGITS: f64 = 1e-10;

    #[test]
    fn the_binomial_is_that_of_statrs() {
        use statrs::distribution::{Binomial, DiscreteCDF};
        for share in [0.5, 91.0 / 182.0, 92.0 / 182.0, 28.0 / 59.0] {
            for (before, recent) in [(0, 1), (5, 0), (7, 3), (60, 40), (60, 41), (300, 420)] {
                let all = u64::from(before + recent);
                let oracle = Binomial::new(share, all).unwrap();
                let low = oracle.cdf(u64::from(recent));
                let high = 1.0
                    - u64::from(recent)
                        .checked_sub(1)
                        .map_or(0.0, |r| oracle.cdf(r));
                let expected = (2.0 * low.min(high)).min(1.0);
                let found = binomial(before, recent, share);
                assert!(
                    (found - expected).abs() <= DIGITS,
                    "{before}, {recent}: {found} not {expected}"
                );
            }
        }
    }

    #[test]
    fn quantiles_are_those_of_statrs() {
        use statrs::distribution::{ContinuousCDF, Normal};
        let oracle = Normal::standard();
        for power in 0..200 {
            let p_value = 0.93_f64.powi(power);
            let (found, expected) = (quantile(p_value), -oracle.inverse_cdf(0.5 * p_value));
            assert!((found - expected).abs() <= 1e-9, "{p_value}: {found}");
        }
        // The smallest there are end too.
        assert!((quantile(f64::MIN_POSITIVE) - 37.5).abs() < 0.1);
    }

    #[test]
    fn without_purchases_nothing_is_told() {
        assert_eq!(binomial(0, 0, 0.5), 1.0);
        assert_eq!(exact(&[], 0, 0.5), 1.0);
        assert_eq!(normal(0.0, 0.0, 0.0, 0.5), 1.0);
        assert_eq!(dispersed(1.0, 4.0), 1.0);
    }
}
