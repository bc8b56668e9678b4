//! The share of those still there that renews, by period.

use super::panels::{self, Panel, Words};
use crate::kit::format::{percent, shortened};
use crate::kit::picture::{AMBER, Colour, QUIET, TEAL};
use crate::subscribers::figures::Figures;
use crate::subscribers::figures::contract::{Cohort, Renewed};

const LINES: [(&str, Colour, bool); 3] = [
    ("sBG", TEAL, false),
    ("BdW", AMBER, false),
    ("Mean rate", QUIET, true),
];

pub fn draw(figures: &Figures) -> Result<Option<String>, String> {
    let rates = figures.retention_rates.iter().flat_map(|row| {
        let said = [
            Some(row.shifted_beta_geometric),
            Some(row.beta_discrete_weibull),
            Some(row.constant_mean_rate),
        ];
        [row.actual].into_iter().chain(said).flatten()
    });
    let lowest = rates.fold(1.0, f64::min);
    let words = Words {
        title: title(figures),
        subtitle: "Of those there before a period, the share that is there after it",
        description: description(figures),
        // A round share below all of them.
        low: ((lowest * 10.0 - 0.5).floor() / 10.0).max(0.0),
        lines: LINES.into(),
    };
    panels::draw(figures, &words, |cohort| Panel {
        cohort,
        dots: rows(figures, cohort)
            .filter_map(|row| Some((row.period, row.actual?)))
            .collect(),
        lines: vec![
            line(figures, cohort, |row| row.shifted_beta_geometric),
            line(figures, cohort, |row| row.beta_discrete_weibull),
            line(figures, cohort, |row| row.constant_mean_rate),
        ],
    })
}

fn rows<'a>(figures: &'a Figures, cohort: &'a Cohort) -> impl Iterator<Item = &'a Renewed> {
    let rows = figures.retention_rates.iter();
    rows.filter(|row| row.segment == cohort.segment)
}

fn line(figures: &Figures, cohort: &Cohort, rate: fn(&Renewed) -> f64) -> Vec<(u32, f64)> {
    let rows = rows(figures, cohort);
    rows.map(|row| (row.period, rate(row))).collect()
}

fn title(figures: &Figures) -> String {
    let Some(cohort) = figures.segments.first() else {
        return String::new();
    };
    let rates: Vec<&Renewed> = rows(figures, cohort)
        .filter(|row| row.actual.is_some())
        .collect();
    let of = match cohort.segment.as_str() {
        "" => "Of those up for renewal".to_owned(),
        name => format!("Of {}", shortened(name, 24)),
    };
    match rates.as_slice() {
        [first, .., last] => format!(
            "{of} {} renew in period {}, {} in period {}",
            percent(first.actual, 0),
            first.period,
            percent(last.actual, 0),
            last.period,
        ),
        _ => "Who renews".to_owned(),
    }
}

fn description(figures: &Figures) -> String {
    let segments = figures.segments.iter().map(|cohort| {
        let rates: Vec<String> = rows(figures, cohort)
            .map(|row| percent(row.actual, 1))
            .collect();
        let name = match cohort.segment.as_str() {
            "" => "All".to_owned(),
            name => shortened(name, 60),
        };
        format!("{name}: {}.", rates.join(", "))
    });
    let segments: Vec<String> = segments.collect();
    segments.join(" ")
}
