//! What goes with an outcome, and where each attribute lies.

mod contrasts;
mod methods;

use retention::quadrant::{Crosshair, Importance, Quadrant};

use super::{plain, share};
use crate::kit::document::Section;
use crate::kit::format::{UNDEFINED, count, counted, listed, number, quoted, range};
use crate::kit::table::{Align, Table};
use crate::survey::figures::Figures;
use crate::survey::figures::drivers::{Attribute, Drivers};

const QUADRANTS: [Quadrant; 4] = [
    Quadrant::ConcentrateHere,
    Quadrant::KeepUp,
    Quadrant::LowPriority,
    Quadrant::PossibleOverkill,
];

/// Of the resamples: so many make a place sure. Nobody has published a number.
pub const SURE: f64 = 0.9;

/// Below this alpha questions are commonly not taken as one.
pub const WEAK: f64 = 0.7;

/// So many attributes stand in the short form.
const SHOWN: usize = 3;

pub fn section(figures: &Figures, drivers: &Drivers, picture: Option<&str>) -> Section {
    let (keyword, rest) = heading_of(figures, drivers);
    let mut section = Section::new(keyword, rest);
    section.paragraph(finding(drivers));
    if let Some(picture) = picture {
        section.picture(picture);
    }
    section.table(places(drivers));
    section.keep_rows(SHOWN);
    section.paragraph(about_places(drivers));
    // One attribute alone has no others to lie above or below.
    if drivers.attributes.len() > 1 {
        section.table(advice(drivers));
    }
    define_places(&mut section, drivers);
    section.define(
        "Recommendations of the quadrants",
        "the literature is Martilla and James (1977), and a telecom reading of the same quadrants \
         under names of its own. These are its recommendations: nothing here says that satisfaction would \
         rise, or that anybody would stay, if a rating did.",
    );
    if drivers.computed().count() > 1 {
        section.table(methods::table(drivers));
        section.paragraph(methods::finding(drivers));
        methods::define(&mut section, drivers);
    }
    if let Some(found) = &drivers.contrasts {
        contrasts::add(&mut section, found);
    }
    if let Some(weak) = weak(drivers) {
        section.paragraph(weak);
    }
    for note in &drivers.notes {
        section.define("Notes of the mapping", note);
    }
    section
}

/// What the section is called: no two outcomes alike.
fn heading_of(figures: &Figures, drivers: &Drivers) -> (String, String) {
    let outcome = &drivers.outcome;
    let name = plain(&outcome.label);
    let same = figures
        .drivers()
        .filter(|other| plain(&other.outcome.label) == name)
        .count();
    let name = match same {
        0 | 1 => name,
        // Long questions may begin alike.
        _ => format!("{name} ({})", ending(&outcome.name)),
    };
    match drivers.importance_kind {
        Importance::Stated if outcome.columns.is_empty() => (
            "Stated importance".to_owned(),
            ": what customers say matters".to_owned(),
        ),
        Importance::Stated => (
            "Stated importance".to_owned(),
            format!(": what customers say matters, beside what goes with {name}"),
        ),
        _ => (name, ": what goes with it".to_owned()),
    }
}

/// The end of a name, which tells it from others that begin alike.
fn ending(name: &str) -> String {
    const MOST: usize = 40;
    match name.chars().count().checked_sub(MOST) {
        None | Some(0) => plain(name),
        Some(more) => std::iter::once('…')
            .chain(name.chars().skip(more))
            .collect(),
    }
}

/// That the outcome is a set of questions which hardly go together, where it is.
fn weak(drivers: &Drivers) -> Option<String> {
    let alpha = drivers.outcome.alpha?;
    if alpha < 0.0 {
        return Some(format!(
            "{} is the mean of {} questions that go against each other: their alpha is {}. Check the \
             coding before reading this section: a column asked the other way round belongs into reversed.",
            quoted(&plain(&drivers.outcome.label)),
            count(drivers.outcome.columns.len()),
            number(alpha, 3),
        ));
    }
    (alpha < WEAK).then(|| {
        format!(
            "{} is the mean of {} questions that hardly go together: their alpha is {}, and {WEAK} is \
             the customary least. See Reliability, and read this section with care.",
            quoted(&plain(&drivers.outcome.label)),
            count(drivers.outcome.columns.len()),
            number(alpha, 3),
        )
    })
}

/// What matters and is done poorly, and how sure that is.
fn finding(drivers: &Drivers) -> String {
    if drivers.attributes.len() == 1 {
        return format!(
            "One attribute alone was rated: a quadrant is relative to others, so it is in none.{}",
            against(drivers),
        );
    }
    let names = |quadrant| -> Vec<String> {
        let there = drivers.by_rank().into_iter();
        there
            .filter(|attribute| attribute.quadrant == quadrant)
            .map(|attribute| quoted(&plain(&attribute.label)))
            .collect()
    };
    let concentrate = names(Quadrant::ConcentrateHere);
    let keep_up = names(Quadrant::KeepUp);
    let first = match concentrate.as_slice() {
        [] => "No attribute is both more important and rated lower than the rest.".to_owned(),
        some => format!(
            "More important and rated lower than the rest: {}.",
            listed(some)
        ),
    };
    let second = match keep_up.as_slice() {
        [] => String::new(),
        some => format!(" More important and rated higher: {}.", listed(some)),
    };
    format!("{first}{second}{} {}", against(drivers), certainty(drivers))
}

/// Which attributes go against the outcome, where there are some.
fn against(drivers: &Drivers) -> String {
    let against = drivers.by_rank().into_iter().filter(|one| one.goes_against);
    let names: Vec<String> = against.map(|one| quoted(&plain(&one.label))).collect();
    let goes = match names.as_slice() {
        [] => return String::new(),
        [_] => "goes",
        _ => "go",
    };
    format!(
        " Against the outcome {goes} {}: rated higher by those with less of it. Check the coding, or what \
         lies behind it, before working on it.",
        listed(&names),
    )
}

