//! When customers leave: of those who have stayed so long, how many leave next.

use retention::survival::HazardOptions;

use crate::churn::figures::{Figures, hazard};
use crate::kit::document::Section;
use crate::kit::format::{count, counted, figure, interval, listed, number, percent};
use crate::kit::table::{Align, Table};

pub fn section(figures: &Figures, picture: Option<&str>) -> Section {
    let mut section = Section::new(
        "Hazard by tenure",
        ": of those who stayed so long, who leaves next",
    );
    if let Some(svg) = picture {
        section.picture(svg);
    }
    let told = figures.hazard.iter().filter(|month| month.at_risk > 0);
    let mut table = Table::new([
        ("Month", Align::Right),
        ("At risk", Align::Right),
        ("Left", Align::Right),
        ("Share", Align::Right),
        ("95 % interval", Align::Right),
    ]);
    for month in told {
        table.row([
            count(month.time),
            count(month.at_risk),
            count(month.events),
            percent(month.hazard, 1),
            interval(month.lower.zip(month.upper)),
        ]);
    }
    if figures.hazard.is_empty() {
        section.paragraph("Nobody was observed for a month.");
        return section;
    }
    // Rows of dashes are of no use.
    if figures.hazard.iter().any(|month| month.hazard.is_some()) {
        section.table(table);
    }
    section.paragraph(peaks(figures));
    section.keep();
    let HazardOptions {
        min_at_risk,
        neighbours,
        ..
    } = hazard::options();
    section.define(
        "Hazard",
        format!(
            "of the customers observed in a month of their tenure, the share that left in it. It is not told of \
             fewer than {}. A peak stands out from the {neighbours} months before it and from the {neighbours} \
             after it by more than chance, all months compared at once (Holm's correction); what only falls or \
             rises has none.",
            number(min_at_risk, 0),
        ),
    );
    section
}

/// The months that stand out.
fn peaks(figures: &Figures) -> String {
    let peaks = figures.hazard_peaks.iter().map(|peak| {
        format!(
            "month {} ({}, around it {}: {} more than that)",
            peak.time,
            percent(Some(peak.hazard), 1),
            percent(peak.around, 1),
            figure(peak.excess, 0),
        )
    });
    let peaks: Vec<String> = peaks.collect();
    match peaks.as_slice() {
        [] if figures.hazard.iter().all(|month| month.hazard.is_none()) => {
            "In no month enough customers were at risk for a share.".to_owned()
        }
        [] => "No month stands out from those before and after it.".to_owned(),
        peaks => format!(
            "{} out, as the end of a contract would: {}.",
            match peaks.len() {
                1 => "1 month stands".to_owned(),
                many => format!("{} stand", counted(many, "month", "months")),
            },
            listed(peaks),
        ),
    }
}
