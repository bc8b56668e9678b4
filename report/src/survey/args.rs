//! What the user may ask for.

use std::path::PathBuf;

use clap::Parser;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use retention::estimate::Resampling;
use retention::quadrant::{Crosshair, Importance};

use crate::kit::fields::DecimalMark;
use crate::kit::input::FileOptions;
use crate::kit::output::OutputOptions;
use crate::survey::EXAMPLES;
use crate::survey::figures::Question;
use crate::survey::ratings::Layout;

/// What customers say: what goes with their satisfaction, and what you are worth to them
///
/// Reads ratings from a CSV file with a header line and one row for each respondent, and
/// a mapping that says which column is what. Prints a report, draws its pictures, and
/// writes both together as a page for a browser. Without a file it reports on two surveys
/// of mobile-phone customers that come with the program.
#[derive(Debug, Parser)]
#[command(name = "survey", verbatim_doc_comment, after_help = AFTER)]
pub struct Args {
    /// Ratings as CSV, a row for each respondent
    #[arg(requires = "mapping")]
    pub file: Option<PathBuf>,

    /// The same questions asked again later: a second file with the same columns
    #[arg(requires = "mapping")]
    pub later: Option<PathBuf>,

    /// Which column is what, in TOML; --example-mapping shows and explains all of it
    #[arg(long, value_name = "FILE", requires = "file")]
    pub mapping: Option<PathBuf>,

    /// Print a mapping that comes with the program, to begin your own with, and nothing else
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "mobi", value_parser = examples(), conflicts_with = "file")]
    pub example_mapping: Option<String>,

    #[command(flatten)]
    pub output: OutputOptions,

    /// What the importance of an attribute is taken from
    #[arg(long, default_value = "pearson", value_parser = importance(), help_heading = "Quadrants")]
    pub importance: Importance,

    /// Where the lines cross: at the attributes' means or medians
    #[arg(long, default_value = "mean", value_parser = crosshair(), help_heading = "Quadrants")]
    pub crosshair: Crosshair,

    /// With fewer respondents there are no quadrants
    #[arg(
        long,
        value_name = "N",
        default_value_t = 30,
        help_heading = "Quadrants"
    )]
    pub minimum: u64,

    /// How often respondents are drawn again, to see how sure the quadrants are
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=100_000), help_heading = "Quadrants")]
    pub draws: u32,

    /// What the random draws start from
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        help_heading = "Quadrants"
    )]
    pub seed: u64,

    /// Numbers are written with a comma before the decimals, as 7,5
    #[arg(long, help_heading = "The file")]
    pub decimal_comma: bool,

    #[command(flatten)]
    pub reading: FileOptions,
}

const AFTER: &str = "\
A mapping may be as short as this:
  scale = [1, 10]
  attributes = [\"network\", \"advice\", \"price\"]
  outcomes = [\"satisfaction\"]

Examples:
  retention-report survey
  retention-report survey --example-mapping > ratings.toml
  retention-report survey ratings.csv --mapping ratings.toml
  retention-report survey before.csv after.csv --mapping ratings.toml
  retention-report survey staff.csv --mapping staff.toml --json";

impl Args {
    pub fn layout(&self) -> Layout {
        Layout {
            reading: self.reading.reading(),
            decimal_mark: DecimalMark::comma_if(self.decimal_comma),
        }
    }

    pub fn question(&self) -> Question {
        Question {
            importance: self.importance,
            crosshair: self.crosshair,
            minimum: self.minimum,
            resampling: Resampling::default().draws(self.draws).seed(self.seed),
            published: self.file.is_none(),
        }
    }
}

fn examples() -> impl TypedValueParser<Value = String> {
    PossibleValuesParser::new(EXAMPLES.map(|(name, _)| name))
}

fn importance() -> impl TypedValueParser<Value = Importance> {
    PossibleValuesParser::new([
        "pearson",
        "spearman",
        "regression",
        "partial",
        "relative-weights",
        "dominance",
        "deng",
        "stated",
    ])
    .try_map(|name| name.replace('-', "_").parse::<Importance>())
}

fn crosshair() -> impl TypedValueParser<Value = Crosshair> {
    PossibleValuesParser::new(["mean", "median"]).map(|name| match &*name {
        "median" => Crosshair::Median,
        _ => Crosshair::Mean,
    })
}
