//! How long customers stay: counted from month 0, and only while they were observed.

use super::{SHOWN, by_group, others};
use crate::churn::figures::Figures;
use crate::churn::figures::curves::{Curve, Test};
use crate::churn::figures::spells::Observation;
use crate::kit::document::Section;
use crate::kit::format::{
    UNDEFINED, capitalised, count, counted, number, p_value, percent, shortened,
};
use crate::kit::table::{Align, Table};

/// After so many months it is told who is still there.
const AFTER: [u32; 3] = [12, 24, 60];

pub fn section(figures: &Figures, picture: Option<&str>) -> Section {
    let mut section = Section::new(
        "Survival",
        format!(": how long customers stay{}", by_group(figures)),
    );
    if let Some(svg) = picture {
        section.picture(svg);
    }
    let is_whole = figures.observation.is_whole();
    if !is_whole {
        section.paragraph("As recorded, as if everybody had been observed from month 0:");
        section.keep();
    }
    section.table(table(figures, &figures.survival));
    section.keep_rows(4);
    section.paragraph(difference(figures.log_rank));
    section.keep();
    if !is_whole {
        section.paragraph("Adjusted for delayed entry, each customer counted only while observed:");
        section.keep();
        section.table(table(figures, &figures.survival_entry_adjusted));
        section.keep_rows(4);
        section.paragraph(difference(figures.log_rank_entry_adjusted));
        let both = [Some(which(figures)), thin(figures)];
        let both: Vec<String> = both.into_iter().flatten().collect();
        section.paragraph(both.join(" "));
        section.keep();
    }
    others(figures, &mut section);
    if let Some(cut) = cut(figures) {
        section.paragraph(cut);
    }
    define(figures, &mut section);
    section
}

fn table(figures: &Figures, curves: &[Curve]) -> Table {
    let group = figures.columns.group.as_deref().unwrap_or("group");
    let columns = [
        (capitalised(&shortened(group, 30)), Align::Left),
        ("Customers".to_owned(), Align::Right),
        ("Left".to_owned(), Align::Right),
        ("Half left by".to_owned(), Align::Right),
        ("95 % interval".to_owned(), Align::Right),
    ];
    let after = AFTER.map(|months| (format!("After {months}"), Align::Right));
    let mut table = Table::new(columns.into_iter().chain(after));
    for curve in curves.iter().take(SHOWN) {
        let cells = [
            shortened(&curve.group, 40),
            count(curve.customers),
            count(curve.events),
            month(curve.median),
            months(curve),
        ];
        let after = AFTER.map(|months| percent(curve.survival.at(months), 1));
        table.row(cells.into_iter().chain(after));
    }
    table
}

fn month(month: Option<u32>) -> String {
    month.map_or_else(|| UNDEFINED.to_owned(), |month| format!("month {month}"))
}

/// The interval of the median, whose ends the data may not reach.
fn months(curve: &Curve) -> String {
    match (curve.median_lower, curve.median_upper) {
        (Some(lower), Some(upper)) => format!("{lower} to {upper}"),
        (Some(lower), None) => format!("{lower} or later"),
        _ => UNDEFINED.to_owned(),
    }
}

/// Whether the groups differ by more than chance.
fn difference(test: Option<Test>) -> String {
    let Some(test) = test else {
        return "There are no two groups to compare in which somebody left.".to_owned();
    };
    let found = match test.p_value < Some(0.05) {
        true => "The groups differ by more than chance",
        false => "Chance alone may set the groups so far apart",
    };
    format!(
        "{found}: log-rank statistic {} on {}, p\u{a0}{}.",
        number(test.statistic, 2),
        counted(
            test.degrees_of_freedom,
            "degree of freedom",
            "degrees of freedom"
        ),
        match p_value(test.p_value) {
            // The line is not broken within it.
            small if small.starts_with('<') => small.replace(' ', "\u{a0}"),
            p => format!("=\u{a0}{p}"),
        },
    )
}

/// Which of the two to believe.
fn which(figures: &Figures) -> String {
    match &figures.observation {
        Observation::LastMonths { .. } => format!(
            "Whoever left earlier is not in the file, so the first curve is too high; the second puts one life \
             together from {} of each customer. If the file does hold all who ever left, say --churn-window ever.",
            figures.observation.stretch(),
        ),
        Observation::Since { from, .. } => format!(
            "Whoever had left before {from} is not counted, so the first curve is too high; the second counts \
             those who were there already from the tenure that they had on that day.",
        ),
        Observation::Ever | Observation::FromTheirStart { .. } => String::new(),
    }
}

/// That an adjusted median rests on few customers.
fn thin(figures: &Figures) -> Option<String> {
    let curves = figures.survival_entry_adjusted.iter().take(SHOWN);
    let thin: Vec<String> = curves
        .filter_map(|curve| {
            let fewest = curve.fewest_before_half()?;
            let few = counted(fewest, "customer", "customers");
            (fewest < figures.minimum).then(|| format!("{} ({few})", shortened(&curve.group, 40)))
        })
        .collect();
    (!thin.is_empty()).then(|| {
        format!(
            "A median tells little where few were observed in some month before it: {}.",
            thin.join(", "),
        )
    })
}

/// That a curve ends before all its customers were followed.
fn cut(figures: &Figures) -> Option<String> {
    let curves = figures.survival_entry_adjusted.iter();
    let cut: Vec<String> = curves
        .filter(|curve| curve.not_followed > 0)
        .map(|curve| {
            format!(
                "{} ends at month {}, for {} longer ones",
                shortened(&curve.group, 40),
                curve.until.unwrap_or_default(),
                counted(curve.not_followed, "customer has", "customers have"),
            )
        })
        .collect();
    (!cut.is_empty()).then(|| {
        format!(
            "Where nobody was observed in some month, an adjusted curve ends: {}.",
            cut.join("; "),
        )
    })
}

fn define(figures: &Figures, section: &mut Section) {
    section.define(
        "Survival",
        "the share of customers still there after so many months, by Kaplan and Meier: those who are still \
         there count for as long as they were observed. “Half left by” is a dash where the curve does not fall \
         so far.",
    );
    if !figures.observation.is_whole() {
        section.define(
            "Delayed entry",
            "a customer is at risk only from the tenure at which observation began, such as the tenure less one \
             month where churn means “left within the last month”. Without it the customers of long tenure \
             stand for everybody who came when they did, although those who left before are missing. Adjusted, \
             months are put together from customers who came at different times, as if nothing had changed \
             since. Whoever was observed for no time, as with tenure 0, is in no adjusted figure.",
        );
    }
    section.define(
        "Log-rank",
        "tests whether all groups stay equally long. It finds nothing where curves cross and the differences \
         cancel.",
    );
}
