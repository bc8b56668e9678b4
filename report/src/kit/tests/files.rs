//! Files as programs and people leave them.

use rust_decimal::dec;

use crate::kit::csv::{self, Layout, Sheet};
use crate::kit::encoding::Encoding;
use crate::kit::rows::Reading;

fn with(data: &[u8], reading: Reading) -> Result<Sheet, String> {
    let layout = Layout {
        reading,
        ..Layout::default()
    };
    csv::read(data, &layout, |_| {})
}

fn read(data: impl AsRef<[u8]>) -> Result<Sheet, String> {
    with(data.as_ref(), Reading::default())
}

fn skipping(data: &str, skip_lines: usize) -> Result<Sheet, String> {
    let reading = Reading {
        skip_lines,
        ..Reading::default()
    };
    with(data.as_bytes(), reading)
}

fn encoded(data: &[u8], encoding: &str) -> Result<Sheet, String> {
    let reading = Reading {
        encoding: Some(encoding.parse().unwrap()),
        ..Reading::default()
    };
    with(data, reading)
}

/// The customers, and the lines on which their rows begin.
fn customers(sheet: &Sheet) -> Vec<(&str, u64)> {
    assert_eq!(sheet.bad, []);
    let customers = sheet.purchases.iter().map(|row| row.customer.as_str());
    customers.zip(sheet.lines.iter().copied()).collect()
}

const SHOP: &str = "customer,date,amount\nAnn,2024-01-05,1\nBen,2024-01-06,2\n";

#[test]
fn a_first_line_that_names_the_delimiter() {
    for (first, mark) in [
        ("sep=;\n", ";"),
        ("sep=;\r\n", ";"),
        ("SEP=|\n", "|"),
        ("\"sep=;\"\n", ";"),
        ("sep=\t\n", "\t"),
        ("sep=:\n", ":"),
        ("\u{feff}sep=;\n", ";"),
    ] {
        let text = first.to_owned() + &SHOP.replace(',', mark);
        assert_eq!(
            customers(&read(&text).unwrap()),
            [("Ann", 3), ("Ben", 4)],
            "{first:?}"
        );
    }
    // What the user says counts more.
    let told = Reading {
        delimiter: Some(",".parse().unwrap()),
        ..Reading::default()
    };
    let sheet = with(format!("sep=;\n{SHOP}").as_bytes(), told).unwrap();
    assert_eq!(sheet.purchases.len(), 2);
}

#[test]
fn titles_above_the_header() {
    let text = format!("Sales report 2024\n\nPrinted on 2024-02-01; page 1\n{SHOP}");
    let message = read(&text).unwrap_err();
    assert!(
        message.ends_with("; line 4 seems to be the header: say --skip-lines 3"),
        "{message}"
    );
    for text in [
        text.clone(),
        text.replace('\n', "\r\n"),
        text.replace('\n', "\r"),
    ] {
        assert_eq!(
            customers(&skipping(&text, 3).unwrap()),
            [("Ann", 5), ("Ben", 6)]
        );
    }
    let message = skipping(&text, 1).unwrap_err();
    assert!(message.contains("say --skip-lines 3"), "{message}");
    let message = skipping(&text, 100).unwrap_err();
    assert_eq!(message, "nothing stands below 100 lines");
    // Empty lines are counted, and the header is none of them.
    let message = read(format!("Report\n\n\n{SHOP}")).unwrap_err();
    assert!(
        message.ends_with("; line 4 seems to be the header: say --skip-lines 3"),
        "{message}"
    );
    // It is a line of its own that names the delimiter.
    let named = format!("sep=,\nReport\n{SHOP}");
    assert!(read(&named).unwrap_err().ends_with("say --skip-lines 2"));
    assert_eq!(skipping(&named, 2).unwrap().purchases.len(), 2);
    // Where no line is a header nothing is suggested.
    let none = read("a,b\nc,d\n").unwrap_err();
    assert!(
        !none.contains("skip-lines") && !none.contains("no-header"),
        "{none}"
    );
}

