//! Sums of products over a market's respondents, from which the covariances of mean ratings are made.

#[cfg(feature = "serde")]
use crate::Error;
use crate::numeric::linear::Matrix;
#[cfg(feature = "serde")]
use crate::numeric::moments::One;

/// By which part sums of the same answers may differ, because they round.
#[cfg(feature = "serde")]
const ROUNDING: f64 = 1e-6;

#[cfg(feature = "serde")]
fn at_most(argument: &'static str, value: f64, most: f64) -> crate::Result<()> {
    if value > most {
        let value = format_args!("{value:e}");
        let allowed = format_args!("at most {most:e}, by the answers");
        return Err(Error::out_of_range(argument, value, allowed));
    }
    Ok(())
}

/// A respondent's row: the suppliers rated, and one after the other the deviations, zero where there is
/// no answer, and a one for each answer.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    pub(super) suppliers: Vec<usize>,
    pub(super) deviations: Vec<f64>,
    pub(super) answered: Vec<f64>,
}

/// It is scratch space, which says nothing about the state.
impl PartialEq for Rows {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// What [`Rows`] has of one supplier.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    deviations: &'a [f64],
    answered: &'a [f64],
    full: bool,
}

/// Sums over respondents of products of the deviations of two rows, weights squared; of a row with
/// itself, those of its lower triangle.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Products {
    pub(super) both: Matrix,
    /// Of respondents without a gap in either row: their weights, and their deviations, which are
    /// the same whatever they are multiplied with.
    full: f64,
    left: Vec<f64>,
    right: Vec<f64>,
    gaps: Option<Box<Gaps>>,
}

/// Of respondents with gaps: deviations on the left where there is an answer on the right, the other
/// way round, and weights where there are both.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Gaps {
    left: Matrix,
    right: Matrix,
    weights: Matrix,
}

impl Products {
    pub(super) fn new(attributes: usize) -> Self {
        Self {
            both: Matrix::zeros(attributes),
            full: 0.0,
            left: vec![0.0; attributes],
            right: vec![0.0; attributes],
            gaps: None,
        }
    }

    /// Refuses a state that no rows could have made.
    #[cfg(feature = "serde")]
    pub(super) fn check(&self, attributes: usize) -> crate::Result<()> {
        use crate::error::{finite, non_negative, same};
        non_negative("sum of the squared weights", self.full)?;
        for sums in [&self.left, &self.right] {
            same("numbers of attributes", &sums.len(), &attributes)?;
            for &sum in sums {
                finite("sum of deviations", sum)?;
            }
        }
        let gaps = self.gaps.iter();
        let gaps = gaps.flat_map(|gaps| [&gaps.left, &gaps.right, &gaps.weights]);
        for matrix in gaps.chain([&self.both]) {
            matrix.check(attributes)?;
        }
        for weight in self
            .gaps
            .iter()
            .flat_map(|gaps| gaps.weights.rows())
            .flatten()
        {
            non_negative("sum of the squared weights", *weight)?;
        }
        Ok(())
    }

