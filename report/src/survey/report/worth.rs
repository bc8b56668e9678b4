//! What each supplier is worth to its own customers.

use retention::value::added::Band;

use super::plain;
use crate::kit::document::Section;
use crate::kit::format::{
    UNDEFINED, capitalised, count, counted, figure, listed, number, percent, quoted, range, spaced,
};
use crate::kit::table::{Align, Table};
use crate::survey::figures::worth::{Supplier, ValueAdded};

const BANDS: [Band; 4] = [
    Band::BelowParity,
    Band::Parity,
    Band::AboveParity,
    Band::WorldClass,
];

/// So many suppliers stand in the short form.
const SHOWN: usize = 6;

pub fn section(added: &ValueAdded, picture: Option<&str>) -> Section {
    let mut section = Section::new(
        "Customer value",
        ": what each supplier is worth to its customers",
    );
    section.paragraph(finding(added));
    if let Some(left_out) = left_out(added) {
        section.paragraph(left_out);
        section.keep();
    }
    if let Some(picture) = picture {
        section.picture(picture);
    }
    section.table(table(added));
    section.keep_rows(SHOWN);
    section.paragraph(about(added));
    section.table(probabilities(added));
    section.define(
        "Value added",
        "the mean worth among a supplier's own customers over the mean of the other suppliers' means, each \
         counting the same however many answered; the interval is Fieller's.",
    );
    section.define(
        "Bands of value added",
        "after the PIMS calibration, as commonly reported: below 0.98, to 1.03, to 1.10, above. Unsure: \
         the interval holds 1, so nothing tells it from parity. How probable each is, is told by Student's distribution of the difference between the two means.",
    );
    section.define(
        "Suppliers compared",
        "each is rated by its own customers only. This is not a served market: those who found a supplier \
         worth less may have left it, and rate another. There is no price among the answers read, so \
         there is no price axis and no value map of these suppliers.",
    );
    section
}

fn finding(added: &ValueAdded) -> String {
    let is_apart = |supplier: &&Supplier| {
        let ends = supplier.lower.zip(supplier.upper);
        ends.is_some_and(|(lower, upper)| lower > 1.0 || upper < 1.0)
    };
    let (told, untold): (Vec<&Supplier>, Vec<&Supplier>) = added
        .suppliers
        .iter()
        .partition(|supplier| supplier.lower.is_some());
    if told.is_empty() {
        return "Not computed: whether anybody is told from parity. It takes two suppliers with two \
                answers or more, and a mean worth of the others that is not near zero."
            .to_owned();
    }
    let (apart, alike): (Vec<&Supplier>, Vec<&Supplier>) =
        told.iter().partition(|one| is_apart(one));
    let labels = |suppliers: &[&Supplier]| {
        let labels = suppliers.iter().map(|supplier| plain(&supplier.label));
        listed(&labels.collect::<Vec<_>>())
    };
    let mut parts = Vec::new();
    if apart.is_empty() {
        parts.push(format!(
            "None of {} is told from parity: every 95 % interval holds 1, which is worth as much as \
             the others.",
            counted(told.len(), "supplier", "suppliers"),
        ));
    } else {
        parts.push(format!(
            "Told from parity by a 95 % interval that leaves 1 out: {}. One such interval in twenty \
             does by chance alone, and {} were made.",
            labels(&apart),
            count(told.len()),
        ));
        if !alike.is_empty() {
            parts.push(format!("Not told from parity: {}.", labels(&alike)));
        }
    }
    if !untold.is_empty() {
        parts.push(format!(
            "Not computed, for want of an interval: {}.",
            labels(&untold)
        ));
    }
    if added
        .suppliers
        .iter()
        .any(|supplier| !supplier.enough_respondents)
    {
        parts.push(format!(
            "Not every supplier has the {} answers that a band is given from, so nobody is put in one.",
            count(added.options.minimum),
        ));
    }
    parts.join(" ")
}

