//! Where customers stand in the course of the relationship.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::act_on::returns;
use super::migration::{MOVES, YEARS, sample};
use super::{SHOP, Scratch, figures, program, refused, report, words, written};

/// Six customers, too few to judge any silence.
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
        ("growth", 0, "0"),
        ("maturity", 0, "0"),
        ("established", 419, "118409.33"),
        ("decline", 441, "70379.74"),
        ("termination", 1497, "55302.87"),
    ];
    assert_eq!(found, expected);
    // Each customer and each cent is in one stage.
    assert_eq!(expected.iter().map(|row| row.1).sum::<u64>(), 2357);
    let cents = expected.iter().map(|row| row.2.replace('.', ""));
    let cents: u64 = cents.map(|digits| digits.parse::<u64>().unwrap()).sum();
    assert_eq!(cents, 24_409_194);
    let decline = stage(lifecycle, "decline");
    assert_eq!(decline["share"], written(441.0 / 2357.0));
    assert_eq!(
        decline["rules"],
        json!([
            {"because": "silent", "customers": 438},
            {"because": "falling", "customers": 3},
        ]),
    );
    assert_eq!(stage(lifecycle, "termination")["one_time_buyers"], 1218);
    assert_eq!(lifecycle["too_new"], 0);

    let horizon = json!({"count": 180, "period": "day"});
    assert_eq!(
        lifecycle["rules"]["silence"],
        json!({"chance_of_return": {"horizon": horizon, "cost_ratio": 4.0, "decline": 0.4}}),
    );
    let judged = &lifecycle["silence"];
    assert_eq!(
        (&judged["ended_below"], &judged["decline_below"]),
        (&json!(0.2), &json!(0.4))
    );
    let steps: Vec<_> = judged["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| {
            [
                "purchases",
                "purchases_to",
                "longest_judged_days",
                "decline_after_days",
                "ended_after_days",
            ]
            .map(|key| step[key].as_f64())
        })
        .collect();
    let none = None;
    assert_eq!(
        steps,
        [
            [Some(1.0), Some(1.0), Some(364.0), Some(34.0), Some(64.0)],
            [Some(2.0), Some(2.0), Some(344.0), Some(47.0), Some(276.0)],
            [Some(3.0), Some(3.0), Some(290.0), Some(138.0), none],
            [Some(4.0), Some(5.0), Some(273.0), Some(138.0), none],
            [Some(6.0), none, Some(186.0), Some(174.0), none],
        ],
    );
    assert_eq!(lifecycle["established_days"], 55);
}

