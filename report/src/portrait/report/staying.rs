//! Which answers told who stayed.

use retention::estimate::Estimate;

use super::share;
use crate::kit::document::Section;
use crate::kit::format::{capitalised, count, figure, number, p_value, range};
use crate::kit::table::{Align, Table};
use crate::portrait::figures::Figures;
use crate::portrait::words::plain;

/// None where nobody is known by answers and by what they bought later.
pub(super) fn section(figures: &Figures) -> Option<Section> {
    let staying = figures.staying.as_ref()?;
    let found = &staying.found;
    let mut section = Section::new("What told who stayed", "");
    section.paragraph(format!(
        "Of {} customers who answered and had bought by {}, {} bought again by {}: {}.",
        count(found.stayed.denominator()),
        staying.asked,
        count(found.stayed.numerator()),
        staying.until,
        share(found.stayed),
    ));
    section.keep();
    let mut table = Table::new([
        ("Asked or known", Align::Left),
        ("Verdict", Align::Left),
        ("Area", Align::Right),
        ("95 % interval", Align::Right),
        ("Adjusted p", Align::Right),
        ("A point more", Align::Right),
        ("Others held", Align::Right),
        ("In truth", Align::Left),
    ]);
    let truth = figures
        .truth
        .as_ref()
        .map(|it| it.truth.questions.as_slice());
    for row in &found.predictors {
        let mut questions = truth.unwrap_or_default().iter();
        let question = questions.find(|question| question.question == row.name);
        let part = question.map_or("–", |question| question.part.word());
        let area = row.area.as_ref();
        table.row([
            capitalised(&plain(&row.name)),
            plain(row.verdict.name()),
            figure(area.map(|area| area.value), 2),
            range(area.map(|area| area.lower), area.map(|area| area.upper), 2),
            p_value(row.adjusted_p_value),
            points(row.alone.as_ref()),
            points(row.together.as_ref()),
            part.to_owned(),
        ]);
    }
    section.table(table);
    if let Some(area) = found.joint.fitted().and_then(|model| model.area.as_ref()) {
        section.note(format!(
            "All together: area {} on customers that the model had not seen ({}).",
            number(area.value, 2),
            range(Some(area.lower), Some(area.upper), 2),
        ));
    }
    section.note(
        "These are associations. What only goes with a cause tells who stays as well as the cause does, and \
         changing it need not keep anybody.",
    );
    section.note(format!(
        "The stage and the tier are those of {}, by what had been bought by then; the tier by the year before it.",
        staying.asked,
    ));
    if truth.is_some() {
        section.note(
            "In truth a cause changes the rate of leaving; what is linked only goes with satisfaction; noise goes with \
             nothing.",
        );
    }
    section.define(
        "A point more",
        "by how many of 100 more customers stayed who answered a point higher; for the value, a whole unit.",
    );
    Some(section)
}

fn points(estimate: Option<&Estimate>) -> String {
    estimate.map_or_else(
        || "–".to_owned(),
        |estimate| format!("{:+.1}", 100.0 * estimate.value()).replace('-', "−"),
    )
}
