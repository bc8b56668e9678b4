//! What intervals of customer value cover, and how often its alarm is false: seeded simulations.

use retention::Accumulator;
use retention::estimate::{Design, Estimate};
use retention::scale::Scale;
use retention::value::added::{CustomerValueAdded, Options};
use retention::value::map::{self, FairValueLine, Offer, ValueMap};
use retention::value::market::{Builder, Market, Ratings};
use retention::value::profile::QualityProfile;
use retention::value::trend::{self, PeriodValue, Signal};

use crate::random::Mixed as Random;

impl Random {
    /// A rating of 1 to 10 by its probabilities in percent.
    fn rating_by(&mut self, percents: &[u32; 10]) -> f64 {
        let mut left = 100.0 * self.unit();
        for (rating, &percent) in (1_u8..).zip(percents) {
            left -= f64::from(percent);
            if left < 0.0 {
                return f64::from(rating);
            }
        }
        10.0
    }
}

/// Even about 7, and what satisfaction looks like: most at the top, a tail below.
const EVEN: [u32; 10] = [0, 0, 0, 5, 20, 25, 25, 20, 5, 0];
const SKEWED: [u32; 10] = [4, 2, 2, 2, 4, 6, 10, 18, 22, 30];

fn mean(percents: &[u32; 10]) -> f64 {
    let ratings = (1_u32..).zip(percents);
    ratings
        .map(|(rating, &percent)| f64::from(rating * percent))
        .sum::<f64>()
        / 100.0
}

/// The shares of samples whose normal and whose Student's interval cover the true ratio.
fn coverage(ours: &[u32; 10], theirs: &[u32; 10], sizes: [usize; 2], seed: u64) -> [f64; 2] {
    const SAMPLES: u32 = 4000;
    let truth = mean(ours) / mean(theirs);
    let scale = Scale::ONE_TO_TEN;
    let mut random = Random(seed);
    let mut covered = [0_u32; 2];
    for _ in 0..SAMPLES {
        let our: Vec<f64> = (0..sizes[0]).map(|_| random.rating_by(ours)).collect();
        let their: Vec<f64> = (0..sizes[1]).map(|_| random.rating_by(theirs)).collect();
        let (our, their) = (
            scale.full_answers(&our).unwrap(),
            scale.full_answers(&their).unwrap(),
        );
        let student =
            CustomerValueAdded::from_samples(&our, None, &their, None, Options::default()).unwrap();
        let known = |estimate: Option<Estimate>| {
            let found = estimate.unwrap();
            Estimate::new(found.value(), found.standard_error()).unwrap()
        };
        let (above, below) = (known(our.estimate()), known(their.estimate()));
        let normal =
            CustomerValueAdded::from_estimates(scale, above, &[below], Options::default()).unwrap();
        for (covered, added) in covered.iter_mut().zip([normal, student]) {
            let covers = added
                .interval
                .is_none_or(|interval| interval.contains(truth));
            *covered += u32::from(covers);
        }
    }
    covered.map(|covered| f64::from(covered) / f64::from(SAMPLES))
}

/// A simulated share of 4000 is within 0.01 of the true one (three standard errors of 0.95).
const NOISE: f64 = 0.01;

#[test]
fn from_ten_respondents_a_side_student_covers_95_percent_and_the_normal_does_not() {
    let [normal, student] = coverage(&EVEN, &EVEN, [10, 10], 1908);
    assert!((student - 0.952).abs() < NOISE, "{student}");
    assert!((normal - 0.936).abs() < NOISE, "{normal}");
}

/// Measured: 0.963, 0.919 and 0.949, against 0.938, 0.904 and 0.946 by the normal distribution.
#[test]
fn on_skewed_ratings_of_unequal_samples_student_covers_more_nearly_what_it_says() {
    for (sizes, least) in [([10, 10], 0.945), ([10, 40], 0.9), ([40, 40], 0.94)] {
        let [normal, student] = coverage(&SKEWED, &SKEWED, sizes, 1994);
        assert!(student >= least, "{sizes:?}: {student}");
        assert!(student > normal, "{sizes:?}: {student} {normal}");
    }
}

/// How often a regression line through so many suppliers decides, if price follows quality so steeply.
fn decided(slope: f64, suppliers: usize, seed: u64) -> f64 {
    const MARKETS: u32 = 4000;
    let mut random = Random(seed);
    // Nearly normal, with a standard deviation of 0.1.
    let mut noise = || 0.1 * ((0..12).map(|_| random.unit()).sum::<f64>() - 6.0);
    let mut found = 0;
    for _ in 0..MARKETS {
        let offers = (0..suppliers).map(|at| {
            let quality = noise();
            Offer::new(
                at.to_string(),
                1.0 + quality,
                1.0 + slope * quality + noise(),
            )
        });
        let options = map::Options::default().line(FairValueLine::Regression);
        let map = ValueMap::new(offers, options).unwrap();
        found += u32::from(map.offers[0].standing.is_some());
    }
    f64::from(found) / f64::from(MARKETS)
}

