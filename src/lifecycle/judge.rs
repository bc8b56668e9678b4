//! What silence is judged by, made ready once for a population.

use chrono::NaiveDate;

use super::facts::{Facts, days};
use super::silence::lapse_below;
use super::{Given, JudgedBy, Rules, Silence, Thresholds};
use crate::error::fraction;
use crate::numeric::ROUNDING;
use crate::period::Span;
use crate::purchases::lapse::{multiple_of_mean, own_rhythm_chance, t_to_the_n};
use crate::purchases::{ReturnCurve, ReturnCurves, ReturnMeasure};
use crate::{Error, Result};

/// A rule for silence, with the figures of the population that it needs.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Judge {
    Chance(Chances),
    Rhythm(Rhythm),
    Means {
        decline: f64,
        lapse: f64,
        /// The mean time to the second purchase of those who came back.
        population: Option<f64>,
    },
    Hiatus {
        decline: Span,
        lapse: Span,
    },
    Wire {
        factor: f64,
        curves: Vec<Option<f64>>,
    },
    TToTheN {
        decline: f64,
        lapse: f64,
    },
}

/// What a rule says of one customer's silence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verdict {
    pub(super) thresholds: Option<Thresholds>,
    pub(super) chance: Option<f64>,
    pub(super) chance_at_most: Option<f64>,
    pub(super) score: f64,
    pub(super) lapsed: bool,
    pub(super) silent: bool,
    /// The records do not say whether customers come back after such a silence, and the relationship is
    /// shorter than the horizon.
    pub(super) too_young: bool,
}

/// What is known of one customer's silence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Silent {
    pub(super) purchases: u32,
    /// Days since the last purchase.
    pub(super) silence: u32,
    /// Days since the first.
    pub(super) tenure: u32,
    pub(super) last: NaiveDate,
    /// The customer's mean interval.
    pub(super) mean: Option<f64>,
}

impl Silent {
    #[inline]
    pub(super) fn of(facts: &Facts, silence: u32, tenure: u32) -> Self {
        let intervals = facts.purchases.saturating_sub(1);
        let span = f64::from(days(facts.first, facts.last));
        Self {
            purchases: facts.purchases,
            silence,
            tenure,
            last: facts.last,
            mean: (intervals > 0).then(|| span / f64::from(intervals)),
        }
    }

    const fn intervals(&self) -> u32 {
        self.purchases.saturating_sub(1)
    }
}

/// Scores differ by so much a day: equal ones are told apart by silence, and no others are changed in
/// their order.
const A_DAY: f64 = 1e-9;

/// Scores of customers whose silence cannot be judged begin here, above all others.
const UNJUDGED: f64 = 1.0;

impl Judge {
    /// Makes ready the rule for the silence of customers who come back as in these curves; `rules` are
    /// checked.
    pub(super) fn new(rules: &Rules, curves: &ReturnCurves) -> Result<Self> {
        let first = curves.first_step();
        let enough = first.returned().numerator() >= rules.least_returns;
        Ok(match rules.silence {
            Silence::ChanceOfReturn {
                horizon,
                cost_ratio,
                decline,
            } => Self::Chance(Chances::new(
                rules,
                curves,
                horizon,
                (decline, lapse_below(cost_ratio)),
            )?),
            Silence::FalseAlarm { decline, lapse } => {
                let known = first.clone().while_at_risk(rules.least_at_risk);
                let asked = rules.one_time_buyers;
                let population = Thresholds::of_curve(&known, asked, decline, lapse)?;
                let found = population.decline.or(population.lapse).is_some();
                Self::Rhythm(Rhythm {
                    decline,
                    lapse,
                    multiples: multiples(decline, lapse),
                    population: Some(population).filter(|_| enough && found),
                    known,
                })
            }
            Silence::MeanIntervals { decline, lapse } => Self::Means {
                decline,
                lapse,
                population: first.mean_of_returners().filter(|_| enough),
            },
            Silence::Hiatus { decline, lapse } => Self::Hiatus { decline, lapse },
            Silence::TripWire { factor } => {
                let means = curves.as_slice().iter().map(ReturnCurve::mean_of_returners);
                Self::Wire {
                    factor,
                    curves: means.collect(),
                }
            }
            Silence::TToTheN { decline, lapse } => Self::TToTheN { decline, lapse },
        })
    }

