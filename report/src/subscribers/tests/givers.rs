//! Givers at regular occasions: the published figures, and files of all kinds.

use serde_json::{Value, json};

use super::{assert_published, donors, json, refused, report, rows, sample, words};

/// Fader, Hardie and Shang (2010).
#[test]
fn fader_hardie_shang_2010_gifts_in_2002_to_2006_and_who_is_there() {
    let found = json(&sample(&["--json"]));
    assert_published(&found["expected"]["gifts"], "12884.2");
    assert_eq!(found["expected"]["ahead"], json!(5));
    let [lower, upper] = ["lower", "upper"].map(|key| found["expected"][key].as_f64().unwrap());
    assert!(lower > 12_500.0 && upper < 13_300.0, "{lower} {upper}");
    assert_eq!(found["donors"]["givers"], json!(11_104));
    assert_eq!(found["donors"]["gifts"], json!(24_615));
    // Five sixths of the gifts so far.
    assert_eq!(found["expected"]["as_before"], json!(20_512.5));
    let model = rows(
        &found["models"],
        &[("name", json!("beta_geometric_beta_binomial"))],
    )[0];
    assert_eq!(model["segment"], Value::Null);
    for (name, value) in [
        ("alpha", "1.204"),
        ("beta", "0.750"),
        ("gamma", "0.657"),
        ("delta", "2.783"),
    ] {
        assert_published(&model["parameters"][name], value);
    }
    assert_published(&model["log_likelihood"], "-33225.58");
    for (gifts, last, alive) in [(0, 0, "0.11"), (2, 4, "0.59"), (2, 6, "0.93")] {
        let said = [("gifts", json!(gifts)), ("last", json!(last))];
        assert_published(&rows(&found["donors"]["cells"], &said)[0]["alive"], alive);
    }
    let said = [("gifts", json!(4)), ("last", json!(5))];
    let cell = rows(&found["donors"]["cells"], &said)[0];
    assert_published(&cell["expected"], "2.03");
    assert_eq!(cell["givers"], json!(284));
}

/// Cells come from the most likely to give next, and their shares add up.
#[test]
fn whom_to_ask_first() {
    let found = json(&sample(&["--json"]));
    let cells = found["donors"]["cells"].as_array().unwrap();
    let of = |key: &str| -> Vec<f64> {
        cells
            .iter()
            .map(|cell| cell[key].as_f64().unwrap())
            .collect()
    };
    assert!(of("next").is_sorted_by(|a, b| a >= b));
    assert!(of("gifts_up_to").is_sorted() && of("givers_up_to").is_sorted());
    assert_eq!(cells[0]["gifts"], json!(6));
    assert_eq!(cells[21]["gifts_up_to"], json!(1.0));
    let all: f64 = of("expected_of_all").iter().sum();
    assert!((all - found["expected"]["gifts"].as_f64().unwrap()).abs() < 1e-4);
    // A histogram of all givers by the model and in fact.
    let classes = found["donors"]["histogram"].as_array().unwrap();
    let sum = |key: &str| -> f64 {
        classes
            .iter()
            .map(|class| class[key].as_f64().unwrap())
            .sum()
    };
    assert_eq!(sum("givers"), 11_104.0);
    assert!((sum("expected") - 11_104.0).abs() < 1e-4);
    let text = words(&sample(&[]));
    assert!(text.contains("Ask first the 3,644 givers"), "{text}");
    assert!(
        text.contains("At stake: 2,386 gifts expected at the next occasion"),
        "{text}"
    );
}

/// A row for each person gives the same as rows for many.
#[test]
fn a_row_for_each_person() {
    let mut each = String::from("donor,x,tx,n\n");
    let mut counted = String::from("x,tx,n,donors\n");
    let histories = [
        (0, 0, 40),
        (1, 1, 20),
        (1, 3, 12),
        (2, 2, 9),
        (2, 4, 14),
        (3, 4, 8),
        (4, 4, 11),
    ];
    let mut donor = 0;
    for (gifts, last, many) in histories {
        counted.push_str(&format!("{gifts},{last},4,{many}\n"));
        for _ in 0..many {
            donor += 1;
            each.push_str(&format!("{donor},{gifts},{last},4\n"));
        }
    }
    let [one, all] = [&each, &counted].map(|csv| json(&donors(csv, &["--json"])));
    for part in ["models", "expected"] {
        assert_eq!(one[part], all[part]);
    }
    assert_eq!(one["donors"]["cells"], all["donors"]["cells"]);
    assert_eq!(one["donors"]["columns"]["count"], Value::Null);
    // Without subscribers nothing is said of them.
    assert_eq!(one["subscribers"], Value::Null);
    assert_eq!(one["projection"], json!([]));
    let text = words(&donors(&each, &[]));
    assert!(
        text.contains("each is one giver; --givers-count names one"),
        "{text}"
    );
    assert!(!text.contains("RETENTION RATES"), "{text}");
}

/// The other part is left out where only one file is given.
#[test]
fn without_givers() {
    let text = words(&report(
        "period,customers\n0,100\n1,80\n2,70\n3,64\n4,60\n",
        &[],
    ));
    assert!(
        !text.contains("WHOM TO ASK") && !text.contains("donations.csv"),
        "{text}"
    );
}

