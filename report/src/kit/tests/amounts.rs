//! Amounts of money, a cell and a column at a time.

use rust_decimal::{Decimal, dec};

use crate::kit::csv::{self, Layout, Sheet};
use crate::kit::fields::{DecimalMark, parse_amount};

/// What a column of these amounts is read as.
fn column(amounts: &[&str], mark: Option<DecimalMark>) -> Result<Vec<Decimal>, String> {
    let sheet = sheet(amounts, mark)?;
    assert_eq!(sheet.bad, []);
    Ok(sheet.purchases.iter().map(|row| row.amount).collect())
}

fn sheet(amounts: &[&str], decimal_mark: Option<DecimalMark>) -> Result<Sheet, String> {
    let rows: String = amounts
        .iter()
        .map(|amount| format!("A;2024-01-05;{amount}\n"))
        .collect();
    let layout = Layout {
        decimal_mark,
        ..Layout::default()
    };
    let text = format!("Customer;Date;Amount\n{rows}");
    csv::read(text.as_bytes(), &layout, |_| {})
}

const POINT: Option<DecimalMark> = Some(DecimalMark::Point);
const COMMA: Option<DecimalMark> = Some(DecimalMark::Comma);

#[test]
fn three_digits_after_every_point_may_be_thousands() {
    let shop = ["1.250", "980", "12.400"];
    let message = column(&shop, None).unwrap_err();
    assert_eq!(
        message,
        "the amounts in column \"Amount\" can be read in two ways: every point has three digits after it, \
         as \"1.250\" in line 2; say --decimal-point where it stands before the decimals, or \
         --decimal-comma where it stands between thousands"
    );
    let exact = |amounts: Vec<Decimal>| amounts.iter().map(Decimal::to_string).collect::<Vec<_>>();
    assert_eq!(
        exact(column(&shop, POINT).unwrap()),
        ["1.250", "980", "12.400"]
    );
    assert_eq!(
        exact(column(&shop, COMMA).unwrap()),
        ["1250", "980", "12400"]
    );

    let message = column(&["1,250", "980"], None).unwrap_err();
    assert!(
        message.contains("every comma has three digits after it"),
        "{message}"
    );
    assert!(
        message.contains("say --decimal-comma where it stands before"),
        "{message}"
    );
    assert_eq!(
        column(&["1,250", "980"], POINT).unwrap(),
        [dec!(1250), dec!(980)]
    );
    assert_eq!(
        column(&["1,250", "980"], COMMA).unwrap(),
        [dec!(1.250), dec!(980)]
    );
    // A sign or a currency changes nothing.
    for amount in ["-1.250", "(1.250)", "$1.250", "1.250 EUR", "1.250-"] {
        assert!(
            column(&[amount], None).unwrap_err().contains("two ways"),
            "{amount}"
        );
    }
}

#[test]
fn one_cell_decides_for_its_column() {
    for (decides, expected) in [
        ("12.50", dec!(1.250)),
        ("0.500", dec!(1.250)),
        (".5", dec!(1.250)),
        ("1234.567", dec!(1.250)),
        ("1.2345", dec!(1.250)),
        ("1,234,567", dec!(1.250)),
        ("1,234.567", dec!(1.250)),
        ("1.5e3", dec!(1.250)),
        ("12,5", dec!(1250)),
        ("0,500", dec!(1250)),
        ("1.250.000", dec!(1250)),
        ("1.250,00", dec!(1250)),
    ] {
        // Before the cell that is open, and after it.
        assert_eq!(
            column(&["1.250", decides], None).unwrap()[0],
            expected,
            "{decides}"
        );
        assert_eq!(
            column(&[decides, "1.250"], None).unwrap()[1],
            expected,
            "{decides}"
        );
    }
    // What says nothing of the mark decides nothing.
    for silent in ["980", "1 250", "1'250", "1e3", "-7"] {
        assert!(column(&["1.250", silent], None).is_err(), "{silent}");
    }
}

#[test]
fn a_column_written_in_two_ways() {
    let message = column(&["12.50", "12,50"], None).unwrap_err();
    assert!(
        message
            .contains("\"12.50\" in line 2 with a point before the decimals, \"12,50\" in line 3"),
        "{message}"
    );
    let told = sheet(&["12.50", "12,50"], POINT).unwrap();
    assert_eq!((told.purchases.len(), told.bad[0].line), (1, 3));
    assert!(
        told.bad[0].reason.contains("write a point"),
        "{}",
        told.bad[0].reason
    );
    let told = sheet(&["12.50", "12,50"], COMMA).unwrap();
    assert_eq!((told.purchases.len(), told.bad[0].line), (1, 2));
    assert!(
        told.bad[0].reason.contains("write a comma"),
        "{}",
        told.bad[0].reason
    );
}

#[test]
fn a_row_that_cannot_be_read_leaves_no_amount_behind() {
    let text =
        "customer;date;amount\nA;?;1.250\nB;2024-01-05;7\nC;2024-01-05;2.500\nD;2024-01-05;1,5\n";
    let sheet = csv::read(text.as_bytes(), &Layout::default(), |_| {}).unwrap();
    let amounts: Vec<Decimal> = sheet.purchases.iter().map(|row| row.amount).collect();
    assert_eq!(amounts, [dec!(7), dec!(2500), dec!(1.5)]);
}

