//! Who a shop's valuable customers are, how dependent it is on them, and who is leaving: a report with
//! pictures, as text and as a page, from a file of purchases.

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
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::NaiveDate;
use retention::Error;
use retention::period::Window;
use retention::purchases::{Purchase, PurchaseLog};

use args::Args;
use figures::lifecycle::{Dates, PastDate, Reason};
use figures::migration::{Chosen, Periods};
use figures::{Figures, Question};
use kit::csv::{self, Sheet};
use kit::program::{self, save};
use kit::progress::Screen;
use kit::rows;
use report::Notes;

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
    let source = Source::of(args.file.as_deref());
    let data = std::fs::read(&source.path)
        .map_err(|error| format!("cannot read {}: {error}", source.path.display()))?;
    let lines = data.iter().filter(|byte| **byte == b'\n').count();
    let progress = screen.reading(lines.saturating_sub(1));
    let sheet = csv::read_watched(&data, &args.layout(), |rows| progress.read(rows))
        .map_err(|why| source.says(&why))?;
    drop(data);
    rows::refuse(&source.name, &sheet.bad, sheet.rows(), args.skip_bad_rows)?;

    progress.doing("Computing");
    let mut figures = figures(args, &sheet, &source)?;
    progress.doing("Writing");
    // As given or as it stands here, so that what the report shows can be opened.
    let directory = args
        .out
        .as_deref()
        .unwrap_or(Path::new("target/retention-report"));
    let pictures = pictures::draw(&figures)?;
    for picture in &pictures {
        let path = save(directory, picture.name, &picture.svg)?;
        figures.pictures.push(path);
    }
    let notes = Notes {
        about: source.about,
        from_given: args.from.is_some(),
        as_of_given: args.as_of.is_some(),
    };
    let document = report::document(&figures, &notes, &pictures);
    figures.report = save(directory, "report.html", &document.page())?;
    if args.json {
        let json = serde_json::to_string_pretty(&figures).map_err(|error| error.to_string())?;
        return Ok(json + "\n");
    }
    Ok(report::text(&document, &figures))
}

fn figures(args: &Args, sheet: &Sheet, source: &Source) -> Result<Figures, String> {
    let rows = sheet.purchases.iter().map(|row| Purchase {
        customer: row.customer.as_str(),
        date: row.date,
        amount: row.amount,
    });
    let log = PurchaseLog::from_rows(rows).map_err(|error| match error {
        Error::Empty { .. } => source.says("there is no purchase in it"),
        error => source.says(&explain(&error, |row| Some(*sheet.lines.get(row)?))),
    })?;
    let window = window(&log, args.from, args.as_of)?;
    let question = Question {
        source: source.name.clone(),
        columns: sheet.columns.clone(),
        window,
        policy: args.policy(),
        activity_months: args.activity_months,
        skipped_rows: sheet.bad.len(),
        periods: periods(args, source, window)?,
        cuts_of: args.cuts_of,
        stages_between: stages_between(args, window)?,
        backtest_as_of: backtest_as_of(args, source, window)?,
        assumptions: args.assumptions(),
    };
    let asked = question.window;
    Figures::of(&log, question).map_err(|error| match error {
        Error::Empty { .. } => source.says(&format!("nobody bought from {asked}")),
        error => source.says(&explain(&error, |row| {
            let refused = log.get(row)?;
            let same = |other: &Purchase<String>| {
                other.customer == **refused.customer
                    && other.date == refused.date
                    && other.amount == refused.amount
            };
            let row = sheet.purchases.iter().position(same)?;
            Some(*sheet.lines.get(row)?)
        })),
    })
}

/// From the first to the last day that the user wants, or that the file has.
fn window(
    log: &PurchaseLog<&str>,
    from: Option<NaiveDate>,
    as_of: Option<NaiveDate>,
) -> Result<Window, String> {
    let (first, last) = (log.window().from(), log.window().to());
    let (start, end) = (from.unwrap_or(first), as_of.unwrap_or(last));
    Window::new(start, end).map_err(|_| match (from, as_of) {
        (None, _) => format!("nothing was bought up to {end}: the first purchase is on {first}"),
        (Some(_), None) => {
            format!("nothing was bought from {start} on: the last purchase is on {last}")
        }
        (Some(_), Some(_)) => format!("--from {start} is after --as-of {end}"),
    })
}

