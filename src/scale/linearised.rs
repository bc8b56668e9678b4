use crate::numeric::linear::Matrix;

/// A sum below this share of the size of its terms is nothing but rounding.
const NOTHING: f64 = 1e-14;

/// Sums over respondents from which follows the variance of any smooth function of weighted means, by
/// linearisation: each respondent contributes its weight times the change that it makes.
///
/// ```text
/// mean of z = Σ w z / Σ w
/// variance of f = n / (n − 1) · Σ (w · Σⱼ ∂f/∂zⱼ (zⱼ − mean of zⱼ))² / (Σ w)²
/// ```
///
/// Values are plain sums, so that parts add up: they must be of the size of 1, counted from a fixed
/// origin.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub(crate) struct Linearised {
    rows: u64,
    weight: f64,
    /// Σ w z.
    sums: Vec<f64>,
    /// The lower triangle of Σ w² z zᵀ, where the first of z is 1.
    squares: Matrix,
    /// The row at hand after a 1; kept so that a row allocates nothing.
    #[cfg_attr(feature = "serde", serde(skip))]
    with_one: Row,
}

/// What is left of the last row is no part of the state.
#[derive(Debug, Clone, Default)]
struct Row(Vec<f64>);

impl PartialEq for Row {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Linearised {
    /// Of so many variables.
    pub(crate) fn new(variables: usize) -> Self {
        Self {
            rows: 0,
            weight: 0.0,
            sums: vec![0.0; variables],
            squares: Matrix::zeros(variables + 1),
            with_one: Row(Vec::with_capacity(variables + 1)),
        }
    }

    /// Without rows, of as many variables.
    pub(crate) fn fresh(&self) -> Self {
        Self::new(self.sums.len())
    }

    /// Adds a row of as many values as there are variables. A row without weight is none.
    pub(crate) fn push(&mut self, row: &[f64], weight: f64) {
        debug_assert_eq!(row.len(), self.sums.len());
        if weight <= 0.0 {
            return;
        }
        self.rows += 1;
        self.weight += weight;
        for (sum, value) in self.sums.iter_mut().zip(row) {
            *sum += weight * value;
        }
        let square = weight * weight;
        let Row(with_one) = &mut self.with_one;
        with_one.clear();
        with_one.push(1.0);
        with_one.extend_from_slice(row);
        for (i, (a, sums)) in with_one.iter().zip(self.squares.rows_mut()).enumerate() {
            let scaled = square * a;
            // Slices of one length make a loop over several cells at once.
            let sums = sums.get_mut(..=i).unwrap_or_default();
            let others = with_one.get(..=i).unwrap_or_default();
            for (sum, b) in sums.iter_mut().zip(others) {
                *sum += scaled * b;
            }
        }
    }

    /// Adds the rows of another part, of as many variables.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.rows += other.rows;
        self.weight += other.weight;
        for (sum, other) in self.sums.iter_mut().zip(&other.sums) {
            *sum += other;
        }
        for (sums, others) in self.squares.rows_mut().zip(other.squares.rows()) {
            for (sum, other) in sums.iter_mut().zip(others) {
                *sum += other;
            }
        }
    }

    /// The weighted means; `None` without a row.
    pub(crate) fn means(&self) -> Option<Vec<f64>> {
        let mean = |sum: &f64| sum / self.weight;
        (self.rows > 0).then(|| self.sums.iter().map(mean).collect())
    }

    /// The variance of a function of the means, by its slopes at them; `None` with fewer than two rows.
    pub(crate) fn variance(&self, slopes: &[f64]) -> Option<f64> {
        let means = self.means().filter(|_| self.rows > 1)?;
        let centre: f64 = slopes
            .iter()
            .zip(&means)
            .map(|(slope, mean)| slope * mean)
            .sum();
        let all: Vec<f64> = std::iter::once(-centre)
            .chain(slopes.iter().copied())
            .collect();
        let (mut sum, mut size) = (0.0, 0.0_f64);
        for ((i, a), row) in (0_usize..).zip(&all).zip(self.squares.rows()) {
            for (j, (b, cell)) in all.iter().zip(row).take(i + 1).enumerate() {
                let times = if i == j { 1.0 } else { 2.0 };
                let product = times * a * b * cell;
                sum += product;
                size += product.abs();
            }
        }
        // Respondents who all contribute the same leave nothing but rounding.
        if sum <= NOTHING * size {
            sum = 0.0;
        }
        let n = self.rows as f64;
        let found = n / (n - 1.0) * sum / (self.weight * self.weight);
        found.is_finite().then_some(found)
    }

    /// Rows with weight.
    #[cfg(feature = "serde")]
    pub(crate) const fn rows(&self) -> u64 {
        self.rows
    }

    /// Refuses a state that no rows of so many variables could have made.
    #[cfg(feature = "serde")]
    pub(crate) fn check(&self, variables: usize) -> crate::Result<()> {
        use crate::error::{finite, non_negative, same};
        same("numbers of variables", &self.sums.len(), &variables)?;
        self.squares.check(variables + 1)?;
        non_negative("sum of the weights", self.weight)?;
        same(
            "sums of weights above 0",
            &(self.weight > 0.0),
            &(self.rows > 0),
        )?;
        for sum in &self.sums {
            finite("sum", *sum)?;
        }
        for square in self.squares.diagonal() {
            non_negative("sum of squares", square)?;
        }
        Ok(())
    }
}
