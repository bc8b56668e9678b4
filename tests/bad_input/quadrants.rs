//! Quadrants: ratings, crosshairs, surveys, builders, resamples, Slack's lines.

use retention::accumulate::{Accumulator, Weighted};
use retention::error::Place;
use retention::estimate::{Confidence, Resampling};
use retention::quadrant::slack::{Boundary, Rules, Zone};
use retention::quadrant::{
    Analysis, Attribute, Builder, Crosshair, Deletion, Importance, Method, OnLine, Options,
    Placement, Priority, Quadrant, RatingScales, Respondent, StandardErrors, Survey,
};
use retention::scale::{Answers, Scale, Weights};

use crate::*;

const FIVE: Scale = Scale::ONE_TO_FIVE;

/// Importance on this scale, satisfaction on 1 to 5.
const fn each(importance: Scale) -> RatingScales {
    RatingScales {
        importance: Some(importance),
        satisfaction: FIVE,
    }
}

/// Adds the place to a message.
fn at(message: String, place: &str) -> String {
    let numbered = place.contains("row") || place.ends_with(|c: char| c.is_ascii_digit());
    let counted = if numbered { " (counted from 0)" } else { "" };
    format!("{message} at {place}{counted}")
}

fn attribute(importance: f64, satisfaction: f64) -> Attribute {
    Attribute::new("price", importance, satisfaction)
}

fn analyse(
    attributes: &[Attribute],
    scales: RatingScales,
    options: Options,
) -> Result<Analysis, Error> {
    Analysis::new(attributes.iter().cloned(), scales, options)
}

#[test]
fn attributes_have_names_of_their_own_and_ratings_on_the_scale() {
    let place = |attributes: &[Attribute]| {
        refusal(analyse(
            attributes,
            RatingScales::same(FIVE),
            Options::default(),
        ))
    };
    assert_eq!(place(&[]), expected::empty("attribute"));
    let two = [attribute(1.0, 2.0), attribute(3.0, 4.0)];
    assert_eq!(
        place(&two),
        at(
            expected::duplicate("name of an attribute", "price"),
            "attribute 1"
        )
    );
    let second = |importance, satisfaction| {
        place(&[
            Attribute::new("network", 1.0, 5.0),
            attribute(importance, satisfaction),
        ])
    };
    for (bad, text) in NOT_FINITE {
        let error = |argument| at(not_finite(argument, text, None), "attribute \"price\"");
        assert_eq!(second(bad, 3.0), error("importance"));
        assert_eq!(second(3.0, bad), error("satisfaction"));
    }
    for (bad, text) in [(0.99, "0.99"), (5.01, "5.01"), (-3.0, "-3")] {
        let error = |argument| {
            at(
                out_of_range(argument, text, "1 to 5", None),
                "attribute \"price\"",
            )
        };
        assert_eq!(second(bad, 3.0), error("importance"));
        assert_eq!(second(3.0, bad), error("satisfaction"));
    }
    // A mean of whole answers need not be whole.
    let whole = RatingScales::same(FIVE.whole().unwrap());
    assert!(analyse(&[attribute(1.5, 4.25)], whole, Options::default()).is_ok());
}

#[test]
fn importance_without_a_scale_may_be_any_number_that_can_be_squared() {
    let place = |importance: &[f64]| {
        let named = importance.iter().enumerate();
        let attributes: Vec<_> = named
            .map(|(at, &importance)| Attribute::new(at.to_string(), importance, 3.0))
            .collect();
        analyse(&attributes, RatingScales::derived(FIVE), Options::default())
    };
    assert_eq!(
        refusal(place(&[0.5, 2e100])),
        at(
            out_of_range("importance", &2e100.to_string(), "-1e100 to 1e100", None),
            "attribute \"1\""
        )
    );
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(place(&[bad])),
            at(not_finite("importance", text, None), "attribute \"0\"")
        );
    }
    // Negative weights are shown as they are, and weigh nothing up.
    let negative = place(&[0.5, -0.25, 0.1]).unwrap();
    assert_eq!(negative.attributes[1].importance, -0.25);
    assert_eq!(negative.index, None);
    assert_eq!(place(&[0.0, 0.0]).unwrap().index, None);
    assert_eq!(place(&[0.0, 0.1]).unwrap().index.unwrap(), 3.0);
    // Ends of what numbers hold.
    for importance in [
        [1e100, -1e100],
        [5e-324, 1e-323],
        [1e100, 5e-324],
        [0.0, -0.0],
    ] {
        let analysis = place(&importance).unwrap();
        for placed in analysis.attributes {
            assert!(placed.priority.is_finite());
            assert_eq!((placed.gap, placed.above_diagonal), (None, None));
        }
        assert!(analysis.index.is_none_or(|index| index == 3.0));
    }
}

