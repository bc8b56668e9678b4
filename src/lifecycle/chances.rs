//! Silence by the chance of a return within a horizon.

use super::facts::days;
use super::judge::{Silent, UNJUDGED, Verdict};
use super::rank::{End, end_of, rank};
use super::{JudgedBy, Rules, Thresholds};
use crate::Result;
use crate::estimate::wilson_around;
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
    /// The same for each of the first silences, day by day: most are found here at once.
    by_day: Vec<f64>,
    /// The longest silence that can be judged.
    longest: u32,
    /// A shorter silence says nothing.
    patience: u32,
    /// The share of those who came back within the horizon, as far as they were followed.
    came_back: f64,
    /// Where the chances end; `None` if nothing is known of them.
    end: Option<End>,
    /// What silence is compared with.
    thresholds: Option<Thresholds>,
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
        // By a coarser grain days are counted from the first of a period to the first of another.
        let least = rules
            .least_silence
            .saturating_add(rules.grain.most_days() - 1);
        let known = curves.as_slice().iter().map(|curve| {
            let known = curve.clone().while_at_risk(rules.least_at_risk);
            Step::of(&known, horizon, (decline, lapse), least)
        });
        let mut steps: Vec<Step> = known.collect();
        for position in 0..steps.len() {
            if let Some((others, [step, ..])) = steps.split_at_mut_checked(position) {
                step.end = end_of(step, others);
            }
        }
        Ok(Self {
            steps,
            horizon,
            decline,
            lapse,
        })
    }

    pub(super) fn step(&self, position: usize) -> Option<&Step> {
        self.steps.get(position)
    }

    #[inline]
    pub(super) fn judge(&self, silent: &Silent, position: usize) -> Verdict {
        let step = self.step(position);
        let at_most = step.and_then(|step| step.at_most(silent.silence));
        let judged = step.is_some_and(|step| step.judges(silent.silence));
        let thresholds = step.and_then(Step::thresholds);
        let rank = if judged {
            at_most
        } else {
            rank(&self.steps, position, silent.silence)
        };
        let by_days = Verdict::by_days(silent, thresholds, rank.unwrap_or(UNJUDGED));
        // Nobody knows whether customers come back after such a silence, but it is longer than a season and
        // than is usual for the customer.
        let untold = !judged && thresholds.is_none_or(|found| found.decline.is_none());
        let own = silent.mean.map_or(0.0, |mean| LONG * mean);
        let long = silent.silence > self.horizon && f64::from(silent.silence) > own;
        let by_days = Verdict {
            silent: by_days.silent || untold && long,
            ..by_days
        };
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
        let step = self.step(position);
        // A chance may be low from the day of the purchase on, which is neither decline nor end yet.
        let waited = step.is_none_or(|step| silent.silence >= step.patience);
        Verdict {
            thresholds: Some(Thresholds::new(JudgedBy::Given, None, None)),
            chance: Some(chance),
            chance_at_most: Some(chance),
            score: chance,
            lapsed: waited && is_below(chance, self.lapse),
            silent: waited && is_below(chance, self.decline),
            too_young: false,
        }
    }
}

impl Step {
    fn of(curve: &ReturnCurve, horizon: u32, (decline, lapse): (f64, f64), least: u32) -> Self {
        let came_back = 1.0 - curve.still_out(horizon);
        let Some(longest) = curve.longest_judged(horizon) else {
            return Self {
                falls: Vec::new(),
                by_day: Vec::new(),
                longest: 0,
                patience: least,
                came_back,
                end: None,
                thresholds: None,
            };
        };
        let told = told(curve, horizon, longest);
        let half = patience(curve, horizon);
        let patience = half.unwrap_or(horizon).max(least);
        let below = |cut| {
            // Where the chance is known to be high again, as a year after the purchase of a present, no
            // shorter silence is an end.
            let high = told.iter().rposition(|it| it.at_least >= cut);
            let after = told.get(high.map_or(0, |high| high.saturating_add(1))..)?;
            let low = after.iter().find(|it| is_below(it.chance, cut))?;
            let day = low.silence.max(patience);
            // That nobody comes back within the horizon is seen without a silence that is judged.
            (day <= longest || half.is_none()).then_some(day)
        };
        // The day of a purchase is no silence yet, so that a longer one than 0 days is the first.
        let longer_than = |day: u32| f64::from(day.saturating_sub(1));
        let days = |cut| below(cut).map(longer_than);
        let thresholds = Thresholds::new(JudgedBy::Population, days(decline), days(lapse));
        let falls = falling(&told);
        Self {
            by_day: by_day(&falls),
            thresholds: Some(thresholds).filter(|_| !falls.is_empty()),
            falls,
            longest,
            patience,
            came_back,
            end: None,
        }
    }

