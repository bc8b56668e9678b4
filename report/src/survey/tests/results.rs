//! What is said where figures can be computed, and what where they cannot.

use serde_json::{Value, json};

use super::ratings::{FORTY, forty};
use super::{each, figures, refused, report};

#[test]
fn a_file_of_your_own() {
    let found = figures(forty(), FORTY, &["--draws", "50"]);
    let quadrants = &found["quadrants"];
    assert_eq!(quadrants["respondents"], 40);
    assert_eq!(
        each(&quadrants["attributes"], "label"),
        ["network", "shops"]
    );
    let network = quadrants["attributes"][0]["importance"].as_f64().unwrap();
    let shops = quadrants["attributes"][1]["importance"].as_f64().unwrap();
    assert!(network > 0.9 && shops.abs() < 0.2, "{network} {shops}");
    // Nothing beside the question.
    assert_eq!(found["value_added"], Value::Null);
    assert!(found.get("value_map").is_none());
    assert_eq!(found["not_computed"], json!([]));
    let text = report(forty(), FORTY, &["--draws", "50"]).out;
    assert!(text.contains("HAPPY: what goes with it"), "{text}");
    assert!(!text.contains("VALUE MAP"), "{text}");
}

/// Staff are customers of what the firm does for them.
#[test]
fn a_staff_survey() {
    let csv = forty().replace(
        "who,network,shops,price,happy",
        "id,pay,canteen,stress,content",
    );
    let mapping = "title = \"Staff\"\nscale = [1, 5]\nreversed = [\"stress\"]\n\
                   attributes = [\"pay\", \"canteen\", \"stress\"]\noutcomes = [\"content\"]\n";
    let text = report(csv, mapping, &["--draws", "50"]).out;
    assert!(text.starts_with("SURVEY REPORT: Staff\n"), "{text}");
    // Pay and stress say the same, so what enters all at once cannot tell them apart.
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = "Not computed: Beta, Partial, Weight, LMG and Deng, attributes cannot be told apart: \"stress\"";
    assert!(words.contains(said), "{text}");
}

#[test]
fn an_outcome_that_never_changes() {
    let csv = "a,b,y\n".to_owned() + &"1,2,3\n2,1,3\n3,3,3\n".repeat(12);
    let mapping = "scale = [1, 5]\nattributes = [\"a\", \"b\"]\noutcomes = [\"y\"]\n";
    let error = refused(&csv, mapping, &[]);
    assert_eq!(
        error,
        "error: nothing that the mapping asks for can be computed:\n  y: its answers, or their \
         means, are the same for everybody, so nothing is seen to go with it\n"
    );
    // Beside something that can be said, it is said where it would stand.
    let more = format!("satisfied = [\"y\"]\n{mapping}");
    let found = figures(&csv, &more, &[]);
    assert_eq!(found["quadrants"], Value::Null);
    assert_eq!(found["not_computed"][0]["section"], "quadrants");
    let text = report(&csv, &more, &[]).out;
    assert!(
        text.contains(
            "QUADRANTS\n Not shown for y: its answers, or their means, are the same for everybody"
        ),
        "{text}"
    );
    assert!(text.contains("None of 36 answers 4 to 5 on “y”"), "{text}");
}

#[test]
fn an_attribute_that_never_changes() {
    let csv = "a,b,y\n".to_owned() + &"1,2,3\n2,2,4\n3,2,3\n".repeat(12);
    let mapping = "scale = [1, 5]\nattributes = [\"a\", \"b\"]\noutcomes = [\"y\"]\n[labels]\nb = \"Bills\"\n";
    let error = refused(csv, mapping, &[]);
    assert!(
        error.contains("\"Bills\" is the same for everybody"),
        "{error}"
    );
}

#[test]
fn one_respondent() {
    let mapping =
        format!("satisfied = [\"happy\"]\n{FORTY}[sets]\nBOTH = [\"network\", \"shops\"]\n");
    let one: String = forty()
        .lines()
        .take(2)
        .map(|line| format!("{line}\n"))
        .collect();
    let found = figures(&one, &mapping, &[]);
    let why = found["not_computed"][0]["why"].as_str().unwrap();
    assert_eq!(why, "only 1 respondent, at least 30 are needed");
    assert_eq!(found["reliability"][0]["alpha"], Value::Null);
    let boxes = &found["satisfaction"][0]["top_boxes"][0];
    assert_eq!(
        (&boxes["answered"], &boxes["share"]),
        (&json!(1), &json!(0.0))
    );
    let text = report(&one, &mapping, &[]).out;
    assert!(
        text.contains("Survey  1  respondent, no answer missing"),
        "{text}"
    );
    assert!(refused(&one, FORTY, &[]).contains("at least 30"));
    // Fewer are taken where that is asked for.
    let ten: String = forty()
        .lines()
        .take(11)
        .map(|line| format!("{line}\n"))
        .collect();
    assert!(report(&ten, FORTY, &[]).err.contains("at least 30"));
    let found = figures(&ten, FORTY, &["--minimum", "10", "--draws", "20"]);
    assert_eq!(found["quadrants"]["respondents"], 10);
}