#[test]
fn ratings_at_the_ends_of_numbers_have_finite_results() {
    for (low, high) in [(-1e100, 1e100), (0.0, 1e-100), (1e100 - 1e90, 1e100)] {
        let scale = Scale::new(low, high).unwrap();
        let attributes = [
            Attribute::new("a", low, high),
            Attribute::new("b", high, low),
            Attribute::new("c", scale.centre(), scale.centre()),
        ];
        for &priority in Priority::ALL {
            let options = Options::default().priority(priority);
            let analysis = match analyse(&attributes, RatingScales::same(scale), options) {
                Ok(analysis) => analysis,
                Err(error) => {
                    assert_eq!((priority, low), (Priority::WeightedGap, -1e100), "{error}");
                    continue;
                }
            };
            for placed in analysis.attributes {
                assert!(placed.priority.is_finite() && placed.gap.unwrap().is_finite());
            }
        }
    }
}

#[test]
fn a_crosshair_lies_on_the_scales() {
    let place = |importance, satisfaction, scales| {
        let crosshair = Crosshair::Given {
            importance,
            satisfaction,
        };
        analyse(
            &[attribute(3.0, 3.0)],
            scales,
            Options::default().crosshair(crosshair),
        )
    };
    let same = RatingScales::same(FIVE);
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(place(bad, 3.0, same)),
            not_finite("importance line", text, None)
        );
        assert_eq!(
            refusal(place(3.0, bad, same)),
            not_finite("satisfaction line", text, None)
        );
        assert_eq!(
            refusal(place(bad, 3.0, RatingScales::derived(FIVE))),
            not_finite("importance line", text, None)
        );
    }
    assert_eq!(
        refusal(place(0.5, 3.0, same)),
        out_of_range("importance line", "0.5", "1 to 5", None)
    );
    assert_eq!(
        refusal(place(3.0, 5.5, same)),
        out_of_range("satisfaction line", "5.5", "1 to 5", None)
    );
    // Correlations have no scale, and no centre.
    assert!(place(0.5, 3.0, RatingScales::derived(FIVE)).is_ok());
    let centre = Options::default().crosshair(Crosshair::ScaleCentre);
    assert_eq!(
        expected::in_full(analyse(
            &[attribute(0.5, 3.0)],
            RatingScales::derived(FIVE),
            centre
        )),
        "a crosshair at the centre of the scales is not possible with importance that has no scale; \
         use the mean, the median or given values"
    );
}

#[test]
fn what_compares_the_two_needs_one_scale() {
    let differ = |left: &str, right: &str| {
        expected::mismatch("scales of importance and satisfaction", left, right)
    };
    let options = [
        Options::default().placement(Placement::Diagonal),
        Options::default().placement(Placement::Combined),
        Options::default().priority(Priority::Gap),
        Options::default().priority(Priority::WeightedGap),
    ];
    for options in options {
        let place = |scales| analyse(&[attribute(3.0, 3.0)], scales, options);
        assert_eq!(
            refusal(place(RatingScales::derived(FIVE))),
            differ("none", "1 to 5")
        );
        assert_eq!(
            refusal(place(each(Scale::ONE_TO_SEVEN))),
            differ("1 to 7", "1 to 5")
        );
        // Steps do not matter, ends do.
        assert!(place(each(FIVE.whole().unwrap())).is_ok());
    }
    let around_zero = Scale::new(-2.0, 2.0).unwrap();
    let place = |priority| {
        let options = Options::default().priority(priority);
        analyse(
            &[attribute(1.0, -1.0)],
            RatingScales::same(around_zero),
            options,
        )
    };
    assert_eq!(
        refusal(place(Priority::WeightedGap)),
        out_of_range(
            "low end of the scale",
            "-2",
            "0 or more, for a weighted gap",
            None
        )
    );
    // Of a scale that goes below 0, no share.
    assert_eq!(place(Priority::Gap).unwrap().index_share_of_top, None);
}

#[test]
fn one_attribute_lies_on_both_lines() {
    for (on_line, quadrant) in [
        (OnLine::High, Quadrant::KeepUp),
        (OnLine::Low, Quadrant::LowPriority),
    ] {
        let options = Options::default().on_line(on_line);
        let analysis = analyse(&[attribute(3.3, 4.4)], RatingScales::same(FIVE), options).unwrap();
        let placed = &analysis.attributes[0];
        assert_eq!(
            (placed.quadrant, placed.rank, placed.priority),
            (quadrant, 1, 0.0)
        );
    }
}

/// Equal means of different answers differ in the last digits, and lie on the line all the same.
#[test]
fn means_that_differ_by_rounding_are_equal() {
    // 0.1 + 0.2 is not 0.3.
    let attributes = [
        Attribute::new("a", 1.0, 0.1 + 0.2),
        Attribute::new("b", 2.0, 0.3),
        Attribute::new("c", 3.0, 0.3),
    ];
    let scales = RatingScales::same(Scale::ZERO_TO_TEN);
    let analysis = analyse(&attributes, scales, Options::default()).unwrap();
    let quadrants: Vec<_> = analysis.attributes.iter().map(|p| p.quadrant).collect();
    assert_eq!(
        quadrants,
        [
            Quadrant::PossibleOverkill,
            Quadrant::KeepUp,
            Quadrant::KeepUp
        ]
    );
    // So do priorities.
    let mirrored = [
        Attribute::new("a", 5.11, 4.93),
        Attribute::new("b", 1.07, 4.2),
    ];
    let analysis = analyse(
        &mirrored,
        RatingScales::same(Scale::ZERO_TO_TEN),
        Options::default(),
    )
    .unwrap();
    assert_eq!(
        (analysis.attributes[0].rank, analysis.attributes[1].rank),
        (1, 1)
    );
}

