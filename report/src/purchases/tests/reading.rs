//! Strangers' files through the whole program.

use serde_json::json;

use super::{figures, program, refused, report, words};

/// Read as 993.650 in silence, once.
const THOUSANDS: &str =
    "Customer;Date;Amount\nA;2024-01-05;1.250\nB;2024-01-07;980\nC;2024-02-05;12.400\n";

#[test]
fn points_before_three_digits() {
    let message = refused(THOUSANDS, &[]);
    assert!(
        message.contains("every point has three digits after it, as \"1.250\" in line 2"),
        "{message}"
    );
    assert_eq!(figures(THOUSANDS, &["--decimal-comma"])["revenue"], "14630");
    assert_eq!(
        figures(THOUSANDS, &["--decimal-point"])["revenue"],
        "993.650"
    );
    let told = report(THOUSANDS, &["--decimal-point"]).out;
    assert!(
        told.contains("993.65") && !told.contains("993.650"),
        "{told}"
    );
    let both = program(&["--decimal-comma", "--decimal-point"]);
    assert_eq!(both.code, 2);
}

#[test]
fn each_column_of_a_product_is_read_in_its_own_way() {
    let lines = "customer;date;price;qty\nA;2024-01-05;1,5;1.000\nA;2024-01-06;2.500;2\n";
    let message = refused(lines, &["--quantity", "qty"]);
    assert!(
        message.contains("column \"qty\" can be read in two ways"),
        "{message}"
    );
    // 1.5 × 1000 and 2500 × 2.
    let args = ["--quantity", "qty", "--decimal-comma"];
    assert_eq!(figures(lines, &args)["revenue"], "6500.0");
    // A cell of its own column tells: 1.5 × 1000 + 2500 × 2.5.
    let told = lines.replace(";2\n", ";2,5\n");
    assert_eq!(figures(&told, &["--quantity", "qty"])["revenue"], "7750.0");
    // Rows of nobody, and rows that repeat others, are corrected too.
    let apart =
        "customer;date;amount\nNULL;2024-01-05;1.250\nNULL;2024-01-05;1.250\nB;2024-01-05;1,5\n";
    let found = figures(apart, &["--no-customer", "NULL"]);
    assert_eq!(found["no_customer"]["revenue"], "2500");
    assert_eq!(found["revenue"], "1.5");
    let twice = found["remarks"].to_string();
    assert!(twice.contains("\"1250\""), "{twice}");
}

#[test]
fn dates_of_other_centuries_stop_the_run() {
    let shop =
        "customer,date,amount\nA,0024-01-05,1\nB,2024-01-05,1\nC,2204-02-05,1\nD,2024-01-06,1\n";
    let message = refused(shop, &[]);
    for line in [
        "\n  line 2: date \"0024-01-05\" is not between 1950-01-01 and 2099-12-31",
        "\n  line 4: date \"2204-02-05\" is not between 1950-01-01 and 2099-12-31",
    ] {
        assert!(message.contains(line), "{message}");
    }
    let narrow = refused(shop, &["--dates-within", "2024-01-01..2024-01-05"]);
    assert!(narrow.contains("3 of 4 rows cannot be read"), "{narrow}");
    let wide = figures(
        shop,
        &[
            "--dates-within",
            "2000-01-01..2999-12-31",
            "--skip-bad-rows",
        ],
    );
    assert_eq!(
        wide["window"],
        json!({"from": "2024-01-05", "to": "2204-02-05"})
    );
    let told = report(shop, &["--skip-bad-rows"]).out;
    assert!(
        words(&told).contains("2 rows could not be read and were skipped, 50.0 % of all"),
        "{told}"
    );
    assert_eq!(program(&["--dates-within", "2024"]).code, 2);
}

