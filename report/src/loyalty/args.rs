//! What the user may ask for.

use std::path::PathBuf;

use clap::Parser;

use crate::kit::input::FileOptions;
use crate::kit::output::OutputOptions;
use crate::loyalty::figures::Question;

/// How far customers' loyalty goes, and how much of it would survive a way out
///
/// Reads a survey of mobile-phone customers from a CSV file with the columns of the
/// corporate-reputation survey that comes with the program, and reports on that one where
/// no file is given. Prints a report, draws its pictures, and writes both together as a
/// page for a browser.
#[derive(Debug, Parser)]
#[command(name = "loyalty", verbatim_doc_comment, after_help = AFTER)]
pub struct Args {
    /// Answers as CSV, a row for each respondent; -99 and empty cells are no answer
    pub file: Option<PathBuf>,

    #[command(flatten)]
    pub output: OutputOptions,

    /// Of fewer customers no share is given
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    pub minimum: u64,

    /// Score from which a phase of loyalty is attained, on 1 to 7
    #[arg(long, value_name = "CUT", default_value_t = 5.0, help_heading = "Cuts")]
    pub threshold: f64,

    /// Loyalty from which a customer can be a hostage, on 1 to 7; by provider and group
    #[arg(long, value_name = "CUT", default_value_t = 5.0, help_heading = "Cuts")]
    pub loyal: f64,

    /// Satisfaction below which a customer can be a hostage, on 1 to 7; by provider and group
    #[arg(long, value_name = "CUT", default_value_t = 6.0, help_heading = "Cuts")]
    pub satisfied: f64,

    /// Switching cost from which a customer can be a hostage, on 1 to 5; by provider and group
    #[arg(long, value_name = "CUT", default_value_t = 3.0, help_heading = "Cuts")]
    pub held: f64,

    #[command(flatten)]
    pub reading: FileOptions,
}

const AFTER: &str = "\
Examples:
  retention-report loyalty
  retention-report loyalty --threshold 5.5 --satisfied 5
  retention-report loyalty answers.csv --json";

impl Args {
    pub fn question(&self) -> Question {
        Question {
            minimum: self.minimum,
            threshold: self.threshold,
            loyal: self.loyal,
            satisfied: self.satisfied,
            held: self.held,
        }
    }
}
