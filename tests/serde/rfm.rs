//! Options, maps and results of scores of recency, frequency and monetary value.

use retention::rfm::{Bins, Code, GridOptions, Nesting, Options, Scores, Segments, Values};
use rust_decimal::dec;
use serde_json::{from_value, json, to_value};

use crate::{refused, round_trip};

#[test]
fn maps_values_and_options_come_back_equal() {
    for map in [Segments::eleven(), Segments::ten()] {
        assert_eq!(round_trip(&map), map);
    }
    let values = Values::new(3, 2, dec!(10.50)).unwrap();
    assert_eq!(round_trip(&values), values);
    assert_eq!(round_trip(&Code::new(5, 1, 3)), Code::new(5, 1, 3));
    let options = Options::default()
        .recency(Bins::Cuts(vec![dec!(30), dec!(90.5)]))
        .nesting(Nesting::Nested);
    assert_eq!(round_trip(&options), options);
    assert_eq!(
        to_value(&options).unwrap()["recency"],
        json!({"cuts": ["30", "90.5"]})
    );
    assert_eq!(
        from_value::<GridOptions>(json!({"purchases": [2, 5]}))
            .unwrap()
            .purchases,
        [2, 5]
    );
}

#[test]
fn what_could_not_be_made_is_not_read() {
    assert!(
        refused::<Values>(json!({"recency_days": 1, "frequency": 0, "revenue": "1"}))
            .contains("frequency must be 1 or more")
    );
    let block = |r: [u16; 2]| json!([{"recency": r, "frequency": [1, 1], "monetary": [1, 1]}]);
    let map = |rest: [u16; 2]| {
        json!({"scores": [3, 1, 1], "segments": [
            {"name": "Lately", "codes": block([3, 3])}, {"name": "Before", "codes": block(rest)}]})
    };
    assert!(from_value::<Segments>(map([1, 2])).is_ok());
    assert!(refused::<Segments>(map([1, 1])).contains("211"));
    assert!(refused::<Segments>(map([1, 3])).contains("311 of Lately and of Before"));
}

#[test]
fn a_row_is_flat() {
    let values = Values::new(3, 2, dec!(10.50)).unwrap();
    let scores = Scores::from_values([("Ann", values)], &Options::default()).unwrap();
    let written = to_value(&scores).unwrap();
    assert_eq!(
        written["rows"],
        json!([{"customer": "Ann", "recency_days": 3, "frequency": 2, "revenue": "10.50",
                "recency_score": 1, "frequency_score": 1, "monetary_score": 1, "total": 3.0}])
    );
    assert_eq!(written["window"], json!(null));
}
