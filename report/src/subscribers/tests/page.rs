//! The page and the pictures.

use super::{Scratch, program};

#[test]
fn a_page_with_its_pictures_that_needs_nothing_else() {
    let scratch = Scratch::new();
    let out = scratch.path("out");
    let ran = program(&["--out", &out]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let page = std::fs::read_to_string(format!("{out}/report.html")).unwrap();
    assert_eq!(page.matches("<svg ").count(), 3);
    crate::tests::anchors_hold(&page);
    for section in [
        "who-stays",
        "retention-rates",
        "value",
        "fits",
        "givers",
        "whom-to-ask",
    ] {
        assert!(
            page.contains(&format!("<section id=\"section-{section}\">")),
            "{section}"
        );
    }
    // What the pictures show is said in words, too.
    for said in [
        "Regular, in fact: 100.0 %, 63.1 %, 46.8 %",
        "High End: 86.9 %, 85.5 %, 87.9 %",
        "Gave at 2, last at 4: 59 % of 155.",
    ] {
        assert!(page.contains(said), "{said}");
    }
    for outside in ["<script", "<link", "<img", "src=", "@import", "https:"] {
        assert!(!page.contains(outside), "{outside}");
    }
    for picture in ["survival.svg", "retention-rates.svg", "givers.svg"] {
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
    let (out, file) = (scratch.path("out"), scratch.path("cohort.csv"));
    let csv = "segment,period,customers\n<b>&,0,10\n<b>&,1,8\nB\u{202e},0,10\nB\u{202e},1,4\nB\u{202e},2,3\n";
    std::fs::write(&file, csv).unwrap();
    let ran = program(&[&file, "--out", &out]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let page = std::fs::read_to_string(format!("{out}/report.html")).unwrap();
    assert!(!page.contains("<b>") && page.contains("&lt;b&gt;&amp;"));
    assert!(!page.contains('\u{202e}') && !ran.out.contains('\u{202e}'));
    assert!(!ran.out.contains("givers.svg"));
}

/// Of many occasions there is a table and no picture.
#[test]
fn more_occasions_than_can_be_drawn() {
    let scratch = Scratch::new();
    let (out, file) = (scratch.path("out"), scratch.path("donors.csv"));
    std::fs::write(
        &file,
        "x,tx,n,count\n0,0,52,9\n3,20,52,4\n9,50,52,3\n1,1,52,3\n",
    )
    .unwrap();
    let ran = program(&["--givers", &file, "--out", &out]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("Nothing could be drawn."), "{}", ran.out);
}
