//! Ranks with ties.

/// How much weight lies below each value, and half of what lies at it; as many weights as values.
/// With equal weights of 1, the average rank less a half.
pub(crate) fn weighted_ranks(values: &[f64], weights: &[f64]) -> Vec<f64> {
    let mut order: Vec<(f64, usize)> = values.iter().copied().zip(0..).collect();
    order.sort_unstable_by(|(a, _), (b, _)| a.total_cmp(b));
    let mut ranks = vec![0.0; values.len()];
    let mut below = 0.0;
    for tied in order.chunk_by(|(a, _), (b, _)| a == b) {
        let weight: f64 = tied
            .iter()
            .filter_map(|&(_, row)| weights.get(row).copied())
            .sum();
        for &(_, row) in tied {
            if let Some(cell) = ranks.get_mut(row) {
                *cell = below + 0.5 * weight;
            }
        }
        below += weight;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rank of each value, from 1 for the least; equal values share the mean of their ranks.
    fn average_ranks(values: &[f64]) -> Vec<f64> {
        let ranks = weighted_ranks(values, &vec![1.0; values.len()]);
        ranks.into_iter().map(|rank| rank + 0.5).collect()
    }

    #[test]
    fn ties_share_the_mean_rank() {
        assert_eq!(
            average_ranks(&[3.0, 1.0, 3.0, 2.0, 3.0]),
            [4.0, 1.0, 4.0, 2.0, 4.0]
        );
        assert_eq!(average_ranks(&[0.0, -0.0]), [1.5, 1.5]);
        assert_eq!(average_ranks(&[]), [0.0; 0]);
    }

    #[test]
    fn a_weight_of_two_ranks_as_two() {
        let twice = weighted_ranks(&[3.0, 1.0, 1.0, 2.0, 3.0], &[1.0; 5]);
        let weighted = weighted_ranks(&[3.0, 1.0, 2.0], &[2.0, 2.0, 1.0]);
        assert_eq!(weighted, [twice[0], twice[1], twice[3]]);
        assert_eq!(weighted_ranks(&[5.0, 4.0], &[0.0, 1.0]), [1.0, 0.5]);
    }
}
