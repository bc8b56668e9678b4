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
