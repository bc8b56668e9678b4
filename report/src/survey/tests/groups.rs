//! Segments and waves beside each other, and their differences.

use serde_json::{Value, json};

use super::{assert_noted, each, figures, program, refused, report};
use crate::tests::Scratch;

const TIERS: &str = "scale = [1, 5]\nsatisfied = [\"y\"]\nsegment = \"tier\"\n";

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Means of 4.5 and 2.5 with variances of a third: a difference of 2 with the standard error √(1/6) and,
/// by Welch, 6 degrees of freedom, whose t is 2.446912.
#[test]
fn two_segments() {
    let csv = "tier,y\ngold,5\ngold,4\ngold,5\ngold,4\nbasic,2\nbasic,3\nbasic,2\nbasic,3\n,1\n";
    let mapping =
        format!("{TIERS}[segments]\ngold = \"Gold\"\n[labels]\ny = \"Content\"\ntier = \"tier\"\n");
    let found = figures(csv, &mapping, &[]);
    let groups = &found["groups"][0];
    assert_eq!(groups["kind"], "segment");
    assert_eq!(each(&groups["groups"], "label"), ["basic", "Gold"]);
    assert_eq!(groups["without_group"], 1);
    assert_eq!(
        each(&groups["questions"][0]["figures"], "value"),
        [&json!(2.5), &json!(4.5)]
    );
    let difference = &groups["differences"][0];
    let half = 2.446_911_851 / 6.0_f64.sqrt();
    assert_noted(&difference["difference"], -2.0);
    assert_noted(&difference["lower"], -2.0 - half);
    assert_noted(&difference["upper"], -2.0 + half);
    let text = words(&report(csv, &mapping, &[]).out);
    assert!(
        text.contains("SEGMENTS: by tier “Content” is 2.00 lower in basic than in Gold."),
        "{text}"
    );
    assert!(
        text.contains("1 respondent without “tier” is left out."),
        "{text}"
    );
}

#[test]
fn three_wordings() {
    // Told apart, not told apart, and one answer that has no spread.
    let rows = "a,5\na,4\na,5\na,4\na,5\nb,5\nb,4\nb,4\nb,5\nc,1\nc,2\nc,1\nc,2\nc,1\nd,3\n";
    let csv = format!("tier,y\n{rows}");
    let text = words(&report(&csv, TIERS, &[]).out);
    assert!(
        text.contains("“y” is 3.20 higher in a than in c."),
        "{text}"
    );
    assert!(text.contains("1 other difference may be chance."), "{text}");
    assert!(text.contains("Not computed: 3 differences"), "{text}");
    let found = figures(&csv, TIERS, &[]);
    let differences = &found["groups"][0]["differences"];
    let computed = each(differences, "adjusted_p_value")
        .iter()
        .filter(|p| !p.is_null())
        .count();
    assert_eq!((differences.as_array().unwrap().len(), computed), (6, 3));
}

#[test]
fn too_many_values_and_one() {
    let many: String = (0..60)
        .map(|row| format!("{row},{}\n", 1 + row % 5))
        .collect();
    let text = report(format!("tier,y\n{many}"), TIERS, &[]).out;
    assert!(
        words(&text).contains("Not shown for Segments: the column has too many values"),
        "{text}"
    );
    let text = report("tier,y\na,4\na,5\n", TIERS, &[]).out;
    assert!(text.contains("There is one group only."), "{text}");
    let nine: String = (0..27)
        .map(|row| format!("{},{}\n", row % 9, 1 + row % 5))
        .collect();
    let text = report(format!("tier,y\n{nine}"), TIERS, &[]).out;
    assert!(text.contains("9 make too many pairs"), "{text}");
}

