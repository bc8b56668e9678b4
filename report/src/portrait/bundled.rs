//! The data that come with the program, each with the evidence that it has.

use std::collections::BTreeMap;

use retention::loyalty::Score;
use retention::portrait::Contract;
use retention::purchases::PurchaseLog;
use retention::scale::Scale;
use rust_decimal::Decimal;

use super::figures::Source;
use super::shop::{self, Shop, Truth};
use super::tables::{Agreement, Answers, Tables};
use crate::kit::csv::{self, Layout};

/// Which of the bundled data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Data {
    /// An invented shop with a survey, purchases, contracts and reasons for leaving, and the truth behind them
    Shop,
    /// Contracts of 7,043 customers of a telecom
    Telco,
    /// Answers of 344 customers of mobile-phone providers
    Survey,
    /// Purchases of 2,357 customers of the music shop CDNOW
    Cdnow,
}

/// Tables, what is said of them, and the truth where it is known.
pub struct Bundle {
    pub tables: Tables,
    pub source: Source,
    pub truth: Option<Truth>,
}

/// The columns of the survey that rate the quality of the provider. What two of the eight ask is documented.
const QUALITY: [(&str, &str); 8] = [
    ("qual_1", "quality, item 1"),
    ("qual_2", "quality, item 2"),
    ("qual_3", "value for money"),
    ("qual_4", "quality, item 4"),
    ("qual_5", "quality, item 5"),
    ("qual_6", "quality, item 6"),
    ("qual_7", "trustworthiness"),
    ("qual_8", "quality, item 8"),
];

/// A year, from the purchases of a customer who stays.
pub const YEAR: &str = "what a customer who stays is expected to bring in the time looked ahead";

impl Data {
    /// # Errors
    /// A message for the user.
    pub fn bundle(self) -> Result<Bundle, String> {
        match self {
            Self::Shop => shop(shop::CUSTOMERS),
            Self::Telco => telco(),
            Self::Survey => survey(),
            Self::Cdnow => cdnow(),
        }
    }
}

/// The invented shop.
///
/// # Errors
/// Those of the library.
pub fn shop(customers: u32) -> Result<Bundle, String> {
    let shop = Shop::new(customers).map_err(|error| error.to_string())?;
    Ok(Bundle {
        tables: shop.tables,
        truth: Some(shop.truth),
        source: Source {
            name: "an invented shop".to_owned(),
            about: Some(
                "Made by the models of the library from a seed, the same on every run: nobody bought or answered \
                 anything. Who has left is known, so that the report can be held against it.",
            ),
            horizon: Some(YEAR),
            notes: vec![
                "Customers were asked a year before the last day: what they said then is the latest that is known of \
                 it.",
            ],
        },
    })
}

fn cdnow() -> Result<Bundle, String> {
    let text = include_str!("../../data/cdnow.csv");
    let sheet = csv::read(text.as_bytes(), &Layout::default(), |_| {})?;
    let log = PurchaseLog::from_rows(sheet.purchases).map_err(|error| error.to_string())?;
    Ok(Bundle {
        tables: Tables {
            log: Some(log),
            ..Tables::default()
        },
        source: Source {
            name: "report/data/cdnow.csv".to_owned(),
            about: Some(
                "A tenth of those who first bought at the music shop CDNOW in early 1997; in dollars.",
            ),
            horizon: Some(YEAR),
            notes: vec!["What the music cost the shop is not known: profit here is revenue."],
        },
        truth: None,
    })
}

/// The rows of a bundled file, by the names of its columns.
fn rows(text: &str) -> Result<Vec<BTreeMap<String, String>>, String> {
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize();
    rows.collect::<Result<_, _>>()
        .map_err(|error| error.to_string())
}

fn cell<'r>(row: &'r BTreeMap<String, String>, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}

