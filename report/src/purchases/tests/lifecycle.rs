//! Where customers stand in the course of the relationship.

use serde_json::{Value, json};

use super::migration::{MOVES, YEARS, sample};
use super::{SHOP, figures, refused, report, written};

/// One customer for each rule but that of a short relationship, on 2024-12-31; too few come back to
/// judge the one who bought once.
pub const RULES: &str = "\
customer,date,amount
Ann,2024-01-31,10
Ann,2024-03-31,10
Ann,2024-05-31,10
Ann,2024-07-31,10
Ann,2024-09-30,10
Ann,2024-10-31,10
Ann,2024-12-15,10
Ben,2024-05-05,5
Ben,2024-06-05,5
Ben,2024-07-05,5
Cem,2024-01-01,100
Cem,2024-01-11,100
Cem,2024-01-21,100
Cem,2024-01-31,100
Dea,2024-06-01,20
Dea,2024-07-15,30
Dea,2024-08-31,30
Dea,2024-10-15,30
Dea,2024-12-15,10
Eve,2024-12-31,7
Fay,2024-06-15,20
Fay,2024-08-15,20
Fay,2024-10-15,20
Fay,2024-12-15,6
";

fn stage<'a>(lifecycle: &'a Value, name: &str) -> &'a Value {
    let stages = lifecycle["stages"].as_array().unwrap();
    stages.iter().find(|row| row["stage"] == name).unwrap()
}

fn cell(lifecycle: &Value, from: Value, to: &str) -> u64 {
    let cells = lifecycle["changes"]["cells"].as_array().unwrap();
    let found = cells
        .iter()
        .find(|cell| cell["from"] == from && cell["to"] == to);
    found.unwrap()["customers"].as_u64().unwrap()
}

#[test]
fn the_stages_of_the_sample() {
    let figures = sample(&[]);
    let lifecycle = &figures["lifecycle"];
    assert_eq!(lifecycle["as_of"], "1998-06-30");
    let found: Vec<(&str, u64, &str)> = lifecycle["stages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let text = |key: &str| row[key].as_str().unwrap();
            (
                text("stage"),
                row["customers"].as_u64().unwrap(),
                text("revenue"),
            )
        })
        .collect();
    let expected = [
        ("acquisition", 0, "0"),
        ("growth", 192, "42233.50"),
        ("maturity", 223, "28947.76"),
        ("decline", 461, "84266.09"),
        ("termination", 1481, "88644.59"),
    ];
    assert_eq!(found, expected);
    // Each customer and each cent is in one stage.
    assert_eq!(expected.iter().map(|row| row.1).sum::<u64>(), 2357);
    let cents = expected.iter().map(|row| row.2.replace('.', ""));
    let cents: u64 = cents.map(|digits| digits.parse::<u64>().unwrap()).sum();
    assert_eq!(cents, 24_409_194);
    let decline = stage(lifecycle, "decline");
    assert_eq!(decline["share"], written(461.0 / 2357.0));
    assert_eq!(
        decline["rules"],
        json!([
            {"because": "silent", "customers": 233},
            {"because": "falling", "customers": 228},
        ]),
    );
    assert_eq!(stage(lifecycle, "termination")["one_time_buyers"], 1218);

    assert_eq!(
        lifecycle["rules"]["silence"],
        json!({"false_alarm": {"decline": 0.2, "lapse": 0.05}}),
    );
    // One interval exceeds its mean times (1 / chance − 1) with that chance.
    let first = &lifecycle["own_rhythm"][0];
    assert_eq!(
        (&first["decline"], &first["lapse"]),
        (&json!(4.0), &json!(19.0))
    );
    let once = &lifecycle["one_time_buyers"];
    assert_eq!(
        (&once["decline_after_days"], &once["lapse_after_days"]),
        (&json!(160.0), &json!(385.0)),
    );
    assert_eq!(once["came_back"]["numerator"], 1139);
    assert_eq!(lifecycle["established_days"], 55);
}

#[test]
fn the_sample_between_the_ends_of_its_halves() {
    let figures = sample(&[]);
    let lifecycle = &figures["lifecycle"];
    let changes = &lifecycle["changes"];
    assert_eq!(
        (&changes["earlier"], &changes["later"], &changes["chosen"]),
        (
            &json!("1997-06-30"),
            &json!("1997-12-31"),
            &json!("ends_of_periods")
        ),
    );
    assert_eq!(cell(lifecycle, json!("decline"), "termination"), 995);
    assert_eq!(cell(lifecycle, json!("termination"), "growth"), 38);
    let cells = changes["cells"].as_array().unwrap();
    let all = cells.iter().filter_map(|cell| cell["customers"].as_u64());
    assert_eq!(all.sum::<u64>(), 2357);
    let back = &changes["came_back"];
    assert_eq!(
        (&back["numerator"], &back["denominator"]),
        (&json!(96), &json!(560))
    );
}