/// Three weeks after the last of them came, nobody can be called ended, and the report says so.
#[test]
fn the_sample_when_it_was_young() {
    let args = ["--as-of", "1997-04-15"];
    let figures = sample(&args);
    let lifecycle = &figures["lifecycle"];
    assert_eq!(stage(lifecycle, "termination")["customers"], 0);
    assert_eq!(lifecycle["too_new"], lifecycle["customers"]);
    let steps = lifecycle["silence"]["steps"].as_array().unwrap();
    assert!(
        steps
            .iter()
            .all(|step| step["longest_judged_days"].is_null())
    );

    let scratch = Scratch::new();
    let out = scratch.path("out");
    let told = words(&program(&["--as-of", "1997-04-15", "--full", "--out", &out]).out);
    for part in [
        "All are too new to be judged, and count as acquisition.",
        "Nobody can be called ended yet: too few customers have been silent for 180 days to tell who comes \
         back.",
        "Silence cannot be judged yet: too few customers have been silent for 180 days, so nobody is called \
         ended. 2,357 customers first bought less than 180 days ago and cannot be judged \
         yet.",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    for untold in ["Nobody is in decline. •", "How far to trust this"] {
        assert!(!told.contains(untold), "{untold}: {told}");
    }
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
    assert_eq!(cell(lifecycle, json!("acquisition"), "termination"), 1317);
    assert_eq!(cell(lifecycle, json!("termination"), "growth"), 0);
    let cells = changes["cells"].as_array().unwrap();
    let all = cells.iter().filter_map(|cell| cell["customers"].as_u64());
    assert_eq!(all.sum::<u64>(), 2357);
    let back = &changes["came_back"];
    assert_eq!(
        (&back["numerator"], &back["denominator"]),
        (&json!(0), &json!(0))
    );
}

/// Forty customers by whom others are judged, and one for each rule but that of a short relationship,
/// on 2024-12-31.
fn rules() -> String {
    let mut csv = returns();
    let mut buys = |who: &str, from: (u32, u32), every: usize, times: usize| {
        let first = NaiveDate::from_ymd_opt(2024, from.0, from.1).unwrap();
        for day in first.iter_days().step_by(every).take(times) {
            csv.push_str(&format!("{who},{day},10\n"));
        }
    };
    buys("Ann", (7, 1), 2, 92); // every second day
    buys("Cem", (6, 30), 30, 6); // six times
    buys("Dea", (7, 1), 4, 23); // every four days, and then every thirty
    buys("Dea", (10, 2), 30, 3);
    buys("Eve", (11, 1), 10, 6); // since November
    buys("Fay", (6, 30), 46, 2); // twice, and then every four days
    buys("Fay", (10, 2), 4, 22);
    buys("Gil", (12, 30), 1, 1); // yesterday
    csv
}

#[test]
fn a_customer_for_each_rule() {
    let (csv, args) = (rules(), ["--as-of", "2024-12-31"]);
    let shop = figures(&csv, &args);
    let lifecycle = &shop["lifecycle"];
    let rules = |name: &str| {
        let rules = stage(lifecycle, name)["rules"].as_array().unwrap();
        let names = rules.iter().map(|rule| {
            let because = rule["because"].as_str().unwrap();
            (because, rule["customers"].as_u64().unwrap())
        });
        names.collect::<Vec<_>>()
    };
    assert_eq!(
        rules("acquisition"),
        [("too_young", 1), ("few_purchases", 1)]
    ); // Eve, Gil
    assert_eq!(rules("growth"), [("rising", 1)]); // Fay
    assert_eq!(rules("maturity"), [("steady", 1)]); // Ann
    assert_eq!(rules("established"), [("no_trend", 1)]); // Cem
    // The one of the forty who came in November, and Dea.
    assert_eq!(rules("decline"), [("silent", 1), ("falling", 1)]);
    assert_eq!(rules("termination"), [("lapsed", 39)]);
    assert_eq!(lifecycle["too_new"], 1);

    let told = words(&report(&csv, &args).out);
    for part in [
        "bought less often from 2024-10-01 to 2024-12-31 than from 2024-07-01 to 2024-09-30, by a test",
        "neither a change nor that there is none can be told",
        "among those who had bought by 2024-07-01 and made 4 purchases or more since then; the test errs \
         in 10 % at most",
        "1 customer is too new to be judged, and counts as acquisition.",
        "No source publishes such thresholds",
        "Sources, for acquisition, growth, maturity, established and decline: relationship-marketing \
         practice",
        "3 purchases after 23, spent 30 after 230",
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
    // Ann and Cem had bought by then. Nobody was followed for long enough to be called ended; one of them
    // was silent for longer than the horizon.
    assert_eq!(cell(lifecycle, json!("acquisition"), "established"), 1);
    assert_eq!(cell(lifecycle, json!("acquisition"), "decline"), 1);
    assert_eq!(cell(lifecycle, json!("acquisition"), "termination"), 0);
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
        assert!(told.contains("Of nobody can a change be told"), "{told}");
        assert!(
            told.contains("Nobody is in decline, by the rules"),
            "{told}"
        );
        assert!(told.contains("stages.svg"), "{told}");
    }
    let alone = figures(&format!("{one}Ann,2024-03-05,10\nAnn,2024-06-05,10\n"), &[]);
    assert_eq!(stage(&alone["lifecycle"], "acquisition")["customers"], 1);
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
