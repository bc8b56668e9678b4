//! Words for answers, codes for none, and rows that are no respondents.

use serde_json::json;

use super::{each, figures, refused, report};

const ASKED: &str = "scale = [1, 5]\nsatisfied = [\"y\", \"z\"]\n";
const WORDS: &str = "[answers]\nGood = 5\nBad = 1\n";

#[test]
fn words_stand_for_answers_in_any_capitals() {
    let csv = "y,z\nGood,2\ngood,bad\n BAD ,4\n,Good\n";
    let found = figures(csv, &format!("{ASKED}{WORDS}"), &[]);
    let boxes = &found["satisfaction"][0]["top_boxes"];
    assert_eq!(each(boxes, "mean"), [&json!(3.666666666667), &json!(3.0)]);
    assert_eq!(found["surveys"][0]["missing_answers"], 1);
    // A word of which nobody said what it means.
    let error = refused("y,z\nFine,2\n", &format!("{ASKED}{WORDS}"), &[]);
    assert!(
        error.contains("y is \"Fine\", which is neither a number nor a word under [answers]"),
        "{error}"
    );
}

#[test]
fn words_of_one_column_or_of_a_set() {
    let mapping = format!(
        "{ASKED}{WORDS}[answers_in.y]\nYes = 5\nNo = 1\n[answers_in.SET]\nFew = 2\n[sets]\nSET = [\"z\"]\n"
    );
    let found = figures("y,z\nYes,Few\nNo,2\n", &mapping, &[]);
    let boxes = &found["satisfaction"][0]["top_boxes"];
    assert_eq!(each(boxes, "mean"), [&json!(3.0), &json!(2.0)]);
    // In place of the others, not beside them.
    let error = refused("y,z\nGood,2\n", &mapping, &[]);
    assert!(error.contains("y is \"Good\""), "{error}");
    // A word whose number lies on the scale of another column.
    let mapping = "scale = [1, 5]\nsatisfied = [\"y\"]\nrecommend = \"z\"\npromoters_from = 9\n\
                   passives_from = 7\n[scales]\nz = [1, 10]\n[answers]\nTop = 10\n";
    let error = refused("y,z\nTop,Top\n", mapping, &[]);
    assert!(
        error.contains("y is \"Top\", which stands for 10, asked was 1 to 5"),
        "{error}"
    );
}

/// On 0 to 10 a code of 0 would take the detractors away, and a code of one column is not one of others.
#[test]
fn codes_of_single_columns() {
    let mapping = |codes: &str| {
        format!(
            "scale = [0, 10]\nrecommend = \"y\"\nsatisfied = [\"z\"]\n{codes}[scales]\nz = [1, 5]\n"
        )
    };
    for codes in [
        "missing = [\"0\"]\n",
        "missing = [0]\n",
        "missing = [\"00\"]\n",
        "missing = [\"-0.0\"]\n",
    ] {
        let error = refused("y,z\n0,0\n", &mapping(codes), &[]);
        assert!(
            error.contains("is an answer of \"y\", asked on 0 to 10"),
            "{error}"
        );
        assert!(error.contains("[missing_in]"), "{error}");
    }
    let own = mapping("[missing_in]\nz = [0]\n");
    let found = figures("y,z\n0,0\n10,4\n10,3\n", &own, &[]);
    let satisfaction = &found["satisfaction"][0];
    assert_eq!(satisfaction["net_promoter_score"]["answered"], 3);
    assert_eq!(satisfaction["top_boxes"][0]["answered"], 2);
    // In place of the codes of all, so that these may be answers of that column.
    let mapping = mapping("missing = [7]\n[missing_in]\ny = []\n");
    let found = figures("y,z\n7,7\n10,4\n", &mapping, &[]);
    assert_eq!(
        found["satisfaction"][0]["net_promoter_score"]["answered"],
        2
    );
    assert_eq!(found["satisfaction"][0]["top_boxes"][0]["answered"], 1);
}

/// A text code is a number where it is one, whatever the cell looks like.
#[test]
fn codes_are_read_as_cells_are() {
    let mapping = "scale = [1, 5]\nsatisfied = [\"y\"]\nmissing = [\"-99\", \"n.a.\"]\n";
    let found = figures("y\n-99.0\n-99\nn.a.\n4\n5\n", mapping, &[]);
    assert_eq!(found["satisfaction"][0]["top_boxes"][0]["missing"], 3);
}

