//! Kano's questions and the questionnaire on service quality, and what is said of odd figures.

use serde_json::{Value, json};

use super::ratings::{FORTY, forty};
use super::{assert_noted, each, figures, refused, report};

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Of ten who answered both, six take it for granted, three want more of it and one does not care.
#[test]
fn kano_by_words_numbers_and_from_the_other_end() {
    let rows =
        "Neutral,Dislike\n".repeat(6) + &"Like,Dislike\n".repeat(3) + "Neutral,Neutral\n,Like\n";
    let feature = "[kano]\nBrakes = { functional = \"f\", dysfunctional = \"d\" }\n";
    let in_words = format!("{feature}[answers]\nLike = 1\nNeutral = 3\nDislike = 5\n");
    let found = figures(format!("f,d\n{rows}"), &in_words, &[])["kano"][0]["features"][0].clone();
    assert_eq!(found["category"], "must_be");
    assert_eq!(
        (&found["answered"], &found["missing"]),
        (&json!(10), &json!(1))
    );
    assert_noted(&found["better"], 0.3);
    assert_noted(&found["worse"], -0.9);
    assert!(
        found["worse_lower"].as_f64() < Some(-0.9) && found["worse_upper"].as_f64() > Some(-0.9)
    );
    assert_eq!(each(&found["shares"], "count"), [6, 3, 0, 1, 0, 0]);

    let codes = |like: &str, dislike: &str| {
        let rows = rows
            .replace("Like", like)
            .replace("Neutral", "3")
            .replace("Dislike", dislike);
        format!("f,d\n{rows}")
    };
    let numbers = figures(codes("1", "5"), feature, &[])["kano"][0]["features"][0].clone();
    assert_eq!(numbers, found);
    let turned = format!("reversed = [\"f\", \"d\"]\n{feature}");
    assert_eq!(
        figures(codes("5", "1"), &turned, &[])["kano"][0]["features"][0],
        found
    );
    let error = refused("f,d\n6,1\n", feature, &[]);
    assert!(error.contains("f is 6, asked was 1 to 5"), "{error}");
    let text = words(&report(codes("1", "5"), feature, &[]).out);
    assert!(
        text.contains("KANO: what each feature is to customers"),
        "{text}"
    );
}

#[test]
fn kano_of_answers_between_the_codes() {
    let feature = "[kano]\nX = { functional = \"f\", dysfunctional = \"d\" }\n";
    let error = refused("f,d\n1.5,2\n", feature, &[]);
    assert!(
        error.contains("X: code of a Kano answer must be 1 to 5"),
        "{error}"
    );
}

const DIMENSIONS: [&str; 5] = [
    "tangibles",
    "reliability",
    "responsiveness",
    "assurance",
    "empathy",
];

fn questionnaire(with_expectation: bool) -> String {
    let mut text = "scale = [1, 7]\n".to_owned();
    for dimension in DIMENSIONS {
        let expectation = if with_expectation {
            format!("expectation = [\"E{dimension}\"]\n")
        } else {
            String::new()
        };
        text.push_str(&format!(
            "[servqual.{dimension}]\n{expectation}perception = [\"P{dimension}\"]\n"
        ));
    }
    text
}

fn service(rows: &str) -> String {
    let names = |side: &str| DIMENSIONS.map(|name| format!("{side}{name}")).join(",");
    format!("{},{}\n{rows}", names("E"), names("P"))
}

/// Gaps of −1 in reliability and of 0 elsewhere; unweighted a fifth of that, and by the published
/// weights 0.32 of it.
#[test]
fn gaps_by_dimension() {
    let csv = service("7,7,7,7,7,7,6,7,7,7\n6,6,6,6,6,6,5,6,6,6\n5,5,5,5,5,5,4,5,5,\n");
    let found = figures(&csv, &questionnaire(true), &[])["service"][0].clone();
    assert_eq!(found["form"], "gap");
    let gap = |name: &str| {
        let all = found["dimensions"].as_array().unwrap();
        let one = all.iter().find(|one| one["dimension"] == name).unwrap();
        one["score"]["mean"].clone()
    };
    assert_eq!(
        (gap("reliability"), gap("empathy")),
        (json!(-1.0), json!(0.0))
    );
    assert_noted(&found["unweighted"]["mean"], -0.2);
    assert_noted(&found["weighted"]["mean"], -0.32);
    assert_eq!(found["unweighted"]["missing"], 1);
    let own = format!(
        "{}[servqual.weights]\ntangibles = 0\nreliability = 3\nresponsiveness = 0\nassurance = 1\nempathy = 0\n",
        questionnaire(true),
    );
    let own = figures(&csv, &own, &[])["service"][0].clone();
    assert_noted(&own["weighted"]["mean"], -0.75);
    assert_eq!(own["own_weights"], true);
    let text = words(&report(&csv, &questionnaire(true), &[]).out);
    assert!(
        text.contains("The widest gap is that of reliability, −1.00."),
        "{text}"
    );

    let alone = figures(&csv, &questionnaire(false), &[])["service"][0].clone();
    assert_eq!(
        (&alone["form"], &alone["unweighted"]["mean"]),
        (&json!("perception"), &json!(6.3))
    );
    let error = refused(
        &csv,
        &questionnaire(true).replace("[\"Eempathy\"]", "[]"),
        &[],
    );
    assert!(
        error.contains("[servqual.empathy] has 0 columns of expectation and 1 of perception"),
        "{error}"
    );
    let error = refused(
        &csv,
        &format!("{}[servqual.weights]\nempaty = 1\n", questionnaire(true)),
        &[],
    );
    assert!(error.contains("did you mean \"empathy\"?"), "{error}");
}

