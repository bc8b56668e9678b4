//! What texts for practitioners recommend to keep customers from leaving: an encyclopaedia article
//! on customer retention and an article on keeping old customers, both Chinese.

use retention::switching::{Facet, Lever};

#[test]
fn exit_barriers_are_raised_by_the_levers_that_practitioners_name() {
    use Facet::{
        BenefitLoss, BrandRelationshipLoss, Learning, MonetaryLoss, PersonalRelationshipLoss,
    };
    let (retention, keeping) = ("顾客维系", "维护好老客户");
    let expected: [(Lever, &[Facet], &[&str]); 7] = [
        (Lever::SuperiorValue, &[], &[retention]),
        (Lever::RewardPoints, &[BenefitLoss], &[retention]),
        (Lever::RegularDiscounts, &[BenefitLoss], &[retention]),
        (
            Lever::PersonalCloseness,
            &[PersonalRelationshipLoss],
            &[retention, keeping],
        ),
        (Lever::Identification, &[BrandRelationshipLoss], &[keeping]),
        (Lever::Habit, &[Learning], &[keeping]),
        (
            Lever::IntegratedSystems,
            &[Learning, MonetaryLoss],
            &[retention, keeping],
        ),
    ];
    assert!(
        Lever::ALL
            .iter()
            .eq(expected.iter().map(|(lever, ..)| lever))
    );
    for (lever, facets, sources) in expected {
        assert_eq!(lever.raises(), facets, "{lever}");
        for source in [retention, keeping] {
            assert_eq!(
                lever.source().contains(source),
                sources.contains(&source),
                "{lever}"
            );
        }
        for &facet in Facet::ALL {
            let raising = Lever::raising(facet).any(|found| found == lever);
            assert_eq!(raising, facets.contains(&facet), "{lever} {facet}");
        }
    }
}
