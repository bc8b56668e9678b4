//! Models of buying: what holds for every customer, every unit and every order.

use std::sync::LazyLock;

use proptest::prelude::*;
use retention::Accumulator;
use retention::accumulate::Weighted;
use retention::clv::{
    BgNbd, Counter, DiscountRate, FitOptions, Fitted, Horizon, MbgNbd, Parametric, ParetoNbd,
    PurchaseCounts, PurchaseModel,
};
use retention::fit::Outcome;
use retention::period::Ruler;
use retention::purchases::Summary;

use crate::cases;

/// A number between two powers of ten, all powers alike.
fn power(low: f64, high: f64) -> impl Strategy<Value = f64> {
    (low..high).prop_map(|power| 10_f64.powf(power))
}

fn parameters() -> impl Strategy<Value = [f64; 4]> {
    [
        power(-4.0, 4.0),
        power(-4.0, 4.0),
        power(-4.0, 4.0),
        power(-4.0, 4.0),
    ]
}

fn customer() -> impl Strategy<Value = Summary> {
    let frequency = prop_oneof![Just(0_u32), 1_u32..40, 40_u32..=5000];
    let last = prop_oneof![Just(1.0), 1e-6..1.0_f64];
    (frequency, last, power(-1.0, 4.0)).prop_map(|(frequency, share, age)| {
        let last = if frequency == 0 { 0.0 } else { share * age };
        Summary::new(frequency, last, age).unwrap()
    })
}

/// Sums of up to thousands of terms, each good to a few roundings of numbers up to e^±100,000.
const CLOSE: f64 = 1e-9;

fn is_close(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= CLOSE * expected.abs().max(f64::MIN_POSITIVE)
}

/// What every model promises of a customer.
fn promises<M: PurchaseModel>(
    values: [f64; 4],
    customer: &Summary,
    time: f64,
) -> Result<(), TestCaseError> {
    let model = M::from_values(&values).unwrap();
    prop_assert!(model.log_likelihood(customer).is_finite());
    let alive = model.probability_alive(customer);
    prop_assert!((0.0..=1.0).contains(&alive));
    let later = model.probability_alive_after(customer, time).unwrap();
    prop_assert!(
        (0.0..=alive * (1.0 + CLOSE)).contains(&later),
        "{later} after {alive}"
    );
    prop_assert_eq!(model.probability_alive_after(customer, 0.0).unwrap(), alive);

    let forecast = model.forecast(customer, time).unwrap();
    prop_assert_eq!(forecast.probability_alive, alive);
    let (expected, any) = (
        forecast.expected_purchases,
        forecast.probability_of_purchase,
    );
    prop_assert!(expected >= 0.0 && (0.0..=alive).contains(&any));
    // At least one purchase is expected where one comes for sure, and no less.
    prop_assert!(any <= expected * (1.0 + CLOSE), "{any} and {expected}");
    let twice = model.expected_purchases_of(customer, 2.0 * time).unwrap();
    prop_assert!(
        twice >= expected * (1.0 - CLOSE) && twice <= 2.0 * expected * (1.0 + CLOSE),
        "{expected} {twice}"
    );
    prop_assert_eq!(model.expected_purchases_of(customer, 0.0).unwrap(), 0.0);

    let chances = model.purchase_distribution_of(customer, time, 40).unwrap();
    prop_assert!(
        chances
            .iter()
            .all(|chance| (0.0..=1.0 + CLOSE).contains(chance))
    );
    prop_assert!((chances[0] - (1.0 - any)).abs() <= CLOSE);
    let mass: f64 = chances.iter().sum();
    prop_assert!(mass <= 1.0 + CLOSE, "{mass}");
    let mean: f64 = (0..)
        .map(f64::from)
        .zip(&chances)
        .map(|(n, chance)| n * chance)
        .sum();
    // What 41 or more purchases add to the mean.
    prop_assert!(
        mean <= expected * (1.0 + 1e-6) + CLOSE,
        "{mean} of {expected}"
    );

    // Another unit of time.
    let [first, second, third, fourth] = values;
    let unit = 7.0;
    let scaled = match M::NAMES {
        [_, _, _, "beta"] => [first, second * unit, third, fourth * unit],
        _ => [first, second * unit, third, fourth],
    };
    let scaled = M::from_values(&scaled).unwrap();
    let (last, age) = (customer.first_to_last() * unit, customer.age() * unit);
    let same = Summary::new(customer.frequency(), last, age).unwrap();
    let other = scaled.forecast(&same, time * unit).unwrap();
    prop_assert!(
        is_close(other.expected_purchases, expected),
        "{other:?} {forecast:?}"
    );
    prop_assert!(
        (other.probability_alive - alive).abs() <= CLOSE,
        "{other:?} {forecast:?}"
    );
    Ok(())
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn bg_nbd_keeps_its_promises(values in parameters(), customer in customer(), time in power(-1.0, 4.0)) {
        promises::<BgNbd>(values, &customer, time)?;
    }

    #[test]
    fn mbg_nbd_keeps_its_promises(values in parameters(), customer in customer(), time in power(-1.0, 4.0)) {
        promises::<MbgNbd>(values, &customer, time)?;
    }

    #[test]
    fn pareto_nbd_keeps_its_promises(values in parameters(), customer in customer(), time in power(-1.0, 4.0)) {
        promises::<ParetoNbd>(values, &customer, time)?;
    }

    /// There is no jump where the formulas of the papers have a pole.
    #[test]
    fn poles_of_the_papers_are_passed(r in power(-2.0, 2.0), alpha in power(-1.0, 2.0), b in power(-2.0, 2.0), time in power(-1.0, 3.0)) {
        let near = [1.0 - 1e-9, 1.0, 1.0 + 1e-9];
        let [below, at, above] = near.map(|a| BgNbd::new(r, alpha, a, b).unwrap().expected_purchases(time).unwrap());
        prop_assert!((below / at - 1.0).abs() < 1e-7 && (above / at - 1.0).abs() < 1e-7, "{below} {at} {above}");
        let [below, at, above] = near.map(|s| ParetoNbd::new(r, alpha, s, b).unwrap().expected_purchases(time).unwrap());
        prop_assert!((below / at - 1.0).abs() < 1e-7 && (above / at - 1.0).abs() < 1e-7, "{below} {at} {above}");
    }
}

