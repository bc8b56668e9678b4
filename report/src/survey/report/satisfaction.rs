//! How satisfied customers are, and how well the questions hang together.

use retention::fit::Outcome;

use super::{plain, reasons, share, title_of};
use crate::kit::document::{Fact, Section};
use crate::kit::format::{count, counted, figure, interval, listed, number, quoted, range};
use crate::kit::table::{Align, Table};
use crate::survey::figures::satisfaction::{Index, Nps, Satisfaction};
use crate::survey::figures::{self, Figures, Set};

/// So many rows of a table stand in the short form.
const SHOWN: usize = 5;

pub fn section(figures: &Figures) -> Option<Section> {
    let missed = reasons(figures, figures::Section::Satisfaction);
    if figures.satisfaction.is_empty() && missed.is_empty() {
        return None;
    }
    let mut section = Section::new("Satisfaction", "");
    let indices = figures
        .satisfaction
        .iter()
        .filter_map(|survey| survey.index.as_ref());
    section_of_index(&mut section, indices);
    if figures
        .satisfaction
        .iter()
        .any(|survey| !survey.top_boxes.is_empty())
    {
        section.table(top_boxes(figures));
        section.keep_rows(SHOWN);
        section.define(
            "Top boxes",
            "the share of the highest answers, with Wilson's 95 % interval. Shares of different scales do \
             not compare.",
        );
    }
    for (survey, about) in figures.satisfaction.iter().zip(titles(figures)) {
        recommendation(&mut section, survey, about);
    }
    for line in missed {
        section.paragraph(line);
    }
    Some(section)
}

fn section_of_index<'a>(section: &mut Section, indices: impl Iterator<Item = &'a Index>) {
    let mut facts = Vec::new();
    for index in indices {
        facts.push(Fact::number(
            "Satisfaction index",
            figure(index.value, 1),
            format!(
                "of 0 to 100; 95 % interval {}; {}",
                range(index.lower, index.upper, 1),
                counted(index.answered, "respondent", "respondents"),
            ),
        ));
    }
    if facts.is_empty() {
        return;
    }
    section.facts(facts);
    section.keep();
    section.define(
        "Satisfaction index",
        "the mean of three questions (overall, against expectations, against the ideal), \
         as the way from the low end of their scale to the high one. It has the form of the American Customer Satisfaction Index, with equal weights. That \
         index is estimated with weights of its owner's, so this is not one, and does not compare \
         with published scores.",
    );
}

fn top_boxes(figures: &Figures) -> Table {
    let mut table = Table::new([
        ("Question", Align::Left),
        ("Scale", Align::Left),
        ("Mean", Align::Right),
        ("Top boxes", Align::Right),
        ("95 % interval", Align::Right),
        ("Answers", Align::Right),
        ("Missing", Align::Right),
    ])
    .broken(0, 28);
    for (survey, about) in figures.satisfaction.iter().zip(titles(figures)) {
        for row in &survey.top_boxes {
            table.row([
                match about {
                    Some(title) => format!("{} ({})", plain(&row.label), plain(title)),
                    None => plain(&row.label),
                },
                row.scale.to_string(),
                figure(row.mean, 2),
                format!(
                    "{} to {}: {}",
                    from(row),
                    row.scale.high(),
                    share(row.share, 1)
                ),
                interval(row.lower.zip(row.upper)),
                count(row.answered),
                count(row.missing),
            ]);
        }
    }
    table
}

/// The lowest answer that counts.
fn from(row: &figures::satisfaction::TopBoxes) -> f64 {
    row.scale.high() - f64::from(row.boxes) + 1.0
}

/// The title of each survey that satisfaction was asked in, where there are several.
fn titles(figures: &Figures) -> impl Iterator<Item = Option<&str>> {
    let found = figures.satisfaction.iter();
    found.map(|found| title_of(figures, &found.survey))
}

fn recommendation(section: &mut Section, survey: &Satisfaction, about: Option<&str>) {
    if let Some(score) = &survey.net_promoter_score {
        section.paragraph(net_promoters(score, about));
        section.keep();
    }
    if let Some(none) = &survey.no_net_promoter_score {
        section.paragraph(format!(
            "No Net Promoter Score from {}{}: {}.",
            quoted(&plain(&none.label)),
            in_survey(about),
            none.why,
        ));
    }
}

/// Of several surveys, the one meant.
fn in_survey(about: Option<&str>) -> String {
    about.map_or_else(String::new, |title| format!(" ({})", plain(title)))
}

fn net_promoters(score: &Nps, about: Option<&str>) -> String {
    let name = if score.as_published {
        "Net Promoter Score"
    } else {
        "Promoters less detractors"
    };
    let scale = score.options.question.scale();
    let mut text = format!(
        "{name} from {}{}: {} points (95 % interval {}), of {} on {scale}: {} \
         promoters, {} passives, {} detractors.",
        quoted(&plain(&score.label)),
        in_survey(about),
        figure(score.score, 1),
        range(score.lower, score.upper, 1),
        counted(score.answered, "answer", "answers"),
        share(score.promoters, 1),
        share(score.passives, 1),
        share(score.detractors, 1),
    );
    if !score.as_published {
        text.push_str(
            " The cuts are those of the mapping; it is no Net Promoter Score, and compares with nothing \
             published.",
        );
    }
    text
}

