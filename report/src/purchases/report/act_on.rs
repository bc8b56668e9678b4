//! The valuable customers who are in decline, with the evidence.

use retention::lifecycle::{JudgedBy, Rule, Rules, Stage, Trend};
use rust_decimal::Decimal;

use super::customers::short;
use super::lifecycle::{advice, days};
use crate::kit::document::Section;
use crate::kit::format::{
    UNDEFINED, count, counted, listed, money, number, percent, rate_interval,
};
use crate::kit::table::{Align, Table};
use crate::purchases::figures::Figures;
use crate::purchases::figures::act_on::ActOn;
use crate::purchases::figures::lifecycle::false_alarms;

pub fn act_on(figures: &Figures) -> Section {
    let beside = &figures.act_on_summary;
    let mut section = Section::new("Act on", " the most valuable customers in decline");
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
                    1 => "The one who brought most:".to_owned(),
                    _ => format!(
                        "The {listed} who brought most, {} together:",
                        sum(beside.listed_revenue),
                    ),
                },
            ));
            section.table(list(figures));
            section.note(meaning(figures));
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

fn list(figures: &Figures) -> Table {
    let mut table = Table::new([
        ("#", Align::Right),
        ("Customer", Align::Left),
        ("Tier", Align::Left),
        ("Revenue", Align::Right),
        ("Before", Align::Right),
        ("Recent", Align::Right),
        ("Change", Align::Right),
        ("Evidence", Align::Left),
    ])
    .broken(7, 42);
    for (row, rank) in figures.act_on.iter().zip(1..) {
        let spent = |of: fn(&Trend) -> Decimal| {
            let amount = row.trend.as_ref().map(of);
            amount.map_or_else(|| UNDEFINED.to_owned(), money)
        };
        table.row([
            rank.to_string(),
            short(&row.customer),
            row.tier.clone(),
            money(row.revenue),
            spent(|trend| trend.before),
            spent(|trend| trend.recent),
            percent(row.change, 0),
            evidence(row, &figures.lifecycle.rules),
        ]);
    }
    table
}

/// Which rule fired, and on which figures.
pub fn evidence(row: &ActOn, rules: &Rules) -> String {
    let (alarm, end) = false_alarms(rules).unzip();
    let rate = |chance| percent(chance, 0);
    let falling = row.because == Rule::Falling;
    let mut words = match row.change.map(|change| percent(Some(-change), 0)) {
        Some(less) if falling => format!("Falling: spent {less} less. "),
        _ if falling => "Falling: spent less. ".to_owned(),
        _ => "Silent: ".to_owned(),
    };
    let silence = days(row.silence_days.into());
    words.push_str(&match row.mean_interval_days {
        Some(mean) => format!(
            "{silence} after the last of {} purchases, {} apart on average",
            count(row.purchases),
            days((mean * 10.0).round() / 10.0),
        ),
        None => format!("{silence} after a single purchase"),
    });
    if let Some(decline) = row.decline_after_days {
        words.push_str(if falling {
            ", which is not long: o"
        } else {
            ". O"
        });
        // Who is not silent is far from an end.
        let lapse = row.lapse_after_days.filter(|_| !falling);
        words.push_str(&if row.judged_by == Some(JudgedBy::OwnRhythm) {
            let more =
                lapse.map(|lapse| format!(", {} for more than {}", rate(end), number(lapse, 1)));
            format!(
                "f such customers who still buy, {} are silent for more than {} days{}",
                rate(alarm),
                number(decline, 1),
                more.unwrap_or_default(),
            )
        } else {
            let more =
                lapse.map(|lapse| format!(", after {} fewer than {}", days(lapse), rate(end)));
            format!(
                "f such customers fewer than {} come back after more than {}{}",
                rate(alarm),
                days(decline),
                more.unwrap_or_default(),
            )
        });
    }
    words + "."
}

/// What the bounds mean.
fn meaning(figures: &Figures) -> String {
    let lifecycle = &figures.lifecycle;
    let (alarm, end) = false_alarms(&lifecycle.rules).unzip();
    format!(
        "Before and recent: spent from {}, and from {}. A longer silence than that of {} is called a \
         decline, one longer than that of {} an end; the bounds take customers to buy at a steady \
         rate, and are the wider the fewer purchases there are to know it by. They say how rarely a \
         customer who still buys is silent for so long, not how likely this one is to have gone. \
         Falling is judged by money alone: with few purchases a change is chance more than trend.",
        lifecycle.compared.before,
        lifecycle.compared.recent,
        percent(alarm, 0),
        percent(end, 0),
    )
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
        "For customers in decline the literature recommends: {} ({source}). Whether that helps here, \
         only a comparison with customers left alone at random can tell.",
        advice(recommended),
    )
}
