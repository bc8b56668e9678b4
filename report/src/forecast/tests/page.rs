//! The short form, the page and the pictures.

use super::{Scratch, json, program, report, some};
use crate::tests::{program as run, two_screens};

#[test]
fn two_screens_with_the_figures_of_the_report() {
    let scratch = Scratch::new();
    let out = scratch.path("out");
    let text = two_screens(&run(&["forecast", "--out", &out]));
    for said in [
        "In the 52 weeks after 1998-06-30, the 2,357 customers are expected to make 2,029 purchases (95 % interval \
         1,893 to 2,165)",
        "Pareto/NBD expected 1,666 purchases by 1998-06-30; the 2,357 customers made 1,882 (forecast −11.5 %), where the \
         customers' own past rates would have predicted 2,930.",
        "The model named 54 % of the 382 customers who bought most in the test; past frequency named 50 %",
        "had the smallest error in the test, and its lead over BG/NBD and MBG/NBD may be chance; it is the wrong model where",
        "; the total was 11.5 % off in the test, and may be as far off again.",
        "Keep the most valuable tenth, 236 customers. Begin with 1981, 1203 and 1081.",
        "MBG/NBD 1,882 1,577",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn a_page_with_its_pictures_that_needs_nothing_else() {
    let scratch = Scratch::new();
    let out = scratch.path("out");
    let ran = program(&["--out", &out]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let page = std::fs::read_to_string(format!("{out}/report.html")).unwrap();
    assert_eq!(page.matches("<svg ").count(), 3);
    crate::tests::anchors_hold(&page);
    for said in [
        "0: 1,411 bought 0.24 each, Pareto/NBD expected 0.14.",
        "1998-06-30: 4,339, expected 4,270.",
        "0 after 72 weeks: 28 %, 1,218.",
    ] {
        assert!(page.contains(said), "{said}");
    }
    for outside in ["<script", "<link", "<img", "src=", "@import", "https:"] {
        assert!(!page.contains(outside), "{outside}");
    }
    for picture in ["hold-out.svg", "tracking.svg", "still-there.svg"] {
        let svg = std::fs::read_to_string(format!("{out}/{picture}")).unwrap();
        assert!(
            svg.contains("aria-labelledby=\"title description\""),
            "{picture}"
        );
        assert!(!svg.contains("NaN"), "{picture}");
        assert!(ran.out.contains(picture));
    }
}

/// Names that would break a page do not.
#[test]
fn names_that_are_markup() {
    let csv = some();
    let mut rows: Vec<String> = csv
        .lines()
        .map(|row| row.replace("0801,", "<b>&\u{202e},"))
        .collect();
    rows.push(String::new());
    let ran = report(&rows.join("\n"), &["--split", "1997-09-30", "--top", "30"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("<b>&") && !ran.out.contains('\u{202e}'));
}

/// Without a model there is nothing to draw.
#[test]
fn no_pictures() {
    let ran = report(
        "customer,date,amount\nA,2024-01-01,5\nA,2024-01-20,5\n",
        &[],
    );
    assert!(
        ran.out
            .contains("No pictures: without a model there is nothing to draw."),
        "{}",
        ran.out
    );
}

#[test]
fn help_names_the_report() {
    let help = run(&["--help"]);
    assert!(help.out.contains("\n  forecast "), "{}", help.out);
    let help = run(&["forecast", "--help"]);
    assert_eq!(help.code, 0);
    for said in [
        "--split",
        "--ahead",
        "--margin",
        "--discount",
        "--customer",
        "--refunds",
        "--json",
    ] {
        assert!(help.out.contains(said), "{said}");
    }
}

/// What can be computed can be read again.
#[test]
fn json_is_one_object() {
    let all = json(&report(&some(), &["--json"]));
    for part in [
        "models",
        "holdout",
        "customers",
        "forecast",
        "tracking",
        "map",
        "stages",
        "report",
    ] {
        assert!(!all[part].is_null(), "{part}");
    }
}
