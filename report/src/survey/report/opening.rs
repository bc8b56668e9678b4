//! What the report opens with: how satisfied customers are, with what most and least, what that goes
//! with, how suppliers and groups compare.

use retention::quadrant::{Importance, Quadrant};
use retention::satisfaction::kano::Category;
use retention::satisfaction::servqual::Form;

use super::drivers::{SURE, WEAK};
use super::{actions, groups, plain, share, title_of};
use crate::kit::document::Section;
use crate::kit::format::{
    capitalised, count, counted, figure, interval, listed, number, quoted, range,
};
use crate::kit::opening::Opening;
use crate::kit::order::{self, Measured, extremes};
use crate::survey::figures::drivers::{Attribute, Drivers};
use crate::survey::figures::kano::Features;
use crate::survey::figures::satisfaction::Satisfaction;
use crate::survey::figures::servqual::Service;
use crate::survey::figures::worth::ValueAdded;
use crate::survey::figures::{self, Figures, Set};

pub fn opening(figures: &Figures) -> Opening {
    let mut sentences: Vec<String> = Vec::new();
    // What is read the wrong way round is wrong in all that follows.
    sentences.extend(against(figures));
    sentences.extend(
        figures
            .satisfaction
            .iter()
            .filter_map(|one| satisfied(figures, one)),
    );
    sentences.extend(rated(figures));
    sentences.extend(figures.drivers().map(important));
    sentences.extend(untold(figures));
    sentences.extend(figures.groups.iter().filter_map(groups::told));
    sentences.extend(figures.value_added.as_ref().and_then(worth));
    sentences.extend(figures.service.iter().filter_map(service));
    sentences.extend(figures.kano.iter().filter_map(features));
    sentences.extend(weak(figures));
    Opening::new(sentences, actions::all(figures))
}

/// Defines the words of the opening that need it.
pub fn define(section: &mut Section, figures: &Figures, opening: &Opening) {
    if !opening.actions().is_empty() {
        section.define("At stake", actions::stakes(figures));
    }
    let says = |words: &&String| words.contains("chance");
    if opening.sentences().iter().any(|words| says(&words)) {
        let groups = match figures.groups.is_empty() {
            true => "",
            false => " Differences between groups are told by p-values adjusted by Holm's method.",
        };
        section.define("Chance", format!("{}{groups}", order::BEYOND_CHANCE));
    }
}

/// Of several surveys, the one meant.
pub fn of_survey(figures: &Figures, survey: &str) -> String {
    title_of(figures, survey).map_or_else(String::new, |title| format!(" ({})", plain(title)))
}

/// How satisfied customers are: the index, the Net Promoter Score, or else the first top boxes.
fn satisfied(figures: &Figures, found: &Satisfaction) -> Option<String> {
    let about = of_survey(figures, &found.survey);
    let mut parts = Vec::new();
    if let Some(index) = found.index.as_ref().filter(|index| index.value.is_some()) {
        parts.push(format!(
            "the satisfaction index{about} is {} of 100 (95 % interval {}), by {}",
            figure(index.value, 1),
            range(index.lower, index.upper, 1),
            counted(index.answered, "respondent", "respondents"),
        ));
    }
    if let Some(score) = found
        .net_promoter_score
        .as_ref()
        .filter(|score| score.score.is_some())
    {
        let name = match score.as_published {
            true => "the Net Promoter Score",
            false => "promoters less detractors",
        };
        let about = if parts.is_empty() { &*about } else { "" };
        let sides = Measured::of(score.score, score.lower, score.upper);
        let told = match sides.is_some_and(|score| !score.is_told_from(0.0, 1)) {
            true => ", so neither side is told to be the larger",
            false => "",
        };
        parts.push(format!(
            "{name}{about} is {} points (95 % interval {}), of {}: {} promoters, {} detractors{told}",
            figure(score.score, 1),
            range(score.lower, score.upper, 1),
            counted(score.answered, "answer", "answers"),
            share(score.promoters, 1),
            share(score.detractors, 1),
        ));
    }
    if let Some(top) = found.top_boxes.first().filter(|_| parts.is_empty()) {
        top.share?;
        let (some, answer) = match top.share {
            Some(0.0) => ("none".to_owned(), "answers"),
            some => (share(some, 1), "answer"),
        };
        parts.push(format!(
            "{some} of {} {answer} {} to {} on {}{about}, 95 % interval {}",
            count(top.answered),
            number(top.scale.high() - f64::from(top.boxes) + 1.0, 0),
            number(top.scale.high(), 0),
            quoted(&plain(&top.label)),
            interval(top.lower.zip(top.upper)),
        ));
    }
    (!parts.is_empty()).then(|| format!("{}.", capitalised(&parts.join("; "))))
}

