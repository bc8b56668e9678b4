//! Customer value added of each supplier, its interval, and how probable each band is.

use retention::value::added::Band;

use super::{HEADING, LABEL, NOTE, SUBTITLE, TITLE};
use crate::kit::axis::Axis;
use crate::kit::format::{count, counted, listed, number, quoted, shortened};
use crate::kit::labels::{fitted, text_width};
use crate::kit::picture::{
    self, Canvas, Caption, Colour, Drawn, FAINT, INK, SLATE, TEAL, Type, WHITE,
};
use crate::survey::figures::worth::{Supplier, ValueAdded};

const LEFT: f64 = 220.0;
const RIGHT: f64 = 690.0;
const TOP: f64 = 152.0;
const HEIGHT: f64 = 62.0;
/// The bars of the probabilities.
const BAR: (f64, f64) = (730.0, 960.0);

/// From the worst band to the best.
const BANDS: [(Band, &str, Colour); 4] = [
    (Band::BelowParity, "Below parity", Colour(0xf3, 0xdf, 0xce)),
    (Band::Parity, "Parity", Colour(0xe9, 0xec, 0xef)),
    (Band::AboveParity, "Above parity", Colour(0xc9, 0xe2, 0xe5)),
    (Band::WorldClass, "World class", Colour(0x97, 0xc6, 0xcc)),
];

pub fn draw(added: &ValueAdded) -> Result<String, String> {
    let title = "What each supplier is worth to its own customers";
    let foot = TOP + HEIGHT * added.suppliers.len() as f64;
    let description = description(added);
    let caption = Caption::new(title, &description);
    picture::draw((1000, (foot + 128.0) as u32), caption, |canvas| {
        canvas.text((40.0, 46.0), title, TITLE)?;
        let subtitle = format!(
            "Customer value added: mean of {} over that of the other {}",
            quoted(&fitted(&added.worth.label, SUBTITLE, 320.0)),
            match added.suppliers.len() {
                2 => "supplier".to_owned(),
                many => format!("{} suppliers", many - 1),
            },
        );
        canvas.text((40.0, 76.0), &subtitle, SUBTITLE)?;
        let bands = &added.options;
        let seams = [
            bands.parity_from,
            bands.above_parity_from,
            bands.world_class_above,
        ];
        let axis = axis(added, &seams);
        grounds(canvas, &axis, &seams, foot)?;
        canvas.text((BAR.0, TOP - 22.0), "Probability of each band, %", HEADING)?;
        for (at, supplier) in added.suppliers.iter().enumerate() {
            row(canvas, &axis, TOP + HEIGHT * (at as f64 + 0.5), supplier)?;
        }
        legend(canvas, foot + 66.0)?;
        let note = "Dots with 95 % intervals. Each supplier is rated by its own customers only: \
                    this is not a served market.";
        canvas.text((40.0, foot + 98.0), note, NOTE)
    })
}

/// Each supplier's figure with its interval.
fn description(added: &ValueAdded) -> String {
    let suppliers = added.suppliers.iter().map(|one| {
        let name = shortened(&one.label, 60);
        let value = number(one.customer_value_added, 3);
        match one.lower.zip(one.upper) {
            Some((lower, upper)) => {
                format!(
                    "{name} {value} ({} to {})",
                    number(lower, 3),
                    number(upper, 3)
                )
            }
            None => format!("{name} {value}"),
        }
    });
    let suppliers: Vec<String> = suppliers.collect();
    format!(
        "Customer value added of each supplier with its 95 % interval; 1 is as much as the others: {}.",
        listed(&suppliers),
    )
}

/// From below the lowest interval to above the highest, parity among it.
fn axis(added: &ValueAdded, seams: &[f64]) -> Axis {
    let ends = added.suppliers.iter().flat_map(|supplier| {
        let middle = supplier.customer_value_added;
        let (low, high) = (supplier.lower, supplier.upper);
        [middle, low.unwrap_or(middle), high.unwrap_or(middle)]
    });
    let (first, last) = (seams.first().copied(), seams.last().copied());
    Axis::around(ends.chain(first).chain(last), 0.04, LEFT, RIGHT)
}

fn grounds(canvas: &Canvas<'_>, axis: &Axis, seams: &[f64], foot: f64) -> Drawn {
    let mut edges = vec![axis.low];
    edges.extend(seams);
    edges.push(axis.high);
    for ((_, _, colour), ends) in BANDS.iter().zip(edges.windows(2)) {
        let (from, to) = (axis.at(ends[0]), axis.at(ends[1]));
        canvas.block((from, TOP), (to, foot), *colour)?;
    }
    let (marks, decimals) = axis.marks();
    for mark in marks {
        let x = axis.at(mark);
        canvas.line([(x, foot), (x, foot + 5.0)], FAINT, 1.0)?;
        canvas.text((x, foot + 18.0), &number(mark, decimals), NOTE.centred())?;
    }
    let parity = axis.at(1.0);
    canvas.dashes([(parity, TOP), (parity, foot)], SLATE, 1.25)?;
    canvas.text(
        (parity, TOP - 22.0),
        "as much as the others",
        NOTE.centred(),
    )
}

fn row(canvas: &Canvas<'_>, axis: &Axis, middle: f64, supplier: &Supplier) -> Drawn {
    let name = fitted(&supplier.label, HEADING, 170.0);
    canvas.text((40.0, middle - 11.0), &name, HEADING)?;
    let heads = counted(supplier.customers, "customer", "customers");
    canvas.text((40.0, middle + 11.0), &heads, NOTE)?;
    let x = axis.at(supplier.customer_value_added);
    if let (Some(lower), Some(upper)) = (supplier.lower, supplier.upper) {
        let (from, to) = (axis.at(lower), axis.at(upper));
        canvas.line([(from, middle), (to, middle)], INK, 2.0)?;
        for end in [from, to] {
            canvas.line([(end, middle - 6.0), (end, middle + 6.0)], INK, 2.0)?;
        }
    }
    canvas.dot((x, middle), 7.5, WHITE)?;
    canvas.dot((x, middle), 6.0, TEAL)?;
    let shown = number(supplier.customer_value_added, 3);
    canvas.text((x, middle - 18.0), &shown, LABEL.bold().centred())?;

    let Some(probabilities) = &supplier.band_probabilities else {
        return canvas.text((BAR.0, middle), "not known", NOTE);
    };
    let mut from = BAR.0;
    for (band, _, colour) in BANDS {
        let probability = probabilities.probability(band);
        let to = from + (BAR.1 - BAR.0) * probability;
        canvas.block((from, middle - 13.0), (to, middle + 13.0), colour)?;
        let percent = count((probability * 100.0).round() as u64);
        // Where there is room for it.
        if text_width(&percent, 13.0, false) + 6.0 < to - from {
            let look = Type::new(13.0, INK).centred();
            canvas.text((f64::midpoint(from, to), middle), &percent, look)?;
        }
        from = to;
    }
    Ok(())
}

fn legend(canvas: &Canvas<'_>, y: f64) -> Drawn {
    let mut x = 40.0;
    for (_, name, colour) in BANDS {
        canvas.block((x, y - 8.0), (x + 16.0, y + 8.0), colour)?;
        canvas.text((x + 24.0, y), name, NOTE)?;
        x += 24.0 + text_width(name, NOTE.size, false) + 30.0;
    }
    Ok(())
}
