//! The program is run in process: arguments in, standard output and standard error out.

mod figures;
mod input;
mod mapping;
mod opening;
mod page;

use serde_json::Value;

use crate::tests::{Ran, Scratch};

fn program(args: &[&str]) -> Ran {
    // In full: what is not in the short form is tested all the same.
    crate::tests::program(&[&["loyalty", "--full"], args].concat())
}

/// Runs the program on the bundled survey.
fn sample(args: &[&str]) -> Ran {
    let scratch = Scratch::new();
    let out = scratch.path("out");
    let args: Vec<&str> = ["--out", &out].iter().chain(args).copied().collect();
    program(&args)
}

/// Runs the program on a file with this text.
fn report(csv: &str, args: &[&str]) -> Ran {
    let scratch = Scratch::new();
    let file = scratch.path("answers.csv");
    std::fs::write(&file, csv).unwrap();
    let out = scratch.path("out");
    let args: Vec<&str> = [&*file, "--out", &out]
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
