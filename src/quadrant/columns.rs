//! Assessments that take whole columns: means of what respondents say, and ranks.

use super::assessment::Uncertainty;
use super::derive::{self, Evidence};
use super::survey::Survey;
use super::{Assessed, Assessment, Method, Scales};
use crate::Result;
use crate::error::Error;
use crate::numeric::moments::{Moments, Spread};
use crate::numeric::ranks::weighted_ranks;
use crate::scale::Answers;

/// Who is counted, and for how much.
struct Rows {
    counted: Vec<bool>,
    weights: Vec<f64>,
}

impl Rows {
    fn new(survey: &Survey<'_>, method: &Method) -> Result<Self> {
        Ok(Self {
            counted: survey.counted(method)?,
            weights: survey.relative_weights()?.collect(),
        })
    }

    fn used(&self) -> usize {
        self.counted.iter().filter(|&&counted| counted).count()
    }

    /// What those counted have answered, with their weights.
    fn of<T>(
        &self,
        answers: impl Iterator<Item = Option<T>> + Clone,
    ) -> impl Iterator<Item = (T, f64)> + Clone {
        let rows = answers.zip(self.counted.iter().zip(&self.weights));
        rows.filter_map(|(answer, (counted, weight))| {
            counted.then_some(())?;
            Some((answer?, *weight))
        })
    }

    /// The mean and the spread of a column with enough answers.
    fn spread(&self, column: &Answers<'_>, method: &Method, of: usize) -> Result<(f64, Spread)> {
        let spread = Spread::of(self.of(column.iter()));
        method.check_respondents(spread.rows, of)?;
        let mean = spread.mean.ok_or(Error::empty("respondent"))?;
        Ok((column.scale().clamp(mean), spread))
    }
}

/// Importance as respondents say.
pub(super) fn stated(survey: &Survey<'_>, method: &Method) -> Result<Assessment> {
    let stated = survey.stated_answers()?;
    let rows = Rows::new(survey, method)?;
    let k = survey.names.len();
    let mut attributes = Vec::with_capacity(k);
    let columns = survey.attributes.iter().zip(&stated.columns);
    for (name, (rated, said)) in survey.names.iter().zip(columns) {
        let (satisfaction, rated) = rows.spread(rated, method, k)?;
        let (importance, said) = rows.spread(said, method, k)?;
        attributes.push(Assessed {
            name: name.clone(),
            satisfaction,
            importance,
            standard_error: said
                .variance
                .map(|variance| (variance / said.effective_sample_size).sqrt()),
            p_value: None,
            adjusted_p_value: None,
            inflation: None,
            answered: rated.rows,
            used: said.rows,
            effective_sample_size: said.effective_sample_size,
            uncertainty: Uncertainty::Student {
                freedom: said.effective_sample_size - 1.0,
            },
        });
    }
    let used = rows.used();
    Ok(Assessment {
        attributes,
        scales: Scales::each(stated.scale, survey.scale),
        method: *method,
        used,
        left_out: survey.respondents - used,
        fit: None,
    })
}

/// Importance by correlations of ranks.
pub(super) fn ranked(survey: &Survey<'_>, method: &Method) -> Result<Assessment> {
    let overall = survey.overall_answers()?;
    let rows = Rows::new(survey, method)?;
    let k = survey.names.len();
    let (mut moments, mut evidence) = (Vec::with_capacity(k), Vec::with_capacity(k));
    for rated in &survey.attributes {
        let both = rated.iter().zip(overall.iter());
        let pairs = rows.of(both.map(|(rating, overall)| rating.zip(overall)));
        let (pairs, weights): (Vec<(f64, f64)>, Vec<f64>) = pairs.unzip();
        let (ratings, overall): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        let ranks = weighted_ranks(&ratings, &weights)
            .into_iter()
            .zip(weighted_ranks(&overall, &weights));
        let mut pair = Moments::new(2);
        for ((rating, overall), weight) in ranks.zip(weights) {
            pair.push(&[rating, overall], weight);
        }
        method.check_respondents(pair.rows(), k)?;
        let (satisfaction, spread) = rows.spread(rated, method, k)?;
        evidence.push(Evidence {
            satisfaction,
            answered: spread.rows,
            used: pair.rows(),
            effective_sample_size: pair.effective_sample_size(),
        });
        moments.push(pair);
    }
    let weighed = derive::correlations(&moments);
    let weighed = weighed.map_err(|flaw| derive::refuse(flaw, &survey.names))?;
    let (attributes, fit) = derive::assess(method, &survey.names, &weighed, &evidence)?;
    let used = rows.used();
    Ok(Assessment {
        attributes,
        scales: Scales::derived(survey.scale),
        method: *method,
        used,
        left_out: survey.respondents - used,
        fit,
    })
}