#[test]
fn items_that_go_against_each_other() {
    let mapping = "scale = [1, 5]\n[sets]\nTWO = [\"a\", \"b\"]\n";
    // The second time they cancel each other out, and there is no alpha at all.
    let rows = "1,5\n2,4\n3,3\n4,2\n5,1\n1,4\n5,2\n";
    let cancel = "1,5\n2,4\n3,3\n4,2\n5,1\n";
    for (rows, alpha) in [(rows, "alpha is −"), (cancel, "there is no alpha")] {
        let text = words(&report(format!("a,b\n{rows}"), mapping, &[]).out);
        assert!(text.contains(alpha), "{text}");
        assert!(
            text.contains("the items go against each other. “a” and “b” each go against the rest."),
            "{text}"
        );
        assert!(
            text.contains(
                "Check the coding: a column asked the other way round belongs into reversed."
            ),
            "{text}"
        );
    }
    let turned = format!("reversed = [\"b\"]\n{mapping}");
    let text = report(format!("a,b\n{rows}"), &turned, &[]).out;
    assert!(!text.contains("Check the coding"), "{text}");
}

/// Suppliers of a few respondents are named and left out; the others are judged all the same.
#[test]
fn a_supplier_under_the_minimum() {
    let mut csv = "s,y\n".to_owned();
    for row in 0..40 {
        csv.push_str(&format!("A,{}\nB,{}\n", 4 + row % 2, 2 + row % 2));
    }
    let mapping = "scale = [1, 5]\nsupplier = \"s\"\nworth = \"y\"\n";
    let alone = figures(&csv, mapping, &[])["value_added"]["suppliers"].clone();
    csv.push_str("C,1\nC,2\nC,5\nD,3\n");
    let found = figures(&csv, mapping, &[])["value_added"].clone();
    assert_eq!(found["suppliers"], alone);
    assert_eq!(each(&found["suppliers"], "enough_respondents"), [true; 2]);
    assert_eq!(each(&found["left_out"], "rated_worth"), [3, 1]);
    let text = words(&report(&csv, mapping, &[]).out);
    assert!(
        text.contains("Told from parity by a 95 % interval that leaves 1 out: A and B."),
        "{text}"
    );
    assert!(text.contains("Left out of the comparison: C (3 answers) and D (1 answer). A supplier with fewer than 30"), "{text}");
    assert!(!text.contains("too few to tell"), "{text}");
}

/// With 23 attributes and 31 respondents most of R² is chance.
#[test]
fn r_squared_beside_its_adjusted_value() {
    let names: Vec<String> = (0..23).map(|at| format!("a{at}")).collect();
    let mut state = 7_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        1 + (state >> 33) % 5
    };
    let mut csv = format!("{},y\n", names.join(","));
    for _ in 0..31 {
        let row: Vec<String> = (0..24).map(|_| next().to_string()).collect();
        csv.push_str(&format!("{}\n", row.join(",")));
    }
    let mapping = format!("scale = [1, 5]\nattributes = {names:?}\noutcomes = [\"y\"]\n");
    let found = figures(&csv, &mapping, &["--draws", "5"]);
    let methods = found["quadrants"]["methods"].as_array().unwrap();
    let of = |kind: &str| {
        methods
            .iter()
            .find(|one| one["importance_kind"] == kind)
            .unwrap()
    };
    for kind in ["regression", "relative_weights"] {
        let fit = of(kind)["r_squared"].as_f64().unwrap();
        assert_noted(
            &of(kind)["adjusted_r_squared"],
            1.0 - (1.0 - fit) * 30.0 / 7.0,
        );
    }
    let text = words(&report(&csv, &mapping, &["--draws", "5"]).out);
    assert!(text.contains("R² adjusted"), "{text}");
    assert!(
        text.contains("With 23 attributes and 31 respondents R² is"),
        "{text}"
    );
}

