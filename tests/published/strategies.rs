//! What sources recommend, as the table of the literature has it.

use retention::lifecycle::{PortfolioType, Stage, Strategy};
use retention::loyalty::Score;
use retention::portrait::{Action, Evidence, Improvement, Options, StrategyTable, Topic};
use retention::scale::Scale;
use retention::switching::Bond;

/// The actions of one topic.
#[track_caller]
fn actions(topic: Topic, evidence: &Evidence) -> Vec<Action> {
    let table = StrategyTable::literature();
    let portrait = Options::default().portrait(evidence).unwrap();
    let advice = table.advise(&portrait, evidence);
    advice.get(topic).unwrap().actions().to_vec()
}

fn strategies(of: &[Strategy]) -> Vec<Action> {
    of.iter().copied().map(Action::Strategy).collect()
}

#[test]
fn reinartz_kumar_2002_actions_by_type() {
    use Strategy as S;
    for (portfolio, expected) in [
        (
            PortfolioType::Butterfly,
            [
                S::TransactionalSatisfaction,
                S::EarnWhileActive,
                S::StopInvestingInTime,
            ]
            .as_slice(),
        ),
        (
            PortfolioType::Stranger,
            &[S::InvestNothing, S::ProfitOnEveryTransaction],
        ),
        (
            PortfolioType::Barnacle,
            &[S::MeasureWallet, S::CrossSell, S::ControlCosts],
        ),
        (
            PortfolioType::TrueFriend,
            &[
                S::CommunicateNotTooOften,
                S::BuildLoyalty,
                S::DelightAndDefend,
            ],
        ),
    ] {
        let evidence = Evidence::default().portfolio(Some(portfolio));
        assert_eq!(actions(Topic::Portfolio, &evidence), strategies(expected));
    }
}

/// From attracting to preventing cancellations; those who have left are under exit management, whose
/// last step, winning back, is a topic of its own.
#[test]
fn relationship_marketing_practice_by_stage() {
    use Strategy as S;
    let deepen = [
        S::SatisfactionMarketing,
        S::LoyaltyMarketing,
        S::ConvertToPartners,
    ];
    for (stage, expected) in [
        (
            Stage::Acquisition,
            [S::ConvertCasualBuyers, S::WorthTheMoney].as_slice(),
        ),
        (Stage::Growth, &deepen),
        (Stage::Maturity, &deepen),
        (Stage::Established, &deepen),
        (
            Stage::Decline,
            &[
                S::DissatisfiedCustomerManagement,
                S::CancellationPrevention,
                S::RaiseExitBarriers,
            ],
        ),
        (
            Stage::Termination,
            &[S::RecordExitReason, S::LearnFromExits],
        ),
    ] {
        let evidence = Evidence::default().stage(Some(stage));
        assert_eq!(
            actions(Topic::Relationship, &evidence),
            strategies(expected)
        );
    }
    let gone = Evidence::default().stage(Some(Stage::Termination));
    assert_eq!(actions(Topic::Return, &gone), strategies(&[S::WinBack]));
}

#[test]
fn berry_parasuraman_1991_the_next_bond_as_commonly_reported() {
    for (bonds, next) in [
        (vec![], Bond::Financial),
        (vec![Bond::Financial], Bond::Social),
        (vec![Bond::Financial, Bond::Social], Bond::Structural),
    ] {
        let evidence = Evidence::default().bonds(Some(bonds.into()));
        assert_eq!(actions(Topic::Bond, &evidence), [Action::BuildBond(next)]);
    }
}

#[test]
fn martilla_james_1977_concentrate_on_the_important_and_poor() {
    let evidence = Evidence::default().item_to_fix(Some(0));
    let expected = [Action::Improve(Improvement::Attribute)];
    assert_eq!(actions(Topic::Quality, &evidence), expected);
}

fn score(value: f64) -> Option<Score> {
    Some(Score::new(Scale::ONE_TO_FIVE, value).unwrap())
}

#[test]
fn dick_basu_1994_latent_and_spurious_loyalty_as_commonly_reported() {
    for (attitude, patronage, improvement) in [
        (5.0, 1.0, Improvement::Obstacle),
        (1.0, 5.0, Improvement::Attitude),
    ] {
        let evidence = Evidence::default()
            .relative_attitude(score(attitude))
            .patronage(score(patronage));
        let expected = [Action::Improve(improvement)];
        assert_eq!(actions(Topic::Loyalty, &evidence), expected);
    }
}

#[test]
fn jones_sasser_1995_hostages_are_satisfied_before_competition_as_commonly_reported() {
    let evidence = Evidence::default()
        .satisfaction(score(1.0))
        .loyalty(score(5.0))
        .switching_cost(score(5.0));
    let expected = [Action::Improve(Improvement::BeforeCompetition)];
    assert_eq!(actions(Topic::Loyalty, &evidence), expected);
}
