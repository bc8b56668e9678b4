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
    let items = servqual::Options::default().items;
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
    let options = servqual::Options::default();
    let means = Experience {
        perceived: &perceptions[..],
        expected: &expectations[..],
    };
    let scores = options.score(means).unwrap();
    for (dimension, gap) in scores.iter() {
        assert_published(*gap, &format!("{:.6}", GAPS.get(dimension)));
    }
    assert_published(options.unweighted(scores).unwrap(), "-0.380000");
    assert_published(options.weighted(scores).unwrap(), "-0.505000");
}

#[test]
fn parasuraman_1988_from_respondents_as_from_means() {
    let (perceptions, expectations) = item_means();
    let options = servqual::Options::default();
    let mut builder = servqual::Builder::new(&options).unwrap();
    // Three respondents around the means: 0.3 above, 0.3 below, on them.
    for shift in [0.3, -0.3, 0.0] {
        let perceived: Vec<_> = perceptions.iter().map(|mean| Some(mean + shift)).collect();
        let expected: Vec<_> = expectations.iter().map(|&mean| Some(mean)).collect();
        let respondent = Experience {
            perceived: &perceived[..],
            expected: &expected[..],
        };
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
    let options = servqual::Options::default().form(servqual::Form::Perception);
    let means = Experience {
        perceived: &perceptions[..],
        expected: &[],
    };
    let scores = options.score(means).unwrap();
    assert_published(scores.reliability, "4.000000");
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
    let wording = servqual::Options::wording_1988().items;
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
        .push(Experience {
            perceived: &perceived[..],
            expected: &expected[..],
        })
        .unwrap();
    builder.finish().unwrap()
}

#[test]
fn parasuraman_1988_every_item_one_point_short_is_1_short_by_the_negative_wording() {
    let service = one_point_short(servqual::Options::wording_1988());
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
    let misread = one_point_short(servqual::Options::default());
    assert_published(misread.unweighted.mean.unwrap(), "-0.200000");
    assert_published(misread.weighted.mean.unwrap(), "-0.240000");
}
