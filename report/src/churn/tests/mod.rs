//! The program is run in process: arguments in, standard output and standard error out.

mod exports;
mod figures;
mod files;
mod groups;
mod opening;
mod page;
mod strangers;

use serde_json::Value;

use crate::tests::{Ran, Scratch};

fn program(args: &[&str]) -> Ran {
    // In full: what is not in the short form is tested all the same.
    crate::tests::program(&[&["churn", "--full"], args].concat())
}

/// Runs the program on the bundled files.
fn sample(args: &[&str]) -> Ran {
    let scratch = Scratch::new();
    let out = scratch.path("out");
    let args: Vec<&str> = ["--out", &out].iter().chain(args).copied().collect();
    program(&args)
}

/// Runs the program on a file with this text.
fn report(csv: &str, args: &[&str]) -> Ran {
    let scratch = Scratch::new();
    let file = scratch.path("customers.csv");
    std::fs::write(&file, csv).unwrap();
    let out = scratch.path("out");
    let args: Vec<&str> = [&*file, "--out", &out]
        .iter()
        .chain(args)
        .copied()
        .collect();
    program(&args)
}

/// Runs the program on purchases with this text.
fn purchases(csv: &str, args: &[&str]) -> Ran {
    let scratch = Scratch::new();
    let file = scratch.path("orders.csv");
    std::fs::write(&file, csv).unwrap();
    let out = scratch.path("out");
    let args: Vec<&str> = ["--cohorts", &*file, "--out", &out]
        .iter()
        .chain(args)
        .copied()
        .collect();
    program(&args)
}

fn json(ran: &Ran) -> Value {
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    serde_json::from_str(&ran.out).unwrap()
}

fn figures_of(csv: &str, args: &[&str]) -> Value {
    json(&report(csv, &[&["--json"], args].concat()))
}

fn refused(ran: &Ran) -> &str {
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    &ran.err
}

/// The text on one line.
fn words(ran: &Ran) -> String {
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    ran.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn near(found: &Value, expected: f64) {
    // JSON has nine decimals.
    const ROUNDING: f64 = 1.1e-9;
    let found = found.as_f64().unwrap();
    assert!(
        (found - expected).abs() <= ROUNDING,
        "{found}, not {expected}"
    );
}
