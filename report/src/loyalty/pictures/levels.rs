//! The levels of each provider and group as bars of equal length.

use super::{LABEL, NOTE, SUBTITLE, TITLE};
use crate::kit::format::{count, percent, shortened};
use crate::kit::labels::{fitted, text_width};
use crate::kit::picture::{
    self, Canvas, Caption, Colour, Drawn, FAINT, INK, SLATE, TEAL, Type, WHITE,
};
use crate::loyalty::figures::{Figures, Segment};
use crate::loyalty::report::cut;

const LEFT: f64 = 230.0;
const RIGHT: f64 = 940.0;
const HEAD: f64 = 150.0;
const STEP: f64 = 52.0;
const BAR: f64 = 34.0;

const LEVELS: [(&str, Colour, Colour); 4] = [
    ("Below cognitive", FAINT, INK),
    ("Cognitive", SLATE, INK),
    ("Affective", Colour(0x5d, 0x96, 0xa0), WHITE),
    ("Conative or further", TEAL, WHITE),
];

pub fn draw(figures: &Figures) -> Result<String, String> {
    let share = figures.everybody.level_shares.conative.share;
    let title = match share {
        Some(share) => format!(
            "{} attain conative loyalty; what they then do was not asked",
            percent(Some(share), 0),
        ),
        None => "Loyalty levels; what customers then do was not asked".to_owned(),
    };
    let rows = figures.segments().count();
    let foot = HEAD + STEP * rows as f64 + 22.0 * 2.0;
    let description = description(figures);
    let caption = Caption::new(&title, &description);
    picture::draw((1000, foot as u32 + 84), caption, |canvas| {
        canvas.text((40.0, 46.0), &title, TITLE)?;
        let subtitle = format!(
            "Customers by the phase attained, each phase from a score of {} on {}",
            cut(figures.cuts.threshold),
            figures.scale,
        );
        canvas.text((40.0, 76.0), &subtitle, SUBTITLE)?;
        legend(canvas)?;
        let mut y = HEAD;
        for (at, segment) in figures.segments().enumerate() {
            // Everybody, the providers and the groups stand apart.
            if at == 1 || at == 1 + figures.providers.len() {
                y += 22.0;
            }
            bar(canvas, segment, y)?;
            y += STEP;
        }
        let note = "Customers whose level is known. Below each bar: where its last part may begin, by \
                    Wilson's 95 % interval.";
        canvas.text((40.0, foot + 46.0), note, NOTE)
    })
}

/// How many customers of each segment are on each level.
fn description(figures: &Figures) -> String {
    let segments = figures.segments().map(|segment| {
        let [below, cognitive, affective, conative] = segment.levels.each().map(count);
        format!(
            "{}: {below} below cognitive, {cognitive} cognitive, {affective} affective, {conative} \
             conative or further.",
            shortened(&segment.name, 60),
        )
    });
    let segments: Vec<String> = segments.collect();
    format!("Customers by the phase attained. {}", segments.join(" "))
}

fn legend(canvas: &Canvas<'_>) -> Drawn {
    let (mut x, y) = (LEFT, 112.0);
    for (name, colour, _) in LEVELS {
        canvas.block((x, y - 7.0), (x + 14.0, y + 7.0), colour)?;
        canvas.text((x + 22.0, y), name, NOTE)?;
        x += 22.0 + text_width(name, NOTE.size, false) + 26.0;
    }
    Ok(())
}

fn bar(canvas: &Canvas<'_>, segment: &Segment, y: f64) -> Drawn {
    let (head, foot, middle) = (y, y + BAR, y + BAR / 2.0);
    let customers = format!(" ({})", count(segment.customers));
    let room = LEFT - 54.0 - text_width(&customers, LABEL.size, false);
    let name = fitted(&segment.name, LABEL, room) + &customers;
    canvas.text((LEFT - 14.0, middle), &name, LABEL.ending())?;
    let counts = segment.levels.each();
    let decided: u64 = counts.iter().sum();
    if decided == 0 || segment.level_shares.conative.insufficient {
        return canvas.text((LEFT, middle), "insufficient", NOTE);
    }
    let width = |count: u64| (RIGHT - LEFT) * count as f64 / decided as f64;
    let mut x = LEFT;
    for (number, (_, colour, ink)) in counts.into_iter().zip(LEVELS) {
        let end = x + width(number);
        canvas.block((x, head), (end, foot), colour)?;
        let look = Type {
            colour: ink,
            ..LABEL.centred()
        };
        let text = count(number);
        if end - x > text_width(&text, LABEL.size, false) + 8.0 {
            canvas.text((f64::midpoint(x, end), middle), &text, look)?;
        }
        x = end;
    }
    whisker(canvas, segment, foot + 5.0)
}

/// The interval of the last share, measured from the right end.
fn whisker(canvas: &Canvas<'_>, segment: &Segment, y: f64) -> Drawn {
    let share = &segment.level_shares.conative;
    let (Some(lower), Some(upper)) = (share.lower, share.upper) else {
        return Ok(());
    };
    let at = |share: f64| RIGHT - (RIGHT - LEFT) * share;
    let (from, to) = (at(upper), at(lower));
    canvas.line([(from, y), (to, y)], INK, 1.25)?;
    for x in [from, to] {
        canvas.line([(x, y - 3.0), (x, y + 3.0)], INK, 1.25)?;
    }
    Ok(())
}
