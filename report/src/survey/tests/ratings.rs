//! Cells, rows and columns: what is read, and what is refused.

use serde_json::{Value, json};

use super::{each, figures, refused, report};

const SHOP: &str = "scale = [1, 5]\nmissing = [-99, \"NA\"]\nsatisfied = [\"y\"]\n";

/// Forty people: the network goes with satisfaction, the shops do not, and the price is the other
/// way round.
pub(super) fn forty() -> String {
    let mut csv = "who,network,shops,price,happy\n".to_owned();
    for row in 0..40 {
        let network = 1 + row % 5;
        let shops = 1 + (row / 5) % 5;
        let happy = (network + usize::from(row % 3 == 0)).min(5);
        csv.push_str(&format!(
            "{row},{network},{shops},{},{happy}\n",
            6 - network
        ));
    }
    csv
}

pub(super) const FORTY: &str =
    "scale = [1, 5]\nattributes = [\"network\", \"shops\"]\noutcomes = [\"happy\"]\n";

#[test]
fn bad_cells_with_their_lines() {
    let csv =
        "y,z\r\n5,a\r\n\r\n6,a\r\nx,a\r\n\"7,5\",b\r\n3\r\n-99,c\r\nNA,\r\n,\r\ninf,\r\n4,d\r\n";
    let error = refused(csv, SHOP, &[]);
    assert!(error.contains("5 of 10 rows cannot be read"), "{error}");
    for line in [
        "  line 4: y is 6, asked was 1 to 5\n",
        "  line 5: y is \"x\", which is not a number\n",
        "  line 6: y is \"7,5\", which is not a number\n",
        "  line 7: it has 1 column, the header has 2\n",
        "  line 11: y is \"inf\", which is not a number\n",
    ] {
        assert!(error.contains(line), "{line}{error}");
    }
    assert!(error.contains("--skip-bad-rows"), "{error}");

    let found = figures(csv, SHOP, &["--skip-bad-rows"]);
    let survey = &found["surveys"][0];
    assert_eq!(
        (
            &survey["respondents"],
            &survey["skipped_rows"],
            &survey["missing_answers"]
        ),
        (&json!(5), &json!(5), &json!(3))
    );
    let boxes = &found["satisfaction"][0]["top_boxes"][0];
    assert_eq!(
        (&boxes["answered"], &boxes["share"]),
        (&json!(2), &json!(1.0))
    );
    let text = report(csv, SHOP, &["--skip-bad-rows"]).out;
    assert!(
        text.contains("5 rows could not be read and were skipped"),
        "{text}"
    );
}

#[test]
fn the_first_twenty_bad_rows_only() {
    let csv = format!("y\n{}", "9\n".repeat(25));
    let error = refused(csv, SHOP, &[]);
    assert!(error.contains("  line 21: y is 9"), "{error}");
    assert!(!error.contains("line 22"), "{error}");
    assert!(error.contains("  and 5 more\n"), "{error}");
}

#[test]
fn files_without_respondents() {
    assert!(refused("", SHOP, &[]).contains("the file is empty"));
    assert!(refused("\u{feff}\n\n", SHOP, &[]).contains("the file is empty"));
    assert!(refused("y\n", SHOP, &[]).contains("there is no respondent in it"));
    let all_bad = refused("y\n9\n", SHOP, &["--skip-bad-rows"]);
    assert!(
        all_bad.contains("there is no respondent in it"),
        "{all_bad}"
    );
    // UTF-16 is read where it says so, and named where it does not.
    assert!(refused(b"\xFF\xFEy\0", SHOP, &[]).contains("there is no respondent in it"));
    assert!(refused(b"y\0\n\x005\0", SHOP, &[]).contains("--encoding utf-16le"));
}

#[test]
fn separators_decimals_and_capitals() {
    let mapping = "scale = [1, 5]\n[sets]\nY = [\"a\", \"b\"]\n";
    let csv = "a;B\n1,5;2\n2;2,5\n5;4\n";
    let comma = figures(csv, mapping, &["--decimal-comma"]);
    let set = &comma["reliability"][0];
    assert_eq!(set["used"], 3);
    super::assert_noted(&set["items"][0]["mean"], 2.833_333_3);
    let error = refused(csv, mapping, &[]);
    assert!(
        error.contains("line 2: a is \"1,5\", which is not a number"),
        "{error}"
    );
    assert!(
        error.contains("A comma stands before decimals, as in \"1,5\": say --decimal-comma."),
        "{error}"
    );
    let point = csv.replace(',', ".");
    assert!(refused(&point, mapping, &["--decimal-comma"]).contains("\"1.5\""));
    let point = figures(&point, mapping, &["--delimiter", ";"]);
    assert_eq!(point["reliability"][0]["items"], set["items"]);
}

