//! Oliver, R. L. (1980), *Journal of Marketing Research* 17(4): 460–469: satisfaction as the
//! difference between what was perceived and what was expected. The definition on figures worked by
//! hand.

use retention::estimate::Confidence;
use retention::satisfaction::disconfirmation;
use retention::scale::{Scale, Weights};

use crate::assert_published;

fn classify(perceived: f64, expected: f64, tolerance: f64) -> disconfirmation::Satisfaction {
    let options = disconfirmation::Options::default().tolerance(tolerance);
    let experience = disconfirmation::Experience {
        perceived,
        expected,
    };
    options.classify(experience).unwrap()
}

#[test]
fn oliver_1980_less_than_expected_dissatisfies_as_much_satisfies_more_delights() {
    assert_eq!(
        classify(6.0, 7.0, 0.0),
        disconfirmation::Satisfaction::Dissatisfied
    );
    assert_eq!(
        classify(7.0, 7.0, 0.0),
        disconfirmation::Satisfaction::Satisfied
    );
    assert_eq!(
        classify(8.0, 7.0, 0.0),
        disconfirmation::Satisfaction::Delighted
    );
}

#[test]
fn oliver_1980_a_tolerance_widens_what_is_met_ends_included() {
    for (perceived, felt) in [
        (5.4, disconfirmation::Satisfaction::Dissatisfied),
        (5.5, disconfirmation::Satisfaction::Satisfied),
        (8.5, disconfirmation::Satisfaction::Satisfied),
        (8.6, disconfirmation::Satisfaction::Delighted),
    ] {
        assert_eq!(classify(perceived, 7.0, 1.5), felt, "{perceived}");
    }
    // Equal on paper, not in floating point.
    assert_eq!(
        classify(0.1 + 0.2, 0.3, 0.0),
        disconfirmation::Satisfaction::Satisfied
    );
    assert_eq!(
        classify(1.1, 1.0, 0.1),
        disconfirmation::Satisfaction::Satisfied
    );
    assert_eq!(
        classify(7.0, 7.3, 0.3),
        disconfirmation::Satisfaction::Satisfied
    );
}

#[test]
fn oliver_1980_weights_count_by_hand() {
    // Weights 1, 2, 1 of gaps −1, 0, 2: a quarter, a half, a quarter; 16 / 6 answers.
    let scale = Scale::ONE_TO_TEN;
    let columns = disconfirmation::Experience {
        perceived: scale.full_answers(&[4.0, 6.0, 9.0]).unwrap(),
        expected: scale.full_answers(&[5.0, 6.0, 7.0]).unwrap(),
    };
    let weights = Weights::new([1.0, 2.0, 1.0]).unwrap();
    let options = disconfirmation::Options::default();
    let result = disconfirmation::Disconfirmation::of(columns, Some(&weights), options).unwrap();
    assert_eq!(result.dissatisfied.value(), Some(0.25));
    assert_eq!(result.satisfied.value(), Some(0.5));
    assert_eq!(result.satisfied.counts().numerator(), 1);
    assert_eq!(result.gap.mean, Some(0.25));
    assert_published(result.satisfied.effective_sample_size(), "2.666667");
    // Wilson at one half: z / 2 / √(n + z²) on each side.
    let z = Confidence::default().z();
    let half = 0.5 * z / (16.0 / 6.0 + z * z).sqrt();
    let interval = result.satisfied.wilson(Confidence::default()).unwrap();
    assert_published(interval.lower(), &format!("{:.12}", 0.5 - half));
    assert_published(interval.upper(), &format!("{:.12}", 0.5 + half));
}
