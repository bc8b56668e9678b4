//! What the standard errors and the intervals of a Net Promoter Score hold, by simulation and by
//! counting every sample there can be.

use retention::accumulate::{Accumulator, Weighted};
use retention::estimate::{Confidence, Design, Errors};
use retention::satisfaction::nps::{Counter, Group, NetPromoterScore, Options};
use retention::scale::{Scale, Weights};

use crate::random::Congruential as Random;

impl Random {
    /// An answer of a promoter, a passive or a detractor with these chances, the last by what is left.
    fn answer(&mut self, promoters: f64, passives: f64) -> f64 {
        let drawn = self.unit();
        if drawn < promoters {
            10.0
        } else if drawn < promoters + passives {
            8.0
        } else {
            3.0
        }
    }
}

const RESPONDENTS: usize = 300;
const SAMPLES: usize = 3000;

/// Key accounts are a tenth of the customers and half of the sample; most of them are detractors, the
/// other customers promoters.
fn sample(random: &mut Random, is_key: impl Fn(usize, &mut Random) -> bool) -> [Vec<f64>; 2] {
    let drawn = (0..RESPONDENTS).map(|row| {
        if is_key(row, random) {
            (random.answer(0.1, 0.2), 0.2)
        } else {
            (random.answer(0.85, 0.12), 1.8)
        }
    });
    let (answers, weights) = drawn.unzip();
    [answers, weights]
}

/// The standard deviation of the score from sample to sample, which is the truth, and the square roots
/// of the means of two squared errors.
fn truth_and_errors(of: impl Fn(&mut Random) -> (f64, [f64; 2])) -> (f64, [f64; 2]) {
    let mut random = Random(11);
    let (mut scores, mut squares) = (Vec::new(), [0.0; 2]);
    for _ in 0..SAMPLES {
        let (score, errors) = of(&mut random);
        scores.push(score);
        for (square, error) in squares.iter_mut().zip(errors) {
            *square += error * error;
        }
    }
    let n = SAMPLES as f64;
    let mean = scores.iter().sum::<f64>() / n;
    let variance = scores
        .iter()
        .map(|score| (score - mean).powi(2))
        .sum::<f64>()
        / (n - 1.0);
    (variance.sqrt(), squares.map(|square| (square / n).sqrt()))
}

/// 3,000 samples know their standard deviation to about 1.3 %.
const CLOSE: f64 = 0.05;

#[test]
fn oversampled_key_accounts_have_the_linearised_error_and_not_that_of_kish() {
    let (truth, [linearised, kish]) = truth_and_errors(|random| {
        let [answers, weights] = sample(random, |_, random| random.unit() < 0.5);
        let mut counter = Counter::new(Options::default()).unwrap();
        for (answer, weight) in answers.into_iter().zip(weights) {
            counter.push_weighted(Some(answer), weight).unwrap();
        }
        let score = counter.finish().unwrap();
        let error = |errors| score.estimate_by(errors).unwrap().standard_error();
        (
            score.score.unwrap(),
            [error(Errors::Linearised), error(Errors::Kish)],
        )
    });
    assert!(
        (linearised / truth - 1.0).abs() < CLOSE,
        "{linearised} not {truth}"
    );
    assert!(kish / truth > 1.2, "{kish} beside {truth}");
}

#[test]
fn a_sample_of_half_key_accounts_has_the_error_of_its_strata() {
    let strata: Vec<u32> = (0..RESPONDENTS as u32).map(|row| row % 2).collect();
    let stratified = Design::default().strata(Some(strata));
    let (truth, [by_strata, alone]) = truth_and_errors(|random| {
        let [answers, weights] = sample(random, |row, _| row % 2 == 0);
        let answers = Scale::ZERO_TO_TEN.full_answers(&answers).unwrap();
        let weights = Weights::new(weights).unwrap();
        let score = NetPromoterScore::influence(&answers, Some(&weights), Options::default());
        let score = score.unwrap().unwrap();
        let error = |design| score.estimate(design).unwrap().standard_error();
        (
            score.value(),
            [error(&stratified), error(&Design::default())],
        )
    });
    assert!(
        (by_strata / truth - 1.0).abs() < CLOSE,
        "{by_strata} not {truth}"
    );
    assert!(alone / truth > 1.05, "{alone} beside {truth}");
}

