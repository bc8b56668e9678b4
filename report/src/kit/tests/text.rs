//! What the examples share, through its own doors.

use chrono::NaiveDate;
use rust_decimal::dec;

use crate::kit::csv::{self, Layout, Sheet};
use crate::kit::delimiter::Delimiter;
use crate::kit::letters::{is_harmful, visible};
use crate::kit::rows::Reading;
use crate::kit::{format, table};

fn read(data: &[u8], layout: &Layout) -> Result<Sheet, String> {
    csv::read(data, layout, |_| {})
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn columns_by_name_in_any_case_and_order() {
    let sheet = read(
        b"Order Date;note;CUSTOMER_ID;Order-Total\n2024-05-31;\"a;b\";7;3.20\n",
        &Layout::default(),
    )
    .unwrap();
    assert_eq!(sheet.purchases.len(), 1);
    let row = &sheet.purchases[0];
    assert_eq!(
        (row.customer.as_str(), row.date, row.amount),
        ("7", day(2024, 5, 31), dec!(3.20)),
    );
    assert_eq!(sheet.lines, [2]);
    assert_eq!(sheet.columns.amount, "Order-Total");
}

#[test]
fn delimiters_and_byte_order_marks() {
    for (delimiter, text) in [
        ("tab", "customer\tdate\tamount\nAnn\t2024-05-31\t1\n"),
        (";", "customer;date;amount\nAnn;2024-05-31;1\n"),
        ("|", "customer|date|amount\nAnn|2024-05-31|1\n"),
        (",", "\u{feff}customer,date,amount\nAnn,2024-05-31,1\n"),
    ] {
        let found = read(text.as_bytes(), &Layout::default()).unwrap();
        assert_eq!(found.purchases[0].customer, "Ann", "{delimiter}");
        let named = Layout {
            reading: Reading {
                delimiter: Some(delimiter.parse().unwrap()),
                ..Reading::default()
            },
            ..Layout::default()
        };
        assert_eq!(read(text.as_bytes(), &named).unwrap(), found);
    }
    assert!("ab".parse::<Delimiter>().is_err());
    assert!("é".parse::<Delimiter>().is_err());
}

#[test]
fn lines_that_end_in_a_carriage_return() {
    let text = "customer,date,amount\rAnn,2024-01-05,1\rBen,2024-01-05,x\r";
    let sheet = read(text.as_bytes(), &Layout::default()).unwrap();
    assert_eq!(
        (sheet.lines.as_slice(), sheet.bad[0].line),
        ([2].as_slice(), 3)
    );
}

#[test]
fn text_in_another_encoding_only_where_it_matters() {
    let latin = b"customer,date,amount,note\nAnn,2024-01-05,1,caf\xE9\nJos\xE9,2024-01-05,1,\n";
    let sheet = read(latin, &Layout::default()).unwrap();
    assert_eq!((sheet.purchases.len(), sheet.bad.len()), (1, 1));
    assert_eq!(
        sheet.bad[0].reason,
        "\"Jos�\" is not UTF-8: say how the file is written, such as --encoding windows-1252"
    );
}

#[test]
fn numbers_as_people_read_them() {
    assert_eq!(format::count(1_234_567_usize), "1,234,567");
    assert_eq!(format::money(dec!(-1234.50)), "−1,234.50");
    assert_eq!(format::money(dec!(999)), "999");
    assert_eq!(format::money(dec!(10.5)), "10.50");
    assert_eq!(format::money(dec!(124356.899999999999996)), "124,356.90");
    assert_eq!(format::money(dec!(2483794.180)), "2,483,794.18");
    assert_eq!(format::money(dec!(10.000)), "10.00");
    assert_eq!(format::money(dec!(-10.999999)), "−11.00");
    assert_eq!(format::money(dec!(-0.000000001)), "0.00");
    // Dinars have three places, prices of parts may have four.
    assert_eq!(format::money(dec!(12.345)), "12.345");
    assert_eq!(format::money(dec!(0.00450)), "0.0045");
    assert_eq!(format::mean(Some(dec!(2.005))), "2.01");
    assert_eq!(format::mean(Some(dec!(7))), "7.00");
    assert_eq!(format::percent(Some(-0.0001), 1), "0.0 %");
    assert_eq!(format::percent(None, 1), "–");
    assert_eq!(format::counted(1, "row", "rows"), "1 row");
    assert_eq!(format::interval(Some((-0.0001, 0.405_21))), "0.0 to 40.5 %");
    assert_eq!(format::interval(None), "–");
}

#[test]
fn tables_are_ruled_and_aligned() {
    use table::{Align, Table};
    let mut table = Table::new([("Tier", Align::Left), ("Customers", Align::Right)]);
    table.row(["Top".to_owned(), "24".to_owned()]);
    table.total(["Total".to_owned(), "2,357".to_owned()]);
    assert_eq!(
        table.render(),
        " Tier   Customers\n ────────────────\n Top           24\n ────────────────\n Total      2,357\n",
    );
}

#[test]
fn text_in_lines() {
    let lines = |width| format::lines("one or more silently", width);
    assert_eq!(lines(20), ["one or more silently"]);
    assert_eq!(lines(19), ["one or more", "silently"]);
    assert_eq!(lines(6), ["one or", "more", "silently"]);
    assert_eq!(lines(0), ["one", "or", "more", "silently"]);
    // What a line is indented by is kept, and characters are counted, not bytes.
    assert_eq!(format::lines("  –– ––", 7), ["  –– ––"]);
    assert_eq!(format::lines("", 7), [""]);
}

#[test]
fn tables_break_long_text_where_told_to() {
    use table::{Align, Table};
    let columns = [
        ("Stage", Align::Left),
        ("Why", Align::Left),
        ("#", Align::Right),
    ];
    let mut table = Table::new(columns).broken(1, 9);
    table.row(["Decline", "silent 3, falling 2", "5"].map(str::to_owned));
    assert_eq!(
        table.render(),
        " Stage    Why        #\n ─────────────────────\n Decline  silent 3,  5\n          falling 2\n",
    );
}

#[test]
fn letters_that_turn_the_text_around_stand_by_their_numbers() {
    use crate::kit::document::{Document, Fact, Section};
    use crate::kit::table::{Align, Table};
    let name = "Ann\u{202e}\u{7}";
    let mut table = Table::new([(name, Align::Left), ("#", Align::Right)]);
    table.row([name.to_owned(), "1".to_owned()]);
    let mut section = Section::new(name, name);
    section.table(table);
    section.facts([Fact::words(name, name, name)]);
    section.paragraph(format!("{name}\n{name}"));
    let text = Document::new(section, []).text();
    let held = text.chars().filter(|&c| c != '\n' && is_harmful(c));
    assert_eq!(held.count(), 0, "{text:?}");
    assert!(text.contains(" Ann\\u{202e}\\u{7}  1\n"), "{text}");
    assert_eq!(text.lines().count(), 8, "{text}");
    for letter in "\0\n\u{1b}\u{85}\u{61c}\u{200f}\u{2028}\u{2066}".chars() {
        assert!(is_harmful(letter) && visible(&letter.to_string()).is_ascii());
    }
    assert_eq!(visible("é 客户 “a”\u{200d}"), "é 客户 “a”\u{200d}");
}

#[test]
fn the_first_few_of_many_columns() {
    let headers: Vec<String> = (0..100_000).map(|at| format!("h{at}")).collect();
    let text = headers.join(",") + "\n";
    let error = read(text.as_bytes(), &Layout::default()).unwrap_err();
    assert!(error.contains("\"h0\", \"h1\", "), "{error}");
    assert!(error.contains("\"h19\" and 99,980 more"), "{error}");
    assert!(error.len() < 500, "{}", error.len());
}
