//! Progress is for somebody who watches, and for nobody else.

use std::io;
use std::process::Command;
use std::sync::{Arc, Mutex};

use indicatif::{ProgressDrawTarget, TermLike};

use super::{SHOP, Scratch, watched};
use crate::kit::progress::Screen;

/// A terminal that remembers what was written to it.
#[derive(Debug, Clone, Default)]
struct Paper(Arc<Mutex<String>>);

impl Paper {
    fn screen(&self) -> Screen {
        let target = ProgressDrawTarget::term_like(Box::new(self.clone()));
        Screen::on(Some(target))
    }

    fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

impl TermLike for Paper {
    fn width(&self) -> u16 {
        80
    }

    fn move_cursor_up(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_down(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_right(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_left(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn write_line(&self, text: &str) -> io::Result<()> {
        self.write_str(text)
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        self.0.lock().unwrap().push_str(text);
        Ok(())
    }

    fn clear_line(&self) -> io::Result<()> {
        Ok(())
    }

    fn flush(&self) -> io::Result<()> {
        Ok(())
    }
}

fn run_on(screen: Screen) {
    let scratch = Scratch::new();
    let (file, out) = (scratch.path("shop.csv"), scratch.path("out"));
    std::fs::write(&file, SHOP).unwrap();
    let ran = watched(&[&file, "--out", &out], screen);
    // What is watched is no part of the report.
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.starts_with("RETENTION REPORT"), "{}", ran.out);
    assert!(!ran.out.contains("Computing"), "{}", ran.out);
}

#[test]
fn a_long_log_is_watched_while_it_is_read_and_computed() {
    let paper = Paper::default();
    run_on(paper.screen().at_least(6));
    let text = paper.text();
    for step in ["Reading", " of 6 rows", "Computing", "Writing"] {
        assert!(text.contains(step), "{step}: {text:?}");
    }
}

#[test]
fn a_short_log_is_not_watched() {
    let paper = Paper::default();
    run_on(paper.screen().at_least(7));
    assert_eq!(paper.text(), "");
    // A million rows where nothing else is said.
    let (paper, other) = (Paper::default(), Paper::default());
    drop(paper.screen().reading(999_999));
    assert_eq!(paper.text(), "");
    let progress = other.screen().reading(1_000_000);
    progress.doing("Computing");
    drop(progress);
    assert!(other.text().contains("Computing"), "{:?}", other.text());
}

/// Run by the test below, in a process whose standard error is no terminal.
#[test]
#[ignore = "a part of the next test"]
fn long_log_to_the_real_standard_error() {
    run_on(Screen::standard_error().at_least(0));
}

#[test]
fn nothing_is_written_where_standard_error_is_no_terminal() {
    let part = "purchases::tests::progress::long_log_to_the_real_standard_error";
    let ran = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", part, "--ignored", "--nocapture"])
        .output()
        .unwrap();
    let out = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success() && out.contains("1 passed"), "{out}");
    assert_eq!(String::from_utf8_lossy(&ran.stderr), "");
}
