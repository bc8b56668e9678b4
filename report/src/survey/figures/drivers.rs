//! What goes with satisfaction: importance and satisfaction of each attribute.

use retention::estimate::Resampling;
use retention::quadrant::bootstrap::Resampled;
use retention::quadrant::{Analysis, Assessment, Crosshair, Importance, Method, Options, Quadrant};
use retention::scale::Scale;
use retention::{Error, Result};
use serde::Serialize;

use super::contrasts::Contrasts;
use super::{Question, Section, Set, Why, explain};
use crate::kit::format::{count, counted};
use crate::kit::json;
use crate::survey::ratings::Survey;

/// In place of an outcome, where importance was asked and nothing is derived.
const STATED: &str = "stated importance";

/// At a chance of error of so much.
pub const LEVEL: f64 = 0.05;

/// What the methods are, in the order of the columns.
pub const METHODS: [Importance; 8] = [
    Importance::Stated,
    Importance::Pearson,
    Importance::Spearman,
    Importance::Regression,
    Importance::Partial,
    Importance::RelativeWeights,
    Importance::Dominance,
    Importance::Deng,
];

/// Attributes by how they go with one outcome.
#[derive(Debug, Serialize)]
pub struct Drivers {
    pub survey: String,
    pub outcome: Outcome,
    pub importance_kind: Importance,
    pub crosshair: Lines,
    pub attributes: Vec<Attribute>,
    /// The scale of the ratings.
    pub scale: Scale,
    pub respondents: u64,
    /// Respondents left out for what they did not answer.
    pub left_out: u64,
    /// Mean satisfaction, each attribute counted by its importance.
    pub satisfaction_by_importance: Option<f64>,
    pub resampling: Resampling,
    /// Resamples in which importance had no value.
    pub undefined_resamples: u64,
    pub methods: Vec<MethodFigures>,
    /// What a low rating costs and a high one brings; `None` where nothing is derived.
    pub contrasts: Option<Contrasts>,
    /// What the mapping says that readers should know; with the first outcome only.
    pub notes: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct Outcome {
    pub name: String,
    pub label: String,
    pub columns: Vec<String>,
    /// Cronbach's, where it is a set of several.
    pub alpha: Option<f64>,
}

/// Where the lines are.
#[derive(Debug, Serialize)]
pub struct Lines {
    pub rule: Crosshair,
    pub importance: f64,
    pub satisfaction: f64,
}

#[derive(Debug, Serialize)]
pub struct Attribute {
    pub name: String,
    pub label: String,
    pub importance: f64,
    /// Percentile interval of the resamples, 95 %.
    pub importance_lower: Option<f64>,
    pub importance_upper: Option<f64>,
    pub satisfaction: f64,
    pub satisfaction_lower: Option<f64>,
    pub satisfaction_upper: Option<f64>,
    pub quadrant: Quadrant,
    /// Whether its correlation with the outcome is below zero; a weight that cannot be negative does not say
    /// so.
    pub is_negative: bool,
    /// Whether that is told from zero.
    pub goes_against: bool,
    pub recommended: &'static str,
    pub rank: usize,
    pub priority: f64,
    pub same_quadrant: Option<f64>,
    pub quadrant_shares: Shares,
    /// Of the other kinds of importance that can be computed, those by which it is in the same
    /// quadrant.
    pub same_by_other_methods: Agreement,
    pub by_method: Vec<ByMethod>,
}

/// Of the resamples, those in each quadrant.
#[derive(Debug, Serialize)]
pub struct Shares {
    pub concentrate_here: Option<f64>,
    pub keep_up: Option<f64>,
    pub low_priority: Option<f64>,
    pub possible_overkill: Option<f64>,
}

#[derive(Debug, Serialize)]
pub struct Agreement {
    pub same: usize,
    pub of: usize,
}

#[derive(Debug, Serialize)]
pub struct ByMethod {
    pub importance_kind: Importance,
    pub importance: f64,
    pub quadrant: Quadrant,
    pub standard_error: Option<f64>,
    #[serde(serialize_with = "json::p_value")]
    pub adjusted_p_value: Option<f64>,
}

/// One kind of importance.
#[derive(Debug, Serialize)]
pub struct MethodFigures {
    pub importance_kind: Importance,
    /// Why it cannot be computed.
    pub not_computed: Option<String>,
    pub respondents: Option<u64>,
    pub r_squared: Option<f64>,
    pub adjusted_r_squared: Option<f64>,
}

impl Drivers {
    pub fn in_quadrant(&self, quadrant: Quadrant) -> impl Iterator<Item = &Attribute> {
        let there = move |attribute: &&Attribute| attribute.quadrant == quadrant;
        self.attributes.iter().filter(there)
    }

