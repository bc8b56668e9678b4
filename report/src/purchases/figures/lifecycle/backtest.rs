//! What customers did after a past date on which they had been put into stages.

use chrono::{Days, NaiveDate};
use retention::Result;
use retention::estimate::{Confidence, Proportion};
use retention::lifecycle::{Backtest, BacktestRow, Rule, Rules, Silence, Stage};
use retention::period::Window;
use retention::purchases::PurchaseLog;
use serde::Serialize;

use super::ranking::{self, Auc, Beside, Calibrated, Ranked, Roc};
use super::together;
use crate::purchases::figures::Question;

/// The past date, and why this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastDate {
    pub date: NaiveDate,
    pub reason: Reason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The user wants this one.
    Given,
    /// It is that of the sample.
    Sample,
    /// As many days of the window lie before it as after it, or one fewer.
    Middle,
}

impl PastDate {
    /// The last day of the first half of a window; none where a half would have no day.
    pub fn middle_of(window: Window) -> Option<Self> {
        let half = u64::try_from(window.days()).ok()? / 2;
        let date = window
            .from()
            .checked_add_days(Days::new(half.checked_sub(1)?))?;
        Some(Self {
            date,
            reason: Reason::Middle,
        })
    }
}

/// The test and what came of it, or why there is none.
#[derive(Debug, Serialize)]
pub struct Tested {
    pub judgement: Option<Judgement>,
    pub backtest: Option<Vec<TestedRow>>,
    pub backtest_summary: Option<Summary>,
    /// The rules, and others beside them, each as it is.
    pub comparison: Option<[Errors; 2]>,
    /// The rules, and others beside them that call as many customers ended.
    pub ranking: Option<Vec<Ranked>>,
    /// The chances told, from the lowest up; none where they cannot be checked.
    pub calibration: Option<Vec<Calibrated>>,
    #[serde(skip)]
    pub roc: Vec<Roc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_backtest: Option<String>,
}

/// How the rules would have judged on the past date, in plain numbers.
#[derive(Debug, Serialize)]
pub struct Judgement {
    pub as_of: NaiveDate,
    pub until: NaiveDate,
    pub customers: u64,
    pub returned: u64,
    pub auc: Option<f64>,
    pub auc_repeat_buyers: Option<f64>,
    pub called_ended: u64,
    pub misled: Option<f64>,
    pub recognised: Option<f64>,
    pub given_up: Option<f64>,
}

/// Customers put into a stage by a rule, and those of them who bought again.
#[derive(Debug, Serialize)]
pub struct TestedRow {
    pub stage: Stage,
    pub because: Rule,
    pub customers: u64,
    pub bought_again: u64,
    pub value: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub one_time: Proportion,
    pub repeat: Proportion,
}

#[derive(Debug, Serialize)]
pub struct Summary {
    pub as_of: NaiveDate,
    pub chosen: Reason,
    pub observed: Window,
    pub afterwards: Window,
    /// Of all customers on that day.
    pub bought_again: Proportion,
    /// Of all who had bought once, and more than once.
    pub one_time: Proportion,
    pub repeat: Proportion,
}

/// How often a way to judge silence would have been wrong.
#[derive(Debug, Serialize)]
pub struct Errors {
    pub rules: &'static str,
    pub silence: Silence,
    /// Called ended, and bought again all the same.
    pub misled: Proportion,
    /// Bought again, and had been called ended.
    pub given_up: Proportion,
    /// Did not buy again, and had been called ended.
    pub recognised: Proportion,
    /// By stage, who bought again.
    pub stages: Vec<StageRate>,
}

#[derive(Debug, Serialize)]
pub struct StageRate {
    pub stage: Stage,
    #[serde(flatten)]
    pub rate: Proportion,
}

