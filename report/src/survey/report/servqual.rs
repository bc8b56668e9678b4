//! What customers expect of a service, and what they find.

use retention::satisfaction::servqual::Form;

use super::{missed_lines, plain};
use crate::kit::document::Section;
use crate::kit::format::{capitalised, count, counted, figure, listed, percent, range};
use crate::kit::output;
use crate::kit::picture::Picture;
use crate::kit::table::{Align, Table};
use crate::survey::figures::servqual::{Score, Service};
use crate::survey::figures::{self, Figures};
use crate::survey::pictures::service_name;

pub fn sections(figures: &Figures, pictures: &[Picture]) -> Vec<Section> {
    let services = figures.service.iter().enumerate();
    let mut sections: Vec<Section> = services
        .map(|(at, service)| section(service, output::picture(&service_name(at), pictures)))
        .collect();
    sections.extend(missed_lines(
        figures,
        figures::Section::Service,
        "Service quality",
    ));
    sections
}

/// So many items stand in the short form.
const SHOWN: usize = 10;

fn section(service: &Service, picture: Option<&str>) -> Section {
    let rest = match service.form {
        Form::Gap => ": what customers find, less what they expect",
        _ => ": what customers find",
    };
    let mut section = Section::new("Service quality", rest);
    section.paragraph(finding(service));
    section.keep();
    if let Some(picture) = picture {
        section.picture(picture);
    }
    section.table(dimensions(service));
    section.keep();
    section.table(items(service));
    section.keep_rows(SHOWN);
    section.define("Service quality", about(service));
    if service.form == Form::Gap {
        section.define(
            "Gap",
            "the mean of what each customer finds less what that customer expects, of those who \
             answered both. Below zero less is found than expected.",
        );
    }
    section
}

fn finding(service: &Service) -> String {
    let mut found: Vec<_> = service
        .dimensions
        .iter()
        .filter(|one| one.score.mean.is_some())
        .collect();
    found.sort_by(|a, b| {
        a.score
            .mean
            .unwrap_or(0.0)
            .total_cmp(&b.score.mean.unwrap_or(0.0))
    });
    let (Some(worst), Some(best)) = (found.first(), found.last()) else {
        return "Nobody answered enough for a score.".to_owned();
    };
    let name = |one: &figures::servqual::Figures| capitalised(one.dimension.name());
    if service.form != Form::Gap {
        return format!(
            "{} is rated lowest ({}) and {} highest ({}), on {}.",
            name(worst),
            figure(worst.score.mean, 2),
            best.dimension,
            figure(best.score.mean, 2),
            service.scale,
        );
    }
    let told = |is: &dyn Fn(f64) -> bool| -> Vec<String> {
        let there = found.iter().filter(|one| one.score.is_told());
        let there = there.filter(|one| one.score.mean.is_some_and(is));
        there.map(|one| one.dimension.to_string()).collect()
    };
    let (short, beyond) = (told(&|mean| mean < 0.0), told(&|mean| mean > 0.0));
    let untold: Vec<String> = found
        .iter()
        .filter(|one| !one.score.is_told())
        .map(|one| one.dimension.to_string())
        .collect();
    let mut parts = vec![format!(
        "The widest gap is that of {}, {}.",
        worst.dimension,
        figure(worst.score.mean, 2)
    )];
    for (what, names) in [
        ("Less is found than expected", short),
        ("More is found than expected", beyond),
        ("Not told from what is expected", untold),
    ] {
        if !names.is_empty() {
            parts.push(format!("{what}: {}.", listed(&names)));
        }
    }
    parts.join(" ")
}

const fn score_heading(service: &Service) -> &'static str {
    match service.form {
        Form::Gap => "Gap",
        _ => "Score",
    }
}

fn dimensions(service: &Service) -> Table {
    let mut table = Table::new([
        ("Dimension", Align::Left),
        ("Items", Align::Right),
        (score_heading(service), Align::Right),
        ("95 % interval", Align::Right),
        ("Respondents", Align::Right),
        ("Weight", Align::Right),
    ]);
    for one in &service.dimensions {
        table.row([
            capitalised(one.dimension.name()),
            count(one.items),
            figure(one.score.mean, 2),
            range(one.score.lower, one.score.upper, 2),
            sample(&one.score),
            percent(Some(one.weight), 0),
        ]);
    }
    let line = |name: &str, score: &Score| {
        vec![
            name.to_owned(),
            String::new(),
            figure(score.mean, 2),
            range(score.lower, score.upper, 2),
            sample(score),
            String::new(),
        ]
    };
    table.totals([
        line("Unweighted", &service.unweighted),
        line("Weighted", &service.weighted),
    ]);
    table
}

fn sample(score: &Score) -> String {
    match score.missing {
        0 => count(score.answered),
        some => format!(
            "{} of {}",
            count(score.answered),
            count(score.answered + some)
        ),
    }
}

fn about(service: &Service) -> String {
    let what = match service.form {
        Form::Gap => "SERVQUAL: perception less expectation",
        _ => "SERVPERF: perception alone",
    };
    let weights = if service.own_weights {
        "those of the mapping"
    } else {
        "those that customers gave in 1990, as published, not these customers' own"
    };
    format!(
        "{what}, on {}, of {}; a dimension is the mean of its items, of those who answered at least half. \
         The weights are {weights}.",
        service.scale,
        counted(service.respondents, "respondent", "respondents"),
    )
}

fn items(service: &Service) -> Table {
    let gap = service.form == Form::Gap;
    let mut columns = vec![("Item", Align::Left), ("Dimension", Align::Left)];
    if gap {
        columns.extend([("Expected", Align::Right), ("Found", Align::Right)]);
    }
    columns.extend([
        (score_heading(service), Align::Right),
        ("95 % interval", Align::Right),
        ("Answers", Align::Right),
    ]);
    let mut table = Table::new(columns).broken(0, 30);
    for item in &service.items {
        let mut row = vec![plain(&item.label), capitalised(item.dimension.name())];
        if gap {
            row.extend([figure(item.expectation, 2), figure(item.perception, 2)]);
        }
        row.extend([
            figure(item.score.mean, 2),
            range(item.score.lower, item.score.upper, 2),
            sample(&item.score),
        ]);
        table.row(row);
    }
    table
}
