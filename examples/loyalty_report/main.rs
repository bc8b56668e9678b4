//! How far the loyalty of a provider's customers goes, how much of it would survive a way out, and
//! what the survey cannot tell; as text, as JSON and as a page.

#![allow(
    clippy::disallowed_methods,
    reason = "the library does no I/O; a program that uses it does"
)]

mod args;
mod figures;
#[path = "../kit/mod.rs"]
mod kit;
mod pictures;
mod report;
mod survey;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use args::Args;
use figures::Figures;
use kit::program::{self, save};
use kit::rows;
use survey::Survey;

fn main() -> ExitCode {
    let (mut out, mut err) = (std::io::stdout().lock(), std::io::stderr().lock());
    ExitCode::from(run(std::env::args_os(), &mut out, &mut err))
}

/// The whole program; returns its exit code.
fn run(args: impl IntoIterator<Item = OsString>, out: &mut impl Write, err: &mut impl Write) -> u8 {
    program::run(args, out, err, answer)
}

/// The report, with its pictures drawn and its page written.
fn answer(args: &Args) -> Result<String, String> {
    let (path, name) = source(args.file.as_deref());
    let data =
        std::fs::read(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let survey = Survey::read(&data, args.delimiter).map_err(|why| format!("{name}: {why}"))?;
    rows::refuse(&name, &survey.bad, survey.rows(), args.skip_bad_rows)?;
    if survey.respondents() == 0 {
        return Err(format!("{name}: there is no respondent in it"));
    }
    let figures = Figures::of(name, &survey, args.question());
    let mut figures = figures.map_err(|error| error.to_string())?;
    let directory = args
        .out
        .as_deref()
        .unwrap_or(Path::new("target/loyalty-report"));
    let pictures = pictures::draw(&figures)?;
    for picture in &pictures {
        let path = save(directory, picture.name, &picture.svg)?;
        figures.pictures.push(path);
    }
    let document = report::document(&figures, &pictures);
    figures.report = save(directory, "report.html", &document.page())?;
    if args.json {
        let json = serde_json::to_string_pretty(&figures).map_err(|error| error.to_string())?;
        return Ok(json + "\n");
    }
    Ok(report::text(&document, &figures))
}

/// The user's file or the bundled one, and what the report calls it.
fn source(file: Option<&Path>) -> (PathBuf, String) {
    let sample = "examples/data/corp_rep_data.csv";
    match file {
        Some(file) => (file.to_owned(), file.display().to_string()),
        None => (
            Path::new(env!("CARGO_MANIFEST_DIR")).join(sample),
            sample.to_owned(),
        ),
    }
}
