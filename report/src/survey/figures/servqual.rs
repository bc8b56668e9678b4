//! What customers expect of a service and what they find, by dimension.

use retention::Result;
use retention::estimate::Confidence;
use retention::satisfaction::servqual::{self, Dimension, Form, Rater};
use retention::scale::{Answers, Item, ItemSet, Scale, Summary};
use serde::Serialize;

use crate::survey::mapping;
use crate::survey::ratings::{Column, Survey};

/// The service of one survey.
#[derive(Debug, Serialize)]
pub struct Service {
    pub survey: String,
    pub form: Form,
    pub scale: Scale,
    pub respondents: u64,
    pub dimensions: Vec<Figures>,
    pub unweighted: Score,
    /// Each dimension counted by its weight.
    pub weighted: Score,
    /// Where the weights are the survey's own, and not the published ones.
    pub own_weights: bool,
    pub items: Vec<ItemFigures>,
}

#[derive(Debug, Serialize)]
pub struct Figures {
    pub dimension: Dimension,
    pub items: usize,
    /// Of all dimensions together 1.
    pub weight: f64,
    pub score: Score,
}

/// A mean gap, or a mean perception, with its interval.
#[derive(Debug, Serialize)]
pub struct Score {
    pub mean: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub answered: u64,
    pub missing: u64,
}

#[derive(Debug, Serialize)]
pub struct ItemFigures {
    pub dimension: Dimension,
    pub name: String,
    pub label: String,
    pub expectation: Option<f64>,
    pub perception: Option<f64>,
    pub score: Score,
}

impl Score {
    fn of(summary: &Summary) -> Self {
        let interval = summary
            .estimate()
            .map(|estimate| estimate.interval(Confidence::default()));
        Self {
            mean: summary.mean,
            lower: interval.map(|interval| interval.lower()),
            upper: interval.map(|interval| interval.upper()),
            answered: summary.answered,
            missing: summary.missing,
        }
    }

    /// Whether its interval leaves zero out.
    pub fn is_told(&self) -> bool {
        let ends = self.lower.zip(self.upper);
        ends.is_some_and(|(lower, upper)| lower > 0.0 || upper < 0.0)
    }
}

impl Service {
    /// # Errors
    /// Those of the library.
    pub fn of(survey: &Survey, asked: &mapping::Servqual) -> Result<Self> {
        let mut items = Vec::new();
        let (mut expected, mut perceived) = (Vec::new(), Vec::new());
        let mut names = Vec::new();
        for &dimension in Dimension::ALL {
            let columns = asked.of(dimension);
            for name in &columns.perception {
                // Columns asked the other way round are turned as they are read.
                items.push(Item::as_asked(dimension));
                perceived.extend(survey.items(name));
                names.push(name.as_str());
            }
            let expectations = columns.expectation.iter();
            expected.extend(expectations.flat_map(|name| survey.items(name)));
        }
        let perceptions = set(&perceived)?;
        let expectations = (!expected.is_empty()).then(|| set(&expected)).transpose()?;
        let form = match expectations {
            Some(_) => Form::Gap,
            None => Form::Perception,
        };
        let mut options = servqual::Options::default()
            .form(form)
            .scale(perceptions.scale())
            .items(items);
        let own_weights = !asked.weights.is_empty();
        if own_weights {
            options = options.weights(Rater::from_fn(|dimension| {
                asked.weights.get(dimension.name()).copied().unwrap_or(0.0)
            }));
        }
        let found = servqual::Servqual::of(
            &perceptions,
            expectations.as_ref(),
            survey.weights()?.as_ref(),
            &options,
        )?;
        let shares = found.shares;
        let dimensions = found.dimensions.iter();
        Ok(Self {
            survey: survey.name.clone(),
            form,
            scale: perceptions.scale(),
            respondents: found.respondents,
            dimensions: dimensions
                .zip(shares.iter())
                .map(|((dimension, summary), (_, weight))| Figures {
                    dimension,
                    items: asked.of(dimension).perception.len(),
                    weight: *weight,
                    score: Score::of(summary),
                })
                .collect(),
            unweighted: Score::of(&found.unweighted),
            weighted: Score::of(&found.weighted),
            own_weights,
            items: names
                .iter()
                .zip(&found.items)
                .map(|(name, item)| ItemFigures {
                    dimension: item.dimension,
                    name: (*name).to_owned(),
                    label: survey.mapping.label(name),
                    expectation: item.expectation.and_then(|expected| expected.mean),
                    perception: item.perception.mean,
                    score: Score::of(&item.score),
                })
                .collect(),
        })
    }
}

fn set(columns: &[Column]) -> Result<ItemSet<'_>> {
    let answers = columns.iter().map(Column::answers);
    ItemSet::new(answers.collect::<Result<Vec<Answers<'_>>>>()?)
}
