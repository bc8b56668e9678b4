//! The figures of the bundled files, as they were published or worked by hand.

use serde_json::{Value, json};

use super::{assert_published, figures_of, json, rows, sample};

fn model<'v>(found: &'v Value, segment: Value, name: &str) -> &'v Value {
    let found = rows(
        &found["models"],
        &[("segment", segment), ("name", json!(name))],
    );
    assert_eq!(found.len(), 1, "{name}");
    found[0]
}

/// Fader and Hardie (2007): seven years of two segments.
#[test]
fn fader_hardie_2007_parameters_and_projection() {
    let found = json(&sample(&["--json"]));
    for (segment, alpha, beta, likelihood) in [
        ("High End", "0.668", "3.806", "-1611.158"),
        ("Regular", "0.704", "1.182", "-1680.265"),
    ] {
        let fitted = model(&found, json!(segment), "shifted_beta_geometric");
        assert_published(&fitted["parameters"]["alpha"], alpha);
        assert_published(&fitted["parameters"]["beta"], beta);
        assert_published(&fitted["log_likelihood"], likelihood);
        assert_eq!(fitted["outcome"], json!("converged"));
        assert_eq!(fitted["fitted_periods"], json!(7));
        assert!(fitted["standard_errors"]["alpha"].as_f64() > Some(0.05));
    }
    for (segment, period, survival, actual) in [
        ("High End", 1, "0.8507", 0.869),
        ("High End", 12, "0.3780", 0.394),
        ("Regular", 8, "0.2201", 0.223),
        ("Regular", 12, "0.1700", 0.173),
    ] {
        let said = [
            ("segment", json!(segment)),
            ("model", json!("shifted_beta_geometric")),
            ("period", json!(period)),
        ];
        let row = rows(&found["projection"], &said)[0];
        assert_published(&row["survival"], survival);
        assert_eq!(row["actual"], json!(actual));
        assert_eq!(row["fitted"], json!(period <= 7));
        assert!(row["lower"].as_f64() < row["survival"].as_f64());
    }
}

/// The periods that were left out: every model of customers who differ is closer than the mean rate, and the
/// interval of the last one holds what happened.
#[test]
fn what_happened_is_closer_to_the_models_than_to_the_mean_rate() {
    let found = json(&sample(&["--json"]));
    for (segment, sbg, bdw, mean, last) in [
        ("High End", "0.0119", "0.0052", "0.0704", "0.0069"),
        ("Regular", "0.0029", "0.0026", "0.0768", "0.0071"),
    ] {
        let error = |model: &str| {
            let said = [("segment", json!(segment)), ("model", json!(model))];
            rows(&found["projection_errors"], &said)[0]["mean_absolute_error"].clone()
        };
        assert_published(&error("shifted_beta_geometric"), sbg);
        assert_published(&error("beta_discrete_weibull"), bdw);
        assert_published(&error("constant_mean_rate"), mean);
        assert_published(&error("constant_last_rate"), last);
        for name in ["shifted_beta_geometric", "beta_discrete_weibull"] {
            let said = [
                ("segment", json!(segment)),
                ("model", json!(name)),
                ("period", json!(12)),
            ];
            let row = rows(&found["projection"], &said)[0];
            let [lower, actual, upper] =
                ["lower", "actual", "upper"].map(|key| row[key].as_f64().unwrap());
            assert!(lower < actual && actual < upper, "{row}");
        }
    }
    let text = super::words(&sample(&[]));
    assert!(
        text.contains(
            "Closest for “High End”: BdW; the last rate, kept constant, came closer than sBG."
        ),
        "{text}"
    );
}

/// Fader and others (2018), as the page of the R package retenmod prints them: four years of one segment.
#[test]
fn fader_2018_beta_discrete_weibull_of_four_years() {
    let found = json(&sample(&["--json", "--fit", "4"]));
    let fitted = model(&found, json!("High End"), "beta_discrete_weibull");
    assert_published(&fitted["parameters"]["gamma"], "0.2593");
    assert_published(&fitted["parameters"]["delta"], "1.7226");
    assert_published(&fitted["parameters"]["c"], "1.5844");
    let said = [
        ("segment", json!("High End")),
        ("model", json!("beta_discrete_weibull")),
        ("period", json!(10)),
    ];
    assert_published(
        &rows(&found["projection"], &said)[0]["survival"],
        "0.418232",
    );
}

