//! Files as other programs export them: what stands for nothing, other languages, other units, other spellings.

use serde_json::json;

use super::{figures_of, near, refused, report, words};

#[test]
fn groups_in_other_capitals_and_spaces_are_one() {
    let csv = "tenure_months,churn,plan\n1,yes,Pro\n2,no,PRO\n3,no,pro \n4,no,Pro\n5,no,Month\u{a0}to  month\n\
               6,yes,month to month\n7,no,NULL\n8,no,\n";
    let found = figures_of(csv, &[]);
    let groups: Vec<(&str, u64)> = found["churn_by_group"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| {
            (
                group["group"].as_str().unwrap(),
                group["base"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        groups,
        [("Pro", 4), ("Month\u{a0}to  month", 2), ("not stated", 2)]
    );
    assert_eq!(
        found["merged_groups"][1],
        json!({"group": "Pro", "others": ["PRO", "pro"], "rows": 2})
    );
    let text = words(&report(csv, &[]));
    assert!(
        text.contains("“PRO” and “pro” as “Pro” (2 rows); --groups-as-written keeps them apart."),
        "{text}"
    );
    let apart = figures_of(csv, &["--groups-as-written"]);
    assert_eq!(apart["churn_by_group"].as_array().unwrap().len(), 6);
    assert!(apart.get("merged_groups").is_none());
}

#[test]
fn words_for_nothing_and_days_that_never_come() {
    let never = [
        "NULL",
        "n/a",
        "\\N",
        "-",
        "9999-12-31",
        "2999-12-31",
        "0000-00-00",
        "0000-00-00 00:00:00",
        "31.12.9999",
        "1900-01-01",
        "0001-01-01T00:00:00",
        "active",
        "",
    ];
    let rows: String = never
        .iter()
        .map(|end| format!("2023-01-10,{end},n/a\n"))
        .collect();
    let csv = format!("joined,cancelled_at,mrr\n{rows}2023-01-10,2023-03-09,12.50\n");
    let args = ["--as-of", "2023-12-31"];
    let found = figures_of(&csv, &args);
    assert_eq!(
        (&found["churn"]["lost"], &found["churn"]["base"]),
        (&json!(1), &json!(14))
    );
    assert_eq!(found["money"]["missing"], json!(13));
    let cells = |at: usize| {
        (
            found["read_as"][at]["column"].clone(),
            found["read_as"][at]["cells"].clone(),
        )
    };
    // All but the empty one.
    assert_eq!(cells(0), (json!("cancelled_at"), json!(12)));
    assert_eq!(cells(1), (json!("mrr"), json!(13)));
    let text = words(&report(&csv, &args));
    for said in [
        "8 more: read as an end that has not come.",
        "\"mrr\" holds \"n/a\" in 13 rows: read as not stated.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    // A start is needed.
    let message = refused(&report(
        "start,end\nNULL,\n2024-01-01,\n2024-01-02,\n",
        &args,
    ))
    .to_owned();
    assert!(
        message.contains("line 2: start date \"NULL\" is not a day"),
        "{message}"
    );
}

#[test]
fn ends_that_are_planned_count_as_still_there() {
    let csv = "start,end\n2023-01-01,2026-01-01\n2023-01-01,2023-06-30\n2023-05-01,\n";
    let message = refused(&report(csv, &[])).to_owned();
    assert!(
        message.contains(
            "such as --as-of 2023-05-01 (the last start in the file; the last end, 2026-01-01, may be one that is \
             planned)"
        ),
        "{message}"
    );
    for day in [
        "2023-12-31",
        "31.12.2023",
        "12/31/2023",
        "31 Dec 2023",
        "2023年12月31日",
    ] {
        let found = figures_of(csv, &["--as-of", day]);
        assert_eq!(found["observation"]["as_of"], json!("2023-12-31"), "{day}");
        assert_eq!(found["churn"]["lost"], json!(1));
        assert_eq!(found["ends_later"], json!(1));
    }
    let ran = report(csv, &["--as-of", "05/06/2023"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("it may mean 2023-05-06 or 2023-06-05"),
        "{}",
        ran.err
    );
    let text = words(&report(csv, &["--as-of", "31.12.2023"]));
    assert!(
        text.contains("1 customer has an end after the last day, and counts as still there."),
        "{text}"
    );
}

#[test]
fn a_column_of_churn_beside_dates_is_compared() {
    let csv = "start,end,churned\n2023-01-01,2023-06-30,yes\n2023-01-01,2023-06-30,no\n2023-01-01,,yes\n\
               2023-01-01,,no\n2023-01-01,,perhaps\n";
    let args = ["--as-of", "2023-12-31"];
    let found = figures_of(csv, &args);
    assert_eq!(found["churn"]["lost"], json!(2));
    assert_eq!(
        found["says_otherwise"],
        json!({"compared": 4, "left_without_end": 1, "there_after_end": 1})
    );
    let text = words(&report(csv, &args));
    for said in [
        "Who left was read from the dates; “churned” says otherwise of 2 of 4 customers: that 1 left of whom no end \
         has come, and that 1 is still there whose end has come.",
        "“churned” does not say of 1 customer whether they left; --lost tells the words for that.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let all = csv.replace("30,no", "30,yes").replace(",,yes", ",,no");
    let text = words(&report(&all, &args));
    assert!(
        text.contains("“churned” says the same of all 4 customers."),
        "{text}"
    );
    // A tenure beside dates wins, and the report says so.
    let both = "tenure_months,churned,start,end\n3,yes,2023-01-01,\n4,no,2023-01-01,\n";
    let text = words(&report(both, &[]));
    assert!(
        text.contains("The tenure was used, and not the dates in “start” and “end”; --start and --end use those."),
        "{text}"
    );
    assert_eq!(
        figures_of(both, &["--start", "start", "--as-of", "2023-12-31"])["churn"]["lost"],
        json!(0)
    );
}

#[test]
fn headers_in_other_languages() {
    let files = [
        (
            "Kunde;Beginn;Ende;Vertrag;Monatsbeitrag;Kündigung",
            "2023-01-01;2023-03-05;Basis;9,90;ja",
        ),
        (
            "Client;Début;Fin;Contrat;Montant mensuel;Résilié",
            "2023-01-01;2023-03-05;Basis;9,90;oui",
        ),
        (
            "Cliente;Fecha de alta;Fecha de baja;Contrato;Cuota mensual;Baja",
            "2023-01-01;2023-03-05;Basis;9,90;sí",
        ),
        (
            "客户;开始日期;结束日期;合同;月费;流失",
            "2023-01-01;2023-03-05;Basis;9,90;是",
        ),
    ];
    for (header, row) in files {
        let csv = format!("{header}\nA;{row}\nB;{}\n", row.replace("2023-03-05", ""));
        let found = figures_of(&csv, &["--as-of", "2023-12-31"]);
        assert_eq!(found["churn"]["lost"], json!(1), "{header}");
        assert_eq!(found["money"]["lost"], json!("9.90"), "{header}");
        assert_eq!(
            found["churn_by_group"][0]["group"],
            json!("Basis"),
            "{header}"
        );
        assert_eq!(
            found["says_otherwise"]["left_without_end"],
            json!(1),
            "{header}"
        );
    }
    for (header, row) in [
        ("客户编号,在网月数,是否流失,套餐", "A,5,是,甲"),
        ("Cliente,Antigüedad en meses,Abandono,Tarifa", "A,5,sí,B"),
    ] {
        let found = figures_of(&format!("{header}\n{row}\n"), &[]);
        assert_eq!(found["churn"]["lost"], json!(1), "{header}");
        assert_eq!(found["tenure_unit"], json!("months"));
    }
}

#[test]
fn all_missing_columns_are_named_at_once() {
    for (header, said) in [
        (
            "a,b",
            "to be the tenure or the churn; the columns are \"a\", \"b\"; name them with --tenure and --churn",
        ),
        (
            "start,b",
            "to be the end; the columns are \"start\", \"b\"; name one with --end.",
        ),
        (
            "tenure,b",
            "to be the churn; the columns are \"tenure\", \"b\"; name one with --churn",
        ),
        (
            "churn,b",
            "to be the tenure; the columns are \"churn\", \"b\"; name one with --tenure",
        ),
    ] {
        let message = refused(&report(&format!("{header}\n1,2\n"), &[])).to_owned();
        assert!(message.contains(said), "{header}: {message}");
    }
    let message = refused(&report("a,b\n1,2\n", &["--start", "a"])).to_owned();
    assert!(message.contains("name one with --end"), "{message}");
}

#[test]
fn tenures_in_days_weeks_and_years() {
    let of = |header: &str, tenure: &str| {
        let csv = format!("{header},churn\n{tenure},yes\n");
        let found = figures_of(&csv, &["--churn-window", "ever"]);
        (
            found["tenure_unit"].clone(),
            found["survival"][0]["points"][0]["time"].clone(),
        )
    };
    assert_eq!(of("tenure_days", "365"), (json!("days"), json!(12)));
    assert_eq!(of("Tenure in weeks", "9"), (json!("weeks"), json!(3)));
    assert_eq!(of("tenure_years", "2"), (json!("years"), json!(24)));
    assert_eq!(of("在网天数", "31"), (json!("days"), json!(2)));
    assert_eq!(of("tenure", "31"), (json!("months"), json!(31)));
    let csv = "tenure,churn\n30,yes\n400,no\n1043,no\n";
    let message = refused(&report(csv, &[])).to_owned();
    assert!(
        message.contains(
            "\"tenure\" does not tell its unit: 2 of 3 tenures (67 %) are above 240; the longest, 1043, is 86.9 years \
             if it is in months and 2.9 years if it is in days. Say --tenure-unit days, weeks, months or years"
        ),
        "{message}"
    );
    let days = ["--tenure-unit", "days"];
    let text = words(&report(csv, &days));
    for said in [
        "Customers 3 tenures 1 to 35 months",
        "Tenures were read in days, and counted in months begun of 30.4375 days",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let months = figures_of(csv, &["--tenure-unit", "months"]);
    assert_eq!(months["tenure_unit"], json!("months"));
    let text = words(&report("tenure,churn\n3,no\n5,yes\n", &[]));
    assert!(text.contains("tenures 3 to 5, read as months"), "{text}");
}

#[test]
fn of_many_unknown_words_the_first_are_told() {
    let rows: String = (0..40)
        .map(|row| format!("{},Word {:02}\n", row % 9 + 1, (row % 21).min(19)))
        .collect();
    let message = refused(&report(&format!("tenure,status\n{rows}"), &[])).to_owned();
    assert!(
        message.contains(
            "\"status\" says neither that the customer left nor that not in 40 rows: \"Word 00\" (2 rows), \
             \"Word 01\" (2 rows), \"Word 02\" (2 rows), \"Word 03\" (2 rows), \"Word 04\" (2 rows) and 15 words more"
        ),
        "{message}"
    );
    assert!(!message.contains("line 3"), "{message}");
    let rows: String = (0..40).map(|row| format!("3,reason {row}\n")).collect();
    let message = refused(&report(&format!("tenure,status\n{rows}"), &[])).to_owned();
    assert!(
        message.contains(
            "40 different words, such as \"reason 0\", may say something else: name another column"
        ),
        "{message}"
    );
}

/// As accounting and billing programs write their statuses.
#[test]
fn statuses_of_billing_programs() {
    let csv = "tenure_months,status\n1,active\n2,past_due\n3,trialing\n4,canceled\n5,non_renewing\n6,Expired\n";
    let churn = &figures_of(csv, &[])["churn"];
    assert_eq!((&churn["lost"], &churn["base"]), (&json!(2), &json!(6)));
    near(&churn["rate"], 2.0 / 6.0);
}

#[test]
fn starts_and_ends_in_different_ways() {
    let csv = "id,start,end,plan\n1,2023-01-05,1/2/2024,A\n2,2023-02-05,3/25/2024,B\n";
    let ran = report(csv, &[]);
    let message = refused(&ran);
    assert!(
        message.contains(
            "The start dates are read as they are, and the end dates are written in another way; a --date-format is \
             of both columns: write both in one way, best as 2024-05-31."
        ),
        "{message}"
    );
    assert!(!message.contains("Say --date-format"), "{message}");
}

#[test]
fn one_date_in_another_way_is_not_taken_for_the_whole_column() {
    let csv = "id,start,end,plan\n1,2023-01-05,2024-02-01,A\n2,25/02/2023,2024-03-25,B\n";
    let ran = report(csv, &[]);
    let message = refused(&ran);
    assert!(
        message.contains("Other dates of the file are written as 2024-05-31"),
        "{message}"
    );
    assert!(!message.contains("start dates are written"), "{message}");
}
