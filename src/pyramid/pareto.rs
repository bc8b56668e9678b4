//! The smooth law behind "20 % of customers bring 80 % of revenue".
//!
//! Under this law one number, the exponent α, fixes the whole curve of concentration:
//!
//! ```text
//! share of the top q = q^(1 − 1/α)        Gini = 1 / (2α − 1)
//! ```
//!
//! with α above 1; the smaller α, the more concentrated. It is a yardstick, not a fit: compare a
//! [`Concentration`](super::Concentration) with it.
//!
//! Source: Pareto, V. (1896), *Cours d'économie politique*.
//!
//! ```
//! use retention::pyramid::pareto;
//!
//! let exponent = pareto::exponent(0.2, 0.8)?;
//! assert!((exponent - 1.160964).abs() < 1e-6);
//! assert!((pareto::top_share(exponent, 0.01)? - 0.5281).abs() < 1e-4);
//! assert!((pareto::gini(exponent)? - 0.7565).abs() < 1e-4);
//! # Ok::<(), retention::Error>(())
//! ```

use crate::error::{finite, fraction, inner_fraction};
use crate::{Error, Result};

/// Returns the exponent of the law under which the top `customers` bring `revenue`, both shares
/// strictly between 0 and 1. See the [module](self) for an example.
///
/// # Errors
/// [`Error::NotFinite`] and [`Error::OutOfRange`] for other shares, for customers who bring no more than
/// their share of the number, and for a share too close to its bound for an exponent.
pub fn exponent(customers: f64, revenue: f64) -> Result<f64> {
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
    Ok(exponent)
}

/// Returns the share of revenue that the top share `q` of customers bring, 0 to 1. See the
/// [module](self) for an example.
///
/// # Errors
/// [`Error::NotFinite`] and [`Error::OutOfRange`] for a share outside 0 to 1, and for an exponent that
/// is not above 1.
pub fn top_share(exponent: f64, q: f64) -> Result<f64> {
    let q = fraction("share of customers", q)?;
    Ok(q.powf(1.0 - 1.0 / above_1(exponent)?))
}

/// Returns the Gini coefficient, 0 to 1. See the [module](self) for an example.
///
/// # Errors
/// [`Error::NotFinite`] and [`Error::OutOfRange`] for an exponent that is not above 1.
pub fn gini(exponent: f64) -> Result<f64> {
    Ok(1.0 / (2.0 * above_1(exponent)? - 1.0))
}

fn above_1(exponent: f64) -> Result<f64> {
    let exponent = finite("exponent", exponent)?;
    if exponent <= 1.0 {
        return Err(Error::out_of_range("exponent", exponent, "more than 1"));
    }
    Ok(exponent)
}
