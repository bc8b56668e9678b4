//! Models of buying: parameters, customers, options and times that are none.

use retention::accumulate::Weighted;
use retention::clv::{
    BgNbd, Counter, DiscountRate, FitOptions, Horizon, MbgNbd, Parametric, ParetoNbd,
    PurchaseCounts, PurchaseModel,
};
use retention::fit::Outcome;
use retention::period::Ruler;
use retention::purchases::Summary;
use retention::{Accumulator, Error};

use crate::expected::{at_row, empty, length, not_finite, out_of_range, refusal};

fn customer(frequency: u32, last: f64, age: f64) -> Summary {
    Summary::new(frequency, last, age).unwrap()
}

fn model() -> BgNbd {
    BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap()
}

#[test]
fn parameters_out_of_range_are_refused_by_name() {
    assert_eq!(
        refusal(BgNbd::new(f64::NAN, 1.0, 1.0, 1.0)),
        not_finite("r", f64::NAN)
    );
    assert_eq!(
        refusal(MbgNbd::new(1.0, f64::INFINITY, 1.0, 1.0)),
        not_finite("alpha", f64::INFINITY)
    );
    assert_eq!(
        refusal(BgNbd::new(1.0, 1.0, 0.0, 1.0)),
        out_of_range("a", "0e0", "1e-12 to 1e12")
    );
    assert_eq!(
        refusal(BgNbd::new(1.0, 1.0, 1.0, -2.0)),
        out_of_range("b", "-2e0", "1e-12 to 1e12")
    );
    assert_eq!(
        refusal(ParetoNbd::new(1.0, 1.0, 1e-13, 1.0)),
        out_of_range("s", "1e-13", "1e-12 to 1e12")
    );
    assert_eq!(
        refusal(ParetoNbd::new(1.0, 1.0, 1.0, 1e13)),
        out_of_range("beta", "1e13", "1e-12 to 1e12")
    );
    assert_eq!(
        refusal(ParetoNbd::from_values(&[1.0, 2.0])),
        length("values", 2, 4)
    );
    assert_eq!(refusal(BgNbd::from_values(&[])), length("values", 0, 4));
}

#[test]
fn a_time_that_is_none_is_refused_and_no_time_brings_nothing() {
    let known = customer(2, 30.43, 38.86);
    for (time, expected) in [
        (f64::NAN, not_finite("time", f64::NAN)),
        (f64::INFINITY, not_finite("time", f64::INFINITY)),
        (-1.0, out_of_range("time", -1, "0 or more")),
    ] {
        let model = model();
        assert_eq!(refusal(model.expected_purchases(time)), expected);
        assert_eq!(refusal(model.expected_purchases_of(&known, time)), expected);
        assert_eq!(
            refusal(model.probability_alive_after(&known, time)),
            expected
        );
        assert_eq!(
            refusal(model.probability_of_purchase(&known, time)),
            expected
        );
        assert_eq!(refusal(model.purchase_distribution(time, 3)), expected);
        assert_eq!(
            refusal(model.purchase_distribution_of(&known, time, 3)),
            expected
        );
        assert_eq!(refusal(model.forecast(&known, time)), expected);
    }
    let now = model().forecast(&known, 0.0).unwrap();
    assert_eq!(
        (now.expected_purchases, now.probability_of_purchase),
        (0.0, 0.0)
    );
    let chances = model().purchase_distribution_of(&known, 0.0, 2).unwrap();
    assert!((chances[0] - 1.0).abs() < 1e-15 && chances[1..] == [0.0, 0.0]);
}

#[test]
fn a_distribution_that_is_too_long_is_refused() {
    assert_eq!(
        refusal(model().purchase_distribution(1.0, u32::MAX)),
        out_of_range("most", u32::MAX, "at most 10000")
    );
    assert_eq!(
        model().purchase_distribution(1.0, 10_000).unwrap().len(),
        10_001
    );
    let long = ParetoNbd::new(0.5, 10.0, 0.6, 11.0).unwrap();
    assert_eq!(long.purchase_distribution(1.0, 0).unwrap().len(), 1);
}

