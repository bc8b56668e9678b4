//! Burnham, T. A., Frels, J. K. and Mahajan, V. (2003), "Consumer Switching Costs: A Typology,
//! Antecedents, and Consequences", *Journal of the Academy of Marketing Science* 31(2): 109–126.
//!
//! The aggregation of items to scores is not theirs: they model latent factors.

use retention::scale::{ItemSet, Missing, Orientation, Scale};
use retention::switching::{
    Anchors, Component, CostType, Coverage, Customer, Facet, Item, PUBLISHED_ITEMS, Population,
    Questionnaire, Scorer, Scoring, Survey, TypeWeights,
};

use crate::assert_published;
use crate::surveys::corp_rep;

#[test]
fn burnham_frels_mahajan_2003_three_types_have_eight_facets() {
    let expected = [
        (
            CostType::Procedural,
            &["economic_risk", "evaluation", "learning", "set_up"][..],
        ),
        (CostType::Financial, &["benefit_loss", "monetary_loss"]),
        (
            CostType::Relational,
            &["personal_relationship_loss", "brand_relationship_loss"],
        ),
    ];
    let mut facets = Vec::new();
    for (cost_type, names) in expected {
        let found: Vec<&str> = cost_type.facets().iter().map(|f| f.name()).collect();
        assert_eq!(found, names);
        assert!(
            cost_type
                .facets()
                .iter()
                .all(|f| f.cost_type() == cost_type)
        );
        facets.extend_from_slice(cost_type.facets());
    }
    assert_eq!(facets, Facet::ALL);
}

/// How many items a facet has, and the numbers of those reversed.
fn structure(facet: Facet) -> (usize, Vec<u8>) {
    let items = PUBLISHED_ITEMS.iter().filter(|item| item.facet == facet);
    let reversed = items
        .clone()
        .filter(|item| item.orientation == Orientation::Reversed);
    let numbers: Vec<u8> = items.clone().map(|item| item.number).collect();
    assert_eq!(numbers, (1..=numbers.len() as u8).collect::<Vec<_>>());
    (numbers.len(), reversed.map(|item| item.number).collect())
}

#[test]
fn burnham_frels_mahajan_2003_the_first_twenty_items() {
    for (facet, items, reversed) in [
        (Facet::EconomicRisk, 5, &[][..]),
        (Facet::Evaluation, 4, &[]),
        (Facet::Learning, 4, &[2, 4]),
        (Facet::SetUp, 4, &[3]),
        (Facet::BenefitLoss, 3, &[]),
    ] {
        assert_eq!(structure(facet), (items, reversed.to_vec()), "{facet}");
    }
    let amounts = PUBLISHED_ITEMS[..20].iter();
    let amounts = amounts.filter(|item| item.anchors == Anchors::Amount);
    let amounts: Vec<_> = amounts.map(|item| (item.facet, item.number)).collect();
    assert_eq!(amounts, [(Facet::Evaluation, 2), (Facet::BenefitLoss, 2)]);
}

#[test]
fn burnham_frels_mahajan_2003_the_last_ten_items_as_commonly_reported() {
    for (facet, items, reversed) in [
        (Facet::MonetaryLoss, 2, &[][..]),
        (Facet::PersonalRelationshipLoss, 4, &[]),
        (Facet::BrandRelationshipLoss, 4, &[4]),
    ] {
        assert_eq!(structure(facet), (items, reversed.to_vec()), "{facet}");
    }
    assert_eq!(PUBLISHED_ITEMS.len(), 30);
    // Facet by facet, so that a table of answers has them side by side.
    assert!(PUBLISHED_ITEMS.is_sorted_by_key(|item| (item.facet, item.number)));
    let questionnaire = Questionnaire::burnham(Scale::ONE_TO_FIVE);
    let items: Vec<Item> = PUBLISHED_ITEMS.iter().map(Item::from).collect();
    assert_eq!(questionnaire.items(), items);
}

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

fn burnham(scoring: Scoring) -> Scorer {
    Scorer::new(&Questionnaire::burnham(Scale::ONE_TO_FIVE), scoring).unwrap()
}

