//! What CDNOW's customers spend: Fader, Hardie and Lee (2005), *Journal of Marketing Research* 42(4): 415–430;
//! Fader and Hardie (2013), the note on the Gamma-Gamma model; the tests of the Python package lifetimes.

use retention::clv::{
    CustomerLifetimeValue, CustomerValue, DiscountRate, GammaGamma, ParetoNbd, Spend, SpendCounts,
    SpendIndependence, SpendLikelihood, ValueTerms,
};
use retention::fit::Outcome;
use retention::period::{Period, Ruler, Span};
use retention::purchases::{Policy, Summary};
use rust_decimal::prelude::FromPrimitive as _;
use rust_decimal::{Decimal, dec};

use crate::assert_published;
use crate::cdnow::{calibration, log};

fn counts() -> SpendCounts {
    let log = log();
    let observed = log.observe(calibration(), Policy::default()).unwrap();
    let summaries = observed.summaries(Period::Day, Ruler::Weeks).unwrap();
    SpendCounts::of(summaries.rows.iter().map(|row| &row.result)).unwrap()
}

fn published() -> GammaGamma {
    GammaGamma::new(6.25, 3.74, 15.44).unwrap()
}

fn customer(purchases: u32, mean: Decimal) -> Summary {
    let last = f64::from(purchases.min(1));
    let customer = Summary::new(purchases, last, 39.0).unwrap();
    let total = mean * Decimal::from(purchases);
    customer.with_repeat_value(total, purchases).unwrap()
}

fn expected(purchases: u32, mean: Decimal) -> f64 {
    published()
        .expected_spend_of(&customer(purchases, mean))
        .unwrap()
}

#[test]
fn fader_hardie_2013_cdnow_is_6_25_3_74_15_44_of_946_customers() {
    let counts = counts();
    assert_eq!((counts.customers(), counts.without_value()), (946, 1411));
    assert_eq!(counts.not_positive(), 0);
    let fitted = GammaGamma::fit(&counts, Default::default()).unwrap();
    assert_eq!(fitted.outcome, Outcome::Converged);
    assert_published(fitted.model.p(), "6.25");
    // 3.744225 and 15.443526 from the log; the paper's come from means rounded to cents.
    assert!((fitted.model.q() - 3.74).abs() < 0.005);
    assert_published(fitted.model.gamma(), "15.44");
    assert_published(published().expected_spend().unwrap(), "35.22");
}

#[test]
fn fader_hardie_lee_2005_log_likelihood_of_totals_is_minus_4659_and_of_means_minus_4055_92() {
    let counts = counts();
    let fitted = GammaGamma::fit(&counts, Default::default()).unwrap();
    let by = |of| fitted.model.log_likelihood(&counts, of);
    assert_published(fitted.log_likelihood, "-4055.92");
    assert_published(by(SpendLikelihood::OfMeans), "-4055.92");
    assert!((by(SpendLikelihood::OfMeans) - fitted.log_likelihood).abs() < 1e-8);
    assert_published(by(SpendLikelihood::OfTotals), "-4659");
    let difference = by(SpendLikelihood::OfMeans) - by(SpendLikelihood::OfTotals);
    assert!((difference - 603.372_543).abs() < 1e-6);
}

#[test]
fn lifetimes_first_ten_customers_are_expected_to_spend_24_66_18_92_35_22_and_so_on() {
    for (purchases, mean, spend) in [
        (2, dec!(22.35), 24.6637),
        (1, dec!(11.77), 18.9169),
        (0, dec!(0), 35.2190),
        (7, dec!(73.74), 71.4697),
        (2, dec!(25.55), 27.2884),
    ] {
        let found = expected(purchases, mean);
        assert!((found - spend).abs() < 0.005, "{found}, not {spend}");
    }
}

#[test]
fn fader_hardie_2013_a_mean_of_100_is_drawn_to_80_26_88_35_96_18_and_97_28() {
    for (purchases, spend) in [(1, "80.26"), (2, "88.35"), (7, "96.18"), (10, "97.28")] {
        assert_published(expected(purchases, dec!(100)), spend);
    }
}

#[test]
fn fader_hardie_lee_2005_spend_and_frequency_correlate_by_0_11_and_by_0_06_without_one_customer() {
    let check = SpendIndependence::of(&counts(), Default::default()).unwrap();
    assert_published(check.pearson.estimate.value(), "0.11");
    assert_published(check.pearson_without_one.estimate.value(), "0.06");
}

#[test]
fn fader_hardie_2013_margin_of_30_percent_of_6_5_purchases_at_88_35_is_worth_172() {
    // The discounted purchases are the example's; the rest is the items of a value.
    let spend = expected(2, dec!(100));
    assert_published(0.3 * spend * 6.5, "172");
}

/// Weeks 1 to 78 are behind, as in the figures of the paper.
fn discounted((purchases, last): (u32, f64), model: ParetoNbd, force: f64) -> CustomerValue {
    let week = Span::new(1, Period::Week(chrono::Weekday::Mon)).unwrap();
    let discount = DiscountRate::continuous(force, week).unwrap();
    let (spend, terms) = (Spend::Same(100.0), ValueTerms::default().margin(0.3));
    let worth = CustomerLifetimeValue::new(model, spend, discount, Ruler::Weeks, terms).unwrap();
    worth
        .value_of(&Summary::new(purchases, last, 77.86).unwrap())
        .unwrap()
}

#[test]
fn fader_hardie_lee_2005_discounted_purchases_of_7_by_week_35_are_0_89_and_of_14_by_week_77_29_19()
{
    let model = ParetoNbd::new(0.553, 10.578, 0.606, 11.669).unwrap();
    for (customer, purchases) in [
        ((0, 0.0), "0.18"),
        ((1, 30.0), "1.43"),
        ((7, 35.0), "0.89"),
        ((9, 40.0), "1.07"),
        ((1, 77.0), "3.12"),
        ((7, 70.0), "14.07"),
        ((14, 77.0), "29.19"),
    ] {
        let value = discounted(customer, model, 0.0027);
        assert_published(value.discounted_purchases, purchases);
        assert_eq!(value.expected_purchases, None);
        let purchases = Decimal::from_f64(value.discounted_purchases).unwrap();
        assert_eq!(value.revenue, (dec!(100) * purchases).round_dp(2));
        assert!((value.value - value.revenue * dec!(0.3)).abs() <= dec!(0.005));
    }
}

#[test]
fn fader_hardie_2005_discounted_purchases_of_7_by_week_35_are_1_864183_after_78_weeks() {
    let model = ParetoNbd::new(0.5629966, 12.5590370, 0.4081095, 10.5148048).unwrap();
    let week_35 = discounted((7, 35.0), model, 0.0027).discounted_purchases;
    assert!((week_35 - 1.864_183).abs() < 2e-5, "{week_35}");
}
