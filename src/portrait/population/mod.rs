//! Portraits of everyone: counts, loyal customers, the retention plan, who is leaving, what changed.

mod change_row;
mod changes;
mod control;
mod counter;
mod counts;
mod evidence_table;
mod leaving_customers;
mod left_out;
mod level;
mod loyal;
mod plan;
mod rows;
mod staying;
mod total;

pub use change_row::{Change, ChangeRow};
pub use changes::{ChangeOptions, ChangeWarning, DimensionChanges, PortraitChanges};
pub use counter::PortraitCounter;
pub use counts::{ContradictionCount, LevelCount, PortraitCounts};
pub use evidence_table::EvidenceTable;
pub use leaving_customers::{LeavingCount, LeavingCustomers, LeavingRow, LeavingSign};
pub use left_out::{LeftOut, LeftOutCount, LeftOutRow};
pub use level::Level;
pub use loyal::{LoyalBy, LoyalShare, LoyalWarning};
pub use plan::{ActionTotal, EndedCustomers, PlanOptions, PlanRow, PlanStep, RetentionPlan};
pub use rows::{PortraitRow, Portraits};
