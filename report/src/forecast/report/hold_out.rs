//! What was expected of the hold-out, and what came.

use chrono::NaiveDate;
use retention::clv::TrackingStep;

use super::rule;
use crate::forecast::figures::Figures;
use crate::forecast::figures::hold_out::HeldOut;
use crate::forecast::figures::models::named;
use crate::kit::document::Section;
use crate::kit::format::{UNDEFINED, count, counted, figure, listed, number, percent};
use crate::kit::table::{Align, Table};

pub fn section(figures: &Figures) -> Option<Section> {
    let Some(later) = figures.hold_out_window else {
        let mut section = Section::new("Hold-out", "");
        let why = figures.no_holdout.as_deref().unwrap_or("there is none");
        section.paragraph(format!(
            "Not shown: {why}. So nothing shows how reliable the forecast is; the models are compared by how they fit.",
        ));
        section.keep();
        return Some(section);
    };
    let mut section = Section::new(
        "Hold-out",
        format!(": what was expected of {later}, and what came"),
    );
    section.table(errors(&figures.holdout));
    section.keep();
    for words in [nothing(figures), told(figures), range(figures)]
        .into_iter()
        .flatten()
    {
        section.paragraph(words);
    }
    if let Some(chosen) = figures.chosen_row() {
        section.table(by_frequency(figures, chosen));
    }
    section.define(
        "Hold-out",
        "the models are fitted to the purchases up to a day. What they expect of each customer after it is compared \
         with what the customer did. A purchase is a day with a purchase. Customers who came later are left out.",
    );
    section.define(
        "Off, bias, errors",
        "off: expected less actual purchases of all customers, as a share of the actual ones. Bias: the same per \
         customer, in purchases. Absolute error: the mean distance between expected and actual purchases of a \
         customer. Squared error: the root of the mean squared distance.",
    );
    section.define(
        "AUC",
        "the share of pairs, one customer who came back and one who did not, in which the first had been ranked as \
         likelier to come back; 0.5 is no better than chance, 1 is perfect.",
    );
    section.define(
        "Best found",
        "the best are the tenth of customers who bought most in the hold-out, and whoever bought as much as the last \
         of them. As many customers are picked by their expectations, and this is the share of the best among them.",
    );
    section.define(
        "Own past rate",
        "the simple rule that each customer goes on buying as often as since the first purchase. It expects nobody to \
         leave, and no purchase from one-time buyers.",
    );
    Some(section)
}

fn errors(rows: &[HeldOut]) -> Table {
    let mut table = Table::new([
        ("Model", Align::Left),
        ("Actual", Align::Right),
        ("Expected", Align::Right),
        ("Off", Align::Right),
        ("Bias", Align::Right),
        ("Absolute error", Align::Right),
        ("Squared error", Align::Right),
        ("AUC", Align::Right),
        ("Best found", Align::Right),
    ]);
    for row in rows {
        table.row([
            rule(row.model).to_owned(),
            count(row.actual),
            count(row.expected.round() as u64),
            signed(row.off()),
            number(row.bias, 3),
            number(row.mean_absolute_error, 3),
            number(row.root_mean_squared_error, 3),
            figure(row.auc.map(|auc| auc.value()), 3),
            percent(row.best.map(|best| best.found), 1),
        ]);
    }
    table
}

/// A share above or below none.
pub fn signed(share: Option<f64>) -> String {
    let shown = percent(share, 1);
    match share {
        Some(share) if share > 0.0 => format!("+{shown}"),
        _ => shown,
    }
}

fn nothing(figures: &Figures) -> Option<String> {
    let row = figures.holdout.first()?;
    (row.actual == 0).then(|| {
        format!(
            "None of the {} bought in the hold-out, so it tells nothing about the models. Check whether the file covers that \
             time.",
            counted(row.customers, "customer", "customers"),
        )
    })
}

