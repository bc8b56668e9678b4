//! Satisfaction, loyalty and switching costs of 344 customers of four mobile-phone providers:
//! `corp_rep_data.csv`. Reading it, and what is known about it.

use retention::scale::{ItemSet, Missing, Scale, without_codes};

/// A column of the survey, −99 read as no answer.
pub fn column(name: &str) -> Vec<Option<f64>> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/examples/data/corp_rep_data.csv"
    );
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headers = reader.headers().unwrap().clone();
    let at = headers.iter().position(|header| header == name).unwrap();
    let values: Vec<f64> = reader
        .records()
        .map(|record| record.unwrap()[at].parse().unwrap())
        .collect();
    without_codes(&values, &[-99.0]).answers
}

/// Scores from several columns, of those who answered at least so many.
pub fn scores(names: &[&str], scale: Scale, missing: Missing) -> Vec<Option<f64>> {
    let columns: Vec<_> = names.iter().map(|name| column(name)).collect();
    let items = columns.iter().map(|column| scale.answers(column).unwrap());
    ItemSet::new(items).unwrap().scores(missing).unwrap()
}

/// Loyalty: recommend, choose again, stay; whoever answered one of the three has a score.
pub fn loyalty() -> Vec<Option<f64>> {
    scores(
        &["cusl_1", "cusl_2", "cusl_3"],
        Scale::ONE_TO_SEVEN,
        Missing::AtLeast(1),
    )
}

/// What switching would cost, on 1 to 5.
pub fn switching_cost() -> Vec<Option<f64>> {
    scores(
        &["switch_1", "switch_2", "switch_3", "switch_4"],
        Scale::ONE_TO_FIVE,
        Missing::default(),
    )
}

#[test]
fn the_survey_has_eleven_cells_without_an_answer() {
    let missing = |name| column(name).iter().filter(|cell| cell.is_none()).count();
    assert_eq!(column("cusa").len(), 344);
    assert_eq!(
        ["cusa", "cusl_1", "cusl_2", "cusl_3"].map(missing),
        [1, 3, 4, 3]
    );
    assert_eq!(
        ["switch_1", "switch_2", "switch_3", "switch_4"].map(missing),
        [0; 4]
    );
}
