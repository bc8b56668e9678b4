//! How well rules ranked customers, on a past date, by how likely they were to come back.

use std::collections::HashSet;

use chrono::Days;
use retention::Result;
use retention::estimate::ranking::Ranking;
use retention::estimate::{Confidence, Estimate, Proportion};
use retention::lifecycle::{Classified, Rules, Silence, Stages};
use retention::period::Window;
use retention::purchases::PurchaseLog;
use serde::Serialize;

use super::backtest::Errors;
use crate::purchases::figures::Question;

/// So many groups of chances, at most.
const GROUPS: u32 = 5;

/// The names of the rules that are compared.
const RULES: [&str; 3] = ["default", "recency", "three_mean_intervals"];

/// How a rule ranked customers, and what it gets right where it calls as many ended as the default.
#[derive(Debug, Serialize)]
pub struct Ranked {
    pub rules: &'static str,
    pub auc: Option<Auc>,
    pub auc_repeat_buyers: Option<Auc>,
    /// By how much the default ranks better, on the same customers; none for the default itself.
    pub default_ahead: Option<Auc>,
    pub called_ended: u64,
    /// Of those called ended, who bought again.
    pub misled: Option<f64>,
    /// Of those who did not buy again, who were called ended.
    pub recognised: Option<f64>,
    /// Of those who bought again, who were called ended.
    pub given_up: Option<f64>,
}

/// An area under the ROC curve, or a difference of two, with its 95 % interval.
#[derive(Debug, Serialize)]
pub struct Auc {
    pub value: f64,
    pub interval: Option<(f64, f64)>,
}

/// Customers of similar chances, and who of them bought within the horizon.
#[derive(Debug, Serialize)]
pub struct Calibrated {
    pub lowest: f64,
    pub highest: f64,
    /// The mean of the chances told.
    pub predicted: f64,
    pub bought: Proportion,
}

/// The points of a rule's curve: of those who came back, and of those who did not, the share called ended.
#[derive(Debug)]
pub struct Roc {
    pub points: Vec<(f64, f64)>,
}

/// Customers on the past date, their scores by each rule, and whether they bought afterwards.
pub struct Scores {
    rows: Vec<Row>,
    as_of: chrono::NaiveDate,
    horizon: Option<retention::period::Span>,
}

struct Row {
    /// The likelier to stay away, the higher; in the order of [`RULES`].
    scores: [f64; 3],
    repeat: bool,
    away: bool,
    chance: Option<f64>,
    customer: String,
}

impl Scores {
    /// By the default, by recency alone, and by three mean intervals.
    ///
    /// # Errors
    /// Those of the library.
    pub fn of(
        log: &PurchaseLog<&str>,
        question: &Question,
        observed: Window,
        afterwards: Window,
        [default, means]: [Rules; 2],
    ) -> Result<Self> {
        let view = log.observe(observed, question.policy)?;
        let ours = Stages::of(&view, default)?;
        let theirs = Stages::of(&view, means)?;
        let bought = buyers(log, question, afterwards)?;
        let rows = ours
            .rows
            .iter()
            .zip(theirs.rows.iter())
            .map(|(ours, theirs)| {
                let classified: &Classified = &ours.result;
                Row {
                    scores: [
                        -classified.score,
                        f64::from(classified.silence_days),
                        -theirs.result.score,
                    ],
                    repeat: classified.purchases > 1,
                    away: !bought.contains(ours.customer),
                    chance: classified.chance,
                    customer: ours.customer.to_owned(),
                }
            });
        Ok(Self {
            rows: rows.collect(),
            as_of: observed.to(),
            horizon: match default.silence {
                Silence::ChanceOfReturn { horizon, .. } => Some(horizon),
                _ => None,
            },
        })
    }

    fn ranking(&self, rule: usize, among: impl Fn(&Row) -> bool) -> Result<Option<Ranking>> {
        let rows: Vec<&Row> = self.rows.iter().filter(|row| among(row)).collect();
        if rows.is_empty() {
            return Ok(None);
        }
        let scores: Vec<f64> = rows.iter().map(|row| row.scores[rule]).collect();
        let away: Vec<bool> = rows.iter().map(|row| row.away).collect();
        Ranking::new(&scores, &away).map(Some)
    }

