//! Types with an invariant deserialise through their constructors.

use crate::*;
use retention::purchases::SummariesBuilder;

#[test]
fn a_proportion() {
    let proportion = Proportion::new(3, 7).unwrap();
    let written = to_value(proportion).unwrap();
    assert_eq!(
        (&written["numerator"], &written["denominator"]),
        (&json!(3), &json!(7))
    );
    assert_eq!(written["value"], json!(3.0 / 7.0));
    let end = |name: &str| format!("{:.4}", written[name].as_f64().unwrap());
    assert_eq!(
        (end("lower"), end("upper")),
        ("0.1582".into(), "0.7495".into())
    );
    assert_eq!(round_trip(&proportion), proportion);
    assert_eq!(
        refused::<Proportion>(json!({"numerator": 3, "denominator": 2})),
        "numerator must be at most the denominator, 2, got 3"
    );
    assert!(
        refused::<Proportion>(json!({"numerator": -1, "denominator": 2}))
            .starts_with("invalid value: integer `-1`")
    );
    assert_eq!(
        refused::<Proportion>(json!({"numerator": 1})),
        "missing field `denominator`"
    );
}

#[test]
fn a_share() {
    let share = Share::new(dec!(1.50), Decimal::MAX);
    let back = round_trip(&share);
    assert_eq!(back, share);
    assert_eq!(back.part().to_string(), "1.50");
    assert!(refused::<Share>(json!({"part": 1.5, "whole": "3"})).starts_with("invalid type"));
}

#[test]
fn a_confidence() {
    let confidence = Confidence::new(0.9).unwrap();
    assert_eq!(to_value(confidence).unwrap(), json!(0.9));
    assert_eq!(round_trip(&confidence), confidence);
    assert_eq!(
        refused::<Confidence>(json!(1.0)),
        "confidence level must be strictly between 0 and 1, got 1"
    );
    assert_eq!(
        refused::<Confidence>(json!(95)),
        "confidence level must be 0 to 1, got 95"
    );
}

#[test]
fn a_window() {
    let window = Window::new(day(1), day(31)).unwrap();
    assert_eq!(
        to_value(window).unwrap(),
        json!({"from": "2024-05-01", "to": "2024-05-31"})
    );
    assert_eq!(round_trip(&window), window);
    assert_eq!(
        refused::<Window>(json!({"from": "2024-05-02", "to": "2024-05-01"})),
        "end of the window must be 2024-05-02 or later, where the window starts, got 2024-05-01"
    );
    // There is no 30 February.
    refused::<Window>(json!({"from": "2024-02-30", "to": "2024-05-01"}));
    let all = Window::new(NaiveDate::MIN, NaiveDate::MAX).unwrap();
    assert_eq!(round_trip(&all), all);
}

#[test]
fn a_span() {
    let span = Span::new(39, Period::Week(Weekday::Sun)).unwrap();
    assert_eq!(
        to_value(span).unwrap(),
        json!({"count": 39, "period": {"week": "Sun"}})
    );
    assert_eq!(round_trip(&span), span);
    assert_eq!(
        refused::<Span>(json!({"count": 0, "period": "month"})),
        "span must be 1 or more periods, got 0"
    );
    refused::<Span>(json!({"count": 1, "period": "fortnight"}));
}

#[test]
fn periods() {
    for (period, text) in [
        (Period::Day, json!("day")),
        (Period::Month, json!("month")),
        (Period::Quarter, json!("quarter")),
        (Period::Year, json!("year")),
    ] {
        assert_eq!(to_value(period).unwrap(), text);
        assert_eq!(json!(period.to_string()), text);
        assert_eq!(round_trip(&period), period);
    }
}

