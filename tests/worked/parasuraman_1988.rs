//! SERVQUAL of Parasuraman, Zeithaml and Berry (1988), and SERVPERF of Cronin and Taylor (1992):
//! their definitions on figures worked by hand.

use retention::Accumulator;
use retention::satisfaction::disconfirmation::Experience;
use retention::satisfaction::servqual;
use retention::scale::{Item, ItemSet, Missing, Orientation, Scale, Weights};

use crate::assert_published;

const GAPS: servqual::Rater<f64> = servqual::Rater {
    reliability: -1.0,
    responsiveness: -0.5,
    assurance: -0.2,
    empathy: -0.3,
    tangibles: 0.1,
};

#[test]
fn parasuraman_1988_gaps_make_0_38_unweighted_and_0_505_weighted() {
    let options = servqual::Options::default();
    assert_published(options.unweighted(GAPS).unwrap(), "-0.380000");
    assert_published(options.weighted(GAPS).unwrap(), "-0.505000");
    // Weights are proportions: five equal ones are none.
    let equal = options.weights(servqual::Rater::from_fn(|_| 7.0));
    assert_published(equal.weighted(GAPS).unwrap(), "-0.380000");
}

/// Perceptions and expectations of 22 items whose gaps average to those of each dimension.
fn item_means() -> (Vec<f64>, Vec<f64>) {
    let mut seen = servqual::Rater::<usize>::default();
    let items = servqual::Wording::Positive.items();
    let perceptions = items.iter().map(|item| {
        let dimension = item.facet;
        let count = dimension.items();
        let position = seen.get_mut(dimension);
        // Steps around the mean that cancel.
        let step = *position as f64 - (count as f64 - 1.0) / 2.0;
        *position += 1;
        5.0 + GAPS.get(dimension) + 0.1 * step
    });
    (perceptions.collect(), vec![5.0; items.len()])
}

#[test]
fn parasuraman_1988_items_make_dimensions_and_dimensions_the_whole() {
    let (perceptions, expectations) = item_means();
    let options = servqual::Options::default().wording(servqual::Wording::Positive);
    let means = Experience {
        perceived: &perceptions[..],
        expected: &expectations[..],
    };
    let scores = options.score(means).unwrap();
    for (dimension, gap) in scores.iter() {
        assert_published(gap.unwrap(), &format!("{:.6}", GAPS.get(dimension)));
    }
    assert_published(options.unweighted(scores).unwrap(), "-0.380000");
    assert_published(options.weighted(scores).unwrap(), "-0.505000");
}

#[test]
fn parasuraman_1988_from_respondents_as_from_means() {
    let (perceptions, expectations) = item_means();
    let options = servqual::Options::default().wording(servqual::Wording::Positive);
    let mut builder = servqual::Builder::new(&options).unwrap();
    // Three respondents around the means: 0.3 above, 0.3 below, on them.
    for shift in [0.3, -0.3, 0.0] {
        let perceived: Vec<_> = perceptions.iter().map(|mean| Some(mean + shift)).collect();
        let expected: Vec<_> = expectations.iter().map(|&mean| Some(mean)).collect();
        let respondent = servqual::Respondent::new(&perceived, &expected);
        builder.push(respondent).unwrap();
    }
    let service = builder.finish().unwrap();
    assert_eq!(service.respondents, 3);
    // All move together, so every figure has the spread of the shift: 0.18 / 2.
    for summary in [
        &service.unweighted,
        &service.weighted,
        &service.dimensions.empathy,
    ] {
        let error = summary.estimate().unwrap().standard_error();
        assert_published(error, &format!("{:.9}", 0.3 / 3.0_f64.sqrt()));
    }
    assert_published(service.unweighted.mean.unwrap(), "-0.380000000");
    assert_published(service.weighted.mean.unwrap(), "-0.505000000");
    assert_published(service.items[4].score.mean.unwrap(), "-1.200000000");
    assert_published(service.items[4].perception.mean.unwrap(), "3.800000000");
    assert_eq!(service.items[4].expectation.unwrap().mean, Some(5.0));
    assert_eq!(service.items[4].dimension, servqual::Dimension::Reliability);
}

#[test]
fn cronin_taylor_1992_servperf_leaves_expectations_out() {
    let (perceptions, _) = item_means();
    let options = servqual::Options::default()
        .wording(servqual::Wording::Positive)
        .form(servqual::Form::Perception);
    let means = Experience {
        perceived: &perceptions[..],
        expected: &[],
    };
    let scores = options.score(means).unwrap();
    assert_published(scores.reliability.unwrap(), "4.000000");
    assert_published(options.unweighted(scores).unwrap(), "4.620000");
    assert_published(options.weighted(scores).unwrap(), "4.495000");
}

