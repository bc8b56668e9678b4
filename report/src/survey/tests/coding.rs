//! Sets whose questions do not go together, in what the report opens with.

use super::report;

fn opening(csv: &str, mapping: &str) -> String {
    let ran = report(csv, mapping, &["--minimum", "2"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let (opening, _) = ran.out.split_once("WHAT WAS READ").unwrap();
    opening.split_whitespace().collect::<Vec<_>>().join(" ")
}

const MAPPING: &str =
    "scale = [1, 5]\nattributes = [\"x\"]\noutcomes = [\"TWO\"]\n[sets]\nTWO = [\"a\", \"k\"]\n";

#[test]
fn questions_against_each_other() {
    let text = opening("a,k,x\n1,5,4\n2,4,5\n4,2,2\n5,1,1\n3,4,3\n1,4,3\n", MAPPING);
    for said in [
        "“TWO” (2 questions that go against each other, alpha −",
        "WHAT MATTERS • Check the coding: the questions of “TWO” (alpha −",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn a_question_that_everybody_answers_the_same() {
    let text = opening("a,k,x\n1,3,4\n2,3,5\n4,3,2\n5,3,1\n3,3,3\n", MAPPING);
    let said =
        "Read with care: everybody answered a question of “TWO” the same, so nothing is known";
    assert!(text.contains(said), "{text}");
    // There is no alpha of such a set.
    assert!(
        !text.contains("alpha") && !text.contains("hardly"),
        "{text}"
    );
}

/// They add up to the same for everybody, so there is neither an alpha nor an outcome.
#[test]
fn questions_that_mirror_each_other() {
    let text = opening(
        "a,k,x\n1,5,4\n2,4,5\n4,2,2\n5,1,1\n3,3,3\n",
        &MAPPING.replace("[sets]", "satisfied = [\"x\"]\n[sets]"),
    );
    for said in [
        "WHAT MATTERS • Check the coding: the questions of “TWO” (they add up to the same for everybody) go \
         against each other.",
        "What goes with “TWO” is not told: its answers, or their means, are the same for everybody",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("variance"), "{text}");
}

#[test]
fn an_attribute_that_everybody_rates_the_same() {
    let mapping =
        "scale = [1, 5]\nattributes = [\"a\", \"k\"]\noutcomes = [\"x\"]\nsatisfied = [\"x\"]\n";
    let text = opening("a,k,x\n1,3,4\n2,3,5\n4,3,2\n5,3,1\n3,3,3\n", mapping);
    let said = "What goes with “x” is not told: \"k\" is the same for everybody.";
    assert!(text.contains(said), "{text}");
}

#[test]
fn questions_that_hardly_go_together() {
    let csv = "a,k,x\n1,3,4\n2,1,5\n4,4,2\n5,2,1\n3,5,3\n";
    let text = opening(csv, MAPPING);
    assert!(
        text.contains("hardly go together, by an alpha below 0.7."),
        "{text}"
    );
    assert!(
        !text.contains("coding") && !text.contains("everybody"),
        "{text}"
    );
}
