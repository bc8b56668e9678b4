//! What silence is judged by, made ready once for a population.

use chrono::NaiveDate;

use super::chances::Chances;
use super::facts::{Facts, days};
use super::silence::lapse_below;
use super::{Given, JudgedBy, Rules, Silence, Thresholds};
use crate::error::fraction;
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
    pub(super) fn of(facts: &Facts) -> Self {
        let intervals = facts.purchases.saturating_sub(1);
        let span = f64::from(facts.tenure.saturating_sub(facts.silence));
        Self {
            purchases: facts.purchases,
            silence: facts.silence,
            tenure: facts.tenure,
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

/// Scores of customers of whose silence nothing is known begin here, above all others.
pub(super) const UNJUDGED: f64 = 1.0;

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
                let step = chances.step(curves.position(purchases))?;
                step.thresholds()
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

    /// Judges a customer's silence, by a chance that is given or by days.
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
    pub(super) fn by_days(silent: &Silent, thresholds: Option<Thresholds>, score: f64) -> Self {
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
