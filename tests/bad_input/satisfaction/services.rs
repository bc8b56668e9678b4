//! SERVQUAL and SERVPERF.

use super::*;
use crate::expected::in_full;
use retention::satisfaction::disconfirmation::Experience;
use retention::scale::Item;
use retention::{Accumulator, Weighted};

fn small() -> servqual::Options {
    servqual::Options::default().items(items(servqual::Dimension::ALL))
}

fn items(dimensions: &[servqual::Dimension]) -> Vec<Item<servqual::Dimension>> {
    dimensions.iter().copied().map(Item::as_asked).collect()
}

const fn asked<'a>(
    perceived: &'a [Option<f64>],
    expected: &'a [Option<f64>],
) -> servqual::Respondent<'a> {
    servqual::Respondent::new(perceived, expected)
}

const fn means<'a>(perceived: &'a [f64], expected: &'a [f64]) -> Experience<&'a [f64]> {
    Experience {
        perceived,
        expected,
    }
}

#[test]
fn every_dimension_has_an_item_and_some_weight() {
    let of = |dimensions| {
        servqual::Builder::new(&servqual::Options::default().items(items(dimensions))).map(|_| ())
    };
    assert_eq!(refusal(of(&[])), expected::empty("item about reliability"));
    assert_eq!(
        refusal(of(&servqual::Dimension::ALL[..4])),
        expected::empty("item about responsiveness")
    );
    for (points, error) in [
        (f64::NAN, not_finite("weight of a dimension", "NaN", None)),
        (
            -1.0,
            out_of_range("weight of a dimension", "-1", "0 or more", None),
        ),
        (
            0.0,
            out_of_range("sum of the weights of the dimensions", "0", "above 0", None),
        ),
    ] {
        let options = small().weights(servqual::Rater::from_fn(|_| points));
        assert_eq!(
            refusal(options.weighted(servqual::Rater::<f64>::default())),
            error.clone()
        );
        assert_eq!(refusal(servqual::Builder::new(&options)), error);
    }
    let huge = small().weights(servqual::Rater::from_fn(|_| f64::MAX));
    let weighted = huge.weighted(servqual::Rater::from_fn(|_| 1.0)).unwrap();
    assert_eq!(format!("{weighted:.12}"), "1.000000000000");
    assert!(matches!(
        servqual::Builder::new(&small().missing(Missing::AtLeast(2))),
        Err(Error::OutOfRange {
            argument: "least number of items answered",
            ..
        })
    ));
}

#[test]
fn means_of_items_are_on_the_scale_and_as_many_as_items() {
    let five = [4.0; 5];
    let of = |p: &[f64], e: &[f64], form| small().form(form).score(means(p, e));
    let (gap, perception) = (servqual::Form::Gap, servqual::Form::Perception);
    assert_eq!(
        refusal(of(&five[1..], &five, gap)),
        length_mismatch("perceptions", 4, 5)
    );
    assert_eq!(
        refusal(of(&five, &[], gap)),
        length_mismatch("expectations", 0, 5)
    );
    assert_eq!(
        refusal(of(&five, &five, perception)),
        length_mismatch("expectations", 5, 0)
    );
    assert_eq!(
        refusal(of(&five, &[4.0, 4.0, 0.0, 4.0, 4.0], gap)),
        "answer must be 1 to 7, got 0 at item 2 (counted from 0)"
    );
    assert_eq!(
        refusal(of(&[4.0, f64::NAN, 4.0, 4.0, 4.0], &[], perception)),
        "answer must be finite, got NaN at item 1 (counted from 0)"
    );
    // Gaps reach from one end of the scale to the other, perceptions do not.
    let scores = servqual::Rater::from_fn(|_| -6.0);
    assert!(small().weighted(scores).is_ok() && small().unweighted(scores).is_ok());
    assert!(small().form(perception).weighted(scores).is_err());
    assert!(small().form(perception).unweighted(scores).is_err());
    let scores = servqual::Rater::from_fn(|_| 6.5);
    for found in [small().weighted(scores), small().unweighted(scores)] {
        assert_eq!(
            refusal(found),
            out_of_range("answer", "6.5", "-6 to 6", None)
        );
    }
}

