//! What counts though a file says that it should not, or not so.

use serde_json::{Value, json};

use super::{figures, refused, report, words};

fn remarks(csv: &str, args: &[&str]) -> Vec<Value> {
    figures(csv, args)["remarks"].as_array().unwrap().clone()
}

/// The one remark on a file.
fn remark(csv: &str, args: &[&str]) -> Value {
    let found = remarks(csv, args);
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].clone()
}

fn text(remark: &Value) -> &str {
    remark["text"].as_str().unwrap()
}

#[test]
fn rows_of_nobody_outside_the_window() {
    let shop = "Customer,Date,Amount\nNULL,2024-01-01,1000\nA,2024-01-05,10\nB,2024-01-06,10\n\
                NULL,2024-02-06,5000\n";
    let args = ["--no-customer", "NULL"];
    assert_eq!(
        figures(shop, &args)["no_customer"],
        json!({"values": ["NULL"], "rows": 2, "revenue": "6000", "outside_window": 2})
    );
    let told = words(&report(shop, &args).out);
    assert!(
        told.contains(
            "2 rows without a customer set apart, with 6,000 that is in no other figure; 2 of these rows \
             are outside the window"
        ),
        "{told}"
    );
}

/// So many customers, one row each, and what these come to.
fn shop(rows: u32) -> (String, u32) {
    let all = (1..=rows).map(|at| format!("C{at},2024-01-{:02},{at}\n", at % 28 + 1));
    let text = "customer,date,amount\n".to_owned() + &all.collect::<String>();
    (text, rows * (rows + 1) / 2)
}

#[test]
fn totals_with_a_date() {
    let (shop, total) = shop(30);
    assert_eq!(remarks(&shop, &[]), [] as [Value; 0]);
    for name in [
        "Total",
        "Grand total",
        "Summe",
        "Gesamt",
        "Subtotal",
        "sum",
        "合计",
        "总计",
        "Total C1",
        "C1 Total",
    ] {
        // Of whatever it is the total.
        let with = format!("{shop}{name},2024-01-31,17\n");
        let found = remark(&with, &[]);
        assert_eq!(
            (&found["remark"], &found["keys"], &found["at_stake"]),
            (&json!("totals"), &json!([name]), &json!("17")),
            "{name}"
        );
        assert!(text(&found).contains("--no-customer"), "{found}");
        // The remedy mends it.
        let mended = figures(&with, &["--no-customer", name]);
        assert_eq!(mended["remarks"], json!([]), "{name}");
        assert_eq!(mended["revenue"], total.to_string());
    }
    // By its amount, under whatever name.
    let last = format!("{shop}Shop 1,2024-01-31,{total}\n");
    let found = remark(&last, &[]);
    assert_eq!(
        (&found["remark"], &found["line"], &found["at_stake"]),
        (&json!("last_is_sum"), &json!(32), &json!(total.to_string()))
    );
    assert_eq!(remarks(&last, &["--as-of", "2024-01-29"]), [] as [Value; 0]);
    for other in [
        format!("{shop}Shop 1,2024-01-31,{}\n", total - 1),
        format!("{shop}Total Wine,2024-01-31,17\n"),
        format!("{shop}Summer,2024-01-31,17\n"),
    ] {
        assert_eq!(remarks(&other, &[]), [] as [Value; 0], "{other}");
    }
}

#[test]
fn refunds_of_those_who_bought_nothing() {
    let shop = "Customer,Date,Amount\nA,2024-01-05,100\nB,2024-01-06,50\nC,2024-01-07,-60\n\
                D,2024-01-08,-20\n";
    let found = figures(shop, &[]);
    assert_eq!(found["revenue"], "150");
    assert_eq!(found["refund_only"], json!({"refunds": 2, "amount": "-80"}));
    let told = words(&report(shop, &[]).out);
    assert!(
        told.contains(
            "Rows: no refund taken off revenue; 2 customers with refunds only, who are in no figure but the \
             number of rows (2 refunds, −80)."
        ),
        "{told}"
    );
    let some = format!("{shop}A,2024-01-08,-5\n");
    let told = words(&report(&some, &[]).out);
    assert!(
        told.contains("Rows: 1 refund, taken off revenue; 2"),
        "{told}"
    );
    assert_eq!(figures(&some, &[])["revenue"], "145");
    let none = figures(
        "Customer,Date,Amount\nA,2024-01-05,100\nA,2024-01-06,-1\n",
        &[],
    );
    assert!(none.get("refund_only").is_none());
}

