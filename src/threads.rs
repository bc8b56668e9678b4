//! Work on independent parts: on the caller's threads with the feature `rayon`, one part after another
//! without it. What comes out is the same, in the order of the parts.

use std::ops::Range;

/// Does the work of each part, and returns what comes of them in their order.
#[cfg(feature = "rayon")]
pub(crate) fn map<T: Send, R: Send>(parts: Vec<T>, work: impl Fn(T) -> R + Send + Sync) -> Vec<R> {
    use rayon::iter::{IntoParallelIterator, ParallelIterator};

    // A pool of one thread only adds to the work.
    if parts.len() <= 1 || rayon::current_num_threads() <= 1 {
        return parts.into_iter().map(work).collect();
    }
    parts.into_par_iter().map(work).collect()
}

/// Does the work of each part, and returns what comes of them in their order.
#[cfg(not(feature = "rayon"))]
pub(crate) fn map<T, R>(parts: Vec<T>, work: impl Fn(T) -> R) -> Vec<R> {
    parts.into_iter().map(work).collect()
}

/// The ranges of `block` rows, the last of which may be shorter. Sums of floats over them do not depend
/// on the number of threads.
pub(crate) fn blocks(rows: usize, block: usize) -> Vec<Range<usize>> {
    let block = block.max(1);
    (0..rows)
        .step_by(block)
        .map(|start| start..start.saturating_add(block).min(rows))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_cover_all_rows_once() {
        assert_eq!(blocks(0, 4), []);
        assert_eq!(blocks(4, 4), [0..4]);
        assert_eq!(blocks(9, 4), [0..4, 4..8, 8..9]);
        assert_eq!(blocks(2, 0), [0..1, 1..2]);
    }

    #[test]
    fn results_stand_in_the_order_of_the_parts() {
        let squares = map((0..1000_u64).collect(), |part| part * part);
        assert!(
            squares
                .iter()
                .zip(0..)
                .all(|(&square, part)| square == part * part)
        );
    }
}
