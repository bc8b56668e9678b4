//! Every figure of the report, computed once; text, JSON and pictures show these.

pub mod barriers;
pub mod competition;
pub mod cuts;
pub mod levels;
pub mod mapping;
pub mod types;

use retention::estimate::{Confidence, Estimate, Proportion};
use retention::loyalty::Threshold;
use retention::loyalty::hostages::{self, Hostages};
use retention::loyalty::phases::{self, Phase, Profile};
use retention::scale::{Missing, Scale};
use retention::{Error, Result};
use serde::Serialize;

use crate::kit::document::Document;
use crate::kit::output::{Files, Report};
use crate::kit::picture::Picture;
use crate::loyalty::survey::Survey;
use crate::loyalty::{pictures, report};
use crate::survey::ratings::by_code;
use barriers::{Barriers, Reliability};
use competition::CompetitionCurve;
use levels::{AtThreshold, LevelCounts, LevelShares, OutOfOrder, Rungs};
use mapping::{Mapped, NotMeasured};
use types::{HostageRow, Types};

#[derive(Debug, Serialize)]
pub struct Figures {
    pub survey: String,
    pub customers: usize,
    /// Cells without an answer, of the columns read.
    pub missing_answers: usize,
    pub skipped_rows: usize,
    /// Rows that say the same as an earlier one, where they are many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeated_rows: Option<usize>,
    pub mapping: Vec<Mapped>,
    /// Of satisfaction, loyalty and the phases.
    pub scale: Scale,
    /// Of switching costs; `None` where nothing of them was asked.
    pub switching_cost_scale: Option<Scale>,
    pub cuts: Question,
    pub everybody: Segment,
    pub providers: Vec<Segment>,
    /// By the segment of the mapping.
    pub groups: Vec<Segment>,
    pub levels_by_threshold: Vec<AtThreshold>,
    pub phases_out_of_order: OutOfOrder,
    pub ladder: Rungs,
    pub types: Vec<Types>,
    pub hostages: Vec<HostageRow>,
    pub reliability: Vec<Reliability>,
    pub switching_barriers: Barriers,
    pub competition_curve: Option<CompetitionCurve>,
    /// What the mapping says that readers should know of the switching costs.
    #[serde(skip)]
    pub notes: Vec<String>,
    pub not_measured: Vec<NotMeasured>,
    pub definitions: Definitions,
    #[serde(flatten)]
    pub files: Files,
}

/// What to compute.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Question {
    /// Of fewer customers no share is given.
    pub minimum: u64,
    /// From here a phase is attained.
    pub threshold: f64,
    /// Of a hostage, by provider and group.
    pub loyal: f64,
    pub satisfied: f64,
    pub held: f64,
}

/// All customers, those of a provider, or those of a group.
#[derive(Debug, Serialize)]
pub struct Segment {
    pub name: String,
    /// As it stands in the survey; `None` for everybody.
    pub code: Option<String>,
    pub customers: usize,
    /// Means of those who answered, each on the scale of the survey.
    pub satisfaction: Option<f64>,
    pub loyalty: Option<f64>,
    pub switching_cost: Option<f64>,
    pub standard_errors: StandardErrors,
    pub levels: LevelCounts,
    pub level_shares: LevelShares,
    /// At the cuts of the question.
    pub hostages: HostageRow,
}

#[derive(Debug, Serialize)]
pub struct StandardErrors {
    pub satisfaction: Option<f64>,
    pub loyalty: Option<f64>,
    pub switching_cost: Option<f64>,
}

/// A share with its interval, unless it is of too few.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Share {
    pub count: u64,
    pub of: u64,
    /// `None` of too few.
    pub share: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub insufficient: bool,
}

/// What the figures mean, in short.
#[derive(Debug, Serialize)]
pub struct Definitions {
    pub means: &'static str,
    pub levels: &'static str,
    pub shares: &'static str,
    pub types: &'static str,
    pub hostages: &'static str,
    pub switching_cost: &'static str,
    pub competition_curve: &'static str,
    pub out_of_order: &'static str,
}