proptest! {
    #![proptest_config(cases(20))]

    /// The distribution of purchases has the mean that the model expects.
    #[test]
    fn distributions_have_their_mean(r in power(-1.0, 2.5), alpha in power(0.0, 2.0), c in power(-1.0, 2.0), d in power(-1.0, 1.0)) {
        fn mean<M: PurchaseModel>(values: [f64; 4]) -> Result<(), TestCaseError> {
            let model = M::from_values(&values).unwrap();
            let time = 2.0 * values[1];
            let chances = model.purchase_distribution(time, 2000).unwrap();
            let mean: f64 = (0..).map(f64::from).zip(&chances).map(|(n, chance)| n * chance).sum();
            prop_assert!((chances.iter().sum::<f64>() - 1.0).abs() < 1e-8, "{chances:?}");
            let expected = model.expected_purchases(time).unwrap();
            prop_assert!((mean / expected - 1.0).abs() < 1e-7, "{mean} {expected}");
            Ok(())
        }
        mean::<BgNbd>([r, alpha, c, d])?;
        mean::<MbgNbd>([r, alpha, c, d])?;
        mean::<ParetoNbd>([r, alpha, c, alpha * d])?;
    }
}

/// A shop of customers who joined in twelve weeks.
fn shop<M: PurchaseModel>(model: &M, customers: usize, seed: u64) -> Vec<Summary> {
    let age = |customer: usize| 27.0 + (customer % 84) as f64 / 7.0;
    model.simulate((0..customers).map(age), seed).unwrap()
}

static SHOP: LazyLock<Vec<Summary>> =
    LazyLock::new(|| shop(&BgNbd::new(0.4, 3.0, 0.8, 2.4).unwrap(), 600, 5));

fn fit<M: PurchaseModel>(customers: &[Summary]) -> Fitted<M> {
    M::fit(
        &PurchaseCounts::of(customers).unwrap(),
        FitOptions::default(),
    )
    .unwrap()
}

