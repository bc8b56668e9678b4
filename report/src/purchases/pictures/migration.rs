//! Who moved between the tiers, as a matrix whose cells are of a stronger colour the more of their row
//! they hold.

use rust_decimal::prelude::ToPrimitive;

use super::{FIGURE, HEADING, NOTE, SUBTITLE, TITLE};
use crate::kit::format::{UNDEFINED, count, counted, percent};
use crate::kit::picture::{
    self, AMBER, Canvas, Caption, Colour, Drawn, INK, QUIET, TEAL, Type, WHITE,
};
use crate::purchases::figures::migration::{Cell, Kind, Moved, total};

/// The same tier as before.
const INDIGO: Colour = Colour(0x45, 0x55, 0x8c);

/// Where the cells begin and end, and how high a row is.
const LEFT: f64 = 200.0;
const RIGHT: f64 = 815.0;
const TOP: f64 = 172.0;
const HEIGHT: f64 = 78.0;
const GAP: f64 = 4.0;
/// Where the last column ends.
const EDGE: f64 = 960.0;

pub fn draw(moved: &Moved) -> Result<String, String> {
    let again = &moved.top_again.rate;
    let (found, all) = (again.numerator(), again.denominator());
    let found = match found {
        0 => "None".to_owned(),
        found => count(found),
    };
    let title = format!(
        "{found} of {} {top} customer{} {} {top} again",
        count(all),
        if all == 1 { "" } else { "s" },
        if again.numerator() > 1 { "are" } else { "is" },
        top = moved.top,
    );
    // A row of nobody would show nothing.
    let rows: Vec<&[Cell]> = moved
        .rows()
        .filter(|cells| cells.iter().any(|cell| cell.customers > 0))
        .collect();
    let foot = TOP + HEIGHT * rows.len() as f64;
    let height = (foot + 82.0) as u32;
    let subtitle = format!(
        "{} up, {} down, {} stayed, {} left, {} entered. {} against {}",
        count(moved.upward.rate.numerator()),
        count(moved.downward.rate.numerator()),
        count(moved.stayed.rate.numerator()),
        count(moved.left.rate.numerator()),
        count(moved.entered),
        moved.later,
        moved.base,
    );
    let description = describe(&subtitle, &rows);
    picture::draw(
        (1000, height),
        Caption::new(&title, &description),
        |canvas| {
            canvas.text((40.0, 46.0), &title, TITLE)?;
            canvas.text((40.0, 78.0), &subtitle, SUBTITLE)?;
            headings(canvas, moved)?;
            for (at, cells) in rows.iter().enumerate() {
                row(canvas, TOP + HEIGHT * at as f64, cells)?;
            }
            legend(canvas, foot + 22.0)
        },
    )
}

/// The matrix in words.
fn describe(summary: &str, rows: &[&[Cell]]) -> String {
    let name = |tier: &Option<String>| tier.clone().unwrap_or_else(|| "did not buy".to_owned());
    let mut words = format!("{summary}.");
    for cells in rows {
        let moves = cells
            .iter()
            .filter(|cell| cell.customers > 0)
            .map(|cell| format!("{} {}", name(&cell.to), count(cell.customers)));
        let from = cells
            .first()
            .map_or_else(String::new, |cell| name(&cell.from));
        let moves: Vec<String> = moves.collect();
        words.push_str(&format!(" From {from} to: {}.", moves.join(", ")));
    }
    words
}

fn width(columns: usize) -> f64 {
    (RIGHT - LEFT) / columns as f64
}

fn headings(canvas: &Canvas<'_>, moved: &Moved) -> Drawn {
    let columns = moved.cuts.len() + 1;
    let names = moved.cuts.iter().map(|cuts| cuts.tier.as_str());
    canvas.text((40.0, TOP - 20.0), "Base period", HEADING)?;
    canvas.text((LEFT, TOP - 46.0), "Later period", HEADING)?;
    for (at, name) in names.chain(["Did not buy"]).enumerate() {
        let x = LEFT + width(columns) * (at as f64 + 0.5);
        canvas.text((x, TOP - 20.0), name, HEADING.centred())?;
    }
    canvas.text((EDGE, TOP - 46.0), "Revenue", HEADING.ending())?;
    canvas.text((EDGE, TOP - 20.0), "later / base", NOTE.ending())
}

