//! What a report opens and closes with, and its short form.

use crate::kit::document::{Document, Fact, Section};
use crate::kit::opening::{Action, Opening};
use crate::kit::table::{Align, Table};

fn numbered(what: &str, many: usize) -> Vec<String> {
    (1..=many).map(|at| format!("{what} {at}.")).collect()
}

fn rows(many: usize, name: &str) -> Table {
    let mut table = Table::new([("Who", Align::Left), ("#", Align::Right)]);
    for at in 1..=many {
        table.row([format!("{name} {at}"), at.to_string()]);
    }
    table.total(["All".to_owned(), many.to_string()]);
    table
}

/// A report with a section that keeps three rows, one that keeps nothing, and one that keeps a line.
fn report() -> Document {
    let mut head = Section::new("Report", " on a shop");
    head.facts([Fact::number("Customers", "12", "who bought")]);
    head.keep();
    head.define("Customers", "everybody with a purchase");
    let mut first = Section::new("First", ": by name");
    first.table(rows(12, "Ann"));
    first.keep_rows(3);
    first.picture("<svg></svg>");
    first.define("Error", "chance alone");
    let mut second = Section::new("Second", "");
    second.paragraph("Only in full.");
    second.define("Error", "chance alone");
    second.define("Error", "of these customers only");
    let mut third = Section::new("Third", "");
    third.paragraph("A line that is kept.");
    third.keep();
    third.define("Care", "read it with care");
    third.keep();
    let opening = Opening::new(
        ["Sales fell.".to_owned(), "Ann left.".to_owned()],
        [
            Action::new("Call Ben.", "3 customers", 3.0),
            Action::new("Call Ann.", "5 customers", 5.0),
        ],
    );
    Document::new(head, [first, second, third]).opening(opening)
}

#[test]
fn seven_sentences_and_the_three_actions_with_the_most_at_stake() {
    let stakes = [1.0, f64::NAN, 7.0, 3.0, 7.0, f64::NEG_INFINITY];
    let actions = stakes.iter().zip(["a", "b", "c", "d", "e", "f"]);
    let actions = actions.map(|(&stake, name)| Action::new(name, "", stake));
    let opening = Opening::new(numbered("Sentence", 9), actions);
    assert_eq!(opening.sentences(), &numbered("Sentence", 7)[..]);
    let what: Vec<&str> = opening.actions().iter().map(|one| one.words().0).collect();
    assert_eq!(what, ["c", "e", "d"]);
    let none = Opening::new([], [Action::new("a", "", f64::NAN)]);
    assert_eq!(none.text(), "\nWHAT TO DO FIRST\n 1. a\n");
    assert_eq!(Opening::new([], []).text(), "");
}

#[test]
fn the_whole_report_defines_each_term_once() {
    let text = report().text();
    assert!(
        text.starts_with(
            "REPORT on a shop\n\nWHAT MATTERS\n • Sales fell.\n • Ann left.\n\nWHAT TO DO FIRST\n \
             1. Call Ann.\n    At stake: 5 customers\n 2. Call Ben.\n    At stake: 3 customers\n\n\
             WHAT WAS READ\n\n Customers  12  who bought\n\nFIRST: by name\n",
        ),
        "{text}"
    );
    assert!(
        text.ends_with(
            "\n\nDEFINITIONS AND CAVEATS\n Customers: everybody with a purchase\n Error: chance alone\n \
             Error: of these customers only\n Care: read it with care\n",
        ),
        "{text}"
    );
    assert!(text.contains(" Ann 12  12\n"), "{text}");
}

