//! What is recommended for two customers, read off the table by hand.

use retention::churn::Reason;
use retention::lifecycle::{PortfolioType, RelationshipType, Stage};
use retention::loyalty::Score;
use retention::portrait::{
    Action, Approach, Contract, Evidence, Options, ProfitGroup, StrategyTable,
};
use retention::scale::Scale;
use retention::switching::Bond;

fn five() -> Option<Score> {
    Some(Score::new(Scale::ONE_TO_FIVE, 5.0).unwrap())
}

fn fired(evidence: &Evidence) -> Vec<String> {
    let table = StrategyTable::literature();
    let portrait = Options::default().portrait(evidence).unwrap();
    let advice = table.advise(&portrait, evidence);
    let fired = advice
        .iter()
        .map(|one| format!("{}: {}", one.topic(), one.rule()));
    fired.collect()
}

/// A satisfied partner in decline, whose value falls, whose contract ends, and who is bound by price.
#[test]
fn a_satisfied_partner_in_decline() {
    let evidence = Evidence::default()
        .stage(Some(Stage::Decline))
        .relationship(Some(RelationshipType::ValueCentred))
        .portfolio(Some(PortfolioType::TrueFriend))
        .profit_group(Some(ProfitGroup::High))
        .contract(Some(Contract::EndsSoon))
        .is_core(Some(true))
        .satisfaction(five())
        .value(Some(1.0))
        .value_change(Some(-0.1))
        .bonds(Some([Bond::Financial].into_iter().collect()));
    assert_eq!(
        fired(&evidence),
        [
            "quality: satisfied_value_falls",
            "portfolio: true_friend",
            "relationship: decline",
            "bond: financial_bond",
            "contact: core_contract_ends",
        ]
    );
}

/// One who moved away is let go, whatever else is known; nobody calls, and nobody asks.
#[test]
fn what_is_beyond_control_settles_the_case() {
    let evidence = Evidence::default()
        .stage(Some(Stage::Decline))
        .churn_reason(Some(Reason::MovedAway))
        .is_core(Some(true))
        .value_change(Some(-0.1))
        .contract(Some(Contract::EndsSoon));
    assert_eq!(fired(&evidence), ["return: beyond_control"]);
    // The same customer for a reason that can be mended.
    let evidence = evidence.churn_reason(Some(Reason::PoorService));
    assert_eq!(
        fired(&evidence),
        [
            "return: leaves_for_a_cause",
            "quality: value_falls",
            "relationship: decline_with_a_grievance",
            "contact: core_contract_ends",
            "knowledge: satisfaction",
        ]
    );
}

/// A butterfly is kept satisfied, and not courted: no loyalty marketing, no bond.
#[test]
fn a_butterfly_is_not_courted() {
    let evidence = Evidence::default()
        .stage(Some(Stage::Growth))
        .profit_group(Some(ProfitGroup::High))
        .chance_of_return(Some(0.1))
        .satisfaction(five())
        .value(Some(1.0))
        .bonds(Some([].into_iter().collect()));
    assert_eq!(
        fired(&evidence),
        [
            "portfolio: butterfly",
            "relationship: buying_butterfly",
            "contact: high_profit",
        ]
    );
}

#[test]
fn bonds_that_are_lacking_are_named_beside_the_advice() {
    let bonds = [Bond::Structural].into_iter().collect();
    let evidence = Evidence::default().bonds(Some(bonds)).item_to_fix(Some(4));
    let table = StrategyTable::literature();
    let portrait = Options::default().portrait(&evidence).unwrap();
    let advice = table.advise(&portrait, &evidence);
    let lacking: Vec<Bond> = advice.bonds_lacking().collect();
    assert_eq!(lacking, [Bond::Financial, Bond::Social]);
    assert_eq!(advice.item_to_fix(), Some(4));
    assert_eq!(
        advice.to_string(),
        "quality: improve the attribute that is important to customers and that this one rates low \
         (item: named)\nknowledge: find out the stage of the relationship, from purchases or \
         contracts; ask how satisfied the customer is (stage: unknown, satisfaction: unknown)"
    );
}

/// What is wrong comes first: no loyalty marketing, no cross-selling, no barrier, no bond.
#[test]
fn the_dissatisfied_are_served_before_they_are_sold_to() {
    let low = Some(Score::new(Scale::ONE_TO_FIVE, 1.0).unwrap());
    let evidence = Evidence::default()
        .stage(Some(Stage::Growth))
        .profit_group(Some(ProfitGroup::Low))
        .chance_of_return(Some(0.9))
        .contract(Some(Contract::EndsSoon))
        .satisfaction(low)
        .value(Some(1.0))
        .switching_cost(low)
        .bonds(Some([].into_iter().collect()))
        .item_to_fix(Some(1));
    assert_eq!(
        fired(&evidence),
        [
            "quality: attribute",
            "portfolio: barnacle_dissatisfied",
            "relationship: buying_dissatisfied",
            "loyalty: dissatisfied",
            "contact: dissatisfied_contract_ends",
        ]
    );
}