/// The same four people twice: 1, 1, 0 and 1 more, so 0.75 with the standard error 0.5 / 2 and t(3).
#[test]
fn waves_of_the_same_people() {
    let csv = "who,year,y\nA,2023,1\nB,2023,3\nC,2023,5\nD,2023,2\nD,2024,3\nC,2024,5\nB,2024,4\nA,2024,2\n";
    let alone = "scale = [1, 5]\nsatisfied = [\"y\"]\nwave = \"year\"\n";
    let panel = format!("{alone}respondent = \"who\"\n");
    let of = |mapping: &str| figures(csv, mapping, &[])["groups"][0]["differences"][0].clone();
    let difference = of(&panel);
    assert_eq!(
        (&difference["first"], &difference["second"]),
        (&json!("2024"), &json!("2023"))
    );
    assert_noted(&difference["difference"], 0.75);
    assert_noted(&difference["lower"], 0.75 - 3.182_446_305 * 0.25);
    assert_noted(&difference["upper"], 0.75 + 3.182_446_305 * 0.25);
    // Taken for different people it is much less certain.
    let width = |of: &Value| of["upper"].as_f64().unwrap() - of["lower"].as_f64().unwrap();
    assert!(width(&of(alone)) > 2.0 * width(&difference));
    let text = words(&report(csv, &panel, &[]).out);
    assert!(
        text.contains("Whoever answered in several groups is counted as one person."),
        "{text}"
    );
    let text = words(&report(csv, alone, &[]).out);
    assert!(
        text.contains("name the column of who they are under respondent"),
        "{text}"
    );
}

