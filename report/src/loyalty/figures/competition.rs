//! Loyalty over satisfaction: the exponent of the curve, by several ways of estimating it.

use retention::Result;
use retention::fit::{Fit, Outcome};
use retention::loyalty::curve::{Competition, Curve, Method, Model, Options, Sample};
use retention::scale::Scale;
use serde::Serialize;

use super::{Scores, error};

/// The curve by respondents with the ends of the scale, and the other ways beside it.
#[derive(Debug, Serialize)]
pub struct CompetitionCurve {
    #[serde(skip)]
    pub scale: Scale,
    pub exponent: Option<f64>,
    /// The classical one.
    pub standard_error: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub robust_standard_error: Option<f64>,
    pub robust_lower: Option<f64>,
    pub robust_upper: Option<f64>,
    pub outcome: Outcome,
    /// Undecided unless both intervals of every form that fits exclude 1.
    pub competition: Competition,
    /// Customers with satisfaction and loyalty.
    pub used: u64,
    pub left_out: u64,
    pub cells: Vec<Cell>,
    pub ways: Vec<Way>,
    /// At the exponent and at the ends of its wider interval, for the picture.
    #[serde(skip)]
    pub curves: Option<[Curve; 3]>,
    /// F and p of the ends of the scale, where the answers reject them.
    #[serde(skip)]
    pub rejected: Option<(f64, f64)>,
}

/// The customers of one answer on satisfaction.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Cell {
    pub satisfaction: f64,
    pub customers: u64,
    pub mean_loyalty: f64,
}

/// One way of estimating the exponent.
#[derive(Debug, Serialize)]
pub struct Way {
    pub method: Method,
    pub exponent: Option<f64>,
    pub standard_error: Option<f64>,
    pub robust_standard_error: Option<f64>,
    pub robust_lower: Option<f64>,
    pub robust_upper: Option<f64>,
    /// Customers or cells fitted.
    pub points: u64,
    pub outcome: Outcome,
    pub competition: Competition,
}

impl CompetitionCurve {
    /// # Errors
    /// Those of the library: nobody gave both.
    pub fn of(scores: &Scores, minimum: u64) -> Result<Option<Self>> {
        let sample = Sample::of(
            &scores.scale.answers(&scores.satisfaction)?,
            &scores.scale.answers(&scores.loyalty)?,
        )?;
        let fits = Method::ALL.iter().map(|&method| {
            let options = Options::default().method(method).minimum(minimum);
            let classical = options.equal_variances(true);
            Ok((sample.fit(classical)?, sample.fit(options)?))
        });
        let fits = fits.collect::<Result<Vec<_>>>()?;
        let Some((classical, robust)) = fits
            .iter()
            .find(|(_, fit)| fit.model.options.method == Method::Respondents)
        else {
            return Ok(None);
        };
        let cells = sample
            .cells()
            .map(|(satisfaction, customers, loyalty)| Cell {
                satisfaction,
                customers,
                mean_loyalty: loyalty,
            });
        Ok(Some(Self {
            scale: scores.scale,
            exponent: robust.model.exponent.map(|exponent| exponent.value()),
            standard_error: error(classical.model.exponent),
            lower: classical.model.interval.map(|interval| interval.lower()),
            upper: classical.model.interval.map(|interval| interval.upper()),
            robust_standard_error: error(robust.model.exponent),
            robust_lower: robust.model.interval.map(|interval| interval.lower()),
            robust_upper: robust.model.interval.map(|interval| interval.upper()),
            outcome: robust.outcome,
            competition: both(classical, robust),
            used: robust.model.used,
            left_out: robust.model.missing,
            cells: cells.collect(),
            ways: fits
                .iter()
                .map(|(classical, robust)| Way::of(classical, robust))
                .collect(),
            curves: curves(classical, robust)?,
            rejected: robust
                .model
                .lack_of_fit
                .filter(|_| robust.model.fixed_ends.is_rejected)
                .map(|test| (test.statistic, test.p_value)),
        }))
    }
}

impl Way {
    fn of(classical: &Fit<Model>, robust: &Fit<Model>) -> Self {
        Self {
            method: robust.model.options.method,
            exponent: robust.model.exponent.map(|exponent| exponent.value()),
            standard_error: error(classical.model.exponent),
            robust_standard_error: error(robust.model.exponent),
            robust_lower: robust.model.interval.map(|interval| interval.lower()),
            robust_upper: robust.model.interval.map(|interval| interval.upper()),
            points: robust.model.points,
            outcome: robust.outcome,
            competition: both(classical, robust),
        }
    }
}

/// A verdict that holds by both kinds of standard errors.
fn both(classical: &Fit<Model>, robust: &Fit<Model>) -> Competition {
    if classical.model.competition == robust.model.competition {
        robust.model.competition
    } else {
        Competition::Undecided
    }
}

/// At the exponent and at the ends of the wider interval; `None` without one, or where it reaches
/// zero.
fn curves(classical: &Fit<Model>, robust: &Fit<Model>) -> Result<Option<[Curve; 3]>> {
    let (Some(a), Some(b), Some(fitted)) = (
        classical.model.interval,
        robust.model.interval,
        robust.model.curve,
    ) else {
        return Ok(None);
    };
    let lower = a.lower().min(b.lower());
    if lower <= 0.0 {
        return Ok(None);
    }
    let at = |exponent| {
        Curve::new(fitted.satisfaction(), exponent)?.between(fitted.floor(), fitted.ceiling())
    };
    Ok(Some([at(lower)?, fitted, at(a.upper().max(b.upper()))?]))
}