#[test]
fn totals_below_the_rows() {
    for line in [
        "Total,,3",
        ",,Grand total: 3",
        "TOTAL:,,3",
        "Summe,,3",
        "合计,,3",
        "\"Total\",,\"1,286.01\"",
    ] {
        let sheet = read(format!("{SHOP}{line}\n")).unwrap();
        assert_eq!((sheet.purchases.len(), sheet.bad[0].line), (2, 4), "{line}");
        let reason = &sheet.bad[0].reason;
        assert!(
            reason.starts_with("it seems to be a total, not a purchase: "),
            "{line}: {reason}"
        );
    }
    // A customer may well be called so.
    assert_eq!(
        read(format!("{SHOP}Total Wine,2024-01-07,3\n"))
            .unwrap()
            .bad,
        []
    );
    let sheet = read(format!("{SHOP}Totally,,3\n")).unwrap();
    assert_eq!(sheet.bad[0].reason, "the date is empty");
    // Rows in which nothing stands are no rows.
    let sheet = read(format!("{SHOP},,\n , ,\n\n  \n,,,,\n")).unwrap();
    assert_eq!(customers(&sheet), [("Ann", 2), ("Ben", 3)]);
}

#[test]
fn more_or_fewer_columns_than_the_header() {
    let sheet =
        read("customer,date,amount\nAnn,2024-01-05,1,\nBen,2024-01-05,1,286.01\nCem\n").unwrap();
    assert_eq!(sheet.purchases.len(), 1);
    assert_eq!(
        sheet.bad[0].reason,
        "it has 4 columns, the header has 3; a field that holds what separates the columns needs quotation \
         marks"
    );
    assert_eq!(sheet.bad[1].reason, "it has 1 column, the header has 3");
}

#[test]
fn letters_in_another_encoding() {
    let latin = b"customer,date,amount\nJos\xE9,2024-01-05,12.50 \x80\n";
    let sheet = encoded(latin, "windows-1252").unwrap();
    assert_eq!(customers(&sheet), [("José", 2)]);
    assert_eq!(sheet.purchases[0].amount, dec!(12.50));
    let headers = b"Kund\xE9,date,amount\nJo,2024-01-05,1\n";
    assert_eq!(
        encoded(headers, "latin1")
            .unwrap_err()
            .matches("Kundé")
            .count(),
        1
    );
    assert_eq!(
        encoded(b"customer\n\xFF\xFE", "utf-8").unwrap_err(),
        "the file is not written in UTF-8"
    );
    let chinese = "customer,date,amount\n客户,2024-01-05,1\n";
    let (gbk, _, _) = encoding_rs::GBK.encode(chinese);
    assert_eq!(customers(&encoded(&gbk, "gbk").unwrap()), [("客户", 2)]);
    assert!("klingon".parse::<Encoding>().is_err());
}

#[test]
fn utf_16() {
    let text = SHOP.replace("Ann", "Änn");
    let units = || text.encode_utf16();
    let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
    for (mark, bytes, name) in [
        (b"\xFF\xFE", &little, "utf-16le"),
        (b"\xFE\xFF", &big, "utf-16be"),
    ] {
        let marked = [mark.as_slice(), bytes].concat();
        assert_eq!(customers(&read(&marked).unwrap()), [("Änn", 2), ("Ben", 3)]);
        let message = read(bytes).unwrap_err();
        assert!(message.contains(&format!("--encoding {name}")), "{message}");
        assert_eq!(encoded(bytes, name).unwrap().purchases.len(), 2);
        // The mark wins over what the user says.
        assert_eq!(encoded(&marked, "windows-1252").unwrap().purchases.len(), 2);
    }
}

/// The first lines of the master file of CDNOW as it is published.
const CDNOW: &str =
    " 00001 19970101  1   11.77\n 00002 19970112  1   12.00\n 00002 19970112  5   77.00\n";

