//! Categories of a Kano survey and the target of needs met. The rule for ties is as commonly
//! reported.

use std::iter::repeat_n;

use crate::kano::feature;
use retention::counted::Counted;
use retention::satisfaction::{coverage, kano};

fn letter(category: kano::Category) -> char {
    match category {
        kano::Category::MustBe => 'M',
        kano::Category::OneDimensional => 'O',
        kano::Category::Attractive => 'A',
        kano::Category::Indifferent => 'I',
        kano::Category::Reverse => 'R',
        kano::Category::Questionable => 'Q',
    }
}

#[test]
fn kano_most_frequent_category_and_ties_by_must_be_first() {
    let category = |counts| {
        feature(counts, kano::Options::default())
            .category
            .map(letter)
    };
    assert_eq!(category([1, 2, 9, 3, 4, 5]), Some('A'));
    // M > O > A > I.
    assert_eq!(category([7, 7, 7, 7, 0, 0]), Some('M'));
    assert_eq!(category([6, 7, 7, 7, 0, 0]), Some('O'));
    assert_eq!(category([0, 6, 7, 7, 0, 0]), Some('A'));
    // Reverse and questionable lose ties, but not majorities.
    assert_eq!(category([0, 0, 0, 7, 7, 7]), Some('I'));
    assert_eq!(category([0, 0, 0, 6, 7, 7]), Some('R'));
    assert_eq!(category([0, 0, 0, 6, 7, 8]), Some('Q'));
    assert_eq!(category([0; 6]), None);
    let tied = feature([7, 7, 1, 0, 0, 0], kano::Options::default());
    assert!(tied.is_tied && tied.second == Some(kano::Category::OneDimensional));
    let decided = feature([8, 7, 1, 0, 0, 0], kano::Options::default());
    assert_eq!(
        (decided.category, decided.is_tied),
        (Some(kano::Category::MustBe), false)
    );
}

#[test]
fn kano_needs_all_basic_and_expected_ones_met_reach_the_target() {
    // Three basic, two expected, two exciting needs; so many of each are met.
    let coverage = |basic: usize, expected: usize, exciting: usize| {
        let counted = |needs: [usize; 3]| {
            let categories = [
                kano::Category::MustBe,
                kano::Category::OneDimensional,
                kano::Category::Attractive,
            ];
            let needs = categories.into_iter().zip(needs);
            Counted::of_classes(needs.flat_map(|(need, count)| repeat_n(Some(need), count)))
                .unwrap()
        };
        coverage::Coverage::of(&counted([3, 2, 2]), &counted([basic, expected, exciting])).unwrap()
    };
    let full = coverage(3, 2, 0);
    assert_eq!(
        (full.basic.value(), full.expected.value()),
        (Some(1.0), Some(1.0))
    );
    assert_eq!(full.exciting.value(), Some(0.0));
    // Exciting needs are striven for, not required.
    assert_eq!(full.focus(), Some(kano::Category::Attractive));
    assert_eq!(coverage(2, 2, 2).focus(), Some(kano::Category::MustBe));
    assert_eq!(
        coverage(3, 1, 2).focus(),
        Some(kano::Category::OneDimensional)
    );
}
