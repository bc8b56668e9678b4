//! Zeithaml, V. A., Berry, L. L. and Parasuraman, A. (1996), *Journal of Marketing* 60(2): 31–46:
//! thirteen items on five behavioural consequences of service quality.

use retention::loyalty::{Consequence, Consequences};
use retention::scale::{Missing, Scale};

/// Means by hand; a high score of an adverse factor stays high.
#[test]
fn zeithaml_berry_parasuraman_1996_factor_is_the_mean_of_its_items() {
    let answers = [7, 6, 5, 6, 4, 2, 3, 5, 2, 6, 7, 2, 4].map(|answer| Some(f64::from(answer)));
    let found = Consequences::of(Scale::ONE_TO_SEVEN, &answers, Missing::Listwise).unwrap();
    assert_eq!(
        found.scores,
        [
            (Consequence::Loyalty, Some(5.6)),
            (Consequence::Switch, Some(2.5)),
            (Consequence::PayMore, Some(3.5)),
            (Consequence::ExternalResponse, Some(5.0)),
            (Consequence::InternalResponse, Some(4.0)),
        ]
    );
}
