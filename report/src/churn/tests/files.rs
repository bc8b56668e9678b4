//! Files and arguments of all kinds.

use serde_json::{Value, json};

use super::{figures_of, json, near, purchases, refused, report, sample, words};

#[test]
fn churned_in_many_spellings() {
    let left = [
        "Yes",
        "yes",
        "1",
        "TRUE",
        "leaver",
        "Churned",
        "y",
        "Attrited Customer",
        "流失",
    ];
    let stayed = [
        "No",
        "n",
        "0",
        "False",
        "stayed",
        "Existing Customer",
        "active",
        "否",
    ];
    let rows = left.iter().chain(&stayed).map(|word| format!("3,{word}\n"));
    let csv = format!("tenure,churn\n{}", rows.collect::<String>());
    let churn = &figures_of(&csv, &[])["churn"];
    assert_eq!((&churn["lost"], &churn["base"]), (&json!(9), &json!(17)));
    near(&churn["rate"], 9.0 / 17.0);
}

#[test]
fn other_words_for_having_left_are_told() {
    let csv = "months,status\n1,Kaputt\n4,Da\n";
    let message = refused(&report(csv, &[])).to_owned();
    for said in [
        "\"status\" says neither that the customer left nor that not in 2 rows: \"Da\" (1 row), \"Kaputt\" (1 row)",
        "Say which words of \"status\" mean that a customer left, as in --lost Kaputt; all others then mean",
    ] {
        assert!(message.contains(said), "{message}");
    }
    let churn = &figures_of(csv, &["--lost", "kaputt"])["churn"];
    assert_eq!((&churn["lost"], &churn["base"]), (&json!(1), &json!(2)));
    // A slip in it would make everybody stay.
    let message = refused(&report(csv, &["--lost", "Kaput"])).to_owned();
    assert!(
        message.contains(
            "no row says in \"status\" what --lost says; there stands \"Da\", \"Kaputt\""
        ),
        "{message}"
    );
    let blank = refused(&report("tenure,churn\n1,\n2,no\n3,no\n", &[])).to_owned();
    assert!(
        blank.contains("line 2: nothing says whether the customer left"),
        "{blank}"
    );
}

#[test]
fn tenures_that_are_nought_negative_fractional_or_no_numbers() {
    let csv = "tenure,churned,fee\n0,no,5\n0.5,yes,5\n2.0,no,5\n12.3,no,5\n";
    let found = figures_of(csv, &["--amount", "fee"]);
    assert_eq!(found["tenures_rounded_up"], json!(2));
    assert_eq!(found["survival"][0]["customers"], json!(4));
    // Half a month is within the first one; of tenure 0 nobody was observed.
    assert_eq!(found["survival"][0]["points"][0]["time"], json!(1));
    assert_eq!(found["survival_entry_adjusted"][0]["customers"], json!(3));
    let csv = "tenure,churned\n-3,no\nx,no\nNaN,no\n40000,no\n,yes\n1,no\n2,no\n3,no\n4,no\n5,no\n";
    let args = ["--tenure-unit", "months"];
    let message = refused(&report(csv, &args)).to_owned();
    for said in [
        "line 2: tenure -3 is below zero",
        "line 3: tenure \"x\" is not a number",
        "line 4: tenure \"NaN\" is not a number",
        "line 5: tenure 40000 is more than a hundred years if it is in months; --tenure-unit tells another unit",
        "line 6: the tenure is empty",
        "Mend them, or leave them out with --skip-bad-rows.",
    ] {
        assert!(message.contains(said), "{said}: {message}");
    }
    let found = figures_of(csv, &["--skip-bad-rows", "--tenure-unit", "months"]);
    assert_eq!(found["customers"], json!(5));
    assert_eq!(found["skipped_rows"], json!(5));
}

#[test]
fn numbers_with_a_comma() {
    let csv = "tenure;churn;monthly_charges\n1,5;ja;29,85\n3;nein;10,15\n";
    let found = figures_of(csv, &[]);
    assert_eq!(found["money"]["lost"], json!("29.85"));
    assert_eq!(found["tenures_rounded_up"], json!(1));
    let open = "tenure;churn;monthly_charges\n1;ja;1.250\n3;nein;2.500\n";
    let message = refused(&report(open, &[])).to_owned();
    assert!(message.contains("can be read in two ways"), "{message}");
    let found = figures_of(open, &["--decimal-comma"]);
    assert_eq!(found["money"]["lost"], json!("1250"));
}

