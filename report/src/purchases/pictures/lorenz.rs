//! The Lorenz curve of revenue.

use retention::pyramid::pareto;

use super::{FIGURE, LABEL, NOTE, SUBTITLE, TITLE, finding, top_share_of_customers};
use crate::kit::format::{counted, figure, number, percent};
use crate::kit::picture::{
    self, AMBER, Canvas, Caption, Drawn, FAINT, INK, PALE, QUIET, TEAL, WHITE,
};
use crate::purchases::figures::Figures;

pub fn draw(figures: &Figures) -> Result<String, String> {
    let title = finding(figures);
    let shares = &figures.concentration;
    let law = &shares.pareto_80_20;
    let points = figures
        .curve
        .lorenz(400)
        .map_err(|error| error.to_string())?;
    // Below zero where customers have cost more than they brought.
    let lowest = points.iter().map(|point| point.amount).fold(0.0, f64::min);
    let frame = Frame {
        lowest: (lowest * 10.0).floor() / 10.0,
    };
    let description = format!(
        "A curve of the share of revenue against the share of customers. 80 % of revenue comes from {} \
         of customers. The Gini coefficient is {}, under the 80/20 law {}.",
        percent(shares.customers_for_80_percent_share, 1),
        figure(shares.gini, 2),
        number(law.gini, 2),
    );
    let caption = Caption::new(&title, &description);
    picture::draw((1000, 760), caption, |canvas| {
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
                let top = pareto::top_share(law.exponent, above).ok()?;
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
