//! Curry's laws.

use crate::*;
use curry::{Evidence, ExistingShare, Law, Reading, Rules, check};

#[test]
fn rules_with_missing_fields_use_the_defaults() {
    assert_eq!(
        to_value(Rules::default()).unwrap(),
        json!({
            "tolerance": 0.1, "reading": "at_least", "existing_share": "up_to", "bulk": 0.5,
            "difference": 0.0, "often": 0.1, "confidence": 0.95, "rounding": "up"
        })
    );
    assert_eq!(from_str::<Rules>("{}").unwrap(), Rules::default());
    let rules = Rules::default()
        .tolerance(0.05)
        .reading(Reading::About)
        .existing_share(ExistingShare::MoreThan)
        .bulk(0.6)
        .difference(0.02)
        .often(0.2)
        .confidence(Confidence::new(0.9).unwrap())
        .rounding(Rounding::Down);
    assert_eq!(round_trip(&rules), rules);
    assert!(refused::<Rules>(json!({"tolerence": 0.1})).starts_with("unknown field"));
}

#[test]
fn findings_say_what_was_measured_and_why_not() {
    let log = log();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let revenue = Concentration::of(&observed).unwrap();
    let evidence = Evidence::default()
        .revenue(&revenue)
        .defectors(Proportion::new(0, 10).unwrap());
    let findings = to_value(check(&evidence, &Rules::default()).unwrap()).unwrap();
    assert_eq!(
        findings["rows"][0],
        json!({
            "law": "top_brings_revenue",
            "claim": Law::TopBringsRevenue.claim(),
            "verdict": "does_not_hold",
            "measured": [{
                "measure": "revenue_of_top",
                "figure": {"top": {
                    "customers": {"numerator": 1, "denominator": 2},
                    "share": {"part": "15.50", "whole": "27.50"}
                }},
                "required": {"at_least": 0.72},
                "decided_by": "figure",
                "window": {"from": "2024-05-02", "to": "2024-05-09"}
            }]
        })
    );
    assert_eq!(
        findings["rows"][1]["verdict"],
        json!({"not_testable": "missing_profit"})
    );
    let defectors = &findings["rows"][6];
    assert_eq!(defectors["verdict"], json!({"not_testable": "undecided"}));
    assert_eq!(defectors["measured"][0]["decided_by"], json!("interval"));
    assert_eq!(
        defectors["measured"][0]["figure"]["rate"]["interval"]["lower"],
        json!(0.0)
    );
    assert_eq!(findings["rules"], to_value(Rules::default()).unwrap());
    assert_eq!(
        to_value(curry::Benchmark::CURRY).unwrap()["profit"],
        json!(0.5)
    );
}
