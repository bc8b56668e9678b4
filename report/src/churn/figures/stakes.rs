//! Customers with something at stake beside those of each group.

use retention::Result;
use serde::Serialize;

use super::rates::{Money, Rate, of_one, risk};
use super::spells::Spells;
use crate::churn::input::Sheet;

/// Those who came not long ago.
#[derive(Debug, Serialize)]
pub struct Newcomers {
    /// For so many months they are new.
    pub months: u32,
    /// Who is still there.
    pub staying: u64,
    /// Who left of those with no longer tenure; or where everybody was observed for longer, who left in their
    /// first months, of so many customer-months.
    #[serde(flatten)]
    pub risk: Rate,
    pub money: Option<Money>,
}

/// # Errors
/// Those of the library.
pub fn newcomers(sheet: &Sheet, spells: &Spells, months: u32, by_month: bool) -> Result<Newcomers> {
    let is_new = |at: &usize| spells.0[*at].months <= months;
    let of: Vec<usize> = spells.observed().filter(is_new).collect();
    let risk = match by_month {
        true => risk(spells, &spells.observed().collect::<Vec<_>>(), true, months)?,
        false => risk(spells, &of, false, months)?,
    };
    let staying = of.iter().filter(|at| !spells.0[**at].left);
    Ok(Newcomers {
        months,
        staying: staying.count() as u64,
        money: of_one(sheet, spells, &of, risk),
        risk,
    })
}
