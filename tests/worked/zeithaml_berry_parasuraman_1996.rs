//! Zeithaml, V. A., Berry, L. L. and Parasuraman, A. (1996), *Journal of Marketing* 60(2): 31–46:
//! thirteen items on five behavioural consequences of service quality.

use retention::loyalty::consequences::{Consequence, instrument};
use retention::scale::{Missing, Scale};

/// Means by hand; a high score of an adverse factor stays high.
#[test]
fn zeithaml_berry_parasuraman_1996_factor_is_the_mean_of_its_items() {
    let answers = [7, 6, 5, 6, 4, 2, 3, 5, 2, 6, 7, 2, 4].map(|answer| Some(f64::from(answer)));
    let instrument = instrument(Scale::ONE_TO_SEVEN, Missing::Listwise).unwrap();
    assert_eq!(instrument.facets(), Consequence::ALL);
    assert_eq!(
        instrument.score(&answers).unwrap(),
        [5.6, 2.5, 3.5, 5.0, 4.0].map(Some)
    );
}
