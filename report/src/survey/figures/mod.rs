//! Every figure of the report, computed once; text, JSON and pictures show these.

pub mod contrasts;
pub mod differences;
pub mod drivers;
pub mod groups;
pub mod kano;
pub mod published;
pub mod satisfaction;
pub mod servqual;
pub mod worth;

use retention::Error;
use retention::estimate::Resampling;
use retention::fit::Outcome;
use retention::quadrant::{Crosshair, Importance};
use retention::scale::ItemSet;
use serde::Serialize;

use crate::kit::document::Document;
use crate::kit::fields::quote;
use crate::kit::output::{Files, Report};
use crate::kit::picture::Picture;
use crate::survey::ratings::{Column, Survey};
use crate::survey::{pictures, report};
use drivers::Drivers;
use published::Published;
use satisfaction::Satisfaction;
use worth::ValueAdded;

#[derive(Debug, Serialize)]
pub struct Figures {
    pub surveys: Vec<About>,
    /// The first outcome.
    pub quadrants: Option<Drivers>,
    pub quadrants_of_other_outcomes: Vec<Drivers>,
    pub reliability: Vec<Set>,
    pub satisfaction: Vec<Satisfaction>,
    pub value_added: Option<ValueAdded>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kano: Vec<kano::Features>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub service: Vec<servqual::Service>,
    /// The same figures by segment and by wave.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<groups::Groups>,
    /// Examples from the literature, beside the bundled surveys only.
    #[serde(flatten)]
    pub published: Option<Published>,
    /// What was asked for and cannot be said, and why.
    pub not_computed: Vec<NotComputed>,
    pub definitions: Definitions,
    #[serde(flatten)]
    pub files: Files,
}

/// A survey, as it was read.
#[derive(Debug, Serialize)]
pub struct About {
    pub survey: String,
    pub title: Option<String>,
    pub about: Option<String>,
    pub respondents: usize,
    /// Columns of answers that were read.
    pub columns: usize,
    /// Cells of these without an answer.
    pub missing_answers: usize,
    /// Rows that could not be read.
    pub skipped_rows: usize,
    /// Rows that say the same as an earlier one, where they are many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeated_rows: Option<usize>,
    pub weight: Option<String>,
    pub effective_sample_size: Option<f64>,
    pub reversed: Vec<String>,
}

/// A figure that was asked for and cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotComputed {
    pub survey: String,
    pub section: Section,
    pub what: String,
    pub why: String,
}

/// Why a figure cannot be computed.
#[derive(Debug)]
pub enum Why {
    Library(Error),
    Said(&'static str),
    Told(String),
}

impl From<Error> for Why {
    fn from(error: Error) -> Self {
        Self::Library(error)
    }
}

impl Why {
    fn explain(&self, survey: &Survey) -> String {
        match self {
            Self::Library(error) => explain(error, survey),
            Self::Said(why) => (*why).to_owned(),
            Self::Told(why) => why.clone(),
        }
    }
}

/// A part of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    Quadrants,
    Reliability,
    Satisfaction,
    ValueAdded,
    Kano,
    Service,
    Groups,
}

/// How well the items of a set go together.
#[derive(Debug, Serialize)]
pub struct Set {
    pub survey: String,
    pub name: String,
    pub label: String,
    pub items: Vec<SetItem>,
    pub used: u64,
    pub left_out: u64,
    pub alpha: Option<f64>,
    pub alpha_lower: Option<f64>,
    pub alpha_upper: Option<f64>,
    pub omega: Option<f64>,
    pub omega_outcome: Outcome,
}

#[derive(Debug, Serialize)]
pub struct SetItem {
    pub name: String,
    pub label: String,
    pub mean: Option<f64>,
    pub item_rest_correlation: Option<f64>,
    pub alpha_if_dropped: Option<f64>,
    /// Whether everybody counted gave the same answer.
    #[serde(skip)]
    pub is_constant: bool,
}

/// What to compute.
#[derive(Debug, Clone)]
pub struct Question {
    pub importance: Importance,
    pub crosshair: Crosshair,
    pub minimum: u64,
    pub resampling: Resampling,
    /// Whether the published examples belong to it.
    pub published: bool,
}

/// What the figures mean, in short.
#[derive(Debug, Serialize)]
pub struct Definitions {
    pub importance: &'static str,
    pub crosshair: &'static str,
    pub quadrant: &'static str,
    pub rank: &'static str,
    pub same_quadrant: &'static str,
    pub by_method: &'static str,
    pub reliability: &'static str,
    pub satisfaction_index: &'static str,
    pub top_boxes: &'static str,
    pub net_promoter_score: &'static str,
    pub customer_value_added: &'static str,
    pub band: &'static str,
    pub missing: &'static str,
}

