//! Ranks of the answers, for Spearman's correlation.

use super::Survey;
use super::survey::Rows;
use crate::Result;
use crate::numeric::moments::Moments;
use crate::numeric::ranks::Ranking;

/// The order of the ratings of each attribute and of the overall answers, from which ranks follow for
/// any weights.
#[derive(Debug)]
pub(super) struct Ranks {
    /// Of the overall answers, of all respondents.
    overall: Ranking,
    attributes: Vec<Ranked>,
}

/// One attribute, of the respondents who rated it and answered overall.
#[derive(Debug)]
struct Ranked {
    rated: Ranking,
    /// Their positions and the order of their overall answers; `None` if they are all respondents.
    some: Option<(Vec<usize>, Ranking)>,
}

impl Ranks {
    pub(super) fn new(survey: &Survey<'_>, rows: &Rows) -> Result<Self> {
        let overall = rows.of(survey.overall_answers()?);
        let columns = survey.sheet.columns().iter();
        let given: Vec<f64> = overall.iter().copied().flatten().collect();
        Ok(Self {
            overall: Ranking::new(&given),
            attributes: columns
                .map(|rated| Ranked::new(&rows.of(rated), &overall))
                .collect(),
        })
    }

    /// Returns the moments of each attribute's ranks and those of the overall answers, each respondent
    /// counted so much.
    pub(super) fn moments(&self, weights: &[f64]) -> Vec<Moments> {
        let overall = self.overall.ranks(weights);
        let each = self.attributes.iter();
        each.map(|ranked| match &ranked.some {
            None => moments(ranked.rated.ranks(weights), &overall, weights),
            Some((rows, overall)) => {
                let at = |&row: &usize| weights.get(row).copied().unwrap_or_default();
                let weights: Vec<f64> = rows.iter().map(at).collect();
                let overall = overall.ranks(&weights);
                moments(ranked.rated.ranks(&weights), &overall, &weights)
            }
        })
        .collect()
    }
}

impl Ranked {
    fn new(rated: &[Option<f64>], overall: &[Option<f64>]) -> Self {
        let both = rated.iter().zip(overall).enumerate();
        let both =
            both.filter_map(|(row, (rating, overall))| Some((row, ((*rating)?, (*overall)?))));
        let (rows, answers): (Vec<usize>, Vec<(f64, f64)>) = both.unzip();
        let (ratings, others): (Vec<f64>, Vec<f64>) = answers.into_iter().unzip();
        let all = rows.len() == overall.len();
        Self {
            rated: Ranking::new(&ratings),
            some: (!all).then(|| (rows, Ranking::new(&others))),
        }
    }
}

fn moments(rated: Vec<f64>, overall: &[f64], weights: &[f64]) -> Moments {
    let mut pair = Moments::new(2);
    for ((rating, overall), weight) in rated.into_iter().zip(overall).zip(weights) {
        pair.push(&[rating, *overall], *weight);
    }
    pair
}
