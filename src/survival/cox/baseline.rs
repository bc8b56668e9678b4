use std::collections::BTreeMap;

use super::Covariates;
use super::sums::Risks;
use super::table::Table;
use crate::survival::Survival;
use crate::survival::times::Times;

/// The cumulative hazard of a customer with average covariates, in one stratum.
///
/// ```text
/// H(t) = Σ over tenures u ≤ t of ended at u / Σ over those at risk at u of exp(b · (x − mean))
/// ```
///
/// It ends where nobody is at risk any more. With late entry that may be before the last customers come under
/// observation: what became of them says nothing about how many reached their tenure.
///
/// Source: Breslow, N. (1972), *Journal of the Royal Statistical Society B* 34: 216–217.
///
/// See the [example](crate::survival::cox::Cox::survival).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Baseline {
    /// The code of the stratum; 0 without strata.
    pub stratum: u32,
    /// The tenure from which anyone is at risk.
    pub from: u32,
    /// The longest tenure to which it can be told: the first after which nobody is at risk.
    pub until: u32,
    /// The tenures at which customers left, in order.
    pub steps: Vec<BaselineStep>,
}

/// A tenure at which customers left: a step of a [`Baseline`].
///
/// See the [example](crate::survival::cox::Cox::survival).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct BaselineStep {
    /// The tenure.
    pub time: u32,
    /// The weight of those who left at it.
    pub ended: f64,
    /// The cumulative hazard after it, 0 or more.
    pub cumulative_hazard: f64,
}

impl Baseline {
    /// The cumulative hazard after a tenure; `None` where it cannot be told.
    pub(super) fn at(&self, time: u32) -> Option<f64> {
        let passed = self.steps.partition_point(|step| step.time <= time);
        let last = passed.checked_sub(1).and_then(|at| self.steps.get(at));
        let told = self.from <= time && time <= self.until;
        told.then(|| last.map_or(0.0, |step| step.cumulative_hazard))
    }
}

/// The baseline of each stratum, by its code.
pub(super) fn baselines(of: &Covariates<'_>, table: &Table, risks: &Risks) -> Vec<Baseline> {
    let steps = || table.ends.iter().zip(&risks.all);
    let baseline = |(stratum, times): (u32, Times)| {
        let curve = Survival::new(0, times);
        let (from, until) = (curve.from?, curve.until?);
        let mut cumulative = 0.0;
        let first = table.ends.partition_point(|end| end.stratum < stratum);
        let own = steps().skip(first);
        let own = own.take_while(|(end, _)| end.stratum == stratum && end.time <= until);
        let steps = own.map(|(end, (all, _))| {
            cumulative += end.weight / all * (-risks.shift).exp();
            BaselineStep {
                time: end.time,
                ended: end.weight * table.largest,
                cumulative_hazard: cumulative,
            }
        });
        Some(Baseline {
            stratum,
            from,
            until,
            steps: steps.collect(),
        })
    };
    by_stratum(of).into_iter().filter_map(baseline).collect()
}

/// What happens at each tenure of each stratum to rows with weight.
fn by_stratum(of: &Covariates<'_>) -> BTreeMap<u32, Times> {
    let mut times = BTreeMap::<u32, Times>::new();
    let mut last = (0, Times::default());
    for (row, spell) in of.spells.iter().enumerate() {
        let (stratum, weight) = (of.stratum(row), of.weight(row));
        if stratum != last.0 {
            // Neighbours are often of one stratum, which is looked up once for all of them.
            let next = times.remove(&stratum).unwrap_or_default();
            let done = std::mem::replace(&mut last, (stratum, next));
            times.insert(done.0, done.1);
        }
        if weight > 0.0 {
            last.1.add(*spell, weight);
        }
    }
    times.insert(last.0, last.1);
    times
}
