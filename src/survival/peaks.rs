//! Which bins of tenure stand out from those before and after them.

use super::{HazardBin, HazardOptions};
use crate::numeric::special::LEAST;
use crate::{Error, Result};

/// With more customers than these the chances of the comparison lose their digits.
const MOST: f64 = 1e12;
/// Up to so many customers parts of one are counted.
const FEW: f64 = 1e6;

/// Compares every bin with those around it, and returns how many could be compared.
pub(super) fn judge(bins: &mut [HazardBin], options: &HazardOptions) -> Result<u64> {
    let reach = options.neighbours as usize;
    let told: Vec<(usize, Side)> = bins
        .iter()
        .enumerate()
        .filter(|(_, bin)| bin.hazard.is_some())
        .map(|(place, bin)| (place, Side::of(bin)))
        .collect();
    let mut compared = 0;
    for at in 0..told.len() {
        let (before, rest) = told.split_at(at);
        let Some(((place, own), after)) = rest.split_first() else {
            continue;
        };
        let left: Side = before.iter().rev().take(reach).map(|(_, side)| *side).sum();
        let right: Side = after.iter().take(reach).map(|(_, side)| *side).sum();
        if left.exposure <= 0.0 || right.exposure <= 0.0 {
            continue;
        }
        if own.exposure + left.exposure + right.exposure > MOST {
            return Err(Error::overflow("comparing hazards", own.exposure));
        }
        if let Some(bin) = bins.get_mut(*place) {
            bin.around = Some((left.ended + right.ended) / (left.exposure + right.exposure));
            bin.p_value = Some(own.p_value(left).max(own.p_value(right)));
            compared += 1;
        }
    }
    let p_values = bins.iter().map(|bin| bin.p_value);
    let adjusted = options.adjustment.adjust_known(p_values)?;
    for (bin, adjusted) in bins.iter_mut().zip(adjusted) {
        bin.adjusted = adjusted;
        bin.is_peak = adjusted.is_some_and(|p| p <= options.false_alarms);
    }
    Ok(compared)
}

/// Those at risk and those who left, in a bin or in several.
#[derive(Debug, Clone, Copy, Default)]
struct Side {
    exposure: f64,
    ended: f64,
}

impl std::iter::Sum for Side {
    fn sum<I: Iterator<Item = Self>>(sides: I) -> Self {
        sides.fold(Self::default(), |sum, side| Self {
            exposure: sum.exposure + side.exposure,
            ended: sum.ended + side.ended,
        })
    }
}

impl Side {
    const fn of(bin: &HazardBin) -> Self {
        Self {
            exposure: bin.exposure,
            ended: bin.ended,
        }
    }

    /// The chance that so many of those who left left here, if the hazard is that of the others.
    fn p_value(self, others: Self) -> f64 {
        let of = |number: fn(f64) -> f64| Draw {
            with: number(self.exposure),
            without: number(others.exposure),
            drawn: number(self.ended + others.ended),
        };
        // Parts of a customer count where there are few.
        if self.exposure + others.exposure > FEW {
            of(f64::round).upper(self.ended.round())
        } else {
            of(|number| number).upper(self.ended)
        }
    }
}

/// So many are drawn from those with something and those without it.
#[derive(Clone, Copy)]
struct Draw {
    with: f64,
    without: f64,
    drawn: f64,
}

impl Draw {
    /// `P(X ≥ x)` where `X` of those drawn are from `with`; never 0.
    ///
    /// Of numbers that are not whole it is the part from `x` on of the terms at `x` and so many whole
    /// steps from it.
    fn upper(self, x: f64) -> f64 {
        let whole = [self.with, self.without, self.drawn, x]
            .iter()
            .all(|number| number.fract() == 0.0);
        if x <= 0.0 || self.drawn - x >= self.without {
            return 1.0;
        }
        if whole && x < self.drawn * (self.with / (self.with + self.without)) {
            // From the other end, so that the terms that are added fall.
            let below = self.ln_chance(x - 1.0).exp() * self.terms_down(x - 1.0);
            return (1.0 - below).clamp(LEAST, 1.0);
        }
        let above = self.terms_up(x);
        if whole {
            let ln_chance = self.ln_chance(x) + above.ln();
            return ln_chance.exp().clamp(LEAST, 1.0);
        }
        let below = self.terms_down(x) - 1.0;
        (1.0 / (1.0 + below / above)).clamp(LEAST, 1.0)
    }

