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
        "“Satisfaction” is 0.11 lower in Group 1 than in Group 2, which may be chance.",
        "No supplier is worth more or less to its customers than the others beyond chance",
        "1. Improve “Price given the quality” (Mobile phones)",
        "it goes with “Loyalty” (0.43; 0.32 to 0.54), whose questions hardly go together (alpha 0.44).",
        "At stake: 127 of 250 (51 %) rate it 6 or less; weighed by its importance, 22 %",
        "0.970 to 1.110 Above parity, unsure",
        "0.958 to 1.095 Parity Provider 2",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    for shown in [
        "LOYALTY: what goes with it",
        "CUSTOMER VALUE: what each supplier is worth",
    ] {
        assert!(text.contains(shown), "{shown}: {text}");
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
        "The Net Promoter Score is −17.5 points (95 % interval −29.3 to −5.1), of 229 answers:",
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
        let (a, b) = (1 + row % 5, 1 + (row / 5 + row) % 5);
        let c = if row == 0 { 2 } else { 1 + (row / 3) % 5 };
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

#[test]
fn answers_that_are_all_alike_tell_nothing() {
    let rows = "3,3,5,5,1\n".repeat(4);
    let csv = format!("a,b,c,d,y\n{rows}2,2,4,4,2\n");
    let mapping = "scale = [1, 5]\nattributes = [\"a\", \"b\"]\noutcomes = [\"y\"]\n";
    let text = opening(&csv, mapping, &["--draws", "50", "--minimum", "2"]);
    assert!(text.contains("all are rated 2.80."), "{text}");
    let mut csv = String::new();
    let mut mapping = "scale = [1, 7]\n[servqual]\n".to_owned();
    let names = [
        "reliability",
        "assurance",
        "tangibles",
        "empathy",
        "responsiveness",
    ];
    for name in names {
        mapping.push_str(&format!(
            "{name} = {{ expectation = [\"{name}_e\"], perception = [\"{name}_p\"] }}\n"
        ));
        csv.push_str(&format!("{name}_e,{name}_p,"));
    }
    let row = "7,6,7,7,7,7,7,7,7,7,\n".repeat(3);
    let text = opening(&format!("{csv}\n{row}"), &mapping, &[]);
    assert!(
        text.contains("no dimension falls short beyond chance"),
        "{text}"
    );
    assert!(!text.contains("Close the gap"), "{text}");
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

/// By the share who rate an attribute low times its importance, the first action has far more to gain
/// than if the lowest rated attribute came first, or even the one that is truly the most important.
#[test]
fn the_order_of_actions_earns_its_keep() {
    const ATTRIBUTES: usize = 6;
    let mut seed = 20_260_207_u64;
    let mut uniform = move || {
        // Knuth's multiplier; the high bits are the random ones.
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 11) as f64 / (1_u64 << 53) as f64
    };
    let (mut by_stake, mut by_rating, mut by_importance) = (0.0, 0.0, 0.0);
    for _ in 0..24 {
        let means: Vec<f64> = (0..ATTRIBUTES).map(|_| 4.5 + 4.5 * uniform()).collect();
        let effects: Vec<f64> = (0..ATTRIBUTES).map(|_| 0.6 * uniform().powi(2)).collect();
        let mut normal = || (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
        let mut csv = "a0,a1,a2,a3,a4,a5,y\n".to_owned();
        let (mut gains, mut sums) = ([0.0; ATTRIBUTES], [0.0; ATTRIBUTES]);
        for _ in 0..200 {
            let mut outcome = 6.0 + normal();
            for at in 0..ATTRIBUTES {
                let rating = (means[at] + 2.0 * normal()).round().clamp(1.0, 10.0);
                outcome += effects[at] * (rating - means[at]);
                // What the outcome would gain if nobody rated it below seven.
                gains[at] += effects[at] * (7.0 - rating).max(0.0);
                sums[at] += rating;
                csv.push_str(&format!("{rating},"));
            }
            csv.push_str(&format!("{}\n", outcome.round().clamp(1.0, 10.0)));
        }
        let mapping = "scale = [1, 10]\noutcomes = [\"y\"]\n\
                       attributes = [\"a0\", \"a1\", \"a2\", \"a3\", \"a4\", \"a5\"]\n";
        let text = opening(&csv, mapping, &["--draws", "20"]);
        let first = text.split_once("FIRST 1. ").unwrap().1;
        let name = first.split_once("“a").unwrap().1;
        let first: usize = name[..1].parse().unwrap();
        let picked = |better: &dyn Fn(usize, usize) -> bool| {
            (1..ATTRIBUTES).fold(0, |best, at| if better(at, best) { at } else { best })
        };
        by_stake += gains[first];
        by_rating += gains[picked(&|a, b| sums[a] < sums[b])];
        by_importance += gains[picked(&|a, b| effects[a] > effects[b])];
    }
    assert!(
        by_stake > 1.8 * by_rating,
        "{by_stake} {by_rating} {by_importance}"
    );
    assert!(
        by_stake > 1.2 * by_importance,
        "{by_stake} {by_rating} {by_importance}"
    );
}

/// A band whose interval holds 1 is not sure, and who is compared with nobody is named.
#[test]
fn suppliers_that_are_unsure_or_left_out() {
    let mut csv = "prov,worth,q\n".to_owned();
    for row in 0..80_u32 {
        let (name, more) = if row % 2 == 0 { ("A", 1) } else { ("C", 0) };
        csv.push_str(&format!(
            "{name},{},{}\n",
            1 + (row * 5) % 6 + more,
            1 + row % 7
        ));
    }
    csv.push_str("LONE,5,6\n");
    let mapping = "scale = [1, 7]\nattributes = [\"q\"]\noutcomes = [\"worth\"]\nsupplier = \"prov\"\n\
                   worth = \"worth\"\nquality = \"q\"\n";
    let scratch = Scratch::new();
    let (file, map, out) = (
        scratch.path("sup.csv"),
        scratch.path("sup.toml"),
        scratch.path("out"),
    );
    std::fs::write(&file, csv).unwrap();
    std::fs::write(&map, mapping).unwrap();
    let text = short(&[&file, "--mapping", &map]);
    for said in [
        "Too few answers to compare its worth: LONE.",
        "Left out of the comparison: LONE (1 answer).",
        "“q” alone was rated, so nothing tells whether it matters more than the rest",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let full = opening_and_rest(&file, &map, &out);
    for line in full
        .lines()
        .filter(|line| line.trim_start().starts_with("A  ") || line.trim_start().starts_with("C  "))
    {
        if ["World class", "Above parity", "Below parity"]
            .iter()
            .any(|band| line.contains(band))
        {
            let ends: Vec<f64> = line
                .split_once(" to ")
                .map(|(before, after)| {
                    let lower = before.split_whitespace().next_back().unwrap();
                    let upper = after.split_whitespace().next().unwrap();
                    [lower, upper].map(|end| end.parse().unwrap()).to_vec()
                })
                .unwrap();
            assert_eq!(
                ends[0] <= 1.0 && ends[1] >= 1.0,
                line.contains("unsure"),
                "{line}"
            );
        }
    }
    // One attribute lies in no quadrant.
    assert!(
        full.contains("One attribute alone was rated") && !full.contains("Keep Up the Good Work"),
        "{full}"
    );
}

fn opening_and_rest(file: &str, map: &str, out: &str) -> String {
    program(&["survey", "--full", file, "--mapping", map, "--out", out]).out
}