#[test]
fn amounts_as_people_write_them() {
    for (text, expected) in [
        ("29.33", "29.33"),
        ("-4", "-4"),
        ("+0.10", "0.10"),
        (".5", "0.5"),
        ("12.", "12"),
        ("1,286.01", "1286.01"),
        ("12,345,678.90", "12345678.90"),
        ("1,00,000.50", "100000.50"),
        ("1 286.01", "1286.01"),
        ("1\u{a0}286.01", "1286.01"),
        ("1\u{202f}286.01", "1286.01"),
        ("1\u{2009}286.01", "1286.01"),
        ("1'286.01", "1286.01"),
        ("1\u{2019}286.01", "1286.01"),
        ("1 000", "1000"),
        ("12.50 EUR", "12.50"),
        ("EUR 12.50", "12.50"),
        ("eur12.50", "12.50"),
        ("12.50€", "12.50"),
        ("12.50\u{a0}€", "12.50"),
        ("$12", "12"),
        ("$1,286.01", "1286.01"),
        ("US$ 5", "5"),
        ("R$5.00", "5.00"),
        ("£5", "5"),
        ("₹1,00,000", "100000"),
        ("Rs.500", "500"),
        ("Fr. 12.50", "12.50"),
        ("12 kr", "12"),
        ("12.50 zł", "12.50"),
        ("(12.50)", "-12.50"),
        ("($1,286.01)", "-1286.01"),
        ("$(5.00)", "-5.00"),
        ("-$5.00", "-5.00"),
        ("$-5.00", "-5.00"),
        ("- 5.00", "-5.00"),
        ("12.50-", "-12.50"),
        ("12.50 - EUR", "-12.50"),
        ("40.-", "40"),
        ("CHF 1'240.--", "1240"),
        ("40,\u{2013} €", "40"),
        ("-40,-", "-40"),
        ("\u{2212}5.00", "-5.00"),
        ("\u{2013}5.00", "-5.00"),
        ("1e3", "1000"),
        ("1.5E+2", "150"),
        ("1.776357e-15", "0.000000000000001776357"),
        ("-2.5e-1", "-0.25"),
        ("0e5", "0"),
        ("(0.00)", "0.00"),
        (
            "79228162514264337593543950335",
            "79228162514264337593543950335",
        ),
    ] {
        let found = parse_amount(text, DecimalMark::Point);
        assert_eq!(
            found.map(|found| found.to_string()),
            Ok(expected.to_owned()),
            "{text}"
        );
    }
    for (text, expected) in [
        ("15,99", "15.99"),
        ("-1250", "-1250"),
        ("1.250", "1250"),
        ("1.250,50", "1250.50"),
        ("1 250,50 €", "1250.50"),
        ("1 250,500", "1250.500"),
        ("(1.250,50)", "-1250.50"),
        ("1,5e3", "1500"),
    ] {
        let found = parse_amount(text, DecimalMark::Comma);
        assert_eq!(
            found.map(|found| found.to_string()),
            Ok(expected.to_owned()),
            "{text}"
        );
    }
}

#[test]
fn amounts_that_are_refused() {
    for (text, reason) in [
        ("", "is empty"),
        (
            "12,50",
            "a point before the decimals (or say --decimal-comma)",
        ),
        ("1_000", "nothing between thousands"),
        ("12 50", "nothing between thousands"),
        ("1,28,6.01", "nothing between thousands"),
        ("1,234 567", "nothing between thousands"),
        ("1.2.3", "nothing between thousands"),
        ("0 500", "nothing between thousands"),
        ("NaN", "not a number"),
        ("inf", "not a number"),
        ("1-2", "not a number"),
        ("-", "not a number"),
        ("n/a", "not a number"),
        ("EUR", "not a number"),
        ("12 pcs", "not a number"),
        ("12,", "not a number"),
        ("1e", "not a number"),
        ("1e9999", "not a number"),
        ("e3", "not a number"),
        ("(5", "not a number"),
        ("2024-01-05", "not a number"),
        ("--5", "two signs"),
        ("-(5)", "two signs"),
        ("-5-", "two signs"),
        ("12 %", "a percentage"),
        ("1e40", "more digits"),
        ("1e-40", "more digits"),
        ("123456789012345678901234567890", "more digits"),
        ("0.12345678901234567890123456789", "more digits"),
        ("1234567890123456789012345678901234567890", "more digits"),
    ] {
        let found = parse_amount(text, DecimalMark::Point).unwrap_err();
        assert!(found.contains(reason), "{text}: {found}");
    }
    for text in ["1,2,3", "12.50", ""] {
        assert!(parse_amount(text, DecimalMark::Comma).is_err(), "{text}");
    }
}

#[test]
fn one_column_is_in_one_currency() {
    assert_eq!(column(&["5 EUR", "6", "7 EUR"], None).unwrap().len(), 3);
    let sheet = sheet(&["5 EUR", "6 USD", "7"], None).unwrap();
    assert_eq!(sheet.purchases.len(), 2);
    assert_eq!(
        sheet.bad[0].reason,
        "amount \"6 USD\" is in USD, and line 2 in EUR: convert them into one currency"
    );
}

#[test]
fn one_currency_written_in_several_ways() {
    for one in [
        ["USD 5", "US$6", "$7"],
        ["$5", "6 CAD", "CA$7"],
        ["5 €", "EUR 6", "7 eur"],
        ["¥5", "6 JPY", "7円"],
        ["5 kr", "6 kr.", "SEK 7"],
        ["R$ 5", "6 BRL", "7"],
    ] {
        let sheet = sheet(&one, None).unwrap();
        assert_eq!((sheet.purchases.len(), &sheet.bad), (3, &vec![]), "{one:?}");
    }
    for other in [
        ["$5", "6 CAD", "USD 7"],
        ["USD 5", "US$6", "A$7"],
        ["¥5", "6 JPY", "7元"],
        ["$5", "$6", "€7"],
    ] {
        let sheet = sheet(&other, None).unwrap();
        assert_eq!(sheet.bad.len(), 1, "{other:?}");
        assert_eq!(sheet.bad[0].line, 4, "{other:?}");
    }
}
