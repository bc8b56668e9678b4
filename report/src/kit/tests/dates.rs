//! Days, a cell and a column at a time.

use chrono::NaiveDate;
use retention::period::Window;

use crate::kit::csv::{self, Layout, Sheet};
use crate::kit::fields::parse_date;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn sheet(dates: &[&str], format: Option<&str>) -> Result<Sheet, String> {
    let rows: String = dates.iter().map(|date| format!("A;{date};1\n")).collect();
    let layout = Layout {
        date_format: format.map(str::to_owned),
        ..Layout::default()
    };
    csv::read(
        format!("customer;date;amount\n{rows}").as_bytes(),
        &layout,
        |_| {},
    )
}

/// What is advised, and whether it mends all.
fn advice(dates: &[&str]) -> (String, bool) {
    let advice = sheet(dates, None).unwrap().advice.unwrap();
    (advice.text, advice.mends)
}

#[test]
fn dates() {
    let read = |text| parse_date(text, None);
    for text in [
        "2024-05-31",
        "20240531",
        "2024/05/31",
        "2024.5.31",
        "2024-05-31T23:59:59Z",
        "2024-05-31 08:00:00.000 +02:00",
        "2024-05-31T08:00:00.123456789-0500",
        "2024-05-31 23:30:00 UTC",
        "2024-05-31 23:30:00.123456 UTC",
        "2024-05-31T10:00:00+02:00[Europe/Paris]",
        "2024-05-31 10:00 Europe/Paris",
        "2024-05-31 9:05 PM",
        "2024-05-31, 09:05",
        "2024-05-31_10:30",
        "2024-05-31T2359",
        "20240531T235959Z",
        "20240531 23:59",
        // The end of the day.
        "2024-05-31 24:00:00",
        "2024-05-31T24:00",
        // A second more.
        "2024-05-31 23:59:60",
    ] {
        assert_eq!(read(text), Ok(day(2024, 5, 31)), "{text}");
    }
    assert_eq!(read("2024-5-1"), Ok(day(2024, 5, 1)));
    for text in [
        "03/04/2024",
        "3/4/2024",
        "31.05.2024",
        "2024-05-31x",
        "2024-05-31 and more words",
        "2024-05/31",
        "2024-005-31",
        "24-05-31",
        "45292",
        "soon",
    ] {
        assert!(read(text).unwrap_err().contains("--date-format"), "{text}");
    }
    for text in ["202４", "２０２４-05-31"] {
        let why = read(text).unwrap_err();
        assert!(
            why.ends_with("write the digits 0 to 9 in half the width"),
            "{why}"
        );
    }
    for text in [
        "2024-05-31 25:61:00",
        "2024-05-31 24:00:01",
        "2024-05-31T24:30",
        "2024-05-31T12:60Z",
        "2024-05-31 12:00:61",
        "20240531T2560",
        "20240531 99",
    ] {
        assert_eq!(
            read(text),
            Err(format!(
                "date {text:?} has a time after it that no clock shows"
            ))
        );
    }
    let told = parse_date("31/05/2024 25:61", Some("%d/%m/%Y"));
    assert!(told.unwrap_err().contains("is left over"));
    assert_eq!(
        read("2023-02-29"),
        Err("date \"2023-02-29\" is not in the calendar".to_owned()),
    );
    assert_eq!(read(""), Err("the date is empty".to_owned()));
}

#[test]
fn dates_in_a_format_that_is_told() {
    let european = |text| parse_date(text, Some("%d/%m/%Y"));
    assert_eq!(european("03/04/2024"), Ok(day(2024, 4, 3)));
    assert_eq!(european("3/4/2024 14:05"), Ok(day(2024, 4, 3)));
    assert_eq!(european("3/4/2024 2:05:00 PM"), Ok(day(2024, 4, 3)));
    assert!(european("2024-04-03").is_err());
    assert!(
        european("03/04/2024x")
            .unwrap_err()
            .contains("\"x\" is left over")
    );
    // %Y takes 24 for the year 24.
    assert!(european("03/04/24").unwrap_err().contains("%y"));
    let short = |text| parse_date(text, Some("%d/%m/%y"));
    assert_eq!(short("03/04/24"), Ok(day(2024, 4, 3)));
    assert_eq!(short("03/04/69"), Ok(day(2069, 4, 3)));
    assert_eq!(short("03/04/70"), Ok(day(1970, 4, 3)));
    assert!(parse_date("03/04/2024", Some("%d/%")).is_err());
    assert_eq!(
        parse_date("5-Jan-2024", Some("%d-%B-%Y")),
        Ok(day(2024, 1, 5))
    );
    for (text, format) in [
        ("5-Jan-2024", "%d-%b-%Y"),
        ("5-January-2024", "%d-%b-%Y"),
        ("5. Jänner 2024", "%d. %B %Y"),
        ("5 janv. 2024", "%d %h %Y"),
        ("5. Jan. 2024", "%d. %B. %Y"),
        ("Jan. 5, 2024", "%B %d, %Y"),
    ] {
        assert_eq!(
            parse_date(text, Some(format)),
            Ok(day(2024, 1, 5)),
            "{text}"
        );
    }
    for text in [
        "5 Jax 2024",
        // November in Finnish, June in Croatian.
        "5 marraskuu 2024",
        "5 lipanj 2024",
    ] {
        assert!(parse_date(text, Some("%d %B %Y")).is_err(), "{text}");
    }
    assert_eq!(
        parse_date("January 5, 2024", Some("%B %d, %Y")),
        Ok(day(2024, 1, 5))
    );
}