    /// The rules beside each other; `errors` are those of the default.
    ///
    /// # Errors
    /// Those of the library.
    pub fn ranked(&self, errors: &Errors) -> Result<Vec<Ranked>> {
        let called = errors.misled.denominator();
        let Some(default) = self.ranking(0, |_| true)? else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        for (rule, name) in RULES.into_iter().enumerate() {
            let Some(ranking) = self.ranking(rule, |_| true)? else {
                continue;
            };
            let repeat = self.ranking(rule, |row| row.repeat)?;
            let ours = rule == 0;
            let (misled, recognised, given_up) = if ours {
                (
                    errors.misled.value(),
                    errors.recognised.value(),
                    errors.given_up.value(),
                )
            } else {
                at_number(&ranking, called)
            };
            let ahead = if ours {
                None
            } else {
                // The other way round, as a high score is one of staying away in both.
                default.difference(&ranking)?
            };
            found.push(Ranked {
                rules: name,
                auc: Auc::of(&ranking),
                auc_repeat_buyers: repeat.as_ref().and_then(Auc::of),
                default_ahead: ahead.map(Auc::of_difference),
                called_ended: called,
                misled,
                recognised,
                given_up,
            });
        }
        Ok(found)
    }

    /// The chances told against those who bought within the horizon; none where no chance was told or
    /// the window ends before the horizon does.
    ///
    /// # Errors
    /// Those of the library.
    pub fn calibrated(
        &self,
        log: &PurchaseLog<&str>,
        question: &Question,
    ) -> Result<Option<Vec<Calibrated>>> {
        let next = self.as_of.succ_opt();
        let horizon = self.horizon.zip(next).and_then(|(horizon, next)| {
            let end = horizon.period().after(next, horizon.count()).ok()?;
            Window::new(next, end.checked_sub_days(Days::new(1))?).ok()
        });
        let Some(horizon) = horizon.filter(|horizon| horizon.to() <= question.window.to()) else {
            return Ok(None);
        };
        let bought = buyers(log, question, horizon)?;
        let told = self
            .rows
            .iter()
            .filter_map(|row| Some((row.chance?, bought.contains(row.customer.as_str()))));
        let (chances, bought): (Vec<f64>, Vec<bool>) = told.unzip();
        if chances.is_empty() {
            return Ok(None);
        }
        let calibration = Ranking::new(&chances, &bought)?.calibration(GROUPS)?;
        let groups = calibration.groups.iter().map(|group| Calibrated {
            lowest: group.lowest,
            highest: group.highest,
            predicted: group.predicted,
            bought: group.actual,
        });
        Ok(Some(groups.collect()))
    }

    /// The curves of all rules.
    ///
    /// # Errors
    /// Those of the library.
    pub fn roc(&self) -> Result<Vec<Roc>> {
        let mut curves = Vec::new();
        for rule in 0..RULES.len() {
            let Some(ranking) = self.ranking(rule, |_| true)? else {
                continue;
            };
            let points = ranking
                .roc()
                .filter_map(|cut| Some((cut.false_alarms.value()?, cut.recognised.value()?)));
            curves.push(Roc {
                points: points.collect(),
            });
        }
        Ok(curves)
    }
}

/// Who bought in a window.
fn buyers<'a>(
    log: &'a PurchaseLog<&'a str>,
    question: &Question,
    window: Window,
) -> Result<HashSet<&'a str>> {
    let view = log.observe(window, question.policy)?;
    let bought = view
        .histories()
        .filter(|(_, history)| history.has_purchase());
    Ok(bought.map(|(id, _)| *id).collect())
}

/// Of those a ranking puts first, so many: who came back, who of those away is among them, and who of
/// those who came back. Where a score is shared, so many of it as chance would choose.
fn at_number(ranking: &Ranking, called: u64) -> (Option<f64>, Option<f64>, Option<f64>) {
    let called = called as f64;
    let mut below = (0.0, 0.0);
    let mut found = None;
    for cut in ranking.roc() {
        let (all, right) = (
            cut.called.numerator() as f64,
            cut.recognised.numerator() as f64,
        );
        if all >= called {
            let share = if all > below.0 {
                (called - below.0) / (all - below.0)
            } else {
                0.0
            };
            found = Some(below.1 + share * (right - below.1));
            break;
        }
        below = (all, right);
    }
    let right = found.unwrap_or(below.1);
    let wrong = called - right;
    let of = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
    (
        of(wrong, called),
        of(right, ranking.events() as f64),
        of(wrong, ranking.others() as f64),
    )
}

impl Ranked {
    /// Whether anything can be told of it.
    pub fn tells(&self) -> bool {
        self.auc.is_some() || self.called_ended > 0
    }

    /// In words.
    pub fn name(&self) -> &'static str {
        match self.rules {
            "three_mean_intervals" => "three means",
            rules => rules,
        }
    }
}

impl Auc {
    fn of(ranking: &Ranking) -> Option<Self> {
        let interval = ranking.interval(Confidence::default());
        Some(Self {
            value: ranking.auc()?.value(),
            interval: interval.map(|interval| (interval.lower(), interval.upper())),
        })
    }

    fn of_difference(difference: Estimate) -> Self {
        let interval = difference.interval(Confidence::default());
        Self {
            value: difference.value(),
            interval: Some((interval.lower(), interval.upper())),
        }
    }
}
