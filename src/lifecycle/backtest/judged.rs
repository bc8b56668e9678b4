//! What a back-test keeps of each customer, and how it finds what the customer did afterwards.

use chrono::NaiveDate;

use crate::Result;
use crate::lifecycle::facts::days;
use crate::lifecycle::{Classified, Rule, Rules, Silence};
use crate::period::{Period, Window};
use crate::purchases::{History, Observed};

/// A customer as judged at the past date: far less than all that is known of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Seen {
    pub(super) because: Rule,
    pub(super) purchases: u32,
    last: NaiveDate,
    chance: Option<f64>,
    score: f64,
}

impl Seen {
    pub(super) fn of(classified: Classified) -> Self {
        let ended = classified.because == Rule::RecordedEnd;
        Self {
            because: classified.because,
            purchases: classified.purchases,
            last: classified.last,
            // Of an end on record silence says nothing more.
            chance: classified.chance.filter(|_| !ended),
            score: if ended { f64::MIN } else { classified.score },
        }
    }
}

/// What a customer did afterwards: the first two periods with a purchase.
#[derive(Debug, Clone, Copy)]
pub(super) struct Later {
    first: NaiveDate,
    second: Option<NaiveDate>,
}

impl Later {
    fn of(history: &History<'_>, grain: Period) -> Result<Option<Self>> {
        let mut later: Option<Self> = None;
        history.for_each_event(grain, |event| match &mut later {
            None => {
                later = Some(Self {
                    first: event.start,
                    second: None,
                });
            }
            Some(later) => {
                later.second.get_or_insert(event.start);
            }
        })?;
        Ok(later)
    }

    /// Returns the period of the first purchase after the last one known. What falls into the period of the
    /// last purchase is still that purchase.
    fn return_after(self, last: NaiveDate) -> Option<NaiveDate> {
        if self.first > last {
            Some(self.first)
        } else {
            self.second
        }
    }
}

/// Returns what everyone who bought did, by key.
pub(super) fn later<'a, Id>(
    observed: &Observed<'a, Id>,
    grain: Period,
) -> Result<Vec<(&'a Id, Later)>> {
    let mut buyers = Vec::with_capacity(observed.customers());
    observed.for_each(
        |history| Later::of(history, grain),
        |id, later| buyers.push((id, later)),
    )?;
    Ok(buyers)
}

/// A customer as judged, and whether they came back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Judged {
    pub(super) because: Rule,
    pub(super) purchases: u32,
    /// Higher where the customer is likelier to come back.
    pub(super) score: f64,
    /// The chance of a return within the horizon.
    pub(super) chance: Option<f64>,
    pub(super) came_back: bool,
    /// Whether within the horizon.
    pub(super) within_horizon: bool,
}

/// The horizon of the rules, where it ends within the time looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Horizon {
    /// What silence is measured to, and the horizon from.
    from: NaiveDate,
    days: u32,
}

impl Horizon {
    /// `None` for rules without a horizon, and for one that ends later than the records.
    pub(super) fn of(rules: &Rules, as_of: NaiveDate, afterwards: Window) -> Result<Option<Self>> {
        let Silence::ChanceOfReturn { horizon, .. } = rules.silence else {
            return Ok(None);
        };
        let days = days(horizon.period().before(as_of, horizon.count())?, as_of);
        let from = rules.grain.start_of(as_of)?;
        let end = from.checked_add_days(chrono::Days::new(days.into()));
        // The period in which it ends counts as a whole.
        let end = end.and_then(|end| rules.grain.containing(end).ok());
        Ok(end
            .filter(|last| last.to() <= afterwards.to())
            .map(|_| Self { from, days }))
    }
}

impl Judged {
    pub(super) fn of(seen: &Seen, later: Option<Later>, horizon: Option<Horizon>) -> Self {
        let back = later.and_then(|later| later.return_after(seen.last));
        let within =
            |period| horizon.is_some_and(|horizon| days(horizon.from, period) <= horizon.days);
        Self {
            because: seen.because,
            purchases: seen.purchases,
            score: seen.score,
            chance: seen.chance.filter(|_| horizon.is_some()),
            came_back: back.is_some(),
            within_horizon: back.is_some_and(within),
        }
    }
}
