//! Files and arguments of all kinds.

use serde_json::{Value, json};

use super::{Ran, json, report, sample};

const HEADER: &str = "serviceprovider,servicetype,cusa,cusl_1,cusl_2,cusl_3,qual_1,qual_2,qual_3,\
                      qual_4,qual_5,qual_6,qual_7,qual_8,like_1,like_2,like_3,switch_1,switch_2,\
                      switch_3,switch_4";

/// A customer who answers this to everything but switching costs, and that to those.
fn row(provider: &str, answer: &str, barrier: &str) -> String {
    let answers = [answer; 15].join(",");
    let barriers = [barrier; 4].join(",");
    format!("{provider},1,{answers},{barriers}\n")
}

fn survey(rows: &[String]) -> String {
    format!("{HEADER}\n{}", rows.concat())
}

fn refused(ran: &Ran) -> &str {
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    &ran.err
}

#[test]
fn too_few_for_shares_and_verdicts() {
    let rows = [row("A", "6", "4"), row("B", "5", "2"), row("B", "3", "5")];
    let found = json(&report(&survey(&rows), &["--json"]));
    let all = &found["everybody"];
    assert_eq!(all["level_shares"]["conative"]["insufficient"], json!(true));
    assert_eq!(all["level_shares"]["conative"]["share"], Value::Null);
    assert_eq!(all["level_shares"]["conative"]["count"], json!(2));
    assert_eq!(
        found["competition_curve"]["competition"],
        json!("insufficient")
    );
    let names: Vec<&Value> = found["providers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|provider| &provider["name"])
        .collect();
    assert_eq!(names, [&json!("A"), &json!("B")]);
    // With a lower minimum there are shares.
    let found = json(&report(&survey(&rows), &["--json", "--minimum", "2"]));
    let conative = &found["everybody"]["level_shares"]["conative"];
    assert_eq!(conative["insufficient"], json!(false));
    assert_eq!(
        found["providers"][0]["level_shares"]["conative"]["insufficient"],
        json!(true)
    );
    let text = report(&survey(&rows), &[]);
    assert_eq!((text.code, text.err.as_str()), (0, ""));
    assert!(text.out.contains("insufficient"), "{}", text.out);
}

#[test]
fn nobody_answered() {
    let rows = [row("1", "-99", "-99"), row("", "", "")];
    let found = json(&report(&survey(&rows), &["--json"]));
    assert_eq!(found["customers"], json!(2));
    assert_eq!(found["missing_answers"], json!(38));
    assert_eq!(found["everybody"]["satisfaction"], Value::Null);
    assert_eq!(found["everybody"]["levels"]["undecided"], json!(2));
    assert_eq!(found["competition_curve"], Value::Null);
    // Whose provider is not known counts for everybody only.
    assert_eq!(found["providers"].as_array().unwrap().len(), 1);
    let text = report(&survey(&rows), &[]);
    assert_eq!((text.code, text.err.as_str()), (0, ""));
    assert!(text.out.contains("There is no curve"), "{}", text.out);
}

#[test]
fn rows_that_cannot_be_read() {
    let rows = [row("1", "6", "4"), row("1", "8", "3"), row("2", "x", "3")];
    let ran = report(&survey(&rows), &[]);
    let message = refused(&ran);
    assert!(message.contains("line 3: "), "{message}");
    assert!(message.contains("cusa is 8, asked was 1 to 7"), "{message}");
    assert!(message.contains("line 4: "), "{message}");
    assert!(
        message.contains("is \"x\", which is not a number"),
        "{message}"
    );
    let found = json(&report(&survey(&rows), &["--json", "--skip-bad-rows"]));
    assert_eq!(found["customers"], json!(1));
    assert_eq!(found["skipped_rows"], json!(2));
}

#[test]
fn files_without_what_is_needed() {
    let message = refused(&report("a,b\n1,2\n", &[])).to_owned();
    assert!(
        message.contains("no column is called \"cusa\""),
        "{message}"
    );
    let message = refused(&report(&survey(&[]), &[])).to_owned();
    assert!(
        message.contains("there is no respondent in it"),
        "{message}"
    );
    let message = refused(&report("", &[])).to_owned();
    assert!(message.contains("the file is empty"), "{message}");
}

#[test]
fn cuts_beyond_their_scales() {
    for (cut, value, why) in [
        ("--threshold", "8", "threshold must be 1 to 7, got 8"),
        ("--loyal", "0.5", "threshold must be 1 to 7, got 0.5"),
        ("--satisfied", "NaN", "satisfaction must be finite, got NaN"),
        ("--held", "6", "threshold must be 1 to 5, got 6"),
    ] {
        let ran = sample(&[cut, value]);
        let message = refused(&ran);
        assert!(message.contains(why), "{cut}: {message}");
    }
    let ran = sample(&["--minimum", "0"]);
    assert_eq!(ran.code, 2);
}

/// The same answers in another order, and by another delimiter, are the same survey.
#[test]
fn order_and_delimiter_do_not_matter() {
    let rows = [
        row("2", "7", "5"),
        row("10", "5", "3"),
        row("2", "4", "1"),
        row("1", "6", "-99"),
    ];
    let mut backwards = rows.clone();
    backwards.reverse();
    let plain = |csv: &str| {
        let mut found = json(&report(csv, &["--json"]));
        for of in ["survey", "pictures", "report"] {
            found[of] = Value::Null;
        }
        found
    };
    let found = plain(&survey(&rows));
    assert_eq!(found, plain(&survey(&backwards)));
    assert_eq!(found, plain(&survey(&rows).replace(',', ";")));
    // In the order of their numbers.
    let codes: Vec<&Value> = found["providers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|provider| &provider["code"])
        .collect();
    assert_eq!(codes, [&json!("1"), &json!("2"), &json!("10")]);
}

#[test]
fn a_survey_in_which_rows_stand_twice() {
    let rows = [row("1", "6", "4"), row("2", "5", "2")];
    let twice = survey(&[rows.concat(), rows.concat()]);
    assert_eq!(
        json(&report(&twice, &["--json"]))["repeated_rows"],
        json!(2)
    );
    let text = report(&twice, &[]).out;
    let remark = "2 of 4 rows say the same as an earlier row, in every column.";
    assert!(text.contains(remark), "{text}");
    assert!(
        json(&report(&survey(&rows), &["--json"]))
            .get("repeated_rows")
            .is_none()
    );
}

#[test]
fn a_mapping_to_begin_with() {
    let shown = super::program(&["--example-mapping"]);
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    assert!(shown.out.contains("[loyalty]"), "{}", shown.out);
    assert!(
        !super::program(&["--help"])
            .out
            .contains("in the repository")
    );
}
