//! Sums of powers, finite and infinite, with their slope.

use super::Horizon;

/// `1 + q + q² + …` and its derivative by `q`, for a `q` of 0 or more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PowerSum {
    pub(super) sum: f64,
    slope: f64,
    q: f64,
}

impl PowerSum {
    /// The sum of all powers; `gap` is `1 − q`, above 0, as exactly as the caller knows it.
    pub(super) fn infinite(q: f64, gap: f64) -> Self {
        Self {
            sum: 1.0 / gap,
            slope: 1.0 / gap / gap,
            q,
        }
    }

    /// The sum of the first so many powers, by doubling: only positive terms are added, so that no
    /// digits cancel where `q` is close to 1.
    pub(super) fn finite(q: f64, terms: u64) -> Self {
        let (mut sum, mut slope, mut power, mut power_slope) = (0.0, 0.0, 1.0, 0.0);
        for bit in (0..u64::BITS - terms.leading_zeros()).rev() {
            slope = slope * (1.0 + power) + sum * power_slope;
            sum *= 1.0 + power;
            power_slope *= 2.0 * power;
            power *= power;
            if terms >> bit & 1 == 1 {
                slope = sum + q * slope;
                sum = 1.0 + q * sum;
                power_slope = power + q * power_slope;
                power *= q;
            }
        }
        Self { sum, slope, q }
    }

    /// The sum to a horizon, with `first` more term where the first comes at once; `gap` as for
    /// [`infinite`](Self::infinite).
    pub(super) fn to(horizon: Horizon, q: f64, gap: f64, first: bool) -> Self {
        match horizon {
            Horizon::Infinite => Self::infinite(q, gap),
            Horizon::Periods(periods) => Self::finite(q, u64::from(periods) + u64::from(first)),
        }
    }

    /// By how many per cent the sum rises if `q` rises by 1 %; 0 for an empty sum.
    pub(super) fn elasticity(self) -> f64 {
        if self.sum > 0.0 {
            self.q * self.slope / self.sum
        } else {
            0.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubling_adds_what_one_by_one_adds() {
        for q in [0.0, 0.3, 0.999_999, 1.0, 1.05] {
            let (mut sum, mut slope, mut power) = (0.0, 0.0, 1.0);
            for terms in 0..200_u32 {
                let found = PowerSum::finite(q, terms.into());
                let close = |a: f64, b: f64| (a - b).abs() <= 1e-12 * b.abs().max(1.0);
                assert!(close(found.sum, sum), "{q} {terms}: {found:?}, not {sum}");
                assert!(
                    close(found.slope, slope),
                    "{q} {terms}: {found:?}, not {slope}"
                );
                sum += power;
                if terms > 0 {
                    slope += f64::from(terms) * q.powf(f64::from(terms) - 1.0);
                }
                power *= q;
            }
        }
    }

    #[test]
    fn many_terms_approach_the_infinite_sum() {
        for q in [0.5, 0.99, 0.999_999] {
            let (all, many) = (PowerSum::infinite(q, 1.0 - q), PowerSum::finite(q, 1 << 32));
            assert!((many.sum / all.sum - 1.0).abs() < 1e-9, "{many:?}");
            assert!((many.elasticity() / all.elasticity() - 1.0).abs() < 1e-9);
        }
        assert_eq!(PowerSum::finite(2.0, 1 << 40).sum, f64::INFINITY);
    }
}
