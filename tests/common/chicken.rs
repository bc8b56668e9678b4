//! The chicken business of Gale (1994), as commonly reported.

use retention::scale::Scale;
use retention::value::profile::{QualityProfile, RatedAttribute};

/// Weight, Perdue, average competitor.
pub const CHICKEN: [(&str, f64, f64, f64); 6] = [
    ("yellow bird", 10.0, 8.1, 7.2),
    ("meat-to-bone", 20.0, 9.0, 7.3),
    ("no pinfeathers", 20.0, 9.2, 6.5),
    ("fresh", 15.0, 8.0, 8.0),
    ("availability", 10.0, 8.0, 8.0),
    ("brand image", 25.0, 9.4, 6.4),
];

pub fn chicken() -> impl Iterator<Item = RatedAttribute> {
    CHICKEN
        .iter()
        .map(|&(name, weight, ours, theirs)| RatedAttribute::new(name, weight, ours, [theirs]))
}

pub fn profile(attributes: impl IntoIterator<Item = RatedAttribute>) -> QualityProfile {
    QualityProfile::new(Scale::ONE_TO_TEN, attributes, Default::default()).unwrap()
}
