//! Percentiles of resamples.

use crate::estimate::{Confidence, Interval};

/// Returns the interval that leaves out as many values on each side as the level asks for, between
/// the nearest two where that is not a whole number; `None` without values.
pub(crate) fn percentiles(mut values: Vec<f64>, confidence: Confidence) -> Option<Interval> {
    values.sort_unstable_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let quantile = |share: f64| {
        let at = share * last as f64;
        let below = *values.get(at.floor() as usize)?;
        let above = *values.get(at.ceil() as usize)?;
        Some(below + at.fract() * (above - below))
    };
    let tail = 0.5 * (1.0 - confidence.level());
    let (lower, upper) = (quantile(tail)?, quantile(1.0 - tail)?);
    Some(Interval::between(lower, upper, confidence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_lie_between_the_nearest_values() {
        let confidence = Confidence::new(0.5).unwrap();
        let interval = percentiles(vec![4.0, 1.0, 2.0, 3.0], confidence).unwrap();
        assert_eq!((interval.lower(), interval.upper()), (1.75, 3.25));
        let one = percentiles(vec![4.0], confidence).unwrap();
        assert_eq!((one.lower(), one.upper()), (4.0, 4.0));
        assert_eq!(percentiles(Vec::new(), confidence), None);
    }
}