/// One minus a probability near 1 would be the rounding of that.
#[test]
fn a_small_chance_of_a_purchase_keeps_its_digits() {
    fn chance<M: PurchaseModel>(values: [f64; 4]) -> f64 {
        let model = M::from_values(&values).unwrap();
        let new = model.forecast(&customer(0, 0.0, 0.0), 1.0).unwrap();
        assert!(new.probability_of_purchase <= new.expected_purchases * (1.0 + 1e-9));
        new.probability_of_purchase
    }
    // At once a customer either buys or, far more likely, leaves: the mean is r β / (α (s − 1)), and nobody
    // buys twice.
    let mean = 1e-4 * 1e-4 / (1.0 * (1e4 - 1.0));
    assert!((chance::<ParetoNbd>([1e-4, 1.0, 1e4, 1e-4]) / mean - 1.0).abs() < 1e-4);
    // 1 − (α / (α + t))ʳ is r t / α.
    let small = 1e-10 / 1e8;
    assert!((chance::<BgNbd>([1e-10, 1e8, 1.0, 1.0]) / small - 1.0).abs() < 1e-6);
    // Half of all have left after the first purchase.
    assert!((chance::<MbgNbd>([1e-10, 1e8, 1.0, 1.0]) / (0.5 * small) - 1.0).abs() < 1e-6);
}

/// Where packages in use return NaN.
#[test]
fn customers_of_any_kind_have_finite_figures() {
    let extremes = [
        customer(5000, 10_000.0, 10_000.0),
        customer(5000, 1e-9, 10_000.0),
        customer(u32::MAX, 1.0, 1.0),
        customer(204, 38.0, 39.0),
        customer(0, 0.0, 0.0),
        customer(0, 0.0, 10_000.0),
        customer(1, f64::MIN_POSITIVE, f64::MAX),
        customer(3, 1e300, 1e300),
    ];
    fn finite<M: PurchaseModel>(values: [f64; 4], customers: &[Summary]) {
        let model = M::from_values(&values).unwrap();
        for customer in customers {
            let forecast = model.forecast(customer, 52.0).unwrap();
            let figures = [
                forecast.expected_purchases,
                forecast.probability_of_purchase,
            ];
            assert!(
                model.log_likelihood(customer).is_finite(),
                "{values:?} {customer:?}"
            );
            assert!(
                (0.0..=1.0).contains(&forecast.probability_alive),
                "{values:?} {customer:?}"
            );
            assert!(
                figures.iter().all(|figure| *figure >= 0.0),
                "{values:?} {customer:?}"
            );
        }
    }
    for values in [
        [0.55, 10.6, 0.6, 11.7],
        [1e-4; 4],
        [1e4; 4],
        [1e-4, 1e4, 1e-4, 1e4],
        [1e4, 1e-4, 1e4, 1e-4],
    ] {
        finite::<BgNbd>(values, &extremes);
        finite::<MbgNbd>(values, &extremes);
        finite::<ParetoNbd>(values, &extremes);
    }
    // A purchase on the last day: nobody has had time to leave.
    let today = customer(5000, 10_000.0, 10_000.0);
    assert_eq!(
        ParetoNbd::new(0.55, 10.6, 0.6, 11.7)
            .unwrap()
            .probability_alive(&today),
        1.0
    );
}

#[test]
fn a_fit_needs_customers_repeats_and_time() {
    assert_eq!(refusal(PurchaseCounts::of(&[])), empty("customers"));
    let mut nobody = Counter::new();
    nobody.push_weighted(&customer(1, 1.0, 2.0), 0.0).unwrap();
    assert_eq!(refusal(nobody.finish()), empty("customers"));

    let fit = |customers: &[Summary]| {
        BgNbd::fit(
            &PurchaseCounts::of(customers).unwrap(),
            FitOptions::default(),
        )
    };
    let error = fit(&[customer(0, 0.0, 3.0); 5]).unwrap_err();
    assert!(matches!(error, Error::Refused { .. }), "{error}");
    assert!(
        error
            .to_string()
            .contains("without a repeat purchase refused: 5"),
        "{error}"
    );
    let error = fit(&[customer(0, 0.0, 0.0)]).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("customers whose records end with their first purchase refused: 1"),
        "{error}"
    );
    let error = ParetoNbd::fit(
        &PurchaseCounts::of(&[customer(0, 0.0, 0.0)]).unwrap(),
        FitOptions::default(),
    );
    assert!(matches!(error.unwrap_err(), Error::Refused { .. }));
}

