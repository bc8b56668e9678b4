//! What goes with an outcome, and where each attribute lies.

use retention::quadrant::{Crosshair, Importance, Quadrant};

use super::{plain, share};
use crate::kit::document::Section;
use crate::kit::format::{UNDEFINED, count, counted, figure, listed, number, quoted, range};
use crate::kit::table::{Align, Table};
use crate::survey::figures::Figures;
use crate::survey::figures::drivers::{Attribute, Drivers, MethodFigures};

const QUADRANTS: [Quadrant; 4] = [
    Quadrant::ConcentrateHere,
    Quadrant::KeepUp,
    Quadrant::LowPriority,
    Quadrant::PossibleOverkill,
];

/// Of the resamples: so many make a place sure. Nobody has published a number.
const SURE: f64 = 0.9;

/// Below this alpha questions are commonly not taken as one.
const WEAK: f64 = 0.7;

/// So much more than its adjusted value, R² is worth a word.
const FLATTERY: f64 = 0.1;

/// At a chance of error of so much.
const LEVEL: f64 = 0.05;

pub fn section(figures: &Figures, drivers: &Drivers, picture: Option<&str>) -> Section {
    let (keyword, rest) = heading_of(figures, drivers);
    let mut section = Section::new(keyword, rest);
    section.paragraph(finding(drivers));
    if let Some(picture) = picture {
        section.picture(picture);
    }
    section.table(places(drivers));
    section.note(about_places(drivers));
    section.table(advice(drivers));
    section.note(
        "The literature is Martilla and James (1977), and, in brackets, the telecom reading of the \
         same quadrants. These are its recommendations: nothing here says that satisfaction would \
         rise, or that anybody would stay, if a rating did.",
    );
    if drivers.computed().count() > 1 {
        section.table(methods(drivers));
        section.note(about_methods(drivers));
    }
    if let Some(weak) = weak(drivers) {
        section.paragraph(weak);
    }
    for note in &drivers.notes {
        section.note(note);
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
    format!("{first}{second} {}", certainty(drivers))
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
        ("95 % interval", Align::Right),
        ("Rating", Align::Right),
        ("Quadrant", Align::Left),
        ("Again", Align::Right),
    ])
    .broken(1, 26);
    for attribute in drivers.by_rank() {
        table.row([
            attribute.rank.to_string(),
            plain(&attribute.label),
            number(attribute.importance, 3),
            range(attribute.importance_lower, attribute.importance_upper, 2),
            number(attribute.satisfaction, 2),
            attribute.quadrant.label().to_owned(),
            share(attribute.same_quadrant, 0),
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
        "{}{left_out}. Importance: {importance}; rating: the mean, {}. The lines stand at the {} of \
         the attributes, so a place is relative to the other attributes; # is the order of priority, \
         by the distance from where they cross towards much importance and a low rating. Again: \
         share of {} resamples of the respondents, with replacement and with lines drawn anew, in \
         which the attribute is in the same quadrant; the interval is of these resamples.{undefined}",
        counted(drivers.respondents, "respondent", "respondents"),
        drivers.scale,
        match drivers.crosshair.rule {
            Crosshair::Median => "medians",
            _ => "means",
        },
        count(drivers.resampling.draws),
    )
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
        let names: Vec<String> = there.map(|attribute| plain(&attribute.label)).collect();
        table.row([
            quadrant.label().to_owned(),
            if names.is_empty() {
                UNDEFINED.to_owned()
            } else {
                names.join("; ")
            },
            format!(
                "{} ({}: {})",
                quadrant.recommended(),
                quadrant.telecom_label(),
                quadrant.telecom_recommended(),
            ),
        ]);
    }
    table
}

const fn heading(kind: Importance) -> &'static str {
    match kind {
        Importance::Stated => "Stated",
        Importance::Pearson => "Pearson",
        Importance::Spearman => "Spearman",
        Importance::Regression => "Beta",
        Importance::Partial => "Partial",
        Importance::RelativeWeights => "Weight",
        Importance::Deng => "Deng",
        _ => "",
    }
}

