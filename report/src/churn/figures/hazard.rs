//! How many of those who have stayed so long leave, month by month, and where that stands out.

use retention::Result;
use retention::survival::{HazardOptions, Survival};
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
    /// The chance of so many if it were no higher, corrected for the number of months compared.
    #[serde(serialize_with = "crate::kit::json::p_value")]
    pub p_value: Option<f64>,
}

/// How the hazard is told.
pub fn options() -> HazardOptions {
    HazardOptions::default()
}

/// # Errors
/// Those of the library.
pub fn of(curve: &Survival) -> Result<(Vec<Hazard>, Vec<Peak>)> {
    let found = curve.hazard(options())?;
    let months = found.bins.iter().map(|bin| Hazard {
        time: bin.from,
        at_risk: bin.exposure as u64,
        events: bin.ended as u64,
        hazard: bin.hazard,
        lower: bin.lower,
        upper: bin.upper,
    });
    let peaks = found.peaks().filter_map(|bin| {
        Some(Peak {
            time: bin.from,
            hazard: bin.hazard?,
            around: bin.around,
            excess: bin.excess(),
            p_value: bin.adjusted,
        })
    });
    Ok((months.collect(), peaks.collect()))
}