/// One customer, or customers who are all alike, do not tell four parameters: the fit says so, and has no
/// standard errors.
#[test]
fn a_fit_that_cannot_tell_says_so() {
    fn told<M: PurchaseModel>(customers: &[Summary]) {
        let fitted = M::fit(
            &PurchaseCounts::of(customers).unwrap(),
            FitOptions::default(),
        )
        .unwrap();
        assert_ne!(
            fitted.outcome,
            Outcome::Converged,
            "{:?}",
            fitted.parameters
        );
        assert_eq!(fitted.covariance, None);
        assert!(
            fitted
                .parameters
                .iter()
                .all(|parameter| parameter.standard_error.is_none())
        );
        assert!(fitted.log_likelihood.is_finite());
        let error = fitted
            .estimate(|model| model.expected_purchases(1.0))
            .unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("fit without standard errors refused"),
            "{error}"
        );
        assert!(fitted.converged().is_err());
    }
    let alike = vec![customer(3, 30.0, 39.0); 50];
    told::<BgNbd>(&alike[..1]);
    told::<BgNbd>(&alike);
    told::<MbgNbd>(&alike);
    told::<ParetoNbd>(&alike);
}

#[test]
fn a_search_says_when_its_steps_run_out() {
    let shop = model().simulate(vec![39.0; 300], 1).unwrap();
    let counts = PurchaseCounts::of(&shop).unwrap();
    let short = BgNbd::fit(&counts, FitOptions::default().iterations(2)).unwrap();
    assert_eq!(
        (short.outcome, short.covariance.is_none()),
        (Outcome::IterationLimit, true)
    );
    assert_eq!(
        refusal(BgNbd::fit(&counts, FitOptions::default().iterations(0))),
        out_of_range("iterations", 0, "1 or more")
    );
    for tolerance in [0.0, -1.0, 0.1] {
        assert_eq!(
            refusal(BgNbd::fit(
                &counts,
                FitOptions::default().tolerance(tolerance)
            )),
            out_of_range("tolerance", tolerance, "above 0, up to 0.001")
        );
    }
    assert_eq!(
        refusal(BgNbd::fit(
            &counts,
            FitOptions::default().tolerance(f64::NAN)
        )),
        not_finite("tolerance", f64::NAN)
    );
}

#[test]
fn a_simulated_customer_without_an_age_is_named() {
    assert_eq!(
        refusal(model().simulate([39.0, f64::NAN], 1)),
        at_row(not_finite("age", f64::NAN), 1)
    );
    assert_eq!(
        refusal(model().simulate([-1.0], 1)),
        at_row(out_of_range("age", -1, "0 or more"), 0)
    );
    assert_eq!(model().simulate([], 1).unwrap(), []);
    assert_eq!(model().simulate([0.0], 1).unwrap(), [customer(0, 0.0, 0.0)]);
    // Ten billion purchases per unit of time.
    let busy = ParetoNbd::new(1e4, 1e-6, 1e-6, 1e6).unwrap();
    let error = busy.simulate([1.0], 1).unwrap_err();
    assert!(matches!(error, Error::Overflow { .. }), "{error}");
    assert_eq!(error.row(), Some(0));
}

#[test]
fn discounted_purchases_without_discount_and_end_are_refused_unless_they_are_finite() {
    let none = DiscountRate::yearly(0.0).unwrap();
    let known = customer(2, 30.43, 38.86);
    let within = |model: &ParetoNbd, horizon| {
        model.discounted_purchases_of(&known, none, Ruler::Weeks, horizon)
    };
    let long = ParetoNbd::new(0.5, 10.0, 1.0, 12.0).unwrap();
    let refused = within(&long, Horizon::Infinite);
    assert!(matches!(refused, Err(Error::Unsupported { .. })));
    let refused = model().discounted_purchases(none, Ruler::Weeks, Horizon::Infinite);
    assert!(matches!(refused, Err(Error::Unsupported { .. })));
    // Without discount they are the expected purchases, and none in no time.
    let year = within(&long, Horizon::Periods(52)).unwrap();
    assert_eq!(year, long.expected_purchases_of(&known, 52.0).unwrap());
    assert_eq!(within(&long, Horizon::Periods(0)).unwrap(), 0.0);
    // r β / (α (s − 1)), and (a + b − 1) / (a − 1).
    let short = ParetoNbd::new(0.5, 10.0, 3.0, 12.0).unwrap();
    let ever = short.discounted_purchases(none, Ruler::Weeks, Horizon::Infinite);
    assert!((ever.unwrap() - 0.3).abs() < 1e-12);
    let leaving = BgNbd::new(0.243, 4.414, 3.0, 2.0).unwrap();
    let ever = leaving.discounted_purchases(none, Ruler::Weeks, Horizon::Infinite);
    assert!((ever.unwrap() - 2.0).abs() < 1e-12);
    let longer = leaving.expected_purchases(1e9).unwrap();
    assert!(longer < 2.0 && longer > 1.9);
}