fn answers(column: &[f64]) -> Answers<'_> {
    FIVE.full_answers(column).unwrap()
}

const PRICE: [f64; 6] = [5.0, 2.0, 4.0, 1.0, 3.0, 2.0];
const NETWORK: [f64; 6] = [4.0, 5.0, 5.0, 4.0, 3.0, 1.0];
const OVERALL: [f64; 6] = [4.0, 2.0, 3.0, 1.0, 3.0, 1.0];

fn survey() -> Survey<'static> {
    Survey::new([("price", answers(&PRICE)), ("network", answers(&NETWORK))]).unwrap()
}

fn push(builder: &mut Builder, ratings: &[Option<f64>], overall: Option<f64>) -> Result<(), Error> {
    builder.push(Respondent { ratings, overall })
}

fn push_weighted(
    builder: &mut Builder,
    ratings: &[Option<f64>],
    overall: Option<f64>,
    weight: f64,
) -> Result<(), Error> {
    builder.push_weighted(Respondent { ratings, overall }, weight)
}

fn method(importance: Importance) -> Method {
    Method::from(importance).minimum(1)
}

#[test]
fn a_survey_has_columns_of_one_length_and_one_scale() {
    let none: [(&str, Answers<'_>); 0] = [];
    assert_eq!(refusal(Survey::new(none)), expected::empty("attribute"));
    assert!(matches!(
        Survey::new([("price", answers(&PRICE)), ("price", answers(&NETWORK))]),
        Err(Error::Duplicate {
            at: Some(at),
            ..
        }) if at.row.is_none() && matches!(at.place, Some(Place::Attribute(_)))
    ));
    assert_eq!(
        refusal(Survey::new([
            ("price", answers(&PRICE)),
            ("network", answers(&NETWORK[..5]))
        ])),
        at(expected::length("ratings", 5, 6), "attribute \"network\"")
    );
    let seven = Scale::ONE_TO_SEVEN.full_answers(&NETWORK).unwrap();
    assert_eq!(
        refusal(Survey::new([
            ("price", answers(&PRICE)),
            ("network", seven)
        ])),
        expected::mismatch("scales of the attributes", "1 to 5", "1 to 7")
    );
    // Read on one scale they go together; overall satisfaction may have its own.
    assert!(Survey::new([("price", answers(&PRICE)), ("network", seven.on(FIVE))]).is_ok());
    assert!(survey().overall(seven).is_ok());
    let length = |argument, found, expected| expected::length(argument, found, expected);
    assert_eq!(
        refusal(survey().overall(answers(&OVERALL[..4]))),
        length("overall answers", 4, 6)
    );
    let weights = Weights::new([1.0, 2.0]).unwrap();
    assert_eq!(refusal(survey().weights(&weights)), length("weights", 2, 6));
    assert_eq!(
        refusal(survey().stated([answers(&PRICE)])),
        length("columns of stated importance", 1, 2)
    );
    assert_eq!(
        refusal(survey().stated([])),
        length("columns of stated importance", 0, 2)
    );
    assert_eq!(
        refusal(survey().stated([answers(&PRICE), answers(&NETWORK[1..])])),
        at(length("stated importance", 5, 6), "attribute \"network\"")
    );
    assert!(matches!(
        survey().stated([answers(&PRICE), seven]),
        Err(Error::Mismatch {
            argument: "scales of the stated importance",
            ..
        })
    ));
}

#[test]
fn a_method_needs_its_columns() {
    for &importance in Importance::ALL {
        let (argument, cure) = if importance == Importance::Stated {
            ("stated importance", "set it by `Survey::stated`")
        } else {
            (
                "overall answer",
                "call `Survey::overall`, or take `Importance::Stated`",
            )
        };
        let error = format!("{}; {cure}", expected::empty(argument));
        let method = method(importance);
        assert_eq!(expected::in_full(survey().assess(method)), error);
        assert_eq!(
            expected::in_full(survey().bootstrap(
                method,
                Options::default(),
                Resampling::default()
            )),
            error
        );
    }
}

#[test]
fn figures_of_different_people_make_no_regression() {
    let survey = survey().overall(answers(&OVERALL)).unwrap();
    for importance in [
        Importance::Regression,
        Importance::Partial,
        Importance::Deng,
        Importance::RelativeWeights,
    ] {
        let method = method(importance).deletion(Deletion::Pairwise);
        let error =
            format!("pairwise deletion is not possible with {importance}; use listwise deletion");
        assert_eq!(expected::in_full(survey.assess(method)), error);
        assert_eq!(expected::in_full(Builder::new(["a"], FIVE, method)), error);
    }
}

#[test]
fn logarithms_need_answers_above_zero() {
    let method = method(Importance::Deng);
    let error = out_of_range(
        "low end of the scale",
        "0",
        "above 0, for logarithms of answers",
        None,
    );
    assert_eq!(
        refusal(Builder::new(["a"], Scale::ZERO_TO_TEN, method)),
        error
    );
    let column = Scale::ZERO_TO_TEN.full_answers(&PRICE).unwrap();
    let survey = Survey::new([("price", column)]).unwrap();
    let survey = survey.overall(answers(&OVERALL)).unwrap();
    assert_eq!(refusal(survey.assess(method)), error);
    // The overall answers are taken as they are.
    let builder = Builder::new(["a"], FIVE, method).unwrap();
    let zero = Respondent {
        ratings: &[Some(3.0)],
        overall: Some(0.0),
    };
    builder
        .overall(Scale::ZERO_TO_TEN)
        .unwrap()
        .push(zero)
        .unwrap();
}

#[test]
fn too_few_respondents_are_insufficient() {
    let insufficient = |found, least: u64| {
        let cure = if least > 4 {
            "ask more respondents, or lower `Method::minimum`"
        } else {
            "this method cannot do with fewer, whatever `Method::minimum` says"
        };
        format!(
            "{}; {cure}",
            expected::insufficient("respondents", found, least)
        )
    };
    let survey = survey().overall(answers(&OVERALL)).unwrap();
    let survey = survey.stated([answers(&NETWORK), answers(&PRICE)]).unwrap();
    for &importance in Importance::ALL {
        let assess = |minimum| survey.assess(Method::from(importance).minimum(minimum));
        assert_eq!(expected::in_full(assess(30)), insufficient(6, 30));
        assert_eq!(expected::in_full(assess(7)), insufficient(6, 7));
        assert!(assess(6).is_ok() && assess(0).is_ok(), "{importance}");
    }
    assert_eq!(
        expected::in_full(survey.assess(Method::default())),
        "at least 30 respondents are needed, got 6; ask more respondents, or lower `Method::minimum`"
    );
    // Those without weight are none.
    let weights = Weights::new([1.0, 1.0, 1.0, 1.0, 1.0, 0.0]).unwrap();
    let weighted = survey.clone().weights(&weights).unwrap();
    for &importance in Importance::ALL {
        let error = weighted
            .assess(Method::from(importance).minimum(6))
            .unwrap_err();
        assert_eq!(error.to_string(), insufficient(5, 6));
    }
    // Whatever the minimum, something must be left to judge by.
    for (importance, least) in [
        (Importance::Pearson, 3),
        (Importance::Regression, 4),
        (Importance::RelativeWeights, 4),
    ] {
        for respondents in 0..6_usize {
            let mut builder = Builder::new(["a", "b"], FIVE, method(importance)).unwrap();
            for row in 0..respondents {
                let ratings = [Some(PRICE[row]), Some(NETWORK[row])];
                push(&mut builder, &ratings, Some(OVERALL[row])).unwrap();
            }
            // Not respondents at all.
            push(&mut builder, &[None, Some(1.0)], Some(2.0)).unwrap();
            push(&mut builder, &[Some(1.0), Some(1.0)], None).unwrap();
            match builder.finish() {
                Ok(assessment) => {
                    let respondents = respondents as u64;
                    assert!(respondents >= least);
                    assert_eq!((assessment.used, assessment.left_out), (respondents, 2));
                }
                Err(error) => {
                    assert_eq!(error.to_string(), insufficient(respondents as u64, least));
                }
            }
        }
    }
}

#[test]
fn each_pair_of_columns_needs_respondents() {
    let gaps = [Some(1.0), Some(2.0), Some(3.0), None, None, None];
    let column = FIVE.answers(&gaps).unwrap();
    let survey = Survey::new([("price", answers(&PRICE)), ("gaps", column)]).unwrap();
    let survey = survey.overall(answers(&OVERALL)).unwrap();
    let survey = survey.stated([answers(&PRICE), column]).unwrap();
    for importance in [
        Importance::Pearson,
        Importance::Spearman,
        Importance::Stated,
    ] {
        let method = Method::from(importance).deletion(Deletion::Pairwise);
        let found = survey.assess(method.minimum(3)).unwrap();
        let used: Vec<_> = found
            .attributes
            .iter()
            .map(|a| (a.answered, a.used))
            .collect();
        assert_eq!(used, [(6, 6), (3, 3)]);
        assert_eq!((found.used, found.left_out), (6, 0));
        assert!(matches!(
            survey.assess(method.minimum(4)),
            Err(Error::Insufficient {
                found: 3,
                least: 4,
                ..
            })
        ));
        // Listwise only three are left of all for importance, and everyone for satisfaction.
        let listwise = survey.assess(Method::from(importance).minimum(3)).unwrap();
        assert_eq!((listwise.used, listwise.left_out), (3, 3));
        let price = &listwise.attributes[0];
        assert_eq!((price.answered, price.used), (6, 3));
        assert_eq!(format!("{:.6}", price.satisfaction), "2.833333");
    }
}

#[test]
fn nobody_left_is_nobody() {
    let nothing = [None; 6];
    let column = FIVE.answers(&nothing).unwrap();
    let survey = Survey::new([("price", answers(&PRICE)), ("nothing", column)]).unwrap();
    let survey = survey.overall(answers(&OVERALL)).unwrap();
    let survey = survey.stated([answers(&PRICE), column]).unwrap();
    for &importance in Importance::ALL {
        for &deletion in Deletion::ALL {
            let Err(error) = survey.assess(method(importance).deletion(deletion)) else {
                panic!("{importance}, {deletion}");
            };
            let joint = matches!(error, Error::Unsupported { .. });
            assert!(
                joint || matches!(error, Error::Insufficient { found: 0, .. }),
                "{error}"
            );
        }
    }
}

#[test]
fn an_attribute_that_cannot_be_told_apart_is_named() {
    let flat = [3.0; 6];
    let sum: Vec<f64> = PRICE
        .iter()
        .zip(NETWORK)
        .map(|(a, b)| (a + b) / 2.0)
        .collect();
    for &importance in Importance::ALL {
        if importance == Importance::Stated {
            continue;
        }
        let assess = |third: &[f64], overall: &[f64]| {
            Survey::new([
                ("price", answers(&PRICE)),
                ("network", answers(&NETWORK)),
                ("third", FIVE.full_answers(third).unwrap()),
            ])
            .unwrap()
            .overall(answers(overall))
            .unwrap()
            .assess(method(importance))
        };
        // Everybody rated it alike.
        assert_eq!(
            refusal(assess(&flat, &OVERALL)),
            expected::singular(
                "attributes",
                "third",
                "has the same rating from every respondent"
            ),
            "{importance}"
        );
        // Nobody is more satisfied than anybody else.
        assert_eq!(
            refusal(assess(&[1.0, 2.0, 2.0, 3.0, 1.0, 5.0], &flat)),
            out_of_range(
                "variance of the overall answers",
                "0",
                "above 0, because importance cannot be derived where all are equal",
                None
            )
        );
        let combined = assess(&sum, &OVERALL);
        match importance {
            Importance::Pearson | Importance::Spearman => assert!(combined.is_ok()),
            // Not of logarithms.
            Importance::Deng => assert!(combined.is_ok()),
            _ => assert_eq!(
                refusal(combined),
                expected::singular("attributes", "third", "follows from the others")
            ),
        }
    }
}

/// A perfect fit leaves no error to judge by, and no part to correlate with.
#[test]
fn overall_answers_that_follow_from_the_attributes() {
    let sum: Vec<f64> = PRICE
        .iter()
        .zip(NETWORK)
        .map(|(a, b)| (a + b) / 2.0)
        .collect();
    let survey = survey().overall(answers(&sum)).unwrap();
    let regression = survey.assess(method(Importance::Regression)).unwrap();
    assert!((regression.r_squared.unwrap() - 1.0).abs() < 1e-12);
    for assessed in &regression.attributes {
        assert_eq!((assessed.standard_error, assessed.p_value), (None, None));
        assert_eq!(
            (assessed.adjusted_p_value, assessed.estimate()),
            (None, None)
        );
    }
    assert_eq!(
        refusal(survey.assess(method(Importance::Partial))),
        expected::singular(
            "attributes and overall answers",
            "the overall answer",
            "follows from the attributes"
        )
    );
    // A perfect correlation is as far from none as can be.
    let survey = self::survey().overall(answers(&PRICE)).unwrap();
    let pearson = survey.assess(method(Importance::Pearson)).unwrap();
    let price = &pearson.attributes[0];
    assert_eq!((price.importance, price.standard_error), (1.0, Some(0.0)));
    assert_eq!(price.p_value, Some(0.0));
    let interval = price.interval(Confidence::default()).unwrap();
    assert_eq!((interval.lower(), interval.upper()), (1.0, 1.0));
}

#[test]
fn a_builder_goes_on_after_a_refused_row() {
    let new = || {
        Builder::new(["a", "b"], FIVE, method(Importance::Pearson))
            .and_then(|builder| builder.overall(Scale::ZERO_TO_TEN))
            .unwrap()
    };
    let mut builder = new();
    for row in 0..5 {
        let ratings = [Some(PRICE[row]), Some(NETWORK[row])];
        push(&mut builder, &ratings, Some(OVERALL[row])).unwrap();
    }
    let before = builder.clone().finish().unwrap();
    assert_eq!(
        refusal(push(&mut builder, &[Some(1.0)], Some(1.0))),
        at(expected::length("ratings", 1, 2), "row 5")
    );
    assert_eq!(
        refusal(push(&mut builder, &[Some(1.0), Some(6.0)], Some(1.0))),
        at(
            out_of_range("answer", "6", "1 to 5", None),
            "row 5, attribute \"b\""
        )
    );
    assert_eq!(
        refusal(push(&mut builder, &[None, None], Some(11.0))),
        at(
            out_of_range("answer", "11", "0 to 10", None),
            "row 5, column \"overall\""
        )
    );
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(push(&mut builder, &[Some(1.0), Some(bad)], None)),
            at(not_finite("answer", text, None), "row 5, attribute \"b\"")
        );
        assert_eq!(
            refusal(push(&mut builder, &[None, None], Some(bad))),
            at(
                not_finite("answer", text, None),
                "row 5, column \"overall\""
            )
        );
        assert_eq!(
            refusal(push_weighted(&mut builder, &[None, None], None, bad)),
            at(not_finite("weight", text, None), "row 5")
        );
    }
    for (bad, text, allowed) in [
        (-1.0, "-1", "0 or more"),
        (1e101, "1e101", "0, or 1e-100 to 1e100"),
    ] {
        let error = at(out_of_range("weight", text, allowed, None), "row 5");
        assert_eq!(
            refusal(push_weighted(&mut builder, &[None, None], None, bad)),
            error
        );
    }
    assert_eq!(builder.clone().finish().unwrap(), before);
    push_weighted(&mut builder, &[Some(1.0), Some(5.0)], Some(5.0), 0.0).unwrap();
    let after = builder.clone().finish().unwrap();
    assert_eq!(
        (after.used, after.attributes.clone()),
        (6, before.attributes)
    );

    // Parts of one kind.
    let differ = |argument| move |error: &Error| matches!(error, Error::Mismatch { argument: found, .. } if *found == argument);
    let others = [
        (
            Builder::new(["a", "c"], FIVE, method(Importance::Pearson))
                .and_then(|builder| builder.overall(Scale::ZERO_TO_TEN)),
            "attributes",
        ),
        (
            Builder::new(["a", "b"], Scale::ONE_TO_SEVEN, method(Importance::Pearson))
                .and_then(|builder| builder.overall(Scale::ZERO_TO_TEN)),
            "scales of the attributes",
        ),
        (
            Builder::new(["a", "b"], FIVE, method(Importance::Pearson)),
            "scales of the overall answers",
        ),
        (
            Builder::new(["a", "b"], FIVE, method(Importance::Partial))
                .and_then(|builder| builder.overall(Scale::ZERO_TO_TEN)),
            "methods",
        ),
    ];
    for (other, argument) in others {
        let error = builder.merge(other.unwrap()).unwrap_err();
        assert!(differ(argument)(&error), "{error}");
    }
    builder.merge(new()).unwrap();
    assert_eq!(builder.finish().unwrap(), after);
}

