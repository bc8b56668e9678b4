use crate::numeric::linear::Matrix;

/// A variance of the sum, or a sum of covariances, below this share of what it is made of is nothing
/// but rounding, whose sign hangs on the order of the respondents.
const NOTHING: f64 = 1e-12;

/// The sums over a covariance matrix that alpha is made of, in units of its largest variance.
pub(super) struct Sums {
    items: usize,
    /// The largest variance.
    unit: f64,
    /// The sum of the variances.
    trace: f64,
    /// The sum of all cells, the variance of the sum of the items.
    total: f64,
    /// The same of absolute values, which says how much of the total is rounding.
    size: f64,
    variances: Vec<f64>,
    rows: Vec<f64>,
    row_sizes: Vec<f64>,
    /// The sum of all squared cells.
    squares: f64,
}

impl Sums {
    pub(super) fn of(covariances: &Matrix) -> Self {
        let unit = covariances.diagonal().fold(0.0, f64::max);
        let unit = if unit > 0.0 { unit } else { 1.0 };
        let scaled = |i, j| covariances.at(i, j) / unit;
        let covariances = &Matrix::from_fn(covariances.size(), scaled);
        let sum = |cells: &[f64]| cells.iter().sum::<f64>();
        let size = |cells: &[f64]| cells.iter().map(|cell| cell.abs()).sum::<f64>();
        let rows: Vec<f64> = covariances.rows().map(sum).collect();
        let row_sizes: Vec<f64> = covariances.rows().map(size).collect();
        Self {
            items: covariances.size(),
            unit,
            trace: covariances.diagonal().sum(),
            total: sum(&rows),
            size: sum(&row_sizes),
            variances: covariances.diagonal().collect(),
            rows,
            row_sizes,
            squares: covariances.rows().flatten().map(|cell| cell * cell).sum(),
        }
    }

    pub(super) fn alpha(&self) -> Option<f64> {
        alpha(self.items, self.trace, self.total, self.size)
    }

    /// n times the variance of alpha, in large samples of normal answers.
    pub(super) fn alpha_variance(&self) -> Option<f64> {
        self.alpha()?;
        let k = self.items as f64;
        // Σᵢ (row sum i)² is 1ᵀV²1.
        let ends: f64 = self.rows.iter().map(|row| row * row).sum();
        let spread =
            self.total * (self.squares + self.trace * self.trace) - 2.0 * self.trace * ends;
        // The cube is in range because the largest variance is 1.
        Some(2.0 * k * k / ((k - 1.0).powi(2) * self.total.powi(3)) * spread)
    }

    /// The share of the variance of the sum that the items have alone.
    pub(super) fn own(&self) -> f64 {
        self.trace / self.total
    }

    /// The variance of the sum, in the units of the answers.
    pub(super) fn total(&self) -> f64 {
        self.total * self.unit
    }

    pub(super) fn without(&self, item: usize) -> Rest {
        let pick = |from: &[f64]| from.get(item).copied().unwrap_or_default();
        let (variance, row) = (pick(&self.variances), pick(&self.rows));
        Rest {
            items: self.items.saturating_sub(1),
            trace: self.trace - variance,
            total: self.total - 2.0 * row + variance,
            size: self.size,
            row_size: pick(&self.row_sizes),
            variance,
            shared: row - variance,
        }
    }

    pub(super) fn item_rest(&self, item: usize) -> Option<f64> {
        self.without(item).correlation()
    }
}

/// One item taken out of [`Sums`].
pub(super) struct Rest {
    items: usize,
    trace: f64,
    total: f64,
    /// Of the whole, since what is left was taken from it.
    size: f64,
    row_size: f64,
    /// The variance of the item.
    variance: f64,
    /// Its covariance with the sum of the others.
    shared: f64,
}

impl Rest {
    pub(super) fn alpha(&self) -> Option<f64> {
        alpha(self.items, self.trace, self.total, self.size)
    }

    pub(super) fn correlation(&self) -> Option<f64> {
        let varies = self.variance > 0.0 && self.total > NOTHING * self.size;
        let shared = if self.shared.abs() > NOTHING * self.row_size {
            self.shared
        } else {
            0.0
        };
        varies.then(|| (shared / (self.variance * self.total).sqrt()).clamp(-1.0, 1.0))
    }
}

fn alpha(items: usize, trace: f64, total: f64, size: f64) -> Option<f64> {
    let k = items as f64;
    (items > 1 && total > NOTHING * size).then(|| {
        if (total - trace).abs() > NOTHING * size {
            k / (k - 1.0) * (1.0 - trace / total)
        } else {
            0.0
        }
    })
}
