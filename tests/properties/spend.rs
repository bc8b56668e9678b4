//! Spend and lifetime value: what holds in every unit of money and every order.

use std::sync::LazyLock;

use proptest::prelude::*;
use retention::Accumulator;
use retention::accumulate::Weighted;
use retention::clv::{
    BgNbd, CustomerLifetimeValue, DiscountRate, GammaGamma, Horizon, ParetoNbd, PurchaseModel,
    Spend, SpendCounter, SpendCounts, SpendIndependence, ValueTerms,
};
use retention::estimate::Confidence;
use retention::fit::Outcome;
use retention::period::Ruler;
use retention::purchases::Summary;
use rust_decimal::{Decimal, dec};

use crate::cases;

const TRUTH: [f64; 3] = [6.25, 3.74, 15.44];

fn truth() -> GammaGamma {
    GammaGamma::new(TRUTH[0], TRUTH[1], TRUTH[2]).unwrap()
}

/// Customers with as many repeat purchases as CDNOW's.
fn shop(customers: u32, seed: u64) -> Vec<Summary> {
    let purchases = [1, 1, 1, 1, 2, 2, 3, 4, 6, 0];
    let buyer = |row: u32| {
        let purchases = purchases[row as usize % purchases.len()];
        Summary::new(purchases, f64::from(purchases.min(1)), 39.0).unwrap()
    };
    truth()
        .simulate_spend((0..customers).map(buyer), seed)
        .unwrap()
}

static SHOP: LazyLock<Vec<Summary>> = LazyLock::new(|| shop(1000, 5));

fn in_units(customers: &[Summary], unit: Decimal) -> Vec<Summary> {
    let scaled = |customer: &Summary| {
        customer
            .with_repeat_value(customer.repeat_value() * unit, customer.valued_repeats())
            .unwrap()
    };
    customers.iter().map(scaled).collect()
}

#[test]
fn order_weights_and_parts_change_no_fit_of_spend() {
    let one = GammaGamma::fit(&SpendCounts::of(&*SHOP).unwrap(), Default::default()).unwrap();
    assert_eq!(one.outcome, Outcome::Converged);
    let reversed = SpendCounts::of(SHOP.iter().rev()).unwrap();
    assert_eq!(GammaGamma::fit(&reversed, Default::default()).unwrap(), one);
    let (mut left, mut right, mut thrice) = (
        SpendCounter::new(),
        SpendCounter::new(),
        SpendCounter::new(),
    );
    left.extend(&SHOP[..300]).unwrap();
    right.extend(&SHOP[300..]).unwrap();
    left.merge(right).unwrap();
    assert_eq!(
        GammaGamma::fit(&left.finish().unwrap(), Default::default()).unwrap(),
        one
    );
    for customer in &*SHOP {
        thrice.push_weighted(customer, 3.0).unwrap();
    }
    let thrice = GammaGamma::fit(&thrice.finish().unwrap(), Default::default()).unwrap();
    for (weighted, plain) in thrice.parameters.iter().zip(&one.parameters) {
        assert!((weighted.value / plain.value - 1.0).abs() < 1e-6);
        let narrower = plain.standard_error.unwrap() / weighted.standard_error.unwrap();
        assert!((narrower - 3_f64.sqrt()).abs() < 1e-4);
    }
}

#[test]
fn the_unit_of_money_changes_no_prediction() {
    let dollars = GammaGamma::fit(&SpendCounts::of(&*SHOP).unwrap(), Default::default()).unwrap();
    for unit in [dec!(100), dec!(0.0001), dec!(1000000)] {
        let shop = in_units(&SHOP, unit);
        let counts = SpendCounts::of(&shop).unwrap();
        let other = GammaGamma::fit(&counts, Default::default()).unwrap();
        assert_eq!(other.outcome, Outcome::Converged);
        let times: f64 = unit.try_into().unwrap();
        for (scaled, plain) in shop.iter().zip(&*SHOP).take(30) {
            let scaled = other.model.expected_spend_of(scaled).unwrap();
            let plain = dollars.model.expected_spend_of(plain).unwrap();
            assert!(
                (scaled / times / plain - 1.0).abs() < 1e-7,
                "{scaled} {plain}"
            );
        }
        let check =
            |counts: &SpendCounts| SpendIndependence::of(counts, Default::default()).unwrap();
        let (scaled, plain) = (check(&counts), check(&SpendCounts::of(&*SHOP).unwrap()));
        let r = |check: &SpendIndependence| check.pearson.estimate.value();
        assert!((r(&scaled) - r(&plain)).abs() < 1e-12);
    }
}

/// Of 40 right intervals of 95 %, six or more miss in one of 70 tries.
#[test]
fn intervals_of_simulated_spend_hold_the_truth() {
    let mut missed = [0; 3];
    for seed in 0..40 {
        let counts = SpendCounts::of(&shop(1000, 100 + seed)).unwrap();
        let fitted = GammaGamma::fit(&counts, Default::default()).unwrap();
        assert_eq!(fitted.outcome, Outcome::Converged);
        for ((parameter, truth), missed) in fitted.parameters.iter().zip(TRUTH).zip(&mut missed) {
            *missed += u32::from(!parameter.interval.unwrap().contains(truth));
        }
    }
    assert!(missed.iter().all(|&missed| missed <= 5), "{missed:?}");
}

fn power(low: f64, high: f64) -> impl Strategy<Value = f64> {
    (low..high).prop_map(|power| 10_f64.powf(power))
}

