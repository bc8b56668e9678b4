//! Disconfirmation.

use super::*;
use retention::{Accumulator, Weighted};

const fn felt<T>(perceived: T, expected: T) -> disconfirmation::Experience<T>
where
    T: Copy,
{
    disconfirmation::Experience {
        perceived,
        expected,
    }
}

#[test]
fn a_tolerance_is_finite_and_not_negative() {
    let with = |tolerance| disconfirmation::Options::default().tolerance(tolerance);
    for (bad, text) in NOT_FINITE {
        let error = not_finite("tolerance", text, None);
        assert_eq!(refusal(with(bad).classify(felt(1.0, 1.0))), error.clone());
        assert_eq!(
            refusal(disconfirmation::Builder::new(TEN, with(bad))),
            error
        );
    }
    assert_eq!(
        refusal(with(-0.5).classify(felt(1.0, 1.0))),
        out_of_range("tolerance", "-0.5", "0 or more", None)
    );
}

#[test]
fn one_experience_is_of_finite_numbers() {
    let options = disconfirmation::Options::default();
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(options.classify(felt(bad, 1.0))),
            not_finite("perceived", text, None)
        );
        assert_eq!(
            refusal(options.classify(felt(1.0, bad))),
            not_finite("expected", text, None)
        );
    }
    // A difference beyond all numbers is still more than nothing.
    assert_eq!(
        options.classify(felt(f64::MAX, -f64::MAX)),
        Ok(disconfirmation::Satisfaction::Delighted)
    );
}

#[test]
fn columns_of_experiences_match() {
    let options = disconfirmation::Options::default();
    let (two, three) = ([5.0, 6.0], [5.0, 6.0, 7.0]);
    let (two, three) = (
        TEN.full_answers(&two).unwrap(),
        TEN.full_answers(&three).unwrap(),
    );
    assert_eq!(
        refusal(disconfirmation::Disconfirmation::of(
            felt(two, three),
            None,
            options
        )),
        length_mismatch("expected", 3, 2)
    );
    let weights = Weights::new([1.0]).unwrap();
    assert_eq!(
        refusal(disconfirmation::Disconfirmation::of(
            felt(two, two),
            Some(&weights),
            options
        )),
        length_mismatch("weights", 1, 2)
    );
    let other = SEVEN.full_answers(&[5.0, 6.0]).unwrap();
    assert_eq!(
        refusal(disconfirmation::Disconfirmation::of(
            felt(two, other),
            None,
            options
        )),
        scales_differ("1 to 7", "1 to 10")
    );
    // Read on one scale, they do.
    assert!(disconfirmation::Disconfirmation::of(felt(two, other.on(TEN)), None, options).is_ok());
}

#[test]
fn a_disconfirmation_builder_refuses_and_goes_on() {
    let options = disconfirmation::Options::default();
    let mut builder = disconfirmation::Builder::new(TEN, options).unwrap();
    builder.push(felt(Some(5.0), Some(5.0))).unwrap();
    assert_eq!(
        refusal(builder.push(felt(Some(11.0), None))),
        "answer must be 1 to 10, got 11 at row 1, item \"perceived\" (counted from 0)"
    );
    assert_eq!(
        refusal(builder.push(felt(Some(5.0), Some(f64::NAN)))),
        "answer must be finite, got NaN at row 1, item \"expected\" (counted from 0)"
    );
    refuses_bad_weights(|weight| builder.push_weighted(felt(Some(5.0), Some(6.0)), weight));
    assert_eq!(
        refusal(builder.merge(disconfirmation::Builder::new(SEVEN, options).unwrap())),
        scales_differ("1 to 7", "1 to 10")
    );
    assert_definitions_differ(
        builder.merge(disconfirmation::Builder::new(TEN, options.tolerance(1.0)).unwrap()),
    );
    let found = builder.finish().unwrap();
    assert_eq!((found.answered, found.missing), (2, 0));
    // The second has no weight.
    assert_eq!(found.satisfied.value(), Some(1.0));
}

#[test]
fn nobody_and_one_have_what_they_have() {
    let options = disconfirmation::Options::default();
    let nobody = disconfirmation::Builder::new(TEN, options)
        .unwrap()
        .finish()
        .unwrap();
    assert_eq!(nobody.delighted.value(), None);
    assert_eq!(nobody.delighted.wilson(Confidence::default()), None);
    assert_eq!((nobody.gap.mean, nobody.gap.variance), (None, None));
    let missing = [None];
    let missing = TEN.answers(&missing).unwrap();
    let found =
        disconfirmation::Disconfirmation::of(felt(missing, missing), None, options).unwrap();
    assert_eq!((found.answered, found.missing), (0, 1));
    let one = TEN.full_answers(&[7.0]).unwrap();
    let found = disconfirmation::Disconfirmation::of(felt(one, one), None, options).unwrap();
    assert_eq!((found.gap.mean, found.gap.estimate()), (Some(0.0), None));
    assert_eq!(found.gap.interval(Confidence::default()), None);
}