    /// Returns what the silence of customers with so many purchases is compared with, where it does not
    /// depend on the customer.
    pub(super) fn thresholds_after(
        &self,
        purchases: u32,
        curves: &ReturnCurves,
    ) -> Option<Thresholds> {
        match self {
            Self::Chance(chances) => {
                let step = chances.step(purchases, curves.position(purchases))?;
                step.thresholds(chances, purchases)
            }
            Self::Wire {
                factor,
                curves: means,
            } => {
                let mean = means.get(curves.position(purchases)).copied().flatten()?;
                Some(Thresholds::new(
                    JudgedBy::Population,
                    days_of(mean, *factor),
                    None,
                ))
            }
            Self::Rhythm(rhythm) if purchases == 1 => rhythm.population,
            Self::Means {
                decline,
                lapse,
                population,
            } if purchases == 1 => population.map(|mean| {
                let (decline, lapse) = (days_of(mean, *decline), days_of(mean, *lapse));
                Thresholds::new(JudgedBy::Population, decline, lapse)
            }),
            _ => None,
        }
    }

    /// Judges a customer's silence.
    #[inline]
    pub(super) fn judge(
        &self,
        silent: &Silent,
        curves: &ReturnCurves,
        given: Given,
    ) -> Result<Verdict> {
        if let Some(chance) = given.chance {
            let chance = fraction("chance of return", chance)?;
            let Self::Chance(chances) = self else {
                let error = Error::unsupported(
                    "a chance of return that is given",
                    "a rule that judges silence by days",
                );
                return Err(error.with_cure("set `Rules::silence` to `Silence::ChanceOfReturn`"));
            };
            return Ok(chances.given(silent, curves.position(silent.purchases), chance));
        }
        if let Self::Chance(chances) = self {
            return Ok(chances.judge(silent, curves.position(silent.purchases)));
        }
        let thresholds = self.thresholds(silent, curves)?;
        Ok(Verdict::by_days(
            silent,
            thresholds,
            self.score(silent, thresholds)?,
        ))
    }

    fn thresholds(&self, silent: &Silent, curves: &ReturnCurves) -> Result<Option<Thresholds>> {
        let own = |decline, lapse| Some(Thresholds::new(JudgedBy::OwnRhythm, decline, lapse));
        Ok(match (self, silent.mean) {
            (Self::Hiatus { decline, lapse }, _) => {
                let after = |span: Span| -> Result<Option<f64>> {
                    let until = span.period().after(silent.last, span.count())?;
                    Ok(Some(f64::from(days(silent.last, until))))
                };
                let (decline, lapse) = (after(*decline)?, after(*lapse)?);
                Some(Thresholds::new(JudgedBy::FixedTime, decline, lapse))
            }
            (Self::TToTheN { decline, lapse }, mean) => {
                let span = mean.unwrap_or(0.0) * f64::from(silent.intervals());
                // tⁿ < cut where silence > span · (cut^(−1/n) − 1).
                let after = |cut: f64| {
                    let n = f64::from(silent.purchases);
                    days_of(span, libm::expm1(-libm::log(cut) / n))
                };
                own(after(*decline), after(*lapse))
            }
            (Self::Means { decline, lapse, .. }, Some(mean)) => {
                own(days_of(mean, *decline), days_of(mean, *lapse))
            }
            (Self::Rhythm(rhythm), Some(mean)) => {
                let (decline, lapse) = rhythm.multiples_of(silent.intervals());
                own(days_of(mean, decline), days_of(mean, lapse))
            }
            _ => self.thresholds_after(silent.purchases, curves),
        })
    }

    /// Returns a score that ranks customers as the rule does.
    fn score(&self, silent: &Silent, thresholds: Option<Thresholds>) -> Result<f64> {
        let days = f64::from(silent.silence);
        let in_means = |mean: Option<f64>| mean.map_or(UNJUDGED, |mean| -days / mean.max(A_DAY));
        Ok(match self {
            Self::Hiatus { .. } | Self::Chance(_) => -days,
            Self::Means { population, .. } => in_means(silent.mean.or(*population)),
            Self::Wire { factor, .. } => {
                in_means(thresholds.and_then(|thresholds| Some(thresholds.decline? / factor)))
            }
            Self::TToTheN { .. } => {
                let span = silent.tenure.saturating_sub(silent.silence);
                match silent.tenure {
                    0 => 0.0,
                    tenure => t_to_the_n(silent.purchases, f64::from(span), f64::from(tenure))?,
                }
            }
            Self::Rhythm(rhythm) => match silent.mean {
                Some(mean) => own_rhythm_chance(silent.intervals(), mean, days)?,
                None => rhythm.of_population(silent.silence).unwrap_or(UNJUDGED),
            },
        })
    }
}