#[test]
fn parasuraman_1988_with_gaps_and_weights_by_hand() {
    // One item a dimension, two of reliability. Three respondents with weights 1, 1, 2.
    let mut items = servqual::Dimension::ALL.to_vec();
    items.push(servqual::Dimension::Reliability);
    let options = servqual::Options::default()
        .items(items.into_iter().map(Item::as_asked).collect())
        .missing(Missing::AtLeastHalf);
    let scale = Scale::ONE_TO_SEVEN;
    let reliability = [Some(4.0), Some(5.0), Some(2.0)];
    let others = [Some(6.0), None, Some(6.0)];
    let second = [Some(6.0), None, None];
    let columns = [reliability, others, others, others, others, second];
    let perceptions = ItemSet::new(columns.iter().map(|c| scale.answers(c).unwrap())).unwrap();
    let five = [5.0; 3];
    let expectations = ItemSet::new([scale.full_answers(&five).unwrap(); 6]).unwrap();
    let weights = Weights::new([1.0, 1.0, 2.0]).unwrap();
    let service =
        servqual::Servqual::of(&perceptions, Some(&expectations), Some(&weights), &options)
            .unwrap();
    // Reliability: (−1 + 1) / 2, 0, −3: (0 + 0 − 6) / 4.
    assert_eq!(service.dimensions.reliability.mean, Some(-1.5));
    assert_eq!(service.dimensions.reliability.answered, 3);
    assert_eq!(service.dimensions.empathy.missing, 1);
    // Overall of the first and the third: (0 + 4) / 5 and (−3 + 4) / 5, weights 1 and 2.
    assert_eq!(
        (service.unweighted.answered, service.unweighted.missing),
        (2, 1)
    );
    assert_published(
        service.unweighted.mean.unwrap(),
        &format!("{:.9}", (0.8 + 2.0 * 0.2) / 3.0),
    );
    // 0.68 of the others; −3 · 0.32 + 0.68.
    assert_published(
        service.weighted.mean.unwrap(),
        &format!("{:.9}", (0.68 - 2.0 * 0.28) / 3.0),
    );
}

/// One respondent who wants 6 of 7 everywhere and finds 5, as a questionnaire of this wording records
/// it; what is negative is read from the other end.
fn one_point_short(options: servqual::Options) -> servqual::Servqual {
    let wording = servqual::Wording::Mixed.items();
    let answers = |answer: f64| -> Vec<Option<f64>> {
        let read = |item: &Item<_>| match item.orientation {
            Orientation::Reversed => 8.0 - answer,
            _ => answer,
        };
        wording.iter().map(|item| Some(read(item))).collect()
    };
    let (perceived, expected) = (answers(5.0), answers(6.0));
    let mut builder = servqual::Builder::new(&options).unwrap();
    builder
        .push(servqual::Respondent::new(&perceived, &expected))
        .unwrap();
    builder.finish().unwrap()
}

#[test]
fn parasuraman_1988_every_item_one_point_short_is_1_short_by_the_negative_wording() {
    let service = one_point_short(servqual::Options::default());
    assert_eq!(service.unweighted.mean, Some(-1.0));
    assert_published(service.weighted.mean.unwrap(), "-1.000000");
    for (_, dimension) in service.dimensions.iter() {
        assert_eq!(dimension.mean, Some(-1.0));
    }
    // As asked: item 10, worded negatively, wants 2 and finds 3.
    let tenth = service.items[9];
    assert_eq!(tenth.perception.mean, Some(3.0));
    assert_eq!(tenth.expectation.unwrap().mean, Some(2.0));
    assert_eq!(tenth.score.mean, Some(-1.0));
    // Read as if it were positive, two dimensions would seem to exceed what is expected.
    let positive = servqual::Options::default().wording(servqual::Wording::Positive);
    let misread = one_point_short(positive);
    assert_published(misread.unweighted.mean.unwrap(), "-0.200000");
    assert_published(misread.weighted.mean.unwrap(), "-0.240000");
}

/// One question a dimension, in the order that spells RATER; everyone expects 7.
fn five_questions() -> servqual::Options {
    let items = servqual::Dimension::ALL.iter().copied();
    servqual::Options::default().items(items.map(Item::as_asked).collect())
}

/// A respondent who finds one dimension so much short, and gave it 60 of 100 points.
fn disappointed(
    short_of: servqual::Dimension,
    gap: f64,
) -> ([Option<f64>; 5], servqual::Rater<f64>) {
    let mut perceived = [Some(7.0); 5];
    perceived[short_of as usize] = Some(7.0 + gap);
    let points = |of| if of == short_of { 60.0 } else { 10.0 };
    (perceived, servqual::Rater::from_fn(points))
}

