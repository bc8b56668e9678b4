//! The heat map: who bought again, by the month of the first purchase.

use super::{LABEL, NOTE, WIDTH, heading, mixed};
use crate::churn::figures::Figures;
use crate::churn::figures::cohorts::Cohort;
use crate::kit::format::{count, counted, percent};
use crate::kit::picture::{self, Canvas, Caption, Colour, Drawn, INK, QUIET, TEAL, Type, WHITE};

/// So many cohorts are drawn, the last ones, and so many months of each.
const MOST_COHORTS: usize = 24;
const MOST_MONTHS: usize = 25;
const LEFT: f64 = 128.0;
const RIGHT: f64 = 608.0;
const HEAD: f64 = 122.0;
const GAP: f64 = 2.0;

/// `None` without purchases, and where there is one month only.
pub fn draw(figures: &Figures) -> Result<Option<String>, String> {
    let more = figures.cohorts.len().saturating_sub(MOST_COHORTS);
    let cohorts = &figures.cohorts[more..];
    let Some(table) = &figures.cohort_table else {
        return Ok(None);
    };
    let months = cohorts.iter().map(Cohort::months).max().unwrap_or(0);
    if months < 2 {
        return Ok(None);
    }
    let drawn = months.min(MOST_MONTHS);
    let averages = &table.averages;
    let height = if cohorts.len() <= 6 { 54.0 } else { 30.0 };
    let rows = cohorts.len() as f64;
    let foot = HEAD + height * (rows + if averages.len() > 1 { 1.35 } else { 0.0 });
    let title = match averages.get(1) {
        Some(next) => format!(
            "{} of new customers bought again in the month after",
            percent(next.weighted, 1),
        ),
        None => "Who bought again".to_owned(),
    };
    let mut subtitle = format!(
        "{}, {} from {} to {}",
        name(&table.source),
        counted(table.customers, "customer", "customers"),
        table.window.from(),
        table.window.to(),
    );
    if more > 0 {
        subtitle.push_str(&format!(
            "; {} not drawn",
            counted(more, "earlier cohort", "earlier cohorts")
        ));
    }
    let scale = Scale::of(cohorts, drawn);
    let description = description(&subtitle, cohorts, averages);
    let size = (WIDTH as u32, (foot + 92.0) as u32);
    let svg = picture::draw(size, Caption::new(&title, &description), |canvas| {
        heading(canvas, &title, &subtitle)?;
        headings(canvas, drawn)?;
        let width = (RIGHT - LEFT) / drawn as f64;
        for (at, cohort) in cohorts.iter().enumerate() {
            let top = HEAD + height * at as f64;
            let middle = top + (height - GAP) / 2.0;
            let mark = if cohort.complete { "" } else { "*" };
            canvas.text((20.0, middle), &format!("{}{mark}", cohort.period), LABEL)?;
            canvas.text(
                (LEFT - 8.0, middle),
                &count(cohort.customers),
                NOTE.ending(),
            )?;
            for age in 0..drawn {
                let Some(share) = cohort.retention.get(age).copied().flatten() else {
                    continue;
                };
                let cell = Cell {
                    left: LEFT + width * age as f64,
                    width,
                    top,
                    height,
                };
                cell.draw(canvas, &scale, share, cohort.is_whole(age), age)?;
            }
        }
        if averages.len() > 1 {
            let top = HEAD + height * (rows + 0.35);
            let middle = top + (height - GAP) / 2.0;
            canvas.text((20.0, middle), "Average", LABEL.bold())?;
            canvas.text(
                (LEFT - 8.0, middle),
                &count(averages[0].base),
                NOTE.ending(),
            )?;
            for (age, average) in averages.iter().enumerate().take(drawn) {
                let Some(share) = average.weighted else {
                    continue;
                };
                let cell = Cell {
                    left: LEFT + width * age as f64,
                    width,
                    top,
                    height,
                };
                cell.draw(canvas, &scale, share, true, age)?;
            }
        }
        legend(canvas, foot + 26.0)
    });
    svg.map(Some)
}

/// The name of a file without its folders.
fn name(source: &str) -> &str {
    source.rsplit(['/', '\\']).next().unwrap_or(source)
}