impl Verdict {
    /// A customer is silent for too long, or is not, by days alone.
    fn by_days(silent: &Silent, thresholds: Option<Thresholds>, score: f64) -> Self {
        let longer =
            |threshold: Option<f64>| threshold.is_some_and(|days| f64::from(silent.silence) > days);
        Self {
            lapsed: thresholds.is_some_and(|thresholds| longer(thresholds.lapse)),
            silent: thresholds.is_some_and(|thresholds| longer(thresholds.decline)),
            thresholds,
            chance: None,
            chance_at_most: None,
            score: score - f64::from(silent.silence) * A_DAY,
            too_young: false,
        }
    }
}

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
struct Step {
    /// The silences, in days, from which on the chance is lower than before, beginning with 0; empty
    /// where no silence can be judged.
    falls: Vec<(u32, f64)>,
    /// The longest silence that can be judged.
    longest: u32,
    decline: Option<u32>,
    lapse: Option<u32>,
}

impl Chances {
    fn new(
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

    fn step(&self, purchases: u32, position: usize) -> Option<&Step> {
        debug_assert!(purchases > 0);
        self.steps.get(position)
    }

    /// Returns whether customers with so many purchases are in decline by a low chance even if silence
    /// has not lowered it.
    const fn declines_at_once(&self, purchases: u32) -> bool {
        purchases > 1 || purchases >= self.established_purchases
    }

    #[inline]
    fn judge(&self, silent: &Silent, position: usize) -> Verdict {
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

    fn given(&self, silent: &Silent, position: usize, chance: f64) -> Verdict {
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
                longest: 0,
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
        let below = |cut| {
            let low = |&&(_, chance): &&(u32, f64)| is_below(chance, cut);
            falls.iter().find(low).map(|&(silence, _)| silence)
        };
        Self {
            decline: below(decline),
            lapse: below(lapse),
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
        let until = self.falls.partition_point(|&(from, _)| from <= silence);
        let last = self.falls.get(until.checked_sub(1)?)?;
        Some(last.1)
    }

    /// Returns the thresholds of customers with so many purchases, where there are any.
    #[inline]
    fn thresholds(&self, chances: &Chances, purchases: u32) -> Option<Thresholds> {
        // The day of a purchase is no silence yet, so that a longer one than 0 days is the first.
        let longer_than = |day: u32| f64::from(day.saturating_sub(1));
        let at_once = chances.declines_at_once(purchases);
        let decline = self.decline.filter(|&day| day > 0 || at_once);
        (!self.falls.is_empty()).then(|| {
            Thresholds::new(
                JudgedBy::Population,
                decline.map(longer_than),
                self.lapse.map(longer_than),
            )
        })
    }
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

/// The customer's own rhythm, at false-alarm rates.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rhythm {
    decline: f64,
    lapse: f64,
    /// Thresholds in means, by the number of intervals less one.
    multiples: Vec<(f64, f64)>,
    /// For one-time buyers.
    population: Option<Thresholds>,
    known: ReturnCurve,
}

impl Rhythm {
    fn multiples_of(&self, intervals: u32) -> (f64, f64) {
        let row = usize::try_from(intervals).unwrap_or(usize::MAX);
        let tabulated = self.multiples.get(row.saturating_sub(1)).copied();
        tabulated.unwrap_or_else(|| {
            (
                multiple_of_mean(intervals, self.decline),
                multiple_of_mean(intervals, self.lapse),
            )
        })
    }

    /// Returns what one-time buyers are judged by.
    fn of_population(&self, silence: u32) -> Option<f64> {
        match self.population?.lapse_measure? {
            ReturnMeasure::ChanceOfReturn => self.known.chance_after(silence),
            ReturnMeasure::ShareOfReturners => self.known.later_than(silence),
        }
    }
}

/// Customers with more intervals than this have their threshold computed one by one.
const TABULATED: u32 = 256;

/// Returns the thresholds by the customer's own rhythm, in means, for each number of intervals.
fn multiples(decline: f64, lapse: f64) -> Vec<(f64, f64)> {
    (1..=TABULATED)
        .map(|x| (multiple_of_mean(x, decline), multiple_of_mean(x, lapse)))
        .collect()
}

/// Returns so many means; `None` beyond all numbers, because no silence is so long.
fn days_of(mean: f64, multiple: f64) -> Option<f64> {
    let days = mean * multiple;
    days.is_finite().then_some(days)
}
