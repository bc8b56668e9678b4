//! How long subscribers and regular givers will stay, and what they are worth: a report with pictures, as
//! text and as a page, from a survival table by segment and from a file of givers at regular occasions.

mod args;
mod figures;
mod input;
mod pictures;
mod report;
#[cfg(test)]
mod tests;

use crate::kit::input::Input;
use crate::kit::output;
use crate::kit::progress::{Progress, Screen};
use figures::{Figures, Question};
use input::{Every, givers, survival};

pub use args::Args;

/// The report, with its pictures drawn and its page written.
///
/// # Errors
/// A message for the user.
pub fn answer(args: &Args, screen: Screen) -> Result<String, String> {
    let table = match (&args.file, args.is_sample()) {
        (Some(file), _) => Some(Input::read(file)?),
        (None, true) => Some(Input::bundled(
            "report/data/survival.csv",
            include_str!("../../data/survival.csv"),
        )),
        (None, false) => None,
    };
    let donors = match (&args.givers, args.is_sample()) {
        (Some(file), _) => Some(Input::read(file)?),
        (None, true) => Some(Input::bundled(
            "report/data/donations.csv",
            include_str!("../../data/donations.csv"),
        )),
        (None, false) => None,
    };
    let rows = [&table, &donors].into_iter().flatten().map(Input::lines);
    let progress = screen.reading(rows.sum());
    let table = table.map(|input| subscribers(input, args)).transpose()?;
    let donors = donors.map(|input| people(input, args, &progress));
    let donors = donors.transpose()?;
    progress.doing("Computing");
    let question = Question {
        fit: args.fit,
        margin: args.margin,
        discount: args.discount,
        every: match args.is_sample() {
            true => Some(args.every.unwrap_or(Every::Year)),
            false => args.every,
        },
        givers_every: args.givers_every,
        horizon: args.horizon,
        ahead: args.ahead,
        is_sample: args.is_sample(),
    };
    let figures = Figures::of(table, donors, &question)?;
    progress.doing("Writing");
    output::show(figures, &args.output)
}

fn subscribers(input: Input, args: &Args) -> Result<(String, survival::Sheet), String> {
    let layout = args.table();
    let sheet = survival::read(&input.data, &layout).map_err(|why| {
        let hint = match givers::is_one(&input.data, &layout.reading) {
            true => "; it seems to be a file of givers: put --givers before its name",
            false => "",
        };
        input.says(&why) + hint
    })?;
    input.check_with(None, &sheet.bad, sheet.rows, &args.reading)?;
    // A row that cannot be read is told first: the fault may come of it.
    if let Some(why) = &sheet.fault {
        return Err(input.says(why));
    }
    if sheet.segments.is_empty() {
        return Err(input.says("there is no period in it"));
    }
    Ok((input.name, sheet))
}

fn people(
    input: Input,
    args: &Args,
    progress: &Progress,
) -> Result<(String, givers::Sheet), String> {
    let layout = args.occasions();
    let sheet = givers::read(&input.data, &layout, |rows| progress.read(rows));
    let sheet = sheet.map_err(|why| {
        let hint = match survival::is_one(&input.data, &layout.reading) {
            true => "; it seems to be a survival table: leave out --givers before its name",
            false => "",
        };
        input.says(&why) + hint
    })?;
    input.check_with(None, &sheet.bad, sheet.rows, &args.reading)?;
    if sheet.givers.is_empty() {
        return Err(input.says("there is nobody in it"));
    }
    Ok((input.name, sheet))
}
