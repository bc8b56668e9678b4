//! Categories of a Kano survey and the target of needs met. The rule for ties is as commonly
//! reported.

use crate::kano::feature;
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
    let undecided = kano::Options::default().ties(kano::Ties::Undecided);
    assert_eq!(feature([7, 7, 1, 0, 0, 0], undecided).category, None);
    assert_eq!(
        feature([8, 7, 1, 0, 0, 0], undecided).category,
        Some(kano::Category::MustBe)
    );
}

#[test]
fn kano_needs_all_basic_and_expected_ones_met_reach_the_target() {
    // Three basic, two expected, two exciting needs; so many of each are met.
    let coverage = |basic: usize, expected: usize, exciting: usize| {
        let needs = [
            (kano::Category::MustBe, 3, basic),
            (kano::Category::OneDimensional, 2, expected),
            (kano::Category::Attractive, 2, exciting),
        ];
        coverage::Coverage::of(needs.into_iter().flat_map(|(category, count, met)| {
            (0..count).map(move |i| coverage::Need {
                category,
                fulfilment: if i < met {
                    coverage::Fulfilment::Met
                } else {
                    coverage::Fulfilment::Unmet
                },
            })
        }))
        .unwrap()
    };
    let full = coverage(3, 2, 0);
    assert_eq!(
        (full.basic.value(), full.expected.value()),
        (Some(1.0), Some(1.0))
    );
    assert_eq!(full.exciting.value(), Some(0.0));
    // Exciting needs are striven for, not required.
    assert_eq!(full.target(), Some(coverage::Target::Reached));
    assert_eq!(
        coverage(2, 2, 2).target(),
        Some(coverage::Target::BasicUnmet)
    );
    assert_eq!(
        coverage(3, 1, 2).target(),
        Some(coverage::Target::ExpectedUnmet)
    );
}
