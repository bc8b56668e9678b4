//! What can be said of the error of importance.

use super::judged::{self, Judged};
use super::weigh::{Joint, Weighed};
use crate::error::finite;
use crate::numeric::moments::Moments;
use crate::numeric::special::student_two_sided;
use crate::quadrant::analysis::at_attribute;
use crate::quadrant::{Assessed, Assessment, Importance, Method, RatingScales, StandardErrors};
use crate::{Error, Result};

/// What an attribute's figures rest on.
#[derive(Debug, Clone, Copy)]
pub(in crate::quadrant) struct Evidence {
    pub(in crate::quadrant) satisfaction: f64,
    /// Respondents with weight behind its satisfaction.
    pub(in crate::quadrant) answered: u64,
    /// Respondents with weight behind its importance.
    pub(in crate::quadrant) used: u64,
    pub(in crate::quadrant) effective_sample_size: f64,
    /// The standard error of stated importance, and of what has a robust one.
    pub(in crate::quadrant) error: Option<f64>,
    /// The robust error of the plain correlation, where importance is something else.
    pub(in crate::quadrant) correlation_error: Option<f64>,
}

impl Evidence {
    /// Of an attribute rated so by so many, whose importance rests on `moments`.
    pub(in crate::quadrant) fn derived(
        satisfaction: Option<f64>,
        answered: u64,
        moments: &Moments,
    ) -> Result<Self> {
        Ok(Self {
            satisfaction: satisfaction.ok_or(Error::empty("respondent"))?,
            answered,
            used: moments.rows(),
            effective_sample_size: moments.effective_sample_size(),
            error: None,
            correlation_error: None,
        })
    }
}

/// What was found, before it is judged.
#[derive(Debug)]
pub(in crate::quadrant) struct Found<'a> {
    pub(in crate::quadrant) method: Method,
    pub(in crate::quadrant) names: &'a [String],
    pub(in crate::quadrant) scales: RatingScales,
    pub(in crate::quadrant) weighed: Weighed,
    /// Of each attribute.
    pub(in crate::quadrant) evidence: Vec<Evidence>,
    pub(in crate::quadrant) used: u64,
    pub(in crate::quadrant) left_out: u64,
    /// How the errors are computed, robust ones with the evidence.
    pub(in crate::quadrant) standard_errors: StandardErrors,
}

