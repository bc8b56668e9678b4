//! Lee, M. C. and Newcomb, J. F. (1997), *Quality Management Journal* 4(3): 95–110: category strength,
//! total strength and the combination of two categories. The rule as commonly reported.

use retention::satisfaction::{KanoCategory, KanoClass, KanoOptions, KanoStrength};

use crate::kano::feature;

fn strength(counts: [u64; 6], options: KanoOptions) -> KanoStrength {
    feature(counts, options).strength.unwrap()
}

#[test]
fn lee_newcomb_1997_strengths_as_commonly_reported() {
    let found = strength([20, 45, 15, 12, 5, 3], KanoOptions::default());
    assert_eq!(found.first, KanoCategory::OneDimensional);
    assert_eq!(found.second, Some(KanoCategory::MustBe));
    assert_eq!(
        (found.category_strength, found.total_strength),
        (25.0, 80.0)
    );
    assert_eq!(found.class, KanoClass::One(KanoCategory::OneDimensional));
}

#[test]
fn lee_newcomb_1997_six_points_or_less_with_60_percent_or_more_combine_as_commonly_reported() {
    use KanoCategory::{Attractive, MustBe, OneDimensional};
    for (counts, class) in [
        // 6 points, 60 %.
        (
            [33, 27, 0, 26, 8, 6],
            KanoClass::Combination(MustBe, OneDimensional),
        ),
        // 7 points.
        ([34, 27, 0, 25, 8, 6], KanoClass::One(MustBe)),
        // 59 %.
        ([33, 26, 0, 30, 8, 3], KanoClass::One(MustBe)),
        (
            [0, 40, 40, 20, 0, 0],
            KanoClass::Combination(OneDimensional, Attractive),
        ),
    ] {
        let found = strength(counts, KanoOptions::default());
        assert_eq!(found.class, class, "{counts:?}: {found:?}");
    }
    let wider = KanoOptions::default()
        .combination_strength(10.0)
        .combination_total(50.0);
    assert_eq!(
        strength([30, 20, 0, 10, 20, 20], wider).class,
        KanoClass::Combination(MustBe, OneDimensional)
    );
}

#[test]
fn lee_newcomb_1997_one_category_alone_has_full_strength_and_no_second() {
    let found = strength([0, 0, 9, 0, 0, 0], KanoOptions::default());
    assert_eq!(
        (found.category_strength, found.total_strength),
        (100.0, 100.0)
    );
    assert_eq!(
        (found.second, found.class),
        (None, KanoClass::One(KanoCategory::Attractive))
    );
}
