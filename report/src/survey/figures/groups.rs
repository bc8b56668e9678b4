//! The same figures by segment and by wave.

use retention::Result;
use retention::estimate::{Confidence, Design, Influence};
use retention::satisfaction::nps::{self, NetPromoterScore, Options};
use retention::scale::Scale;
use serde::Serialize;

use super::differences::{self, Difference};
use super::satisfaction::question;
use super::{Section, Why};
use crate::survey::ratings::{Survey, by_code};

/// A column with more values than this tells respondents apart, not groups of them.
const MOST: usize = 40;

/// What the groups are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Segment,
    Wave,
}

/// The respondents of a survey, by what a column says of them.
#[derive(Debug, Serialize)]
pub struct Groups {
    pub survey: String,
    pub kind: Kind,
    /// The column, or nothing where each wave is a file.
    pub column: Option<String>,
    pub label: Option<String>,
    pub groups: Vec<Group>,
    /// Respondents of whom it is not known.
    pub without_group: usize,
    pub questions: Vec<Question>,
    /// Between every two segments, and between each wave and the next.
    pub differences: Vec<Difference>,
    /// Whether respondents are known by name, so that those of several groups are counted as one.
    pub matched: bool,
}

#[derive(Debug, Serialize)]
pub struct Group {
    /// As the survey writes it.
    pub name: String,
    pub label: String,
    pub respondents: usize,
    #[serde(skip)]
    pub rows: Vec<usize>,
}

/// One question, by group.
#[derive(Debug, Serialize)]
pub struct Question {
    pub name: String,
    pub label: String,
    pub measure: Measure,
    pub scale: Scale,
    /// In the order of the groups.
    pub figures: Vec<Figure>,
}

/// What is taken of the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    Mean,
    /// Promoters less detractors, in points.
    NetPromoterScore,
}

/// A figure of one group.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Figure {
    pub value: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub answered: u64,
}

/// The groups of a survey, by segment and by wave.
pub fn of(survey: &Survey, missed: &mut impl FnMut(Section, String, Why)) -> Vec<Groups> {
    let mapping = &survey.mapping;
    let mut found = Vec::new();
    for (kind, column, codes) in [
        (Kind::Segment, mapping.segment.as_deref(), &survey.segments),
        (Kind::Wave, mapping.wave.as_deref(), &survey.waves),
    ] {
        let mut rows = by_code(codes);
        if column.is_none() {
            // Files are in the order given.
            rows.sort_by_key(|(_, rows)| rows.first().copied());
        }
        if rows.is_empty() {
            continue;
        }
        let what = match kind {
            Kind::Segment => "Segments",
            Kind::Wave => "Waves",
        };
        if rows.len() > MOST {
            missed(
                Section::Groups,
                what.to_owned(),
                Why::Said(
                    "the column has too many values; each should be that of a group of respondents",
                ),
            );
            continue;
        }
        let label = |code: &str| match kind {
            Kind::Segment => mapping.segment_label(code),
            Kind::Wave => mapping.wave_label(code),
        };
        let groups: Vec<Group> = rows
            .into_iter()
            .map(|(code, rows)| Group {
                name: code.to_owned(),
                label: label(code),
                respondents: rows.len(),
                rows,
            })
            .collect();
        let mut questions = Vec::new();
        for name in asked(survey) {
            match Asked::of(survey, name, Measure::Mean, &groups) {
                Ok(question) => questions.push(question),
                Err(error) => missed(Section::Groups, mapping.label(name), error.into()),
            }
        }
        // Where it is no score, Satisfaction says so.
        if let Some(name) = &mapping.recommend {
            questions.extend(Asked::of(survey, name, Measure::NetPromoterScore, &groups));
        }
        if questions.is_empty() {
            continue;
        }
        let differences = differences::of(survey, kind, &groups, &questions);
        found.push(Groups {
            survey: survey.name.clone(),
            kind,
            label: column.map(|column| mapping.label(column)),
            column: column.map(str::to_owned),
            without_group: codes.iter().filter(|code| code.is_none()).count(),
            differences: differences.unwrap_or_else(|error| {
                missed(
                    Section::Groups,
                    format!("{what}: differences"),
                    error.into(),
                );
                Vec::new()
            }),
            matched: mapping.respondent.is_some(),
            groups,
            questions: questions.into_iter().map(|asked| asked.question).collect(),
        });
    }
    found
}

/// What is compared: satisfaction and outcomes, or what customers rate where there are none.
fn asked(survey: &Survey) -> Vec<&str> {
    let mapping = &survey.mapping;
    let mut names: Vec<&str> = Vec::new();
    for name in mapping.satisfied.iter().chain(&mapping.outcomes) {
        if !names.contains(&&**name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        names.extend(mapping.attributes.iter().map(String::as_str));
    }
    names
}

/// A question, and what each respondent contributes to the figure of each group.
pub(super) struct Asked {
    pub(super) question: Question,
    /// In the order of the groups; `None` where there is no figure.
    pub(super) influences: Vec<Option<Influence>>,
}

impl Asked {
    fn of(survey: &Survey, name: &str, measure: Measure, groups: &[Group]) -> Result<Self> {
        let column = survey.column(name)?;
        let scale = column.answers()?.scale();
        let weights = survey.weights()?;
        let (mut figures, mut influences) = (Vec::new(), Vec::new());
        for group in groups {
            let own = column.only(&group.rows);
            let answers = own.answers()?;
            let mut values = vec![None; column.respondents()];
            let options = Options::default().question(question(survey, scale));
            for (&row, answer) in group.rows.iter().zip(answers.iter()) {
                values[row] = match (answer, measure) {
                    (None, _) => None,
                    (Some(answer), Measure::Mean) => Some(answer),
                    (Some(answer), Measure::NetPromoterScore) => {
                        Some(points(options.classify(answer)?))
                    }
                };
            }
            let influence = Influence::of_mean(values, weights.as_ref())?;
            let found = match measure {
                // Nobody with weight answered.
                _ if influence.is_none() => Figure::of_mean(None),
                Measure::Mean => Figure::of_mean(influence.as_ref()),
                Measure::NetPromoterScore => {
                    let weights = survey.weights_of(&group.rows)?;
                    let found = NetPromoterScore::of(&answers, weights.as_ref(), options)?;
                    let interval = found.interval(Confidence::default());
                    Figure {
                        value: found.score,
                        lower: interval.map(|interval| interval.lower()),
                        upper: interval.map(|interval| interval.upper()),
                        answered: found.answered,
                    }
                }
            };
            figures.push(found);
            influences.push(influence);
        }
        Ok(Self {
            question: Question {
                name: name.to_owned(),
                label: survey.mapping.label(name),
                measure,
                scale,
                figures,
            },
            influences,
        })
    }
}

/// What a respondent adds to the score, in points.
const fn points(group: nps::Group) -> f64 {
    match group {
        nps::Group::Promoter => 100.0,
        nps::Group::Passive => 0.0,
        nps::Group::Detractor => -100.0,
    }
}

impl Figure {
    /// One answer has a mean, and no spread.
    fn of_mean(influence: Option<&Influence>) -> Self {
        let estimate = influence.and_then(|found| found.estimate(&Design::default()).ok());
        let interval = estimate.map(|estimate| estimate.interval(Confidence::default()));
        Self {
            value: influence.map(Influence::value),
            lower: interval.map(|interval| interval.lower()),
            upper: interval.map(|interval| interval.upper()),
            answered: influence.map_or(0, Influence::counted),
        }
    }
}
