//! Jones, M. A., Mothersbaugh, D. L. and Beatty, S. E. (2000), *Journal of Retailing* 76(2):
//! 259–274; (2002), *Journal of Business Research* 55: 441–450.

use retention::scale::Orientation;
use retention::switching::{Jones2000, Jones2002};

#[test]
fn jones_mothersbaugh_beatty_2000_three_barriers_as_commonly_reported() {
    let barriers: Vec<_> = Jones2000::ALL
        .iter()
        .map(|barrier| barrier.name())
        .collect();
    assert_eq!(
        barriers,
        [
            "interpersonal_relationships",
            "switching_costs",
            "attractiveness_of_alternatives"
        ]
    );
    // Good alternatives lower the barrier, the other two raise it.
    let lowers = |barrier: &&Jones2000| barrier.orientation() == Orientation::Reversed;
    let lowering: Vec<_> = Jones2000::ALL.iter().filter(lowers).collect();
    assert_eq!(lowering, [&Jones2000::AttractivenessOfAlternatives]);
}

#[test]
fn jones_mothersbaugh_beatty_2002_six_dimensions_as_commonly_reported() {
    let dimensions: Vec<_> = Jones2002::ALL.iter().map(|d| d.name()).collect();
    assert_eq!(
        dimensions,
        [
            "lost_performance",
            "uncertainty",
            "pre_switching_search_and_evaluation",
            "post_switching_behavioural_and_cognitive",
            "set_up",
            "sunk"
        ]
    );
}
