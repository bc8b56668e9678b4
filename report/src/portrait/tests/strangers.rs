//! Files of people who have never seen the program.

use super::{json, refused, report};

const PURCHASES: &str =
    "customer,date,amount\nAnn,2024-01-05,9\nAnn,2024-02-05,9\nBen,2024-01-09,9\n";

#[test]
fn keys_that_do_not_match_are_the_first_thing_said() {
    let survey = "customer,satisfaction\n1,7\n2,5\n";
    let ran = report(&[("survey", survey), ("purchases", PURCHASES)], &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let first = ran
        .out
        .lines()
        .find(|line| line.starts_with(" • "))
        .unwrap();
    assert!(
        first.contains("4 customers stand in one table only"),
        "{first}"
    );
}

#[test]
fn one_row_is_enough_for_a_portrait() {
    let one = [
        ("survey", "customer,satisfaction\nAnn,7\n"),
        ("purchases", "customer,date,amount\nAnn,2024-01-05,9\n"),
        ("contracts", "customer,contract\nAnn,running\n"),
    ];
    for file in one {
        let figures = json(&report(&[file], &["--json"]));
        assert_eq!(figures["customers"], 1, "{file:?}");
        assert_eq!(figures["changes"], serde_json::Value::Null);
        let text = report(&[file], &["--full"]);
        assert_eq!((text.code, text.err.as_str()), (0, ""));
        assert!(
            text.out.contains("1 customer has a portrait"),
            "{}",
            text.out
        );
    }
}

#[test]
fn a_file_without_what_is_needed_is_refused() {
    let wrong = [
        (
            "survey",
            "satisfaction,trust\n7,7\n",
            "no column is known to be the customer",
        ),
        (
            "contracts",
            "contract\nrunning\n",
            "no column is known to be the customer",
        ),
        ("contracts", "", "the file is empty"),
        ("purchases", "", "the file is empty"),
        ("purchases", "customer,date,amount\n", "no purchase"),
        (
            "contracts",
            "customer,contract\nAnn,open\n",
            "contract \"open\"",
        ),
        (
            "contracts",
            "customer,contract\nAnn,ended\nAnn,running\n",
            "stands in line 2 already",
        ),
    ];
    for (file, text, says) in wrong {
        let ran = report(&[(file, text)], &[]);
        assert!(refused(&ran).contains(says), "{text}: {}", refused(&ran));
    }
}

#[test]
fn a_day_of_asking_that_tells_nothing_is_refused() {
    let survey = ("survey", "customer,satisfaction\nAnn,7\nBen,5\n");
    let both = [survey, ("purchases", PURCHASES)];
    let says = |files: &[(&str, &str)], asked: &str| {
        let ran = report(files, &["--asked", asked]);
        refused(&ran).to_owned()
    };
    assert!(says(&both, "2023-12-31").contains("the first purchase is of 2024-01-05"));
    assert!(says(&both, "2024-02-05").contains("is not before 2024-02-05"));
    assert!(says(&both[..1], "2024-01-31").contains("there are no purchases"));
    assert!(says(&both[1..], "2024-01-31").contains("there are none"));
}
