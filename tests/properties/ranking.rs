//! How well scores rank: what changes the area and what does not, and how often intervals cover.

use proptest::prelude::*;
use retention::estimate::ranking::{Cut, Ranking};
use retention::estimate::{Confidence, Design, Estimate, Interval, Resampling};

use crate::cases;
use crate::random::Mixed;

/// Areas are quotients of whole numbers; errors add up fewer than forty squares.
const ROUNDING: f64 = 1e-12;

fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= ROUNDING
}

/// Scores with many ties, and outcomes; at least two of each.
fn scored() -> impl Strategy<Value = (Vec<f64>, Vec<bool>)> {
    let case = (0_u8..12, any::<bool>());
    prop::collection::vec(case, 4..40)
        .prop_map(|cases| {
            cases
                .into_iter()
                .map(|(score, event)| (f64::from(score), event))
                .unzip()
        })
        .prop_filter("two of each", |(_, outcomes): &(Vec<f64>, Vec<bool>)| {
            let events = outcomes.iter().filter(|&&event| event).count();
            events > 1 && outcomes.len() - events > 1
        })
}

fn ranking(scores: &[f64], outcomes: &[bool]) -> Ranking {
    Ranking::new(scores, outcomes).unwrap()
}

/// The area from all pairs.
fn by_pairs(scores: &[f64], outcomes: &[bool]) -> f64 {
    let of = |wanted: bool| {
        let cases = scores
            .iter()
            .zip(outcomes)
            .filter(move |(_, event)| **event == wanted);
        cases.map(|(score, _)| *score).collect::<Vec<f64>>()
    };
    let (events, others) = (of(true), of(false));
    let pair = |a: f64, b: f64| match a.total_cmp(&b) {
        std::cmp::Ordering::Greater => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Less => 0.0,
    };
    let all = events
        .iter()
        .flat_map(|&a| others.iter().map(move |&b| pair(a, b)));
    all.sum::<f64>() / (events.len() * others.len()) as f64
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn the_area_is_the_share_of_pairs_in_order((scores, outcomes) in scored()) {
        let ranking = ranking(&scores, &outcomes);
        let area = ranking.auc().unwrap();
        prop_assert!(close(area.value(), by_pairs(&scores, &outcomes)));
        prop_assert!((0.0..=1.0).contains(&area.value()));
        // It lies under the straight lines between the points.
        let points: Vec<Cut> = ranking.roc().collect();
        let under = points.windows(2).map(|ends| {
            let [x, y] = [|cut: &Cut| cut.false_alarms, |cut: &Cut| cut.recognised]
                .map(|of| [0, 1].map(|at| of(&ends[at]).value().unwrap()));
            (x[1] - x[0]) * (y[0] + y[1]) / 2.0
        });
        prop_assert!(close(under.sum(), area.value()));
    }

    #[test]
    fn reversed_scores_or_outcomes_have_the_rest_of_the_area((scores, outcomes) in scored()) {
        let found = ranking(&scores, &outcomes);
        let reversed: Vec<f64> = scores.iter().map(|score| -score).collect();
        let opposite: Vec<bool> = outcomes.iter().map(|event| !event).collect();
        let (auc, confidence) = (found.auc().unwrap(), Confidence::default());
        let interval = found.interval(confidence).unwrap();
        for other in [ranking(&reversed, &outcomes), ranking(&scores, &opposite)] {
            let rest = other.auc().unwrap();
            prop_assert!(close(rest.value(), 1.0 - auc.value()));
            prop_assert!(close(rest.standard_error(), auc.standard_error()));
            let turned = other.interval(confidence).unwrap();
            prop_assert!((turned.lower() - (1.0 - interval.upper())).abs() < 1e-9);
            prop_assert!((turned.upper() - (1.0 - interval.lower())).abs() < 1e-9);
        }
        let both = ranking(&reversed, &opposite).auc().unwrap();
        prop_assert!(close(both.value(), auc.value()));
    }

    #[test]
    fn increasing_functions_and_other_orders_change_nothing(
        (scores, outcomes) in scored(), shift in -50.0_f64..50.0,
    ) {
        let found = ranking(&scores, &outcomes);
        let grown: Vec<f64> = scores.iter().map(|score| (score * 0.5 + shift).exp()).collect();
        let grown = ranking(&grown, &outcomes);
        prop_assert_eq!(found.auc(), grown.auc());
        prop_assert_eq!(found.difference(&grown).unwrap().unwrap().standard_error(), 0.0);
        let counts = |ranking: &Ranking| {
            ranking.roc().map(|cut| (cut.called, cut.recognised)).collect::<Vec<_>>()
        };
        prop_assert_eq!(counts(&found), counts(&grown));
        let turned = |of: &[f64]| of.iter().rev().copied().collect::<Vec<_>>();
        let back: Vec<bool> = outcomes.iter().rev().copied().collect();
        prop_assert_eq!(ranking(&turned(&scores), &back).auc(), found.auc());
    }

    #[test]
    fn the_interval_holds_the_area_and_stays_within_0_and_1((scores, outcomes) in scored()) {
        let ranking = ranking(&scores, &outcomes);
        let area = ranking.auc().unwrap().value();
        let mut outer: Option<Interval> = None;
        for level in [0.99, 0.95, 0.5] {
            let interval = ranking.interval(Confidence::new(level).unwrap()).unwrap();
            prop_assert!(0.0 <= interval.lower() && interval.upper() <= 1.0);
            prop_assert!(interval.lower() <= area + ROUNDING && area - ROUNDING <= interval.upper());
            prop_assert!(interval.width() > 0.0);
            if let Some(outer) = outer.replace(interval) {
                prop_assert!(outer.width() > interval.width());
            }
        }
    }

    /// Two mechanisms that share no code: pairs of the same cases, and contributions with strata.
    #[test]
    fn differences_are_those_of_contributions(
        (scores, outcomes) in scored(), others in prop::collection::vec(0_u8..12, 40),
    ) {
        let others: Vec<f64> = others.iter().take(scores.len()).map(|&own| f64::from(own)).collect();
        let (first, second) = (ranking(&scores, &outcomes), ranking(&others, &outcomes));
        let found = first.difference(&second).unwrap().unwrap();
        let strata = outcomes.iter().map(|&event| u32::from(event)).collect();
        let design = Design::default().strata(Some(strata));
        let (a, b) = (first.influence().unwrap(), second.influence().unwrap());
        let expected: Estimate = a.minus(&b).unwrap().estimate(&design).unwrap();
        prop_assert!(close(found.value(), expected.value()));
        prop_assert!(close(found.standard_error(), expected.standard_error()));
        let back = second.difference(&first).unwrap().unwrap();
        prop_assert!(close(back.value(), -found.value()));
    }

    #[test]
    fn cuts_add_up((scores, outcomes) in scored(), called in 0_u64..45, ratio in 0.0_f64..9.0) {
        let ranking = ranking(&scores, &outcomes);
        let all: Vec<Cut> = ranking.roc().collect();
        prop_assert!(all.is_sorted_by(|a, b| a.called.numerator() < b.called.numerator()));
        prop_assert_eq!(all[0].called.numerator(), 0);
        prop_assert_eq!(all[all.len() - 1].called.numerator(), ranking.cases());
        let mut least = f64::INFINITY;
        for cut in &all {
            let right = cut.recognised.numerator();
            prop_assert_eq!(cut.called.numerator(), right + cut.false_alarms.numerator());
            prop_assert_eq!(cut.misled.numerator(), cut.false_alarms.numerator());
            prop_assert_eq!(cut.misled.denominator(), cut.called.numerator());
            prop_assert_eq!(cut.recognised.denominator(), ranking.events());
            prop_assert_eq!(cut.false_alarms.denominator(), ranking.others());
            if let Some(score) = cut.least_score {
                prop_assert_eq!(ranking.cut_at_score(score).unwrap(), *cut);
                // By the definition.
                let above = scores.iter().filter(|&&own| own >= score).count() as u64;
                prop_assert_eq!(cut.called.numerator(), above);
            }
            least = least.min(cut.cost(ratio).unwrap());
        }
        prop_assert_eq!(ranking.cheapest_cut(ratio).unwrap().cost(ratio).unwrap(), least);
        let at = ranking.cut_at(called);
        prop_assert!(at.called.numerator() <= called);
        let numbers = all.iter().map(|cut| cut.called.numerator());
        prop_assert_eq!(numbers.filter(|&number| number <= called).max(), Some(at.called.numerator()));
        prop_assert_eq!(ranking.cuts([called]), vec![at]);
    }

    #[test]
    fn equal_numbers_lie_on_the_curve((scores, outcomes) in scored(), number in 1_u64..40) {
        let ranking = ranking(&scores, &outcomes);
        let called = number.min(ranking.cases());
        let reversed: Vec<f64> = scores.iter().map(|score| -score).collect();
        let other = Ranking::new(&reversed, &outcomes).unwrap();
        let draws = Resampling::default().draws(5);
        let found = ranking.at_equal_number(&other, called, draws).unwrap();
        let cut = ranking.cut_at(called);
        if cut.called.numerator() == called {
            prop_assert!(close(found.misled, cut.misled.value().unwrap()));
            prop_assert!(close(found.recognised.unwrap(), cut.recognised.value().unwrap()));
        }
        let (of, by) = (found.recognised.unwrap(), found.recognised_by_second.unwrap());
        prop_assert!(close(found.recognised_difference.unwrap().value(), of - by));
        prop_assert!(close(found.misled_difference.value(), found.misled - found.misled_by_second));
        // Whom the one calls last the other calls first.
        let rest = ranking.cases() - called;
        if rest > 0 {
            let of_rest = ranking.at_equal_number(&other, rest, draws).unwrap();
            prop_assert!(close(by + of_rest.recognised.unwrap(), 1.0));
        }
        let itself = ranking.at_equal_number(&ranking, called, draws).unwrap();
        prop_assert_eq!(itself.misled_difference.standard_error(), 0.0);
    }

    #[test]
    fn calibration_adds_up((scores, outcomes) in scored(), groups in 1_u32..9) {
        let chances: Vec<f64> = scores.iter().map(|score| score / 12.0).collect();
        let ranking = ranking(&chances, &outcomes);
        let found = ranking.calibration(groups).unwrap();
        prop_assert!(!found.groups.is_empty() && found.groups.len() <= groups as usize);
        let cases = |events: bool| found.groups.iter().map(move |group| match events {
            true => group.actual.numerator(),
            false => group.actual.denominator(),
        }).sum::<u64>();
        prop_assert_eq!((cases(true), cases(false)), (ranking.events(), ranking.cases()));
        for group in &found.groups {
            prop_assert!(group.lowest <= group.predicted && group.predicted <= group.highest);
        }
        prop_assert!(found.groups.is_sorted_by(|a, b| a.highest < b.lowest));
        let mean = chances.iter().sum::<f64>() / chances.len() as f64;
        prop_assert!(close(found.predicted, mean));
        // Telling everyone the share has a skill of 0.
        let share = found.actual.value().unwrap();
        let flat = Ranking::new(&vec![share; chances.len()], &outcomes).unwrap();
        let flat = flat.calibration(groups).unwrap();
        prop_assert!(close(flat.skill.unwrap(), 0.0) && flat.groups.len() == 1);
    }
}

