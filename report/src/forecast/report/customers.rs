//! The most valuable customers, and what is expected of all of them.

use retention::estimate::{Confidence, Estimate};
use retention::fit::Outcome;
use rust_decimal::prelude::ToPrimitive;

use super::{ahead, amount};
use crate::forecast::figures::models::{ended, named};
use crate::forecast::figures::worth::{SpendFigures, Valued, Worth};
use crate::forecast::figures::{Chosen, Figures};
use crate::kit::document::{Fact, Section};
use crate::kit::format::{count, counted, money, number, percent, range, shortened};
use crate::kit::table::{Align, Table};

pub fn valuable(figures: &Figures) -> Section {
    let Some(worth) = &figures.forecast else {
        let mut section = Section::new("Most valuable", " customers");
        let why = figures.no_forecast.as_deref().unwrap_or_default();
        section.paragraph(format!(
            "Not shown: {why}. {}.",
            match figures.chosen_by {
                Chosen::Given => "Without --model another of the models may",
                _ =>
                    "More customers or a longer time may help; where a parameter runs away, the data ask for a simpler \
                     model, as where nobody leaves",
            },
        ));
        section.keep();
        return section;
    };
    let mut section = Section::new(
        "Most valuable",
        format!(
            " customers: {} after {}, by {}",
            ahead(figures.unit, worth.ahead),
            figures.window.to(),
            named(worth.model.name),
        ),
    );
    section.table(table(figures, worth));
    section.keep_rows(8);
    if figures
        .chosen
        .is_some_and(|chosen| chosen != worth.model.name)
    {
        section.note(format!(
            "{} did not converge when it was fitted to the whole window; {} is used instead.",
            figures.chosen.map_or("", named),
            named(worth.model.name),
        ));
    }
    section.define(
        "Still there",
        "P(alive), the probability that a customer has not left by the last day, by the model: from how often and how \
         recently they bought. A star marks one-time buyers whom the model assumes to be still customers.",
    );
    section.define(
        "Range",
        "95 % of such customers lie in it, by the model: the range of purchases by their number, the range of the value \
         by that number and the customer's possible mean spend. It assumes that the model is right and its parameters \
         exact, and leaves out how single amounts vary around the customer's mean. The intervals of totals are of \
         another kind: they cover the errors of the parameters only.",
    );
    section.keep();
    section.define(
        "Value",
        format!(
            "expected purchases × expected spend × a margin of {}, discounted at {} a year to the last day. It does not \
             include past purchases, the costs of winning and keeping customers, or recommendations.",
            percent(Some(figures.margin), 0),
            percent(Some(figures.discount), 1),
        ),
    );
    section.keep();
    section
}

fn table(figures: &Figures, worth: &Worth) -> Table {
    let silent = format!("Silent, {}", figures.unit.name());
    let has_money = worth.value.is_some();
    let mut columns = vec![("#", Align::Right), ("Customer", Align::Left)];
    if has_money {
        columns.extend([("Value", Align::Right), ("Range", Align::Right)]);
    }
    columns.extend([
        ("Still there", Align::Right),
        ("Purchases", Align::Right),
        ("Range", Align::Right),
    ]);
    if has_money {
        columns.push(("Spend", Align::Right));
    }
    columns.extend([("Bought", Align::Right), (silent.as_str(), Align::Right)]);
    let mut table = Table::new(columns);
    for (at, row) in figures.customers.iter().enumerate() {
        let mut cells = vec![(at + 1).to_string(), shortened(&row.customer, 24)];
        if has_money {
            cells.extend([amount(row.value), values(row)]);
        }
        cells.extend([
            alive(row),
            number(row.expected_purchases, 1),
            format!(
                "{} to {}",
                count(row.purchases_lower),
                count(row.purchases_upper)
            ),
        ]);
        if has_money {
            cells.push(amount(row.expected_spend));
        }
        cells.extend([count(row.purchase_days), number(row.silent, 1)]);
        table.row(cells);
    }
    table
}

