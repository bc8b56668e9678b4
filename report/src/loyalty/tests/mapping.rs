//! Anybody's survey, by a mapping.

use serde_json::{Value, json};

use super::{json, program};
use crate::tests::{Ran, Scratch};

const MAPPING: &str = "scale = [0, 10]\nsupplier = \"shop\"\n[loyalty]\ncognitive = [\"good\"]\n\
                       affective = [\"like\"]\nconative = [\"stay\"]\nsatisfaction = [\"sat\"]\n\
                       loyalty = [\"stay\", \"again\"]\n";

const CSV: &str =
    "shop,good,like,sat,stay,again\nA,9,8,9,10,10\nA,8,7,6,9,8\nB,2,3,4,8,7\nB,9,9,10,10,9\n";

fn report(csv: &str, mapping: &str, args: &[&str]) -> Ran {
    let scratch = Scratch::new();
    let (file, map, out) = (
        scratch.path("a.csv"),
        scratch.path("a.toml"),
        scratch.path("out"),
    );
    std::fs::write(&file, csv).unwrap();
    std::fs::write(&map, mapping).unwrap();
    program(&[&[&*file, "--mapping", &map, "--out", &out], args].concat())
}

fn refused(csv: &str, mapping: &str) -> String {
    let ran = report(csv, mapping, &[]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    ran.err
}

#[test]
fn a_survey_on_another_scale_without_switching_costs() {
    let found = json(&report(CSV, MAPPING, &["--json"]));
    assert_eq!(found["scale"]["high"], json!(10.0));
    assert_eq!(found["switching_cost_scale"], Value::Null);
    // Two thirds of the scale, and five sixths.
    assert_eq!(found["cuts"]["threshold"], json!(6.666_666_667));
    assert_eq!(found["cuts"]["satisfied"], json!(8.333_333_333));
    assert_eq!(found["everybody"]["levels"]["conative"], json!(3));
    assert_eq!(found["everybody"]["levels"]["below_cognitive"], json!(1));
    assert_eq!(found["everybody"]["switching_cost"], Value::Null);
    assert_eq!(found["providers"].as_array().unwrap().len(), 2);
    assert_eq!(found["groups"], json!([]));
    // Loyal, and below five sixths in satisfaction: the second and the third.
    assert_eq!(
        found["everybody"]["hostages"]["hostages"]["count"],
        json!(2)
    );
    assert_eq!(
        found["everybody"]["hostages"]["switching_cost_from"],
        Value::Null
    );
    let text = report(CSV, MAPPING, &[]).out;
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "mean on 0 to 10",
        "Nobody was asked what leaving would cost.",
        "nothing asks what leaving would cost",
        "so these are at most hostages",
    ] {
        assert!(words.contains(said), "{said}\n{text}");
    }
    assert!(
        !words.contains("1 to 7") && !words.contains("1 to 5"),
        "{text}"
    );
}

/// The bundled survey on twice its scale, in words and with other codes, says the same.
#[test]
fn the_same_answers_in_another_coding() {
    let survey = crate::survey::CORPORATE_REPUTATION.1;
    let mapping = crate::survey::CORPORATE_MAPPING.1;
    let mut lines = survey.lines();
    let header = lines.next().unwrap();
    let words = lines.map(|line| {
        let cells = line.split(',').enumerate().map(|(at, cell)| match cell {
            _ if at < 2 => cell.to_owned(),
            "-99" => "no answer".to_owned(),
            cell => format!("w{cell}"),
        });
        cells.collect::<Vec<_>>().join(",")
    });
    let csv = format!("{header}\n{}\n", words.collect::<Vec<_>>().join("\n"));
    let answers: String = (1..=7)
        .map(|answer| format!("W{answer} = {answer}\n"))
        .collect();
    let mapping = mapping.replace("missing = [-99]", "missing = [\"no answer\"]");
    let coded = json(&report(
        &csv,
        &format!("{mapping}[answers]\n{answers}"),
        &["--json"],
    ));
    let plain = json(&super::sample(&["--json"]));
    for of in [
        "everybody",
        "providers",
        "groups",
        "hostages",
        "reliability",
        "competition_curve",
    ] {
        assert_eq!(coded[of], plain[of], "{of}");
    }
}

#[test]
fn mappings_that_do_not_say_enough() {
    let without = refused(CSV, "scale = [0, 10]\nsatisfied = [\"sat\"]\n");
    assert!(
        without.contains("it says nothing of loyalty: name the columns under [loyalty]"),
        "{without}"
    );
    let none = refused(CSV, &MAPPING.replace("[\"like\"]", "[]"));
    assert!(
        none.contains("[loyalty] names no column under affective"),
        "{none}"
    );
    let scales = refused(CSV, &format!("{MAPPING}[scales]\nsat = [0, 11]\n"));
    assert!(
        scales.contains("\"good\" was asked on 0 to 10 and \"sat\" on 0 to 11"),
        "{scales}"
    );
    let facet = refused(
        CSV,
        &format!("{MAPPING}[loyalty.switching]\nset_upp = [\"good\"]\n"),
    );
    assert!(facet.contains("set_upp"), "{facet}");
    let twice =
        format!("{MAPPING}[loyalty.switching]\nset_up = [\"good\"]\nlearning = [\"good\"]\n");
    assert!(refused(CSV, &twice).contains("[loyalty.switching] names \"good\" twice"));
    let typo = refused(CSV, &MAPPING.replace("cognitive", "cognitiv"));
    assert!(typo.contains("did you mean `cognitive`?"), "{typo}");
    let missing = refused(CSV, &format!("missing = [\"10\"]\n{MAPPING}"));
    assert!(
        missing.contains("\"10\" stands for a missing answer"),
        "{missing}"
    );
    let file = super::program(&["--mapping", "x.toml"]);
    assert_eq!(file.code, 2);
}

#[test]
fn switching_costs_on_a_scale_of_their_own() {
    let csv = CSV
        .replace("again\n", "again,cost\n")
        .replace("10\n", "10,1\n")
        .replace("8\n", "8,4\n")
        .replace("7\n", "7,2\n")
        .replace("9\n", "9,3\n");
    let mapping =
        format!("{MAPPING}[loyalty.switching]\nlearning = [\"cost\"]\n[scales]\ncost = [1, 4]\n");
    let found = json(&report(&csv, &mapping, &["--json"]));
    assert_eq!(found["cuts"]["held"], json!(2.5));
    assert_eq!(found["everybody"]["switching_cost"], json!(2.5));
    assert_eq!(
        found["switching_barriers"]["facets"][0]["facet"],
        "learning"
    );
    // Of the two, the one whom 4 of 4 hold.
    assert_eq!(
        found["everybody"]["hostages"]["hostages"]["count"],
        json!(1)
    );
}
