//! The stages of a relationship in the terms of Dwyer, Schurr and Oh (1987) and of Chen (2002), and
//! what relationship marketing recommends in each.

use retention::lifecycle::{RelationshipType, Stage, Strategy};

#[test]
fn dwyer_schurr_oh_1987_and_chen_2002_stages_as_commonly_reported() {
    let table: Vec<(&str, Vec<&str>, Option<&str>)> = Stage::ALL
        .iter()
        .map(|stage| (stage.name(), stage.dwyer().to_vec(), stage.chen()))
        .collect();
    assert_eq!(
        table,
        [
            (
                "acquisition",
                vec!["awareness", "exploration"],
                Some("exploration")
            ),
            ("growth", vec!["expansion"], Some("build-up")),
            ("maturity", vec!["commitment"], Some("stable")),
            ("decline", vec!["dissolution"], Some("decline")),
            ("termination", vec!["dissolution"], None),
        ]
    );
}

#[test]
fn stages_are_found_by_the_terms_of_either_literature() {
    for &stage in Stage::ALL {
        assert_eq!(Stage::from_term(stage.name()), Ok(stage));
        for term in stage.chinese() {
            assert_eq!(Stage::from_term(term), Ok(stage));
        }
        if let Some(term) = stage.chen() {
            assert_eq!(Stage::from_term(term), Ok(stage));
        }
    }
    assert_eq!(Stage::from_term("awareness"), Ok(Stage::Acquisition));
    assert_eq!(Stage::from_term("dissolution"), Ok(Stage::Decline));
    assert_eq!(Stage::from_term("形成期"), Ok(Stage::Growth));
    let error = Stage::from_term("puberty").unwrap_err().to_string();
    assert_eq!(
        error,
        "term of a stage has no variant \"puberty\", allowed are acquisition, awareness, \
         exploration, 开拓签约, 考察期, growth, expansion, build-up, 成长, 形成期, maturity, \
         commitment, stable, 成熟, 稳定期, decline, dissolution, 衰退, 退化期, termination, 终止"
    );
}

#[test]
fn relationship_marketing_by_stage() {
    assert_eq!(
        Stage::Acquisition.strategies(),
        [
            Strategy::Attract,
            Strategy::ConvertCasualBuyers,
            Strategy::WorthTheMoney
        ]
    );
    for stage in [Stage::Growth, Stage::Maturity] {
        assert_eq!(
            stage.strategies(),
            [
                Strategy::SatisfactionMarketing,
                Strategy::LoyaltyMarketing,
                Strategy::ConvertToPartners
            ]
        );
    }
    assert_eq!(
        Stage::Decline.strategies(),
        [
            Strategy::DissatisfiedCustomerManagement,
            Strategy::CancellationPrevention,
            Strategy::RaiseExitBarriers
        ]
    );
    assert_eq!(
        Stage::Termination.strategies(),
        [
            Strategy::RecordExitReason,
            Strategy::LearnFromExits,
            Strategy::WinBack
        ]
    );
}

#[test]
fn relationship_types_are_casual_buyer_customer_client_partner() {
    let parties: Vec<&str> = RelationshipType::ALL.iter().map(|t| t.party()).collect();
    assert_eq!(parties, ["casual buyer", "customer", "client", "partner"]);
    let mut ladder = vec![RelationshipType::PriceCentred];
    while let Some(next) = ladder.last().and_then(|last| last.next()) {
        ladder.push(next);
    }
    assert_eq!(ladder, RelationshipType::ALL);
}