impl Tested {
    /// # Errors
    /// Those of the library.
    pub fn find(log: &PurchaseLog<&str>, question: &Question, rules: &Rules) -> Result<Self> {
        let window = question.window;
        let Some(past) = question.backtest_as_of else {
            return Ok(Self::none(format!(
                "{window} is a single day, so nothing comes after a past date",
            )));
        };
        let observed = Window::new(window.from(), past.date)?;
        let of = |rules: &Rules| Backtest::of(log, observed, window.to(), question.policy, *rules);
        let tested = Beside::all(rules, of)?;
        let [Beside { tested: ours, .. }, _, Beside { tested: means, .. }] = &tested;
        if ours.rows.is_empty() {
            return Ok(Self::none(format!("nobody had bought up to {}", past.date)));
        }
        let sum = |of: fn(&BacktestRow) -> Proportion| together(ours.rows.iter().map(of));
        let ranking = ranking::ranked(&tested)?;
        let first = ranking.first();
        let area = |auc: Option<&Auc>| auc.map(|auc| auc.value);
        Ok(Self {
            judgement: Some(Judgement {
                as_of: past.date,
                until: window.to(),
                customers: ours.returned().denominator(),
                returned: ours.returned().numerator(),
                auc: area(first.and_then(|ranked| ranked.auc.as_ref())),
                auc_repeat_buyers: area(first.and_then(|ranked| ranked.auc_repeat_buyers.as_ref())),
                called_ended: ours.misled().denominator(),
                misled: ours.misled().value(),
                recognised: ours.recognised().value(),
                given_up: ours.given_up().value(),
            }),
            backtest: Some(ours.rows.iter().map(TestedRow::of).collect()),
            backtest_summary: Some(Summary {
                as_of: past.date,
                chosen: past.reason,
                observed,
                afterwards: ours.afterwards,
                bought_again: ours.returned(),
                one_time: sum(|row| row.one_time_buyers)?,
                repeat: sum(|row| row.repeat_buyers)?,
            }),
            calibration: ranking::calibrated(ours)?,
            roc: ranking::curves(&tested),
            ranking: Some(ranking),
            comparison: Some([
                Errors::of("default", ours),
                Errors::of("three_mean_intervals", means),
            ]),
            no_backtest: None,
        })
    }

    fn none(why: String) -> Self {
        Self {
            judgement: None,
            backtest: None,
            backtest_summary: None,
            comparison: None,
            ranking: None,
            calibration: None,
            roc: Vec::new(),
            no_backtest: Some(why),
        }
    }

    /// Who of those put into a stage by a rule bought again.
    pub fn row(&self, because: Rule) -> Option<&TestedRow> {
        let rows = self.backtest.as_deref().unwrap_or_default();
        rows.iter().find(|row| row.because == because)
    }

    /// How the rules ranked customers.
    pub fn default(&self) -> Option<&Ranked> {
        self.ranking.as_deref().and_then(<[Ranked]>::first)
    }
}

/// So many must have come back, and as many not, for a sentence on how they were ranked. Nobody has
/// published a number.
pub const OF_EACH: u64 = 20;

impl Judgement {
    /// Whether enough came back, and enough did not, to repeat how they were ranked.
    pub fn tells_ranks(&self) -> bool {
        let stayed_away = self.customers.saturating_sub(self.returned);
        self.returned.min(stayed_away) >= OF_EACH
    }
}

impl TestedRow {
    fn of(row: &BacktestRow) -> Self {
        let all = row.bought_again();
        let interval = all.wilson(Confidence::default());
        Self {
            stage: row.stage,
            because: row.because,
            customers: all.denominator(),
            bought_again: all.numerator(),
            value: all.value(),
            lower: interval.map(|interval| interval.lower()),
            upper: interval.map(|interval| interval.upper()),
            one_time: row.one_time_buyers,
            repeat: row.repeat_buyers,
        }
    }
}

impl Errors {
    fn of(rules: &'static str, backtest: &Backtest) -> Self {
        let stages = Stage::ALL.iter().map(|&stage| StageRate {
            stage,
            rate: backtest.bought_again(stage),
        });
        Self {
            rules,
            silence: backtest.rules.silence,
            misled: backtest.misled(),
            given_up: backtest.given_up(),
            recognised: backtest.recognised(),
            stages: stages.collect(),
        }
    }
}
