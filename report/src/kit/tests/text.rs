//! What the examples share, through its own doors.

use chrono::NaiveDate;
use rust_decimal::dec;

use crate::kit::csv::{self, Layout, Sheet};
use crate::kit::fields::{DecimalMark, parse_amount, parse_date};
use crate::kit::letters::{is_harmful, visible};
use crate::kit::rows::Delimiter;
use crate::kit::{format, table};

fn read(data: &[u8], layout: &Layout) -> Result<Sheet, String> {
    csv::read(data, layout, |_| {})
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn dates() {
    let read = |text| parse_date(text, None);
    for text in [
        "2024-05-31",
        "20240531",
        "2024-05-31T23:59:59Z",
        "2024-05-31 08:00:00.000 +02:00",
    ] {
        assert_eq!(read(text), Ok(day(2024, 5, 31)), "{text}");
    }
    for text in [
        "03/04/2024",
        "3/4/2024",
        "2024-5-1",
        "31.05.2024",
        "2024-05-31x",
        "soon",
        "202４",
    ] {
        assert!(read(text).unwrap_err().contains("--date-format"), "{text}");
    }
    assert_eq!(
        read("2023-02-29"),
        Err("date \"2023-02-29\" is not in the calendar".to_owned()),
    );
    assert_eq!(read(""), Err("the date is empty".to_owned()));

    let european = |text| parse_date(text, Some("%d/%m/%Y"));
    assert_eq!(european("03/04/2024"), Ok(day(2024, 4, 3)));
    assert!(european("2024-04-03").is_err());
    // %Y takes 24 for the year 24.
    assert!(european("03/04/24").unwrap_err().contains("%y"));
    assert_eq!(
        parse_date("03/04/24", Some("%d/%m/%y")),
        Ok(day(2024, 4, 3))
    );
    assert!(parse_date("03/04/2024", Some("%d/%")).is_err());
}

#[test]
fn amounts() {
    assert_eq!(parse_amount("29.33", DecimalMark::Point), Ok(dec!(29.33)));
    assert_eq!(parse_amount("-4", DecimalMark::Point), Ok(dec!(-4)));
    assert_eq!(parse_amount("+0.10", DecimalMark::Point), Ok(dec!(0.10)));
    for (text, reason) in [
        ("", "is empty"),
        ("1,234.50", "nothing between thousands"),
        ("12,50", "a point before the decimals"),
        ("1_000", "nothing between thousands"),
        ("1 000", "nothing between thousands"),
        ("$12", "sign of the currency"),
        ("12 €", "nothing between thousands"),
        ("NaN", "not a number"),
        ("inf", "not a number"),
        ("1e3", "not a number"),
        ("1-2", "not a number"),
        ("-", "not a number"),
        ("n/a", "not a number"),
        ("123456789012345678901234567890", "more digits"),
        ("0.12345678901234567890123456789", "more digits"),
    ] {
        let found = parse_amount(text, DecimalMark::Point).unwrap_err();
        assert!(found.contains(reason), "{text}: {found}");
    }
}

#[test]
fn amounts_with_a_comma() {
    let comma = |text| parse_amount(text, DecimalMark::Comma);
    assert_eq!(comma("15,99"), Ok(dec!(15.99)));
    assert_eq!(comma("-1250"), Ok(dec!(-1250)));
    for text in ["1.250", "1.250,50", "1,2,3", ""] {
        assert!(comma(text).is_err(), "{text}");
    }
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
            delimiter: Some(delimiter.parse().unwrap()),
            ..Layout::default()
        };
        assert_eq!(read(text.as_bytes(), &named).unwrap(), found);
    }
    assert!("ab".parse::<Delimiter>().is_err());
    assert!("é".parse::<Delimiter>().is_err());
    let utf16 = read(b"\xFF\xFEc\0", &Layout::default());
    assert!(utf16.unwrap_err().contains("UTF-16"));
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
    assert!(sheet.bad[0].reason.contains("is not UTF-8"));
}

#[test]
fn numbers_as_people_read_them() {
    assert_eq!(format::count(1_234_567_usize), "1,234,567");
    assert_eq!(format::money(dec!(-1234.50)), "−1,234.50");
    assert_eq!(format::money(dec!(999)), "999");
    assert_eq!(format::money(dec!(10.5)), "10.50");
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
