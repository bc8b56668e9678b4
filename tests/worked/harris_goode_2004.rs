//! Harris, L. C. and Goode, M. M. H. (2004), *Journal of Retailing* 80(2): 139–158: scores of their
//! sixteen items, worked by hand.

use retention::loyalty::phases;
use retention::loyalty::phases::{Phase, Profile};
use retention::scale::{Instrument, Missing};

/// Each level is the mean of its four items after reversal; worked by hand.
#[test]
fn harris_goode_2004_level_is_the_mean_of_four_after_reversal() {
    let questionnaire = phases::harris_goode().unwrap();
    let answers = [
        6.0, 7.0, 2.0, 5.0, // 6 7 6 5
        3.0, 2.0, 6.0, 5.0, // 5 6 6 5
        4.0, 5.0, 3.0, 4.0, // 4 3 5 4
        7.0, 6.0, 7.0, 6.0,
    ];
    let profile = Profile::of_full(&questionnaire, &answers).unwrap();
    assert_eq!(
        profile.scores(),
        [Some(6.0), Some(5.5), Some(4.0), Some(6.5)]
    );
    assert_eq!(
        profile,
        Profile::of(&questionnaire, &answers.map(Some)).unwrap()
    );
    let attained = phases::Rules::default().classify(&profile).unwrap().reached;
    assert_eq!(attained, Some(Phase::Affective));

    // Whoever agrees with everything is loyal in action only.
    let profile = Profile::of_full(&questionnaire, &[7.0; 16]).unwrap();
    assert_eq!(
        profile.scores(),
        [Some(5.5), Some(4.0), Some(4.0), Some(7.0)]
    );
}

/// Half of a level's items suffice by default; of fewer there is no score.
#[test]
fn harris_goode_2004_items_left_out_are_not_filled_in() {
    let questionnaire = phases::harris_goode().unwrap();
    let mut answers = [Some(6.0); 16];
    for left_out in [0, 1, 4, 5, 6] {
        answers[left_out] = None;
    }
    let profile = Profile::of(&questionnaire, &answers).unwrap();
    assert_eq!(profile.scores(), [Some(4.0), None, Some(4.0), Some(6.0)]);
    let strict = Instrument::new(
        questionnaire.scale(),
        questionnaire.items().iter().copied(),
        Missing::Listwise,
    )
    .unwrap();
    assert_eq!(
        Profile::of(&strict, &answers).unwrap().scores(),
        [None, None, Some(4.0), Some(6.0)]
    );
}
