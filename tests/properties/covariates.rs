//! Models of buying with covariates: what changes nothing, what is recovered from simulated customers, and what
//! a covariate is worth out of sample.

use retention::Accumulator;
use retention::clv::{
    BgNbd, CovariateCounter, CovariateCounts, CovariateLevels, CovariateModel, CovariateOptions,
    CovariateOrigin, CovariateTarget, CustomerLifetimeValue, DescribedCustomer, DiscountRate,
    FittedCovariates, GammaGamma, Horizon, LeavingCovariates, MbgNbd, Parametric, ParetoNbd,
    PurchaseCounts, PurchaseModel, Spend, SpendCounts, ValueTerms,
};
use retention::fit::Outcome;
use retention::period::Ruler;
use retention::purchases::Summary;

use crate::buyers::{exponential, share};
use crate::random::Mixed;

use CovariateTarget::{Buying, Leaving};

/// Sums of thousands of logarithms in another order, and the ends of two searches.
const CLOSE: f64 = 1e-6;

fn assert_close(found: f64, expected: f64) {
    let error = (found - expected).abs() / expected.abs().max(1.0);
    assert!(error < CLOSE, "{found} is not {expected}");
}

/// Half of the customers came by a friend; every third is young.
fn true_model<M: PurchaseModel>(values: [f64; 4], buying: f64, leaving: f64) -> CovariateModel<M> {
    let effects = [(Buying, vec![buying, 0.0]), (Leaving, vec![leaving, 0.0])];
    CovariateModel::new(
        M::from_values(&values).unwrap(),
        ["friend", "young"],
        effects,
    )
    .unwrap()
}

/// Customers observed for 39 weeks, and their two covariates.
fn simulated<M: PurchaseModel>(
    model: &CovariateModel<M>,
    customers: usize,
    seed: u64,
) -> (Vec<Summary>, [Vec<f64>; 2]) {
    let (mut shop, mut friend, mut young) = (vec![], vec![], vec![]);
    for came in [0.0, 1.0] {
        for is in [0.0, 1.0] {
            let some = if is == 1.0 {
                customers / 6
            } else {
                customers / 3
            };
            let own = model.model_of(&[came, is]).unwrap();
            let own = own.simulate(vec![39.0; some], 4 * seed + 2 * came as u64 + is as u64);
            shop.extend(own.unwrap());
            friend.extend(vec![came; some]);
            young.extend(vec![is; some]);
        }
    }
    (shop, [friend, young])
}

fn counted(shop: &[Summary], columns: &[Vec<f64>; 2]) -> CovariateCounts {
    CovariateCounts::of(shop, ["friend", "young"].into_iter().zip(columns)).unwrap()
}

fn odds() -> CovariateOptions {
    CovariateOptions::default().leaving_covariates(LeavingCovariates::Odds)
}

fn fit<M: PurchaseModel>(
    counts: &CovariateCounts,
    options: CovariateOptions,
) -> FittedCovariates<M> {
    let fitted = CovariateModel::fit(counts, options).unwrap();
    assert_eq!(fitted.outcome, Outcome::Converged);
    fitted
}

/// The likelihood of all customers, each by the model of their own.
fn row_by_row<M: PurchaseModel>(
    model: &CovariateModel<M>,
    shop: &[Summary],
    columns: &[Vec<f64>; 2],
) -> f64 {
    let own = |(row, customer): (usize, &Summary)| {
        let own = model.model_of(&[columns[0][row], columns[1][row]]).unwrap();
        own.log_likelihood(customer)
    };
    shop.iter().enumerate().map(own).sum()
}

fn collapsed_is_row_by_row<M: PurchaseModel>(values: [f64; 4]) {
    let model = true_model::<M>(values, 0.5, -0.3);
    let (shop, columns) = simulated(&model, 240, 3);
    let fitted = fit::<M>(&counted(&shop, &columns), odds());
    assert_close(
        row_by_row(&fitted.model, &shop, &columns),
        fitted.log_likelihood,
    );
    // It fits better than the truth, and than no covariates.
    assert!(fitted.log_likelihood > row_by_row(&model, &shop, &columns));
    let plain = &fitted.without_covariates;
    assert!(fitted.log_likelihood > plain.log_likelihood);
    // Coefficients of 0 are no covariates.
    let nothing = true_model::<M>(plain.model.values().try_into().unwrap(), 0.0, 0.0);
    assert_close(row_by_row(&nothing, &shop, &columns), plain.log_likelihood);
    let counts = PurchaseCounts::of(&shop).unwrap();
    let alone = M::fit(&counts, Default::default()).unwrap();
    assert_eq!(plain.model.values(), alone.model.values());
}

