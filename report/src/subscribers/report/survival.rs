//! How many are left by each model and in fact, and how the models were fitted.

use retention::fit::Outcome;

use super::{SHOWN, header, others, row_name};
use crate::kit::document::Section;
use crate::kit::format::{UNDEFINED, count, counted, figure, listed, number, percent, spaced};
use crate::kit::table::{Align, Table};
use crate::subscribers::figures::Figures;
use crate::subscribers::figures::contract::Cohort;
use crate::subscribers::figures::laws::{Model, Name};

/// In the order of the tables.
const NAMES: [Name; 4] = [
    Name::ShiftedBetaGeometric,
    Name::BetaDiscreteWeibull,
    Name::ConstantMeanRate,
    Name::ConstantLastRate,
];

pub fn section(figures: &Figures, picture: Option<&str>) -> Section {
    let mut section = Section::new("Who stays", ": what was projected, and what happened");
    if let Some(svg) = picture {
        section.picture(svg);
    }
    section.paragraph(
        "Of each segment the share still there after the last period, and what the models say of it that know \
         the first periods only:",
    );
    section.keep();
    section.table(last(figures));
    section.keep_rows(4);
    if figures.projection_errors.is_empty() {
        section.paragraph(
            "The models were fitted to all periods, so that nothing is left to compare them with; --fit leaves some \
             out.",
        );
    } else {
        section.paragraph(
            "How far they were off on average, in percentage points, over the periods left out:",
        );
        section.keep();
        section.table(errors(figures));
        section.keep_rows(4);
        section.paragraph(closest(figures));
        section.keep();
    }
    section.paragraph("Period by period; in brackets what was fitted:");
    section.table(by_period(figures));
    others(figures, &mut section);
    define(&mut section);
    section
}

fn columns(figures: &Figures, more: &[&str]) -> Vec<(String, Align)> {
    let first = [(header(figures), Align::Left)];
    let more = more.iter().map(|name| ((*name).to_owned(), Align::Right));
    let models = NAMES.map(|name| (name.words().to_owned(), Align::Right));
    first.into_iter().chain(more).chain(models).collect()
}

fn shown(figures: &Figures) -> impl Iterator<Item = &Cohort> {
    figures.segments.iter().take(SHOWN)
}

fn last(figures: &Figures) -> Table {
    let mut table = Table::new(columns(figures, &["Period", "Still there"]));
    for cohort in shown(figures) {
        let said = NAMES.map(|name| {
            let row = figures.projected(&cohort.segment, name).last();
            row.map_or_else(
                || UNDEFINED.to_owned(),
                |row| match row.lower.zip(row.upper) {
                    Some((lower, upper)) => format!(
                        "{} ({} to {})",
                        percent(Some(row.survival), 1),
                        number(100.0 * lower, 1),
                        number(100.0 * upper, 1),
                    ),
                    None => percent(Some(row.survival), 1),
                },
            )
        });
        let share = cohort.left as f64 / cohort.customers as f64;
        let cells = [
            row_name(&cohort.segment),
            count(cohort.periods),
            percent(Some(share), 1),
        ];
        table.row(cells.into_iter().chain(said));
    }
    table
}

fn errors(figures: &Figures) -> Table {
    let mut table = Table::new(columns(figures, &["Left out"]));
    for cohort in shown(figures) {
        let periods = cohort.periods - cohort.fitted_periods;
        let said = NAMES.map(|name| {
            let miss = figures.miss(&cohort.segment, name);
            miss.map_or_else(
                || UNDEFINED.to_owned(),
                |miss| number(100.0 * miss.mean_absolute_error, 2),
            )
        });
        let cells = [row_name(&cohort.segment), count(periods)];
        table.row(cells.into_iter().chain(said));
    }
    table
}

/// Which came closest, and which of the models that are fitted a constant rate beats.
fn closest(figures: &Figures) -> String {
    let said = shown(figures).filter_map(|cohort| {
        let closest = cohort.closest?;
        let rule = figures.miss(&cohort.segment, Name::ConstantLastRate)?;
        let beaten: Vec<&str> = NAMES[..2]
            .iter()
            .filter(|name| {
                let miss = figures.miss(&cohort.segment, **name);
                miss.is_some_and(|miss| miss.mean_absolute_error > rule.mean_absolute_error)
            })
            .map(|name| name.words())
            .collect();
        let but = match beaten.as_slice() {
            [] => String::new(),
            beaten => format!(
                "; the last rate, kept constant, came closer than {}",
                listed(beaten)
            ),
        };
        Some(format!(
            "Closest for {}: {}{but}.",
            super::name(&cohort.segment),
            closest.words(),
        ))
    });
    let said: Vec<String> = said.collect();
    said.join(" ")
}

fn by_period(figures: &Figures) -> Table {
    let mut table = Table::new(columns(figures, &["Period", "Still there"]));
    for cohort in shown(figures) {
        let shares: Vec<(u32, f64)> = figures
            .projected(&cohort.segment, Name::ShiftedBetaGeometric)
            .map(|row| (row.period, row.actual))
            .collect();
        for period in super::rates::some(cohort.periods) {
            let Some((_, actual)) = shares.get(period as usize) else {
                continue;
            };
            let said = NAMES.map(|name| {
                let mut rows = figures.projected(&cohort.segment, name);
                let row = rows.find(|row| row.period == period);
                match row {
                    Some(row) if row.fitted => format!("({})", percent(Some(row.survival), 1)),
                    Some(row) => percent(Some(row.survival), 1),
                    None => UNDEFINED.to_owned(),
                }
            });
            let cells = [
                row_name(&cohort.segment),
                count(period),
                percent(Some(*actual), 1),
            ];
            table.row(cells.into_iter().chain(said));
        }
    }
    table
}