const DEFINITIONS: Definitions = Definitions {
    means: "satisfaction and loyalty are each customer's mean of the items answered, switching_cost \
            that of its items where at least half are answered; each then averaged over the \
            customers who have it",
    levels: "the highest of Oliver's phases such that it and all before it score at least the \
             threshold; a phase scores the mean of its items where at least half are answered; \
             action was not asked about, so conative means conative or further; undecided: the \
             chain stops at a missing score",
    shares: "of those decided; Wilson's interval, 95 %; none where fewer than the minimum are \
             decided",
    types: "satisfied and loyal each from the cut on: loyalist both, mercenary satisfied only, \
            hostage loyal only, defector neither; whether they tell others was not asked, so \
            apostles are among the loyalists and terrorists among the defectors",
    hostages: "loyal from a cut on, satisfied below a cut, and a switching cost from a cut on, or \
               whatever the switching cost where its cut is null; of the loyal of whom it is \
               known; undecided: satisfaction is not known",
    switching_cost: "means of answers with their standard errors; facets are those of Burnham, Frels \
                     and Mahajan, the placing of items is the mapping's",
    competition_curve: "loyalty = u to the power of the exponent, both scales from 0 to 1, by least \
                        squares over customers; standard_error is the classical one, \
                        robust_standard_error the sandwich; a verdict only where both intervals \
                        exclude 1",
    out_of_order: "customers of whom a later phase reaches the threshold and an earlier one does \
                   not",
};

/// Everybody's scores, in the order of the rows.
pub struct Scores {
    pub scale: Scale,
    pub costs: Scale,
    /// Whether anything was asked of switching costs.
    pub costs_asked: bool,
    pub satisfaction: Vec<Option<f64>>,
    pub loyalty: Vec<Option<f64>>,
    pub switching_cost: Vec<Option<f64>>,
    pub profiles: Vec<Profile>,
}

impl Scores {
    fn of(survey: &Survey) -> Result<Self> {
        let columns = &survey.asked;
        let asked = [
            (Phase::Cognitive, survey.items(&columns.cognitive)?),
            (Phase::Affective, survey.items(&columns.affective)?),
            (Phase::Conative, survey.items(&columns.conative)?),
        ];
        let switching = columns.switching();
        Ok(Self {
            scale: survey.scale,
            costs: survey.costs,
            costs_asked: !switching.is_empty(),
            satisfaction: survey.scores(&columns.satisfaction, Missing::AtLeast(1))?,
            loyalty: survey.scores(&columns.loyalty, Missing::AtLeast(1))?,
            switching_cost: survey.scores(&switching, Missing::AtLeastHalf)?,
            profiles: phases::profiles(&asked, Missing::AtLeastHalf)?.collect(),
        })
    }

    /// Those of some customers.
    fn only(&self, rows: &[usize]) -> Self {
        let pick = |column: &[Option<f64>]| rows.iter().map(|&row| column[row]).collect();
        Self {
            scale: self.scale,
            costs: self.costs,
            costs_asked: self.costs_asked,
            satisfaction: pick(&self.satisfaction),
            loyalty: pick(&self.loyalty),
            switching_cost: pick(&self.switching_cost),
            profiles: rows.iter().map(|&row| self.profiles[row]).collect(),
        }
    }

    /// # Errors
    /// Those of the library.
    pub fn hostages(&self, rules: &hostages::Rules) -> Result<Vec<Hostages>> {
        let costs = self.costs.answers(&self.switching_cost)?;
        rules.count(
            &self.scale.answers(&self.satisfaction)?,
            &self.scale.answers(&self.loyalty)?,
            self.costs_asked.then_some(&costs),
        )
    }
}

