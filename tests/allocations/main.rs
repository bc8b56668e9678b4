//! What allocates nothing for a customer or a respondent. Allocations are counted on the thread that
//! makes them, so that the tests do not disturb each other.

// How often threads hand work to each other is up to them.
#[cfg(not(feature = "rayon"))]
mod lifecycle;
mod loyalty;

mod portrait_population;
mod satisfaction;
mod strategies;
mod switching;

/// Asserts that `work` allocates nothing at all, however briefly.
#[track_caller]
fn allocates_nothing(work: impl FnOnce()) {
    assert_eq!(allocation_counter::measure(work).count_total, 0);
}
