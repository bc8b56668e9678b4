//! Who changed stage between two dates.

use chrono::NaiveDate;
use retention::Result;
use retention::estimate::Proportion;
use retention::lifecycle::{Rules, Stage, StageChanges, Stages};
use retention::period::Window;
use retention::purchases::PurchaseLog;
use serde::Serialize;

use crate::purchases::figures::Question;

/// The two dates that the user wants to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates {
    pub earlier: NaiveDate,
    pub later: NaiveDate,
}

/// Why these two dates are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Chosen {
    /// The user wants these.
    Given,
    /// The two periods of the migration end on them.
    EndsOfPeriods,
    /// They are the end of the base period and, before that of the later one, the end of the window.
    EndOfPeriodAndWindow,
}

/// Those who were in one stage at the earlier date and are in one at the later.
#[derive(Debug, Serialize)]
pub struct StageCell {
    pub from: Option<Stage>,
    pub to: Option<Stage>,
    pub customers: u64,
}

#[derive(Debug, Serialize)]
pub struct Changes {
    pub earlier: NaiveDate,
    pub later: NaiveDate,
    pub chosen: Chosen,
    /// By stage at the earlier date, then at the later one; no stage for those without a purchase up to the
    /// date.
    pub cells: Vec<StageCell>,
    /// Who was called ended at the earlier date, and bought again up to the later one.
    pub came_back: Proportion,
}

impl Changes {
    /// The changes, or why there are none.
    ///
    /// # Errors
    /// Those of the library.
    pub fn find(
        log: &PurchaseLog<&str>,
        question: &Question,
        rules: &Rules,
    ) -> Result<std::result::Result<Self, String>> {
        let (dates, chosen) = match dates(question) {
            Ok(found) => found,
            Err(why) => return Ok(Err(why)),
        };
        let until = |date| {
            let window = Window::new(question.window.from(), date)?;
            log.observe(window, question.policy)
        };
        let (earlier, later) = (until(dates.earlier)?, until(dates.later)?);
        let (earlier, later) = (Stages::of(&earlier, *rules)?, Stages::of(&later, *rules)?);
        if later.rows.is_empty() {
            return Ok(Err(format!("nobody had bought up to {}", dates.later)));
        }
        let changes = StageChanges::between(&earlier, &later)?;
        let cells = changes
            .transitions
            .cells()
            .iter()
            // Both look back to the same first day, so nobody loses a purchase.
            .filter(|cell| cell.to.is_some())
            .map(|cell| StageCell {
                from: cell.from,
                to: cell.to,
                customers: cell.customers,
            });
        Ok(Ok(Self {
            earlier: dates.earlier,
            later: dates.later,
            chosen,
            cells: cells.collect(),
            came_back: came_back(&earlier, &later)?,
        }))
    }

    pub fn count(&self, from: Option<Stage>, to: Stage) -> u64 {
        let cells = self.cells.iter();
        cells
            .filter(|cell| cell.from == from && cell.to == Some(to))
            .map(|cell| cell.customers)
            .sum()
    }
}

/// Those asked for, or the ends of the periods of the migration as far as there are records.
fn dates(question: &Question) -> std::result::Result<(Dates, Chosen), String> {
    if let Some(dates) = question.stages_between {
        return Ok((dates, Chosen::Given));
    }
    let window = question.window;
    let Some(periods) = question.periods else {
        return Err(format!(
            "{window} is shorter than two months, so there are no two periods whose ends could be \
             compared; --stages-between names two dates",
        ));
    };
    let (earlier, end) = (periods.base.to(), periods.later.to());
    let later = end.min(window.to());
    if earlier < window.from() {
        return Err(format!(
            "the base period ends on {earlier}, before the window begins on {}",
            window.from(),
        ));
    }
    if later <= earlier {
        return Err(format!(
            "the window ends on {}, not after the base period",
            window.to(),
        ));
    }
    let chosen = if later == end {
        Chosen::EndsOfPeriods
    } else {
        Chosen::EndOfPeriodAndWindow
    };
    Ok((Dates { earlier, later }, chosen))
}

fn came_back(earlier: &Stages<&str>, later: &Stages<&str>) -> Result<Proportion> {
    let (mut ended, mut again) = (0, 0);
    for before in earlier.in_stage(Stage::Termination) {
        ended += 1;
        let now = later.get(before.customer);
        again += u64::from(now.is_some_and(|now| now.purchases > before.result.purchases));
    }
    Proportion::new(again, ended)
}
