//! Parasuraman, A., Zeithaml, V. A. and Berry, L. L. (1988), *Journal of Retailing* 64(1): 12–40:
//! SERVQUAL; and the importance weights of the same authors (1990).

use retention::satisfaction::servqual;

const GAPS: servqual::Rater<f64> = servqual::Rater {
    reliability: -1.0,
    responsiveness: -0.5,
    assurance: -0.2,
    empathy: -0.3,
    tangibles: 0.1,
};

#[test]
fn parasuraman_1988_has_22_items_as_commonly_reported() {
    use servqual::Dimension::{Assurance, Empathy, Reliability, Responsiveness, Tangibles};
    let items = [
        (Tangibles, 4),
        (Reliability, 5),
        (Responsiveness, 4),
        (Assurance, 4),
        (Empathy, 5),
    ];
    assert_eq!(items.iter().map(|(_, count)| count).sum::<usize>(), 22);
    let asked = servqual::Options::default().items;
    let mut from = 0;
    for (dimension, count) in items {
        assert_eq!(dimension.items(), count);
        assert_eq!(asked[from..from + count], vec![dimension; count]);
        from += count;
    }
    assert_eq!(from, asked.len());
}

#[test]
fn zeithaml_parasuraman_berry_1990_weights_add_up_to_100_points_as_commonly_reported() {
    let weights = servqual::Rater::ZEITHAML_1990;
    assert_eq!(weights.iter().map(|(_, points)| points).sum::<f64>(), 100.0);
    assert_eq!(
        [
            weights.reliability,
            weights.responsiveness,
            weights.assurance,
            weights.empathy,
            weights.tangibles
        ],
        [32.0, 22.0, 19.0, 16.0, 11.0]
    );
    let means = servqual::Means::of_dimensions(GAPS, &servqual::Options::default()).unwrap();
    assert_eq!(
        (means.shares.reliability, means.shares.tangibles),
        (0.32, 0.11)
    );
}