    /// The terms at `x`, `x + 1`, … by that at `x`.
    fn terms_up(self, x: f64) -> f64 {
        sum_of_terms(|step| {
            let k = x + step;
            let ways = (self.with - k).max(0.0) * (self.drawn - k).max(0.0);
            ways / ((k + 1.0) * (self.without - self.drawn + k + 1.0))
        })
    }

    /// The terms at `x`, `x − 1`, … by that at `x`.
    fn terms_down(self, x: f64) -> f64 {
        sum_of_terms(|step| {
            let k = x - step;
            let ways = k.max(0.0) * (self.without - self.drawn + k).max(0.0);
            ways / ((self.with - k + 1.0) * (self.drawn - k + 1.0))
        })
    }

    /// `ln P(X = x)` of the hypergeometric distribution.
    fn ln_chance(self, x: f64) -> f64 {
        let choose = |n: f64, k: f64| {
            libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0)
        };
        choose(self.with, x) + choose(self.without, self.drawn - x)
            - choose(self.with + self.without, self.drawn)
    }
}

/// The sum of 1 and the terms that follow it, each so many times the one before. The quotients
/// fall.
fn sum_of_terms(quotient: impl Fn(f64) -> f64) -> f64 {
    let (mut step, mut term, mut sum) = (0.0, 1.0, 1.0);
    loop {
        let next = quotient(step);
        term *= next;
        if next < 1.0 && term <= f64::EPSILON * (1.0 - next) * sum {
            return sum;
        }
        sum += term;
        if sum == f64::INFINITY {
            return sum;
        }
        step += 1.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counted directly: all ways to draw.
    #[test]
    fn chances_are_those_counted_over_all_ways_to_draw() {
        let choose =
            |n: u32, k: u32| (0..k).fold(1.0, |c, i| c * f64::from(n - i) / f64::from(i + 1));
        for (with, without, drawn) in [(5, 9, 4), (3, 2, 4), (12, 40, 17), (1, 1, 1), (7, 7, 14)] {
            let least = drawn - without.min(drawn);
            let most = with.min(drawn);
            let all = choose(with + without, drawn);
            for x in least..=most {
                let expected: f64 = (x..=most)
                    .map(|k| choose(with, k) * choose(without, drawn - k) / all)
                    .sum();
                let [x, with, without, drawn] = [x, with, without, drawn].map(f64::from);
                let found = Draw {
                    with,
                    without,
                    drawn,
                }
                .upper(x);
                assert!(
                    (found - expected).abs() < 1e-12,
                    "{x} {with} {without} {drawn}: {found} {expected}"
                );
            }
        }
    }

    #[test]
    fn no_chance_is_nothing() {
        // All of a thousand who left, of a million on each side: about 2^-1000.
        let draw = Draw {
            with: 1e6,
            without: 1e6,
            drawn: 1e3,
        };
        let expected = -1000.0 * std::f64::consts::LN_2 - 0.25;
        let found = draw.upper(1e3).ln();
        assert!((found - expected).abs() < 0.01, "{found}");
        for number in [1e5, 1e5 + 0.5, 1e11] {
            let draw = Draw {
                with: number,
                without: number,
                drawn: number,
            };
            assert_eq!(draw.upper(number), LEAST);
        }
    }

    /// Between whole numbers, and with nothing, chances go on from one to the next.
    #[test]
    fn parts_of_a_customer_count() {
        let side = |exposure, ended| Side { exposure, ended };
        let chance = |part: f64| side(20.0 + part, 5.0 + part).p_value(side(60.0 + part, 4.0));
        let mut before = chance(0.0);
        for part in 1..=64 {
            let found = chance(f64::from(part) / 64.0);
            assert!(
                found < before && found > 0.85 * before,
                "{part}: {found} {before}"
            );
            before = found;
        }
        for whole in 0..10 {
            let (own, others) = (side(30.0, f64::from(whole)), side(50.0, 6.0));
            for off in [-1e-9, 1e-9] {
                let moved = side(30.0 + off, f64::from(whole) + off.max(0.0));
                let (found, expected) = (moved.p_value(others), own.p_value(others));
                assert!(
                    (found - expected).abs() < 1e-8,
                    "{whole} {off}: {found} {expected}"
                );
            }
        }
        // A hundredth of everybody says nothing.
        assert!(side(0.3, 0.2).p_value(side(0.6, 0.0)) > 0.5);
        assert_eq!(side(0.0, 0.0).p_value(side(1.0, 0.5)), 1.0);
    }
}
