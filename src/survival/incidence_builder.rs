use std::collections::BTreeMap;

use super::times::Times;
use super::{CumulativeIncidence, Spell, Survival};
use crate::accumulate::{Accumulator, Version, Weighted, more_rows, push_each};
use crate::scale::respondent_weight;
use crate::{Error, Result};

/// Counts spells by tenure and reason for leaving, chunk by chunk, and ends in a
/// [`CumulativeIncidence`].
///
/// A row is a spell and the reason for its end: `None` for a customer who is still here. A reason is any
/// ordered key, such as a name or an enum. Make the unknown reason one of them. It holds one entry for
/// each reason and tenure that occur, not for each customer.
///
/// ```
/// use retention::Accumulator;
/// use retention::survival::{IncidenceBuilder, Spell};
///
/// let mut builder = IncidenceBuilder::new();
/// builder.extend([(Spell::ended(2), Some("price")), (Spell::ongoing(7), None)])?;
/// let mut more = builder.fresh();
/// more.push((Spell::ended(5), Some("moved away")))?;
/// builder.merge(more)?;
/// assert!(builder.push((Spell::ended(5), None)).is_err());
/// let leaving = builder.finish()?;
/// assert_eq!(format!("{:.2}", leaving.at(&"price", 6).unwrap()), "0.33");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(
        try_from = "State<R>",
        bound(
            serialize = "R: serde::Serialize",
            deserialize = "R: Ord + serde::Deserialize<'de>"
        )
    )
)]
pub struct IncidenceBuilder<R> {
    version: Version,
    rows: u64,
    times: Times,
    /// Who left for each reason, by tenure.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_list"))]
    reasons: BTreeMap<R, BTreeMap<u32, f64>>,
}

/// Lists: keys of a map would have to be text.
#[cfg(feature = "serde")]
fn as_list<R: serde::Serialize, S: serde::Serializer>(
    reasons: &BTreeMap<R, BTreeMap<u32, f64>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let list = |ended: &BTreeMap<u32, f64>| ended.iter().map(|(&time, &w)| (time, w)).collect();
    serializer.collect_seq(
        reasons
            .iter()
            .map(|(reason, ended)| -> (&R, Vec<(u32, f64)>) { (reason, list(ended)) }),
    )
}

/// How an [`IncidenceBuilder`] is read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct State<R> {
    version: Version,
    rows: u64,
    times: Times,
    reasons: Vec<(R, Vec<(u32, f64)>)>,
}

#[cfg(feature = "serde")]
impl<R: Ord> TryFrom<State<R>> for IncidenceBuilder<R> {
    type Error = Error;

    /// Refuses reasons and tenures that stand twice, and ends that do not add up to those of all reasons.
    fn try_from(state: State<R>) -> Result<Self> {
        let mut reasons = BTreeMap::new();
        let mut sums: BTreeMap<u32, f64> = BTreeMap::new();
        for (at, (reason, list)) in state.reasons.into_iter().enumerate() {
            let refuse = |error: Error| error.at_row(at);
            let mut ended = BTreeMap::new();
            for (time, weight) in list {
                let weight = crate::error::non_negative("ended", weight).map_err(refuse)?;
                *sums.entry(time).or_default() += weight;
                if ended.insert(time, weight).is_some() {
                    return Err(refuse(Error::duplicate("time", time)));
                }
            }
            if reasons.insert(reason, ended).is_some() {
                return Err(refuse(Error::duplicate(
                    "reason",
                    format_args!("number {at}"),
                )));
            }
        }
        let ended = state.times.by_time().filter(|(_, at)| at.ended > 0.0);
        let all: BTreeMap<u32, f64> = ended.map(|(time, at)| (time, at.ended)).collect();
        let apart = |(time, sum): (&u32, &f64)| {
            let other = all.get(time).copied().unwrap_or_default();
            (sum - other).abs() > 1e-9 * sum.max(other)
        };
        if sums.len() != all.len() || sums.iter().any(apart) {
            let (found, expected) = (sums.values().sum::<f64>(), all.values().sum::<f64>());
            return Err(Error::mismatch("ended by reason", expected, found));
        }
        if state.rows == 0 && state.times.by_time().next().is_some() {
            return Err(Error::out_of_range("rows", state.rows, "1 or more"));
        }
        Ok(Self {
            version: state.version,
            rows: state.rows,
            times: state.times,
            reasons,
        })
    }
}

