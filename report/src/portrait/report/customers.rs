//! Customers one by one.

use crate::kit::document::Section;
use crate::kit::format::{capitalised, counted};
use crate::portrait::figures::Figures;
use crate::portrait::figures::shown::Shown;

pub(super) fn in_full(figures: &Figures) -> Section {
    let number = figures.in_full.len();
    let mut section = Section::new(counted(number, "customer", "customers"), " in full");
    for (at, shown) in figures.in_full.iter().enumerate() {
        let why = shown
            .chosen
            .map_or_else(String::new, |why| format!("{}: ", capitalised(why)));
        section.paragraph(format!("{why}{}", shown.explanation));
        if at == 0 {
            section.keep();
        }
        section.paragraph(strategy(shown));
        if at == 0 {
            section.keep();
        }
    }
    section
}

/// What to do, in order.
fn strategy(shown: &Shown) -> String {
    if shown.strategy.is_empty() {
        return "Nothing is recommended.".to_owned();
    }
    let steps = shown.strategy.iter().enumerate().map(|(at, step)| {
        // The evidence stands behind the last step that it calls for.
        let next = shown.strategy.get(at + 1);
        let is_last = next.is_none_or(|next| next.because != step.because);
        let because = match is_last && !step.because.is_empty() {
            true => format!(" (because of {})", step.because),
            false => String::new(),
        };
        format!("{}{because}", step.what)
    });
    let steps: Vec<String> = steps.collect();
    format!(
        "{}.",
        capitalised(&format!("what to do: {}", steps.join("; ")))
    )
}

/// The explanations of the others who are listed.
pub(super) fn others(figures: &Figures) -> Option<Section> {
    let is_new = |shown: &&Shown| {
        let mut told = figures.in_full.iter();
        told.all(|known| known.customer != shown.customer)
    };
    let others: Vec<&Shown> = figures.portraits.iter().filter(is_new).collect();
    if others.is_empty() {
        return None;
    }
    let mut section = Section::new("Portraits", " of the customers with the most at risk");
    for shown in others {
        section.paragraph(shown.explanation.clone());
        section.paragraph(strategy(shown));
    }
    Some(section)
}
