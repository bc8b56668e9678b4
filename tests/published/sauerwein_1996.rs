//! Sauerwein, E., Bailom, F., Matzler, K. and Hinterhuber, H. H. (1996), *The Kano model: how to
//! delight your customers*, IX. International Working Seminar on Production Economics: two features
//! of a ski. The cells as commonly reported.

use retention::satisfaction::kano;

use crate::assert_published;
use crate::kano::feature;

/// Must-be, one-dimensional, attractive, indifferent, reverse, questionable, in tenths of a percent.
const EDGE_GRIP: [u64; 6] = [493, 323, 70, 95, 3, 15];
const EASE_OF_TURN: [u64; 6] = [305, 451, 104, 115, 12, 12];

fn ski(cells: [u64; 6]) -> kano::Kano {
    feature(cells, kano::Options::default())
}

#[test]
fn sauerwein_1996_edge_grip_is_must_be_better_0_4006_worse_0_8318_as_commonly_reported() {
    let kano = ski(EDGE_GRIP);
    assert_eq!(kano.category, Some(kano::Category::MustBe));
    let coefficients = kano.coefficients.unwrap();
    assert_published(coefficients.better_value, "0.4006");
    assert_published(coefficients.worse_value, "-0.8318");
    // As printed in the paper.
    assert_published(coefficients.better_value, "0.40");
    assert_published(coefficients.worse_value, "-0.83");
    assert_eq!(coefficients.quadrant, kano::Category::MustBe);
}

#[test]
fn sauerwein_1996_ease_of_turn_is_one_dimensional_better_0_5692_worse_0_7754_as_commonly_reported()
{
    let kano = ski(EASE_OF_TURN);
    assert_eq!(kano.category, Some(kano::Category::OneDimensional));
    let coefficients = kano.coefficients.unwrap();
    assert_published(coefficients.better_value, "0.5692");
    assert_published(coefficients.worse_value, "-0.7754");
    assert_eq!(coefficients.quadrant, kano::Category::OneDimensional);
}
