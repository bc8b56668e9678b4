//! Fader, P. S., Hardie, B. G. S., Liu, Y., Davin, J. and Steenburgh, T. (2018), *Journal of Interactive
//! Marketing* 43: 1–16; the figures of the page of the R package retenmod, for the first four years of a
//! published survival table.

use retention::clv::{BetaDiscreteWeibull, ContractModel, FitOptions};
use retention::fit::Outcome;
use retention::survival::Survival;

use crate::assert_published;
use crate::fader_hardie_2007::HIGH_END;

#[test]
fn fader_2018_beta_discrete_weibull_of_four_years() {
    let four_years = Survival::of_table(&HIGH_END[..5]).unwrap();
    let fitted = BetaDiscreteWeibull::fit(&four_years, FitOptions::default()).unwrap();
    assert_eq!(fitted.outcome, Outcome::Converged);
    let model = fitted.model;
    assert_published(model.gamma(), "0.2593");
    assert_published(model.delta(), "1.7226");
    assert_published(model.c(), "1.5844");
    // The page counts customers in per cent.
    assert_published(-fitted.log_likelihood / 10.0, "122.2749");
    let survival = [
        "86.9147", "74.1928", "65.4784", "59.2933", "54.6610", "51.0369", "48.1044", "45.6688",
        "43.6037", "41.8232",
    ];
    // These digits are cut off, not rounded: the second is 74.19286 in full.
    for (year, expected) in (1..).zip(survival) {
        let cut_off = (1e6 * model.survival(year)).floor() / 1e4;
        assert_published(cut_off, expected);
    }
}
