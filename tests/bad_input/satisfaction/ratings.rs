//! CSAT and CES.

use super::*;

#[test]
fn a_rating_is_asked_for_on_its_scale() {
    let ten = TEN.full_answers(&[9.0, 10.0]).unwrap();
    assert_eq!(
        refusal(Csat::default().of(&ten, None)),
        scales_differ("1 to 10", "1 to 5")
    );
    assert_eq!(
        refusal(Csat::default().of(&ten.on(Scale::ONE_TO_FIVE), None)),
        scales_differ("1 to 10", "1 to 5")
    );
    assert_eq!(
        refusal(Ces::default().of(&ten, None)),
        scales_differ("1 to 10", "1 to 7")
    );
    let weights = Weights::new([1.0; 3]).unwrap();
    assert_eq!(
        refusal(Csat::default().scale(TEN).of(&ten, Some(&weights))),
        length_mismatch("weights", 3, 2)
    );
}

#[test]
fn boxes_are_whole_steps_and_some_are_left_out() {
    let csat = |boxes| Csat::default().measure(Measure::TopBoxes(boxes));
    for boxes in [0, 5, u32::MAX] {
        assert_eq!(
            csat(boxes).builder().unwrap_err(),
            out_of_range(
                "number of top boxes",
                &boxes.to_string(),
                "1 to 4, one less than the scale has",
                None
            )
        );
    }
    assert!(csat(4).builder().is_ok());
    let half = Scale::ONE_TO_FIVE.full_answers(&[5.0, 3.5]).unwrap();
    assert_eq!(
        refusal(Csat::default().of(&half, None)),
        out_of_range("answer", "3.5", "1 to 5 in steps of one", Some(1))
    );
    let odd = Scale::new(0.0, 2.5).unwrap();
    assert_eq!(
        Csat::default().scale(odd).builder().unwrap_err(),
        out_of_range(
            "high end of the scale",
            "2.5",
            "whole steps above the low end, 0",
            None
        )
    );
    // A cut or a mean takes halves.
    for measure in [Measure::AtLeast(3.5), Measure::Mean, Measure::Percent] {
        assert!(Csat::default().measure(measure).of(&half, None).is_ok());
    }
}

#[test]
fn a_cut_lies_on_the_scale() {
    let with = |cut| {
        let csat = Csat::default().measure(Measure::AtLeast(cut));
        csat.builder().map(|_| ())
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
    for measure in [Measure::TopBoxes(2), Measure::Mean] {
        let new = |scale, measure| RatingBuilder::new(scale, measure).unwrap();
        let mut builder = new(Scale::ONE_TO_FIVE, measure);
        builder.push(None).unwrap();
        assert!(matches!(
            builder.push(Some(6.0)),
            Err(Error::OutOfRange {
                argument: "answer",
                at: Some(retention::error::At { row: Some(1), .. }),
                ..
            })
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
        assert_definitions_differ(builder.merge(new(Scale::ONE_TO_FIVE, Measure::Percent)));
        builder.extend([Some(4.0), Some(4.0)]).unwrap();
        let found = builder.finish();
        assert_eq!((found.answered, found.missing), (3, 1));
    }
}

#[test]
fn nobody_has_no_rating_and_one_answer_no_spread() {
    let missing = [None];
    let missing = Scale::ONE_TO_FIVE.answers(&missing).unwrap();
    let one = Scale::ONE_TO_FIVE.full_answers(&[4.0]).unwrap();
    for measure in [
        Measure::TopBoxes(2),
        Measure::AtLeast(2.0),
        Measure::Mean,
        Measure::Percent,
    ] {
        let csat = Csat::default().measure(measure);
        let found = csat.of(&missing, None).unwrap();
        assert_eq!((found.value(), found.missing), (None, 1));
        assert_eq!(found.interval(Confidence::default()), None);
        let found = csat.of(&one, None).unwrap();
        let has_interval = found.interval(Confidence::default()).is_some();
        assert_eq!(has_interval, found.share().is_some(), "{measure:?}");
    }
}