#[test]
fn answers_left_out() {
    let mapping = format!("missing = [-99]\n{FORTY}");
    let csv = forty() + "40,-99,3,2,5\n41,5,3,2,\n";
    let found = figures(csv, &mapping, &["--draws", "20"]);
    assert_eq!(found["quadrants"]["respondents"], 40);
    assert_eq!(found["quadrants"]["left_out"], 2);
    assert_eq!(found["surveys"][0]["missing_answers"], 2);
}

#[test]
fn stated_importance() {
    let mapping = "scale = [1, 5]\nattributes = [\"network\", \"shops\"]\n\
                   [stated]\nnetwork = \"happy\"\nshops = \"price\"\n";
    let found = figures(forty(), mapping, &["--draws", "20"]);
    let quadrants = &found["quadrants"];
    assert_eq!(quadrants["importance_kind"], "stated");
    assert_eq!(quadrants["attributes"][1]["importance"], json!(3.0));
    let text = report(forty(), mapping, &["--draws", "20"]).out;
    assert!(
        text.contains("STATED IMPORTANCE: what customers say matters"),
        "{text}"
    );

    // With an outcome too, derived importance stands beside it, and either may place the attributes.
    let both = mapping.replace(
        "[stated]",
        "outcomes = [\"who\"]\n[scales]\nwho = [0, 50]\n[stated]",
    );
    let derived = figures(forty(), &both, &["--draws", "20"]);
    assert_eq!(derived["quadrants"]["importance_kind"], "pearson");
    let kinds = each(
        &derived["quadrants"]["attributes"][0]["by_method"],
        "importance_kind",
    );
    assert_eq!(kinds[..2], ["stated", "pearson"]);
    let stated = figures(forty(), &both, &["--draws", "20", "--importance", "stated"]);
    assert_eq!(stated["quadrants"]["importance_kind"], "stated");
    // Without stated importance there is nothing to take.
    let error = refused(forty(), FORTY, &["--importance", "stated"]);
    assert!(error.contains("no stated importance"), "{error}");
}

#[test]
fn a_net_promoter_score_where_the_scale_is_its_own() {
    let csv = "y\n".to_owned() + &"10\n9\n8\n0\n".repeat(10);
    let own = figures(&csv, "scale = [0, 10]\nrecommend = \"y\"\n", &[]);
    let score = &own["satisfaction"][0]["net_promoter_score"];
    assert_eq!(
        (&score["score"], &score["as_published"]),
        (&json!(25.0), &json!(true))
    );
    let text = report(&csv, "scale = [0, 10]\nrecommend = \"y\"\n", &[]).out;
    assert!(
        text.contains("Net Promoter Score from “y”: 25.0 points"),
        "{text}"
    );

    let csv = csv.replace("\n0\n", "\n1\n");
    let ten = "scale = [1, 10]\nrecommend = \"y\"\n";
    let error = refused(&csv, ten, &[]);
    assert!(
        error.contains("Net Promoter Score of y: it was asked on 1 to 10"),
        "{error}"
    );
    let mapped = format!("{ten}promoters_from = 9\npassives_from = 7\n");
    let found = figures(&csv, &mapped, &[]);
    let score = &found["satisfaction"][0]["net_promoter_score"];
    assert_eq!(
        (&score["score"], &score["as_published"]),
        (&json!(25.0), &json!(false))
    );
    let text = report(&csv, &mapped, &[]).out;
    assert!(
        text.contains("Promoters less detractors from “y”: 25.0 points"),
        "{text}"
    );
    assert!(text.contains("it is no Net Promoter Score"), "{text}");
}

