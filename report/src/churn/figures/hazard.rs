//! How many of those who have stayed so long leave, month by month, and where that stands out.

use retention::Result;
use retention::estimate::{Confidence, Proportion};
use retention::survival::Survival;
use serde::Serialize;

/// A month of tenure: who was there in it, and who left.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Hazard {
    pub time: u32,
    pub at_risk: u64,
    pub events: u64,
    /// `None` where too few were at risk.
    pub hazard: Option<f64>,
    /// Wilson's 95 % interval.
    pub lower: Option<f64>,
    pub upper: Option<f64>,
}

/// A month that stands out from those around it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Peak {
    pub time: u32,
    pub hazard: f64,
    /// That of the months before and after it together.
    pub around: Option<f64>,
    /// How many left beyond what that would have been.
    pub excess: Option<f64>,
}

/// # Errors
/// Those of the library.
pub fn of(curve: &Survival) -> Result<(Vec<Hazard>, Vec<Peak>)> {
    let months = curve.points.iter().map(|point| {
        let rate = Proportion::new(point.ended as u64, point.at_risk as u64)?;
        let ends = rate.wilson(Confidence::default());
        Ok(Hazard {
            time: point.time,
            at_risk: rate.denominator(),
            events: rate.numerator(),
            hazard: rate.value(),
            lower: ends.map(|ends| ends.lower()),
            upper: ends.map(|ends| ends.upper()),
        })
    });
    Ok((months.collect::<Result<_>>()?, Vec::new()))
}
