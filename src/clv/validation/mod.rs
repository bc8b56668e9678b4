//! Whether a model foretells what customers then did: hold-out periods, histograms, tracking, and a choice
//! among models.

mod best;
mod choice;
mod histogram;
mod hold_out;
mod tracking;
mod validated;

pub use best::{BestBy, BestCustomers};
pub use choice::{BuyingModel, ModelChoice, compare_models};
pub use histogram::{HistogramClass, PurchaseHistogram};
pub use hold_out::{HoldOut, HoldOutCustomer};
pub use tracking::{Tracking, TrackingStep};
pub use validated::{FrequencyClass, Validation, ValidationOptions};
