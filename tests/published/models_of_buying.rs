//! Models of buying: Fader, Hardie and Lee (2005), *Marketing Science* 24(2): 275–284; Schmittlein, Morrison
//! and Colombo (1987), *Management Science* 33(1): 1–24; Fader and Hardie (2005), the note on Pareto/NBD; the
//! walkthrough and the manual of the R package BTYD; the tests of the Python package lifetimes.

use retention::clv::{
    BgNbd, DiscountRate, Fitted, Horizon, MbgNbd, ParetoNbd, PurchaseCounts, PurchaseModel,
};
use retention::fit::Outcome;
use retention::period::{Period, Ruler, Span};
use retention::purchases::{Policy, Summary};

use crate::assert_published;
use crate::cdnow::{calibration, log};

/// Customer 1516 of CDNOW, with 26 repeat purchases.
const BUSY: (u32, f64, f64) = (26, 30.857_142_857_142_858, 31.0);

fn customer((frequency, last, age): (u32, f64, f64)) -> Summary {
    Summary::new(frequency, last, age).unwrap()
}

fn counts() -> PurchaseCounts {
    let log = log();
    let observed = log.observe(calibration(), Policy::default()).unwrap();
    let summaries = observed.summaries(Period::Day, Ruler::Weeks).unwrap();
    PurchaseCounts::of(summaries.rows.iter().map(|row| &row.result)).unwrap()
}

fn fitted<M: PurchaseModel>() -> Fitted<M> {
    let fitted = M::fit(&counts(), Default::default()).unwrap();
    assert_eq!(fitted.outcome, Outcome::Converged);
    fitted
}

fn bg_nbd() -> BgNbd {
    BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap()
}

fn pareto_nbd() -> ParetoNbd {
    ParetoNbd::new(0.553, 10.578, 0.606, 11.669).unwrap()
}

#[test]
fn fader_hardie_lee_2005_bg_nbd_of_cdnow_is_0_243_4_414_0_793_2_426_with_minus_9582_4() {
    let fitted = fitted::<BgNbd>();
    let model = &fitted.model;
    assert_published(model.r(), "0.243");
    assert_published(model.alpha(), "4.414");
    assert_published(model.a(), "0.793");
    assert_published(model.b(), "2.426");
    assert_published(fitted.log_likelihood, "-9582.4");
    // The walkthrough of BTYD prints a digit more than one.
    assert_published(fitted.log_likelihood, "-9582.429");
}

#[test]
fn fader_hardie_lee_2005_bg_nbd_first_customer_is_alive_with_0_73_and_expected_to_buy_1_226_times()
{
    let first = customer((2, 30.43, 38.86));
    assert_published(bg_nbd().log_likelihood(&first), "-9.46");
    assert_published(bg_nbd().probability_alive(&first), "0.73");
    assert_published(
        bg_nbd().expected_purchases_of(&first, 39.0).unwrap(),
        "1.226",
    );
    let once = customer((0, 0.0, 38.86));
    // Published as −0.554; it is −0.554713 at the published parameters.
    assert!((bg_nbd().log_likelihood(&once) + 0.554).abs() < 1e-3);
}

#[test]
fn fader_hardie_lee_2005_bg_nbd_new_customers_buy_as_the_spreadsheet_says() {
    let model = fitted::<BgNbd>().model;
    for (weeks, expected) in [
        (1.0 / 7.0, "0.0078"),
        (1.0, "0.0532"),
        (3.0, "0.1506"),
        (31.8571, "1.0405"),
        (32.0, "1.0437"),
    ] {
        assert_published(model.expected_purchases(weeks).unwrap(), expected);
    }
}

#[test]
fn btyd_walkthrough_bg_nbd_new_customers_buy_1_444_times_in_a_year_and_customer_1516_25_76_times() {
    let model = fitted::<BgNbd>().model;
    assert_published(model.expected_purchases(52.0).unwrap(), "1.444");
    let busy = customer(BUSY);
    assert_published(model.expected_purchases_of(&busy, 52.0).unwrap(), "25.76");
    assert_published(model.probability_alive(&busy), "0.9689");
    assert_published(bg_nbd().probability_alive(&busy), "0.96885");
}

/// The more purchases before a silence, the stranger the silence. The figures were computed at parameters
/// with more digits than are printed.
#[test]
fn btyd_walkthrough_bg_nbd_more_purchases_before_a_silence_are_expected_to_bring_fewer_after_it() {
    let model = fitted::<BgNbd>().model;
    for (frequency, expected) in [
        (10, 0.347_460_6),
        (15, 0.042_833_91),
        (20, 0.004_158_973),
        (25, 0.000_358_368_5),
    ] {
        let figure = model
            .expected_purchases_of(&customer((frequency, 20.0, 39.0)), 52.0)
            .unwrap();
        assert!(
            (figure / expected - 1.0).abs() < 5e-4,
            "{frequency}: {figure} not {expected}"
        );
    }
}

