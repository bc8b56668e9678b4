//! What happens at each tenure, counted.

use std::collections::BTreeMap;

use super::Spell;
#[cfg(feature = "serde")]
use crate::{Error, Result};

/// What happens at one tenure, by weight.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct At {
    pub(super) entered: f64,
    pub(super) ended: f64,
    pub(super) censored: f64,
}

impl At {
    fn add(&mut self, other: &Self) {
        self.entered += other.entered;
        self.ended += other.ended;
        self.censored += other.censored;
    }

    fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// Spells by tenure. Almost all tenures are short, so they are counted in a table.
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(into = "Raw", try_from = "Raw"))]
pub(super) struct Times {
    /// The weight of those observed from the beginning.
    pub(super) started: f64,
    table: Vec<At>,
    beyond: BTreeMap<u32, At>,
}

/// Longer tenures than this, 179 years in days, are kept apart.
const TABLE: usize = 1 << 16;

impl Times {
    pub(super) fn add(&mut self, spell: Spell, weight: f64) {
        match spell.entry() {
            Some(entry) => self.at(entry).entered += weight,
            None => self.started += weight,
        }
        let at = self.at(spell.time());
        if spell.has_ended() {
            at.ended += weight;
        } else {
            at.censored += weight;
        }
    }

    fn at(&mut self, time: u32) -> &mut At {
        let place = time as usize;
        if place >= TABLE {
            return self.beyond.entry(time).or_default();
        }
        if self.table.len() <= place {
            self.table.resize(place + 1, At::default());
        }
        match self.table.get_mut(place) {
            Some(at) => at,
            None => self.beyond.entry(time).or_default(),
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.started += other.started;
        for (time, at) in other.by_time() {
            self.at(time).add(&at);
        }
    }

    /// What happens after a tenure to those who are at risk at it and have not left, and to those who
    /// enter later.
    pub(super) fn after(&self, stayed: u32) -> Self {
        let mut later = Self {
            started: self.started,
            ..Self::default()
        };
        for (time, at_risk, at) in self.at_risk() {
            if time <= stayed {
                later.started = (at_risk - (at.ended + at.censored)).max(0.0) + at.entered;
            } else {
                *later.at(time) = at;
            }
        }
        later
    }

    /// The weight of those who came under observation at a tenure beyond the first.
    pub(super) fn entered(&self) -> f64 {
        self.by_time().map(|(_, at)| at.entered).sum()
    }

    /// Iterates over the tenures at which anything happens, the shortest first.
    pub(super) fn by_time(&self) -> impl Iterator<Item = (u32, At)> {
        let beyond = self.beyond.iter().map(|(&time, &at)| (time, at));
        (0..)
            .zip(self.table.iter().copied())
            .chain(beyond)
            .filter(|(_, at)| !at.is_nothing())
    }

    /// Iterates over the tenures with the weight at risk at each.
    pub(super) fn at_risk(&self) -> impl Iterator<Item = (u32, f64, At)> {
        let (mut at_risk, mut all) = (self.started, self.started);
        self.by_time().map(move |(time, at)| {
            let gone = at.ended + at.censored;
            // Weights that do not add up leave a rest where all are gone.
            let now = if (at_risk - gone).abs() > ROUNDING * all {
                at_risk
            } else {
                gone
            };
            at_risk = (now - gone).max(0.0) + at.entered;
            all += at.entered;
            (time, now.max(at.ended), at)
        })
    }
}

const ROUNDING: f64 = 1e-12;

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    started: f64,
    times: Vec<RawAt>,
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAt {
    time: u32,
    entered: f64,
    ended: f64,
    censored: f64,
}

#[cfg(feature = "serde")]
impl From<Times> for Raw {
    fn from(times: Times) -> Self {
        let raw = |(time, at): (u32, At)| RawAt {
            time,
            entered: at.entered,
            ended: at.ended,
            censored: at.censored,
        };
        Self {
            started: times.started,
            times: times.by_time().map(raw).collect(),
        }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Raw> for Times {
    type Error = Error;

    /// Refuses tenures out of order, weights that are none, and more who leave than are there.
    fn try_from(raw: Raw) -> Result<Self> {
        use crate::error::non_negative;

        let mut times = Self {
            started: non_negative("started", raw.started)?,
            ..Self::default()
        };
        let (mut before, mut there) = (None, raw.started);
        for (row, of_time) in raw.times.into_iter().enumerate() {
            let refuse = |error: Error| error.at_row(row);
            if let Some(before) = before.filter(|before| of_time.time <= *before) {
                let follows = format_args!("follows {before}").to_string();
                return Err(refuse(Error::unsorted("times", of_time.time, follows)));
            }
            before = Some(of_time.time);
            let at = At {
                entered: non_negative("entered", of_time.entered).map_err(refuse)?,
                ended: non_negative("ended", of_time.ended).map_err(refuse)?,
                censored: non_negative("censored", of_time.censored).map_err(refuse)?,
            };
            let left = at.ended + at.censored;
            if left > there * (1.0 + 1e-9) {
                let allowed = format_args!("at most the {there} at risk").to_string();
                return Err(refuse(Error::out_of_range(
                    "ended and censored",
                    left,
                    allowed,
                )));
            }
            there = (there - left).max(0.0) + at.entered;
            *times.at(of_time.time) = at;
        }
        Ok(times)
    }
}
