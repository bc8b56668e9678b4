//! The report as a page, and the document that it is made from.

use std::path::Path;

use super::migration::{MOVES, YEARS};
use super::{SHOP, Scratch, program};

/// The page that the program writes for this file.
fn page_of(csv: &str, args: &[&str]) -> String {
    let scratch = Scratch::new();
    let (file, out) = (scratch.path("shop.csv"), scratch.path("out"));
    std::fs::write(&file, csv).unwrap();
    let args: Vec<&str> = [file.as_str(), "--out", &out]
        .iter()
        .chain(args)
        .copied()
        .collect();
    let ran = program(&args);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let path = Path::new(&out).join("report.html");
    assert!(
        ran.out.ends_with(&format!("\n {}\n", path.display())),
        "{}",
        ran.out
    );
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn sections_tables_and_pictures_of_the_report() {
    let page = page_of(MOVES, &YEARS);
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">\n"));
    let sections = [
        ("what-was-read", "What was read"),
        (
            "act-on",
            "Act on the customers in decline with most at stake",
        ),
        ("lifecycle", "Lifecycle on 2024-06-01"),
        ("back-test", "Back-test of the stages of 2023-10-15"),
        ("pyramid", "Pyramid of customers by revenue"),
        ("concentration", "Concentration"),
        ("migration", "Migration between the tiers of two periods"),
        (
            "stage-changes",
            "Stage changes from 2023-12-31 to 2024-06-01",
        ),
        ("status", "Status on 2024-06-01"),
        ("repeat-purchases", "Repeat purchases"),
        ("at-the-top", "At the top"),
        (
            "laws",
            "Laws of the customer pyramid, held against this file",
        ),
        ("what-if", "What if 2 % of customers moved one tier up"),
        ("definitions-and-caveats", "Definitions and caveats"),
    ];
    // Days are held together.
    let plain = page
        .replace("<span class=\"day\">", "")
        .replace("</span>", "");
    let plain = plain.replace('\u{a0}', " ");
    let mut from = 0;
    for (anchor, heading) in sections {
        let start = format!("<section id=\"section-{anchor}\">\n<h2>{heading}</h2>\n");
        let at = plain[from..].find(&start);
        from += at.unwrap_or_else(|| panic!("{anchor} is missing or out of order"));
        assert!(
            page.contains(&format!("<a href=\"#section-{anchor}\">")),
            "{anchor}"
        );
    }
    assert_eq!(page.matches("<svg ").count(), 4);
    // Sentences have more room than names.
    assert!(page.contains("<td class=\"longer\">not testable: it says who"));
    assert!(page.contains("<th scope=\"row\">Top</th><td class=\"number\">1</td>"));
    assert!(page.contains("<dt>Revenue</dt><dd class=\"figure\">389</dd>"));
}

/// Every picture says in words what it shows, under names that no other has.
#[test]
fn pictures_in_words() {
    let scratch = Scratch::new();
    let out = scratch.path("out");
    assert_eq!(program(&["--out", &out]).code, 0);
    let page = std::fs::read_to_string(Path::new(&out).join("report.html")).unwrap();
    let pictures: Vec<&str> = page.split("<svg ").skip(1).collect();
    assert_eq!(pictures.len(), 5);
    for (at, picture) in pictures.iter().enumerate() {
        let named = format!(
            "role=\"img\" aria-labelledby=\"picture-{n}-title picture-{n}-description\"",
            n = at + 1,
        );
        assert!(picture.contains(&named), "{named}");
        assert!(picture.contains(&format!("<title id=\"picture-{}-title\">", at + 1)));
    }
    for words in [
        "Established: 419 customers, 17.8 % of all, brought 48.5 % of revenue.",
        "areas under them: default 0.781, recency 0.771, three means 0.694.",
        "Top: 24 customers, 1.0 % of all, bring 14.6 % of revenue.",
        "80 % of revenue comes from 33.0 % of customers. The Gini coefficient is 0.63,",
        "From Top to: Top 5, Big 6, Medium 4, Small 3, did not buy 6.",
    ] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn nothing_beside_the_page_is_needed() {
    let page = page_of(SHOP, &[]);
    for outside in [
        "<script", "<link", "<img", "<iframe", "src=", "@import", "url(", "https:",
    ] {
        assert!(!page.contains(outside), "{outside}");
    }
    // The name of SVG's namespace is no address that is fetched.
    assert_eq!(
        page.matches("http:").count(),
        page.matches("xmlns=\"http://www.w3.org/2000/svg\"").count()
    );
}

#[test]
fn keys_that_would_be_markup() {
    let page = page_of(
        "customer,date,amount\n\
         <script>alert(1)</script>,2024-01-05,9\n\
         \"\"\"><b onload='x'>&\",2024-01-05,8\n\
         </td></table>\u{7}\u{202e},2024-01-05,7\n",
        &[],
    );
    assert!(
        page.contains(">&lt;script&gt;alert(1)&lt;/scrip…</th>"),
        "{page}"
    );
    assert!(page.contains(">&quot;&gt;&lt;b onload=&#39;x&#39;&gt;&amp;</th>"));
    // Keys on one line show a control character as a space.
    assert!(page.contains(">&lt;/td&gt;&lt;/table&gt; \u{fffd}</th>"));
    for tag in ["<script", "<b ", "\u{7}", "\u{202e}"] {
        assert!(!page.contains(tag), "{tag:?}");
    }
    assert_eq!(
        page.matches("<table>").count(),
        page.matches("</table>").count()
    );
}
