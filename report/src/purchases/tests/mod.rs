//! The program is run in process: arguments in, standard output and standard error out.

mod act_on;
mod backtest;
mod beside;
mod laws;
mod lifecycle;
mod lines;
mod migration;
mod opening;
mod page;
mod progress;
mod reading;
mod remarks;

use std::path::Path;

use serde_json::{Value, json};

use crate::kit::csv::{self, Layout};
use crate::kit::progress::Screen;
use crate::tests::{Ran, Scratch};

const SHOP: &str = "\
customer,date,amount
Ann,2024-01-05,100.00
Ben,2023-02-10,20.00
Ann,2024-03-01,50.50
Cem,2024-02-11,10.25
Ann,2024-03-02,-0.50
Dea,2024-07-01,99.00
";

fn program(args: &[&str]) -> Ran {
    watched(args, Screen::on(None))
}

fn watched(args: &[&str], screen: Screen) -> Ran {
    crate::tests::watched(&[&["purchases"], args].concat(), screen)
}

/// Runs the program on a file with this text, and has all of the report printed.
fn report(csv: impl AsRef<[u8]>, args: &[&str]) -> Ran {
    run(csv, &[&["--full"], args].concat())
}

/// Runs the program on a file with this text.
fn run(csv: impl AsRef<[u8]>, args: &[&str]) -> Ran {
    let scratch = Scratch::new();
    let (file, pictures) = (scratch.path("shop.csv"), scratch.path("pictures"));
    std::fs::write(&file, csv).unwrap();
    let args: Vec<&str> = [file.as_str(), "--out", &pictures]
        .iter()
        .chain(args)
        .copied()
        .collect();
    program(&args)
}

fn figures(csv: &str, args: &[&str]) -> Value {
    let args: Vec<&str> = args.iter().chain(&["--json"]).copied().collect();
    let ran = report(csv, &args);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    serde_json::from_str(&ran.out).unwrap()
}

/// A text without its line breaks.
fn words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// A number as the JSON has it: to twelve decimals.
fn written(value: f64) -> Value {
    json!((value * 1e12).round() / 1e12)
}

fn refused(csv: impl AsRef<[u8]>, args: &[&str]) -> String {
    let ran = report(csv, args);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    ran.err
}

#[test]
fn columns_that_cannot_be_told() {
    let none = refused("who,date,amount\nAnn,2024-01-05,1\n", &[]);
    assert!(none.contains("\"who\", \"date\", \"amount\""), "{none}");
    assert!(none.contains("--customer"), "{none}");

    let two = "customer,date,amount,total\nAnn,2024-01-05,1,2\n";
    let message = refused(two, &[]);
    assert!(message.contains("\"amount\", \"total\""), "{message}");
    assert!(message.contains("--amount"), "{message}");
    assert_eq!(figures(two, &["--amount", "Total"])["revenue"], "2");

    let unknown = refused(SHOP, &["--customer", "buyer"]);
    assert!(
        unknown.contains("no column is called \"buyer\""),
        "{unknown}"
    );
    let twice = refused("a,date,a\nAnn,2024-01-05,1\n", &["--customer", "a"]);
    assert!(twice.contains("rename all but one"), "{twice}");
    // No name would tell them apart, so none is asked for.
    let twice = refused(
        "customer,date,date,amount\nAnn,2024-01-05,2024-01-06,1\n",
        &[],
    );
    assert!(
        twice.contains("2 columns are called \"date\"") && twice.contains("rename all but one"),
        "{twice}"
    );
    assert!(!twice.contains("--date"), "{twice}");
}

