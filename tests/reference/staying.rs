//! What was known of a telecom's customers, and who stayed. No survey comes with it: what is known are facts,
//! and they are of the same day as the leaving.
//!
//! Computed by `staying.py`, with Python 3.11.7, numpy 2.4.6, scipy 1.17.1 and statsmodels 0.15.0.

use retention::Accumulator;
use retention::portrait::staying::{
    Builder, Options, Predictor, PredictorsOfStaying, StayingVerdict, SurveyedCustomer,
};

use crate::assert_published;
use crate::common::telecom::{CONTRACTS, customers};

fn found() -> PredictorsOfStaying {
    let predictors = [
        Predictor::number("charges").unit("dollar"),
        Predictor::number("senior"),
        Predictor::levels("contract", CONTRACTS),
    ];
    let options = Options::default().folds(2).shared(0);
    let mut builder = Builder::new(predictors, options).unwrap();
    for customer in customers() {
        let [senior, .., charges] = customer.covariates;
        let contract = CONTRACTS.iter().position(|name| *name == customer.contract);
        builder
            .push(SurveyedCustomer {
                stayed: !customer.left,
                numbers: &[Some(charges), Some(senior)],
                classes: &[contract],
            })
            .unwrap();
    }
    builder.finish().unwrap()
}

#[test]
fn telecom_by_statsmodels() {
    let found = found();
    assert_eq!(
        (found.stayed.numerator(), found.stayed.denominator()),
        (5174, 7043)
    );
    let [charges, senior, contract] = &found.predictors[..] else {
        panic!("{found:?}");
    };
    for (predictor, concordance, alone) in [
        (charges, "0.379214310", "-0.00289196385"),
        (senior, "0.437019439", "-0.159747002"),
    ] {
        assert_eq!(predictor.verdict, StayingVerdict::Tells);
        assert_published(predictor.concordance.unwrap().value(), concordance);
        assert_published(predictor.alone.unwrap().value(), alone);
        // One column has nothing to learn but the direction.
        let area = predictor.area.unwrap();
        let turned = 1.0 - predictor.concordance.unwrap().value();
        assert!((area.apparent - turned).abs() < 1e-12);
        assert!((area.value - turned).abs() < 0.002, "{area:?}");
    }
    assert_eq!(contract.verdict, StayingVerdict::Tells);
    let p = contract.p_value.unwrap();
    assert!((p.log10() + 257.231_877).abs() < 1e-5, "{p:e}");

    let thirds = found.groups.iter().filter(|it| it.predictor == "charges");
    let thirds = thirds.map(|it| (it.customers, it.stayed, it.from.unwrap(), it.to.unwrap()));
    assert_eq!(
        thirds.collect::<Vec<_>>(),
        [
            (2351, 1978, 18.25, 50.4),
            (2345, 1649, 50.45, 83.9),
            (2347, 1547, 83.95, 118.75)
        ]
    );

    let model = found.joint.fitted().unwrap();
    let expected = [
        ("charges", None, "-0.525704889", "0.0353583041"),
        ("senior", None, "-0.118736063", "0.0285001057"),
        ("contract", Some("One year"), "1.82879021", "0.089646834"),
        ("contract", Some("Two year"), "3.26458389", "0.15074994"),
    ];
    for (effect, (predictor, level, coefficient, error)) in model.effects.iter().zip(expected) {
        assert_eq!(
            (effect.predictor.as_str(), effect.level.as_deref()),
            (predictor, level)
        );
        assert_published(effect.coefficient, coefficient);
        assert_published(effect.standard_error.unwrap(), error);
    }
    assert_published(charges.together.unwrap().value(), "-0.00268224661");
    assert_published(senior.together.unwrap().value(), "-0.0494530631");
    assert_eq!(
        model.get("contract").unwrap().reference.as_deref(),
        Some("Month-to-month")
    );
    // Out of sample too, the contract adds most.
    let adds = |name| model.get(name).unwrap().adds.unwrap();
    assert_eq!(format!("{:.3}", adds("contract").value), "0.149");
    // On so many customers the intervals are narrow.
    assert!(adds("contract").lower > 0.13 && adds("contract").upper < 0.17);
    assert!(adds("charges").lower > 0.02 && adds("charges").upper < 0.05);
    assert!(adds("charges").value > 0.01 && adds("senior").value.abs() < 0.01);
}
