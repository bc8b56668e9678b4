//! What customers did after a past date on which they had been put into stages.

use std::cmp::Ordering;

use retention::estimate::{Confidence, Proportion};

use crate::kit::document::Section;
use crate::kit::format::{capitalised, count, counted, percent, rate_interval, spaced};
use crate::kit::table::{Align, Table};
use crate::purchases::figures::Figures;
use crate::purchases::figures::lifecycle::{Errors, Reason, Summary, TestedRow};

pub fn backtest(figures: &Figures) -> Section {
    let tested = &figures.lifecycle.tested;
    let (Some(summary), Some(rows), Some(errors)) = (
        &tested.backtest_summary,
        &tested.backtest,
        &tested.comparison,
    ) else {
        let mut section = Section::new("Back-test", " of the stages");
        let why = tested.no_backtest.as_deref().unwrap_or_default();
        section.paragraph(format!("Not shown: {why}."));
        return section;
    };
    let mut section = Section::new("Back-test", format!(" of the stages of {}", summary.as_of));
    section.paragraph(dates(summary));
    section.table(by_rule(rows, summary));
    section.note(
        "One-time buyers had bought on one day by then, repeat buyers on more. Intervals are Wilson's, \
         and take customers as independent. The more time there is afterwards, the more come back.",
    );
    section.paragraph(
        "Beside these rules, the default, the same for a rule of thumb: ended is who is silent for \
         longer than three times the mean interval. It knows no decline by silence.",
    );
    section.table(by_stage(errors));
    section.table(mistakes(errors));
    section.note("Given up and recognised: had been called ended.");
    section.paragraph(differences(errors));
    section.paragraph(price(errors, summary));
    section
}

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

/// Rates by the default and by the rule of thumb, in pairs.
fn pairs(about: &str, parts: [&str; 2]) -> Table {
    let [of, found] = parts;
    Table::new([
        (about, Align::Left),
        ("Rules", Align::Left),
        (of, Align::Right),
        (found, Align::Right),
        ("Share", Align::Right),
        ("95 % interval", Align::Right),
    ])
}

fn pair(table: &mut Table, name: &str, rates: [Proportion; 2]) {
    for (rules, rate) in ["default", "three means"].into_iter().zip(rates) {
        if rate.denominator() > 0 {
            table.row([
                name.to_owned(),
                rules.to_owned(),
                count(rate.denominator()),
                count(rate.numerator()),
                percent(rate.value(), 1),
                rate_interval(rate),
            ]);
        }
    }
}

fn by_stage([ours, theirs]: &[Errors; 2]) -> Table {
    let mut table = pairs("Stage", ["Customers", "Bought again"]);
    for (ours, theirs) in ours.stages.iter().zip(&theirs.stages) {
        let name = capitalised(ours.stage.name());
        pair(&mut table, &name, [ours.rate, theirs.rate]);
    }
    table
}

fn mistakes([ours, theirs]: &[Errors; 2]) -> Table {
    let mut table = pairs("", ["Of", "So many"]);
    for (name, rate) in [
        (
            "Of those called ended, bought again",
            (|errors| errors.misled) as fn(&Errors) -> Proportion,
        ),
        ("Of those who bought again, given up", |errors| {
            errors.given_up
        }),
        ("Of those who did not, recognised", |errors| {
            errors.recognised
        }),
    ] {
        pair(&mut table, name, [rate(ours), rate(theirs)]);
    }
    table
}

/// How the intervals of two rates lie to each other; none where one has none.
fn apart(ours: Proportion, theirs: Proportion) -> Option<bool> {
    let interval = |rate: Proportion| rate.wilson(Confidence::default());
    let (ours, theirs) = interval(ours).zip(interval(theirs))?;
    Some(ours.upper() < theirs.lower() || theirs.upper() < ours.lower())
}

/// What differs and what does not.
fn differences([ours, theirs]: &[Errors; 2]) -> String {
    let misled = match apart(ours.misled, theirs.misled) {
        None => "Where nobody is called ended, nothing can be said of how often that is wrong."
            .to_owned(),
        Some(apart) => format!(
            "Of those called ended {} bought again by the default and {} by three means: the intervals \
             {}.",
            percent(ours.misled.value(), 1),
            percent(theirs.misled.value(), 1),
            if apart {
                "lie apart, so one of them is wrong more often when it says so"
            } else {
                "overlap, so this does not show that either is wrong more often when it says so"
            },
        ),
    };
    let given_up = match apart(ours.given_up, theirs.given_up) {
        None => "Nobody bought again, so nobody was given up by mistake.".to_owned(),
        Some(apart) => format!(
            "Of the {} who bought again the default had given up {}, {}, and three means {}, {}: the \
             intervals {}.",
            count(ours.given_up.denominator()),
            count(ours.given_up.numerator()),
            percent(ours.given_up.value(), 1),
            count(theirs.given_up.numerator()),
            percent(theirs.given_up.value(), 1),
            if apart {
                "lie apart, so that is a difference"
            } else {
                "overlap, so this does not show a difference"
            },
        ),
    };
    format!("{misled} {given_up}")
}

/// What the fewer mistakes of one kind cost in those of the other.
fn price([ours, theirs]: &[Errors; 2], summary: &Summary) -> String {
    let called = |errors: &Errors| errors.misled.denominator();
    let number = match called(ours).cmp(&called(theirs)) {
        Ordering::Less => "fewer customers ended than",
        Ordering::Greater => "more customers ended than",
        Ordering::Equal => "as many customers ended as",
    };
    let recognised = match ours.recognised.denominator() {
        0 => "Nobody was there to be recognised: all bought again.".to_owned(),
        gone => format!(
            "Of the {} who did not buy again within this time it had recognised {}, three means {}.",
            count(gone),
            percent(ours.recognised.value(), 1),
            percent(theirs.recognised.value(), 1),
        ),
    };
    format!(
        "The default calls {number} three means, {} against {} of {}. {recognised} Which mistake costs \
         more, giving up who would have come back or pursuing who is gone, these figures do not say.",
        count(called(ours)),
        count(called(theirs)),
        count(summary.bought_again.denominator()),
    )
}