/// The best and the worst rated attribute of each survey.
fn rated(figures: &Figures) -> Vec<String> {
    let mut surveys: Vec<&str> = Vec::new();
    let mut sentences = Vec::new();
    for drivers in figures.drivers() {
        if surveys.contains(&&*drivers.survey) {
            continue;
        }
        surveys.push(&drivers.survey);
        sentences.extend(best_and_worst(figures, drivers));
    }
    sentences
}

fn best_and_worst(figures: &Figures, drivers: &Drivers) -> Option<String> {
    let known: Vec<(&str, Measured)> = drivers
        .attributes
        .iter()
        .filter_map(|one| {
            let ends = (one.satisfaction_lower, one.satisfaction_upper);
            let rating = Measured::of(Some(one.satisfaction), ends.0, ends.1)?;
            Some((&*one.label, rating))
        })
        .collect();
    let ratings: Vec<Measured> = known.iter().map(|(_, rating)| *rating).collect();
    let found = extremes(&ratings)?;
    let named = |at: usize| {
        let (label, rating) = known.get(at)?;
        Some(format!(
            "{} ({}; {})",
            quoted(&plain(label)),
            number(rating.value, 2),
            range(Some(rating.lower), Some(rating.upper), 2),
        ))
    };
    let (low, high) = (named(found.lowest)?, named(found.highest)?);
    let of = format!(
        "{}{}",
        counted(known.len(), "attribute", "attributes"),
        of_survey(figures, &drivers.survey),
    );
    let told = match found.told {
        _ if found.lowest == found.highest => {
            let alike = known.get(found.lowest).map(|(_, rating)| rating.value)?;
            format!("all are rated {}", number(alike, 2))
        }
        true => format!("{low} is rated lowest and {high} highest"),
        false => format!("ratings run from {low} to {high}, no farther apart than by chance"),
    };
    Some(format!("Of {of}, on {}, {told}.", drivers.scale))
}

/// What is more important than the rest and rated lower, where the resamples agree.
fn important(drivers: &Drivers) -> String {
    if let [one] = drivers.attributes.as_slice() {
        return alone(drivers, one);
    }
    let sure: Vec<String> = drivers
        .by_rank()
        .into_iter()
        .filter(|one| one.quadrant == Quadrant::ConcentrateHere && !one.goes_against)
        .filter(|one| one.same_quadrant.is_some_and(|share| share >= SURE))
        .map(|one| {
            let name = quoted(&plain(&one.label));
            match drivers.importance_kind {
                Importance::Stated => name,
                _ => format!("{name} ({})", number(one.importance, 2)),
            }
        })
        .collect();
    let outcome = match drivers.importance_kind {
        Importance::Stated => "what customers say matters".to_owned(),
        _ => format!(
            "what goes with {}{}",
            quoted(&plain(&drivers.outcome.label)),
            loose(drivers),
        ),
    };
    let often = format!("in at least {} of resamples", share(Some(SURE), 0));
    match sure.as_slice() {
        [] => format!(
            "By {outcome}, no attribute is both more important and rated lower than the rest {often}.",
        ),
        some => format!(
            "By {outcome}, {} {} more important and rated lower than the rest {often}.",
            listed(some),
            if some.len() == 1 { "is" } else { "are" },
        ),
    }
}

/// How important an attribute is that has none beside it.
fn alone(drivers: &Drivers, attribute: &Attribute) -> String {
    let to = match drivers.importance_kind {
        Importance::Stated => "as customers say".to_owned(),
        _ => format!(
            "by what goes with {}{}",
            quoted(&plain(&drivers.outcome.label)),
            loose(drivers),
        ),
    };
    format!(
        "{} alone was rated, so nothing tells whether it matters more than the rest: its importance, {to}, is \
         {} ({}).",
        quoted(&plain(&attribute.label)),
        number(attribute.importance, 2),
        range(attribute.importance_lower, attribute.importance_upper, 2),
    )
}

