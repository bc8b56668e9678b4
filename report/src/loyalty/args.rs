//! What the user may ask for.

use std::path::PathBuf;

use clap::Parser;
use retention::scale::Scale;

use crate::kit::fields::DecimalMark;
use crate::kit::input::FileOptions;
use crate::kit::output::OutputOptions;
use crate::loyalty::figures::Question;
use crate::loyalty::figures::cuts::{FIVE_SIXTHS, MIDDLE, TWO_THIRDS, along};
use crate::survey::ratings::Layout;

/// How far customers' loyalty goes, and how much of it would survive a way out
///
/// Reads a survey from a CSV file with a header line and one row for each customer, and a
/// mapping that says which column is what. Without a mapping the columns are those of the
/// survey of mobile-phone customers that comes with the program; without a file it reports
/// on that one. Prints a report, draws its pictures, and writes both together as a page for
/// a browser.
#[derive(Debug, Parser)]
#[command(name = "loyalty", verbatim_doc_comment, after_help = AFTER)]
pub struct Args {
    /// Answers as CSV, a row for each respondent
    pub file: Option<PathBuf>,

    /// Which column is what, in TOML, under [loyalty]; --example-mapping shows one
    #[arg(long, value_name = "FILE", requires = "file")]
    pub mapping: Option<PathBuf>,

    /// Print a mapping, to begin your own with, and nothing else
    #[arg(long, conflicts_with = "file")]
    pub example_mapping: bool,

    #[command(flatten)]
    pub output: OutputOptions,

    /// Of fewer customers no share is given
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    pub minimum: u64,

    /// Score from which a phase of loyalty is attained, on the scale of the survey [default: two thirds of it]
    #[arg(long, value_name = "CUT", help_heading = "Cuts")]
    pub threshold: Option<f64>,

    /// Loyalty from which a customer can be a hostage; by provider and group [default: two thirds of the scale]
    #[arg(long, value_name = "CUT", help_heading = "Cuts")]
    pub loyal: Option<f64>,

    /// Satisfaction below which a customer can be a hostage; by provider and group [default: five sixths of the scale]
    #[arg(long, value_name = "CUT", help_heading = "Cuts")]
    pub satisfied: Option<f64>,

    /// Switching cost from which a customer can be a hostage; by provider and group [default: the middle of its scale]
    #[arg(long, value_name = "CUT", help_heading = "Cuts")]
    pub held: Option<f64>,

    /// Numbers are written with a comma before the decimals, as 4,5
    #[arg(long, help_heading = "The file")]
    pub decimal_comma: bool,

    #[command(flatten)]
    pub reading: FileOptions,
}

const AFTER: &str = "\
Examples:
  retention-report loyalty
  retention-report loyalty --example-mapping > answers.toml
  retention-report loyalty --threshold 5.5 --satisfied 5
  retention-report loyalty answers.csv --mapping answers.toml --json";

impl Args {
    pub fn layout(&self) -> Layout {
        Layout {
            reading: self.reading.reading(),
            decimal_mark: DecimalMark::comma_if(self.decimal_comma),
        }
    }

    /// What to compute, on the scale of the survey and on that of switching costs.
    pub fn question(&self, scale: Scale, costs: Scale) -> Question {
        Question {
            minimum: self.minimum,
            threshold: self.threshold.unwrap_or_else(|| along(scale, TWO_THIRDS)),
            loyal: self.loyal.unwrap_or_else(|| along(scale, TWO_THIRDS)),
            satisfied: self.satisfied.unwrap_or_else(|| along(scale, FIVE_SIXTHS)),
            held: self.held.unwrap_or_else(|| along(costs, MIDDLE)),
        }
    }
}
