//! How far the loyalty of a provider's customers goes, how much of it would survive a way out, and
//! what the survey cannot tell; as text, as JSON and as a page.

mod args;
mod figures;
mod pictures;
mod report;
mod survey;
#[cfg(test)]
mod tests;

use crate::kit::input::Input;
use crate::kit::output;
use crate::kit::progress::Screen;
use crate::survey::CORPORATE_REPUTATION;
use figures::Figures;
use survey::Survey;

pub use args::Args;

/// The report, with its pictures drawn and its page written.
///
/// # Errors
/// A message for the user.
pub fn answer(args: &Args, screen: Screen) -> Result<String, String> {
    let input = match &args.file {
        Some(file) => Input::read(file)?,
        None => Input::bundled(CORPORATE_REPUTATION.0, CORPORATE_REPUTATION.1),
    };
    let progress = screen.reading(input.lines());
    let survey = Survey::read(&input, args.reading.delimiter, |rows| progress.read(rows));
    let survey = survey.map_err(|why| input.says(&why))?;
    input.check(&survey.bad, survey.rows(), &args.reading)?;
    if survey.respondents() == 0 {
        return Err(input.says("there is no respondent in it"));
    }
    progress.doing("Computing");
    let figures = Figures::of(input.name, &survey, args.question());
    let figures = figures.map_err(|error| error.to_string())?;
    progress.doing("Writing");
    output::show(figures, &args.output)
}