/// With which outcomes nothing can be said to go, and why.
fn untold(figures: &Figures) -> Vec<String> {
    let missed = figures.not_computed.iter();
    let missed = missed.filter(|missed| missed.section == figures::Section::Quadrants);
    let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
    for one in missed {
        let name = quoted(&plain(&one.what));
        match reasons.iter_mut().find(|(why, _)| *why == one.why) {
            Some((_, names)) => names.push(name),
            None => reasons.push((&one.why, vec![name])),
        }
    }
    let told = reasons.iter();
    told.map(|(why, names)| format!("What goes with {} is not told: {why}.", listed(names)))
        .collect()
}

/// That an outcome is of questions which hardly go together, where it is.
fn loose(drivers: &Drivers) -> String {
    let alpha = drivers.outcome.alpha.filter(|alpha| *alpha < WEAK);
    alpha.map_or_else(String::new, |alpha| {
        let how = match alpha < 0.0 {
            true => "go against each other",
            false => "hardly go together",
        };
        format!(
            " ({} questions that {how}, alpha {})",
            count(drivers.outcome.columns.len()),
            number(alpha, 2),
        )
    })
}

/// Who is worth more to its customers than the others, and who less.
fn worth(added: &ValueAdded) -> Option<String> {
    let left_out: Vec<String> = added.left_out.iter().map(|one| plain(&one.label)).collect();
    let left_out = (!left_out.is_empty()).then(|| {
        format!(
            "Too few answers to compare its worth: {}.",
            some_of(&left_out),
        )
    });
    let sentences: Vec<String> = compared(added).into_iter().chain(left_out).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// So many suppliers that are left out are named.
const NAMED: usize = 5;

/// The first of these, and how many more there are.
fn some_of(names: &[String]) -> String {
    match names.len().saturating_sub(NAMED) {
        0 => listed(names),
        more => format!(
            "{} and {} more",
            names.get(..NAMED).unwrap_or_default().join(", "),
            count(more),
        ),
    }
}

fn compared(added: &ValueAdded) -> Option<String> {
    let known: Vec<(String, Measured)> = added
        .suppliers
        .iter()
        .filter(|supplier| supplier.enough_respondents)
        .filter_map(|supplier| {
            let value = Some(supplier.customer_value_added);
            let found = Measured::of(value, supplier.lower, supplier.upper)?;
            let name = format!(
                "{} ({}; {})",
                plain(&supplier.label),
                number(found.value, 3),
                range(Some(found.lower), Some(found.upper), 3),
            );
            Some((name, found))
        })
        .collect();
    let many = known.len();
    let told = |is: &dyn Fn(f64) -> bool| -> Vec<&str> {
        let there = known.iter().filter(|(_, one)| one.is_told_from(1.0, many));
        let there = there.filter(|(_, one)| is(one.value));
        there.map(|(name, _)| &**name).collect()
    };
    let (more, less) = (told(&|value| value > 1.0), told(&|value| value < 1.0));
    let mut parts = Vec::new();
    for (what, names) in [("more", more), ("less", less)] {
        if !names.is_empty() {
            let are = if names.len() == 1 { "is" } else { "are" };
            parts.push(format!("{} {are} worth {what}", listed(&names)));
        }
    }
    if !parts.is_empty() {
        return Some(format!(
            "Beyond chance, to its own customers and over the worth of the others, {}.",
            parts.join("; "),
        ));
    }
    let measured: Vec<Measured> = known.iter().map(|(_, one)| *one).collect();
    let found = extremes(&measured).filter(|found| found.lowest != found.highest)?;
    let name = |at: usize| known.get(at).map(|(name, _)| name);
    Some(format!(
        "No supplier is worth more or less to its customers than the others beyond chance: value added \
         runs from {} to {}, and 1 is par.",
        name(found.lowest)?,
        name(found.highest)?,
    ))
}

/// Where a service falls shortest.
fn service(service: &Service) -> Option<String> {
    let known: Vec<(String, Measured)> = service
        .dimensions
        .iter()
        .filter_map(|one| {
            let score = &one.score;
            let found = Measured::of(score.mean, score.lower, score.upper)?;
            let name = format!(
                "{} ({}; {})",
                one.dimension,
                number(found.value, 2),
                range(Some(found.lower), Some(found.upper), 2),
            );
            Some((name, found))
        })
        .collect();
    let measured: Vec<Measured> = known.iter().map(|(_, one)| *one).collect();
    let found = extremes(&measured)?;
    let name = |at: usize| known.get(at).map(|(name, _)| name);
    let (low, high) = (name(found.lowest)?, name(found.highest)?);
    let what = match service.form {
        Form::Gap => "What customers find less what they expect",
        _ => "What customers find",
    };
    let short = measured
        .iter()
        .filter(|one| one.value < 0.0 && one.is_told_from(0.0, measured.len()));
    let short = match (service.form, short.count()) {
        (Form::Gap, 0) => "; no dimension falls short beyond chance".to_owned(),
        (Form::Gap, some) => format!(
            "; {} of {} {} short beyond chance",
            count(some),
            counted(measured.len(), "dimension", "dimensions"),
            if some == 1 { "falls" } else { "fall" },
        ),
        _ => String::new(),
    };
    Some(match found.told {
        _ if found.lowest == found.highest => format!("{what} is the same for every dimension."),
        true => format!("{what} is lowest for {low} and highest for {high}{short}."),
        false => {
            format!("{what} runs from {low} to {high}, no farther apart than by chance{short}.",)
        }
    })
}

/// What customers take for granted, and what delights them.
fn features(features: &Features) -> Option<String> {
    let names = |category: Category| -> Vec<String> {
        let there = features.features.iter();
        let there = there.filter(|one| one.distinct_category == Some(category));
        there.map(|one| quoted(&plain(&one.name))).collect()
    };
    let mut parts = Vec::new();
    for (category, what) in [
        (Category::MustBe, "taken for granted"),
        (Category::OneDimensional, "the more the better"),
        (Category::Attractive, "a delight"),
    ] {
        let names = names(category);
        if !names.is_empty() {
            parts.push(format!("{what}: {}", listed(&names)));
        }
    }
    Some(match parts.is_empty() {
        true => "No feature is, beyond chance, taken for granted, the better the more there is, or a delight."
            .to_owned(),
        false => format!("{}.", capitalised(&parts.join("; "))),
    })
}

/// That the questions of sets go against each other, where they do.
fn against(figures: &Figures) -> Option<String> {
    let against: Vec<String> = figures
        .reliability
        .iter()
        .filter(|set| set.goes_against_itself())
        .map(|set| {
            let alpha = set.alpha.map_or_else(
                || " (they add up to the same for everybody)".to_owned(),
                |alpha| format!(" (alpha {}, below 0)", number(alpha, 2)),
            );
            format!(
                "{}{}{alpha}",
                quoted(&plain(&set.label)),
                of_survey(figures, &set.survey),
            )
        })
        .collect();
    (!against.is_empty()).then(|| {
        format!(
            "Check the coding: the questions of {} go against each other.",
            listed(&against),
        )
    })
}

/// The sets whose questions hardly go together, or tell nobody apart.
fn weak(figures: &Figures) -> Vec<String> {
    let named = |set: &Set, alpha: &str| {
        format!(
            "{}{}{alpha}",
            quoted(&plain(&set.label)),
            of_survey(figures, &set.survey),
        )
    };
    let sets = || {
        let sets = figures.reliability.iter();
        sets.filter(|set| !set.goes_against_itself())
    };
    let mut sentences = Vec::new();
    let loose: Vec<String> = sets()
        .filter_map(|set| {
            let alpha = set.alpha.filter(|alpha| *alpha < WEAK)?;
            Some(named(set, &format!(" ({})", number(alpha, 2))))
        })
        .collect();
    if !loose.is_empty() {
        sentences.push(format!(
            "Read with care: the questions of {} hardly go together, by an alpha below {WEAK}.",
            listed(&loose),
        ));
    }
    // A question that all answered the same goes with none, whatever the set.
    let alike: Vec<String> = sets()
        .filter(|set| set.has_constant())
        .map(|set| named(set, ""))
        .collect();
    if !alike.is_empty() {
        sentences.push(format!(
            "Read with care: everybody answered a question of {} the same, so nothing is known of how it \
             goes with the rest.",
            listed(&alike),
        ));
    }
    sentences
}
