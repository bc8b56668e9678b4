//! How well scores rank those who come back above those who do not.

#![allow(dead_code)]

/// The area under the receiver operating characteristic, by ranks; equal scores share theirs.
pub fn area_under_curve(scored: &[(f64, bool)]) -> f64 {
    let mut sorted = scored.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut before, mut ranks) = (0, 0.0);
    for tied in sorted.chunk_by(|a, b| a.0 == b.0) {
        let middle = before as f64 + (tied.len() as f64 + 1.0) / 2.0;
        ranks += middle * tied.iter().filter(|row| row.1).count() as f64;
        before += tied.len();
    }
    let back = scored.iter().filter(|row| row.1).count() as f64;
    let not = scored.len() as f64 - back;
    (ranks - back * (back + 1.0) / 2.0) / (back * not)
}

/// How many of the customers with the lowest scores came back. Of those tied at the last score, their
/// share counts.
pub fn misled_among_lowest(scored: &[(f64, bool)], count: usize) -> f64 {
    let mut sorted = scored.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut left, mut misled) = (count, 0.0);
    for tied in sorted.chunk_by(|a, b| a.0 == b.0) {
        let back = tied.iter().filter(|row| row.1).count() as f64;
        let taken = left.min(tied.len());
        misled += back * taken as f64 / tied.len() as f64;
        left -= taken;
    }
    assert_eq!(left, 0);
    misled
}