const DEFINITIONS: Definitions = Definitions {
    importance: "how the ratings of an attribute go with the outcome over the respondents, by \
                 importance_kind; an association, not an effect",
    crosshair: "the two lines: the mean or the median of the attributes' importance and of their \
                satisfaction; what lies on a line counts as high",
    quadrant: "concentrate_here: important, rated low; keep_up: important, rated high; \
               low_priority: less important, rated low; possible_overkill: less important, rated \
               high; all against the other attributes",
    rank: "1 for the attribute farthest towards much importance and little satisfaction, in standard \
           deviations of the attributes from the crosshair",
    same_quadrant: "share of the resamples of respondents, with replacement, in which the attribute \
                    is in the same quadrant again",
    by_method: "the same by other kinds of importance; p-values are two-sided and adjusted for as \
                many tests as there are attributes, by Holm's method",
    reliability: "Cronbach's alpha and McDonald's omega, of the respondents who answered every item; \
                  the 95 % interval of alpha holds for answers of any distribution; none where everybody \
                  answered an item the same",
    satisfaction_index: "mean of three questions as the way from the low end of the scale to the \
                         high one, 0 to 100, equal weights; the form of the American Customer \
                         Satisfaction Index without its weights; the interval is Student's, 95 %",
    top_boxes: "share of the answers in the highest boxes; the interval is Wilson's, 95 %",
    net_promoter_score: "share of promoters less share of detractors, in points; only for \
                         recommendation asked on 0 to 10",
    customer_value_added: "mean worth among a supplier's own customers over the mean of the other \
                           suppliers' means among theirs, each supplier counting the same; the \
                           interval is Fieller's, 95 %",
    band: "below_parity under 0.98, parity to 1.03, above_parity to 1.10, world_class above; \
           probabilities take both means as normal",
    missing: "empty cells and the codes of the mapping; a figure is of those who answered what it \
              needs",
};

impl Report for Figures {
    const DIRECTORY: &'static str = "target/survey-report";
    const DECIMALS: i32 = 12;
    const NO_PICTURES: &'static str = "No pictures: there is nothing to draw.";

    fn pictures(&self) -> std::result::Result<Vec<Picture>, String> {
        pictures::draw(self)
    }

    fn document(&self, pictures: &[Picture]) -> Document {
        report::document(self, pictures)
    }

    fn files(&mut self) -> &mut Files {
        &mut self.files
    }
}

impl Figures {
    /// What the surveys say. What cannot be computed is listed with its reason.
    pub fn of(surveys: &[Survey], question: &Question) -> Self {
        let mut not_computed = Vec::new();
        let (mut drivers, mut reliability) = (Vec::new(), Vec::new());
        let (mut satisfaction, mut worth) = (Vec::new(), Vec::new());
        let (mut kano, mut service, mut groups) = (Vec::new(), Vec::new(), Vec::new());
        for survey in surveys {
            let mut missed = |section, what: String, error: Why| {
                not_computed.push(NotComputed {
                    survey: survey.name.clone(),
                    section,
                    what,
                    why: error.explain(survey),
                });
            };
            drivers.extend(drivers::of(survey, question, &mut missed));
            for name in survey.mapping.sets.keys() {
                match Set::of(survey, name) {
                    Ok(set) => reliability.push(set),
                    Err(error) => {
                        missed(
                            Section::Reliability,
                            survey.mapping.label(name),
                            error.into(),
                        );
                    }
                }
            }
            satisfaction.extend(Satisfaction::of(survey, &mut missed));
            if let (Some(supplier), Some(item)) = (&survey.mapping.supplier, &survey.mapping.worth)
            {
                match ValueAdded::of(survey, supplier, item) {
                    Ok(added) => worth.push(added),
                    Err(error) => missed(Section::ValueAdded, "Customer value added".into(), error),
                }
            }
            kano.extend(kano::Features::of(survey, &mut missed));
            if let Some(asked) = &survey.mapping.servqual {
                match servqual::Service::of(survey, asked) {
                    Ok(found) => service.push(found),
                    Err(error) => missed(Section::Service, "Service quality".into(), error.into()),
                }
            }
            groups.extend(groups::of(survey, &mut missed));
        }
        let mut drivers = drivers.into_iter();
        Self {
            surveys: surveys.iter().map(About::of).collect(),
            quadrants: drivers.next(),
            quadrants_of_other_outcomes: drivers.collect(),
            reliability,
            satisfaction,
            value_added: worth.into_iter().next(),
            kano,
            service,
            groups,
            published: question.published.then(Published::of).and_then(Result::ok),
            not_computed,
            definitions: DEFINITIONS,
            files: Files::default(),
        }
    }

    /// The quadrants of every outcome.
    pub fn drivers(&self) -> impl Iterator<Item = &Drivers> {
        self.quadrants
            .iter()
            .chain(&self.quadrants_of_other_outcomes)
    }

    /// Whether nothing that was asked for could be computed.
    pub fn is_empty(&self) -> bool {
        self.quadrants.is_none()
            && self.reliability.is_empty()
            && self.satisfaction.iter().all(Satisfaction::is_empty)
            && self.value_added.is_none()
            && self.kano.is_empty()
            && self.service.is_empty()
    }
}

