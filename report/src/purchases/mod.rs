//! Who a shop's valuable customers are, how dependent it is on them, and who is leaving: a report with
//! pictures, as text and as a page, from a file of purchases.

mod args;
mod figures;
mod pictures;
mod remarks;
mod report;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use retention::Error;
use retention::period::Window;
use retention::purchases::{Purchase, PurchaseLog};

use crate::kit::csv::{self, Sheet};
use crate::kit::format::counted;
use crate::kit::input::{FileOptions, Input};
use crate::kit::output;
use crate::kit::progress::Screen;
use crate::kit::rows::Advice;
use figures::lifecycle::{Dates, PastDate, Reason};
use figures::migration::{Chosen, Periods};
use figures::{Figures, NoCustomer, Notes, Question};
use remarks::Read;

pub use args::Args;

/// The report, with its pictures drawn and its page written.
///
/// # Errors
/// A message for the user.
pub fn answer(args: &Args, screen: Screen) -> Result<String, String> {
    let mut source = Source::of(args)?;
    let input = &mut source.input;
    let progress = screen.reading(input.lines());
    let sheet = csv::read(&input.data, &args.layout(), |rows| progress.read(rows))
        .map_err(|why| input.says(&why))?;
    input.data = (&[][..]).into();
    let advice = advice(&sheet);
    // Of a file without a row that can be read, nothing is left when they are skipped.
    let nothing = sheet.purchases.is_empty() && sheet.apart.is_empty() && !sheet.bad.is_empty();
    let reading = FileOptions {
        skip_bad_rows: args.reading.skip_bad_rows && !nothing,
        ..args.reading.clone()
    };
    input
        .check_with(advice.as_ref(), &sheet.bad, sheet.rows(), &reading)
        .map_err(|why| match args.reading.skip_bad_rows {
            true => input.says("there is no purchase in it when bad rows are skipped\n") + &why,
            false => why,
        })?;

    progress.doing("Computing");
    let figures = figures(args, &sheet, &source)?;
    progress.doing("Writing");
    output::show(figures, &args.output)
}

fn figures(args: &Args, sheet: &Sheet, source: &Source) -> Result<Figures, String> {
    let rows = sheet.purchases.iter().map(|row| Purchase {
        customer: row.customer.as_str(),
        date: row.date,
        amount: row.amount,
    });
    let log = PurchaseLog::from_rows(rows).map_err(|error| match error {
        Error::Empty { .. } if sheet.apart.is_empty() => {
            source.input.says("there is no purchase in it")
        }
        Error::Empty { .. } => source.input.says("no row in it names a customer"),
        error => source
            .input
            .says(&explain(&error, |row| Some(*sheet.lines.get(row)?))),
    })?;
    let window = window(&log, args.from, args.as_of)?;
    let question = Question {
        source: source.input.name.clone(),
        columns: sheet.columns.clone(),
        window,
        policy: args.policy(),
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
        error => source.input.says(&explain(&error, |row| {
            let refused = log.get(row)?;
            let same = |other: &Purchase<String>| {
                other.customer == **refused.customer
                    && other.date == refused.date
                    && other.amount == refused.amount
            };
            let row = sheet.purchases.iter().position(same)?;
            Some(*sheet.lines.get(row)?)
        })),
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

impl NoCustomer {
    /// The rows that were set apart, where the user asked for it.
    fn of(args: &Args, sheet: &Sheet, window: Window) -> Option<Self> {
        let values = args.no_customer.clone()?;
        let (revenue, outside_window) = remarks::apart(&sheet.apart, window);
        Some(Self {
            values,
            rows: sheet.apart.len(),
            revenue,
            outside_window,
        })
    }
}

/// What may be done about rows that cannot be read.
fn advice(sheet: &Sheet) -> Option<Advice> {
    match (&sheet.advice, unnamed(sheet)) {
        (Some(dates), Some(unnamed)) => Some(Advice {
            text: format!("{}\n{}", dates.text, unnamed.text),
            ..Advice::default()
        }),
        (Some(dates), None) => Some(dates.clone()),
        (None, unnamed) => unnamed,
    }
}

/// What may be done about rows that name no customer.
fn unnamed(sheet: &Sheet) -> Option<Advice> {
    (sheet.unnamed > 0).then(|| Advice {
        text: format!(
            "{} {} no customer: --no-customer \"\" sets {} apart, and says what was bought there.",
            counted(sheet.unnamed, "row", "rows"),
            if sheet.unnamed == 1 { "names" } else { "name" },
            if sheet.unnamed == 1 { "it" } else { "them" },
        ),
        mends: sheet.unnamed == sheet.bad.len(),
        ..Advice::default()
    })
}

/// From the first to the last day that the user wants, or that the file has.
fn window(
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

/// An error of the library, with the line of the file in place of a row.
fn explain(error: &Error, line: impl Fn(usize) -> Option<u64>) -> String {
    // The line says where.
    const IN_THE_LOG: &str = ", in the sorted log";
    let row = error.row().and_then(|row| usize::try_from(row).ok());
    match error {
        Error::Refused {
            argument, value, ..
        } => match row.and_then(line) {
            Some(line) => {
                let value = value.trim_end_matches(IN_THE_LOG);
                format!("line {line}: {argument} of {value} is refused, as asked for")
            }
            None => error.to_string(),
        },
        Error::Overflow { .. } => match row.and_then(line) {
            Some(line) => format!("line {line}: {error}"),
            None => error.to_string(),
        },
        _ => error.to_string(),
    }
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
fn end_of_calibration() -> Option<PastDate> {
    Some(PastDate {
        date: NaiveDate::from_ymd_opt(1997, 9, 30)?,
        reason: Reason::Sample,
    })
}
