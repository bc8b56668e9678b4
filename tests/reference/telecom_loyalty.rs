//! Weights of loyalty's factors, and trust, in the survey of reputation.
//!
//! Computed by `surveys.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1.

use retention::estimate::Confidence;
use retention::loyalty::hierarchy::{Association, Factor, Hierarchy};
use retention::loyalty::path::Step;
use retention::loyalty::{Evidence, Score, path};
use retention::scale::{ItemSet, Missing, Scale, Sheet};

use crate::assert_published;
use crate::loyalty_survey::{column, loyalty};

const SEVEN: Scale = Scale::ONE_TO_SEVEN;

/// Weights derived from what goes with loyalty in the survey of 344 customers; the figures by a
/// program apart from the crate.
#[test]
fn telecom_survey_weights_derived_from_correlations_with_loyalty() {
    let loyalty =
        crate::loyalty_survey::scores(&["cusl_1", "cusl_2", "cusl_3"], SEVEN, Missing::default());
    let factors = [
        ("quality", &["qual_1", "qual_2", "qual_4", "qual_5"][..]),
        ("price", &["qual_3"]),
        ("likeability", &["like_1", "like_2", "like_3"]),
    ];
    let asked = factors.map(|(name, items)| Factor::equal(name, items.iter().copied()));
    let columns: Vec<Vec<Option<f64>>> = factors
        .iter()
        .flat_map(|(_, names)| names.iter().map(|name| column(name)))
        .collect();
    let items = columns.iter().map(|column| SEVEN.answers(column).unwrap());
    let items = Sheet::new(items).unwrap();
    let outcome = SEVEN.answers(&loyalty).unwrap();
    let asked = Hierarchy::new(asked).unwrap();
    let derived = asked
        .associations(&items, &outcome, Confidence::default())
        .unwrap();
    assert_eq!(
        (derived[0].used, derived[0].left_out, derived.len()),
        (342, 2, 11)
    );
    let of_quality = |item: &&str| row(&derived, "quality", Some(item));
    for (item, (r, weight)) in factors[0].1.iter().map(of_quality).zip([
        ("0.325474", "0.200736"),
        ("0.382428", "0.235862"),
        ("0.439139", "0.270839"),
        ("0.474364", "0.292564"),
    ]) {
        assert_published(item.correlation.unwrap(), r);
        assert_published(item.weight.unwrap(), weight);
    }
    let of_factor = |(name, _): &(&str, &[&str])| row(&derived, name, None);
    for (factor, (r, weight)) in factors.iter().map(of_factor).zip([
        ("0.525654", "0.321506"),
        ("0.497633", "0.304368"),
        ("0.611685", "0.374126"),
    ]) {
        assert_published(factor.correlation.unwrap(), r);
        assert_published(factor.weight.unwrap(), weight);
    }
    let price = row(&derived, "price", None).interval.unwrap();
    assert_published(price.lower(), "0.41340");
    assert_published(price.upper(), "0.57342");
    assert!(derived.iter().all(|row| row.correlation > Some(0.0)));
    let hierarchy = Hierarchy::new(Factor::of(&derived).unwrap()).unwrap();
    assert_published(hierarchy.factors()[2].weight(), "0.374126");
}

fn row<'a>(rows: &'a [Association], factor: &str, item: Option<&str>) -> &'a Association {
    let mut rows = rows.iter();
    let found = rows.find(|row| row.factor == factor && row.item.as_deref() == item);
    found.unwrap()
}

/// Trust from two items of the survey, and who stands before which step with it.
#[test]
fn telecom_survey_trust_is_a_score_with_its_reliability() {
    let (trustworthy, reliable) = (column("qual_7"), column("qual_6"));
    let items = [&trustworthy, &reliable].map(|column| SEVEN.answers(column).unwrap());
    let items = ItemSet::new(items).unwrap();
    let scores = items.scores(Missing::default()).unwrap();
    let reliability = items.reliability(None).unwrap();
    assert_eq!((scores.len(), reliability.used), (344, 344));
    assert_published(reliability.alpha.unwrap().value(), TRUST_ALPHA);
    let (satisfaction, loyalty) = (column("cusa"), loyalty());
    let mut blocked = [0; 5];
    for row in 0..344 {
        let score = |column: &[Option<f64>]| column[row].map(|v| Score::new(SEVEN, v).unwrap());
        let place = path::Rules::default()
            .classify(
                &Evidence::default()
                    .accepted(Some(true))
                    .satisfaction(score(&satisfaction))
                    .trust(score(&scores))
                    .switching_cost(None)
                    .loyalty(score(&loyalty)),
            )
            .unwrap();
        // Nothing is known of what holds anyone, so nobody is known to be beyond trust.
        assert_ne!(place.reached, Some(Step::LockIn));
        match (place.next, place.is_final()) {
            (Some(Step::Satisfaction), true) => blocked[0] += 1,
            (Some(Step::Trust), true) => blocked[1] += 1,
            (Some(Step::Satisfaction), false) => blocked[2] += 1,
            (Some(Step::LockIn), false) => blocked[3] += 1,
            _ => blocked[4] += 1,
        }
    }
    assert_eq!(blocked, TRUST_BLOCKS);
}

/// Counted apart from the crate.
const TRUST_ALPHA: &str = "0.651582";
const TRUST_BLOCKS: [u32; 5] = [62, 119, 1, 162, 0];
