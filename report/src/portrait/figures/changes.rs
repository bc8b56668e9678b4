//! What changed since an earlier day.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use retention::Result;
use retention::portrait::{
    Change, ChangeOptions, ChangeRow, ChangeWarning, Contradiction, Dimension, LeavingCustomers,
    LeavingRow, Options, PortraitChanges, Portraits,
};
use rust_decimal::Decimal;
use serde::Serialize;

use super::leaving::{is_past, who_left};
use super::{sum, text};
use crate::portrait::evidence::Earlier;

/// Portraits of two days compared. Money is the value at risk.
#[derive(Debug, Serialize)]
pub struct Changes {
    pub since: NaiveDate,
    pub customers_before: u64,
    pub customers_after: u64,
    pub counts: Vec<Changed>,
    #[serde(serialize_with = "text::serialize")]
    pub value_at_risk_before: Decimal,
    #[serde(serialize_with = "text::serialize")]
    pub value_at_risk_after: Decimal,
    /// Of the customers who are there at the later day only, and have not left by it.
    #[serde(serialize_with = "text::serialize")]
    pub value_at_risk_of_new: Decimal,
    /// Who had not left by each day, and what was at risk with them.
    pub there_before: u64,
    pub there_after: u64,
    #[serde(serialize_with = "text::serialize")]
    pub there_at_risk_before: Decimal,
    #[serde(serialize_with = "text::serialize")]
    pub there_at_risk_after: Decimal,
    /// How many are in each stage at each day.
    pub stages: Vec<Held>,
    /// From stage to stage, the largest first; `None` for who was not there.
    pub moves: Vec<Moved>,
    /// How many gained and lost each contradiction, of those who were there at both days.
    pub contradictions: Vec<Gained>,
    /// Who shows signs of leaving and showed none before.
    pub entered: Entered,
    /// Who has left since, of those who were there at both days.
    pub have_left: u64,
    /// Who is worse and has not left, with the most at risk first.
    pub worse: Vec<ChangeRow<String>>,
    pub least_index: f64,
    /// Of how many the leaving index can be compared.
    pub compared: u64,
    pub leaving_correlation: Option<f64>,
    pub warnings: Vec<ChangeWarning>,
}

/// How many customers a change happened to.
#[derive(Debug, Serialize)]
pub struct Changed {
    pub change: Change,
    pub customers: u64,
}

/// How many customers were in a stage, and are.
#[derive(Debug, Serialize)]
pub struct Held {
    pub stage: &'static str,
    pub before: u64,
    pub after: u64,
}

/// Customers who went from one stage to another.
#[derive(Debug, Serialize)]
pub struct Moved {
    pub from: Option<&'static str>,
    pub to: &'static str,
    pub customers: u64,
    #[serde(serialize_with = "text::serialize")]
    pub value_at_risk_before: Decimal,
    #[serde(serialize_with = "text::serialize")]
    pub value_at_risk_after: Decimal,
}

/// How many customers a contradiction is new with, and with how many it is gone.
#[derive(Debug, Serialize)]
pub struct Gained {
    pub contradiction: Contradiction,
    pub gained: u64,
    pub lost: u64,
}

/// Customers on the list of the leaving who were not on it before.
#[derive(Debug, Serialize)]
pub struct Entered {
    pub customers: u64,
    #[serde(serialize_with = "text::serialize")]
    pub value_at_risk: Decimal,
    pub rows: Vec<LeavingRow<String>>,
}

impl Changes {
    /// How many customers a change happened to.
    pub fn count(&self, change: Change) -> u64 {
        let found = self.counts.iter().find(|row| row.change == change);
        found.map_or(0, |row| row.customers)
    }
}

pub(super) fn since(
    earlier: Earlier,
    portraits: &Portraits<String>,
    top: usize,
) -> Result<Changes> {
    let before = Portraits::of(earlier.customers, &Options::default())?;
    let now = &Portraits::of(earlier.comparable, &Options::default())?;
    let options = ChangeOptions::default();
    let found = PortraitChanges::between(&before, now, options)?;
    let (listed, listed_before) = (LeavingCustomers::of(now)?, LeavingCustomers::of(&before)?);
    let (gone, gone_before) = (who_left(&listed.rows), who_left(&listed_before.rows));
    let of_past = |rows: &[LeavingRow<String>]| {
        let past = rows.iter().filter(|row| is_past(row.sign));
        sum(past.map(|row| row.value_at_risk))
    };
    let (left_before, left_after) = (of_past(&listed_before.rows), of_past(&listed.rows));
    let there = |all: usize, gone: &BTreeSet<&str>| all.saturating_sub(gone.len()) as u64;
    let signs = LeavingCustomers::of(portraits)?;
    let changed = Change::ALL.iter().map(|&change| Changed {
        change,
        customers: found.counts.count(change),
    });
    let is_new = |row: &&ChangeRow<String>| {
        row.change == Change::New && !gone.contains(row.customer.as_str())
    };
    let new = found.rows.iter().filter(is_new);
    let was_there = |customer: &str| before.rows().get(&customer.to_owned()).is_some();
    let left = gone.difference(&gone_before);
    Ok(Changes {
        since: earlier.since,
        customers_before: before.rows().len() as u64,
        customers_after: now.rows().len() as u64,
        counts: changed.collect(),
        value_at_risk_before: found.value_at_risk_before,
        value_at_risk_after: found.value_at_risk_after,
        value_at_risk_of_new: sum(new.map(|row| row.value_at_risk_after)),
        there_before: there(before.rows().len(), &gone_before),
        there_after: there(now.rows().len(), &gone),
        there_at_risk_before: found.value_at_risk_before.saturating_sub(left_before),
        there_at_risk_after: found.value_at_risk_after.saturating_sub(left_after),
        stages: stages(&before, now),
        moves: moves(&found),
        contradictions: contradictions(&found),
        entered: entered(&before, &listed, &listed_before, signs, top),
        have_left: left.filter(|customer| was_there(customer)).count() as u64,
        worse: worse(&found, &gone, top),
        least_index: found.options.least_index,
        compared: found.compared,
        leaving_correlation: found.leaving_correlation,
        warnings: found.warnings,
    })
}

