//! Where customers stand in the course of the relationship.

mod backtest;
mod changes;

use chrono::NaiveDate;
use retention::Result;
use retention::estimate::{Proportion, Share};
use retention::lifecycle::{Classified, Classifier, Rule, Rules, Silence, Stage, Stages};
use retention::period::Window;
use retention::purchases::PurchaseLog;
use retention::purchases::lapse::own_rhythm_threshold;
use retention::pyramid::{Placed, Pyramid};
use rust_decimal::Decimal;
use serde::Serialize;

use super::migration::total;
use super::{Question, maybe_money};

pub use backtest::{Errors, PastDate, Reason, Summary, Tested, TestedRow};
pub use changes::{Changes, Chosen, Dates};

/// The numbers of intervals for which thresholds are shown.
const SHOWN: [u32; 3] = [1, 3, 10];

#[derive(Debug, Serialize)]
pub struct Lifecycle {
    pub as_of: NaiveDate,
    pub customers: usize,
    /// Every stage, in the order of a relationship that runs its full course.
    pub stages: Vec<StageFigures>,
    pub rules: Rules,
    /// What a customer's own rhythm makes of a silence.
    pub own_rhythm: Vec<Multiples>,
    pub one_time_buyers: OneTime,
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

/// Thresholds as multiples of the mean interval, for customers with so many intervals.
#[derive(Debug, Serialize)]
pub struct Multiples {
    pub intervals: u32,
    pub decline: f64,
    pub lapse: f64,
}

/// How those who bought once are judged.
#[derive(Debug, Serialize)]
pub struct OneTime {
    /// Who bought a second time, of all customers.
    pub came_back: Proportion,
    /// Whether enough of them did to judge the others.
    pub judged: bool,
    /// A longer silence is a decline; none where no silence is.
    pub decline_after_days: Option<f64>,
    /// A longer silence is the end.
    pub lapse_after_days: Option<f64>,
    /// The chance of coming back within the records, right after the first purchase.
    pub chance_at_first: Option<f64>,
}

/// The two times whose spending is compared.
#[derive(Debug, Serialize)]
pub struct Compared {
    pub before: Window,
    pub recent: Window,
}

/// The rates of [`Silence::FalseAlarm`], for a decline and for the end.
pub fn false_alarms(rules: &Rules) -> Option<(f64, f64)> {
    match rules.silence {
        Silence::FalseAlarm { decline, lapse } => Some((decline, lapse)),
        _ => None,
    }
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
        Ok(Self {
            as_of: stages.window.to(),
            customers: known.len(),
            stages: Stage::ALL
                .iter()
                .map(|&stage| StageFigures::of(stage, known, whole))
                .collect(),
            own_rhythm: multiples(&rules)?,
            one_time_buyers: OneTime::of(stages, &classifier),
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

impl OneTime {
    fn of(stages: &Stages<&str>, classifier: &Classifier) -> Self {
        let curve = stages.curves.first_step();
        let thresholds = classifier.thresholds_after(1);
        Self {
            came_back: curve.returned(),
            judged: curve.returned().numerator() >= stages.rules.least_returns,
            decline_after_days: thresholds.and_then(|thresholds| thresholds.decline),
            lapse_after_days: thresholds.and_then(|thresholds| thresholds.lapse),
            chance_at_first: curve.chance_after(0),
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

fn multiples(rules: &Rules) -> Result<Vec<Multiples>> {
    let Some((decline, lapse)) = false_alarms(rules) else {
        return Ok(Vec::new());
    };
    SHOWN
        .iter()
        .map(|&intervals| {
            let of = |rate| own_rhythm_threshold(intervals, 1.0, rate);
            Ok(Multiples {
                intervals,
                decline: of(decline)?,
                lapse: of(lapse)?,
            })
        })
        .collect()
}

/// Two groups without a common customer, together.
fn together(groups: impl IntoIterator<Item = Proportion>) -> Result<Proportion> {
    groups
        .into_iter()
        .try_fold(Proportion::new(0, 0)?, Proportion::merge)
}