#[test]
fn bad_rows_with_their_lines() {
    let text = "customer,date,amount\r\n\
                Ann,2024-01-05,1\r\n\
                \r\n\
                ,2024-01-06,2\r\n\
                \"Ben\r\nthe second\",2024-01-07,3\r\n\
                Cem,06/01/2024,x\r\n\
                Dea,2024-01-06\r\n\
                Eve,2024-01-06,4\r\n";
    let sheet = csv::read(text.as_bytes(), &Layout::default(), |_| {}).unwrap();
    let lines: Vec<u64> = sheet.bad.iter().map(|bad| bad.line).collect();
    assert_eq!(lines, [4, 7, 8]);
    assert_eq!(sheet.lines, [2, 5, 9]);
    assert_eq!(sheet.bad[0].reason, "the customer is empty");
    assert!(sheet.bad[1].reason.contains("--date-format"));
    assert!(
        sheet.bad[1]
            .reason
            .ends_with("amount \"x\" is not a number")
    );
    assert_eq!(sheet.bad[2].reason, "it has 2 columns, the header has 3");

    let message = refused(text, &[]);
    assert!(message.contains("3 of 6 rows cannot be read"), "{message}");
    assert!(
        message.contains("\n  line 4: the customer is empty\n"),
        "{message}"
    );
    // What is said of the date is found in the file, and would not mend the other rows.
    assert!(
        message.contains("would need --date-format \"%d/%m/%Y\" or --date-format \"%m/%d/%Y\"."),
        "{message}"
    );
    assert!(
        message.contains("\nOtherwise mend the rows, or leave them out with --skip-bad-rows."),
        "{message}"
    );

    let skipped = figures(text, &["--skip-bad-rows"]);
    assert_eq!(skipped["skipped_rows"], 3);
    assert_eq!(
        (&skipped["purchases"], &skipped["revenue"]),
        (&json!(3), &json!("8"))
    );
    let told = report(text, &["--skip-bad-rows"]).out;
    assert!(
        told.contains("3 rows could not be read and were skipped, 50.0 % of all"),
        "{told}"
    );
}

#[test]
fn the_first_twenty_bad_rows_only() {
    let rows = "Ann,2024-01-05,?\n".repeat(25);
    let message = refused(format!("customer,date,amount\n{rows}"), &[]);
    assert!(message.contains("  line 21: "), "{message}");
    assert!(!message.contains("line 22"), "{message}");
    assert!(message.contains("  and 5 more\n"), "{message}");
}

#[test]
fn a_small_shop() {
    let shop = figures(SHOP, &["--as-of", "2024-06-30"]);
    assert_eq!(
        shop["window"],
        json!({"from": "2023-02-10", "to": "2024-06-30"})
    );
    assert_eq!(
        (&shop["customers"], &shop["purchases"]),
        (&json!(3), &json!(5))
    );
    assert_eq!(shop["revenue"], "180.25");
    assert_eq!(shop["counts"]["after"], 1);
    assert_eq!(shop["counts"]["refunds"], 1);
    assert_eq!(shop["statuses"]["active"], 2);
    assert_eq!(shop["statuses"]["inactive"], 1);

    let tiers = shop["pyramid"]["tiers"].as_array().unwrap();
    let names: Vec<&Value> = tiers.iter().map(|tier| &tier["tier"]).collect();
    assert_eq!(names, ["Top", "Big", "Medium", "Small"]);
    assert_eq!(tiers[0]["customers"], 1);
    assert_eq!(tiers[0]["revenue"], "150.00");
    assert_eq!(tiers[0]["cut"], "150.00");
    assert_eq!(tiers[0]["share"], written(150.0 / 180.25));
    assert_eq!(tiers[1]["cut"], Value::Null);
    assert_eq!(tiers[3]["revenue"], "30.25");
    assert_eq!(tiers[3]["mean"], "15.13");

    let concentration = &shop["concentration"];
    assert_eq!(concentration["customers_for_80_percent"], 1);
    assert_eq!(
        concentration["top_20_percent_share"],
        written(150.0 / 180.25)
    );
    // 2 · (10.25 + 2 · 20 + 3 · 150) / (3 · 180.25) − 4 / 3
    let gini = concentration["gini"].as_f64().unwrap();
    assert!((gini - (2.0 * 500.25 / (3.0 * 180.25) - 4.0 / 3.0)).abs() < 1e-12);

    assert_eq!(shop["repeat"]["one_time_buyers"], 2);
    assert_eq!(shop["repeat"]["median_days_to_second"], json!(56.0));
    let first = &shop["top_customers"][0];
    assert_eq!(
        (&first["customer"], &first["revenue"]),
        (&json!("Ann"), &json!("150.00"))
    );
    // A day with a refund only is no purchase day.
    assert_eq!(first["purchase_days"], 2);
    assert_eq!(first["last_purchase"], "2024-03-01");
}

