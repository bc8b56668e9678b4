//! The program is run in process: arguments in, standard output and standard error out.

mod figures;
mod input;
mod page;

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;

use crate::run;

/// A directory of its own for each test, gone with it.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "loyalty-report-{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed),
        );
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

struct Ran {
    code: u8,
    out: String,
    err: String,
}

fn program(args: &[&str]) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = ["loyalty_report"]
        .iter()
        .chain(args)
        .map(|arg| OsString::from(*arg));
    let code = run(args, &mut out, &mut err);
    Ran {
        code,
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
    }
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