impl Report for Figures {
    const DIRECTORY: &'static str = "target/loyalty-report";
    const DECIMALS: i32 = 9;
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
    /// What the survey says.
    ///
    /// # Errors
    /// Those of the library: a cut that lies on no scale.
    pub fn of(name: String, survey: &Survey, question: Question) -> Result<Self> {
        let scores = Scores::of(survey)?;
        let answers = &survey.answers;
        let mapping = &answers.mapping;
        let segments = |codes: &[Option<String>], what: &str, label: &dyn Fn(&str) -> String| {
            let found = by_code(codes).into_iter();
            found
                .map(|(code, rows)| {
                    let name = named(label(code), code, what);
                    Segment::of(name, Some(code.to_owned()), &scores.only(&rows), &question)
                })
                .collect::<Result<Vec<Segment>>>()
        };
        Ok(Self {
            survey: name,
            customers: answers.respondents,
            missing_answers: answers.missing(),
            skipped_rows: answers.bad.len(),
            repeated_rows: answers.repeated,
            mapping: mapping::mapped(survey),
            scale: survey.scale,
            switching_cost_scale: scores.costs_asked.then_some(survey.costs),
            cuts: question,
            everybody: Segment::of("Everybody".to_owned(), None, &scores, &question)?,
            providers: segments(&answers.suppliers, "Provider", &|code| {
                mapping.supplier_label(code)
            })?,
            groups: segments(&answers.segments, "Group", &|code| {
                mapping.segment_label(code)
            })?,
            levels_by_threshold: levels::by_threshold(&scores)?,
            phases_out_of_order: OutOfOrder::of(&scores, &question)?,
            ladder: Rungs::of(&scores)?,
            types: types::by_cut(&scores)?,
            hostages: types::hostages(&scores, question.minimum)?,
            reliability: barriers::reliability(survey)?,
            switching_barriers: Barriers::of(survey)?,
            competition_curve: match CompetitionCurve::of(&scores, question.minimum) {
                Ok(found) => found,
                // Nobody gave both satisfaction and loyalty.
                Err(Error::Empty { .. }) => None,
                Err(error) => return Err(error),
            },
            notes: mapping
                .loyalty
                .as_ref()
                .map(|loyalty| loyalty.notes.clone())
                .unwrap_or_default(),
            not_measured: mapping::not_measured(survey),
            definitions: DEFINITIONS,
            files: Files::default(),
        })
    }

    /// Everybody, then each provider, then each group.
    pub fn segments(&self) -> impl Iterator<Item = &Segment> {
        std::iter::once(&self.everybody)
            .chain(&self.providers)
            .chain(&self.groups)
    }
}

/// A label; of a number without one, what it is the number of.
fn named(label: String, code: &str, what: &str) -> String {
    if label == code && code.parse::<f64>().is_ok() {
        format!("{what} {code}")
    } else {
        label
    }
}

impl Segment {
    fn of(
        name: String,
        code: Option<String>,
        scores: &Scores,
        question: &Question,
    ) -> Result<Self> {
        let satisfaction = scores.scale.answers(&scores.satisfaction)?;
        let loyalty = scores.scale.answers(&scores.loyalty)?;
        let switching_cost = scores.costs.answers(&scores.switching_cost)?;
        let levels = levels::of(scores, Threshold::Value(question.threshold))?;
        Ok(Self {
            name,
            code,
            customers: scores.profiles.len(),
            satisfaction: satisfaction.mean(),
            loyalty: loyalty.mean(),
            switching_cost: switching_cost.mean(),
            standard_errors: StandardErrors {
                satisfaction: error(satisfaction.estimate()),
                loyalty: error(loyalty.estimate()),
                switching_cost: error(switching_cost.estimate()),
            },
            level_shares: LevelShares::of(&levels, question.minimum)?,
            levels,
            hostages: types::hostages_at(scores, question)?,
        })
    }
}

impl Share {
    pub fn of(share: Proportion, minimum: u64) -> Self {
        let of = share.denominator();
        let enough = of >= minimum;
        let interval = share.wilson(Confidence::default()).filter(|_| enough);
        Self {
            count: share.numerator(),
            of,
            share: share.value().filter(|_| enough),
            lower: interval.map(|interval| interval.lower()),
            upper: interval.map(|interval| interval.upper()),
            insufficient: !enough,
        }
    }
}

/// The standard error of an estimate.
pub fn error(estimate: Option<Estimate>) -> Option<f64> {
    estimate.map(|estimate| estimate.standard_error())
}
