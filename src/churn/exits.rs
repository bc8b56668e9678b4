use chrono::NaiveDate;

use super::{Exit, Reason};
use crate::accumulate::Accumulator;
#[cfg(feature = "serde")]
use crate::accumulate::Version;
use crate::{Error, Result};

/// The customers who left, with their reasons.
///
/// Its rows are sorted by customer and day. A customer may leave several times.
///
/// ```
/// use chrono::NaiveDate;
/// use retention::churn::{CountedReasons, Exit, Exits, Reason, ReasonCategory};
/// use retention::period::Window;
/// use rust_decimal::dec;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// let exits = Exits::from_rows([
///     Exit {
///         value: Some(dec!(240)),
///         contacted: Some(date(3, 20)),
///         returned: Some(date(5, 2)),
///         ..Exit::new("Ann", date(3, 15), [Reason::Price, Reason::PoorService])
///     },
///     Exit { value: Some(dec!(90)), ..Exit::new("Ben", date(4, 1), [Reason::MovedAway]) },
///     Exit::new("Cem", date(4, 9), []),
/// ])?;
/// let tally = exits.tally(Window::new(date(1, 1), date(6, 30))?, CountedReasons::All)?;
/// assert_eq!((tally.exits, tally.missing), (3, 1));
/// assert_eq!(tally.of_category(ReasonCategory::Pricing).exits.to_string(), "1 of 2");
/// assert_eq!(tally.controllable.to_string(), "1 of 2");
/// assert_eq!((tally.value, tally.without_value), (dec!(330), 1));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
pub struct Exits<Id> {
    rows: Vec<Exit<Id>>,
}

#[cfg(feature = "serde")]
impl<'de, Id: Ord + serde::Deserialize<'de>> serde::Deserialize<'de> for Exits<Id> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let rows = Vec::<Exit<Id>>::deserialize(deserializer)?;
        Self::from_rows(rows).map_err(serde::de::Error::custom)
    }
}

impl<Id: Ord> Exits<Id> {
    /// Creates the list from its rows, in any order. It may be empty: nobody left.
    ///
    /// # Errors
    /// Those of [`ExitsBuilder`]: of a row, with its position, and of customers with two exits on one
    /// day.
    pub fn from_rows(rows: impl IntoIterator<Item = Exit<Id>>) -> Result<Self> {
        let mut builder = ExitsBuilder::new();
        builder.extend(rows)?;
        builder.finish()
    }
}

impl<Id> Exits<Id> {
    /// Returns the rows, sorted by customer and day.
    #[must_use]
    pub fn rows(&self) -> &[Exit<Id>] {
        &self.rows
    }

    /// Iterates over the exits with the main reason of each, as
    /// [`spells_by_reason`](crate::subscriptions::Accounts::spells_by_reason) takes them.
    ///
    /// See the [example](crate::subscriptions::Accounts::spells_by_reason).
    pub fn main_reasons(&self) -> impl Iterator<Item = (&Id, NaiveDate, Option<Reason>)> {
        self.rows
            .iter()
            .map(|exit| (&exit.customer, exit.date, exit.reasons.first().copied()))
    }
}

/// Collects exits, in any order, into [`Exits`].
///
/// ```
/// use chrono::NaiveDate;
/// use retention::Accumulator;
/// use retention::churn::{Exit, ExitsBuilder, Reason};
///
/// let date = |day| NaiveDate::from_ymd_opt(2024, 3, day).unwrap();
/// let mut monday = ExitsBuilder::new();
/// monday.push(Exit::new("Ben", date(4), [Reason::Price]))?;
/// let mut tuesday = ExitsBuilder::new();
/// tuesday.push(Exit::new("Ann", date(5), []))?;
/// monday.merge(tuesday)?;
/// assert_eq!(monday.finish()?.rows()[0].customer, "Ann");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExitsBuilder<Id> {
    rows: Vec<Exit<Id>>,
}

impl<Id> Default for ExitsBuilder<Id> {
    fn default() -> Self {
        Self { rows: Vec::new() }
    }
}

impl<Id> ExitsBuilder<Id> {
    /// Creates an empty builder.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl<Id> crate::sealed::Sealed for ExitsBuilder<Id> {}

impl<Id: Ord> Accumulator for ExitsBuilder<Id> {
    type Row<'r> = Exit<Id>;
    type Output = Exits<Id>;

    fn fresh(&self) -> Self {
        Self::new()
    }

    fn rows(&self) -> u64 {
        self.rows.len() as u64
    }

    /// Adds one exit.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if the first day is after the exit or the return not after it;
    /// [`Error::Refused`] for an outcome without a contact; [`Error::Duplicate`] for a reason that stands
    /// twice. Each has [`rows`](Self::rows) as its position.
    fn push(&mut self, row: Exit<Id>) -> Result<()> {
        row.check().map_err(|error| error.at_row(self.rows.len()))?;
        self.rows.push(row);
        Ok(())
    }

    /// Adds the rows of another part. It never fails.
    fn merge(&mut self, other: Self) -> Result<()> {
        self.rows.extend(other.rows);
        Ok(())
    }

    /// Returns all exits.
    ///
    /// # Errors
    /// [`Error::Duplicate`], with the row of the second, if a customer leaves twice on one day;
    /// [`Error::OutOfRange`], with the row of the second, if a customer leaves again before the return
    /// that the exit before has on record.
    fn finish(self) -> Result<Exits<Id>> {
        let mut rows: Vec<(Exit<Id>, usize)> = self.rows.into_iter().zip(0..).collect();
        rows.sort_by(|(a, _), (b, _)| (&a.customer, a.date).cmp(&(&b.customer, b.date)));
        for pair in rows.windows(2) {
            if let [(first, _), (second, row)] = pair
                && first.customer == second.customer
            {
                check_order(first, second).map_err(|error| error.at_row(*row))?;
            }
        }
        let rows = rows.into_iter().map(|(exit, _)| exit).collect();
        Ok(Exits { rows })
    }
}

/// Refuses two exits of a customer that cannot both be.
fn check_order<Id>(first: &Exit<Id>, second: &Exit<Id>) -> Result<()> {
    if first.date == second.date {
        let error = Error::duplicate("exit of a customer", second.date);
        return Err(error.with_cure("give the exit all its reasons in one row"));
    }
    match first.returned {
        Some(returned) if returned > second.date => {
            let allowed = format_args!("{returned} or later, the return from the exit before");
            Err(Error::out_of_range("date", second.date, allowed))
        }
        _ => Ok(()),
    }
}

/// The state of a builder, as it is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct Written<'a, Id> {
    version: Version,
    rows: &'a [Exit<Id>],
}

/// The state of a builder, as it is read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct State<Id> {
    #[serde(rename = "version")]
    _version: Version,
    rows: Vec<Exit<Id>>,
}

#[cfg(feature = "serde")]
impl<Id: serde::Serialize> serde::Serialize for ExitsBuilder<Id> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (version, rows) = (Version, self.rows.as_slice());
        Written { version, rows }.serialize(serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de, Id: Ord + serde::Deserialize<'de>> serde::Deserialize<'de> for ExitsBuilder<Id> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let State { rows, .. } = State::deserialize(deserializer)?;
        let mut builder = Self::new();
        builder.extend(rows).map_err(serde::de::Error::custom)?;
        Ok(builder)
    }
}
