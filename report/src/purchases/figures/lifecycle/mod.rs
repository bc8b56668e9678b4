//! Where customers stand in the course of the relationship.

mod backtest;
mod changes;
mod judged;
mod ranking;

use chrono::NaiveDate;
use retention::Result;
use retention::estimate::{Proportion, Share};
use retention::lifecycle::{Classified, Classifier, Rule, Rules, Stage, Stages};
use retention::period::Window;
use retention::purchases::PurchaseLog;
use retention::pyramid::{Placed, Pyramid};
use rust_decimal::Decimal;
use serde::Serialize;

use super::migration::total;
use super::{Question, maybe_money};

pub use backtest::{Errors, Judgement, OF_EACH, PastDate, Reason, Summary, Tested, TestedRow};
pub use changes::{Changes, Chosen, Dates};
pub use judged::{Judged, StepFigures};
pub use ranking::{Beside, Calibrated, Ranked, ranked};

#[derive(Debug, Serialize)]
pub struct Lifecycle {
    pub as_of: NaiveDate,
    pub customers: usize,
    /// Every stage, in the order of a relationship that runs its full course.
    pub stages: Vec<StageFigures>,
    pub rules: Rules,
    /// How silence is judged; none by other rules than the default.
    pub silence: Option<Judged>,
    /// Who is too new to be judged.
    pub too_new: u64,
    /// Who has long been silent, and cannot be judged all the same.
    pub untold: Untold,
    /// What an established relationship has lasted at least; none where nobody came back.
    pub established_days: Option<u32>,
    pub compared: Compared,
    /// Why nobody has a trend.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_trend: Option<String>,
    pub changes: Option<Changes>,
    /// Why there are no changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_changes: Option<String>,
    #[serde(flatten)]
    pub tested: Tested,
}

#[derive(Debug, Serialize)]
pub struct StageFigures {
    pub stage: Stage,
    pub customers: u64,
    pub share: Option<f64>,
    #[serde(serialize_with = "maybe_money")]
    pub revenue: Option<Decimal>,
    pub share_of_revenue: Option<f64>,
    /// Who bought once, among these customers.
    pub one_time_buyers: u64,
    /// What put customers there.
    pub rules: Vec<RuleCount>,
    /// What the literature recommends.
    pub recommended: Vec<Recommended>,
}

/// Customers who have been silent for longer than the horizon, and of whom no chance of return is known.
#[derive(Debug, Serialize)]
pub struct Untold {
    pub customers: u64,
    #[serde(serialize_with = "maybe_money")]
    pub revenue: Option<Decimal>,
    pub share_of_revenue: Option<f64>,
}

#[derive(Debug, Serialize)]
pub struct RuleCount {
    pub because: Rule,
    pub customers: u64,
}

#[derive(Debug, Serialize)]
pub struct Recommended {
    pub advice: &'static str,
    pub source: &'static str,
}

/// The two times whose spending is compared.
#[derive(Debug, Serialize)]
pub struct Compared {
    pub before: Window,
    pub recent: Window,
}

impl Lifecycle {
    /// # Errors
    /// Those of the library.
    pub fn of(
        log: &PurchaseLog<&str>,
        stages: &Stages<&str>,
        known: &[Known<'_>],
        question: &Question,
    ) -> Result<Self> {
        let rules = stages.rules;
        let classifier = Classifier::new(rules, &stages.curves)?;
        let (changes, no_changes) = match Changes::find(log, question, &rules)? {
            Ok(changes) => (Some(changes), None),
            Err(why) => (None, Some(why)),
        };
        let whole = total(known.iter().map(|(place, _)| place.amount)).unwrap_or_default();
        let silence = Judged::of(stages, &classifier);
        Ok(Self {
            as_of: stages.window.to(),
            customers: known.len(),
            stages: Stage::ALL
                .iter()
                .map(|&stage| StageFigures::of(stage, known, whole))
                .collect(),
            untold: Untold::of(silence.as_ref(), known, whole),
            silence,
            too_new: known
                .iter()
                .filter(|(_, row)| row.because == Rule::TooYoung)
                .count() as u64,
            established_days: classifier.established_days(),
            compared: Compared {
                before: stages.before,
                recent: stages.recent,
            },
            no_trend: no_trend(stages),
            rules,
            changes,
            no_changes,
            tested: Tested::find(log, question, &rules)?,
        })
    }
}

/// A customer's place in the pyramid, and stage.
pub type Known<'a> = (&'a Placed<&'a str>, &'a Classified);

/// Everyone with both, by key.
pub fn known<'a>(stages: &'a Stages<&'a str>, pyramid: &'a Pyramid<&'a str>) -> Vec<Known<'a>> {
    let places = pyramid.rows().iter();
    places
        .filter_map(|place| Some((place, stages.get(place.customer)?)))
        .collect()
}

impl StageFigures {
    fn of(stage: Stage, known: &[Known<'_>], whole: Decimal) -> Self {
        let mut customers = Vec::with_capacity(known.len());
        customers.extend(known.iter().filter(|(_, row)| row.stage == stage));
        let revenue = total(customers.iter().map(|(place, _)| place.amount));
        let rules = Rule::ALL.iter().filter_map(|&because| {
            let by_it = customers.iter().filter(|(_, row)| row.because == because);
            let customers = by_it.count() as u64;
            (customers > 0).then_some(RuleCount { because, customers })
        });
        let once = customers.iter().filter(|(_, row)| row.purchases == 1);
        Self {
            stage,
            customers: customers.len() as u64,
            share: (!known.is_empty()).then(|| customers.len() as f64 / known.len() as f64),
            revenue,
            share_of_revenue: revenue.and_then(|revenue| Share::new(revenue, whole).value()),
            one_time_buyers: once.count() as u64,
            rules: rules.collect(),
            recommended: stage
                .strategies()
                .iter()
                .map(|strategy| Recommended {
                    advice: strategy.advice(),
                    source: strategy.source(),
                })
                .collect(),
        }
    }
}

impl Untold {
    fn of(judged: Option<&Judged>, known: &[Known<'_>], whole: Decimal) -> Self {
        let is = |row: &Classified| judged.is_some_and(|judged| judged.is_untold(row));
        let rows: Vec<_> = known.iter().filter(|(_, row)| is(row)).collect();
        let revenue = total(rows.iter().map(|(place, _)| place.amount));
        Self {
            customers: rows.len() as u64,
            revenue,
            share_of_revenue: revenue.and_then(|revenue| Share::new(revenue, whole).value()),
        }
    }
}

/// Only those have a trend who had bought when the earlier period began.
fn no_trend(stages: &Stages<&str>) -> Option<String> {
    let (before, recent) = (stages.before, stages.recent);
    (stages.window.from() > before.from()).then(|| {
        format!(
            "{before} would be compared with {recent}, and the window begins on {}",
            stages.window.from(),
        )
    })
}

/// Two groups without a common customer, together.
fn together(groups: impl IntoIterator<Item = Proportion>) -> Result<Proportion> {
    groups
        .into_iter()
        .try_fold(Proportion::new(0, 0)?, Proportion::merge)
}
