use crate::Result;
use crate::error::{Error, fraction};
use crate::macros::named_enum;

named_enum! {
    /// How p-values are corrected for testing many things at once.
    ///
    /// Of twenty attributes without any effect, one is expected to look significant at the 5 % level.
    /// Adjusted p-values are compared with the same 5 %, and count all tests together.
    ///
    /// ```
    /// use retention::estimate::Adjustment;
    ///
    /// let p = [0.01, 0.04, 0.03];
    /// assert_eq!(Adjustment::default().adjust(&p)?, [0.03, 0.06, 0.06]);
    /// assert_eq!(Adjustment::BenjaminiHochberg.adjust(&p)?, [0.03, 0.04, 0.04]);
    /// assert_eq!(Adjustment::None.adjust(&p)?, p);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Default)]
    #[doc(alias = "multiple comparisons")]
    pub enum Adjustment {
        /// No correction: each test stands alone.
        None = "none",
        /// Holm's correction, which bounds the chance of even one false finding. The default.
        #[default]
        Holm = "holm",
        /// Benjamini and Hochberg's correction, which bounds the expected share of false findings if
        /// the tests are independent or positively dependent.
        BenjaminiHochberg = "benjamini_hochberg",
    }
}

impl Adjustment {
    /// Returns the adjusted p-values, in the order of `p_values`.
    ///
    /// # Errors
    /// As [`holm`].
    pub fn adjust(self, p_values: &[f64]) -> Result<Vec<f64>> {
        match self {
            Self::None => ascending(p_values).map(|_| p_values.to_vec()),
            Self::Holm => holm(p_values),
            Self::BenjaminiHochberg => benjamini_hochberg(p_values),
        }
    }

    /// Returns the adjusted p-values of what has one, for each other.
    pub(crate) fn adjust_known(
        self,
        p_values: impl Iterator<Item = Option<f64>> + Clone,
    ) -> Result<Vec<Option<f64>>> {
        let known: Vec<f64> = p_values.clone().flatten().collect();
        if known.is_empty() {
            return Ok(p_values.collect());
        }
        let mut adjusted = self.adjust(&known)?.into_iter();
        Ok(p_values.map(|p| p.and_then(|_| adjusted.next())).collect())
    }
}

/// Computes p-values adjusted by Holm: the chance of even one false finding stays below the level,
/// however the tests depend on each other. In the order given.
///
/// ```text
/// sorted p₁ ≤ … ≤ p_m:  adjusted pᵢ = max over j ≤ i of min(1, (m − j + 1) · pⱼ)
/// ```
///
/// Source: Holm, S. (1979), *Scandinavian Journal of Statistics* 6: 65–70.
///
/// # Errors
/// [`Error::Empty`] without p-values; with its row, [`Error::NotFinite`] for NaN and infinities and
/// [`Error::OutOfRange`] for a value outside 0 to 1.
///
/// ```
/// use retention::estimate::holm;
///
/// assert_eq!(holm(&[0.01, 0.04, 0.03])?, [0.03, 0.06, 0.06]);
/// # Ok::<(), retention::Error>(())
/// ```
#[doc(alias = "family-wise error rate")]
pub fn holm(p_values: &[f64]) -> Result<Vec<f64>> {
    let order = ascending(p_values)?;
    let mut adjusted = p_values.to_vec();
    let mut most = 0.0_f64;
    for (before, (p, row)) in order.iter().enumerate() {
        let left = (order.len() - before) as f64;
        most = most.max(left * p).min(1.0);
        write(&mut adjusted, *row, most);
    }
    Ok(adjusted)
}

/// Computes p-values adjusted by Benjamini and Hochberg: the expected share of false findings stays
/// below the level if the tests are independent or positively dependent. In the order given.
///
/// ```text
/// sorted p₁ ≤ … ≤ p_m:  adjusted pᵢ = min over j ≥ i of min(1, m / j · pⱼ)
/// ```
///
/// Source: Benjamini, Y. and Hochberg, Y. (1995), *Journal of the Royal Statistical Society* B 57:
/// 289–300.
///
/// # Errors
/// As [`holm`].
///
/// ```
/// use retention::estimate::benjamini_hochberg;
///
/// assert_eq!(benjamini_hochberg(&[0.01, 0.04, 0.03])?, [0.03, 0.04, 0.04]);
/// # Ok::<(), retention::Error>(())
/// ```
#[doc(alias = "FDR")]
#[doc(alias = "false discovery rate")]
pub fn benjamini_hochberg(p_values: &[f64]) -> Result<Vec<f64>> {
    let order = ascending(p_values)?;
    let mut adjusted = p_values.to_vec();
    let all = order.len() as f64;
    let mut least = 1.0_f64;
    for (before, (p, row)) in order.iter().enumerate().rev() {
        let rank = (before + 1) as f64;
        // Rounding could put it below the value itself, or above Holm's factor times the value.
        let left = (order.len() - before) as f64;
        let raised = (all * p / rank).min(left * p).max(*p);
        // The values that follow are no smaller, so the least so far is no smaller than this one.
        least = least.min(raised);
        write(&mut adjusted, *row, least);
    }
    Ok(adjusted)
}

/// The checked p-values in ascending order, each with its row.
fn ascending(p_values: &[f64]) -> Result<Vec<(f64, usize)>> {
    if p_values.is_empty() {
        return Err(Error::empty("p-value"));
    }
    let mut order = Vec::with_capacity(p_values.len());
    for (row, &p) in p_values.iter().enumerate() {
        let p = fraction("p-value", p).map_err(|error| error.at_row(row))?;
        // One zero: the other is written "-0".
        order.push((p + 0.0, row));
    }
    order.sort_unstable_by(|(a, _), (b, _)| a.total_cmp(b));
    Ok(order)
}

fn write(cells: &mut [f64], row: usize, value: f64) {
    if let Some(cell) = cells.get_mut(row) {
        *cell = value;
    }
}