/// Who is compared with nobody, where somebody is.
fn left_out(added: &ValueAdded) -> Option<String> {
    let names: Vec<String> = added
        .left_out
        .iter()
        .map(|one| {
            let answers = counted(one.rated_worth, "answer", "answers");
            format!("{} ({answers})", plain(&one.label))
        })
        .collect();
    let why = if added
        .suppliers
        .iter()
        .all(|supplier| supplier.enough_respondents)
    {
        format!(
            "A supplier with fewer than {} answers is compared with nobody, and nobody with it.",
            count(added.options.minimum),
        )
    } else {
        "A mean has an interval from two answers on.".to_owned()
    };
    (!names.is_empty()).then(|| format!("Left out of the comparison: {}. {why}", listed(&names)))
}

fn table(added: &ValueAdded) -> Table {
    let unrated = |supplier: &Supplier| supplier.rated_worth < supplier.customers;
    let differ = added.suppliers.iter().any(unrated);
    let mut table = Table::new([
        ("Supplier", Align::Left),
        (if differ { "Rated it" } else { "Customers" }, Align::Right),
        ("Quality", Align::Right),
        ("Worth", Align::Right),
        ("Others'", Align::Right),
        ("Value added", Align::Right),
        ("95 % interval", Align::Right),
        ("Band", Align::Left),
    ])
    .broken(0, 24)
    .broken(5, 6)
    .broken(7, 20);
    for supplier in &added.suppliers {
        table.row([
            plain(&supplier.label),
            if differ {
                format!(
                    "{} of {}",
                    count(supplier.rated_worth),
                    count(supplier.customers)
                )
            } else {
                count(supplier.customers)
            },
            figure(supplier.quality, 2),
            number(supplier.worth, 2),
            number(supplier.worth_of_others, 2),
            number(supplier.customer_value_added, 3),
            range(supplier.lower, supplier.upper, 3),
            band(supplier),
        ]);
    }
    table
}

/// The band, and that nothing tells it from parity where the interval holds 1.
fn band(supplier: &Supplier) -> String {
    if !supplier.enough_respondents {
        return "too few to tell".to_owned();
    }
    let name = capitalised(&spaced(supplier.band.name()));
    let ends = supplier.lower.zip(supplier.upper);
    let is_apart = ends.is_some_and(|(lower, upper)| lower > 1.0 || upper < 1.0);
    match supplier.band {
        Band::Parity => name,
        _ if is_apart => name,
        _ => format!("{name}, unsure"),
    }
}

fn about(added: &ValueAdded) -> String {
    let mut text = format!(
        "Worth: the mean of {}, {}.",
        quoted(&plain(&added.worth.label)),
        added.scale,
    );
    if let Some(quality) = &added.quality {
        text.push_str(&format!(
            " Quality: the mean of {}.",
            match quality.columns.len() {
                1 => quoted(&plain(&quality.label)),
                some => format!("{some} questions, worth not among them"),
            },
        ));
    }
    if added.without_supplier > 0 {
        text.push_str(&format!(
            " {} without a supplier left out.",
            counted(added.without_supplier, "respondent", "respondents"),
        ));
    }
    let unrated = |supplier: &Supplier| supplier.rated_worth < supplier.customers;
    if added.suppliers.iter().any(unrated) {
        text.push_str(" Rated it: those of its customers who said what it is worth.");
    }
    text
}

fn probabilities(added: &ValueAdded) -> Table {
    let mut columns = vec![("Supplier".to_owned(), Align::Left)];
    columns.extend(
        BANDS
            .iter()
            .map(|band| (capitalised(&spaced(band.name())), Align::Right)),
    );
    let mut table = Table::new(columns).broken(0, 24);
    for supplier in &added.suppliers {
        let mut row = vec![plain(&supplier.label)];
        row.extend(BANDS.iter().map(|band| match &supplier.band_probabilities {
            Some(found) => percent(Some(found.probability(*band)), 0),
            None => UNDEFINED.to_owned(),
        }));
        table.row(row);
    }
    table
}