fn order_weights_and_parts<M: PurchaseModel + PartialEq + std::fmt::Debug>() {
    let shop = &*SHOP;
    let one = fit::<M>(shop);
    assert_eq!(one.outcome, Outcome::Converged);
    let reversed: Vec<Summary> = shop.iter().rev().copied().collect();
    assert_eq!(fit::<M>(&reversed), one);
    let (mut left, mut right, mut thrice) = (Counter::new(), Counter::new(), Counter::new());
    left.extend(&shop[..200]).unwrap();
    right.extend(&shop[200..]).unwrap();
    left.merge(right).unwrap();
    assert_eq!(
        M::fit(&left.finish().unwrap(), FitOptions::default()).unwrap(),
        one
    );
    for customer in shop {
        thrice.push_weighted(customer, 3.0).unwrap();
    }
    let thrice = M::fit(&thrice.finish().unwrap(), FitOptions::default()).unwrap();
    assert_eq!((thrice.customers, thrice.weight), (600, 1800.0));
    for (three, one) in thrice.parameters.iter().zip(&one.parameters) {
        assert!(
            (three.value / one.value - 1.0).abs() < 1e-7,
            "{three:?} {one:?}"
        );
        let (three, one) = (three.standard_error.unwrap(), one.standard_error.unwrap());
        assert!((three * 3_f64.sqrt() / one - 1.0).abs() < 1e-5);
    }
}

#[test]
fn neither_order_nor_parts_nor_weights_change_a_fit() {
    order_weights_and_parts::<BgNbd>();
    order_weights_and_parts::<MbgNbd>();
    order_weights_and_parts::<ParetoNbd>();
}

fn unit<M: PurchaseModel>() {
    let weeks = fit::<M>(&SHOP);
    for unit in [7.0, 1.0 / 52.18, 1e4] {
        let other = |c: &Summary| {
            Summary::new(c.frequency(), c.first_to_last() * unit, c.age() * unit).unwrap()
        };
        let scaled: Vec<Summary> = SHOP.iter().map(other).collect();
        let fitted = fit::<M>(&scaled);
        assert_eq!(fitted.outcome, Outcome::Converged);
        for customer in SHOP.iter().take(50) {
            let here = weeks.model.forecast(customer, 39.0).unwrap();
            let there = fitted
                .model
                .forecast(&other(customer), 39.0 * unit)
                .unwrap();
            assert!((here.expected_purchases / there.expected_purchases - 1.0).abs() < 1e-6);
            assert!((here.probability_alive - there.probability_alive).abs() < 1e-6);
        }
    }
}

#[test]
fn the_unit_of_time_changes_no_prediction() {
    unit::<BgNbd>();
    unit::<MbgNbd>();
    unit::<ParetoNbd>();
}

/// The parameters of a simulated shop are found again within four standard errors, and no point beside them
/// is more likely.
fn recovered<M: PurchaseModel>(values: [f64; 4], customers: usize, seed: u64) {
    let model = M::from_values(&values).unwrap();
    let shop = shop(&model, customers, seed);
    let fitted = fit::<M>(&shop);
    assert_eq!(fitted.outcome, Outcome::Converged);
    assert!(fitted.gradient_norm < 1e-9);
    for (parameter, true_value) in fitted.parameters.iter().zip(values) {
        let off = (parameter.value / true_value).ln();
        let error = parameter.standard_error.unwrap() / parameter.value;
        assert!(off.abs() < 4.0 * error, "{parameter:?} not {true_value}");
    }
    let sum = |model: &M| {
        shop.iter()
            .map(|customer| model.log_likelihood(customer))
            .sum::<f64>()
    };
    assert!((sum(&fitted.model) - fitted.log_likelihood).abs() < 1e-7);
    let best = fitted.model.values();
    for place in 0..4 {
        for factor in [0.99, 1.01] {
            let mut beside = best.clone();
            beside[place] *= factor;
            assert!(sum(&M::from_values(&beside).unwrap()) < fitted.log_likelihood);
        }
    }
}

#[test]
fn parameters_of_simulated_shops_are_found_again() {
    recovered::<BgNbd>([0.25, 4.4, 0.8, 2.4], 3000, 1);
    recovered::<BgNbd>([1.5, 3.0, 0.5, 4.0], 1500, 2);
    recovered::<MbgNbd>([0.5, 6.2, 0.9, 1.6], 3000, 3);
    recovered::<ParetoNbd>([0.55, 10.6, 0.6, 11.7], 2500, 4);
    recovered::<ParetoNbd>([1.5, 3.0, 1.5, 20.0], 1000, 5);
}

