//! What is judged and inferred of models of buying: customers, scores, names and options that are none.

use chrono::Weekday;
use retention::Error;
use retention::accumulate::Weighted;
use retention::clv::{
    BgNbd, Counter, FitOptions, HoldOut, HoldOutCustomer, MbgNbd, ParametricBootstrap, ParetoNbd,
    PosteriorMode, Priors, PurchaseCounts, PurchaseHistogram, PurchaseModel, Tracking,
    ValidationOptions, compare_models,
};
use retention::estimate::Resampling;
use retention::period::{Period, Ruler, Window};
use retention::purchases::{Policy, Purchase, PurchaseLog, Summary, Treatment};
use retention::{Accumulator, fit::Outcome};
use rust_decimal::dec;

use crate::expected::{at_row, empty, length, not_finite, out_of_range, refusal};

fn model() -> BgNbd {
    BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap()
}

fn customer(frequency: u32, last: f64, later_purchases: u32) -> HoldOutCustomer {
    HoldOutCustomer {
        summary: Summary::new(frequency, last, 39.0).unwrap(),
        later_purchases,
        later_spend: dec!(10) * rust_decimal::Decimal::from(later_purchases),
    }
}

fn counts(customers: usize) -> PurchaseCounts {
    PurchaseCounts::of(&model().simulate(vec![39.0; customers], 7).unwrap()).unwrap()
}

#[test]
fn a_hold_out_wants_customers_and_time() {
    assert_eq!(refusal(HoldOut::new(vec![], 39.0)), empty("customers"));
    let new = |time| refusal(HoldOut::new(vec![customer(0, 0.0, 0)], time));
    assert_eq!(new(f64::NAN), not_finite("time", f64::NAN));
    assert_eq!(new(f64::INFINITY), not_finite("time", f64::INFINITY));
    assert_eq!(new(-1.0), out_of_range("time", -1, "0 or more"));
    assert_eq!(new(0.0), out_of_range("time", 0, "above 0"));
}

#[test]
fn the_windows_of_a_hold_out_follow_each_other_and_read_alike() {
    let day = |day| chrono::NaiveDate::from_ymd_opt(2024, 1, day).unwrap();
    let window = |from, to| Window::new(day(from), day(to)).unwrap();
    let row = |customer, on| Purchase {
        customer,
        date: day(on),
        amount: dec!(20),
    };
    let log = PurchaseLog::from_rows([row(1, 2), row(1, 5), row(1, 12), row(2, 13)]).unwrap();
    let of = |first, second: Window, policy| {
        let first = log.observe(first, Policy::default()).unwrap();
        let second = log.observe(second, policy).unwrap();
        HoldOut::of(&first, &second, Period::Day, Ruler::Days)
    };
    for from in [9, 12] {
        let refused = of(window(1, 10), window(from, 20), Policy::default());
        let allowed = "the day after 2024-01-10, on which the calibration ends";
        let expected = out_of_range("later window", day(from), allowed);
        assert_eq!(refusal(refused), expected);
    }
    let other = Policy::default().zeros(Treatment::Refuse);
    let refused = of(window(1, 10), window(11, 20), other);
    assert!(
        matches!(
            refused,
            Err(Error::Mismatch {
                argument: "policy",
                ..
            })
        ),
        "{refused:?}"
    );
    // Nobody had come yet.
    assert_eq!(
        refusal(of(window(1, 1), window(2, 20), Policy::default())),
        empty("customers")
    );
    // The second customer came later.
    let rows = of(window(1, 10), window(11, 20), Policy::default()).unwrap();
    assert_eq!((rows.rows().len(), rows.time()), (1, 10.0));
    let first = rows.rows()[0];
    assert_eq!((first.later_purchases, first.later_spend), (1, dec!(20)));
}

