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

/// Does the work of each part, and returns what comes of them in their order. Without threads each part is
/// taken when the one before it is done, so that what is made of it stays near the processor.
pub(crate) fn in_turn<T: Send, R: Send>(
    parts: impl Iterator<Item = T>,
    work: impl Fn(T) -> R + Send + Sync,
) -> Vec<R> {
    if count() <= 1 {
        return parts.map(work).collect();
    }
    map(parts.collect(), work)
}

/// Returns how many threads there are to work on.
pub(crate) fn count() -> usize {
    #[cfg(feature = "rayon")]
    let threads = rayon::current_num_threads();
    #[cfg(not(feature = "rayon"))]
    let threads = 1;
    threads
}

/// So many parts for each thread are worked on at a time: enough that none waits long for the others.
const PARTS: usize = 4;

/// Does the work of each part, and hands what comes of them to `then` in their order, until it fails.
///
/// No more than a few results for each thread are held at a time.
pub(crate) fn in_order<T: Send, R: Send, E>(
    parts: impl IntoIterator<Item = T>,
    work: impl Fn(T) -> R + Send + Sync,
    mut then: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let mut parts = parts.into_iter().peekable();
    let Some(first) = parts.next() else {
        return Ok(());
    };
    // One part needs no threads, which asking for their number may start.
    let threads = if parts.peek().is_some() { count() } else { 1 };
    let mut parts = std::iter::once(first).chain(parts);
    if threads <= 1 {
        return parts.try_for_each(|part| then(work(part)));
    }
    loop {
        let round: Vec<T> = parts.by_ref().take(threads * PARTS).collect();
        if round.is_empty() {
            return Ok(());
        }
        map(round, &work).into_iter().try_for_each(&mut then)?;
    }
}

/// Does the work of each part, which hands out results one by one. `then` takes them in the order of the
/// parts, until a part fails.
///
/// Without threads nothing is held in between. After a failure `then` may have been given some results of
/// the part that failed.
pub(crate) fn one_by_one<T: Send, R: Send, E: Send>(
    parts: impl IntoIterator<Item = T>,
    work: impl Fn(T, &mut dyn FnMut(R)) -> Result<(), E> + Send + Sync,
    mut then: impl FnMut(R),
) -> Result<(), E> {
    let mut parts = parts.into_iter().peekable();
    let Some(first) = parts.next() else {
        return Ok(());
    };
    let alone = parts.peek().is_none() || count() <= 1;
    let mut parts = std::iter::once(first).chain(parts);
    if alone {
        return parts.try_for_each(|part| work(part, &mut then));
    }
    let results = |part| {
        let mut results = Vec::new();
        work(part, &mut |result| results.push(result)).map(|()| results)
    };
    in_order(parts, results, |results| {
        results?.into_iter().for_each(&mut then);
        Ok(())
    })
}

/// The ranges of `block` rows, the last of which may be shorter. Sums of floats over them do not depend
/// on the number of threads.
pub(crate) fn blocks(rows: usize, block: usize) -> Vec<Range<usize>> {
    let block = block.max(1);
    let starts = (0..rows).step_by(block);
    starts
        .map(|start| start..start.saturating_add(block).min(rows))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_cover_all_rows_once() {
        assert!(blocks(0, 4).is_empty());
        assert!(blocks(4, 4).into_iter().eq(std::iter::once(0..4)));
        assert_eq!(blocks(9, 4), [0..4, 4..8, 8..9]);
        assert_eq!(blocks(2, 0), [0..1, 1..2]);
    }

    #[test]
    fn results_are_handed_over_in_order_until_one_is_refused() {
        let mut seen = Vec::new();
        let added = in_order(
            0..1000_u64,
            |part| part * part,
            |square| {
                seen.push(square);
                if square < 250_000 {
                    Ok(())
                } else {
                    Err(square)
                }
            },
        );
        assert_eq!(added, Err(250_000));
        assert!(
            seen.iter()
                .zip(0..)
                .all(|(&square, part)| square == part * part)
        );
        assert_eq!(seen.len(), 501);
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
