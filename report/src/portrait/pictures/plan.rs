//! What is at stake with the customers of the plan, from the first to the last.

use rust_decimal::prelude::ToPrimitive;

use super::{LABEL, NOTE, SUBTITLE, TITLE, amount};
use crate::kit::axis::Axis;
use crate::kit::format::{count, money};
use crate::kit::picture::{self, Caption, FAINT, TEAL};
use crate::portrait::figures::Figures;

const LEFT: f64 = 120.0;
const RIGHT: f64 = 940.0;
const HEAD: f64 = 120.0;
const FOOT: f64 = 470.0;

/// None of fewer than two customers.
pub fn draw(figures: &Figures) -> Result<Option<String>, String> {
    let plan = &figures.plan;
    let all = figures.plan_summary.value_at_stake;
    let (Some(most), true) = (all.to_f64().filter(|most| *most > 0.0), plan.len() > 1) else {
        return Ok(None);
    };
    let title = format!("{} customers, {} at stake", count(plan.len()), money(all));
    let subtitle = "What is at stake with the customers of the plan, added up from the first";
    let tenth = plan.get(plan.len() / 10).map(|row| money(row.value_so_far));
    let told = format!(
        "{subtitle}. After the first tenth: {}; after all: {}.",
        tenth.unwrap_or_default(),
        money(all)
    );
    let x = |at: usize| LEFT + (RIGHT - LEFT) * at as f64 / plan.len() as f64;
    let axis = Axis {
        low: 0.0,
        high: most,
        from: FOOT,
        to: HEAD,
    };
    let svg = picture::draw((1000, 540), Caption::new(&title, &told), |canvas| {
        canvas.text((40.0, 46.0), &title, TITLE)?;
        canvas.text((40.0, 76.0), subtitle, SUBTITLE)?;
        let (marks, decimals) = axis.marks();
        for mark in marks {
            let height = axis.at(mark);
            canvas.line([(LEFT, height), (RIGHT, height)], FAINT, 1.0)?;
            canvas.text(
                (LEFT - 12.0, height),
                &amount(mark, decimals),
                LABEL.ending(),
            )?;
        }
        let points = plan.iter().enumerate().map(|(at, row)| {
            let so_far = row.value_so_far.to_f64().unwrap_or(0.0);
            (x(at + 1), axis.at(so_far))
        });
        let points: Vec<(f64, f64)> = std::iter::once((x(0), axis.at(0.0)))
            .chain(points)
            .collect();
        canvas.line(points, TEAL, 2.5)?;
        canvas.text((LEFT, FOOT + 22.0), "0", NOTE.centred())?;
        canvas.text((RIGHT, FOOT + 22.0), &count(plan.len()), NOTE.centred())?;
        let middle = f64::midpoint(LEFT, RIGHT);
        canvas.text(
            (middle, FOOT + 46.0),
            "Customers of the plan",
            NOTE.centred(),
        )
    });
    svg.map(Some)
}
