//! The PIMS calibration of customer value added, as slides of McGraw-Hill report it. The year is
//! not known.

use retention::value::added::{Band, Options};

use crate::assert_published;

#[test]
fn pims_15_25_20_and_40_percent_of_businesses_are_in_the_bands_as_commonly_reported() {
    let shares: Vec<f64> = Band::ALL
        .iter()
        .map(|band| band.share_of_businesses())
        .collect();
    assert_eq!(shares, [0.40, 0.20, 0.25, 0.15]);
    assert_published(shares.iter().sum(), "1.00");
}

/// World class above 110, above parity 103 to 110, parity 98 to 102, below parity under 98.
#[test]
fn pims_bands_hold_the_whole_numbers_published_for_them_as_commonly_reported() {
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