#[test]
fn lifetimes_tests_bg_nbd_distribution_of_purchases() {
    let chances = bg_nbd().purchase_distribution(39.0, 0).unwrap();
    assert_published(chances[0], "0.5737864");
    let chances = bg_nbd().purchase_distribution(30.0, 20).unwrap();
    for (chance, expected) in chances.iter().skip(11).zip([
        "0.0019995214",
        "0.0015170236",
        "0.0011633150",
        "0.0009003148",
        "0.0007023638",
        "0.0005517902",
        "0.0004361913",
        "0.0003467171",
        "0.0002769613",
        "0.0002222260",
    ]) {
        assert_published(*chance, expected);
    }
    let chances = bg_nbd().purchase_distribution(2.0, 10).unwrap();
    assert!((chances[10] / 1.078_69e-7 - 1.0).abs() < 5e-6);
}

#[test]
fn fader_hardie_lee_2005_bg_nbd_in_sample_histogram() {
    let model = fitted::<BgNbd>().model;
    let mut expected = [0.0; 8];
    let log = log();
    let observed = log.observe(calibration(), Policy::default()).unwrap();
    for row in &observed.summaries(Period::Day, Ruler::Weeks).unwrap().rows {
        let chances = model.purchase_distribution(row.result.age(), 6).unwrap();
        let fewer: f64 = chances.iter().sum();
        for (sum, chance) in expected
            .iter_mut()
            .zip(chances.into_iter().chain([1.0 - fewer]))
        {
            *sum += chance;
        }
    }
    // By the published test its χ² against the sample is 4.82.
    let actual = [1411.0, 439.0, 214.0, 100.0, 62.0, 38.0, 29.0, 64.0];
    let chi_square: f64 = actual
        .iter()
        .zip(expected)
        .map(|(a, e)| (a - e) * (a - e) / e)
        .sum();
    assert!((chi_square - 4.82).abs() < 0.03, "{chi_square}");
    for (found, printed) in expected
        .iter()
        .zip([1407.7, 460.3, 192.5, 101.2, 59.8, 38.1, 25.5, 71.9])
    {
        assert!((found - printed).abs() < 0.1, "{found} not {printed}");
    }
}

#[test]
fn lifetimes_tests_mbg_nbd_of_cdnow_is_0_525_6_183_0_891_1_614() {
    let model = fitted::<MbgNbd>().model;
    assert_published(model.r(), "0.525");
    assert_published(model.alpha(), "6.183");
    assert_published(model.a(), "0.891");
    assert_published(model.b(), "1.614");
}

#[test]
fn fader_hardie_2005_pareto_nbd_of_cdnow_is_0_553_10_578_0_606_11_669_with_minus_9595_0() {
    let fitted = fitted::<ParetoNbd>();
    let model = &fitted.model;
    assert_published(model.r(), "0.553");
    assert_published(model.alpha(), "10.578");
    assert_published(model.s(), "0.606");
    assert_published(model.beta(), "11.669");
    assert_published(fitted.log_likelihood, "-9595.0");
}

#[test]
fn btyd_walkthrough_pareto_nbd_customer_1516_is_alive_with_0_997874_and_expected_to_buy_25_456_times()
 {
    let model = fitted::<ParetoNbd>().model;
    let busy = customer(BUSY);
    // At the parameters as printed; with more digits it is 0.997873.
    assert_published(pareto_nbd().probability_alive(&busy), "0.997874");
    assert_published(model.expected_purchases_of(&busy, 52.0).unwrap(), "25.46");
    assert_published(model.expected_purchases(52.0).unwrap(), "1.473");
}

#[test]
fn btyd_walkthrough_pareto_nbd_more_purchases_before_a_silence_are_expected_to_bring_fewer_after_it()
 {
    let model = fitted::<ParetoNbd>().model;
    for (frequency, expected) in [
        (10, 0.706_228_9),
        (15, 0.144_239_6),
        (20, 0.022_506_58),
        (25, 0.003_092_67),
    ] {
        let figure = model
            .expected_purchases_of(&customer((frequency, 20.0, 39.0)), 52.0)
            .unwrap();
        assert!(
            (figure / expected - 1.0).abs() < 1e-3,
            "{frequency}: {figure} not {expected}"
        );
    }
}

