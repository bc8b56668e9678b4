//! The answers of the survey, and which item stands for what. The placing is this report's.

use std::collections::BTreeMap;

use retention::scale::{Answers, ItemSet, Missing, Scale};
use retention::switching::Facet;

use crate::kit::fields::quote;
use crate::kit::input::Input;
use crate::kit::rows::{ALIKE, BadRow, Delimiter, Repeats, Row, Rows, called, list};

pub const PROVIDER: &str = "serviceprovider";
pub const GROUP: &str = "servicetype";

/// What the customer knows: quality, value for money among it.
pub const COGNITIVE: [&str; 8] = [
    "qual_1", "qual_2", "qual_3", "qual_4", "qual_5", "qual_6", "qual_7", "qual_8",
];
/// What the customer feels: likeability, and satisfaction.
pub const AFFECTIVE: [&str; 4] = ["like_1", "like_2", "like_3", "cusa"];
/// What the customer means to do: choose again, stay.
pub const CONATIVE: [&str; 2] = ["cusl_2", "cusl_3"];
/// Recommend, choose again, stay.
pub const LOYALTY: [&str; 3] = ["cusl_1", "cusl_2", "cusl_3"];
pub const SATISFACTION: [&str; 1] = ["cusa"];
/// Asked on 1 to 5; everything else on 1 to 7.
pub const SWITCHING: [&str; 4] = ["switch_1", "switch_2", "switch_3", "switch_4"];

/// Which facet of switching cost an item asks about, as this report reads it.
pub const FACETS: [(Facet, &[&str]); 3] = [
    (Facet::SetUp, &["switch_1", "switch_3"]),
    (Facet::MonetaryLoss, &["switch_2"]),
    (Facet::Learning, &["switch_4"]),
];

/// The code for no answer.
const MISSING: f64 = -99.0;

/// What an item asks, as commonly reported.
pub fn asks(column: &str) -> &'static str {
    match column {
        "cusa" => "satisfaction",
        "cusl_1" => "would recommend",
        "cusl_2" => "would choose again",
        "cusl_3" => "would stay",
        "qual_3" => "value for money",
        "qual_7" => "trustworthy",
        "switch_1" => "takes time",
        "switch_2" => "takes effort and money",
        "switch_3" => "inconvenient",
        "switch_4" => "learning to know another",
        _ => "",
    }
}

/// The scale on which an item was asked.
pub fn scale(column: &str) -> Scale {
    if SWITCHING.contains(&column) {
        Scale::ONE_TO_FIVE
    } else {
        Scale::ONE_TO_SEVEN
    }
}

/// Answers by column, `None` where there is none.
#[derive(Debug)]
pub struct Survey {
    columns: BTreeMap<&'static str, Vec<Option<f64>>>,
    /// Codes, `None` where there is none.
    pub providers: Vec<Option<String>>,
    pub groups: Vec<Option<String>>,
    pub bad: Vec<BadRow>,
    /// Rows that repeat an earlier one, where they are many.
    pub repeated: Option<usize>,
}

/// What a row says.
struct Respondent {
    provider: Option<String>,
    group: Option<String>,
    answers: Vec<Option<f64>>,
}

impl Survey {
    /// # Errors
    /// A message for the user where no row can be read at all.
    pub fn read(
        input: &Input,
        delimiter: Option<Delimiter>,
        mut watch: impl FnMut(usize),
    ) -> Result<Self, String> {
        let mut rows = Rows::open(&input.data, delimiter)?;
        let mut names: Vec<&'static str> = Vec::new();
        for name in [&COGNITIVE[..], &AFFECTIVE, &LOYALTY, &SWITCHING].concat() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let headers = rows.headers();
        let items = names.iter().map(|&name| Ok((name, place(headers, name)?)));
        let items: Vec<(&str, usize)> = items.collect::<Result<_, String>>()?;
        let (provider, group) = (place(headers, PROVIDER)?, place(headers, GROUP)?);

        let mut survey = Self {
            columns: names.iter().map(|&name| (name, Vec::new())).collect(),
            providers: Vec::new(),
            groups: Vec::new(),
            bad: Vec::new(),
            repeated: None,
        };
        let mut repeats = Repeats::default();
        while let Some(row) = rows.next()? {
            match respondent(&row, provider, group, &items) {
                Ok(found) => {
                    repeats.note(&row);
                    survey.providers.push(found.provider);
                    survey.groups.push(found.group);
                    for (name, answer) in names.iter().zip(found.answers) {
                        survey.columns.entry(name).or_default().push(answer);
                    }
                }
                Err(reason) => survey.bad.push(BadRow {
                    line: row.line,
                    reason,
                }),
            }
            watch(survey.rows());
        }
        survey.repeated = repeats.from(ALIKE);
        Ok(survey)
    }