#[test]
fn each_customer_counts_by_their_own_parameters() {
    collapsed_is_row_by_row::<BgNbd>([0.8, 4.0, 0.8, 2.4]);
    collapsed_is_row_by_row::<MbgNbd>([0.8, 4.0, 0.8, 2.4]);
    collapsed_is_row_by_row::<ParetoNbd>([0.8, 4.0, 0.8, 12.0]);
}

#[test]
fn parts_and_order_change_nothing() {
    let model = true_model::<BgNbd>([0.8, 4.0, 0.8, 2.4], 0.5, 0.0);
    let (shop, columns) = simulated(&model, 240, 4);
    let whole = counted(&shop, &columns);
    let rows: Vec<[f64; 2]> = (0..shop.len())
        .map(|row| [columns[0][row], columns[1][row]])
        .collect();
    let mut parts = [(); 3].map(|()| CovariateCounter::new(["friend", "young"]).unwrap());
    for (row, (summary, covariates)) in shop.iter().zip(&rows).enumerate().rev() {
        let customer = DescribedCustomer {
            summary,
            covariates,
        };
        parts[row % 3].push(customer).unwrap();
    }
    let [mut first, second, third] = parts;
    first.merge(third).unwrap();
    first.merge(second).unwrap();
    let merged = first.finish().unwrap();
    assert_eq!((&merged, merged.groups()), (&whole, 4));
    assert_eq!(fit::<BgNbd>(&merged, odds()), fit::<BgNbd>(&whole, odds()));
}

#[test]
fn days_or_weeks_are_the_same() {
    let model = true_model::<ParetoNbd>([0.8, 4.0, 0.8, 12.0], 0.5, -0.3);
    let (shop, columns) = simulated(&model, 240, 5);
    let days = |weeks: &Summary| {
        let [last, age] = [weeks.first_to_last(), weeks.age()].map(|time| 7.0 * time);
        Summary::new(weeks.frequency(), last, age).unwrap()
    };
    let in_days: Vec<Summary> = shop.iter().map(days).collect();
    let weeks = fit::<ParetoNbd>(&counted(&shop, &columns), odds());
    let days = fit::<ParetoNbd>(&counted(&in_days, &columns), odds());
    for (one, other) in weeks.effects.iter().zip(&days.effects) {
        assert_close(one.coefficient, other.coefficient);
        assert_close(one.standard_error.unwrap(), other.standard_error.unwrap());
    }
    assert_close(7.0 * weeks.model.base().alpha(), days.model.base().alpha());
    assert_close(weeks.model.base().s(), days.model.base().s());
}

#[test]
fn another_reference_level_changes_no_prediction() {
    let model = true_model::<BgNbd>([0.8, 4.0, 0.8, 2.4], 0.5, 0.4);
    let (shop, columns) = simulated(&model, 300, 6);
    let labels: Vec<&str> = (0..shop.len())
        .map(|row| match (columns[0][row], columns[1][row]) {
            (1.0, _) => "friend",
            (_, 1.0) => "web",
            _ => "shop",
        })
        .collect();
    let by = |reference| {
        let levels = CovariateLevels::of("channel", &labels, reference).unwrap();
        assert_eq!(levels.reference(), reference);
        let counts = CovariateCounts::of(&shop, levels.columns(&labels).unwrap()).unwrap();
        (fit::<BgNbd>(&counts, odds()), levels)
    };
    let (one, ones) = by("shop");
    let (other, others) = by("friend");
    assert_close(one.log_likelihood, other.log_likelihood);
    for label in ["shop", "web", "friend"] {
        let [a, b] = [(&one, &ones), (&other, &others)].map(|(fitted, levels)| {
            fitted
                .model
                .model_of(&levels.values(label).unwrap())
                .unwrap()
        });
        for (a, b) in a.values().into_iter().zip(b.values()) {
            assert_close(a, b);
        }
    }
    // The coefficient and its error change sign and place, and nothing else.
    let [a, b] = [
        one.effect(Buying, "channel: friend").unwrap(),
        other.effect(Buying, "channel: shop").unwrap(),
    ];
    assert_close(a.coefficient, -b.coefficient);
    assert_close(a.standard_error.unwrap(), b.standard_error.unwrap());
    assert_close(a.ratio_lower.unwrap() * b.ratio_upper.unwrap(), 1.0);
}

