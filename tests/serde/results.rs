//! Results.

use crate::*;

#[test]
fn carry_their_choices() {
    let log = log();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let summaries = to_value(observed.summaries(Period::Day, Ruler::Weeks).unwrap()).unwrap();
    assert_eq!(
        (&summaries["grain"], &summaries["ruler"]),
        (&json!("day"), &json!("weeks"))
    );
    assert_eq!(summaries["without_purchase"], json!(0));
    assert_eq!(summaries["policy"], to_value(Policy::default()).unwrap());
    assert_eq!(summaries["window"], to_value(log.window()).unwrap());
    assert_eq!(summaries["rows"][0]["customer"], json!("Ann"));
    assert_eq!(summaries["rows"][0]["frequency"], json!(0));

    let latency = to_value(observed.latency(Period::Day, Ruler::Days).unwrap()).unwrap();
    assert_eq!(latency["steps"][0]["not_yet"], json!(2));
    assert_eq!(latency["ruler"], json!("days"));

    let known = statuses(
        &log,
        day(9),
        Span::new(1, Period::Week(Weekday::Mon)).unwrap(),
        Policy::default(),
        [("Cem".to_owned(), Status::RestOfWorld)],
    )
    .unwrap();
    let known = to_value(known).unwrap();
    assert_eq!(
        known["rows"],
        json!([
            {"customer": "Ann", "status": "inactive"},
            {"customer": "Ben", "status": "active"},
            {"customer": "Cem", "status": "rest_of_world"}
        ])
    );
    assert_eq!(
        known["activity"],
        json!({"from": "2024-05-03", "to": "2024-05-09"})
    );
    assert_eq!(to_value(observed.counts()).unwrap()["refunds"], json!(1));
}

#[test]
fn of_floating_point_are_numbers() {
    let interval = Proportion::new(0, 10)
        .unwrap()
        .wilson(Confidence::default())
        .unwrap();
    let written = to_value(interval).unwrap();
    assert_eq!(
        (&written["lower"], &written["confidence"]),
        (&json!(0.0), &json!(0.95))
    );
    assert_eq!(
        to_value(Estimate::new(30.0, 7.5).unwrap()).unwrap(),
        json!({
            "value": 30.0, "standard_error": 7.5,
            "lower": 15.300270115949598, "upper": 44.6997298840504,
        })
    );
    assert_eq!(
        to_value(Ratio::new(390.0, 6.0).unwrap()).unwrap(),
        json!({"numerator": 390.0, "denominator": 6.0, "value": 65.0})
    );
    let point = Concentration::new([dec!(1)]).unwrap().lorenz(1).unwrap()[1];
    assert_eq!(
        to_value(point).unwrap(),
        json!({"customers": 1.0, "amount": 1.0})
    );
}

#[test]
fn of_a_survey_name_what_is_not_defined() {
    let scale = Scale::ONE_TO_FIVE;
    let first = without_codes(&[1.0, 3.0, 4.0, -99.0], &[-99.0]);
    assert_eq!(
        to_value(&first).unwrap(),
        json!({"answers": [1.0, 3.0, 4.0, null], "counts": [1]})
    );
    let first = scale.answers(&first.answers).unwrap();
    let summary = to_value(first.summary(None).unwrap()).unwrap();
    assert_eq!(
        (&summary["answered"], &summary["missing"]),
        (&json!(3), &json!(1))
    );
    assert_eq!(summary["effective_sample_size"], json!(3.0));

    let second = scale.full_answers(&[3.0; 4]).unwrap();
    let found = ItemSet::new([first, second]).unwrap();
    let found = found.reliability(None).unwrap();
    let written = to_value(&found).unwrap();
    assert_eq!(
        (&written["used"], &written["left_out"]),
        (&json!(3), &json!(1))
    );
    assert_eq!(written["alpha"]["value"], json!(0.0));
    assert_eq!(written["standardised_alpha"], Value::Null);
    assert_eq!(written["items"][1]["item_rest_correlation"], Value::Null);
    assert_eq!(
        to_value(found.omega()).unwrap(),
        json!({"outcome": "not_identified", "value": null, "loadings": [], "residual": null})
    );
}

/// Respondents with weight are among those who answered every item.
#[test]
fn a_reliability_is_of_those_it_says() {
    let mut builder = retention::scale::ReliabilityBuilder::new(Scale::ONE_TO_FIVE, 2).unwrap();
    builder.push(&[Some(1.0), Some(2.0)]).unwrap();
    let mut state = to_value(&builder).unwrap();
    state["moments"]["rows"] = json!(2);
    assert_eq!(
        refused::<retention::scale::ReliabilityBuilder>(state),
        "respondents with weight must be at most the respondents used, 1, got 2"
    );
}
