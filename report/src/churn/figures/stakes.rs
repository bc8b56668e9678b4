//! Customers with something at stake beside those of each group.

use retention::Result;
use serde::Serialize;

use super::rates::{Money, Rate, of_one, rate};
use super::spells::Spells;
use crate::churn::input::Sheet;

/// Those who came not long ago.
#[derive(Debug, Serialize)]
pub struct Newcomers {
    /// For so many months they are new.
    pub months: u32,
    #[serde(flatten)]
    pub churn: Rate,
    pub money: Option<Money>,
}

/// # Errors
/// Those of the library.
pub fn newcomers(sheet: &Sheet, spells: &Spells, months: u32) -> Result<Newcomers> {
    let is_new = |at: &usize| spells.0[*at].months <= months;
    let of: Vec<usize> = spells.observed().filter(is_new).collect();
    let churn = rate(spells, &of)?;
    Ok(Newcomers {
        months,
        money: of_one(sheet, spells, &of, churn),
        churn,
    })
}
