//! Cells that hold nothing, days in arguments, and headers with a unit or a table.

use crate::kit::blanks::{Blanks, is_missing, is_no_end, is_no_name};
use crate::kit::day;
use crate::kit::format::mean_figure;
use crate::kit::headers::{AMOUNT, CUSTOMER};

#[test]
fn words_for_nothing() {
    for text in [
        "", "NULL", "n/a", "N/A", "#N/A", "\\N", "-", "—", "NaN", "(null)",
    ] {
        assert!(
            is_missing(text) && is_no_name(text) && is_no_end(text, 2100),
            "{text}"
        );
    }
    for text in ["0", "none at all", "1", "x", "nullable"] {
        assert!(!is_missing(text) && !is_no_end(text, 2100), "{text}");
    }
    // These may well be names, such as North America.
    for text in ["NA", "None", "?"] {
        assert!(is_missing(text) && !is_no_name(text), "{text}");
    }
}

#[test]
fn days_that_stand_for_no_end() {
    for text in [
        "9999-12-31",
        "31.12.9999",
        "12/31/2999",
        "99991231",
        "9999-12-31T00:00:00Z",
        "9999年12月31日",
        "0000-00-00",
        "0000-00-00 00:00:00",
        "00.00.0000",
        "1900-01-01",
        "01/01/1900",
        "0001-01-01",
        "2100-01-01",
    ] {
        assert!(is_no_end(text, 2100), "{text}");
    }
    for text in [
        "2024-05-31",
        "31.05.2024",
        "2099-12-31",
        "1999-12-31",
        "45000",
        "1717113600",
        "0",
        "2024-05",
    ] {
        assert!(!is_no_end(text, 2100), "{text}");
    }
    // Where the user says which dates may be.
    assert!(!is_no_end("2120-01-01", 2900) && is_no_end("2999-12-31", 2900));
}

#[test]
fn remarks_on_them() {
    let mut blanks = Blanks::default();
    assert_eq!(blanks.remark("end", "no end"), None);
    for text in ["NULL", "-", "NULL", ""] {
        blanks.note(text);
    }
    assert_eq!(blanks.cells(), 3);
    assert_eq!(
        blanks.remark("end", "no end").unwrap(),
        "\"end\" holds \"NULL\" in 2 rows and \"-\" in 1 row: read as no end."
    );
}

#[test]
fn days_that_are_told() {
    for text in [
        "2023-12-31",
        "20231231",
        "31.12.2023",
        "31/12/2023",
        "12/31/2023",
        "31-Dec-2023",
        "31.12.23",
    ] {
        assert_eq!(day::told(text).unwrap().to_string(), "2023-12-31", "{text}");
    }
    assert_eq!(
        day::told("05/06/2023").unwrap_err(),
        "it may mean 2023-05-06 or 2023-06-05: write it so"
    );
    // A month is no day, and a number may be anything.
    for text in ["2023-12", "45291", "tomorrow", "", "31.02.2023"] {
        assert_eq!(
            day::told(text).unwrap_err(),
            "write a day as 2024-05-31",
            "{text}"
        );
    }
}

#[test]
fn headers_with_a_unit_or_the_name_of_a_table() {
    let known = |headers: &[&str]| {
        let headers: Vec<String> = headers.iter().map(|&header| header.to_owned()).collect();
        (AMOUNT.known(&headers), CUSTOMER.known(&headers))
    };
    assert_eq!(known(&["Customer", "Amount (EUR)"]), (vec![1], vec![0]));
    assert_eq!(
        known(&["orders.customer_id", "orders.amount"]),
        (vec![1], vec![0])
    );
    // What means it by itself comes first.
    assert_eq!(
        known(&["amount", "Amount (EUR)", "orders.amount"]).0,
        vec![0]
    );
    assert_eq!(known(&["(amount)", "amount."]).0, vec![0, 1]);
    assert_eq!(known(&["(", ".", "a.b"]), (vec![], vec![]));
}

#[test]
fn means_of_money() {
    assert_eq!(mean_figure(Some(1_566.345_6)), "1,566.35");
    assert_eq!(mean_figure(Some(74.4)), "74.40");
    assert_eq!(mean_figure(None), "–");
}
