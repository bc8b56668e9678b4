//! Importance from how attributes go with overall satisfaction.

mod evidence;
mod relative;
mod weigh;

pub(super) use evidence::{Evidence, assess};
pub(super) use weigh::{Flaw, Weighed, correlations, refuse, weigh};
