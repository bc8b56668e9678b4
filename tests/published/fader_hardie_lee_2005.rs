//! Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005), *Marketing Science* 24(2): 275–284: how
//! often the customers of the CDNOW sample bought.

use retention::period::{Period, Ruler};
use retention::purchases::{Policy, Summary};

use crate::assert_published;
use crate::cdnow::{calibration, log};

fn summaries(ruler: Ruler) -> Vec<(u32, Summary)> {
    let log = log();
    let observed = log.observe(calibration(), Policy::default()).unwrap();
    let summaries = observed.summaries(Period::Day, ruler).unwrap();
    assert_eq!(summaries.without_purchase, 0);
    summaries
        .rows
        .into_iter()
        .map(|row| (row.customer, row.result))
        .collect()
}

#[test]
fn fader_hardie_lee_2005_cdnow_in_sample_histogram_is_1411_439_214_100_62_38_29_64() {
    let mut histogram = [0_u32; 8];
    for (_, summary) in summaries(Ruler::Weeks) {
        histogram[summary.frequency().min(7) as usize] += 1;
    }
    assert_eq!(histogram, [1411, 439, 214, 100, 62, 38, 29, 64]);
}

/// The first customer of the sample as the paper's example has it: x = 2, t_x = 30.43, T = 38.86.
#[test]
fn fader_hardie_lee_2005_cdnow_first_customer_is_2_30_43_38_86() {
    let (id, first) = summaries(Ruler::Weeks)[0];
    assert_eq!((id, first.frequency()), (1, 2));
    assert_published(first.first_to_last(), "30.43");
    assert_published(first.age(), "38.86");
}