/// Whether the hold-out tells the models apart.
fn told(figures: &Figures) -> Option<String> {
    let chosen = figures.chosen?;
    let ours = figures.chosen_row()?;
    if ours.actual == 0 {
        return None;
    }
    let others = figures.holdout.iter().filter(|row| row.model != ours.model);
    let (worse, same): (Vec<&HeldOut>, Vec<&HeldOut>) = others.partition(|row| row.is_worse());
    let names = |rows: &[&HeldOut]| {
        let names = rows.iter().map(|row| match row.buying_model() {
            Some(model) => named(model),
            None => "the customers' own past rates",
        });
        listed(&names.collect::<Vec<_>>())
    };
    let better = match worse.is_empty() {
        true => String::new(),
        false => format!(
            " Its squared errors are smaller than those of {} by more than chance explains.",
            names(&worse)
        ),
    };
    let alike = match same.is_empty() {
        true => String::new(),
        false => format!(" Its lead over {} may be chance.", names(&same)),
    };
    Some(format!(
        "{} is used: {}.{better}{alike}",
        named(chosen),
        super::why(figures),
    ))
}

/// Whether the ranges held.
fn range(figures: &Figures) -> Option<String> {
    let held = figures.range_held.filter(|held| held.customers > 0)?;
    let share = held.within as f64 / held.customers as f64;
    Some(format!(
        "Of the {} with the highest expectations, {} ({}) bought within their 95 % range; {} bought more.",
        counted(held.customers, "customer", "customers"),
        count(held.within),
        percent(Some(share), 1),
        count(held.above),
    ))
}

fn by_frequency(figures: &Figures, chosen: &HeldOut) -> Table {
    let mut columns = vec![
        ("Repeat purchases before".to_owned(), Align::Left),
        ("Customers".to_owned(), Align::Right),
        ("Bought, each".to_owned(), Align::Right),
    ];
    let models: Vec<&HeldOut> = figures
        .holdout
        .iter()
        .filter(|row| !row.by_frequency.is_empty())
        .collect();
    columns.extend(
        models
            .iter()
            .map(|row| (rule(row.model).to_owned(), Align::Right)),
    );
    let mut table = Table::new(columns);
    for (at, class) in chosen.by_frequency.iter().enumerate() {
        let more = if class.or_more { " or more" } else { "" };
        let expected = models.iter().map(|row| {
            let class = row.by_frequency.get(at);
            class.map_or_else(|| UNDEFINED.to_owned(), |class| number(class.expected, 2))
        });
        let cells = [
            format!("{}{more}", class.frequency),
            count(class.customers),
            number(class.actual, 2),
        ];
        table.row(cells.into_iter().chain(expected));
    }
    table
}

/// The sum of all customers over time.
pub fn over_time(figures: &Figures) -> Option<Section> {
    let tracking = figures.tracking.as_ref()?;
    let last = tracking.steps.last()?;
    let chosen = figures.chosen?;
    let mut section = Section::new("Over time", ": repeat purchases, actual and expected");
    let at = |end: &NaiveDate| tracking.steps.iter().rev().find(|step| step.until <= *end);
    let words = |step: &TrackingStep| {
        let off = step.cumulative_expected / step.cumulative_actual.max(1) as f64 - 1.0;
        format!(
            "{} repeat purchases by {} ({} expected, {})",
            count(step.cumulative_actual),
            step.until,
            count(step.cumulative_expected.round() as u64),
            signed(Some(off)),
        )
    };
    let split = figures.hold_out_window.and(at(&figures.fitted_to.to()));
    let split = split.map_or_else(String::new, |step| format!("{} and ", words(step)));
    section.paragraph(format!(
        "The {} who came up to {} made {split}{}. Here {} treats everybody as new from the first purchase on, and \
         does not use what each customer did after it.",
        counted(tracking.customers, "customer", "customers"),
        figures.fitted_to.to(),
        words(last),
        named(chosen),
    ));
    Some(section)
}