fn row(canvas: &Canvas<'_>, top: f64, cells: &[Cell]) -> Drawn {
    let middle = top + (HEIGHT - GAP) / 2.0;
    let (first, second) = (middle - 11.0, middle + 13.0);
    let all: u64 = cells.iter().map(|cell| cell.customers).sum();
    let from = cells.first().and_then(|cell| cell.from.as_deref());
    canvas.text((40.0, first), from.unwrap_or("Did not buy"), FIGURE)?;
    let heads = counted(all, "customer", "customers");
    canvas.text((40.0, second), &heads, NOTE)?;

    // Nobody is absent in both periods, so that row is short of its last cell.
    let width = width(cells.len() + usize::from(from.is_none()));
    for (at, cell) in cells.iter().enumerate() {
        let left = LEFT + width * at as f64;
        let share = cell.customers as f64 / all as f64;
        let (ground, ink, quiet) = shade(cell, share);
        let (right, bottom) = (left + width - GAP, top + HEIGHT - GAP);
        canvas.block((left, top), (right, bottom), ground)?;
        let x = f64::midpoint(left, right);
        let look = |size| Type::new(size, ink).centred();
        if cell.customers == 0 {
            canvas.text((x, middle), "0", look(15.0))?;
        } else {
            canvas.text((x, first), &count(cell.customers), look(19.0).bold())?;
            let share = percent(Some(share), 1);
            canvas.text((x, second), &share, Type::new(13.0, quiet).centred())?;
        }
    }

    let kept = total(cells.iter().map(|cell| cell.before))
        .zip(total(cells.iter().map(|cell| cell.after)))
        .filter(|(before, _)| before.is_sign_positive())
        .and_then(|(before, after)| after.checked_div(before)?.to_f64());
    let kept = kept.map_or_else(|| UNDEFINED.to_owned(), |kept| percent(Some(kept), 0));
    canvas.text((EDGE, middle), &kept, FIGURE.ending())
}

const fn colour(kind: Kind) -> Colour {
    match kind {
        Kind::Upward => TEAL,
        Kind::Downward => AMBER,
        Kind::Stayed => INDIGO,
        Kind::Left | Kind::Entered => QUIET,
    }
}

/// The colour of a cell, and of what is written on it, large and small.
fn shade(cell: &Cell, share: f64) -> (Colour, Colour, Colour) {
    // Light enough for dark letters or dark enough for white ones, and nothing between.
    let strength = if share <= 0.5 {
        0.07 + 0.8 * share
    } else {
        0.9 + 0.1 * share
    };
    let ground = mixed(colour(cell.kind), strength);
    match (cell.customers, share > 0.5) {
        (0, _) => (mixed(QUIET, 0.07), QUIET, QUIET),
        (_, true) => (ground, WHITE, WHITE),
        (_, false) => (ground, INK, INK),
    }
}

/// So much of a colour, the rest white.
fn mixed(colour: Colour, part: f64) -> Colour {
    let mix = |level: u8| (255.0 - (255.0 - f64::from(level)) * part).round() as u8;
    Colour(mix(colour.0), mix(colour.1), mix(colour.2))
}

fn legend(canvas: &Canvas<'_>, y: f64) -> Drawn {
    let kinds = [
        (Kind::Upward, "a higher tier", 150.0),
        (Kind::Downward, "a lower tier", 150.0),
        (Kind::Stayed, "the same tier", 155.0),
        (Kind::Left, "did not buy in one of the periods", 0.0),
    ];
    let mut x = 40.0;
    for (kind, words, step) in kinds {
        canvas.block((x, y - 8.0), (x + 16.0, y + 8.0), mixed(colour(kind), 0.7))?;
        canvas.text((x + 24.0, y), words, NOTE)?;
        x += step;
    }
    let note = "Customers, and their part of the row; the stronger the colour the larger. Revenue of \
                the row in the later period, of that in the base period.";
    canvas.text((40.0, y + 32.0), note, NOTE)
}
