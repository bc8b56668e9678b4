//! What customers did after a past date on which they had been put into stages.

use retention::estimate::Proportion;

use super::lifecycle::number_of;
use super::{INTERVAL, WILSON};
use crate::kit::document::Section;
use crate::kit::format::{
    capitalised, count, counted, figure, interval, number, percent, range, rate_interval, spaced,
};
use crate::kit::table::{Align, Table};
use crate::purchases::figures::Figures;
use crate::purchases::figures::lifecycle::{
    Calibrated, Errors, OF_EACH, Ranked, Reason, Summary, TestedRow,
};

pub fn backtest(figures: &Figures) -> Section {
    let tested = &figures.lifecycle.tested;
    let (Some(summary), Some(rows), Some(ranked), Some([errors, _])) = (
        &tested.backtest_summary,
        &tested.backtest,
        &tested.ranking,
        &tested.comparison,
    ) else {
        let mut section = Section::new("Back-test", " of the stages");
        let why = tested.no_backtest.as_deref().unwrap_or_default();
        section.paragraph(format!("Not shown: {why}."));
        return section;
    };
    let mut section = Section::new("Back-test", format!(" of the stages of {}", summary.as_of));
    section.paragraph(dates(summary));
    section.paragraph(mistakes(errors));
    if ranked.iter().any(Ranked::tells) {
        section.table(by_rules(ranked));
        section.keep();
        if let Some(costs) = costs(figures, ranked, errors) {
            section.paragraph(costs);
        }
    } else {
        section.paragraph(
            "Too few came back, or too few stayed away, to tell how well the rules rank customers.",
        );
    }
    if let Some(told) = differences(ranked) {
        section.paragraph(told);
    }
    section.define(
        "AUC",
        format!("{AUC} What matters names it only where {OF_EACH} or more came back, and as many did not."),
    );
    section.define("Misled, recognised, given up", MISTAKES);
    section.table(by_rule(rows, summary));
    section.define(
        "One-time and repeat buyers",
        "in the back-test, who had bought on one day by its date, and on more.",
    );
    section.define(INTERVAL, WILSON);
    match &tested.calibration {
        Some(bins) if !bins.is_empty() => {
            section.paragraph(checked(figures, bins));
            section.table(calibration(bins));
        }
        _ => section.paragraph(
            "The chances themselves cannot be checked: on that day none could be told, or the file ends \
             before the horizon does.",
        ),
    }
    section
}

const AUC: &str = "the share of pairs, one customer who came back and one who did not, in which the first \
                   had been ranked as likelier to come back; 0.5 is no better than chance, 1 is \
                   perfect. The intervals are DeLong's. The longer the time afterwards, the more come \
                   back.";
const MISTAKES: &str = "misled: of those called ended, who bought again. Recognised: of those who did not \
                        buy again within this time, who had been called ended. Given up: of those who \
                        bought again, who had been called ended. Rules are compared at an equal number \
                        called ended: the customers whom each ranks lowest.";

fn days(summary: &Summary) -> String {
    counted(summary.afterwards.days(), "day", "days")
}

fn dates(summary: &Summary) -> String {
    let why = match summary.chosen {
        Reason::Given => ", as asked for",
        Reason::Sample => ", the end of week 39, where the literature divides the sample",
        Reason::Middle => ", the middle of the window",
    };
    let again = summary.bought_again;
    format!(
        "Customers are put into stages by what was known on {}{why}; then purchases are looked for in \
         the {} after it, {}. {} of {} bought again, {} (95 % interval {}).",
        summary.as_of,
        days(summary),
        summary.afterwards,
        count(again.numerator()),
        count(again.denominator()),
        percent(again.value(), 1),
        rate_interval(again),
    )
}

fn by_rule(rows: &[TestedRow], summary: &Summary) -> Table {
    let mut table = Table::new([
        ("Stage", Align::Left),
        ("Rule", Align::Left),
        ("Buyers", Align::Left),
        ("Customers", Align::Right),
        ("Bought again", Align::Right),
        ("Share", Align::Right),
        ("95 % interval", Align::Right),
    ]);
    let line = |stage: &str, rule: &str, who: &str, rate: Proportion| {
        [
            stage.to_owned(),
            rule.to_owned(),
            who.to_owned(),
            count(rate.denominator()),
            count(rate.numerator()),
            percent(rate.value(), 1),
            rate_interval(rate),
        ]
    };
    let mut rows: Vec<&TestedRow> = rows.iter().collect();
    rows.sort_by_key(|row| row.stage);
    for row in rows {
        let stage = capitalised(row.stage.name());
        let rule = spaced(row.because.name());
        for (who, rate) in [("one-time", row.one_time), ("repeat", row.repeat)] {
            if rate.denominator() > 0 {
                table.row(line(&stage, &rule, who, rate));
            }
        }
    }
    for (who, rate) in [("one-time", summary.one_time), ("repeat", summary.repeat)] {
        if rate.denominator() > 0 {
            table.row(line("Any", "", who, rate));
        }
    }
    table.total(line("Total", "", "", summary.bought_again));
    table
}