/// A normal number, from two even ones.
fn normal(random: &mut Mixed) -> f64 {
    let radius = (-2.0 * (1.0 - random.unit()).ln()).sqrt();
    radius * (2.0 * std::f64::consts::PI * random.unit()).cos()
}

/// How often the interval, and the symmetric one of the estimate, cover the true area.
fn coverage(
    [events, others]: [usize; 2],
    area: f64,
    seed: u64,
    draw: impl Fn(&mut Mixed, bool) -> f64,
) -> (f64, f64) {
    const SAMPLES: u32 = 600;
    let (confidence, mut random) = (Confidence::default(), Mixed(seed));
    let outcomes: Vec<bool> = (0..events + others).map(|row| row < events).collect();
    let (mut covered, mut plain) = (0, 0);
    for _ in 0..SAMPLES {
        let scores: Vec<f64> = outcomes
            .iter()
            .map(|&event| draw(&mut random, event))
            .collect();
        let ranking = Ranking::new(&scores, &outcomes).unwrap();
        covered += u32::from(ranking.interval(confidence).unwrap().contains(area));
        let estimate = ranking.auc().unwrap();
        plain += u32::from(Estimate::interval(&estimate, confidence).contains(area));
    }
    let share = |count: u32| f64::from(count) / f64::from(SAMPLES);
    (share(covered), share(plain))
}

