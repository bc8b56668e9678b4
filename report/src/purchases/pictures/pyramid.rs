//! The customer pyramid, between its shares of customers and of revenue.

use super::{FIGURE, HEADING, NOTE, SUBTITLE, TITLE, finding};
use crate::kit::format::{count, counted, mean, money, percent};
use crate::kit::picture::{
    self, Canvas, Caption, Colour, Drawn, FAINT, INK, SLATE, TEAL, Type, WHITE,
};
use crate::purchases::figures::{Figures, TierFigures};

/// From the apex down, dark to light.
const SLICES: [Colour; 4] = [
    TEAL,
    Colour(0x3a, 0x8a, 0x95),
    Colour(0x6c, 0xa8, 0xb0),
    Colour(0x9f, 0xc6, 0xcb),
];

pub fn draw(figures: &Figures) -> Result<String, String> {
    let title = finding(figures);
    let tiers = figures.pyramid.tiers.iter().map(|tier| {
        format!(
            "{}: {}, {} of all, bring {} of revenue.",
            tier.tier,
            counted(tier.customers, "customer", "customers"),
            percent(tier.share_of_customers, 1),
            percent(tier.share, 1),
        )
    });
    let description = tiers.collect::<Vec<_>>().join(" ");
    let caption = Caption::new(&title, &description);
    picture::draw((1000, 600), caption, |canvas| {
        canvas.text((40.0, 46.0), &title, TITLE)?;
        let subtitle = format!(
            "{}, revenue {}, {}",
            counted(figures.customers, "customer", "customers"),
            money(figures.revenue),
            figures.window,
        );
        canvas.text((40.0, 78.0), &subtitle, SUBTITLE)?;
        canvas.text((LEFT, 124.0), "Share of customers", HEADING.ending())?;
        canvas.text((RIGHT, 124.0), "Share of revenue", HEADING)?;

        let tiers = &figures.pyramid.tiers;
        let shares = tiers
            .iter()
            .flat_map(|tier| [tier.share_of_customers, tier.share])
            .flatten();
        // Both sides to one scale, so that they can be compared.
        let scale = LONGEST / shares.fold(0.0, f64::max);
        for (at, tier) in tiers.iter().enumerate() {
            slice(canvas, at, tiers.len())?;
            bars(canvas, at, tiers.len(), tier, scale)?;
        }
        let note = "Tiers after Curry: Top is the first 1 % of customers by revenue, Big the next 4 %, \
                    Medium the next 15 %, Small the rest. Bars on both sides are to one scale.";
        canvas.text((40.0, 572.0), note, NOTE)
    })
}

/// Where the bars of each side begin, and how long the longest is.
const LEFT: f64 = 345.0;
const RIGHT: f64 = 655.0;
const LONGEST: f64 = 185.0;
/// The pyramid between them.
const APEX: (f64, f64) = (500.0, 146.0);
const FOOT: f64 = 538.0;
const HALF_BASE: f64 = 145.0;
const GAP: f64 = 4.0;

/// Where a tier begins and ends, and half its width at a height.
fn place(at: usize, tiers: usize) -> (f64, f64) {
    let height = (FOOT - APEX.1) / tiers as f64;
    let top = APEX.1 + height * at as f64;
    (top, top + height - GAP)
}

fn half_width(y: f64) -> f64 {
    HALF_BASE * (y - APEX.1) / (FOOT - APEX.1)
}

fn slice(canvas: &Canvas<'_>, at: usize, tiers: usize) -> Drawn {
    let (top, bottom) = place(at, tiers);
    let corner = |side: f64, y: f64| (APEX.0 + side * half_width(y), y);
    let colour = SLICES[at.min(SLICES.len() - 1)];
    canvas.shape(
        [
            corner(-1.0, top),
            corner(1.0, top),
            corner(1.0, bottom),
            corner(-1.0, bottom),
        ],
        colour,
    )
}

fn bars(canvas: &Canvas<'_>, at: usize, tiers: usize, tier: &TierFigures, scale: f64) -> Drawn {
    let (top, bottom) = place(at, tiers);
    let middle = (top + bottom) / 2.0;
    // The apex is a triangle, so its name stands where it is wide enough.
    let name_at = if at == 0 { bottom - 20.0 } else { middle };
    let colour = if at < 2 { WHITE } else { INK };
    let name = Type::new(17.0, colour).bold().centred();
    canvas.text((APEX.0, name_at), &tier.tier, name)?;

    let edge = half_width(middle) + 6.0;
    canvas.line([(LEFT, middle), (APEX.0 - edge, middle)], FAINT, 1.0)?;
    canvas.line([(RIGHT, middle), (APEX.0 + edge, middle)], FAINT, 1.0)?;

    let (upper, lower) = (middle - 27.0, middle + 27.0);
    let length = |share: Option<f64>| (share.unwrap_or(0.0) * scale).max(0.0);
    let (left, right) = (length(tier.share_of_customers), length(tier.share));
    canvas.block((LEFT - left, upper), (LEFT, lower), SLATE)?;
    canvas.block((RIGHT, upper), (RIGHT + right, lower), TEAL)?;

    let (first, second) = (middle - 10.0, middle + 13.0);
    let x = LEFT - left - 10.0;
    canvas.text(
        (x, first),
        &percent(tier.share_of_customers, 1),
        FIGURE.ending(),
    )?;
    let customers = if tier.customers == 1 {
        "customer"
    } else {
        "customers"
    };
    let heads = format!("{} {customers}", count(tier.customers));
    canvas.text((x, second), &heads, NOTE.ending())?;
    let x = RIGHT + right + 10.0;
    canvas.text((x, first), &percent(tier.share, 1), FIGURE)?;
    canvas.text((x, second), &format!("mean {}", mean(tier.mean)), NOTE)
}
