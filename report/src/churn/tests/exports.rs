//! Files laid out as billing programs, gyms and telecoms export them.

use serde_json::json;

use super::{figures_of, json, program, refused, report, words};
use crate::tests::Scratch;

const AS_OF: [&str; 2] = ["--as-of", "30.06.2024"];

/// Of several columns of dates those of the start and of the end are taken, not those of a request to cancel.
#[test]
fn subscriptions_of_a_payment_service() {
    let csv = "id,Customer ID,Plan,Interval,Amount,Status,Created (UTC),Start (UTC),Start Date (UTC),\
               Canceled At (UTC),Ended At (UTC)\n\
               s1,c1,pro,month,29.00,active,2022-01-01 10:00,2022-01-01 10:00,2022-01-05 10:00,,\n\
               s2,c2,pro,year,290.00,canceled,2022-01-01 10:00,2022-01-01 10:00,2022-01-01 10:00,\
               2022-03-01 12:00,2022-12-31 12:00\n";
    let found = figures_of(csv, &AS_OF);
    assert_eq!(found["columns"]["start"], json!("Start Date (UTC)"));
    assert_eq!(found["columns"]["end"], json!("Ended At (UTC)"));
    assert_eq!(found["survival"][0]["points"][0]["time"], json!(12));
    let text = words(&report(csv, &AS_OF));
    for said in [
        "starts in “Start Date (UTC)”, ends in “Ended At (UTC)”, who left in “Status”, groups in “Plan” and amounts in \
         “Amount”.",
        "“Interval” says “month” and “year”: amounts were taken as paid a month all the same",
        "“Status” says the same of all 2 customers.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let text = words(&report(&csv.replace("year", "Month"), &AS_OF));
    assert!(!text.contains("“Interval”"), "{text}");
}

/// Headers with the name of a table before a point; amounts that are 0 once a customer has left.
#[test]
fn headers_with_the_name_of_a_table() {
    let csv = "subscriptions.id,customers.id,subscriptions.plan_id,subscriptions.status,subscriptions.started_at,\
               subscriptions.cancelled_at,subscriptions.mrr\n\
               1,a,growth,active,2022-01-05,,49.00\n2,b,growth,non_renewing,2022-01-05,,49.00\n\
               3,c,growth,cancelled,2022-01-05,2022-02-01,0.00\n";
    let found = figures_of(csv, &AS_OF);
    assert_eq!(found["columns"]["start"], json!("subscriptions.started_at"));
    assert_eq!(found["churn"]["lost"], json!(1));
    assert_eq!(found["says_otherwise"]["compared"], json!(3));
    let text = words(&report(csv, &AS_OF));
    assert!(
        text.contains("All who left pay 0 by “subscriptions.mrr”"),
        "{text}"
    );
}

/// Semicolons, commas before decimals, points between thousands, the sign of the euro, a mark in the first bytes, a
/// sum below the rows.
#[test]
fn a_gym_with_a_sum_below() {
    let csv = "\u{feff}\"Mitgl.-Nr.\";\"Eintrittsdatum\";\"Austrittsdatum\";\"Tarif\";\"Monatsbeitrag\"\r\n\
               1;13.01.2023;;\"Basic\";\"1.029,90 €\"\r\n2;14.01.2023;03.09.2023;\"basic\";\"19,90 €\"\r\n\
               3;15.01.2023;;\"Premium \";\"19,90 €\"\r\n4;15.01.2023;;\"Premium\";\"19,90 €\"\r\n\
               ;;;Summe;\"1.089,60 €\"\r\n";
    let message = refused(&report(csv, &[])).to_owned();
    for said in [
        "4 rows, as in line 2: start date \"13.01.2023\" is not year-month-day\n",
        "line 6: it seems to be a total, not a customer",
        "Say --date-format \"%d.%m.%Y\"",
    ] {
        assert!(message.contains(said), "{said}: {message}");
    }
    let told = ["--date-format", "%d.%m.%Y", "--skip-bad-rows"];
    let found = figures_of(csv, &[&AS_OF[..], &told].concat());
    assert_eq!(found["money"]["staying"], json!("1069.70"));
    assert_eq!(found["money"]["lost"], json!("19.90"));
    assert_eq!(found["churn_by_group"][0]["group"], json!("Basic"));
    assert_eq!(found["churn_by_group"].as_array().unwrap().len(), 2);
    assert_eq!(found["skipped_rows"], json!(1));
}

#[test]
fn other_encodings_and_calendars() {
    let spanish = "Cliente\tFecha de alta\tFecha de baja\tTarifa\tCuota mensual\r\n\
                   A\t16/06/2022\t\tBásica\t10,50\r\nB\t26/03/2021\t21/09/2023\tBásica\t12,50\r\n";
    let bytes: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(spanish.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let scratch = Scratch::new();
    let (file, out) = (scratch.path("bajas.csv"), scratch.path("out"));
    std::fs::write(&file, bytes).unwrap();
    let args = [
        &file,
        "--out",
        &out,
        "--json",
        "--as-of",
        "30/06/2024",
        "--date-format",
        "%d/%m/%Y",
    ];
    let found = json(&program(&args));
    assert_eq!(found["money"]["lost"], json!("12.50"));
    let chinese = "用户编号,入网日期,离网日期,套餐名称,月租费,状态\n\
                   1,2022年9月18日,9999年12月31日,畅享39,￥39.00,在网\n2,2022年9月18日,2023年1月5日,畅享39,39.00,离网\n";
    let args = ["--date-format", "%Y年%m月%d日", "--as-of", "2024年6月30日"];
    let found = figures_of(chinese, &args);
    assert_eq!(
        (&found["churn"]["lost"], &found["churn"]["base"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(found["read_as"][0]["cells"], json!(1));
    assert_eq!(found["says_otherwise"]["left_without_end"], json!(0));
    let french = "N° client;Ancienneté (mois);Résilié;Forfait;Montant mensuel\r\n\
                  1;12;oui;Liberté;1\u{a0}250,00 €\r\n2;24;Non;LIBERTÉ;19,99 €\r\n";
    let found = figures_of(french, &[]);
    assert_eq!(found["tenure_unit"], json!("months"));
    assert_eq!(found["money"]["lost"], json!("1250.00"));
    assert_eq!(found["churn_by_group"].as_array().unwrap().len(), 1);
}

/// A slip in the year of one start is not the last day of the file.
#[test]
fn a_start_far_in_the_future() {
    let rows: String = (0..200)
        .map(|row| format!("{row},2023-{:02}-{:02},\n", row % 12 + 1, row % 28 + 1))
        .collect();
    let csv = format!(
        "customer_id,start_date,end_date\n{rows}900,2031-01-01,\n3,2022-01-01,2022-05-01\n"
    );
    let message = refused(&report(&csv, &[])).to_owned();
    assert!(
        message.contains("such as --as-of 2023-12-28 (the last date in the file; starts up to 2031-01-01 seem to be slips)"),
        "{message}"
    );
    let text = words(&report(&csv, &["--as-of", "2023-12-28"]));
    for said in [
        "1 customer is in no figure: they left before observation began, or came after the last day.",
        "1 row is of a customer who stands in an earlier row",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

/// Tenures in years beside a window of a month, words with a point behind them, amounts in hundredths.
#[test]
fn what_a_column_may_not_be() {
    let rows: String = (0..60)
        .map(|row| {
            let left = if row % 5 == 0 { "True." } else { "False." };
            format!("{},{left},1999\n", row % 10)
        })
        .collect();
    let csv = format!("Tenure,Exited,unit_amount_in_cents\n{rows}");
    let amounts = ["--amount", "unit_amount_in_cents"];
    let text = words(&report(&csv, &amounts));
    for said in [
        "12 of 60 customers (20.0 %",
        "Tenures of 0 to 9 were read as months, for “Tenure” tells no unit; --tenure-unit tells another.",
        "“unit_amount_in_cents” seems to be in hundredths; amounts are shown as they stand there.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let text = words(&report(&csv, &["--tenure-unit", "years"]));
    assert!(
        text.contains("--churn-window 12 or ever fits them"),
        "{text}"
    );
}

/// A tenure beside the day on which a customer left, which who is still there does not have.
#[test]
fn a_tenure_beside_the_day_of_leaving() {
    let csv = "id,tenure,cancelled_at\na,3,\nb,9,02.01.2024\nc,9,NULL\nd,9,9999-12-31\n";
    let found = figures_of(csv, &[]);
    assert_eq!(
        (&found["churn"]["lost"], &found["churn"]["base"]),
        (&json!(1), &json!(4))
    );
    let text = words(&report(csv, &[]));
    assert!(
        text.contains("Whoever has a day in “cancelled_at” has left: 1 customer."),
        "{text}"
    );
    assert_eq!(
        figures_of(csv, &["--churn", "cancelled_at"])["churn"]["lost"],
        json!(1)
    );
    let message = refused(&report(&csv.replace("NULL", "soon"), &[])).to_owned();
    assert!(message.contains("\"soon\" (1 row)"), "{message}");
}

/// A row for each month of a customer: figures of rows are none of customers.
#[test]
fn several_rows_of_each_customer() {
    let rows: String = (0..40)
        .map(|row| format!("{},{},{}\n", row / 4, row % 4 + 1, u8::from(row % 12 == 3)))
        .collect();
    let text = words(&report(
        &format!("customer_id,tenure_months,churned\n{rows}"),
        &[],
    ));
    let opening = text.split_once("WHAT WAS READ").unwrap().0;
    assert!(
        opening.contains(
            "30 of 40 rows are of a customer who stands in an earlier row, as in a file with a row for each month: the \
             figures count rows, so leave one row of each customer, the last."
        ),
        "{text}"
    );
}

#[test]
fn amounts_by_the_year() {
    let csv = "customer_id,tenure_months,churned,ARR\n1,3,yes,1200\n2,4,no,2400\n";
    let text = words(&report(csv, &["--amount", "ARR"]));
    assert!(
        text.contains("“ARR” seems to be paid by the year"),
        "{text}"
    );
    let text = words(&report(&csv.replace("ARR", "MRR"), &[]));
    assert!(!text.contains("by the year"), "{text}");
}
