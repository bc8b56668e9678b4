//! Importance from how attributes go with overall satisfaction, and how sure it is.

mod dominance;
mod evidence;
mod judged;
mod relative;
mod weigh;

pub(super) use dominance::{Sets, Sum, general};
pub(super) use evidence::{Evidence, Found, p_value_of_correlation};
pub(super) use weigh::{Flaw, Regression, Weighed, correlations, told_apart, weigh};
