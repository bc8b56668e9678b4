//! CSAT and CES.

use super::*;
use retention::{Accumulator, Weighted};

#[test]
fn a_rating_is_asked_for_on_its_scale() {
    let ten = TEN.full_answers(&[9.0, 10.0]).unwrap();
    assert_eq!(
        refusal(rating::Rating::of(&ten, None, rating::Options::csat())),
        scales_differ("1 to 10", "1 to 5")
    );
    assert_eq!(
        refusal(rating::Rating::of(
            &ten.on(Scale::ONE_TO_FIVE),
            None,
            rating::Options::csat()
        )),
        scales_differ("1 to 10", "1 to 5")
    );
    assert_eq!(
        refusal(rating::Rating::of(&ten, None, rating::Options::ces())),
        scales_differ("1 to 10", "1 to 7")
    );
    let weights = Weights::new([1.0; 3]).unwrap();
    assert_eq!(
        refusal(rating::Rating::of(
            &ten,
            Some(&weights),
            rating::Options::csat().scale(TEN)
        )),
        length_mismatch("weights", 3, 2)
    );
}

#[test]
fn boxes_are_whole_steps_and_some_are_left_out() {
    let csat = |boxes| rating::Options::csat().measure(rating::Measure::TopBoxes(boxes));
    for boxes in [0, 5, u32::MAX] {
        assert_eq!(
            refusal(rating::Builder::new(csat(boxes))),
            out_of_range(
                "number of top boxes",
                &boxes.to_string(),
                "1 to 4, one less than the scale has",
                None
            )
        );
    }
    assert!(rating::Builder::new(csat(4)).is_ok());
    let half = Scale::ONE_TO_FIVE.full_answers(&[5.0, 3.5]).unwrap();
    assert_eq!(
        refusal(rating::Rating::of(&half, None, rating::Options::csat())),
        out_of_range("answer", "3.5", "1 to 5 in steps of one", Some(1))
    );
    let odd = Scale::new(0.0, 2.5).unwrap();
    assert_eq!(
        refusal(rating::Builder::new(rating::Options::csat().scale(odd))),
        out_of_range(
            "high end of the scale",
            "2.5",
            "whole steps above the low end, 0",
            None
        )
    );
    // A cut or a mean takes halves.
    for measure in [
        rating::Measure::AtLeast(3.5),
        rating::Measure::Mean,
        rating::Measure::Percent,
    ] {
        assert!(rating::Rating::of(&half, None, rating::Options::csat().measure(measure)).is_ok());
    }
}

#[test]
fn a_cut_lies_on_the_scale() {
    let with = |cut| {
        let csat = rating::Options::csat().measure(rating::Measure::AtLeast(cut));
        rating::Builder::new(csat).map(|_| ())
    };
    for (bad, text) in NOT_FINITE {
        assert_eq!(refusal(with(bad)), not_finite("cut", text, None));
    }
    for (bad, text) in [(1.0, "1"), (5.5, "5.5")] {
        assert_eq!(
            refusal(with(bad)),
            out_of_range("cut", text, "above 1, up to 5", None)
        );
    }
    assert_eq!(with(5.0), Ok(()));
}

#[test]
fn a_rating_builder_refuses_and_goes_on() {
    for measure in [rating::Measure::TopBoxes(2), rating::Measure::Mean] {
        let new = |scale, measure| {
            rating::Builder::new(rating::Options::default().scale(scale).measure(measure)).unwrap()
        };
        let mut builder = new(Scale::ONE_TO_FIVE, measure);
        builder.push(None).unwrap();
        assert!(matches!(
            builder.push(Some(6.0)),
            Err(Error::OutOfRange {
                argument: "answer",
                at: Some(at),
                ..
            }) if at.row == Some(1)
        ));
        assert_eq!(
            refusal(builder.push(Some(f64::NAN))),
            not_finite("answer", "NaN", Some(1))
        );
        refuses_bad_weights(|weight| builder.push_weighted(Some(5.0), weight));
        assert_eq!(
            refusal(builder.merge(new(SEVEN, measure))),
            scales_differ("1 to 7", "1 to 5")
        );
        assert_definitions_differ(builder.merge(new(Scale::ONE_TO_FIVE, rating::Measure::Percent)));
        builder.extend([Some(4.0), Some(4.0)]).unwrap();
        let found = builder.finish().unwrap();
        assert_eq!((found.answered, found.missing), (3, 1));
    }
}

#[test]
fn nobody_has_no_rating_and_one_answer_no_spread() {
    let missing = [None];
    let missing = Scale::ONE_TO_FIVE.answers(&missing).unwrap();
    let one = Scale::ONE_TO_FIVE.full_answers(&[4.0]).unwrap();
    for measure in [
        rating::Measure::TopBoxes(2),
        rating::Measure::AtLeast(2.0),
        rating::Measure::Mean,
        rating::Measure::Percent,
    ] {
        let csat = rating::Options::csat().measure(measure);
        let found = rating::Rating::of(&missing, None, csat).unwrap();
        assert_eq!((found.value(), found.missing), (None, 1));
        assert_eq!(found.interval(Confidence::default()), None);
        let found = rating::Rating::of(&one, None, csat).unwrap();
        let has_interval = found.interval(Confidence::default()).is_some();
        assert_eq!(has_interval, found.share.is_some(), "{measure:?}");
    }
}
