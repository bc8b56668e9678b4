//! The two features of a ski of Sauerwein, Bailom, Matzler and Hinterhuber (1996), by rules of
//! which they give no figures.
//!
//! Computed by `formulas.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1.

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
fn sauerwein_1996_strengths_and_tests_of_both_features() {
    for (cells, category, total) in [
        (EDGE_GRIP, "17.017", "88.689"),
        (EASE_OF_TURN, "14.615", "86.086"),
    ] {
        let kano = ski(cells);
        assert_published(kano.category_strength.unwrap(), category);
        assert_published(kano.total_strength.unwrap(), total);
        assert!(!kano.is_combination && !kano.is_tied);
    }
    let distinction = |cells, distinguish| {
        let options = kano::Options::default().distinguish(distinguish);
        feature(cells, options)
    };
    for (cells, difference, fong, multinomial) in [
        (EDGE_GRIP, 170.0, "36.252672", "47.133428"),
        (EASE_OF_TURN, 146.0, "35.769091", "45.367499"),
    ] {
        let found = distinction(cells, kano::Distinguish::Fong);
        assert_eq!(found.difference, Some(difference));
        assert_published(found.threshold.unwrap(), fong);
        assert!(found.distinct_category.is_some());
        let found = distinction(cells, kano::Distinguish::Multinomial);
        assert_published(found.threshold.unwrap(), multinomial);
        assert!(found.distinct_category.is_some());
    }
}
