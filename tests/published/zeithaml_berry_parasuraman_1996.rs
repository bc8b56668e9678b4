//! Zeithaml, V. A., Berry, L. L. and Parasuraman, A. (1996), *Journal of Marketing* 60(2): 31–46:
//! thirteen items on five behavioural consequences of service quality.

use retention::loyalty::consequences::{Consequence, instrument};
use retention::scale::{Missing, Scale};

#[test]
fn zeithaml_berry_parasuraman_1996_five_factors_of_thirteen_items_as_commonly_reported() {
    let instrument = instrument(Scale::ONE_TO_SEVEN, Missing::default()).unwrap();
    let asked = Consequence::ALL.iter().map(|of| instrument.asked(of));
    assert_eq!(asked.collect::<Vec<_>>(), [5, 2, 2, 3, 1]);
    assert!(instrument.items().is_sorted_by_key(|item| item.facet));
}

#[test]
fn zeithaml_berry_parasuraman_1996_switch_and_external_response_are_adverse_as_commonly_reported() {
    let adverse: Vec<_> = Consequence::ALL.iter().filter(|c| c.is_adverse()).collect();
    assert_eq!(
        adverse,
        [&Consequence::Switch, &Consequence::ExternalResponse]
    );
}