#[test]
fn a_summary() {
    let summary = Summary::new(2, 30.43, 38.86)
        .unwrap()
        .with_repeat_value(dec!(44.690), 2)
        .unwrap();
    let written = to_value(summary).unwrap();
    assert_eq!(
        written,
        json!({
            "frequency": 2, "first_to_last": 30.43, "age": 38.86,
            "repeat_value": "44.690", "valued_repeats": 2
        })
    );
    assert_eq!(round_trip(&summary), summary);
    let with = |name: &str, value: Value| {
        let mut changed = written.clone();
        changed[name] = value;
        changed
    };
    assert_eq!(
        refused::<Summary>(with("age", json!(-1.0))),
        "age must be 0 or more, got -1"
    );
    assert_eq!(
        refused::<Summary>(with("frequency", json!(0))),
        "first_to_last must be 0 where the frequency is 0, got 30.43"
    );
    assert_eq!(
        refused::<Summary>(with("valued_repeats", json!(3))),
        "valued repeats must be at most the frequency, 2, got 3"
    );
    assert!(refused::<Summary>(with("repeat_value", json!(44.69))).starts_with("invalid type"));
    // JSON has no NaN.
    assert!(refused::<Summary>(with("age", Value::Null)).starts_with("invalid type: null"));
}

#[test]
fn a_log() {
    let log = log();
    assert_eq!(
        to_value(&log).unwrap(),
        json!([
            {"customer": "Ann", "date": "2024-05-02", "amount": "0.00"},
            {"customer": "Ann", "date": "2024-05-02", "amount": "20.00"},
            {"customer": "Ann", "date": "2024-05-09", "amount": "-4.50"},
            {"customer": "Ben", "date": "2024-05-03", "amount": "12.00"},
        ])
    );
    assert_eq!(round_trip(&log), log);
    assert_eq!(
        refused::<PurchaseLog<String>>(json!([])),
        "at least one purchase is needed, got none"
    );
    let huge = json!({"customer": 1, "date": "2024-05-01", "amount": Decimal::MAX.to_string()});
    let tiny =
        json!({"customer": 2, "date": "2024-05-01", "amount": "0.0000000000000000000000000001"});
    assert_eq!(
        refused::<PurchaseLog<u32>>(json!([huge, tiny])),
        "a sum of amounts with so many digits overflows at 0.0000000000000000000000000001 at row 1 (counted from 0); round each amount to the decimal places of the currency before adding"
    );
    let mut rows = to_value(&log).unwrap();
    rows.as_array_mut().unwrap().reverse();
    assert_eq!(from_value::<PurchaseLog<String>>(rows).unwrap(), log);
}

#[test]
fn rows_become_a_log_by_way_of_a_builder_too() {
    let rows: Vec<Purchase<String>> = from_value(to_value(log()).unwrap()).unwrap();
    let mut builder = purchases::Builder::new();
    builder.extend(rows).unwrap();
    assert_eq!(builder.finish().unwrap(), log());
}

/// Kept over night with any rows in it, a builder goes on as if nothing had happened.
#[test]
fn the_state_of_a_builder() {
    const LEAST: &str = "0.0000000000000000000000000001";
    let all: Vec<Purchase<String>> = from_value(to_value(log()).unwrap()).unwrap();
    for kept in 0..=all.len() {
        let mut builder = purchases::Builder::new();
        builder.extend(all[..kept].iter().cloned()).unwrap();
        let mut builder = round_trip(&builder);
        assert_eq!(builder.rows(), kept as u64);
        builder.extend(all[kept..].iter().cloned()).unwrap();
        assert_eq!(builder.finish().unwrap(), log());
    }
    let mut builder = purchases::Builder::new();
    builder.push(row("Ben", 3, dec!(12))).unwrap();
    let mut other = purchases::Builder::new();
    other
        .extend([
            row("Cem", 1, dec!(0.5)),
            row("Ann", 2, dec!(7)),
            row("Ben", 4, dec!(1)),
        ])
        .unwrap();
    builder.merge(other).unwrap();
    let state = to_value(&builder).unwrap();
    assert_eq!(
        state,
        json!({
            "version": 1,
            "customers": ["Ann", "Ben", "Cem"],
            "rows": [1, 2, 1],
            "dates": ["2024-05-02", "2024-05-03", "2024-05-04", "2024-05-01"],
            "amounts": ["7.0", "12.0", "1.0", "0.5"]
        })
    );
    let with = |column: &str, value: Value| {
        let mut state = state.clone();
        state[column] = value;
        refused::<purchases::Builder<String>>(state)
    };
    assert_eq!(
        with("version", json!(0)),
        "the version of the state must be 1, got 0"
    );
    assert_eq!(
        with("rows", json!([1, 0, 3])),
        "rows must be at least 1, got 0 at row 1 (counted from 0)"
    );
    assert_eq!(
        with("rows", json!([1, 2])),
        "rows must have length 3, got 2"
    );
    assert_eq!(
        with("rows", json!([1, 1, 1])),
        "dates must have length 3, got 4"
    );
    assert_eq!(
        with("rows", json!([u32::MAX, 2, 1])),
        "the number of rows overflows at 4294967298"
    );
    assert_eq!(
        with("customers", json!(["Ben", "Cem", "Ben"])),
        "customer occurs twice: rows 0 and 2 at row 2 (counted from 0)"
    );
    assert_eq!(
        with("dates", json!(["2024-05-03"])),
        "dates must have length 4, got 1"
    );
    assert_eq!(
        with("amounts", json!(["12", "0.5"])),
        "amounts must have length 4, got 2"
    );
    assert_eq!(
        with(
            "amounts",
            json!([Decimal::MAX.to_string(), LEAST, "1", "1"])
        ),
        format!(
            "a sum of amounts with so many digits overflows at {LEAST} at row 1 (counted from 0); round each amount to the decimal places of the currency before adding"
        )
    );
}