    /// Refuses sums that the answers in these cells could not have made, on a scale of that width.
    /// `own` are those of one supplier with itself, of which the lower triangle counts.
    #[cfg(feature = "serde")]
    pub(super) fn check_sums(
        &self,
        left: &[One],
        right: &[One],
        own: bool,
        width: f64,
    ) -> crate::Result<()> {
        let most = self.full * width * (1.0 + ROUNDING);
        for sum in self.left.iter().chain(&self.right) {
            at_most("sum of deviations", sum.abs(), most)?;
        }
        for (i, x) in left.iter().enumerate() {
            let [x_weights, x_sum, x_squares] = x.sums_by_squared_weight();
            let columns = if own { i + 1 } else { right.len() };
            for (j, y) in right.iter().enumerate().take(columns) {
                let [y_weights, _, y_squares] = y.sums_by_squared_weight();
                let (lefts, rights, weights) = self.margins(i, j);
                let both = self.both.at(i, j);
                let fewer = x_weights.min(y_weights) * (1.0 + ROUNDING);
                at_most("sum of the squared weights", weights, fewer)?;
                let most = weights * width * (1.0 + ROUNDING);
                at_most("sum of deviations", lefts.abs().max(rights.abs()), most)?;
                // Cauchy and Schwarz, over respondents who are among those of both cells.
                let slack = ROUNDING * width * width;
                let most = (x_squares.max(0.0).sqrt() * y_squares.max(0.0).sqrt())
                    + slack * x_weights.sqrt() * y_weights.sqrt();
                at_most("sum of products", both.abs(), most)?;
                if own && i == j {
                    // The same answers, added up twice.
                    let slack = ROUNDING * x_weights;
                    for (argument, found, expected, slack) in [
                        ("sum of the squared weights", weights, x_weights, slack),
                        ("sum of deviations", lefts, x_sum, slack * width),
                        ("sum of deviations", rights, x_sum, slack * width),
                        ("sum of squares", both, x_squares, slack * width * width),
                    ] {
                        if (found - expected).abs() > slack {
                            return Err(Error::does_not_add_up(argument, found, expected));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Adds a row times itself.
    pub(super) fn add_own(&mut self, row: Row<'_>, weight: f64) {
        self.add(row, row, weight, |i| i + 1);
    }

    /// Adds a row times another.
    pub(super) fn add_cross(&mut self, left: Row<'_>, right: Row<'_>, weight: f64) {
        let all = right.deviations.len();
        self.add(left, right, weight, |_| all);
    }

    /// Adds the products of the deviation `i` on the left and the first `columns(i)` on the right.
    fn add(
        &mut self,
        left: Row<'_>,
        right: Row<'_>,
        weight: f64,
        columns: impl Fn(usize) -> usize,
    ) {
        outer(
            &mut self.both,
            left.deviations,
            right.deviations,
            weight,
            &columns,
        );
        if left.full && right.full {
            self.full += weight;
            for (sums, row) in [(&mut self.left, left), (&mut self.right, right)] {
                for (sum, deviation) in sums.iter_mut().zip(row.deviations) {
                    *sum += weight * deviation;
                }
            }
            return;
        }
        let size = left.deviations.len();
        let gaps = self.gaps.get_or_insert_with(|| {
            Box::new(Gaps {
                left: Matrix::zeros(size),
                right: Matrix::zeros(size),
                weights: Matrix::zeros(size),
            })
        });
        outer(
            &mut gaps.left,
            left.deviations,
            right.answered,
            weight,
            &columns,
        );
        outer(
            &mut gaps.right,
            left.answered,
            right.deviations,
            weight,
            &columns,
        );
        outer(
            &mut gaps.weights,
            left.answered,
            right.answered,
            weight,
            &columns,
        );
    }

    /// Deviations on the left where there is an answer on the right, the other way round, and
    /// weights of those with both.
    pub(super) fn margins(&self, i: usize, j: usize) -> (f64, f64, f64) {
        let of = |sums: &[f64], i: usize| sums.get(i).copied().unwrap_or_default();
        let (left, right) = (of(&self.left, i), of(&self.right, j));
        match &self.gaps {
            Some(gaps) => (
                left + gaps.left.at(i, j),
                right + gaps.right.at(i, j),
                self.full + gaps.weights.at(i, j),
            ),
            None => (left, right, self.full),
        }
    }

    /// Counts the deviations from an origin that is so much lower.
    pub(super) fn shift(&mut self, left: &[f64], right: &[f64]) {
        for (i, a) in left.iter().enumerate() {
            for (j, b) in right.iter().enumerate() {
                let (x, y, weight) = self.margins(i, j);
                let moved = self.both.at(i, j) + a * y + b * x + a * b * weight;
                self.both.set(i, j, moved);
                if let Some(gaps) = &mut self.gaps {
                    let weight = gaps.weights.at(i, j);
                    gaps.left.set(i, j, gaps.left.at(i, j) + a * weight);
                    gaps.right.set(i, j, gaps.right.at(i, j) + b * weight);
                }
            }
        }
        for (sums, shifts) in [(&mut self.left, left), (&mut self.right, right)] {
            for (sum, shift) in sums.iter_mut().zip(shifts) {
                *sum += shift * self.full;
            }
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        plus(&mut self.both, &other.both);
        self.full += other.full;
        for (sums, others) in [(&mut self.left, other.left), (&mut self.right, other.right)] {
            for (sum, other) in sums.iter_mut().zip(others) {
                *sum += other;
            }
        }
        match (&mut self.gaps, other.gaps) {
            (Some(gaps), Some(others)) => {
                plus(&mut gaps.left, &others.left);
                plus(&mut gaps.right, &others.right);
                plus(&mut gaps.weights, &others.weights);
            }
            (gaps @ None, others) => *gaps = others,
            (Some(_), None) => {}
        }
    }
}

/// Adds `weight · left · rightᵀ`, of each row the first `columns(i)` cells.
fn outer(
    sums: &mut Matrix,
    left: &[f64],
    right: &[f64],
    weight: f64,
    columns: impl Fn(usize) -> usize,
) {
    for (i, (row, a)) in sums.rows_mut().zip(left).enumerate() {
        let columns = columns(i);
        let (Some(row), Some(right)) = (row.get_mut(..columns), right.get(..columns)) else {
            continue;
        };
        let scaled = weight * a;
        for (sum, b) in row.iter_mut().zip(right) {
            *sum += scaled * b;
        }
    }
}

fn plus(sums: &mut Matrix, others: &Matrix) {
    for (sums, others) in sums.rows_mut().zip(others.rows()) {
        for (sum, other) in sums.iter_mut().zip(others) {
            *sum += other;
        }
    }
}

impl Rows {
    pub(super) fn row(&self, at: usize, attributes: usize) -> Row<'_> {
        let range = at * attributes..(at + 1) * attributes;
        let answered = self.answered.get(range.clone()).unwrap_or_default();
        Row {
            deviations: self.deviations.get(range).unwrap_or_default(),
            answered,
            full: answered.iter().all(|&answered| answered > 0.0),
        }
    }
}
