//! Importance from how attributes go with overall satisfaction, and how sure it is.

mod evidence;
mod relative;
mod weigh;

pub(super) use evidence::{Evidence, Found};
pub(super) use weigh::{Flaw, Weighed, correlations, weigh};