#[test]
fn weights() {
    let mapping = "scale = [1, 5]\nsatisfied = [\"y\"]\nweight = \"w\"\n";
    let csv = "y,w\n5,3\n1,1\n5,0\n";
    let found = figures(csv, mapping, &[]);
    let boxes = &found["satisfaction"][0]["top_boxes"][0];
    assert_eq!(
        (&boxes["share"], &boxes["mean"]),
        (&json!(0.75), &json!(4.0))
    );
    // (3 + 1)² / (3² + 1²)
    assert_eq!(found["surveys"][0]["effective_sample_size"], json!(1.6));
    let text = report(csv, mapping, &[]).out;
    assert!(
        text.contains("each respondent is counted by \"w\""),
        "{text}"
    );

    let error = refused("y,w\n5,-1\n5,\n5,x\n", mapping, &[]);
    for line in [
        "line 2: \"-1\" is no weight of 0 or more",
        "line 3: \"\" is no weight",
        "line 4: \"x\" is no weight",
    ] {
        assert!(error.contains(line), "{error}");
    }
    let nobody = refused("y,w\n5,0\n4,0\n", mapping, &[]);
    assert!(
        nobody.contains("sum of the weights must be above 0, got 0"),
        "{nobody}"
    );
}

/// A question asked the other way round counts from the other end of its scale.
#[test]
fn reversed_items() {
    let plain = FORTY.replace("\"shops\"", "\"shops\", \"price\"");
    let reversed = plain.replace("attributes", "reversed = [\"price\"]\nattributes");
    let of = |mapping: &str| {
        let found = figures(forty(), mapping, &["--draws", "20"]);
        let attributes = found["quadrants"]["attributes"].clone();
        (attributes[0].clone(), attributes[2].clone(), found)
    };
    let (network, price, _) = of(&plain);
    let minus = -price["importance"].as_f64().unwrap();
    super::assert_noted(&network["importance"], minus);
    assert_eq!(price["satisfaction"], json!(3.0));
    let (network, price, found) = of(&reversed);
    assert_eq!(network["importance"], price["importance"]);
    assert_eq!(found["surveys"][0]["reversed"], json!(["price"]));
    let text = report(forty(), &reversed, &["--draws", "20"]).out;
    assert!(
        text.contains("read from the other end of the scale: \"price\""),
        "{text}"
    );
}

#[test]
fn suppliers_by_number_or_by_name() {
    let mapping = "scale = [1, 5]\nsupplier = \"s\"\nworth = \"y\"\nmissing = [-99]\n";
    let found = figures("s,y\n10,5\n2,4\n10,3\n2,4\n,5\n-99,5\n", mapping, &[]);
    let suppliers = &found["value_added"]["suppliers"];
    assert_eq!(each(suppliers, "name"), ["2", "10"]);
    assert_eq!(each(suppliers, "customers"), [2, 2]);
    assert_eq!(found["value_added"]["without_supplier"], 2);
    assert_eq!(each(suppliers, "customer_value_added"), [1.0, 1.0]);
    assert_eq!(each(suppliers, "quality"), [&Value::Null; 2]);
    assert_eq!(each(suppliers, "enough_respondents"), [false; 2]);

    let names = figures("s,y\nÖst,5\nAlt,4\nAlt,3\n", mapping, &[]);
    let suppliers = &names["value_added"]["suppliers"];
    assert_eq!(each(suppliers, "name"), ["Alt", "Öst"]);
    // One answer says nothing of its spread.
    assert_eq!(suppliers[0]["lower"], Value::Null);
    assert_eq!(suppliers[0]["band_probabilities"], Value::Null);
    let text = report("s,y\nÖst,5\nAlt,4\nAlt,3\n", mapping, &[]).out;
    assert!(text.contains("too few to tell"), "{text}");
}
