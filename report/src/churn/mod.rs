//! How many customers leave, after how long, and what that costs: a report with pictures, as text and as a
//! page, from a file of customers, and from one of purchases the customers who come back.

mod args;
mod figures;
mod input;
mod pictures;
mod report;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::kit::csv;
use crate::kit::format::counted;
use crate::kit::input::{FileOptions, Input};
use crate::kit::output;
use crate::kit::progress::{Progress, Screen};
use args::ChurnWindow;
use figures::cohorts::{self, Cohort, CohortTable, Purchases};
use figures::spells::Observation;
use figures::{Figures, Question};
use input::{Sheet, Stayed};

pub use args::Args;

/// The report, with its pictures drawn and its page written.
///
/// # Errors
/// A message for the user.
pub fn answer(args: &Args, screen: Screen) -> Result<String, String> {
    let input = match &args.file {
        Some(file) => Input::read(file)?,
        None => Input::bundled(
            "report/data/telecom.csv",
            include_str!("../../data/telecom.csv"),
        ),
    };
    let progress = screen.reading(input.lines());
    let sheet = input::read(&input.data, &args.layout(), |rows| progress.read(rows))
        .map_err(|why| input.says(&why))?;
    let skip = args.reading.skip_bad_rows && !sheet.customers.is_empty();
    let reading = FileOptions {
        skip_bad_rows: skip || sheet.bad.is_empty(),
        ..args.reading.clone()
    };
    input
        .check_with(sheet.advice.as_ref(), &sheet.bad, sheet.rows(), &reading)
        .map_err(|why| match args.reading.skip_bad_rows {
            true => input.says("there is no customer in it when bad rows are skipped\n") + &why,
            false => why,
        })?;
    if sheet.customers.is_empty() {
        return Err(input.says("there is no customer in it"));
    }
    let observation = observation(args, &sheet).map_err(|why| input.says(&why))?;
    let cohorts = came_back(args, &progress)?;
    progress.doing("Computing");
    let question = Question {
        source: input.name.clone(),
        about: args.file.is_none().then_some(
            "Sample data of IBM on customers of a telecom that is made up; charges in dollars a month.",
        ),
        observation,
        minimum: args.minimum,
        new_months: args.new_months,
    };
    let figures = Figures::of(&sheet, question, cohorts).map_err(|error| error.to_string())?;
    if figures.churn.base == 0 {
        return Err(input.says("nobody in it was a customer in the time observed"));
    }
    progress.doing("Writing");
    output::show(figures, &args.output)
}

/// When the customers were observed.
fn observation(args: &Args, sheet: &Sheet) -> Result<Observation, String> {
    let dates = sheet
        .customers
        .iter()
        .filter_map(|customer| match customer.stay {
            Stayed::From { start, end } => Some((start, end)),
            Stayed::For { .. } => None,
        });
    let mut starts: Vec<NaiveDate> = dates.clone().map(|(start, _)| start).collect();
    starts.sort();
    let (Some(first), Some(last)) = (starts.first().copied(), last_but_slips(&starts)) else {
        if args.as_of.is_some() || args.observed_from.is_some() {
            return Err(
                "--as-of and --observed-from go with dates of start and end; here a tenure was read"
                    .to_owned(),
            );
        }
        return Ok(match args.churn_window {
            ChurnWindow::Months(months) => Observation::LastMonths { months },
            ChurnWindow::Ever => Observation::Ever,
        });
    };
    let as_of = args.as_of.ok_or_else(|| {
        let end = dates.filter_map(|(_, end)| end).max().unwrap_or(last);
        last_day(last, end, starts.last().copied())
    })?;
    if first > as_of {
        return Err(format!(
            "nobody was a customer up to {as_of}: the first came on {first}"
        ));
    }
    match args.observed_from {
        Some(from) if from > as_of => {
            Err(format!("--observed-from {from} is after --as-of {as_of}"))
        }
        Some(from) => Ok(Observation::Since { from, as_of }),
        None => Ok(Observation::FromTheirStart { as_of }),
    }
}

/// The last of some days in their order, but for a few that are more than a year after all others.
fn last_but_slips(days: &[NaiveDate]) -> Option<NaiveDate> {
    const SHARE: usize = 100;
    const YEAR: i64 = 366;
    let slips = days.len() / SHARE;
    let mut pairs = days.windows(2).rev().take(slips);
    let before = pairs.find_map(|pair| match pair {
        [day, next] if next.signed_duration_since(*day).num_days() > YEAR => Some(*day),
        _ => None,
    });
    before.or(days.last().copied())
}

/// That the last day must be told, and what it may be: ends long after the last start may be planned ones.
fn last_day(start: NaiveDate, end: NaiveDate, very_last: Option<NaiveDate>) -> String {
    /// Somebody comes in most quarters.
    const QUARTER: i64 = 92;
    let (day, of) = match end.signed_duration_since(start).num_days() > QUARTER {
        true => (
            start,
            format!("the last start in the file; the last end, {end}, may be one that is planned"),
        ),
        false => (start.max(end), "the last date in the file".to_owned()),
    };
    let slips = match very_last.filter(|last| *last > start) {
        Some(last) => format!("; starts up to {last} seem to be slips"),
        None => String::new(),
    };
    format!(
        "customers who are still there need a last day that the file knows of: say --as-of, such as --as-of {day} \
         ({of}{slips})"
    )
}

/// The customers of each month and who of them came back: in the user's purchases, or in the sample where all is a
/// sample.
fn came_back(
    args: &Args,
    progress: &Progress,
) -> Result<Option<(Vec<Cohort>, CohortTable)>, String> {
    let input = match &args.cohorts {
        Some(file) => Input::read(file)?,
        None if args.file.is_some() => return Ok(None),
        None => Input::bundled(
            "report/data/cdnow.csv",
            include_str!("../../data/cdnow.csv"),
        ),
    };
    let sheet = csv::read(&input.data, &args.purchases(), |rows| progress.read(rows))
        .map_err(|why| input.says(&named_here(&why)))?;
    input
        .check_with(
            sheet.advice.as_ref(),
            &sheet.bad,
            sheet.rows(),
            &args.reading,
        )
        .map_err(|why| named_here(&why))?;
    if sheet.purchases.is_empty() {
        let skipped = match sheet.bad.len() {
            0 => String::new(),
            bad => format!(", {} skipped", counted(bad, "row", "rows")),
        };
        return Err(input.says(&format!("there is no purchase in it{skipped}")));
    }
    let purchases = Purchases {
        source: input.name.clone(),
        columns: sheet.columns.clone(),
        purchases: &sheet.purchases,
        skipped_rows: sheet.bad.len(),
        is_own: args.cohorts.is_some(),
    };
    let found = cohorts::of(purchases).map_err(|error| input.says(&error.to_string()))?;
    Ok(Some(found))
}

/// A message of the reader of purchases, with its options as they are called here.
fn named_here(why: &str) -> String {
    let options = ["customer", "date", "amount", "quantity"];
    // What is called differently follows the same letters.
    let kept = why
        .replace("--date-format", "\0format")
        .replace("--dates-within", "\0within");
    let named = options.iter().fold(kept, |why, option| {
        why.replace(&format!("--{option}"), &format!("--cohorts-{option}"))
    });
    named
        .replace("\0format", "--date-format")
        .replace("\0within", "--dates-within")
}