/// A stranger gets no investment; one who is held gets satisfaction all the same, and a core customer
/// is never let go for being a stranger.
#[test]
fn strangers_who_are_held_and_strangers_who_are_core() {
    let low = Some(Score::new(Scale::ONE_TO_FIVE, 1.0).unwrap());
    let stranger = Evidence::default().portfolio(Some(PortfolioType::Stranger));
    assert_eq!(fired(&stranger), ["portfolio: stranger"]);
    let held = stranger
        .satisfaction(low)
        .loyalty(five())
        .switching_cost(five());
    assert_eq!(fired(&held), ["portfolio: stranger_held"]);
    let dissatisfied = stranger.satisfaction(low);
    assert_eq!(fired(&dissatisfied), ["portfolio: stranger_dissatisfied"]);
    let leaving = stranger.stage(Some(Stage::Decline)).satisfaction(five());
    assert_eq!(fired(&leaving), ["return: stranger_leaves"]);
    assert_eq!(
        fired(&leaving.is_core(Some(true)).value(Some(1.0))),
        [
            "relationship: decline",
            "contact: core_leaving",
            "knowledge: profit",
        ]
    );
}

/// Whoever brings no profit is let go; what they warn others of is settled all the same.
#[test]
fn an_unprofitable_customer_who_leaves_and_warns_others() {
    let leaver = Evidence::default()
        .stage(Some(Stage::Termination))
        .profit_group(Some(ProfitGroup::NoProfit));
    assert_eq!(fired(&leaver), ["return: unprofitable_leaves"]);
    let warner = leaver.warns(Some(true));
    assert_eq!(fired(&warner), ["return: unprofitable_leaves_warning"]);
}

/// A butterfly whose purchases drop off is neither called nor won back.
#[test]
fn a_butterfly_that_leaves_is_not_followed() {
    let butterfly = Evidence::default()
        .portfolio(Some(PortfolioType::Butterfly))
        .profit_group(Some(ProfitGroup::Medium))
        .satisfaction(five())
        .value(Some(1.0))
        .is_overdue(Some(true));
    assert_eq!(
        fired(&butterfly.stage(Some(Stage::Decline))),
        ["portfolio: butterfly", "relationship: decline_butterfly"]
    );
    assert_eq!(
        fired(&butterfly.stage(Some(Stage::Termination))),
        ["relationship: termination", "knowledge: reason_of_the_lost"]
    );
}

/// Also of those who have only begun, and of barnacles whose loyalty is low: nothing is sold before what is
/// wrong is settled.
#[test]
fn newcomers_who_warn_and_disloyal_barnacles() {
    let newcomer = Evidence::default()
        .stage(Some(Stage::Acquisition))
        .satisfaction(five())
        .value(Some(1.0))
        .profit_group(Some(ProfitGroup::Low));
    assert_eq!(fired(&newcomer), ["relationship: acquisition"]);
    assert_eq!(
        fired(&newcomer.warns(Some(true))),
        ["relationship: acquisition_warning", "loyalty: warns"]
    );
    assert_eq!(
        fired(&newcomer.churn_reason(Some(Reason::PoorService))),
        [
            "return: leaves_for_a_cause",
            "relationship: acquisition_with_a_grievance"
        ]
    );
    let rated = |answer| Some(Score::new(Scale::ONE_TO_FIVE, answer).unwrap());
    let barnacle = newcomer
        .stage(Some(Stage::Maturity))
        .portfolio(Some(PortfolioType::Barnacle))
        .satisfaction(rated(3.0));
    assert_eq!(
        fired(&barnacle.loyalty(rated(3.0)))[..1],
        ["portfolio: barnacle"]
    );
    assert_eq!(
        fired(&barnacle.loyalty(rated(1.0))),
        [
            "portfolio: barnacle_defector",
            "relationship: buying_barnacle",
            "loyalty: defector"
        ]
    );
}

/// Who recommends an action: a source where one is known.
#[test]
fn a_contact_names_who_recommends_it() {
    let source = |approach| Action::Contact(approach).source();
    assert!(source(Approach::CareCall).starts_with("Curry"));
    assert!(source(Approach::ContractTalk).starts_with("cancellation-prevention practice"));
    assert!(source(Approach::Thanks).starts_with("customer-care practice"));
}
