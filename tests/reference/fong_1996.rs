//! Fong, D. (1996), *Center for Quality of Management Journal* 5(1): 21–23: can two categories be
//! told apart? The formula as commonly reported, on examples of ours.
//!
//! Computed by `formulas.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1.

use retention::satisfaction::kano;

use crate::assert_published;
use crate::kano::feature;

fn distinction(counts: [u64; 6], distinguish: kano::Distinguish) -> kano::Kano {
    feature(counts, kano::Options::default().distinguish(distinguish))
}

#[test]
fn fong_1996_40_against_30_of_100_cannot_be_told_apart_as_commonly_reported() {
    let found = distinction([40, 30, 20, 10, 0, 0], kano::Distinguish::Fong);
    assert_eq!((found.difference, found.options.z), (Some(10.0), 1.65));
    assert_published(found.threshold.unwrap(), "11.129858");
    assert!(found.distinct_category.is_none());
}

#[test]
fn fong_1996_45_against_30_of_100_can_as_commonly_reported() {
    let found = distinction([45, 30, 20, 5, 0, 0], kano::Distinguish::Fong);
    assert_published(found.threshold.unwrap(), "11.296778");
    assert!(found.distinct_category.is_some());
    let found = distinction([45, 30, 20, 5, 0, 0], kano::Distinguish::Multinomial);
    assert_published(found.threshold.unwrap(), "14.289419");
    assert!(found.distinct_category.is_some());
}

#[test]
fn fong_1996_43_against_30_of_100_can_by_fong_alone() {
    let counts = [43, 30, 20, 7, 0, 0];
    assert!(
        distinction(counts, kano::Distinguish::Fong)
            .distinct_category
            .is_some()
    );
    assert!(
        distinction(counts, kano::Distinguish::Multinomial)
            .distinct_category
            .is_none()
    );
}

#[test]
fn fong_1996_nobody_but_one_category_is_the_extreme() {
    // √(N / 2) and √N.
    let found = distinction([0, 0, 0, 50, 0, 0], kano::Distinguish::Fong);
    assert_published(found.threshold.unwrap(), "8.250000");
    let found = distinction([0, 0, 0, 64, 0, 0], kano::Distinguish::Multinomial);
    assert_published(found.threshold.unwrap(), "13.200000");
}

/// The generator of Knuth's MMIX; the upper half of its state mixes well enough to draw categories.
struct Random(u64);

impl Random {
    fn unit(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / (1_u64 << 31) as f64
    }
}

/// How often samples of 100 tell two categories apart that are equally common: each with this share.
fn wrongly_told_apart(share: f64, distinguish: kano::Distinguish) -> f64 {
    const SAMPLES: u32 = 4000;
    let mut random = Random(7);
    let mut apart = 0;
    for _ in 0..SAMPLES {
        let mut counts = [0; 6];
        for _ in 0..100 {
            let drawn = random.unit();
            let rest = (drawn - 2.0 * share) / (1.0 - 2.0 * share);
            let category = match drawn {
                drawn if drawn < share => 0,
                drawn if drawn < 2.0 * share => 1,
                // The others are too rare to be second.
                _ => 2 + (4.0 * rest) as usize,
            };
            counts[category] += 1;
        }
        apart += u32::from(distinction(counts, distinguish).distinct_category.is_some());
    }
    f64::from(apart) / f64::from(SAMPLES)
}

#[test]
fn fong_1996_at_10_percent_errs_in_16_to_22_percent_and_the_multinomial_form_in_10() {
    /// Four standard errors of a share of 4,000 samples, and what whole counts cannot hit.
    const CHANCE: f64 = 0.035;
    for (share, expected) in [(0.3, 0.167), (0.45, 0.22)] {
        let fong = wrongly_told_apart(share, kano::Distinguish::Fong);
        assert!((fong - expected).abs() < CHANCE, "{share}: {fong}");
        let multinomial = wrongly_told_apart(share, kano::Distinguish::Multinomial);
        assert!((multinomial - 0.1).abs() < CHANCE, "{share}: {multinomial}");
    }
}
