//! Which bins of tenure stand out from those before and after them.

use super::{HazardBin, HazardOptions};
use crate::{Error, Result};

/// With more customers than these the chances of the comparison lose their digits.
const MOST: f64 = 1e12;

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
        let [here, there, ended, all] = [
            self.exposure,
            others.exposure,
            self.ended,
            self.ended + others.ended,
        ]
        .map(f64::round);
        hypergeometric_upper(ended, here, there, all)
    }
}

/// `P(X ≥ x)` where `drawn` are drawn from `with` and `without`, and `X` of them are from `with`. All are
/// whole numbers, `x` one that can occur.
fn hypergeometric_upper(x: f64, with: f64, without: f64, drawn: f64) -> f64 {
    let least = (drawn - without).max(0.0);
    let most = with.min(drawn);
    if x <= least {
        return 1.0;
    }
    // From either end, so that the terms that are added fall.
    let up = x >= drawn * (with / (with + without));
    let start = if up { x.min(most) } else { x - 1.0 };
    let mut term = chance(start, with, without, drawn);
    let mut sum = term;
    let mut k = start;
    while term > f64::EPSILON * sum {
        let odds = (with - k) * (drawn - k) / ((k + 1.0) * (without - drawn + k + 1.0));
        let back = k * (without - drawn + k) / ((with - k + 1.0) * (drawn - k + 1.0));
        (k, term) = if up {
            (k + 1.0, term * odds)
        } else {
            (k - 1.0, term * back)
        };
        if k > most || k < least {
            break;
        }
        sum += term;
    }
    if up {
        sum.min(1.0)
    } else {
        (1.0 - sum).max(0.0)
    }
}

/// `P(X = x)` of the hypergeometric distribution.
fn chance(x: f64, with: f64, without: f64, drawn: f64) -> f64 {
    let choose =
        |n: f64, k: f64| libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    (choose(with, x) + choose(without, drawn - x) - choose(with + without, drawn)).exp()
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
                let found = hypergeometric_upper(x, with, without, drawn);
                assert!(
                    (found - expected).abs() < 1e-12,
                    "{x} {with} {without} {drawn}: {found} {expected}"
                );
            }
        }
    }
}
