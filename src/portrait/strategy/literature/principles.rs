//! What the table holds to, proved for every portrait by exact subtraction.

use super::super::super::{Dimension as D, Pattern};
use super::super::subtract::{Subtraction, overlap};
use super::super::{Action, Approach, Improvement, StrategyRule, StrategyTable, Topic};
use crate::lifecycle::Strategy as S;

type Sets<'a> = &'a [(D, &'a [&'a str])];

/// No rule that is wrong fires for anybody with these levels.
#[track_caller]
fn never(whom: Sets<'_>, is_wrong: impl Fn(&StrategyRule) -> bool) {
    let table = StrategyTable::literature();
    let whom = Pattern::of_names(whom);
    let mut asked = 0;
    for (place, rule) in table.rules().iter().enumerate() {
        if !is_wrong(rule) {
            continue;
        }
        asked += 1;
        let Some(both) = overlap(&rule.when, &whom) else {
            continue;
        };
        let before = table.rules().iter().take(place);
        let first = before.filter(|other| other.topic == rule.topic || other.settles);
        let mut without: Vec<Pattern> = first.map(|other| other.when).collect();
        without.extend(Pattern::unreachable());
        let witness = Subtraction::new(100_000).witness(both, &without).unwrap();
        assert_eq!(witness, None, "{}: {}", rule.name, witness.unwrap());
    }
    // A principle that no rule could break proves nothing.
    assert!(asked > 0);
}

fn gives(rule: &StrategyRule, actions: &[Action]) -> bool {
    rule.then.iter().any(|action| actions.contains(action))
}

fn holds(rule: &StrategyRule) -> bool {
    let raises = |action: &Action| matches!(action, Action::RaiseBarrier(_));
    rule.then.iter().any(raises) || gives(rule, &[Action::Strategy(S::RaiseExitBarriers)])
}

fn binds(rule: &StrategyRule) -> bool {
    let bond = |action: &Action| matches!(action, Action::BuildBond(_));
    rule.then.iter().any(bond)
}

const CALL: Action = Action::Contact(Approach::CareCall);
const NOT_CORE: (D, &[&str]) = (D::Core, super::NOT_CORE);
const DISSATISFIED: (D, &[&str]) = (D::Satisfaction, &["low"]);
/// Dissatisfied by their rating, by what they tell others, or by why they leave.
const COMPLAIN: [(D, &[&str]); 3] = [
    DISSATISFIED,
    (D::Voice, super::WARNING),
    (D::ChurnReason, super::GRIEVANCES),
];
const NOT_DISSATISFIED: (D, &[&str]) = (D::Satisfaction, super::NOT_DISSATISFIED);
/// Whoever has no need of the product is no customer.
const CUSTOMER: (D, &[&str]) = (
    D::Status,
    &["unknown", "active", "inactive", "prospect", "suspect"],
);

#[test]
fn nobody_is_held_who_complains_or_gets_worse_value() {
    for complains in COMPLAIN {
        never(&[complains], |rule| holds(rule) || binds(rule));
    }
    never(&[(D::Value, &["worse"])], holds);
    never(&[(D::CustomerType, &["hostage", "terrorist"])], |rule| {
        holds(rule) || binds(rule)
    });
}

#[test]
fn what_is_wrong_comes_before_what_is_sold() {
    let selling = [
        Action::Strategy(S::CrossSell),
        Action::Strategy(S::LoyaltyMarketing),
        Action::Strategy(S::ConvertToPartners),
        Action::Strategy(S::ConvertCasualBuyers),
        Action::Contact(Approach::Thanks),
    ];
    for complains in COMPLAIN {
        never(&[complains], |rule| gives(rule, &selling));
    }
    let defector = (D::CustomerType, &["defector", "terrorist"] as &[&str]);
    never(&[defector], |rule| {
        gives(rule, &[Action::Strategy(S::CrossSell)])
    });
    let talk = Action::Contact(Approach::ContractTalk);
    never(&[DISSATISFIED], |rule| {
        let place = |wanted| rule.then.iter().position(|&action| action == wanted);
        place(talk).is_some_and(|talked| place(CALL).is_none_or(|called| called > talked))
    });
    // Whoever is dissatisfied is told of in the topic of loyalty, or where the case is settled.
    never(&[DISSATISFIED, CUSTOMER], |rule| {
        let improves = |action: &Action| matches!(action, Action::Improve(_));
        (rule.settles || rule.topic == Topic::Loyalty)
            && !rule.then.iter().any(improves)
            && !gives(rule, &[Action::LetGo])
    });
}

