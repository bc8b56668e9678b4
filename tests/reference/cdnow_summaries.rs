//! The summaries of the CDNOW sample on which Fader, Hardie and Lee (2005) calibrate their models.
//!
//! The summary file that packages carry rounds weeks to two decimals. These figures are those of
//! the log itself, with a day as the grain and weeks of seven days as the ruler.
//!
//! Computed by `cdnow.py`, with Python 3.11.7 and numpy 2.4.6.

use retention::period::{Period, Ruler};
use retention::purchases::{Policy, Summary};
use rust_decimal::{Decimal, RoundingStrategy, dec};

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
fn cdnow_has_2457_repeats_and_1411_customers_without() {
    let summaries = summaries(Ruler::Weeks);
    let repeats: u32 = summaries
        .iter()
        .map(|(_, summary)| summary.frequency())
        .sum();
    let without = summaries
        .iter()
        .filter(|(_, summary)| summary.frequency() == 0)
        .count();
    assert_eq!((summaries.len(), repeats, without), (2357, 2457, 1411));
}

#[test]
fn cdnow_times_sum_to_16135_57_and_77111_29_weeks() {
    let sums = |ruler| {
        summaries(ruler)
            .iter()
            .fold((0.0, 0.0), |(t_x, age), (_, summary)| {
                (t_x + summary.first_to_last(), age + summary.age())
            })
    };
    let (t_x, age) = sums(Ruler::Weeks);
    assert_published(t_x, "16135.57");
    assert_published(age, "77111.29");
    // In days they are whole numbers.
    assert_eq!(sums(Ruler::Days), (112_949.0, 539_779.0));
}

#[test]
fn cdnow_ages_run_from_27_to_38_86_weeks() {
    let ages: Vec<f64> = summaries(Ruler::Weeks)
        .iter()
        .map(|(_, summary)| summary.age())
        .collect();
    assert_eq!(ages.iter().copied().fold(f64::MAX, f64::min), 27.0);
    assert_published(ages.iter().copied().fold(0.0, f64::max), "38.86");
}

#[test]
fn cdnow_946_repeaters_spend_35_077848_on_average() {
    let means: Vec<f64> = summaries(Ruler::Weeks)
        .iter()
        .filter_map(|(_, summary)| summary.mean_repeat_value())
        .collect();
    assert_eq!(means.len(), 946);
    assert_published(means.iter().sum::<f64>() / 946.0, "35.077848");
}

/// Printed in cents, halves rounded up: the first customer's mean is 22.345.
#[test]
fn cdnow_first_ten_customers() {
    let first_ten: Vec<(u32, u32, Option<Decimal>)> = summaries(Ruler::Weeks)
        .iter()
        .take(10)
        .map(|(id, summary)| {
            let mean = summary
                .repeat_value()
                .checked_div(Decimal::from(summary.valued_repeats()))
                .map(|mean| mean.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero));
            (*id, summary.frequency(), mean)
        })
        .collect();
    let expected = [
        (1, 2, Some(dec!(22.35))),
        (2, 1, Some(dec!(11.77))),
        (3, 0, None),
        (4, 0, None),
        (5, 0, None),
        (6, 7, Some(dec!(73.74))),
        (7, 1, Some(dec!(11.77))),
        (8, 0, None),
        (9, 2, Some(dec!(25.55))),
        (10, 0, None),
    ];
    assert_eq!(first_ten, expected);
}
