//! Harris, L. C. and Goode, M. M. H. (2004), *Journal of Retailing* 80(2): 139–158: sixteen items on
//! Oliver's phases.

use retention::loyalty::phases;
use retention::loyalty::phases::{HARRIS_GOODE, Phase};
use retention::scale::{Orientation, Scale};

#[test]
fn harris_goode_2004_sixteen_items_four_a_level_on_seven_points_as_commonly_reported() {
    let questionnaire = phases::harris_goode().unwrap();
    assert_eq!(questionnaire.scale(), Scale::ONE_TO_SEVEN);
    assert_eq!(questionnaire.items().len(), 16);
    let phases: Vec<Phase> = HARRIS_GOODE.iter().map(|item| item.facet).collect();
    assert!(phases.is_sorted());
    for phase in Phase::ALL {
        assert_eq!(
            phases.iter().filter(|of| *of == phase).count(),
            4,
            "{phase}"
        );
    }
}

/// Cognitive 3, affective 1 and 2, conative 2 and 3; none of action.
#[test]
fn harris_goode_2004_five_items_are_reversed_as_commonly_reported() {
    let reversed: Vec<usize> = HARRIS_GOODE
        .iter()
        .enumerate()
        .filter(|(_, item)| item.orientation == Orientation::Reversed)
        .map(|(at, _)| at)
        .collect();
    assert_eq!(reversed, [2, 4, 5, 9, 10]);
}
