//! What is judged and inferred of models of buying: what holds for all customers, and what is gained and
//! covered among simulated ones.

use proptest::prelude::*;
use retention::clv::{
    BgNbd, HoldOut, HoldOutCustomer, ParametricBootstrap, ParetoNbd, PosteriorMode, Priors,
    PurchaseCounts, PurchaseModel, ValidationOptions,
};
use retention::estimate::Resampling;
use retention::fit::Outcome;
use retention::purchases::Summary;
use rust_decimal::Decimal;

use crate::cases;

fn truth() -> BgNbd {
    BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap()
}

fn customer() -> impl Strategy<Value = HoldOutCustomer> {
    (0_u32..20, 0.01..1.0_f64, 1.0..60.0_f64, 0_u32..6).prop_map(|(x, share, age, later)| {
        let last = if x == 0 { 0.0 } else { share * age };
        HoldOutCustomer {
            summary: Summary::new(x, last, age).unwrap(),
            later_purchases: later,
            later_spend: Decimal::from(7 * later),
        }
    })
}

/// Sums of at most forty terms of ordinary size.
const CLOSE: f64 = 1e-9;

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn what_is_validated_adds_up(
        rows in prop::collection::vec(customer(), 1..40),
        share in 0.01..=1.0_f64,
    ) {
        let hold_out = HoldOut::new(rows.clone(), 26.0).unwrap();
        let options = ValidationOptions::default().best_share(share);
        let found = hold_out.validate(&truth(), options).unwrap();
        let customers = rows.len() as f64;
        prop_assert!((found.bias * customers - (found.expected - found.actual as f64)).abs() < CLOSE);
        prop_assert!(found.mean_absolute_error >= found.bias.abs() - CLOSE);
        prop_assert!(found.root_mean_squared_error >= found.mean_absolute_error - CLOSE);
        let classes = &found.by_frequency;
        prop_assert_eq!(classes.iter().map(|class| class.customers).sum::<u64>(), found.customers);
        let sum: f64 = classes.iter().map(|class| class.customers as f64 * class.expected).sum();
        prop_assert!((sum - found.expected).abs() < CLOSE * found.expected.max(1.0));

        let later: Vec<f64> = rows.iter().map(|row| f64::from(row.later_purchases)).collect();
        let best = hold_out.find_best(&later, options).unwrap();
        prop_assert_eq!(best.is_none(), found.actual == 0);
        if let Some(best) = best {
            // Who knows the future finds all, and a score that is the same for all finds what chance does.
            prop_assert_eq!(best.found, 1.0);
            prop_assert!(best.number as f64 >= (share * customers).min(1.0));
            let same = hold_out.find_best(&vec![3.0; rows.len()], options).unwrap().unwrap();
            prop_assert!((same.found - same.found_by_chance).abs() < CLOSE);
            // Customers in another order.
            let (mut turned, mut scores) = (rows, later);
            turned.reverse();
            scores.reverse();
            let turned = HoldOut::new(turned, 26.0).unwrap();
            prop_assert_eq!(turned.find_best(&scores, options).unwrap(), Some(best));
        }
    }

    /// The default priors are in units of the data.
    #[test]
    fn another_unit_of_time_leaves_the_forecast_of_priors(seed in any::<u64>(), unit in 0.01..100.0_f64) {
        let shop = truth().simulate(vec![20.0; 60], seed).unwrap();
        prop_assume!(shop.iter().any(|it| it.frequency() > 0));
        let scaled: Vec<Summary> = shop
            .iter()
            .map(|it| Summary::new(it.frequency(), unit * it.first_to_last(), unit * it.age()).unwrap())
            .collect();
        let year = |shop: &[Summary], time: f64| {
            let counts = PurchaseCounts::of(shop).unwrap();
            let priors = Priors::of::<BgNbd>(&counts).unwrap();
            let mode = PosteriorMode::<BgNbd>::of(&counts, &priors, Default::default()).unwrap();
            mode.fitted.model.expected_purchases(time).unwrap()
        };
        let (ours, theirs) = (year(&shop, 52.0), year(&scaled, 52.0 * unit));
        prop_assert!((ours / theirs - 1.0).abs() < 1e-5, "{ours} {theirs}");
    }
}

