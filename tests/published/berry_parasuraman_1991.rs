//! Berry, L. L. and Parasuraman, A. (1991), *Marketing Services*, Free Press; Berry, L. L. (1995),
//! *Journal of the Academy of Marketing Science* 23(4): 236–245.

use retention::switching::{Bond, BondStrategy, Bonds};

#[test]
fn berry_parasuraman_1991_three_levels_in_order_of_durability_as_commonly_reported() {
    let levels: Vec<_> = Bond::ALL
        .iter()
        .map(|bond| (bond.name(), bond.level()))
        .collect();
    assert_eq!(levels, [("financial", 1), ("social", 2), ("structural", 3)]);
    assert!(Bond::ALL.is_sorted());
    assert_eq!(Bond::ALL.iter().max(), Some(&Bond::Structural));
}

#[test]
fn berry_parasuraman_1991_the_level_is_the_highest_bond_as_commonly_reported() {
    use Bond::{Financial, Social, Structural};
    let cases: [(&[Bond], Option<Bond>, &[Bond]); 8] = [
        (&[], None, &[]),
        (&[Financial], Some(Financial), &[]),
        (&[Social], Some(Social), &[Financial]),
        (&[Financial, Social], Some(Social), &[]),
        (&[Structural], Some(Structural), &[Financial, Social]),
        (&[Structural, Financial], Some(Structural), &[Social]),
        (&[Social, Structural], Some(Structural), &[Financial]),
        (&[Social, Financial, Structural], Some(Structural), &[]),
    ];
    for (present, level, lacking) in cases {
        let bonds: Bonds = present.iter().copied().collect();
        assert_eq!(bonds.highest(), level, "{bonds}");
        assert_eq!(bonds.lacking().collect::<Vec<_>>(), lacking, "{bonds}");
        assert_eq!(bonds.iter().count(), present.len());
        assert!(present.iter().all(|&bond| bonds.contains(bond)));
    }
}

/// The levels as they are taught: price incentives; personal service and contact beside them;
/// systems that do part of the customer's work on top.
#[test]
fn berry_parasuraman_1991_each_level_has_its_strategies_as_commonly_reported() {
    let names = |bond: Bond| -> Vec<_> { bond.strategies().map(BondStrategy::name).collect() };
    assert_eq!(
        names(Bond::Financial),
        ["regular_rebates", "holiday_offers", "extra_goods"]
    );
    assert_eq!(
        names(Bond::Social),
        [
            "personal_service",
            "frequent_contact",
            "small_gifts",
            "shared_records"
        ]
    );
    assert_eq!(
        names(Bond::Structural),
        ["customer_systems", "technical_support"]
    );
    let all: usize = Bond::ALL.iter().map(|bond| bond.strategies().count()).sum();
    assert_eq!(all, BondStrategy::ALL.len());
    assert!(
        BondStrategy::ALL
            .iter()
            .all(|s| s.source().contains("顾客维系"))
    );
}
