//! The report as a page, and the document that it is made from.

use std::path::Path;

use super::migration::{MOVES, YEARS};
use super::{SHOP, Scratch, program};
use crate::kit::document::{Document, Fact, Section};
use crate::kit::html::{Page, escape};
use crate::kit::table::{Align, Table};

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
        ("status", "Status on 2024-06-01"),
        ("pyramid", "Pyramid of customers by revenue"),
        ("concentration", "Concentration"),
        ("migration", "Migration between the tiers of two periods"),
        ("lifecycle", "Lifecycle on 2024-06-01"),
        (
            "stage-changes",
            "Stage changes from 2023-12-31 to 2024-06-01",
        ),
        ("back-test", "Back-test of the stages of 2023-10-15"),
        ("repeat-purchases", "Repeat purchases"),
        ("at-the-top", "At the top"),
        ("act-on", "Act on the most valuable customers in decline"),
        (
            "laws",
            "Laws of the customer pyramid, held against this file",
        ),
        ("what-if", "What if 2 % of customers moved one tier up"),
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

#[test]
fn escaping() {
    assert_eq!(
        escape("a < b & \"c\" > 'd'"),
        "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;"
    );
    assert_eq!(
        escape("\0\u{1b}[31m\u{85}\u{2066}"),
        "\u{fffd}\u{fffd}[31m\u{fffd}\u{fffd}"
    );
    assert_eq!(escape("&amp;\n\té 客户"), "&amp;amp;\n\té 客户");
}

#[test]
fn ids_of_pictures_do_not_meet() {
    let svg = "<?xml version=\"1.0\"?>\n<svg><defs><g id=\"a\"/></defs>\
               <use href=\"#a\"/><rect fill=\"url(#a)\"/></svg>\n";
    let mut page = Page::new("Two");
    page.picture(svg);
    page.picture(svg);
    let page = page.finish();
    for picture in ["picture-1-a", "picture-2-a"] {
        for mark in ["id=\"@\"", "href=\"#@\"", "url(#@)"] {
            let mark = mark.replace('@', picture);
            assert_eq!(page.matches(&mark).count(), 1, "{mark}");
        }
    }
    assert!(!page.contains("<?xml"));
}

#[test]
fn a_page_by_hand() {
    let mut table = Table::new([("Who", Align::Left), ("Spent", Align::Right)]);
    table.row(["Ann".to_owned(), "1,200".to_owned()]);
    table.row(["A name that is longer than most".to_owned(), "1".to_owned()]);
    table.total(["All".to_owned(), "1,201".to_owned()]);
    let mut page = Page::new("A & B");
    page.paragraph("The head, of 20 % of it on 2024-01-01.");
    page.section("Who", " spent");
    page.heading("In all");
    page.table(&table);
    page.note("A note.");
    page.section("Who", "");
    page.tiles([
        ["Spent", "1,201", ""],
        ["From", "2024-01-01 to 2024-06-30", "a half"],
    ]);
    let page = page.finish();
    assert!(page.contains("<title>A &amp; B</title>"));
    let body = page.split_once("<main>\n").unwrap().1;
    assert_eq!(
        body,
        "<header>\n<h1>A &amp; B</h1>\n<p>The head, of 20\u{a0}% of it on \
         <span class=\"day\">2024-01-01</span>.</p>\n</header>\n\
         <nav aria-label=\"Contents\">\n<a href=\"#section-who\">Who</a>\n\
         <a href=\"#section-who-2\">Who</a>\n</nav>\n\
         <section id=\"section-who\">\n<h2>Who spent</h2>\n<h3>In all</h3>\n\
         <div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Who: table\">\n<table>\n\
         <thead><tr><th scope=\"col\">Who</th><th scope=\"col\" class=\"number\">Spent</th></tr></thead>\n\
         <tbody>\n<tr><th scope=\"row\">Ann</th><td class=\"number\">1,200</td></tr>\n\
         <tr><th scope=\"row\" class=\"long\">A name that is longer than most</th>\
         <td class=\"number\">1</td></tr>\n</tbody>\n\
         <tfoot>\n<tr><th scope=\"row\">All</th><td class=\"number\">1,201</td></tr>\n</tfoot>\n\
         </table>\n</div>\n<p class=\"note\">A note.</p>\n</section>\n\
         <section id=\"section-who-2\">\n<h2>Who</h2>\n<dl class=\"tiles\">\n\
         <div><dt>Spent</dt><dd class=\"figure\">1,201</dd></div>\n\
         <div class=\"wide\"><dt>From</dt><dd class=\"words\">2024-01-01 to 2024-06-30</dd>\
         <dd class=\"of\">a half</dd></div>\n</dl>\n</section>\n</main>\n</body>\n</html>\n",
    );
}

#[test]
fn a_document_as_text() {
    let mut head = Section::new("Report", ": shop.csv");
    head.facts([
        Fact::words("From", "2024-01-01", "a Monday"),
        Fact::number("Customers", "3", "who bought"),
        Fact::number("Rows", "1,200", ""),
    ]);
    head.paragraph("One;\n  two.");
    let mut table = Table::new([("", Align::Left), ("", Align::Right)]);
    table.row(["Ann".to_owned(), "1".to_owned()]);
    let mut section = Section::new("Who", " bought");
    section.table(table.clone());
    section.picture("<svg></svg>");
    section.note("word ".repeat(30).trim_end());
    section.table(table);
    let text = Document::new(head, [section]).text();
    // Twenty words of four letters with their spaces would be a hundred wide.
    let line = " word".repeat(19);
    let rest = " word".repeat(11);
    assert_eq!(
        text,
        format!(
            "REPORT: shop.csv\n\n From       2024-01-01 (a Monday)\n Customers      3  who bought\n \
             Rows       1,200\n One;\n   two.\n\nWHO bought\n Ann  1\n{line}\n{rest}\n\n Ann  1\n",
        ),
    );
}
