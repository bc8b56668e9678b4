//! What told who stayed: what changes nothing, what it adds up to, and simulations with a known truth.

use retention::Accumulator;
use retention::portrait::staying::{
    Builder, Options, Predictor, PredictorsOfStaying, Sharing, StayingVerdict, SurveyedCustomer,
};

use crate::random::Mixed;

const NAMES: [&str; 5] = ["first", "second", "bystander", "noise", "bent"];

#[derive(Clone)]
struct Row {
    numbers: [Option<f64>; 5],
    class: Option<usize>,
    stayed: bool,
}

fn normal(random: &mut Mixed) -> f64 {
    let (a, b) = (1.0 - random.unit(), random.unit());
    (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
}

/// Two numbers that matter, one that goes with the first, noise, one of which both much and little goes with
/// leaving, and a class that tells nothing; or nothing matters.
fn world(seed: u64, customers: usize, something: bool) -> Vec<Row> {
    let mut random = Mixed(seed << 32);
    let row = |_| {
        let [first, second, other, noise, bent] = [0; 5].map(|_| normal(&mut random));
        let bystander = 0.7 * first + 0.51_f64.sqrt() * other;
        let class = (4.0 * random.unit()) as usize;
        let all = 0.8 * first + 0.5 * second - 0.5 * (bent * bent - 1.0);
        let log_odds = 1.2 + if something { all } else { 0.0 };
        Row {
            numbers: [first, second, bystander, noise, bent].map(Some),
            class: Some(class),
            stayed: random.unit() < 1.0 / (1.0 + (-log_odds).exp()),
        }
    };
    (0..customers).map(row).collect()
}

fn found(rows: &[Row], options: Options) -> PredictorsOfStaying {
    let numbers = NAMES.map(Predictor::number);
    let class = Predictor::levels("class", ["a", "b", "c", "d"]);
    let mut builder = Builder::new(numbers.into_iter().chain([class]), options).unwrap();
    let rows = rows.iter().map(|row| SurveyedCustomer {
        stayed: row.stayed,
        numbers: &row.numbers,
        classes: std::slice::from_ref(&row.class),
    });
    builder.extend(rows).unwrap();
    builder.finish().unwrap()
}

/// Few parts and no sets of predictors, for speed.
fn quick() -> Options {
    Options::default().folds(2).shared(0).leavers(20)
}

#[test]
fn the_order_of_customers_changes_nothing() {
    let mut rows = world(1, 200, true);
    for (at, row) in rows.iter_mut().enumerate() {
        if at % 7 == 0 {
            row.numbers[at % 5] = None;
        }
    }
    let one = found(&rows, quick());
    rows.reverse();
    rows.rotate_left(61);
    assert_eq!(found(&rows, quick()), one);
}

#[test]
fn the_unit_of_a_number_changes_no_area() {
    let rows = world(2, 200, true);
    let mut scaled = rows.clone();
    for row in &mut scaled {
        row.numbers[0] = row.numbers[0].map(|x| 1024.0 * x);
    }
    let (one, other) = (found(&rows, quick()), found(&scaled, quick()));
    for (a, b) in one.predictors.iter().zip(&other.predictors) {
        assert_eq!((a.area, a.p_value, a.bend), (b.area, b.p_value, b.bend));
    }
    // One more of a unit is less of the same.
    let alone = |found: &PredictorsOfStaying| found.predictors[0].alone.unwrap();
    assert!((alone(&one).value() / alone(&other).value() - 1024.0).abs() < 1e-6);
    let area = |found: &PredictorsOfStaying| found.joint.fitted().unwrap().area.unwrap().value;
    assert!((area(&one) - area(&other)).abs() < 1e-9);
}

#[test]
fn shares_over_all_orders_add_up_to_the_gain() {
    let rows = world(3, 200, true);
    let all = found(&rows, quick().shared(6));
    let model = all.joint.fitted().unwrap();
    assert_eq!(model.sharing, Some(Sharing::AllOrders));
    let shares = model.predictors.iter().map(|it| it.share.unwrap().value());
    assert!((shares.sum::<f64>() - model.gain.unwrap().value()).abs() < 1e-12);
    // A gain below 0 has no parts.
    let parts: Option<f64> = model.predictors.iter().map(|it| it.part).sum();
    match model.gain.unwrap().value() > 0.0 {
        true => assert!((parts.unwrap() - 1.0).abs() < 1e-9),
        false => assert_eq!(parts, None),
    }
    // Which predictor counts as last does not depend on how the gain is shared.
    let last = found(&rows, quick());
    let last = last.joint.fitted().unwrap();
    assert_eq!(last.sharing, Some(Sharing::JoinsLast));
    let adds = |model: &retention::portrait::staying::JointModel| {
        model
            .predictors
            .iter()
            .map(|it| it.adds)
            .collect::<Vec<_>>()
    };
    assert_eq!(adds(model), adds(last));
    assert_eq!(model.gain, last.gain);
}

#[test]
fn customers_who_did_not_answer_are_compared_with_the_others() {
    let mut rows = world(4, 300, true);
    // Half of those who left did not answer, and one in ten of the others.
    for (at, row) in rows.iter_mut().enumerate() {
        if at % if row.stayed { 10 } else { 2 } == 0 {
            row.numbers[3] = None;
        }
    }
    let found = found(&rows, quick());
    let noise = found.get("noise").unwrap();
    assert!(noise.missing_p_value < Some(0.001), "{noise:?}");
    assert_eq!(
        noise.answered.denominator() + noise.missing.denominator(),
        300
    );
    assert_eq!(found.get("first").unwrap().missing_p_value, None);
    let model = found.joint.fitted().unwrap();
    assert_eq!(model.stayed, noise.answered);
    assert_eq!(model.left_out, noise.missing);
    assert_eq!(model.left_out_p_value, noise.missing_p_value);
}

#[test]
fn a_rare_class_is_left_out_of_the_joint_model() {
    let mut rows = world(5, 200, true);
    for row in rows.iter_mut().take(9) {
        row.class = Some(3);
    }
    for row in rows.iter_mut().skip(9) {
        row.class = row.class.map(|class| class % 3);
    }
    let found = found(&rows, quick());
    let model = found.joint.fitted().unwrap();
    assert_eq!(model.left_out.denominator(), 9);
    let levels = model.effects.iter().filter(|it| it.predictor == "class");
    assert_eq!(levels.count(), 2);
    assert_eq!(found.get("class").unwrap().answered.denominator(), 200);
}

/// In larger runs (200 to 1,000 samples of 150 to 1,000 customers, normal and skewed) areas are covered in 93 to 99 %.
#[test]
fn simulated_areas_are_covered_and_not_flattered() {
    const SAMPLES: u64 = 15;
    // Of 150,000 customers: how often a customer who stayed has the higher value.
    let truths = [TRUE_FIRST, TRUE_SECOND];
    let (mut covered, mut outside, mut apparent, mut told) = (0, 0.0, 0.0, [0; 5]);
    for seed in 0..SAMPLES {
        let found = found(&world(100 + seed, 250, true), quick());
        for (predictor, truth) in found.predictors.iter().zip(truths) {
            let area = predictor.area.unwrap();
            covered += u32::from(area.lower <= truth && truth <= area.upper);
        }
        for (told, predictor) in told.iter_mut().zip(&found.predictors) {
            let middle = predictor.verdict == StayingVerdict::TellsInTheMiddle;
            *told += u32::from(middle || predictor.verdict == StayingVerdict::Tells);
        }
        let area = found.joint.fitted().unwrap().area.unwrap();
        outside += area.value / SAMPLES as f64;
        apparent += area.apparent / SAMPLES as f64;
    }
    // 95 % of 30 within three binomial errors.
    assert!(covered >= 25, "{covered}");
    let [first, second, bystander, noise, bent] = told;
    assert!(
        first >= 14 && second >= 3 && bystander >= 7 && bent >= 2,
        "{told:?}"
    );
    assert!(noise <= 3, "{told:?}");
    // The simplest rule reads the area off the customers that it was fitted to.
    assert!(
        outside < TRUE_JOINT && outside > TRUE_JOINT - 0.05,
        "{outside}"
    );
    assert!(
        apparent - TRUE_JOINT > 0.005 && apparent > outside + 0.015,
        "{apparent}"
    );
}

const TRUE_FIRST: f64 = 0.682;
const TRUE_SECOND: f64 = 0.614;
const TRUE_JOINT: f64 = 0.715;

/// In 1,500 larger runs anything is told in 5 to 6 %.
#[test]
fn simulated_noise_is_rarely_told() {
    const SAMPLES: u64 = 24;
    let (mut any, mut covered, mut flattered) = (0, 0, 0);
    for seed in 0..SAMPLES {
        let found = found(&world(300 + seed, 150, false), quick());
        let told = |verdict| {
            matches!(
                verdict,
                StayingVerdict::Tells | StayingVerdict::TellsInTheMiddle
            )
        };
        any += u32::from(found.predictors.iter().any(|it| told(it.verdict)));
        for predictor in &found.predictors {
            let area = predictor.area.unwrap();
            covered += u32::from(area.lower <= 0.5 && area.upper >= 0.5);
            flattered += u32::from(area.apparent > 0.55);
        }
    }
    // 5 % of 24, and 95 % of 144, within three binomial errors.
    assert!(any <= 4, "{any}");
    assert!(covered >= 129, "{covered}");
    // What is read off the same customers looks like something.
    assert!(flattered >= 30, "{flattered}");
}

/// Rows of these numbers alone.
fn of_numbers(rows: &[Row], numbers: [usize; 3], options: Options) -> PredictorsOfStaying {
    let predictors = numbers.map(|at| Predictor::number(NAMES[at]));
    let mut builder = Builder::new(predictors, options).unwrap();
    for row in rows {
        let numbers = numbers.map(|at| row.numbers[at]);
        builder
            .push(SurveyedCustomer {
                stayed: row.stayed,
                numbers: &numbers,
                classes: &[],
            })
            .unwrap();
    }
    builder.finish().unwrap()
}

/// Very skewed numbers, of which the model is wrong. In larger runs (150 to 300 samples of 250 to 1,000 customers,
/// normal and skewed) growths are covered in 92 to 100 %; by the error of pairs alone it is 75 to 94 %.
#[test]
fn simulated_growths_of_the_area_are_covered() {
    const SAMPLES: u64 = 24;
    // Of 1,500,000 customers: how much less the other two tell.
    let truths = [0.0885, 0.0198, 0.0];
    let (mut covered, mut found_something) = (0, 0);
    for seed in 0..SAMPLES {
        let mut rows = world(700 + seed, 250, true);
        for number in rows.iter_mut().flat_map(|row| &mut row.numbers) {
            *number = number.map(|x| (1.2 * x).exp());
        }
        let found = of_numbers(&rows, [0, 1, 3], quick());
        let model = found.joint.fitted().unwrap();
        for (joined, truth) in model.predictors.iter().zip(truths) {
            let adds = joined.adds.unwrap();
            covered += u32::from(adds.lower <= truth && truth <= adds.upper);
            found_something += u32::from(adds.lower > 0.0);
            // What may be nothing is not said to be something.
            assert!(joined.p_value < Some(0.05) || adds.lower <= 0.0);
            assert!(adds.lower <= adds.value && adds.value <= adds.upper);
        }
    }
    assert!(covered >= 67, "{covered}");
    assert!(found_something >= 5, "{found_something}");
}

/// In 300 larger runs with all six predictors and 1,000 customers the ranks are right in 95 %.
#[test]
fn simulated_importance_is_ranked_right() {
    const SAMPLES: u64 = 14;
    let mut right = 0;
    for seed in 0..SAMPLES {
        let rows = world(500 + seed, 1000, true);
        // Without the class, the bystander and the bent number, so that there are few sets.
        let found = of_numbers(&rows, [0, 1, 3], quick().shared(3));
        let ranks = found.importances.iter().map(|it| it.revealed_rank.unwrap());
        let ranks: Vec<u64> = ranks.collect();
        right += u32::from(ranks == [1, 2, 3]);
    }
    // 95 % of 14 within three binomial errors; half as often would give 7.
    assert!(right >= 11, "{right}");
}
