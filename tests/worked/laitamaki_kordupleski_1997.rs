//! Laitamäki, J. and Kordupleski, R. (1997), *European Management Journal* 15(2), and the PIMS
//! calibration of customer value added.

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

#[test]
fn pims_15_25_20_and_40_percent_of_businesses_are_in_the_bands() {
    let shares: Vec<f64> = Band::ALL
        .iter()
        .map(|band| band.share_of_businesses())
        .collect();
    assert_eq!(shares, [0.40, 0.20, 0.25, 0.15]);
    assert_published(shares.iter().sum(), "1.00");
}

/// World class above 110, above parity 103 to 110, parity 98 to 102, below parity under 98.
#[test]
fn pims_bands_hold_the_whole_numbers_published_for_them() {
    let options = Options::default();
    for percent in 50..=150_u32 {
        let expected = match percent {
            ..98 => Band::BelowParity,
            98..=102 => Band::Parity,
            103..=110 => Band::AboveParity,
            _ => Band::WorldClass,
        };
        // However the ratio was come by.
        let tenth = f64::from(percent) / 10.0;
        for ratio in [
            f64::from(percent) / 100.0,
            tenth * 7.0 / 70.0,
            tenth * 0.3 / 3.0,
        ] {
            assert_eq!(options.classify(ratio), Ok(expected), "{ratio}");
        }
    }
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
fn laitamaki_kordupleski_1997_with_twenty_respondents_a_side_no_band_is_certain_computed_independently()
 {
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