#[test]
fn windows() {
    let all = figures(SHOP, &[]);
    assert_eq!(
        all["window"],
        json!({"from": "2023-02-10", "to": "2024-07-01"})
    );
    let year = figures(SHOP, &["--from", "20240101", "--as-of", "2024-06-30"]);
    assert_eq!(
        (&year["customers"], &year["counts"]["before"]),
        (&json!(2), &json!(1))
    );
    // Who bought before the window only is known, and inactive.
    assert_eq!(year["statuses"]["inactive"], 1);
    let longer = figures(SHOP, &["--as-of", "2024-06-30", "--activity-months", "24"]);
    assert_eq!(longer["statuses"]["active"], 3);

    let early = refused(SHOP, &["--as-of", "2020-01-01"]);
    assert!(
        early.contains("the first purchase is on 2023-02-10"),
        "{early}"
    );
    let late = refused(SHOP, &["--from", "2025-01-01"]);
    assert!(
        late.contains("the last purchase is on 2024-07-01"),
        "{late}"
    );
    let crossed = refused(SHOP, &["--from", "2024-03-01", "--as-of", "2024-02-01"]);
    assert!(crossed.contains("is after --as-of"), "{crossed}");
    let between = refused(SHOP, &["--from", "2024-04-01", "--as-of", "2024-05-01"]);
    assert!(between.contains("nobody bought"), "{between}");
}

#[test]
fn nobody_came_back_or_everybody_did() {
    let once = report(
        "customer,date,amount\nAnn,2024-01-05,1\nBen,2024-01-07,1\n",
        &[],
    )
    .out;
    assert!(once.contains("They had waited 1 day on average"), "{once}");
    assert!(once.contains("nobody in it can be inactive yet"), "{once}");
    let twice = report(
        "customer,date,amount\nAnn,2024-01-05,1\nAnn,2024-01-06,1\n",
        &[],
    )
    .out;
    assert!(
        twice.contains("half of them within 1 day of the first"),
        "{twice}"
    );
    assert!(!twice.contains("had waited"), "{twice}");
}

#[test]
fn refunds_and_zero_amounts() {
    let text = "customer,date,amount\nAnn,2024-01-05,10\nAnn,2024-01-06,-4\nBen,2024-01-07,0\n";
    assert_eq!(figures(text, &[])["revenue"], "6");
    assert_eq!(figures(text, &["--refunds", "drop"])["revenue"], "10");
    let refund = refused(text, &["--refunds", "refuse"]);
    assert!(
        refund.contains("line 3: refund of -4 on 2024-01-06"),
        "{refund}"
    );
    let zero = refused(text, &["--zeros", "refuse"]);
    assert!(zero.contains("line 4: purchase of zero"), "{zero}");
    assert_eq!(report(text, &["--zeros", "maybe"]).code, 2);
}

#[test]
fn more_refunded_than_bought() {
    let loss = "customer,date,amount\nAnn,2024-01-05,10\nAnn,2024-01-06,-14\n";
    let ran = report(loss, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("No pictures"), "{}", ran.out);
    let figures = figures(loss, &[]);
    assert_eq!(figures["concentration"]["gini"], Value::Null);
    assert_eq!(figures["pyramid"]["tiers"][0]["share"], Value::Null);

    // One customer below zero among others: shares are defined, the Gini coefficient is not.
    let mixed = format!("{loss}Ben,2024-01-05,90\n");
    let ran = report(mixed, &[]);
    assert!(ran.out.contains("not defined where"), "{}", ran.out);
    assert!(ran.out.contains("lorenz.svg"), "{}", ran.out);
}

#[test]
fn sums_that_are_too_large() {
    let most = "79228162514264337593543950335";
    let text = format!("customer,date,amount\nAnn,2024-01-05,{most}\nBen,2024-01-05,{most}\n");
    let message = refused(text, &[]);
    assert!(message.contains("overflows"), "{message}");
    let text = format!("customer,date,amount\nAnn,2024-01-05,0.01\nBen,2024-01-05,{most}\n");
    let message = refused(text, &[]);
    assert!(message.contains("overflows"), "{message}");
}

#[test]
fn files_without_purchases() {
    assert!(refused("", &[]).contains("the file is empty"));
    assert!(refused("\u{feff}\n\n", &[]).contains("the file is empty"));
    assert!(refused("customer,date,amount\n", &[]).contains("there is no purchase in it"));
    let all_bad = "customer,date,amount\nAnn,?,?\n";
    let message = refused(all_bad, &["--skip-bad-rows"]);
    assert!(message.contains("there is no purchase in it"), "{message}");

    let missing = program(&["no/such/file.csv"]);
    assert_eq!((missing.code, missing.out.as_str()), (1, ""));
    assert!(
        missing.err.contains("cannot read no/such/file.csv"),
        "{}",
        missing.err
    );
}

