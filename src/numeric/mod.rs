//! Exact money, exact shares, and the special functions the metrics need.

pub(crate) mod money;
pub(crate) mod normal;
pub(crate) mod parts;
pub(crate) mod rounded;