#[test]
fn a_builder_has_attributes_and_a_method_that_needs_no_columns() {
    let none: [&str; 0] = [];
    let new =
        |names: &[&str], importance| Builder::new(names.iter().copied(), FIVE, method(importance));
    assert_eq!(
        refusal(new(&none, Importance::Pearson)),
        expected::empty("attribute")
    );
    assert!(matches!(
        new(&["a", "a"], Importance::Pearson),
        Err(Error::Duplicate {
            at: Some(at),
            ..
        }) if at.row.is_none() && matches!(at.place, Some(Place::Attribute(_)))
    ));
    for importance in [Importance::Spearman, Importance::Stated] {
        assert_eq!(
            expected::in_full(new(&["a"], importance)),
            format!(
                "{importance} is not possible with a builder; use a `Survey`, which holds the answers"
            )
        );
    }
}

#[test]
fn resamples_are_from_one_to_a_million() {
    let survey = survey().overall(answers(&OVERALL)).unwrap();
    let run = |draws| {
        let resampling = Resampling::default().draws(draws);
        survey.bootstrap(method(Importance::Pearson), Options::default(), resampling)
    };
    for draws in [0, 1_000_001] {
        assert_eq!(
            refusal(run(draws)),
            out_of_range("draws", &draws.to_string(), "1 to 1000000", None)
        );
    }
    let one = run(1).unwrap();
    assert_eq!(one.attributes[0].same.denominator() + one.undefined, 1);
    // Options are checked as without resamples.
    let options = Options::default().placement(Placement::Diagonal);
    assert!(matches!(
        survey.bootstrap(method(Importance::Pearson), options, Resampling::default()),
        Err(Error::Mismatch { .. })
    ));
}

