//! What the report opens with, and its short form.

use super::{Scratch, report, sample, words};
use crate::tests::{program, two_screens};

#[test]
fn two_screens_with_the_figures_of_the_report() {
    let scratch = Scratch::new();
    let out = scratch.path("out");
    let text = two_screens(&program(&["subscribers", "--out", &out]));
    for said in [
        "After 12 periods, of a year each, 39.4 % of “High End” and 17.3 % of “Regular” are still there.",
        "From the first 7 periods a model of customers who differ projects 40.4 % of “High End” (36.7 to 44.1 %; \
         the mean retention rate says 28.5 %) and 17.0 % of “Regular” (14.4 to 19.6 %; the mean retention rate \
         says 6.7 %).",
        "The retention rate of “High End” was 86.9 % in period 1 and 96.3 % in period 12; of “Regular” 63.1 % in \
         period 1 and 94.5 % in period 12.",
        "within 10 periods a subscriber of “High End” brings 459.74 when new and 602.83 at the renewal after 13 \
         periods (the mean rate says 30 % less)",
        "At stake: 71,147.52 of margin, which the average hides",
        "11,104 givers are expected to give 12,884 times (12,581 to 13,187) at the next 5 occasions; 20,513 if all \
         went on as before.",
        "Of those who gave at 2 of 6 occasions 93 % are still givers if the last was occasion 6, 59 % if it was \
         occasion 4, 7 % if it was occasion 2.",
        "33 % of the givers are expected to bring 82 % of the gifts at the next occasion.",
        "those of the first 7 rows under “Whom to ask”.",
        "WHOM TO ASK",
        "--base says how many.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn definitions_stand_once_and_at_the_end() {
    let text = sample(&[]).out;
    let (report, closing) = text.split_once("\nDEFINITIONS AND CAVEATS\n").unwrap();
    let closing = format!("\n{closing}");
    for term in [
        "sBG:",
        "BdW:",
        "Mean rate, last rate:",
        "Intervals:",
        "Retention rate:",
        "Tenure:",
        "Margins to come:",
        "Fit:",
        "Givers:",
        "Still one:",
        "BG/BB:",
    ] {
        assert_eq!(closing.matches(&format!("\n {term} ")).count(), 1, "{term}");
        assert!(!report.contains(&format!("\n {term} ")), "{term}");
    }
}

/// Where customers are alike and the rate does not rise, nothing is said of customers who differ, and nothing
/// is understated.
#[test]
fn a_constant_rate_is_not_told_as_customers_who_differ() {
    let csv = "period,customers\n0,100000\n1,80000\n2,64000\n3,51200\n4,40960\n5,32768\n6,26214\n";
    let text = words(&report(csv, &[]));
    assert!(!text.contains("customers who differ projects"), "{text}");
    assert!(!text.contains("An average rate understates"), "{text}");
    assert!(
        text.contains(
            "After 6 periods, taken for a year each, 26.2 % of the subscribers are still there."
        ),
        "{text}"
    );
}

/// Without segments none is named.
#[test]
fn all_subscribers_are_one() {
    let csv = "month,active\n0,100\n1,80\n2,70\n3,64\n4,60\n";
    let text = words(&report(csv, &[]));
    for said in [
        "The retention rate was 80.0 % in period 1 and 93.8 % in period 4.",
        "within 10 periods a subscriber brings 613.22 when new and 777.59 at the renewal after 5 periods",
        "Ask new subscribers before their first renewal",
        "Set what may be spent to keep a subscriber by tenure",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

/// Customers who are all alike and tire of the service: a constant rate is not taken for the model that lies on the
/// boundary, and the report says in which direction its value is off.
#[test]
fn a_falling_retention_rate_is_not_hidden_by_a_constant_one() {
    let csv =
        "quarter,retained\n0,100%\n1,95%\n2,88%\n3,79%\n4,70%\n5,60%\n6,51%\n7,43%\n8,36%\n9,30%\n";
    let text = words(&report(csv, &[]));
    for said in [
        "it is with tenure that their retention rate changes. A constant rate does not say that",
        "The subscribers are valued by the mean rate",
        "was 5.17 percentage points off, BdW only 0.31: the worth is rather too high.",
        "all numbers of them and what they are worth together depend on it",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    // Of customers who are alike and stay alike it does say the same.
    let constant =
        "period,customers\n0,100000\n1,80000\n2,64000\n3,51200\n4,40960\n5,32768\n6,26214\n";
    let text = words(&report(constant, &[]));
    assert!(text.contains("A constant rate says the same"), "{text}");
    assert!(!text.contains("the worth is rather"), "{text}");
}
