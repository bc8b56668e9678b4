//! Fader, P. S. and Hardie, B. G. S. (2007), *Journal of Interactive Marketing* 21(1): 76–90: two
//! segments of a company with yearly contracts, followed for twelve years and fitted on seven.

use retention::clv::{ContractModel, FitOptions, Fitted, Parametric, ShiftedBetaGeometric};
use retention::fit::Outcome;
use retention::survival::Survival;

use crate::assert_published;

/// Customers left of a thousand, by year.
pub const HIGH_END: [u64; 13] = [
    1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394,
];
pub const REGULAR: [u64; 13] = [
    1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173,
];

fn fitted(left: &[u64; 13]) -> Fitted<ShiftedBetaGeometric> {
    let seven_years = Survival::of_table(&left[..8]).unwrap();
    ShiftedBetaGeometric::fit(&seven_years, FitOptions::default()).unwrap()
}

#[test]
fn fader_hardie_2007_parameters_of_both_segments() {
    for (left, alpha, beta) in [(&HIGH_END, "0.668", "3.806"), (&REGULAR, "0.704", "1.182")] {
        let fitted = fitted(left);
        assert_eq!(fitted.outcome, Outcome::Converged);
        let model = fitted.model;
        assert_published(model.alpha(), alpha);
        assert_published(model.beta(), beta);
        assert_eq!(model.values(), [model.alpha(), model.beta()]);
    }
}

#[test]
fn fader_hardie_2007_log_likelihood_of_a_customer() {
    let fitted = fitted(&HIGH_END);
    assert_published(fitted.log_likelihood / 1000.0, "-1.611");
    // Recomputed to more digits.
    assert_published(fitted.log_likelihood, "-1611.1581");
    assert_published(self::fitted(&REGULAR).log_likelihood, "-1680.2652");
}

/// Recomputed from the published survival tables.
#[test]
fn fader_hardie_2007_projected_survival_of_the_same_tables() {
    let high_end = [
        ".8507", ".7469", ".6698", ".6099", ".5618", ".5222", ".4889", ".4604", ".4358", ".4142",
        ".3951", ".3780",
    ];
    let regular = [
        ".6267", ".4738", ".3880", ".3321", ".2923", ".2625", ".2390", ".2201", ".2044", ".1912",
        ".1799", ".1700",
    ];
    for (left, expected) in [(&HIGH_END, high_end), (&REGULAR, regular)] {
        let model = fitted(left).model;
        for (year, expected) in (1..).zip(expected) {
            assert_published(model.survival(year), &format!("0{expected}"));
        }
    }
}

/// The years that were held back: against the retention rate of all seven years, kept constant.
#[test]
fn fader_hardie_2007_projects_years_8_to_12_better_than_a_constant_retention_rate() {
    for (left, worst) in [(&HIGH_END, 0.02), (&REGULAR, 0.005)] {
        let model = fitted(left).model;
        let renewed: u64 = left[1..8].iter().sum();
        let up_for_renewal: u64 = left[..7].iter().sum();
        let constant = renewed as f64 / up_for_renewal as f64;
        let (mut all_ours, mut all_simple) = (0.0, 0.0);
        for (year, &actual) in (0..).zip(left).skip(8) {
            let actual = actual as f64 / 1000.0;
            let simple = left[7] as f64 / 1000.0 * constant.powi(year - 7);
            let ours = (model.survival(year as u32) - actual).abs();
            assert!(ours <= worst, "{year}: {ours}");
            all_ours += ours;
            all_simple += (simple - actual).abs();
        }
        // By a factor of 5.9 and of 26.6.
        assert!(all_ours < all_simple / 5.0, "{all_ours}, not {all_simple}");
    }
}
