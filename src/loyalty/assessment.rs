use crate::Result;
use crate::macros::named_enum;

use super::behaviour::{Behaviour, BehaviourRules, BehaviourScore};
use super::conditions::{Conditioned, Conditions};
use super::expressions::{ExpressionIndex, ExpressionWeights, Expressions};
use super::ladder::{Ladder, LadderEvidence, Rung};
use super::path::{Path, PathEvidence, PathPlace};
use super::phases::{Attainment, Gate, Phase, Profile};
use super::score::Score;
use super::traits::{LoyalTraits, TraitsShown};
use super::types::{CustomerTypes, TypeEvidence, Typed};
use super::zones::{Zone, Zones};

named_enum! {
    /// Where a piece of evidence that both could give is taken from. The other never stands in for
    /// it.
    pub enum Origin {
        /// From what the customer said.
        Survey = "survey",
        /// From what the customer did.
        Behaviour = "behaviour",
    }
}

named_enum! {
    /// A piece of [`Evidence`].
    #[non_exhaustive]
    pub enum Piece {
        /// The score of the cognitive phase.
        CognitivePhase = "cognitive_phase",
        /// The score of the affective phase.
        AffectivePhase = "affective_phase",
        /// The score of the conative phase.
        ConativePhase = "conative_phase",
        /// The score of the action phase, from where [`Rules::action`] takes it.
        ActionPhase = "action_phase",
        /// Satisfaction.
        Satisfaction = "satisfaction",
        /// Trust.
        Trust = "trust",
        /// Commitment.
        Commitment = "commitment",
        /// Attitude relative to competitors.
        RelativeAttitude = "relative_attitude",
        /// What switching would cost.
        SwitchingCost = "switching_cost",
        /// Identification.
        Identification = "identification",
        /// The intention to buy again.
        Intention = "intention",
        /// Loyalty as a score of its own.
        Loyalty = "loyalty",
        /// Patronage, from where [`Rules::patronage`] takes it.
        Patronage = "patronage",
        /// The repeat rate, or patronage as said, as for patronage.
        Repeat = "repeat",
        /// Whether the customer uses the product.
        Accepted = "accepted",
        /// Whether the customer recommends.
        Recommends = "recommends",
        /// Whether the customer warns others.
        Warns = "warns",
    }
}

/// What is known of one customer, from a survey and from behaviour; `None` is not known.
///
/// Nothing that is missing is filled in from what is there.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct Evidence {
    /// Scores on Oliver's phases.
    pub phases: Option<Profile>,
    /// Satisfaction.
    pub satisfaction: Option<Score>,
    /// Trust.
    pub trust: Option<Score>,
    /// Commitment.
    pub commitment: Option<Score>,
    /// Attitude relative to competitors.
    pub relative_attitude: Option<Score>,
    /// What switching would cost.
    pub switching_cost: Option<Score>,
    /// Identification with the business.
    pub identification: Option<Score>,
    /// The intention to buy again.
    pub intention: Option<Score>,
    /// Loyalty as a score of its own.
    pub loyalty: Option<Score>,
    /// Repeat buying as the customer puts it.
    pub stated_patronage: Option<Score>,
    /// Whether the customer uses the product.
    pub accepted: Option<bool>,
    /// Whether the customer tells others of a bad experience.
    pub warns: Option<bool>,
    /// The five traits; recommending is one of them.
    pub traits: LoyalTraits,
    /// What the customer does.
    pub behaviour: Behaviour,
}

/// The rules of every system, for [`Assessment::of`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct Rules {
    /// Of Oliver's phases.
    pub gate: Gate,
    /// Of the ladder.
    pub ladder: Ladder,
    /// Of the index over the three expressions.
    pub expressions: ExpressionWeights,
    /// Of attitude and patronage; a median belongs to a population, and is an error here.
    pub conditions: Conditions,
    /// Of satisfaction and loyalty.
    pub types: CustomerTypes,
    /// Of the zones of satisfaction.
    pub zones: Zones,
    /// Of the five-step path.
    pub path: Path,
    /// Of the score of behaviour.
    pub behaviour: BehaviourRules,
    /// Where patronage and repeat buying are taken from; behaviour by default.
    pub patronage: Origin,
    /// Where the score of the action phase is taken from; the survey by default, since action
    /// loyalty is readiness to overcome obstacles, which buying again need not be.
    pub action: Origin,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            gate: Gate::default(),
            ladder: Ladder::default(),
            expressions: ExpressionWeights::default(),
            conditions: Conditions::default(),
            types: CustomerTypes::default(),
            zones: Zones::default(),
            path: Path::default(),
            behaviour: BehaviourRules::default(),
            patronage: Origin::Behaviour,
            action: Origin::Survey,
        }
    }
}

