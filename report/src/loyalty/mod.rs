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
use crate::survey::mapping::Purpose;
use crate::survey::{CORPORATE_MAPPING, CORPORATE_REPUTATION, parsed, read};
use figures::Figures;
use survey::Survey;

pub use args::Args;

/// A mapping to begin with.
const EXAMPLE: &str = include_str!("../../data/examples/loyalty.toml");

/// The report, with its pictures drawn and its page written.
///
/// # Errors
/// A message for the user.
pub fn answer(args: &Args, screen: Screen) -> Result<String, String> {
    if args.example_mapping {
        return Ok(EXAMPLE.to_owned());
    }
    let input = match &args.file {
        Some(file) => Input::read(file)?,
        None => Input::bundled(CORPORATE_REPUTATION.0, CORPORATE_REPUTATION.1),
    };
    let mapping = match &args.mapping {
        Some(file) => Input::read(file)?,
        None => Input::bundled(CORPORATE_MAPPING.0, CORPORATE_MAPPING.1),
    };
    let parsed = parsed(&mapping, Purpose::Loyalty)?;
    let progress = screen.reading(input.lines());
    let answers = read(&input, parsed, args.layout(), &args.reading, |rows| {
        progress.read(rows);
    })?;
    let survey = Survey::new(answers).map_err(|why| mapping.says(&why))?;
    progress.doing("Computing");
    let question = args.question(survey.scale, survey.costs);
    let figures = Figures::of(input.name, &survey, question);
    let figures = figures.map_err(|error| error.to_string())?;
    progress.doing("Writing");
    output::show(figures, &args.output)
}
