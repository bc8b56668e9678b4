//! What was read in another way than it is written, and what was not used.

use serde::Serialize;

use super::groups::Merged;
use super::unit::Unit;

/// What a reader should know of how the file was read.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Notes {
    /// The unit of the tenures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenure_unit: Option<Unit>,
    /// Whether neither the header nor the user told it.
    #[serde(skip)]
    pub unit_is_assumed: bool,
    /// The shortest and the longest tenure, in months begun.
    #[serde(skip)]
    pub tenures: Option<(u32, u32)>,
    /// Tenures that are no whole months.
    pub tenures_rounded_up: usize,
    /// Cells with a word for nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub read_as: Vec<ReadAs>,
    /// Groups that are spelt in several ways.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merged_groups: Vec<Merged>,
    /// What a column says of how often customers pay, where that is not every month for all.
    #[serde(skip)]
    pub intervals: Option<Intervals>,
    /// Columns of dates that stand beside the tenure and were not used.
    #[serde(skip)]
    pub dates_beside: Vec<String>,
    /// Customers who left as they have a day on which they did.
    #[serde(skip)]
    pub left_by_day: u64,
    /// Cells that say neither that the customer left nor that not, of a column beside dates.
    #[serde(skip)]
    pub unclear_beside: u64,
}

/// Cells of a column that were read as no value.
#[derive(Debug, Clone, Serialize)]
pub struct ReadAs {
    pub column: String,
    pub cells: u64,
    /// A sentence on them.
    pub remark: String,
}

/// How often customers pay.
#[derive(Debug, Clone)]
pub struct Intervals {
    pub column: String,
    /// The first few words, in the order of the alphabet.
    pub words: Vec<String>,
}
