//! Portraits of everyone: counts, loyal customers, the retention plan, who is leaving, what changed.

mod counter;
mod counts;
mod left_out;
mod loyal;
mod plan;
mod rows;
mod total;

pub use counter::PortraitCounter;
pub use counts::{ContradictionCount, LevelCount, PortraitCounts};
pub use left_out::{LeftOut, LeftOutCount, LeftOutRow};
pub use loyal::{LoyalBy, LoyalShare, LoyalWarning};
pub use plan::{ActionTotal, Advice, EndedCustomers, PlanOptions, PlanRow, RetentionPlan};
pub use rows::{PortraitRow, Portraits};
