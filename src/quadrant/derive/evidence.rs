//! What can be said of the error of importance.

use super::weigh::{NOTHING, Weighed};
use crate::Result;
use crate::numeric::special::student_two_sided;
use crate::quadrant::assessment::Uncertainty;
use crate::quadrant::{Assessed, Fit, Importance, Method};

/// What an attribute's importance rests on.
#[derive(Debug, Clone, Copy)]
pub(in crate::quadrant) struct Evidence {
    pub(in crate::quadrant) satisfaction: f64,
    pub(in crate::quadrant) answered: u64,
    pub(in crate::quadrant) used: u64,
    pub(in crate::quadrant) effective_sample_size: f64,
}

/// How sure an importance is.
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
    if rest <= NOTHING || freedom <= 0.0 {
        return Judged::default();
    }
    let error = (rest * inflation / freedom).sqrt();
    Judged {
        standard_error: Some(error),
        test: Some((beta / error, freedom)),
        uncertainty: Uncertainty::Student { freedom },
    }
}

/// Completes importance with errors and p-values.
pub(in crate::quadrant) fn assess(
    method: &Method,
    names: &[String],
    weighed: &Weighed,
    evidence: &[Evidence],
) -> Result<(Vec<Assessed>, Option<Fit>)> {
    let k = names.len() as f64;
    let inflations: Option<Vec<f64>> = weighed
        .joint
        .as_ref()
        .map(|joint| joint.factor.inverse().diagonal().collect());
    let mut attributes = Vec::with_capacity(names.len());
    for (at, ((name, &importance), evidence)) in names
        .iter()
        .zip(&weighed.importance)
        .zip(evidence)
        .enumerate()
    {
        let n = evidence.effective_sample_size;
        let inflation = inflations.as_ref().and_then(|all| all.get(at).copied());
        let Judged {
            standard_error,
            test,
            uncertainty,
        } = match (method.importance, &weighed.joint, inflation) {
            (Importance::Pearson, ..) => correlation(importance, n, 1.0, 1.0),
            (Importance::Spearman, ..) => {
                correlation(importance, n, 1.0, 1.0 + 0.5 * importance * importance)
            }
            // Each of the other attributes takes one respondent.
            (Importance::Partial | Importance::Deng, ..) => correlation(importance, n, k, 1.0),
            (Importance::Regression, Some(joint), Some(inflation)) => {
                coefficient(importance, 1.0 - joint.r_squared, inflation, n - k - 1.0)
            }
            _ => Judged::default(),
        };
        let p_value = test.map(|(t, freedom)| student_two_sided(t, freedom));
        attributes.push(Assessed {
            name: name.clone(),
            satisfaction: evidence.satisfaction,
            importance,
            standard_error,
            p_value,
            adjusted_p_value: None,
            inflation,
            answered: evidence.answered,
            used: evidence.used,
            effective_sample_size: n,
            uncertainty,
        });
    }
    adjust(method, &mut attributes)?;
    let fit = weighed.joint.as_ref().map(|joint| {
        let n = evidence
            .first()
            .map_or(0.0, |evidence| evidence.effective_sample_size);
        let (r_squared, freedom) = (joint.r_squared, n - k - 1.0);
        Fit {
            r_squared,
            adjusted_r_squared: (freedom > 0.0)
                .then(|| 1.0 - (1.0 - r_squared) * (n - 1.0) / freedom),
        }
    });
    Ok((attributes, fit))
}

/// Adjusts the p-values for each other, where there are any.
fn adjust(method: &Method, attributes: &mut [Assessed]) -> Result<()> {
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
