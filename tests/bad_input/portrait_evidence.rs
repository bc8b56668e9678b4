//! Evidence joined by customer, from bad input.

use retention::Error;
use retention::clv::BgNbd;
use retention::loyalty::Score;
use retention::period::{Period, Ruler};
use retention::portrait::{Dimension, EvidenceTable, Options, Portraits, staying};
use retention::purchases::{Policy, Purchase, PurchaseLog};
use retention::pyramid::{Cuts, Pyramid};
use retention::scale::Scale;
use rust_decimal::dec;

fn refused(table: retention::Result<EvidenceTable<&'static str>>) -> String {
    table.unwrap_err().to_string()
}

#[test]
fn a_customer_who_stands_twice_in_a_source_is_named_by_both_rows() {
    let rows = [("Ben", 1.0), ("Ann", 2.0), ("Ben", 3.0)];
    let error = EvidenceTable::new().join(rows, |evidence, _| Ok(evidence));
    let error = error.unwrap_err();
    assert!(matches!(error, Error::Duplicate { .. }));
    let text = error.to_string();
    assert!(text.contains("rows 0 and 2"), "{text}");
}

#[test]
fn what_a_row_cannot_add_is_named_with_the_row() {
    let rows = [("Ben", Some(1.0)), ("Ann", None), ("Cem", Some(f64::NAN))];
    let error = refused(EvidenceTable::new().join(rows, |evidence, answer| {
        Ok(evidence.satisfaction(Score::of_answer(Scale::ONE_TO_FIVE, answer)?))
    }));
    assert!(error.contains("row 2"), "{error}");
}

#[test]
fn tiers_that_are_no_groups_by_profit_are_refused() {
    let profits = [("Ann", dec!(5)), ("Ben", dec!(-5))];
    let of = |cuts: &Cuts| Pyramid::new(profits, cuts).unwrap();
    // Four tiers, and none of those who bring no profit.
    let error = refused(EvidenceTable::new().profits(&of(&Cuts::curry())));
    assert!(error.contains("Cuts::differential"), "{error}");
    let two = Cuts::by_customers([("Top", 0.5), ("Rest", 0.5)]).unwrap();
    let error = refused(EvidenceTable::new().profits(&of(&two)));
    assert!(error.contains('4') && error.contains('2'), "{error}");
    assert!(EvidenceTable::new().profits(&of(&Cuts::platinum())).is_ok());
}

#[test]
fn a_time_that_is_no_time_is_refused() {
    let date = retention::chrono::NaiveDate::from_ymd_opt(2024, 5, 1).unwrap();
    let bought = Purchase {
        customer: "Ann",
        date,
        amount: dec!(5),
    };
    let log = PurchaseLog::from_rows([bought]).unwrap();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let known = observed.summaries(Period::Day, Ruler::Weeks).unwrap();
    let model = BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap();
    for time in [-1.0, f64::NAN, f64::INFINITY] {
        assert!(
            EvidenceTable::new()
                .forecasts(&known, &model, time)
                .is_err()
        );
    }
}

#[test]
fn ratings_on_two_scales_are_no_predictor() {
    let rated = |scale, answer| Some(Score::new(scale, answer).unwrap());
    let evidence = retention::portrait::Evidence::default();
    let rows = [
        ("Ann", evidence.trust(rated(Scale::ONE_TO_FIVE, 5.0))),
        ("Ben", evidence),
        ("Cem", evidence.trust(rated(Scale::ONE_TO_SEVEN, 5.0))),
    ];
    let portraits = Portraits::of(rows, &Options::default()).unwrap();
    let found = portraits.predictors_of_staying(
        [Dimension::Trust],
        |_| Some(true),
        staying::Options::default(),
    );
    let error = found.unwrap_err();
    assert!(matches!(error, Error::Mismatch { .. }));
    assert!(error.to_string().contains("row 2"), "{error}");
}
