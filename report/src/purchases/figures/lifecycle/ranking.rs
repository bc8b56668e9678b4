//! How well rules ranked customers, on a past date, by how likely they were to come back.

use retention::Result;
use retention::estimate::ranking::Ranking;
use retention::estimate::{Confidence, Estimate, Proportion};
use retention::lifecycle::{Backtest, Buyers, Rules, Silence};
use retention::period::{Period, Span};
use serde::Serialize;

/// So many groups of chances, at most.
const GROUPS: u32 = 5;
/// The multiple of the mean interval that the rules are compared with.
const MEANS: f64 = 3.0;

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
    /// What it costs, where giving up one who comes back costs the ratio of the rules and pursuing one
    /// who stays away costs 1; none for rules without such a ratio.
    pub cost: Option<f64>,
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

/// A rule that is tested beside the default, and the default itself.
pub struct Beside {
    pub name: &'static str,
    pub tested: Backtest,
}

impl Beside {
    /// The default, recency alone, and three mean intervals.
    ///
    /// # Errors
    /// Those of the library.
    pub fn all(rules: &Rules, test: impl Fn(&Rules) -> Result<Backtest>) -> Result<[Self; 3]> {
        // Any time will do: customers are ranked by their silence alone.
        let some = Span::new(1, Period::Month)?;
        let recency = Silence::Hiatus {
            decline: some,
            lapse: some,
        };
        let means = Silence::MeanIntervals {
            decline: MEANS,
            lapse: MEANS,
        };
        let of = |name, rules: &Rules| test(rules).map(|tested| Self { name, tested });
        Ok([
            of("default", rules)?,
            of("recency", &rules.silence(recency))?,
            of("three_mean_intervals", &rules.silence(means))?,
        ])
    }
}

/// The rules beside each other, the default first.
///
/// # Errors
/// Those of the library.
pub fn ranked(rules: &[Beside]) -> Result<Vec<Ranked>> {
    let Some(default) = rules.first() else {
        return Ok(Vec::new());
    };
    let Some(first) = default.tested.ranking(Buyers::All) else {
        return Ok(Vec::new());
    };
    let called = default.tested.misled().denominator();
    let ratio = match default.tested.rules.silence {
        Silence::ChanceOfReturn { cost_ratio, .. } => Some(cost_ratio),
        _ => None,
    };
    let mut found = Vec::new();
    for (at, Beside { name, tested }) in rules.iter().enumerate() {
        let Some(ranking) = tested.ranking(Buyers::All) else {
            continue;
        };
        let ours = at == 0;
        let (misled, recognised, given_up) = if ours {
            let shares = [tested.misled(), tested.recognised(), tested.given_up()];
            let [misled, recognised, given_up] = shares.map(Proportion::value);
            (misled, recognised, given_up)
        } else {
            at_number(&ranking, called)
        };
        let ahead = if ours {
            None
        } else {
            first.difference(&ranking)?
        };
        found.push(Ranked {
            rules: name,
            auc: Auc::of(&ranking),
            auc_repeat_buyers: tested.ranking(Buyers::Repeat).as_ref().and_then(Auc::of),
            default_ahead: ahead.map(Auc::of_difference),
            called_ended: called,
            misled,
            recognised,
            given_up,
            cost: ratio.map(|ratio| {
                let missed = ranking.events() as f64 * (1.0 - recognised.unwrap_or_default());
                ratio * called as f64 * misled.unwrap_or_default() + missed
            }),
        });
    }
    Ok(found)
}

/// The chances told against those who bought within the horizon; none where no chance was told or the
/// window ends before the horizon does.
///
/// # Errors
/// Those of the library.
pub fn calibrated(tested: &Backtest) -> Result<Option<Vec<Calibrated>>> {
    let calibration = tested.calibration(GROUPS)?;
    Ok(calibration.map(|calibration| {
        let groups = calibration.groups.iter().map(|group| Calibrated {
            lowest: group.lowest,
            highest: group.highest,
            predicted: group.predicted,
            bought: group.actual,
        });
        groups.collect()
    }))
}

/// The curves of all rules.
pub fn curves(rules: &[Beside]) -> Vec<Roc> {
    let rankings = rules
        .iter()
        .filter_map(|rules| rules.tested.ranking(Buyers::All));
    rankings
        .map(|ranking| Roc {
            points: ranking
                .roc()
                .filter_map(|cut| Some((cut.false_alarms.value()?, cut.recognised.value()?)))
                .collect(),
        })
        .collect()
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
            "bg_nbd" => "BG/NBD",
            "mbg_nbd" => "MBG/NBD",
            "pareto_nbd" => "Pareto/NBD",
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
