//! The page and the pictures.

use super::{Scratch, program};

#[test]
fn a_page_with_its_pictures_that_needs_nothing_else() {
    let scratch = Scratch::new();
    let out = scratch.path("out");
    let ran = program(&["--out", &out]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let page = std::fs::read_to_string(format!("{out}/report.html")).unwrap();
    assert_eq!(page.matches("<svg ").count(), 4);
    crate::tests::anchors_hold(&page);
    for section in [
        "churn-rates",
        "survival",
        "hazard-by-tenure",
        "hazard-ratios",
        "revenue-at-risk",
        "cohorts",
    ] {
        assert!(
            page.contains(&format!("<section id=\"section-{section}\">")),
            "{section}"
        );
    }
    // They fit a small screen whole.
    assert_eq!(page.matches("<figure class=\"picture narrow\"").count(), 4);
    assert_eq!(
        page.matches("<svg style=\"min-width:19.375rem;max-width:46.5rem\"")
            .count(),
        4
    );
    // What the pictures show is said in words, too.
    for said in [
        "Month-to-month: 1,655 of 3,875, 42.7 %, 41.2 to 44.3 %.",
        "Month-to-month, 3,875 customers: 70.3 % after 12, 58.6 % after 24, 29.7 % after 60.",
        "month 1 62.0 %, month 2 51.7 %",
        "1997-03, 719: 100 %, 12 %, 12 %",
    ] {
        assert!(page.contains(said), "{said}");
    }
    for outside in ["<script", "<link", "<img", "src=", "@import", "https:"] {
        assert!(!page.contains(outside), "{outside}");
    }
    for picture in [
        "churn-rates.svg",
        "survival.svg",
        "hazard.svg",
        "cohorts.svg",
    ] {
        let svg = std::fs::read_to_string(format!("{out}/{picture}")).unwrap();
        assert!(svg.contains("<title id=\"title\">"), "{picture}");
        assert!(
            svg.contains("aria-labelledby=\"title description\""),
            "{picture}"
        );
        assert!(!svg.contains("NaN"), "{picture}");
        assert!(ran.out.contains(picture));
    }
}

/// Names that would break a page or a picture do not.
#[test]
fn names_that_are_markup() {
    let scratch = Scratch::new();
    let (out, file) = (scratch.path("out"), scratch.path("customers.csv"));
    let csv = "tenure,churn,plan\n1,yes,<b>&\"\n4,no,<b>&\"\n3,yes,B\u{202e}\n2,no,B\u{202e}\n";
    std::fs::write(&file, csv).unwrap();
    let ran = program(&[&file, "--out", &out]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let page = std::fs::read_to_string(format!("{out}/report.html")).unwrap();
    assert!(!page.contains("<b>") && page.contains("&lt;b&gt;&amp;"));
    assert!(!page.contains('\u{202e}') && !ran.out.contains('\u{202e}'));
}

/// Where there is nothing to draw there is no picture of it.
#[test]
fn pictures_of_a_file_of_one_row() {
    let scratch = Scratch::new();
    let (out, file) = (scratch.path("out"), scratch.path("customers.csv"));
    std::fs::write(&file, "tenure,churn\n0,no\n").unwrap();
    let ran = program(&[&file, "--out", &out]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(!ran.out.contains("survival.svg") && !ran.out.contains("hazard.svg"));
    assert!(ran.out.contains("churn-rates.svg"), "{}", ran.out);
}

/// Twelve groups are drawn and stand in tables, the second six dashed; more are named.
#[test]
fn as_many_groups_are_drawn_as_stand_in_tables() {
    let scratch = Scratch::new();
    for (groups, drawn) in [(6, 6), (12, 12), (13, 12)] {
        let (out, file) = (scratch.path("out"), scratch.path("customers.csv"));
        let rows: String = (0..groups * 40)
            .map(|row| {
                format!(
                    "{},{},Plan {:02}.\n",
                    row % 30 + 1,
                    u8::from(row % 7 == 0),
                    row % groups
                )
            })
            .collect();
        std::fs::write(&file, format!("tenure_months,churn,plan\n{rows}")).unwrap();
        let ran = program(&[&file, "--out", &out]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        for picture in ["churn-rates.svg", "survival.svg"] {
            let svg = std::fs::read_to_string(format!("{out}/{picture}")).unwrap();
            let (_, shown) = svg.split_once("</desc>").unwrap();
            let names = (0..groups).filter(|group| shown.contains(&format!("Plan {group:02}.")));
            assert_eq!(names.count(), drawn, "{picture} of {groups}");
            let has_rest = shown.contains("1 more in the file");
            assert_eq!(has_rest, groups > drawn, "{picture} of {groups}");
        }
        // Of more curves than colours the intervals would cover each other.
        let svg = std::fs::read_to_string(format!("{out}/survival.svg")).unwrap();
        assert_eq!(svg.contains("<polygon opacity=\"0.16\""), groups <= 6);
    }
}