/// The periods that the user wants to compare, those of the sample, or the last two.
fn periods(args: &Args, source: &Source, window: Window) -> Result<Option<Periods>, String> {
    let Some((base, later)) = args.base.zip(args.later) else {
        let of_sample = source.periods.filter(|periods| {
            [periods.base, periods.later].map(|period| period.intersection(window) == Some(period))
                == [true; 2]
        });
        return Ok(of_sample.or_else(|| Periods::last_of(window)));
    };
    if later.from() <= base.to() {
        return Err(format!(
            "--later begins on {}, before --base ends on {}",
            later.from(),
            base.to(),
        ));
    }
    if let Some(as_of) = args.as_of.filter(|as_of| later.to() > *as_of) {
        return Err(format!(
            "--later ends on {}, after --as-of {as_of}",
            later.to()
        ));
    }
    Ok(Some(Periods {
        base,
        later,
        chosen: Chosen::Given,
    }))
}

/// The dates between which the user wants to see stages change.
fn stages_between(args: &Args, window: Window) -> Result<Option<Dates>, String> {
    let Some(dates) = args.stages_between else {
        return Ok(None);
    };
    for date in [dates.earlier, dates.later] {
        if !window.contains(date) {
            return Err(format!(
                "--stages-between: {date} is not in the window, {window}"
            ));
        }
    }
    Ok(Some(dates))
}

/// The past date that the user wants to see tested, that of the sample, or the middle of the window.
fn backtest_as_of(
    args: &Args,
    source: &Source,
    window: Window,
) -> Result<Option<PastDate>, String> {
    let tests = |date: NaiveDate| window.contains(date) && date < window.to();
    let Some(date) = args.backtest_as_of else {
        let of_sample = source.past_date.filter(|past| tests(past.date));
        return Ok(of_sample.or_else(|| PastDate::middle_of(window)));
    };
    if !tests(date) {
        return Err(format!(
            "--backtest-as-of {date} is not in the window before its last day, {window}"
        ));
    }
    Ok(Some(PastDate {
        date,
        reason: Reason::Given,
    }))
}

/// An error of the library, with the line of the file in place of a row.
fn explain(error: &Error, line: impl Fn(usize) -> Option<u64>) -> String {
    match error {
        Error::Refused {
            argument,
            value,
            row: Some(row),
        } => match line(*row) {
            Some(line) => format!("line {line}: {argument} of {value} is refused, as asked for"),
            None => error.to_string(),
        },
        Error::Overflow { row: Some(row), .. } => match line(*row) {
            Some(line) => format!("line {line}: {error}"),
            None => error.to_string(),
        },
        _ => error.to_string(),
    }
}

/// The file to read.
struct Source {
    path: PathBuf,
    /// As the report shows it.
    name: String,
    about: Option<&'static str>,
    /// Those between which to look for movement.
    periods: Option<Periods>,
    /// On which to put customers into stages as of the past.
    past_date: Option<PastDate>,
}

impl Source {
    fn of(file: Option<&Path>) -> Self {
        let sample = "examples/data/cdnow.csv";
        match file {
            Some(file) => Self {
                path: file.to_owned(),
                name: file.display().to_string(),
                about: None,
                periods: None,
                past_date: None,
            },
            None => Self {
                path: Path::new(env!("CARGO_MANIFEST_DIR")).join(sample),
                name: sample.to_owned(),
                about: Some(
                    "A tenth of those who first bought at the music shop CDNOW in early 1997; in dollars.",
                ),
                periods: halves_of_1997(),
                past_date: end_of_calibration(),
            },
        }
    }

    fn says(&self, why: &str) -> String {
        format!("{}: {why}", self.name)
    }
}

fn halves_of_1997() -> Option<Periods> {
    let period = |from: (u32, u32), to: (u32, u32)| {
        let day = |(month, day)| NaiveDate::from_ymd_opt(1997, month, day);
        Window::new(day(from)?, day(to)?).ok()
    };
    Some(Periods {
        base: period((1, 1), (6, 30))?,
        later: period((7, 1), (12, 31))?,
        chosen: Chosen::Sample,
    })
}

/// The end of week 39, where the literature divides the sample.
fn end_of_calibration() -> Option<PastDate> {
    Some(PastDate {
        date: NaiveDate::from_ymd_opt(1997, 9, 30)?,
        reason: Reason::Sample,
    })
}