#[test]
fn rows_below_the_header_are_skipped_and_told() {
    let head = "y,z\nHow satisfied are you?,And with this?\n\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2\"\"}\"\n";
    let csv = format!("{head}4,5\n2,2\n3,3\n");
    let error = refused(&csv, ASKED, &[]);
    assert!(
        error.contains("write skip_rows = 2 in the mapping"),
        "{error}"
    );
    assert!(!error.contains("--skip-bad-rows"), "{error}");
    // A column of weights has its words too.
    let weighed = format!("weight = \"z\"\n{}", ASKED.replace(", \"z\"", ""));
    let error = refused(&csv, &weighed, &[]);
    assert!(
        error.contains("write skip_rows = 2 in the mapping"),
        "{error}"
    );
    let error = refused("y,z\nNA,NA\n3,4\n", &weighed, &[]);
    assert!(
        error.contains("missing = [\"NA\"]") && error.contains("--skip-bad-rows"),
        "{error}"
    );
    let mapping = format!("skip_rows = 2\n{ASKED}");
    let found = figures(&csv, &mapping, &[]);
    assert_eq!(found["surveys"][0]["respondents"], 3);
    assert_eq!(found["surveys"][0]["skipped_rows"], 0);
    // Lines are those of the file.
    let error = refused(format!("{head}4,5\n9,2\n"), &mapping, &[]);
    assert!(error.contains("  line 5: y is 9"), "{error}");
    assert!(refused(head, &mapping, &[]).contains("there is no respondent in it"));
    assert!(
        refused(
            head,
            "skip_rows = 9\nscale = [1, 5]\nsatisfied = [\"y\"]\n",
            &[]
        )
        .contains("no respondent")
    );
}

/// What stands in many cells and means no answer is declared, and its rows are kept.
#[test]
fn an_undeclared_code() {
    let error = refused("y,z\n4,NA\nNA,3\n5,5\n", ASKED, &[]);
    assert!(
        error.contains("\"NA\" stands in 2 cells: where that means no answer, write missing = [\"NA\"] in the mapping."),
        "{error}"
    );
    assert!(!error.contains("--skip-bad-rows"), "{error}");
    // Beside what is declared already, and with something else wrong.
    let mapping = format!("missing = [-99]\n{ASKED}");
    let error = refused("y,z\n4,NA\nx,3\n5,-1\n", &mapping, &[]);
    assert!(
        error.contains(
            "\"NA\" and -1 stand in 2 cells: where that means no answer, add \"NA\", -1 to missing in"
        ),
        "{error}"
    );
    // Nobody should leave out most of a survey.
    assert!(
        error.contains("Otherwise mend the rows: they are too many to be left out."),
        "{error}"
    );
    let longer = format!("y,z\n4,NA\nx,3\n5,-1\n{}", "1,1\n".repeat(3));
    let error = refused(longer, &mapping, &[]);
    assert!(
        error.contains("Otherwise mend the rows, or leave them out with --skip-bad-rows."),
        "{error}"
    );
    let error = refused("y,z\nHappy,1\nHappy,2\n4,4\n", ASKED, &[]);
    assert!(
        error.contains("such as [answers] and below it \"Happy\" = 1"),
        "{error}"
    );
    // A slip is no code.
    let error = refused("y,z\n4,44\n3,x\n4,4\n3,3\n", ASKED, &[]);
    assert!(error.contains("Mend them, or leave them out"), "{error}");
    assert!(!error.contains("missing ="), "{error}");
}

#[test]
fn a_column_that_is_written_almost_so() {
    let error = refused(
        "Satisfaction\n4\n",
        "scale = [1, 5]\nsatisfied = [\"satisfcation\"]\n",
        &[],
    );
    assert!(
        error.contains("(did you mean \"Satisfaction\"?)"),
        "{error}"
    );
    let ran = report("y\n4\n5\n", "scale = [1, 5]\nsatisfied = [\"Y\"]\n", &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

/// A word in many rows is told once, with its columns; rows with another fault are still told by line.
#[test]
fn a_word_of_many_rows() {
    let mut csv = "y,z\n".to_owned();
    csv.push_str(&"Unhappy,4\n3,Unhappy\nUnhappy,Unhappy\n".repeat(12));
    let error = refused(&csv, ASKED, &[]);
    assert!(
        error.contains("36 of 36 rows cannot be read:\n  \"Unhappy\" in y, z (36 rows): add it under [answers]\nGive"),
        "{error}"
    );
    assert!(!error.contains("line 2"), "{error}");
    csv.push_str("Unhappy,44\nNA,3\nn.a.,NA\nNA,2\n");
    let error = refused(&csv, ASKED, &[]);
    for said in [
        "  \"NA\" in y, z (3 rows): add it to missing\n",
        "  \"Unhappy\" in y, z (37 rows): add it under [answers]\n",
        "  line 38: y is \"Unhappy\"",
        "  line 40: y is \"n.a.\"",
    ] {
        assert!(error.contains(said), "{said}: {error}");
    }
    assert!(!error.contains("line 39"), "{error}");
}