/// How the fits ended, and what they found.
pub fn fits(figures: &Figures) -> Section {
    let mut section = Section::new("Fits", ": the models of subscribers");
    let mut table = Table::new([
        (header(figures), Align::Left),
        ("Model".to_owned(), Align::Left),
        ("Fit".to_owned(), Align::Left),
        ("Parameters ± standard errors".to_owned(), Align::Left),
        ("Log-likelihood".to_owned(), Align::Right),
        ("BIC".to_owned(), Align::Right),
    ])
    .broken(3, 40);
    for cohort in shown(figures) {
        for name in NAMES {
            let Some(model) = figures.model(&cohort.segment, name) else {
                continue;
            };
            table.row([
                row_name(&cohort.segment),
                name.words().to_owned(),
                ended(model),
                parameters(model),
                finite(model.log_likelihood, 2),
                finite(model.bic, 1),
            ]);
        }
    }
    section.table(table);
    for model in figures
        .models
        .iter()
        .filter(|model| model.segment.is_some())
    {
        if let Some(why) = why(figures, model) {
            section.note(why);
        }
    }
    others(figures, &mut section);
    section.define(
        "Fit",
        "the parameters under which what happened is most likely. BIC asks of each further parameter that it \
         explain more than chance would; the model with the smallest one, of those whose fit converged, is taken \
         for the values. Standard errors assume customers who decide for themselves and a model that is right.",
    );
    section
}

/// A dash of a rule under which what happened could not have.
fn finite(value: f64, decimals: usize) -> String {
    figure(Some(value).filter(|value| value.is_finite()), decimals)
}

pub fn ended(model: &Model) -> String {
    match model.outcome {
        Some(outcome) => spaced(&outcome.to_string()),
        None => "not fitted".to_owned(),
    }
}

/// The parameters with their errors.
pub fn parameters(model: &Model) -> String {
    let one = |(name, value): (&&'static str, &f64)| {
        let error = model.standard_errors.get(name).copied().flatten();
        let error = error.map_or_else(String::new, |error| format!(" ± {}", number(error, 3)));
        format!("{name} {}{error}", number(*value, 3))
    };
    let all: Vec<String> = model.parameters.iter().map(one).collect();
    all.join(", ")
}

/// Whether a model explains a segment no better than one rate for all periods.
fn is_constant(figures: &Figures, model: &Model) -> bool {
    /// Of log-likelihood, which rounding of the search stays far below.
    const NO_BETTER: f64 = 1.0;
    let segment = model.segment.as_deref().unwrap_or_default();
    let rule = figures.model(segment, Name::ConstantMeanRate);
    rule.is_none_or(|rule| model.log_likelihood - rule.log_likelihood < NO_BETTER)
}

/// What it means that a fit did not converge.
fn why(figures: &Figures, model: &Model) -> Option<String> {
    let of = match model.segment.as_deref() {
        Some(segment) => super::name(segment),
        None => "the givers".to_owned(),
    };
    let what = match model.outcome? {
        Outcome::Converged => return None,
        Outcome::OnBoundary if !is_constant(figures, model) => {
            "lies on the boundary: its customers seem to be all alike, and it is with tenure that their retention \
             rate changes. A constant rate does not say that; beware of what rests on one"
        }
        Outcome::OnBoundary => {
            "lies on the boundary: its customers seem to be all alike, or nobody or everybody left. A constant rate \
             says the same"
        }
        Outcome::NotIdentified => {
            "is not identified: the periods do not tell its parameters apart. Its figures are one of many possible \
             sets"
        }
        _ => "ran out of steps before it settled, and its figures are provisional",
    };
    let few = match model.parameters.len() as u32 > model.fitted_periods {
        true => format!(
            " It has {} and was fitted to {}.",
            counted(model.parameters.len(), "parameter", "parameters"),
            counted(model.fitted_periods, "period", "periods"),
        ),
        false => String::new(),
    };
    Some(format!(
        "The fit of {} to {of} {what}.{few}",
        model.name.words()
    ))
}

fn define(section: &mut Section) {
    section.define(
        "sBG",
        "the shifted beta-geometric model of Fader and Hardie (2007): each customer leaves at the end of a period \
         with a probability of their own, which never changes and differs between customers.",
    );
    section.define(
        "BdW",
        "the beta-discrete-Weibull model of Fader and others (2018): the same, but each customer's probability may \
         change with tenure.",
    );
    section.define(
        "Mean rate, last rate",
        "the same share renews in every period: that of all fitted periods together, or that of the last one. Both \
         start from what was left when the fit ended.",
    );
    section.define(
        "Intervals",
        "of 95 %, in brackets: by the errors of the parameters alone. Of simulated cohorts of 1,000 customers, \
         fitted on 7 periods, they held the share after 12 in 92 to 99 of 100. That times change and that a model \
         may be wrong comes on top: no model here knows seasons, changes of price or customers who come back.",
    );
}
