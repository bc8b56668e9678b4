//! Customer value added: Laitamäki, J. and Kordupleski, R. (1997), *European Management Journal*
//! 15(2). The definition on figures worked by hand.

use retention::scale::Scale;
use retention::value::added::{Band, CustomerValueAdded, Options};

use crate::assert_published;

fn added(ours: f64, theirs: f64) -> CustomerValueAdded {
    let options = Options::default();
    CustomerValueAdded::from_means(Scale::ONE_TO_TEN, ours, &[theirs], options).unwrap()
}

#[test]
fn laitamaki_kordupleski_1997_worth_of_7_7_against_7_0_is_1_10_above_parity_by_hand() {
    let cva = added(7.7, 7.0);
    assert_published(cva.ratio, "1.10");
    assert_eq!(cva.band, Band::AboveParity);
}

#[test]
fn laitamaki_kordupleski_1997_worth_of_7_8_against_7_0_is_1_1143_world_class_by_hand() {
    let cva = added(7.8, 7.0);
    assert_published(cva.ratio, "1.1143");
    assert_eq!(cva.band, Band::WorldClass);
}

/// What is published leaves gaps; every ratio has a band all the same.
#[test]
fn pims_bands_meet_where_the_published_ones_leave_gaps() {
    let options = Options::default();
    for (ratio, expected) in [
        (0.0, Band::BelowParity),
        (0.9799, Band::BelowParity),
        (0.98, Band::Parity),
        (1.0299, Band::Parity),
        (1.03, Band::AboveParity),
        (1.10, Band::AboveParity),
        (1.1001, Band::WorldClass),
        (9.0, Band::WorldClass),
    ] {
        assert_eq!(options.classify(ratio), Ok(expected), "{ratio}");
    }
    assert!(Band::ALL.is_sorted());
}

/// A few dozen respondents: nothing is told from parity.
#[test]
fn laitamaki_kordupleski_1997_with_twenty_respondents_a_side_no_band_is_certain() {
    let ours = [8.0, 6.0, 9.0, 7.0, 8.0, 5.0, 9.0, 10.0, 8.0, 7.0].repeat(2);
    let theirs = [7.0, 5.0, 8.0, 9.0, 6.0, 7.0, 4.0, 9.0, 8.0, 7.0].repeat(2);
    let cva = CustomerValueAdded::from_samples(
        &Scale::ONE_TO_TEN.full_answers(&ours).unwrap(),
        None,
        &Scale::ONE_TO_TEN.full_answers(&theirs).unwrap(),
        None,
        Options::default(),
    )
    .unwrap();
    assert_published(cva.ratio, "1.10");
    let interval = cva.interval.unwrap();
    assert!(
        interval.contains(1.0) && interval.contains(1.2),
        "{interval}"
    );
    for &band in Band::ALL {
        let probability = cva.probability(band).unwrap();
        assert!((0.01..0.6).contains(&probability), "{band}: {probability}");
    }
}