/// Contracts of a telecom, of a month each for who may leave every month.
fn telco() -> Result<Bundle, String> {
    let rows = rows(include_str!("../../data/telecom.csv"))?;
    let group = |row: &BTreeMap<String, String>| {
        let tenure = cell(row, "tenure").parse().unwrap_or(0);
        let band = [12, 24, 48].iter().filter(|cut| tenure > **cut).count();
        (cell(row, "contract").to_owned(), band)
    };
    let mut groups: BTreeMap<(String, usize), (u32, u32)> = BTreeMap::new();
    for row in &rows {
        let (stayed, all) = groups.entry(group(row)).or_default();
        *all += 1;
        *stayed += u32::from(cell(row, "churn") == "No");
    }
    let agreements = rows.iter().enumerate().map(|(at, row)| {
        let has_left = cell(row, "churn") == "Yes";
        let (stayed, all) = groups.get(&group(row)).copied().unwrap_or((0, 1));
        Agreement {
            contract: Some(match (has_left, cell(row, "contract")) {
                (true, _) => Contract::Ended,
                (false, "Month-to-month") => Contract::EndsSoon,
                (false, _) => Contract::Running,
            }),
            charge: cell(row, "monthly_charges").parse::<Decimal>().ok(),
            chance: (!has_left).then(|| f64::from(stayed) / f64::from(all)),
            ..Agreement::of(&format!("row {:04}", at + 1))
        }
    });
    Ok(Bundle {
        tables: Tables {
            agreements: agreements.collect(),
            ..Tables::default()
        },
        source: Source {
            name: "report/data/telecom.csv".to_owned(),
            about: Some(
                "Sample data of IBM, fictional customers of a telecom, each seen for one month; in dollars. The file \
                 has no customer numbers: they are called by their rows.",
            ),
            horizon: Some("the charge of a month"),
            notes: vec![
                "The chance of a return is the share that stayed of those with the same contract and about the same \
                 tenure (to 12, 24, 48 months, and longer), in the one month that the file shows. A contract of a \
                 month can be left soon; when the longer ones end, the file does not say.",
                "Nobody was asked anything, so satisfaction, value and loyalty are not known.",
            ],
        },
        truth: None,
    })
}

/// Answers about mobile-phone providers.
fn survey() -> Result<Bundle, String> {
    let rows = rows(include_str!("../../data/corp_rep_data.csv"))?;
    let mean = |row: &BTreeMap<String, String>, columns: &[&str], scale: Scale| {
        let answers = columns.iter().filter_map(|column| {
            let answer: f64 = cell(row, column).parse().ok()?;
            (answer >= 0.0).then_some(answer)
        });
        let answers: Vec<f64> = answers.collect();
        // Of half the answers or more.
        let is_enough = answers.len() * 2 >= columns.len();
        let mean = answers.iter().sum::<f64>() / answers.len() as f64;
        is_enough.then(|| Score::new(scale, mean).ok()).flatten()
    };
    let answers = rows.iter().enumerate().map(|(at, row)| {
        let on_seven = |columns: &[&str]| mean(row, columns, Scale::ONE_TO_SEVEN);
        let costs = ["switch_1", "switch_2", "switch_3", "switch_4"];
        Answers {
            satisfaction: on_seven(&["cusa"]),
            loyalty: on_seven(&["cusl_1", "cusl_2", "cusl_3"]),
            trust: on_seven(&["qual_7"]),
            attitude: on_seven(&["like_1", "like_2", "like_3"]),
            switching_cost: mean(row, &costs, Scale::ONE_TO_FIVE),
            items: QUALITY
                .iter()
                .map(|(column, _)| on_seven(&[column]))
                .collect(),
            ..Answers::of(&format!("row {:03}", at + 1))
        }
    });
    Ok(Bundle {
        tables: Tables {
            answers: answers.collect(),
            items: QUALITY.iter().map(|(_, item)| (*item).to_owned()).collect(),
            ..Tables::default()
        },
        source: Source {
            name: "report/data/corp_rep_data.csv".to_owned(),
            about: Some(
                "344 customers of four mobile-phone providers, each asked about their own. The file has no customer \
                 numbers: they are called by their rows.",
            ),
            horizon: None,
            notes: vec![
                "Loyalty is the mean of recommend, choose again and stay; trust is one item, trustworthy; attitude is \
                 the mean of three on likeability; the switching cost that of four, on 1 to 5.",
                "What these customers pay and whether they stayed is not known: nothing says what is at stake.",
            ],
        },
        truth: None,
    })
}
