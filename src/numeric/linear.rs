//! Small square matrices: Cholesky's factor, solutions, inverses, eigenvectors.

/// A pivot below this share of its diagonal is nothing but rounding: the column is a combination of
/// those before it. Sums of products are good to about 1e-13, and survey answers that are not
/// copies of each other leave far more than this.
const SINGULAR: f64 = 1e-10;

/// A square matrix, row by row.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Matrix {
    size: usize,
    cells: Vec<f64>,
}

/// The column that is a combination of those before it, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dependent(pub(crate) usize);

impl Matrix {
    pub(crate) fn zeros(size: usize) -> Self {
        Self {
            size,
            cells: vec![0.0; size * size],
        }
    }

    pub(crate) fn from_fn(size: usize, mut cell: impl FnMut(usize, usize) -> f64) -> Self {
        let mut cells = Vec::with_capacity(size * size);
        for row in 0..size {
            cells.extend((0..size).map(|column| cell(row, column)));
        }
        Self { size, cells }
    }

    pub(crate) const fn size(&self) -> usize {
        self.size
    }

    /// Refuses a matrix of another size, or with a cell that is not a number.
    #[cfg(feature = "serde")]
    pub(crate) fn check(&self, size: usize) -> crate::Result<()> {
        use crate::error::{finite, same};
        same("sizes of a matrix", &self.size, &size)?;
        let cells = size.saturating_mul(size);
        same("numbers of cells of a matrix", &self.cells.len(), &cells)?;
        self.cells
            .iter()
            .try_for_each(|&cell| finite("cell of a matrix", cell).map(|_| ()))
    }

    /// The cell, which must exist.
    pub(crate) fn at(&self, row: usize, column: usize) -> f64 {
        debug_assert!(row < self.size && column < self.size);
        // Not a number that could pass for a result.
        self.cells
            .get(row * self.size + column)
            .copied()
            .unwrap_or(f64::NAN)
    }

    pub(crate) fn set(&mut self, row: usize, column: usize, value: f64) {
        debug_assert!(row < self.size && column < self.size);
        if let Some(cell) = self.cells.get_mut(row * self.size + column) {
            *cell = value;
        }
    }

