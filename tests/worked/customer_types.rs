//! Cuts of the customer types of Jones and Sasser (1995), and an equation for their curves: design
//! proposals, since they publish neither.

use retention::loyalty::curve::{Curve, false_loyalty};
use retention::loyalty::types::CustomerType;
use retention::loyalty::{Evidence, Score, Threshold, hostages, types};
use retention::scale::Scale;

const FIVE: Scale = Scale::ONE_TO_FIVE;

fn typed(
    rules: types::Rules,
    (satisfaction, loyalty): (f64, f64),
    tells: (bool, bool),
) -> CustomerType {
    let evidence = Evidence::default()
        .satisfaction(Some(Score::new(FIVE, satisfaction).unwrap()))
        .loyalty(Some(Score::new(FIVE, loyalty).unwrap()))
        .switching_cost(Some(Score::new(FIVE, 4.0).unwrap()))
        .recommends(Some(tells.0))
        .warns(Some(tells.1));
    let found = rules.classify(&evidence).unwrap();
    assert!(found.missing().is_empty());
    found.class().copied().unwrap()
}

/// A design proposal: on 1 to 5 only 5 is high, because 4 is not enough. With one cut everybody else is
/// low.
#[test]
fn types_merely_satisfied_is_not_high() {
    let typed = |scores, tells| typed(types::Rules::with_one_cut(Threshold::TOP), scores, tells);
    assert_eq!(typed((4.0, 5.0), (true, false)), CustomerType::Hostage);
    assert_eq!(typed((5.0, 4.0), (true, false)), CustomerType::Mercenary);
    assert_eq!(typed((4.0, 4.0), (true, true)), CustomerType::Defector);
    assert_eq!(typed((2.0, 1.0), (false, true)), CustomerType::Defector);
    assert_eq!(typed((1.0, 5.0), (false, true)), CustomerType::Hostage);
}

/// A design proposal: low, medium and high are 1–2, 3–4 and 5. Whoever is medium in both is in between,
/// and whoever is loyal and medium in satisfaction.
#[test]
fn types_have_a_band_in_between() {
    let typed = |scores, tells| typed(types::Rules::default(), scores, tells);
    for medium in [3.0, 4.0] {
        for (other, type_by_satisfaction) in [
            (1.0, CustomerType::Terrorist),
            (2.0, CustomerType::Defector),
            (3.0, CustomerType::InBetween),
            (4.0, CustomerType::InBetween),
            (5.0, CustomerType::Mercenary),
        ] {
            assert_eq!(typed((other, medium), (true, true)), type_by_satisfaction);
            let type_by_loyalty = if other < 3.0 {
                CustomerType::Defector
            } else {
                CustomerType::InBetween
            };
            assert_eq!(typed((medium, other), (true, true)), type_by_loyalty);
        }
    }
    assert_eq!(typed((5.0, 2.0), (true, false)), CustomerType::Mercenary);
    assert_eq!(typed((2.0, 1.0), (false, true)), CustomerType::Defector);
    assert_eq!(typed((1.0, 2.0), (false, true)), CustomerType::Terrorist);
    assert_eq!(typed((2.0, 5.0), (false, true)), CustomerType::Hostage);
    // Four of five holds a customer, unless more is asked for.
    let asking = types::Rules::default().held(Some(Threshold::TOP));
    assert_eq!(plain(asking, (2.0, 5.0)), CustomerType::InBetween);
}

/// A design proposal: a mean of several answers has the band of the nearest whole answer.
#[test]
fn types_of_means_are_those_of_the_nearest_answer() {
    let typed = |scores| plain(types::Rules::default(), scores);
    for (mean, nearest) in [
        (1.4, 1.0),
        (2.4, 2.0),
        (2.5, 3.0),
        (3.6, 4.0),
        (4.4, 4.0),
        (4.5, 5.0),
        (4.9, 5.0),
    ] {
        for other in [1.0, 2.0, 3.0, 4.0, 5.0] {
            assert_eq!(
                typed((mean, other)),
                typed((nearest, other)),
                "{mean}, {other}"
            );
            assert_eq!(
                typed((other, mean)),
                typed((other, nearest)),
                "{other}, {mean}"
            );
        }
    }
}

/// One definition of a hostage, so one set of default cuts.
#[test]
fn types_and_hostages_have_the_same_default_cuts() {
    let (types, counted) = (types::Rules::default(), hostages::Rules::default());
    assert_eq!(counted.loyalty, [types.loyal]);
    assert_eq!(counted.satisfaction, [types.dissatisfied.unwrap()]);
    assert_eq!(counted.switching_cost, [types.held]);
    assert_eq!(counted.cut_is_high, types.cut_is_high);
}

fn plain(rules: types::Rules, scores: (f64, f64)) -> CustomerType {
    typed(rules, scores, (false, false))
}

/// A design proposal: `L(s) = ((s − 1) / 4)^γ`.
#[test]
fn competition_curve_is_a_power_of_satisfaction() {
    let curve = |exponent| Curve::new(FIVE, exponent).unwrap();
    let at = |curve: Curve| [1.0, 2.0, 3.0, 4.0, 5.0].map(|s| curve.at(s).unwrap());
    assert_eq!(at(curve(1.0)), [0.0, 0.25, 0.5, 0.75, 1.0]);
    assert_eq!(at(curve(2.0)), [0.0, 0.0625, 0.25, 0.5625, 1.0]);
    assert_eq!(at(curve(0.5))[..3], [0.0, 0.5, 0.5_f64.sqrt()]);
    // High competition bends down, low competition up; both end together.
    let falls =
        [1.0, 2.0, 3.0, 4.0, 5.0].map(|s| false_loyalty(&curve(0.5), &curve(2.0), s).unwrap());
    assert_eq!((falls[0], falls[1], falls[4]), (0.0, 0.4375, 0.0));
    assert!(falls[1..4].iter().all(|&share| share > 0.0));
}
