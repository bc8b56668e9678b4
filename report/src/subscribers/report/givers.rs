//! Givers at regular occasions: what is to be expected of them, whom to ask, and how the model fits.

use super::opening::asked;
use super::survival::{ended, parameters};
use crate::kit::document::Section;
use crate::kit::format::{count, counted, number, percent};
use crate::kit::table::{Align, Table};
use crate::subscribers::figures::givers::{Cell, Expected, Givers};

/// So many histories stand in a table.
const MOST: usize = 40;

pub fn section(donors: &Givers, expected: &Expected, picture: Option<&str>) -> Section {
    let mut section = Section::new("Givers", ": what is to be expected of them");
    if let Some(svg) = picture {
        section.picture(svg);
    }
    let ahead = counted(expected.ahead, "occasion", "occasions");
    let interval = match (expected.lower, expected.upper) {
        (Some(lower), Some(upper)) => format!(
            " (95 % interval {} to {})",
            gifts_of(lower),
            gifts_of(upper)
        ),
        _ => String::new(),
    };
    section.paragraph(format!(
        "At the next {ahead} the {} givers are expected to give {} times{interval}, {} of them at the first. If \
         everybody went on as before it would be {}: that rule forgets that people leave.",
        count(donors.givers),
        gifts_of(expected.gifts),
        gifts_of(expected.at_next),
        gifts_of(expected.as_before),
    ));
    section.keep();
    section.define(
        "Givers",
        "people without a contract who may give, or buy, once at each of some regular occasions, such as a yearly \
         appeal. Nobody tells when one of them is gone; silence is all there is. What they did when they first came \
         is not counted.",
    );
    section.define(
        "Still one",
        "the probability that a giver will still be one at the next occasion, whether or not they give then. It is \
         of all who share a history, and says of none of them what they will do.",
    );
    section.define(
        "Expected gifts",
        "times given, not money: the file has no amounts. The interval holds the errors of the parameters; how \
         people happen to decide comes on top.",
    );
    section
}

/// Expected gifts, to a whole number.
pub fn gifts_of(gifts: f64) -> String {
    count(gifts.round() as u64)
}

/// The histories from who will most likely give next.
pub fn ask(donors: &Givers) -> Section {
    let mut section = Section::new(
        "Whom to ask",
        ": histories, from the most likely to give next",
    );
    let mut table = Table::new([
        ("Gave at", Align::Right),
        ("Last at", Align::Right),
        ("Givers", Align::Right),
        ("Still one", Align::Right),
        ("Gives next", Align::Right),
        ("Gifts each", Align::Right),
        ("Of all", Align::Right),
        ("Givers, sum", Align::Right),
        ("Gifts, sum", Align::Right),
    ]);
    for cell in donors.cells.iter().take(MOST) {
        table.row(row(cell, donors.occasions));
    }
    section.table(table);
    // All that the opening speaks of, where they are not too many for two screens.
    let asked = asked(donors).map_or(0, <[Cell]>::len);
    section.keep_rows(asked.clamp(7, 12));
    let more = donors.cells.len().saturating_sub(MOST);
    if more > 0 {
        section.note(format!(
            "{} more in the JSON.",
            counted(more, "history is", "histories are")
        ));
    }
    section.define(
        "Sums",
        "the share of all givers in this row and those above it, and the share of all gifts at the next occasion \
         that they are expected to bring. An order of histories by a forecast: it does not tell who gives because \
         of being asked.",
    );
    section
}

fn row(cell: &Cell, usual: u32) -> [String; 9] {
    let gifts = match cell.occasions == usual {
        true => count(cell.gifts),
        false => format!("{} of {}", count(cell.gifts), count(cell.occasions)),
    };
    [
        gifts,
        count(cell.last),
        count(cell.givers),
        percent(Some(cell.alive), 0),
        percent(Some(cell.next), 0),
        number(cell.expected, 2),
        gifts_of(cell.expected_of_all),
        percent(Some(cell.givers_up_to), 0),
        percent(Some(cell.gifts_up_to), 0),
    ]
}

/// How the model was fitted, and how often people gave by it and in fact.
pub fn fit(donors: &Givers) -> Section {
    let mut section = Section::new(
        "Fit of the givers",
        ": how often they gave, and what the model says",
    );
    let model = &donors.model;
    section.paragraph(format!(
        "BG/BB, {}: {}; log-likelihood {}.",
        ended(model),
        parameters(model),
        number(model.log_likelihood, 2),
    ));
    let mut table = Table::new([
        ("Gave at", Align::Right),
        ("Givers", Align::Right),
        ("By the model", Align::Right),
        ("Difference", Align::Right),
    ]);
    for class in donors.histogram.iter().take(MOST) {
        table.row([
            count(class.gifts),
            count(class.givers),
            gifts_of(class.expected),
            number(class.givers as f64 - class.expected, 0),
        ]);
    }
    section.table(table);
    section.define(
        "BG/BB",
        "the beta-geometric/beta-binomial model of Fader, Hardie and Shang (2010): who is still there gives at an \
         occasion with a probability of their own, and before each occasion is gone for good with another. That it \
         fits the past does not show that it will fit the future.",
    );
    section
}