pub fn reliability(figures: &Figures) -> Option<Section> {
    let missed = reasons(figures, figures::Section::Reliability);
    if figures.reliability.is_empty() && missed.is_empty() {
        return None;
    }
    let mut section = Section::new("Reliability", ": do the questions of a set go together");
    if !figures.reliability.is_empty() {
        section.table(sets(figures));
        for set in &figures.reliability {
            if let Some(constant) = constant(figures, set) {
                section.paragraph(constant);
            }
            if let Some(against) = against(figures, set) {
                section.paragraph(against);
            } else if let Some(weak) = weakest(figures, set) {
                section.paragraph(weak);
            }
        }
        section.define(
            "Alpha and omega",
            "of the respondents who answered every item. Cronbach's alpha: the share of the variance of the sum that the items have in common, if \
             all measure it equally well; its interval holds for answers of any distribution. \
             McDonald's omega lets each item have a loading of its own; it takes three items, and has \
             no value where one common factor does not fit. A high figure says that items go together, \
             not that they measure what was meant.",
        );
    }
    for line in missed {
        section.paragraph(line);
    }
    Some(section)
}

fn sets(figures: &Figures) -> Table {
    let mut table = Table::new([
        ("Set", Align::Left),
        ("Items", Align::Right),
        ("Respondents", Align::Right),
        ("Alpha", Align::Right),
        ("95 % interval", Align::Right),
        ("Omega", Align::Right),
    ])
    .broken(0, 32);
    for set in &figures.reliability {
        table.row([
            titled(figures, set),
            count(set.items.len()),
            match set.left_out {
                0 => count(set.used),
                some => format!("{} of {}", count(set.used), count(set.used + some)),
            },
            figure(set.alpha, 3),
            range(set.alpha_lower, set.alpha_upper, 3),
            match set.omega_outcome {
                Outcome::Converged => figure(set.omega, 3),
                // As the literature calls a solution on the boundary.
                Outcome::OnBoundary => "improper".to_owned(),
                other => other.name().replace('_', " "),
            },
        ]);
    }
    table
}

/// What a set is called, and of which survey it is, where there are several.
fn titled(figures: &Figures, set: &Set) -> String {
    let about = title_of(figures, &set.survey);
    format!("{}{}", plain(&set.label), in_survey(about))
}

/// The items that tell nobody apart, where there are some.
fn constant(figures: &Figures, set: &Set) -> Option<String> {
    let constant = set.items.iter().filter(|item| item.is_constant);
    let names: Vec<String> = constant.map(|item| quoted(&plain(&item.label))).collect();
    (!names.is_empty()).then(|| {
        format!(
            "{}: everybody answered {} the same, so nothing is known of how it goes with the rest.",
            titled(figures, set),
            listed(&names),
        )
    })
}

/// That the items of a set go against each other, where they do.
fn against(figures: &Figures, set: &Set) -> Option<String> {
    let opposed = || {
        let items = set.items.iter();
        items.filter(|item| item.item_rest_correlation.is_some_and(|r| r < 0.0))
    };
    if !set.goes_against_itself() {
        return None;
    }
    let alpha = match set.alpha {
        Some(alpha) => format!("alpha is {}, below zero", number(alpha, 3)),
        // They add up to the same for everybody.
        None => "there is no alpha".to_owned(),
    };
    let names: Vec<String> = opposed().map(|item| quoted(&plain(&item.label))).collect();
    let which = match names.as_slice() {
        [] => String::new(),
        // Which of two, nobody can tell.
        some => format!(
            " {} against the rest.",
            match some {
                [one] => format!("{one} goes"),
                some => format!("{} each go", listed(some)),
            }
        ),
    };
    Some(format!(
        "{}: {alpha}, so the items go against each other.{which} Check the coding: a \
         column asked the other way round belongs into reversed.",
        titled(figures, set),
    ))
}

/// The item without which a set would hang together better, where there is one.
fn weakest(figures: &Figures, set: &Set) -> Option<String> {
    let alpha = set.alpha?;
    let (item, without) = set
        .items
        .iter()
        .filter(|item| !item.is_constant)
        .filter_map(|item| Some((item, item.alpha_if_dropped?)))
        .max_by(|(_, a), (_, b)| a.total_cmp(b))?;
    // Less is not worth a word.
    (without > alpha + 0.01).then(|| {
        format!(
            "{}: without {} alpha would be {} in place of {}; it goes with the rest by a \
             correlation of {}.",
            titled(figures, set),
            quoted(&plain(&item.label)),
            number(without, 3),
            number(alpha, 3),
            figure(item.item_rest_correlation, 2),
        )
    })
}
