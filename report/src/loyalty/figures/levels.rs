//! How far loyalty goes: Oliver's phases up to the conative one, and what can be said of the ladder.

use retention::Accumulator;
use retention::counted::Counted;
use retention::estimate::Proportion;
use retention::loyalty::ladder::{self, Level};
use retention::loyalty::phases::{Counter, Inversion, Levels, Phase, Rules};
use retention::loyalty::{Evidence, Score, Threshold};
use retention::{Error, Result};
use serde::Serialize;

use super::cuts::{FIVE_SIXTHS, MIDDLE, SEVEN_TWELFTHS, THREE_QUARTERS, TWO_THIRDS, along};
use super::{Question, Scores, Share};

/// The thresholds compared, as shares of the scale.
const THRESHOLDS: [f64; 5] = [
    MIDDLE,
    SEVEN_TWELFTHS,
    TWO_THIRDS,
    THREE_QUARTERS,
    FIVE_SIXTHS,
];

/// How many customers stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LevelCounts {
    pub below_cognitive: u64,
    pub cognitive: u64,
    pub affective: u64,
    /// Conative, or further: that cannot be told.
    pub conative: u64,
    /// Not measured: always `None`.
    pub action: Option<u64>,
    /// The chain stops at a missing score of a phase that was asked about.
    pub undecided: u64,
}

impl LevelCounts {
    /// The action phase was not asked about, so that the chain of all who attain the conative one
    /// stops there, unknown. For the library they are undecided; here they are the last level.
    fn of(levels: &Levels) -> Self {
        let asked = [Phase::Cognitive, Phase::Affective, Phase::Conative];
        Self {
            below_cognitive: levels.below_all().counts().numerator(),
            cognitive: levels.at(Phase::Cognitive).counts().numerator(),
            affective: levels.at(Phase::Affective).counts().numerator(),
            conative: levels.at_least(Phase::Conative).counts().numerator(),
            action: None,
            undecided: asked.into_iter().map(|phase| levels.unknown(phase)).sum(),
        }
    }

    pub const fn each(&self) -> [u64; 4] {
        [
            self.below_cognitive,
            self.cognitive,
            self.affective,
            self.conative,
        ]
    }
}

/// Of those decided.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct LevelShares {
    pub below_cognitive: Share,
    pub cognitive: Share,
    pub affective: Share,
    pub conative: Share,
}

impl LevelShares {
    pub fn of(counts: &LevelCounts, minimum: u64) -> Result<Self> {
        let decided = counts.each().into_iter().sum();
        let share =
            |count| -> Result<Share> { Ok(Share::of(Proportion::new(count, decided)?, minimum)) };
        Ok(Self {
            below_cognitive: share(counts.below_cognitive)?,
            cognitive: share(counts.cognitive)?,
            affective: share(counts.affective)?,
            conative: share(counts.conative)?,
        })
    }
}

fn counted(scores: &Scores, threshold: Threshold) -> Result<Levels> {
    let mut counter = Counter::new(scores.scale, Rules::default().threshold(threshold))?;
    counter.extend(scores.profiles.iter().copied())?;
    counter.finish()
}

/// # Errors
/// Those of the library: a threshold that lies beyond the scale.
pub fn of(scores: &Scores, threshold: Threshold) -> Result<LevelCounts> {
    Ok(LevelCounts::of(&counted(scores, threshold)?))
}

/// Everybody's levels at one threshold.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct AtThreshold {
    pub threshold: f64,
    pub levels: LevelCounts,
}

/// # Errors
/// Those of the library.
pub fn by_threshold(scores: &Scores) -> Result<Vec<AtThreshold>> {
    let at = |share| {
        let threshold = along(scores.scale, share);
        let levels = of(scores, Threshold::Value(threshold))?;
        Ok::<_, Error>(AtThreshold { threshold, levels })
    };
    THRESHOLDS.into_iter().map(at).collect()
}

/// Customers of whom a later phase is high and an earlier one low.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct OutOfOrder {
    pub customers: u64,
    pub liking_without_belief: u64,
    pub intention_without_belief: u64,
    pub intention_without_liking: u64,
}

impl OutOfOrder {
    pub fn of(scores: &Scores, question: &Question) -> Result<Self> {
        let levels = counted(scores, Threshold::Value(question.threshold))?;
        Ok(Self {
            customers: levels.out_of_order(),
            liking_without_belief: levels.inverted(Inversion::LikingWithoutBelief),
            intention_without_belief: levels.inverted(Inversion::IntentionWithoutBelief),
            intention_without_liking: levels.inverted(Inversion::IntentionWithoutLiking),
        })
    }
}

/// What can be said of the ladder without commitment, repeat buying and relative attitude.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Rungs {
    /// Customers whose rung is known.
    pub placed: u64,
    /// Known to be on the second rung or higher: satisfied, or held by a switching cost.
    pub at_least_second: u64,
    /// Neither; they may be anywhere.
    pub anywhere: u64,
    pub satisfaction_from: f64,
    pub switching_cost_from: f64,
}

impl Rungs {
    pub fn of(scores: &Scores) -> Result<Self> {
        let ladder = ladder::Rules::default();
        let (mut rungs, mut least) = (Vec::new(), Vec::new());
        for (satisfaction, cost) in scores.satisfaction.iter().zip(&scores.switching_cost) {
            let score =
                |scale, value: Option<f64>| value.map(|value| Score::new(scale, value)).transpose();
            let rung = ladder.classify(
                &Evidence::default()
                    .satisfaction(score(scores.scale, *satisfaction)?)
                    .switching_cost(score(scores.costs, *cost)?),
            )?;
            rungs.push(rung.level);
            least.push(Some(rung.at_least));
        }
        let (rungs, least) = (Counted::of_classes(rungs)?, Counted::of_classes(least)?);
        Ok(Self {
            placed: rungs.placed,
            at_least_second: least.count(Level::HabitualOrSatisfied),
            anywhere: least.count(Level::NoLoyalty),
            satisfaction_from: ladder.satisfaction.on(scores.scale)?,
            switching_cost_from: ladder.switching_cost.on(scores.costs)?,
        })
    }
}