#[test]
fn the_unit_and_the_origin_of_a_covariate_change_no_prediction() {
    let model = true_model::<BgNbd>([0.8, 4.0, 0.8, 2.4], 0.5, 0.4);
    let (shop, columns) = simulated(&model, 300, 7);
    let year = |young: &f64| 1980.0 + 10.0 * young;
    let moved = [columns[0].clone(), columns[1].iter().map(year).collect()];
    let one = fit::<BgNbd>(&counted(&shop, &columns), odds());
    let mean = odds().origin(CovariateOrigin::Mean);
    let other = fit::<BgNbd>(&counted(&shop, &moved), mean);
    assert_close(one.log_likelihood, other.log_likelihood);
    for (a, b) in one.effects.iter().zip(&other.effects) {
        let unit = if a.covariate == "young" { 10.0 } else { 1.0 };
        assert_close(a.coefficient, unit * b.coefficient);
        assert_close(a.p_value.unwrap(), b.p_value.unwrap());
    }
    for (friend, young) in [(0.0, 0.0), (1.0, 1.0)] {
        let a = one.model.model_of(&[friend, young]).unwrap();
        let b = other.model.model_of(&[friend, year(&young)]).unwrap();
        assert_close(a.alpha(), b.alpha());
        assert_close(a.a(), b.a());
    }
    // Half came by a friend, a third is young. The errors are those of that customer.
    let centre = other.model.origin();
    assert_close(centre[0], 0.5);
    assert_close(centre[1], 1980.0 + 10.0 / 3.0);
    let alpha = |model: &CovariateModel<BgNbd>| Ok(model.model_of(&[0.5, 1.0 / 3.0])?.alpha());
    let of_centre = one.estimate(alpha).unwrap();
    let [_, centred, ..] = &other.parameters[..] else {
        panic!("no alpha")
    };
    assert_close(of_centre.value(), centred.value);
    assert_close(of_centre.standard_error(), centred.standard_error.unwrap());
}

/// In 1000 such shops, of other seeds, the intervals covered 94.5 to 95.6 % of each coefficient. In 600 where no
/// covariate does anything, the likelihood ratio found something at the 5 % level in 26.
#[test]
fn coefficients_are_recovered_and_covered_and_a_useless_covariate_is_not_found() {
    let model = true_model::<BgNbd>([1.2, 6.0, 0.9, 2.4], 0.6, 0.5);
    let (mut covered, mut mistaken, mut sums) = (0, 0, [0.0; 2]);
    const SHOPS: u64 = 25;
    for seed in 0..SHOPS {
        let (shop, columns) = simulated(&model, 300, 100 + seed);
        let fitted = fit::<BgNbd>(&counted(&shop, &columns), odds());
        for ((on, truth), sum) in [(Buying, 0.6), (Leaving, 0.5)].into_iter().zip(&mut sums) {
            let effect = fitted.effect(on, "friend").unwrap();
            *sum += effect.coefficient / SHOPS as f64;
            let ends = effect.ratio_lower.unwrap()..effect.ratio_upper.unwrap();
            covered += u32::from(ends.contains(&f64::exp(truth)));
            let useless = fitted.effect(on, "young").unwrap();
            mistaken += u32::from(useless.p_value.unwrap() < 0.05);
            assert!(useless.adjusted_p_value >= useless.p_value);
        }
    }
    assert!((sums[0] - 0.6).abs() < 0.1, "{sums:?}");
    assert!((sums[1] - 0.5).abs() < 0.15, "{sums:?}");
    assert!(covered >= 43, "{covered} of 50");
    assert!(mistaken <= 7, "{mistaken} of 50");
}

