//! What customers say, from surveys: what goes with their satisfaction, what each supplier is worth
//! to its own customers, and how sure all that is; as text, as JSON and as a page.
//!
//! Employees are customers of the firm's own services: the same mapping works for a staff survey,
//! with what is to keep staff as attributes and how content they are as the outcome.

#![allow(
    clippy::disallowed_methods,
    reason = "the library does no I/O; a program that uses it does"
)]

mod args;
mod figures;
#[path = "../kit/mod.rs"]
mod kit;
mod mapping;
mod pictures;
mod ratings;
mod report;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use args::Args;
use figures::Figures;
use kit::program::{self, save};
use kit::progress::Screen;
use kit::rows;
use mapping::Mapping;
use ratings::Survey;

fn main() -> ExitCode {
    // Standard error is not locked: progress is written to it from elsewhere.
    let (mut out, mut err) = (std::io::stdout().lock(), std::io::stderr());
    let screen = Screen::standard_error();
    ExitCode::from(run(std::env::args_os(), &mut out, &mut err, screen))
}

/// The whole program; returns its exit code.
fn run(
    args: impl IntoIterator<Item = OsString>,
    out: &mut impl Write,
    err: &mut impl Write,
    screen: Screen,
) -> u8 {
    program::run(args, out, err, |args| answer(args, screen))
}

/// The report, with its pictures drawn and its page written.
fn answer(args: &Args, screen: Screen) -> Result<String, String> {
    let sources = Source::of(args);
    let mut surveys = Vec::new();
    let mut data = Vec::new();
    for source in &sources {
        data.push((source, source.data()?, source.mapping()?));
    }
    let lines = data
        .iter()
        .map(|(_, data, _)| newlines(data))
        .sum::<usize>();
    let progress = screen.reading(lines.saturating_sub(sources.len()));
    let mut before = 0;
    for (source, data, mapping) in data {
        let survey = Survey::read(&source.name, &data, mapping, args.layout(), |rows| {
            progress.read(before + rows);
        });
        let survey = survey.map_err(|why| format!("{}: {why}", source.name))?;
        rows::refuse(&source.name, &survey.bad, survey.rows(), args.skip_bad_rows)?;
        if survey.respondents == 0 {
            return Err(format!("{}: there is no respondent in it", source.name));
        }
        before += survey.rows();
        surveys.push(survey);
    }

    progress.doing("Computing");
    let mut figures = Figures::of(&surveys, &args.question());
    if figures.is_empty() {
        return Err(nothing(&figures));
    }
    progress.doing("Writing");
    let directory = args
        .out
        .as_deref()
        .unwrap_or(Path::new("target/survey-report"));
    let pictures = pictures::draw(&figures)?;
    for picture in &pictures {
        let path = save(directory, &picture.name, &picture.svg)?;
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

/// Why nothing could be computed.
fn nothing(figures: &Figures) -> String {
    let mut message = "nothing that the mapping asks for can be computed:".to_owned();
    for missed in &figures.not_computed {
        message.push_str(&format!("\n  {}: {}", missed.what, missed.why));
    }
    for survey in &figures.satisfaction {
        if let Some(none) = &survey.no_net_promoter_score {
            message.push_str(&format!(
                "\n  Net Promoter Score of {}: {}",
                none.label, none.why
            ));
        }
    }
    message
}

fn newlines(data: &[u8]) -> usize {
    data.iter().filter(|byte| **byte == b'\n').count()
}

/// A file of ratings and its mapping.
struct Source {
    path: PathBuf,
    mapping: PathBuf,
    /// As the report shows it.
    name: String,
}

impl Source {
    /// The user's file, or the bundled ones.
    fn of(args: &Args) -> Vec<Self> {
        match (&args.file, &args.mapping) {
            (Some(file), Some(mapping)) => vec![Self {
                path: file.clone(),
                mapping: mapping.clone(),
                name: file.display().to_string(),
            }],
            _ => vec![
                Self::bundled("examples/data/mobi"),
                Self::bundled("examples/data/corp_rep_data"),
            ],
        }
    }

    fn bundled(stem: &str) -> Self {
        let path = |ending| Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("{stem}.{ending}"));
        Self {
            path: path("csv"),
            mapping: path("toml"),
            name: format!("{stem}.csv"),
        }
    }

    fn data(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.path)
            .map_err(|error| format!("cannot read {}: {error}", self.path.display()))
    }

    fn mapping(&self) -> Result<Mapping, String> {
        let text = std::fs::read_to_string(&self.mapping)
            .map_err(|error| format!("cannot read {}: {error}", self.mapping.display()))?;
        Mapping::parse(&text).map_err(|why| format!("{}: {why}", self.mapping.display()))
    }
}
