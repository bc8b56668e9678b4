//! Rules as JSON that a person can read and change.

use retention::portrait::{Action, Approach, Evidence, Options, StrategyTable, Topic};

use crate::*;

#[test]
fn the_table_of_the_literature_comes_back() {
    let table = StrategyTable::literature();
    assert_eq!(round_trip(&table), table);
    let written = to_value(&table).unwrap();
    assert_eq!(written["version"], 1);
    assert_eq!(
        written["rules"][0],
        json!({
            "name": "beyond_control",
            "topic": "return",
            "when": {"churn_reason": ["moved_away", "changed_trade", "bankrupt"]},
            "then": ["let_go", "strategy: record_exit_reason"],
            "settles": true,
            "source": "exit-management practice; no primary source is known"
        })
    );
}

fn rule() -> Value {
    json!({
        "name": "mine", "topic": "contact", "when": {"core": ["core"]},
        "then": ["serve_first", "contact: care_call"], "source": "practice"
    })
}

#[test]
fn a_table_is_read_through_its_checks() {
    let table = |rules: Value| json!({"version": 1, "rules": rules});
    let read: StrategyTable = from_value(table(json!([rule()]))).unwrap();
    assert_eq!(read.rules()[0].topic, Topic::Contact);
    let call = Action::Contact(Approach::CareCall);
    assert_eq!(read.rules()[0].then, [Action::ServeFirst, call]);
    assert!(!read.rules()[0].settles);

    let twice = refused::<StrategyTable>(table(json!([rule(), rule()])));
    assert!(
        twice.starts_with("name of a rule occurs twice: mine"),
        "{twice}"
    );
    for (field, value, message) in [
        ("then", json!([]), "at least one action of a rule is needed"),
        ("then", json!(["care_call"]), "Action"),
        ("then", json!(["contact: social"]), "Approach"),
        ("when", json!({"core": ["so"]}), "level"),
        ("when", json!({"core": []}), "at least one level is needed"),
        ("topic", json!("so"), "Topic"),
        ("else", json!(1), "unknown field `else`"),
    ] {
        let mut bad = rule();
        bad[field] = value;
        let found = refused::<StrategyTable>(table(json!([bad])));
        assert!(found.starts_with(message), "{found}");
    }
    let other = refused::<StrategyTable>(json!({"version": 2, "rules": [rule()]}));
    assert_eq!(other, "the version of the state must be 1, got 2");
}

#[test]
fn advice_says_what_fired_it_and_who_recommends_it() {
    let evidence = Evidence::default().item_to_fix(Some(2));
    let portrait = Options::default().portrait(&evidence).unwrap();
    let table = StrategyTable::literature();
    let advice = to_value(table.advise(&portrait, &evidence)).unwrap();
    assert_eq!(
        advice[0],
        json!({
            "topic": "quality", "rule": "attribute", "actions": ["improve: attribute"],
            "because": {"item": "named"},
            "source": "Martilla and James (1977), Journal of Marketing 41(1): 77–79"
        })
    );
    assert_eq!(advice[1]["actions"][0], json!("find_out: stage"));
    let check = to_value(table.check().unwrap()).unwrap();
    assert_eq!(check["uncovered"], json!([]));
    assert_eq!(check["topics"][0]["topic"], "return");
}
