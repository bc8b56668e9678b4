//! What can be said of the error of importance.

use super::weigh::{NOTHING, Weighed};
use crate::Result;
use crate::numeric::special::student_two_sided;
use crate::quadrant::{Assessed, Fit, Importance, Method};

/// What an attribute's importance rests on.
#[derive(Debug, Clone, Copy)]
pub(in crate::quadrant) struct Evidence {
    pub(in crate::quadrant) satisfaction: f64,
    pub(in crate::quadrant) answered: u64,
    pub(in crate::quadrant) used: u64,
    pub(in crate::quadrant) effective_sample_size: f64,
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
        let unexplained = (1.0 - importance * importance).max(0.0);
        // What the variance of importance is, times its degrees of freedom.
        let (spread, freedom) = match (method.importance, &weighed.joint, inflation) {
            (Importance::Pearson | Importance::Spearman, ..) => (Some(unexplained), n - 2.0),
            (Importance::Partial | Importance::Deng, ..) => (Some(unexplained), n - k - 1.0),
            (Importance::Regression, Some(joint), Some(inflation)) => {
                let rest = 1.0 - joint.r_squared;
                // A perfect fit leaves nothing to judge by.
                let spread = (rest > NOTHING).then_some(rest * inflation);
                (spread, n - k - 1.0)
            }
            _ => (None, 0.0),
        };
        let standard_error = spread
            .filter(|_| freedom > 0.0)
            .map(|spread| (spread / freedom).sqrt());
        let p_value = standard_error.map(|error| {
            // With a perfect correlation, infinitely far from none.
            let t = if error > 0.0 {
                importance / error
            } else {
                f64::INFINITY
            };
            student_two_sided(t, freedom)
        });
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