/// Also of those who are let go, unless the reason is beyond control or a payment that failed.
#[test]
fn the_complaint_of_whoever_warns_others_is_settled() {
    let cause = (
        D::ChurnReason,
        &["unknown", "price", "poor_service"] as &[&str],
    );
    never(&[(D::Voice, super::WARNING), CUSTOMER, cause], |rule| {
        let improves = |action: &Action| matches!(action, Action::Improve(_));
        (rule.settles || rule.topic == Topic::Loyalty) && !rule.then.iter().any(improves)
    });
}

#[test]
fn a_hostage_is_satisfied_unless_let_go() {
    let satisfy = Action::Improve(Improvement::BeforeCompetition);
    never(&[(D::CustomerType, &["hostage"]), CUSTOMER], |rule| {
        (rule.settles || rule.topic == Topic::Loyalty) && !gives(rule, &[satisfy, Action::LetGo])
    });
}

#[test]
fn barnacles_cost_little_and_butterflies_that_leave_are_not_followed() {
    let dear = [
        CALL,
        Action::Strategy(S::LoyaltyMarketing),
        Action::Strategy(S::ConvertToPartners),
        Action::Strategy(S::WinBack),
    ];
    let is_dear = |rule: &StrategyRule| holds(rule) || binds(rule) || gives(rule, &dear);
    never(
        &[(D::Portfolio, &["barnacle"]), NOT_CORE, NOT_DISSATISFIED],
        is_dear,
    );
    let leaving = (D::Stage, &["decline", "termination"] as &[&str]);
    let butterfly = (D::Portfolio, &["butterfly"] as &[&str]);
    never(&[butterfly, leaving, NOT_CORE, NOT_DISSATISFIED], |rule| {
        is_dear(rule) || gives(rule, &[Action::ServeFirst])
    });
    never(&[(D::Portfolio, &["stranger"]), NOT_CORE], is_dear);
}

#[test]
fn money_does_not_go_to_those_who_bring_none_nor_to_the_gone() {
    let no_profit = (D::ProfitGroup, &["no_profit"] as &[&str]);
    never(&[no_profit], |rule| {
        holds(rule) && rule.topic == Topic::Barrier
    });
    never(&[no_profit], binds);
    let rewards = [
        Action::Strategy(S::LoyaltyMarketing),
        Action::Strategy(S::ConvertToPartners),
    ];
    never(&[no_profit], |rule| gives(rule, &rewards));
    let win_back = [Action::Strategy(S::WinBack)];
    never(&[no_profit, NOT_CORE], |rule| gives(rule, &win_back));
    // A payment is collected first, from whomever it is due.
    let leaving = (D::Stage, &["decline", "termination"] as &[&str]);
    never(&[no_profit, leaving, NOT_CORE], |rule| {
        rule.topic == Topic::Return
            && !gives(
                rule,
                &[Action::LetGo, Action::Improve(Improvement::Payment)],
            )
    });
    let active = [
        Action::Strategy(S::CrossSell),
        Action::Strategy(S::BuildLoyalty),
        Action::Strategy(S::EarnWhileActive),
        Action::ServeFirst,
        CALL,
    ];
    never(&[(D::Stage, &["termination"])], |rule| gives(rule, &active));
}

#[test]
fn a_core_customer_is_let_go_only_for_what_nobody_can_change() {
    let abandoned = [Action::LetGo, Action::Strategy(S::InvestNothing)];
    never(&[(D::Core, &["core"]), CUSTOMER], |rule| {
        gives(rule, &abandoned) && rule.name != "beyond_control"
    });
}
