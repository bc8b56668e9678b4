//! What a survey suggests to do first, each action with how many customers it concerns and how much it
//! matters to them: a share of customers times an importance, both from 0 to 1.

use retention::quadrant::{Importance, Quadrant};
use retention::satisfaction::kano::Category;
use retention::satisfaction::servqual::Form;

use super::drivers::{SURE, WEAK};
use super::opening::of_survey;
use super::{plain, share};
use crate::kit::format::{count, figure, interval, number, percent, quoted, range};
use crate::kit::opening::Action;
use crate::kit::order::Measured;
use crate::survey::figures::Figures;
use crate::survey::figures::drivers::{Attribute, Drivers};
use crate::survey::figures::kano::Features;
use crate::survey::figures::satisfaction::Satisfaction;
use crate::survey::figures::servqual::Service;
use crate::survey::figures::worth::{Supplier, ValueAdded};

pub fn all(figures: &Figures) -> Vec<Action> {
    let mut actions = attributes(figures);
    actions.extend(
        figures
            .satisfaction
            .iter()
            .filter_map(|one| detractors(figures, one)),
    );
    actions.extend(figures.value_added.iter().flat_map(below_par));
    actions.extend(figures.service.iter().flat_map(gaps));
    actions.extend(figures.kano.iter().flat_map(granted));
    actions
}

/// What the stakes are, of the kinds of action that there can be.
pub fn stakes(figures: &Figures) -> String {
    let mut kinds = Vec::new();
    if figures.quadrants.is_some() {
        kinds.push("For an attribute: the share who rate it low, times its importance.");
    }
    let mut scores = figures.satisfaction.iter();
    if scores.any(|one| one.net_promoter_score.is_some()) {
        kinds.push("For detractors: their share.");
    }
    if figures.value_added.is_some() {
        kinds.push(
            "For a supplier: its share of the customers, times how far its worth is below that of the others.",
        );
    }
    if !figures.service.is_empty() {
        kinds.push("For a dimension of service: its weight, times its gap as a part of the scale.");
    }
    if !figures.kano.is_empty() {
        kinds.push("For a feature: the share whom its absence dissatisfies.");
    }
    format!(
        "what the actions are ordered by: a share of customers times how much it matters to them, both from 0 \
         to 1. {} What mending it would change, the answers do not tell.",
        kinds.join(" "),
    )
}

/// An attribute with the outcome that makes it matter most.
struct Candidate<'a> {
    drivers: &'a Drivers,
    attribute: &'a Attribute,
    weight: f64,
}

/// The attributes that many rate low and that surely go with an outcome: each once, with the outcome
/// with which most is at stake.
fn attributes(figures: &Figures) -> Vec<Action> {
    let mut found: Vec<Candidate<'_>> = Vec::new();
    // What goes with questions that go against each other suggests nothing.
    let read = |drivers: &&Drivers| drivers.outcome.alpha.is_none_or(|alpha| alpha >= 0.0);
    for drivers in figures.drivers().filter(read) {
        for attribute in &drivers.attributes {
            if attribute.importance_lower.is_none_or(|lower| lower <= 0.0) || attribute.goes_against
            {
                continue;
            }
            let weight = low(drivers, attribute).share * importance(drivers, attribute);
            let same = found.iter_mut().find(|other| {
                other.drivers.survey == drivers.survey && other.attribute.name == attribute.name
            });
            let candidate = Candidate {
                drivers,
                attribute,
                weight,
            };
            match same {
                Some(other) if other.weight < weight => *other = candidate,
                Some(_) => {}
                None => found.push(candidate),
            }
        }
    }
    let worth_while = found.into_iter().filter(|one| one.weight > 0.0);
    worth_while.map(|one| action(figures, &one)).collect()
}

/// How much is amiss: the share who rate it low, and what that is in words.
struct Low {
    share: f64,
    words: String,
}

fn low(drivers: &Drivers, attribute: &Attribute) -> Low {
    let contrasts = drivers
        .contrasts
        .as_ref()
        .filter(|found| found.respondents > 0);
    let counted = contrasts.and_then(|found| {
        let one = found
            .attributes
            .iter()
            .find(|one| one.name == attribute.name)?;
        let share = one.rated_low as f64 / found.respondents as f64;
        let cut = figure(found.low, 1).trim_end_matches(".0").to_owned();
        Some(Low {
            share,
            words: format!(
                "{} of {} ({}) rate it {cut} or less",
                count(one.rated_low),
                count(found.respondents),
                percent(Some(share), 0),
            ),
        })
    });
    counted.unwrap_or_else(|| {
        let scale = drivers.scale;
        let share = (scale.high() - attribute.satisfaction) / scale.width();
        Low {
            share,
            words: format!(
                "its mean rating lies {} of the scale below the top",
                percent(Some(share), 0),
            ),
        }
    })
}

/// How much it matters, from 0 to 1.
fn importance(drivers: &Drivers, attribute: &Attribute) -> f64 {
    let importance = match drivers.importance_kind {
        Importance::Stated => (attribute.importance - drivers.scale.low()) / drivers.scale.width(),
        _ => attribute.importance,
    };
    importance.clamp(0.0, 1.0)
}

