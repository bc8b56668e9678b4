//! What the report opens with, and its short form.

use super::{Scratch, json, report, sample};
use crate::tests::{program, two_screens};

/// The short form of the report on the bundled survey.
fn short(args: &[&str]) -> String {
    let scratch = Scratch::new();
    let out = scratch.path("out");
    two_screens(&program(&[&["loyalty", "--out", &out], args].concat()))
}

#[test]
fn two_screens_with_the_figures_of_the_report() {
    let text = short(&[]);
    for said in [
        "122 of 343 customers (35.6 %; 95 % interval 30.7 to 40.8 %) mean to choose again",
        "184 of 343 customers (53.6 %; 48.4 to 58.9 %) rate the offer itself below 5",
        "68 of 250 customers who are loyal (27.2 %; 22.1 to 33.0 %) are hostages",
        "60 of 343 customers (17.5 %; 13.8 to 21.9 %) are satisfied from 6 on and loyal below it.",
        // Of these four, the intervals meet.
        "runs, by provider, from Provider 4 (21.4 %; 11.7 to 35.9 %) to Provider 2 (39.4 %; 31.3 to 48.1 %); \
         chance alone may set them so far apart.",
        "3.46 on 1 to 5 (95 % interval 3.35 to 3.57); of its parts “inconvenient” (3.88) is the \
         highest and “learning to know another” (2.84) the lowest.",
        // Which hostages are meant, where others stand in a table.
        "are hostages by the cuts of this report: loyal from 5, satisfied below 6, and held by a switching \
         cost from 3; of 1 more loyal customer that is not known.",
        "One cut parts both here: a hostage is loyal from it and satisfied below it, held or not.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    // An exponent that tells nothing is nothing to repeat.
    assert!(!text.contains("exponent"), "{text}");
    // By how many customers each concerns.
    let stakes = [
        "184 of 343 customers",
        "136 of 343 customers",
        "68 of 250 customers",
    ];
    let actions = text.split_once("WHAT TO DO FIRST").unwrap().1;
    let places: Vec<usize> = stakes
        .iter()
        .map(|stake| actions.find(&format!("At stake: {stake}")).unwrap())
        .collect();
    assert!(places.is_sorted(), "{actions}");
    assert_eq!(actions.matches("At stake: ").count(), 3);
}

#[test]
fn definitions_stand_once_and_at_the_end() {
    let text = sample(&[]).out;
    let (report, closing) = text.split_once("\nDEFINITIONS AND CAVEATS\n").unwrap();
    for term in ["Loyalty level:", "Hostage:", "Types:", "Alpha and omega:"] {
        assert_eq!(closing.matches(&format!("\n {term} ")).count(), 1, "{term}");
        assert!(!report.contains(term), "{term}");
    }
}

#[test]
fn without_switching_costs_nobody_is_called_held() {
    let scratch = Scratch::new();
    let out = scratch.path("out");
    let ran = program(&[
        "loyalty",
        "data/examples/loyalty.csv",
        "--mapping",
        "data/examples/loyalty.toml",
        "--out",
        &out,
    ]);
    let text = two_screens(&ran);
    assert!(
        text.contains("whether they are held, nobody was asked, so that many are hostages at most"),
        "{text}"
    );
    // By which cut they are loyal.
    assert!(text.contains("who are loyal from 6.67 on ("), "{text}");
    assert!(
        !text.contains("What leaving would cost is put at"),
        "{text}"
    );
}

/// Of few customers there are counts and no shares.
#[test]
fn of_few_customers_no_share() {
    let text = sample(&["--minimum", "1000"]).out;
    let opening = text.split_once("WHAT WAS READ").unwrap().0;
    assert!(
        opening.contains("122 of 343 customers mean to"),
        "{opening}"
    );
    assert!(!opening.contains("%;"), "{opening}");
}

#[test]
fn of_nobody_nothing_is_said() {
    let header = std::fs::read_to_string("data/corp_rep_data.csv").unwrap();
    let header = header.lines().next().unwrap();
    let columns = header.matches([',', ';']).count();
    let delimiter = if header.contains(';') { ";" } else { "," };
    let csv = format!("{header}\n{}\n", vec![delimiter; columns].concat());
    let found = json(&report(&csv, &["--json"]));
    assert_eq!(found["everybody"]["levels"]["conative"], 0);
    let text = report(&csv, &[]).out;
    let opening = text.split_once("WHAT WAS READ").unwrap().0;
    assert!(opening.contains("Of nobody it is known"), "{opening}");
    assert!(!opening.contains("WHAT TO DO FIRST"), "{opening}");
    assert!(
        !opening.contains("NaN") && !opening.contains("0 of 0"),
        "{opening}"
    );
}