#[test]
fn columns_aligned_by_blanks_without_a_header() {
    let message = read(CDNOW).unwrap_err();
    assert!(
        message.contains("where there is no header say --no-header")
            && message.ends_with("such as --customer 1 --date 2 --amount 4"),
        "{message}"
    );
    let layout = |no_header| Layout {
        customer: Some("1".to_owned()),
        date: Some("2".to_owned()),
        amount: Some("4".to_owned()),
        reading: Reading {
            no_header,
            ..Reading::default()
        },
        ..Layout::default()
    };
    for text in [
        CDNOW.to_owned(),
        CDNOW.replace('\n', "\r\n"),
        format!("\n{CDNOW}\n\n"),
    ] {
        let sheet = csv::read(text.as_bytes(), &layout(true), |_| {}).unwrap();
        assert_eq!(sheet.bad, []);
        let amounts: Vec<_> = sheet.purchases.iter().map(|row| row.amount).collect();
        assert_eq!(amounts, [dec!(11.77), dec!(12.00), dec!(77.00)]);
        assert_eq!(sheet.purchases[0].customer, "00001");
    }
    let sheet = csv::read(CDNOW.as_bytes(), &layout(true), |_| {}).unwrap();
    assert_eq!(sheet.lines, [1, 2, 3]);
    // Numbers are no names where the first line is taken for a header.
    let message = csv::read(CDNOW.as_bytes(), &layout(false), |_| {}).unwrap_err();
    assert!(message.contains("say --no-header"), "{message}");
}

#[test]
fn columns_aligned_by_blanks_below_a_header() {
    for text in [
        "customer  date        amount\nAnn       2024-01-05    1,50\nBen       2024-01-06   12,00\n",
        "customer \t date \t amount\nAnn \t 2024-01-05 \t 1.50\nBen \t 2024-01-06 \t 12.00\n",
        "Customer Id  Order Date        Amount\nAnn          2024-01-05 10:00   1.50\n\
         Ben          2024-01-06 11:00  12.00\n",
    ] {
        let sheet = read(text).unwrap();
        assert_eq!(customers(&sheet), [("Ann", 2), ("Ben", 3)]);
        assert_eq!(sheet.purchases[0].amount, dec!(1.50), "{text}");
    }
    let told = Reading {
        delimiter: Some("blanks".parse().unwrap()),
        ..Reading::default()
    };
    let sheet = with(b"customer date amount\nAnn 2024-01-05 1\nBen\n", told).unwrap();
    assert_eq!((sheet.purchases.len(), sheet.bad[0].line), (1, 3));
}

#[test]
fn a_file_without_a_header() {
    let rows = "Ann,2024-01-05,1\n\"Ben\nthe second\",2024-01-06,2\n";
    let message = read(rows).unwrap_err();
    assert!(
        message.ends_with("--customer 1 --date 2 --amount 3"),
        "{message}"
    );
    let layout = Layout {
        customer: Some("1".to_owned()),
        date: Some("2".to_owned()),
        amount: Some("3".to_owned()),
        reading: Reading {
            no_header: true,
            skip_lines: 1,
            ..Reading::default()
        },
        ..Layout::default()
    };
    let sheet = csv::read(format!("a title\n{rows}").as_bytes(), &layout, |_| {}).unwrap();
    assert_eq!(customers(&sheet), [("Ann", 2), ("Ben\nthe second", 3)]);
    assert_eq!(sheet.columns.customer, "1");
}

#[test]
fn text_that_spreadsheets_keep_as_text() {
    let text = "customer,date,amount\n=\"00012\",=\"2024-01-05\",=\"1.50\"\n";
    let sheet = read(text).unwrap();
    assert_eq!(customers(&sheet), [("00012", 2)]);
    assert_eq!(sheet.purchases[0].amount, dec!(1.50));
}

