//! What all the evidence says of customers together, and what follows from it.

pub mod staying;
