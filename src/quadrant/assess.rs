//! Importance and satisfaction of a survey.

use super::columns::{Columns, Part};
use super::derive::{self, Evidence, Found, Weighed};
use super::ranked::Ranks;
use super::survey::Rows;
use super::{Assessment, Importance, Method, RatingScales, StandardErrors, Survey};
use crate::Result;
use crate::error::Error;
use crate::numeric::moments::Spread;
use crate::scale::Answers;

impl Survey<'_> {
    /// Computes the importance and the satisfaction of each attribute.
    ///
    /// Robust errors of a derived importance take a second pass over the answers, about as long as the
    /// first. With the feature `rayon` sums are taken on the caller's threads. The figures do not depend on how
    /// many there are.
    ///
    /// # Errors
    /// [`Error::Empty`] if the method needs overall answers or stated importance and there are none;
    /// [`Error::Unsupported`] for pairwise deletion with a method that enters all attributes at once;
    /// [`Error::OutOfRange`] for logarithms of a scale that is not above 0, and if all overall answers
    /// are equal; [`Error::Insufficient`] with fewer respondents than the method's
    /// [minimum](Method::minimum); [`Error::Singular`] for an attribute that everybody rated alike,
    /// or, if the method enters all at once, one that follows from the others: with a variance
    /// inflation above [`Method::LARGEST_INFLATION`].
    pub fn assess(&self, method: Method) -> Result<Assessment> {
        method.check(self.scale, self.names.len())?;
        match method.importance {
            Importance::Stated => self.assess_stated(method),
            Importance::Spearman => self.assess_ranks(method),
            _ => self.assess_moments(method),
        }
    }

    fn assess_moments(&self, method: Method) -> Result<Assessment> {
        let columns = Columns::new(self, method)?;
        let Part {
            sums,
            used,
            left_out,
        } = Part::of(&columns)?;
        let mut found = sums.found(method, &self.names, self.scale, [used, left_out])?;
        if method.standard_errors == StandardErrors::Robust {
            let errors = columns.robust_errors(&sums, &found.weighed.importance);
            found.robust(errors.unwrap_or_default());
            if method.importance.is_joint() {
                let errors = columns.correlation_errors(&sums);
                found.robust_correlations(errors.unwrap_or_default());
            }
        }
        found.assessment()
    }

    fn assess_stated(&self, method: Method) -> Result<Assessment> {
        let stated = self.stated_answers()?;
        let rows = Rows::new(self, method)?;
        let everyone = Rows::everyone(self)?;
        let (mut importance, mut evidence) = (Vec::new(), Vec::new());
        let columns = self.sheet.columns().iter().zip(&stated.columns);
        for (name, (rated, said)) in self.names().zip(columns) {
            let (mean, spread) = self.spread(&rows, said, method, name)?;
            let (satisfaction, rated) = self.spread(&everyone, rated, method, name)?;
            let classical = || {
                let variance = spread.variance?;
                Some((variance / spread.effective_sample_size).sqrt())
            };
            importance.push(mean);
            evidence.push(Evidence {
                satisfaction,
                answered: rated.rows,
                used: spread.rows,
                effective_sample_size: spread.effective_sample_size,
                correlation_error: None,
                error: match method.standard_errors {
                    StandardErrors::Robust => rows.error_of_mean(said, spread.mean),
                    StandardErrors::Classical => classical(),
                },
            });
        }
        let scales = RatingScales {
            importance: Some(stated.scale),
            satisfaction: self.scale,
        };
        self.judge(method, scales, &rows, Weighed::stated(importance), evidence)
    }

    fn assess_ranks(&self, method: Method) -> Result<Assessment> {
        let rows = Rows::new(self, method)?;
        let everyone = Rows::everyone(self)?;
        let ranks = Ranks::new(self, &rows)?;
        let mut evidence = Vec::new();
        for ((name, rated), pairs) in self.names().zip(self.sheet.columns()).zip(&ranks.0) {
            let (used, effective_sample_size) = pairs.rows(&rows.weights);
            method.check_attribute(used, name, self.names.len())?;
            let (satisfaction, rated) = self.spread(&everyone, rated, method, name)?;
            evidence.push(Evidence {
                satisfaction,
                answered: rated.rows,
                used,
                effective_sample_size,
                error: None,
                correlation_error: None,
            });
        }
        let correlations = ranks.correlations(&rows.weights);
        let weighed =
            derive::correlations(correlations).map_err(|flaw| flaw.refuse(&self.names))?;
        if method.standard_errors == StandardErrors::Robust {
            let errors = ranks.robust_errors(&rows.weights);
            for (evidence, error) in evidence.iter_mut().zip(errors) {
                evidence.error = error;
            }
        }
        let scales = RatingScales::derived(self.scale);
        self.judge(method, scales, &rows, weighed, evidence)
    }

    fn judge(
        &self,
        method: Method,
        scales: RatingScales,
        rows: &Rows,
        weighed: Weighed,
        evidence: Vec<Evidence>,
    ) -> Result<Assessment> {
        let found = Found {
            method,
            names: &self.names,
            scales,
            weighed,
            evidence,
            used: rows.used,
            left_out: (self.respondents() as u64).saturating_sub(rows.used),
            standard_errors: method.standard_errors,
        };
        found.assessment()
    }

    /// Returns the mean and the spread of a column with enough answers.
    pub(super) fn spread(
        &self,
        rows: &Rows,
        column: &Answers<'_>,
        method: Method,
        name: &str,
    ) -> Result<(f64, Spread)> {
        let answers = rows.of(column);
        let pairs = answers.iter().zip(&rows.weights);
        let spread = Spread::of(pairs.filter_map(|(answer, weight)| Some(((*answer)?, *weight))));
        method.check_attribute(spread.rows, name, self.names.len())?;
        let mean = spread.mean.ok_or(Error::empty("respondent"))?;
        Ok((column.scale().clamp(mean), spread))
    }
}