impl<R> Default for IncidenceBuilder<R> {
    fn default() -> Self {
        Self {
            version: Version,
            rows: 0,
            times: Times::default(),
            reasons: BTreeMap::new(),
        }
    }
}

impl<R: Ord> IncidenceBuilder<R> {
    /// Creates an empty builder.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn add(&mut self, spell: Spell, reason: Option<R>, weight: f64) -> Result<()> {
        match (&reason, spell.has_ended()) {
            (None, true) => {
                let error = Error::empty("reason").at_row(self.rows);
                return Err(
                    error.with_cure("give those who left for an unknown reason one of their own")
                );
            }
            (Some(_), false) => {
                let error = Error::refused("reason", "of a spell that has not ended");
                return Err(error
                    .at_row(self.rows)
                    .with_cure("give a reason with an end alone"));
            }
            _ => {}
        }
        self.rows = more_rows(self.rows, 1)?;
        if weight > 0.0 {
            self.times.add(spell, weight);
            if let Some(reason) = reason {
                let ended = self.reasons.entry(reason).or_default();
                *ended.entry(spell.time()).or_default() += weight;
            }
        }
        Ok(())
    }
}

impl<R> crate::sealed::Sealed for IncidenceBuilder<R> {}

impl<R: Ord> Accumulator for IncidenceBuilder<R> {
    type Row<'r> = (Spell, Option<R>);
    type Output = CumulativeIncidence<R>;

    fn fresh(&self) -> Self {
        Self::default()
    }

    fn rows(&self) -> u64 {
        self.rows
    }

    /// Adds the spell of one customer, with the reason for its end.
    ///
    /// # Errors
    /// [`Error::Empty`] for an end without a reason; [`Error::Refused`] for a reason of a customer
    /// who is still here; [`Error::Overflow`] for more rows than a count holds.
    fn push(&mut self, (spell, reason): Self::Row<'_>) -> Result<()> {
        self.add(spell, reason, 1.0)
    }

    // It counts, so nothing depends on blocks, and a part has a table of tenures to fill.
    fn extend<'r>(&mut self, rows: impl IntoIterator<Item = Self::Row<'r>>) -> Result<()> {
        push_each(self, rows)
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        self.rows = more_rows(self.rows, other.rows)?;
        self.times.merge(&other.times);
        for (reason, theirs) in other.reasons {
            let ended = self.reasons.entry(reason).or_default();
            for (time, weight) in theirs {
                *ended.entry(time).or_default() += weight;
            }
        }
        Ok(())
    }

    /// Returns the incidences. It never fails: that of nobody has no reasons.
    fn finish(self) -> Result<CumulativeIncidence<R>> {
        let survival = Survival::new(self.rows, self.times);
        let reasons = self.reasons.into_iter().map(|(reason, ended)| {
            let ended_at = move |time| ended.get(&time).copied().unwrap_or_default();
            (reason, ended_at)
        });
        Ok(CumulativeIncidence::new(survival, reasons))
    }
}

impl<R: Ord> Weighted for IncidenceBuilder<R> {
    /// Adds the spell of a customer who counts for `weight`. Errors then take the weights for numbers of
    /// customers.
    fn push_weighted(&mut self, (spell, reason): Self::Row<'_>, weight: f64) -> Result<()> {
        let weight = respondent_weight(weight).map_err(|error| error.at_row(self.rows))?;
        self.add(spell, reason, weight)
    }
}
