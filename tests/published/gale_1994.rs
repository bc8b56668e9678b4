//! Gale, B. T. with Wood, R. C. (1994), *Managing Customer Value*, Free Press.

use retention::value::map::{self, Offer, Standing, ValueMap, ValueZone};
use retention::value::profile::RatedAttribute;

use crate::assert_published;
use crate::chicken::{CHICKEN, chicken, profile};

#[test]
fn gale_1994_chicken_market_perceived_quality_ratio_is_1_26_as_commonly_reported() {
    let profile = profile(chicken());
    assert_published(profile.quality_ratio, "1.26");
    assert_published(profile.quality_ratio, "1.2593397655");
    let value = profile.customer_value(1.0).unwrap();
    assert_eq!(value.value(), Some(profile.quality_ratio));
}

#[test]
fn gale_1994_chicken_ratio_of_scores_8_80_and_7_08_is_1_24_as_commonly_reported() {
    let profile = profile(chicken());
    assert_published(profile.quality_score, "8.80");
    assert_published(profile.competitors_score, "7.08");
    assert_published(profile.ratio_of_scores, "1.2429378531");
}

#[test]
fn gale_1994_chicken_table_row_by_row_as_commonly_reported() {
    let profile = profile(chicken());
    let published = [
        ("1.125", "11.25"),
        ("1.2329", "24.66"),
        ("1.4154", "28.31"),
        ("1.000", "15.00"),
        ("1.000", "10.00"),
        ("1.46875", "36.72"),
    ];
    for (row, (ratio, contribution)) in profile.attributes.iter().zip(published) {
        assert_published(row.ratio, ratio);
        assert_published(100.0 * row.contribution, contribution);
    }
    let sum: f64 = profile.attributes.iter().map(|row| row.contribution).sum();
    assert_published(100.0 * sum, "125.934");
    let names: Vec<&str> = profile
        .attributes
        .iter()
        .map(|row| row.name.as_str())
        .collect();
    assert_eq!(names, CHICKEN.map(|(name, ..)| name));
}

/// Weights that add up to 100, one of them zero.
#[test]
fn gale_1994_chicken_as_a_commodity_is_at_1_000_with_both_scores_7_15_as_commonly_reported() {
    let weights = [5.0, 10.0, 15.0, 15.0, 55.0, 0.0];
    let ratings = [7.0, 6.0, 5.0, 7.0, 8.0, 6.0];
    let profile = profile(weights.iter().zip(ratings).zip(CHICKEN).map(
        |((&weight, rating), (name, ..))| RatedAttribute::new(name, weight, rating, [rating]),
    ));
    assert!(profile.attributes.iter().all(|row| row.ratio == 1.0));
    assert_eq!(profile.quality_ratio, 1.0);
    assert_eq!(profile.ratio_of_scores, 1.0);
    assert_published(profile.quality_score, "7.15");
    assert_published(profile.competitors_score, "7.15");
    assert_eq!(profile.attributes[5].contribution, 0.0);
}

#[test]
fn gale_1994_weights_50_and_50_are_45_degrees_through_1_and_1_as_commonly_reported() {
    let points = [("a", 0.9), ("b", 1.0), ("c", 1.3)];
    let map = ValueMap::new(
        points.map(|(name, at)| Offer::new(name, at, at)),
        map::Options::default(),
    )
    .unwrap();
    assert_eq!(map.slope, 1.0);
    assert_eq!(map.fair_price(1.0), Some(1.0));
    for point in map.offers {
        assert_eq!(point.standing, Some(Standing::Fair));
        assert_eq!(point.value, 1.0);
        assert!(!point.value_and_line_disagree());
    }
}

#[test]
fn gale_1994_zones_are_premium_outstanding_economy_and_poor_as_commonly_reported() {
    let points = [
        ("premium", 1.1, 1.1, ValueZone::Premium),
        ("outstanding", 1.1, 0.9, ValueZone::OutstandingValue),
        ("economy", 0.9, 0.9, ValueZone::Economy),
        ("poor", 0.9, 1.1, ValueZone::PoorValue),
    ];
    let map = ValueMap::new(
        points.map(|(name, quality, price, _)| Offer::new(name, quality, price)),
        map::Options::default(),
    )
    .unwrap();
    for (point, (.., zone)) in map.offers.iter().zip(points) {
        assert_eq!(point.zone, Some(zone));
    }
}

/// The parity band, 98 to 102, as the tolerance about the line, ends included.
#[test]
fn gale_1994_fair_is_within_0_02_of_the_fair_price_as_commonly_reported_of_parity() {
    let options = map::Options::default().tolerance(0.02);
    let at = |price| {
        let point = [Offer::new("us", 1.1, price)];
        let map = ValueMap::new(point, options).unwrap();
        map.offers[0].standing.unwrap()
    };
    assert_eq!(at(1.08), Standing::Fair);
    assert_eq!(at(1.12), Standing::Fair);
    assert_eq!(at(1.0799), Standing::Better);
    assert_eq!(at(1.1201), Standing::Worse);
}

/// Importance and performance relative to competitors, as quadrants: the index is the market-perceived
/// quality ratio.
#[test]
fn gale_1994_chicken_quadrants_against_competitors_have_the_index_1_26_as_commonly_reported() {
    use retention::quadrant::{Analysis, Compared, Crosshair, Options, Quadrant};
    use retention::scale::Scale;

    let compared = CHICKEN.map(|(name, weight, us, them)| Compared::new(name, weight, us, them));
    let options = Options::default().crosshair(Crosshair::Parity);
    let analysis = Analysis::against_competitors(compared, Scale::ONE_TO_TEN, options).unwrap();
    assert_published(analysis.index.unwrap(), "1.26");
    assert_eq!(
        (analysis.satisfaction_line, analysis.index_share_of_top),
        (1.0, None)
    );
    assert_published(analysis.importance_line, "16.67");
    // Nowhere worse than the others, and on a par where it matters little.
    let quadrants: Vec<_> = analysis
        .attributes
        .iter()
        .map(|placed| placed.quadrant)
        .collect();
    use Quadrant::{KeepUp, PossibleOverkill};
    assert_eq!(
        quadrants,
        [
            PossibleOverkill,
            KeepUp,
            KeepUp,
            PossibleOverkill,
            PossibleOverkill,
            KeepUp
        ]
    );
}