/// How many attributes are where they are, whoever of these respondents is asked.
fn certainty(drivers: &Drivers) -> String {
    let is_sure = |attribute: &&Attribute| attribute.same_quadrant.is_some_and(|s| s >= SURE);
    let (sure, all) = (
        drivers.attributes.iter().filter(is_sure).count(),
        drivers.attributes.len(),
    );
    let often = "in at least 90 % of resamples";
    match sure {
        0 => format!(
            "No attribute keeps its quadrant {often}: all lie too near a line to be sure of."
        ),
        _ if sure == all => format!("All attributes keep their quadrants {often}."),
        some => format!(
            "{some} of {} {} {often}; {} too near a line to be sure of.",
            counted(all, "attribute", "attributes"),
            if some == 1 {
                "keeps its quadrant"
            } else {
                "keep their quadrants"
            },
            if all - some == 1 {
                "the other lies"
            } else {
                "the others lie"
            },
        ),
    }
}

/// Each attribute's importance and satisfaction, its quadrant, and how often it is there again.
fn places(drivers: &Drivers) -> Table {
    let mut table = Table::new([
        ("#", Align::Right),
        ("Attribute", Align::Left),
        ("Importance", Align::Right),
        ("95 % interval of resamples", Align::Right),
        ("Rating", Align::Right),
        ("Quadrant", Align::Left),
        ("Kept in resamples", Align::Right),
    ])
    .broken(1, 24)
    .broken(3, 14)
    .broken(6, 9);
    let alone = drivers.attributes.len() == 1;
    for attribute in drivers.by_rank() {
        table.row([
            attribute.rank.to_string(),
            plain(&attribute.label),
            match drivers.importance_kind {
                Importance::RelativeWeights | Importance::Dominance if attribute.is_negative => {
                    format!("(−) {}", number(attribute.importance, 3))
                }
                _ => number(attribute.importance, 3),
            },
            range(attribute.importance_lower, attribute.importance_upper, 2),
            number(attribute.satisfaction, 2),
            match alone {
                true => UNDEFINED.to_owned(),
                false => attribute.quadrant.label().to_owned(),
            },
            share(attribute.same_quadrant.filter(|_| !alone), 0),
        ]);
    }
    table.total([
        String::new(),
        "Lines".to_owned(),
        number(drivers.crosshair.importance, 3),
        String::new(),
        number(drivers.crosshair.satisfaction, 2),
        String::new(),
        String::new(),
    ]);
    table
}

fn about_places(drivers: &Drivers) -> String {
    let importance = match drivers.importance_kind {
        Importance::Stated => "the mean of what respondents say".to_owned(),
        Importance::Pearson => correlation("the correlation"),
        Importance::Spearman => correlation("the rank correlation"),
        Importance::Regression => {
            "the standardised coefficient of a regression of the outcome on all attributes"
                .to_owned()
        }
        Importance::Partial => correlation("the partial correlation, given the other attributes,"),
        Importance::RelativeWeights => "Johnson's relative weight, a part of R²".to_owned(),
        Importance::Dominance => {
            "general dominance, a part of R²: what it adds to it, on average over all orders"
                .to_owned()
        }
        Importance::Deng => {
            correlation("Deng's partial correlation of logarithms, given the other attributes,")
        }
        other => other.name().to_owned(),
    };
    let left_out = match drivers.left_out {
        0 => String::new(),
        some => format!(", {} left out for a missing answer", count(some)),
    };
    let undefined = match drivers.undefined_resamples {
        0 => String::new(),
        some => format!(
            " In {} importance had no value; these are in no share.",
            counted(some, "resample", "resamples"),
        ),
    };
    format!(
        "{}{left_out}. Importance: {importance}; rating: the mean, {}.{undefined}",
        counted(drivers.respondents, "respondent", "respondents"),
        drivers.scale,
    )
}

fn define_places(section: &mut Section, drivers: &Drivers) {
    section.define(
        "Quadrant",
        format!(
            "where an attribute lies by importance and rating. The lines stand at the {} of the attributes, \
             so a place is relative to the other attributes; # is the order of priority, by the distance \
             from where they cross towards much importance and a low rating.",
            match drivers.crosshair.rule {
                Crosshair::Median => "medians",
                _ => "means",
            },
        ),
    );
    section.define(
        "Kept in resamples",
        format!(
            "share of {} resamples of the respondents, with replacement and with lines drawn anew, in which \
             the attribute is in the same quadrant; the interval is of these resamples.",
            count(drivers.resampling.draws),
        ),
    );
}

fn correlation(what: &str) -> String {
    format!("{what} of the ratings with the outcome")
}

fn advice(drivers: &Drivers) -> Table {
    let mut table = Table::new([
        ("Quadrant", Align::Left),
        ("Attributes", Align::Left),
        ("The literature recommends", Align::Left),
    ])
    .broken(0, 20)
    .broken(1, 34)
    .broken(2, 34);
    for quadrant in QUADRANTS {
        let there = drivers.in_quadrant(quadrant);
        let names: Vec<String> = there
            .map(|attribute| match attribute.goes_against {
                true => format!("{} (goes against it)", plain(&attribute.label)),
                false => plain(&attribute.label),
            })
            .collect();
        table.row([
            quadrant.label().to_owned(),
            if names.is_empty() {
                UNDEFINED.to_owned()
            } else {
                names.join("; ")
            },
            format!(
                "{}; in telecom, under “{}”, {}",
                quadrant.recommended(),
                quadrant.telecom_label(),
                quadrant.telecom_recommended(),
            ),
        ]);
    }
    table
}
