//! What keeping customers is worth. For now: how spending differs between customers contacted and
//! not.
//!
//! * [`ContactEffect`] compares how the spending of customers who were contacted and of those who were
//!   not has changed, from two ready rates.
//! * [`ContactComparison`] computes it from a log and a list of contacted customers, with an interval, and
//!   says what speaks against reading it as an effect.
//!
//! ```
//! use retention::economics::ContactEffect;
//!
//! let effect = ContactEffect::CURRY;
//! assert_eq!(format!("{:.6}", effect.ratio()), "1.152174");
//! ```

mod comparison;
mod contact;
mod groups;

pub use comparison::{Assignment, ContactComparison, ContactGroup, ContactWarning};
pub use contact::ContactEffect;
