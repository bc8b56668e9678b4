//! Lifetime values by formula and by states, and discount rates.

use retention::clv::{
    BetaDiscreteWeibull, ConstantRetention, ContractModel, DiscountRate, FirstMargin, FitOptions,
    Horizon, MarginStream, MarkovMigration, RelationshipCosts, ShiftedBetaGeometric,
};
use retention::survival::Survival;

use crate::*;

const NEAREST: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

#[test]
fn a_discount_rate_keeps_its_period_and_its_check() {
    let rate = DiscountRate::yearly(0.1).unwrap();
    let written = json!({"rate": 0.1, "per": {"count": 12, "period": "month"}});
    assert_eq!(to_value(rate).unwrap(), written);
    assert_eq!(round_trip(&rate), rate);
    let refused_rate = refused::<DiscountRate>(json!({"rate": -0.1, "per": written["per"]}));
    assert!(
        refused_rate.starts_with("discount rate must be 0 or more"),
        "{refused_rate}"
    );
    assert!(refused::<DiscountRate>(json!({"rate": 0.1})).starts_with("missing field `per`"));
}

#[test]
fn a_horizon_is_a_number_of_periods_or_none() {
    for (horizon, written) in [
        (Horizon::Infinite, json!("infinite")),
        (Horizon::Periods(12), json!({"periods": 12})),
    ] {
        assert_eq!(to_value(horizon).unwrap(), written);
        assert_eq!(round_trip(&horizon), horizon);
    }
}

#[test]
fn constant_retention_is_read_through_its_constructor() {
    let stream = MarginStream::default()
        .first_margin(FirstMargin::AtOnce)
        .horizon(Horizon::Periods(3));
    let rate = DiscountRate::yearly(0.1).unwrap();
    let model = ConstantRetention::new(0.8, rate, stream).unwrap();
    let written = to_value(model).unwrap();
    assert_eq!(
        written,
        json!({
            "retention": 0.8,
            "discount": rate,
            "stream": {"growth": 0.0, "first_margin": "at_once", "horizon": {"periods": 3}},
        })
    );
    assert_eq!(round_trip(&model), model);
    let mut endless = written.clone();
    endless["retention"] = json!(1.0);
    endless["discount"]["rate"] = json!(0.0);
    assert!(from_value::<ConstantRetention>(endless.clone()).is_ok());
    endless["stream"]["horizon"] = json!("infinite");
    let error = refused::<ConstantRetention>(endless);
    assert!(
        error.starts_with("retention rate × (1 + growth) must be below"),
        "{error}"
    );
}

#[test]
fn a_lifetime_value_is_itemised_in_strings() {
    let costs = RelationshipCosts::default().acquisition(dec!(150.10));
    let written = json!({"acquisition": "150.10", "retention": "0", "paid_after": 0.5});
    assert_eq!(to_value(costs).unwrap(), written);
    assert_eq!(round_trip(&costs), costs);
    let rate = DiscountRate::yearly(0.1).unwrap();
    let model = ConstantRetention::new(0.8, rate, MarginStream::default()).unwrap();
    let value = model.value(dec!(100), costs, 2, NEAREST).unwrap();
    assert_eq!(
        to_value(value).unwrap(),
        json!({
            "margins": "266.67",
            "retention_costs": "0.00",
            "acquisition_cost": "150.10",
            "value": "116.57",
            "places": 2,
            "strategy": "midpoint_away_from_zero",
        })
    );
    let effect = model.elasticities(dec!(100), RelationshipCosts::default());
    assert_eq!(to_value(effect.unwrap()).unwrap()["margin"], json!(1.0));
}

#[test]
fn a_chain_of_states_is_read_through_its_constructor() {
    let rate = DiscountRate::yearly(0.2).unwrap();
    let chain = MarkovMigration::by_recency(&[0.25], dec!(40.5), dec!(4), rate).unwrap();
    let written = to_value(&chain).unwrap();
    assert_eq!(
        written,
        json!({
            "states": [
                {"contribution": "40.5", "marketing": "4", "moves": [0.25, 0.75]},
                {"contribution": "0", "marketing": "0", "moves": [0.0, 1.0]},
            ],
            "discount": rate,
        })
    );
    assert_eq!(round_trip(&chain), chain);
    let mut wrong = written;
    wrong["states"][1]["moves"] = json!([0.5, 0.25]);
    let error = refused::<MarkovMigration>(wrong);
    assert!(
        error.starts_with("sum of the probabilities of moves must be 1"),
        "{error}"
    );
    let plan = chain.best_plan(2, NEAREST).unwrap();
    assert_eq!(
        to_value(&plan).unwrap(),
        json!({
            "decisions": ["continue", "stop"],
            "values": ["46.11", "0"],
            "gains": ["0", "0"],
            "places": 2,
            "strategy": "midpoint_away_from_zero",
        })
    );
}

#[test]
fn models_of_contracts_are_read_through_their_constructors() {
    let short = ShiftedBetaGeometric::new(0.668, 3.806).unwrap();
    let written = json!({"alpha": 0.668, "beta": 3.806});
    assert_eq!(to_value(short).unwrap(), written);
    assert_eq!(round_trip(&short), short);
    let error = refused::<ShiftedBetaGeometric>(json!({"alpha": -1.0, "beta": 3.806}));
    assert!(error.starts_with("alpha must be"), "{error}");
    let long = BetaDiscreteWeibull::new(0.26, 1.72, 1.58).unwrap();
    assert_eq!(
        to_value(long).unwrap(),
        json!({"gamma": 0.26, "delta": 1.72, "c": 1.58})
    );
    assert_eq!(round_trip(&long), long);
    let left = Survival::of_table(&[1000, 869, 743, 653, 593, 551, 517, 491]).unwrap();
    let fitted = ShiftedBetaGeometric::fit(&left, FitOptions::default()).unwrap();
    let written = to_value(&fitted).unwrap();
    assert_eq!(written["outcome"], json!("converged"));
    assert_eq!(written["parameters"][1]["name"], json!("beta"));
    assert_eq!(
        from_value::<ShiftedBetaGeometric>(written["model"].clone()).unwrap(),
        fitted.model
    );
}

#[test]
fn a_summary_of_occasions_is_read_through_its_constructor() {
    use retention::clv::{BgBb, OccasionSummary};

    let donor = OccasionSummary::new(3, 4, 6).unwrap();
    let written = json!({"purchases": 3, "last": 4, "occasions": 6});
    assert_eq!(to_value(donor).unwrap(), written);
    assert_eq!(round_trip(&donor), donor);
    let error = refused::<OccasionSummary>(json!({"purchases": 5, "last": 4, "occasions": 6}));
    assert!(
        error.starts_with("purchases must be at most the last of them, 4"),
        "{error}"
    );
    let model = BgBb::new(1.2, 0.75, 0.66, 2.8).unwrap();
    let written = json!({"alpha": 1.2, "beta": 0.75, "gamma": 0.66, "delta": 2.8});
    assert_eq!(to_value(model).unwrap(), written);
    assert_eq!(round_trip(&model), model);
}