#[test]
fn the_state_of_a_builder_of_summaries() {
    let date = |day| NaiveDate::from_ymd_opt(2024, 5, day).unwrap();
    let window = Window::new(date(1), date(9)).unwrap();
    let new = |policy| SummariesBuilder::new(window, policy, Period::Day, Ruler::Weeks);
    let mut builder = new(Policy::default().zeros(Treatment::Refuse));
    let row = |day, amount| purchases::Purchase {
        customer: "Ann".to_owned(),
        date: date(day),
        amount,
    };
    builder.extend([row(3, dec!(5)), row(7, dec!(-2))]).unwrap();
    let state = to_value(&builder).unwrap();
    let back: SummariesBuilder<String> = from_value(state.clone()).unwrap();
    assert_eq!(back.finish(), builder.finish());
    let with = |treatment: &str, value: &str| {
        let mut state = state.clone();
        state["policy"][treatment] = json!(value);
        refused::<SummariesBuilder<String>>(state)
    };
    assert_eq!(
        with("refunds", "refuse"),
        "refund refused: -2 on 2024-05-07, in the sorted log at row 1 (counted from 0); `Policy::refunds` can accept it"
    );
    let mut unknown = state.clone();
    unknown["tail"] = json!(1);
    assert!(refused::<SummariesBuilder<String>>(unknown).contains("tail"));
}

#[test]
fn a_scale() {
    let scale = Scale::ONE_TO_SEVEN.whole().unwrap();
    assert_eq!(
        to_value(scale).unwrap(),
        json!({"low": 1.0, "high": 7.0, "steps": "whole"})
    );
    assert_eq!(round_trip(&scale), scale);
    assert_eq!(
        from_value::<Scale>(json!({"low": 0, "high": 10})).unwrap(),
        Scale::ZERO_TO_TEN
    );
    assert_eq!(
        refused::<Scale>(json!({"low": 7, "high": 1})),
        "high end of the scale must be above the low end, 7, got 1"
    );
    assert_eq!(
        refused::<Scale>(json!({"low": 1, "high": 5.5, "steps": "whole"})),
        "high end of the scale must be whole steps above the low end, 1, got 5.5"
    );
}

#[test]
fn weights() {
    let weights = Weights::new([0.5, 0.0, 2.25]).unwrap();
    assert_eq!(to_value(&weights).unwrap(), json!([0.5, 0.0, 2.25]));
    assert_eq!(round_trip(&weights), weights);
    assert_eq!(
        refused::<Weights>(json!([1, -1])),
        "weight must be 0 or more, got -1 at row 1 (counted from 0)"
    );
    assert_eq!(
        refused::<Weights>(json!([])),
        "at least one weight is needed, got none"
    );
}

#[test]
fn a_rule_for_missing_answers() {
    for (missing, written) in [
        (Missing::Listwise, json!("listwise")),
        (Missing::AtLeast(3), json!({"at_least": 3})),
        (Missing::AtLeastHalf, json!("at_least_half")),
    ] {
        assert_eq!(to_value(missing).unwrap(), written);
        assert_eq!(round_trip(&missing), missing);
    }
    assert!(refused::<Missing>(json!("pairwise")).starts_with("unknown variant"));
}
