//! Curry's laws.

use crate::*;
use curry::{Evidence, Rules, check};

#[test]
fn rules_with_missing_fields_use_the_defaults() {
    assert_eq!(
        to_value(Rules::default()).unwrap(),
        json!({
            "tolerance": 0.1, "about": false, "existing_above": false, "bulk": 0.5,
            "difference": 0.0, "often": 0.1, "confidence": 0.95, "rounding": "up"
        })
    );
    assert_eq!(from_str::<Rules>("{}").unwrap(), Rules::default());
    let rules = Rules::default()
        .tolerance(0.05)
        .about(true)
        .existing_above(true)
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
    let findings = to_value(check(&evidence, Rules::default()).unwrap()).unwrap();
    let mut first = findings[0].clone();
    let customers = first["figures"][0]["customers"].take();
    assert_eq!(
        (&customers["numerator"], &customers["denominator"]),
        (&json!(1), &json!(2))
    );
    let money = first["figures"][0]["money"].take();
    assert_eq!(
        (&money["part"], &money["whole"]),
        (&json!("15.50"), &json!("27.50"))
    );
    assert_eq!(
        first,
        json!({
            "number": 1,
            "law": "top_brings_revenue",
            "claim": "the top 20 % of customers deliver 80 % of revenue",
            "verdict": "does_not_hold",
            "missing": null,
            "figures": [{
                "measure": "revenue_of_top",
                "value": 15.5 / 27.5,
                "interval": null,
                "least": 0.72,
                "exceeds": false,
                "most": null,
                "customers": null,
                "money": null,
                "window": {"from": "2024-05-02", "to": "2024-05-09"}
            }]
        })
    );
    assert_eq!(findings[1]["verdict"], json!("missing_evidence"));
    assert_eq!(findings[1]["missing"], json!("profit"));
    let defectors = &findings[6];
    assert_eq!(defectors["verdict"], json!("undecided"));
    assert_eq!(defectors["figures"][0]["interval"]["lower"], json!(0.0));
}
