//! What is known of each customer, what does not fit together, what is at risk, and whom to keep first; as
//! text, as JSON and as a page.

mod args;
mod bundled;
mod evidence;
mod figures;
mod pictures;
mod report;
mod shop;
mod tables;
#[cfg(test)]
mod tests;
mod words;

use std::path::PathBuf;

use retention::purchases::PurchaseLog;

use crate::kit::csv::{self, Layout};
use crate::kit::input::Input;
use crate::kit::output;
use crate::kit::progress::{Progress, Screen};
use bundled::{Bundle, YEAR};
use figures::{Figures, Source};
use tables::{Column, Tables};

pub use args::Args;

/// The report, with its pictures drawn and its page written.
///
/// # Errors
/// A message for the user.
pub fn answer(args: &Args, screen: Screen) -> Result<String, String> {
    let files = Files::open(args)?;
    let progress = screen.reading(files.lines());
    let bundle = match args.has_files() {
        true => files.bundle(args, &progress)?,
        false => args.data.bundle()?,
    };
    progress.doing("Computing");
    let figures = figures(bundle, args)?;
    progress.doing("Writing");
    output::show(figures, &args.output)
}

fn figures(bundle: Bundle, args: &Args) -> Result<Figures, String> {
    let question = args.question();
    check_asked(args, &bundle)?;
    let gathered = evidence::gather(&bundle.tables, &question)?;
    Figures::of(
        bundle.source,
        &bundle.tables,
        gathered,
        bundle.truth,
        &question,
    )
    .map_err(|error| error.to_string())
}

/// Refuses a day of asking that tells nothing of who stayed.
fn check_asked(args: &Args, bundle: &Bundle) -> Result<(), String> {
    let Some(asked) = args.asked else {
        return Ok(());
    };
    let Some(log) = &bundle.tables.log else {
        return Err(
            "--asked tells who bought again after that day, and there are no purchases".to_owned(),
        );
    };
    if bundle.tables.answers.is_empty() {
        return Err("--asked is the day of the answers, and there are none".to_owned());
    }
    let (first, last) = (log.window().from(), log.window().to());
    let until = args.as_of.unwrap_or(last);
    if asked < first {
        return Err(format!(
            "nothing was bought by {asked}, the day of --asked: the first purchase is of {first}"
        ));
    }
    if asked >= until {
        return Err(format!(
            "--asked {asked} is not before {until}, the day of the portraits, so that nothing later is known"
        ));
    }
    Ok(())
}

/// The user's files.
struct Files {
    survey: Option<Input>,
    purchases: Option<Input>,
    contracts: Option<Input>,
}

impl Files {
    fn open(args: &Args) -> Result<Self, String> {
        let open = |path: &Option<PathBuf>| path.as_deref().map(Input::read).transpose();
        Ok(Self {
            survey: open(&args.survey)?,
            purchases: open(&args.purchases)?,
            contracts: open(&args.contracts)?,
        })
    }

    fn all(&self) -> impl Iterator<Item = &Input> {
        let all = [&self.survey, &self.purchases, &self.contracts];
        all.into_iter().flatten()
    }

    fn lines(&self) -> usize {
        self.all().map(Input::lines).sum()
    }

    fn bundle(&self, args: &Args, progress: &Progress) -> Result<Bundle, String> {
        let mut tables = Tables::default();
        let told = args.told();
        if let Some(input) = &self.survey {
            tables::survey(input, &told, &mut tables)?;
        }
        if let Some(input) = &self.contracts {
            tables::contracts(input, &told, &mut tables)?;
        }
        if let Some(input) = &self.purchases {
            purchases(input, args, progress, &mut tables)?;
        }
        let names: Vec<&str> = self.all().map(|input| input.name.as_str()).collect();
        Ok(Bundle {
            tables,
            source: Source {
                name: names.join(", "),
                horizon: self.purchases.is_some().then_some(YEAR),
                ..Source::default()
            },
            truth: None,
        })
    }
}

/// Adds the purchases of a file.
fn purchases(
    input: &Input,
    args: &Args,
    progress: &Progress,
    tables: &mut Tables,
) -> Result<(), String> {
    let layout = Layout {
        customer: args.customer.clone(),
        date_format: args.date_format.clone(),
        reading: args.reading.reading(),
        decimal_mark: args
            .decimal_comma
            .then_some(crate::kit::fields::DecimalMark::Comma),
        ..Layout::default()
    };
    let sheet = csv::read(&input.data, &layout, |rows| progress.read(rows))
        .map_err(|why| input.says(&why))?;
    input.check_with(
        sheet.advice.as_ref(),
        &sheet.bad,
        sheet.rows(),
        &args.reading,
    )?;
    if sheet.purchases.is_empty() {
        return Err(input.says("there is no purchase in it"));
    }
    let column = |column: &str, means| Column {
        table: "purchases",
        column: column.to_owned(),
        means,
    };
    tables.columns.extend([
        column(&sheet.columns.customer, "customer"),
        column(&sheet.columns.date, "date"),
        column(&sheet.columns.amount, "amount"),
    ]);
    tables.skipped_rows += sheet.bad.len();
    let log = PurchaseLog::from_rows(sheet.purchases);
    tables.log = Some(log.map_err(|error| input.says(&error.to_string()))?);
    Ok(())
}