/// Without the test, every such line would place every supplier.
#[test]
fn a_line_through_prices_that_do_not_follow_quality_decides_in_2_5_percent_of_markets() {
    for suppliers in [5, 8, 15] {
        let chance = decided(0.0, suppliers, 1973);
        // Of a two-sided test at 5 %, the half that rises; four standard errors.
        assert!((chance - 0.025).abs() < 0.01, "{suppliers}: {chance}");
    }
    // Where they do, as much as they scatter: in 55 % of markets of 8, and 88 % of 15.
    let [few, many] = [8, 15].map(|suppliers| decided(1.0, suppliers, 1973));
    assert!(few > 0.5 && many > 0.85, "{few} {many}");
}

/// The quality profile of a wave: three suppliers, each rated by so many customers on three attributes.
fn wave(random: &mut Random, customers: usize, ours: &[u32; 10]) -> QualityProfile {
    let suppliers = ["us", "Acme", "Bolt"];
    let mut builder = Builder::new(Scale::ONE_TO_TEN, ["a", "b", "c"], suppliers).unwrap();
    for supplier in suppliers {
        let percents = if supplier == "us" { ours } else { &SKEWED };
        for _ in 0..customers {
            let ratings = [(); 3].map(|()| Some(random.rating_by(percents)));
            let ratings = &ratings;
            builder.push(&[Ratings { supplier, ratings }]).unwrap();
        }
    }
    let market = builder.finish().unwrap();
    market
        .quality_profile("us", &WEIGHTS, Default::default())
        .unwrap()
}

const WEIGHTS: [(&str, f64); 3] = [("a", 50.0), ("b", 30.0), ("c", 20.0)];

/// The share of pairs of waves that give an alarm, by default and by signs alone.
fn alarms(pairs: u32, customers: usize, later: &[u32; 10]) -> [f64; 2] {
    let mut random = Random(2004);
    let mut alarms = [0_u32; 2];
    for _ in 0..pairs {
        let before = wave(&mut random, customers, &SKEWED);
        let after = wave(&mut random, customers, later);
        let judged = trend::Options::default();
        for (alarms, options) in alarms.iter_mut().zip([judged, judged.confidence(None)]) {
            let periods = [
                PeriodValue::new("1", &before, 1.0).satisfaction(9.0),
                PeriodValue::new("2", &after, 1.0).satisfaction(9.0),
            ];
            let found = trend::changes(periods, options).unwrap();
            let alarm = found[0].signal == Signal::DownDespiteSatisfaction;
            *alarms += u32::from(alarm);
        }
    }
    alarms.map(|alarms| f64::from(alarms) / f64::from(pairs))
}

/// With satisfaction high all the while, an alarm is false in 0.3 to 0.5 % of pairs; by signs, in half.
#[test]
fn two_waves_in_which_nothing_changed_give_an_alarm_in_at_most_1_percent() {
    let [judged, by_signs] = alarms(1500, 30, &SKEWED);
    assert!(judged <= 0.01, "{judged}");
    assert!((by_signs - 0.5).abs() < 0.05, "{by_signs}");
}

/// An alarm that never fires would be as right: where our ratings fall by a fifth, it does fire.
#[test]
fn a_fall_that_is_there_gives_an_alarm() {
    let [judged, _] = alarms(100, 50, &EVEN);
    assert!(mean(&SKEWED) / mean(&EVEN) > 1.15);
    assert!(judged > 0.9, "{judged}");
}

/// Means of 7.5 and 8.1 for us, of 6.0, 7.2 and 8.1 for them.
const OURS: [u32; 10] = [0, 0, 0, 0, 10, 15, 20, 30, 20, 5];
const OURS_BETTER: [u32; 10] = [0, 0, 0, 0, 4, 8, 16, 28, 30, 14];
const THEIRS: [u32; 10] = [0, 0, 5, 10, 20, 30, 20, 10, 5, 0];
const THEIRS_BETTER: [u32; 10] = [0, 0, 0, 5, 10, 15, 25, 25, 13, 7];
const THEIRS_MUCH_BETTER: [u32; 10] = [0, 0, 0, 0, 5, 8, 17, 30, 25, 15];

/// What each pair of waves says on whether they got better faster, by default and by signs alone.
fn faster(waves: [[&[u32; 10]; 2]; 2], customers: usize, pairs: usize) -> [Vec<Option<bool>>; 2] {
    let mut random = Random(1977);
    let mut wave = |percents: [&[u32; 10]; 2]| {
        let mut builder = Builder::new(Scale::ONE_TO_TEN, ["a"], ["us", "them"]).unwrap();
        for (supplier, percents) in ["us", "them"].into_iter().zip(percents) {
            for _ in 0..customers {
                let ratings = &[Some(random.rating_by(percents))];
                builder.push(&[Ratings { supplier, ratings }]).unwrap();
            }
        }
        let market = builder.finish().unwrap();
        let options = Default::default();
        market
            .quality_profile("us", &[("a", 100.0)], options)
            .unwrap()
    };
    let mut told = [Vec::new(), Vec::new()];
    for _ in 0..pairs {
        let [before, after] = waves.map(&mut wave);
        let judged = trend::Options::default();
        for (told, options) in told.iter_mut().zip([judged, judged.confidence(None)]) {
            let periods = [
                PeriodValue::new("1", &before, 1.0),
                PeriodValue::new("2", &after, 1.0),
            ];
            let found = trend::changes(periods, options).unwrap();
            told.push(found[0].they_got_better_faster);
        }
    }
    told
}

