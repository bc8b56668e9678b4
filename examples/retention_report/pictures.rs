//! The two pictures: the pyramid and the Lorenz curve.

use rust_decimal::Decimal;

use crate::figures::{Figures, TierFigures};
use crate::kit::format::{count, counted, mean, money, number, percent};
use crate::kit::picture::{
    self, AMBER, Canvas, Colour, Drawn, FAINT, INK, PALE, QUIET, SLATE, TEAL, Type, WHITE,
};

const TITLE: Type = Type::new(26.0, INK).bold();
const SUBTITLE: Type = Type::new(15.0, QUIET);
const NOTE: Type = Type::new(13.0, QUIET);
const FIGURE: Type = Type::new(19.0, INK).bold();
const HEADING: Type = Type::new(15.0, INK).bold();
const LABEL: Type = Type::new(14.0, INK);

/// The pictures by file name; none where shares of revenue say nothing.
///
/// # Errors
/// What the backend says.
pub fn draw(figures: &Figures) -> Result<Vec<(&'static str, String)>, String> {
    if figures.revenue <= Decimal::ZERO {
        return Ok(Vec::new());
    }
    Ok(vec![
        ("pyramid.svg", pyramid(figures)?),
        ("lorenz.svg", lorenz(figures)?),
    ])
}

/// The finding that both pictures show.
fn finding(figures: &Figures) -> String {
    format!(
        "The top {} of customers bring {} of revenue",
        percent(Some(top_share_of_customers(figures)), 0),
        percent(figures.concentration.top_20_percent_share, 1),
    )
}

/// The top 20 %, which is more where rounding up to a whole customer makes a difference.
fn top_share_of_customers(figures: &Figures) -> f64 {
    figures.concentration.top_20_percent_customers as f64 / figures.customers as f64
}

/// From the apex down, dark to light.
const SLICES: [Colour; 4] = [
    TEAL,
    Colour(0x3a, 0x8a, 0x95),
    Colour(0x6c, 0xa8, 0xb0),
    Colour(0x9f, 0xc6, 0xcb),
];

fn pyramid(figures: &Figures) -> Result<String, String> {
    let title = finding(figures);
    picture::draw((1000, 600), &title, |canvas| {
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

fn lorenz(figures: &Figures) -> Result<String, String> {
    let title = finding(figures);
    let shares = &figures.concentration;
    let law = &shares.pareto_80_20;
    let points = figures.curve.lorenz(400);
    // Below zero where customers have cost more than they brought.
    let lowest = points.iter().map(|point| point.amount).fold(0.0, f64::min);
    let frame = Frame {
        lowest: (lowest * 10.0).floor() / 10.0,
    };
    picture::draw((1000, 760), &title, |canvas| {
        canvas.text((40.0, 46.0), &title, TITLE)?;
        let gini = shares.gini.map_or_else(
            || "Gini not defined, as some revenue is negative".to_owned(),
            |gini| format!("Gini {}", number(gini, 2)),
        );
        let subtitle = format!(
            "{gini}; under the 80/20 law {}. {}, {}",
            number(law.gini, 2),
            counted(figures.customers, "customer", "customers"),
            figures.window,
        );
        canvas.text((40.0, 78.0), &subtitle, SUBTITLE)?;
        frame.grid(canvas)?;

        let curve: Vec<_> = points
            .iter()
            .map(|point| frame.at(point.customers, point.amount))
            .collect();
        let diagonal = [frame.at(0.0, 0.0), frame.at(1.0, 1.0)];
        canvas.shape(
            curve.iter().copied().chain([diagonal[1], diagonal[0]]),
            PALE,
        )?;
        canvas.line(diagonal, QUIET, 1.25)?;
        let yardstick: Vec<_> = (0..=400)
            // Closest together at the end, where the law is steepest.
            .map(|step| (1.0 - f64::from(step) / 400.0).powi(3))
            .filter_map(|above| {
                let top = law.law.top_share(above).ok()?;
                Some(frame.at(1.0 - above, 1.0 - top))
            })
            .collect();
        canvas.dashes(yardstick, AMBER, 1.5)?;
        canvas.line(curve, TEAL, 3.0)?;

        let customers = top_share_of_customers(figures);
        // A single customer is the whole picture, and leaves no room for a note.
        if let Some(top) = shares.top_20_percent_share
            && customers <= 0.5
        {
            annotate(canvas, &frame, customers, top)?;
        }
        legend(canvas, &frame)
    })
}

/// The square that the curve is drawn in.
struct Frame {
    lowest: f64,
}

impl Frame {
    const LEFT: f64 = 110.0;
    const RIGHT: f64 = 960.0;
    const TOP: f64 = 138.0;
    const BOTTOM: f64 = 670.0;

    fn at(&self, customers: f64, revenue: f64) -> (f64, f64) {
        let x = Self::LEFT + (Self::RIGHT - Self::LEFT) * customers;
        let up = (revenue - self.lowest) / (1.0 - self.lowest);
        (x, Self::BOTTOM - (Self::BOTTOM - Self::TOP) * up)
    }

    fn grid(&self, canvas: &Canvas<'_>) -> Drawn {
        for step in 0..=5 {
            let share = f64::from(step) / 5.0;
            let shown = format!("{} %", step * 20);
            let (x, y) = self.at(share, share);
            canvas.line([(Self::LEFT, y), (Self::RIGHT, y)], FAINT, 1.0)?;
            canvas.text((Self::LEFT - 12.0, y), &shown, NOTE.ending())?;
            canvas.text((x, Self::BOTTOM + 18.0), &shown, NOTE.centred())?;
        }
        let middle = f64::midpoint(Self::LEFT, Self::RIGHT);
        let across = "Share of customers, from those who bring least to those who bring most";
        canvas.text((middle, Self::BOTTOM + 52.0), across, LABEL.centred())?;
        canvas.text((40.0, Self::TOP - 24.0), "Share of revenue", LABEL)
    }
}

/// Marks what the top 20 % bring: the part of the height above the curve.
fn annotate(canvas: &Canvas<'_>, frame: &Frame, customers: f64, top: f64) -> Drawn {
    let point = frame.at(1.0 - customers, 1.0 - top);
    let end = frame.at(1.0 - customers, 1.0);
    canvas.line([point, end], INK, 1.25)?;
    canvas.line([(end.0 - 6.0, end.1), (end.0 + 6.0, end.1)], INK, 1.25)?;
    canvas.dot(point, 6.0, WHITE)?;
    canvas.dot(point, 4.5, TEAL)?;
    let x = end.0 - 14.0;
    canvas.text((x, end.1 + 24.0), &percent(Some(top), 1), FIGURE.ending())?;
    let note = format!("of revenue from the top {}", percent(Some(customers), 0));
    canvas.text((x, end.1 + 46.0), &note, NOTE.ending())
}

fn legend(canvas: &Canvas<'_>, frame: &Frame) -> Drawn {
    let (x, y) = frame.at(0.03, 0.95);
    let (start, end, text) = (x, x + 34.0, x + 44.0);
    canvas.line([(start, y), (end, y)], TEAL, 3.0)?;
    canvas.text((text, y), "These customers", LABEL)?;
    canvas.dashes([(start, y + 26.0), (end, y + 26.0)], AMBER, 1.5)?;
    canvas.text((text, y + 26.0), "80/20 law", LABEL)?;
    canvas.line([(start, y + 52.0), (end, y + 52.0)], QUIET, 1.25)?;
    canvas.text((text, y + 52.0), "All bring the same", LABEL)
}
