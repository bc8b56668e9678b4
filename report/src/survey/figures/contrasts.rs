//! What a low rating of an attribute costs the outcome, and what a high one brings.

use retention::Result;
use retention::estimate::{Confidence, Estimate};
use retention::quadrant::Survey as Asked;
use retention::quadrant::contrasts::{self, Contrast, Factor, Options};
use serde::Serialize;

use super::explain;
use crate::survey::ratings::Survey;

#[derive(Debug, Serialize)]
pub struct Contrasts {
    pub attributes: Vec<Attribute>,
    /// Why there are none.
    pub not_computed: Option<String>,
    pub respondents: u64,
    pub left_out: u64,
    pub r_squared: Option<f64>,
    pub adjusted_r_squared: Option<f64>,
    /// The highest low rating, and the lowest high one.
    pub low: Option<f64>,
    pub high: Option<f64>,
}

#[derive(Debug, Serialize)]
pub struct Attribute {
    pub name: String,
    pub label: String,
    pub rated_low: u64,
    pub rated_high: u64,
    /// The outcome with a low rating less that with a middling one.
    pub penalty: Figure,
    /// The outcome with a high rating less that with a middling one.
    pub reward: Figure,
    pub factor: Option<Factor>,
}

/// A difference with its interval.
#[derive(Debug, Serialize)]
pub struct Figure {
    pub value: Option<f64>,
    pub standard_error: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
}

impl Figure {
    fn of(estimate: Option<Estimate>) -> Self {
        let interval = estimate.map(|estimate| estimate.interval(Confidence::default()));
        Self {
            value: estimate.map(|estimate| estimate.value()),
            standard_error: estimate.map(|estimate| estimate.standard_error()),
            lower: interval.map(|interval| interval.lower()),
            upper: interval.map(|interval| interval.upper()),
        }
    }
}

impl Contrasts {
    /// Those of one outcome.
    pub fn of(survey: &Survey, asked: &Asked<'_>, minimum: u64) -> Self {
        let found = asked.contrasts(Options::default().minimum(minimum));
        let not_computed = found.as_ref().err().map(|error| explain(error, survey));
        Self {
            not_computed,
            ..Self::told(survey, found)
        }
    }

    fn told(survey: &Survey, found: Result<contrasts::Contrasts>) -> Self {
        let found = found.as_ref().ok();
        let attributes = found.iter().flat_map(|found| &found.attributes);
        Self {
            attributes: attributes.map(|one| Attribute::of(survey, one)).collect(),
            not_computed: None,
            respondents: found.map_or(0, |found| found.used),
            left_out: found.map_or(0, |found| found.left_out),
            r_squared: found.and_then(|found| found.r_squared),
            adjusted_r_squared: found.and_then(|found| found.adjusted_r_squared),
            low: found.map(|found| found.low),
            high: found.map(|found| found.high),
        }
    }
}

impl Attribute {
    fn of(survey: &Survey, contrast: &Contrast) -> Self {
        Self {
            name: contrast.name.clone(),
            label: survey.mapping.label(&contrast.name),
            rated_low: contrast.low,
            rated_high: contrast.high,
            penalty: Figure::of(contrast.penalty),
            reward: Figure::of(contrast.reward),
            factor: contrast.factor,
        }
    }
}