/// How those called ended turned out.
fn mistakes(errors: &Errors) -> String {
    let (misled, given_up) = (errors.misled, errors.given_up);
    let called = misled.denominator();
    if called == 0 {
        return "Nobody was called ended on that day, so nothing can be said of how often that is wrong."
            .to_owned();
    }
    let recognised = match errors.recognised.denominator() {
        0 => "Everybody bought again, so nobody was there to be recognised".to_owned(),
        gone => format!(
            "Of the {} who did not buy again {} had been called ended (recognised)",
            count(gone),
            percent(errors.recognised.value(), 1),
        ),
    };
    let given_up = match given_up.denominator() {
        0 => "nobody bought again".to_owned(),
        again => format!(
            "of the {} who did, {} (given up)",
            count(again),
            percent(given_up.value(), 1)
        ),
    };
    format!(
        "{} called ended, of whom {} bought again, {} (misled; 95 % interval {}). {recognised}; \
         {given_up}.",
        match called {
            1 => "1 customer was".to_owned(),
            many => format!("{} customers were", count(many)),
        },
        count(misled.numerator()),
        percent(misled.value(), 1),
        rate_interval(misled),
    )
}

/// The default beside simpler rules, at an equal number called ended.
pub fn by_rules(ranked: &[Ranked]) -> Table {
    let mut table = Table::new([
        ("Rules", Align::Left),
        ("AUC", Align::Right),
        ("95 % interval", Align::Right),
        ("Repeat buyers", Align::Right),
        ("Called ended", Align::Right),
        ("Misled", Align::Right),
        ("Recognised", Align::Right),
        ("Given up", Align::Right),
    ]);
    for rules in ranked {
        let auc = rules.auc.as_ref();
        let ends = auc.and_then(|auc| auc.interval).unzip();
        let repeat = rules.auc_repeat_buyers.as_ref();
        table.row([
            capitalised(rules.name()),
            figure(auc.map(|auc| auc.value), 3),
            range(ends.0, ends.1, 3),
            figure(repeat.map(|auc| auc.value), 3),
            count(rules.called_ended),
            percent(rules.misled, 1),
            percent(rules.recognised, 1),
            percent(rules.given_up, 1),
        ]);
    }
    table
}

/// What the mistakes of each cost together.
fn costs(figures: &Figures, ranked: &[Ranked], errors: &Errors) -> Option<String> {
    let ratio = figures.lifecycle.silence.as_ref()?.cost_ratio;
    if errors.misled.denominator() == 0 {
        return None;
    }
    let costs = ranked.iter().filter_map(|rules| {
        let cost = rules.cost?;
        Some(format!("{} {}", rules.name(), count(cost.round() as u64)))
    });
    let costs: Vec<String> = costs.collect();
    let nobody = errors.recognised.denominator();
    Some(format!(
        "If giving up one who comes back costs {} and pursuing one who stays away costs 1, the mistakes \
         cost: {}; calling nobody ended {}.",
        number_of(ratio),
        costs.join(", "),
        count(nobody),
    ))
}

/// Whether the default ranks better than the simpler rules.
pub fn differences(ranked: &[Ranked]) -> Option<String> {
    let told = ranked.iter().filter_map(|rules| {
        let ahead = rules.default_ahead.as_ref()?;
        let (lower, upper) = ahead.interval?;
        let ends = range(Some(lower), Some(upper), 3);
        let name = rules.name();
        Some(if lower > 0.0 {
            format!(
                "It ranks better than {name}, by {} (95 % interval {ends}).",
                number(ahead.value, 3),
            )
        } else if upper < 0.0 {
            format!(
                "It ranks worse than {name}, by {} (95 % interval {ends}).",
                number(-ahead.value, 3),
            )
        } else {
            format!(
                "It is ahead of {name} by {} (95 % interval {ends}), which does not show that either ranks \
                 better.",
                number(ahead.value, 3),
            )
        })
    });
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| format!("How the default ranks, by AUC. {}", told.join(" ")))
}

/// Whose chances are checked.
fn checked(figures: &Figures, bins: &[Calibrated]) -> String {
    let lifecycle = &figures.lifecycle;
    let told: u64 = bins.iter().map(|bin| bin.bought.denominator()).sum();
    let horizon = lifecycle
        .silence
        .as_ref()
        .map_or_else(String::new, |judged| format!(" within {}", judged.horizon));
    format!(
        "The chance itself could be told for {} on that day. Beside it, who of them bought{horizon}:",
        counted(told, "customer", "customers"),
    )
}

/// The chances that were told, from the lowest up, and what came of them.
fn calibration(bins: &[Calibrated]) -> Table {
    let mut table = Table::new([
        ("Chance told", Align::Right),
        ("Customers", Align::Right),
        ("Mean chance", Align::Right),
        ("Bought", Align::Right),
        ("Share", Align::Right),
        ("95 % interval", Align::Right),
    ]);
    for bin in bins {
        table.row([
            range_of_shares(bin.lowest, bin.highest),
            count(bin.bought.denominator()),
            percent(Some(bin.predicted), 1),
            count(bin.bought.numerator()),
            percent(bin.bought.value(), 1),
            rate_interval(bin.bought),
        ]);
    }
    table
}

fn range_of_shares(lowest: f64, highest: f64) -> String {
    interval(Some((lowest, highest)))
}
