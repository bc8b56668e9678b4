//! How often segments of one population are told apart by chance, and what the ways to compare them say
//! of the same answers.

use retention::Accumulator;
use retention::accumulate::Weighted;
use retention::estimate::{
    Adjustment, Confidence, Design, Estimate, Influence, Proportion, WeightedProportion,
    compare_all, compare_influences,
};
use retention::satisfaction::nps::{self, NetPromoterScore};
use retention::satisfaction::rating;
use retention::segment::{self, BySegment, Options, compare};

use crate::random::Congruential as Random;

/// What 5 % may be on answers that are few.
const MOST: f64 = 0.065;
/// What it is by contributions, without pseudo-answers: as documented, up to 11 %.
const MOST_OF_INFLUENCES: f64 = 0.11;
/// The small segment and the large one.
const SIZES: [[u64; 2]; 2] = [[10, 200], [3, 200]];
const RUNS: u32 = 4000;

fn share(with: u64, of: u64) -> WeightedProportion {
    Proportion::new(with, of).unwrap().into()
}

fn p_of(first: Estimate, second: Estimate) -> f64 {
    let rows = compare_all([(0, first), (1, second)], Adjustment::None).unwrap();
    rows[0].p_value.unwrap_or(1.0)
}

/// The chance of each number of satisfied among `n`.
fn binomial(n: u64, p: f64) -> Vec<f64> {
    let mut chances = vec![1.0];
    for _ in 0..n {
        let mut next = vec![0.0; chances.len() + 1];
        for (with, chance) in chances.iter().enumerate() {
            next[with] += chance * (1.0 - p);
            next[with + 1] += chance * p;
        }
        chances = next;
    }
    chances
}

#[test]
fn two_segments_of_equally_many_satisfied_are_told_apart_at_most_as_often_as_said() {
    for [small, large] in SIZES {
        for p in [0.5, 0.7, 0.8, 0.9, 0.95] {
            let [ours, theirs] = [small, large].map(|n| binomial(n, p));
            let mut size = 0.0;
            for (one, chance) in (0..).zip(&ours) {
                for (other, of_other) in (0..).zip(&theirs).filter(|(_, chance)| **chance > 1e-9) {
                    let estimates =
                        [share(one, small), share(other, large)].map(|own| own.compared());
                    if p_of(estimates[0].unwrap(), estimates[1].unwrap()) < 0.05 {
                        size += chance * of_other;
                    }
                }
            }
            assert!(size < MOST, "{small} against {large} at {p}: {size}");
        }
    }
}

fn score([promoters, passives, detractors]: [u64; 3]) -> NetPromoterScore {
    let mut counter = nps::Counter::new(nps::Options::default()).unwrap();
    for (group, count) in [
        (nps::Group::Promoter, promoters),
        (nps::Group::Passive, passives),
        (nps::Group::Detractor, detractors),
    ] {
        counter.add(group, count).unwrap();
    }
    counter.finish().unwrap()
}

fn draw(random: &mut Random, n: u64, [promoters, passives]: [f64; 2]) -> [u64; 3] {
    let mut counts = [0; 3];
    for _ in 0..n {
        let drawn = random.unit();
        counts[usize::from(drawn >= promoters) + usize::from(drawn >= promoters + passives)] += 1;
    }
    counts
}

#[test]
fn two_segments_of_equal_net_promoter_scores_are_told_apart_at_most_as_often_as_said() {
    let mut random = Random(5);
    for [small, large] in SIZES {
        for chances in [[0.5, 0.3], [0.7, 0.2], [0.35, 0.25]] {
            let mut told = 0;
            for _ in 0..RUNS {
                let counts = [small, large].map(|n| draw(&mut random, n, chances));
                let [one, other] = counts.map(score);
                let apart = p_of(one.compared().unwrap(), other.compared().unwrap()) < 0.05;
                let interval = one.difference_interval(&other, Confidence::default());
                // What is told, the interval tells too; Student's t tells a little less.
                let zero = interval.unwrap().unwrap().contains(0.0);
                assert!(!(apart && zero), "{counts:?}");
                told += u32::from(apart);
            }
            let size = f64::from(told) / f64::from(RUNS);
            println!("nps {small} {large} {chances:?}: {size:.4}");
            assert!(
                size < MOST,
                "{small} against {large} at {chances:?}: {size}"
            );
        }
    }
}

/// One column of zeros and ones, those of the first segment before those of the second.
fn influence(counts: [[u64; 2]; 2], of: usize) -> Influence {
    let own = counts.iter().zip(0..).flat_map(|([with, all], segment)| {
        (0..*all).map(move |at| (segment == of).then_some(f64::from(u8::from(at < *with))))
    });
    Influence::of_mean(own, None).unwrap().unwrap()
}

fn p_of_influences(counts: [[u64; 2]; 2]) -> Option<f64> {
    let strata = (0..2).flat_map(|at: u32| (0..counts[at as usize][1]).map(move |_| at));
    let design = Design::default().strata(Some(strata.collect()));
    let both = [0, 1].map(|of| (of, influence(counts, of)));
    compare_influences(both, &design, Adjustment::None).unwrap()[0].p_value
}