/// The normal quantiles of areas of 0.75 and 0.9, times the root of 2.
const SHIFTS: [(f64, f64); 2] = [(0.75, 0.953_872_552_4), (0.9, 1.812_387_604_9)];

#[test]
fn the_interval_covers_what_it_claims_and_more_than_the_symmetric_one() {
    let mut all = (0.0, 0.0);
    for (of, (area, shift)) in SHIFTS.into_iter().enumerate() {
        for sizes in [[8, 8], [12, 60], [60, 12]] {
            let normals =
                |random: &mut Mixed, event| normal(random) + if event { shift } else { 0.0 };
            let found = coverage(sizes, area, 7 + of as u64, normals);
            assert!(found.0 > 0.92, "{sizes:?} at {area}: {found:?}");
            all = (all.0 + found.0 / 6.0, all.1 + found.1 / 6.0);
        }
    }
    assert!(all.0 > 0.94 && all.1 < 0.93, "{all:?}");
}

/// Exponential scores: the events' are longer by the odds of the area.
#[test]
fn the_interval_covers_skewed_scores() {
    for (area, least) in [(0.75_f64, 0.93), (0.9, 0.9)] {
        let odds = area / (1.0 - area);
        let skewed = |random: &mut Mixed, event: bool| {
            -(1.0 - random.unit()).ln() * if event { odds } else { 1.0 }
        };
        let found = coverage([25, 100], area, 11, skewed);
        assert!(found.0 > least && found.0 > found.1, "{area}: {found:?}");
    }
}