    /// The attributes by rank.
    pub fn by_rank(&self) -> Vec<&Attribute> {
        let mut attributes: Vec<&Attribute> = self.attributes.iter().collect();
        attributes.sort_by_key(|attribute| attribute.rank);
        attributes
    }

    /// The methods that could be computed.
    pub fn computed(&self) -> impl Iterator<Item = &MethodFigures> {
        self.methods
            .iter()
            .filter(|method| method.not_computed.is_none())
    }

    pub fn method(&self, kind: Importance) -> Option<&MethodFigures> {
        self.methods
            .iter()
            .find(|method| method.importance_kind == kind)
    }
}

impl Attribute {
    pub fn by(&self, kind: Importance) -> Option<&ByMethod> {
        self.by_method.iter().find(|by| by.importance_kind == kind)
    }
}

/// The quadrants for each outcome of a survey; those of stated importance need none.
pub fn of(
    survey: &Survey,
    question: &Question,
    missed: &mut impl FnMut(Section, String, Why),
) -> Vec<Drivers> {
    let mapping = &survey.mapping;
    if mapping.attributes.is_empty() {
        return Vec::new();
    }
    let mut outcomes: Vec<Option<&str>> =
        mapping.outcomes.iter().map(|name| Some(&**name)).collect();
    if outcomes.is_empty() {
        outcomes.push(None);
    }
    let mut found = Vec::new();
    for outcome in outcomes {
        match for_outcome(survey, outcome, question) {
            Ok(mut drivers) => {
                if found.is_empty() {
                    drivers.notes.clone_from(&mapping.notes);
                }
                found.push(drivers);
            }
            Err(error) => {
                let label = outcome.map_or_else(|| STATED.to_owned(), |name| mapping.label(name));
                let why = match &error {
                    // Who left one of the questions open is among the respondents, and not among these.
                    Error::Insufficient { found, least, .. }
                        if usize::try_from(*found) != Ok(survey.respondents) =>
                    {
                        Why::Told(format!(
                            "{} with all answers of {}, at least {least} are needed",
                            count(*found),
                            counted(survey.respondents, "respondent", "respondents"),
                        ))
                    }
                    _ => error.into(),
                };
                missed(Section::Quadrants, label, why);
            }
        }
    }
    found
}

fn for_outcome(survey: &Survey, outcome: Option<&str>, question: &Question) -> Result<Drivers> {
    let mapping = &survey.mapping;
    let columns = |names: &mut dyn Iterator<Item = &String>| -> Result<Vec<_>> {
        names.map(|name| survey.column(name)).collect()
    };
    let rated = columns(&mut mapping.attributes.iter())?;
    let stated = columns(
        &mut mapping
            .attributes
            .iter()
            .filter_map(|name| mapping.stated.get(name)),
    )?;
    let overall = outcome.map(|name| survey.column(name)).transpose()?;
    let weights = survey.weights()?;

    let mut attributes = Vec::new();
    for (name, column) in mapping.attributes.iter().zip(&rated) {
        attributes.push((name.as_str(), column.answers()?));
    }
    let scale = attributes
        .first()
        .map_or(Scale::ONE_TO_TEN, |(_, answers)| answers.scale());
    let mut asked = retention::quadrant::Survey::new(attributes)?;
    if let Some(overall) = &overall {
        asked = asked.overall(overall.answers()?)?;
    }
    if !stated.is_empty() {
        let answers = stated.iter().map(|column| column.answers());
        asked = asked.stated(answers.collect::<Result<Vec<_>>>()?)?;
    }
    if let Some(weights) = &weights {
        asked = asked.weights(weights)?;
    }

    // Without an outcome nothing can be derived.
    let kind = match (outcome, question.importance) {
        (None, _) => Importance::Stated,
        (Some(_), kind) => kind,
    };
    let options = Options::default().crosshair(question.crosshair);
    let method = |kind| Method::from(kind).minimum(question.minimum);
    let bootstrap = asked.bootstrap(method(kind), options, question.resampling)?;

    let others: Vec<Importance> = METHODS
        .into_iter()
        .filter(|other| match other {
            Importance::Stated => !stated.is_empty(),
            _ => overall.is_some(),
        })
        .collect();
    let mut methods = Vec::new();
    let mut computed = Vec::new();
    for other in others {
        let assessed = asked
            .assess(method(other))
            .and_then(|assessment| Ok((assessment.analysis(options)?, assessment)));
        methods.push(MethodFigures::of(other, &assessed, survey));
        if let Ok((analysis, assessment)) = assessed {
            computed.push((other, analysis, assessment));
        }
    }
    let analysis = &bootstrap.analysis;
    let attributes = analysis.attributes.iter().zip(&bootstrap.attributes);
    Ok(Drivers {
        survey: survey.name.clone(),
        outcome: Outcome::of(survey, outcome),
        importance_kind: kind,
        crosshair: Lines {
            rule: question.crosshair,
            importance: analysis.importance_line,
            satisfaction: analysis.satisfaction_line,
        },
        attributes: attributes
            .map(|(placed, resampled)| Attribute {
                label: mapping.label(&placed.name),
                ..Attribute::of(placed, resampled, kind, &computed)
            })
            .collect::<Vec<_>>(),
        scale,
        respondents: bootstrap.assessment.used,
        left_out: bootstrap.assessment.left_out,
        satisfaction_by_importance: analysis.index,
        resampling: bootstrap.options,
        undefined_resamples: bootstrap.undefined,
        methods,
        contrasts: overall
            .is_some()
            .then(|| Contrasts::of(survey, &asked, question.minimum)),
        notes: Vec::new(),
    })
}

impl Outcome {
    fn of(survey: &Survey, outcome: Option<&str>) -> Self {
        let Some(name) = outcome else {
            return Self {
                name: STATED.to_owned(),
                label: STATED.to_owned(),
                columns: Vec::new(),
                alpha: None,
            };
        };
        let items = survey.mapping.items_of(name);
        let set = survey.mapping.sets.contains_key(name);
        Self {
            name: name.to_owned(),
            label: survey.mapping.label(name),
            columns: items.iter().map(|item| item.column.clone()).collect(),
            alpha: set
                .then(|| Set::of(survey, name).ok())
                .flatten()
                .and_then(|set| set.alpha),
        }
    }
}

impl Attribute {
    fn of(
        placed: &retention::quadrant::Placed,
        resampled: &Resampled,
        kind: Importance,
        computed: &[(Importance, Analysis, Assessment)],
    ) -> Self {
        let name = &placed.name;
        let by_method: Vec<ByMethod> = computed
            .iter()
            .filter_map(|(kind, analysis, assessment)| {
                let (placed, assessed) = (analysis.get(name)?, assessment.get(name)?);
                Some(ByMethod {
                    importance_kind: *kind,
                    importance: placed.importance,
                    quadrant: placed.quadrant,
                    standard_error: assessed.standard_error,
                    adjusted_p_value: assessed.adjusted_p_value,
                })
            })
            .collect();
        let others = || by_method.iter().filter(|by| by.importance_kind != kind);
        let same = others().filter(|by| by.quadrant == placed.quadrant).count();
        let correlation = by_method
            .iter()
            .find(|by| by.importance_kind == Importance::Pearson);
        let share = |quadrant| resampled.share(quadrant).value();
        Self {
            name: name.clone(),
            label: name.clone(),
            is_negative: correlation.is_some_and(|by| by.importance < 0.0),
            goes_against: correlation.is_some_and(|by| {
                by.importance < 0.0 && by.adjusted_p_value.is_some_and(|p| p < LEVEL)
            }),
            importance: placed.importance,
            importance_lower: resampled.importance.map(|interval| interval.lower()),
            importance_upper: resampled.importance.map(|interval| interval.upper()),
            satisfaction: placed.satisfaction,
            satisfaction_lower: resampled.satisfaction.map(|interval| interval.lower()),
            satisfaction_upper: resampled.satisfaction.map(|interval| interval.upper()),
            quadrant: placed.quadrant,
            recommended: placed
                .recommended()
                .unwrap_or_else(|| placed.quadrant.recommended()),
            rank: placed.rank,
            priority: placed.priority,
            same_quadrant: resampled.same.value(),
            quadrant_shares: Shares {
                concentrate_here: share(Quadrant::ConcentrateHere),
                keep_up: share(Quadrant::KeepUp),
                low_priority: share(Quadrant::LowPriority),
                possible_overkill: share(Quadrant::PossibleOverkill),
            },
            same_by_other_methods: Agreement {
                same,
                of: others().count(),
            },
            by_method,
        }
    }
}

impl MethodFigures {
    fn of(kind: Importance, assessed: &Result<(Analysis, Assessment)>, survey: &Survey) -> Self {
        let assessment = assessed.as_ref().ok().map(|(_, assessment)| assessment);
        Self {
            importance_kind: kind,
            not_computed: assessed.as_ref().err().map(|error| explain(error, survey)),
            respondents: assessment.map(|assessment| assessment.used),
            r_squared: assessment.and_then(|assessment| assessment.r_squared),
            adjusted_r_squared: assessment.and_then(|assessment| assessment.adjusted_r_squared),
        }
    }
}