proptest! {
    #![proptest_config(cases(48))]

    /// The expected spend lies between the customer's mean and that of all, and nearer to the customer's with
    /// more purchases; the interval holds its own middle.
    #[test]
    fn spend_is_drawn_between_the_two_means(p in power(-1.0, 2.0), q in 1.01..50.0_f64, gamma in power(-2.0, 4.0), cents in 1_i64..1_000_000, purchases in 1_u32..500) {
        let model = GammaGamma::new(p, q, gamma).unwrap();
        let mean = Decimal::new(cents, 2);
        let of = |purchases: u32| {
            let customer = Summary::new(purchases, 1.0, 39.0).unwrap();
            customer.with_repeat_value(mean * Decimal::from(purchases), purchases).unwrap()
        };
        let (own, all) = (cents as f64 / 100.0, model.expected_spend().unwrap());
        let (few, more) = (model.expected_spend_of(&of(purchases)).unwrap(), model.expected_spend_of(&of(2 * purchases)).unwrap());
        let slack = 1e-9 * own.max(all);
        prop_assert!(few >= own.min(all) - slack && few <= own.max(all) + slack);
        prop_assert!((more - own).abs() <= (few - own).abs() + slack);
        let interval = model.spend_interval_of(&of(purchases), Confidence::default()).unwrap();
        prop_assert!(interval.lower() > 0.0 && interval.lower() < interval.upper());
    }
}

proptest! {
    #![proptest_config(cases(24))]

    /// More time and a lower rate never make a customer worth less; a horizon beyond all
    /// discount is no other than none.
    #[test]
    fn value_grows_with_time_and_falls_with_the_rate(x in 0_u32..30, share in 0.01..1.0_f64, age in power(-1.0, 2.0), rate in 0.01..2.0_f64, weeks in 1_u32..200) {
        let last = if x == 0 { 0.0 } else { share * age };
        let customer = Summary::new(x, last, age).unwrap();
        fn of<M: PurchaseModel>(model: &M, customer: &Summary, rate: f64, horizon: Horizon) -> f64 {
            let terms = ValueTerms::default().horizon(horizon);
            let discount = DiscountRate::yearly(rate).unwrap();
            let worth = CustomerLifetimeValue::new(model.clone(), Spend::Same(1.0), discount, Ruler::Weeks, terms);
            worth.unwrap().value_of(customer).unwrap().discounted_purchases
        }
        fn promises<M: PurchaseModel>(model: &M, customer: &Summary, rate: f64, weeks: u32) -> Result<(), TestCaseError> {
            let value = of(model, customer, rate, Horizon::Periods(weeks));
            prop_assert!(value <= model.expected_purchases_of(customer, f64::from(weeks)).unwrap());
            prop_assert!(value <= of(model, customer, rate, Horizon::Periods(weeks + 1)) * (1.0 + 1e-9));
            prop_assert!(of(model, customer, rate + 0.1, Horizon::Periods(weeks)) <= value * (1.0 + 1e-9));
            let (endless, long) = (of(model, customer, rate, Horizon::Infinite), of(model, customer, rate, Horizon::Periods(1_000_000)));
            prop_assert!((endless - long).abs() <= 1e-7 * endless.abs(), "{endless} {long}");
            // The purchases of each week at the rates of its ends.
            let weekly = DiscountRate::yearly(rate).unwrap();
            let weekly = weekly.over(retention::period::Span::new(1, retention::period::Period::Week(chrono::Weekday::Mon)).unwrap()).unwrap().rate();
            let (mut low, mut high, mut before) = (0.0, 0.0, 0.0);
            for week in 1..=weeks {
                let now = model.expected_purchases_of(customer, f64::from(week)).unwrap();
                high += (now - before) * (1.0 + weekly).powi(1 - week as i32);
                low += (now - before) * (1.0 + weekly).powi(-(week as i32));
                before = now;
            }
            prop_assert!(value >= low * (1.0 - 1e-7) && value <= high * (1.0 + 1e-7), "{low} {value} {high}");
            Ok(())
        }
        promises(&BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap(), &customer, rate, weeks)?;
        promises(&ParetoNbd::new(0.553, 10.578, 0.606, 11.669).unwrap(), &customer, rate, weeks)?;
    }
}

#[test]
fn the_estimate_of_a_total_is_the_sum_of_values_and_unsure_by_both_fits() {
    let truth = BgNbd::new(0.8, 4.0, 0.8, 2.4).unwrap();
    let shop = truth.simulate(vec![39.0; 300], 3).unwrap();
    let shop = self::truth().simulate_spend(shop, 4).unwrap();
    let counts = retention::clv::PurchaseCounts::of(&shop).unwrap();
    let purchases = BgNbd::fit(&counts, Default::default()).unwrap();
    let spend = GammaGamma::fit(&SpendCounts::of(&shop).unwrap(), Default::default()).unwrap();
    let terms = ValueTerms::default()
        .horizon(Horizon::Periods(26))
        .places(10);
    let worth = CustomerLifetimeValue::new(
        purchases.model,
        Spend::GammaGamma(spend.model),
        DiscountRate::yearly(0.1).unwrap(),
        Ruler::Weeks,
        terms,
    );
    let worth = worth.unwrap();
    let total: Decimal = shop
        .iter()
        .map(|one| worth.value_of(one).unwrap().value)
        .sum();
    let total: f64 = total.try_into().unwrap();
    let both = worth
        .estimate_value(&purchases, Some(&spend), &shop)
        .unwrap();
    let known = worth.estimate_value(&purchases, None, &shop).unwrap();
    assert!((both.value() / total - 1.0).abs() < 1e-8 && known.value() == both.value());
    assert!(both.standard_error() > known.standard_error() && known.standard_error() > 0.0);
    assert!(both.standard_error() < 0.5 * both.value());
}