/// Adds the squares of the errors of coefficients, each over its standard error, to those of other shops.
fn add_squares<M: PurchaseModel>(
    (values, seeds): ([f64; 4], std::ops::Range<u64>),
    options: fn() -> CovariateOptions,
    squares: &mut Vec<f64>,
) {
    let model = true_model::<M>(values, 0.6, 0.5);
    for seed in seeds {
        let (shop, columns) = simulated(&model, 180, 100 + seed);
        let fitted = fit::<M>(&counted(&shop, &columns), options());
        let gain = fitted.log_likelihood - fitted.without_covariates.log_likelihood;
        assert!(gain >= 0.0, "{gain}");
        squares.extend(fitted.effects.iter().map(|effect| {
            let truth = fitted.model.coefficient(effect.on, &effect.covariate);
            assert_eq!(truth, Some(effect.coefficient));
            let truth = model.coefficient(effect.on, &effect.covariate);
            let error = effect.coefficient - truth.unwrap_or(0.0);
            (error / effect.standard_error.unwrap()).powi(2)
        }));
    }
}

/// In 60 to 400 shops of 300 and of 1200 customers of each model and form, the 95 % intervals covered 91.5 to
/// 99 % of each coefficient, and never did covariates make the likelihood lower.
#[test]
fn standard_errors_are_as_large_as_the_errors_under_each_model_and_form() {
    let (coins, rates) = ([1.2, 6.0, 0.9, 2.4], [1.2, 6.0, 0.9, 12.0]);
    let mut squares = Vec::new();
    add_squares::<ParetoNbd>((rates, 0..4), odds, &mut squares);
    add_squares::<MbgNbd>((coins, 4..10), odds, &mut squares);
    add_squares::<BgNbd>((coins, 10..16), CovariateOptions::default, &mut squares);
    let mean = squares.iter().sum::<f64>() / squares.len() as f64;
    assert_eq!(squares.len(), 4 * 4 + 6 * 4 + 6 * 6);
    assert!((0.6..1.5).contains(&mean), "{mean}");
    let covered = squares
        .iter()
        .filter(|square| **square < 1.96 * 1.96)
        .count();
    assert!(covered >= 68, "{covered} of 76");
}

/// A customer who buys at a rate of their own, twice as often if they came by a friend, and leaves after a
/// purchase with a probability of their own: what they bought in weeks 0 to 39, and how often in the next 39.
fn buyer(random: &mut Mixed, friend: bool) -> (Summary, u32) {
    let rate = (exponential(random) + exponential(random)) / if friend { 20.0 } else { 60.0 };
    let leaves = 1.0 - (1.0 - random.unit()).powf(1.0 / 4.0);
    let (mut frequency, mut last, mut later) = (0, 0.0, 0);
    let mut at = exponential(random) / rate;
    while at < 78.0 {
        if at < 39.0 {
            (frequency, last) = (frequency + 1, at);
        } else {
            later += 1;
        }
        if random.unit() < leaves {
            break;
        }
        at += exponential(random) / rate;
    }
    (Summary::new(frequency, last, 39.0).unwrap(), later)
}

/// Of known customers, whose purchases so far already say much. In 300 such shops the squared error was lower in
/// 233, and by 1.2 % in all.
#[test]
fn a_covariate_that_matters_lowers_the_error_out_of_sample() {
    let mut random = Mixed(21);
    let better = share(8, || {
        let buyers: Vec<(Summary, u32)> = (0..400)
            .map(|customer| buyer(&mut random, customer % 2 == 1))
            .collect();
        let shop: Vec<Summary> = buyers.iter().map(|(summary, _)| *summary).collect();
        let friend: Vec<f64> = (0..400).map(|customer| f64::from(customer % 2)).collect();
        let counts = CovariateCounts::of(&shop, [("friend", &friend)]).unwrap();
        let fitted = fit::<BgNbd>(&counts, odds());
        assert!(fitted.likelihood_ratio.unwrap().p_value < 0.01);
        let (mut with, mut without) = (0.0, 0.0);
        for ((customer, later), friend) in buyers.iter().zip(&friend) {
            let later = f64::from(*later);
            let own = fitted.model.model_of(&[*friend]).unwrap();
            let plain = &fitted.without_covariates.model;
            with += (own.expected_purchases_of(customer, 39.0).unwrap() - later).powi(2);
            without += (plain.expected_purchases_of(customer, 39.0).unwrap() - later).powi(2);
        }
        with < without
    });
    assert!(better >= 0.75, "{better}");
}

