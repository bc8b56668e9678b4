//! The search for the point at which a smooth function of a few variables is smallest.
//!
//! The variables of a model are the logarithms of its parameters, and the function is minus the mean
//! log-likelihood of a customer: neither then depends on the unit of time or on the number of customers.

mod bfgs;
mod curvature;
mod newton;
mod objective;
mod simplex;

pub(crate) use bfgs::minimise;
pub(crate) use curvature::{Curved, polish};
pub(crate) use objective::{Objective, Search};
