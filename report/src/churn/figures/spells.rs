//! How long each customer was observed: from the first month on, and only while somebody looked.

use chrono::NaiveDate;
use retention::Result;
use retention::period::Ruler;
use retention::survival::Spell;
use serde::Serialize;

use crate::churn::input::{Customer, Sheet, Stayed};
use crate::kit::format::counted;

/// When the customers of a file were observed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "observed", rename_all = "snake_case")]
pub enum Observation {
    /// Whoever left did so within the last months, whatever the tenure.
    LastMonths { months: u32 },
    /// From their first month on, whenever they left.
    Ever,
    /// The same up to a day.
    FromTheirStart {
        #[serde(serialize_with = "super::days")]
        as_of: NaiveDate,
    },
    /// Those who were there on a day or came later.
    Since {
        #[serde(serialize_with = "super::days")]
        from: NaiveDate,
        #[serde(serialize_with = "super::days")]
        as_of: NaiveDate,
    },
}

impl Observation {
    /// What it means that a customer left, as the end of a sentence on several.
    pub fn left(&self) -> String {
        match self {
            Self::LastMonths { months: 1 } => "left within the last month".to_owned(),
            Self::LastMonths { months } => {
                format!(
                    "left within the last {}",
                    counted(*months, "month", "months")
                )
            }
            Self::Ever => "left".to_owned(),
            Self::FromTheirStart { as_of } => format!("had left by {as_of}"),
            Self::Since { from, as_of } => format!("left from {from} to {as_of}"),
        }
    }

    /// Whether everybody was observed from the first day on.
    pub const fn is_whole(&self) -> bool {
        matches!(self, Self::Ever | Self::FromTheirStart { .. })
    }

    /// Whether customers were observed for different times, so that a rate needs a unit of time.
    pub const fn is_by_month(&self) -> bool {
        !matches!(self, Self::LastMonths { .. })
    }

    /// How long that is, in words that follow “in”.
    pub fn stretch(&self) -> String {
        match self {
            Self::LastMonths { months: 1 } => "a month".to_owned(),
            Self::LastMonths { months } => counted(*months, "month", "months"),
            Self::Ever | Self::FromTheirStart { .. } | Self::Since { .. } => {
                "such a time".to_owned()
            }
        }
    }
}

/// A customer who was observed.
#[derive(Debug, Clone, Copy)]
pub struct Observed {
    /// The place in the file.
    pub at: usize,
    pub left: bool,
    pub months: u32,
    /// As if observed from month 0.
    pub naive: Spell,
    /// While observed; `None` where that is no time at all.
    pub adjusted: Option<Spell>,
}

/// The customers who were observed, in the order of the file.
#[derive(Debug)]
pub struct Spells(pub Vec<Observed>);

impl Spells {
    /// # Errors
    /// Those of the library.
    pub fn of(sheet: &Sheet, observation: &Observation) -> Result<Self> {
        let customers = sheet.customers.iter().enumerate();
        let observed =
            customers.filter_map(|(at, customer)| one(at, customer, observation).transpose());
        observed.collect::<Result<_>>().map(Self)
    }

    /// The places of those observed.
    pub fn observed(&self) -> impl Iterator<Item = usize> {
        0..self.0.len()
    }
}

/// How many customers are to end after the last day that the file knows of.
pub fn ends_later(sheet: &Sheet, observation: &Observation) -> u64 {
    let (Observation::FromTheirStart { as_of } | Observation::Since { as_of, .. }) = observation
    else {
        return 0;
    };
    let later = sheet.customers.iter().filter(|customer| {
        matches!(customer.stay, Stayed::From { start, end } if start <= *as_of && end > Some(*as_of))
    });
    later.count() as u64
}

/// Where a column says another thing of who left than the dates, which were used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SaysOtherwise {
    /// Customers of whom the column says something.
    pub compared: u64,
    /// It says that they left, and no end has come.
    pub left_without_end: u64,
    /// It says that they are still there, and an end has come.
    pub there_after_end: u64,
}

impl SaysOtherwise {
    /// `None` where there is no such column beside dates.
    pub fn of(sheet: &Sheet, spells: &Spells) -> Option<Self> {
        let observed = spells.0.iter();
        let said = observed.filter_map(|observed| {
            Some((sheet.customers.get(observed.at)?.says_left?, observed.left))
        });
        let mut found = Self {
            compared: 0,
            left_without_end: 0,
            there_after_end: 0,
        };
        for (says, left) in said {
            found.compared += 1;
            found.left_without_end += u64::from(says && !left);
            found.there_after_end += u64::from(!says && left);
        }
        (found.compared > 0).then_some(found)
    }
}

fn one(at: usize, customer: &Customer, observation: &Observation) -> Result<Option<Observed>> {
    let (months, left, entry) = match (customer.stay, observation) {
        (Stayed::For { months, left }, Observation::LastMonths { months: last }) => {
            (months, left, Some(months.saturating_sub(*last)))
        }
        (Stayed::For { months, left }, _) => (months, left, None),
        (Stayed::From { start, end }, Observation::FromTheirStart { as_of }) => {
            let Some((months, left)) = stay(start, end, *as_of)? else {
                return Ok(None);
            };
            (months, left, None)
        }
        (Stayed::From { start, end }, Observation::Since { from, as_of }) => {
            let Some((months, left)) = stay(start, end, *as_of)? else {
                return Ok(None);
            };
            if end.is_some_and(|end| end < *from) {
                return Ok(None);
            }
            let before = if start < *from {
                Ruler::Months.measure(start, *from)?
            } else {
                0.0
            };
            (months, left, Some(before.floor() as u32))
        }
        (Stayed::From { .. }, Observation::LastMonths { .. } | Observation::Ever) => {
            return Ok(None);
        }
    };
    let naive = match left {
        true => Spell::ended(months),
        false => Spell::ongoing(months),
    };
    let adjusted = match entry {
        Some(entry) => (entry < months).then(|| naive.entered(entry)).transpose()?,
        None => Some(naive),
    };
    Ok(Some(Observed {
        at,
        left,
        months,
        naive,
        adjusted,
    }))
}

/// Months begun until the customer left or until the last day known, and which of the two; `None` of who
/// came later.
fn stay(start: NaiveDate, end: Option<NaiveDate>, as_of: NaiveDate) -> Result<Option<(u32, bool)>> {
    if start > as_of {
        return Ok(None);
    }
    let gone = end.filter(|end| *end <= as_of);
    let months = Ruler::Months.measure(start, gone.unwrap_or(as_of))?;
    Ok(Some((months.ceil() as u32, gone.is_some())))
}