#[test]
fn amounts_that_are_blank_negative_or_in_two_currencies() {
    let csv = "tenure,churn,mrr\n1,yes,\n2,no,10\n3,no,20.50\n";
    let found = figures_of(csv, &[]);
    assert_eq!(found["money"]["missing"], json!(1));
    assert_eq!(found["money"]["staying"], json!("30.50"));
    assert_eq!(found["money"]["lost"], json!("0"));
    assert_eq!(found["money"]["mean_lost"], Value::Null);
    // A third of those still there.
    assert_eq!(found["money"]["at_risk"], json!("10.17"));
    assert!(words(&report(csv, &[])).contains("of 1 customer not known"));
    let csv = "tenure,churn,mrr\n1,yes,-4\n2,no,$10\n3,no,€20\n4,no,3\n5,no,3\n6,no,3\n";
    let message = refused(&report(csv, &[])).to_owned();
    assert!(
        message.contains("line 2: amount \"-4\" is below zero"),
        "{message}"
    );
    assert!(
        message.contains("convert them into one currency"),
        "{message}"
    );
    // Without a column of amounts nothing is said of money.
    let found = figures_of("tenure,churn\n1,yes\n2,no\n", &[]);
    assert_eq!(found["money"], Value::Null);
    let text = words(&report("tenure,churn\n1,yes\n2,no\n", &[]));
    assert!(!text.contains("REVENUE"), "{text}");
}

#[test]
fn columns_that_are_missing_or_ambiguous() {
    let message = refused(&report("a,b\n1,2\n", &[])).to_owned();
    assert!(
        message.contains(
            "no column is known to be the tenure or the churn; the columns are \"a\", \"b\"; name them with --tenure \
             and --churn, or the days on which customers came and left with --start and --end"
        ),
        "{message}"
    );
    let message = refused(&report("tenure,b\n1,2\n", &[])).to_owned();
    assert!(message.contains("name one with --churn"), "{message}");
    let message = refused(&report("tenure,churn,plan,contract\n1,no,a,b\n", &[])).to_owned();
    assert!(
        message.contains("several columns may be the group: \"plan\", \"contract\""),
        "{message}"
    );
    let found = figures_of(
        "tenure,churn,plan,contract\n1,no,a,b\n",
        &["--group", "Plan"],
    );
    assert_eq!(found["churn_by_group"][0]["group"], json!("a"));
    let message = refused(&report("tenure,churn\n1,no\n", &["--group", "churn"])).to_owned();
    assert!(
        message.contains("\"churn\" cannot be both --churn and --group"),
        "{message}"
    );
    let message = refused(&report("tenure,churn\n1,no\n", &["--group", "plan"])).to_owned();
    assert!(
        message.contains("no column is called \"plan\""),
        "{message}"
    );
    let message = refused(&report("", &[])).to_owned();
    assert!(message.contains("the file is empty"), "{message}");
    let message = refused(&report("tenure,churn\n", &[])).to_owned();
    assert!(message.contains("there is no customer in it"), "{message}");
    let message = refused(&report("Customers 2024\n\ntenure,churn\n1,no\n", &[])).to_owned();
    assert!(
        message.contains("line 3 seems to be the header: say --skip-lines 2"),
        "{message}"
    );
    let both = sample(&["--tenure", "a", "--start", "b"]);
    assert_eq!(both.code, 2);
}

#[test]
fn files_of_which_nothing_can_be_read() {
    let csv = "tenure,churn\nx,yes\ny,no\n";
    let message = refused(&report(csv, &["--skip-bad-rows"])).to_owned();
    assert!(
        message.contains("there is no customer in it when bad rows are skipped"),
        "{message}"
    );
    let ran = sample(&["nowhere.csv"]);
    assert!(
        refused(&ran).contains("cannot read nowhere.csv"),
        "{}",
        ran.err
    );
}

/// Rows that sum others, and rows of a customer who has one already.
#[test]
fn rows_that_are_no_customers() {
    let csv = "id,tenure,churn\nA,1,no\nB,2,yes\nA,3,no\nTotal,,\n";
    let message = refused(&report(csv, &[])).to_owned();
    assert!(
        message.contains("line 5: it seems to be a total, not a customer"),
        "{message}"
    );
    let text = words(&report(csv, &["--skip-bad-rows"]));
    assert!(
        text.contains("1 row is of a customer who stands in an earlier row"),
        "{text}"
    );
}

const DATED: &str = "id,joined,cancelled_at,plan\n\
    A,2023-01-10,2023-03-09,Basic\nB,2023-01-31,,Basic\nC,2023-06-01,2024-02-01,Pro\n\
    D,2024-05-01,,Pro\nE,2023-02-01,2023-02-01,Pro\n";