impl Found<'_> {
    /// Takes robust errors, one for each attribute.
    pub(in crate::quadrant) fn robust(&mut self, errors: Vec<Option<f64>>) {
        self.standard_errors = StandardErrors::Robust;
        for (evidence, error) in self.evidence.iter_mut().zip(errors) {
            evidence.error = error;
        }
    }

    /// Takes robust errors of the plain correlations, one for each attribute.
    pub(in crate::quadrant) fn robust_correlations(&mut self, errors: Vec<Option<f64>>) {
        for (evidence, error) in self.evidence.iter_mut().zip(errors) {
            evidence.correlation_error = error;
        }
    }

    /// Completes importance with errors and p-values.
    pub(in crate::quadrant) fn assessment(&self) -> Result<Assessment> {
        let rows = self.names.iter().zip(&self.evidence).enumerate();
        let mut attributes: Vec<Assessed> = rows
            .map(|(at, (name, evidence))| {
                let assessed = self.assessed(at, name, evidence);
                assessed.map_err(|error| error.at_place(at_attribute(name)))
            })
            .collect::<Result<_>>()?;
        adjust(self.method, &mut attributes)?;
        let joint = self.weighed.joint.as_ref();
        Ok(Assessment {
            attributes,
            scales: self.scales,
            method: self.method,
            standard_errors: self.standard_errors,
            used: self.used,
            left_out: self.left_out,
            r_squared: joint.map(|joint| joint.r_squared),
            adjusted_r_squared: joint.and_then(|joint| self.adjusted(joint)),
        })
    }

    fn assessed(&self, at: usize, name: &str, evidence: &Evidence) -> Result<Assessed> {
        let importance = self.weighed.importance.get(at).copied();
        let importance = importance.ok_or(Error::empty("importance"))?;
        let joint = self.weighed.joint.as_ref();
        let inflation = joint.and_then(|joint| joint.inflations.get(at).copied());
        let Judged {
            standard_error,
            test,
            uncertainty,
        } = self.judge(importance, inflation, evidence);
        if let Some(error) = standard_error {
            finite("standard error of the importance", error)?;
        }
        let correlation = self.weighed.correlations.get(at).copied();
        let p_value = p_value(test);
        let (correlation_error, correlation_p_value) = match correlation {
            Some(r) if self.weighed.joint.is_some() => {
                let n = evidence.effective_sample_size;
                let judged = match self.standard_errors {
                    StandardErrors::Robust => {
                        judged::robust_correlation(r, evidence.correlation_error, n, 1.0)
                    }
                    StandardErrors::Classical => judged::correlation(r, n, 1.0, 1.0),
                };
                (judged.standard_error, self::p_value(judged.test))
            }
            Some(_) => (standard_error, p_value),
            None => (None, None),
        };
        Ok(Assessed {
            name: name.to_owned(),
            satisfaction: evidence.satisfaction,
            importance,
            correlation,
            correlation_error,
            correlation_p_value,
            standard_error,
            p_value,
            adjusted_p_value: None,
            inflation,
            answered: evidence.answered,
            used: evidence.used,
            effective_sample_size: evidence.effective_sample_size,
            uncertainty,
        })
    }

    fn judge(&self, importance: f64, inflation: Option<f64>, evidence: &Evidence) -> Judged {
        let (n, k) = (evidence.effective_sample_size, self.names.len() as f64);
        let robust = self.standard_errors == StandardErrors::Robust;
        match (self.method.importance, &self.weighed.joint, inflation) {
            (Importance::Stated, ..) => judged::mean(evidence.error, n),
            (Importance::Pearson | Importance::Spearman, ..) if robust => {
                judged::robust_correlation(importance, evidence.error, n, 1.0)
            }
            (Importance::Pearson, ..) => judged::correlation(importance, n, 1.0, 1.0),
            (Importance::Spearman, ..) => {
                judged::correlation(importance, n, 1.0, 1.0 + 0.5 * importance * importance)
            }
            // Each of the other attributes takes one respondent.
            (Importance::Partial | Importance::Deng, ..) if robust => {
                judged::robust_correlation(importance, evidence.error, n, k)
            }
            (Importance::Partial | Importance::Deng, ..) => {
                judged::correlation(importance, n, k, 1.0)
            }
            (Importance::Regression, Some(joint), Some(inflation)) => {
                let (rest, freedom) = (joint.unexplained, n - k - 1.0);
                if robust {
                    judged::robust_coefficient(importance, evidence.error, rest, freedom)
                } else {
                    judged::coefficient(importance, rest, inflation, freedom)
                }
            }
            _ => Judged::default(),
        }
    }

    fn adjusted(&self, joint: &Joint) -> Option<f64> {
        let n = self.evidence.first()?.effective_sample_size;
        let freedom = n - self.names.len() as f64 - 1.0;
        (freedom > 0.0).then(|| 1.0 - (1.0 - joint.r_squared) * (n - 1.0) / freedom)
    }
}

fn p_value(test: Option<(f64, f64)>) -> Option<f64> {
    test.map(|(t, freedom)| student_two_sided(t, freedom))
}

/// Returns the p-value of no correlation, of so many respondents with this robust error.
pub(in crate::quadrant) fn p_value_of_correlation(r: f64, error: f64, n: f64) -> Option<f64> {
    let error = Some(error).filter(|error| error.is_finite());
    p_value(judged::robust_correlation(r, error, n, 1.0).test)
}

fn adjust(method: Method, attributes: &mut [Assessed]) -> Result<()> {
    let p_values = attributes.iter().map(|a| a.p_value);
    let found = method.adjustment.adjust_known(p_values)?;
    for (attribute, p) in attributes.iter_mut().zip(found) {
        attribute.adjusted_p_value = p;
    }
    Ok(())
}
