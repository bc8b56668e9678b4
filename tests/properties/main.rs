//! Invariants: order, scale, merge equals whole, totals that add up, rates within their bounds.

#[path = "../common/buyers.rs"]
mod buyers;
#[path = "../common/expected.rs"]
mod expected;
#[path = "../common/next_purchases.rs"]
mod next_purchases;
#[path = "../common/random.rs"]
mod random;
#[path = "../common/ranked.rs"]
mod ranked;
#[path = "../common/shops.rs"]
mod shops;

mod bridge;
mod budgets;
mod campaigns;
mod churn;
mod churn_simulated;
mod cohorts;
mod concentration;
mod contract_models;
mod contracts;
mod covariates;
mod cox;
mod drivers;
mod drivers_simulated;
mod economics;
mod estimate;
mod habits;
mod influence;
mod lapse;
mod laws;
mod leaving_index;
mod lifecycle;
mod loyalty;
mod model_inference;
mod models_of_buying;
mod occasions;
mod period;
mod portfolio;
mod portrait_evidence;
mod portrait_population;
mod portraits;
mod purchases;
mod pyramid;
mod quadrant;
mod quadrant_blocks;
mod quadrant_coverage;
mod ranking;
mod revenue_intervals;
mod rfm;
mod rows;
mod satisfaction;
mod scale;
mod scale_resampled;
mod segments;
mod simulated_buyers;
mod simulated_churn;
mod spend;
mod staying;
mod strategies;
mod subscriptions;
mod survival;
mod survival_bands;
mod survival_hazards;
mod survival_purchases;
mod survival_reasons;
mod switching;
mod value;
mod value_relative;
mod value_simulated;
mod value_survey;
mod wallets;
mod what_if;

#[allow(unused_imports)]
use expected::refusal;
use proptest::test_runner::Config;

/// So many cases a property, and in proportion more where `PROPTEST_CASES` asks for more than the usual
/// 256. Failures are not written to disk: they are reproduced by the test that the mended defect gets.
fn cases(cases: u32) -> Config {
    let usual = Config::default();
    Config {
        cases: cases.saturating_mul(usual.cases) / 256,
        failure_persistence: None,
        ..usual
    }
}
