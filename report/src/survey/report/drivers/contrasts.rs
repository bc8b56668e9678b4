//! What a low rating costs, and what a high one brings.

use retention::quadrant::contrasts::Factor;

use super::super::plain;
use crate::kit::document::Section;
use crate::kit::format::{count, counted, figure, listed, number, quoted, range};
use crate::kit::table::{Align, Table};
use crate::survey::figures::contrasts::{Attribute, Contrasts, Figure};

pub(super) fn add(section: &mut Section, contrasts: &Contrasts) {
    if let Some(why) = &contrasts.not_computed {
        section.paragraph(format!("Not computed: penalties and rewards, {why}."));
        return;
    }
    section.paragraph(finding(contrasts));
    section.table(table(contrasts));
    section.paragraph(about(contrasts));
    section.define(
        "Penalty and reward",
        "the outcome, in points, with a low rating and with a high one rather than a middling one, all \
         attributes at once, with HC3 errors. Basic, performance and excitement factors are, by ratings, \
         what must-be, one-dimensional and attractive are by Kano's questions; each is told where the \
         difference of the two is, or both are, told from 0. Associations, as all of these.",
    );
}

fn finding(contrasts: &Contrasts) -> String {
    let all = &contrasts.attributes;
    let names = |is: &dyn Fn(&Attribute) -> bool| -> Vec<String> {
        let there = all.iter().filter(|one| is(one));
        there.map(|one| quoted(&plain(&one.label))).collect()
    };
    let is_told = |found: &Figure| {
        let ends = found.lower.zip(found.upper);
        ends.is_some_and(|(lower, upper)| lower > 0.0 || upper < 0.0)
    };
    let mut parts = Vec::new();
    for (what, names) in [
        (
            "Told from 0, what a low rating costs: ",
            names(&|one| is_told(&one.penalty)),
        ),
        (
            "Told from 0, what a high rating brings: ",
            names(&|one| is_told(&one.reward)),
        ),
        (
            "Basic, a low rating costs more than a high one brings: ",
            names(&|one| one.factor == Some(Factor::Basic)),
        ),
        (
            "Performance, both: ",
            names(&|one| one.factor == Some(Factor::Performance)),
        ),
        (
            "Excitement, a high rating brings more than a low one costs: ",
            names(&|one| one.factor == Some(Factor::Excitement)),
        ),
    ] {
        if !names.is_empty() {
            parts.push(format!("{what}{}.", listed(&names)));
        }
    }
    if parts.is_empty() {
        parts.push("No penalty and no reward is told from 0.".to_owned());
    } else {
        let made = 2 * all.len();
        parts.push(format!(
            "One interval in twenty leaves 0 out by chance alone, and {} were made.",
            count(made),
        ));
    }
    if all.iter().all(|one| one.factor.is_none()) {
        parts.push("Of no attribute is the factor told.".to_owned());
    }
    parts.join(" ")
}

fn table(contrasts: &Contrasts) -> Table {
    let mut table = Table::new([
        ("Attribute", Align::Left),
        ("Low", Align::Right),
        ("Penalty", Align::Right),
        ("95 % interval", Align::Right),
        ("High", Align::Right),
        ("Reward", Align::Right),
        ("95 % interval", Align::Right),
        ("Factor", Align::Left),
    ])
    .broken(0, 22);
    for one in &contrasts.attributes {
        table.row([
            plain(&one.label),
            count(one.rated_low),
            figure(one.penalty.value, 2),
            range(one.penalty.lower, one.penalty.upper, 2),
            count(one.rated_high),
            figure(one.reward.value, 2),
            range(one.reward.lower, one.reward.upper, 2),
            one.factor.map_or("not told", Factor::name).to_owned(),
        ]);
    }
    table
}

fn about(contrasts: &Contrasts) -> String {
    let cut = |value: Option<f64>| figure(value, 1).trim_end_matches(".0").to_owned();
    let fit = contrasts.r_squared.zip(contrasts.adjusted_r_squared);
    let fit = fit.map_or_else(String::new, |(fit, adjusted)| {
        format!(" R² {}, adjusted {}.", number(fit, 3), number(adjusted, 3))
    });
    format!(
        "Low: a rating of {} or less; high: of {} or more; of {}.{fit}",
        cut(contrasts.low),
        cut(contrasts.high),
        counted(contrasts.respondents, "respondent", "respondents"),
    )
}
