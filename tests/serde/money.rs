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
    assert_eq!(
        (&top["share"], &top["share_of_customers"]),
        (&json!(15.5 / 27.5), &json!(0.5))
    );
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
}

/// The same rows give the same text, whether or not they went through a log.
#[test]
fn of_a_pyramid_straight_from_rows_is_written_as_that_of_the_log() {
    let log = log();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let of_log = Pyramid::of(&observed, &Cuts::curry()).unwrap();
    let mut builder = pyramid::Builder::new(log.window(), Policy::default(), &Cuts::curry());
    for row in log.rows() {
        builder
            .push(Purchase {
                customer: row.customer.clone(),
                date: row.date,
                amount: row.amount,
            })
            .unwrap();
    }
    let of_rows = builder.finish().unwrap();
    assert_eq!(to_value(of_log).unwrap(), to_value(of_rows).unwrap());
}

/// A builder written and read in the middle goes on as if nothing had happened.
#[test]
fn of_a_pyramid_builder_comes_back_to_the_digit() {
    let (first, second) = (
        [
            row("Ann", 1, dec!(12.50)),
            row("Ben", 2, Decimal::MAX),
            row("Cem", 3, dec!(-7)),
            row("Dea", 31, dec!(1)),
        ],
        [row("Cem", 4, dec!(9.1)), row("Ann", 5, dec!(0.000001))],
    );
    let window = Window::new(day(1), day(9)).unwrap();
    let policy = Policy::default().zeros(Treatment::Drop);
    let mut whole = pyramid::Builder::new(window, policy, &Cuts::platinum());
    whole.extend(first.clone()).unwrap();
    let mut read: pyramid::Builder<String> = from_str(&to_string(&whole).unwrap()).unwrap();
    assert_eq!(to_value(&read).unwrap(), to_value(&whole).unwrap());
    assert_eq!(read.rows(), 4);
    let error = read.push(row("Ben", 3, Decimal::new(1, 28))).unwrap_err();
    assert_eq!(error.row(), Some(4));
    for builder in [&mut read, &mut whole] {
        builder.extend(second.clone()).unwrap();
    }
    let again = pyramid::Builder::<String>::new(window, policy, &Cuts::platinum());
    whole.merge(again).unwrap();
    assert!(whole.clone().finish().is_err(), "the sum exceeds a decimal");
    assert_eq!(to_value(&read).unwrap(), to_value(&whole).unwrap());
}

/// Without rows, without money, and with as many rows as a count holds.
#[test]
fn of_a_pyramid_builder_at_its_ends_comes_back() {
    let window = Window::new(day(1), day(9)).unwrap();
    let mut builder = pyramid::Builder::new(window, Policy::default(), &Cuts::curry());
    let back = |builder: &pyramid::Builder<String>| {
        from_str::<pyramid::Builder<String>>(&to_string(builder).unwrap()).unwrap()
    };
    assert_eq!(back(&builder).rows(), 0);
    builder.push(row("Ann", 1, dec!(0))).unwrap();
    assert_eq!(back(&builder).rows(), 1);
    let mut smallest = builder.clone();
    smallest.push(row("Ann", 2, Decimal::new(1, 28))).unwrap();
    assert_eq!(
        back(&smallest).finish().unwrap().total(),
        Decimal::new(1, 28)
    );
    let mut state = to_value(&builder).unwrap();
    state["rows"]["refunds"] = json!(1);
    assert_eq!(
        refused::<pyramid::Builder<String>>(state.clone()),
        "rows must be at least the refunds and zeros, got 1"
    );
    state["rows"]["refunds"] = json!(0);
    let mut nobody = state.clone();
    nobody["customers"] = json!([]);
    nobody["rows"]["zeros"] = json!(0);
    assert_eq!(
        refused::<pyramid::Builder<String>>(nobody),
        "rows must be enough for the customers, got 1"
    );
    state["rows"]["inside"] = json!(u64::MAX - 1);
    let mut full: pyramid::Builder<String> = from_str(&state.to_string()).unwrap();
    full.push(row("Ann", 2, dec!(1))).unwrap();
    let error = full.push(row("Ann", 2, dec!(1))).unwrap_err();
    assert!(error.to_string().contains("overflow"), "{error}");
    assert_eq!(full.rows(), u64::MAX);
}

