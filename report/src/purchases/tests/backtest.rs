//! What customers did after a past date.

use retention::estimate::{Confidence, Proportion};
use serde_json::{Value, json};

use super::lifecycle::RULES;
use super::migration::sample;
use super::{Scratch, figures, program, refused, report, written};

/// So many of so many.
type Counts = (u64, u64);

fn rate(part: &Value) -> Counts {
    let count = |key: &str| part[key].as_u64().unwrap();
    (count("numerator"), count("denominator"))
}

fn rows(figures: &Value) -> Vec<(String, Counts, Counts)> {
    let rows = figures["lifecycle"]["backtest"].as_array().unwrap();
    rows.iter()
        .map(|row| {
            let because = row["because"].as_str().unwrap().to_owned();
            (because, rate(&row["one_time"]), rate(&row["repeat"]))
        })
        .collect()
}

#[test]
fn the_sample_after_week_39() {
    let figures = sample(&[]);
    let lifecycle = &figures["lifecycle"];
    let summary = &lifecycle["backtest_summary"];
    assert_eq!(
        (&summary["as_of"], &summary["chosen"]),
        (&json!("1997-09-30"), &json!("sample")),
    );
    assert_eq!(
        summary["afterwards"],
        json!({"from": "1997-10-01", "to": "1998-06-30"})
    );
    let rows: Vec<_> = rows(&figures);
    // All who had bought once are called ended, and nobody else is.
    assert_eq!(rows[0], ("lapsed".to_owned(), (193, 1411), (0, 0)));
    assert_eq!(rows[1], ("silent".to_owned(), (0, 0), (138, 420)));
    let sum = |of: fn(&(String, Counts, Counts)) -> Counts| {
        let counts = rows.iter().map(of);
        counts.fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1))
    };
    assert_eq!(sum(|row| row.1), (193, 1411));
    assert_eq!(sum(|row| row.2), (491, 946));
    assert_eq!(rate(&summary["one_time"]), (193, 1411));
    assert_eq!(rate(&summary["repeat"]), (491, 946));
    assert_eq!(rate(&summary["bought_again"]), (684, 2357));

    let first = &lifecycle["backtest"][0];
    assert_eq!(
        (&first["stage"], &first["customers"], &first["bought_again"]),
        (&json!("termination"), &json!(1411), &json!(193)),
    );
    assert_eq!(first["value"], written(193.0 / 1411.0));
    let interval = Proportion::new(193, 1411).unwrap();
    let interval = interval.wilson(Confidence::default()).unwrap();
    for (end, expected) in [("lower", interval.lower()), ("upper", interval.upper())] {
        assert_eq!(first[end], written(expected), "{end}");
    }
}

/// The default ranks customers, and where all call as many ended it is wrong no more often.
#[test]
fn how_the_default_judges_the_sample_after_week_39() {
    let figures = sample(&[]);
    let lifecycle = &figures["lifecycle"];
    let judgement = &lifecycle["judgement"];
    let keys: Vec<&String> = judgement.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "as_of",
            "auc",
            "auc_repeat_buyers",
            "called_ended",
            "customers",
            "given_up",
            "misled",
            "recognised",
            "returned",
            "until"
        ],
    );
    for (key, expected) in [
        ("as_of", json!("1997-09-30")),
        ("until", json!("1998-06-30")),
        ("customers", json!(2357)),
        ("returned", json!(684)),
        ("called_ended", json!(1411)),
        ("misled", written(193.0 / 1411.0)),
        ("recognised", written(1218.0 / 1673.0)),
        ("given_up", written(193.0 / 684.0)),
    ] {
        assert_eq!(judgement[key], expected, "{key}");
    }
    let number = |part: &Value, key: &str| part[key].as_f64().unwrap();
    assert!(number(judgement, "auc") >= 0.775);
    assert!(number(judgement, "auc_repeat_buyers") >= 0.715);

    let ranking = lifecycle["ranking"].as_array().unwrap();
    let names: Vec<&Value> = ranking.iter().map(|rules| &rules["rules"]).collect();
    assert_eq!(names, ["default", "recency", "three_mean_intervals"]);
    let [ours, others @ ..] = ranking.as_slice() else {
        panic!("no ranking");
    };
    assert_eq!(ours["auc"]["value"], judgement["auc"]);
    assert_eq!(ours["default_ahead"], Value::Null);
    // 4 for each of 193, and 1 for each of the 455 who were not called and stayed away.
    assert_eq!(ours["cost"], json!(4.0 * 193.0 + 455.0));
    for rules in others {
        assert_eq!(rules["called_ended"], 1411);
        let ahead = &rules["default_ahead"];
        let gain = number(&ours["auc"], "value") - number(&rules["auc"], "value");
        assert!((number(ahead, "value") - gain).abs() < 1e-9);
        assert!(gain > 0.0);
        assert!(number(ours, "misled") <= number(rules, "misled"));
        assert!(number(ours, "recognised") >= number(rules, "recognised"));
        assert!(number(ours, "given_up") <= number(rules, "given_up"));
        assert!(number(ours, "cost") < number(rules, "cost"));
        // Whoever is called either came back or did not.
        let right = number(rules, "recognised") * 1673.0;
        let wrong = number(rules, "given_up") * 684.0;
        assert!((right + wrong - 1411.0).abs() < 1e-6);
        assert!((wrong / 1411.0 - number(rules, "misled")).abs() < 1e-9);
    }

    let bins = lifecycle["calibration"].as_array().unwrap();
    assert_eq!(bins.len(), 5);
    assert!(bins.is_sorted_by_key(|bin| number(bin, "predicted")));
    for bin in bins {
        assert!(number(bin, "lowest") <= number(bin, "predicted"));
        assert!(number(bin, "predicted") <= number(bin, "highest"));
    }
}

