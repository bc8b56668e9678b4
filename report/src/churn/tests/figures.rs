//! The figures of the bundled files.

use std::sync::OnceLock;

use serde_json::{Value, json};

use super::{near, sample};

/// What one run on the bundled files tells.
fn bundled() -> &'static Value {
    static FOUND: OnceLock<Value> = OnceLock::new();
    FOUND.get_or_init(|| super::json(&sample(&["--json"])))
}

fn of<'v>(found: &'v Value, list: &str, group: &str) -> &'v Value {
    let rows = found[list].as_array().unwrap();
    rows.iter()
        .find(|row| row["group"] == json!(group))
        .unwrap()
}

/// The last step at or before a month.
fn at(curve: &Value, month: u64) -> Option<&Value> {
    let points = curve["points"].as_array().unwrap();
    points
        .iter()
        .rfind(|point| point["time"].as_u64() <= Some(month))
}

#[test]
fn rates_with_wilson_intervals() {
    let found = bundled();
    assert_eq!(found["churn"]["lost"], json!(1869));
    assert_eq!(found["churn"]["base"], json!(7043));
    near(&found["churn"]["rate"], 1869.0 / 7043.0);
    let digits = |value: &Value| format!("{:.5}", value.as_f64().unwrap());
    assert_eq!(
        [&found["churn"]["lower"], &found["churn"]["upper"]].map(digits),
        ["0.25519", "0.27581"]
    );
    let counts = |group: &str| {
        let row = of(found, "churn_by_group", group);
        (row["lost"].as_u64().unwrap(), row["base"].as_u64().unwrap())
    };
    assert_eq!(counts("Month-to-month"), (1655, 3875));
    assert_eq!(counts("One year"), (166, 1473));
    assert_eq!(counts("Two year"), (48, 1695));
    let new = &found["newcomers"];
    assert_eq!((&new["lost"], &new["base"]), (&json!(1037), &json!(2186)));
}

/// What lifelines 0.30 says of the same file.
#[test]
fn survival_from_month_0_and_its_test() {
    let found = bundled();
    let monthly = of(found, "survival", "Month-to-month");
    assert_eq!(monthly["customers"], json!(3875));
    assert_eq!(monthly["events"], json!(1655));
    assert_eq!(monthly["median"], json!(35));
    assert_eq!(
        (&monthly["median_lower"], &monthly["median_upper"]),
        (&json!(32), &json!(38))
    );
    let shares = [
        (1, 0.901_935_48, 0.892_138_06, 0.910_887_96),
        (12, 0.703_096_64, 0.687_259_36, 0.718_304_08),
        (60, 0.297_158_13, 0.269_344_77, 0.325_438_82),
    ];
    for (month, share, lower, upper) in shares {
        let point = at(monthly, month).unwrap();
        for (found, expected) in [("survival", share), ("lower", lower), ("upper", upper)] {
            let found = point[found].as_f64().unwrap();
            assert!(
                (found - expected).abs() < 6e-9,
                "{month}: {found}, not {expected}"
            );
        }
    }
    assert_eq!(at(monthly, 1).unwrap()["at_risk"], json!(3875));
    assert_eq!(at(monthly, 1).unwrap()["events"], json!(380));
    for group in ["One year", "Two year"] {
        assert_eq!(of(found, "survival", group)["median"], Value::Null);
    }
    near(&found["log_rank"]["statistic"], 2_352.872_538_259_3);
    assert_eq!(found["log_rank"]["degrees_of_freedom"], json!(2));
    assert!(found["log_rank"]["p_value"].as_f64() < Some(1e-90));
}

#[test]
fn survival_adjusted_for_delayed_entry() {
    let found = bundled();
    let expected = [
        (
            "Month-to-month",
            3875,
            1,
            Some("0.370860927"),
            "0.000511205",
        ),
        ("One year", 1472, 5, None, "0.247228255"),
        ("Two year", 1685, 54, None, "1"),
    ];
    for (group, customers, median, first, year) in expected {
        let curve = of(found, "survival_entry_adjusted", group);
        assert_eq!(curve["customers"], json!(customers), "{group}");
        assert_eq!(curve["median"], json!(median), "{group}");
        let share =
            |month| at(curve, month).map_or(1.0, |point| point["survival"].as_f64().unwrap());
        assert!((share(1) - first.map_or(1.0, |share| share.parse().unwrap())).abs() < 1e-9);
        assert!(
            (share(12) - year.parse::<f64>().unwrap()).abs() < 1e-9,
            "{group}"
        );
    }
    // At risk in a month are those of that tenure alone.
    let monthly = of(found, "survival_entry_adjusted", "Month-to-month");
    let first = at(monthly, 1).unwrap();
    assert_eq!(
        (&first["at_risk"], &first["events"]),
        (&json!(604), &json!(380))
    );
    let chance = found["log_rank_entry_adjusted"]["p_value"]
        .as_f64()
        .unwrap();
    assert!(chance > 0.0 && chance < 1e-90, "{chance}");
}

#[test]
fn hazard_of_each_month() {
    let found = bundled();
    let months = found["hazard"].as_array().unwrap();
    assert_eq!(months.len(), 72);
    let counts = |at: usize| {
        let month = &months[at];
        ["time", "at_risk", "events"].map(|of| month[of].as_u64().unwrap())
    };
    assert_eq!(counts(0), [1, 613, 380]);
    assert_eq!(counts(11), [12, 117, 38]);
    assert_eq!(counts(71), [72, 362, 6]);
    near(&months[0]["hazard"], 380.0 / 613.0);
}

