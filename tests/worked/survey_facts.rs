//! What is known of the two surveys of mobile-phone customers, counted from their files.

use retention::scale::Scale;

use crate::surveys::{corp_rep, mobi};

#[test]
fn the_satisfaction_survey_has_250_respondents_and_24_items_on_1_to_10() {
    let survey = mobi();
    assert_eq!((survey.names().count(), survey.missing), (24, 0));
    let whole = Scale::ONE_TO_TEN.whole().unwrap();
    for name in survey.names() {
        let answers = survey.answers(name, whole);
        assert_eq!((answers.len(), answers.missing()), (250, 0), "{name}");
    }
}

#[test]
fn the_reputation_survey_has_344_respondents_41_columns_and_11_gaps() {
    let survey = corp_rep();
    assert_eq!((survey.names().count(), survey.missing), (41, 11));
    let mut missing = 0;
    for name in survey.names() {
        let scale = if name.starts_with("switch") {
            Scale::ONE_TO_FIVE
        } else {
            Scale::ONE_TO_SEVEN
        };
        let answers = survey.answers(name, scale.whole().unwrap());
        assert_eq!(answers.len(), 344);
        missing += answers.missing();
    }
    assert_eq!(missing, 11);
}