impl Rules {
    /// Sets the gate of the phases.
    #[must_use]
    pub const fn gate(mut self, gate: Gate) -> Self {
        self.gate = gate;
        self
    }

    /// Sets the ladder.
    #[must_use]
    pub const fn ladder(mut self, ladder: Ladder) -> Self {
        self.ladder = ladder;
        self
    }

    /// Sets the weights of the expressions.
    #[must_use]
    pub const fn expressions(mut self, weights: ExpressionWeights) -> Self {
        self.expressions = weights;
        self
    }

    /// Sets how attitude and patronage are split.
    #[must_use]
    pub const fn conditions(mut self, conditions: Conditions) -> Self {
        self.conditions = conditions;
        self
    }

    /// Sets the cuts of the types.
    #[must_use]
    pub const fn types(mut self, types: CustomerTypes) -> Self {
        self.types = types;
        self
    }

    /// Sets the zones.
    #[must_use]
    pub const fn zones(mut self, zones: Zones) -> Self {
        self.zones = zones;
        self
    }

    /// Sets the path.
    #[must_use]
    pub const fn path(mut self, path: Path) -> Self {
        self.path = path;
        self
    }

    /// Sets how behaviour is scored.
    #[must_use]
    pub const fn behaviour(mut self, rules: BehaviourRules) -> Self {
        self.behaviour = rules;
        self
    }

    /// Sets where patronage and repeat buying are taken from.
    #[must_use]
    pub const fn patronage(mut self, from: Origin) -> Self {
        self.patronage = from;
        self
    }

    /// Sets where the score of the action phase is taken from.
    #[must_use]
    pub const fn action(mut self, from: Origin) -> Self {
        self.action = from;
        self
    }
}

/// One customer's loyalty by every system of this module, from what they said and what they did.
///
/// The systems are read side by side, each from the pieces it needs, and each says what it could
/// not tell; they need not agree. What is not known stays not known.
///
/// ```
/// use retention::loyalty::phases::{Phase, Profile};
/// use retention::loyalty::{
///     Assessment, Behaviour, BehaviourRules, Condition, Evidence, Incomplete, Level, Piece, Rules,
///     Score, Step,
/// };
/// use retention::scale::Scale;
///
/// let scale = Scale::ONE_TO_SEVEN;
/// let score = |value| Score::new(scale, value).map(Some);
/// let evidence = Evidence {
///     phases: Some(Profile::new(scale, [Some(6.0), Some(5.5), Some(4.0), None])?),
///     satisfaction: score(6.0)?,
///     relative_attitude: score(5.5)?,
///     commitment: score(3.0)?,
///     accepted: Some(true),
///     behaviour: Behaviour { repeat_rate: Some(0.3), ..Behaviour::default() },
///     ..Evidence::default()
/// };
/// let rules = Rules::default()
///     .behaviour(BehaviourRules::default().incomplete(Incomplete::Rest));
/// let found = Assessment::of(&evidence, &rules)?;
///
/// assert_eq!(found.phases.unwrap().attained, Some(Phase::Affective));
/// assert_eq!(found.ladder.level, Some(Level::Preference));
/// assert_eq!(found.condition.condition, Some(Condition::Latent));
/// assert_eq!(found.path.reached, Some(Step::Satisfaction)); // of trust nothing is known
/// assert!(found.missing.contains(&Piece::Trust));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Assessment {
    /// Oliver's phase; `None` where no phase has a score.
    pub phases: Option<Attainment>,
    /// The rung of the ladder.
    pub ladder: Rung,
    /// The index over the three expressions: emotional from identification, behavioural from
    /// patronage, intentional from the intention.
    pub expressions: ExpressionIndex,
    /// Attitude and patronage.
    pub condition: Conditioned,
    /// Satisfaction and loyalty.
    pub customer_type: Typed,
    /// The zone of satisfaction; `None` where that is not known.
    pub zone: Option<Zone>,
    /// The five-step path; lock-in is read from the switching cost.
    pub path: PathPlace,
    /// The five traits.
    pub traits: TraitsShown,
    /// The score of behaviour.
    pub behaviour: BehaviourScore,
    /// Every piece that was not given, each once.
    pub missing: Vec<Piece>,
    /// The rules used.
    pub rules: Rules,
}

