//! How silence is judged: by the chance of a return within a horizon.

use retention::estimate::Proportion;
use retention::lifecycle::{Classified, Classifier, Silence, Stage, Stages};
use retention::period::Span;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Judged {
    /// The time within which a return counts.
    pub horizon: Span,
    /// Its length before the last day.
    #[serde(skip)]
    pub horizon_days: u32,
    /// What it costs to give up one who would come back, in units of what it costs to pursue one who is
    /// gone.
    pub cost_ratio: f64,
    /// With a lower chance a customer is called ended.
    pub ended_below: f64,
    /// With a lower chance a customer is in decline.
    pub decline_below: f64,
    /// By how often a customer has bought.
    pub steps: Vec<StepFigures>,
}

/// How the silence of those is judged who have bought so often.
#[derive(Debug, Serialize)]
pub struct StepFigures {
    pub purchases: u32,
    /// None where there is no upper bound.
    pub purchases_to: Option<u32>,
    /// Waits that ended with a purchase, of all waits.
    pub returned: Proportion,
    /// None where no silence can be judged.
    pub longest_judged_days: Option<u32>,
    /// A longer silence is a decline; none where no silence that can be judged is.
    pub decline_after_days: Option<f64>,
    /// A longer silence is the end.
    pub ended_after_days: Option<f64>,
}

impl Judged {
    pub fn of(stages: &Stages<&str>, classifier: &Classifier) -> Option<Self> {
        let Silence::ChanceOfReturn {
            horizon,
            cost_ratio,
            decline,
        } = stages.rules.silence
        else {
            return None;
        };
        let as_of = stages.window.to();
        let start = horizon.period().before(as_of, horizon.count()).ok()?;
        let days = u32::try_from((as_of - start).num_days()).ok()?;
        let steps = stages.curves.as_slice().iter().map(|curve| {
            let thresholds = classifier.thresholds_after(curve.purchases());
            let known = curve.clone().while_at_risk(stages.rules.least_at_risk);
            StepFigures {
                purchases: curve.purchases(),
                purchases_to: curve.purchases_to(),
                returned: curve.returned(),
                longest_judged_days: known.longest_judged(days),
                decline_after_days: thresholds.and_then(|thresholds| thresholds.decline),
                ended_after_days: thresholds.and_then(|thresholds| thresholds.lapse),
            }
        });
        Some(Self {
            horizon,
            horizon_days: days,
            cost_ratio,
            ended_below: 1.0 / (1.0 + cost_ratio),
            decline_below: decline,
            steps: steps.collect(),
        })
    }

    /// Whether a customer has been silent for longer than the horizon, and nothing can be said of it: too
    /// few were followed so long who had bought as often.
    pub fn is_untold(&self, row: &Classified) -> bool {
        row.chance_at_most.is_none()
            && row.silence_days > self.horizon_days
            && !matches!(row.stage, Stage::Termination | Stage::Decline)
    }

    /// Whether any silence can be judged.
    pub fn can_tell(&self) -> bool {
        let mut steps = self.steps.iter();
        steps.any(|step| step.longest_judged_days.is_some())
    }
}

impl StepFigures {
    /// How often they have bought, in words.
    pub fn name(&self) -> String {
        match self.purchases_to {
            Some(to) if to == self.purchases => to.to_string(),
            Some(to) => format!("{}–{to}", self.purchases),
            None => format!("{} and more", self.purchases),
        }
    }
}
