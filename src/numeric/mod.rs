//! Exact money, exact shares, and the numerical methods the metrics need.

#[cfg_attr(not(test), expect(dead_code, reason = "for the modules above"))]
pub(crate) mod linear;
pub(crate) mod moments;
pub(crate) mod money;
pub(crate) mod normal;
pub(crate) mod parts;
#[cfg_attr(not(test), expect(dead_code, reason = "for the modules above"))]
pub(crate) mod random;
#[cfg_attr(not(test), expect(dead_code, reason = "for the modules above"))]
pub(crate) mod ranks;
pub(crate) mod rounded;
pub(crate) mod rounding;
#[cfg_attr(not(test), expect(dead_code, reason = "for the modules above"))]
pub(crate) mod special;
