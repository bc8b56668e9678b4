//! Files and arguments of all kinds: each gives figures or a sentence.

use serde_json::{Value, json};

use super::{json as figures, refused, report, sample, some, words};

/// Two hundred customers who buy one to five times, a few days apart, and are not seen again.
fn gone() -> String {
    let rows = (0..200).flat_map(|customer| {
        (0..=customer % 5)
            .map(move |visit| row(customer, customer % 20 + visit * (3 + customer % 17)))
    });
    rows.collect()
}

fn row(customer: u64, day: u64) -> String {
    let date = chrono::NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + chrono::Days::new(day);
    format!("C{customer},{date},{}\n", 10 + customer % 7)
}

fn shop(rows: &str) -> String {
    format!("customer,date,amount\n{rows}")
}

#[test]
fn nobody_came_back() {
    let rows: String = (0..100).map(|customer| row(customer, customer)).collect();
    let ran = report(&shop(&rows), &[]);
    let message = refused(&ran);
    assert!(
        message.contains(
            "no customer bought on two days from 2024-01-01 to 2024-04-09, so nothing tells when"
        ),
        "{message}"
    );
}

#[test]
fn one_day() {
    let rows: String = (0..30).map(|customer| row(customer, 5)).collect();
    let ran = report(&shop(&rows), &[]);
    assert!(refused(&ran).contains("no customer bought on two days from 2024-01-06 to 2024-01-06"));
}