#[test]
fn headers_of_shops() {
    for (headers, customer, amount) in [
        (
            "household_id,TRANSACTION_DT,sales_value",
            "household_id",
            "sales_value",
        ),
        (
            "household_key,DAY,SALES_VALUE",
            "household_key",
            "SALES_VALUE",
        ),
        ("Id,Date,dollar_value", "Id", "dollar_value"),
        (
            "CUSTOMER_ID,TRANSACTION_DT,Sales Amount",
            "CUSTOMER_ID",
            "Sales Amount",
        ),
        (
            "Customer ID,InvoiceDate,Total Price",
            "Customer ID",
            "Total Price",
        ),
        ("customer_id,t_dat,amt", "customer_id", "amt"),
        ("Kunde,Datum,Betrag", "Kunde", "Betrag"),
        (
            "Kunden-Nr.,Rechnungsdatum,Nettobetrag",
            "Kunden-Nr.",
            "Nettobetrag",
        ),
        (
            "KundenID,Kaufdatum,Umsatz in EUR",
            "KundenID",
            "Umsatz in EUR",
        ),
        ("E-Mail,Bestelldatum,Gesamtsumme", "E-Mail", "Gesamtsumme"),
        ("Debitor,Belegdatum,Betrag EUR", "Debitor", "Betrag EUR"),
        (
            "Client,Date de commande,Montant TTC",
            "Client",
            "Montant TTC",
        ),
        ("Cliente,Fecha,Importe", "Cliente", "Importe"),
        ("Klant,Besteldatum,Bedrag", "Klant", "Bedrag"),
        ("客户,日期,金额", "客户", "金额"),
        ("会员号,消费日期,消费金额", "会员号", "消费金额"),
        ("买家昵称,付款时间,买家实付金额", "买家昵称", "买家实付金额"),
        ("用户ID,订单日期,支付金额(元)", "用户ID", "支付金额(元)"),
        ("客户名称,下单时间,订单金额元", "客户名称", "订单金额元"),
        ("會員編號,交易日期,銷售額", "會員編號", "銷售額"),
        ("顧客ID,購入日,売上", "顧客ID", "売上"),
        ("고객번호,구매일,결제금액", "고객번호", "결제금액"),
        ("customer_id,date,amount_usd", "customer_id", "amount_usd"),
        ("customer,date,amount,data", "customer", "amount"),
        ("cliente,data,importo", "cliente", "importo"),
        // A header that names no currency is taken before those that do.
        ("customer,date,amount,amount_eur", "customer", "amount"),
    ] {
        let rest = ",2".repeat(headers.matches(',').count() - 2);
        let sheet = read(format!("{headers}\n7,2024-01-05,1{rest}\n")).unwrap();
        let found = (
            sheet.columns.customer.as_str(),
            sheet.columns.amount.as_str(),
        );
        assert_eq!(found, (customer, amount), "{headers}");
    }
    let two = read("customer,date,amount_usd,amount_eur\n7,2024-01-05,1,2\n").unwrap_err();
    assert!(
        two.starts_with("several columns may be the amount"),
        "{two}"
    );
    let two = read("Kunde;Menge;Einzelpreis (EUR);Datum\nA;2;3,50;2024-01-05\n").unwrap_err();
    assert!(two.ends_with("--quantity Menge multiplies them"), "{two}");
    let wide = read("客户，日期，金额\n张三，2024-01-05，12.50\n").unwrap_err();
    assert!(
        wide.ends_with(
            "“，” seems to separate the columns: replace it by a comma, which is half as wide"
        ),
        "{wide}"
    );
    let whole = read("\"customer,date,amount\"\n\"A,2024-01-05,10\"\n").unwrap_err();
    assert!(
        whole.ends_with("every line seems to stand in quotation marks as a whole: take these away"),
        "{whole}"
    );
    // A number of its own for each row is not taken for the customer where there is one.
    let sheet = read("Id,customer,date,amount,paid\n1,Ann,2024-01-05,1,2\n").unwrap();
    assert_eq!(sheet.purchases[0].customer, "Ann");
    assert_eq!(sheet.columns.amount, "amount");
}