#[test]
fn histories_that_repeat_and_different_numbers_of_occasions() {
    let csv =
        "gifts,last,occasions,people\n1,1,3,10\n1,1,3,5\n0,0,3,20\n2,3,3,4\n1,2,2,6\n0,0,2,3\n";
    let found = json(&donors(csv, &["--json"]));
    assert_eq!(found["donors"]["repeated_histories"], json!(1));
    assert_eq!(found["donors"]["givers"], json!(48));
    assert_eq!(found["donors"]["occasions"], json!(3));
    assert_eq!(found["donors"]["of_other_occasions"], json!(9));
    let text = words(&donors(csv, &[]));
    for said in [
        "1 row has a history that an earlier row has; their people are added.",
        "9 givers had another number of occasions than the 3 of most",
        "1 of 2",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn what_is_no_file_of_givers_is_refused_in_a_sentence() {
    for (csv, said) in [
        (
            "x,tx,n\n3,2,6\n1,1,6\n1,1,6\n",
            "line 2: purchases must be at most the last of them, 2, got 3",
        ),
        (
            "x,tx,n\n1,7,6\n1,1,6\n1,1,6\n",
            "line 2: last purchase must be at most the number of occasions, 6, got 7",
        ),
        (
            "x,tx,n\n1.5,2,6\n1,1,6\n1,1,6\n",
            "line 2: number of gifts \"1.5\" is not a whole number",
        ),
        (
            "x,tx,n,count\n1,1,6,x\n1,1,6,2\n1,2,6,1\n",
            "line 2: number of people \"x\" is not a number",
        ),
        ("x,tx,n\n0,0,0\n0,0,0\n", "occasion"),
        ("x,tx,n,count\n1,1,6,0\n", "there is nobody in it"),
        ("x,tx,n\n", "there is nobody in it"),
        (
            "a,tx,n\n1,1,6\n",
            "no column is known to be the givers-gifts; the columns are \"a\", \"tx\", \"n\"; name one with \
             --givers-gifts",
        ),
        (
            "period,share\n0,1\n1,0.8\n",
            "it seems to be a survival table: leave out --givers before its name",
        ),
    ] {
        let ran = donors(csv, &[]);
        let message = refused(&ran);
        assert!(message.contains(said), "{said}: {message}");
    }
}

/// Nobody gives, or everybody always does.
#[test]
fn never_and_always() {
    for csv in [
        "x,tx,n,count\n0,0,6,100\n",
        "x,tx,n,count\n6,6,6,100\n",
        "x,tx,n,count\n1,1,1,1\n",
        "x,tx,n,count\n1,1,40,10\n20,39,40,10\n",
    ] {
        for args in [&[][..], &["--json"], &["--discount", "0"]] {
            let text = words(&donors(csv, args));
            assert!(
                !text.contains("NaN") && !text.contains("inf "),
                "{csv}: {text}"
            );
        }
    }
    let found = json(&donors("x,tx,n,count\n0,0,6,100\n", &["--json"]));
    assert_ne!(found["models"][0]["outcome"], json!("converged"));
}

/// A row for each gift makes the histories by itself: the first gift is not counted.
#[test]
fn a_row_for_each_gift() {
    let mut gifts = String::from("Donor ID;Year;Amount\n");
    let mut counted = String::from("x,tx,n,donors\n");
    let mut donor = 0;
    // Who gave in which years after 1995.
    for (years, many) in [
        (&[][..], 30),
        (&[1996], 12),
        (&[1998], 5),
        (&[1996, 1997], 8),
        (&[1996, 1999], 6),
        (&[1996, 1997, 1998, 1999], 9),
    ] {
        let last = years.last().map_or(0, |last| last - 1995);
        counted.push_str(&format!("{},{last},4,{many}\n", years.len()));
        for _ in 0..many {
            donor += 1;
            gifts.push_str(&format!("{donor};1995;20\n"));
            for year in years {
                gifts.push_str(&format!("{donor};{year};15\n"));
            }
        }
    }
    let [one, all] = [&gifts, &counted].map(|csv| json(&donors(csv, &["--json"])));
    for part in ["models", "expected"] {
        assert_eq!(one[part], all[part], "{part}");
    }
    assert_eq!(one["donors"]["cells"], all["donors"]["cells"]);
    assert_eq!(
        one["donors"]["columns"],
        json!({"customer": "Donor ID", "occasion": "Year"})
    );
    // Twice in a year is once, and who came later had fewer occasions.
    gifts.push_str("1;1995;7\nlate;1999;5\n");
    let more = json(&donors(&gifts, &["--json"]));
    assert_eq!(
        more["donors"]["from_gifts"],
        json!({"from": 1995, "to": 1999, "again": 1})
    );
    assert_eq!(more["donors"]["of_other_occasions"], json!(1));
    let text = words(&donors(&gifts, &[]));
    for said in [
        "Each row is a gift. The first of a giver is not counted, and occasions run on from it to 1999",
        "1 gift is of somebody who gave at that occasion already, and counted once.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn gifts_that_cannot_be_read() {
    for (csv, said) in [
        (
            "donor,year\nA,2020-05-01\nB,2020\nC,2021\n",
            "line 2: occasion \"2020-05-01\" is not a whole number: write the year, or count occasions",
        ),
        (
            "donor,year\n,2019\nB,2020\nC,2021\n",
            "line 2: the giver is empty",
        ),
        (
            "donor,year\nA,1\nB,2020\n",
            "occasions run from 1 to 2020, and may be 1200 at most",
        ),
        ("donor,year\nA,2020\nB,2020\n", "occasion"),
        ("donor,year\n", "there is nobody in it"),
    ] {
        let ran = donors(csv, &[]);
        let message = refused(&ran);
        assert!(message.contains(said), "{said}: {message}");
    }
    let csv = "who,when\nA,1\nA,2\nB,1\nB,3\nC,1\n";
    let args = [
        "--givers-customer",
        "who",
        "--givers-occasion",
        "when",
        "--json",
    ];
    assert_eq!(json(&donors(csv, &args))["donors"]["givers"], json!(3));
}
