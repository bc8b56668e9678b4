//! What the portraits say against what is true, of the invented shop.

use super::share;
use crate::kit::document::Section;
use crate::kit::format::{capitalised, count, number, percent, range};
use crate::kit::table::{Align, Table};
use crate::portrait::figures::Figures;
use crate::portrait::words::plain;

/// None where the truth is not known.
pub(super) fn section(figures: &Figures) -> Option<Section> {
    let truth = figures.truth.as_ref()?;
    let mut section = Section::new("Held against the truth", "");
    section.paragraph(format!(
        "{} of {} customers will never buy again: {}.",
        count(truth.have_left.numerator()),
        count(truth.have_left.denominator()),
        share(truth.have_left),
    ));
    section.keep();
    let mut chances = Table::new([
        ("Chance of a return", Align::Left),
        ("Customers", Align::Right),
        ("Have left, by the model", Align::Right),
        ("In truth", Align::Right),
    ]);
    for group in truth.by_chance.iter().filter(|group| group.customers > 0) {
        chances.row([
            format!(
                "{} to {}",
                number(group.from * 100.0, 0),
                percent(Some(group.below), 0)
            ),
            count(group.customers),
            percent(group.expected, 1),
            share(group.have_left),
        ]);
    }
    section.table(chances);
    section.note(
        "The chance is that of a purchase in the time looked ahead: some who have not left buy later only, so somewhat \
         fewer have left than do not come back in time.",
    );
    let mut tells = Table::new([
        ("What tells who has left", Align::Left),
        ("Customers", Align::Right),
        ("Area under the curve", Align::Right),
        ("95 % interval", Align::Right),
    ]);
    for row in &truth.tells {
        tells.row([
            capitalised(row.figure),
            count(row.customers),
            crate::kit::format::figure(row.auc, 3),
            range(row.lower, row.upper, 3),
        ]);
    }
    section.table(tells);
    section.keep();
    let mut questions = Table::new([
        ("Asked", Align::Left),
        ("In truth it", Align::Left),
        ("Log rate of leaving, a unit", Align::Right),
    ]);
    for question in &truth.truth.questions {
        questions.row([
            capitalised(&plain(question.question)),
            question.part.words().to_owned(),
            number(question.coefficient, 2),
        ]);
    }
    section.table(questions);
    section.define(
        "Area under the curve",
        "the share of pairs of one customer who has left and one who has not, in which the figure puts the right one \
         first; 0.5 is chance.",
    );
    Some(section)
}
