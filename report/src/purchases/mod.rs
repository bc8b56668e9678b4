//! Who a shop's valuable customers are, how dependent it is on them, and who is leaving: a report with
//! pictures, as text and as a page, from a file of purchases.

mod args;
mod figures;
mod pictures;
mod reading;
mod remarks;
mod report;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use retention::Error;
use retention::period::Window;
use retention::purchases::{Policy, PurchaseLog};
use retention::pyramid::{Cuts, Pyramid};

use crate::kit::csv::Sheet;
use crate::kit::input::Input;
use crate::kit::output;
use crate::kit::progress::Screen;
use figures::lifecycle::Dates;
use figures::migration::{Chosen, Periods};
use figures::{Figures, NoCustomer, Notes, Question};
use remarks::Read;

pub use args::Args;
pub use figures::lifecycle::{Beside, PastDate, Ranked, Reason, ranked};
pub use reading::{LayoutOptions, PolicyOptions, in_the_file, log};
pub use remarks::Remarked;
pub use report::{by_rules, differences};

/// The report, with its pictures drawn and its page written.
///
/// # Errors
/// A message for the user.
pub fn answer(args: &Args, screen: Screen) -> Result<String, String> {
    let mut source = Source::of(args)?;
    let input = &mut source.input;
    let progress = screen.reading(input.lines());
    let sheet = args.layout.read(input, &progress)?;
    progress.doing("Computing");
    let figures = figures(args, &sheet, &source)?;
    progress.doing("Writing");
    output::show(figures, &args.output)
}

fn figures(args: &Args, sheet: &Sheet, source: &Source) -> Result<Figures, String> {
    let log = reading::log(sheet, &source.input)?;
    let window = window(&log, args.from, args.as_of)?;
    let question = Question {
        source: source.input.name.clone(),
        columns: sheet.columns.clone(),
        window,
        policy: args.policy.policy(),
        activity_months: args.activity_months,
        skipped_rows: sheet.bad.len(),
        repeated_rows: sheet.repeated.as_ref().map(|repeated| repeated.rows),
        no_customer: NoCustomer::of(args, sheet, window),
        periods: periods(args, source, window)?,
        cuts_of: args.cuts_of,
        stages_between: stages_between(args, window)?,
        backtest_as_of: backtest_as_of(args, source, window)?,
        notes: Notes {
            about: source.about,
            from_given: args.from.is_some(),
            as_of_given: args.as_of.is_some(),
        },
        assumptions: args.assumptions(),
    };
    let asked = question.window;
    let mut figures = Figures::of(&log, question).map_err(|error| match error {
        Error::Empty { .. } => source.input.says(&format!("nobody bought from {asked}")),
        error => source
            .input
            .says(&reading::in_the_file(&error, &log, sheet)),
    })?;
    figures.refund_only = remarks::refund_only(&sheet.purchases, asked);
    figures.remarks = remarks::find(Read {
        sheet,
        keys: log.customers(),
        window: asked,
        revenue: figures.revenue,
        top: &figures.top_customers,
        ends_given: (args.from.is_some(), args.as_of.is_some()),
    });
    Ok(figures)
}

/// What in a file may not be what it seems, for a report of another kind.
///
/// # Errors
/// Those of the library.
pub fn check(
    log: &PurchaseLog<&str>,
    sheet: &Sheet,
    (window, policy): (Window, Policy),
    ends_given: (bool, bool),
) -> retention::Result<Vec<Remarked>> {
    let observed = log.observe(window, policy)?;
    let pyramid = Pyramid::of(&observed, &Cuts::curry())?;
    Ok(remarks::find(Read {
        sheet,
        keys: log.customers(),
        window,
        revenue: pyramid.total(),
        top: &figures::top(&observed, &pyramid)?,
        ends_given,
    }))
}

impl NoCustomer {
    /// The rows that were set apart, where the user asked for it.
    fn of(args: &Args, sheet: &Sheet, window: Window) -> Option<Self> {
        let values = args.layout.no_customer.clone()?;
        let (revenue, outside_window) = remarks::apart(&sheet.apart, window);
        Some(Self {
            values,
            rows: sheet.apart.len(),
            revenue,
            outside_window,
        })
    }
}

