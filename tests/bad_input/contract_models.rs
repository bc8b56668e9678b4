//! Models of how long customers with a contract stay.

use retention::clv::{
    BetaDiscreteWeibull, ContractModel, DiscountRate, FitOptions, Horizon, ShiftedBetaGeometric,
};
use retention::fit::Outcome;
use retention::survival::{Spell, Survival};

use crate::*;

fn geometric(curve: &Survival) -> retention::Result<retention::clv::Fitted<ShiftedBetaGeometric>> {
    ShiftedBetaGeometric::fit(curve, FitOptions::default())
}

#[test]
fn a_table_of_customers_left_falls() {
    assert_eq!(
        refusal(Survival::of_table(&[])),
        expected::empty("number of customers")
    );
    let error = Survival::of_table(&[100, 80, 90]);
    assert_eq!(
        refusal(error),
        "customers left out of order: 90 is more than 80 a period before at period 2 (counted from 0)"
    );
    let nobody = Survival::of_table(&[0, 0]).unwrap();
    assert_eq!((nobody.customers, nobody.until), (0, None));
    assert_eq!(refusal(geometric(&nobody)), expected::empty("customer"));
    let all_left = Survival::of_table(&[10, 4, 0]).unwrap();
    assert_eq!(all_left.at(2), Some(0.0));
    let same = [1, 1, 1, 1, 1, 1, 2, 2, 2, 2].map(Spell::ended);
    assert_eq!(all_left, Survival::of(same).unwrap());
    // Numbers beyond those that an f64 counts one by one.
    let most = Survival::of_table(&[u64::MAX, u64::MAX / 2]).unwrap();
    assert!((most.at(1).unwrap() - 0.5).abs() < 1e-12);
}

#[test]
fn a_fit_needs_customers_who_were_observed() {
    let curve = |spells: &[Spell]| Survival::of(spells.iter().copied()).unwrap();
    assert_eq!(refusal(geometric(&curve(&[]))), expected::empty("customer"));
    let error = out_of_range("tenure of a customer who left", "0", "1 or more", None);
    let at_once = curve(&[Spell::ended(0), Spell::ended(3), Spell::ongoing(5)]);
    assert_eq!(refusal(geometric(&at_once)), error);
    let new = curve(&[Spell::ongoing(0), Spell::ongoing(0)]);
    assert_eq!(
        refusal(geometric(&new)),
        expected::insufficient("periods of observation", 0, 1)
    );
    for options in [
        FitOptions::default().iterations(0),
        FitOptions::default().tolerance(f64::NAN),
    ] {
        let table = Survival::of_table(&[10, 8, 7, 6]).unwrap();
        assert!(ShiftedBetaGeometric::fit(&table, options).is_err());
        assert!(BetaDiscreteWeibull::fit(&table, options).is_err());
    }
}

/// The outcome says that the data cannot tell, and nothing is NaN.
#[test]
fn data_that_cannot_tell_the_parameters_apart_say_so() {
    for left in [
        &[100, 60][..],                    // one period
        &[100, 100, 100, 100],             // nobody has left
        &[100, 0],                         // all left at once
        &[10_000, 8000, 6400, 5120, 4096], // all alike
        &[1, 0],
        &[1, 1],
        &[1000, 500, 0], // the second period is the end of all
    ] {
        let curve = Survival::of_table(left).unwrap();
        let fitted = geometric(&curve).unwrap();
        assert_ne!(fitted.outcome, Outcome::Converged, "{left:?}: {fitted:?}");
        assert!(fitted.log_likelihood.is_finite() && fitted.covariance.is_none());
        assert!((0..20).all(|t| (0.0..=1.0).contains(&fitted.model.survival(t))));
        assert!(fitted.converged().is_err());
        let extended = BetaDiscreteWeibull::fit(&curve, FitOptions::default()).unwrap();
        assert_ne!(
            extended.outcome,
            Outcome::Converged,
            "{left:?}: {extended:?}"
        );
        assert!(extended.log_likelihood.is_finite());
    }
    // A retention rate that falls: only the model in which customers change can follow it.
    let falling = Survival::of_table(&[1000, 900, 700, 400]).unwrap();
    assert_eq!(geometric(&falling).unwrap().outcome, Outcome::OnBoundary);
}

#[test]
fn parameters_are_positive_and_finite() {
    for (bad, text) in NOT_FINITE {
        let error = not_finite("alpha", text, None);
        assert_eq!(refusal(ShiftedBetaGeometric::new(bad, 1.0)), error);
        let error = not_finite("c", text, None);
        assert_eq!(refusal(BetaDiscreteWeibull::new(1.0, 1.0, bad)), error);
    }
    for bad in [0.0, -1.0, 1e13] {
        assert!(ShiftedBetaGeometric::new(1.0, bad).is_err());
        assert!(BetaDiscreteWeibull::new(bad, 1.0, 1.0).is_err());
    }
}