#[test]
fn scores_are_numbers_one_for_each_customer_and_nobody_is_best_who_bought_nothing() {
    let hold_out = HoldOut::new(vec![customer(1, 9.0, 0), customer(0, 0.0, 3)], 39.0).unwrap();
    let find = |scores: &[f64]| refusal(hold_out.find_best(scores, Default::default()));
    assert_eq!(find(&[1.0]), length("scores", 1, 2));
    assert_eq!(
        find(&[1.0, f64::NAN]),
        at_row(not_finite("score", f64::NAN), 1)
    );
    for (share, expected) in [
        (f64::NAN, not_finite("best_share", f64::NAN)),
        (0.0, out_of_range("best_share", 0, "above 0, up to 1")),
        (1.5, out_of_range("best_share", 1.5, "above 0, up to 1")),
    ] {
        let options = ValidationOptions::default().best_share(share);
        assert_eq!(refusal(hold_out.validate(&model(), options)), expected);
        assert_eq!(refusal(hold_out.find_best(&[1.0, 2.0], options)), expected);
    }
    // All of them are asked for, but only one bought.
    let options = ValidationOptions::default().best_share(1.0);
    let best = hold_out.find_best(&[1.0, 2.0], options).unwrap().unwrap();
    assert_eq!(
        (best.number, best.found, best.found_by_frequency),
        (1, 1.0, 0.0)
    );

    let nobody = HoldOut::new(vec![customer(1, 9.0, 0)], 39.0).unwrap();
    let validation = nobody.validate(&model(), Default::default()).unwrap();
    assert_eq!((validation.best, validation.auc), (None, None));
    assert_eq!(validation.actual, 0);
    assert_eq!(validation.bias, validation.expected);
}

#[test]
fn classes_of_purchases_are_one_to_a_thousand() {
    for last in [0, 1001] {
        let expected = out_of_range("last_class", last, "1 to 1000");
        assert_eq!(
            refusal(PurchaseHistogram::of(&model(), &counts(9), last)),
            expected
        );
        let hold_out = HoldOut::new(vec![customer(1, 9.0, 0)], 39.0).unwrap();
        let options = ValidationOptions::default().last_class(last);
        assert_eq!(refusal(hold_out.validate(&model(), options)), expected);
    }
    // Four classes and four parameters leave no degree of freedom.
    let few = PurchaseHistogram::of(&model(), &counts(100), 4).unwrap();
    assert_eq!((few.degrees_of_freedom, few.p_value), (None, None));
    assert!(few.chi_squared.is_some());
    // Customers observed for no time cannot have come back.
    let none = PurchaseCounts::of(&[Summary::new(0, 0.0, 0.0).unwrap()]).unwrap();
    let none = PurchaseHistogram::of(&model(), &none, 7).unwrap();
    assert_eq!((none.classes[0].expected, none.chi_squared), (1.0, None));
}

#[test]
fn tracking_wants_a_purchase_and_leaves_out_part_of_a_step() {
    let day = |day| chrono::NaiveDate::from_ymd_opt(2024, 1, day).unwrap();
    let row = Purchase {
        customer: 1,
        date: day(20),
        amount: dec!(20),
    };
    let log = PurchaseLog::from_rows([row]).unwrap();
    let of = |from, to| {
        let window = Window::new(day(from), day(to)).unwrap();
        let observed = log.observe(window, Policy::default()).unwrap();
        let week = Period::Week(Weekday::Mon);
        Tracking::of(&model(), &observed, Period::Day, Ruler::Weeks, week)
    };
    assert_eq!(refusal(of(1, 14)), empty("purchases"));
    let tracking = of(1, 31).unwrap();
    assert_eq!((tracking.customers, tracking.steps.len()), (1, 4));
    // Nothing is expected before the customer comes.
    assert_eq!(tracking.steps[1].cumulative_expected, 0.0);
    assert!(tracking.steps[3].cumulative_expected > 0.0);
    assert_eq!(of(20, 25).unwrap().steps, []);
}

#[test]
fn a_profile_is_of_a_parameter_of_the_fit_and_of_its_customers() {
    let counts = counts(300);
    let fitted = BgNbd::fit(&counts, Default::default()).unwrap();
    let name = refusal(fitted.profile_interval(&counts, "beta", Default::default()));
    assert!(name.contains("r, alpha, a, b"), "{name}");
    let others = self::counts(299);
    let refused = fitted.profile_interval(&others, "r", Default::default());
    assert!(matches!(
        refused,
        Err(Error::Mismatch {
            argument: "customers",
            ..
        })
    ));
    let options = FitOptions::default().iterations(0);
    let expected = out_of_range("iterations", 0, "1 or more");
    assert_eq!(
        refusal(fitted.profile_interval(&counts, "r", options)),
        expected
    );
    let short = BgNbd::fit(&counts, FitOptions::default().iterations(1)).unwrap();
    assert_eq!(short.outcome, Outcome::IterationLimit);
    let refused = short.profile_interval(&counts, "r", Default::default());
    assert!(matches!(refused, Err(Error::Refused { .. })));
}