#[test]
fn dates_of_start_and_end_need_a_last_day() {
    let message = refused(&report(DATED, &[])).to_owned();
    assert!(
        message.contains("such as --as-of 2024-05-01 (the last date in the file)"),
        "{message}"
    );
    let found = figures_of(DATED, &["--as-of", "2023-12-31"]);
    // D came later, and C had not left yet.
    assert_eq!(found["churn"]["base"], json!(4));
    assert_eq!(found["churn"]["lost"], json!(2));
    assert_eq!(found["not_observed"], json!(1));
    assert_eq!(found["survival"], found["survival_entry_adjusted"]);
    let curve = found["survival"].as_array().unwrap();
    let basic = curve
        .iter()
        .find(|curve| curve["group"] == json!("Basic"))
        .unwrap();
    // From the 10th of January to the 9th of March two months were begun.
    assert_eq!(basic["points"][0]["time"], json!(2));
    let text = words(&report(DATED, &["--as-of", "2023-12-31"]));
    assert!(text.contains("2 of 4 customers (50.0 %"), "{text}");
    assert!(text.contains("had left by 2023-12-31"), "{text}");
    assert!(!text.contains("Counted from month 0"), "{text}");
    // Basic was there for 2 + 11 months, of whom one left.
    let basic = found["churn_by_group"].as_array().unwrap();
    let basic = basic
        .iter()
        .find(|group| group["group"] == json!("Basic"))
        .unwrap();
    assert_eq!(
        (&basic["risk"]["lost"], &basic["risk"]["base"]),
        (&json!(1), &json!(13))
    );
    let message = refused(&report(DATED, &["--as-of", "2022-01-01"])).to_owned();
    assert!(
        message.contains("nobody was a customer up to 2022-01-01"),
        "{message}"
    );
    let message = refused(&sample(&["--as-of", "2022-01-01"])).to_owned();
    assert!(
        message.contains("go with dates of start and end"),
        "{message}"
    );
}

#[test]
fn customers_who_were_there_before_observation_began() {
    let args = ["--as-of", "2024-06-30", "--observed-from", "2023-03-01"];
    let found = figures_of(DATED, &args);
    // E had left before.
    assert_eq!(
        (&found["customers"], &found["not_observed"]),
        (&json!(5), &json!(1))
    );
    let basic = |of: &str| {
        let curves = found[of].as_array().unwrap();
        curves
            .iter()
            .find(|curve| curve["group"] == json!("Basic"))
            .unwrap()
            .clone()
    };
    // A and B were there for one month, so both are at risk in the second.
    assert_eq!(
        basic("survival_entry_adjusted")["points"][0]["at_risk"],
        json!(2)
    );
    assert_eq!(
        basic("survival_entry_adjusted")["points"][0]["time"],
        json!(2)
    );
    let args = ["--as-of", "2024-06-30", "--observed-from", "2024-07-01"];
    let message = refused(&report(DATED, &args)).to_owned();
    assert!(
        message.contains("--observed-from 2024-07-01 is after --as-of 2024-06-30"),
        "{message}"
    );
}

#[test]
fn dates_in_another_order_or_that_end_before_they_begin() {
    let csv = "start,end\n31/01/2024,\n05/02/2024,09/02/2024\n";
    let message = refused(&report(csv, &["--as-of", "2024-12-31"])).to_owned();
    assert!(message.contains("--date-format \"%d/%m/%Y\""), "{message}");
    let args = ["--as-of", "2024-12-31", "--date-format", "%d/%m/%Y"];
    assert_eq!(figures_of(csv, &args)["churn"]["lost"], json!(1));
    let csv = "start,end\n2024-03-01,2024-02-01\n2024-03-01,\n2024-03-01,\n";
    let message = refused(&report(csv, &["--as-of", "2024-12-31"])).to_owned();
    assert!(
        message.contains("line 2: it ends on 2024-02-01, before it starts on 2024-03-01"),
        "{message}"
    );
}

#[test]
fn how_long_customers_were_observed_is_told() {
    let csv = "tenure,churn\n1,yes\n5,yes\n5,no\n9,no\n";
    let ever = figures_of(csv, &["--churn-window", "ever"]);
    assert_eq!(ever["survival"], ever["survival_entry_adjusted"]);
    assert_eq!(ever["observation"], json!({"observed": "ever"}));
    // Of four one left in month 1.
    near(&ever["survival"][0]["points"][0]["survival"], 0.75);
    // At risk are customers by the month: two left in 1 + 5 + 5 + 9 of them, one of them in the first three.
    assert_eq!(
        (
            &ever["churn_by_group"][0]["risk"]["lost"],
            &ever["churn_by_group"][0]["risk"]["base"]
        ),
        (&json!(2), &json!(20))
    );
    let new = figures_of(csv, &["--churn-window", "ever", "--new-months", "3"]);
    let new = &new["newcomers"];
    assert_eq!(
        (&new["lost"], &new["base"], &new["staying"]),
        (&json!(1), &json!(10), &json!(0))
    );
    let three = figures_of(csv, &["--churn-window", "3"]);
    let points = three["survival_entry_adjusted"][0]["points"]
        .as_array()
        .unwrap();
    assert_eq!(points[0]["at_risk"], json!(1));
    let text = words(&report(csv, &["--churn-window", "3"]));
    assert!(text.contains("left within the last 3 months"), "{text}");
    for wrong in ["0", "-1", "1.5", "always"] {
        let ran = sample(&[&*format!("--churn-window={wrong}")]);
        assert_eq!(ran.code, 2, "{wrong}");
    }
}

