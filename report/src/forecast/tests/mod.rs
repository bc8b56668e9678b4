//! The program is run in process: arguments in, standard output and standard error out.

mod figures;
mod files;
mod page;
mod range;

use std::sync::LazyLock;

use serde_json::Value;

use crate::tests::{Ran, Scratch};

/// The customers of the sample.
const CDNOW: &str = include_str!("../../../data/cdnow.csv");

/// The figures of the sample, computed once.
static SAMPLE: LazyLock<Value> = LazyLock::new(|| json(&sample(&["--json"])));

fn program(args: &[&str]) -> Ran {
    // In full: what is not in the short form is tested all the same.
    crate::tests::program(&[&["forecast", "--full"], args].concat())
}

/// Runs the program on the sample.
fn sample(args: &[&str]) -> Ran {
    let scratch = Scratch::new();
    let out = scratch.path("out");
    program(&[&["--out", &out], args].concat())
}

/// Runs the program on a file with this text.
fn report(csv: &str, args: &[&str]) -> Ran {
    let scratch = Scratch::new();
    let (file, out) = (scratch.path("shop.csv"), scratch.path("out"));
    std::fs::write(&file, csv).unwrap();
    program(&[&[&*file, "--out", &out], args].concat())
}

/// The purchases of those customers of the sample whose number begins with 0: about four in ten.
fn some() -> String {
    let rows = CDNOW.lines().skip(1).filter(|row| row.starts_with('0'));
    format!(
        "customer,date,quantity,amount\n{}\n",
        rows.collect::<Vec<_>>().join("\n")
    )
}

fn json(ran: &Ran) -> Value {
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    serde_json::from_str(&ran.out).unwrap()
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

fn near(found: &Value, expected: f64, tolerance: f64) {
    let found = found.as_f64().unwrap();
    assert!(
        (found - expected).abs() <= tolerance,
        "{found}, not {expected}"
    );
}

/// Money is written as text.
fn money(found: &Value) -> f64 {
    found.as_str().unwrap().parse().unwrap()
}
