//! Berger, C. and others (1993), *Center for Quality of Management Journal* 2(4): 3–36: better and
//! worse, and the means of DuMouchel's scores. The formulas as commonly reported, on figures worked
//! by hand.

use retention::Accumulator;
use retention::satisfaction::kano;

use crate::assert_published;
use crate::kano::feature;

#[test]
fn berger_1993_better_and_worse_leave_out_reverse_and_questionable_as_commonly_reported() {
    // M 30, O 20, A 40, I 10; R and Q make no difference.
    for (reverse, questionable) in [(0, 0), (55, 7)] {
        let kano = feature(
            [30, 20, 40, 10, reverse, questionable],
            kano::Options::default(),
        );
        let coefficients = kano.coefficients.unwrap();
        assert_eq!(coefficients.better_value, 0.6);
        assert_eq!(coefficients.worse_value, -0.5);
        assert_eq!(coefficients.better.counts().numerator(), 60);
        assert_eq!(coefficients.worse.counts().denominator(), 100);
    }
    assert_eq!(
        feature([0, 0, 0, 0, 5, 5], kano::Options::default()).coefficients,
        None
    );
}

#[test]
fn berger_1993_quadrants_at_one_half_a_tie_is_high_as_commonly_reported() {
    let quadrant = |counts, options| feature(counts, options).coefficients.unwrap().quadrant;
    for (counts, expected) in [
        ([10, 60, 20, 10, 0, 0], kano::Category::OneDimensional),
        ([10, 20, 60, 10, 0, 0], kano::Category::Attractive),
        ([60, 20, 10, 10, 0, 0], kano::Category::MustBe),
        ([10, 10, 10, 70, 0, 0], kano::Category::Indifferent),
        // Both exactly at one half.
        ([25, 25, 25, 25, 0, 0], kano::Category::OneDimensional),
        ([25, 25, 24, 26, 0, 0], kano::Category::MustBe),
        ([24, 25, 25, 26, 0, 0], kano::Category::Attractive),
    ] {
        assert_eq!(quadrant(counts, kano::Options::default()), expected);
    }
    let options = kano::Options::default().better_cut(0.6).worse_cut(0.3);
    assert_eq!(
        quadrant([10, 20, 40, 30, 0, 0], options),
        kano::Category::OneDimensional
    );
    assert_eq!(
        quadrant([11, 20, 39, 30, 0, 0], options),
        kano::Category::MustBe
    );
}

#[test]
fn dumouchel_1993_means_and_standard_errors_by_hand() {
    use kano::Answer::{Dislike, Like, LiveWith, Neutral};
    let mut counts = kano::Counter::new(kano::Options::default()).unwrap();
    for (functional, dysfunctional, times) in [
        (Like, Dislike, 2),
        (Like, LiveWith, 1),
        (Neutral, Dislike, 1),
    ] {
        let pair = kano::Pair {
            functional,
            dysfunctional,
        };
        counts.add_cell(pair, times).unwrap();
    }
    let scores = counts.finish().unwrap().scores.unwrap();
    // Functional 4, 4, 4, 0: mean 3, variance 12 / 3. Dysfunctional 4, 4, 2, 4: 3.5, 3 / 3.
    assert_eq!(scores.functional.mean, Some(3.0));
    assert_eq!(scores.functional.variance, Some(4.0));
    assert_eq!(scores.functional.estimate().unwrap().standard_error(), 1.0);
    assert_eq!(scores.dysfunctional.mean, Some(3.5));
    assert_published(
        scores.dysfunctional.estimate().unwrap().standard_error(),
        "0.500000",
    );
}
