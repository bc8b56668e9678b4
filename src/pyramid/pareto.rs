use crate::error::{finite, fraction, inner_fraction};
use crate::{Error, Result};

/// The smooth law behind "20 % of customers bring 80 % of revenue": what concentration would look
/// like if it followed one exponent throughout.
///
/// ```text
/// share of the top q = q^(1 − 1/α)        Gini = 1 / (2α − 1)
/// ```
///
/// with α above 1, the smaller, the more concentrated. It is a yardstick, not a fit: compare a
/// [`Concentration`](super::Concentration) with it.
///
/// Source: Pareto, V. (1896), *Cours d'économie politique*.
///
/// ```
/// use retention::pyramid::ParetoLaw;
///
/// let law = ParetoLaw::from_split(0.2, 0.8)?;
/// assert!((law.exponent() - 1.160964).abs() < 1e-6);
/// assert!((law.top_share(0.01)? - 0.5281).abs() < 1e-4);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[doc(alias = "80/20")]
#[doc(alias = "二八定律")]
pub struct ParetoLaw {
    exponent: f64,
}

impl ParetoLaw {
    /// The law with this exponent, above 1.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for any other.
    pub fn new(exponent: f64) -> Result<Self> {
        let exponent = finite("exponent", exponent)?;
        if exponent <= 1.0 {
            return Err(Error::out_of_range("exponent", exponent, "more than 1"));
        }
        Ok(Self { exponent })
    }

    /// The law under which the top `customers` bring `revenue`, both shares strictly between 0 and
    /// 1.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for shares outside, where the customers bring
    /// no more than their number, and where a share is too close to its bound for an exponent.
    pub fn from_split(customers: f64, revenue: f64) -> Result<Self> {
        let customers = inner_fraction("share of customers", customers)?;
        let revenue = inner_fraction("share of revenue", revenue)?;
        if revenue <= customers {
            return Err(Error::out_of_range(
                "share of revenue",
                revenue,
                format_args!("more than the share of customers, {customers}"),
            ));
        }
        let exponent = 1.0 / (1.0 - revenue.ln() / customers.ln());
        // Splits beyond what an f64 can tell apart.
        if !exponent.is_finite() || exponent <= 1.0 {
            return Err(Error::out_of_range(
                "share of revenue",
                revenue,
                format_args!("clearly between the share of customers, {customers}, and 1"),
            ));
        }
        Ok(Self { exponent })
    }

    /// The exponent α.
    #[must_use]
    pub const fn exponent(self) -> f64 {
        self.exponent
    }

    /// The share of revenue that the top share `q` of customers bring.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a share outside 0 to 1.
    pub fn top_share(self, q: f64) -> Result<f64> {
        let q = fraction("share of customers", q)?;
        Ok(q.powf(1.0 - 1.0 / self.exponent))
    }

    /// The Gini coefficient.
    #[must_use]
    pub fn gini(self) -> f64 {
        1.0 / (2.0 * self.exponent - 1.0)
    }
}
