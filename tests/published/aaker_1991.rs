//! Aaker, D. A. (1991), *Managing Brand Equity*: five levels of loyalty, here collapsed to four.

use retention::loyalty::{AakerLevel, Level};

#[test]
fn aaker_1991_five_levels_as_commonly_reported_are_the_four_of_the_ladder() {
    let rungs: Vec<_> = AakerLevel::ALL
        .iter()
        .map(|level| (level.name(), level.level()))
        .collect();
    assert_eq!(
        rungs,
        [
            ("switcher", Level::NoLoyalty),
            ("habitual", Level::HabitualOrSatisfied),
            ("satisfied_with_switching_cost", Level::HabitualOrSatisfied),
            ("friend", Level::Preference),
            ("committed", Level::Committed),
        ]
    );
    assert!(rungs.is_sorted_by_key(|(_, rung)| *rung));
}
