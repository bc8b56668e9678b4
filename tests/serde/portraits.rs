//! Portraits and patterns are written by names, and read back through their checks.

use retention::portrait::{
    Contract, Dimension, Evidence, LeavingIndex, Levels, Options, Pattern, Portrait, ProfitGroup,
};

use crate::*;

fn evidence() -> Evidence {
    Evidence::default()
        .stage(Some(Stage::Decline))
        .contract(Some(Contract::Running))
        .tier(Some(pyramid::Tier::new(2).unwrap()))
        .chance_of_return(Some(0.1))
        .expected_value(Some(dec!(120.50)))
}

#[test]
fn a_portrait_is_written_by_names_and_read_back() {
    let portrait = Options::default().portrait(&evidence()).unwrap();
    let written = to_value(portrait).unwrap();
    assert_eq!(
        written,
        json!({
            "levels": {
                "known": {
                    "tier": "upper", "stage": "decline", "contract": "running",
                    "chance_of_return": "low", "expected_value": "some",
                },
            },
            "contradictions": ["under_contract_leaving"],
            "leaving": {"value": 0.72, "parts": {"silence": 0.9, "contract_end": 0.0}},
            "value_at_risk": "108.45",
        })
    );
    assert_eq!(from_value::<Portrait>(written).unwrap(), portrait);
    let text = to_string(&evidence()).unwrap();
    assert!(text.contains(r#""tier":2"#) && text.contains(r#""expected_value":"120.50""#));
    assert_eq!(from_str::<Evidence>(&text).unwrap(), evidence());
}

#[test]
fn levels_that_there_are_not_are_refused() {
    let read = |known: Value| {
        let levels = json!({"known": known});
        from_value::<Levels>(levels).map_err(|error| error.to_string())
    };
    assert!(read(json!({"stage": "growth"})).is_ok());
    assert!(
        read(json!({"stage": "grown"}))
            .unwrap_err()
            .contains("grown of stage")
    );
    assert!(read(json!({"stage": "unknown"})).is_err());
    assert!(read(json!({"age": "old"})).is_err());
    assert!(from_value::<pyramid::Tier>(json!(0)).is_err());
}

#[test]
fn what_was_inferred_is_written_and_read_back() {
    let evidence = Evidence::default()
        .profit_group(Some(ProfitGroup::Low))
        .chance_of_return(Some(0.1))
        .share_of_wallet(Some(0.1))
        .is_core(None);
    let levels = Options::default().portrait(&evidence).unwrap().levels;
    let written = to_value(levels).unwrap();
    assert_eq!(written["inferred"], json!(["portfolio", "core"]));
    assert_eq!(written["known"]["core"], json!("not_core"));
    let read: Levels = from_value(written).unwrap();
    assert_eq!(read, levels);
    assert!(read.is_inferred(Dimension::Core) && read.is_inferred(Dimension::Portfolio));
    for wrong in [
        json!({"known": {"stage": "growth"}, "inferred": ["stage"]}),
        json!({"known": {"stage": "growth"}, "inferred": ["core"]}),
        json!({"known": {}, "inferred": ["portfolio"]}),
        json!({"known": {"customer_type": "loyalist"}, "inferred": ["customer_type"]}),
    ] {
        assert!(from_value::<Levels>(wrong).is_err());
    }
}

#[test]
fn a_pattern_is_written_as_its_sets() {
    let pattern = Pattern::any()
        .with(Dimension::Stage, ["termination", "decline"])
        .unwrap();
    let written = to_value(pattern).unwrap();
    assert_eq!(written, json!({"stage": ["decline", "termination"]}));
    assert_eq!(from_value::<Pattern>(written).unwrap(), pattern);
    assert_eq!(from_value::<Pattern>(json!({})).unwrap(), Pattern::any());
    for wrong in [
        json!({"stage": []}),
        json!({"stage": ["gone"]}),
        json!({"mood": ["bad"]}),
    ] {
        assert!(from_value::<Pattern>(wrong).is_err());
    }
}

#[test]
fn a_dimension_that_stands_twice_is_refused() {
    // A map of the standard library would keep the last, and the rule would fire for other customers.
    let refused = |found: Result<String, serde_json::Error>| found.unwrap_err().to_string();
    let twice = "dimension or part occurs twice: ";
    let pattern = r#"{"stage": ["decline"], "core": ["core"], "stage": ["growth"]}"#;
    let message = refused(from_str::<Pattern>(pattern).map(|read| read.to_string()));
    assert!(message.starts_with(&format!("{twice}stage")), "{message}");
    let levels = r#"{"known": {"stage": "decline", "stage": "growth"}}"#;
    let message = refused(from_str::<Levels>(levels).map(|read| read.to_string()));
    assert!(message.starts_with(&format!("{twice}stage")), "{message}");
    let index = r#"{"value": 0.5, "parts": {"silence": 0.9, "silence": 0.1}}"#;
    let message = refused(from_str::<LeavingIndex>(index).map(|read| format!("{read:?}")));
    assert!(message.starts_with(&format!("{twice}silence")), "{message}");
    // Once each, they are read.
    let pattern = r#"{"stage": ["growth"], "core": ["core"]}"#;
    let read = from_str::<Pattern>(pattern).unwrap();
    assert_eq!(read.to_string(), "stage: growth; core: core");
}
