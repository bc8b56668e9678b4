//! What the report opens with, and its short form.

use super::{Scratch, report, sample};
use crate::tests::{program, two_screens};

/// The short form of the report on the bundled files.
fn short(args: &[&str]) -> String {
    let scratch = Scratch::new();
    let out = scratch.path("out");
    two_screens(&program(&[&["churn", "--out", &out], args].concat()))
}

#[test]
fn two_screens_with_the_figures_of_the_report() {
    let text = short(&[]);
    for said in [
        "1,869 of 7,043 customers (26.5 %; 95 % interval 25.5 to 27.6 %) left within the last month.",
        "By contract, the rate is highest at “Month-to-month” (42.7 %; 41.2 to 44.3 %) and lowest at “Two year” \
         (2.8 %; 2.1 to 3.7 %).",
        "Those who left paid 139,130.85 a month, 30.5 % of what all paid: 74.44 each, where those still there \
         pay 61.27.",
        "70,282.10 of the 316,985.75 that those still there pay a month goes with them.",
        "Half of “Month-to-month” have left by month 1, each counted only while observed. Counting everybody from \
         month 0 gives month 35, but leaves out those who had left before.",
        "In month 1 of their tenure 62.0 % (58.1 to 65.7 %) of those observed left, and 1.7 % (0.8 to 3.6 %) in \
         month 72.",
        "few were observed in some month before it: Two year (9 customers), One year (4 customers).",
        "Of 2,357 customers of another shop, CDNOW, 14.6 % bought again in the month after that of their first \
         purchase, 7.7 % in month 12 after it.",
        "say --churn-window ever",
        // All sections have room but for one, and the caveat on contracts.
        "COHORTS",
        "Groups: as the file has them now.",
        "--full prints the whole report, also Hazard ratios.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    // By the money that each concerns.
    let stakes = [
        "139,130.85 a month",
        "58,276.09 a month",
        "25,462.71 a month",
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
    let closing = format!("\n{closing}");
    for term in [
        "Left:",
        "Churn rate:",
        "Groups:",
        "Delayed entry:",
        "Hazard:",
        "Hazard ratio:",
        "Revenue at risk:",
        "Cohort:",
    ] {
        assert_eq!(closing.matches(&format!("\n {term} ")).count(), 1, "{term}");
        assert!(!report.contains(&format!("\n {term} ")), "{term}");
    }
}

/// Without amounts customers are at stake.
#[test]
fn without_money() {
    let rows: String = (0..60)
        .map(|at| {
            format!(
                "{},{},{}\n",
                at % 30 + 1,
                at % 4 / 3,
                if at < 30 { "A" } else { "B" }
            )
        })
        .collect();
    let text = report(&format!("tenure,churn,plan\n{rows}"), &[]).out;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("At stake: 15 customers"), "{text}");
    assert!(
        text.contains("still there, if the same share leaves"),
        "{text}"
    );
    // Another shop's customers are nothing to report of this one.
    assert!(
        !text.contains("CDNOW") && !text.contains("COHORTS"),
        "{text}"
    );
}

/// Groups of few customers are not named where all repeat it.
#[test]
fn of_few_customers_no_group_is_named() {
    let text = sample(&["--minimum", "2000"]).out;
    let opening = text.split_once("WHAT WAS READ").unwrap().0;
    assert!(!opening.contains("Two year"), "{opening}");
    assert!(opening.contains("Month-to-month"), "{opening}");
}
