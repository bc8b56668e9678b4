//! Burnham, T. A., Frels, J. K. and Mahajan, V. (2003), "Consumer Switching Costs: A Typology,
//! Antecedents, and Consequences", *Journal of the Academy of Marketing Science* 31(2): 109–126.
//!
//! The aggregation of items to scores is not theirs: they model latent factors.

use retention::scale::{Orientation, Scale};
use retention::switching::{Anchors, CostType, Facet, Item, PUBLISHED_ITEMS, Questionnaire};

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
