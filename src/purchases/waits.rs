use std::collections::BTreeMap;

#[cfg(feature = "serde")]
use crate::{Error, Result};

/// Waits by their length in days. Almost all are short, so they are counted in a table; what lies
/// beyond it is rare.
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(into = "Vec<RawWait>", try_from = "Vec<RawWait>")
)]
pub(crate) struct Waits {
    table: Vec<Count>,
    beyond: BTreeMap<u32, Count>,
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Count {
    pub(super) returned: u64,
    pub(super) waiting: u64,
}

/// Longer waits than this many days, 179 years, are kept apart.
const TABLE: usize = 1 << 16;

/// A table begins with room for so many days, and doubles as it must.
const DAYS: usize = 1 << 9;

impl Waits {
    pub(crate) fn push(&mut self, days: u32, returned: bool) {
        if let Some(count) = self.count(days) {
            if returned {
                count.returned += 1;
            } else {
                count.waiting += 1;
            }
        }
    }

    pub(super) fn count(&mut self, days: u32) -> Option<&mut Count> {
        let at = days as usize;
        if at >= TABLE {
            return Some(self.beyond.entry(days).or_default());
        }
        if self.table.len() <= at {
            let days = (at + 1).next_power_of_two().clamp(DAYS, TABLE);
            self.table.resize(days, Count::default());
        }
        self.table.get_mut(at)
    }

    /// Adds the waits of others. Whoever counts the customers of both has seen that they do not
    /// overflow.
    pub(super) fn merge(&mut self, other: Self) {
        if self.is_empty() {
            *self = other;
            return;
        }
        for (days, more) in other.by_days() {
            if let Some(count) = self.count(days) {
                count.returned += more.returned;
                count.waiting += more.waiting;
            }
        }
    }

    /// Returns how many customers there are, and the longest wait of any.
    #[cfg(feature = "serde")]
    pub(super) fn extent(&self) -> (u64, Option<u32>) {
        self.by_days()
            .fold((0, None), |(customers, _), (days, count)| {
                (customers + count.returned + count.waiting, Some(days))
            })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.table.is_empty() && self.beyond.is_empty()
    }

    /// Returns how many waits there are.
    pub(super) fn count_all(&self) -> u64 {
        let counts = self.by_days().map(|(_, count)| count);
        counts.map(|count| count.returned + count.waiting).sum()
    }

    /// Iterates over the lengths that anyone has, the shortest first.
    pub(super) fn by_days(&self) -> impl Iterator<Item = (u32, Count)> {
        let beyond = self.beyond.iter().map(|(&days, &count)| (days, count));
        (0..)
            .zip(self.table.iter().copied())
            .chain(beyond)
            .filter(|(_, count)| count.returned + count.waiting > 0)
    }
}

/// Waits of one length, as they are written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWait {
    days: u32,
    returned: u64,
    waiting: u64,
}

#[cfg(feature = "serde")]
impl From<Waits> for Vec<RawWait> {
    fn from(waits: Waits) -> Self {
        let raw = |(days, count): (u32, Count)| RawWait {
            days,
            returned: count.returned,
            waiting: count.waiting,
        };
        waits.by_days().map(raw).collect()
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Vec<RawWait>> for Waits {
    type Error = Error;

    /// Refuses lengths that are not in order, and more customers than a count holds.
    fn try_from(raw: Vec<RawWait>) -> Result<Self> {
        use crate::accumulate::more_rows;

        let (mut waits, mut before, mut all) = (Self::default(), None, 0_u64);
        for (position, wait) in raw.into_iter().enumerate() {
            if let Some(before) = before.filter(|before| wait.days <= *before) {
                let error = Error::unsorted("days", wait.days, format_args!("follows {before}"));
                return Err(error.at_row(position));
            }
            let customers = more_rows(wait.returned, wait.waiting)?;
            if customers == 0 {
                let error = Error::out_of_range("customers of a wait", customers, "1 or more");
                return Err(error.at_row(position));
            }
            all = more_rows(all, customers)?;
            before = Some(wait.days);
            if let Some(count) = waits.count(wait.days) {
                *count = Count {
                    returned: wait.returned,
                    waiting: wait.waiting,
                };
            }
        }
        Ok(waits)
    }
}
