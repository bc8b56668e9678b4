//! Lee, M. C. and Newcomb, J. F. (1997), *Quality Management Journal* 4(3): 95–110: category strength,
//! total strength and the combination of two categories. The rule as commonly reported.

use retention::satisfaction::kano;

use crate::kano::feature;

fn strength(counts: [u64; 6], options: kano::Options) -> kano::Strength {
    feature(counts, options).strength.unwrap()
}

#[test]
fn lee_newcomb_1997_strengths_as_commonly_reported() {
    let found = strength([20, 45, 15, 12, 5, 3], kano::Options::default());
    assert_eq!(found.first, kano::Category::OneDimensional);
    assert_eq!(found.second, Some(kano::Category::MustBe));
    assert_eq!(
        (found.category_strength, found.total_strength),
        (25.0, 80.0)
    );
    assert_eq!(
        found.class,
        kano::Clarity::One(kano::Category::OneDimensional)
    );
}

#[test]
fn lee_newcomb_1997_six_points_or_less_with_60_percent_or_more_combine_as_commonly_reported() {
    use kano::Category::{Attractive, MustBe, OneDimensional};
    for (counts, class) in [
        // 6 points, 60 %.
        (
            [33, 27, 0, 26, 8, 6],
            kano::Clarity::Combination(MustBe, OneDimensional),
        ),
        // 7 points.
        ([34, 27, 0, 25, 8, 6], kano::Clarity::One(MustBe)),
        // 59 %.
        ([33, 26, 0, 30, 8, 3], kano::Clarity::One(MustBe)),
        (
            [0, 40, 40, 20, 0, 0],
            kano::Clarity::Combination(OneDimensional, Attractive),
        ),
    ] {
        let found = strength(counts, kano::Options::default());
        assert_eq!(found.class, class, "{counts:?}: {found:?}");
    }
    let wider = kano::Options::default()
        .combination_strength(10.0)
        .combination_total(50.0);
    assert_eq!(
        strength([30, 20, 0, 10, 20, 20], wider).class,
        kano::Clarity::Combination(MustBe, OneDimensional)
    );
}

#[test]
fn lee_newcomb_1997_one_category_alone_has_full_strength_and_no_second() {
    let found = strength([0, 0, 9, 0, 0, 0], kano::Options::default());
    assert_eq!(
        (found.category_strength, found.total_strength),
        (100.0, 100.0)
    );
    assert_eq!(
        (found.second, found.class),
        (None, kano::Clarity::One(kano::Category::Attractive))
    );
}