/// Two scores of which neither is better differ by less than chance allows in 95 % of samples.
#[test]
fn differences_cover_none_where_there_is_none() {
    const SAMPLES: u32 = 400;
    let (confidence, mut random) = (Confidence::default(), Mixed(5));
    let outcomes: Vec<bool> = (0..90).map(|row| row < 30).collect();
    let mut covered = [0_u32; 2];
    for _ in 0..SAMPLES {
        let shared: Vec<f64> = outcomes
            .iter()
            .map(|&event| normal(&mut random) + f64::from(u8::from(event)))
            .collect();
        let mut noisy = || {
            let scores: Vec<f64> = shared.iter().map(|own| own + normal(&mut random)).collect();
            Ranking::new(&scores, &outcomes).unwrap()
        };
        let (first, second) = (noisy(), noisy());
        let difference = first.difference(&second).unwrap().unwrap();
        covered[0] += u32::from(difference.interval(confidence).contains(0.0));
        let equal = first
            .at_equal_number(&second, 30, Resampling::default().draws(20))
            .unwrap();
        covered[1] += u32::from(equal.misled_difference.interval(confidence).contains(0.0));
    }
    let [areas, equal] = covered.map(|count| f64::from(count) / f64::from(SAMPLES));
    // Three standard errors of 400 samples; twenty draws tell an error to a sixth of itself.
    assert!((0.917..=0.983).contains(&areas), "{areas}");
    assert!((0.9..=0.985).contains(&equal), "{equal}");
}
