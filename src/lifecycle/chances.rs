//! Silence by the chance of a return within a horizon.

use super::facts::days;
use super::judge::{Silent, UNJUDGED, Verdict};
use super::{JudgedBy, Rules, Thresholds};
use crate::Result;
use crate::numeric::ROUNDING;
use crate::period::Span;
use crate::purchases::{ReturnCurve, ReturnCurves};

/// The chances of a return within the horizon, by bin of steps.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chances {
    steps: Vec<Step>,
    horizon: u32,
    decline: f64,
    lapse: f64,
}

/// The chance of a return in one bin, by silence.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    /// The silences, in days, from which on the chance is lower than before, beginning with 0; empty
    /// where no silence can be judged.
    falls: Vec<(u32, f64)>,
    /// The longest silence that can be judged.
    longest: u32,
    /// A shorter silence says nothing.
    patience: u32,
    decline: Option<u32>,
    lapse: Option<u32>,
}

impl Chances {
    pub(super) fn new(
        rules: &Rules,
        curves: &ReturnCurves,
        horizon: Span,
        (decline, lapse): (f64, f64),
    ) -> Result<Self> {
        let as_of = curves.window().to();
        let horizon = days(horizon.period().before(as_of, horizon.count())?, as_of);
        let known = curves.as_slice().iter().map(|curve| {
            let known = curve.clone().while_at_risk(rules.least_at_risk);
            Step::of(&known, horizon, decline, lapse)
        });
        Ok(Self {
            steps: known.collect(),
            horizon,
            decline,
            lapse,
        })
    }

    pub(super) fn step(&self, purchases: u32, position: usize) -> Option<&Step> {
        debug_assert!(purchases > 0);
        self.steps.get(position)
    }

    #[inline]
    pub(super) fn judge(&self, silent: &Silent, position: usize) -> Verdict {
        let step = self.step(silent.purchases, position);
        let at_most = step.and_then(|step| step.at_most(silent.silence));
        let judged = step.is_some_and(|step| step.judges(silent.silence));
        let thresholds = step.and_then(Step::thresholds);
        let by_days = Verdict::by_days(silent, thresholds, at_most.unwrap_or(UNJUDGED));
        // A silence that was long enough once stays so, though the records do not follow it any longer.
        let settled = judged || by_days.lapsed || by_days.silent;
        Verdict {
            chance: at_most.filter(|_| judged),
            chance_at_most: at_most,
            too_young: !settled && silent.tenure < self.horizon,
            ..by_days
        }
    }

    pub(super) fn given(&self, silent: &Silent, position: usize, chance: f64) -> Verdict {
        let step = self.step(silent.purchases, position);
        // A chance may be low from the first purchase on, which is no decline yet.
        let waited = silent.purchases > 1
            || step.is_none_or(|step| step.falls.is_empty() || silent.silence >= step.patience);
        Verdict {
            thresholds: Some(Thresholds::new(JudgedBy::Given, None, None)),
            chance: Some(chance),
            chance_at_most: Some(chance),
            score: chance,
            lapsed: is_below(chance, self.lapse),
            silent: waited && is_below(chance, self.decline),
            too_young: false,
        }
    }
}

impl Step {
    fn of(curve: &ReturnCurve, horizon: u32, decline: f64, lapse: f64) -> Self {
        let Some(longest) = curve.longest_judged(horizon) else {
            return Self {
                falls: Vec::new(),
                longest: 0,
                patience: 0,
                decline: None,
                lapse: None,
            };
        };
        let silences = changes(curve, horizon, longest);
        let mut falls: Vec<(u32, f64)> = Vec::with_capacity(silences.len());
        for silence in silences {
            let before = falls.last().map(|&(_, chance)| chance);
            let chance = curve.chance_within(silence, horizon);
            if let Some(chance) = chance.filter(|&chance| before.is_none_or(|low| chance < low)) {
                falls.push((silence, chance));
            }
        }
        let patience = patience(curve, horizon);
        let below = |cut| {
            let low = |&&(_, chance): &&(u32, f64)| is_below(chance, cut);
            let day = falls.iter().find(low).map(|&(silence, _)| silence);
            let day = day.map(|day| day.max(patience));
            // That nobody comes back within the horizon is seen without a silence that is judged.
            day.filter(|&day| day <= longest || patience == horizon)
        };
        Self {
            decline: below(decline),
            lapse: below(lapse),
            falls,
            longest,
            patience,
        }
    }

    /// Returns whether the chance after a silence can be told.
    #[inline]
    fn judges(&self, silence: u32) -> bool {
        !self.falls.is_empty() && silence <= self.longest
    }

    /// Returns the chance after a silence, or the last one that can be told.
    #[inline]
    fn at_most(&self, silence: u32) -> Option<f64> {
        let until = self.falls.partition_point(|&(from, _)| from <= silence);
        let last = self.falls.get(until.checked_sub(1)?)?;
        Some(last.1)
    }

    /// Returns the thresholds, where there are any.
    #[inline]
    pub(super) fn thresholds(&self) -> Option<Thresholds> {
        // The day of a purchase is no silence yet, so that a longer one than 0 days is the first.
        let longer_than = |day: u32| f64::from(day.saturating_sub(1));
        (!self.falls.is_empty()).then(|| {
            Thresholds::new(
                JudgedBy::Population,
                self.decline.map(longer_than),
                self.lapse.map(longer_than),
            )
        })
    }
}

/// Returns the days within which half of those who come back within the horizon do. Before, silence says
/// nothing, however few come back. Where nobody does it is the horizon.
fn patience(curve: &ReturnCurve, horizon: u32) -> u32 {
    let returned = 1.0 - curve.still_out(horizon);
    let half = |days: u32| 1.0 - curve.still_out(days) >= returned / 2.0 - ROUNDING;
    let day = curve.points().iter().map(|point| point.days);
    let mut day = day.filter(|&days| returned > 0.0 && half(days));
    day.next().map_or(horizon, |day| day.min(horizon))
}

/// Returns the silences at which the chance of a return can change, the shortest first.
fn changes(curve: &ReturnCurve, horizon: u32, longest: u32) -> Vec<u32> {
    let of_point = |days: u32| [Some(days), days.checked_sub(horizon)];
    let days = curve.points().iter().map(|point| point.days);
    let mut silences = Vec::with_capacity(1 + 2 * curve.points().len());
    silences.push(0);
    silences.extend(
        days.flat_map(of_point)
            .flatten()
            .filter(|&silence| silence <= longest),
    );
    silences.sort_unstable();
    silences.dedup();
    silences
}

/// Returns whether a chance is below a cut: one of five is 0.2, not below it, though their quotient may
/// be.
fn is_below(chance: f64, cut: f64) -> bool {
    chance < cut - ROUNDING.min(cut / 2.0)
}
