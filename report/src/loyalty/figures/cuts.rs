//! Cuts as shares of the way along a scale, so that they mean the same on every one.

use retention::loyalty::Threshold;
use retention::scale::Scale;

pub const MIDDLE: f64 = 0.5;
pub const SEVEN_TWELFTHS: f64 = 7.0 / 12.0;
pub const TWO_THIRDS: f64 = 2.0 / 3.0;
pub const THREE_QUARTERS: f64 = 0.75;
pub const FIVE_SIXTHS: f64 = 5.0 / 6.0;
pub const TOP: f64 = 1.0;

/// The place at this share of a scale, without the last digits of the division.
pub fn along(scale: Scale, share: f64) -> f64 {
    let place = scale.low() + share * scale.width();
    let plain = (place * 1e9).round() / 1e9;
    plain.clamp(scale.low(), scale.high())
}

/// The same as a threshold.
pub fn threshold(scale: Scale, share: f64) -> Threshold {
    Threshold::Value(along(scale, share))
}
