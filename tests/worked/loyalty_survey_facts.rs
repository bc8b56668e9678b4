//! What is known of the scores on loyalty and switching cost, counted from the survey.

use crate::loyalty_survey::{column, loyalty, switching_cost};

/// All eleven gaps of the survey are in satisfaction and loyalty.
#[test]
fn satisfaction_and_loyalty_of_the_survey_have_eleven_gaps() {
    let missing = |name| column(name).iter().filter(|cell| cell.is_none()).count();
    let names = ["cusa", "cusl_1", "cusl_2", "cusl_3"];
    assert_eq!(names.map(missing), [1, 3, 4, 3]);
    assert!(loyalty().iter().all(Option::is_some));
    assert!(switching_cost().iter().all(Option::is_some));
}
