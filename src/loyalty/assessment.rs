use std::collections::BTreeMap;

use crate::macros::options;
use crate::{Reading, Result};

use super::conditions::{self, Condition};
use super::evidence::{Evidence, Piece};
use super::index::Index;
use super::ladder::{self, Rung};
use super::path::{self, Step};
use super::phases::{self, Phase, Profile};
use super::progress::Progress;
use super::score::Score;
use super::types::{self, CustomerType};
use super::zones::{self, Zone};
use super::{behaviour, expressions, traits};

options! {
    /// The rules of every system that an [`Assessment`] applies.
    #[derive(Copy)]
    pub struct Rules {
        /// Rules for Oliver's phases. Default: two thirds of the scale.
        pub phases: phases::Rules = phases::Rules::default(),
        /// Rules for the ladder. Default: two thirds of the scale.
        pub ladder: ladder::Rules = ladder::Rules::default(),
        /// Weights of the three expressions. Default: equal weights.
        pub expressions: expressions::Rules = expressions::Rules::default(),
        /// Rules for attitude and patronage. Default: the middle of the scale.
        pub conditions: conditions::Rules = conditions::Rules::default(),
        /// Rules for satisfaction and loyalty. Default: low, medium and high, as on 1–2, 3–4 and 5.
        pub types: types::Rules = types::Rules::default(),
        /// Rules for the zones of satisfaction. Default: as published.
        pub zones: zones::Rules = zones::Rules::default(),
        /// Rules for the five-step path. Default: two thirds of the scale.
        pub path: path::Rules = path::Rules::default(),
        /// Rules for the five traits. Default: a repeat rate of 0.5.
        pub traits: traits::Rules = traits::Rules::default(),
        /// Rules for the score of behaviour. Default: equal weights.
        pub behaviour: behaviour::Rules = behaviour::Rules::default(),
        /// Whether patronage and repeat buying are what the customer says,
        /// [`Evidence::patronage`], rather than what the customer does. If the one is not known, the
        /// other does not replace it. Default: false.
        pub patronage_is_stated: bool = false,
        /// Whether the score of the action phase is what the customer does rather than what they say.
        /// If the one is not known, the other does not replace it. Default: false, since action
        /// loyalty is readiness to overcome obstacles, and buying again need not show it.
        pub action_is_observed: bool = false,
    }
}

/// One customer's loyalty by every system, from what they said and what they did.
///
/// Each system reads the pieces it needs and names those it misses. The systems need not agree.
///
/// ```
/// use retention::loyalty::conditions::Condition;
/// use retention::loyalty::ladder::Level;
/// use retention::loyalty::path::Step;
/// use retention::loyalty::phases::{Phase, Profile};
/// use retention::loyalty::{Assessment, Evidence, Piece, Rules, Score, behaviour};
/// use retention::scale::{Missing, Scale};
///
/// let scale = Scale::ONE_TO_SEVEN;
/// let score = |value| Score::new(scale, value).map(Some);
/// let evidence = Evidence::default()
///     .phases(Some(Profile::new(scale, [Some(6.0), Some(5.5), Some(4.0), None])?))
///     .satisfaction(score(6.0)?)
///     .relative_attitude(score(5.5)?)
///     .commitment(score(3.0)?)
///     .accepted(Some(true))
///     .repeat_rate(Some(0.3));
/// let rules = Rules::default()
///     .behaviour(behaviour::Rules::default().missing(Missing::AtLeast(1)));
/// let found = Assessment::of(&evidence, rules)?;
///
/// assert_eq!(found.phases.unwrap().reached, Some(Phase::Affective));
/// assert_eq!(found.ladder.level, Some(Level::Preference));
/// assert_eq!(found.condition.class(), Some(&Condition::Latent));
/// assert_eq!(found.path.reached, Some(Step::Satisfaction)); // trust is not known
/// assert!(found.missing.contains(&Piece::Trust));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Assessment {
    /// Oliver's phase; `None` if no phase has a score.
    pub phases: Option<Progress<Phase>>,
    /// The rung of the ladder.
    pub ladder: Rung,
    /// The index over the three expressions.
    pub expressions: Index<Piece>,
    /// Attitude and patronage.
    pub condition: Reading<Condition, Piece>,
    /// Satisfaction and loyalty.
    pub customer_type: Reading<CustomerType, Piece>,
    /// The zone of satisfaction.
    pub zone: Reading<Zone, Piece>,
    /// The five-step path; lock-in is read from the switching cost.
    pub path: Progress<Step>,
    /// The five traits, each with whether the customer shows it; `None` is not known.
    pub traits: BTreeMap<Piece, Option<bool>>,
    /// The score of behaviour.
    pub behaviour: Index<Piece>,
    /// Every scored piece that was not given, each once. What `traits` and `behaviour` miss is listed
    /// there.
    pub missing: Vec<Piece>,
    /// The rules used.
    pub rules: Rules,
}

