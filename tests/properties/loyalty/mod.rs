//! Loyalty.

mod classes;
mod curve;
mod influences;
mod phases;

use proptest::prelude::*;
use retention::loyalty::{Score, Threshold};
use retention::scale::Scale;

fn scale() -> impl Strategy<Value = Scale> {
    prop_oneof![
        Just(Scale::ONE_TO_FIVE),
        Just(Scale::ONE_TO_SEVEN),
        Just(Scale::ZERO_TO_TEN),
        (-5_i32..5, 1_i32..20).prop_map(|(low, width)| {
            Scale::new(f64::from(low), f64::from(low + width)).unwrap()
        }),
    ]
}

/// A value on the scale, often a whole one, often an end.
fn on(scale: Scale) -> impl Strategy<Value = f64> + Clone {
    let whole = scale.width() as i32;
    prop_oneof![
        (0..=whole).prop_map(move |step| scale.low() + f64::from(step)),
        (0.0_f64..=1.0).prop_map(move |share| {
            (scale.low() + share * scale.width()).clamp(scale.low(), scale.high())
        }),
    ]
}

fn maybe_on(scale: Scale) -> impl Strategy<Value = Option<f64>> + Clone {
    prop_oneof![4 => on(scale).prop_map(Some), 1 => Just(None)]
}

fn score() -> impl Strategy<Value = Score> {
    scale()
        .prop_flat_map(|scale| on(scale).prop_map(move |value| Score::new(scale, value).unwrap()))
}

fn maybe_score() -> impl Strategy<Value = Option<Score>> {
    prop_oneof![4 => score().prop_map(Some), 1 => Just(None)]
}

fn threshold() -> impl Strategy<Value = Threshold> {
    prop_oneof![
        Just(Threshold::default()),
        Just(Threshold::TOP),
        Just(Threshold::BOTTOM),
        (0.0_f64..=1.0).prop_map(Threshold::OfScale),
    ]
}

/// The same score, raised by a share of what is left above it.
fn raised(score: Score, by: f64) -> Score {
    let room = score.scale().high() - score.value();
    let value = (score.value() + by * room).min(score.scale().high());
    Score::new(score.scale(), value).unwrap()
}
