//! What customers say, from surveys: what goes with their satisfaction, what each supplier is worth
//! to its own customers, and how sure all that is; as text, as JSON and as a page.
//!
//! Employees are customers of the firm's own services: the same mapping works for a staff survey,
//! with what is to keep staff as attributes and how content they are as the outcome.

mod advice;
mod args;
mod figures;
pub mod mapping;
mod pictures;
pub mod ratings;
mod report;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use crate::kit::input::{FileOptions, Input};
use crate::kit::output;
use crate::kit::progress::Screen;
use figures::Figures;
use mapping::{Mapping, Purpose};
use ratings::{Layout, Survey};

pub use args::Args;

/// The report, with its pictures drawn and its page written.
///
/// # Errors
/// A message for the user.
pub fn answer(args: &Args, screen: Screen) -> Result<String, String> {
    if let Some(name) = &args.example_mapping {
        let example = EXAMPLES.iter().find(|(known, _)| known == name);
        return Ok(example.map_or("", |(_, text)| text).to_owned());
    }
    let sources = sources(args)?;
    let progress = screen.reading(sources.iter().map(|(input, _)| input.lines()).sum());
    let mut surveys: Vec<Survey> = Vec::new();
    for (input, mapping) in sources {
        let before: usize = surveys.iter().map(Survey::rows).sum();
        let watch = |rows| progress.read(before + rows);
        surveys.push(read(&input, mapping, args.layout(), &args.reading, watch)?);
    }
    if args.file.is_some() {
        surveys = joined(surveys)?;
    }

    progress.doing("Computing");
    let figures = Figures::of(&surveys, &args.question());
    if figures.is_empty() {
        return Err(nothing(&figures));
    }
    progress.doing("Writing");
    output::show(figures, &args.output)
}

/// The respondents of a file, of whom there are some.
///
/// # Errors
/// A message for the user.
pub fn read(
    input: &Input,
    mapping: Mapping,
    layout: Layout,
    options: &FileOptions,
    watch: impl FnMut(usize),
) -> Result<Survey, String> {
    let survey = Survey::read(input, mapping, layout, watch).map_err(|why| input.says(&why))?;
    input.check_with(survey.advice.as_ref(), &survey.bad, survey.rows(), options)?;
    if survey.respondents == 0 {
        return Err(input.says("there is no respondent in it"));
    }
    Ok(survey)
}

/// The files of one survey as one, each a wave.
fn joined(surveys: Vec<Survey>) -> Result<Vec<Survey>, String> {
    let mut surveys = surveys.into_iter();
    let Some(first) = surveys.next() else {
        return Ok(Vec::new());
    };
    Ok(vec![surveys.try_fold(first, Survey::with_wave)?])
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

/// The user's file, and that of a later wave, or the bundled ones, each with its mapping.
fn sources(args: &Args) -> Result<Vec<(Input, Mapping)>, String> {
    let files = match (&args.file, &args.mapping) {
        (Some(file), Some(mapping)) => {
            let files = std::iter::once(file).chain(&args.later);
            let read = |file: &PathBuf| Ok((Input::read(file)?, Input::read(mapping)?));
            files.map(read).collect::<Result<_, String>>()?
        }
        _ => bundled(),
    };
    let read = |(input, mapping): (Input, Input)| {
        let mapping = parsed(&mapping, Purpose::Survey)?;
        Ok((input, mapping))
    };
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
            Input::bundled(CORPORATE_MAPPING.0, CORPORATE_MAPPING.1),
        ),
    ]
}

/// The survey of several providers, by its name in the repository.
pub const CORPORATE_REPUTATION: (&str, &str) = (
    "report/data/corp_rep_data.csv",
    include_str!("../../data/corp_rep_data.csv"),
);

/// What its columns are, by its name in the repository.
pub const CORPORATE_MAPPING: (&str, &str) = (
    "report/data/corp_rep_data.toml",
    include_str!("../../data/corp_rep_data.toml"),
);

/// Mappings to begin with.
const EXAMPLES: [(&str, &str); 5] = [
    ("mobi", include_str!("../../data/mobi.toml")),
    ("corp_rep_data", CORPORATE_MAPPING.1),
    ("tracker", include_str!("../../data/examples/tracker.toml")),
    ("kano", include_str!("../../data/examples/kano.toml")),
    (
        "servqual",
        include_str!("../../data/examples/servqual.toml"),
    ),
];

/// A mapping for one of the reports.
///
/// # Errors
/// A message for the user.
pub fn parsed(mapping: &Input, purpose: Purpose) -> Result<Mapping, String> {
    let text =
        std::str::from_utf8(&mapping.data).map_err(|_| mapping.says("the mapping is not UTF-8"))?;
    Mapping::parse(text, purpose).map_err(|why| mapping.says(&why))
}
