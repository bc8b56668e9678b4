//! Exact money, exact shares, and the numerical methods the metrics need.

pub(crate) mod bivariate;
pub(crate) mod blocks;
pub(crate) mod branchless;
pub(crate) mod column;
pub(crate) mod degrees;
pub(crate) mod elimination;
pub(crate) mod exponential_integral;
pub(crate) mod gammas;
pub(crate) mod hypergeometric;
pub(crate) mod linear;
pub(crate) mod mantissas;
pub(crate) mod median;
pub(crate) mod moments;
pub(crate) mod money;
pub(crate) mod normal;
pub(crate) mod optimise;
pub(crate) mod parts;
pub(crate) mod percentiles;
pub(crate) mod places;
pub(crate) mod quadrature;
pub(crate) mod radix;
pub(crate) mod random;
pub(crate) mod ranks;
pub(crate) mod rounding;
pub(crate) mod special;
#[cfg(test)]
#[rustfmt::skip]
mod special_values;
pub(crate) mod weights;

/// What rounding may put between two `f64` that would be equal if reckoned exactly: after a few
/// thousand multiplications, or one exponential, less than a millionth of a millionth.
pub(crate) const ROUNDING: f64 = 1e-12;
