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
    let expected = [
        ("lapsed", (75, 635), (48, 143)),
        ("silent", (118, 776), (96, 232)),
        ("falling", (0, 0), (117, 223)),
        ("rising", (0, 0), (188, 280)),
        ("no_trend", (0, 0), (5, 19)),
        ("steady", (0, 0), (37, 49)),
    ];
    let expected = expected.map(|(rule, once, repeat)| (rule.to_owned(), once, repeat));
    assert_eq!(rows, expected);
    assert_eq!(rate(&summary["one_time"]), (193, 1411));
    assert_eq!(rate(&summary["repeat"]), (491, 946));
    assert_eq!(rate(&summary["bought_again"]), (684, 2357));

    let first = &lifecycle["backtest"][0];
    assert_eq!(
        (&first["stage"], &first["customers"], &first["bought_again"]),
        (&json!("termination"), &json!(778), &json!(123)),
    );
    assert_eq!(first["value"], written(123.0 / 778.0));
    let interval = Proportion::new(123, 778).unwrap();
    let interval = interval.wilson(Confidence::default()).unwrap();
    for (end, expected) in [("lower", interval.lower()), ("upper", interval.upper())] {
        assert_eq!(first[end], written(expected), "{end}");
    }
}

/// As published in the tests of the library: the default gives up fewer, because it calls fewer
/// ended.
#[test]
fn the_default_beside_three_mean_intervals() {
    let figures = sample(&[]);
    let parts = |rules: &Value| ["misled", "given_up", "recognised"].map(|part| rate(&rules[part]));
    let comparison = figures["lifecycle"]["comparison"].as_array().unwrap();
    assert_eq!(comparison[0]["rules"], "default");
    assert_eq!(parts(&comparison[0]), [(123, 778), (123, 684), (655, 1673)]);
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
    let told = program(&["--out", &scratch.path("out")])
        .out
        .replace("\n ", " ");
    for part in [
        "15.8 % bought again by the default and 18.0 % by three means: the intervals overlap",
        "had given up 123, 18.0 %, and three means 318, 46.5 %: the intervals lie apart",
        "Of the 1,673 who did not buy again within this time it had recognised 39.2 %, three means \
         86.4 %",
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
    // Ann had bought once and came back. Cem was silent for 29 days after purchases ten days apart, less
    // than three times that, and did not; the others came later.
    assert_eq!(
        rows(&shop),
        [
            ("silent".to_owned(), (0, 0), (0, 1)),
            ("few_purchases".to_owned(), (1, 1), (0, 0)),
        ],
    );
    let told = report(RULES, &args).out.replace("\n ", " ");
    assert!(
        told.contains("what was known on 2024-02-29, as asked for"),
        "{told}"
    );
    assert!(
        told.contains("Where nobody is called ended, nothing can be said"),
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