#[test]
fn parasuraman_1988_own_points_say_more_of_customers_who_want_different_things() {
    use servqual::Dimension::{Assurance, Reliability};
    let mut builder = servqual::Builder::new(&five_questions()).unwrap();
    for dimension in [Reliability, Assurance] {
        let (perceived, points) = disappointed(dimension, -3.0);
        let respondent = servqual::Respondent::new(&perceived, &[Some(7.0); 5]).points(points);
        builder.push(respondent).unwrap();
    }
    let service = builder.finish().unwrap();
    // 0.6 · −3 of each; their mean points are 35 of 100 for either, and its mean gap is −1.5.
    assert_published(service.own_weighted.mean.unwrap(), "-1.800000000");
    assert_eq!(
        format!("{:.12}", service.own_weighted.variance.unwrap()),
        "0.000000000000"
    );
    let mean_weighted = service.mean_weighted.unwrap();
    assert_published(mean_weighted.value(), "-1.050000000");
    // A respondent's change: 0.35 · (∓1.5 ± 1.5) + (−1.5 · (±0.25 ∓ 0.25)) = 0 by symmetry.
    assert_eq!(mean_weighted.standard_error(), 0.0);
    assert_eq!(service.own_shares.reliability.mean, Some(0.35));
    assert_eq!(service.own_shares.empathy.mean, Some(0.1));
    // The published weights: −1.5 · (0.32 + 0.19).
    assert_published(service.weighted.mean.unwrap(), "-0.765000000");
}

#[test]
fn parasuraman_1988_the_error_by_mean_points_is_that_of_leaving_out_respondents_in_turn() {
    let dimensions = servqual::Dimension::ALL;
    let respondents: Vec<_> = (0..60_usize)
        .map(|row| {
            let (mut perceived, points) =
                disappointed(dimensions[row * 7 % 5], -((row % 4) as f64));
            perceived[row % 3] = Some((2 + row * row % 6) as f64);
            (perceived, points)
        })
        .collect();
    let of = |left_out: Option<usize>| {
        let mut builder = servqual::Builder::new(&five_questions()).unwrap();
        for (row, (perceived, points)) in respondents.iter().enumerate() {
            if Some(row) != left_out {
                let respondent = servqual::Respondent::new(perceived, &[Some(7.0); 5]);
                builder.push(respondent.points(*points)).unwrap();
            }
        }
        builder.finish().unwrap().mean_weighted.unwrap()
    };
    let n = respondents.len() as f64;
    let values: Vec<f64> = (0..60).map(|row| of(Some(row)).value()).collect();
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    let jackknife = ((n - 1.0) / n * squares).sqrt();
    // They differ by terms of 1 / n.
    let found = of(None).standard_error();
    assert!(
        (found / jackknife - 1.0).abs() < 0.02,
        "{found} {jackknife}"
    );
}

#[test]
fn an_index_of_reliability_and_assurance_does_without_the_other_dimensions() {
    use servqual::Dimension::{Assurance, Reliability};
    let items = [Reliability, Reliability, Assurance].map(Item::as_asked);
    let options = servqual::Options::default()
        .items(items.to_vec())
        .dimensions(vec![Reliability, Assurance]);
    let mut builder = servqual::Builder::new(&options).unwrap();
    let expected = [Some(6.0); 3];
    let perceived = [Some(5.0), Some(3.0), Some(5.0)];
    builder
        .push(servqual::Respondent::new(&perceived, &expected))
        .unwrap();
    let service = builder.finish().unwrap();
    // −2 and −1; the published weights are 32 and 19 of 51.
    assert_eq!(service.unweighted.mean, Some(-1.5));
    let weighted = format!("{:.9}", (-2.0 * 32.0 - 19.0) / 51.0);
    assert_published(service.weighted.mean.unwrap(), &weighted);
    let tangibles = service.dimensions.tangibles;
    assert_eq!((tangibles.answered, tangibles.missing), (0, 0));
    assert_eq!(service.shares.tangibles, 0.0);
    let means = Experience {
        perceived: &[5.0, 3.0, 5.0][..],
        expected: &[6.0; 3][..],
    };
    let scores = options.score(means).unwrap();
    assert_eq!((scores.reliability, scores.tangibles), (Some(-2.0), None));
    assert_eq!(options.unweighted(scores), Ok(-1.5));
    // The same two of a questionnaire with all five.
    let two = servqual::Options::default().dimensions(vec![Assurance, Reliability]);
    assert_published(two.unweighted(GAPS).unwrap(), "-0.600000");
    assert_published(
        two.weighted(GAPS).unwrap(),
        &format!("{:.6}", (-32.0 - 0.2 * 19.0) / 51.0),
    );
}