fn alive(row: &Valued) -> String {
    let star = if row.alive_by_assumption { "*" } else { "" };
    format!("{}{star}", percent(Some(row.probability_alive), 1))
}

/// The range of a value in whole money: its cents would mean nothing.
fn values(row: &Valued) -> String {
    let (Some(lower), Some(upper)) = (row.lower, row.upper) else {
        return amount(None);
    };
    format!("{} to {}", money(lower.round()), money(upper.round()))
}

/// The ends of the interval of a large number.
pub fn ends(estimate: &Estimate) -> String {
    let ends = estimate.interval(Confidence::default());
    let end = |end: f64| count(end.max(0.0).round() as u64);
    format!("{} to {}", end(ends.lower()), end(ends.upper()))
}

pub fn everybody(figures: &Figures) -> Option<Section> {
    let worth = figures.forecast.as_ref()?;
    let mut section = Section::new(
        "All customers",
        format!(": what {} will bring", ahead(figures.unit, worth.ahead)),
    );
    let ends = |estimate: &Estimate| {
        format!(
            "95 % interval {}, by the errors of the parameters",
            ends(estimate)
        )
    };
    let mut facts = vec![
        Fact::number(
            "Still there",
            count(worth.still_customers.round() as u64),
            format!("of {}", counted(worth.customers, "customer", "customers")),
        ),
        Fact::number(
            "Purchases",
            count(worth.expected_purchases.value().round() as u64),
            ends(&worth.expected_purchases),
        ),
    ];
    if let Some(value) = &worth.value {
        facts.push(Fact::number(
            "Value",
            count(value.value().round() as u64),
            ends(value),
        ));
    }
    if let Some(new) = &worth.new_customer {
        facts.push(Fact::number(
            "A new customer",
            money(new.value),
            format!(
                "{} at once and {} later",
                money(new.value_of_first_purchase),
                money(new.value_of_repeat_purchases),
            ),
        ));
    }
    section.facts(facts);
    if let Some(spend) = &worth.spend {
        section.paragraph(spending(spend));
    } else {
        section
            .paragraph("No repeat purchase has an amount above zero, so nothing is said of money.");
    }
    let best = &worth.best;
    if let (Some(value), Some(all)) = (best.value, &worth.value) {
        let share = value.to_f64().unwrap_or_default() / all.value();
        section.paragraph(format!(
            "The most valuable tenth, {}, holds {} of the value: {}.",
            counted(best.customers, "customer", "customers"),
            percent(Some(share).filter(|share| share.is_finite()), 1),
            money(value.round()),
        ));
    }
    Some(section)
}

/// How spending was modelled, and whether it may be multiplied by purchases.
fn spending(spend: &SpendFigures) -> String {
    let model = match &spend.parameters {
        Some(model) => format!(
            "Expected spend is by the Gamma-Gamma model (p {}, q {}, γ {}), which shrinks the mean of few purchases \
             towards that of all, {}.",
            number(model.p(), 3),
            number(model.q(), 3),
            number(model.gamma(), 3),
            number(spend.mean, 2),
        ),
        None => format!(
            "The Gamma-Gamma model of spending {}, so every customer is assumed to spend the mean of all repeat \
             purchases, {}.",
            match spend.outcome {
                Outcome::OnBoundary => "ran to the boundary",
                other => ended(other),
            },
            number(spend.mean, 2),
        ),
    };
    let Some(check) = &spend.independence else {
        return model
            + " There are too few repeat buyers to check whether frequent buyers spend more.";
    };
    let found = match spend.is_related() {
        true if check.spearman.estimate.value() > 0.0 => {
            "Frequent buyers also spend more, so values of one-time buyers may be too high"
        }
        true => "Frequent buyers spend less, so values of one-time buyers may be too low",
        false => "Spending and number of purchases are not clearly related",
    };
    format!(
        "{model} {found}: rank correlation {} (95 % interval {}).",
        number(check.spearman.estimate.value(), 2),
        range(
            Some(check.spearman.interval.lower()),
            Some(check.spearman.interval.upper()),
            2
        ),
    )
}
