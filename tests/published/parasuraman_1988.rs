//! Parasuraman, A., Zeithaml, V. A. and Berry, L. L. (1988), *Journal of Retailing* 64(1): 12–40:
//! SERVQUAL; and the importance weights of the same authors (1990).

use retention::Accumulator;
use retention::satisfaction::servqual;
use retention::scale::{Item, Orientation};

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
    let asked = servqual::Wording::Positive.items();
    let mut from = 0;
    for (dimension, count) in items {
        assert_eq!(dimension.items(), count);
        assert_eq!(
            asked[from..from + count],
            vec![Item::as_asked(dimension); count]
        );
        from += count;
    }
    assert_eq!(from, asked.len());
}

#[test]
fn parasuraman_1988_words_items_10_to_13_and_18_to_22_negatively_as_commonly_reported() {
    for (position, item) in servqual::Options::default().items.iter().enumerate() {
        let negative = matches!(position + 1, 10..=13 | 18..=22);
        assert_eq!(item.orientation == Orientation::Reversed, negative);
    }
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
    let builder = servqual::Builder::new(&servqual::Options::default()).unwrap();
    let shares = builder.finish().unwrap().shares;
    assert_eq!((shares.reliability, shares.tangibles), (0.32, 0.11));
}
