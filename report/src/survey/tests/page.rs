//! The report as a page, whatever the survey's names hold.

use super::ratings::{FORTY, forty};
use super::{program, report_in};
use crate::tests::Scratch;

fn page_of(csv: &str, mapping: &str) -> (String, String) {
    let scratch = Scratch::new();
    let ran = report_in(&scratch, csv, mapping, &["--draws", "20"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let page = std::fs::read_to_string(scratch.path("out") + "/report.html").unwrap();
    (page, ran.out)
}

#[test]
fn sections_and_pictures_of_the_bundled_surveys() {
    let scratch = Scratch::new();
    let out = scratch.path("out");
    let ran = program(&["--out", &out]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(
        ran.out.ends_with(&format!("\n {out}/report.html\n")),
        "{}",
        ran.out
    );
    let page = std::fs::read_to_string(out + "/report.html").unwrap();
    let mut from = 0;
    for anchor in [
        "overall-satisfaction",
        "loyalty",
        "satisfaction",
        "reliability",
        "customer-value",
        "value-map",
        "delivered-value",
    ] {
        let at = page[from..].find(&format!("<section id=\"section-{anchor}\">"));
        from += at.unwrap_or_else(|| panic!("{anchor} is missing or out of order"));
        assert!(
            page.contains(&format!("<a href=\"#section-{anchor}\">")),
            "{anchor}"
        );
    }
    assert_eq!(page.matches("<svg ").count(), 4);
    // What the pictures show is said in words, too.
    assert_eq!(
        page.matches(" role=\"img\" aria-labelledby=\"picture-")
            .count(),
        4
    );
    for said in [
        "Concentrate Here: none. Keep Up the Good Work: Overall quality (importance 0.60, rating 7.94)",
        "Provider 1 1.024 (0.958 to 1.095), Provider 2 1.038 (0.970 to 1.110)",
        "Caterpillar&#39;s tractor at quality 1.222 and price 1.111",
    ] {
        assert!(page.contains(said), "{said}");
    }
    for outside in [
        "<script", "<link", "<img", "<iframe", "src=", "@import", "url(", "https:",
    ] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn names_that_would_be_markup() {
    let mapping = format!(
        "title = \"<script>alert(1)</script>\"\nabout = \"<img src=x>\"\nnotes = [\"<b>note</b>\"]\n\
         {FORTY}[labels]\nnetwork = \"</td></table><i>\"\nshops = \"\\\"><b onload='x'>&\"\n\
         happy = \"<svg/onload=alert(2)>\\u0007\\u202E\"\n"
    );
    let (page, text) = page_of(&forty(), &mapping);
    for tag in [
        "<script", "<img", "<b>", "<b ", "<i>", "<svg/", "\u{7}", "\u{202e}",
    ] {
        assert!(!page.contains(tag), "{tag:?}");
    }
    assert!(
        page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"),
        "{page}"
    );
    assert!(page.contains("&lt;svg/onload=alert(2)&gt;"), "{page}");
    assert_eq!(
        page.matches("<table>").count(),
        page.matches("</table>").count()
    );
    assert!(!text.contains('\u{7}'));

    let mapping = "scale = [1, 5]\nsupplier = \"s\"\nworth = \"y\"\n";
    let (page, _) = page_of(
        "s,y\n<b>one</b>,4\n<b>one</b>,3\n<i>two,5\n<i>two,4\n",
        mapping,
    );
    assert!(!page.contains("<b>") && !page.contains("<i>"), "{page}");
    assert!(page.contains("&lt;b&gt;one&lt;/b&gt;"));
}

#[test]
fn names_that_are_long_or_many() {
    let long =
        "A very long name of an attribute that nobody would want to read to its end ".repeat(4);
    let mapping = format!("{FORTY}[labels]\nnetwork = \"{long}\"\nhappy = \"{long}\"\n");
    let (page, text) = page_of(&forty(), &mapping);
    assert!(page.contains('…'));
    // Apart from where the pictures are, which is as long as the folder's name.
    let report = text.split("\nPictures:").next().unwrap();
    let widest = report
        .lines()
        .map(|line| line.chars().count())
        .max()
        .unwrap();
    assert!(widest <= 97, "{widest}");
}

/// Each kind of survey has its section, its picture in it, and nothing from outside.
#[test]
fn sections_and_pictures_of_the_examples() {
    for (name, sections, picture) in [
        ("kano", &["kano"][..], "kano.svg"),
        ("servqual", &["service-quality"], "service.svg"),
        (
            "tracker",
            &["overall-satisfaction", "satisfaction", "segments", "waves"],
            "quadrants.svg",
        ),
    ] {
        let scratch = Scratch::new();
        let out = scratch.path("out");
        let file = format!("data/examples/{name}.csv");
        let mapping = format!("data/examples/{name}.toml");
        let ran = program(&[&file, "--mapping", &mapping, "--out", &out, "--draws", "20"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{name}");
        let page = std::fs::read_to_string(format!("{out}/report.html")).unwrap();
        for section in sections {
            assert!(
                page.contains(&format!("<section id=\"section-{section}\">")),
                "{section}"
            );
        }
        assert_eq!(page.matches("<svg ").count(), 1, "{name}");
        let svg = std::fs::read_to_string(format!("{out}/{picture}")).unwrap();
        assert!(svg.contains("<title id=\"title\">"), "{name}");
        assert!(svg.contains("<desc id=\"description\">"), "{name}");
    }
}

/// Names of features that are long, many, alike or markup stand in the picture and in the page as text.
#[test]
fn features_with_odd_names() {
    let mut mapping = "[kano]\n".to_owned();
    let mut header = Vec::new();
    for at in 0..30 {
        let name = format!("<b>{}</b> & {at}", "long ".repeat(at));
        mapping.push_str(&format!(
            "{name:?} = {{ functional = \"f{at}\", dysfunctional = \"d{at}\" }}\n"
        ));
        header.push(format!("f{at},d{at}"));
    }
    let rows = |pair: &str| format!("{}\n", vec![pair; 30].join(","));
    let csv = format!(
        "{}\n{}{}{}",
        header.join(","),
        rows("1,5"),
        rows("1,5"),
        rows("3,3")
    );
    let (page, text) = page_of(&csv, &mapping);
    assert!(!page.contains("<b>") && page.contains("&lt;b&gt;"));
    assert!(text.contains("KANO"), "{text}");
}
