//! The share of each segment that is left: in fact, by the models, and by a rate that stays the same.

use super::panels::{self, Panel, Words};
use crate::kit::format::{percent, shortened};
use crate::kit::picture::{AMBER, Colour, QUIET, TEAL};
use crate::subscribers::figures::Figures;
use crate::subscribers::figures::contract::Cohort;
use crate::subscribers::figures::laws::Name;

const LINES: [(Name, &str, Colour, bool); 4] = [
    (Name::ShiftedBetaGeometric, "sBG", TEAL, false),
    (Name::BetaDiscreteWeibull, "BdW", AMBER, false),
    (Name::ConstantMeanRate, "Mean rate", QUIET, true),
    (
        Name::ConstantLastRate,
        "Last rate",
        Colour(0x8a, 0x3f, 0x6b),
        true,
    ),
];

pub fn draw(figures: &Figures) -> Result<Option<String>, String> {
    let words = Words {
        title: title(figures),
        subtitle: "Share of each segment that is left, in fact and as the first periods say it",
        description: description(figures),
        low: 0.0,
        lines: LINES
            .map(|(_, name, colour, dashed)| (name, colour, dashed))
            .into(),
    };
    panels::draw(figures, &words, |cohort| Panel {
        cohort,
        dots: actual(figures, cohort),
        lines: LINES
            .map(|(name, ..)| {
                let rows = figures.projected(&cohort.segment, name);
                rows.map(|row| (row.period, row.survival)).collect()
            })
            .into(),
    })
}

fn actual(figures: &Figures, cohort: &Cohort) -> Vec<(u32, f64)> {
    let rows = figures.projected(&cohort.segment, Name::ShiftedBetaGeometric);
    rows.map(|row| (row.period, row.actual)).collect()
}

fn title(figures: &Figures) -> String {
    let Some(cohort) = figures.segments.first() else {
        return String::new();
    };
    let share = |name: Name| {
        let row = figures.projected(&cohort.segment, name).last();
        percent(row.map(|row| row.survival), 0)
    };
    let left = percent(Some(cohort.left as f64 / cohort.customers as f64), 0);
    if cohort.fitted_periods == cohort.periods {
        return format!("{left} are left after period {}", cohort.periods);
    }
    let of = match cohort.segment.as_str() {
        "" => String::new(),
        name => format!(" of {}", shortened(name, 20)),
    };
    format!(
        "{left}{of} are left; {} by the model, {} by the mean rate",
        share(cohort.chosen),
        share(Name::ConstantMeanRate),
    )
}

fn description(figures: &Figures) -> String {
    let segments = figures.segments.iter().map(|cohort| {
        let shares = |of: &mut dyn Iterator<Item = f64>| {
            let shares: Vec<String> = of.map(|share| percent(Some(share), 1)).collect();
            shares.join(", ")
        };
        let actual = shares(&mut actual(figures, cohort).into_iter().map(|(_, share)| share));
        let rows = figures.projected(&cohort.segment, cohort.chosen);
        let said = shares(&mut rows.map(|row| row.survival));
        let name = match cohort.segment.as_str() {
            "" => "All".to_owned(),
            name => shortened(name, 60),
        };
        format!(
            "{name}, in fact: {actual}; by {}: {said}.",
            cohort.chosen.long()
        )
    });
    let segments: Vec<String> = segments.collect();
    segments.join(" ")
}