fn stages(before: &Portraits<String>, now: &Portraits<String>) -> Vec<Held> {
    let in_stage = |portraits: &Portraits<String>, stage: &str| {
        let rows = portraits.rows().iter();
        let held = rows.filter(|row| row.portrait.levels.of(Dimension::Stage) == stage);
        held.count() as u64
    };
    let levels = Dimension::Stage.levels().iter();
    levels
        .filter(|stage| **stage != "unknown")
        .map(|stage| Held {
            stage,
            before: in_stage(before, stage),
            after: in_stage(now, stage),
        })
        .filter(|held| held.before + held.after > 0)
        .collect()
}

/// Those who stand elsewhere than before.
fn moves(found: &PortraitChanges<String>) -> Vec<Moved> {
    let stages = found.dimension(Dimension::Stage).into_iter();
    let cells = stages.flat_map(|stages| stages.transitions.cells());
    let mut moves: Vec<Moved> = cells
        .filter(|cell| cell.customers > 0 && cell.from != cell.to)
        .filter_map(|cell| {
            Some(Moved {
                from: cell.from.map(|level| level.name()),
                to: cell.to?.name(),
                customers: cell.customers,
                value_at_risk_before: cell.before,
                value_at_risk_after: cell.after,
            })
        })
        .collect();
    moves.sort_by_key(|row| std::cmp::Reverse(row.customers));
    moves
}

fn contradictions(found: &PortraitChanges<String>) -> Vec<Gained> {
    let both = |row: &&ChangeRow<String>| !matches!(row.change, Change::New | Change::Gone);
    let rows: Vec<&ChangeRow<String>> = found.rows.iter().filter(both).collect();
    let gained = Contradiction::ALL.iter().map(|&contradiction| {
        let with = |holds: &dyn Fn(&ChangeRow<String>) -> bool| {
            rows.iter().filter(|row| holds(row)).count() as u64
        };
        Gained {
            contradiction,
            gained: with(&|row| row.new_contradictions.contains(contradiction)),
            lost: with(&|row| row.gone_contradictions.contains(contradiction)),
        }
    });
    let mut gained: Vec<Gained> = gained.filter(|row| row.gained + row.lost > 0).collect();
    gained.sort_by_key(|row| std::cmp::Reverse((row.gained, row.lost)));
    gained
}

/// Who is leaving now, was there before, and was not leaving then.
fn entered(
    before: &Portraits<String>,
    now: &LeavingCustomers<String>,
    then: &LeavingCustomers<String>,
    signs: LeavingCustomers<String>,
    top: usize,
) -> Entered {
    let listed: BTreeSet<&String> = then.rows.iter().map(|row| &row.customer).collect();
    let is_entered = |row: &&LeavingRow<String>| {
        !is_past(row.sign)
            && !listed.contains(&row.customer)
            && before.rows().get(&row.customer).is_some()
    };
    let new: BTreeSet<&String> = now
        .rows
        .iter()
        .filter(|row| is_entered(row))
        .map(|row| &row.customer)
        .collect();
    // They are shown with all that is known of them now.
    let rows = signs.rows.into_iter();
    let mut rows: Vec<LeavingRow<String>> =
        rows.filter(|row| new.contains(&row.customer)).collect();
    let (customers, value_at_risk) = (
        rows.len() as u64,
        sum(rows.iter().map(|row| row.value_at_risk)),
    );
    rows.truncate(top);
    Entered {
        customers,
        value_at_risk,
        rows,
    }
}

fn worse(
    found: &PortraitChanges<String>,
    gone: &BTreeSet<&str>,
    top: usize,
) -> Vec<ChangeRow<String>> {
    let is_worse = |row: &&ChangeRow<String>| {
        row.change == Change::Worse && !gone.contains(row.customer.as_str())
    };
    let mut rows: Vec<ChangeRow<String>> = found.rows.iter().filter(is_worse).cloned().collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.value_at_risk_after));
    rows.truncate(top);
    rows
}
