//! The user's own files, odd in every way.

use super::{json, refused, report};

const ANSWERS: &str = "customer,satisfaction,loyalty,value\nAnn,7,7,1.1\nBen,2,6,0.9\nCem,NA,5,\n";
const CONTRACTS: &str = "customer;ends;left;reason;bonds\nBen;2024-07-01;;;financial, social\n\
                         Dee;;2024-03-01;moved away;\n";

#[test]
fn customers_of_several_files_are_joined_by_key() {
    let files = [("survey", ANSWERS), ("contracts", CONTRACTS)];
    let figures = json(&report(&files, &["--as-of", "2024-06-01", "--json"]));
    assert_eq!(figures["customers"], 4);
    let joined = &figures["joined"];
    assert_eq!(
        (&joined["answered"], &joined["under_contract"]),
        (&3.into(), &2.into())
    );
    assert_eq!(
        (&joined["only_answered"], &joined["in_all"]),
        (&2.into(), &1.into())
    );
    assert!(joined["bought"].is_null());
    let portraits = figures["portraits"].as_array().unwrap();
    let of = |name| portraits.iter().find(|it| it["customer"] == name).unwrap();
    assert_eq!(of("Ben")["levels"]["contract"], "ends_soon");
    assert_eq!(of("Ben")["levels"]["bond"], "social");
    assert_eq!(of("Dee")["levels"]["churn_reason"], "moved_away");
    assert_eq!(of("Dee")["levels"]["stage"], "termination");
    assert!(of("Cem")["levels"]["satisfaction"].is_null());
    // Nothing was bought, so that nothing is known to be at risk, and no plan is made.
    assert_eq!(figures["plan"], serde_json::json!([]));
}

#[test]
fn what_cannot_be_read_is_said_with_its_line() {
    let wrong = [
        (
            "customer,satisfaction\nAnn,8\n",
            "satisfaction 8 is not on the scale of 1 to 7",
        ),
        (
            "customer,satisfaction\nAnn,good\n",
            "line 2: satisfaction \"good\" is not a number",
        ),
        ("customer,value\nAnn,-1\n", "value -1 is below 0"),
        (
            "customer,trust\nAnn,3\nAnn,4\n",
            "line 3: customer \"Ann\" stands in line 2 already",
        ),
        ("customer,warns\nAnn,maybe\n", "neither yes nor no"),
        ("customer,trust\n,3\n", "the customer is empty"),
        ("customer,shoe size\nAnn,38\n", "call them"),
        (
            "name,trust\nAnn,3\n",
            "no column is known to be the customer",
        ),
        ("customer,trust\n", "there is no customer in it"),
        ("", "the file is empty"),
    ];
    for (text, says) in wrong {
        let ran = report(&[("survey", text)], &[]);
        let message = refused(&ran);
        assert!(message.contains(says), "{text}: {message}");
    }
    let ended = report(&[("contracts", "customer,ends\nAnn,2024-05-01\n")], &[]);
    assert!(refused(&ended).contains("--as-of"));
}

#[test]
fn a_scale_and_a_comma_of_ones_own() {
    let answers = "Kunde;Zufriedenheit\nAnna;8,5\nBert;1\n";
    let args = ["--scale", "0..10", "--decimal-comma", "--json"];
    let figures = json(&report(&[("survey", answers)], &args));
    let levels = figures["levels"].as_array().unwrap();
    let low = levels
        .iter()
        .find(|row| row["dimension"] == "satisfaction" && row["level"] == "low");
    assert_eq!(low.unwrap()["customers"], 1);
}
