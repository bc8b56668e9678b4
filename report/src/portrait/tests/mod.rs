//! The program is run in process: arguments in, standard output and standard error out.

mod evidence;
mod files;
mod made;
mod since;
mod strangers;

use serde_json::Value;

use crate::tests::{Ran, Scratch};

/// Runs the program on these of a user's files.
fn report(files: &[(&str, &str)], args: &[&str]) -> Ran {
    let scratch = Scratch::new();
    let out = scratch.path("out");
    let mut all = vec!["portrait".to_owned(), "--out".to_owned(), out];
    for (option, text) in files {
        let file = scratch.path(option);
        std::fs::write(&file, text).unwrap();
        all.extend([format!("--{option}"), file]);
    }
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    crate::tests::program(&[&all[..], args].concat())
}

fn json(ran: &Ran) -> Value {
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    serde_json::from_str(&ran.out).unwrap()
}

fn refused(ran: &Ran) -> &str {
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    &ran.err
}