/// Nothing can be told of a chance where too few were followed, nor of ranking where nobody came back.
#[test]
fn what_is_not_told_is_null() {
    let shop = figures(RULES, &["--backtest-as-of", "2024-02-29"]);
    let lifecycle = &shop["lifecycle"];
    assert_eq!(lifecycle["calibration"], Value::Null);
    let judgement = &lifecycle["judgement"];
    assert_eq!(
        (
            &judgement["customers"],
            &judgement["returned"],
            &judgement["called_ended"]
        ),
        (&json!(2), &json!(1), &json!(0)),
    );
    for key in ["auc", "auc_repeat_buyers", "misled"] {
        assert_eq!(judgement[key], Value::Null, "{key}");
    }
    assert_eq!(
        (&judgement["recognised"], &judgement["given_up"]),
        (&json!(0.0), &json!(0.0))
    );
    assert_eq!(
        figures("customer,date,amount\nAnn,2024-01-05,1\n", &[])["lifecycle"]["judgement"],
        Value::Null
    );
}

/// As published in the tests of the library: the default gives up fewer, because it calls fewer
/// ended.
#[test]
fn the_default_beside_three_mean_intervals() {
    let figures = sample(&[]);
    let parts = |rules: &Value| ["misled", "given_up", "recognised"].map(|part| rate(&rules[part]));
    let comparison = figures["lifecycle"]["comparison"].as_array().unwrap();
    assert_eq!(comparison[0]["rules"], "default");
    assert_eq!(
        parts(&comparison[0]),
        [(193, 1411), (193, 684), (1218, 1673)]
    );
    assert_eq!(comparison[1]["rules"], "three_mean_intervals");
    assert_eq!(
        comparison[1]["silence"],
        json!({"mean_intervals": {"decline": 3.0, "lapse": 3.0}}),
    );
    assert_eq!(
        parts(&comparison[1]),
        [(318, 1763), (318, 684), (1445, 1673)]
    );

    let scratch = Scratch::new();
    let told = program(&["--full", "--out", &scratch.path("out")])
        .out
        .replace("\n ", " ");
    for part in [
        "1,411 customers were called ended, of whom 193 bought again, 13.7 % (misled; 95 % interval \
         12.0 to 15.6 %).",
        "Of the 1,673 who did not buy again 72.8 % had been called ended (recognised); of the 684 who \
         did, 28.2 % (given up).",
        "It ranks better than recency, by 0.010 (95 % interval 0.002 to",
        "It ranks better than three means, by 0.087 (95 % interval 0.063 to 0.111)",
        "the mistakes cost: default 1,227, recency",
        "calling nobody ended 1,673",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn the_sample_within_another_window() {
    // The past date of the sample must lie before the last day.
    for (args, date, chosen) in [
        (["--as-of", "1997-10-01"], "1997-09-30", "sample"),
        (["--as-of", "1997-09-30"], "1997-05-16", "middle"),
        (["--from", "1997-10-01"], "1998-02-13", "middle"),
        (["--backtest-as-of", "1997-06-30"], "1997-06-30", "given"),
    ] {
        let summary = &sample(&args)["lifecycle"]["backtest_summary"];
        assert_eq!(
            (&summary["as_of"], &summary["chosen"]),
            (&json!(date), &json!(chosen)),
            "{args:?}",
        );
    }
}

#[test]
fn the_middle_of_the_window() {
    let shop = |days: u32| {
        let csv = format!("customer,date,amount\nAnn,2024-01-01,1\nBen,2024-01-{days:02},1\n");
        figures(&csv, &[])["lifecycle"]["backtest_summary"].clone()
    };
    for (days, date, afterwards) in [
        (2, "2024-01-01", "2024-01-02"),
        (3, "2024-01-01", "2024-01-02"),
        (4, "2024-01-02", "2024-01-03"),
        (31, "2024-01-15", "2024-01-16"),
    ] {
        let summary = shop(days);
        assert_eq!(summary["as_of"], date, "{days}");
        assert_eq!(summary["afterwards"]["from"], afterwards, "{days}");
    }
}

#[test]
fn a_past_date_as_asked_for() {
    let args = ["--backtest-as-of", "2024-02-29"];
    let shop = figures(RULES, &args);
    // Ann had bought once and came back. Cem had bought four times and did not; the others came later.
    // Nobody had been followed for long enough to judge them.
    assert_eq!(rows(&shop), [("too_young".to_owned(), (1, 1), (0, 1)),],);
    let told = report(RULES, &args).out.replace("\n ", " ");
    assert!(
        told.contains("what was known on 2024-02-29, as asked for"),
        "{told}"
    );
    assert!(
        told.contains("Nobody was called ended on that day, so nothing can be said"),
        "{told}"
    );

    for date in ["2024-12-31", "2025-01-01", "2023-12-31"] {
        let message = refused(RULES, &["--backtest-as-of", date]);
        let why = format!("--backtest-as-of {date} is not in the window before its last day");
        assert!(message.contains(&why), "{message}");
    }

    // The window begins before anyone bought.
    let early = ["--from", "2023-01-01", "--backtest-as-of", "2023-06-30"];
    let shop = figures(RULES, &early);
    let lifecycle = &shop["lifecycle"];
    assert_eq!(lifecycle["backtest"], Value::Null);
    assert_eq!(
        lifecycle["no_backtest"],
        "nobody had bought up to 2023-06-30"
    );
}
