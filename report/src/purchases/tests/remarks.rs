//! What the report remarks on in a file.

use serde_json::{Value, json};

use super::{figures, report};

fn remarks(csv: &str, args: &[&str]) -> Vec<Value> {
    let figures = figures(csv, args);
    figures["remarks"].as_array().unwrap().clone()
}

fn kinds(remarks: &[Value]) -> Vec<&str> {
    remarks
        .iter()
        .map(|remark| remark["remark"].as_str().unwrap())
        .collect()
}

/// So many customers, each of whom buys on three days.
fn shop(customers: usize) -> String {
    let rows = (0..customers * 3).map(|at| {
        let (customer, month, day) = (at % customers, at / customers + 1, at % 28 + 1);
        format!("C{customer},2024-{month:02}-{day:02},{}.50\n", 10 + at % 7)
    });
    "customer,date,amount\n".to_owned() + &rows.collect::<String>()
}

#[test]
fn nothing_to_remark_on() {
    assert_eq!(remarks(&shop(40), &[]), Vec::<Value>::new());
    let told = report(shop(40), &[]).out;
    assert!(!told.contains("Check: "), "{told}");
}

#[test]
fn customers_who_are_nobody() {
    for key in [
        "NULL",
        "nan",
        "N/A",
        "0",
        "guest",
        "anonymous",
        "unknown",
        "-",
        "(not set)",
        "#N/A",
        "-1",
        "?",
    ] {
        let pooled = shop(40) + &format!("{key},2024-02-03,500.00\n{key},2024-03-03,500.00\n");
        let found = remarks(&pooled, &[]);
        assert_eq!(kinds(&found), ["nobody"], "{key}");
        let remark = &found[0];
        assert_eq!(remark["keys"], json!([key]));
        assert_eq!(
            (&remark["best_rank"], &remark["rows"], &remark["at_stake"]),
            (&json!(1), &json!(2), &json!("1000.00"))
        );
        // The remedy mends it.
        let apart = figures(&pooled, &["--no-customer", key]);
        assert_eq!(apart["remarks"], json!([]), "{key}");
        assert_eq!(
            (
                &apart["customers"],
                &apart["no_customer"]["rows"],
                &apart["no_customer"]["revenue"]
            ),
            (&json!(40), &json!(2), &json!("1000.00"))
        );
        assert_eq!(apart["revenue"], figures(&shop(40), &[])["revenue"]);
    }
}

#[test]
fn what_is_said_of_nobody() {
    let pooled = shop(40) + "NULL,2024-02-03,500.00\nnot set,2024-03-03,600.00\n";
    let found = remarks(&pooled, &[]);
    let share = found[0]["share_of_revenue"].as_f64().unwrap();
    let total: f64 = figures(&pooled, &[])["revenue"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((share - 1100.0 / total).abs() < 1e-11);
    assert_eq!(
        found[0]["text"],
        format!(
            "“not set” and “NULL” look like signs for nobody, yet are number 1 of all customers (2 rows) \
             and bring {:.1} % of revenue: --no-customer 'not set,NULL' sets them apart.",
            share * 100.0
        )
    );
    let told = report(&pooled, &[]).out;
    let words = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("Check: “not set” and “NULL” look like"),
        "{told}"
    );
    // Capitals do not matter, and both go.
    assert_eq!(
        remarks(&pooled, &["--no-customer", "Not Set,null"]),
        [] as [Value; 0]
    );
    // A key far from the top is left alone.
    let small = shop(40) + "NULL,2024-02-03,0.10\n";
    assert_eq!(remarks(&small, &[]), [] as [Value; 0]);
}

#[test]
fn keys_that_a_spreadsheet_has_shortened() {
    let csv = shop(40)
        + "1.23457E+12,2024-02-03,5.25\n1.23457E+12,2024-03-03,6.00\n2.2E+11,2024-03-03,1.00\n";
    let found = remarks(&csv, &[]);
    assert_eq!(kinds(&found), ["keys_shortened"]);
    assert_eq!(
        (&found[0]["at_stake"], &found[0]["text"]),
        (
            &json!("12.25"),
            &json!(
                "2 keys are written as “1.23457E+12” (3 rows), as spreadsheets shorten long numbers, so several \
                 customers may count as one: export the file anew with that column as text."
            )
        )
    );
}

