//! What is gathered of a customer beside scores, purchases and contracts.

use serde_json::Value;

use super::{json, refused, report};

/// Forty customers who rate two attributes: delivery goes with satisfaction and is rated poorly, opening hours go
/// with nothing and are rated well. The last one rates delivery well.
fn survey() -> String {
    let rows = (0..40).map(|at| {
        let satisfaction = 3 + at % 4;
        let delivery = if at == 39 { 7 } else { satisfaction - 1 };
        let hours = 6 + (at / 4) % 2;
        format!("C{at:02},{satisfaction},{delivery},{hours}\n")
    });
    let rows: String = rows.collect();
    format!("customer,satisfaction,item_delivery,Item_Opening_hours\n{rows}")
}

fn portrait<'f>(figures: &'f Value, customer: &str) -> &'f Value {
    let rows = figures["portraits"].as_array().unwrap();
    rows.iter().find(|row| row["customer"] == customer).unwrap()
}

#[test]
fn the_attribute_to_fix_is_named() {
    let args = ["--json", "--top", "40"];
    let figures = json(&report(&[("survey", &survey())], &args));
    let rows = figures["items"]["rows"].as_array().unwrap();
    let of = |item| rows.iter().find(|row| row["item"] == item).unwrap();
    assert_eq!(of("delivery")["quadrant"], "concentrate_here");
    assert_eq!(of("opening hours")["quadrant"], "possible_overkill");
    assert_eq!(of("opening hours")["to_fix_for"], 0);
    let step = |customer: &str| {
        let steps = portrait(&figures, customer)["strategy"].as_array().unwrap();
        steps
            .iter()
            .any(|step| step["what"].as_str().unwrap().contains("improve delivery"))
    };
    // The line between well and poorly rated is 5.0: satisfaction of 3 goes with a delivery of 2.
    assert!(step("C00") && !step("C39"));
    let told = portrait(&figures, "C00")["explanation"].as_str().unwrap();
    assert!(told.contains("rated low by this one: delivery"), "{told}");
}

#[test]
fn a_survey_that_tells_no_importance_says_why() {
    let few = "customer,satisfaction,item_delivery\nAnn,3,2\nBen,5,6\n";
    let figures = json(&report(&[("survey", few)], &["--json"]));
    let why = figures["items"]["not_placed"].as_str().unwrap();
    assert!(why.contains("30"), "{why}");
    let off = "customer,item_delivery\nAnn,8\n";
    let message = report(&[("survey", off)], &[]);
    assert!(refused(&message).contains("delivery 8 is not on the scale of 1 to 7"));
}

#[test]
fn a_core_customer_is_named_by_two_questions_or_by_the_business() {
    let purchases = "customer,date,amount\nAnn,2024-01-05,9\nAnn,2024-02-05,9\nAnn,2024-03-05,9\n\
                     Ben,2024-01-05,9\nCem,2024-03-01,9\n";
    let survey = "customer,share_of_wallet\nAnn,0.7\nBen,0.1\n";
    let contracts = "customer,days_to_pay,service_contacts,core,relationship\nAnn,10,1.0,,personal service\n\
                     Cem,80,3,yes,\nDee,10,0,no,price_centred\n";
    let files = [
        ("purchases", purchases),
        ("survey", survey),
        ("contracts", contracts),
    ];
    let figures = json(&report(&files, &["--json"]));
    let level = |customer, dimension: &str| {
        let levels = &portrait(&figures, customer)["levels"];
        levels[dimension].as_str().map(str::to_owned)
    };
    assert_eq!(level("Ann", "core").as_deref(), Some("core"));
    assert_eq!(level("Ben", "core"), None);
    assert_eq!(level("Cem", "core").as_deref(), Some("core"));
    assert_eq!(level("Dee", "core").as_deref(), Some("not_core"));
    let types = ["Ann", "Ben", "Cem", "Dee"].map(|it| level(it, "relationship"));
    let types: Vec<Option<&str>> = types.iter().map(Option::as_deref).collect();
    // Ben and Cem bought once.
    assert_eq!(
        types,
        [
            Some("need_centred"),
            Some("price_centred"),
            Some("price_centred"),
            Some("price_centred")
        ]
    );
}

#[test]
fn cells_of_these_columns_are_checked() {
    let wrong = [
        (
            "survey",
            "customer,share_of_wallet\nAnn,70\n",
            "share_of_wallet \"70\" is not a share",
        ),
        (
            "contracts",
            "customer,service_contacts\nAnn,1.5\n",
            "not a whole number",
        ),
        (
            "contracts",
            "customer,relationship\nAnn,cosy\n",
            "neither a type of relationship",
        ),
    ];
    for (file, text, says) in wrong {
        let ran = report(&[(file, text)], &[]);
        assert!(refused(&ran).contains(says), "{}", refused(&ran));
    }
}