#[test]
fn btyd_manual_pareto_nbd_new_customers_buy_0_05078_0_09916_0_14543_times_in_1_2_3_weeks() {
    let model = ParetoNbd::new(0.55, 10.56, 0.61, 11.64).unwrap();
    for (weeks, expected) in [
        (1.0, "0.05077821"),
        (2.0, "0.09916088"),
        (3.0, "0.14542507"),
    ] {
        assert_published(model.expected_purchases(weeks).unwrap(), expected);
    }
    let once = customer((0, 0.0, 39.0));
    let alive = fitted::<ParetoNbd>().model.probability_alive(&once);
    assert!((alive - 0.294_163_3).abs() < 2e-4, "{alive}");
}

/// At the published parameters, by another implementation of the formulas.
#[test]
fn fader_hardie_2005_pareto_nbd_formulas_at_the_published_parameters() {
    let model = pareto_nbd();
    for (who, ln, alive, expected) in [
        ((0, 0.0, 38.86), "-0.5210463", "0.2952866", "0.107081"),
        ((1, 1.71, 38.86), "-4.4501943", "0.1680023", "0.171093"),
        ((2, 30.43, 38.86), "-9.5542832", "0.8691676", "1.455123"),
        (BUSY, "-39.1316270", "0.9978743", "20.116130"),
    ] {
        let who = customer(who);
        assert_published(model.log_likelihood(&who), ln);
        assert_published(model.probability_alive(&who), alive);
        assert_published(model.expected_purchases_of(&who, 39.0).unwrap(), expected);
    }
}

#[test]
fn fader_hardie_lee_2005_det_of_customers_at_78_weeks_are_0_18_to_29_19() {
    let week = Span::new(1, Period::Week(chrono::Weekday::Mon)).unwrap();
    // ln 1.15 / 52, as the paper rounds it.
    let discount = DiscountRate::continuous(0.0027, week).unwrap();
    for (frequency, last, expected) in [
        (0, 0.0, "0.18"),
        (1, 30.0, "1.43"),
        (7, 35.0, "0.89"),
        (9, 40.0, "1.07"),
        (1, 77.0, "3.12"),
        (7, 70.0, "14.07"),
        (14, 77.0, "29.19"),
    ] {
        let customer = customer((frequency, last, 77.86));
        let ever = pareto_nbd().discounted_purchases_of(
            &customer,
            discount,
            Ruler::Weeks,
            Horizon::Infinite,
        );
        assert_published(ever.unwrap(), expected);
    }
}

/// The parameters are the paper's for 78 weeks; the figures, which it draws, are computed from its formula.
#[test]
fn fader_hardie_lee_2005_dert_of_1_to_10_by_week_30_rises_to_2_87_and_falls_to_0_17_by_its_formula()
{
    let model = ParetoNbd::new(0.5629966, 12.5590370, 0.4081095, 10.5148048).unwrap();
    let week = Span::new(1, Period::Week(chrono::Weekday::Mon)).unwrap();
    let discount = DiscountRate::continuous(0.0027, week).unwrap();
    let expected = [
        2.199155, 2.843534, 2.867128, 2.445410, 1.840502, 1.262416, 0.809618, 0.494804, 0.292025,
        0.167928,
    ];
    for (frequency, expected) in (1..).zip(expected) {
        let ever = model.discounted_purchases_of(
            &customer((frequency, 30.0, 77.86)),
            discount,
            Ruler::Weeks,
            Horizon::Infinite,
        );
        let ever = ever.unwrap();
        assert!(
            (ever - expected).abs() < 6e-7,
            "{frequency}: {ever} not {expected}"
        );
    }
}

#[test]
fn fader_hardie_lee_2005_dert_of_7_by_week_35_is_1_864183_and_1_870585_with_the_exact_rate() {
    let model = ParetoNbd::new(0.5629966, 12.5590370, 0.4081095, 10.5148048).unwrap();
    let week = Span::new(1, Period::Week(chrono::Weekday::Mon)).unwrap();
    let year = Span::new(52, Period::Week(chrono::Weekday::Mon)).unwrap();
    for (discount, expected) in [
        (DiscountRate::continuous(0.0027, week), 1.864183),
        (DiscountRate::new(0.15, year), 1.870585),
    ] {
        let ever = model.discounted_purchases_of(
            &customer((7, 35.0, 77.86)),
            discount.unwrap(),
            Ruler::Weeks,
            Horizon::Infinite,
        );
        // The parameters are printed with seven places.
        assert!((ever.unwrap() - expected).abs() < 2e-5);
    }
}
