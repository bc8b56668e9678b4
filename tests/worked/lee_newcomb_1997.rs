//! Lee, M. C. and Newcomb, J. F. (1997), *Quality Management Journal* 4(3): 95–110: category strength,
//! total strength and the combination of two categories. The rule as commonly reported.

use retention::satisfaction::kano;

use crate::kano::feature;

#[test]
fn lee_newcomb_1997_strengths_as_commonly_reported() {
    let found = feature([20, 45, 15, 12, 5, 3], kano::Options::default());
    assert_eq!(found.category, Some(kano::Category::OneDimensional));
    assert_eq!(found.second, Some(kano::Category::MustBe));
    assert_eq!(
        (found.category_strength, found.total_strength),
        (Some(25.0), Some(80.0))
    );
    assert!(!found.is_combination);
}

#[test]
fn lee_newcomb_1997_six_points_or_less_with_60_percent_or_more_combine_as_commonly_reported() {
    use kano::Category::{Attractive, Indifferent, MustBe, OneDimensional};
    for (counts, first, second, combined) in [
        // 6 points, 60 %.
        ([33, 27, 0, 26, 8, 6], MustBe, OneDimensional, true),
        // 7 points.
        ([34, 27, 0, 25, 8, 6], MustBe, OneDimensional, false),
        // 59 %.
        ([33, 26, 0, 30, 8, 3], MustBe, Indifferent, false),
        ([0, 40, 40, 20, 0, 0], OneDimensional, Attractive, true),
    ] {
        let found = feature(counts, kano::Options::default());
        assert_eq!(
            (found.category, found.second, found.is_combination),
            (Some(first), Some(second), combined),
            "{counts:?}: {found:?}"
        );
    }
    let wider = kano::Options::default()
        .combination_strength(10.0)
        .combination_total(50.0);
    let found = feature([30, 20, 0, 10, 20, 20], wider);
    assert_eq!(
        (found.category, found.second, found.is_combination),
        (Some(MustBe), Some(OneDimensional), true)
    );
}

#[test]
fn lee_newcomb_1997_one_category_alone_has_full_strength_and_no_second() {
    let found = feature([0, 0, 9, 0, 0, 0], kano::Options::default());
    assert_eq!(
        (found.category_strength, found.total_strength),
        (Some(100.0), Some(100.0))
    );
    assert_eq!(
        (found.category, found.second, found.is_combination),
        (Some(kano::Category::Attractive), None, false)
    );
}