#[test]
fn money_is_exact() {
    let found = bundled();
    let money = &found["money"];
    assert_eq!(money["staying"], json!("316985.75"));
    assert_eq!(money["lost"], json!("139130.85"));
    assert_eq!(money["missing"], json!(0));
    let monthly = &of(found, "churn_by_group", "Month-to-month")["money"];
    assert_eq!(monthly["staying"], json!("136447.05"));
    // 136447.05 × 1655 / 3875
    assert_eq!(monthly["at_risk"], json!("58276.09"));
    assert_eq!(money["at_risk"], json!("70282.10"));
}

/// Counted from the file apart from the crate.
#[test]
fn cohorts_by_month_of_first_purchase() {
    let found = bundled();
    let cohorts = found["cohorts"].as_array().unwrap();
    let periods: Vec<&Value> = cohorts.iter().map(|cohort| &cohort["period"]).collect();
    assert_eq!(periods, ["1997-01", "1997-02", "1997-03"]);
    let customers: Vec<&Value> = cohorts.iter().map(|cohort| &cohort["customers"]).collect();
    assert_eq!(customers, [&json!(781), &json!(857), &json!(719)]);
    assert_eq!(cohorts[0]["retained"], {
        let expected: [u64; 18] = expected_of("1997-01").try_into().unwrap();
        json!(expected)
    });
    let march = cohorts[2]["retained"].as_array().unwrap();
    assert_eq!(march.len(), 18);
    assert_eq!(march[16..], [Value::Null, Value::Null]);
    let counted: Vec<u64> = march[..16]
        .iter()
        .map(|month| month.as_u64().unwrap())
        .collect();
    assert_eq!(counted, expected_of("1997-03"));
    let averages = found["cohort_table"]["averages"].as_array().unwrap();
    assert_eq!(averages.len(), 13);
    assert_eq!(averages[1]["retained"], json!(124 + 134 + 87));
    assert_eq!(averages[1]["base"], json!(2357));
}

/// How many of those who came in a month bought in it and in each one since.
fn expected_of(month: &str) -> Vec<u64> {
    let rows = std::fs::read_to_string("data/cdnow.csv").unwrap();
    let mut months: std::collections::BTreeMap<String, std::collections::BTreeSet<String>> =
        std::collections::BTreeMap::new();
    for row in rows.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        months
            .entry(fields[0].to_owned())
            .or_default()
            .insert(fields[1][..7].to_owned());
    }
    let mut counted: std::collections::BTreeMap<String, u64> = std::collections::BTreeMap::new();
    let own = months
        .values()
        .filter(|months| months.first().is_some_and(|first| first == month));
    for bought in own.flatten() {
        *counted.entry(bought.clone()).or_default() += 1;
    }
    counted.into_values().collect()
}

#[test]
fn the_keys_that_others_rely_on() {
    let found = bundled();
    let has = |value: &Value, keys: &[&str]| {
        for key in keys {
            assert!(value.get(key).is_some(), "{key}");
        }
    };
    has(&found["churn"], &["lost", "base", "rate", "lower", "upper"]);
    for curves in ["survival", "survival_entry_adjusted"] {
        let curves = found[curves].as_array().unwrap();
        assert_eq!(curves.len(), 3);
        for curve in curves {
            has(curve, &["group", "customers", "events", "median", "points"]);
            for point in curve["points"].as_array().unwrap() {
                let keys = [
                    "time",
                    "at_risk",
                    "events",
                    "survival",
                    "standard_error",
                    "lower",
                    "upper",
                ];
                has(point, &keys);
            }
        }
    }
    has(
        &found["log_rank"],
        &["statistic", "degrees_of_freedom", "p_value"],
    );
    for cohort in found["cohorts"].as_array().unwrap() {
        has(cohort, &["period", "customers", "retained"]);
    }
}

/// Efron's likelihood with delayed entry and its score residuals, computed apart from the crate; lifelines 0.30.3
/// has the same coefficients. The errors of the report are larger, as they allow for leverage, but on so many
/// customers by less than 2 in 1,000.
#[test]
fn hazard_ratios_with_robust_errors() {
    let found = &bundled()["hazard_ratios"];
    assert_eq!(found["reference"], json!("Month-to-month"));
    assert_eq!(found["amount_step"], json!(10.0));
    assert_eq!(
        (&found["customers"], &found["events"]),
        (&json!(7032), &json!(1869))
    );
    let expected = [
        ("One year", -0.951_278_48, 0.089_052_48),
        ("Two year", -1.955_672_57, 0.165_316_99),
        ("amount", 0.233_889_92, 0.010_240_27),
    ];
    let ratios = found["ratios"].as_array().unwrap();
    assert_eq!(ratios.len(), expected.len());
    for (ratio, (covariate, coefficient, error)) in ratios.iter().zip(expected) {
        assert_eq!(ratio["covariate"], json!(covariate));
        let [found, lower, upper] =
            ["ratio", "lower", "upper"].map(|of| ratio[of].as_f64().unwrap().ln());
        assert!((found - coefficient).abs() < 1e-7, "{covariate}: {found}");
        let larger = (upper - lower) / 2.0 / 1.959_963_985 / error;
        assert!((1.0..1.002).contains(&larger), "{covariate}: {larger}");
        assert!((upper + lower - 2.0 * found).abs() < 1e-7);
    }
}
