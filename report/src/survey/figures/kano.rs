//! What customers take for granted, what they want more of, and what delights them.

use retention::Result;
use retention::estimate::Confidence;
use retention::satisfaction::kano::{self, Answer, Category, Pair};
use serde::Serialize;

use super::{Section, Why};
use crate::survey::ratings::Survey;

/// The features of a survey.
#[derive(Debug, Serialize)]
pub struct Features {
    pub survey: String,
    pub options: kano::Options,
    pub features: Vec<Feature>,
}

/// A feature, by what customers said of having it and of lacking it.
#[derive(Debug, Serialize)]
pub struct Feature {
    pub name: String,
    pub functional: String,
    pub dysfunctional: String,
    pub answered: u64,
    pub missing: u64,
    /// The most frequent category.
    pub category: Option<Category>,
    /// The same, where it is told apart from the next.
    pub distinct_category: Option<Category>,
    pub second: Option<Category>,
    /// Of every category, in percent.
    pub shares: Vec<CategoryShare>,
    pub better: Option<f64>,
    pub better_lower: Option<f64>,
    pub better_upper: Option<f64>,
    pub worse: Option<f64>,
    pub worse_lower: Option<f64>,
    pub worse_upper: Option<f64>,
    /// The category by the two coefficients.
    pub quadrant: Option<Category>,
    pub is_combination: bool,
}

/// How many chose a category.
#[derive(Debug, Serialize)]
pub struct CategoryShare {
    pub category: Category,
    pub count: u64,
    pub share: Option<f64>,
}

impl Features {
    /// The features that the mapping names; `None` where it names none, or none could be computed.
    pub fn of(survey: &Survey, missed: &mut impl FnMut(Section, String, Why)) -> Option<Self> {
        let options = kano::Options::default();
        let mut features = Vec::new();
        for (name, asked) in &survey.mapping.kano {
            let columns = Pair {
                functional: &*asked.functional,
                dysfunctional: &*asked.dysfunctional,
            };
            match Feature::of(survey, name, columns, options) {
                Ok(feature) => features.push(feature),
                Err(error) => missed(Section::Kano, name.clone(), error.into()),
            }
        }
        (!features.is_empty()).then(|| Self {
            survey: survey.name.clone(),
            options,
            features,
        })
    }
}

impl Feature {
    fn of(
        survey: &Survey,
        name: &str,
        columns: Pair<&str>,
        options: kano::Options,
    ) -> Result<Self> {
        let pair = Pair {
            functional: answers(survey, columns.functional)?,
            dysfunctional: answers(survey, columns.dysfunctional)?,
        };
        let found = kano::Kano::of(pair, survey.weights()?.as_ref(), options)?;
        let ends = |share: retention::estimate::WeightedProportion| {
            let interval = share.wilson(Confidence::default());
            interval.map(|interval| (interval.lower(), interval.upper()))
        };
        let (better, worse) = (ends(found.better_share), ends(found.worse_share));
        Ok(Self {
            name: name.to_owned(),
            functional: columns.functional.to_owned(),
            dysfunctional: columns.dysfunctional.to_owned(),
            answered: found.answered,
            missing: found.missing,
            category: found.category,
            distinct_category: found.distinct_category,
            second: found.second,
            shares: Category::ALL
                .iter()
                .map(|&category| CategoryShare {
                    category,
                    count: found.share(category).counts().numerator(),
                    share: found.share(category).value(),
                })
                .collect(),
            better: found.better,
            better_lower: better.map(|(lower, _)| lower),
            better_upper: better.map(|(_, upper)| upper),
            worse: found.worse,
            // The share has no sign, so its upper end is the lower one here.
            worse_lower: worse.map(|(_, upper)| -upper),
            worse_upper: worse.map(|(lower, _)| -lower),
            quadrant: found.quadrant,
            is_combination: found.is_combination,
        })
    }

    pub fn share(&self, of: Category) -> Option<f64> {
        let found = self.shares.iter().find(|share| share.category == of);
        found.and_then(|found| found.share)
    }
}

/// The answers of a column in Kano's terms.
fn answers(survey: &Survey, column: &str) -> Result<Vec<Option<Answer>>> {
    let mut found = Vec::new();
    for column in survey.items(column) {
        let answers = column.answers()?;
        for answer in answers.iter() {
            found.push(answer.map(coded).transpose()?);
        }
    }
    Ok(found)
}

/// A whole number from 1 to 5; anything else is no code.
fn coded(answer: f64) -> Result<Answer> {
    let code = (1..=5_u8).find(|code| f64::from(*code) == answer);
    Answer::from_code(code.unwrap_or(0))
}