    /// Returns the longest silence that can be judged, and the chance after it.
    pub(super) fn last(&self) -> Option<(u32, f64)> {
        let chance = self.at_most(self.longest)?;
        Some((self.longest, chance))
    }

    /// Returns the share of those who came back within the horizon, as far as they were followed.
    pub(super) const fn came_back(&self) -> f64 {
        self.came_back
    }

    /// Returns where the chances end.
    pub(super) const fn end(&self) -> Option<End> {
        self.end
    }

    /// Returns whether the chance after a silence can be told.
    #[inline]
    pub(super) fn judges(&self, silence: u32) -> bool {
        !self.falls.is_empty() && silence <= self.longest
    }

    /// Returns the chance after a silence, or the last one that can be told.
    #[inline]
    pub(super) fn at_most(&self, silence: u32) -> Option<f64> {
        if let Some(&chance) = self.by_day.get(silence as usize) {
            return Some(chance);
        }
        let until = self.falls.partition_point(|&(from, _)| from <= silence);
        let last = self.falls.get(until.checked_sub(1)?)?;
        Some(last.1)
    }

    /// Returns the thresholds, where there are any.
    #[inline]
    pub(super) const fn thresholds(&self) -> Option<Thresholds> {
        self.thresholds
    }
}

/// The chance of a return after a silence, and up to the next in the list.
struct Told {
    silence: u32,
    chance: f64,
    /// The lower end of its interval.
    at_least: f64,
}

/// The quantile of that interval, Wilson's at 99.9 %.
const SURE: f64 = 3.29;

/// So many mean intervals of their own are long for customers whose silence cannot be judged.
const LONG: f64 = 2.0;

/// Returns the chances after the silences at which they can change, the shortest first.
fn told(curve: &ReturnCurve, horizon: u32, longest: u32) -> Vec<Told> {
    let points = curve.points();
    let mut returned = 0_u64;
    let before: Vec<u64> = std::iter::once(0)
        .chain(points.iter().map(|point| {
            returned = returned.saturating_add(point.returned);
            returned
        }))
        .collect();
    let until = |days: u32| points.partition_point(|point| point.days <= days);
    let told = |silence: u32| {
        let chance = curve.chance_within(silence, horizon)?;
        let (from, to) = (until(silence), until(silence.checked_add(horizon)?));
        let back = before.get(to)?.saturating_sub(*before.get(from)?);
        // Those whose return or absence within the horizon was seen.
        let away = points.get(to).map_or(0, |point| point.at_risk);
        let seen = back.saturating_add(away);
        let (centre, half) = wilson_around(chance, seen as f64, SURE);
        let at_least = if seen > 0 {
            (centre - half).max(0.0)
        } else {
            0.0
        };
        Some(Told {
            silence,
            chance,
            at_least,
        })
    };
    let mut all: Vec<Told> = Vec::with_capacity(1 + 2 * points.len());
    for silence in changes(curve, horizon, longest) {
        if all.last().is_none_or(|last| last.silence < silence) {
            all.extend(told(silence));
        }
    }
    all
}

/// Returns the chances that are lower than all before. Where one is known to be higher again, chances are
/// returned as they are.
fn falling(told: &[Told]) -> Vec<(u32, f64)> {
    let (mut low, mut rises) = (f64::INFINITY, false);
    for it in told {
        rises |= it.at_least > low;
        low = low.min(it.chance);
    }
    let mut falls: Vec<(u32, f64)> = Vec::with_capacity(told.len());
    for it in told {
        if rises || falls.last().is_none_or(|&(_, low)| it.chance < low) {
            falls.push((it.silence, it.chance));
        }
    }
    falls
}

/// Returns the days within which half of those who come back within the horizon do. Before, silence says
/// nothing, however few come back. `None` where nobody does.
fn patience(curve: &ReturnCurve, horizon: u32) -> Option<u32> {
    let returned = 1.0 - curve.still_out(horizon);
    let half = |days: u32| 1.0 - curve.still_out(days) >= returned / 2.0 - ROUNDING;
    let mut days = curve.points().iter().map(|point| point.days);
    let day = days.find(|&days| returned > 0.0 && half(days))?;
    Some(day.min(horizon))
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