#[test]
fn more_given_back_than_paid() {
    let shop = "Customer,Date,Amount,Refund\nA,2024-01-05,100,130\nB,2024-01-06,50,10\n\
                B,2024-01-07,-5,\nB,2024-01-07,5,5\n";
    let found = remark(shop, &["--refund", "Refund"]);
    assert_eq!(
        (&found["remark"], &found["rows"], &found["at_stake"]),
        (&json!("over_refunded"), &json!(1), &json!("30"))
    );
    assert_eq!(
        text(&found),
        "“Refund” is more than the amount in 1 row, which counts as a refund and not as a purchase: mend it."
    );
}

#[test]
fn a_column_of_refunds_of_zero_needs_no_remark() {
    let shop = "Customer,Date,Amount,Refund Amount\nA,2024-01-05,100,0\nB,2024-01-06,50,\n";
    assert_eq!(remarks(shop, &[]), [] as [Value; 0]);
    let signed = shop.replace(",0\n", ",\"-1.250,50\"\n");
    assert_eq!(remark(&signed, &[])["at_stake"], "1250.50");
}

#[test]
fn several_currencies() {
    let shop = "Customer,Date,Amount,Currency\nA,2024-01-05,100,USD\nB,2024-01-06,50,usd\n\
                B,2024-01-06,5000,JPY\nC,2024-01-06,5,\n";
    let found = remark(shop, &[]);
    assert_eq!(
        (&found["remark"], &found["currencies"]),
        (
            &json!("several_currencies"),
            &json!([
                {"label": "USD", "rows": 2, "amount": "150"},
                {"label": "JPY", "rows": 1, "amount": "5000"},
            ])
        )
    );
    assert!(
        text(&found).contains("“USD” (2 rows, 150) and “JPY” (1 row, 5,000)"),
        "{found}"
    );
    assert_eq!(remarks(&shop.replace("JPY", "US$"), &[]), [] as [Value; 0]);
    // Only the window counts.
    let later = shop.replace("2024-01-06,5000", "2024-03-06,5000");
    assert_eq!(
        remarks(&later, &["--as-of", "2024-01-06"]),
        [] as [Value; 0]
    );
}

#[test]
fn orders_that_were_not_paid() {
    let shop = "customer_id,order_date,total,status\n1,2024-01-05,10,completed\n\
                1,2024-01-06,11,wc-cancelled\n2,2024-01-06,12,Refunded\n3,2024-01-06,13,Refunded\n";
    let found = remark(shop, &[]);
    assert_eq!(
        (&found["remark"], &found["column"], &found["at_stake"]),
        (&json!("not_paid"), &json!("status"), &json!("36"))
    );
    assert!(
        text(&found).contains("“Refunded” (2 rows, 25) and “wc-cancelled” (1 row, 11)"),
        "{found}"
    );
    let good = shop
        .replace("wc-cancelled", "shipped")
        .replace("Refunded", "paid");
    assert_eq!(remarks(&good, &[]), [] as [Value; 0]);
    for (header, word, paid) in [
        ("Bestellstatus", "Storniert", "Bezahlt"),
        ("Zahlungsstatus", "Unbezahlt", "Bezahlt"),
        ("Statut de la commande", "Remboursée", "Payée"),
        ("订单状态", "交易关闭", "交易成功"),
    ] {
        let shop = format!(
            "customer_id,order_date,total,{header}\n1,2024-01-05,10,{paid}\n1,2024-01-06,11,{word}\n"
        );
        let found = remark(&shop, &[]);
        assert_eq!(
            (&found["remark"], &found["at_stake"]),
            (&json!("not_paid"), &json!("11")),
            "{header}"
        );
    }
}

#[test]
fn a_good_part_of_the_rows_skipped() {
    let rows = |good: usize| {
        let good: String = (0..good)
            .map(|at| format!("C{at},2024-01-{:02},{at}.5\n", at % 28 + 1))
            .collect();
        format!("customer,date,amount\n{good}A,1/13/2024,1\n")
    };
    let args = ["--skip-bad-rows"];
    assert_eq!(remarks(&rows(19), &args), [] as [Value; 0]);
    let found = remark(&rows(18), &args);
    assert_eq!(
        (
            &found["remark"],
            &found["rows"],
            &found["of"],
            &found["at_stake"]
        ),
        (&json!("many_skipped"), &json!(1), &json!(19), &Value::Null)
    );
    let told = words(&report(rows(18), &args).out);
    assert!(
        told.contains("Check: 1 of 19 rows could not be read and was skipped, 5.3 % of all"),
        "{told}"
    );
    assert!(
        told.contains("Check the file before you repeat these figures"),
        "{told}"
    );
    // Where nothing is left, what would help is said all the same.
    let none = refused("customer,date,amount\nA,1/13/2024,1\n", &args);
    assert!(none.contains("there is no purchase in it"), "{none}");
    assert!(none.contains("Say --date-format \"%m/%d/%Y\""), "{none}");
}