/// Three respondents are drawn thrice from, and often the same one.
#[test]
fn resamples_without_variance_are_counted_apart() {
    let survey = Survey::new([("price", answers(&PRICE[..3]))]).unwrap();
    let survey = survey.overall(answers(&OVERALL[..3])).unwrap();
    let found = survey
        .bootstrap(
            method(Importance::Pearson),
            Options::default(),
            Resampling::default(),
        )
        .unwrap();
    // A ninth of them, give or take four standard deviations.
    assert!((71..=151).contains(&found.undefined), "{}", found.undefined);
    assert_eq!(
        found.attributes[0].same.denominator(),
        1000 - found.undefined
    );
    let interval = found.attributes[0].importance.unwrap();
    assert!(-1.0 <= interval.lower() && interval.upper() <= 1.0);
}

#[test]
fn ratings_for_slack_are_from_1_to_9() {
    let rules = Rules::default();
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(rules.classify(bad, 5.0)),
            not_finite("importance", text, None)
        );
        assert_eq!(
            refusal(rules.classify(5.0, bad)),
            not_finite("performance", text, None)
        );
    }
    for (bad, text) in [(0.5, "0.5"), (9.5, "9.5")] {
        let error = |argument| out_of_range(argument, text, "1 to 9", None);
        assert_eq!(refusal(rules.classify(bad, 5.0)), error("importance"));
        assert_eq!(refusal(rules.classify(5.0, bad)), error("performance"));
    }
}

