//! The program is run in process: arguments in, standard output and standard error out.

mod figures;
mod files;
mod givers;
mod judged;
mod opening;
mod page;

use serde_json::Value;

use crate::tests::{Ran, Scratch};

fn program(args: &[&str]) -> Ran {
    // In full: what is not in the short form is tested all the same.
    crate::tests::program(&[&["subscribers", "--full"], args].concat())
}

/// Runs the program on the bundled files.
fn sample(args: &[&str]) -> Ran {
    let scratch = Scratch::new();
    let out = scratch.path("out");
    program(&[&["--out", &*out], args].concat())
}

/// Runs the program on a survival table with this text.
fn report(csv: &str, args: &[&str]) -> Ran {
    let scratch = Scratch::new();
    let file = scratch.path("cohort.csv");
    std::fs::write(&file, csv).unwrap();
    let out = scratch.path("out");
    program(&[&[&*file, "--out", &*out], args].concat())
}

/// Runs the program on givers with this text.
fn donors(csv: &str, args: &[&str]) -> Ran {
    let scratch = Scratch::new();
    let file = scratch.path("donors.csv");
    std::fs::write(&file, csv).unwrap();
    let out = scratch.path("out");
    program(&[&["--givers", &*file, "--out", &*out], args].concat())
}

fn json(ran: &Ran) -> Value {
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    serde_json::from_str(&ran.out).unwrap()
}

fn figures_of(csv: &str, args: &[&str]) -> Value {
    json(&report(csv, &[&["--json"], args].concat()))
}

fn refused(ran: &Ran) -> &str {
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
    &ran.err
}

/// The text on one line.
fn words(ran: &Ran) -> String {
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    ran.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rows of a list that say this.
fn rows<'v>(list: &'v Value, said: &[(&str, Value)]) -> Vec<&'v Value> {
    let rows = list.as_array().unwrap().iter();
    rows.filter(|row| said.iter().all(|(key, value)| row[*key] == *value))
        .collect()
}

/// A figure as it was published: to as many decimals.
fn assert_published(found: &Value, published: &str) {
    let decimals = published
        .split_once('.')
        .map_or(0, |(_, after)| after.len());
    let found = found.as_f64().unwrap();
    assert_eq!(format!("{found:.decimals$}"), published, "{found}");
}
