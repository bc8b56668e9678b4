//! Johnson's relative weights.

use crate::numeric::linear::Matrix;

/// The parts of R² of attributes with these correlations among themselves, which are not singular,
/// and with the overall answers.
pub(super) fn weights(attributes: &Matrix, with_overall: &[f64]) -> Vec<f64> {
    let k = attributes.size();
    let eigen = attributes.eigen();
    // The square root of the correlations: those of the attributes with the uncorrelated variables
    // nearest to them.
    let mut root = Matrix::zeros(k);
    // Their own correlations with the overall answers: the inverse of the root, times those of the
    // attributes.
    let mut uncorrelated = vec![0.0; k];
    for (value, vector) in eigen.values.iter().zip(&eigen.vectors) {
        let scale = value.max(0.0).sqrt();
        if scale == 0.0 {
            continue;
        }
        let along: f64 = vector.iter().zip(with_overall).map(|(v, r)| v * r).sum();
        for ((cells, a), sum) in root.rows_mut().zip(vector).zip(&mut uncorrelated) {
            *sum += along / scale * a;
            for (cell, b) in cells.iter_mut().zip(vector) {
                *cell += scale * a * b;
            }
        }
    }
    root.rows()
        .map(|cells| {
            let parts = cells.iter().zip(&uncorrelated);
            parts.map(|(loading, r)| (loading * r).powi(2)).sum()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: the roots of [[1, 0.6], [0.6, 1]] have eigenvalues √1.6 and √0.4, so that its own root
    /// has squares 0.9 and 0.1, and the uncorrelated variables have squared correlations 0.1890625 and
    /// 0.0765625 with the overall answers. R² = (0.25 + 0.16 − 2 · 0.6 · 0.5 · 0.4) / (1 − 0.36).
    #[test]
    fn two_attributes_by_hand() {
        let attributes = Matrix::from_fn(2, |i, j| if i == j { 1.0 } else { 0.6 });
        let found = weights(&attributes, &[0.5, 0.4]);
        for (found, expected) in found.iter().zip([0.177_812_5, 0.087_812_5]) {
            assert!((found - expected).abs() < 1e-14, "{found} not {expected}");
        }
        assert!((found.iter().sum::<f64>() - 0.265_625).abs() < 1e-14);
    }
}