#[test]
fn slacks_lines_are_lines_that_do_not_cross_in_the_matrix() {
    let line = |a: (f64, f64), b: (f64, f64)| Boundary {
        importance: [a.0, b.0],
        performance: [a.1, b.1],
    };
    let zone = |line| Rules::default().urgent(line).classify(5.0, 5.0);
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(zone(line((bad, 1.0), (2.0, 2.0)))),
            not_finite("importance of a line", text, None)
        );
        assert_eq!(
            refusal(zone(line((1.0, 1.0), (2.0, bad)))),
            not_finite("performance of a line", text, None)
        );
    }
    assert_eq!(
        refusal(zone(line((1.0, 1.0), (2.0, 2000.0)))),
        out_of_range("performance of a line", "2000", "-1000 to 1000", None)
    );
    assert_eq!(
        refusal(zone(line((2.0, 1.0), (2.0, 9.0)))),
        out_of_range(
            "importance at the end of a line",
            "2",
            "another than at its start, by 0.000001 or more",
            None
        )
    );
    // The urgent line above the lower bound of acceptability.
    assert_eq!(
        refusal(zone(line((1.0, 2.0), (9.0, 9.0)))),
        expected::unsorted(
            "urgent line",
            "2",
            "is better than the line above it, 3, at an importance of 1"
        )
    );
    // All three in one: nothing is merely to be improved.
    let one = line((1.0, 5.0), (9.0, 5.0));
    let rules = Rules::default().excess(one).acceptable(one).urgent(one);
    assert_eq!(rules.classify(5.0, 5.0), Ok(Zone::Excess));
    assert_eq!(
        rules.on_line(OnLine::Low).classify(5.0, 5.0),
        Ok(Zone::UrgentAction)
    );
}