#[test]
fn keys_of_one_customer() {
    for (one, other, by) in [
        ("12", "12.0", "decimal_zero"),
        ("12", "0012", "leading_zeros"),
        ("ann@shop.example", "Ann@Shop.example", "capitals"),
        ("Ann Lee", "Ann  Lee", "blanks"),
    ] {
        let alike = shop(40) + &format!("{one},2024-02-03,5.25\n{other},2024-03-03,6.00\n");
        let found = remarks(&alike, &[]);
        assert_eq!(kinds(&found), ["keys_alike"]);
        let remark = &found[0];
        assert_eq!(
            (
                &remark["by"],
                &remark["keys"],
                &remark["customers"],
                &remark["at_stake"]
            ),
            (&json!([by]), &json!(2), &json!(1), &json!("11.25"))
        );
        let text = remark["text"].as_str().unwrap();
        assert!(
            text.contains("may be 1 customer: write each customer's key in one way"),
            "{text}"
        );
    }
    // All at once, with the number.
    let columns: String = (1..=20)
        .map(|at| {
            format!("{at},2024-01-{at:02},1\n{at}.0,2024-02-{at:02},1\n0{at},2024-03-{at:02},1\n")
        })
        .collect();
    let found = remarks(&format!("customer,date,amount\n{columns}"), &[]);
    assert_eq!(
        (&found[0]["keys"], &found[0]["customers"], &found[0]["by"]),
        (
            &json!(60),
            &json!(20),
            &json!(["decimal_zero", "leading_zeros"])
        )
    );
}

#[test]
fn rows_that_are_there_twice() {
    // Six of 126 are less than a twentieth: customers may well buy the same twice on a day.
    let rows = shop(40);
    let again = |rows: &str, number: usize| {
        let repeated: String = rows
            .lines()
            .skip(1)
            .take(number)
            .map(|line| format!("{line}\n"))
            .collect();
        rows.to_owned() + &repeated
    };
    assert_eq!(kinds(&remarks(&again(&rows, 6), &[])), [] as [&str; 0]);
    let found = remarks(&again(&rows, 7), &[]);
    assert_eq!(kinds(&found), ["repeated_rows"]);
    // 10.50 to 16.50.
    assert_eq!(
        (
            &found[0]["rows"],
            &found[0]["of"],
            &found[0]["every"],
            &found[0]["at_stake"]
        ),
        (&json!(7), &json!(127), &json!(false), &json!("94.50"))
    );
    // With the number of the order even one is worth a word.
    let numbered: String = rows
        .lines()
        .enumerate()
        .map(|(at, line)| {
            format!(
                "{line},{}\n",
                if at == 0 {
                    "order_id".to_owned()
                } else {
                    at.to_string()
                }
            )
        })
        .collect();
    assert_eq!(remarks(&numbered, &[]), [] as [Value; 0]);
    let found = remarks(&again(&numbered, 1), &[]);
    assert_eq!(
        (kinds(&found), &found[0]["rows"], &found[0]["at_stake"]),
        (vec!["repeated_rows"], &json!(1), &json!("10.50"))
    );
    assert_eq!(
        found[0]["text"],
        "1 of 121 rows says the same as an earlier row, in every column. Each of them counts; if the file \
         holds purchases twice, so do these figures: take them out."
    );
    // The whole file twice.
    let found = remarks(&again(&rows, 120), &[]);
    assert_eq!(
        (&found[0]["rows"], &found[0]["every"]),
        (&json!(120), &json!(true))
    );
}

#[test]
fn an_amount_that_counts_pieces() {
    let grocer = "TRANSACTION_DT,CUSTOMER_ID,PRODUCT_ID,AMOUNT,ASSET,SALES_PRICE\n\
                  2000-11-01,00046855,4710085120468,3,51,57\n\
                  2000-11-02,00539166,4714981010038,2,56,48\n\
                  2000-11-02,00663373,4710265847666,1,180,135\n";
    let found = remarks(grocer, &[]);
    assert_eq!(kinds(&found), ["whole_amounts"]);
    assert_eq!(
        (
            &found[0]["amount"],
            &found[0]["price"],
            &found[0]["at_stake"]
        ),
        (&json!("AMOUNT"), &json!("SALES_PRICE"), &json!("6"))
    );
    let paid = figures(grocer, &["--amount", "SALES_PRICE"]);
    assert_eq!(
        (&paid["revenue"], &paid["remarks"]),
        (&json!("240"), &json!([]))
    );
    // Cents are money.
    assert_eq!(
        remarks(&grocer.replace(",3,51", ",3.50,51"), &[]),
        [] as [Value; 0]
    );
    // Whole money beside both pieces and prices is what they come to.
    let yen = "customer,date,amount,price,quantity\nAnn,2024-01-05,300,100,3\n";
    assert_eq!(remarks(yen, &[]), [] as [Value; 0]);
    assert_eq!(
        remarks("customer,date,amount\nAnn,2024-01-05,300\n", &[]),
        [] as [Value; 0]
    );
}

