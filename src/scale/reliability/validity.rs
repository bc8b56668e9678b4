use super::complete::Complete;
use crate::Result;
use crate::error::{Error, Place};
use crate::numeric::linear::Matrix;
use crate::numeric::moments::Moments;
use crate::scale::{ItemSet, Weights};

/// Computes the composite reliability of items from their loadings on one factor: the share of the
/// variance of the sum of standardised items that the factor explains.
///
/// ```text
/// (Σ λ)² / ((Σ λ)² + Σ (1 − λ²))
/// ```
///
/// Source: Fornell, C. and Larcker, D. F. (1981), *Journal of Marketing Research* 18(1): 39–50.
///
/// # Errors
/// [`Error::Empty`] without loadings; at the item, [`Error::NotFinite`] and [`Error::OutOfRange`] for a
/// loading outside −1 to 1.
///
/// ```
/// let found = retention::scale::composite_reliability(&[0.8, 0.8, 0.8])?;
/// assert_eq!(format!("{found:.3}"), "0.842"); // 5.76 / (5.76 + 1.08)
/// # Ok::<(), retention::Error>(())
/// ```
#[doc(alias = "rho_c")]
#[doc(alias = "Jöreskog rho")]
pub fn composite_reliability(loadings: &[f64]) -> Result<f64> {
    check(loadings)?;
    Ok(composite(loadings))
}

/// Computes the average variance extracted: the mean share of an item's variance that the factor
/// explains.
///
/// ```text
/// Σ λ² / k
/// ```
///
/// Source: Fornell, C. and Larcker, D. F. (1981), *Journal of Marketing Research* 18(1): 39–50.
///
/// # Errors
/// As [`composite_reliability`].
///
/// ```
/// let found = retention::scale::average_variance_extracted(&[0.9, 0.7])?;
/// assert_eq!(format!("{found:.2}"), "0.65");
/// # Ok::<(), retention::Error>(())
/// ```
#[doc(alias = "AVE")]
pub fn average_variance_extracted(loadings: &[f64]) -> Result<f64> {
    check(loadings)?;
    Ok(extracted(loadings))
}

fn check(loadings: &[f64]) -> Result<()> {
    if loadings.is_empty() {
        return Err(Error::empty("loading"));
    }
    for (item, &loading) in loadings.iter().enumerate() {
        let place = |error: Error| error.at_place(Place::Item(item.into()));
        if !loading.is_finite() {
            return Err(place(Error::not_finite("loading", loading)));
        }
        if loading.abs() > 1.0 {
            return Err(place(Error::out_of_range("loading", loading, "-1 to 1")));
        }
    }
    Ok(())
}

pub(super) fn composite(loadings: &[f64]) -> f64 {
    let common = loadings.iter().sum::<f64>().powi(2);
    let own: f64 = loadings.iter().map(|loading| 1.0 - loading * loading).sum();
    // Items with nothing in common and nothing of their own do not exist.
    common / (common + own.max(0.0))
}

pub(super) fn extracted(loadings: &[f64]) -> f64 {
    loadings.iter().map(|l| l * l).sum::<f64>() / loadings.len() as f64
}

impl ItemSet<'_> {
    /// Computes the heterotrait–monotrait ratio of correlations (HTMT): how far the items of two sets
    /// go together, compared with the items within each; near 1, the sets measure one thing.
    ///
    /// ```text
    /// mean correlation of an item of one with an item of the other
    /// ──────────────────────────────────────────────────────────────────────────
    /// √(mean correlation within the one · mean correlation within the other)
    /// ```
    ///
    /// A set of one item goes with itself by 1. It uses the respondents who answered every item of both
    /// sets. Below 0.85 or 0.9 the sets are commonly taken as two. `None` if the items of a set do not go
    /// together: check the coding.
    ///
    /// Source: Henseler, J., Ringle, C. M. and Sarstedt, M. (2015), *Journal of the Academy of Marketing
    /// Science* 43: 115–135.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if sets or weights differ in length; [`Error::Insufficient`], at the
    /// item, counted through both sets, if everybody with weight gave the same answer to it.
    ///
    /// ```
    /// use retention::scale::{ItemSet, Scale};
    ///
    /// let scale = Scale::ONE_TO_FIVE;
    /// let first = scale.full_answers(&[1.0, 2.0, 4.0, 5.0, 3.0])?;
    /// let second = scale.full_answers(&[2.0, 2.0, 5.0, 5.0, 3.0])?;
    /// let third = scale.full_answers(&[3.0, 1.0, 3.0, 3.0, 5.0])?;
    /// let one = ItemSet::new([first, second])?;
    /// let other = ItemSet::new([third])?;
    /// assert_eq!(format!("{:.3}", one.htmt(&other, None)?.unwrap()), "0.236");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "heterotrait-monotrait ratio")]
    #[doc(alias = "discriminant validity")]
    pub fn htmt(&self, other: &ItemSet<'_>, weights: Option<&Weights>) -> Result<Option<f64>> {
        let complete = Complete::new(&[self, other], weights)?;
        complete.refuse_constant()?;
        let moments = moments(&complete.columns, &complete.weights);
        Ok(ratio(&moments, self.items().len()))
    }
}

/// The moments of columns by weight.
pub(super) fn moments(columns: &[Vec<f64>], weights: &[f64]) -> Moments {
    let mut moments = Moments::new(columns.len());
    let mut row = Vec::with_capacity(columns.len());
    for (at, &weight) in weights.iter().enumerate() {
        row.clear();
        row.extend(columns.iter().filter_map(|column| column.get(at)));
        moments.push(&row, weight);
    }
    moments
}

/// The ratio of the first so many variables to the others.
pub(super) fn ratio(moments: &Moments, first: usize) -> Option<f64> {
    let correlations = moments.covariances()?.correlations().ok()?;
    let size = correlations.size();
    let across = mean(&correlations, |i, j| j < first && i >= first)?;
    let within = |from: usize, to: usize| {
        let within = |i: usize, j: usize| j >= from && i < to && j < i;
        if to - from < 2 {
            Some(1.0)
        } else {
            mean(&correlations, within)
        }
    };
    let (one, other) = (within(0, first)?, within(first, size)?);
    let found = across / (one * other).sqrt();
    (one > 0.0 && other > 0.0 && found.is_finite()).then_some(found)
}

/// The mean of some of the cells.
fn mean(matrix: &Matrix, is_one: impl Fn(usize, usize) -> bool) -> Option<f64> {
    let (mut sum, mut cells) = (0.0, 0_u32);
    for (i, row) in matrix.rows().enumerate() {
        for (j, cell) in row.iter().enumerate() {
            if is_one(i, j) {
                sum += cell;
                cells += 1;
            }
        }
    }
    (cells > 0).then(|| sum / f64::from(cells))
}