#[test]
fn figures_that_the_answers_do_not_allow() {
    // Top boxes are of whole steps.
    let error = refused("y\n4.5\n3\n", "scale = [1, 5]\nsatisfied = [\"y\"]\n", &[]);
    assert!(error.contains("4.5"), "{error}");
    let all = "scale = [1, 5]\nsatisfied = [\"y\"]\ntop_boxes = 5\n";
    assert!(refused("y\n4\n3\n", all, &[]).contains("number of top boxes must be"));
    // One supplier has nobody to be compared with.
    let alone = "scale = [1, 5]\nsupplier = \"s\"\nworth = \"y\"\n";
    assert!(refused("s,y\n1,4\n1,3\n", alone, &[]).contains("no other supplier to compare with"));
    // A ratio of ratings depends on where the scale starts.
    let zero = "scale = [0, 10]\nsupplier = \"s\"\nworth = \"y\"\n";
    let error = refused("s,y\n1,4\n1,3\n2,4\n2,3\n", zero, &[]);
    assert!(
        error.contains("depends on where the scale starts"),
        "{error}"
    );
    // Attributes of different scales are not made one in silence.
    let mixed = format!("{FORTY}[scales]\nshops = [0, 5]\n");
    let error = refused(forty(), &mixed, &[]);
    assert!(
        error.contains("scales of the attributes must be equal, got 1 to 5 and 0 to 5"),
        "{error}"
    );
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn an_item_that_everybody_answers_the_same() {
    let mapping = "scale = [1, 5]\n[sets]\nTWO = [\"a\", \"k\"]\nTHREE = [\"a\", \"b\", \"k\"]\n";
    let csv = "a,b,k\n1,1,3\n2,3,3\n3,2,3\n4,5,3\n5,4,3\n";
    let text = words(&report(csv, mapping, &[]).out);
    for set in ["TWO", "THREE"] {
        let said =
            format!("{set}: everybody answered “k” the same, so nothing is known of how it goes");
        assert!(text.contains(&said), "{text}");
    }
    assert!(!text.contains("correlation of –"), "{text}");
    // One respondent is no everybody, and a missing answer is no answer.
    let text = report("a,b,k\n1,1,3\n", mapping, &[]).out;
    assert!(!text.contains("everybody"), "{text}");
    let text = report(csv.replace("5,4,3", "5,4,"), mapping, &[]).out;
    assert!(text.contains("everybody answered “k” the same"), "{text}");
}

#[test]
fn a_supplier_with_a_single_respondent() {
    let mapping = "scale = [1, 5]\nsupplier = \"s\"\nworth = \"y\"\n";
    let csv = "s,y\nA,4\nA,3\nA,4\nB,3\nB,4\nB,4\nC,1\n";
    let found = figures(csv, mapping, &[]);
    let added = &found["value_added"];
    assert_eq!(each(&added["suppliers"], "name"), ["A", "B"]);
    assert_eq!(
        each(&added["suppliers"], "customer_value_added"),
        [1.0, 1.0]
    );
    assert!(added["suppliers"][0]["lower"].as_f64() < Some(1.0));
    let left_out = json!([{"name": "C", "label": "C", "rated_worth": 1}]);
    assert_eq!(added["left_out"], left_out);
    let text = words(&report(csv, mapping, &[]).out);
    assert!(
        text.contains("None of 2 suppliers is told from parity: every 95 % interval"),
        "{text}"
    );
    assert!(
        text.contains("Left out of the comparison: C (1 answer)."),
        "{text}"
    );

    // With one other supplier there are means, and no interval that could hold 1.
    let text = words(&report("s,y\nA,4\nA,3\nC,1\n", mapping, &[]).out);
    assert!(
        text.contains("Not computed: whether anybody is told from parity."),
        "{text}"
    );
    assert!(!text.contains("every 95 % interval"), "{text}");
}

#[test]
fn a_survey_in_which_rows_stand_twice() {
    let (header, rows) = forty()
        .split_once('\n')
        .map(|(h, r)| (h.to_owned(), r.to_owned()))
        .unwrap();
    let twice = format!("{header}\n{rows}{rows}");
    let found = figures(&twice, FORTY, &["--draws", "20"]);
    assert_eq!(found["surveys"][0]["repeated_rows"], 40);
    let text = words(&report(&twice, FORTY, &["--draws", "20"]).out);
    let remark = "ratings.csv: 40 of 80 rows say the same as an earlier row, in every column.";
    assert!(text.contains(remark), "{text}");
    let once = figures(forty(), FORTY, &["--draws", "20"]);
    assert!(once["surveys"][0].get("repeated_rows").is_none());
}