#[test]
fn a_channel_by_which_nobody_came_back_runs_away() {
    let model = true_model::<BgNbd>([0.8, 4.0, 0.8, 2.4], 0.5, 0.0);
    let (mut shop, columns) = simulated(&model, 240, 8);
    for (customer, friend) in shop.iter_mut().zip(&columns[0]) {
        if *friend == 1.0 {
            *customer = Summary::new(0, 0.0, 39.0).unwrap();
        }
    }
    let counts = counted(&shop, &columns);
    let fitted: FittedCovariates<BgNbd> = CovariateModel::fit(&counts, odds()).unwrap();
    assert_ne!(fitted.outcome, Outcome::Converged);
    assert_eq!((fitted.covariance, fitted.likelihood_ratio), (None, None));
    assert!(fitted.effects.iter().all(|effect| effect.p_value.is_none()));
}

#[test]
fn a_channel_whose_customers_all_stay_runs_away_and_is_no_error() {
    let model = true_model::<BgNbd>([0.8, 4.0, 0.8, 2.4], 0.5, 0.0);
    let (mut shop, columns) = simulated(&model, 240, 9);
    for (customer, friend) in shop.iter_mut().zip(&columns[0]) {
        if *friend == 0.0 {
            *customer = Summary::new(5, 39.0, 39.0).unwrap();
        }
    }
    let counts = counted(&shop, &columns);
    let fitted: FittedCovariates<BgNbd> = CovariateModel::fit(&counts, odds()).unwrap();
    assert_eq!(fitted.outcome, Outcome::OnBoundary);
    assert!(fitted.model.base().a() < 1e-4);
    assert!(fitted.effect(Leaving, "friend").unwrap().coefficient > 5.0);
}

#[test]
fn the_estimate_of_described_customers_is_the_sum_of_their_values_and_unsure_by_both_fits() {
    let model = true_model::<BgNbd>([0.8, 4.0, 0.8, 2.4], 0.5, 0.4);
    let (shop, columns) = simulated(&model, 120, 10);
    let spends = GammaGamma::new(6.25, 3.74, 15.44).unwrap();
    let shop = spends.simulate_spend(shop, 4).unwrap();
    let fitted = fit::<BgNbd>(&counted(&shop, &columns), odds());
    let spend = GammaGamma::fit(&SpendCounts::of(&shop).unwrap(), Default::default()).unwrap();
    let terms = ValueTerms::default().horizon(Horizon::Periods(26));
    let discount = DiscountRate::yearly(0.1).unwrap();
    let worth = |purchases: BgNbd| {
        let spend = Spend::GammaGamma(spend.model);
        let terms = terms.places(10);
        CustomerLifetimeValue::new(purchases, spend, discount, Ruler::Weeks, terms).unwrap()
    };
    let rows: Vec<[f64; 2]> = (0..shop.len())
        .map(|row| [columns[0][row], columns[1][row]])
        .collect();
    let customers: Vec<DescribedCustomer> = shop
        .iter()
        .zip(&rows)
        .map(|(summary, covariates)| DescribedCustomer {
            summary,
            covariates,
        })
        .collect();
    let value = |customer: &DescribedCustomer| -> f64 {
        let own = worth(fitted.model.model_of(customer.covariates).unwrap());
        let value = own.value_of(customer.summary).unwrap().value;
        value.try_into().unwrap()
    };
    let total: f64 = customers.iter().map(value).sum();
    // Its own model of purchases does not count.
    let any = worth(BgNbd::new(9.0, 1.0, 1.0, 1.0).unwrap());
    let estimate = |spend| any.estimate_described_value(&fitted, spend, &customers);
    let (both, known) = (estimate(Some(&spend)).unwrap(), estimate(None).unwrap());
    assert_close(both.value() / total, 1.0);
    assert_eq!(known.value(), both.value());
    assert!(both.standard_error() > known.standard_error() && known.standard_error() > 0.0);
    // Of one customer it is the error of the figure that the model gives.
    let own = |model: &CovariateModel<BgNbd>| {
        let own = model.model_of(customers[0].covariates)?;
        let horizon = Horizon::Periods(26);
        own.discounted_purchases_of(customers[0].summary, discount, Ruler::Weeks, horizon)
    };
    let (first, purchases) = (
        any.estimate_described_value(&fitted, None, &customers[..1]),
        fitted.estimate(own).unwrap(),
    );
    let first = first.unwrap();
    assert_close(
        first.standard_error() / first.value(),
        purchases.standard_error() / purchases.value(),
    );
}
