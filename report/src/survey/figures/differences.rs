//! How far groups of respondents are apart, and whether that can be chance.

use retention::Result;
use retention::estimate::{Adjustment, Confidence, Design, Estimate, compare_differences};
use serde::Serialize;

use super::groups::{Asked, Group, Kind};
use crate::kit::json;
use crate::survey::ratings::Survey;

/// Of more segments there are too many pairs to read.
const MOST: usize = 8;

/// At a chance of error of so much, over all differences of a section.
pub const LEVEL: f64 = 0.05;

/// A figure of one group less that of another.
#[derive(Debug, Serialize)]
pub struct Difference {
    /// Places in the lists of questions and groups.
    #[serde(skip)]
    pub question: usize,
    #[serde(skip)]
    pub groups: [usize; 2],
    /// The question and the two groups, as the survey writes them.
    pub of: String,
    pub first: String,
    pub second: String,
    pub difference: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    #[serde(serialize_with = "json::p_value")]
    pub p_value: Option<f64>,
    /// For as many differences as there are, by Holm's method.
    #[serde(serialize_with = "json::p_value")]
    pub adjusted_p_value: Option<f64>,
}

/// What can be said of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Apart,
    NotApart,
    NotComputed,
}

impl Difference {
    pub fn verdict(&self) -> Verdict {
        match self.adjusted_p_value {
            Some(p) if p < LEVEL => Verdict::Apart,
            Some(_) => Verdict::NotApart,
            None => Verdict::NotComputed,
        }
    }

    /// Whether it would be told apart were it the only one, and is not among the others.
    pub fn alone(&self) -> bool {
        self.verdict() == Verdict::NotApart && self.p_value.is_some_and(|p| p < LEVEL)
    }
}

/// The differences of every question: between every two segments, and between each wave and the next.
///
/// # Errors
/// Those of the library.
pub(super) fn of(
    survey: &Survey,
    kind: Kind,
    groups: &[Group],
    questions: &[Asked],
) -> Result<Vec<Difference>> {
    let persons = survey.persons();
    let mut found = Vec::new();
    let mut estimates = Vec::new();
    for (at, asked) in questions.iter().enumerate() {
        for [first, second] in pairs(kind, groups.len()) {
            let difference = minus(asked, [first, second], persons.as_deref());
            if let Some(difference) = difference {
                estimates.push((found.len(), found.len(), difference));
            }
            // Without an error there is nothing to be sure by.
            let spread = difference.filter(|difference| difference.standard_error() > 0.0);
            let interval = spread.map(|difference| difference.interval(Confidence::default()));
            found.push(Difference {
                question: at,
                groups: [first, second],
                of: asked.question.name.clone(),
                first: groups[first].name.clone(),
                second: groups[second].name.clone(),
                difference: difference.map(|difference| difference.value()),
                lower: interval.map(|interval| interval.lower()),
                upper: interval.map(|interval| interval.upper()),
                p_value: None,
                adjusted_p_value: None,
            });
        }
    }
    if estimates.is_empty() {
        return Ok(found);
    }
    for row in compare_differences(estimates, Adjustment::default())? {
        found[row.first].p_value = row.p_value;
        found[row.first].adjusted_p_value = row.adjusted;
    }
    Ok(found)
}

/// Every two segments, the earlier in the list first; each wave less the one before it.
fn pairs(kind: Kind, groups: usize) -> Vec<[usize; 2]> {
    match kind {
        Kind::Wave => (1..groups).map(|later| [later, later - 1]).collect(),
        Kind::Segment if groups > MOST => Vec::new(),
        Kind::Segment => (0..groups)
            .flat_map(|first| (first + 1..groups).map(move |second| [first, second]))
            .collect(),
    }
}

/// `None` where one of the figures has no error of its own, or one of 0.
fn minus(asked: &Asked, [first, second]: [usize; 2], persons: Option<&[u32]>) -> Option<Estimate> {
    let [one, other] = [first, second].map(|at| asked.influences[at].as_ref());
    let (one, other) = (one?, other?);
    let alone = Design::default();
    let estimates = [one.estimate(&alone).ok()?, other.estimate(&alone).ok()?];
    // Respondents who all answer alike have no error, and would be told from everybody else.
    if estimates.iter().any(|own| own.standard_error() == 0.0) {
        return None;
    }
    match persons {
        // Who is in both groups is one person, whose answers go together.
        Some(persons) => {
            let design = Design::default().clusters(Some(persons.to_vec()));
            one.minus(other).ok()?.estimate(&design).ok()
        }
        None => estimates[0].minus(&estimates[1]).ok(),
    }
}