#[test]
fn dates_as_numbers_only_when_told() {
    assert!(parse_date("45292", None).is_err());
    for (text, format) in [
        ("45292", "excel"),
        ("45292.979", "excel"),
        ("43830", "excel-1904"),
        ("1704067200", "unix"),
        ("1704153599", "unix"),
        ("1704067200000", "unix-ms"),
        ("1704067200000000", "unix-us"),
    ] {
        assert_eq!(
            parse_date(text, Some(format)),
            Ok(day(2024, 1, 1)),
            "{text}"
        );
    }
    for text in ["-1", "1e3", "NaN", "99999999999999999999", "2024-01-01"] {
        assert!(parse_date(text, Some("excel")).is_err(), "{text}");
    }
}

#[test]
fn dates_that_cannot_be_are_bad_rows() {
    let sheet = sheet(
        &[
            "0024-01-05",
            "2204-02-05",
            "1949-12-31",
            "1950-01-01",
            "2099-12-31",
        ],
        None,
    )
    .unwrap();
    let lines: Vec<u64> = sheet.bad.iter().map(|bad| bad.line).collect();
    assert_eq!((sheet.purchases.len(), lines), (2, vec![2, 3, 4]));
    assert_eq!(
        sheet.bad[0].reason,
        "date \"0024-01-05\" is not between 1950-01-01 and 2099-12-31; --dates-within says which dates may be"
    );
    let layout = Layout {
        dates_within: Some(Window::new(day(1900, 1, 1), day(2024, 12, 31)).unwrap()),
        ..Layout::default()
    };
    let text = "customer,date,amount\nA,1949-12-31,1\nB,2025-01-01,1\n";
    let sheet = csv::read(text.as_bytes(), &layout, |_| {}).unwrap();
    assert_eq!((sheet.purchases.len(), sheet.bad[0].line), (1, 3));
}

#[test]
fn the_file_tells_which_number_is_the_day() {
    let (text, mends) = advice(&["11/8/2018", "11/18/2018"]);
    assert_eq!(
        text,
        "Say --date-format \"%m/%d/%Y\", to go by \"11/18/2018\" in line 3."
    );
    assert!(mends);
    let (text, mends) = advice(&["11/8/2018", "18/11/2018 10:00"]);
    assert_eq!(
        text,
        "Say --date-format \"%d/%m/%Y\", to go by \"18/11/2018 10:00\" in line 3."
    );
    assert!(mends);
    // Nothing decides: neither is suggested before the other.
    let (text, mends) = advice(&["11/8/2018", "3/4/2018"]);
    assert!(
        text.starts_with("The file does not tell which number is the day"),
        "{text}"
    );
    assert!(
        text.contains("\"%d/%m/%Y\" or --date-format \"%m/%d/%Y\""),
        "{text}"
    );
    assert!(mends);
    // Both orders in one file.
    let (text, mends) = advice(&["11/18/2018", "18/11/2018"]);
    assert!(text.contains("\"18/11/2018\" in line 3"), "{text}");
    assert!(
        text.contains("\"11/18/2018\" in line 2") && !mends,
        "{text}"
    );
}

