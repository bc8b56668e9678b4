//! The heat map: who bought again, by the month of the first purchase.

use super::{HEADING, LABEL, NOTE, SUBTITLE, TITLE, mixed};
use crate::churn::figures::Figures;
use crate::churn::figures::cohorts::Cohort;
use crate::kit::format::{count, counted, percent};
use crate::kit::labels::fitted;
use crate::kit::picture::{self, Canvas, Caption, Colour, Drawn, INK, QUIET, TEAL, Type, WHITE};

/// So many cohorts are drawn, the last ones, and so many months of each.
const MOST_COHORTS: usize = 24;
const MOST_MONTHS: usize = 25;
const LEFT: f64 = 190.0;
const RIGHT: f64 = 960.0;
const HEAD: f64 = 146.0;
const GAP: f64 = 2.0;

/// `None` where there is one month only.
pub fn draw(figures: &Figures) -> Result<Option<String>, String> {
    let more = figures.cohorts.len().saturating_sub(MOST_COHORTS);
    let cohorts = &figures.cohorts[more..];
    let months = cohorts.iter().map(Cohort::months).max().unwrap_or(0);
    if months < 2 {
        return Ok(None);
    }
    let drawn = months.min(MOST_MONTHS);
    let averages = &figures.cohort_table.averages;
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
    let table = &figures.cohort_table;
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
    let size = (1000, (foot + 74.0) as u32);
    let svg = picture::draw(size, Caption::new(&title, &description), |canvas| {
        canvas.text((40.0, 46.0), &title, TITLE)?;
        canvas.text((40.0, 76.0), &fitted(&subtitle, SUBTITLE, 920.0), SUBTITLE)?;
        headings(canvas, drawn)?;
        let width = (RIGHT - LEFT) / drawn as f64;
        for (at, cohort) in cohorts.iter().enumerate() {
            let top = HEAD + height * at as f64;
            let middle = top + (height - GAP) / 2.0;
            let mark = if cohort.complete { "" } else { "*" };
            canvas.text((40.0, middle), &format!("{}{mark}", cohort.period), LABEL)?;
            canvas.text(
                (LEFT - 16.0, middle),
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
            canvas.text((40.0, middle), "Average", HEADING)?;
            canvas.text(
                (LEFT - 16.0, middle),
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
    canvas.text((40.0, HEAD - 18.0), "Came in", HEADING)?;
    canvas.text((LEFT - 16.0, HEAD - 18.0), "Customers", NOTE.ending())?;
    canvas.text((LEFT, HEAD - 42.0), "Months since the first purchase", NOTE)?;
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
        let size = if self.width >= 38.0 { 13.0 } else { 11.0 };
        let text = percent(Some(share), 0);
        let text = text.trim_end_matches(" %");
        if is_over {
            canvas.block((self.left, self.top), (right, bottom), ground)?;
            return canvas.text(at, text, Type::new(size, ink).centred());
        }
        let corners = [
            (self.left, self.top),
            (right, self.top),
            (right, bottom),
            (self.left, bottom),
            (self.left, self.top),
        ];
        canvas.dashes(corners, QUIET, 1.0)?;
        canvas.text(at, &format!("{text}*"), Type::new(size, INK).centred())
    }
}

fn legend(canvas: &Canvas<'_>, y: f64) -> Drawn {
    let note = "Percent of the customers of a month who bought in a later one; the stronger the colour the more. \
                Empty: not observed. Dashed, with a star: in part.";
    canvas.text((40.0, y), note, NOTE)?;
    let note = "Average: of the cohorts that were observed whole through all of these months, weighted by customers.";
    canvas.text((40.0, y + 22.0), note, NOTE)
}
