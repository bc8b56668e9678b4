//! Ranks of the answers, for Spearman's correlation.

use super::Survey;
use super::survey::Rows;
use crate::Result;
use crate::numeric::ranks::{Levels, Pairs};
use crate::threads;

/// The answers of each attribute with the overall answers, from which rank correlations follow for any
/// weights.
#[derive(Debug)]
pub(super) struct Ranks(pub(super) Vec<Pairs>);

impl Ranks {
    pub(super) fn new(survey: &Survey<'_>, rows: &Rows) -> Result<Self> {
        let overall = Levels::new(&rows.of(survey.overall_answers()?));
        let columns = survey.sheet.columns().iter().collect();
        let pairs = threads::map(columns, |rated| {
            Pairs::new(&Levels::new(&rows.of(rated)), &overall)
        });
        Ok(Self(pairs))
    }

    /// Returns the correlation of each attribute, each respondent counted so much; 0 or 1 for the
    /// attribute or the overall answers, if all have the same.
    pub(super) fn correlations(&self, weights: &[f64]) -> Vec<Result<f64, usize>> {
        let pairs = self.0.iter();
        pairs.map(|pairs| pairs.correlation(weights)).collect()
    }
}
