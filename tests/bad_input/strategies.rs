//! Tables of rules that cannot hold.

use retention::lifecycle::Strategy;
use retention::portrait::{
    Action, Approach, Dimension, Improvement, Pattern, StrategyRule, StrategyTable, Topic,
};
use retention::switching::Bond;

use crate::{expected, refusal};

fn rule(name: &str) -> StrategyRule {
    StrategyRule {
        name: name.to_owned(),
        topic: Topic::Contact,
        when: Pattern::any().with(Dimension::Core, ["core"]).unwrap(),
        then: vec![Action::ServeFirst],
        settles: false,
        source: "practice".to_owned(),
    }
}

#[test]
fn a_rule_needs_a_name_an_action_and_a_source() {
    assert_eq!(refusal(StrategyTable::new([])), expected::empty("rule"));
    let mut bad = [rule("first"), rule(" "), rule("third"), rule("fourth")];
    bad[2].then.clear();
    bad[3].source.clear();
    for (place, what) in [(1, "name"), (2, "action"), (3, "source")] {
        let rules = [rule("good"), bad[place].clone()];
        let message = expected::empty(&format!("{what} of a rule"));
        assert_eq!(
            refusal(StrategyTable::new(rules)),
            expected::at_row(message, 1)
        );
    }
}

#[test]
fn names_and_actions_stand_once() {
    let twice = StrategyTable::new([rule("core"), rule("other"), rule("core")]);
    let message = expected::duplicate("name of a rule", "core");
    assert_eq!(refusal(twice), expected::at_row(message, 2));
    let mut again = rule("again");
    again.then.push(Action::ServeFirst);
    let message = expected::duplicate("action of a rule", "serve_first");
    assert_eq!(
        refusal(StrategyTable::new([again])),
        expected::at_row(message, 0)
    );
}

#[test]
fn actions_of_a_rule_do_not_contradict() {
    let mut both = rule("both");
    both.then = vec![Action::LetGo, Action::Contact(Approach::CareCall)];
    let message = expected::mismatch("actions of a rule", "let_go", "contact: care_call");
    assert_eq!(
        refusal(StrategyTable::new([both])),
        expected::at_row(message, 0)
    );
}

#[test]
fn nobody_is_satisfied_and_held_or_settled_with_and_sold_to_by_one_table() {
    let table = |then: Action, other: Action| {
        let mut second = rule("second");
        second.topic = Topic::Loyalty;
        second.then = vec![other];
        let mut first = rule("first");
        first.then = vec![then];
        StrategyTable::new([first, second])
            .unwrap()
            .check()
            .unwrap()
    };
    let held = Action::Improve(Improvement::BeforeCompetition);
    let bond = Action::BuildBond(Bond::Social);
    let complaint = Action::Improve(Improvement::Complaint);
    let sell = Action::Strategy(Strategy::CrossSell);
    for (one, other) in [(held, bond), (complaint, sell)] {
        let conflicts = table(one, other).conflicts;
        assert_eq!(conflicts.len(), 1, "{one}, {other}");
        assert_eq!((conflicts[0].action, conflicts[0].opposed), (other, one));
    }
    assert_eq!(table(held, sell).conflicts, []);
}

#[test]
fn a_rule_stands_beside_one_of_its_topic() {
    let table = StrategyTable::literature();
    let refused = refusal(table.clone().before("no such rule", rule("mine")));
    assert!(refused.starts_with("name of a rule"), "{refused}");
    assert!(refused.contains("no such rule"), "{refused}");
    assert_eq!(
        refusal(table.clone().after("decline", rule("mine"))),
        expected::mismatch("topics", "relationship", "contact")
    );
    assert_eq!(
        refusal(table.clone().replaced("decline", rule("mine"))),
        expected::mismatch("topics", "relationship", "contact")
    );
    assert!(table.clone().without("no such rule").is_err());
    let one = StrategyTable::new([rule("only")]).unwrap();
    assert_eq!(refusal(one.without("only")), expected::empty("rule"));
    let changed = table.replaced("core", rule("core")).unwrap();
    assert_eq!(changed.get("core"), Some(&rule("core")));
}

#[test]
fn so_many_rules_are_too_many() {
    let rules = |many: usize| (0..many).map(|place| rule(&place.to_string()));
    assert_eq!(StrategyTable::new(rules(256)).unwrap().rules().len(), 256);
    assert_eq!(
        refusal(StrategyTable::new(rules(257))),
        expected::out_of_range("rules", 257, "at most 256")
    );
}

#[test]
fn a_check_stops_at_its_limit() {
    let check = StrategyTable::literature().check_within(50);
    assert_eq!(
        refusal(check),
        expected::out_of_range("pieces", 51, "at most 50")
    );
}
