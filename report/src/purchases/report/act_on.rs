//! The valuable customers who are in decline, with the evidence.

use retention::lifecycle::{Rule, Stage};
use rust_decimal::Decimal;

use super::customers::short;
use super::lifecycle::{advice, days};
use crate::kit::document::Section;
use crate::kit::format::{UNDEFINED, count, counted, listed, money, percent, rate_interval};
use crate::kit::table::{Align, Table};
use crate::purchases::figures::Figures;
use crate::purchases::figures::act_on::ActOn;

pub fn act_on(figures: &Figures) -> Section {
    let beside = &figures.act_on_summary;
    let mut section = Section::new("Act on", " the customers in decline with most at stake");
    let sum = |amount: Option<Decimal>| amount.map_or_else(|| UNDEFINED.to_owned(), money);
    let people = |n: u64| counted(n, "customer", "customers");
    match figures.act_on.len() {
        0 if beside.in_decline == 0 => {
            section.paragraph("Nobody is in decline, by the rules of the lifecycle.");
        }
        0 => section.paragraph(format!(
            "{} in decline, none of whom brought anything in the window.",
            people(beside.in_decline),
        )),
        listed => {
            section.paragraph(format!(
                "{} in decline, by the rules of the lifecycle; in the window they brought {}. {}",
                match beside.in_decline {
                    1 => "1 customer is".to_owned(),
                    many => format!("{} are", people(many)),
                },
                sum(beside.in_decline_revenue),
                match listed {
                    1 => "The one with most at stake, who brought anything:".to_owned(),
                    _ => format!("The {listed} with most at stake:"),
                },
            ));
            section.table(list(figures));
            section.keep_rows(SHORT);
            section.define("At stake", at_stake(figures));
        }
    }
    if beside.valuable_ended > 0 {
        section.paragraph(format!(
            "Not listed: of the {} {} customers {} called ended, who brought {} in the window.",
            count(beside.valuable),
            listed(&beside.valuable_tiers),
            match beside.valuable_ended {
                1 => "1 is".to_owned(),
                many => format!("{} are", count(many)),
            },
            sum(beside.valuable_ended_revenue),
        ));
    }
    if let Some(again) = back_tested(figures) {
        section.paragraph(again);
    }
    if !figures.act_on.is_empty() {
        section.paragraph(recommended(figures));
    }
    section
}

/// So many rows stand in the short form.
const SHORT: usize = 5;

fn list(figures: &Figures) -> Table {
    let mut table = Table::new([
        ("#", Align::Right),
        ("Customer", Align::Left),
        ("Tier", Align::Left),
        ("Revenue", Align::Right),
        ("Last year", Align::Right),
        ("Chance", Align::Right),
        ("At stake", Align::Right),
        ("Evidence", Align::Left),
    ])
    .broken(7, 36);
    for (row, rank) in figures.act_on.iter().zip(1..) {
        table.row([
            rank.to_string(),
            short(&row.customer),
            row.tier.clone(),
            money(row.revenue),
            money(row.spent_last_year),
            chance(row),
            row.expected_loss
                .map_or_else(|| UNDEFINED.to_owned(), money),
            evidence(row),
        ]);
    }
    table
}

/// The chance of a return, or what it is at most.
fn chance(row: &ActOn) -> String {
    match (row.chance_of_return, row.chance_at_most) {
        (None, Some(most)) => format!("≤ {}", percent(Some(most), 0)),
        (chance, _) => percent(chance, 0),
    }
}

/// Which rule fired, and on which figures.
pub fn evidence(row: &ActOn) -> String {
    let purchases = |n| counted(n, "purchase", "purchases");
    match (row.because, row.trend.as_ref()) {
        (Rule::Falling, Some(trend)) => format!(
            "{} after {}, spent {} after {}",
            purchases(trend.purchases_recent),
            count(trend.purchases_before),
            money(trend.recent),
            money(trend.before),
        ),
        (Rule::Falling, None) => format!("falling after {}", purchases(row.purchases)),
        _ => format!(
            "silent {} after {}",
            days(row.silence_days.into()),
            purchases(row.purchases),
        ),
    }
}

/// What the money at stake means.
fn at_stake(figures: &Figures) -> String {
    let lifecycle = &figures.lifecycle;
    let horizon = lifecycle
        .silence
        .as_ref()
        .map_or_else(String::new, |judged| format!(" within {}", judged.horizon));
    let mut words = format!(
        "what a customer spent from {}, times the chance of not buying{horizon}; – where that chance \
         cannot be told. The chance is the share of customers as long silent after as many purchases, \
         not knowledge of this one. Money at stake is not money saved: that takes a comparison with \
         customers left alone at random.",
        figures.spent,
    );
    if lifecycle.no_trend.is_none() {
        words.push_str(&format!(
            " Evidence of falling: purchases and spending from {}, after those from {}.",
            lifecycle.compared.recent, lifecycle.compared.before,
        ));
    }
    words
}

/// What those did who had been put here before.
fn back_tested(figures: &Figures) -> Option<String> {
    let tested = &figures.lifecycle.tested;
    let summary = tested.backtest_summary.as_ref()?;
    let part = |rule: Rule| {
        let rate = tested.row(rule)?.repeat;
        (rate.denominator() > 0).then(|| {
            format!(
                "{} of {} {} ones ({}, 95 % interval {})",
                count(rate.numerator()),
                count(rate.denominator()),
                rule.name(),
                percent(rate.value(), 1),
                rate_interval(rate),
            )
        })
    };
    let parts: Vec<String> = [Rule::Silent, Rule::Falling]
        .into_iter()
        .filter_map(part)
        .collect();
    (!parts.is_empty()).then(|| {
        format!(
            "Of the repeat buyers who were in it on {}, {} bought again in the {} \
             afterwards.",
            summary.as_of,
            listed(&parts),
            counted(summary.afterwards.days(), "day", "days"),
        )
    })
}

fn recommended(figures: &Figures) -> String {
    let mut stages = figures.lifecycle.stages.iter();
    let decline = stages.find(|stage| stage.stage == Stage::Decline);
    let recommended = decline.map_or(&[][..], |stage| &stage.recommended);
    let source = recommended.first().map_or("", |one| one.source);
    format!(
        "For customers in decline the literature recommends: {} ({source}).",
        advice(recommended),
    )
}
