//! Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005), *Marketing Science* 24(2): 275–284: how
//! often the customers of the CDNOW sample bought, and how often BG/NBD expects them to.

use retention::clv::{BgNbd, HoldOut, PurchaseCounts, PurchaseHistogram, PurchaseModel};
use retention::period::{Period, Ruler, Window};
use retention::purchases::{Policy, Summary};

use crate::assert_published;
use crate::cdnow::{calibration, date, log};

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

#[test]
fn fader_hardie_lee_2005_cdnow_histogram_of_bg_nbd_has_chi_squared_4_82_and_p_0_19() {
    let summaries = summaries(Ruler::Weeks);
    let counts = PurchaseCounts::of(summaries.iter().map(|(_, summary)| summary)).unwrap();
    let model = BgNbd::fit(&counts, Default::default()).unwrap().model;
    let histogram = PurchaseHistogram::of(&model, &counts, 7).unwrap();
    let published = [
        ("1411", "1407.7"),
        ("439", "460.3"),
        ("214", "192.5"),
        ("100", "101.2"),
        ("62", "59.8"),
        ("38", "38.1"),
        ("29", "25.5"),
        ("64", "71.9"),
    ];
    assert_eq!(histogram.classes.len(), published.len());
    for (class, (actual, expected)) in histogram.classes.iter().zip(published) {
        assert_published(class.actual, actual);
        assert_published(class.expected, expected);
    }
    assert_published(histogram.chi_squared.unwrap(), "4.82");
    assert_eq!(histogram.degrees_of_freedom, Some(3));
    assert_published(histogram.p_value.unwrap(), "0.19");
}

#[test]
fn fader_hardie_lee_2005_cdnow_one_time_buyers_are_expected_to_buy_0_23_times_in_weeks_40_to_78() {
    let log = log();
    let calibration = log.observe(calibration(), Policy::default()).unwrap();
    let later = Window::new(date(1997, 10, 1), date(1998, 6, 30)).unwrap();
    let later = log.observe(later, Policy::default()).unwrap();
    let hold_out = HoldOut::of(&calibration, &later, Period::Day, Ruler::Weeks).unwrap();
    assert_eq!(hold_out.time(), 39.0);
    let model = BgNbd::fit(&hold_out.counts().unwrap(), Default::default()).unwrap();
    let validation = hold_out.validate(&model.model, Default::default()).unwrap();
    let once = validation.by_frequency[0];
    assert_eq!((once.frequency, once.customers), (0, 1411));
    assert_published(once.expected, "0.23");
}