/// Fader and Hardie (2010) as recomputed: of the regular segment at 10 %, 2.695 margins after the first one.
#[test]
fn fader_hardie_2010_value_by_tenure() {
    let found = json(&sample(&["--json"]));
    let worth = |model: &str, tenure: u32| {
        let said = [
            ("segment", json!("Regular")),
            ("model", json!(model)),
            ("tenure", json!(tenure)),
        ];
        rows(&found["value"], &said)[0].clone()
    };
    assert_published(
        &worth("shifted_beta_geometric", 0)["discounted_lifetime"],
        "3.695",
    );
    assert_eq!(worth("shifted_beta_geometric", 0)["value"], json!("369.49"));
    // r (1 + d) / (1 + d − r) with 2,409 of 3,069 … renewed: 241 + 262 + … of 1,000 + 631 + ….
    let rate: f64 = (631. + 468. + 382. + 326. + 289. + 262. + 241.)
        / (1000. + 631. + 468. + 382. + 326. + 289. + 262.);
    let by_hand = rate * 1.1 / (1.1 - rate);
    let by_rate = worth("constant_mean_rate", 5)["discounted_lifetime"].as_f64();
    assert!((by_rate.unwrap() - by_hand).abs() < 1e-6);
    // New, one is worth the first margin and as much as at the first renewal, a period earlier.
    let [new, first] = [0, 1].map(|tenure| {
        let worth = worth("shifted_beta_geometric", tenure);
        worth["discounted_lifetime"].as_f64().unwrap()
    });
    assert!((new - 1.0 - first / 1.1).abs() < 1e-5, "{new} {first}");
    // Who stays is worth more and more.
    let values: Vec<f64> = (1..=13)
        .map(|tenure| worth("shifted_beta_geometric", tenure)["discounted_lifetime"].as_f64())
        .map(Option::unwrap)
        .collect();
    assert!(values.is_sorted(), "{values:?}");
}

#[test]
fn who_is_still_there_is_worth_more_than_the_mean_rate_says() {
    let found = json(&sample(&["--json", "--margin", "200"]));
    let present = found["present"].as_array().unwrap();
    let names: Vec<&Value> = present.iter().map(|row| &row["model"]).collect();
    assert_eq!(
        names,
        [
            &json!("beta_discrete_weibull"),
            &json!("shifted_beta_geometric")
        ]
    );
    assert_eq!(present[0]["customers"], json!(394));
    assert_eq!(present[0]["tenure"], json!(13));
    // Twice what it is at a margin of 100.
    assert_eq!(present[1]["value"], json!("268817.32"));
    assert_eq!(present[1]["by_mean_rate"], json!("90352.52"));
    assert_published(&present[0]["understated"], "0.46");
    assert_published(&present[1]["understated"], "0.66");
}

/// Without a discount rate the sum of a model has no bound where some customers never leave.
#[test]
fn values_without_a_bound_are_not_known() {
    let found = json(&sample(&["--json", "--discount", "0"]));
    let of = |model: &str| {
        let said = [("segment", json!("Regular")), ("model", json!(model))];
        rows(&found["value"], &said)[0].clone()
    };
    assert_eq!(of("shifted_beta_geometric")["value"], Value::Null);
    assert_ne!(of("constant_mean_rate")["value"], Value::Null);
    assert_eq!(found["present"][1]["value"], Value::Null);
    assert_eq!(found["present"][1]["understated"], Value::Null);
    let text = super::words(&sample(&["--discount", "0"]));
    assert!(!text.contains("NaN") && !text.contains("inf "), "{text}");
}

/// Counts and shares of them are one table.
#[test]
fn counts_shares_and_percentages_are_read_alike() {
    let counts = "period,customers\n0,1000\n1,869\n2,743\n3,653\n4,593\n";
    let expected = figures_of(counts, &[]);
    for csv in [
        "period,share\n0,1\n1,0.869\n2,0.743\n3,0.653\n4,0.593\n",
        "period,share\n1,0.869\n2,0.743\n3,0.653\n4,0.593\n",
        "period,share\n0,100\n1,86.9\n2,74.3\n3,65.3\n4,59.3\n",
        "period,share\n0,100%\n1,86.9 %\n2,74.3%\n3,65.3%\n4,59.3%\n",
        "period;share\n0;100\n1;86,9\n2;74,3\n3;65,3\n4;59,3\n",
        // In any order.
        "period,share\n4,59.3\n2,74.3\n0,100\n3,65.3\n1,86.9\n",
    ] {
        let found = figures_of(csv, &[]);
        for part in [
            "models",
            "projection",
            "value",
            "present",
            "retention_rates",
        ] {
            assert_eq!(found[part], expected[part], "{csv}");
        }
        assert_eq!(found["subscribers"]["base"], json!(1000));
    }
    // A size of its own: the same parameters, smaller errors.
    let csv = "period,share\n0,1\n1,0.869\n2,0.743\n3,0.653\n4,0.593\n";
    let few = figures_of(csv, &["--fit", "4"]);
    let large = figures_of(csv, &["--fit", "4", "--base", "100000"]);
    let [few, many] = [&few, &large].map(|found| &found["models"][0]);
    let beta = |model: &Value| model["parameters"]["beta"].as_f64().unwrap();
    assert!((beta(few) / beta(many) - 1.0).abs() < 1e-5);
    let error = |model: &Value| model["standard_errors"]["beta"].as_f64().unwrap();
    assert!((error(few) / error(many) - 10.0).abs() < 0.01);
    assert_eq!(large["segments"][0]["left"], json!(59300));
}