#[test]
fn two_outcomes_have_two_headings() {
    let long = "How satisfied are you all in all with everything that we have done for you";
    let header = forty().replacen("happy", &format!("{long} this year"), 1);
    let csv: String = header
        .lines()
        .enumerate()
        .map(|(at, line)| match at {
            0 => format!("{line},{long} last year\n"),
            row => format!("{line},{}\n", 1 + row * 7 % 5),
        })
        .collect();
    let mapping = format!(
        "scale = [1, 5]\nattributes = [\"network\", \"shops\"]\noutcomes = [\"{long} this year\", \"{long} last year\"]\n"
    );
    let headings = |mapping: &str, args: &[&str]| -> Vec<String> {
        let text = report(&csv, mapping, args).out;
        let lines = text
            .lines()
            .filter(|line| line.contains("what goes with it") || line.starts_with("STATED"));
        lines.map(str::to_owned).collect()
    };
    let found = headings(&mapping, &["--draws", "5"]);
    assert_eq!(found.len(), 2);
    assert_ne!(found[0], found[1]);
    assert!(
        found[0].contains("THIS YEAR") && found[1].contains("LAST YEAR"),
        "{found:?}"
    );
    let stated = format!("{mapping}[stated]\nnetwork = \"price\"\nshops = \"network\"\n");
    let found = headings(&stated, &["--draws", "5", "--importance", "stated"]);
    assert_eq!(found.len(), 2);
    assert_ne!(found[0], found[1]);
}

/// Stated importance is of those who said it, derived importance of those who rated everything.
#[test]
fn sizes_of_a_table_that_mixes_samples() {
    let csv = forty().replace("\n3,4,1,2,5\n", "\n3,4,1,,5\n");
    let mapping = format!("{FORTY}[stated]\nnetwork = \"price\"\nshops = \"price\"\n");
    let text = report(&csv, &mapping, &["--draws", "5"]).out;
    let sizes = text
        .lines()
        .find(|line| line.trim_start().starts_with("Respondents"))
        .unwrap();
    assert!(sizes.contains("39") && sizes.contains("40"), "{sizes}");
    let whole = report(forty(), &mapping, &["--draws", "5"]).out;
    assert!(
        !whole
            .lines()
            .any(|line| line.trim_start().starts_with("Respondents")),
        "{whole}"
    );

    let csv = "s,y\nA,4\nA,3\nA,\nB,2\nB,3\n";
    let worth = "scale = [1, 5]\nsupplier = \"s\"\nworth = \"y\"\n";
    let text = report(csv, worth, &[]).out;
    assert!(
        text.contains("2 of 3") && text.contains("Rated it"),
        "{text}"
    );
    let found: Value = figures(csv, worth, &[]);
    assert_eq!(
        each(&found["value_added"]["suppliers"], "rated_worth"),
        [2, 2]
    );
}

/// A weight has no sign: what goes against satisfaction is marked, and not told to be kept up as it is.
#[test]
fn an_attribute_that_goes_against_the_outcome() {
    let calls = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5, 2];
    let advice = [2, 4, 3, 5, 1, 4, 2, 5, 1, 3, 4, 2];
    let satisfied = [5, 5, 4, 5, 3, 3, 2, 3, 1, 1, 2, 4];
    let mut csv = "calls,advice,y\n".to_owned();
    for row in 0..12 {
        csv.push_str(&format!(
            "{},{},{}\n",
            calls[row], advice[row], satisfied[row]
        ));
    }
    let mapping = "scale = [1, 5]\nattributes = [\"calls\", \"advice\"]\noutcomes = [\"y\"]\n";
    let args = [
        "--draws",
        "20",
        "--minimum",
        "12",
        "--importance",
        "relative-weights",
    ];
    let found = figures(&csv, mapping, &args);
    assert_eq!(
        each(&found["quadrants"]["attributes"], "goes_against"),
        [true, false]
    );
    let text = words(&report(&csv, mapping, &args).out);
    assert!(
        text.contains("Against the outcome goes “calls”: rated higher by those with less of it."),
        "{text}"
    );
    assert!(text.contains("calls (goes against it)"), "{text}");
    // As it is placed, and by both kinds that have no sign.
    assert_eq!(text.matches("(−) 0.").count(), 3, "{text}");
    let text = report(forty(), FORTY, &["--draws", "20"]).out;
    // Below zero by chance.
    assert!(!text.contains("Against the outcome"), "{text}");
}
