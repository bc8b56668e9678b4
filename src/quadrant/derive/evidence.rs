//! What can be said of the error of importance.

use super::weigh::{Joint, Weighed};
use crate::error::finite;
use crate::numeric::moments::Moments;
use crate::numeric::special::student_two_sided;
use crate::quadrant::analysis::at_attribute;
use crate::quadrant::assessment::Uncertainty;
use crate::quadrant::{Assessed, Assessment, Importance, Method, RatingScales};
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
    /// The variance of stated importance.
    pub(in crate::quadrant) variance: Option<f64>,
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
            variance: None,
        })
    }
}

/// How sure an importance is.
#[derive(Debug, PartialEq)]
struct Judged {
    standard_error: Option<f64>,
    /// Student's t of no importance, and its degrees of freedom.
    test: Option<(f64, f64)>,
    uncertainty: Uncertainty,
}

impl Default for Judged {
    fn default() -> Self {
        Self {
            standard_error: None,
            test: None,
            uncertainty: Uncertainty::Unknown,
        }
    }
}

/// Of the correlation of two variables of `n` respondents, among `k` attributes that enter at once;
/// ranks enlarge its variance.
fn correlation(r: f64, n: f64, k: f64, enlarged: f64) -> Judged {
    let unexplained = (1.0 - r * r).max(0.0);
    let (freedom, for_z) = (n - k - 1.0, n - k - 2.0);
    if freedom <= 0.0 {
        return Judged::default();
    }
    // With a perfect correlation, infinitely far from none.
    let t = if unexplained > 0.0 {
        r * (freedom / unexplained).sqrt()
    } else {
        f64::INFINITY
    };
    Judged {
        standard_error: Some(unexplained * (enlarged / (n - k)).sqrt()),
        test: Some((t, freedom)),
        uncertainty: if for_z > 0.0 {
            Uncertainty::Fisher {
                error: (enlarged / for_z).sqrt(),
            }
        } else {
            Uncertainty::Unknown
        },
    }
}

/// Of a standardised coefficient, with so much of the variance left unexplained.
fn coefficient(beta: f64, rest: f64, inflation: f64, freedom: f64) -> Judged {
    // A perfect fit leaves nothing to judge by.
    if rest <= 0.0 || freedom <= 0.0 {
        return Judged::default();
    }
    let error = (rest * inflation / freedom).sqrt();
    Judged {
        standard_error: Some(error),
        test: Some((beta / error, freedom)),
        uncertainty: Uncertainty::Student { freedom },
    }
}

/// Of a mean of what respondents say.
fn mean(variance: Option<f64>, n: f64) -> Judged {
    Judged {
        standard_error: variance.map(|variance| (variance / n).sqrt()),
        test: None,
        uncertainty: Uncertainty::Student { freedom: n - 1.0 },
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
}

impl Found<'_> {
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
        Ok(Assessed {
            name: name.to_owned(),
            satisfaction: evidence.satisfaction,
            importance,
            correlation: self.weighed.correlations.get(at).copied(),
            standard_error,
            p_value: test.map(|(t, freedom)| student_two_sided(t, freedom)),
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
        match (self.method.importance, &self.weighed.joint, inflation) {
            (Importance::Stated, ..) => mean(evidence.variance, n),
            (Importance::Pearson, ..) => correlation(importance, n, 1.0, 1.0),
            (Importance::Spearman, ..) => {
                correlation(importance, n, 1.0, 1.0 + 0.5 * importance * importance)
            }
            // Each of the other attributes takes one respondent.
            (Importance::Partial | Importance::Deng, ..) => correlation(importance, n, k, 1.0),
            (Importance::Regression, Some(joint), Some(inflation)) => {
                coefficient(importance, joint.unexplained, inflation, n - k - 1.0)
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

/// Adjusts the p-values for each other, where there are any.
fn adjust(method: Method, attributes: &mut [Assessed]) -> Result<()> {
    let p_values: Vec<f64> = attributes.iter().filter_map(|a| a.p_value).collect();
    if p_values.is_empty() {
        return Ok(());
    }
    let mut adjusted = method.adjustment.adjust(&p_values)?.into_iter();
    for attribute in attributes.iter_mut().filter(|a| a.p_value.is_some()) {
        attribute.adjusted_p_value = adjusted.next();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} not {expected}");
    }

    #[track_caller]
    fn fisher(judged: &Judged) -> f64 {
        match judged.uncertainty {
            Uncertainty::Fisher { error } => error,
            other => panic!("{other:?}"),
        }
    }

    /// By hand: r = 0.6 leaves 0.64 unexplained.
    #[test]
    fn a_correlation_of_twelve_respondents() {
        let plain = correlation(0.6, 12.0, 1.0, 1.0);
        close(plain.standard_error.unwrap(), 0.64 / 11_f64.sqrt());
        let (t, freedom) = plain.test.unwrap();
        close(t, 0.75 * 10_f64.sqrt());
        assert_eq!(freedom, 10.0);
        close(fisher(&plain), 1.0 / 3.0);
        // Among three attributes two respondents are gone; ranks enlarge the variance by 1.18.
        let partial = correlation(0.6, 12.0, 3.0, 1.18);
        close(
            partial.standard_error.unwrap(),
            0.64 * (1.18_f64 / 9.0).sqrt(),
        );
        assert_eq!(partial.test.unwrap().1, 8.0);
        close(fisher(&partial), (1.18_f64 / 7.0).sqrt());
    }

    #[test]
    fn a_correlation_of_few_respondents() {
        // No degree of freedom, one, and one for Fisher's z as well.
        assert_eq!(correlation(0.6, 4.0, 3.0, 1.0), Judged::default());
        let one = correlation(0.6, 5.0, 3.0, 1.0);
        assert_eq!(one.uncertainty, Uncertainty::Unknown);
        assert_eq!(one.test.unwrap().1, 1.0);
        close(one.standard_error.unwrap(), 0.64 / 2_f64.sqrt());
        assert_eq!(fisher(&correlation(0.6, 6.0, 3.0, 1.0)), 1.0);
        let perfect = correlation(-1.0, 6.0, 3.0, 1.0);
        assert_eq!(perfect.test.unwrap().0, f64::INFINITY);
    }

    #[test]
    fn a_mean_of_nine_respondents() {
        let judged = mean(Some(4.0), 9.0);
        close(judged.standard_error.unwrap(), 2.0 / 3.0);
        assert_eq!(judged.uncertainty, Uncertainty::Student { freedom: 8.0 });
        assert_eq!(judged.test, None);
    }

    /// By hand: 0.36 unexplained, inflation 2, 8 degrees of freedom.
    #[test]
    fn a_coefficient() {
        let judged = coefficient(0.6, 0.36, 2.0, 8.0);
        close(judged.standard_error.unwrap(), 0.3);
        let (t, freedom) = judged.test.unwrap();
        close(t, 2.0);
        assert_eq!(freedom, 8.0);
        assert_eq!(judged.uncertainty, Uncertainty::Student { freedom: 8.0 });
        assert_eq!(coefficient(0.6, 0.36, 2.0, 0.0), Judged::default());
        assert_eq!(coefficient(0.6, 0.0, 2.0, 8.0), Judged::default());
    }
}
