//! What a subscriber is worth by tenure, by the model and by an average rate.

use super::{SHOWN, header, name, others, row_name};
use crate::kit::document::Section;
use crate::kit::format::{UNDEFINED, capitalised, count, figure, money, number, percent};
use crate::kit::table::{Align, Table};
use crate::subscribers::figures::Figures;
use crate::subscribers::figures::contract::{Cohort, Miss, Worth};
use crate::subscribers::figures::laws::Name;

pub fn section(figures: &Figures) -> Section {
    let mut section = Section::new("Value", ": of those still there, and by tenure");
    section.paragraph(format!(
        "Those still there, at their next renewal, with a margin of {} a period, discounted at {} a year:",
        money(figures.margin),
        percent(Some(figures.discount_rate), 1),
    ));
    section.keep();
    section.table(present(figures));
    section.keep_rows(4);
    if let Some(why) = why(figures) {
        section.paragraph(why);
        section.keep();
    }
    for cohort in figures.segments.iter().take(SHOWN) {
        if let Some(doubt) = doubt(figures, cohort) {
            section.paragraph(doubt);
            section.keep();
        }
    }
    section.paragraph("One subscriber by tenure:");
    section.table(by_tenure(figures));
    others(figures, &mut section);
    section.define(
        "Tenure",
        "for so many periods somebody has been a subscriber and is now about to renew or not. New: the first \
         margin comes at once and is certain.",
    );
    section.define(
        "Margins to come",
        "how many margins a subscriber still brings, each counted for less the later it comes: the discounted \
         expected lifetime (DEL) of somebody new, the residual lifetime (DERL) of the others, without an end. The \
         value is that times the margin. Costs of winning and of keeping a subscriber are not taken off, and \
         nothing says that an offer would keep anybody.",
    );
    section.define(
        "Half gone after",
        "the first period after which at most half of those of a tenure are left, by the model.",
    );
    section
}

/// Why an average rate is wrong for who has stayed, where it is too low.
fn why(figures: &Figures) -> Option<String> {
    let mut low = figures
        .present
        .iter()
        .filter(|row| row.understated > Some(0.0));
    low.next()?;
    Some(
        "An average rate understates who has stayed: most renewals that it counts are early ones, and those who \
         leave easily leave early. What comes beyond the table nobody has seen yet: there the worth rests on the \
         model alone, and the more so the less of it comes soon."
            .to_owned(),
    )
}

/// That a segment is valued by a constant rate, which was clearly off where the periods left out tell.
fn doubt(figures: &Figures, cohort: &Cohort) -> Option<String> {
    /// In shares of the first customers.
    const CLEARLY: f64 = 0.02;
    if cohort.chosen != Name::ConstantMeanRate {
        return None;
    }
    let closest = figures.miss(&cohort.segment, cohort.closest?)?;
    let miss = figures.miss(&cohort.segment, cohort.chosen)?;
    let points = |miss: &Miss| number(100.0 * miss.mean_absolute_error, 2);
    (miss.mean_absolute_error - closest.mean_absolute_error > CLEARLY).then(|| {
        format!(
            "{} {} valued by the mean rate, because no model that converged explains the fitted periods so much better \
             that it is worth its parameters. Over the periods left out that rate was {} percentage points off, {} \
             only {}: the worth is rather too {}.",
            capitalised(&name(&cohort.segment)),
            if cohort.segment.is_empty() { "are" } else { "is" },
            points(miss),
            closest.model.words(),
            points(closest),
            if miss.last_error > 0.0 { "high" } else { "low" },
        )
    })
}

fn amount(amount: Option<rust_decimal::Decimal>) -> String {
    amount.map_or_else(|| UNDEFINED.to_owned(), money)
}

fn present(figures: &Figures) -> Table {
    let mut table = Table::new([
        (header(figures), Align::Left),
        ("Still there".to_owned(), Align::Right),
        ("Model".to_owned(), Align::Left),
        ("Worth".to_owned(), Align::Right),
        (format!("In {} periods", figures.horizon), Align::Right),
        ("By the mean rate".to_owned(), Align::Right),
        ("Understated by".to_owned(), Align::Right),
    ]);
    for row in figures.present.iter().take(SHOWN) {
        table.row([
            row_name(&row.segment),
            count(row.customers),
            row.model.words().to_owned(),
            amount(row.value),
            percent(row.within_horizon, 0),
            amount(row.by_mean_rate),
            percent(row.understated, 0),
        ]);
    }
    table
}

fn by_tenure(figures: &Figures) -> Table {
    let within = format!("Renewals in {}", figures.horizon);
    let mut table = Table::new([
        (header(figures), Align::Left),
        ("Tenure".to_owned(), Align::Right),
        (within, Align::Right),
        ("Half gone after".to_owned(), Align::Right),
        ("Margins to come".to_owned(), Align::Right),
        ("Worth".to_owned(), Align::Right),
        ("By the mean rate".to_owned(), Align::Right),
    ]);
    for cohort in figures.segments.iter().take(SHOWN) {
        let rows = figures.worth(&cohort.segment, cohort.chosen);
        let rule = figures.worth(&cohort.segment, Name::ConstantMeanRate);
        for (row, by_rate) in rows.zip(rule) {
            table.row(cells(cohort, row, by_rate));
        }
    }
    table
}

fn cells(cohort: &Cohort, row: &Worth, by_rate: &Worth) -> [String; 7] {
    [
        row_name(&cohort.segment),
        match row.tenure {
            0 => "new".to_owned(),
            tenure => count(tenure),
        },
        number(row.renewals, 2),
        row.half_gone_after
            .map_or_else(|| UNDEFINED.to_owned(), count),
        figure(row.discounted_lifetime, 2),
        amount(row.value),
        amount(by_rate.value),
    ]
}