    pub(crate) fn row(&self, row: usize) -> &[f64] {
        self.cells
            .get(row * self.size..(row + 1) * self.size)
            .unwrap_or_default()
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = &[f64]> {
        // A matrix without rows has no cells either.
        self.cells.chunks_exact(self.size.max(1))
    }

    pub(crate) fn rows_mut(&mut self) -> impl Iterator<Item = &mut [f64]> {
        self.cells.chunks_exact_mut(self.size.max(1))
    }

    pub(crate) fn diagonal(&self) -> impl Iterator<Item = f64> {
        self.cells.iter().step_by(self.size + 1).copied()
    }

    /// A covariance matrix as correlations, exactly 1 on the diagonal, between −1 and 1 elsewhere;
    /// the first variable without variance where there is one.
    pub(crate) fn correlations(&self) -> Result<Self, usize> {
        if let Some(constant) = self.diagonal().position(|variance| variance <= 0.0) {
            return Err(constant);
        }
        let deviations: Vec<f64> = self.diagonal().map(f64::sqrt).collect();
        let mut scaled = Self::zeros(self.size);
        for (i, ((to, from), a)) in scaled
            .rows_mut()
            .zip(self.rows())
            .zip(&deviations)
            .enumerate()
        {
            for (j, ((to, from), b)) in to.iter_mut().zip(from).zip(&deviations).enumerate() {
                *to = if i == j {
                    1.0
                } else {
                    (from / (a * b)).clamp(-1.0, 1.0)
                };
            }
        }
        Ok(scaled)
    }

    /// The factor of a symmetric matrix that is positive definite; where it is not, the first
    /// column that is a combination of those before it.
    pub(crate) fn cholesky(&self) -> Result<Cholesky, Dependent> {
        let mut lower = Self::zeros(self.size);
        for i in 0..self.size {
            for j in 0..=i {
                let explained: f64 = dot(lower.row(i), lower.row(j), j);
                let rest = self.at(i, j) - explained;
                if i != j {
                    let cell = rest / lower.at(j, j);
                    lower.set(i, j, cell);
                } else if rest > SINGULAR * self.at(i, i) {
                    lower.set(i, i, rest.sqrt());
                } else {
                    return Err(Dependent(i));
                }
            }
        }
        Ok(Cholesky { lower })
    }

    /// Eigenvalues, the largest first, and eigenvectors of a symmetric matrix, by Jacobi's
    /// rotations.
    pub(crate) fn eigen(&self) -> Eigen {
        /// Convergence is quadratic: a handful of sweeps is usual.
        const SWEEPS: usize = 64;
        let n = self.size;
        let mut a = self.clone();
        // The vectors are its rows.
        let mut v = Self::from_fn(n, |i, j| if i == j { 1.0 } else { 0.0 });
        let scale = self.cells.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
        let mut buffer = Vec::with_capacity(n);
        for _ in 0..SWEEPS {
            let mut rotated = false;
            for p in 0..n {
                for q in p + 1..n {
                    let off = a.at(p, q);
                    if off.abs() <= f64::EPSILON * 1e-2 * scale {
                        continue;
                    }
                    rotated = true;
                    let theta = (a.at(q, q) - a.at(p, p)) / (2.0 * off);
                    let t = theta.signum() / (theta.abs() + theta.hypot(1.0));
                    let cos = 1.0 / t.hypot(1.0);
                    let (first, second) = (a.at(p, p) - t * off, a.at(q, q) + t * off);
                    a.rotate_rows(p, q, cos, t * cos);
                    a.mirror(p, &mut buffer);
                    a.mirror(q, &mut buffer);
                    // The two that meet, which rows alone do not give.
                    a.set(p, p, first);
                    a.set(q, q, second);
                    a.set(p, q, 0.0);
                    a.set(q, p, 0.0);
                    v.rotate_rows(p, q, cos, t * cos);
                }
            }
            if !rotated {
                break;
            }
        }
        let mut pairs: Vec<(f64, Vec<f64>)> = (0..n)
            .map(|j| {
                let vector = v.row(j);
                // Of the two signs, the one that adds up to more.
                let sign = if vector.iter().sum::<f64>() < 0.0 {
                    -1.0
                } else {
                    1.0
                };
                (a.at(j, j), vector.iter().map(|x| sign * x).collect())
            })
            .collect();
        pairs.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let (values, vectors) = pairs.into_iter().unzip();
        Eigen { values, vectors }
    }

    /// Rotates two rows, the first above the second.
    fn rotate_rows(&mut self, p: usize, q: usize, cos: f64, sin: f64) {
        let n = self.size;
        let Some((above, below)) = self.cells.split_at_mut_checked(q * n) else {
            return;
        };
        let first = above.iter_mut().skip(p * n).take(n);
        for (x, y) in first.zip(below) {
            (*x, *y) = (cos * *x - sin * *y, sin * *x + cos * *y);
        }
    }

    /// Copies a row to the column of the same number.
    fn mirror(&mut self, row: usize, buffer: &mut Vec<f64>) {
        buffer.clear();
        buffer.extend_from_slice(self.row(row));
        let column = self.cells.iter_mut().skip(row).step_by(self.size.max(1));
        for (cell, value) in column.zip(buffer) {
            *cell = *value;
        }
    }
}

/// The product of the first so many of each.
fn dot(left: &[f64], right: &[f64], first: usize) -> f64 {
    left.iter().zip(right).take(first).map(|(a, b)| a * b).sum()
}

/// What [`Matrix::eigen`] found: pairs of a value and a vector of length 1.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Eigen {
    /// The largest first.
    pub(crate) values: Vec<f64>,
    /// The vector of each value.
    pub(crate) vectors: Vec<Vec<f64>>,
}

/// The lower triangle whose product with its own transpose is the matrix.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cholesky {
    lower: Matrix,
}

