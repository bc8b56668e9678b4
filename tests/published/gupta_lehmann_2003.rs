//! Gupta, S. and Lehmann, D. R. (2003), *Journal of Interactive Marketing* 17(1): 9–24, and their
//! *Managing Customers as Investments* (2005): margin multiples. One of the figures, 2.67, was read in a
//! summary of the book; the table is as commonly reported.

use retention::clv::{ConstantRetention, DiscountRate, FirstMargin, MarginStream};

use crate::assert_published;

fn model(retention: f64, discount: f64, stream: MarginStream) -> ConstantRetention {
    let discount = DiscountRate::yearly(discount).unwrap();
    ConstantRetention::new(retention, discount, stream).unwrap()
}

fn multiple(retention: f64, discount: f64) -> f64 {
    model(retention, discount, MarginStream::default()).margin_multiple()
}

#[test]
fn gupta_lehmann_2005_margin_multiple_at_80_and_10_per_cent_is_2_67() {
    assert_published(multiple(0.8, 0.1), "2.67");
}

#[test]
fn gupta_lehmann_2005_margin_multiples_by_discount_rate_as_commonly_reported() {
    for (retention, expected) in [
        (0.6, ["1.20", "1.15", "1.11", "1.07"]),
        (0.7, ["1.75", "1.67", "1.59", "1.52"]),
        (0.8, ["2.67", "2.50", "2.35", "2.22"]),
        (0.9, ["4.50", "4.09", "3.75", "3.46"]),
    ] {
        for (discount, expected) in [0.10, 0.12, 0.14, 0.16].into_iter().zip(expected) {
            assert_published(multiple(retention, discount), expected);
        }
    }
}

#[test]
fn gupta_lehmann_2005_margin_multiples_by_growth_as_commonly_reported() {
    for (retention, expected) in [
        (0.6, ["1.15", "1.18", "1.21", "1.24", "1.27"]),
        (0.7, ["1.67", "1.72", "1.79", "1.85", "1.92"]),
        (0.8, ["2.50", "2.63", "2.78", "2.94", "3.125"]),
        (0.9, ["4.09", "4.46", "4.89", "5.42", "6.08"]),
    ] {
        for (growth, expected) in [0.0, 0.02, 0.04, 0.06, 0.08].into_iter().zip(expected) {
            let stream = MarginStream::default().growth(growth);
            assert_published(model(retention, 0.12, stream).margin_multiple(), expected);
        }
    }
}

/// Recomputed from the published formula.
#[test]
fn gupta_lehmann_2003_five_points_of_retention_by_the_same_formula() {
    for (retention, expected) in [
        (0.60, "20.37"),
        (0.70, "22.45"),
        (0.80, "27.50"),
        (0.85, "32.35"),
        (0.90, "40.74"),
    ] {
        let gain = multiple(retention + 0.05, 0.1) / multiple(retention, 0.1) - 1.0;
        assert_published(100.0 * gain, expected);
    }
}

#[test]
fn gupta_lehmann_2003_a_margin_at_once_adds_one_margin() {
    let at_once = MarginStream::default().first_margin(FirstMargin::AtOnce);
    for retention in [0.6, 0.7, 0.8, 0.9] {
        let now = model(retention, 0.1, at_once).margin_multiple();
        let formula = 1.1 / (1.1 - retention);
        assert!((now - formula).abs() < 1e-12 * formula);
        assert!((now - multiple(retention, 0.1) - 1.0).abs() < 1e-12 * formula);
    }
}
