//! Reports from CSV files, as text, as JSON and as a page with pictures: who a shop's valuable customers
//! are and who is leaving, what goes with customers' satisfaction, how far their loyalty goes, and how many
//! customers leave after how long. Also what customers will buy next, and how long subscribers and regular givers
//! will stay and what they are worth.

#![allow(
    clippy::disallowed_methods,
    reason = "the library does no I/O; a program that uses it does"
)]

mod churn;
mod forecast;
mod kit;
mod loyalty;
mod portrait;
mod purchases;
mod subscribers;
mod survey;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use kit::program;
use kit::progress::Screen;

/// Reports on customer retention from CSV files
///
/// Prints a report, draws its pictures, and writes both together as a page for a browser.
/// Each report works on the user's own file, or on data that come with the program.
#[derive(Debug, Parser)]
#[command(
    name = "retention-report",
    version,
    verbatim_doc_comment,
    subcommand_required = true
)]
struct Args {
    #[command(subcommand)]
    report: Report,
}

#[derive(Debug, Subcommand)]
#[command(after_help = "Without arguments: purchases, on the CDNOW sample.")]
enum Report {
    Purchases(Box<purchases::Args>),
    Survey(survey::Args),
    Loyalty(loyalty::Args),
    Churn(Box<churn::Args>),
    Forecast(Box<forecast::Args>),
    Subscribers(Box<subscribers::Args>),
    Portrait(Box<portrait::Args>),
}

fn main() -> ExitCode {
    // Standard error is not locked: progress is written to it from elsewhere.
    let (mut out, mut err) = (std::io::stdout().lock(), std::io::stderr());
    let screen = Screen::standard_error();
    ExitCode::from(run(std::env::args_os(), &mut out, &mut err, screen))
}

/// The whole program; returns its exit code.
fn run(
    args: impl IntoIterator<Item = OsString>,
    out: &mut impl Write,
    err: &mut impl Write,
    screen: Screen,
) -> u8 {
    let mut args: Vec<OsString> = args.into_iter().collect();
    if args.len() < 2 {
        args = ["retention-report", "purchases"].map(OsString::from).into();
    }
    program::run(args, out, err, |args: &Args| match &args.report {
        Report::Purchases(args) => purchases::answer(args, screen),
        Report::Survey(args) => survey::answer(args, screen),
        Report::Loyalty(args) => loyalty::answer(args, screen),
        Report::Churn(args) => churn::answer(args, screen),
        Report::Forecast(args) => forecast::answer(args, screen),
        Report::Subscribers(args) => subscribers::answer(args, screen),
        Report::Portrait(args) => portrait::answer(args, screen),
    })
}
