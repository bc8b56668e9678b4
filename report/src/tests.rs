//! The program is run in process: arguments in, standard output and standard error out.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::kit::progress::Screen;
use crate::run;

/// What a run of the program left.
pub struct Ran {
    pub code: u8,
    pub out: String,
    pub err: String,
}

/// Runs the program with these arguments.
pub fn program(args: &[&str]) -> Ran {
    watched(args, Screen::on(None))
}

/// Runs the program before somebody who watches.
pub fn watched(args: &[&str], screen: Screen) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = run(words(args), &mut out, &mut err, screen);
    Ran {
        code,
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
    }
}

fn words(args: &[&str]) -> Vec<OsString> {
    let args = ["retention-report"].iter().chain(args);
    args.map(|arg| OsString::from(*arg)).collect()
}

/// The short form that a run printed, which fits two screens but for where its page is.
pub fn two_screens(ran: &Ran) -> String {
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let (text, page) = ran.out.trim_end().rsplit_once('\n').unwrap();
    assert!(page.ends_with("report.html"), "{page}");
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.len() < 100, "{}: {text}", lines.len());
    let widest = lines.iter().map(|line| line.chars().count()).max();
    assert!(widest <= Some(100), "{widest:?}: {text}");
    assert!(text.contains("--full"), "{text}");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every anchor of a page is there once, and every link and label leads to one.
pub fn anchors_hold(page: &str) {
    let named = |mark: &str| -> Vec<String> {
        let parts = page.split(mark).skip(1);
        let names = parts.map(|part| part.split('"').next().unwrap().to_owned());
        names.collect()
    };
    let mut anchors = named(" id=\"");
    anchors.sort();
    let all = anchors.len();
    anchors.dedup();
    assert_eq!(anchors.len(), all, "an anchor is there twice: {anchors:?}");
    let labels = named("aria-labelledby=\"");
    let labels = labels.iter().flat_map(|names| names.split(' '));
    let links = named("href=\"#");
    assert!(!links.is_empty());
    for name in labels.chain(links.iter().map(String::as_str)) {
        assert!(anchors.iter().any(|anchor| anchor == name), "{name}");
    }
}

/// A directory of its own for each test, gone with it.
pub struct Scratch(PathBuf);

impl Scratch {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "retention-report-{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed),
        );
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// The path of a file in it.
    pub fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A place that takes nothing.
struct Full(io::ErrorKind);

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn into(full: io::ErrorKind, args: &[&str]) -> (u8, String) {
    let mut err = Vec::new();
    let code = run(words(args), &mut Full(full), &mut err, Screen::on(None));
    (code, String::from_utf8(err).unwrap())
}

#[test]
fn a_full_disk_is_said_and_a_closed_pipe_is_not() {
    let scratch = Scratch::new();
    let out = scratch.path("out");
    for args in [&["loyalty", "--out", &out][..], &["--help"]] {
        let (code, err) = into(io::ErrorKind::StorageFull, args);
        assert_eq!(code, 1);
        assert!(
            err.starts_with("error: writing the answer failed: "),
            "{err}"
        );
        assert_eq!(into(io::ErrorKind::BrokenPipe, args), (0, String::new()));
    }
}

#[test]
fn which_report() {
    let help = program(&["--help"]);
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    for report in ["purchases", "survey", "loyalty", "churn"] {
        assert!(help.out.contains(&format!("\n  {report} ")), "{}", help.out);
    }
    let wrong = program(&["shop.csv"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.contains("shop.csv"), "{}", wrong.err);
}