#[test]
fn a_customer_for_each_rule() {
    let shop = figures(RULES, &[]);
    let lifecycle = &shop["lifecycle"];
    let rules = |name: &str| {
        let rules = stage(lifecycle, name)["rules"].as_array().unwrap();
        let names = rules.iter().map(|rule| rule["because"].as_str().unwrap());
        names.collect::<Vec<_>>()
    };
    // Cem bought every ten days until January.
    assert_eq!(rules("termination"), ["lapsed"]);
    // Ben's two intervals of 30.5 days make 75.4 and 211.8 of the chances; he is silent for 179.
    // Dea spent 60 in the third quarter and 40 in the fourth.
    assert_eq!(rules("decline"), ["silent", "falling"]);
    assert_eq!(rules("acquisition"), ["few_purchases"]);
    // Fay spent 20 and 26, Ann 20 in both.
    assert_eq!(rules("growth"), ["rising"]);
    assert_eq!(rules("maturity"), ["steady"]);
    let heads = [
        "acquisition",
        "growth",
        "maturity",
        "decline",
        "termination",
    ]
    .map(|name| stage(lifecycle, name)["customers"].clone());
    assert_eq!(heads, [1, 1, 1, 2, 1].map(|heads| json!(heads)));
    assert_eq!(stage(lifecycle, "termination")["revenue"], "400");

    assert_eq!(lifecycle["one_time_buyers"]["judged"], false);
    let told = report(RULES, &[]).out.replace("\n ", " ");
    for part in [
        "5 of 6 customers bought a second time, fewer than the 20 that it takes",
        "spending of 2024-10-01 to 2024-12-31 is more than 25 % below",
        "No source publishes such thresholds",
        "Sources, for acquisition, growth, maturity and decline: relationship-marketing practice",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn changes_between_dates_as_asked_for() {
    let dates = ["--stages-between", "2024-02-15..2024-12-31"];
    let shop = figures(RULES, &dates);
    let lifecycle = &shop["lifecycle"];
    assert_eq!(lifecycle["changes"]["chosen"], "given");
    assert_eq!(cell(lifecycle, json!("acquisition"), "maturity"), 1); // Ann
    // After purchases ten days apart, Cem was silent for fifteen, and then for good.
    assert_eq!(cell(lifecycle, json!("maturity"), "termination"), 1);
    assert_eq!(cell(lifecycle, Value::Null, "acquisition"), 1); // Eve
    let told = report(RULES, &dates).out;
    assert!(told.contains("\n As asked for."), "{told}");

    for (dates, why) in [
        ("2023-12-31..2024-02-15", "2023-12-31 is not in the window"),
        ("2024-02-15..2025-01-01", "2025-01-01 is not in the window"),
    ] {
        let message = refused(RULES, &["--stages-between", dates]);
        assert!(message.contains(why), "{message}");
    }
}

#[test]
fn no_changes_and_why() {
    let shop = |csv: &str, args: &[&str]| {
        let shop = figures(csv, args);
        assert_eq!(shop["lifecycle"]["changes"], Value::Null);
        let why = shop["lifecycle"]["no_changes"].as_str().unwrap().to_owned();
        let told = report(csv, args).out.replace("\n ", " ");
        assert!(told.contains(&format!("Not shown: {why}.")), "{told}");
        why
    };
    let short = shop(SHOP, &["--from", "2024-06-02"]);
    assert!(short.contains("is shorter than two months"), "{short}");
    let from_2024: Vec<&str> = YEARS
        .iter()
        .chain(&["--from", "2024-01-01"])
        .copied()
        .collect();
    assert_eq!(
        shop(MOVES, &from_2024),
        "the base period ends on 2023-12-31, before the window begins on 2024-01-01",
    );
    let later = [
        "--base",
        "2023-01-01..2024-06-01",
        "--later",
        "2024-06-02..2024-12-31",
    ];
    assert_eq!(
        shop(MOVES, &later),
        "the window ends on 2024-06-01, not after the base period",
    );
    // The window ends before the later period does, so the stages are those of its last day.
    let cut = figures(MOVES, &YEARS);
    let changes = &cut["lifecycle"]["changes"];
    assert_eq!(
        (&changes["later"], &changes["chosen"]),
        (&json!("2024-06-01"), &json!("end_of_period_and_window")),
    );
}

#[test]
fn one_purchase_one_day_one_customer() {
    let header = "customer,date,amount\n";
    let one = format!("{header}Ann,2024-01-05,10\n");
    for csv in [one.clone(), format!("{one}Ben,2024-01-05,5\n")] {
        let shop = figures(&csv, &[]);
        let lifecycle = &shop["lifecycle"];
        assert_eq!(stage(lifecycle, "acquisition")["share"], json!(1.0));
        assert_eq!(lifecycle["backtest"], Value::Null);
        assert_eq!(lifecycle["comparison"], Value::Null);
        let why = lifecycle["no_backtest"].as_str().unwrap();
        assert!(why.contains("is a single day"), "{why}");
        assert_eq!(shop["act_on"], json!([]));
        let told = report(&csv, &[]).out.replace("\n ", " ");
        assert!(told.contains("Nobody's spending rises or falls"), "{told}");
        assert!(told.contains("Nobody is in decline"), "{told}");
        assert!(told.contains("stages.svg"), "{told}");
    }
    let alone = figures(&format!("{one}Ann,2024-03-05,10\nAnn,2024-06-05,10\n"), &[]);
    assert_eq!(stage(&alone["lifecycle"], "maturity")["customers"], 1);
    assert!(alone["lifecycle"]["no_trend"].is_string());

    // Refunds alone are no purchase: nobody has a stage who did nothing else.
    let refunds = format!("{one}Ben,2024-01-09,-5\n");
    assert_eq!(figures(&refunds, &[])["lifecycle"]["customers"], 1);
    let message = refused(format!("{header}Ben,2024-01-09,-5\n"), &[]);
    assert!(
        message.contains("nobody bought from 2024-01-09"),
        "{message}"
    );
}
