//! The gap or the score of each dimension of a service, with its interval.

use retention::satisfaction::servqual::Form;

use super::{CHALK, HEADING, LABEL, NOTE, SUBTITLE, TITLE};
use crate::kit::axis::Axis;
use crate::kit::format::{capitalised, counted, figure, listed, number, percent, range};
use crate::kit::picture::{
    self, AMBER, Canvas, Caption, Colour, Drawn, FAINT, INK, SLATE, TEAL, WHITE,
};
use crate::survey::figures::servqual::{Figures, Service};

const LEFT: f64 = 220.0;
const RIGHT: f64 = 950.0;
const TOP: f64 = 132.0;
const HEIGHT: f64 = 62.0;

pub fn draw(service: &Service) -> Result<String, String> {
    let gap = service.form == Form::Gap;
    let title = match gap {
        true => "What customers find, less what they expect",
        false => "What customers find",
    };
    let foot = TOP + HEIGHT * service.dimensions.len() as f64;
    let description = description(service, gap);
    let caption = Caption::new(title, &description);
    picture::draw((1000, (foot + 92.0) as u32), caption, |canvas| {
        canvas.text((40.0, 46.0), title, TITLE)?;
        let subtitle = format!(
            "{} of each dimension, on {}, of {}",
            if gap { "Gap" } else { "Score" },
            service.scale,
            counted(service.respondents, "respondent", "respondents"),
        );
        canvas.text((40.0, 76.0), &subtitle, SUBTITLE)?;
        let axis = axis(service, gap);
        ground(canvas, &axis, foot)?;
        if gap {
            let zero = axis.at(0.0);
            canvas.dashes([(zero, TOP), (zero, foot)], SLATE, 1.5)?;
            canvas.text((zero, TOP - 18.0), "as expected", NOTE.centred())?;
        }
        for (at, one) in service.dimensions.iter().enumerate() {
            row(canvas, &axis, TOP + HEIGHT * (at as f64 + 0.5), one, gap)?;
        }
        let note = match gap {
            true => {
                "Dots with 95 % intervals; amber where less is found than expected, beyond chance."
            }
            false => "Dots with 95 % intervals.",
        };
        canvas.text((40.0, foot + 62.0), note, NOTE)
    })
}

/// Each dimension's figure with its interval.
fn description(service: &Service, gap: bool) -> String {
    let dimensions = service.dimensions.iter().map(|one| {
        let score = &one.score;
        format!(
            "{} {} ({})",
            one.dimension,
            figure(score.mean, 2),
            range(score.lower, score.upper, 2),
        )
    });
    let dimensions: Vec<String> = dimensions.collect();
    format!(
        "{} of each dimension with its 95 % interval: {}.",
        if gap { "Gap" } else { "Score" },
        listed(&dimensions),
    )
}

fn axis(service: &Service, gap: bool) -> Axis {
    let ends = service.dimensions.iter().flat_map(|one| {
        let score = &one.score;
        [score.mean, score.lower, score.upper].into_iter().flatten()
    });
    Axis::around(ends.chain(gap.then_some(0.0)), 0.12, LEFT, RIGHT)
}

fn ground(canvas: &Canvas<'_>, axis: &Axis, foot: f64) -> Drawn {
    canvas.block((LEFT, TOP), (RIGHT, foot), CHALK)?;
    let (marks, decimals) = axis.marks();
    for mark in marks {
        let x = axis.at(mark);
        canvas.line([(x, TOP), (x, foot)], FAINT, 0.75)?;
        canvas.text((x, foot + 18.0), &number(mark, decimals), NOTE.centred())?;
    }
    Ok(())
}

fn row(canvas: &Canvas<'_>, axis: &Axis, middle: f64, one: &Figures, gap: bool) -> Drawn {
    canvas.text(
        (40.0, middle - 11.0),
        &capitalised(one.dimension.name()),
        HEADING,
    )?;
    let weight = format!("weight {}", percent(Some(one.weight), 0));
    canvas.text((40.0, middle + 11.0), &weight, NOTE)?;
    let score = &one.score;
    let Some(mean) = score.mean else {
        return canvas.text((LEFT + 12.0, middle), "nobody answered enough", NOTE);
    };
    if let Some((lower, upper)) = score.lower.zip(score.upper) {
        let (from, to) = (axis.at(lower), axis.at(upper));
        canvas.line([(from, middle), (to, middle)], INK, 2.0)?;
        for end in [from, to] {
            canvas.line([(end, middle - 6.0), (end, middle + 6.0)], INK, 2.0)?;
        }
    }
    let x = axis.at(mean);
    canvas.dot((x, middle), 7.5, WHITE)?;
    canvas.dot((x, middle), 6.0, colour(one, gap))?;
    canvas.text((x, middle - 18.0), &number(mean, 2), LABEL.bold().centred())
}

fn colour(one: &Figures, gap: bool) -> Colour {
    let short = one.score.mean.is_some_and(|mean| mean < 0.0);
    if gap && short && one.score.is_told() {
        AMBER
    } else {
        TEAL
    }
}
