//! Loyalty and switching costs of the 344 customers of `corp_rep_data.csv`, scored from their items.

use retention::scale::{ItemSet, Missing, Scale};

use crate::surveys::corp_rep;

/// A column of the survey.
pub fn column(name: &str) -> Vec<Option<f64>> {
    corp_rep().column(name).to_vec()
}

/// Scores from several columns, of those who answered enough of them.
pub fn scores(names: &[&str], scale: Scale, missing: Missing) -> Vec<Option<f64>> {
    let survey = corp_rep();
    let items = names.iter().map(|name| survey.answers(name, scale));
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