/// Every figure of every allowed model is a number.
#[test]
fn extreme_parameters_give_numbers() {
    let extremes = [1e-12, 1e-4, 0.5, 1.0, 30.0, 1e4, 1e12];
    let discount = DiscountRate::yearly(0.01).unwrap();
    for gamma in extremes {
        for delta in extremes {
            for c in extremes {
                let model = BetaDiscreteWeibull::new(gamma, delta, c).unwrap();
                for t in [0, 1, 2, 50, 1000, u32::MAX] {
                    let shares = [
                        model.survival(t),
                        model.leaving(t),
                        model.retention_rate(t),
                        model.survival_after(t, 1),
                        model.survival_after(t, u32::MAX),
                    ];
                    let is_share = |share: &f64| (0.0..=1.0).contains(share);
                    assert!(shares.iter().all(is_share), "{model:?} {t}: {shares:?}");
                }
            }
            let simple = ShiftedBetaGeometric::new(gamma, delta).unwrap();
            for (periods, horizon) in [
                (0, Horizon::Infinite),
                (3, Horizon::Periods(20)),
                (u32::MAX, Horizon::Infinite),
            ] {
                let residual = simple.discounted_residual_lifetime(periods, discount, horizon);
                let residual = residual.unwrap();
                assert!(
                    (0.0..101.1).contains(&residual),
                    "{simple:?} {periods}: {residual}"
                );
            }
        }
    }
}

#[test]
fn a_lifetime_without_discount_may_have_no_end() {
    let none = DiscountRate::yearly(0.0).unwrap();
    let error = out_of_range("discount rate", "0", "above 0 without a horizon", None);
    let heavy = ShiftedBetaGeometric::new(1.0, 5.0).unwrap();
    assert_eq!(
        refusal(heavy.discounted_lifetime(none, Horizon::Infinite)),
        error
    );
    let weibull = BetaDiscreteWeibull::new(2.0, 5.0, 1.0).unwrap();
    assert_eq!(
        refusal(weibull.discounted_lifetime(none, Horizon::Infinite)),
        error
    );
    // 1 / mean probability of leaving would be 3.5; customers differ.
    let light = ShiftedBetaGeometric::new(2.0, 5.0).unwrap();
    assert_eq!(light.discounted_lifetime(none, Horizon::Infinite), Ok(6.0));
    assert_eq!(
        light.discounted_residual_lifetime(1, none, Horizon::Infinite),
        Ok(5.0)
    );
    let ten = light
        .discounted_lifetime(none, Horizon::Periods(10))
        .unwrap();
    assert!((ten - (0..=10).map(|t| light.survival(t)).sum::<f64>()).abs() < 1e-12);
}

#[test]
fn customers_who_are_not_observed_are_simulated_as_new() {
    let model = ShiftedBetaGeometric::new(0.7, 1.2).unwrap();
    assert_eq!(model.simulate([0, 0], 1), [Spell::ongoing(0); 2]);
    assert_eq!(model.simulate([], 1), []);
    assert_eq!(model.simulate([5; 9], 1), model.simulate([5; 9], 1));
    assert_ne!(model.simulate([5; 9], 1), model.simulate([5; 9], 2));
}

#[test]
fn a_summary_of_occasions_is_possible() {
    use retention::clv::OccasionSummary;

    let error = out_of_range(
        "last purchase",
        "7",
        "at most the number of occasions, 6",
        None,
    );
    assert_eq!(refusal(OccasionSummary::new(3, 7, 6)), error);
    let error = out_of_range("purchases", "4", "at most the last of them, 3", None);
    assert_eq!(refusal(OccasionSummary::new(4, 3, 6)), error);
    let error = out_of_range("last purchase", "3", "0 where there is no purchase", None);
    assert_eq!(refusal(OccasionSummary::new(0, 3, 6)), error);
    assert!(OccasionSummary::new(0, 0, 0).is_ok());
    assert!(OccasionSummary::new(6, 6, 6).is_ok());
}

