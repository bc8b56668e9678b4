//! The columns of a file of customers, found by their headers or named by the user.

use serde::Serialize;

use super::Layout;
use super::roles::{AMOUNT, CHURN, END, GROUP, START, TENURE};
use crate::kit::fields::quote;
use crate::kit::format::listed;
use crate::kit::headers::Role;
use crate::kit::rows::list;

/// Where the columns stand.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    pub stay: Stay,
    pub group: Option<usize>,
    pub amount: Option<usize>,
}

/// What says how long a customer stayed.
#[derive(Debug, Clone, Copy)]
pub enum Stay {
    Tenure {
        tenure: usize,
        churn: usize,
        /// The column of churn may hold the day on which the customer left.
        by_day: bool,
    },
    Dates {
        start: usize,
        end: usize,
        /// What says beside the dates whether the customer left.
        churn: Option<usize>,
    },
}

/// The headers of the columns that were read.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnNames {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenure: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub churn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    pub group: Option<String>,
    pub amount: Option<String>,
}

impl Columns {
    /// # Errors
    /// A message for the user.
    pub fn find(headers: &[String], layout: &Layout) -> Result<Self, String> {
        let found = Self {
            stay: Stay::find(headers, layout)?,
            group: GROUP.maybe_column(headers, layout.group.as_deref())?,
            amount: AMOUNT.maybe_column(headers, layout.amount.as_deref())?,
        };
        let names = ["tenure", "churn", "start", "end", "group", "amount"];
        let places = found.places();
        for (at, place) in places.iter().enumerate() {
            let other = places[..at].iter().position(|other| other == place);
            if let (Some(place), Some(other)) = (place, other) {
                return Err(format!(
                    "{} cannot be both --{} and --{}",
                    quote(&headers[*place]),
                    names[other],
                    names[at],
                ));
            }
        }
        Ok(found)
    }

    /// In the order of the options.
    fn places(&self) -> [Option<usize>; 6] {
        let [tenure, churn, start, end] = match self.stay {
            Stay::Tenure { tenure, churn, .. } => [Some(tenure), Some(churn), None, None],
            Stay::Dates { start, end, churn } => [None, churn, Some(start), Some(end)],
        };
        [tenure, churn, start, end, self.group, self.amount]
    }

    /// Columns of dates that stand beside a tenure.
    pub fn dates_beside(&self, headers: &[String]) -> Vec<String> {
        if matches!(self.stay, Stay::Dates { .. }) {
            return Vec::new();
        }
        let taken = self.places();
        let known = [START, END].map(|role| role.known(headers));
        if known.iter().any(Vec::is_empty) {
            return Vec::new();
        }
        let beside = known
            .into_iter()
            .flatten()
            .filter(|at| !taken.contains(&Some(*at)));
        beside.filter_map(|at| headers.get(at).cloned()).collect()
    }

    pub fn names(&self, headers: &[String]) -> ColumnNames {
        let name = |place: Option<usize>| place.map(|place| headers[place].clone());
        let [tenure, churn, start, end, group, amount] = self.places().map(name);
        ColumnNames {
            tenure,
            churn,
            start,
            end,
            group,
            amount,
        }
    }
}

impl Stay {
    fn find(headers: &[String], layout: &Layout) -> Result<Self, String> {
        let is_known = |role: &Role| !role.known(headers).is_empty();
        let asks_for_dates = layout.start.is_some() || layout.end.is_some();
        let asks_for_tenure = layout.tenure.is_some();
        let [tenure, churn, start, end] = [&TENURE, &CHURN, &START, &END].map(is_known);
        let has_tenure = tenure && (churn || layout.churn.is_some());
        let dates = asks_for_dates
            || (!asks_for_tenure
                && match (has_tenure, start && end) {
                    (true, _) => false,
                    (false, true) => true,
                    // The columns of which more are there.
                    (false, false) => !tenure && (start || end),
                });
        if dates {
            let [start, end] = columns(
                headers,
                [(&START, &layout.start), (&END, &layout.end)],
                ". Where there are no dates, --tenure and --churn name for how long customers have been there \
                 and whether they left",
            )?;
            return Ok(Self::Dates {
                start,
                end,
                churn: beside(headers, layout, [start, end])?,
            });
        }
        // Whoever has a day on which it left has left.
        if let (true, false, None, [end]) =
            (tenure, churn, &layout.churn, END.known(headers).as_slice())
        {
            return Ok(Self::Tenure {
                tenure: TENURE.column(headers, layout.tenure.as_deref())?,
                churn: *end,
                by_day: true,
            });
        }
        let [tenure, churn] = columns(
            headers,
            [(&TENURE, &layout.tenure), (&CHURN, &layout.churn)],
            ", or the days on which customers came and left with --start and --end",
        )?;
        let by_day = headers.get(churn).is_some_and(|header| END.means(header));
        Ok(Self::Tenure {
            tenure,
            churn,
            by_day,
        })
    }
}

/// The column of each role, or all that are missing at once.
fn columns(
    headers: &[String],
    wanted: [(&Role, &Option<String>); 2],
    otherwise: &str,
) -> Result<[usize; 2], String> {
    let is_missing =
        |(role, told): &&(&Role, &Option<String>)| told.is_none() && role.known(headers).is_empty();
    let missing: Vec<&Role> = wanted
        .iter()
        .filter(is_missing)
        .map(|(role, _)| *role)
        .collect();
    if missing.is_empty() {
        let [first, second] = wanted.map(|(role, told)| role.column(headers, told.as_deref()));
        return Ok([first?, second?]);
    }
    let names: Vec<&str> = missing.iter().map(|role| role.name).collect();
    let options: Vec<String> = names.iter().map(|name| format!("--{name}")).collect();
    Err(format!(
        "no column is known to be the {}; the columns are {}; name {} with {}{otherwise}",
        names.join(" or the "),
        list(headers.iter().map(String::as_str)),
        if names.len() == 1 { "one" } else { "them" },
        listed(&options),
    ))
}

/// The column that says beside dates whether a customer left, where there is just one.
fn beside(headers: &[String], layout: &Layout, but: [usize; 2]) -> Result<Option<usize>, String> {
    if let Some(name) = &layout.churn {
        return CHURN.named(headers, name).map(Some);
    }
    let known = CHURN
        .known(headers)
        .into_iter()
        .filter(|at| !but.contains(at));
    let known: Vec<usize> = known.collect();
    Ok(match known.as_slice() {
        [only] => Some(*only),
        _ => None,
    })
}