#[test]
fn too_few_customers() {
    let rows = row(1, 0) + &row(1, 20) + &row(1, 60);
    let ran = report(&shop(&rows), &[]);
    let text = words(&ran);
    assert!(
        text.contains("Only 1 of 1 customer bought on a second day"),
        "{text}"
    );
    assert!(text.contains("There is no forecast: no model converged (BG/NBD, MBG/NBD and Pareto/NBD ran to the boundary"), "{text}");
    assert!(!text.contains("NaN") && !text.contains("inf "), "{text}");
    let all = figures(&report(&shop(&rows), &["--json"]));
    assert_eq!(
        (&all["forecast"], &all["chosen"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(all["customers"], json!([]));
}

/// Who buys like a clock never seems to leave: no fit converges, and the report says so.
#[test]
fn fits_that_do_not_converge() {
    let rows = (0..100)
        .flat_map(|customer| (0..20).map(move |week| row(customer, customer % 7 + 7 * week)));
    let rows: String = rows.collect();
    let ran = report(&shop(&rows), &[]);
    let text = words(&ran);
    assert!(
        text.contains("There is no forecast: no model converged"),
        "{text}"
    );
    assert!(text.contains("It is not used."), "{text}");
    assert!(
        text.contains("The purchases do not show whether customers leave and how they differ"),
        "{text}"
    );
    assert!(text.contains("the data ask for a simpler model"), "{text}");
    let ran = report(&shop(&rows), &["--model", "bg_nbd"]);
    let text = words(&ran);
    assert!(
        text.contains(
            "Not shown: BG/NBD did not converge. Without --model another of the models may."
        ),
        "{text}"
    );
}

#[test]
fn nobody_buys_in_the_hold_out() {
    let csv = some();
    let header = csv.lines().next().unwrap();
    let rows = csv
        .lines()
        .skip(1)
        .filter(|row| row.split(',').nth(1) <= Some("1997-09-30"));
    let rows: Vec<&str> = rows.collect();
    // One row of another customer tells how far the file reaches.
    let csv = format!("{header}\n{}\nlate,1998-06-30,1,10.00\n", rows.join("\n"));
    let ran = report(&csv, &["--split", "1997-09-30"]);
    let text = words(&ran);
    assert!(
        text.contains("but there were none. Check whether the file covers that time."),
        "{text}"
    );
    assert!(
        text.contains("bought in the hold-out, so it tells nothing about the models"),
        "{text}"
    );
    let all = figures(&report(&csv, &["--split", "1997-09-30", "--json"]));
    assert_eq!(all["chosen_by"], "criterion");
    assert_eq!(all["holdout"][0]["actual"], json!(0));
    assert_eq!(all["holdout"][0]["auc"], Value::Null);
}

/// Too early a split leaves nothing to fit; the models are then fitted to all there is.
#[test]
fn nobody_bought_twice_before_the_split() {
    let ran = report(&some(), &["--split", "1997-01-02", "--json"]);
    let all = figures(&ran);
    assert_eq!(
        all["no_holdout"],
        "nobody had bought twice up to 1997-01-02"
    );
    assert_eq!(
        (&all["holdout"], &all["hold_out_window"]),
        (&json!([]), &Value::Null)
    );
    assert_eq!(all["fitted_to"]["to"], "1998-06-30");
    assert!(all["forecast"]["customers"].as_u64() > Some(900));
}

#[test]
fn dates_that_do_not_divide_the_window() {
    for (args, said) in [
        (
            &["--split", "1998-06-30"][..],
            "--split 1998-06-30 is not in the window before its last day",
        ),
        (
            &["--split", "1996-06-30"],
            "--split 1996-06-30 is not in the window before its last day",
        ),
        (
            &["--from", "1997-05-01", "--as-of", "1997-04-01"],
            "--from 1997-05-01 is after --as-of 1997-04-01",
        ),
        (
            &["--as-of", "1996-04-01"],
            "nothing was bought up to 1996-04-01",
        ),
        (&["--as-of", "1997-01-01"], "no customer bought on two days"),
    ] {
        let ran = sample(args);
        assert!(refused(&ran).contains(said), "{}", ran.err);
    }
}

#[test]
fn arguments_that_cannot_be() {
    for args in [
        &["--margin", "1.2"][..],
        &["--margin", "NaN"],
        &["--discount", "-0.1"],
        &["--discount", "inf"],
        &["--ahead", "0"],
        &["--unit", "fortnights"],
        &["--model", "bg"],
        &["--split", "tomorrow"],
    ] {
        let ran = sample(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains(args[0]), "{}", ran.err);
    }
}

/// Who had bought before the first day is taken for new, and the report says so.
#[test]
fn records_that_begin_before_the_window() {
    let ran = report(&some(), &["--from", "1997-03-01"]);
    let text = words(&ran);
    assert!(
        text.contains("had bought before 1997-03-01, and are treated as new"),
        "{text}"
    );
}

/// A model that does not converge on the first part may do so on the whole: there is a forecast and no test.
#[test]
fn a_model_that_converges_on_the_whole_only() {
    let args = ["--as-of", "1997-09-30", "--model", "pareto_nbd"];
    let ran = sample(&args);
    let text = words(&ran);
    assert!(
        text.contains(
            "could not be tested: the model did not converge on the purchases up to 1997-05-16."
        ),
        "{text}"
    );
    assert!(text.contains("Pareto/NBD ran to the boundary"), "{text}");
    assert!(
        text.contains("MOST VALUABLE customers: the 52 weeks after 1997-09-30, by Pareto/NBD"),
        "{text}"
    );
}

/// A refund is no purchase: who is paid back has not come back.
#[test]
fn refunds() {
    let csv = some();
    let refunds: String = (0..40)
        .map(|at| format!("{:04},1998-05-01,1,-3.00\n", 2 * at + 1))
        .collect();
    let split = ["--split", "1997-09-30", "--json"];
    let (with, without) = (
        figures(&report(&(csv.clone() + &refunds), &split)),
        figures(&report(&csv, &split)),
    );
    assert_eq!(with["counts"]["refunds"], json!(40));
    assert_eq!(with["models"], without["models"]);
    assert_eq!(with["repeat_purchases"], without["repeat_purchases"]);
    let ran = report(&(csv + &refunds), &["--refunds", "refuse"]);
    let message = refused(&ran);
    assert!(
        message.contains("line ") && message.contains("is refused, as asked for"),
        "{message}"
    );
    // Refunds alone are no customers.
    let ran = report(&shop("A,2024-01-01,-3\nA,2024-02-01,-3\n"), &[]);
    assert!(
        refused(&ran).contains("nobody bought from 2024-01-01 to 2024-02-01"),
        "{}",
        ran.err
    );
}

/// Without money purchases are forecast, and nothing is said of values.
#[test]
fn amounts_of_zero() {
    let csv: String = some()
        .lines()
        .map(|row| match row.rsplit_once(',') {
            Some((rest, "amount")) => format!("{rest},amount\n"),
            Some((rest, _)) => format!("{rest},0\n"),
            None => String::new(),
        })
        .collect();
    let all = figures(&report(&csv, &["--split", "1997-09-30", "--json"]));
    assert_eq!(
        (&all["forecast"]["value"], &all["forecast"]["spend"]),
        (&Value::Null, &Value::Null)
    );
    let first = &all["customers"][0];
    assert_eq!(
        (&first["value"], &first["expected_spend"]),
        (&Value::Null, &Value::Null)
    );
    assert!(first["expected_purchases"].as_f64() > Some(1.0));
    let ran = report(&csv, &["--split", "1997-09-30"]);
    let text = words(&ran);
    assert!(
        text.contains("No repeat purchase has an amount above zero, so nothing is said of money."),
        "{text}"
    );
    assert!(!text.contains("revenue"), "{text}");
    assert!(
        text.contains("purchases expected from them in the 52 weeks"),
        "{text}"
    );
}

/// Where everybody pays the same there is no spending to model.
#[test]
fn amounts_that_are_all_the_same() {
    let csv: String = some()
        .lines()
        .map(|row| match row.rsplit_once(',') {
            Some((rest, "amount")) => format!("{rest},amount\n"),
            Some((rest, _)) => format!("{rest},12.50\n"),
            None => String::new(),
        })
        .collect();
    let all = figures(&report(&csv, &["--split", "1997-09-30", "--json"]));
    assert_eq!(all["forecast"]["spend"]["parameters"], Value::Null);
    let rows = all["customers"].as_array().unwrap();
    let spend = &rows[0]["expected_spend"];
    assert!(
        rows.iter().all(|row| row["expected_spend"] == *spend),
        "{spend}"
    );
}

#[test]
fn files_that_cannot_be_read() {
    let ran = report("customer,date\nA,2024-01-01\n", &[]);
    assert!(
        refused(&ran).contains("no column is known to be the amount"),
        "{}",
        ran.err
    );
    let ran = report(&shop(""), &[]);
    assert!(
        refused(&ran).contains("there is no purchase in it"),
        "{}",
        ran.err
    );
    let ran = report(&shop("A,2024-01-01,\nB,2024-01-02,\n"), &[]);
    assert!(refused(&ran).contains("the amount is empty"), "{}", ran.err);
    let ran = report(&shop("A,2024-13-01,5\nB,2024-01-02,5\n"), &[]);
    assert!(refused(&ran).contains("line 2: "), "{}", ran.err);
}

/// Customers who are gone, and a file that reaches much further.
#[test]
fn everybody_is_gone() {
    let ran = report(&shop(&(gone() + &row(999, 300))), &[]);
    let text = words(&ran);
    assert!(!text.contains("NaN"), "{text}");
    assert!(text.contains("FORECAST: "), "{text}");
}