fn action(figures: &Figures, found: &Candidate<'_>) -> Action {
    let Candidate {
        drivers, attribute, ..
    } = found;
    let sure = attribute.same_quadrant.is_some_and(|share| share >= SURE);
    let verb = match (attribute.quadrant, sure) {
        (Quadrant::ConcentrateHere, true) => "Improve",
        _ => "Ask what is amiss with",
    };
    let why = match drivers.importance_kind {
        Importance::Stated => "customers say that it matters".to_owned(),
        _ => format!("it goes with {}", quoted(&plain(&drivers.outcome.label))),
    };
    let what = format!(
        "{verb} {}{}: rated {} ({}), and {why} ({}; {}){}.",
        quoted(&plain(&attribute.label)),
        of_survey(figures, &drivers.survey),
        number(attribute.satisfaction, 2),
        range(
            attribute.satisfaction_lower,
            attribute.satisfaction_upper,
            2
        ),
        number(attribute.importance, 2),
        range(attribute.importance_lower, attribute.importance_upper, 2),
        loose(drivers),
    );
    let stake = format!(
        "{}; weighed by its importance, {}",
        low(drivers, attribute).words,
        percent(Some(found.weight), 0),
    );
    Action::new(what, stake, found.weight)
}

/// That an action rests on questions that hardly go together, where it does.
fn loose(drivers: &Drivers) -> String {
    let alpha = drivers.outcome.alpha.filter(|alpha| *alpha < WEAK);
    let derived = drivers.importance_kind != Importance::Stated;
    alpha.filter(|_| derived).map_or_else(String::new, |alpha| {
        format!(
            ", whose questions hardly go together (alpha {})",
            number(alpha, 2),
        )
    })
}

fn detractors(figures: &Figures, found: &Satisfaction) -> Option<Action> {
    let score = found.net_promoter_score.as_ref()?;
    let many = score.detractors.filter(|share| *share > 0.0)?;
    Some(Action::new(
        format!(
            "Call the detractors{} and mend what several name.",
            of_survey(figures, &found.survey),
        ),
        format!(
            "{} of {} who answered {}",
            share(Some(many), 1),
            count(score.answered),
            quoted(&plain(&score.label)),
        ),
        many,
    ))
}

/// The suppliers that are surely worth less to their customers than the others.
fn below_par(added: &ValueAdded) -> Vec<Action> {
    let all: u64 = added.suppliers.iter().map(|one| one.customers).sum();
    let many = added.suppliers.len();
    let below = added.suppliers.iter().filter(|one| {
        let value = Some(one.customer_value_added);
        let found = Measured::of(value, one.lower, one.upper);
        one.enough_respondents
            && found.is_some_and(|found| found.value < 1.0 && found.is_told_from(1.0, many))
    });
    let action = |one: &Supplier| {
        let customers = one.customers as f64 / all.max(1) as f64;
        Action::new(
            format!(
                "Ask customers of {} what others give them more of for the money.",
                plain(&one.label),
            ),
            format!(
                "{} of {} customers, at {} of the others' worth",
                count(one.customers),
                count(all),
                percent(Some(one.customer_value_added), 0),
            ),
            customers * (1.0 - one.customer_value_added),
        )
    };
    below.map(action).collect()
}

/// The dimensions of a service that surely fall short of what is expected.
fn gaps(service: &Service) -> Vec<Action> {
    if service.form != Form::Gap {
        return Vec::new();
    }
    let many = service.dimensions.len();
    let short = service.dimensions.iter().filter_map(|one| {
        let score = &one.score;
        let gap = Measured::of(score.mean, score.lower, score.upper)?;
        (gap.value < 0.0 && gap.is_told_from(0.0, many)).then(|| {
            Action::new(
                format!(
                    "Close the gap in {}: customers find {} ({}) less than they expect.",
                    one.dimension,
                    number(-gap.value, 2),
                    range(Some(-gap.upper), Some(-gap.lower), 2),
                ),
                format!(
                    "a weight of {} in the whole service, of {} customers",
                    percent(Some(one.weight), 0),
                    count(score.answered),
                ),
                one.weight * -gap.value / service.scale.width(),
            )
        })
    });
    short.collect()
}

/// The features that customers would miss.
fn granted(features: &Features) -> Vec<Action> {
    let missed = features.features.iter().filter_map(|one| {
        let worse = one.worse.filter(|worse| *worse < 0.0)?;
        let (what, why) = match one.distinct_category? {
            Category::MustBe => ("Never be without", "it is taken for granted"),
            Category::OneDimensional => ("Do better than rivals in", "the more the better"),
            _ => return None,
        };
        Some(Action::new(
            format!("{what} {}: {why}.", quoted(&plain(&one.name))),
            format!(
                "its absence dissatisfies {} of customers ({})",
                percent(Some(-worse), 0),
                turned(one.worse_lower, one.worse_upper),
            ),
            -worse,
        ))
    });
    missed.collect()
}

/// The ends of an interval of shares that have been counted below zero.
fn turned(lower: Option<f64>, upper: Option<f64>) -> String {
    interval(lower.zip(upper).map(|(lower, upper)| (-upper, -lower)))
}
