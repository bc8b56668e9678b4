//! How money is written.

use crate::*;

/// Otherwise these tests would prove nothing.
#[test]
fn the_company_is_hostile() {
    assert_eq!(to_value(dec!(29.33)).unwrap(), json!(29.33));
}

#[test]
fn of_a_purchase_is_a_string_with_its_decimal_places() {
    let purchase = row("Ann", 1, dec!(29.30));
    assert_eq!(
        to_value(&purchase).unwrap(),
        json!({"customer": "Ann", "date": "2024-05-01", "amount": "29.30"})
    );
    assert_eq!(round_trip(&purchase).amount.to_string(), "29.30");
}

#[test]
fn of_any_size_comes_back_to_the_digit() {
    for amount in [
        Decimal::MAX,
        Decimal::MIN,
        Decimal::new(1, 28),
        Decimal::new(-1, 28),
        dec!(0.00),
        dec!(7922816251426433759354395.0335),
    ] {
        let back = round_trip(&row("Ann", 1, amount)).amount;
        assert_eq!(back.to_string(), amount.to_string());
    }
}

#[test]
fn that_is_not_a_string_of_digits_is_refused() {
    let purchase =
        |amount: Value| json!({"customer": "Ann", "date": "2024-05-01", "amount": amount});
    let expected = "expected an amount of money as a string of decimal digits";
    for (amount, found) in [
        (json!(29.33), "invalid type: floating point `29.33`"),
        (json!(29), "invalid type: integer `29`"),
        (json!(null), "invalid type: null"),
        (json!(""), "invalid value: string \"\""),
        (json!("NaN"), "invalid value: string \"NaN\""),
        (json!("12,50"), "invalid value: string \"12,50\""),
        (json!("$5"), "invalid value: string \"$5\""),
        // Rounding in silence would take these.
        (
            json!("79228162514264337593543950336"),
            "invalid value: string \"79228162514264337593543950336\"",
        ),
        (
            json!("0.00000000000000000000000000001"),
            "invalid value: string \"0.00000000000000000000000000001\"",
        ),
    ] {
        assert_eq!(
            refused::<Purchase<String>>(purchase(amount)),
            format!("{found}, {expected}")
        );
    }
}

/// No amount anywhere in a result is a number.
#[test]
fn of_every_result_is_a_string() {
    let log = log();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let history = observed.history(&"Ann".to_owned()).unwrap();
    let event = to_value(history.events(Period::Day).unwrap()[0]).unwrap();
    assert_eq!(
        event,
        json!({"start": "2024-05-02", "rows": 3, "value": "15.50"})
    );

    let dropped = history
        .with_policy(
            Policy::default()
                .refunds(Treatment::Drop)
                .refund_only(RefundOnly::Purchase),
        )
        .unwrap();
    let event = to_value(dropped.events(Period::Day).unwrap()[1]).unwrap();
    assert_eq!(event["value"], Value::Null);

    let pyramid = to_value(Pyramid::of(&observed, &Cuts::curry()).unwrap()).unwrap();
    assert_eq!(pyramid["total"], json!("27.50"));
    let top = &pyramid["tiers"][0];
    assert_eq!(top["name"], json!("Top"));
    assert_eq!((&top["tier"], &top["customers"]), (&json!(1), &json!(1)));
    assert_eq!(
        (&top["revenue"], &top["cut"]),
        (&json!("15.50"), &json!("15.50"))
    );
    assert_eq!(top["share"], json!({"part": "15.50", "whole": "27.50"}));
    assert_eq!(pyramid["tiers"][1]["cut"], Value::Null);
    assert_eq!(
        pyramid["rows"][1],
        json!({"customer": "Ben", "amount": "12.00", "tier": 4})
    );
    assert_eq!(pyramid["counts"]["customers"], json!(2));
    assert_eq!(
        pyramid["window"],
        json!({"from": "2024-05-02", "to": "2024-05-09"})
    );

    let peak = Concentration::of(&observed).unwrap().peak().unwrap();
    assert_eq!(
        to_value(peak).unwrap(),
        json!({
            "customers": {"numerator": 2, "denominator": 2},
            "share": {"part": "27.50", "whole": "27.50"}
        })
    );
}

/// The same rows give the same text, whether or not they went through a log.
#[test]
fn of_a_pyramid_straight_from_rows_is_written_as_that_of_the_log() {
    let log = log();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let of_log = Pyramid::of(&observed, &Cuts::curry()).unwrap();
    let mut builder = pyramid::Builder::new(log.window(), Policy::default());
    for row in log.rows() {
        builder
            .push(Purchase {
                customer: row.customer.clone(),
                date: row.date,
                amount: row.amount,
            })
            .unwrap();
    }
    let of_rows = builder.finish(&Cuts::curry()).unwrap();
    assert_eq!(to_value(of_log).unwrap(), to_value(of_rows).unwrap());
}