fn score([promoters, passives, detractors]: [u64; 3]) -> NetPromoterScore {
    let mut counter = Counter::new(Options::default()).unwrap();
    counter.add(Group::Promoter, promoters).unwrap();
    counter.add(Group::Passive, passives).unwrap();
    counter.add(Group::Detractor, detractors).unwrap();
    counter.finish().unwrap()
}

#[test]
fn an_all_promoter_sample_contains_its_own_score_at_every_level() {
    for n in [10, 20, 100, 10_000] {
        for level in [0.5, 0.8, 0.9, 0.95, 0.99, 0.999] {
            let confidence = Confidence::new(level).unwrap();
            for own in [[n, 0, 0], [0, 0, n]] {
                let nps = score(own);
                let interval = nps.interval(confidence).unwrap();
                assert!(interval.contains(nps.score.unwrap()), "{own:?} at {level}");
            }
        }
    }
}

/// The chance that the interval of n answers contains the true score: over every sample there can be.
fn coverage(n: u64, [p, q, d]: [f64; 3], confidence: Confidence) -> f64 {
    let ln_factorial = |n: u64| (1..=n).map(|k| (k as f64).ln()).sum::<f64>();
    let power = |share: f64, count: u64| {
        if count == 0 {
            0.0
        } else {
            count as f64 * share.ln()
        }
    };
    let mut covered = 0.0;
    for promoters in 0..=n {
        for passives in 0..=n - promoters {
            let detractors = n - promoters - passives;
            let interval = score([promoters, passives, detractors])
                .interval(confidence)
                .unwrap();
            if interval.contains(100.0 * (p - d)) {
                let ways = ln_factorial(n)
                    - [promoters, passives, detractors]
                        .map(ln_factorial)
                        .iter()
                        .sum::<f64>();
                let chance = ways + power(p, promoters) + power(q, passives) + power(d, detractors);
                covered += chance.exp();
            }
        }
    }
    covered
}

/// Samples are few, so coverage jumps from one true score to the next; of these it is never further
/// below the level.
#[test]
fn intervals_cover_at_every_level_in_small_and_skewed_samples() {
    let populations = [
        [0.5, 0.3, 0.2],
        [0.34, 0.33, 0.33],
        [0.8, 0.15, 0.05],
        [0.92, 0.05, 0.03],
        [0.1, 0.2, 0.7],
    ];
    for (level, short) in [(0.8, 0.03), (0.9, 0.03), (0.95, 0.02), (0.99, 0.01)] {
        let confidence = Confidence::new(level).unwrap();
        for n in [10, 25, 40] {
            // With ten answers the ends are few.
            let short = if n == 10 { 0.031 } else { short };
            for population in populations {
                let covered = coverage(n, population, confidence);
                assert!(
                    covered >= level - short,
                    "{n} of {population:?}: {covered} at {level}"
                );
            }
        }
    }
}

/// One or two answers leave the adjusted centre so far from the score that the interval would miss it.
#[test]
fn an_interval_holds_the_score_however_few_answered() {
    let of = |answers: &[f64]| {
        let answers = Scale::ZERO_TO_TEN.full_answers(answers).unwrap();
        NetPromoterScore::of(&answers, None, Options::default()).unwrap()
    };
    let few = [
        of(&[0.0]),
        of(&[8.0]),
        of(&[10.0]),
        of(&[0.0, 0.0]),
        of(&[10.0, 0.0]),
        of(&[10.0, 10.0, 10.0]),
    ];
    for level in [0.5, 0.8, 0.95, 0.99, 0.9999] {
        let confidence = Confidence::new(level).unwrap();
        for ours in &few {
            let interval = ours.interval(confidence).unwrap();
            assert!(
                interval.contains(ours.score.unwrap()),
                "{interval} at {level}"
            );
            for theirs in &few {
                let difference = ours.score.unwrap() - theirs.score.unwrap();
                let interval = ours
                    .difference_interval(theirs, confidence)
                    .unwrap()
                    .unwrap();
                assert!(interval.contains(difference), "{interval} at {level}");
            }
        }
    }
}
