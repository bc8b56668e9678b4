//! How satisfied customers are, in the figures that the scale of the question allows.

use retention::estimate::Confidence;
use retention::satisfaction::{index, nps, rating};
use retention::scale::Scale;
use retention::{Error, Result};
use serde::Serialize;

use super::{Section, Why};
use crate::survey::ratings::Survey;

/// The two highest boxes, unless the mapping says otherwise.
const TOP_BOXES: u32 = 2;

/// What one survey says.
#[derive(Debug, Serialize)]
pub struct Satisfaction {
    pub survey: String,
    pub index: Option<Index>,
    pub top_boxes: Vec<TopBoxes>,
    pub net_promoter_score: Option<Nps>,
    /// Why there is none, where recommendation was asked.
    pub no_net_promoter_score: Option<NoNps>,
}

#[derive(Debug, Serialize)]
pub struct Index {
    pub columns: [String; 3],
    pub value: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub answered: u64,
    pub left_out: u64,
    /// Means of the three questions: overall, against expectations, against the ideal.
    pub means: [Option<f64>; 3],
    pub options: index::Options,
}

#[derive(Debug, Serialize)]
pub struct TopBoxes {
    pub name: String,
    pub label: String,
    pub scale: Scale,
    /// How many of the highest boxes count.
    pub boxes: u32,
    pub share: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub mean: Option<f64>,
    pub answered: u64,
    pub missing: u64,
}

#[derive(Debug, Serialize)]
pub struct Nps {
    pub name: String,
    pub label: String,
    pub score: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub promoters: Option<f64>,
    pub passives: Option<f64>,
    pub detractors: Option<f64>,
    pub answered: u64,
    pub missing: u64,
    pub options: nps::Options,
    /// Whether this is the score as published, and not the same arithmetic on another scale.
    pub as_published: bool,
}

#[derive(Debug, Serialize)]
pub struct NoNps {
    pub name: String,
    pub label: String,
    pub asked_on: Scale,
    pub why: String,
}

impl Satisfaction {
    /// What a survey says; `None` where it asks for nothing of this.
    pub fn of(survey: &Survey, missed: &mut impl FnMut(Section, String, Why)) -> Option<Self> {
        let mapping = &survey.mapping;
        if mapping.index.is_none() && mapping.satisfied.is_empty() && mapping.recommend.is_none() {
            return None;
        }
        let mut note =
            |what: String, error: Error| missed(Section::Satisfaction, what, error.into());
        let index = mapping.index.as_ref().and_then(|columns| {
            let index = Index::of(survey, columns.each());
            index
                .map_err(|error| note("Satisfaction index".into(), error))
                .ok()
        });
        let mut top_boxes = Vec::new();
        for name in &mapping.satisfied {
            match TopBoxes::of(survey, name) {
                Ok(found) => top_boxes.push(found),
                Err(error) => note(mapping.label(name), error),
            }
        }
        let (mut score, mut none) = (None, None);
        if let Some(name) = &mapping.recommend {
            match Nps::of(survey, name) {
                Ok(found) => score = Some(found),
                Err(Error::Mismatch { .. }) => none = NoNps::of(survey, name).ok(),
                Err(error) => note(mapping.label(name), error),
            }
        }
        Some(Self {
            survey: survey.name.clone(),
            index,
            top_boxes,
            net_promoter_score: score,
            no_net_promoter_score: none,
        })
    }

    pub const fn is_empty(&self) -> bool {
        self.index.is_none() && self.top_boxes.is_empty() && self.net_promoter_score.is_none()
    }
}

impl Index {
    fn of(survey: &Survey, names: [&str; 3]) -> Result<Self> {
        let [overall, expectations, ideal] = names.map(|name| survey.column(name));
        let (overall, expectations, ideal) = (overall?, expectations?, ideal?);
        let items = index::Items {
            overall: overall.answers()?,
            expectations: expectations.answers()?,
            ideal: ideal.answers()?,
        };
        let options = index::Options::default().scale(items.overall.scale());
        let found = index::SatisfactionIndex::of(items, survey.weights()?.as_ref(), options)?;
        let interval = found.interval(Confidence::default());
        let means = [
            found.items.overall,
            found.items.expectations,
            found.items.ideal,
        ];
        Ok(Self {
            columns: names.map(str::to_owned),
            value: found.value(),
            lower: interval.map(|interval| interval.lower()),
            upper: interval.map(|interval| interval.upper()),
            answered: found.answered(),
            left_out: found.missing(),
            means: means.map(|item| item.mean),
            options,
        })
    }
}

impl TopBoxes {
    fn of(survey: &Survey, name: &str) -> Result<Self> {
        let boxes = survey.mapping.top_boxes.unwrap_or(TOP_BOXES);
        let column = survey.column(name)?;
        let answers = column.answers()?;
        let weights = survey.weights()?;
        let csat = rating::Options::csat().scale(answers.scale());
        let top = csat.measure(rating::Measure::TopBoxes(boxes));
        let rating = rating::Rating::of(&answers, weights.as_ref(), top)?;
        let interval = rating.interval(Confidence::default());
        Ok(Self {
            name: name.to_owned(),
            label: survey.mapping.label(name),
            scale: answers.scale(),
            boxes,
            share: rating.value(),
            lower: interval.map(|interval| interval.lower()),
            upper: interval.map(|interval| interval.upper()),
            mean: answers.summary(weights.as_ref())?.mean,
            answered: rating.answered,
            missing: rating.missing,
        })
    }
}

/// The score as published, or by the cuts of the mapping.
pub fn question(survey: &Survey, scale: Scale) -> nps::Question {
    match survey.mapping.cuts() {
        Some((promoters_from, passives_from)) => nps::Question::Mapped {
            scale,
            promoters_from,
            passives_from,
        },
        None => nps::Question::default(),
    }
}

impl Nps {
    fn of(survey: &Survey, name: &str) -> Result<Self> {
        let column = survey.column(name)?;
        let answers = column.answers()?;
        let question = question(survey, answers.scale());
        let options = nps::Options::default().question(question);
        let found = nps::NetPromoterScore::of(&answers, survey.weights()?.as_ref(), options)?;
        let interval = found.interval(Confidence::default());
        Ok(Self {
            name: name.to_owned(),
            label: survey.mapping.label(name),
            score: found.score,
            lower: interval.map(|interval| interval.lower()),
            upper: interval.map(|interval| interval.upper()),
            promoters: found.promoters.value(),
            passives: found.passives.value(),
            detractors: found.detractors.value(),
            answered: found.answered,
            missing: found.missing,
            options,
            as_published: question == nps::Question::ZeroToTen,
        })
    }
}

impl NoNps {
    fn of(survey: &Survey, name: &str) -> Result<Self> {
        let column = survey.column(name)?;
        let asked_on = column.answers()?.scale();
        Ok(Self {
            name: name.to_owned(),
            label: survey.mapping.label(name),
            asked_on,
            why: format!(
                "it was asked on {asked_on}, and the score is defined on {} only",
                nps::Question::default().scale(),
            ),
        })
    }
}
