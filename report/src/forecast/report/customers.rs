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
            "{} did not converge when it was fitted to the whole window; {} stands in for it.",
            figures.chosen.map_or("", named),
            named(worth.model.name),
        ));
    }
    section.define(
        "Still there",
        "P(alive), the probability that somebody has not left by the last day, by the model: from how often and how \
         lately they bought. A star marks who is counted as there because the model assumes it.",
    );
    section.define(
        "Range",
        "in which 95 % of such customers lie, by the model: of the number of their purchases, or of the value, which \
         is that number times what the mean of their purchases may be. It takes the model as right and its parameters \
         as known, and leaves out how single amounts differ from the customer's mean. The intervals of sums are of \
         another kind: they hold the errors of the parameters only.",
    );
    section.define(
        "Value",
        format!(
            "expected purchases × expected spend × a margin of {}, each purchase discounted at {} a year to the last day. \
             It is what is to come: past purchases, the costs of winning and keeping customers and what they say to \
             others are not in it.",
            percent(Some(figures.margin), 0),
            percent(Some(figures.discount), 1),
        ),
    );
    section.keep();
    section
}

fn table(figures: &Figures, worth: &Worth) -> Table {
    let silent = format!("Silent, {}", figures.unit.name());
    let mut columns = vec![
        ("#", Align::Right),
        ("Customer", Align::Left),
        ("Bought", Align::Right),
        (silent.as_str(), Align::Right),
        ("Still there", Align::Right),
        ("Expected", Align::Right),
        ("Range", Align::Right),
    ];
    let has_money = worth.value.is_some();
    if has_money {
        columns.extend([
            ("Spend", Align::Right),
            ("Value", Align::Right),
            ("Range", Align::Right),
        ]);
    }
    let mut table = Table::new(columns);
    for (at, row) in figures.customers.iter().enumerate() {
        let mut cells = vec![
            (at + 1).to_string(),
            shortened(&row.customer, 24),
            count(row.purchase_days),
            number(row.silent, 1),
            alive(row),
            number(row.expected_purchases, 1),
            format!(
                "{} to {}",
                count(row.purchases_lower),
                count(row.purchases_upper)
            ),
        ];
        if has_money {
            cells.extend([amount(row.expected_spend), amount(row.value), values(row)]);
        }
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
            "What a purchase brings is by the Gamma-Gamma model (p {}, q {}, γ {}), which draws the mean of few \
             purchases to that of all, {}.",
            number(model.p(), 3),
            number(model.q(), 3),
            number(model.gamma(), 3),
            number(spend.mean, 2),
        ),
        None => format!(
            "The Gamma-Gamma model of spending {}, so that everybody is taken to spend the mean of all repeat \
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
            + " Too few customers came back to check whether who buys often also spends more.";
    };
    let found = match spend.is_related() {
        true => "goes with how often they buy, so that values are off for those with one purchase",
        false => "does not go with how often they buy as far as can be told",
    };
    format!(
        "{model} What customers spend {found}: rank correlation {} (95 % interval {}).",
        number(check.spearman.estimate.value(), 2),
        range(
            Some(check.spearman.interval.lower()),
            Some(check.spearman.interval.upper()),
            2
        ),
    )
}