/// A policy that refuses some rows has refused none of these.
#[test]
fn of_a_pyramid_builder_under_a_strict_policy_comes_back() {
    let policy = Policy::default()
        .outside(Outside::Refuse)
        .refunds(Treatment::Refuse)
        .zeros(Treatment::Refuse);
    let window = Window::new(day(1), day(9)).unwrap();
    let mut builder = pyramid::Builder::new(window, policy, &Cuts::curry());
    builder.push(row("Ann", 1, dec!(2.5))).unwrap();
    let read: pyramid::Builder<String> = from_str(&to_string(&builder).unwrap()).unwrap();
    assert_eq!(read.finish().unwrap(), builder.finish().unwrap());

    // One that keeps them has them.
    let mut builder = pyramid::Builder::new(window, Policy::default(), &Cuts::curry());
    let rows = [
        row("Ann", 1, dec!(2.5)),
        row("Ann", 2, dec!(-1)),
        row("Ann", 3, dec!(0)),
        row("Ann", 20, dec!(1)),
    ];
    builder.extend(rows).unwrap();
    let kept = to_value(&builder).unwrap();
    assert!(from_value::<pyramid::Builder<String>>(kept.clone()).is_ok());
    for field in ["outside", "refunds", "zeros"] {
        let mut state = kept.clone();
        state["policy"][field] = json!("refuse");
        assert_eq!(
            refused::<pyramid::Builder<String>>(state),
            "rows must be such as the policy takes, got 4",
            "{field}"
        );
    }
}

#[test]
fn of_a_pyramid_builder_is_refused_where_no_rows_make_it() {
    let mut builder = pyramid::Builder::new(
        Window::new(day(1), day(9)).unwrap(),
        Policy::default(),
        &Cuts::curry(),
    );
    builder
        .extend([row("Ann", 1, dec!(2.5)), row("Ben", 20, dec!(1))])
        .unwrap();
    let written = to_value(&builder).unwrap();
    assert!(from_value::<pyramid::Builder<String>>(written.clone()).is_ok());
    let refusals = [
        (
            "/version",
            json!(2),
            "the version of the state must be 1, got 2",
        ),
        (
            "/volume",
            json!("24"),
            "volume must be at least the sums, got 24",
        ),
        (
            "/volume",
            json!("-25"),
            "volume must be at least the sums, got -25",
        ),
        (
            "/volume",
            json!("2.5"),
            "volume must be a whole number of 128 bits, got 2.5",
        ),
        ("/scale", json!(29), "scale must be at most 28, got 29"),
        (
            "/customers/1/customer",
            json!("Ann"),
            "customer occurs twice: rows 0 and 1 at row 1 (counted from 0)",
        ),
        (
            "/customers/1/sum",
            json!("1"),
            "sum must be 0 without a row in the window, got 1",
        ),
        (
            "/customers/0/sum",
            json!("x"),
            "sum must be a whole number of 128 bits, got x at row 0 (counted from 0)",
        ),
        (
            "/rows/inside",
            json!(0),
            "rows must be enough for the customers, got 1",
        ),
        (
            "/rows/inside",
            json!(u64::MAX),
            "rows must be no more than a count holds, got 18446744073709551615",
        ),
        (
            "/rows/zeros",
            json!(2),
            "rows must be at least the refunds and zeros, got 1",
        ),
        (
            "/policy/outside",
            json!("refuse"),
            "rows must be such as the policy takes, got 2",
        ),
        (
            "/customers",
            json!([]),
            "rows must be enough for the customers, got 2",
        ),
    ];
    for (field, value, message) in refusals {
        let mut state = written.clone();
        *state.pointer_mut(field).unwrap() = value;
        let found = from_value::<pyramid::Builder<String>>(state).map(drop);
        assert_eq!(found.unwrap_err().to_string(), message, "{field}");
    }
}