#[test]
fn dates_far_away() {
    let shop = shop(40);
    let slip = shop.clone() + "C1,2026-03-01,10.00\n";
    let found = remarks(&slip, &[]);
    assert_eq!(kinds(&found), ["far_away"]);
    let remark = &found[0];
    assert_eq!(
        (
            &remark["edge"],
            &remark["date"],
            &remark["others"],
            &remark["rows"]
        ),
        (
            &json!("last"),
            &json!("2026-03-01"),
            &json!("2024-03-28"),
            &json!(1)
        )
    );
    // It moves the as-of date of everybody.
    assert_eq!(remark["at_stake"], figures(&slip, &[])["revenue"]);
    assert_eq!(
        remark["text"],
        "The last date, 2026-03-01, is far from all others: 1 row stands 703 days or more after them; if \
         that is a slip, --as-of 2024-03-28 leaves it out."
    );
    assert_eq!(remarks(&slip, &["--as-of", "2024-03-28"]), [] as [Value; 0]);

    let early = shop.clone() + "C1,1999-01-05,10.00\n";
    let found = remarks(&early, &[]);
    assert_eq!(
        (kinds(&found), &found[0]["edge"], &found[0]["at_stake"]),
        (vec!["far_away"], &json!("first"), &json!("10.00"))
    );
    assert_eq!(remarks(&early, &["--from", "2024-01-01"]), [] as [Value; 0]);
}

#[test]
fn an_as_of_date_long_after_the_last_row() {
    let shop = shop(40);
    assert_eq!(remarks(&shop, &["--as-of", "2024-04-27"]), [] as [Value; 0]);
    let found = remarks(&shop, &["--as-of", "2024-04-28"]);
    assert_eq!(kinds(&found), ["long_after"]);
    assert_eq!(
        (
            &found[0]["last"],
            &found[0]["days"],
            &found[0]["longest_gap"]
        ),
        (&json!("2024-03-28"), &json!(31), &json!(4))
    );
    assert_eq!(found[0]["at_stake"], figures(&shop, &[])["revenue"]);
    let text = found[0]["text"].as_str().unwrap();
    assert!(
        text.starts_with("2024-04-28 is 31 days after the last purchase, on 2024-03-28"),
        "{text}"
    );
    assert!(text.contains("--as-of 2024-03-28"), "{text}");
}

#[test]
fn the_most_money_comes_first() {
    let all = shop(40)
        + "NULL,2024-02-03,500.00\nAnn,2024-02-03,1.00\nann,2024-02-03,1.00\nC1,1999-01-05,10.00\n";
    let found = remarks(&all, &["--as-of", "2025-01-01"]);
    assert_eq!(
        kinds(&found),
        ["long_after", "nobody", "far_away", "keys_alike"]
    );
    let stakes: Vec<f64> = found
        .iter()
        .map(|remark| remark["at_stake"].as_str().unwrap().parse().unwrap())
        .collect();
    assert!(stakes.is_sorted_by(|one, other| one >= other), "{stakes:?}");
    // In text in that order, and on the page.
    let scratch = crate::tests::Scratch::new();
    let (file, out) = (scratch.path("shop.csv"), scratch.path("out"));
    std::fs::write(&file, &all).unwrap();
    let ran = super::program(&[&file, "--out", &out, "--as-of", "2025-01-01"]);
    let page = std::fs::read_to_string(std::path::Path::new(&out).join("report.html")).unwrap();
    for text in [&ran.out, &page] {
        let at: Vec<usize> = [
            "is 279 days after the last purchase",
            "sign for nobody",
            "The first date",
            "2 keys differ",
        ]
        .iter()
        .map(|start| {
            text.split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .find(start)
                .unwrap()
        })
        .collect();
        assert!(at.is_sorted(), "{at:?}");
    }
}