#[test]
fn a_servqual_builder_refuses_and_goes_on() {
    let mut builder = servqual::Builder::new(&small()).unwrap();
    let five = [Some(5.0); 5];
    builder.push(asked(&five, &five)).unwrap();
    assert_eq!(
        refusal(builder.push(asked(&five[1..], &five))),
        expected::at_row(length_mismatch("perceptions", 4, 5), 1)
    );
    assert_eq!(
        refusal(builder.push(asked(&five, &five[1..]))),
        expected::at_row(length_mismatch("expectations", 4, 5), 1)
    );
    let mut bad = five;
    bad[3] = Some(8.0);
    assert_eq!(
        refusal(builder.push(asked(&bad, &five))),
        "answer must be 1 to 7, got 8 at row 1, item 3 (counted from 0)"
    );
    assert!(builder.push(asked(&five, &bad)).is_err());
    refuses_bad_weights(|weight| builder.push_weighted(asked(&five, &[Some(1.0); 5]), weight));
    let other = small().form(servqual::Form::Perception);
    assert_definitions_differ(builder.merge(servqual::Builder::new(&other).unwrap()));
    builder
        .extend([asked(&five, &five), asked(&[None; 5], &five)])
        .unwrap();
    let found = builder.finish().unwrap();
    assert_eq!(found.respondents, 4);
    assert_eq!(
        (found.unweighted.answered, found.unweighted.missing),
        (3, 1)
    );
    assert_eq!(found.weighted.mean, Some(0.0));
    assert_eq!(found.items[0].expectation.unwrap().answered, 4);

    let nobody = servqual::Builder::new(&small()).unwrap().finish().unwrap();
    assert_eq!((nobody.respondents, nobody.unweighted.mean), (0, None));
}

#[test]
fn columns_of_servqual_match() {
    let column = [5.0, 6.0];
    let set = |scale: Scale, items: usize, column| {
        let answers: Vec<Answers<'_>> = vec![scale.full_answers(column).unwrap(); items];
        ItemSet::new(answers).unwrap()
    };
    let perceptions = set(SEVEN, 5, &column);
    let of = |perceptions: &ItemSet<'_>, expectations: Option<&ItemSet<'_>>| {
        servqual::Servqual::of(perceptions, expectations, None, &small()).map(|_| ())
    };
    assert_eq!(
        refusal(of(&set(SEVEN, 4, &column), Some(&perceptions))),
        length_mismatch("perceptions", 4, 5)
    );
    assert_eq!(
        refusal(of(&perceptions, None)),
        length_mismatch("expectations", 0, 5)
    );
    assert_eq!(
        refusal(of(&perceptions, Some(&set(SEVEN, 5, &column[1..])))),
        length_mismatch("expectations", 1, 2)
    );
    assert_eq!(
        refusal(of(&perceptions, Some(&set(TEN, 5, &column)))),
        scales_differ("1 to 10", "1 to 7")
    );
    assert_eq!(
        refusal(of(&set(TEN, 5, &column), Some(&perceptions))),
        scales_differ("1 to 10", "1 to 7")
    );
    let weights = Weights::new([1.0]).unwrap();
    assert_eq!(
        refusal(servqual::Servqual::of(
            &perceptions,
            Some(&perceptions),
            Some(&weights),
            &small()
        )),
        length_mismatch("weights", 1, 2)
    );
}

#[test]
fn a_name_that_nobody_knows_is_refused() {
    assert_eq!(
        refusal("assured".parse::<servqual::Dimension>()),
        expected::unknown_name(
            "Dimension",
            "assured",
            "reliability, assurance, tangibles, empathy, responsiveness"
        )
    );
}