/// Where nobody leaves, each model ends at the edge and forecasts as the negative binomial one.
fn forecasts_as_if_nobody_left<M: PurchaseModel>(shop: &[Summary]) {
    let fitted: Fitted<M> = fit(shop);
    assert_eq!(fitted.outcome, Outcome::OnBoundary);
    assert!(fitted.clone().converged().is_err());
    let [r, alpha, ..] = fitted.model.values()[..] else {
        panic!("no parameters");
    };
    for customer in shop.iter().step_by(30) {
        let forecast = fitted.model.forecast(customer, 52.0).unwrap();
        assert!(forecast.probability_alive > 1.0 - NOBODY);
        let rate = (r + f64::from(customer.frequency())) / (alpha + customer.age());
        let relative = forecast.expected_purchases / (52.0 * rate) - 1.0;
        assert!(relative.abs() < NOBODY, "{relative}");
        // An endless stream, worth the more the less it is discounted.
        let (discount, ruler) = (DiscountRate::yearly(0.1).unwrap(), Ruler::Weeks);
        let model = &fitted.model;
        let worth = model.discounted_purchases_of(customer, discount, ruler, Horizon::Infinite);
        let weekly = 1.1_f64.ln() * 7.0 / 365.2425;
        assert!((worth.unwrap() * weekly / rate - 1.0).abs() < 1e-5);
    }
}

/// What is left of leaving at the edge.
const NOBODY: f64 = 1e-7;

#[test]
fn where_nobody_leaves_a_fit_at_the_edge_forecasts_as_the_negative_binomial_model() {
    let truth = BgNbd::new(1.2, 6.0, 1e-9, 1.0).unwrap();
    let ages = (0..600).map(|customer| 26.0 + 26.0 * f64::from(customer) / 600.0);
    let shop = truth.simulate(ages, 1).unwrap();
    forecasts_as_if_nobody_left::<BgNbd>(&shop);
    forecasts_as_if_nobody_left::<MbgNbd>(&shop);
    forecasts_as_if_nobody_left::<ParetoNbd>(&shop);
}

/// The 95 % intervals of the parameters, and that of the purchases to expect of a new customer, hold the true
/// value in about 95 of 100 shops.
#[test]
fn intervals_of_simulated_shops_cover() {
    let values = [0.8, 4.0, 0.9, 2.5];
    let model = BgNbd::from_values(&values).unwrap();
    let year = model.expected_purchases(52.0).unwrap();
    let (mut covered, mut shops) = ([0_u32; 5], 0);
    for seed in 0..100 {
        let fitted = fit::<BgNbd>(&shop(&model, 400, 1000 + seed));
        if fitted.outcome != Outcome::Converged {
            continue;
        }
        shops += 1;
        let estimate = fitted
            .estimate(|model| model.expected_purchases(52.0))
            .unwrap();
        let interval = estimate.interval(Default::default());
        let parameters = fitted.parameters.iter().zip(values);
        let holds = parameters.map(|(found, value)| found.interval.unwrap().contains(value));
        for (count, holds) in covered
            .iter_mut()
            .zip(holds.chain([interval.contains(year)]))
        {
            *count += u32::from(holds);
        }
    }
    assert!(shops >= 97, "{shops} of 100 shops");
    // 95 less three standard errors of a binomial share.
    assert!(
        covered.iter().all(|&count| count >= shops * 88 / 100),
        "{covered:?} of {shops}"
    );
}

/// Purchases worth less later are worth no more than their number, and no less the longer one looks.
fn discounts<M: PurchaseModel>(
    values: [f64; 4],
    customer: &Summary,
    (weeks, rate): (u32, f64),
) -> Result<(), TestCaseError> {
    let model = M::from_values(&values).unwrap();
    let rate = DiscountRate::yearly(rate).unwrap();
    let worth = |horizon| model.discounted_purchases_of(customer, rate, Ruler::Weeks, horizon);
    let within = worth(Horizon::Periods(weeks)).unwrap();
    let all = worth(Horizon::Infinite).unwrap();
    let number = model
        .expected_purchases_of(customer, f64::from(weeks))
        .unwrap();
    let least = number * (-f64::from(weeks) * rate.rate().ln_1p() * 7.0 / 365.2425).exp();
    prop_assert!(within <= number * (1.0 + 1e-8), "{within} of {number}");
    prop_assert!(
        within >= least * (1.0 - 1e-8),
        "{within} of {number}, at least {least}"
    );
    prop_assert!(within <= all * (1.0 + 1e-8), "{within} of {all}");
    Ok(())
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn discounted_purchases_lie_between_their_number_now_and_at_the_end(
        values in [power(-2.0, 2.0), power(-2.0, 2.0), power(-2.0, 2.0), power(-2.0, 2.0)],
        customer in customer(),
        terms in (1_u32..520, 0.01..2.0_f64),
    ) {
        discounts::<BgNbd>(values, &customer, terms)?;
        discounts::<MbgNbd>(values, &customer, terms)?;
        discounts::<ParetoNbd>(values, &customer, terms)?;
    }
}
