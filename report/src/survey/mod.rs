//! What customers say, from surveys: what goes with their satisfaction, what each supplier is worth
//! to its own customers, and how sure all that is; as text, as JSON and as a page.
//!
//! Employees are customers of the firm's own services: the same mapping works for a staff survey,
//! with what is to keep staff as attributes and how content they are as the outcome.

mod args;
mod figures;
mod mapping;
mod pictures;
mod ratings;
mod report;
#[cfg(test)]
mod tests;

use crate::kit::input::Input;
use crate::kit::output;
use crate::kit::progress::Screen;
use figures::Figures;
use mapping::Mapping;
use ratings::Survey;

pub use args::Args;

/// The report, with its pictures drawn and its page written.
///
/// # Errors
/// A message for the user.
pub fn answer(args: &Args, screen: Screen) -> Result<String, String> {
    let sources = sources(args)?;
    let progress = screen.reading(sources.iter().map(|(input, _)| input.lines()).sum());
    let mut surveys: Vec<Survey> = Vec::new();
    for (input, mapping) in sources {
        let before: usize = surveys.iter().map(Survey::rows).sum();
        let survey = Survey::read(&input, mapping, args.layout(), |rows| {
            progress.read(before + rows);
        });
        let survey = survey.map_err(|why| input.says(&why))?;
        input.check(&survey.bad, survey.rows(), &args.reading)?;
        if survey.respondents == 0 {
            return Err(input.says("there is no respondent in it"));
        }
        surveys.push(survey);
    }

    progress.doing("Computing");
    let figures = Figures::of(&surveys, &args.question());
    if figures.is_empty() {
        return Err(nothing(&figures));
    }
    progress.doing("Writing");
    output::show(figures, &args.output)
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

/// The user's file, or the bundled ones, each with its mapping.
fn sources(args: &Args) -> Result<Vec<(Input, Mapping)>, String> {
    let files = match (&args.file, &args.mapping) {
        (Some(file), Some(mapping)) => vec![(Input::read(file)?, Input::read(mapping)?)],
        _ => bundled(),
    };
    let read = |(input, mapping): (Input, Input)| Ok((input, parsed(&mapping)?));
    files.into_iter().map(read).collect()
}

fn bundled() -> Vec<(Input, Input)> {
    vec![
        (
            Input::bundled("report/data/mobi.csv", include_str!("../../data/mobi.csv")),
            Input::bundled(
                "report/data/mobi.toml",
                include_str!("../../data/mobi.toml"),
            ),
        ),
        (
            Input::bundled(CORPORATE_REPUTATION.0, CORPORATE_REPUTATION.1),
            Input::bundled(
                "report/data/corp_rep_data.toml",
                include_str!("../../data/corp_rep_data.toml"),
            ),
        ),
    ]
}

/// The survey of several providers, by its name in the repository.
pub const CORPORATE_REPUTATION: (&str, &str) = (
    "report/data/corp_rep_data.csv",
    include_str!("../../data/corp_rep_data.csv"),
);

fn parsed(mapping: &Input) -> Result<Mapping, String> {
    let text =
        std::str::from_utf8(&mapping.data).map_err(|_| mapping.says("the mapping is not UTF-8"))?;
    Mapping::parse(text).map_err(|why| mapping.says(&why))
}
