//! Zeithaml, V. A., Berry, L. L. and Parasuraman, A. (1996), *Journal of Marketing* 60(2): 31–46:
//! thirteen items on five behavioural consequences of service quality.

use retention::loyalty::{CONSEQUENCE_ITEMS, Consequence};

#[test]
fn zeithaml_berry_parasuraman_1996_five_factors_of_thirteen_items_as_commonly_reported() {
    for (consequence, items) in [
        (Consequence::Loyalty, &[1, 2, 3, 4, 5][..]),
        (Consequence::Switch, &[6, 7]),
        (Consequence::PayMore, &[8, 9]),
        (Consequence::ExternalResponse, &[10, 11, 12]),
        (Consequence::InternalResponse, &[13]),
    ] {
        let numbers: Vec<u8> = consequence
            .items()
            .map(|at| CONSEQUENCE_ITEMS[at].number)
            .collect();
        assert_eq!(numbers, items, "{consequence}");
    }
    assert!(CONSEQUENCE_ITEMS.iter().map(|item| item.number).eq(1..=13));
}

#[test]
fn zeithaml_berry_parasuraman_1996_switch_and_external_response_are_adverse_as_commonly_reported() {
    let adverse: Vec<_> = Consequence::ALL.iter().filter(|c| c.is_adverse()).collect();
    assert_eq!(
        adverse,
        [&Consequence::Switch, &Consequence::ExternalResponse]
    );
}