    /// How many rows the file has, good and bad.
    pub fn rows(&self) -> usize {
        self.respondents() + self.bad.len()
    }

    pub fn respondents(&self) -> usize {
        self.providers.len()
    }

    /// Cells without an answer, over the columns read.
    pub fn missing(&self) -> usize {
        let cells = self.columns.values().flatten();
        cells.filter(|cell| cell.is_none()).count()
    }

    /// # Errors
    /// Those of the library.
    pub fn items<'a>(&'a self, names: &[&str]) -> retention::Result<ItemSet<'a>> {
        let answers = names.iter().map(|name| {
            let column = self.columns.get(*name).map_or(&[][..], Vec::as_slice);
            scale(name).answers(column)
        });
        ItemSet::new(answers.collect::<retention::Result<Vec<Answers<'a>>>>()?)
    }

    /// For everybody the mean of the items answered.
    ///
    /// # Errors
    /// Those of the library.
    pub fn scores(&self, names: &[&str], missing: Missing) -> retention::Result<Vec<Option<f64>>> {
        self.items(names)?.scores(missing)
    }
}

/// The rows of each code, in the order of their numbers or names.
pub fn by_code(codes: &[Option<String>]) -> Vec<(String, Vec<usize>)> {
    let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (row, code) in codes.iter().enumerate() {
        if let Some(code) = code {
            rows.entry(code).or_default().push(row);
        }
    }
    let mut rows: Vec<_> = rows.into_iter().collect();
    let number = |code: &str| code.parse().unwrap_or(f64::INFINITY);
    rows.sort_by(|(a, _), (b, _)| number(a).total_cmp(&number(b)));
    rows.into_iter()
        .map(|(code, rows)| (code.to_owned(), rows))
        .collect()
}

fn place(headers: &[String], name: &str) -> Result<usize, String> {
    match called(headers, name).as_slice() {
        [only] => Ok(*only),
        [] => Err(format!(
            "no column is called {}; the columns are {}",
            quote(name),
            list(headers.iter().map(String::as_str)),
        )),
        _ => Err(format!("several columns are called {}", quote(name))),
    }
}

/// The answers of a row, or everything that is wrong with it.
fn respondent(
    row: &Row<'_>,
    provider: usize,
    group: usize,
    items: &[(&str, usize)],
) -> Result<Respondent, String> {
    row.check_width()?;
    let mut faults = Vec::new();
    let mut answers = Vec::with_capacity(items.len());
    for (name, at) in items {
        match row.text(*at).and_then(|text| answer(name, text)) {
            Ok(answer) => answers.push(answer),
            Err(fault) => faults.push(format!("{name} {fault}")),
        }
    }
    let mut code = |at: usize| match row.text(at) {
        Ok("") => None,
        Ok(text) => (text.parse() != Ok(MISSING)).then(|| text.to_owned()),
        Err(fault) => {
            faults.push(fault);
            None
        }
    };
    let (provider, group) = (code(provider), code(group));
    if !faults.is_empty() {
        return Err(faults.join("; "));
    }
    Ok(Respondent {
        provider,
        group,
        answers,
    })
}

fn answer(column: &str, text: &str) -> Result<Option<f64>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let scale = scale(column);
    match text.parse::<f64>() {
        Ok(MISSING) => Ok(None),
        Ok(answer) if scale.contains(answer) => Ok(Some(answer)),
        Ok(_) => Err(format!("is {text}, asked was {scale}")),
        Err(_) => Err(format!("is {}, which is not a number", quote(text))),
    }
}