fn description(
    subtitle: &str,
    cohorts: &[Cohort],
    averages: &[crate::churn::figures::cohorts::Average],
) -> String {
    let shares = |values: &mut dyn Iterator<Item = Option<f64>>| {
        let values = values.flatten().map(|share| percent(Some(share), 0));
        values.collect::<Vec<_>>().join(", ")
    };
    let mut words =
        format!("Share of customers who bought, in each month since the first. {subtitle}.");
    for cohort in cohorts {
        let found = shares(&mut cohort.retention.iter().copied());
        words.push_str(&format!(
            " {}, {}: {found}.",
            cohort.period,
            count(cohort.customers)
        ));
    }
    if !averages.is_empty() {
        let found = shares(&mut averages.iter().map(|average| average.weighted));
        words.push_str(&format!(" Average: {found}."));
    }
    words
}

fn headings(canvas: &Canvas<'_>, months: usize) -> Drawn {
    canvas.text((20.0, HEAD - 18.0), "Came in", LABEL.bold())?;
    canvas.text(
        (LEFT, HEAD - 36.0),
        "Months since the first purchase; customers before them",
        NOTE,
    )?;
    let width = (RIGHT - LEFT) / months as f64;
    for age in 0..months {
        let x = LEFT + width * (age as f64 + 0.5);
        canvas.text((x, HEAD - 18.0), &count(age), NOTE.centred())?;
    }
    Ok(())
}

/// From the smallest to the largest share after the first month, which all are in.
struct Scale {
    most: f64,
}

impl Scale {
    fn of(cohorts: &[Cohort], months: usize) -> Self {
        let shares = cohorts
            .iter()
            .flat_map(|cohort| cohort.retention.iter().take(months).skip(1));
        let most = shares.flatten().copied().fold(0.0, f64::max);
        Self {
            most: most.max(0.01),
        }
    }

    /// The ground and the ink: light enough for dark letters or dark enough for white ones.
    fn colours(&self, share: f64, age: usize) -> (Colour, Colour) {
        if age == 0 {
            return (mixed(QUIET, 0.14), INK);
        }
        let part = (share / self.most).clamp(0.0, 1.0);
        if part > 0.72 {
            return (mixed(TEAL, 0.62 + 0.38 * part), WHITE);
        }
        (mixed(TEAL, 0.05 + 0.6 * part), INK)
    }
}

struct Cell {
    left: f64,
    width: f64,
    top: f64,
    height: f64,
}

impl Cell {
    fn draw(
        &self,
        canvas: &Canvas<'_>,
        scale: &Scale,
        share: f64,
        is_over: bool,
        age: usize,
    ) -> Drawn {
        let (right, bottom) = (self.left + self.width - GAP, self.top + self.height - GAP);
        let (ground, ink) = scale.colours(share, age);
        let at = (
            f64::midpoint(self.left, right),
            f64::midpoint(self.top, bottom),
        );
        // Where a number has no room the colour says it, and the table below.
        let size = match self.width {
            ..20.0 => None,
            ..30.0 => Some(10.5),
            _ => Some(12.0),
        };
        let write = |text: &str, ink| match size {
            Some(size) => canvas.text(at, text, Type::new(size, ink).centred()),
            None => Ok(()),
        };
        let text = percent(Some(share), 0);
        let text = text.trim_end_matches(" %");
        if is_over {
            canvas.block((self.left, self.top), (right, bottom), ground)?;
            return write(text, ink);
        }
        let corners = [
            (self.left, self.top),
            (right, self.top),
            (right, bottom),
            (self.left, bottom),
            (self.left, self.top),
        ];
        canvas.dashes(corners, QUIET, 1.0)?;
        write(&format!("{text}*"), INK)
    }
}

fn legend(canvas: &Canvas<'_>, y: f64) -> Drawn {
    let notes = [
        "Percent of the customers of a month who bought so many months later; the stronger the",
        "colour the more. Empty: not observed. Dashed, with a star: observed in part. Average:",
        "of the cohorts observed whole through all of these months, weighted by customers.",
    ];
    for (at, note) in notes.into_iter().enumerate() {
        canvas.text((20.0, y + 20.0 * at as f64), note, NOTE)?;
    }
    Ok(())
}