#[test]
fn the_dimensions_of_the_overall_figures_have_items_and_are_named_once() {
    use servqual::Dimension::{Empathy, Reliability};
    let of = |dimensions: &[servqual::Dimension]| {
        let options = servqual::Options::default().items(items(&[Reliability]));
        servqual::Builder::new(&options.dimensions(dimensions.to_vec())).map(|_| ())
    };
    assert_eq!(of(&[Reliability]), Ok(()));
    assert_eq!(refusal(of(&[])), expected::empty("dimension"));
    assert_eq!(
        refusal(of(&[Reliability, Reliability])),
        expected::duplicate("dimension", "reliability")
    );
    assert_eq!(
        in_full(of(&[Reliability, Empathy])),
        "at least one item about empathy is needed, got none; set `dimensions` to those that have items"
    );
    // A dimension without a score has none to offer.
    let mut scores = servqual::Rater::from_fn(|_| Some(-1.0));
    scores.empathy = None;
    assert_eq!(
        refusal(small().unweighted(scores)),
        expected::empty("score of empathy")
    );
    let others = small().dimensions(vec![Reliability]);
    assert_eq!(others.weighted(scores), Ok(-1.0));
    // Weights of other dimensions do not help.
    let weights = servqual::Rater {
        reliability: 0.0,
        ..servqual::Rater::ZEITHAML_1990
    };
    assert_eq!(
        refusal(servqual::Builder::new(&others.weights(weights))),
        out_of_range("sum of the weights of the dimensions", "0", "above 0", None)
    );
}

#[test]
fn points_are_finite_and_some_are_above_0() {
    let mut builder = servqual::Builder::new(&small()).unwrap();
    let five = [Some(5.0); 5];
    let with = |points| asked(&five, &five).points(servqual::Rater::from_fn(|_| points));
    for (points, error) in [
        (f64::NAN, not_finite("points of a dimension", "NaN", None)),
        (
            f64::INFINITY,
            not_finite("points of a dimension", "inf", None),
        ),
        (
            -1.0,
            out_of_range("points of a dimension", "-1", "0 or more", None),
        ),
        (
            0.0,
            out_of_range("sum of the points of the dimensions", "0", "above 0", None),
        ),
    ] {
        assert_eq!(
            refusal(builder.push(with(points))),
            expected::at_row(error, 0)
        );
    }
    builder.push(with(f64::MAX)).unwrap();
    builder.push(with(f64::MIN_POSITIVE)).unwrap();
    builder.push(asked(&five, &five)).unwrap();
    let found = builder.finish().unwrap();
    assert_eq!(
        (found.own_weighted.answered, found.own_weighted.missing),
        (2, 1)
    );
    assert_eq!(found.mean_weighted.unwrap().value(), 0.0);
    // Points for other dimensions alone are no weights of these.
    let options = small().dimensions(vec![servqual::Dimension::Reliability]);
    let mut builder = servqual::Builder::new(&options).unwrap();
    let points = servqual::Rater {
        empathy: 100.0,
        ..servqual::Rater::default()
    };
    builder.push(asked(&five, &five).points(points)).unwrap();
    let found = builder.finish().unwrap();
    assert_eq!(
        (found.own_weighted.answered, found.unweighted.answered),
        (0, 1)
    );
    assert_eq!(found.mean_weighted, None);
    // Columns of points are as long as those of answers.
    let column = [5.0, 6.0];
    let set = ItemSet::new([SEVEN.full_answers(&column).unwrap(); 5]).unwrap();
    let of = |points: &[Option<servqual::Rater<f64>>]| {
        let columns = servqual::Columns {
            perceptions: &set,
            expectations: Some(&set),
            points: Some(points),
            weights: None,
        };
        let item = columns.influence(servqual::Figure::Item(5), &small());
        assert_eq!(
            refusal(item),
            "item must be below the number of items, 5, got 5 at item 5 (counted from 0)"
        );
        let influence = columns.influence(servqual::Figure::OwnWeighted, &small());
        let assessed = columns.assess(&small()).map(|_| ());
        assert_eq!(influence.map(|_| ()), assessed);
        assessed
    };
    assert_eq!(of(&[None, None]), Ok(()));
    assert_eq!(refusal(of(&[None])), length_mismatch("points", 1, 2));
    let zero = Some(servqual::Rater::default());
    assert_eq!(
        refusal(of(&[None, zero])),
        out_of_range(
            "sum of the points of the dimensions",
            "0",
            "above 0",
            Some(1)
        )
    );
}
