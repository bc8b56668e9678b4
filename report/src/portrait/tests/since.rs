//! Portraits of two days compared.

use chrono::{Days, NaiveDate};
use serde_json::Value;

use super::{json, refused, report};

/// A purchase every so many days, from a day to another.
fn buys(customer: &str, every: u64, from: &str, to: &str) -> String {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let days = std::iter::successors(Some(day(from)), |at| at.checked_add_days(Days::new(every)));
    days.take_while(|at| *at <= day(to))
        .map(|at| format!("{customer},{at},10\n"))
        .collect()
}

/// Ann and Dee buy on, Ben stops, Cem comes.
fn shop() -> String {
    let rows = [
        buys("Ann", 14, "2023-01-02", "2024-06-28"),
        buys("Ben", 14, "2023-01-09", "2023-12-28"),
        buys("Cem", 14, "2024-03-01", "2024-06-28"),
        buys("Dee", 30, "2023-01-03", "2024-06-28"),
    ];
    format!("customer,date,amount\n{}", rows.concat())
}

fn changes(args: &[&str]) -> Value {
    let all = [&["--as-of", "2024-06-30", "--json"], args].concat();
    json(&report(&[("purchases", &shop())], &all))["changes"].clone()
}

fn count(changes: &Value, change: &str) -> u64 {
    let rows = changes["counts"].as_array().unwrap();
    let row = rows.iter().find(|row| row["change"] == change).unwrap();
    row["customers"].as_u64().unwrap()
}

#[test]
fn who_stopped_is_worse_and_who_came_is_new() {
    let changes = changes(&["--since", "2023-12-31"]);
    assert_eq!(changes["since"], "2023-12-31");
    assert_eq!(
        (&changes["customers_before"], &changes["customers_after"]),
        (&3.into(), &4.into())
    );
    let counts = ["new", "gone", "worse", "better", "same"].map(|it| count(&changes, it));
    assert_eq!(counts, [1, 0, 1, 0, 2]);
    let moves = changes["moves"].as_array().unwrap();
    let to = |to| moves.iter().find(|row| row["to"] == to).unwrap();
    assert_eq!(to("decline")["from"], "maturity");
    assert!(to("acquisition")["from"].is_null());
    for list in [&changes["worse"], &changes["entered"]["rows"]] {
        let rows = list.as_array().unwrap();
        assert_eq!((rows.len(), &rows[0]["customer"]), (1, &"Ben".into()));
    }
}

#[test]
fn without_a_day_it_is_as_long_ago_as_is_looked_ahead() {
    let known = changes(&["--ahead", "26"]);
    assert_eq!(known["since"], "2023-12-31");
    // Nothing had been bought two years ago.
    assert!(changes(&["--ahead", "104"]).is_null());
}

#[test]
fn an_earlier_day_of_which_nothing_is_known_is_refused() {
    let says = |args: &[&str]| {
        let ran = report(&[("purchases", &shop())], args);
        refused(&ran).to_owned()
    };
    let early = says(&["--since", "2022-12-31"]);
    assert!(
        early.contains("the first purchase is of 2023-01-02"),
        "{early}"
    );
    let late = says(&["--since", "2024-06-28", "--as-of", "2024-06-28"]);
    assert!(late.contains("is not before 2024-06-28"), "{late}");
    let ran = report(&[], &["telco", "--since", "2024-01-01"]);
    assert!(refused(&ran).contains("there are none"));
}

#[test]
fn of_an_earlier_day_counts_only_what_was_known_by_then() {
    let survey = "customer,satisfaction,loyalty\nAnn,7,7\nBen,7,7\n";
    let contracts = "customer,left,reason\nBen,2024-02-01,price\n";
    let shop = shop();
    let files = [
        ("purchases", shop.as_str()),
        ("survey", survey),
        ("contracts", contracts),
    ];
    let at = |args: &[&str]| {
        let day = ["--as-of", "2024-06-30", "--since", "2023-12-31", "--json"];
        json(&report(&files, &[&day[..], args].concat()))["changes"].clone()
    };
    // Answers without a day hold at both; Ben is satisfied at both, and leaves.
    let found = at(&[]);
    let gained = found["contradictions"].as_array().unwrap();
    let gained: Vec<&str> = gained
        .iter()
        .map(|row| row["contradiction"].as_str().unwrap())
        .collect();
    assert_eq!(gained, ["satisfied_leaving", "loyal_leaving"]);
    // Asked later, nobody had answered at the earlier day.
    let found = at(&["--asked", "2024-03-31"]);
    assert_eq!(found["contradictions"], serde_json::json!([]));
    assert_eq!(found["have_left"], 1);
}

#[test]
fn who_came_and_left_since_is_not_among_those_known_then() {
    let contracts = "customer,left\nBen,2024-02-01\nCem,2024-06-29\n";
    let files = [("purchases", &*shop()), ("contracts", contracts)];
    let day = ["--as-of", "2024-06-30", "--since", "2023-12-31", "--json"];
    let found = json(&report(&files, &day))["changes"].clone();
    assert_eq!((&found["have_left"], count(&found, "new")), (&1.into(), 1));
    assert_eq!(
        (&found["there_before"], &found["there_after"]),
        (&3.into(), &2.into())
    );
}

#[test]
fn an_end_without_a_day_is_no_change() {
    let day = ["--as-of", "2024-06-30", "--since", "2023-12-31", "--json"];
    let left = |contracts: &str| {
        let files = [("purchases", &*shop()), ("contracts", contracts)];
        json(&report(&files, &day))["changes"]["have_left"].clone()
    };
    assert_eq!(left("customer,contract\nAnn,ended\n"), 0);
    // One that ran out before the earlier day had ended by then.
    assert_eq!(left("customer,ends\nAnn,2023-06-30\n"), 0);
    assert_eq!(left("customer,ends\nAnn,2024-03-31\n"), 1);
}
