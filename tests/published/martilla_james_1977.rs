//! Martilla, J. A. and James, J. C. (1977), "Importance-Performance Analysis", *Journal of
//! Marketing* 41(1): 77–79: fourteen attributes of a car dealer's service department, on 1 to 4.
//!
//! The first row and the three attributes of the first quadrant were read at a source; the other
//! ratings are as commonly reported, and with a crosshair at the means they give the published
//! quadrants exactly.

use retention::quadrant::{Options, Quadrant};

use crate::martilla_james::{ATTRIBUTES, analysis, letters};

#[test]
fn martilla_james_1977_a_crosshair_at_the_means_gives_all_14_quadrants_as_commonly_reported() {
    let published: String = ATTRIBUTES.iter().map(|row| row.3).collect();
    let analysis = analysis(Options::default());
    assert_eq!(letters(&analysis), published);
    assert_eq!(letters(&analysis), "AABBBBBBABCCCD");
    let concentrate: Vec<_> = analysis
        .in_quadrant(Quadrant::ConcentrateHere)
        .map(|placed| placed.name.as_str())
        .collect();
    assert_eq!(
        concentrate,
        [ATTRIBUTES[0].0, ATTRIBUTES[1].0, ATTRIBUTES[8].0]
    );
}

#[test]
fn martilla_james_1977_names_the_quadrants_as_commonly_reported() {
    let labels: Vec<_> = Quadrant::ALL
        .iter()
        .map(|quadrant| quadrant.label())
        .collect();
    assert_eq!(
        labels,
        [
            "Concentrate Here",
            "Keep Up the Good Work",
            "Low Priority",
            "Possible Overkill"
        ]
    );
    // The telecom study's areas, in the same order.
    let labels: Vec<_> = Quadrant::ALL
        .iter()
        .map(|quadrant| quadrant.telecom_label())
        .collect();
    assert_eq!(
        labels,
        [
            "Churn area",
            "Key to loyalty",
            "Potential churn area",
            "Satisfaction area"
        ]
    );
}