impl Assessment {
    /// Reads the evidence on one customer by every system.
    ///
    /// # Errors
    /// As each system's own function: a threshold that does not lie on the scale of its score, a rate
    /// outside 0 to 1, weights that are negative or all zero.
    pub fn of(evidence: &Evidence, rules: Rules) -> Result<Self> {
        let behaviour = rules.behaviour.score(evidence)?;
        let does = behaviour.value.map(Score::rate).transpose()?;
        let (patronage, repeat) = if rules.patronage_is_stated {
            (evidence.patronage, evidence.patronage)
        } else {
            (does, evidence.repeat_rate.map(Score::rate).transpose()?)
        };
        let profile = profile(evidence, rules, does)?;
        let repeating = evidence.patronage(repeat);
        let evidence = &evidence.patronage(patronage);
        Ok(Self {
            phases: profile
                .map(|profile| rules.phases.classify(&profile))
                .transpose()?,
            ladder: rules.ladder.classify(&repeating)?,
            expressions: rules.expressions.score(evidence)?,
            condition: rules.conditions.classify(evidence)?,
            customer_type: rules.types.classify(evidence)?,
            zone: rules.zones.classify(evidence)?,
            path: rules.path.classify(evidence)?,
            traits: rules.traits.classify(evidence)?,
            behaviour,
            missing: missing(evidence, profile, repeat),
            rules,
        })
    }
}

/// The scored pieces that were not given.
fn missing(evidence: &Evidence, profile: Option<Profile>, repeat: Option<Score>) -> Vec<Piece> {
    let phase = |phase| profile.and_then(|profile| profile.get(phase)).is_some();
    let attitude = evidence.relative_attitude;
    super::score::missing([
        (Piece::CognitivePhase, phase(Phase::Cognitive)),
        (Piece::AffectivePhase, phase(Phase::Affective)),
        (Piece::ConativePhase, phase(Phase::Conative)),
        (Piece::ActionPhase, phase(Phase::Action)),
        (Piece::Satisfaction, evidence.satisfaction.is_some()),
        (Piece::Trust, evidence.trust.is_some()),
        (Piece::Commitment, evidence.commitment.is_some()),
        (Piece::RelativeAttitude, attitude.is_some()),
        (Piece::SwitchingCost, evidence.switching_cost.is_some()),
        (Piece::Identification, evidence.identification.is_some()),
        (Piece::Intention, evidence.intention.is_some()),
        (Piece::Loyalty, evidence.loyalty.is_some()),
        (Piece::Patronage, evidence.patronage.is_some()),
        (Piece::Repeat, repeat.is_some()),
        (Piece::Accepted, evidence.accepted.is_some()),
        (Piece::Recommends, evidence.recommends.is_some()),
        (Piece::Warns, evidence.warns.is_some()),
    ])
}

/// The scores on the phases, the last from where the rules take it; `None` if there are none.
fn profile(evidence: &Evidence, rules: Rules, does: Option<Score>) -> Result<Option<Profile>> {
    let Some(profile) = evidence.phases else {
        return Ok(None);
    };
    let [cognitive, affective, conative, said] = profile.scores();
    let done = does.map(|does| does.scale().convert(does.value(), profile.scale()));
    let action = if rules.action_is_observed {
        done.transpose()?
    } else {
        said
    };
    let scores = [cognitive, affective, conative, action];
    if scores.iter().all(Option::is_none) {
        return Ok(None);
    }
    Profile::new(profile.scale(), scores).map(Some)
}
