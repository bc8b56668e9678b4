//! What the report opens with, and its short form.

use super::ratings::{FORTY, forty};
use super::{Scratch, report, report_in};
use crate::tests::{program, two_screens};

fn short(args: &[&str]) -> String {
    let scratch = Scratch::new();
    let out = scratch.path("out");
    two_screens(&program(&[&["survey", "--out", &out], args].concat()))
}

fn example(name: &str) -> String {
    let file = format!("data/examples/{name}.csv");
    let mapping = format!("data/examples/{name}.toml");
    short(&[&file, "--mapping", &mapping])
}

/// The opening of a survey by itself.
fn opening(csv: &str, mapping: &str, args: &[&str]) -> String {
    let ran = report(csv, mapping, args);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let (opening, _) = ran.out.split_once("WHAT WAS READ").unwrap();
    opening.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn two_screens_with_the_figures_of_the_report() {
    let text = short(&[]);
    for said in [
        "The satisfaction index (Mobile phones) is 72.0 of 100 (95 % interval 70.1 to 73.8)",
        "51.9 % of 343 answer 6 to 7 on “Satisfaction” (Corporate reputation), 95 % interval 46.6 to \
         57.1 %.",
        "“Price given the quality” (6.16; 5.88 to 6.43) is rated lowest and “Overall quality” (7.94; \
         7.75 to 8.12) highest.",
        "By what goes with “Overall satisfaction”, no attribute is both more important and rated lower",
        "“Loyalty” (3 questions that hardly go together, alpha 0.44), “Price given the quality” (0.43)",
        "The one difference between segments may be chance.",
        "No supplier is worth more or less to its customers than the others beyond chance",
        "1. Improve “Price given the quality” (Mobile phones)",
        "At stake: 127 of 250 rate it 6 or less (51 %); times its importance 22 in 100",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert_eq!(text.matches(" • ").count(), 7, "{text}");
    assert_eq!(text.matches("At stake: ").count(), 3, "{text}");
}

#[test]
fn sentences_are_of_what_was_asked() {
    let kano = example("kano");
    assert!(
        kano.contains(
            "Taken for granted: “Arrives undamaged”; the more the better: “Follow the parcel”; a \
             delight: “A small gift”.",
        ),
        "{kano}"
    );
    let service = example("servqual");
    for said in [
        "lowest for reliability (−0.96; −1.06 to −0.86) and highest for tangibles (−0.07; −0.18 to 0.04)",
        "3 of 5 dimensions fall short beyond chance",
        "1. Close the gap in reliability: customers find 0.96 (0.86 to 1.06) less than they expect.",
    ] {
        assert!(service.contains(said), "{said}: {service}");
    }
    let tracker = example("tracker");
    for said in [
        "The Net Promoter Score is −17.5 points (95 % interval −29.3 to −5.1)",
        "“Overall satisfaction” is 0.84 higher in Gold than in Standard. 1 other difference between \
         segments is beyond chance too.",
        // The wave before would be told apart alone, and is not among two.
        "None of 2 differences between waves is beyond chance.",
        "1. Call the detractors and mend what several name. At stake: 46.0 % of 229 who answered",
    ] {
        assert!(tracker.contains(said), "{said}: {tracker}");
    }
    for text in [kano, service] {
        assert!(
            !text.contains("Promoter") && !text.contains("attribute"),
            "{text}"
        );
    }
}

/// Attributes that nobody rates differently, and promoters that are as many as detractors.
#[test]
fn no_difference_is_claimed_that_may_be_chance() {
    let mut csv = "a,b,c,y,r\n".to_owned();
    for row in 0..60_u32 {
        let (a, b, c) = (1 + row % 5, 1 + (row / 5 + row) % 5, 1 + (row / 3) % 5);
        let recommend = if row % 2 == 0 { 10 } else { 0 };
        csv.push_str(&format!("{a},{b},{c},{},{recommend}\n", 1 + (row * 7) % 5));
    }
    let mapping = "scale = [1, 5]\nattributes = [\"a\", \"b\", \"c\"]\noutcomes = [\"y\"]\n\
                   recommend = \"r\"\n[scales]\nr = [0, 10]\n";
    let text = opening(&csv, mapping, &["--draws", "200"]);
    assert!(text.contains("no farther apart than by chance"), "{text}");
    assert!(!text.contains("is rated lowest"), "{text}");
    assert!(
        text.contains("so neither side is told to be the larger"),
        "{text}"
    );
    assert!(
        text.contains("no attribute is both more important and rated lower"),
        "{text}"
    );
    assert!(!text.contains("Improve “"), "{text}");
}

/// What goes against the outcome, or what goes with nothing, is no action.
#[test]
fn actions_are_on_what_goes_with_the_outcome() {
    let text = opening(&forty(), FORTY, &["--draws", "200"]);
    assert!(text.contains("“network”: rated 3.00"), "{text}");
    assert!(!text.contains("with “shops”"), "{text}");
    let mapping = FORTY.replace("\"shops\"", "\"shops\", \"price\"");
    let text = opening(&forty(), &mapping, &["--draws", "200"]);
    assert!(!text.contains("with “price”"), "{text}");
}

#[test]
fn a_survey_that_says_little_has_a_short_opening() {
    let csv = "a,b\n1,2\n2,3\n4,4\n3,3\n";
    let mapping = "scale = [1, 5]\n[sets]\nboth = [\"a\", \"b\"]\n";
    let text = opening(csv, mapping, &[]);
    assert!(!text.contains("WHAT TO DO FIRST"), "{text}");
    // Names of any length fit.
    let scratch = Scratch::new();
    let long = "A very long name of an attribute that nobody would want to read ".repeat(5);
    let mapping = format!("{FORTY}[labels]\nnetwork = \"{long}\"\nhappy = \"{long}\"\n");
    let ran = report_in(&scratch, forty(), &mapping, &["--draws", "20"]);
    assert_eq!(ran.code, 0);
    let (file, map) = (scratch.path("ratings.csv"), scratch.path("ratings.toml"));
    short(&[&file, "--mapping", &map, "--draws", "20"]);
}

#[test]
fn definitions_stand_once_and_at_the_end() {
    let scratch = Scratch::new();
    let text = super::program(&["--out", &scratch.path("out")]).out;
    let (report, closing) = text.split_once("\nDEFINITIONS AND CAVEATS\n").unwrap();
    for term in [
        "Quadrant:",
        "Kept in resamples:",
        "Pearson and Spearman:",
        "Penalty and reward:",
        "Top boxes:",
        "Alpha and omega:",
        "Value added:",
    ] {
        let closing = format!("\n{closing}");
        assert_eq!(closing.matches(&format!("\n {term} ")).count(), 1, "{term}");
        assert!(!report.contains(&format!("\n {term}")), "{term}");
    }
}