#[test]
fn burnham_frels_mahajan_2003_scores_by_hand_analytic() {
    let scores = burnham(Scoring::default())
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
    let weights = TypeWeights::new(2.0, 1.0, 1.0).unwrap();
    let scores = burnham(Scoring::default().weights(weights))
        .score(&ANSWERS.map(Some))
        .unwrap();
    assert_eq!(scores.overall(), Some((2.0 * 3.375 + 2.75 + 1.75) / 4.0));
    let financial = TypeWeights::new(0.0, 5.0, 0.0).unwrap();
    let scores = burnham(Scoring::default().weights(financial))
        .score(&ANSWERS.map(Some))
        .unwrap();
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
    let scores = burnham(Scoring::default()).score(&answers).unwrap();
    assert_eq!(scores.facet(Facet::MonetaryLoss), Some(1.0));
    assert_eq!(scores.facet(Facet::BrandRelationshipLoss), None);
    assert_eq!(scores.cost_type(CostType::Relational), None);
    assert_eq!(scores.overall(), None);

    let available = Scoring::default()
        .facets(Coverage::Available)
        .types(Coverage::Available);
    let scores = burnham(available).score(&answers).unwrap();
    assert_eq!(scores.facet(Facet::BrandRelationshipLoss), None);
    assert_eq!(scores.cost_type(CostType::Relational), Some(1.5));
    assert_eq!(scores.overall(), Some((3.375 + 2.5 + 1.5) / 3.0));

    let strict = available.missing(Missing::Listwise);
    let scores = burnham(strict).score(&answers).unwrap();
    assert_eq!(scores.facet(Facet::MonetaryLoss), None);
    assert_eq!(scores.cost_type(CostType::Financial), Some(4.0));

    let least = available.missing(Missing::AtLeast(1));
    let scores = burnham(least).score(&answers).unwrap();
    assert_eq!(scores.facet(Facet::BrandRelationshipLoss), Some(2.0));
}

/// The components of the Chinese texts on loyalty, each with the facets that it is part of.
#[test]
fn components_of_individuals_and_organisations_belong_to_facets() {
    use Facet::{
        BenefitLoss, BrandRelationshipLoss, EconomicRisk, Evaluation, Learning, MonetaryLoss,
        PersonalRelationshipLoss, SetUp,
    };
    for (component, customer, facets) in [
        (
            Component::Search,
            Customer::Individual,
            &[Evaluation, SetUp][..],
        ),
        (
            Component::ForgoneDiscounts,
            Customer::Individual,
            &[BenefitLoss],
        ),
        (Component::Habits, Customer::Individual, &[Learning]),
        (
            Component::EconomicRisk,
            Customer::Individual,
            &[EconomicRisk],
        ),
        (
            Component::SocialRisk,
            Customer::Individual,
            &[BrandRelationshipLoss, PersonalRelationshipLoss],
        ),
        (
            Component::PsychologicalRisk,
            Customer::Individual,
            &[PersonalRelationshipLoss, BrandRelationshipLoss],
        ),
        (Component::Retraining, Customer::Organisation, &[Learning]),
        (
            Component::Replacement,
            Customer::Organisation,
            &[MonetaryLoss],
        ),
    ] {
        assert_eq!(component.customer(), customer, "{component}");
        assert_eq!(component.facets(), facets, "{component}");
    }
    // Every facet can be put in money.
    for &facet in Facet::ALL {
        let counted = |component: &Component| component.facets()[0] == facet;
        assert!(Component::ALL.iter().any(counted), "{facet}");
    }
}

/// Which facet each of the four questions of the reputation survey asks about is this test's own
/// reading: the first three about setting up, the fourth about learning.
fn questionnaire() -> Questionnaire {
    let items = [Facet::SetUp, Facet::SetUp, Facet::SetUp, Facet::Learning];
    Questionnaire::new(Scale::ONE_TO_FIVE, items.map(Item::as_asked)).unwrap()
}

/// The four columns of those who rate a provider, of all without one.
fn columns(provider: Option<f64>) -> [Vec<Option<f64>>; 4] {
    let survey = corp_rep();
    let rated = survey.column("serviceprovider");
    [1, 2, 3, 4].map(|item| {
        let column = survey.column(&format!("switch_{item}")).iter().zip(rated);
        column
            .filter(|(_, rated)| provider.is_none() || **rated == provider)
            .map(|(answer, _)| *answer)
            .collect()
    })
}