/// The mean squared distance of the forecast from what the truth expects. The error in a hold-out period is this
/// and what customers vary around their expectation.
fn distance(model: &BgNbd, shop: &[Summary], time: f64) -> f64 {
    let of = |model: &BgNbd, it| model.expected_purchases_of(it, time).unwrap();
    let errors = shop.iter().map(|it| of(model, it) - of(&truth(), it));
    errors.map(|error| error * error).sum::<f64>() / shop.len() as f64
}

/// Shops with a hundred customers, half a year after they began. Measured: the sum of the errors is 2.57 by
/// likelihood alone and 0.69 with priors, which are nearer in 16 shops of 20; 3 fits do not converge.
#[test]
fn priors_make_better_forecasts_of_small_shops_and_converge_where_likelihood_does_not() {
    let (mut alone, mut with_priors, mut nearer, mut lost) = (0.0, 0.0, 0, 0);
    for seed in 0..20 {
        let shop = truth().simulate(vec![26.0; 100], seed).unwrap();
        let counts = PurchaseCounts::of(&shop).unwrap();
        let fitted = BgNbd::fit(&counts, Default::default()).unwrap();
        let priors = Priors::of::<BgNbd>(&counts).unwrap();
        let mode = PosteriorMode::of(&counts, &priors, Default::default()).unwrap();
        assert_eq!(mode.fitted.outcome, Outcome::Converged, "{seed}");
        assert!(mode.fitted.log_likelihood <= fitted.log_likelihood + 1e-9);
        lost += u32::from(fitted.outcome != Outcome::Converged);
        let (a, b) = (
            distance(&fitted.model, &shop, 26.0),
            distance(&mode.fitted.model, &shop, 26.0),
        );
        (alone, with_priors) = (alone + a, with_priors + b);
        nearer += u32::from(b <= a);
    }
    assert!(with_priors < 0.5 * alone, "{with_priors} {alone}");
    assert!(nearer >= 14 && lost >= 3, "{nearer} {lost}");
}

#[test]
fn priors_keep_pareto_nbd_of_small_shops_and_no_longer_matter_to_large_ones() {
    for seed in 0..3 {
        let shop = truth().simulate(vec![12.0; 50], seed).unwrap();
        let counts = PurchaseCounts::of(&shop).unwrap();
        let priors = Priors::of::<ParetoNbd>(&counts).unwrap();
        let mode = PosteriorMode::<ParetoNbd>::of(&counts, &priors, Default::default()).unwrap();
        assert_eq!(mode.fitted.outcome, Outcome::Converged, "{seed}");
    }
    let counts = PurchaseCounts::of(&truth().simulate(vec![39.0; 20_000], 5).unwrap()).unwrap();
    let fitted = BgNbd::fit(&counts, Default::default()).unwrap();
    let priors = Priors::of::<BgNbd>(&counts).unwrap();
    let mode = PosteriorMode::<BgNbd>::of(&counts, &priors, Default::default()).unwrap();
    for (with, alone) in mode.fitted.parameters.iter().zip(&fitted.parameters) {
        let error = alone.standard_error.unwrap();
        assert!(
            (with.value - alone.value).abs() < 0.2 * error,
            "{with:?} {alone:?}"
        );
    }
}