impl Cholesky {
    /// The `x` with `matrix · x = right`.
    pub(crate) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut x = right.to_vec();
        self.solve_in_place(&mut x);
        x
    }

    /// Replaces `x` by the solution of the lower triangle alone; its first cells, before `from`, are 0.
    fn solve_lower(&self, x: &mut [f64], from: usize) {
        for i in from..self.lower.size() {
            let known = dot(self.lower.row(i), x, i);
            if let Some(cell) = x.get_mut(i) {
                *cell = (*cell - known) / self.lower.at(i, i);
            }
        }
    }

    fn solve_in_place(&self, x: &mut [f64]) {
        let n = self.lower.size();
        self.solve_lower(x, 0);
        for i in (0..n).rev() {
            let known: f64 = x
                .iter()
                .enumerate()
                .skip(i + 1)
                .map(|(k, x)| self.lower.at(k, i) * x)
                .sum();
            if let Some(cell) = x.get_mut(i) {
                *cell = (*cell - known) / self.lower.at(i, i);
            }
        }
    }

    /// Returns the diagonal of the inverse. Of correlations it is the variance inflation of each
    /// variable, at least 1.
    pub(crate) fn inverse_diagonal(&self) -> Vec<f64> {
        let n = self.lower.size();
        let mut column = vec![0.0; n];
        let diagonal = (0..n).map(|j| {
            column.fill(0.0);
            if let Some(cell) = column.get_mut(j) {
                *cell = 1.0;
            }
            self.solve_lower(&mut column, j);
            column.iter().map(|x| x * x).sum()
        });
        diagonal.collect()
    }

    pub(crate) fn inverse(&self) -> Matrix {
        let n = self.lower.size();
        let mut inverse = Matrix::zeros(n);
        let mut column = vec![0.0; n];
        for j in 0..n {
            for (i, cell) in column.iter_mut().enumerate() {
                *cell = if i == j { 1.0 } else { 0.0 };
            }
            self.solve_in_place(&mut column);
            // The upper half is the mirror, so that the inverse is symmetric to the last digit.
            for (i, &cell) in column.iter().enumerate().skip(j) {
                inverse.set(i, j, cell);
                inverse.set(j, i, cell);
            }
        }
        inverse
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A few dozen operations on numbers near one.
    const CLOSE: f64 = 1e-12;

    fn matrix<const N: usize>(rows: [[f64; N]; N]) -> Matrix {
        Matrix::from_fn(N, |i, j| rows[i][j])
    }

    #[track_caller]
    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= CLOSE, "{found} not {expected}");
    }

    fn symmetric() -> Matrix {
        matrix([[4.0, 2.0, 0.6], [2.0, 5.0, 1.5], [0.6, 1.5, 3.0]])
    }

    #[test]
    fn a_factor_solves_and_inverts() {
        let a = symmetric();
        let factor = a.cholesky().unwrap();
        let x = factor.solve(&[1.0, -2.0, 3.0]);
        for (row, right) in a.rows().zip([1.0, -2.0, 3.0]) {
            close(dot(row, &x, 3), right);
        }
        let inverse = factor.inverse();
        for i in 0..3 {
            for j in 0..3 {
                close(
                    (0..3).map(|k| a.at(i, k) * inverse.at(k, j)).sum(),
                    if i == j { 1.0 } else { 0.0 },
                );
                assert_eq!(inverse.at(i, j), inverse.at(j, i));
            }
        }
        for (found, expected) in factor.inverse_diagonal().iter().zip(inverse.diagonal()) {
            close(*found, expected);
        }
        // By the first row: 4 (15 − 2.25) − 2 (6 − 0.9) + 0.6 (3 − 3) = 40.8.
        let ln_determinant = 2.0 * factor.lower.diagonal().map(f64::ln).sum::<f64>();
        close(ln_determinant, 40.8_f64.ln());
    }

    #[test]
    fn a_combination_is_found() {
        // The third variable is the sum of the first two.
        let a = matrix([[2.0, 0.5, 2.5], [0.5, 1.0, 1.5], [2.5, 1.5, 4.0]]);
        assert_eq!(a.cholesky(), Err(Dependent(2)));
        assert_eq!(Matrix::zeros(2).cholesky(), Err(Dependent(0)));
        assert!(matrix([[1.0, 2.0], [2.0, 1.0]]).cholesky().is_err());
    }

    #[test]
    fn eigenvectors_make_the_matrix_again() {
        let a = symmetric();
        let eigen = a.eigen();
        assert!(eigen.values.is_sorted_by(|a, b| a >= b));
        close(eigen.values.iter().sum(), a.diagonal().sum());
        for i in 0..3 {
            for j in 0..3 {
                let pairs = eigen.values.iter().zip(&eigen.vectors);
                close(pairs.map(|(l, v)| l * v[i] * v[j]).sum(), a.at(i, j));
            }
        }
        let two = matrix([[2.0, 1.0], [1.0, 2.0]]).eigen();
        close(two.values[0], 3.0);
        close(two.values[1], 1.0);
        close(two.vectors[0][0], std::f64::consts::FRAC_1_SQRT_2);
    }

    #[test]
    fn correlations_need_variance() {
        let r = matrix([[4.0, 3.0], [3.0, 9.0]]).correlations().unwrap();
        assert_eq!((r.at(0, 0), r.at(0, 1)), (1.0, 0.5));
        assert_eq!(matrix([[4.0, 0.0], [0.0, 0.0]]).correlations(), Err(1));
    }
}
