//! Burnham, T. A., Frels, J. K. and Mahajan, V. (2003), "Consumer Switching Costs: A Typology,
//! Antecedents, and Consequences", *Journal of the Academy of Marketing Science* 31(2): 109–126.
//!
//! The aggregation of items to scores is not theirs: they model latent factors.

use retention::scale::{Missing, Scale};
use retention::switching::survey::{self, Options, Scorer};
use retention::switching::{Component, CostType, Facet};

/// One respondent's answers to the thirty items, by hand.
const ANSWERS: [f64; 30] = [
    4.0, 3.0, 5.0, 4.0, 4.0, // economic risk: 20/5
    2.0, 3.0, 3.0, 2.0, // evaluation: 10/4
    4.0, 2.0, 5.0, 1.0, // learning, the second and the fourth reversed: 4 + 4 + 5 + 5 = 18/4
    3.0, 2.0, 5.0, 4.0, // set-up, the third reversed: 3 + 2 + 1 + 4 = 10/4
    5.0, 4.0, 3.0, // benefit loss: 12/3
    1.0, 2.0, // monetary loss: 3/2
    2.0, 2.0, 1.0, 1.0, // personal relationship loss: 6/4
    3.0, 2.0, 1.0, 4.0, // brand relationship loss, the fourth reversed: 3 + 2 + 1 + 2 = 8/4
];

fn burnham(options: Options) -> Scorer {
    with(options, Missing::default())
}

fn with(options: Options, missing: Missing) -> Scorer {
    let thirty = survey::instrument(Scale::ONE_TO_FIVE, missing).unwrap();
    Scorer::new(thirty, options).unwrap()
}

#[test]
fn burnham_frels_mahajan_2003_scores_by_hand_analytic() {
    let scores = burnham(Options::default())
        .score(&ANSWERS.map(Some))
        .unwrap();
    let facets: Vec<f64> = Facet::ALL
        .iter()
        .map(|&f| scores.facet(f).unwrap())
        .collect();
    assert_eq!(facets, [4.0, 2.5, 4.5, 2.5, 4.0, 1.5, 1.5, 2.0]);
    assert_eq!(scores.cost_type(CostType::Procedural), Some(13.5 / 4.0));
    assert_eq!(scores.cost_type(CostType::Financial), Some(2.75));
    assert_eq!(scores.cost_type(CostType::Relational), Some(1.75));
    assert_eq!(scores.overall(), Some(7.875 / 3.0));
}

#[test]
fn burnham_frels_mahajan_2003_scores_with_weights_analytic() {
    let scores = burnham(Options::default().procedural_weight(2.0))
        .score(&ANSWERS.map(Some))
        .unwrap();
    assert_eq!(scores.overall(), Some((2.0 * 3.375 + 2.75 + 1.75) / 4.0));
    let financial = Options::default()
        .procedural_weight(0.0)
        .financial_weight(5.0)
        .relational_weight(0.0);
    let scores = burnham(financial).score(&ANSWERS.map(Some)).unwrap();
    assert_eq!(scores.overall(), Some(2.75));
    // The other types are still there.
    assert_eq!(scores.cost_type(CostType::Relational), Some(1.75));
}

#[test]
fn burnham_frels_mahajan_2003_scores_with_gaps_analytic() {
    let mut answers = ANSWERS.map(Some);
    answers[21] = None; // one of two about monetary loss: the other is half of them
    answers[26] = None;
    answers[27] = None;
    answers[28] = None; // three of four about the brand
    let scores = burnham(Options::default()).score(&answers).unwrap();
    assert_eq!(scores.facet(Facet::MonetaryLoss), Some(1.0));
    assert_eq!(scores.facet(Facet::BrandRelationshipLoss), None);
    assert_eq!(scores.cost_type(CostType::Relational), None);
    assert_eq!(scores.overall(), None);

    let available = Options::default()
        .facets(Missing::AtLeast(1))
        .types(Missing::AtLeast(1));
    let scores = burnham(available).score(&answers).unwrap();
    assert_eq!(scores.facet(Facet::BrandRelationshipLoss), None);
    assert_eq!(scores.cost_type(CostType::Relational), Some(1.5));
    assert_eq!(scores.overall(), Some((3.375 + 2.5 + 1.5) / 3.0));

    let scores = with(available, Missing::Listwise).score(&answers).unwrap();
    assert_eq!(scores.facet(Facet::MonetaryLoss), None);
    assert_eq!(scores.cost_type(CostType::Financial), Some(4.0));

    let scores = with(available, Missing::AtLeast(1))
        .score(&answers)
        .unwrap();
    assert_eq!(scores.facet(Facet::BrandRelationshipLoss), Some(2.0));
}

/// The components of the Chinese texts on loyalty, each with the facets that it is part of.
#[test]
fn components_of_individuals_and_organisations_belong_to_facets() {
    use Facet::{
        BenefitLoss, BrandRelationshipLoss, EconomicRisk, Evaluation, Learning, MonetaryLoss,
        PersonalRelationshipLoss, SetUp,
    };
    for (component, facets) in [
        (Component::Search, &[Evaluation, SetUp][..]),
        (Component::ForgoneDiscounts, &[BenefitLoss]),
        (Component::Habits, &[Learning]),
        (Component::EconomicRisk, &[EconomicRisk]),
        (
            Component::SocialRisk,
            &[BrandRelationshipLoss, PersonalRelationshipLoss],
        ),
        (
            Component::PsychologicalRisk,
            &[PersonalRelationshipLoss, BrandRelationshipLoss],
        ),
        (Component::Retraining, &[Learning]),
        (Component::Replacement, &[MonetaryLoss]),
    ] {
        assert_eq!(component.facets(), facets, "{component}");
    }
    // Every facet can be put in money.
    for &facet in Facet::ALL {
        let counted = |component: &Component| component.facets()[0] == facet;
        assert!(Component::ALL.iter().any(counted), "{facet}");
    }
}
