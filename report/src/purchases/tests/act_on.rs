//! The valuable customers in decline, with the evidence.

use serde_json::{Value, json};

use super::lifecycle::RULES;
use super::migration::sample;
use super::{figures, report};

#[test]
fn the_first_ten_of_the_sample() {
    let figures = sample(&[]);
    let rows = figures["act_on"].as_array().unwrap();
    assert_eq!(rows.len(), 10);
    assert!(rows.iter().all(|row| row["stage"] == "decline"));
    let cents = |row: &Value| {
        let digits = row["revenue"].as_str().unwrap().replace('.', "");
        digits.parse::<u64>().unwrap()
    };
    assert!(rows.is_sorted_by_key(|row| std::cmp::Reverse(cents(row))));
    let first = &rows[0];
    assert_eq!(
        (
            &first["customer"],
            &first["tier"],
            &first["revenue"],
            &first["because"]
        ),
        (
            &json!("1203"),
            &json!("Top"),
            &json!("1537.78"),
            &json!("falling")
        ),
    );
    assert_eq!(
        first["trend"],
        json!({"before": "527.24", "recent": "302.60", "purchases": 22, "rule": "falling"}),
    );

    // Forty-two purchases 11.46 days apart: 41 · 11.46 · (0.2^(−1/41) − 1) days.
    let second = &rows[1];
    assert_eq!(
        (&second["because"], &second["silence_days"]),
        (&json!("silent"), &json!(20))
    );
    let mean = 470.0 / 41.0_f64;
    let threshold = |chance: f64| 41.0 * mean * (chance.powf(-1.0 / 41.0) - 1.0);
    for (key, expected) in [
        ("mean_interval_days", mean),
        ("decline_after_days", threshold(0.2)),
        ("lapse_after_days", threshold(0.05)),
        (
            "chance_of_longer_silence",
            (1.0 + 20.0 / (41.0 * mean)).powf(-41.0),
        ),
    ] {
        // The figures are written to twelve places.
        assert!(
            (second[key].as_f64().unwrap() - expected).abs() < 1e-9,
            "{key}"
        );
    }

    let beside = &figures["act_on_summary"];
    assert_eq!(beside["in_decline"], 461);
    assert_eq!(
        (&beside["valuable"], &beside["valuable_ended"]),
        (&json!(472), &json!(125))
    );
    let listed: u64 = rows.iter().map(cents).sum();
    assert_eq!(
        beside["listed_revenue"].as_str().unwrap().replace('.', ""),
        listed.to_string()
    );
}

#[test]
fn evidence_in_words() {
    let told = report(RULES, &[]).out;
    let (from, to) = (told.find("ACT ON").unwrap(), told.find("LAWS").unwrap());
    // Each row is broken into lines.
    let told: Vec<&str> = told[from..to].split_whitespace().collect();
    let told = told.join(" ");
    for part in [
        "2 customers are in decline, by the rules of the lifecycle; in the window they brought 135.",
        "1 Dea Medium 120 60 40 −33 % Falling: spent 33 % less. 16 days after the last of 5 \
         purchases, 49.3 days apart on average, which is not long: of such customers who still buy, \
         20 % are silent for more than 97.6 days.",
        "2 Ben Small 15 5 0 −100 % Silent: 179 days after the last of 3 purchases, 30.5 days apart on \
         average. Of such customers who still buy, 20 % are silent for more than 75.4 days, 5 % for \
         more than 211.8.",
        "Not listed: of the 2 Top, Big and Medium customers 1 is called ended, who brought 400",
        "the literature recommends: find the dissatisfied",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!told.contains("will "), "{told}");
}

/// Twenty came back after ten days, two after a hundred, and eighteen not yet.
#[test]
fn one_time_buyers_by_how_others_came_back() {
    let mut csv = "customer,date,amount\n".to_owned();
    for id in 0..40 {
        let first = if id == 39 { "2024-11-11" } else { "2024-01-01" };
        csv.push_str(&format!("C{id:02},{first},{}\n", 10 + id));
        match id {
            0..20 => csv.push_str(&format!("C{id:02},2024-01-11,1\n")),
            20..22 => csv.push_str(&format!("C{id:02},2024-04-10,1\n")),
            _ => {}
        }
    }
    let args = ["--as-of", "2024-12-31"];
    let shop = figures(&csv, &args);
    let once = &shop["lifecycle"]["one_time_buyers"];
    // After ten days half are out, and 2 of 19 of them come back after a hundred.
    assert_eq!(
        (
            &once["judged"],
            &once["decline_after_days"],
            &once["lapse_after_days"]
        ),
        (&json!(true), &json!(9.0), &json!(99.0)),
    );
    let first = &shop["act_on"][0];
    assert_eq!(
        (&first["customer"], &first["because"], &first["judged_by"]),
        (&json!("C39"), &json!("silent"), &json!("population")),
    );
    assert_eq!(
        (&first["silence_days"], &first["mean_interval_days"]),
        (&json!(50), &Value::Null)
    );
    assert_eq!(first["chance_of_longer_silence"], Value::Null);
    assert_eq!(first["trend"], Value::Null);
    let told = report(&csv, &args).out;
    let told: Vec<&str> = told.split_whitespace().collect();
    let told = told.join(" ");
    for part in [
        "of those silent for more than 9 days fewer than 20 % still do, which is taken for decline; \
         of those silent for more than 99 days fewer than 5 % still do, which is taken for \
         termination",
        "49 – – – Silent: 50 days after a single purchase. Of such customers fewer than 20 % come \
         back after more than 9 days, after 99 days fewer than 5 %.",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn whoever_brought_nothing_is_not_listed() {
    let csv = "customer,date,amount\n\
               Ann,2023-01-05,5\nAnn,2023-02-05,5\nAnn,2023-03-05,-10\n\
               Ben,2023-01-05,7\nBen,2024-01-05,7\n";
    let shop = figures(csv, &[]);
    assert_eq!(shop["act_on"], json!([]));
    assert_eq!(shop["act_on_summary"]["in_decline"], 1);
    let told = report(csv, &[]).out;
    assert!(
        told.contains("1 customer in decline, none of whom brought anything"),
        "{told}"
    );
}