/// Nobody leaves among these customers, so that the data bear any small probability of leaving.
#[test]
fn a_profile_has_no_end_where_the_data_tell_none() {
    let stays = [3_u32, 6, 9, 12, 4, 7].map(|x| Summary::new(x, 38.9, 39.0).unwrap());
    let counts = PurchaseCounts::of(&stays).unwrap();
    let fitted = BgNbd::fit(&counts, Default::default()).unwrap();
    assert_ne!(fitted.outcome, Outcome::Converged);
    let a = fitted
        .profile_interval(&counts, "a", Default::default())
        .unwrap();
    assert_eq!(a.lower, None);
    let alpha = fitted.profile_interval(&counts, "alpha", Default::default());
    assert!(alpha.unwrap().lower.is_some());
    let refused =
        ParametricBootstrap::of(&fitted, &counts, Default::default(), Resampling::default());
    assert!(matches!(refused, Err(Error::Refused { .. })));
}

#[test]
fn priors_are_of_the_model_and_in_range() {
    let counts = counts(100);
    let priors = Priors::of::<BgNbd>(&counts).unwrap();
    let with = |name, median, spread| refusal(priors.clone().with(name, median, spread));
    assert!(with("s", 1.0, 1.0).contains("r, alpha, a, b"));
    assert_eq!(with("a", f64::NAN, 1.0), not_finite("median", f64::NAN));
    assert_eq!(
        with("a", 0.0, 1.0),
        out_of_range("median", "0e0", "1e-12 to 1e12")
    );
    assert_eq!(
        with("a", 1.0, f64::INFINITY),
        not_finite("spread", f64::INFINITY)
    );
    assert_eq!(
        with("a", 1.0, 0.0),
        out_of_range("spread", 0, "0.001 to 10")
    );
    let refused = PosteriorMode::<ParetoNbd>::of(&counts, &priors, Default::default());
    assert!(
        matches!(
            refused,
            Err(Error::Mismatch {
                argument: "parameters",
                ..
            })
        ),
        "{refused:?}"
    );
    // The two models have parameters of the same names.
    assert!(PosteriorMode::<MbgNbd>::of(&counts, &priors, Default::default()).is_ok());
    let once = PurchaseCounts::of(&[Summary::new(0, 0.0, 39.0).unwrap()]).unwrap();
    assert!(matches!(
        Priors::of::<BgNbd>(&once),
        Err(Error::Refused { .. })
    ));
}

#[test]
fn a_bootstrap_draws_customers_of_the_fit_who_count_for_one_each() {
    let few = Resampling::default().draws(2);
    let counts = counts(300);
    let fitted = BgNbd::fit(&counts, Default::default()).unwrap();
    let none = ParametricBootstrap::of(&fitted, &counts, Default::default(), few.draws(0));
    assert_eq!(refusal(none), out_of_range("draws", 0, "1 to 1000000"));
    let others = ParametricBootstrap::of(&fitted, &self::counts(299), Default::default(), few);
    assert!(matches!(
        others,
        Err(Error::Mismatch {
            argument: "customers",
            ..
        })
    ));

    let mut halves = Counter::new();
    for summary in model().simulate(vec![39.0; 300], 7).unwrap() {
        halves.push_weighted(&summary, 0.5).unwrap();
    }
    let halves = halves.finish().unwrap();
    let weighted = BgNbd::fit(&halves, Default::default()).unwrap();
    assert_eq!(weighted.outcome, Outcome::Converged);
    let refused = refusal(ParametricBootstrap::of(
        &weighted,
        &halves,
        Default::default(),
        few,
    ));
    assert!(refused.contains("a number of customers"), "{refused}");

    let drawn = ParametricBootstrap::of(&fitted, &counts, Default::default(), few).unwrap();
    assert_eq!(
        refusal(drawn.interval(|_| Ok(f64::NAN))),
        not_finite("figure", f64::NAN)
    );
}

#[test]
fn models_that_cannot_be_fitted_are_not_compared() {
    let once = PurchaseCounts::of(&[Summary::new(0, 0.0, 39.0).unwrap()]).unwrap();
    let refused = compare_models(&once, None, Default::default(), Default::default());
    assert!(matches!(refused, Err(Error::Refused { .. })));
    let rows = compare_models(&counts(300), None, Default::default(), Default::default()).unwrap();
    assert!(
        rows.iter()
            .all(|row| row.actual.is_none() && row.best_found.is_none())
    );
}