#[test]
fn two_files_are_two_waves() {
    let scratch = Scratch::new();
    let path = |name: &str, text: &str| {
        let path = scratch.path(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let before = path("before.csv", "y,id\n1,A\n3,B\n5,C\n2,D\n");
    let after = path("after.csv", "id,y\nA,2\nB,4\nC,5\nD,3\n");
    let plain = "scale = [1, 5]\nsatisfied = [\"y\"]\nrespondent = \"id\"\n";
    let mapping = path("m.toml", plain);
    let out = scratch.path("out");
    let run = |mapping: &str, extra: &[&str]| {
        let args = [&before, &after, "--mapping", mapping, "--out", &out];
        program(&[&args, extra].concat())
    };
    let ran = run(&mapping, &["--json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let found: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(found["surveys"][0]["respondents"], 8);
    assert_noted(&found["groups"][0]["differences"][0]["difference"], 0.75);
    assert_noted(
        &found["groups"][0]["differences"][0]["lower"],
        0.75 - 3.182_446_305 * 0.25,
    );
    assert!(
        run(&mapping, &[])
            .out
            .contains("WAVES: each file by itself")
    );
    // A half has no top box, and its line is one of two files.
    std::fs::write(&after, "id,y\nA,2\nB,2.5\n").unwrap();
    let error = run(&mapping, &[]);
    assert!(
        error.out.contains("after.csv, line 3: ") || error.err.contains("after.csv, line 3: "),
        "{}{}",
        error.out,
        error.err
    );
    let both = path("both.toml", &format!("{plain}wave = \"year\"\n"));
    std::fs::write(&before, "y,id,year\n1,A,1\n").unwrap();
    std::fs::write(&after, "y,id,year\n1,A,2\n").unwrap();
    let error = run(&both, &[]).err;
    assert!(
        error.contains("two files are two waves, and the mapping names the column \"year\""),
        "{error}"
    );
}

#[test]
fn without_such_a_column_nothing_is_said() {
    let found = figures("y\n4\n5\n", "scale = [1, 5]\nsatisfied = [\"y\"]\n", &[]);
    assert!(found.get("groups").is_none());
    assert!(refused("y\n4\n", TIERS, &[]).contains("no column is called \"tier\""));
}

/// A segment in which nobody counts has no figure, and the others keep theirs.
#[test]
fn a_segment_without_weight() {
    let csv = "tier,w,y,r\na,1,5,10\na,1,4,9\na,2,5,0\nb,0,2,3\nb,0,3,8\nc,1,1,7\nc,1,2,10\n";
    let mapping = format!("{TIERS}weight = \"w\"\nrecommend = \"r\"\n[scales]\nr = [0, 10]\n");
    let found = figures(csv, &mapping, &[])["groups"][0].clone();
    let questions = found["questions"].as_array().unwrap();
    assert_eq!(
        each(&found["questions"], "measure"),
        ["mean", "net_promoter_score"]
    );
    assert_eq!(
        each(&questions[0]["figures"], "value"),
        [&json!(4.75), &Value::Null, &json!(1.5)]
    );
    assert_eq!(
        each(&questions[1]["figures"], "value"),
        [&json!(0.0), &Value::Null, &json!(50.0)]
    );
    let of = |at: usize| found["differences"][at]["difference"].clone();
    assert_eq!(
        (of(0), of(1), of(2)),
        (Value::Null, json!(3.25), Value::Null)
    );
}

/// Skewed answers of three tiers that differ in nothing, and of three of which one is a point lower: at most
/// one survey in twenty of the first is told anything, and at least nine in ten of the second.
#[test]
fn chance_is_seldom_told_and_a_point_is() {
    let mut state = 11_u64;
    let mut next = |of: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % of
    };
    let mapping = "scale = [1, 5]\nsatisfied = [\"y\", \"z\"]\nsegment = \"tier\"\n";
    let mut told = |surveys: usize, lower: u64| -> usize {
        let mut apart = || {
            let mut csv = "tier,y,z\n".to_owned();
            for row in 0..75 {
                let tier = row % 3;
                let less = if tier == 0 { lower } else { 0 };
                // 5, 5, 5, 4, 4, 3, 3 or 2.
                let mut answer = || 5 - [0, 0, 0, 1, 1, 2, 2, 3][next(8) as usize] - less;
                csv.push_str(&format!("{tier},{},{}\n", answer(), answer()));
            }
            let found = figures(&csv, mapping, &[]);
            let differences = found["groups"][0]["differences"]
                .as_array()
                .unwrap()
                .clone();
            let is_told = |one: &Value| one["adjusted_p_value"].as_f64().is_some_and(|p| p < 0.05);
            differences.iter().any(is_told)
        };
        (0..surveys).filter(|_| apart()).count()
    };
    let by_chance = told(200, 0);
    assert!(by_chance <= 16, "{by_chance} of 200");
    let apart = told(50, 1);
    assert!(apart >= 45, "{apart} of 50");
}

/// Of two differences one has p 0.03 alone and 0.06 among both: its interval leaves 0 out, and the words say why
/// it is not told apart.
#[test]
fn told_apart_alone() {
    let mut rows = String::new();
    for (wave, answers) in [
        (2023, "55544443335554444333"),
        (2024, "54443333325444333333"),
    ] {
        for (row, answer) in answers.chars().enumerate() {
            rows.push_str(&format!("{wave},{answer},{}\n", 1 + row % 5));
        }
    }
    let csv = format!("year,y,z\n{rows}");
    let mapping = "scale = [1, 5]\nsatisfied = [\"y\", \"z\"]\nwave = \"year\"\n";
    let found = figures(&csv, mapping, &[]);
    let difference = &found["groups"][0]["differences"][0];
    let p = |key: &str| difference[key].as_f64().unwrap();
    assert!(p("p_value") < 0.05 && p("adjusted_p_value") >= 0.05);
    assert!(p("upper") < 0.0);
    let text = words(&report(&csv, mapping, &[]).out);
    assert!(
        text.contains(
            "Both differences may be chance. One of these would be told apart if it were compared alone, \
             and is not among 2 comparisons."
        ),
        "{text}"
    );
    assert!(text.contains("told apart alone,"), "{text}");
}

/// The columns of weights, waves and segments are read too.
#[test]
fn how_many_columns_were_read() {
    let mapping = "scale = [1, 5]\nsatisfied = [\"y\"]\nsegment = \"tier\"\nwave = \"year\"\nweight = \"w\"\n";
    let found = figures(
        "tier,year,w,y,other\na,1,1,4,0\nb,2,1,5,0\nb,1,2,3,0\na,2,1,3,0\n",
        mapping,
        &[],
    );
    assert_eq!(found["surveys"][0]["columns"], 4);
}

#[test]
fn one_respondent() {
    let mapping = "scale = [1, 5]\nattributes = [\"a\", \"b\"]\noutcomes = [\"y\"]\nsatisfied = [\"y\"]\n\
                   recommend = \"r\"\nweight = \"w\"\n[scales]\nr = [0, 10]\n";
    let text = words(&report("a,b,y,r,w\n1,,3,9,2\n", mapping, &[]).out);
    assert!(
        text.contains("0 with all answers of 1 respondent, at least 30 are needed"),
        "{text}"
    );
    assert!(text.contains("of 1 answer on 0 to 10"), "{text}");
    assert!(!text.contains("evidence"), "{text}");
}