/// From the first to the last day that the user wants, or that the file has.
///
/// # Errors
/// A message for the user.
pub fn window(
    log: &PurchaseLog<&str>,
    from: Option<NaiveDate>,
    as_of: Option<NaiveDate>,
) -> Result<Window, String> {
    let (first, last) = (log.window().from(), log.window().to());
    let (start, end) = (from.unwrap_or(first), as_of.unwrap_or(last));
    Window::new(start, end).map_err(|_| match (from, as_of) {
        (None, _) => format!("nothing was bought up to {end}: the first purchase is on {first}"),
        (Some(_), None) => {
            format!("nothing was bought from {start} on: the last purchase is on {last}")
        }
        (Some(_), Some(_)) => format!("--from {start} is after --as-of {end}"),
    })
}

/// The periods that the user wants to compare, those of the sample, or the last two.
fn periods(args: &Args, source: &Source, window: Window) -> Result<Option<Periods>, String> {
    let Some((base, later)) = args.base.zip(args.later) else {
        let of_sample = source.periods.filter(|periods| {
            [periods.base, periods.later].map(|period| period.intersection(window) == Some(period))
                == [true; 2]
        });
        return Ok(of_sample.or_else(|| Periods::last_of(window)));
    };
    if later.from() <= base.to() {
        return Err(format!(
            "--later begins on {}, before --base ends on {}",
            later.from(),
            base.to(),
        ));
    }
    if let Some(as_of) = args.as_of.filter(|as_of| later.to() > *as_of) {
        return Err(format!(
            "--later ends on {}, after --as-of {as_of}",
            later.to()
        ));
    }
    Ok(Some(Periods {
        base,
        later,
        chosen: Chosen::Given,
    }))
}

/// The dates between which the user wants to see stages change.
fn stages_between(args: &Args, window: Window) -> Result<Option<Dates>, String> {
    let Some(dates) = args.stages_between else {
        return Ok(None);
    };
    for date in [dates.earlier, dates.later] {
        if !window.contains(date) {
            return Err(format!(
                "--stages-between: {date} is not in the window, {window}"
            ));
        }
    }
    Ok(Some(dates))
}

/// The past date that the user wants to see tested, that of the sample, or the middle of the window.
fn backtest_as_of(
    args: &Args,
    source: &Source,
    window: Window,
) -> Result<Option<PastDate>, String> {
    let tests = |date: NaiveDate| window.contains(date) && date < window.to();
    let Some(date) = args.backtest_as_of else {
        let of_sample = source.past_date.filter(|past| tests(past.date));
        return Ok(of_sample.or_else(|| PastDate::middle_of(window)));
    };
    if !tests(date) {
        return Err(format!(
            "--backtest-as-of {date} is not in the window before its last day, {window}"
        ));
    }
    Ok(Some(PastDate {
        date,
        reason: Reason::Given,
    }))
}

/// The file to read, and what is known of it.
struct Source {
    input: Input,
    about: Option<&'static str>,
    /// Those between which to look for movement.
    periods: Option<Periods>,
    /// On which to put customers into stages as of the past.
    past_date: Option<PastDate>,
}

impl Source {
    /// The user's file, or the sample.
    fn of(args: &Args) -> Result<Self, String> {
        let Some(file) = &args.file else {
            return Ok(Self::sample());
        };
        Ok(Self {
            input: Input::read(file)?,
            about: None,
            periods: None,
            past_date: None,
        })
    }

    fn sample() -> Self {
        Self {
            input: Input::bundled(
                "report/data/cdnow.csv",
                include_str!("../../data/cdnow.csv"),
            ),
            about: Some(
                "A tenth of those who first bought at the music shop CDNOW in early 1997; in dollars.",
            ),
            periods: halves_of_1997(),
            past_date: end_of_calibration(),
        }
    }
}

fn halves_of_1997() -> Option<Periods> {
    let period = |from: (u32, u32), to: (u32, u32)| {
        let day = |(month, day)| NaiveDate::from_ymd_opt(1997, month, day);
        Window::new(day(from)?, day(to)?).ok()
    };
    Some(Periods {
        base: period((1, 1), (6, 30))?,
        later: period((7, 1), (12, 31))?,
        chosen: Chosen::Sample,
    })
}

/// The end of week 39, where the literature divides the sample.
pub fn end_of_calibration() -> Option<PastDate> {
    Some(PastDate {
        date: NaiveDate::from_ymd_opt(1997, 9, 30)?,
        reason: Reason::Sample,
    })
}
