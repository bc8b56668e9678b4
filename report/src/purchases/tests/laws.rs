//! Curry's lessons, and what moving up would amount to.

use serde_json::{Value, json};

use super::migration::{MOVES, YEARS, sample};
use super::{figures, report, words};

fn law(figures: &Value, number: usize) -> &Value {
    let law = &figures["laws"][number - 1];
    assert_eq!(law["number"], number);
    law
}

#[test]
fn the_laws_on_the_sample() {
    let figures = sample(&[]);
    assert_eq!(figures["laws"].as_array().unwrap().len(), 10);
    let first = law(&figures, 1);
    assert_eq!(first["verdict"], "does_not_hold");
    let measured = &first["measured"][0];
    assert_eq!(
        (&measured["customers"], &measured["of_customers"]),
        (&json!(472), &json!(2357)),
    );
    let share = measured["value"].as_f64().unwrap();
    // The report shows the same share, with all its digits.
    let shown = figures["concentration"]["top_20_percent_share"].as_f64();
    assert!((share - shown.unwrap()).abs() < 1e-11);
    assert_eq!(measured["required"], json!({"at_least": 0.72}));
    assert_eq!(measured["window"], figures["window"]);

    // All of the sample came in one quarter.
    let third = law(&figures, 3);
    assert_eq!(
        (&third["verdict"], &third["untestable"]),
        (&json!("not_testable"), &json!("missing_existing")),
    );
    let why = third["why"].as_str().unwrap();
    assert!(why.contains("a closed group"), "{why}");
    for number in [2, 4, 5, 6, 7, 8, 9] {
        let law = law(&figures, number);
        assert_eq!(law["verdict"], "not_testable", "{number}");
        assert!(
            law["why"].is_string() && law["measured"] == json!([]),
            "{number}"
        );
    }
    let tenth = law(&figures, 10);
    assert_eq!(tenth["verdict"], "does_not_hold");
    assert_eq!(tenth["measured"].as_array().unwrap().len(), 1);
}

/// 38 of the small bring 216.43 each in place of 42.14, and so on.
#[test]
fn two_percent_of_the_sample_one_tier_up() {
    let what_if = &sample(&[])["what_if"];
    assert_eq!(
        (&what_if["moved"], &what_if["customers"]),
        (&json!(47), &json!(2357))
    );
    let moves: Vec<(&str, u64, &str)> = what_if["upgrades"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let (to, more) = (
                row["to"].as_str().unwrap(),
                row["revenue"].as_str().unwrap(),
            );
            (to, row["movers"].as_u64().unwrap(), more)
        })
        .collect();
    assert_eq!(
        moves,
        [
            ("Top", 2, "1843.18"),
            ("Big", 7, "2395.35"),
            ("Medium", 38, "6622.93")
        ],
    );
    assert_eq!(what_if["revenue"]["change"], "10861.46");
    assert_eq!(what_if["revenue"]["after"], "254953.40");
    assert_eq!(what_if["profit"], Value::Null);
}

#[test]
fn profit_by_margins_and_costs() {
    let args = ["--margins", "-0.1,0.5,0.5,0.5", "--fixed-costs", "100000"];
    let figures = sample(&args);
    let profit = &figures["what_if"]["profit"];
    // −3,552.52, 26,255.30, 38,308.26 and 39,719.84, less the costs.
    assert_eq!(profit["before"], "730.88");
    assert!(profit["change"].is_string());
    let tenth = law(&figures, 10);
    assert_eq!(tenth["measured"][1]["measure"], "profit_change");
}

/// Of 2024's 209, Eve, who was new, brought 60.
#[test]
fn revenue_from_existing_customers() {
    let figures = figures(MOVES, &YEARS);
    let third = law(&figures, 3);
    assert_eq!(third["verdict"], "holds");
    let measured = &third["measured"][0];
    let share = measured["value"].as_f64().unwrap();
    assert!((share - 149.0 / 209.0).abs() < 1e-11);
    assert_eq!(
        measured["window"],
        json!({"from": "2024-01-01", "to": "2024-12-31"})
    );
    let told = words(&report(MOVES, &YEARS).out);
    assert!(told.contains("they bring this share or more"), "{told}");
}

#[test]
fn what_cannot_be_told_and_why() {
    let header = "customer,date,amount\n";
    let one = format!("{header}Ann,2024-01-05,10\n");
    let shop = figures(&one, &[]);
    assert_eq!(shop["what_if"], Value::Null);
    assert_eq!(shop["no_what_if"], "2 % of 1 customer is nobody");
    assert_eq!(law(&shop, 10)["why"], shop["no_what_if"]);
    let why = law(&shop, 3)["why"].as_str().unwrap();
    assert!(why.contains("shorter than two months"), "{why}");
    assert_eq!(law(&shop, 10)["untestable"], "nothing_of");

    // All alike, so all are at the top.
    let mut alike = header.to_owned();
    for id in 0..50 {
        alike.push_str(&format!("C{id},2024-01-05,10\n"));
    }
    let shop = figures(&alike, &[]);
    assert_eq!(shop["what_if"], Value::Null);
    let why = "too few customers have a tier with customers above them";
    assert_eq!(law(&shop, 10)["why"], why);
    let told = report(&alike, &[]).out.replace("\n ", " ");
    assert!(told.contains(&format!("Not shown: {why}.")), "{told}");

    // Nothing is left of revenue, so there is no share of it.
    let loss = format!("{one}Ann,2024-04-06,-14\n");
    let shop = figures(&loss, &[]);
    assert_eq!(law(&shop, 1)["untestable"], "nothing_of");
    let args = [
        "--base",
        "2023-01-01..2023-06-30",
        "--later",
        "2023-07-01..2023-12-31",
    ];
    let why = law(&figures(&one, &args), 3)["why"].clone();
    assert!(
        why.as_str()
            .unwrap()
            .starts_with("the file begins on 2024-01-05"),
        "{why}"
    );
}
