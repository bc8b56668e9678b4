//! The program is run in process: arguments in, standard output and standard error out.

mod bundled;
mod coding;
mod examples;
mod groups;
mod instruments;
mod mapping;
mod opening;
mod page;
mod ratings;
mod results;
mod words;

use serde_json::Value;

use crate::tests::{Ran, Scratch};

fn program(args: &[&str]) -> Ran {
    // In full: what is not in the short form is tested all the same.
    crate::tests::program(&[&["survey", "--full"], args].concat())
}

/// Runs the program on a file with this text, under this mapping.
fn report(csv: impl AsRef<[u8]>, mapping: &str, args: &[&str]) -> Ran {
    report_in(&Scratch::new(), csv, mapping, args)
}

fn report_in(scratch: &Scratch, csv: impl AsRef<[u8]>, mapping: &str, args: &[&str]) -> Ran {
    let (file, map, out) = (
        scratch.path("ratings.csv"),
        scratch.path("ratings.toml"),
        scratch.path("out"),
    );
    std::fs::write(&file, csv).unwrap();
    std::fs::write(&map, mapping).unwrap();
    let args: Vec<&str> = [file.as_str(), "--mapping", &map, "--out", &out]
        .iter()
        .chain(args)
        .copied()
        .collect();
    program(&args)
}

fn figures(csv: impl AsRef<[u8]>, mapping: &str, args: &[&str]) -> Value {
    let args: Vec<&str> = args.iter().chain(&["--json"]).copied().collect();
    let ran = report(csv, mapping, &args);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    serde_json::from_str(&ran.out).unwrap()
}

fn refused(csv: impl AsRef<[u8]>, mapping: &str, args: &[&str]) -> String {
    let ran = report(csv, mapping, args);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    ran.err
}

/// The figures on the bundled surveys.
fn bundled(args: &[&str]) -> Value {
    let scratch = Scratch::new();
    let out = scratch.path("out");
    let args: Vec<&str> = ["--json", "--out", &out]
        .iter()
        .chain(args)
        .copied()
        .collect();
    let ran = program(&args);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    serde_json::from_str(&ran.out).unwrap()
}

/// As many digits as an independent computation was noted with.
const NOTED: f64 = 5e-7;

fn assert_noted(found: &Value, expected: f64) {
    let found = found.as_f64().unwrap_or(f64::NAN);
    assert!(
        (found - expected).abs() < NOTED,
        "{found} is not {expected}"
    );
}

/// A value of each element of a list.
fn each<'a>(list: &'a Value, key: &str) -> Vec<&'a Value> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|one| &one[key])
        .collect()
}