impl Assessment {
    /// Reads the evidence on one customer by every system.
    ///
    /// # Errors
    /// As each system's own function: a threshold that does not lie on the scale of its score, a rate
    /// outside 0 to 1, weights that are negative or all zero, a split at the median.
    pub fn of(evidence: &Evidence, rules: &Rules) -> Result<Self> {
        let behaviour = rules.behaviour.score(&evidence.behaviour)?;
        let (patronage, repeat) = match rules.patronage {
            Origin::Survey => (evidence.stated_patronage, evidence.stated_patronage),
            Origin::Behaviour => (
                behaviour.score,
                evidence
                    .behaviour
                    .repeat_rate
                    .map(Score::rate)
                    .transpose()?,
            ),
        };
        let profile = profile(evidence, rules, behaviour.score)?;
        let recommends = evidence.traits.recommends;
        let phase = |phase| profile.and_then(|profile| profile.get(phase)).is_some();
        let pieces = [
            (Piece::CognitivePhase, phase(Phase::Cognitive)),
            (Piece::AffectivePhase, phase(Phase::Affective)),
            (Piece::ConativePhase, phase(Phase::Conative)),
            (Piece::ActionPhase, phase(Phase::Action)),
            (Piece::Satisfaction, evidence.satisfaction.is_some()),
            (Piece::Trust, evidence.trust.is_some()),
            (Piece::Commitment, evidence.commitment.is_some()),
            (
                Piece::RelativeAttitude,
                evidence.relative_attitude.is_some(),
            ),
            (Piece::SwitchingCost, evidence.switching_cost.is_some()),
            (Piece::Identification, evidence.identification.is_some()),
            (Piece::Intention, evidence.intention.is_some()),
            (Piece::Loyalty, evidence.loyalty.is_some()),
            (Piece::Patronage, patronage.is_some()),
            (Piece::Repeat, repeat.is_some()),
            (Piece::Accepted, evidence.accepted.is_some()),
            (Piece::Recommends, recommends.is_some()),
            (Piece::Warns, evidence.warns.is_some()),
        ];
        Ok(Self {
            phases: profile
                .map(|profile| rules.gate.infer(&profile))
                .transpose()?,
            ladder: rules.ladder.place(&LadderEvidence {
                commitment: evidence.commitment,
                repeat,
                relative_attitude: evidence.relative_attitude,
                satisfaction: evidence.satisfaction,
                switching_cost: evidence.switching_cost,
            })?,
            expressions: rules.expressions.index(&Expressions {
                emotional: evidence.identification,
                behavioural: patronage,
                intentional: evidence.intention,
            })?,
            condition: rules.conditions.of(evidence.relative_attitude, patronage)?,
            customer_type: rules.types.of(&TypeEvidence {
                satisfaction: evidence.satisfaction,
                loyalty: evidence.loyalty,
                recommends,
                warns: evidence.warns,
            })?,
            zone: evidence
                .satisfaction
                .map(|satisfaction| rules.zones.of(satisfaction))
                .transpose()?,
            path: rules.path.place(&PathEvidence {
                accepted: evidence.accepted,
                satisfaction: evidence.satisfaction,
                trust: evidence.trust,
                lock_in: evidence.switching_cost,
                loyalty: evidence.loyalty,
            })?,
            traits: evidence.traits.shown(),
            behaviour,
            missing: super::score::missing(pieces),
            rules: *rules,
        })
    }
}

/// The scores on the phases, the last from where the rules take it; `None` where there are none.
fn profile(evidence: &Evidence, rules: &Rules, does: Option<Score>) -> Result<Option<Profile>> {
    let Some(profile) = evidence.phases else {
        return Ok(None);
    };
    let [cognitive, affective, conative, said] = profile.scores();
    let action = match rules.action {
        Origin::Survey => said,
        Origin::Behaviour => does
            .map(|does| does.scale().convert(does.value(), profile.scale()))
            .transpose()?,
    };
    let scores = [cognitive, affective, conative, action];
    if scores.iter().all(Option::is_none) {
        return Ok(None);
    }
    Profile::new(profile.scale(), scores).map(Some)
}
