//! The report: its sections, in which the figures are put into words and tables.

mod actions;
mod drivers;
mod groups;
mod kano;
mod opening;
mod published;
mod satisfaction;
mod servqual;
mod worth;

use crate::kit::document::{Document, Fact, Section};
use crate::kit::fields::quote;
use crate::kit::format::{UNDEFINED, count, counted, listed, number, percent, shortened};
use crate::kit::output;
use crate::kit::picture::Picture;
use crate::kit::rows;
use crate::survey::figures::{self, About, Figures};
use crate::survey::pictures::{VALUE_MAP, WORTH, quadrants_name};

/// The whole report, each picture in the section that it belongs to.
pub fn document(figures: &Figures, pictures: &[Picture]) -> Document {
    let drawn = |name: &str| output::picture(name, pictures);
    let mut sections = Vec::new();
    for (at, found) in figures.drivers().enumerate() {
        sections.push(drivers::section(figures, found, drawn(&quadrants_name(at))));
    }
    sections.extend(missed_lines(
        figures,
        figures::Section::Quadrants,
        "Quadrants",
    ));
    sections.extend(satisfaction::section(figures));
    sections.extend(groups::sections(figures));
    sections.extend(satisfaction::reliability(figures));
    match &figures.value_added {
        Some(added) => sections.push(worth::section(added, drawn(WORTH))),
        None => sections.extend(missed_lines(
            figures,
            figures::Section::ValueAdded,
            "Customer value",
        )),
    }
    sections.extend(kano::sections(figures, pictures));
    sections.extend(servqual::sections(figures, pictures));
    if let Some(published) = &figures.published {
        sections.push(published::value_map(published, drawn(VALUE_MAP)));
        sections.push(published::delivered_value(&published.delivered_value));
    }
    let opening = opening::opening(figures);
    let mut head = head(figures);
    opening::define(&mut head, figures, &opening);
    Document::new(head, sections).opening(opening)
}

fn head(figures: &Figures) -> Section {
    let names: Vec<&str> = figures
        .surveys
        .iter()
        .map(|survey| survey.title.as_deref().unwrap_or(&survey.survey))
        .collect();
    let mut section = Section::new("Survey report", format!(": {}", names.join(", ")));
    for survey in &figures.surveys {
        if let Some(about) = &survey.about {
            section.paragraph(about);
        }
    }
    section.facts(figures.surveys.iter().map(fact));
    section.keep();
    for survey in &figures.surveys {
        if let Some(read) = read(survey) {
            section.paragraph(read);
        }
        if let Some(repeated) = survey.repeated_rows {
            let remark = rows::remark(repeated, survey.respondents, rows::COPIED);
            section.paragraph(format!("{}: {remark}", survey.survey));
        }
    }
    let files: Vec<String> = figures
        .surveys
        .iter()
        .map(|survey| {
            let columns = counted(survey.columns, "column", "columns");
            format!("{columns} of {}", survey.survey)
        })
        .collect();
    section.paragraph(format!("Read: {}.", listed(&files)));
    section.define(
        "These answers",
        "surveys say what these respondents answered. Intervals and shares of resamples allow for \
         chance in who was drawn, respondents taken as independent; they do not see who would not \
         answer, or who had already left.",
    );
    section.keep();
    section
}

fn fact(survey: &About) -> Fact {
    let what = match survey.respondents {
        1 => "respondent",
        _ => "respondents",
    };
    Fact::number(
        survey.title.clone().unwrap_or_else(|| "Survey".to_owned()),
        count(survey.respondents),
        format!(
            "{what}, {}",
            match survey.missing_answers {
                0 => "no answer missing".to_owned(),
                some => counted(some, "answer missing", "answers missing"),
            },
        ),
    )
}

/// What was done to a survey's rows and answers, where it was anything.
fn read(survey: &About) -> Option<String> {
    let mut parts = Vec::new();
    if survey.skipped_rows > 0 {
        parts.push(rows::skipped(
            survey.skipped_rows,
            survey.respondents as u64,
        ));
    }
    if let Some(weight) = &survey.weight {
        let mut part = format!("each respondent is counted by {}", quote(weight));
        // One respondent is of equal weight whatever the weight.
        if survey.respondents > 1 {
            part.push_str(&format!(
                ", which leaves as much evidence as {} of equal weight",
                survey
                    .effective_sample_size
                    .map_or_else(|| UNDEFINED.to_owned(), |size| number(size, 0)),
            ));
        }
        parts.push(part);
    }
    if !survey.reversed.is_empty() {
        let names: Vec<String> = survey.reversed.iter().map(|name| quote(name)).collect();
        parts.push(format!(
            "read from the other end of the scale: {}",
            names.join(", ")
        ));
    }
    (!parts.is_empty()).then(|| format!("{}: {}.", survey.survey, parts.join("; ")))
}

/// What of a part of the report cannot be said, and why; none where all can.
fn missed_lines(figures: &Figures, part: figures::Section, keyword: &str) -> Option<Section> {
    let lines = reasons(figures, part);
    if lines.is_empty() {
        return None;
    }
    let mut section = Section::new(keyword, "");
    for line in lines {
        section.paragraph(line);
    }
    Some(section)
}

fn reasons(figures: &Figures, part: figures::Section) -> Vec<String> {
    let missed = figures
        .not_computed
        .iter()
        .filter(|missed| missed.section == part);
    missed
        .map(|missed| format!("Not shown for {}: {}.", plain(&missed.what), missed.why))
        .collect()
}

fn share(value: Option<f64>, decimals: usize) -> String {
    percent(value, decimals)
}

/// What a survey is called, where there are several.
fn title_of<'a>(figures: &'a Figures, survey: &str) -> Option<&'a str> {
    let several = figures.surveys.len() > 1;
    let about = figures.surveys.iter().find(|about| about.survey == survey);
    let about = about.filter(|_| several)?;
    Some(about.title.as_deref().unwrap_or(&about.survey))
}

/// A label on one line, and not too long.
fn plain(label: &str) -> String {
    shortened(label, 60)
}