#[test]
fn a_fit_of_occasions_needs_customers_and_occasions() {
    use retention::clv::{BgBb, OccasionSummary};

    let row = |x, last, n| OccasionSummary::new(x, last, n).unwrap();
    let fit =
        |rows: &[(OccasionSummary, u64)]| BgBb::fit(rows.iter().copied(), FitOptions::default());
    assert_eq!(refusal(fit(&[])), expected::empty("customer"));
    assert_eq!(
        refusal(fit(&[(row(1, 2, 6), 0)])),
        expected::empty("customer")
    );
    let new = [(row(0, 0, 0), 9), (row(1, 1, 4), 0)];
    assert_eq!(
        refusal(fit(&new)),
        expected::insufficient("occasions", 0, 1)
    );
    let many = [(row(1, 1, 4), u64::MAX), (row(1, 2, 4), 1)];
    let error = expected::at_row(expected::overflow("a number of customers", 1), 1);
    assert_eq!(refusal(fit(&many)), error);
    assert_eq!(
        refusal(BgBb::new(1.0, f64::NAN, 1.0, 1.0)),
        not_finite("beta", "NaN", None)
    );
    // Nobody ever bought, everyone always did, a single occasion: the data cannot tell.
    for rows in [
        &[(row(0, 0, 6), 50)][..],
        &[(row(6, 6, 6), 50)],
        &[(row(0, 0, 1), 20), (row(1, 1, 1), 30)],
        // Three shares are free, and four parameters follow them.
        &[
            (row(0, 0, 2), 500),
            (row(1, 1, 2), 150),
            (row(1, 2, 2), 120),
            (row(2, 2, 2), 230),
        ],
        &[(row(3, 5, 6), 1)],
    ] {
        let fitted = fit(rows).unwrap();
        assert_ne!(fitted.outcome, Outcome::Converged, "{fitted:?}");
        assert!(fitted.log_likelihood.is_finite() && fitted.covariance.is_none());
    }
}

/// Its length is that of memory, and its work the square of it.
#[test]
fn a_distribution_over_too_many_occasions_is_refused() {
    use retention::clv::{BgBb, OccasionSummary};

    let model = BgBb::new(1.204, 0.750, 0.657, 2.783).unwrap();
    let donor = OccasionSummary::new(4, 5, 6).unwrap();
    for occasions in [10_001, u32::MAX] {
        let error = expected::out_of_range("occasions", occasions, "at most 10000");
        assert_eq!(refusal(model.purchase_distribution(occasions)), error);
        assert_eq!(
            refusal(model.purchase_distribution_of(donor, occasions)),
            error
        );
    }
    // Ways to buy at half of so many occasions are more than a number can be.
    let homogeneous = BgBb::new(1e6, 1e6, 1e-6, 1e6).unwrap();
    for model in [model, homogeneous] {
        let long = model.purchase_distribution(1500).unwrap();
        let mean: f64 = (0_u32..).zip(&long).map(|(x, p)| f64::from(x) * p).sum();
        assert!((long.iter().sum::<f64>() - 1.0).abs() < 1e-10);
        assert!((mean / model.expected_purchases(1500) - 1.0).abs() < 1e-10);
    }
}

/// Long histories, and extreme parameters.
#[test]
fn every_figure_of_occasions_is_a_number() {
    use retention::clv::{BgBb, OccasionSummary};

    let extremes = [1e-12, 1e-4, 1.0, 1e4, 1e12];
    let discount = DiscountRate::yearly(0.1).unwrap();
    for (alpha, beta) in extremes.into_iter().flat_map(|a| extremes.map(|b| (a, b))) {
        for (gamma, delta) in extremes.into_iter().flat_map(|a| extremes.map(|b| (a, b))) {
            let model = BgBb::new(alpha, beta, gamma, delta).unwrap();
            for (x, last, n) in [
                (0, 0, 0),
                (0, 0, 500),
                (1, 1, 500),
                (500, 500, 500),
                (3, 9, 10),
            ] {
                let row = OccasionSummary::new(x, last, n).unwrap();
                for share in [
                    model.probability_alive(row, 0),
                    model.probability_alive(row, 9),
                ] {
                    assert!((0.0..=1.0).contains(&share), "{model:?} {row:?}: {share}");
                }
                assert!(!model.log_likelihood(row).is_nan(), "{model:?} {row:?}");
                let expected = model.expected_purchases_of(row, 20);
                assert!(
                    (0.0..=20.0 + 1e-9).contains(&expected),
                    "{model:?} {row:?}: {expected}"
                );
                let all = model
                    .discounted_purchases(row, discount, Horizon::Infinite)
                    .unwrap();
                assert!(
                    (0.0..=10.0 + 1e-9).contains(&all),
                    "{model:?} {row:?}: {all}"
                );
                assert_eq!(
                    model.discounted_purchases(row, discount, Horizon::Periods(0)),
                    Ok(0.0)
                );
            }
        }
    }
}
