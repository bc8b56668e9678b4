//! DeLong, E. R., DeLong, D. M. and Clarke-Pearson, D. L. (1988), *Biometrics* 44: 837–845, and what else
//! comes of six scores, by hand.

use retention::estimate::ranking::{Cut, Ranking};

use crate::assert_published;

/// Complaints of six customers, and who left. Those who left score higher than 3, 2½ and 2 of the three who
/// stayed; of these one scores lower than 1½ and two lower than all 3.
fn ranking() -> Ranking {
    let left = [true, true, false, true, false, false];
    Ranking::new(&[3.0, 2.0, 2.0, 1.0, 0.0, 0.0], &left).unwrap()
}

#[test]
fn delong_1988_area_7_5_of_9_with_an_error_of_the_root_of_a_27th() {
    let auc = ranking().auc().unwrap();
    assert!((auc.value() - 7.5 / 9.0).abs() < 1e-15);
    // Shares 1, 5/6, 4/6: variance 1/36, of three 1/108. Shares 1/2, 1, 1: variance 1/12, of three 1/36.
    let (events, others): (f64, f64) = (1.0 / 108.0, 1.0 / 36.0);
    assert!((auc.standard_error().powi(2) - (events + others)).abs() < 1e-15);
    assert!((auc.standard_error() - (1.0_f64 / 27.0).sqrt()).abs() < 1e-15);
    // (1 + 3)² / (1²/2 + 3²/2), with each variance in 108ths.
    assert!((auc.degrees_of_freedom().unwrap() - 3.2).abs() < 1e-12);
}

#[test]
fn points_costs_and_the_cheapest_cut() {
    let ranking = ranking();
    let points: Vec<Cut> = ranking.roc().collect();
    let counts = |cut: &Cut| (cut.false_alarms.numerator(), cut.recognised.numerator());
    assert!(
        points
            .iter()
            .map(counts)
            .eq([(0, 0), (0, 1), (1, 2), (1, 3), (3, 3)])
    );
    let costs = |ratio: f64| points.iter().map(move |cut| cut.cost(ratio).unwrap());
    assert!(costs(4.0).eq([3.0, 2.0, 5.0, 4.0, 12.0]));
    assert!(costs(0.5).eq([3.0, 2.0, 1.5, 0.5, 1.5]));
    let cheapest = |ratio| ranking.cheapest_cut(ratio).unwrap().least_score;
    assert_eq!((cheapest(4.0), cheapest(0.5)), (Some(3.0), Some(1.0)));
    // Of equal costs the one that calls the fewest: 2 with one called, and with four.
    assert_eq!(cheapest(2.0), Some(3.0));
}

/// Of two scores the first calls 3 and one of the two with 2, the second calls two of the two with 9.
#[test]
fn equal_numbers_share_ties() {
    let left = [true, true, false, true, false, false];
    let other = Ranking::new(&[9.0, 5.0, 9.0, 4.0, 3.0, 2.0], &left).unwrap();
    let found = ranking()
        .at_equal_number(&other, 2, Default::default())
        .unwrap();
    assert_eq!(
        (found.recognised, found.recognised_by_second),
        (Some(0.5), Some(1.0 / 3.0))
    );
    assert_eq!((found.misled, found.misled_by_second), (0.25, 0.5));
    assert_eq!(found.misled_difference.value(), -0.25);
}

/// Chances 0.2 and 0.6, three times each: one and two of three came back.
#[test]
fn brier_1950_score_of_six_chances() {
    let chances = [0.2, 0.6, 0.2, 0.6, 0.2, 0.6];
    let back = [true, true, false, true, false, false];
    let found = Ranking::new(&chances, &back)
        .unwrap()
        .calibration(2)
        .unwrap();
    // (0.64 + 2 · 0.04 + 2 · 0.16 + 0.36) / 6, against 0.25 of telling everyone a half.
    assert_published(found.brier.value(), "0.23333");
    assert_published(found.skill.unwrap(), "0.06667");
    assert_published(found.in_the_large.value(), "0.1");
    let groups = found
        .groups
        .iter()
        .map(|group| (group.actual.numerator(), group.highest));
    assert!(groups.eq([(1, 0.2), (2, 0.6)]));
}