impl About {
    fn of(survey: &Survey) -> Self {
        let items: Vec<_> = survey.mapping.items().collect();
        let weights = survey.weights().ok().flatten();
        Self {
            survey: survey.name.clone(),
            title: survey.mapping.title.clone(),
            about: survey.mapping.about.clone(),
            respondents: survey.respondents,
            columns: survey.columns_read,
            missing_answers: survey.missing(),
            skipped_rows: survey.bad.len(),
            repeated_rows: survey.repeated,
            weight: survey.mapping.weight.clone(),
            effective_sample_size: weights.map(|w| w.effective_sample_size()),
            reversed: items
                .iter()
                .filter(|item| item.reversed)
                .map(|item| item.column.clone())
                .collect(),
        }
    }
}

impl Set {
    /// Whether the items go against each other: by an alpha below zero, or by none where they add up to
    /// the same for everybody.
    pub fn goes_against_itself(&self) -> bool {
        let mut items = self.items.iter();
        match self.alpha {
            Some(alpha) => alpha < 0.0,
            None => {
                !self.has_constant()
                    && items.any(|item| item.item_rest_correlation.is_some_and(|r| r < 0.0))
            }
        }
    }

    /// Whether everybody answered an item the same.
    pub fn has_constant(&self) -> bool {
        self.items.iter().any(|item| item.is_constant)
    }

    fn of(survey: &Survey, name: &str) -> retention::Result<Self> {
        let columns = survey.items(name);
        let answers = columns.iter().map(|column| column.answers());
        let set = ItemSet::new(answers.collect::<retention::Result<Vec<_>>>()?)?;
        let reliability = set.reliability(survey.weights()?.as_ref())?;
        let omega = reliability.omega();
        // Of a question that all answered the same nobody knows how it goes with the rest.
        let has_constant = columns.iter().any(|column| is_constant(column, &columns));
        let alpha = reliability
            .alpha
            .filter(|alpha| !has_constant || alpha.value() < 0.0);
        let interval =
            alpha.map(|alpha| alpha.interval(retention::estimate::Confidence::default()));
        let items = survey
            .mapping
            .items_of(name)
            .into_iter()
            .zip(&reliability.items);
        Ok(Self {
            survey: survey.name.clone(),
            name: name.to_owned(),
            label: survey.mapping.label(name),
            items: items
                .zip(&columns)
                .map(|((item, found), column)| SetItem {
                    is_constant: is_constant(column, &columns),
                    name: item.column.clone(),
                    label: survey.mapping.label(&item.column),
                    mean: found.mean,
                    item_rest_correlation: found.item_rest_correlation,
                    alpha_if_dropped: found.alpha_if_dropped,
                })
                .collect(),
            used: reliability.used,
            left_out: reliability.left_out,
            alpha: alpha.map(|alpha| alpha.value()),
            alpha_lower: interval.map(|interval| interval.lower()),
            alpha_upper: interval.map(|interval| interval.upper()),
            omega: omega.value,
            omega_outcome: omega.outcome,
        })
    }
}

/// Whether everybody who answered all columns gave the same answer in this one.
fn is_constant(column: &Column, columns: &[Column]) -> bool {
    let complete = (0..column.respondents())
        .filter(|&row| columns.iter().all(|column| column.answer(row).is_some()));
    let answers: Vec<Option<f64>> = complete.map(|row| column.answer(row)).collect();
    answers.len() > 1 && answers.iter().all(|answer| answer == &answers[0])
}

/// What the library calls the spread of an outcome.
const OVERALL: &str = "variance of the overall answers";

/// An error of the library in the words of a survey: lines for rows, labels for columns.
fn explain(error: &Error, survey: &Survey) -> String {
    match error {
        Error::Singular { value, reason, .. } if reason.contains("same rating") => {
            let label = survey.mapping.label(value);
            format!("{} is the same for everybody", quote(&label))
        }
        Error::Singular {
            argument, value, ..
        } => {
            let label = survey.mapping.label(value);
            format!(
                "{argument} cannot be told apart: {} is the same for everybody, or follows from the \
                 others",
                quote(&label),
            )
        }
        Error::OutOfRange { argument, .. } if *argument == OVERALL => {
            "its answers, or their means, are the same for everybody, so nothing is seen to go with it"
                .to_owned()
        }
        // What the library would have its caller set is no help to a reader.
        Error::Empty { argument, .. } => format!("no {argument}, at least one is needed"),
        Error::Insufficient {
            argument,
            found,
            least,
            ..
        } => {
            let one = argument.strip_suffix('s').filter(|_| *found == 1);
            let argument = one.unwrap_or(argument);
            format!("only {found} {argument}, at least {least} are needed")
        }
        Error::OutOfRange { .. } | Error::NotFinite { .. } => {
            let row = error.row().and_then(|row| usize::try_from(row).ok());
            match row.and_then(|row| survey.lines.get(row).zip(Some(row))) {
                Some((line, row)) => match survey.file(row) {
                    Some(file) => format!("{file}, line {line}: {error}"),
                    None => format!("line {line}: {error}"),
                },
                None => error.to_string(),
            }
        }
        _ => error.to_string(),
    }
}
