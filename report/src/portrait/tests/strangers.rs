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
fn keys_that_are_written_in_two_ways_are_shown() {
    let survey = "customer,satisfaction,nps\nann ,7,9\nBEN,5,8\nC07,5,8\n";
    let contracts = "customer,contract\nAnn,running\nBen,running\nC7,running\nDee,running\n";
    let files = [("survey", survey), ("contracts", contracts)];
    let figures = json(&report(&files, &["--json"]));
    let alike = &figures["joined"]["alike"];
    assert_eq!(alike["customers"], 3);
    assert_eq!(alike["example"], serde_json::json!(["Ann", "ann"]));
    let text = report(&files, &[]).out;
    let first = text.split(" • ").nth(1).unwrap().replace("\n   ", " ");
    assert!(first.contains("as \"Ann\" and \"ann\""), "{first}");
    let full = report(&files, &["--full"]).out;
    assert!(
        full.contains("Columns not read: \"nps\" of the survey."),
        "{full}"
    );
    // Numbers from a spreadsheet, and two customers of one file who are none.
    let survey = "customer,satisfaction\n101,7\nann,5\nAnn,4\n";
    let purchases = "customer,date,amount\n101.0,2024-01-05,9\n";
    let figures = json(&report(
        &[("survey", survey), ("purchases", purchases)],
        &["--json"],
    ));
    assert_eq!(figures["joined"]["alike"]["customers"], 1);
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
fn contracts_are_read_in_the_words_of_billing() {
    let contracts = "customer,status\nAnn,Active\nBen,Cancelled\nCem,Month-to-month\nDee,Two year\n\
                     Eve,ends soon\n";
    let figures = json(&report(&[("contracts", contracts)], &["--json"]));
    let levels = figures["levels"].as_array().unwrap();
    let count = |level| {
        let row = levels
            .iter()
            .find(|row| row["dimension"] == "contract" && row["level"] == level);
        row.unwrap()["customers"].clone()
    };
    assert_eq!(
        (count("running"), count("ends_soon"), count("ended")),
        (2.into(), 2.into(), 1.into())
    );
}

#[test]
fn a_survey_without_loyalty_says_what_it_takes_and_what_to_ask() {
    let survey = ("survey", "customer,satisfaction\nAnn,7\nBen,5\n");
    let text = report(&[survey], &[]).out;
    assert!(text.contains("it takes satisfaction and loyalty"), "{text}");
    assert!(
        text.contains("1. Find out the stage of the relationship"),
        "{text}"
    );
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
            "customer,contract\nAnn,maybe\n",
            "contract \"maybe\" is none of \"without\"",
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

#[test]
fn what_cannot_be_read_has_a_remedy() {
    let wrong = [
        (
            "My survey\n\ncustomer,satisfaction\nAnn,5\n",
            "line 3 seems to be the header: say --skip-lines 2",
        ),
        (
            "customer;satisfaction\nAnn;5,5\n",
            "satisfaction \"5,5\" is not a number; write a point before the decimals, or say --decimal-comma",
        ),
        (
            "customer,satisfaction\nAnn,'5'\n",
            "take away the quotation marks around it",
        ),
        (
            "customer,satisfaction\nAnn,5\ncustomer,satisfaction\nBen,4\n",
            "line 3: it is the header once more\n",
        ),
        (
            "customer,share_of_wallet\nAnn,170%\n",
            "write a percentage as 70 %",
        ),
    ];
    for (text, says) in wrong {
        let ran = report(&[("survey", text)], &[]);
        assert!(refused(&ran).contains(says), "{text}: {}", refused(&ran));
    }
    let survey = "customer,share_of_wallet\nAnn,70 %\nBen,0.7\nCem,100%\n";
    assert_eq!(
        json(&report(&[("survey", survey)], &["--json"]))["customers"],
        3
    );
}

/// How many contracts are running, end soon and have ended.
fn states(contracts: &str, args: &[&str]) -> [u64; 3] {
    let figures = json(&report(&[("contracts", contracts)], args));
    let levels = figures["levels"].as_array().unwrap().clone();
    ["running", "ends_soon", "ended"].map(|level| {
        let mut rows = levels.iter();
        let row = rows.find(|row| row["dimension"] == "contract" && row["level"] == level);
        row.map_or(0, |row| row["customers"].as_u64().unwrap())
    })
}

#[test]
fn who_cancelled_has_left_whatever_the_end_of_the_contract() {
    let contracts = "customer,contract,ends\nAnn,cancelled,2025-06-30\nBen,active,2025-06-30\n\
                     Cem,active,2024-07-01\nDee,active,2024-05-01\n";
    let args = ["--as-of", "2024-06-01", "--json"];
    assert_eq!(states(contracts, &args), [1, 1, 2]);
    let later = "customer,contract,left\nAnn,ended,2024-07-01\nBen,ended,2024-05-01\n";
    assert_eq!(states(later, &args), [0, 0, 1]);
    // Whether somebody left may be told without the day.
    let churned = "customer,churned,contract\nAnn,Yes,active\nBen,No,active\nCem,1,monthly\n";
    assert_eq!(states(churned, &["--json"]), [1, 0, 2]);
}

#[test]
fn who_came_later_has_no_portrait_and_is_counted() {
    let survey = ("survey", "customer,satisfaction\nAnn,7\n");
    let purchases = ("purchases", PURCHASES);
    let args = ["--as-of", "2024-01-06"];
    let one = report(&[purchases], &args).out;
    assert!(
        one.contains("1 customer has a portrait as of 2024-01-06; 1 came later."),
        "{one}"
    );
    let both = report(&[survey, purchases], &args).out;
    let both = both.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        both.contains("as of 2024-01-06: 1 answered, 1 bought; 1 came later."),
        "{both}"
    );
    assert!(
        both.contains("1 of them came after that day, and has no portrait"),
        "{both}"
    );
}

#[test]
fn too_few_ratings_are_told_without_the_words_of_the_library() {
    let survey = "customer,satisfaction,item_price\nAnn,5,4\nBen,3,2\n";
    let text = report(&[("survey", survey)], &[]).out;
    assert!(
        text.contains("Nothing is told of them: at least 30 respondents are needed, got 2.\n"),
        "{text}"
    );
}

#[test]
fn a_model_that_finds_nothing_is_told_in_words() {
    let text = report(&[("purchases", PURCHASES)], &[]).out;
    assert!(!text.contains("on_boundary"), "{text}");
}