/// The same attributes by every kind of importance, side by side.
fn methods(drivers: &Drivers) -> Table {
    let kinds: Vec<Importance> = drivers
        .computed()
        .map(|method| method.importance_kind)
        .collect();
    let mut columns = vec![("Importance by", Align::Left)];
    columns.extend(kinds.iter().map(|kind| (heading(*kind), Align::Right)));
    columns.push(("Same quadrant", Align::Right));
    let mut table = Table::new(columns).broken(0, 26);
    for attribute in &drivers.attributes {
        let mut row = vec![plain(&attribute.label)];
        row.extend(
            kinds
                .iter()
                .map(|kind| figure(importance(attribute, *kind), 3)),
        );
        let agreement = &attribute.same_by_other_methods;
        row.push(format!("{} of {}", agreement.same, agreement.of));
        table.row(row);
    }
    let line = |name: &str, of: &dyn Fn(&MethodFigures) -> Option<String>| {
        let mut line = vec![name.to_owned()];
        let methods = kinds.iter().map(|kind| drivers.method(*kind));
        line.extend(methods.map(|method| method.and_then(of).unwrap_or_default()));
        line.push(String::new());
        line
    };
    let mut below = Vec::new();
    if differ(drivers) {
        below.push(line("Respondents", &|method| method.respondents.map(count)));
    }
    if drivers.computed().any(|method| method.r_squared.is_some()) {
        let fit = |fit: Option<f64>| fit.map(|fit| number(fit, 3));
        below.push(line("R² of all together", &|method| fit(method.r_squared)));
        below.push(line("R² adjusted", &|method| {
            fit(method.adjusted_r_squared)
        }));
    }
    table.totals(below);
    table
}

/// Whether the kinds of importance are of different respondents.
fn differ(drivers: &Drivers) -> bool {
    let mut sizes = drivers.computed().filter_map(|method| method.respondents);
    let first = sizes.next();
    sizes.any(|size| Some(size) != first)
}

/// That there are many attributes for so few respondents, where that flatters R².
fn loose(drivers: &Drivers) -> Option<String> {
    let method = drivers.method(Importance::Regression)?;
    let (fit, adjusted) = method.r_squared.zip(method.adjusted_r_squared)?;
    (fit - adjusted > FLATTERY).then(|| {
        format!(
            "With {} and {} R² is {} by chance to a good part; adjusted for that it is {}. ",
            counted(drivers.attributes.len(), "attribute", "attributes"),
            method.respondents.map_or_else(
                || UNDEFINED.to_owned(),
                |some| counted(some, "respondent", "respondents"),
            ),
            number(fit, 3),
            number(adjusted, 3),
        )
    })
}

fn importance(attribute: &Attribute, kind: Importance) -> Option<f64> {
    attribute.by(kind).map(|by| by.importance)
}

fn about_methods(drivers: &Drivers) -> String {
    let mut text = String::new();
    for (kinds, words) in [
        (
            &[Importance::Stated][..],
            "Stated: the mean of what respondents say.",
        ),
        (
            &[Importance::Pearson, Importance::Spearman],
            "Pearson and Spearman: correlations, each attribute by itself.",
        ),
        (
            &[Importance::Regression, Importance::Partial],
            "Beta: standardised regression coefficients; Partial: partial correlations; both of one \
             attribute given all others, and negative where they come out so.",
        ),
        (
            &[Importance::RelativeWeights],
            "Weight: Johnson's relative weights, which share R² out.",
        ),
        (
            &[Importance::Deng],
            "Deng: partial correlations of logarithms, to which its R² belongs.",
        ),
    ] {
        if drivers
            .computed()
            .any(|method| kinds.contains(&method.importance_kind))
        {
            text.push_str(words);
            text.push(' ');
        }
    }
    text.push_str("Same quadrant: by how many of the other kinds. ");
    if differ(drivers) {
        text.push_str(
            "Each kind is of those who answered what it needs, so the columns are of different \
             respondents. ",
        );
    }
    if let Some(loose) = loose(drivers) {
        text.push_str(&loose);
    }
    let told: Vec<String> = drivers
        .attributes
        .iter()
        .filter(|attribute| {
            let by = attribute.by(Importance::Regression);
            let p = by.and_then(|by| by.adjusted_p_value);
            p.is_some_and(|p| p < LEVEL)
        })
        .map(|attribute| quoted(&plain(&attribute.label)))
        .collect();
    let all = drivers.attributes.len();
    if drivers
        .method(Importance::Regression)
        .is_some_and(|method| method.not_computed.is_none())
    {
        text.push_str(&format!(
            "With the p-values of the {} adjusted by Holm's method, {} at 5 %. ",
            counted(all, "beta", "betas"),
            match told.as_slice() {
                [] => "none is told from zero".to_owned(),
                [one] => format!("only that of {one} is told from zero"),
                some => format!("those of {} are told from zero", listed(some)),
            },
        ));
    }
    text.push_str(
        "Ratings that hang together leave little to tell them apart by: read what the kinds agree on.",
    );
    // Most have one reason between them.
    let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
    for method in &drivers.methods {
        if let Some(why) = &method.not_computed {
            let name = heading(method.importance_kind).to_owned();
            match reasons.iter_mut().find(|(known, _)| known == why) {
                Some((_, names)) => names.push(name),
                None => reasons.push((why, vec![name])),
            }
        }
    }
    for (why, names) in reasons {
        text.push_str(&format!(" Not computed: {}, {why}.", listed(&names)));
    }
    text
}
