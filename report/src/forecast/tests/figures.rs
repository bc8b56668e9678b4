//! The figures of the sample.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{CDNOW, SAMPLE, json as figures, money, near, report, sample, some};

fn model<'a>(all: &'a Value, name: &str, key: &str) -> &'a Value {
    let rows = all.as_array().unwrap();
    rows.iter().find(|row| row[key] == name).unwrap()
}

/// BG/NBD on the first 39 weeks of CDNOW, as Fader, Hardie and Lee (2005) fitted it, to more digits.
#[test]
fn fader_2005_bg_nbd_on_cdnow() {
    let bg = model(&SAMPLE["models"], "bg_nbd", "name");
    assert_eq!(bg["outcome"], "converged");
    for (name, value) in [("r", 0.243), ("alpha", 4.414), ("a", 0.793), ("b", 2.426)] {
        near(&bg["parameters"][name], value, 5.1e-4);
    }
    for (name, value) in [
        ("r", 0.242_594_5),
        ("alpha", 4.413_602_5),
        ("a", 0.792_921_8),
        ("b", 2.425_906_4),
    ] {
        // Search ends at a slope, not at a digit.
        near(&bg["parameters"][name], value, 5e-6);
    }
    near(&bg["log_likelihood"], -9_582.429_207, 2e-6);
    near(&bg["standard_errors"]["r"], 0.012_557, 2e-6);
    near(&bg["aic_above_best"], 0.587, 1e-3);
}

#[test]
fn hold_out_of_cdnow() {
    let rows = SAMPLE["holdout"].as_array().unwrap();
    let names: Vec<&str> = rows
        .iter()
        .map(|row| row["model"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["bg_nbd", "mbg_nbd", "pareto_nbd", "own_rate"]);
    for (name, expected) in [
        ("bg_nbd", 1653.4),
        ("mbg_nbd", 1576.7),
        ("pareto_nbd", 1665.5),
    ] {
        let row = model(&SAMPLE["holdout"], name, "model");
        assert_eq!(row["actual"], json!(1882));
        near(&row["expected"], expected, 0.05);
        near(&row["bias"], (expected - 1882.0) / 2357.0, 1e-4);
    }
    // Any of the models beats the customers' own past rates, and by more than chance.
    let own = model(&SAMPLE["holdout"], "own_rate", "model");
    let above = &own["squared_error_above_chosen"];
    assert!(above["lower"].as_f64() > Some(0.0), "{above}");
    for row in &rows[..3] {
        assert!(row["root_mean_squared_error"].as_f64() < own["root_mean_squared_error"].as_f64());
        assert!(row["mean_absolute_error"].as_f64() < own["mean_absolute_error"].as_f64());
    }
    assert_eq!(SAMPLE["chosen"], "pareto_nbd");
    assert_eq!(SAMPLE["chosen_by"], "hold_out");
}

/// The customers' own past rates, counted from the file.
#[test]
fn own_past_rates_are_repeats_by_weeks() {
    let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap();
    let split = day("1997-09-30");
    let mut days: BTreeMap<&str, std::collections::BTreeSet<NaiveDate>> = BTreeMap::new();
    for row in CDNOW.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let date = day(cells[1]);
        if date <= split {
            days.entry(cells[0]).or_default().insert(date);
        }
    }
    let expected: f64 = days
        .values()
        .map(|days| {
            let age = (split - *days.first().unwrap()).num_days() as f64;
            (days.len() - 1) as f64 / age * 273.0
        })
        .sum();
    let own = model(&SAMPLE["holdout"], "own_rate", "model");
    near(&own["expected"], expected, 1e-5);
}

/// The ranges hold what came at least as often as they say, of those of whom most was expected.
#[test]
fn ranges_cover() {
    let held = &SAMPLE["range_held"];
    let (all, within) = (
        held["customers"].as_f64().unwrap(),
        held["within"].as_f64().unwrap(),
    );
    assert_eq!(all, 236.0);
    assert!(within / all >= 0.95, "{held}");
}

/// The ranges of values hold what customers then spent, at 39 weeks and with nothing discounted.
#[test]
fn ranges_of_values_cover() {
    let args = [
        "--json",
        "--as-of",
        "1997-09-30",
        "--model",
        "pareto_nbd",
        "--ahead",
        "39",
        "--discount",
        "0",
        "--top",
        "236",
    ];
    let all = figures(&sample(&args));
    let mut spent: BTreeMap<&str, f64> = BTreeMap::new();
    for row in CDNOW.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        if cells[1] > "1997-09-30" {
            *spent.entry(cells[0]).or_default() += cells[3].parse::<f64>().unwrap();
        }
    }
    let rows = all["customers"].as_array().unwrap();
    let within = rows.iter().filter(|row| {
        let later = spent.get(row["customer"].as_str().unwrap());
        let later = later.copied().unwrap_or_default();
        (money(&row["lower"])..=money(&row["upper"])).contains(&later)
    });
    // 95.8 %.
    assert_eq!((within.count(), rows.len()), (226, 236));
}