/// Twenty shops with 300 customers. Measured: all of them are covered. The percentiles of 30 draws leave out a little more than 5 %.
#[test]
fn the_bootstrap_covers_what_a_new_customer_will_buy() {
    let expected = truth().expected_purchases(39.0).unwrap();
    let (mut covered, mut shops) = (0, 0);
    for seed in 0..20 {
        let shop = truth().simulate(vec![39.0; 300], 300 + seed).unwrap();
        let counts = PurchaseCounts::of(&shop).unwrap();
        let fitted = BgNbd::fit(&counts, Default::default()).unwrap();
        if fitted.outcome != Outcome::Converged {
            continue;
        }
        let resampling = Resampling::default().draws(30).seed(seed);
        let drawn =
            ParametricBootstrap::of(&fitted, &counts, Default::default(), resampling).unwrap();
        assert_eq!(drawn.models.len() as u32 + drawn.left_out, 30);
        let figure = |model: &BgNbd| model.expected_purchases(39.0);
        covered += u32::from(drawn.interval(figure).unwrap().unwrap().contains(expected));
        shops += 1;
    }
    assert!(
        shops >= 15 && 10 * covered >= 8 * shops,
        "{covered} of {shops}"
    );
}

/// Shops with sixty customers, observed for twelve weeks. Measured with 200 draws in a hundred such shops: the
/// interval holds the truth in 96, and no draw is left out; 16,176 of 20,000 are if draws are fitted without priors.
#[test]
fn a_bootstrap_with_the_priors_of_the_fit_leaves_hardly_a_draw_out() {
    let expected = truth().expected_purchases(39.0).unwrap();
    let (mut covered, mut with_priors, mut alone) = (0, 0, 0);
    for seed in 0..10 {
        let shop = truth().simulate(vec![12.0; 60], 900 + seed).unwrap();
        let counts = PurchaseCounts::of(&shop).unwrap();
        let priors = Priors::of::<BgNbd>(&counts).unwrap();
        let mode = PosteriorMode::<BgNbd>::of(&counts, &priors, Default::default()).unwrap();
        let draw = Resampling::default().draws(30).seed(seed);
        let options = Default::default();
        let drawn = ParametricBootstrap::of_mode(&mode, &counts, options, draw).unwrap();
        let figure = |model: &BgNbd| model.expected_purchases(39.0);
        covered += u32::from(drawn.interval(figure).unwrap().unwrap().contains(expected));
        with_priors += drawn.left_out;
        let drawn = ParametricBootstrap::of(&mode.fitted, &counts, options, draw).unwrap();
        alone += drawn.left_out;
    }
    assert!(with_priors <= 3 && alone >= 60, "{with_priors} {alone}");
    assert!(covered >= 8, "{covered}");
}

/// A hundred shops with 150 customers: `a` is skewed there. Measured: the profile holds the truth in 95 of 100; the
/// interval by standard errors holds it in 89 of the 90 whose fit converged, and tells nothing of the others.
#[test]
fn profiles_cover_a_skewed_parameter_also_where_a_fit_does_not_converge() {
    let (mut by_profile, mut by_error, mut converged) = (0, 0, 0);
    for seed in 0..100 {
        let shop = truth().simulate(vec![39.0; 150], 1000 + seed).unwrap();
        let counts = PurchaseCounts::of(&shop).unwrap();
        let fitted = BgNbd::fit(&counts, Default::default()).unwrap();
        let a = fitted
            .profile_interval(&counts, "a", Default::default())
            .unwrap();
        let is_above = a.lower.is_none_or(|lower| lower <= 0.793);
        let is_below = a.upper.is_none_or(|upper| upper >= 0.793);
        by_profile += u32::from(is_above && is_below);
        if let Some(interval) = fitted.parameters[2].interval {
            by_error += u32::from(interval.contains(0.793));
            converged += 1;
        }
    }
    assert!(
        (92..=98).contains(&by_profile) && converged < 95,
        "{by_profile} of 100, {by_error} of {converged}"
    );
}

#[test]
fn the_same_seed_draws_the_same_models() {
    let counts = PurchaseCounts::of(&truth().simulate(vec![39.0; 300], 7).unwrap()).unwrap();
    let fitted = BgNbd::fit(&counts, Default::default()).unwrap();
    let draw = |seed| {
        let resampling = Resampling::default().draws(3).seed(seed);
        ParametricBootstrap::of(&fitted, &counts, Default::default(), resampling).unwrap()
    };
    assert_eq!(draw(1), draw(1));
    assert_ne!(draw(1).models, draw(2).models);
}