#[track_caller]
fn assert_means(
    population: &Population,
    count: usize,
    facets: [(&str, &str); 2],
    means: (&str, &str),
) {
    assert_eq!(population.respondents, count);
    let rows = [
        (population.facet(Facet::Learning), facets[1]),
        (population.facet(Facet::SetUp), facets[0]),
        (population.cost_type(CostType::Procedural), means),
        (Some(&population.overall), means),
    ];
    for (summary, (mean, error)) in rows {
        let summary = summary.unwrap();
        assert_eq!((summary.answered, summary.missing), (count, 0));
        let estimate = summary.estimate().unwrap();
        assert_published(estimate.value(), mean);
        assert_published(estimate.standard_error(), error);
    }
}

#[test]
fn switching_costs_in_the_reputation_survey_by_provider_computed_independently() {
    let scorer = Scorer::new(&questionnaire(), Scoring::default()).unwrap();
    for (provider, count, set_up, learning, procedural) in [
        (
            None,
            344,
            ("3.6656977", "0.0569404"),
            ("2.8372093", "0.0619537"),
            ("3.2514535", "0.0566627"),
        ),
        (
            Some(1.0),
            130,
            ("3.7487179", "0.0862249"),
            ("2.8846154", "0.0956007"),
            ("3.3166667", "0.0862557"),
        ),
        (
            Some(2.0),
            127,
            ("3.7795276", "0.0948053"),
            ("2.9291339", "0.1031809"),
            ("3.3543307", "0.0943301"),
        ),
        (
            Some(3.0),
            44,
            ("3.4621212", "0.1683202"),
            ("2.6590909", "0.1837568"),
            ("3.0606061", "0.1684272"),
        ),
        (
            Some(4.0),
            43,
            ("3.2868217", "0.1662347"),
            ("2.6046512", "0.1826940"),
            ("2.9457364", "0.1671938"),
        ),
    ] {
        let columns = columns(provider);
        let rows = (0..count).map(|row| [0, 1, 2, 3].map(|item: usize| columns[item][row]));
        let by_rows = scorer.population(rows).unwrap();
        assert_means(&by_rows, count, [set_up, learning], procedural);

        let scale = Scale::ONE_TO_FIVE;
        let answers = columns.iter().map(|column| scale.answers(column).unwrap());
        let survey = Survey::of(&questionnaire(), answers).unwrap();
        let by_columns = survey.population(Scoring::default(), None).unwrap();
        assert_means(&by_columns, count, [set_up, learning], procedural);
        assert_eq!(by_columns, by_rows);
    }
}

#[test]
fn switching_costs_in_the_reputation_survey_as_one_facet_computed_independently() {
    let scale = Scale::ONE_TO_FIVE;
    for (provider, mean, error, alpha) in [
        (None, "3.4585756", "0.0560718", "0.8550038"),
        (Some(1.0), "3.5326923", "0.0850036", "0.8180362"),
        (Some(2.0), "3.5669291", "0.0933454", "0.8659956"),
        (Some(3.0), "3.2613636", "0.1663711", "0.8774366"),
        (Some(4.0), "3.1162791", "0.1647906", "0.8691048"),
    ] {
        let columns = columns(provider);
        let answers = columns.iter().map(|column| scale.answers(column).unwrap());
        let survey = Survey::new([(Facet::SetUp, ItemSet::new(answers).unwrap())]).unwrap();
        let population = survey.population(Scoring::default(), None).unwrap();
        let estimate = population.overall.estimate().unwrap();
        assert_published(estimate.value(), mean);
        assert_published(estimate.standard_error(), error);
        let reliability = survey.reliability(Facet::SetUp, None).unwrap().unwrap();
        assert_published(reliability.alpha.unwrap().value(), alpha);
        assert_eq!(survey.reliability(Facet::Learning, None), Ok(None));
    }
    let columns = columns(None);
    let answers = columns.iter().map(|column| scale.answers(column).unwrap());
    let survey = Survey::of(&questionnaire(), answers).unwrap();
    let set_up = survey.reliability(Facet::SetUp, None).unwrap().unwrap();
    assert_published(set_up.alpha.unwrap().value(), "0.7696132");
}