#[test]
fn a_bad_answer_is_named_by_respondent_and_attribute() {
    let good = [Some(1.0), Some(2.0)];
    let bad = [Some(1.0), Some(7.0)];
    let rows = (0..500).map(|row| Respondent {
        ratings: if row == 400 { &bad } else { &good },
        overall: Some(3.0),
    });
    let mut builder = Builder::new(["price", "advice"], FIVE, method(Importance::Pearson)).unwrap();
    let error = builder.extend(rows).unwrap_err();
    assert_eq!(error.row(), Some(400));
    assert_eq!(error.place(), Some(&Place::Attribute("advice".into())));
    assert_eq!(builder.rows(), 400);
}

#[test]
fn respondents_beyond_a_count_are_an_overflow() {
    let mut builder = Builder::new(["price"], FIVE, method(Importance::Pearson)).unwrap();
    push(&mut builder, &[Some(1.0)], Some(2.0)).unwrap();
    push(&mut builder, &[None], Some(2.0)).unwrap();
    for _ in 0..62 {
        builder.merge(builder.clone()).unwrap();
    }
    assert_eq!(builder.rows(), 1 << 63);
    let error = builder.merge(builder.clone()).unwrap_err();
    assert!(matches!(error, Error::Overflow { .. }), "{error}");
    // As it was before.
    assert_eq!(builder.rows(), 1 << 63);
    push(&mut builder, &[Some(2.0)], Some(1.0)).unwrap();
}

/// The largest weight has no answer, and the others count for next to nothing.
#[test]
fn standard_errors_are_finite_whatever_the_weights() {
    assert!(Weights::new([1.0, 1e-170, 1e-170, 1e-170]).is_err());
    let column = [None, Some(2.0), Some(4.0), Some(5.0)];
    let answers = || FIVE.answers(&column).unwrap();
    let weights = Weights::new([1.0, 1e-12, 1e-12, 1e-12]).unwrap();
    let survey = Survey::new([("price", answers())]).unwrap();
    let survey = survey.overall(answers()).unwrap().stated([answers()]);
    let survey = survey.unwrap().weights(&weights).unwrap();
    for importance in [
        Importance::Stated,
        Importance::Pearson,
        Importance::Spearman,
    ] {
        let found = survey.assess(method(importance)).unwrap();
        let price = &found.attributes[0];
        assert!(
            (price.effective_sample_size - 3.0).abs() < 1e-9,
            "{importance}"
        );
        assert!(price.standard_error.unwrap().is_finite(), "{importance}");
    }
}