#[test]
fn the_short_form_keeps_what_it_was_told_to() {
    assert_eq!(
        report().brief(99),
        "REPORT on a shop\n\nWHAT MATTERS\n • Sales fell.\n • Ann left.\n\nWHAT TO DO FIRST\n \
         1. Call Ann.\n    At stake: 5 customers\n 2. Call Ben.\n    At stake: 3 customers\n\n\
         WHAT WAS READ\n\n Customers  12  who bought\n\n\
         FIRST: by name\n Who        #\n ────────────\n Ann 1      1\n Ann 2      2\n Ann 3      3\n … 9 \
         more\n ────────────\n All       12\n\n\
         THIRD\n A line that is kept.\n\n\
         DEFINITIONS AND CAVEATS\n Care: read it with care\n\n\
         This is the short form. --full prints the whole report, also Second. The page holds all of it,\n\
         with its pictures:\n",
    );
    // One row in place of another saves nothing.
    let mut section = Section::new("All", "");
    section.table(rows(4, "Ben"));
    section.keep_rows(3);
    let report = Document::new(Section::new("Head", ""), [section]).opening(Opening::default());
    assert!(report.brief(99).contains(" Ben 4"), "{}", report.brief(99));
}

#[test]
fn the_short_form_fits_whatever_is_in_the_report() {
    let long = "name ".repeat(60);
    let unbroken = "x".repeat(300);
    let mut sections = Vec::new();
    for at in 0..30 {
        let mut section = Section::new(format!("Section {at} {unbroken}"), &long);
        let mut table = Table::new([
            ("Name", Align::Left),
            ("Number", Align::Right),
            ("Words", Align::Left),
        ]);
        for row in 0..at * 3 {
            table.row([long.clone(), row.to_string(), unbroken.clone()]);
        }
        section.table(table);
        section.keep();
        section.facts([Fact::number(&long, "1", &long)]);
        section.keep();
        sections.push(section);
    }
    let opening = Opening::new(
        vec![long.clone(); 9],
        (0..9).map(|at| Action::new(&unbroken, &long, f64::from(at))),
    );
    let document = Document::new(Section::new("Head", &long), sections).opening(opening);
    let brief = document.brief(99);
    assert!(brief.lines().count() <= 99, "{}", brief.lines().count());
    let widest = brief.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(100), "{widest:?}");
    assert!(brief.contains("--full"), "{brief}");
}

#[test]
fn without_an_opening_there_is_no_short_form() {
    let mut section = Section::new("Only", "");
    section.paragraph("One line.");
    let document = Document::new(Section::new("Head", ""), [section]);
    assert_eq!(document.brief(1), document.text());
    assert_eq!(document.text(), "HEAD\n\nONLY\n One line.\n");
}

#[test]
fn the_page_holds_all_and_links_to_what_is_defined() {
    let page = report().page();
    assert_eq!(page.matches(">Explained below: <").count(), 4);
    assert_eq!(page.matches("<dt id=\"note-").count(), 3, "{page}");
    for term in ["note-1-customers", "note-2-error", "note-3-care"] {
        assert_eq!(
            page.matches(&format!(" id=\"{term}\"")).count(),
            1,
            "{term}"
        );
        assert!(page.contains(&format!("href=\"#{term}\"")), "{term}");
    }
    assert_eq!(page.matches("<dd>Chance alone</dd>").count(), 1);
    assert!(page.contains("<dd>Of these customers only</dd>"));
    assert!(page.contains("<li>Sales fell.</li>"));
    assert!(
        page.contains("<li>Call Ann. <span class=\"stake\">At stake: 5 customers</span></li>"),
        "{page}"
    );
    assert!(page.contains("Only in full.") && page.contains("Ann 12"));
}

#[test]
fn a_table_within_a_width() {
    let mut table = Table::new([("Name", Align::Left), ("#", Align::Right)]);
    table.row([
        "one two three four five six seven".to_owned(),
        "1".to_owned(),
    ]);
    assert_eq!(table.within(60).unwrap().render(), table.render());
    let narrow = table.within(24).unwrap().render();
    assert!(
        narrow.lines().all(|line| line.chars().count() <= 24),
        "{narrow}"
    );
    assert!(narrow.contains("seven"), "{narrow}");
    assert!(table.within(10).is_none());
}