#[test]
fn contributions_of_equally_many_satisfied_are_told_apart_about_twice_as_often_as_by_compare() {
    for [small, large] in SIZES {
        for p in [0.5, 0.8, 0.9] {
            let chances = binomial(small, p);
            let of_large = (large as f64 * p) as u64;
            let size: f64 = (0..=small)
                .zip(&chances)
                .filter(|(with, _)| {
                    let p = p_of_influences([[*with, small], [of_large, large]]);
                    p.is_some_and(|p| p < 0.05)
                })
                .map(|(_, chance)| chance)
                .sum();
            assert!(
                size < MOST_OF_INFLUENCES,
                "{small} against {large} at {p}: {size}"
            );
        }
    }
}

#[test]
fn those_who_all_answer_alike_are_told_from_no_other_respondents() {
    assert_eq!(p_of_influences([[5, 5], [30, 100]]), None);
    let alone = [[1, 1], [30, 100]];
    let alone = [0, 1].map(|of| (of, influence(alone, of)));
    let rows = compare_influences(alone, &Design::default(), Adjustment::None).unwrap();
    assert_eq!(rows[0].p_value, None);
    assert!(p_of_influences([[4, 5], [30, 100]]).is_some());
    // The same respondents: what they say of the other question is compared with what all say of this.
    let alike = Influence::of_mean([1.0; 5].map(Some), None)
        .unwrap()
        .unwrap();
    let other = Influence::of_mean([1.0, 0.0, 0.0, 1.0, 0.0].map(Some), None);
    let both = [("a", alike), ("b", other.unwrap().unwrap())];
    let rows = compare_influences(both, &Design::default(), Adjustment::None).unwrap();
    assert!(rows[0].p_value.is_some());

    let mean = |segment: &'static str, answers: &'static [f64]| {
        answers.iter().map(move |own| (segment, Some(*own)))
    };
    let options = rating::Options::csat().measure(rating::Measure::Mean);
    let mut segments = BySegment::new(rating::Builder::new(options).unwrap());
    segments.extend(mean("alike", &[4.0, 4.0, 4.0])).unwrap();
    segments.extend(mean("other", &[1.0, 2.0, 1.0])).unwrap();
    let rows = compare(&segments.finish().unwrap(), Options::default()).unwrap();
    assert_eq!(rows.rows[0].p_value, None);
}

fn csat(gold: [u64; 2], silver: [u64; 2]) -> retention::Result<segment::Differences<&'static str>> {
    let mut segments = BySegment::new(rating::Builder::new(rating::Options::csat()).unwrap());
    for (segment, [with, all]) in [("gold", gold), ("silver", silver)] {
        for at in 0..all {
            let answer = if at < with { 5.0 } else { 1.0 };
            segments.push((segment, Some(answer))).unwrap();
        }
    }
    compare(&segments.finish().unwrap(), Options::default())
}

#[test]
fn a_segment_of_one_respondent_is_left_out_and_a_unanimous_one_is_no_proof() {
    // Of one of one and 90 of 100 it was 0.0009, of one of one and 30 of 100 it was 1e-52; of two of
    // two, 0 to forty digits.
    for (silver, least) in [([90, 100], 0.3), ([60, 100], 0.3), ([30, 100], 0.04)] {
        assert!(csat([1, 1], silver).is_err());
        let found = csat([2, 2], silver).unwrap().rows[0].clone();
        assert!(found.p_value > Some(least), "{found:?}");
        let plain = 1.0 - silver[0] as f64 / silver[1] as f64;
        assert_eq!(found.difference.value(), plain);
    }
    // Ten of ten against 30 of 100 is one: Fisher's exact test has 0.00002.
    assert!(csat([10, 10], [30, 100]).unwrap().rows[0].p_value < Some(0.001));
    // One promoter against nine promoters and 21 detractors was 6e-17.
    let (one, other) = (score([1, 0, 0]), score([9, 0, 21]));
    assert!(p_of(one.compared().unwrap(), other.compared().unwrap()) > 0.05);
}

#[test]
fn no_interval_counts_more_respondents_than_there_are() {
    let mut counter = nps::Counter::new(nps::Options::default()).unwrap();
    counter.push_weighted(Some(10.0), 0.01).unwrap();
    for _ in 0..9 {
        counter.push_weighted(Some(2.0), 1.0).unwrap();
    }
    let found = counter.finish().unwrap();
    // Nine answers and a hundredth of one: its linearised error would take 811.8.
    assert_eq!(found.promoters.implied_sample_size(), 10.0);
    assert_eq!(found.implied_sample_size(), Some(10.0));
    let wilson = found.promoters.wilson(Confidence::default()).unwrap();
    assert!(wilson.upper() > 0.25, "{wilson:?}");
    let interval = found.interval(Confidence::default()).unwrap();
    assert!(interval.upper() > -75.0, "{interval:?}");
    // The error itself stays linearised.
    let error = found.promoters.estimate().unwrap().standard_error();
    assert!((error - (0.01 * 9.0_f64).hypot(0.01 * 3.0) / 9.01 / 9.01).abs() < 1e-12);
}
