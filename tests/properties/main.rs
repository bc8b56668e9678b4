//! Invariants: order, scale, merge equals whole, totals that add up, rates within their bounds.

mod concentration;
mod estimate;
mod laws;
mod loyalty;
mod period;
mod portfolio;
mod purchases;
mod pyramid;
mod rows;
mod scale;
mod switching;
mod what_if;

use proptest::test_runner::Config;

/// So many cases a property. Failures are not written to disk: they are reproduced by the test
/// that the mended defect gets.
fn cases(cases: u32) -> Config {
    Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    }
}
