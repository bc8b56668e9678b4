//! Ranks with ties.

/// The order of values, from which their ranks follow for any weights.
#[derive(Debug, Clone)]
pub(crate) struct Ranking {
    /// The positions of the values, the least first.
    order: Vec<usize>,
    /// How many of them are equal, for each value that occurs.
    ties: Vec<usize>,
}

impl Ranking {
    pub(crate) fn new(values: &[f64]) -> Self {
        let mut order: Vec<(f64, usize)> = values.iter().copied().zip(0..).collect();
        order.sort_unstable_by(|(a, _), (b, _)| a.total_cmp(b));
        let ties = order.chunk_by(|(a, _), (b, _)| a == b);
        Self {
            ties: ties.map(<[_]>::len).collect(),
            order: order.into_iter().map(|(_, position)| position).collect(),
        }
    }

    /// Returns how much weight lies below each value, and half of what lies at it; as many weights
    /// as values. With equal weights of 1, the average rank less a half.
    pub(crate) fn ranks(&self, weights: &[f64]) -> Vec<f64> {
        let mut ranks = vec![0.0; self.order.len()];
        let (mut below, mut rest) = (0.0, self.order.as_slice());
        for &ties in &self.ties {
            let Some((tied, others)) = rest.split_at_checked(ties) else {
                break;
            };
            let at = tied.iter().filter_map(|&row| weights.get(row));
            let weight: f64 = at.sum();
            for &row in tied {
                if let Some(cell) = ranks.get_mut(row) {
                    *cell = below + 0.5 * weight;
                }
            }
            below += weight;
            rest = others;
        }
        ranks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weighted_ranks(values: &[f64], weights: &[f64]) -> Vec<f64> {
        Ranking::new(values).ranks(weights)
    }

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