fn share(told: &[Option<bool>], of: Option<bool>) -> f64 {
    let found = told.iter().filter(|&&found| found == of).count();
    found as f64 / told.len() as f64
}

/// Ours as they were, theirs from 6.0 to 7.2: by the sign of ours we got better in half of the pairs.
#[test]
fn that_they_got_better_faster_is_hardly_ever_told_if_we_did_not_get_better() {
    let waves = [[&OURS, &THEIRS], [&OURS, &THEIRS_BETTER]];
    let [told, by_signs] = faster(waves, 100, 400);
    assert!(
        share(&told, Some(true)) <= 0.015,
        "{}",
        share(&told, Some(true))
    );
    // Nor is it told that we did not.
    assert!(share(&told, None) >= 0.97, "{}", share(&told, None));
    let by_signs = share(&by_signs, Some(true));
    assert!((by_signs - 0.5).abs() < 0.1, "{by_signs}");
}

/// Nor if they did not, however much better we got; there it is told that it is not so.
#[test]
fn that_they_got_better_faster_is_denied_if_only_we_did() {
    let waves = [[&OURS, &THEIRS], [&THEIRS_MUCH_BETTER, &THEIRS]];
    let [told, _] = faster(waves, 400, 60);
    assert_eq!(share(&told, Some(true)), 0.0);
    assert!(
        share(&told, Some(false)) > 0.5,
        "{}",
        share(&told, Some(false))
    );
}

#[test]
fn that_they_got_better_faster_is_told_if_it_is_so() {
    let waves = [[&OURS, &THEIRS], [&OURS_BETTER, &THEIRS_MUCH_BETTER]];
    let [told, _] = faster(waves, 200, 100);
    assert!(
        share(&told, Some(true)) > 0.8,
        "{}",
        share(&told, Some(true))
    );
    assert_eq!(share(&told, Some(false)), 0.0);
}

/// The same hundred people twice, most of whom say again what they said: the error of the change as it is
/// over many panels, and as contributions put side by side say from one.
#[test]
fn a_panel_tells_a_change_with_the_error_that_it_has() {
    const PANELS: u32 = 300;
    let mut random = Random(1983);
    let names = ["us", "Acme"];
    let people: Vec<u32> = (0..100).collect();
    let (mut changes, mut errors, mut apart) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..PANELS {
        let mut answers = || -> Vec<[[Option<f64>; 3]; 2]> {
            let rows =
                (0..100).map(|_| [(); 2].map(|()| [(); 3].map(|()| random.rating_by(&SKEWED))));
            rows.map(|row| row.map(|ratings| ratings.map(Some)))
                .collect()
        };
        let (first, other) = (answers(), answers());
        // Four of five say the same again.
        let second: Vec<_> = (0..100)
            .map(|at| if at % 5 == 0 { other[at] } else { first[at] })
            .collect();
        let wave = |answers: &[[[Option<f64>; 3]; 2]]| {
            let rows: Vec<Vec<Ratings<'_>>> = answers
                .iter()
                .map(|row| {
                    let rated = names.iter().zip(row);
                    rated
                        .map(|(supplier, ratings)| Ratings { supplier, ratings })
                        .collect()
                })
                .collect();
            let mut builder = Builder::new(Scale::ONE_TO_TEN, ["a", "b", "c"], names).unwrap();
            for row in &rows {
                builder.push(row).unwrap();
            }
            let market: Market = builder.finish().unwrap();
            let rows = rows.iter().map(Vec::as_slice);
            market
                .quality_influence("us", &WEIGHTS, rows, None, Default::default())
                .unwrap()
        };
        let (before, after) = (wave(&first), wave(&second));
        let [left, right] = before.matched(&people, &after, &people).unwrap();
        let change = right.minus(&left).unwrap();
        let estimate = change.estimate(&Design::default()).unwrap();
        changes.push(estimate.value());
        errors.push(estimate.standard_error().powi(2));
        let design = Design::default();
        let [one, two] = [before, after].map(|wave| wave.estimate(&design).unwrap());
        apart.push(two.minus(&one).unwrap().standard_error().powi(2));
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / f64::from(PANELS);
    let true_variance = mean(
        &changes
            .iter()
            .map(|change| change * change)
            .collect::<Vec<_>>(),
    );
    // A variance from 300 is within a quarter of the true one (three standard errors).
    let ratio = mean(&errors) / true_variance;
    assert!((ratio - 1.0).abs() < 0.25, "{ratio}");
    // As if the waves had asked different people, it would be five times as large.
    let as_if_apart = mean(&apart) / true_variance;
    assert!(as_if_apart > 3.5, "{as_if_apart}");
}