#[test]
fn a_sample_aligned_by_blanks_holds_the_same_purchases() {
    let separated = include_str!("../../../data/cdnow.csv");
    let sheet = read(separated).unwrap();
    let aligned: String = sheet
        .purchases
        .iter()
        .map(|row| {
            let (customer, day) = (&row.customer, row.date.format("%Y%m%d"));
            format!(" {customer:>5} {day} {:>2} {:>7}\n", 1, row.amount)
        })
        .collect();
    let layout = Layout {
        customer: Some("1".to_owned()),
        date: Some("2".to_owned()),
        amount: Some("4".to_owned()),
        reading: Reading {
            no_header: true,
            ..Reading::default()
        },
        ..Layout::default()
    };
    let found = csv::read(aligned.as_bytes(), &layout, |_| {}).unwrap();
    assert_eq!((found.bad.len(), found.purchases.len()), (0, 6919));
    assert_eq!(found.purchases, sheet.purchases);
}

#[test]
fn a_header_in_another_encoding() {
    for (header, row, encoding) in [
        (
            &b"\xbf\xcd\xbb\xa7,\xc8\xd5\xc6\xda,\xbd\xf0\xb6\xee\n"[..],
            "A",
            "gbk",
        ),
        (
            b"\x8c\xda\x8b\x71,\x93\xfa\x95\x74,\x8b\xe0\x8a\x7a\n",
            "A",
            "shift_jis",
        ),
        (b"K\xe4ufer,Datum,Betrag\n", "A", "windows-1252"),
    ] {
        let data = [header, row.as_bytes(), b",2024-01-05,1\n"].concat();
        let message = read(&data).unwrap_err();
        assert!(message.contains("is not UTF-8"), "{message}");
        assert!(
            message.contains(&format!("--encoding {encoding}")),
            "{message}"
        );
    }
}

/// Workbooks, archives, web pages and JSON are no tables in text.
#[test]
fn files_of_other_kinds() {
    for (start, said) in [
        (
            &b"PK\x03\x04\x14"[..],
            "a workbook or an archive, not text: save its sheet as CSV",
        ),
        (b"\xd0\xcf\x11\xe0\xa1", "a workbook of an old kind"),
        (b"\x1f\x8b\x08", "packed with gzip: unpack it"),
        (b"%PDF-1.7", "a PDF"),
        (b"<HTML>", "a web page or XML"),
        (b"\xEF\xBB\xBF[{\"a\":1}]", "JSON, not a table"),
        (b"{\"a\":1}", "JSON, not a table"),
    ] {
        let message = crate::kit::encoding::decode(start, None).unwrap_err();
        assert!(
            message.starts_with(&format!("the file is {said}")),
            "{message}"
        );
    }
    for text in ["customer,date", "P", "[a],b", "{a},b", ""] {
        assert!(
            crate::kit::encoding::decode(text.as_bytes(), None).is_ok(),
            "{text}"
        );
    }
}

#[test]
fn a_header_once_more() {
    let sheet =
        read("customer,date,amount\nAnn,2024-01-05,1\ncustomer, date ,amount\nBen,2024-01-06,2\n")
            .unwrap();
    assert_eq!(sheet.purchases.len(), 2);
    let bad = &sheet.bad[0];
    assert_eq!(
        (bad.line, bad.reason.as_str()),
        (3, "it is the header once more")
    );
}

#[test]
fn unusual_quotes_and_digits_have_a_remedy() {
    let quoted = read("customer,date,amount\n'Ann','2024-01-05','9.50'\n").unwrap();
    assert_eq!(
        quoted.bad[0].reason,
        "date \"'2024-01-05'\": take away the quotation marks around it; only \" may surround a field; \
         amount \"'9.50'\": take away the quotation marks around it; only \" may surround a field"
    );
    let wide = read("customer,date,amount\nAnn,２０２４-０１-０５,１２３\n").unwrap();
    assert_eq!(
        wide.bad[0].reason,
        "date \"２０２４-０１-０５\": write the digits 0 to 9 in half the width; \
         amount \"１２３\": write the digits 0 to 9 in half the width"
    );
}