#[test]
fn american_dates() {
    let shop =
        "customer,date,amount\nA,11/8/2018,1\nB,11/18/2018,2\nC,12/25/2018,3\nD,3/4/2018,4\n";
    let message = refused(shop, &[]);
    assert!(
        message.ends_with("Say --date-format \"%m/%d/%Y\", to go by \"11/18/2018\" in line 3.\n"),
        "{message}"
    );
    assert!(!message.contains("skip-bad-rows"), "{message}");
    // Who takes the wrong order is not led to a report on half of the rows, and those with swapped dates.
    for args in [
        &["--date-format", "%d/%m/%Y"][..],
        &["--date-format", "%d/%m/%Y", "--skip-bad-rows"],
    ] {
        let message = refused(shop, args);
        assert!(
            message.contains("say --date-format \"%m/%d/%Y\""),
            "{message}"
        );
    }
    let read = figures(shop, &["--date-format", "%m/%d/%Y"]);
    assert_eq!(
        read["window"],
        json!({"from": "2018-03-04", "to": "2018-12-25"})
    );
    assert_eq!(read["revenue"], "10");
}

#[test]
fn skipping_is_not_offered_where_most_rows_fail() {
    let rows = |good: usize| {
        let (bad, good) = (
            "A,2024-01-05,?\n".repeat(4),
            "B,2024-01-05,1\n".repeat(good),
        );
        format!("customer,date,amount\n{bad}{good}")
    };
    let message = refused(rows(3), &[]);
    assert!(message.contains("too many to be left out"), "{message}");
    assert!(!message.contains("skip-bad-rows"), "{message}");
    let message = refused(rows(4), &[]);
    assert!(
        message.contains("leave them out with --skip-bad-rows"),
        "{message}"
    );
}

#[test]
fn a_title_a_total_and_another_encoding() {
    let shop = b"sep=;\nUmsatz 2024;;\n\nKunde;Datum;Betrag\nJos\xE9;2024-01-05;1.286,01 \x80\n\
                 Ben;2024-01-06;(12,50)\nAnn;2024-01-07;k.A.\n;;\nSumme;;1.273,51\n\
                 Ben;2024-01-07;0,49\nBen;2024-01-08;-0,49\n";
    let columns = [
        "--customer",
        "Kunde",
        "--date",
        "Datum",
        "--amount",
        "Betrag",
    ];
    let message = refused(shop, &columns);
    assert!(
        message.contains("line 4 seems to be the header: say --skip-lines 3"),
        "{message}"
    );
    let args = [&columns[..], &["--skip-lines", "3"]].concat();
    let message = refused(shop, &args);
    for part in [
        "line 5: \"Jos\u{fffd}\" is not UTF-8: say how the file is written, such as --encoding windows-1252",
        "line 7: amount \"k.A.\" is not a number",
        "line 9: it seems to be a total, not a purchase: the date is empty",
    ] {
        assert!(message.contains(part), "{part}: {message}");
    }
    let more = ["--encoding", "windows-1252", "--skip-bad-rows", "--json"];
    let ran = report(shop, &[&args[..], &more].concat());
    let found: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (&found["revenue"], &found["skipped_rows"]),
        (&json!("1273.51"), &json!(2))
    );
    assert_eq!(found["top_customers"][0]["customer"], "José");
}

#[test]
fn the_master_file_of_cdnow_as_it_is_published() {
    let master =
        " 00001 19970101  1   11.77\n 00002 19970112  1   12.00\n 00002 19970112  5   77.00\n";
    let message = refused(master, &[]);
    assert!(
        message.ends_with("such as --customer 1 --date 2 --amount 4\n"),
        "{message}"
    );
    let args = [
        "--no-header",
        "--customer",
        "1",
        "--date",
        "2",
        "--amount",
        "4",
    ];
    let found = figures(master, &args);
    assert_eq!(
        (&found["revenue"], &found["customers"]),
        (&json!("100.77"), &json!(2))
    );
}

#[test]
fn the_help_names_the_options_of_the_reader() {
    for report in ["purchases", "survey", "loyalty"] {
        let help = crate::tests::program(&[report, "--help"]).out;
        for option in ["--encoding", "--skip-lines", "--no-header", "--delimiter"] {
            assert!(help.contains(option), "{report} {option}");
        }
    }
    let help = words(&program(&["--help"]).out);
    for option in [
        "--decimal-point",
        "--decimal-comma",
        "--dates-within",
        "1950-01-01..2099-12-31",
        "excel",
    ] {
        assert!(help.contains(option), "{option}");
    }
}
