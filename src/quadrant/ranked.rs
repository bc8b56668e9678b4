//! Ranks of the answers, for Spearman's correlation.

use super::Survey;
use super::leverage::ROUNDING;
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
        let overall = Levels::new(&rows.counted(survey.overall_answers()?));
        let columns = survey.sheet.columns().iter().collect();
        let pairs = threads::map(columns, |rated| {
            Pairs::new(&Levels::new(&rows.counted(rated)), &overall)
        });
        Ok(Self(pairs))
    }

    /// Returns the correlation of each attribute, each respondent counted so much; 0 or 1 for the
    /// attribute or the overall answers, if all have the same.
    pub(super) fn correlations(&self, weights: &[f64]) -> Vec<Result<f64, usize>> {
        let pairs = self.0.iter();
        pairs.map(|pairs| pairs.correlation(weights)).collect()
    }

    /// Returns the standard error of each correlation; `None` of fewer than two respondents, and where
    /// nobody adds anything.
    ///
    /// ```text
    /// √(n / (n − 1) · Σ (w / Σw · influence)²)
    /// ```
    pub(super) fn robust_errors(&self, weights: &[f64]) -> Vec<Option<f64>> {
        let error = |pairs: &Pairs| {
            let influence = pairs.influence(weights)?;
            let both = influence.iter().zip(weights);
            let both = both.filter_map(|(influence, weight)| Some(((*influence)?, *weight)));
            let (mut rows, mut sum, mut squares) = (0.0, 0.0, 0.0);
            for (influence, weight) in both {
                rows += 1.0;
                sum += weight;
                squares += (weight * influence).powi(2);
            }
            let error = (rows / (rows - 1.0) * squares).sqrt() / sum;
            (error > ROUNDING && error.is_finite()).then_some(error)
        };
        self.0.iter().map(error).collect()
    }

    /// Returns what each respondent adds to each correlation; `None` for one who took no part.
    pub(super) fn contributions(&self, weights: &[f64]) -> Option<Vec<Vec<Option<f64>>>> {
        let of_pairs = |pairs: &Pairs| {
            let influence = pairs.influence(weights)?;
            let both = influence.iter().zip(weights);
            let sum: f64 = both.clone().filter_map(|(own, w)| own.map(|_| w)).sum();
            Some(both.map(|(own, w)| own.map(|own| w / sum * own)).collect())
        };
        self.0.iter().map(of_pairs).collect()
    }
}
