//! Burnham, T. A., Frels, J. K. and Mahajan, V. (2003), "Consumer Switching Costs: A Typology,
//! Antecedents, and Consequences", *Journal of the Academy of Marketing Science* 31(2): 109–126.
//!
//! The aggregation of items to scores is not theirs: they model latent factors.

use retention::scale::{Missing, Orientation, Scale};
use retention::switching::survey::{self, ITEMS};
use retention::switching::{CostType, Facet};

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
fn structure(facet: Facet) -> (usize, Vec<usize>) {
    let items = ITEMS.iter().filter(|item| item.facet == facet);
    let reversed = (1..)
        .zip(items.clone())
        .filter(|(_, item)| item.orientation == Orientation::Reversed);
    (items.count(), reversed.map(|(number, _)| number).collect())
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
    assert!(
        ITEMS[..20]
            .iter()
            .all(|item| item.facet <= Facet::BenefitLoss)
    );
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
    assert_eq!(ITEMS.len(), 30);
    // Facet by facet, so that a table of answers has them side by side.
    assert!(ITEMS.is_sorted_by_key(|item| item.facet));
    let thirty = survey::instrument(Scale::ONE_TO_FIVE, Missing::default()).unwrap();
    assert_eq!(thirty.items(), ITEMS);
}
