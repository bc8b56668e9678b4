//! The car dealer of Martilla and James (1977): fourteen attributes on 1 to 4.
//!
//! The first row and the three attributes of the first quadrant were read at a source; the other
//! ratings are as commonly reported, and with a crosshair at the means they give the published
//! quadrants exactly.

use retention::quadrant::{Analysis, Attribute, Options, Quadrant, RatingScales};
use retention::scale::Scale;

/// Attribute, importance, performance, published quadrant, performance less importance.
pub const ATTRIBUTES: [(&str, f64, f64, char, &str); 14] = [
    ("Job done right the first time", 3.83, 2.63, 'A', "-1.20"),
    ("Fast action on complaints", 3.63, 2.73, 'A', "-0.90"),
    ("Prompt warranty work", 3.60, 3.15, 'B', "-0.45"),
    ("Able to do any job needed", 3.56, 3.00, 'B', "-0.56"),
    ("Service available when needed", 3.41, 3.05, 'B', "-0.36"),
    ("Courteous and friendly service", 3.41, 3.29, 'B', "-0.12"),
    ("Car ready when promised", 3.38, 3.03, 'B', "-0.35"),
    ("Perform only necessary work", 3.37, 3.11, 'B', "-0.26"),
    ("Low prices on service", 3.29, 2.00, 'A', "-1.29"),
    ("Clean up after service work", 3.27, 3.02, 'B', "-0.25"),
    ("Convenient to home", 2.52, 2.25, 'C', "-0.27"),
    ("Convenient to work", 2.43, 2.49, 'C', "0.06"),
    ("Courtesy buses and rental cars", 2.37, 2.35, 'C', "-0.02"),
    ("Send out maintenance notices", 2.05, 3.33, 'D', "1.28"),
];

pub fn analysis(options: Options) -> Analysis {
    let attributes = ATTRIBUTES.map(|(name, i, s, ..)| Attribute::new(name, i, s));
    Analysis::new(attributes, RatingScales::same(Scale::ONE_TO_FOUR), options).unwrap()
}

pub fn letters(analysis: &Analysis) -> String {
    let letter = |quadrant| match quadrant {
        Quadrant::ConcentrateHere => 'A',
        Quadrant::KeepUp => 'B',
        Quadrant::LowPriority => 'C',
        Quadrant::PossibleOverkill => 'D',
    };
    let placed = analysis.attributes.iter();
    placed.map(|placed| letter(placed.quadrant)).collect()
}
