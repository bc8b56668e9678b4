//! What keeping customers is worth. For now: how spending differs between customers contacted and
//! not.
//!
//! * [`ContactEffect`] compares how the spending of customers who were contacted and of those who were
//!   not has changed.
//!
//! ```
//! use retention::economics::ContactEffect;
//!
//! let effect = ContactEffect::CURRY;
//! assert_eq!(format!("{:.6}", effect.ratio()), "1.152174");
//! ```

mod contact;

pub use contact::ContactEffect;