#[test]
fn arguments() {
    let help = program(&["--help"]);
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    for option in [
        "--skip-bad-rows",
        "--backtest-as-of",
        "--stages-between",
        "--margins",
        "--fixed-costs",
    ] {
        assert!(help.out.contains(option), "{option}");
    }
    for wrong in [
        ["--as-of", "soon"],
        ["--activity-months", "0"],
        ["--refunds", "keep"],
        ["--delimiter", "::"],
        ["--cuts-of", "neither"],
        ["--backtest-as-of", "soon"],
        ["--stages-between", "2024-01-05"],
        ["--stages-between", "2024-01-05..2024-01-05"],
        ["--stages-between", "2024-01-05..2024-01-04"],
        ["--margins", "0.3,0.2,0.1"],
        ["--margins", "0.3,0.2,0.1,0.1,0"],
        ["--margins", "0.3,0.2,0.1,1.01"],
        ["--margins", "0.3,0.2,0.1,NaN"],
        ["--margins", "-inf,0.2,0.1,0"],
        ["--fixed-costs", "100"],
    ] {
        let ran = program(&wrong);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{wrong:?}");
    }
    for costs in ["-1", "much"] {
        let ran = program(&["--margins", "0.3,0.2,0.1,0", "--fixed-costs", costs]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{costs}");
    }
}

#[test]
fn what_is_drawn_is_the_same_on_every_run() {
    let scratch = Scratch::new();
    let draw = |name: &str| {
        let directory = scratch.path(name);
        let ran = program(&["--out", &directory]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        [
            "pyramid.svg",
            "lorenz.svg",
            "migration.svg",
            "stages.svg",
            "ranking.svg",
            "report.html",
        ]
        .map(|name| std::fs::read_to_string(Path::new(&directory).join(name)).unwrap())
    };
    let (once, again) = (draw("once"), draw("again"));
    assert_eq!(once, again);
    let finding = "The top 20 % of customers bring 67.5 % of revenue";
    let titles = [
        finding,
        finding,
        "5 of 24 Top customers are Top again",
        "18.7 % of customers are in decline; they brought 28.8 % of revenue",
        "In 78 of 100 pairs whoever came back had been ranked higher",
    ];
    for (svg, title) in once.iter().zip(titles) {
        assert!(svg.starts_with("<svg width=\"1000\" "));
        assert!(svg.contains(&format!(">{title}</title>")), "{title}");
    }
}

#[test]
fn the_sample() {
    let scratch = Scratch::new();
    let ran = program(&["--json", "--out", &scratch.path("pictures")]);
    let sample: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(sample["customers"], 2357);
    assert_eq!(sample["purchases"], 6919);
    assert_eq!(sample["revenue"], "244091.94");
    let heads: Vec<u64> = sample["pyramid"]["tiers"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|tier| tier["customers"].as_u64())
        .collect();
    assert_eq!(heads, [24, 94, 354, 1885]);
    let share = sample["concentration"]["top_20_percent_share"]
        .as_f64()
        .unwrap();
    assert!((share - 0.6746).abs() < 5e-5);
}

#[test]
fn a_name_that_would_turn_the_text_around() {
    let text = report(SHOP.replace("Ann", "A\u{202e}nn"), &[]).out;
    assert!(text.contains("A\\u{202e}nn"), "{text}");
    assert!(!text.contains('\u{202e}'));
    // In JSON it is what it is, by its number.
    let json = report(SHOP.replace("Ann", "A\u{202e}\u{85}nn"), &["--json"]).out;
    assert!(json.contains("\"A\\u202e\\u0085nn\""), "{json}");
    assert!(!json.contains(['\u{202e}', '\u{85}']));
    let figures = figures(&SHOP.replace("Ann", "A\u{202e}nn"), &[]);
    assert_eq!(figures["top_customers"][0]["customer"], "A\u{202e}nn");
}

#[test]
fn a_file_in_which_rows_stand_twice() {
    let (header, rows) = SHOP.split_once('\n').unwrap();
    let twice = format!("{header}\n{rows}{}", rows.replace("Ann,", " Ann,"));
    let text = report(&twice, &[]).out;
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let remark = "Every row stands in the file at least twice, so that 6 of 12 say the same as an earlier one";
    assert!(words.contains(remark), "{text}");
    assert_eq!(figures(&twice, &[])["repeated_rows"], 6);
    // They are counted in the whole file, whatever the window.
    assert_eq!(
        figures(&twice, &["--from", "2024-01-01"])["repeated_rows"],
        6
    );
    // Another column tells them apart.
    let numbered: String = twice
        .lines()
        .enumerate()
        .map(|(at, line)| format!("{line},{at}\n"))
        .collect();
    assert!(figures(&numbered, &[]).get("repeated_rows").is_none());
    assert!(figures(SHOP, &[]).get("repeated_rows").is_none());
}
