//! Numbers in JSON.

use retention::estimate::Interval;
use serde::{Serialize, Serializer};

use super::format::{UNDEFINED, interval, number};

/// A number that may have come from powers, roots and logarithms. It is written to so many decimals: the
/// last digits may differ from one machine to another.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Rounded<const DECIMALS: i32 = 12>(pub f64);

impl<const DECIMALS: i32> Rounded<DECIMALS> {
    /// The number without the digits that are not written.
    pub fn value(self) -> f64 {
        let power = 10_f64.powi(DECIMALS);
        let rounded = (self.0 * power).round() / power;
        if rounded.is_finite() { rounded } else { self.0 }
    }
}

impl<const DECIMALS: i32> Serialize for Rounded<DECIMALS> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.value())
    }
}

/// The lower end of an interval.
pub fn lower<const DECIMALS: i32>(interval: Interval) -> Rounded<DECIMALS> {
    Rounded(interval.lower())
}

/// The upper end of an interval.
pub fn upper<const DECIMALS: i32>(interval: Interval) -> Rounded<DECIMALS> {
    Rounded(interval.upper())
}

/// A figure with so many decimals, or a dash where it is not defined.
pub fn figure<const DECIMALS: i32>(value: Option<Rounded<DECIMALS>>, decimals: usize) -> String {
    value.map_or_else(|| UNDEFINED.to_owned(), |value| number(value.0, decimals))
}

/// The ends of an interval with so many decimals.
pub fn range<const DECIMALS: i32>(
    lower: Option<Rounded<DECIMALS>>,
    upper: Option<Rounded<DECIMALS>>,
    decimals: usize,
) -> String {
    match lower.zip(upper) {
        Some((lower, upper)) => {
            let end = |end: Rounded<DECIMALS>| number(end.0, decimals);
            format!("{} to {}", end(lower), end(upper))
        }
        None => UNDEFINED.to_owned(),
    }
}

/// The ends of an interval of shares, as percentages.
pub fn shares<const DECIMALS: i32>(
    lower: Option<Rounded<DECIMALS>>,
    upper: Option<Rounded<DECIMALS>>,
) -> String {
    interval(lower.zip(upper).map(|(lower, upper)| (lower.0, upper.0)))
}
