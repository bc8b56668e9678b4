//! The satisfaction index.

use super::*;
use retention::{Accumulator, Weighted};

const fn three<T: Copy>(of: T) -> index::Items<T> {
    index::Items {
        overall: of,
        expectations: of,
        ideal: of,
    }
}

/// The message of an error, nothing without one.
fn refused<T>(result: retention::Result<T>) -> String {
    result
        .err()
        .map_or_else(String::new, |error| error.to_string())
}

#[test]
fn an_index_has_weights_and_a_rule() {
    let with = |overall| {
        let weights = index::Items {
            overall,
            ..three(0.0)
        };
        let options = index::Options::default().weights(weights);
        (
            refused(options.score(three(5.0))),
            refused(index::Builder::new(options)),
        )
    };
    for (bad, text) in NOT_FINITE {
        let error = not_finite("weight of a question", text, None);
        assert_eq!(with(bad), (error.clone(), error));
    }
    let error = out_of_range("weight of a question", "-1", "0 or more", None);
    assert_eq!(with(-1.0), (error.clone(), error));
    let error = out_of_range("sum of the weights of the questions", "0", "above 0", None);
    assert_eq!(with(0.0), (error.clone(), error));
    assert_eq!(with(1.0), (String::new(), String::new()));
    // A sum beyond all numbers does not matter.
    let huge = index::Options::default().weights(three(f64::MAX));
    assert_eq!(huge.score(three(5.5)), Ok(50.0));
    for least in [0, 4] {
        let options = index::Options::default().missing(Missing::AtLeast(least));
        assert!(matches!(
            index::Builder::new(options),
            Err(Error::OutOfRange {
                argument: "least number of items answered",
                ..
            })
        ));
    }
}

#[test]
fn means_and_columns_of_an_index_lie_on_its_scale() {
    let options = index::Options::default();
    let means = index::Items {
        ideal: 0.5,
        ..three(5.0)
    };
    assert_eq!(
        refusal(options.score(means)),
        out_of_range("answer", "0.5", "1 to 10", None)
    );
    let column = [7.0, 7.0];
    let seven = SEVEN.full_answers(&column).unwrap();
    let ten = TEN.full_answers(&column).unwrap();
    assert_eq!(
        refusal(index::SatisfactionIndex::of(three(seven), None, options)),
        scales_differ("1 to 7", "1 to 10")
    );
    let short = TEN.full_answers(&column[1..]).unwrap();
    let uneven = index::Items {
        expectations: short,
        ..three(ten)
    };
    assert_eq!(
        refusal(index::SatisfactionIndex::of(uneven, None, options)),
        length_mismatch("item", 1, 2)
    );
    let weights = Weights::new([1.0]).unwrap();
    assert_eq!(
        refusal(index::SatisfactionIndex::of(
            three(ten),
            Some(&weights),
            options
        )),
        length_mismatch("weights", 1, 2)
    );
    // On whole steps, means need not be whole.
    let whole = index::Options::default().scale(TEN.whole().unwrap());
    assert!(whole.score(three(7.25)).is_ok());
}

#[test]
fn an_index_builder_refuses_and_goes_on() {
    let options = index::Options::default();
    let mut builder = index::Builder::new(options).unwrap();
    builder.push(three(Some(10.0))).unwrap();
    let bad = index::Items {
        ideal: Some(10.5),
        ..three(None)
    };
    assert_eq!(
        refusal(builder.push(bad)),
        "answer must be 1 to 10, got 10.5 at row 1, item \"ideal\" (counted from 0)"
    );
    refuses_bad_weights(|weight| builder.push_weighted(three(Some(1.0)), weight));
    assert_definitions_differ(
        builder.merge(index::Builder::new(options.missing(Missing::AtLeastHalf)).unwrap()),
    );
    builder.extend([three(None)]).unwrap();
    let found = builder.finish().unwrap();
    assert_eq!((found.answered(), found.missing()), (2, 1));
    assert_eq!(found.value(), Some(100.0));

    let nobody = index::Builder::new(options).unwrap().finish().unwrap();
    assert_eq!((nobody.value(), nobody.estimate()), (None, None));
    assert_eq!(nobody.interval(Confidence::default()), None);
}

#[test]
fn an_answer_to_a_question_without_weight_makes_no_index() {
    let options = index::Options::default()
        .missing(Missing::AtLeast(1))
        .weights(index::Items {
            overall: 1.0,
            ..three(0.0)
        });
    let mut builder = index::Builder::new(options).unwrap();
    builder
        .push(index::Items {
            overall: None,
            ..three(Some(10.0))
        })
        .unwrap();
    let found = builder.finish().unwrap();
    assert_eq!((found.value(), found.missing()), (None, 1));
}
