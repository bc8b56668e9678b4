//! Silence by the chance of a return within a horizon.

use super::facts::days;
use super::judge::{Silent, UNJUDGED, Verdict};
use super::{JudgedBy, Rules, Thresholds};
use crate::Result;
use crate::numeric::ROUNDING;
use crate::period::Span;
use crate::purchases::{ReturnCurve, ReturnCurves, ReturnPoint};

/// The chances of a return within the horizon, by bin of steps.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chances {
    steps: Vec<Step>,
    horizon: u32,
    decline: f64,
    lapse: f64,
    /// One-time buyers are not in decline where it is not their silence that says so.
    established_purchases: u32,
}

/// The chance of a return in one bin, by silence.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    /// The silences, in days, from which on the chance is lower than before, beginning with 0; empty
    /// where no silence can be judged.
    falls: Vec<(u32, f64)>,
    /// The same for each of the first silences, day by day: most are found here at once.
    by_day: Vec<f64>,
    /// The longest silence that can be judged.
    longest: u32,
    /// What silence is compared with where a low chance alone is a decline, and where silence has to
    /// have lowered it.
    at_once: Option<Thresholds>,
    lowered: Option<Thresholds>,
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
            established_purchases: rules.established_purchases,
        })
    }

    pub(super) fn step(&self, purchases: u32, position: usize) -> Option<&Step> {
        debug_assert!(purchases > 0);
        self.steps.get(position)
    }

    /// Returns whether customers with so many purchases are in decline by a low chance even if silence
    /// has not lowered it.
    const fn declines_at_once(&self, purchases: u32) -> bool {
        purchases > 1 || purchases >= self.established_purchases
    }

    #[inline]
    pub(super) fn judge(&self, silent: &Silent, position: usize) -> Verdict {
        let step = self.step(silent.purchases, position);
        let at_most = step.and_then(|step| step.at_most(silent.silence));
        let judged = step.is_some_and(|step| step.judges(silent.silence));
        let thresholds = step.and_then(|step| step.thresholds(self, silent.purchases));
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
        let at_once = self.declines_at_once(silent.purchases);
        // What the curve says of the day of purchase: only silence since then can lower it.
        let step = self.step(silent.purchases, position);
        let begins = step.and_then(|step| step.at_most(0));
        let lowered = at_once || begins.is_some_and(|chance| !is_below(chance, self.decline));
        Verdict {
            thresholds: Some(Thresholds::new(JudgedBy::Given, None, None)),
            chance: Some(chance),
            chance_at_most: Some(chance),
            score: chance,
            lapsed: is_below(chance, self.lapse),
            silent: lowered && is_below(chance, self.decline),
            too_young: false,
        }
    }
}

impl Step {
    fn of(curve: &ReturnCurve, horizon: u32, decline: f64, lapse: f64) -> Self {
        let Some(longest) = curve.longest_judged(horizon) else {
            return Self {
                falls: Vec::new(),
                by_day: Vec::new(),
                longest: 0,
                at_once: None,
                lowered: None,
            };
        };
        let mut falls: Vec<(u32, f64)> = Vec::with_capacity(1 + 2 * curve.points().len());
        let mut low = f64::INFINITY;
        // As `ReturnCurve::chance_within`, for silences in order.
        let (mut out, mut later) = (StillOut::of(curve), StillOut::of(curve));
        for silence in changes(curve, horizon, longest) {
            let (out, later) = (
                out.after(silence),
                later.after(silence.saturating_add(horizon)),
            );
            let chance = (out - later) / out;
            if out > 0.0 && chance < low {
                falls.push((silence, chance));
                low = chance;
            }
        }
        let below = |cut| {
            let low = |&&(_, chance): &&(u32, f64)| is_below(chance, cut);
            falls.iter().find(low).map(|&(silence, _)| silence)
        };
        // The day of a purchase is no silence yet, so that a longer one than 0 days is the first.
        let longer_than = |day: u32| f64::from(day.saturating_sub(1));
        let (decline, lapse) = (below(decline), below(lapse).map(longer_than));
        let thresholds = |decline: Option<u32>| {
            let decline = decline.map(longer_than);
            let any = !falls.is_empty();
            any.then(|| Thresholds::new(JudgedBy::Population, decline, lapse))
        };
        Self {
            at_once: thresholds(decline),
            lowered: thresholds(decline.filter(|&day| day > 0)),
            by_day: by_day(&falls),
            falls,
            longest,
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
        if let Some(&chance) = self.by_day.get(silence as usize) {
            return Some(chance);
        }
        let until = self.falls.partition_point(|&(from, _)| from <= silence);
        let last = self.falls.get(until.checked_sub(1)?)?;
        Some(last.1)
    }

    /// Returns the thresholds of customers with so many purchases, where there are any.
    #[inline]
    pub(super) const fn thresholds(&self, chances: &Chances, purchases: u32) -> Option<Thresholds> {
        if chances.declines_at_once(purchases) {
            self.at_once
        } else {
            self.lowered
        }
    }
}

/// Returns the silences at which the chance of a return can change, the shortest first; some come twice.
fn changes(curve: &ReturnCurve, horizon: u32, longest: u32) -> impl Iterator<Item = u32> {
    let days = curve.points().iter().map(|point| point.days);
    let mut ahead = days
        .clone()
        .filter_map(move |days| days.checked_sub(horizon))
        .peekable();
    let mut days = days.peekable();
    let merged = std::iter::from_fn(move || match (days.peek(), ahead.peek()) {
        (Some(first), Some(second)) if first > second => ahead.next(),
        (None, _) => ahead.next(),
        _ => days.next(),
    });
    let all = std::iter::once(0).chain(merged);
    all.take_while(move |&silence| silence <= longest)
}

/// The share of a curve who have not come back, for days in order.
struct StillOut<'a> {
    points: &'a [ReturnPoint],
    now: f64,
}

impl<'a> StillOut<'a> {
    fn of(curve: &'a ReturnCurve) -> Self {
        Self {
            points: curve.points(),
            now: 1.0,
        }
    }

    fn after(&mut self, days: u32) -> f64 {
        while let Some((point, later)) = self.points.split_first()
            && point.days <= days
        {
            (self.now, self.points) = (point.still_out, later);
        }
        self.now
    }
}

/// Longer silences, eleven years, are rare, and searched for.
const BY_DAY: usize = 1 << 12;

/// Returns the chance after each silence, until the last fall or for so many days as are kept.
fn by_day(falls: &[(u32, f64)]) -> Vec<f64> {
    if falls.first().is_none_or(|&(silence, _)| silence > 0) {
        return Vec::new();
    }
    let until = falls.last().map_or(0, |&(silence, _)| silence as usize);
    let mut chances = Vec::with_capacity(until.min(BY_DAY));
    for pair in falls.windows(2) {
        if let [(_, chance), (next, _)] = pair {
            chances.resize((*next as usize).min(BY_DAY), *chance);
        }
    }
    chances
}

/// Returns whether a chance is below a cut: one of five is 0.2, not below it, though their quotient may
/// be.
fn is_below(chance: f64, cut: f64) -> bool {
    chance < cut - ROUNDING.min(cut / 2.0)
}
