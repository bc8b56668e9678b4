//! What each customer is expected to buy next, what that is worth, and how far to trust it: a report with
//! pictures, as text and as a page, from a file of purchases.

mod args;
pub mod figures;
mod pictures;
mod report;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use retention::Error;
use retention::period::Window;

use crate::kit::csv::Sheet;
use crate::kit::input::Input;
use crate::kit::output;
use crate::kit::progress::Screen;
use crate::purchases::{self, PastDate, Reason};
use figures::{Figures, Question};

pub use args::Args;

/// The report, with its pictures drawn and its page written.
///
/// # Errors
/// A message for the user.
pub fn answer(args: &Args, screen: Screen) -> Result<String, String> {
    let mut input = match &args.file {
        Some(file) => Input::read(file)?,
        None => Input::bundled(
            "report/data/cdnow.csv",
            include_str!("../../data/cdnow.csv"),
        ),
    };
    let progress = screen.reading(input.lines());
    let sheet = args.layout.read(&mut input, &progress)?;
    progress.doing("Computing");
    let figures = figures(args, &sheet, &input)?;
    progress.doing("Writing");
    output::show(figures, &args.output)
}

fn figures(args: &Args, sheet: &Sheet, input: &Input) -> Result<Figures, String> {
    let log = purchases::log(sheet, input)?;
    let window = purchases::window(&log, args.from, args.as_of)?;
    let question = Question {
        source: input.name.clone(),
        about: args.file.is_none().then_some(
            "A tenth of those who first bought at the music shop CDNOW in early 1997; in dollars.",
        ),
        columns: sheet.columns.clone(),
        window,
        given: (args.from.is_some(), args.as_of.is_some()),
        policy: args.policy.policy(),
        split: split(args, window)?,
        unit: args.unit,
        ahead: args.ahead(),
        model: args.model,
        margin: args.margin,
        discount: args.discount,
        top: args.top,
        skipped_rows: sheet.bad.len(),
        rows_apart: sheet.apart.len(),
    };
    let mut figures = Figures::of(&log, &question).map_err(|error| match error {
        Error::Empty { .. } => input.says(&format!("nobody bought from {window}")),
        error if figures::is_no_repeat(&error) => input.says(&nobody_came_back(window)),
        error => input.says(&purchases::in_the_file(&error, &log, sheet)),
    })?;
    let seen = (window, question.policy);
    figures.remarks = purchases::check(&log, sheet, seen, question.given)
        .map_err(|error| input.says(&purchases::in_the_file(&error, &log, sheet)))?;
    Ok(figures)
}

/// Why nothing can be forecast.
fn nobody_came_back(window: Window) -> String {
    format!(
        "no customer bought on two days from {window}, so nothing tells when customers come back; a longer \
         time, or customers under one name, may"
    )
}

/// The last day that the models see in the test: as the user wants it, that of the sample, or the middle.
fn split(args: &Args, window: Window) -> Result<Option<(NaiveDate, Reason)>, String> {
    let divides = |date: NaiveDate| window.contains(date) && date < window.to();
    if let Some(date) = args.split {
        return match divides(date) {
            true => Ok(Some((date, Reason::Given))),
            false => Err(format!(
                "--split {date} is not in the window before its last day, {window}"
            )),
        };
    }
    let of_sample = purchases::end_of_calibration().filter(|past| divides(past.date));
    let of_sample = of_sample.filter(|_| args.file.is_none());
    let past = of_sample.or_else(|| PastDate::middle_of(window));
    Ok(past.map(|past| (past.date, past.reason)))
}