#[test]
fn customers_by_value() {
    let rows = SAMPLE["customers"].as_array().unwrap();
    assert_eq!(rows.len(), 20);
    let values: Vec<f64> = rows.iter().map(|row| money(&row["value"])).collect();
    assert!(values.is_sorted_by(|a, b| a >= b), "{values:?}");
    for row in rows {
        let alive = row["probability_alive"].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&alive));
        let of = |name: &str| row[name].as_f64().unwrap();
        assert!(of("purchases_lower") <= of("expected_purchases"));
        assert!(of("expected_purchases") <= of("purchases_upper"));
        assert!(money(&row["lower"]) <= money(&row["value"]), "{row}");
        assert!(money(&row["value"]) <= money(&row["upper"]), "{row}");
        // Discounting takes off less than a whole year of it does.
        let whole = of("expected_purchases") * money(&row["expected_spend"]);
        let value = money(&row["value"]);
        assert!(value < whole && value > whole / 1.15, "{value} of {whole}");
    }
    let best = &SAMPLE["forecast"]["best"];
    assert_eq!(best["customers"], json!(236));
    assert_eq!(best["first"][0], rows[0]["customer"]);
    near(&best["at_stake"], money(&best["value"]), 1e-6);
    near(&SAMPLE["forecast"]["value"]["value"], 69_700.0, 1.0);
    near(
        &SAMPLE["forecast"]["expected_purchases"]["value"],
        2_029.1,
        0.1,
    );
}

#[test]
fn over_time_and_on_the_map_everybody_is_counted() {
    let steps = SAMPLE["tracking"]["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 78);
    let last = &steps[77];
    assert_eq!(last["cumulative_actual"], SAMPLE["repeat_purchases"]);
    let at_split = steps
        .iter()
        .find(|step| step["until"] == "1997-09-30")
        .unwrap();
    let held_out = last["cumulative_actual"].as_u64().unwrap()
        - at_split["cumulative_actual"].as_u64().unwrap();
    assert_eq!(held_out, 1882);
    let cells = SAMPLE["map"]["cells"].as_array().unwrap();
    let customers: u64 = cells
        .iter()
        .map(|cell| cell["customers"].as_u64().unwrap())
        .sum();
    assert_eq!(customers, 2357);
    // The longer the silence, the lower the chance.
    let of = |frequency: u64| {
        let column = cells
            .iter()
            .filter(move |cell| cell["frequency"] == frequency);
        column
            .map(|cell| cell["probability_alive"].as_f64().unwrap())
            .collect::<Vec<_>>()
    };
    assert!(of(5).is_sorted_by(|a, b| a >= b));
    // The same silence says more of who bought often.
    assert!(of(5)[5] < of(1)[5]);
}

#[test]
fn stages_by_the_model_beside_the_default() {
    let test = &SAMPLE["stages"];
    let rules = test["ranking"].as_array().unwrap();
    let names: Vec<&str> = rules
        .iter()
        .map(|row| row["rules"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        ["default", "pareto_nbd", "recency", "three_mean_intervals"]
    );
    // As the report on purchases has it.
    near(&rules[0]["auc"]["value"], 0.7815, 5e-4);
    near(&rules[1]["auc"]["value"], 0.773, 5e-4);
    assert_eq!(rules[1]["called_ended"], rules[0]["called_ended"]);
    assert_eq!(test["horizon_days"], json!(180));
    assert_eq!(test["calibration"]["groups"].as_array().unwrap().len(), 5);
}

#[test]
fn margin_model_and_horizon() {
    let all = &*SAMPLE;
    let third = figures(&sample(&["--json", "--margin", "0.3", "--top", "5"]));
    assert_eq!(third["customers"].as_array().unwrap().len(), 5);
    let ratio = third["forecast"]["value"]["value"].as_f64().unwrap()
        / all["forecast"]["value"]["value"].as_f64().unwrap();
    assert!((ratio - 0.3).abs() < 1e-6, "{ratio}");

    let asked = figures(&report(
        &some(),
        &[
            "--json", "--model", "bg_nbd", "--unit", "months", "--ahead", "6",
        ],
    ));
    assert_eq!(
        (&asked["chosen"], &asked["chosen_by"]),
        (&json!("bg_nbd"), &json!("given"))
    );
    assert_eq!(
        (&asked["unit"], &asked["forecast"]["ahead"]),
        (&json!("months"), &json!(6))
    );
    // BG/NBD takes who bought once for alive.
    let once = &asked["forecast"]["one_time_buyers"]["customers"];
    assert_eq!(&asked["forecast"]["alive_by_assumption"], once);
    assert!(asked["forecast"]["still_customers"].as_f64() > once.as_f64());
}

/// In whatever order the rows come, and in whatever unit time is measured, the forecast is the same.
#[test]
fn order_of_rows_and_unit_of_time() {
    let csv = some();
    let split = ["--json", "--split", "1997-09-30"];
    let straight = figures(&report(&csv, &split));
    let (head, rows) = csv.split_once('\n').unwrap();
    let mut rows: Vec<&str> = rows.lines().collect();
    rows.reverse();
    let backwards = figures(&report(&format!("{head}\n{}\n", rows.join("\n")), &split));
    for part in ["models", "holdout", "customers", "forecast", "stages"] {
        assert_eq!(straight[part], backwards[part], "{part}");
    }
    let days = ["--unit", "days", "--ahead", "364"];
    let in_days = figures(&report(&csv, &[&split[..], &days].concat()));
    for (weeks, days) in [(&straight, &in_days)] {
        let of = |all: &Value, name: &str| all["forecast"][name]["value"].as_f64().unwrap();
        for name in ["expected_purchases", "value"] {
            let ratio = of(weeks, name) / of(days, name);
            assert!((ratio - 1.0).abs() < 1e-5, "{name}: {ratio}");
        }
    }
}