const ORDERS: &str = "customer,date,amount\nA,2024-01-05,10\nA,2024-02-06,10\nB,2024-01-20,5\n\
    B,2024-03-02,5\nC,2024-03-03,7\n";

#[test]
fn cohorts_of_a_file_of_ones_own() {
    let found = json(&purchases(ORDERS, &["--json"]));
    let cohorts = found["cohorts"].as_array().unwrap();
    let rows: Vec<(&str, &Value)> = cohorts
        .iter()
        .map(|cohort| (cohort["period"].as_str().unwrap(), &cohort["retained"]))
        .collect();
    // Nobody came in February; March has but begun.
    assert_eq!(
        rows,
        [
            ("2024-01", &json!([2, 1, 1])),
            ("2024-03", &json!([1, null, null]))
        ]
    );
    assert_eq!(cohorts[0]["observed_whole"], json!([false, true, false]));
    let text = words(&purchases(ORDERS, &[]));
    assert!(text.contains("2024-01* 2 100* 50 50*"), "{text}");
    assert!(
        !text.contains("These are not the customers above"),
        "{text}"
    );
    let month = ORDERS
        .replace("2024-03-03", "2024-03-31")
        .replace("2024-01-05", "2024-01-01");
    let found = json(&purchases(&month, &["--json"]));
    assert_eq!(
        found["cohorts"][0]["observed_whole"],
        json!([true, true, true])
    );
    assert_eq!(
        found["cohort_table"]["averages"].as_array().unwrap().len(),
        3
    );
}

#[test]
fn purchases_that_cannot_be_read_are_told_by_the_options_of_this_report() {
    let message = refused(&purchases("who,date,amount\nA,2024-01-05,10\n", &[])).to_owned();
    assert!(
        message.contains("name one with --cohorts-customer"),
        "{message}"
    );
    let ran = purchases(
        "who,date,amount\nA,2024-01-05,10\n",
        &["--cohorts-customer", "who", "--json"],
    );
    assert_eq!(json(&ran)["cohorts"][0]["customers"], json!(1));
    let message = refused(&purchases(
        "customer,date,amount\nA,05.01.2024,10\nA,25.01.2024,1\n",
        &[],
    ))
    .to_owned();
    assert!(message.contains("--date-format \"%d.%m.%Y\""), "{message}");
    let message = refused(&purchases("customer,date,amount\n", &[])).to_owned();
    assert!(message.contains("there is no purchase in it"), "{message}");
}

#[test]
fn columns_that_were_not_taken_are_told() {
    let rows: String = (0..90)
        .map(|row| {
            format!(
                "k{row};{};{};Tarif {};9,90\n",
                1 + row % 9,
                row % 3,
                row % 2
            )
        })
        .collect();
    let rows = rows.replace(";2;", ";0;");
    let csv = format!("Kunde;tenure;churn;Satz;Rate\n{rows}");
    let text = words(&report(&csv, &[]));
    for said in [
        "No column was taken for groups; --group names one.",
        "No column was taken for amounts; --amount names one.",
        "Those who left are taken to have left within the last month; --churn-window names another time.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let text = words(&report(&csv, &["--group", "Satz", "--amount", "Rate"]));
    assert!(!text.contains("No column was taken"), "{text}");
}

#[test]
fn whom_no_group_is_stated_of_are_no_group_to_ask() {
    let rows: String = (0..240)
        .map(|row| {
            let group = if row % 2 == 0 { "" } else { "basic" };
            let left = if row % 4 == 0 { "yes" } else { "no" };
            format!("{},{left},{group}\n", 1 + row % 30)
        })
        .collect();
    let text = words(&report(
        &format!("tenure,churn,plan\n{rows}"),
        &["--group", "plan"],
    ));
    let first = text
        .split_once("WHAT TO DO FIRST")
        .unwrap()
        .1
        .split_once("WHAT WAS READ")
        .unwrap()
        .0;
    assert!(!first.contains("not stated"), "{first}");
}