/// A third attribute that is the first, a hundredth of the second and a little noise.
#[test]
fn attributes_that_nearly_follow_from_others_are_refused_in_every_order() {
    let noise = [0.3, -0.8, 0.5, 0.1, -0.6, 0.9, -0.2, -0.4];
    let first = [1.0, 2.0, 3.0, 4.0, 5.0, 2.0, 4.0, 1.0];
    let second = [2.0, 5.0, 1.0, 4.0, 2.0, 3.0, 1.0, 5.0];
    let overall = [1.0, 3.0, 2.0, 5.0, 4.0, 2.0, 5.0, 2.0];
    let scale = Scale::new(0.0, 10.0).unwrap();
    for (size, refused) in [(1e-5, true), (1e-8, true), (0.0, true), (0.1, false)] {
        let third: Vec<f64> = first
            .iter()
            .zip(second)
            .zip(noise)
            .map(|((x, y), e)| x + 0.01 * y + size * e)
            .collect();
        let columns = [&first[..], &second[..], &third[..]];
        for order in [
            [0, 1, 2],
            [0, 2, 1],
            [1, 0, 2],
            [1, 2, 0],
            [2, 0, 1],
            [2, 1, 0],
        ] {
            let named = order.map(|at| (at.to_string(), scale.full_answers(columns[at]).unwrap()));
            let survey = Survey::new(named).unwrap();
            let survey = survey.overall(answers(&overall)).unwrap();
            for importance in [
                Importance::Regression,
                Importance::Partial,
                Importance::RelativeWeights,
            ] {
                let found = survey.assess(method(importance));
                let singular = matches!(found, Err(Error::Singular { .. }));
                assert_eq!(singular, refused, "{size} {order:?} {found:?}");
            }
        }
        // Nor does the order of the respondents matter.
        for turn in 1..overall.len() {
            let turned = |column: &[f64]| {
                let mut column = column.to_vec();
                column.rotate_left(turn);
                column
            };
            let columns = columns.map(turned);
            let named = [0, 1, 2].map(|at| {
                let column = scale.full_answers(&columns[at]).unwrap();
                (at.to_string(), column)
            });
            let overall = turned(&overall);
            let survey = Survey::new(named)
                .unwrap()
                .overall(answers(&overall))
                .unwrap();
            let found = survey.assess(method(Importance::Regression));
            let singular = matches!(found, Err(Error::Singular { .. }));
            assert_eq!(singular, refused, "{size} from respondent {turn}");
        }
    }
}

/// `calls` goes against satisfaction, and its relative weight alone does not say so.
#[test]
fn a_weight_that_cannot_be_negative_has_its_sign_beside_it() {
    let column = |digits: [u8; 12]| digits.map(f64::from);
    let calls = column([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5, 2]);
    let advice = column([2, 4, 3, 5, 1, 4, 2, 5, 1, 3, 4, 2]);
    let overall = column([5, 5, 4, 5, 3, 3, 2, 3, 1, 1, 2, 4]);
    let survey = Survey::new([("calls", answers(&calls)), ("advice", answers(&advice))]).unwrap();
    let survey = survey.overall(answers(&overall)).unwrap();
    let assess = |importance| survey.assess(method(importance)).unwrap();
    let weights = assess(Importance::RelativeWeights);
    let analysis = weights.analysis(Options::default()).unwrap();
    let calls = analysis.get("calls").unwrap();
    assert_eq!(calls.quadrant, Quadrant::KeepUp);
    // By the closed form for two attributes.
    assert!((calls.importance - 0.888_629_972_473_817_5).abs() < 1e-12);
    assert!((calls.correlation.unwrap() + 0.954_003_639_944_852_5).abs() < 1e-12);
    assert!(analysis.get("advice").unwrap().correlation.unwrap() > 0.0);
    // The same for every method, and Pearson's itself.
    let pearson = assess(Importance::Pearson);
    for importance in [
        Importance::Pearson,
        Importance::Regression,
        Importance::Partial,
        Importance::RelativeWeights,
    ] {
        for (a, b) in assess(importance)
            .attributes
            .iter()
            .zip(&pearson.attributes)
        {
            assert_eq!(a.correlation, Some(b.importance), "{importance}");
        }
    }
    assert!(assess(Importance::Deng).attributes[0].correlation.unwrap() < 0.0);
    let stated = survey
        .clone()
        .stated([answers(&advice), answers(&overall)])
        .unwrap();
    let stated = stated.assess(method(Importance::Stated)).unwrap();
    assert_eq!(stated.attributes[0].correlation, None);
}

/// Three respondents and one attribute leave one degree of freedom, which is enough for an error:
/// beta is r = 0.5, its error √(1 − r²) = √0.75.
#[test]
fn one_degree_of_freedom_leaves_a_standard_error() {
    let survey = Survey::new([("price", answers(&[1.0, 2.0, 3.0]))]).unwrap();
    let survey = survey.overall(answers(&[1.0, 3.0, 2.0])).unwrap();
    let classical = method(Importance::Regression).standard_errors(StandardErrors::Classical);
    let found = survey.assess(classical).unwrap();
    let price = &found.attributes[0];
    assert!((price.importance - 0.5).abs() < 1e-12);
    assert!((price.standard_error.unwrap() - 0.75_f64.sqrt()).abs() < 1e-12);
    // 1 − (1 − 1/4) · 2 / 1.
    assert!((found.adjusted_r_squared.unwrap() + 0.5).abs() < 1e-12);
}

#[test]
fn the_scale_of_overall_answers_is_set_before_the_first_of_them() {
    let mut builder = Builder::new(["a"], FIVE, method(Importance::Pearson)).unwrap();
    builder
        .push(Respondent {
            ratings: &[Some(3.0)],
            overall: Some(3.0),
        })
        .unwrap();
    assert_eq!(
        expected::in_full(builder.overall(Scale::ZERO_TO_TEN)),
        "another scale is not possible with respondents who have been added; set it before the first \
         respondent"
    );
}
