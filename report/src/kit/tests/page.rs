//! Documents, as text and as pages.

use crate::kit::document::{Document, Fact, Section};
use crate::kit::html::{Page, escape};
use crate::kit::table::{Align, Table};

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
    page.paragraph("Say --churn-window ever -- or --base; 1 -- 2.");
    page.section("Who", " spent");
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
         <span class=\"day\">2024-01-01</span>.</p>\n\
         <p>Say <span class=\"option\">--churn-window</span> ever <span class=\"option\">--</span> or \
         <span class=\"option\">--base</span>; 1 <span class=\"option\">--</span> 2.</p>\n</header>\n\
         <nav aria-label=\"Contents\">\n<a href=\"#section-who\">Who</a>\n\
         <a href=\"#section-who-2\">Who</a>\n</nav>\n\
         <section id=\"section-who\">\n<h2>Who spent</h2>\n\
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

/// On a small screen the first column stays and the rest moves below it: what parts rows belongs to the
/// cells, or the column that stays would cover it. A picture's title stands above it, where it wraps.
#[test]
fn a_small_screen_shows_lines_and_titles_whole() {
    let mut page = Page::new("x");
    page.picture("<svg><title id=\"title\">What goes with a &amp; b</title></svg>");
    page.picture("<svg></svg>");
    page.picture("<svg><title>Who</title><text x=\"1\">\nWho\n</text></svg>");
    let text = page.finish();
    let drawn = "<figcaption class=\"drawn\" aria-hidden=\"true\">Who</figcaption>";
    assert!(text.contains(drawn), "{text}");
    let caption = "<figcaption aria-hidden=\"true\">What goes with a &amp; b</figcaption>";
    assert_eq!(text.matches("<figcaption").count(), 2);
    assert!(text.contains(caption), "{text}");
    for style in [
        "border-collapse:separate;border-spacing:0",
        "tbody tr>*{border-top",
        "tfoot tr>*{border-top",
        "figcaption{display:block;position:sticky;left:0",
        // It is not said twice.
        "figcaption.drawn+svg>text:first-of-type{display:none}",
        "figcaption::after{content:\"Scroll sideways to see all of it.\"",
        // The ground of a plot would be a dark patch in the dark.
        "rect[fill=\"#F6F8F9\"]{fill:none}",
    ] {
        assert!(text.contains(style), "{style}");
    }
    assert!(!text.contains("tbody tr{border"), "{text}");
}