#[test]
fn the_usual_ways_of_writing_a_date() {
    for (date, format) in [
        ("31.05.2024", "%d.%m.%Y"),
        ("31-05-2024", "%d-%m-%Y"),
        ("05-31-2024", "%m-%d-%Y"),
        ("31/05/99", "%d/%m/%y"),
        ("05/31/99", "%m/%d/%y"),
        ("99/05/31", "%y/%m/%d"),
        ("99-05-31", "%y-%m-%d"),
        ("31-May-2024", "%d-%B-%Y"),
        ("5-Jan-24", "%d-%B-%y"),
        ("31 May 2024", "%d %B %Y"),
        ("May 31, 2024", "%B %d, %Y"),
        ("05JAN2024", "%d%B%Y"),
        ("5. Januar 2024", "%d. %B %Y"),
        ("31. März 2024", "%d. %B %Y"),
        ("1 février 2024", "%d %B %Y"),
        ("15 déc. 2024", "%d %B %Y"),
        ("07-Okt-2024", "%d-%B-%Y"),
        ("5 de enero de 2024", "%d de %B de %Y"),
        ("Fri, 05 Jan 2024 10:00:00 GMT", "%A, %d %B %Y"),
        ("Fri, 05 Jan 2024 10:00:00 +0000", "%A, %d %B %Y"),
        ("Friday, January 5, 2024", "%A, %B %d, %Y"),
        ("Fri Jan 05 2024 10:00:00 GMT+0100 (CET)", "%A %B %d %Y"),
        ("Fri Jan 05 10:00:00 UTC 2024", "%A %B %d %H:%M:%S %Z %Y"),
        ("2024-25-01", "%Y-%d-%m"),
        ("20240105123000", "%Y%m%d%H%M%S"),
        ("202401051230", "%Y%m%d%H%M"),
        ("16.01.2024, 10:30 Uhr", "%d.%m.%Y"),
        ("Jan-24", "%B-%y"),
        ("Mai-2024", "%B-%Y"),
        ("1704067200123456", "unix-us"),
        ("31052024", "%d%m%Y"),
        ("05312024", "%m%d%Y"),
        ("45292", "excel"),
        ("45292.75", "excel"),
        ("1704067200", "unix"),
        ("1704067200123", "unix-ms"),
        ("2024年5月31日", "%Y年%m月%d日"),
        ("2018-11", "%Y-%m"),
        ("2018/11", "%Y/%m"),
        ("11/2018", "%m/%Y"),
        ("201811", "%Y%m"),
        ("2018年11月", "%Y年%m月"),
        ("November 2018", "%B %Y"),
    ] {
        let (text, mends) = advice(&[date]);
        assert!(
            text.starts_with(&format!("Say --date-format \"{format}\",")),
            "{date}: {text}"
        );
        assert!(mends);
        assert_eq!(sheet(&[date], Some(format)).unwrap().bad, [], "{date}");
    }
    assert_eq!(sheet(&["soon", "2024-01-05"], None).unwrap().advice, None);
}

#[test]
fn advice_that_would_not_mend_all_says_so() {
    let (text, mends) = advice(&["11/18/2018", "11/19/2018", "soon"]);
    assert_eq!(
        text,
        "2 of these 3 dates would be read with --date-format \"%m/%d/%Y\"."
    );
    assert!(!mends);
    let (text, mends) = advice(&["2018-11-18", "11/19/2018"]);
    assert!(text.contains("Write them all in one way"), "{text}");
    assert!(!mends);
}

#[test]
fn dates_in_several_ways_and_days_before_months() {
    let (text, mends) = advice(&["05-Jan-2024", "Jan 7, 2024", "7 January 2024"]);
    assert_eq!(
        text,
        "The dates are written in several ways: write them all in one, best as 2024-05-31."
    );
    assert!(!mends);
    let (text, mends) = advice(&["2024-05-01", "2024-25-01"]);
    assert_eq!(
        text,
        "The month is no month in \"2024-25-01\" in line 3, and every date of the file fits --date-format \
         \"%Y-%d-%m\": say so if the day stands before the month."
    );
    assert!(mends);
    // A day that is no month tells that the other date is a slip.
    let (text, _) = advice(&["2024-05-31", "2024-25-01"]);
    assert!(text.starts_with("Other dates of the file"), "{text}");
}

#[test]
fn dates_read_in_the_wrong_order_are_not_skipped() {
    let us = ["11/8/2018", "3/4/2018", "11/18/2018", "12/25/2018"];
    let message = sheet(&us, Some("%d/%m/%Y")).unwrap_err();
    assert!(
        message.contains("\"11/18/2018\" in line 4 does not fit \"%d/%m/%Y\""),
        "{message}"
    );
    assert!(
        message.ends_with("say --date-format \"%m/%d/%Y\""),
        "{message}"
    );
    assert_eq!(sheet(&us, Some("%m/%d/%Y")).unwrap().bad, []);
    // Where a day is no month the order is right, and the other row is a slip.
    let slip = sheet(&["18/11/2018", "11/18/2018"], Some("%d/%m/%Y")).unwrap();
    assert_eq!((slip.purchases.len(), slip.bad[0].line), (1, 3));
}

#[test]
fn a_month_is_its_first_day() {
    for (text, format) in [
        ("2018-11", "%Y-%m"),
        ("11/18", "%m/%y"),
        ("Nov 2018", "%b %Y"),
    ] {
        assert_eq!(
            parse_date(text, Some(format)),
            Ok(day(2018, 11, 1)),
            "{text}"
        );
    }
    assert!(parse_date("2018-13", Some("%Y-%m")).is_err());
    assert!(parse_date("2018-11-28", Some("%Y-%m")).is_err());
}

#[test]
fn where_the_year_stands_may_be_open() {
    let (text, mends) = advice(&["28/11/18", "29/11/18", "1/12/18"]);
    assert_eq!(
        text,
        "The file does not tell which number is the year: \"28/11/18\" in line 2 would be 2018-11-28 with \
         --date-format \"%d/%m/%y\" or 2028-11-18 with --date-format \"%y/%m/%d\". Find out from where it \
         comes."
    );
    assert!(mends);
}
