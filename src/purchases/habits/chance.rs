//! Whether one cell of few stands out from what chance explains.

use libm::{exp, lgamma, log, log1p};

/// The share of the terms so far below which further terms of a tail no longer count.
const NEGLIGIBLE: f64 = 1e-17;
/// Tails that differ by rounding only are equal.
const EQUAL: f64 = 1e-9;

/// Returns the position of the one cell whose count is too high for chance, at a rate of error; `None` if
/// no cell is, or two are equally so.
///
/// Each of `n` rows falls into a cell with the chance of its expected share. The cell with the smallest
/// binomial tail is judged by the chance that any cell has a tail as small: at most the sum, over the
/// cells, of the largest tail that the cell can have without exceeding it.
pub(super) fn stands_out<const N: usize>(
    counts: &[u32; N],
    expected: &[f64; N],
    rate: f64,
) -> Option<usize> {
    let n: u32 = counts.iter().sum();
    let whole: f64 = expected.iter().sum();
    let mut best: Option<(usize, f64)> = None;
    let mut tied = false;
    for (cell, (&count, &weight)) in counts.iter().zip(expected).enumerate() {
        let share = weight / whole;
        // Not more than expected is not an excess.
        if f64::from(count) <= f64::from(n) * share {
            continue;
        }
        let tail = upper_tail(n, count, share);
        match best {
            Some((_, least)) if tail > least * (1.0 + EQUAL) => {}
            Some((_, least)) if tail >= least * (1.0 - EQUAL) => tied = true,
            _ => (best, tied) = (Some((cell, tail)), false),
        }
    }
    let (cell, least) = best.filter(|_| !tied)?;
    if least > rate {
        return None;
    }
    let shares = || expected.iter().map(|weight| weight / whole);
    let is_rare = least * N as f64 <= rate
        || shares()
            .map(|share| largest_tail(n, share, least))
            .sum::<f64>()
            <= rate;
    is_rare.then_some(cell)
}

/// The probability of so many successes out of `n`, each with the chance `share`.
fn mass(n: f64, successes: f64, share: f64) -> f64 {
    let failures = n - successes;
    let ways = lgamma(n + 1.0) - lgamma(successes + 1.0) - lgamma(failures + 1.0);
    let failing = if failures > 0.0 {
        failures * log1p(-share)
    } else {
        0.0
    };
    exp(ways + successes * log(share) + failing)
}

/// The chance of `least` successes or more, where that is more than expected.
fn upper_tail(n: u32, least: u32, share: f64) -> f64 {
    let (n, mut successes) = (f64::from(n), f64::from(least));
    if share >= 1.0 {
        return 1.0;
    }
    let odds = share / (1.0 - share);
    let mut term = mass(n, successes, share);
    let mut tail = term;
    while successes < n && term > NEGLIGIBLE * tail {
        term *= odds * (n - successes) / (successes + 1.0);
        successes += 1.0;
        tail += term;
    }
    tail.min(1.0)
}

/// The largest tail of a cell that does not exceed `most`; 0 if even that of all rows in it does.
fn largest_tail(n: u32, share: f64, most: f64) -> f64 {
    let (n, mut successes) = (f64::from(n), f64::from(n));
    let most = most * (1.0 + EQUAL);
    if share >= 1.0 {
        return 0.0;
    }
    let odds = share / (1.0 - share);
    // Many rows: the terms begin too small for a number, where the ratio from term to term fails.
    let mut term = mass(n, successes, share);
    let mut tail = 0.0;
    while successes > n * share && tail + term <= most {
        tail += term;
        term = if term > f64::MIN_POSITIVE {
            term * successes / (odds * (n - successes + 1.0))
        } else {
            mass(n, successes - 1.0, share)
        };
        successes -= 1.0;
    }
    tail
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEEK: [f64; 7] = [1.0; 7];

    #[test]
    fn tails_are_sums_of_binomial_terms() {
        // 1 − (6/7)³ and the last two terms of (1/2 + 1/2)⁴.
        assert!((upper_tail(3, 1, 1.0 / 7.0) - (1.0 - 216.0 / 343.0)).abs() < 1e-14);
        assert!((upper_tail(4, 3, 0.5) - 5.0 / 16.0).abs() < 1e-14);
        assert_eq!(upper_tail(4, 3, 1.0), 1.0);
        assert!((largest_tail(4, 0.5, 0.4) - 5.0 / 16.0).abs() < 1e-14);
        assert_eq!(largest_tail(4, 0.5, 0.06), 0.0);
        // The first terms of so many rows are below all numbers.
        let many = largest_tail(2000, 1.0 / 7.0, 0.01);
        assert!(many > 0.008 && many <= 0.01, "{many}");
    }

    #[test]
    fn three_of_three_stand_out_at_one_in_twenty() {
        // Seven times (1/7)³ is 1 in 49.
        assert_eq!(stands_out(&[0, 3, 0, 0, 0, 0, 0], &WEEK, 0.05), Some(1));
        assert_eq!(stands_out(&[0, 3, 0, 0, 0, 0, 0], &WEEK, 0.02), None);
        assert_eq!(stands_out(&[0, 2, 0, 0, 0, 0, 0], &WEEK, 0.05), None);
        assert_eq!(stands_out(&[0; 7], &WEEK, 0.05), None);
    }

    #[test]
    fn two_cells_that_stand_out_equally_are_no_habit() {
        assert_eq!(stands_out(&[0, 9, 0, 9, 0, 0, 0], &WEEK, 0.05), None);
        assert_eq!(stands_out(&[0, 9, 0, 2, 0, 0, 0], &WEEK, 0.05), Some(1));
    }

    /// All outcomes of four rows in three cells, by their chance.
    #[test]
    fn the_rate_holds_exactly() {
        for expected in [[1.0, 1.0, 1.0], [5.0, 3.0, 2.0], [8.0, 1.0, 1.0]] {
            let whole: f64 = expected.iter().sum();
            for rate in [0.02, 0.05, 0.1, 0.2, 0.4] {
                let mut chance = 0.0;
                for rows in 0..81 {
                    let (mut counts, mut likely) = ([0_u32; 3], 1.0);
                    for place in 0..4 {
                        let cell = rows / 3_usize.pow(place) % 3;
                        counts[cell] += 1;
                        likely *= expected[cell] / whole;
                    }
                    if stands_out(&counts, &expected, rate).is_some() {
                        chance += likely;
                    }
                }
                assert!(chance <= rate, "{chance} at {rate} of {expected:?}");
            }
        }
    }
}
