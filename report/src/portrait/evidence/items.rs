//! Which attribute to fix first for each customer, by what all of them answered.

use std::collections::BTreeMap;

use retention::loyalty::Score;
use retention::quadrant::{Analysis, Method, Options, Quadrant, Survey};
use retention::scale::Scale;
use serde::Serialize;

use crate::portrait::tables::Tables;

/// The attributes that customers rated, placed by importance and satisfaction.
#[derive(Debug, Clone, Serialize)]
pub struct Items {
    /// In the order of the columns.
    pub rows: Vec<Item>,
    /// Who answered all of it.
    pub respondents: u64,
    /// Below it an attribute counts as poorly rated, by all and by one customer.
    pub line: Option<f64>,
    pub importance_line: Option<f64>,
    /// Why nothing is placed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_placed: Option<String>,
}

/// One attribute.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    pub item: String,
    /// Its correlation with overall satisfaction.
    pub importance: Option<f64>,
    pub satisfaction: Option<f64>,
    pub quadrant: Option<Quadrant>,
    pub rank: Option<usize>,
    /// How many customers have it to be fixed first.
    pub to_fix_for: u64,
}

/// The attributes, and the number of the one to fix first for each customer who has one.
///
/// None without attributes.
pub(super) fn items(tables: &Tables) -> Option<(Items, BTreeMap<&str, u32>)> {
    if tables.items.is_empty() {
        return None;
    }
    let unplaced = tables.items.iter().map(|item| Item {
        item: item.clone(),
        importance: None,
        satisfaction: None,
        quadrant: None,
        rank: None,
        to_fix_for: 0,
    });
    let mut items = Items {
        rows: unplaced.collect(),
        respondents: 0,
        line: None,
        importance_line: None,
        not_placed: None,
    };
    match place(tables) {
        Err(why) => {
            items.not_placed = Some(why);
            Some((items, BTreeMap::new()))
        }
        Ok((analysis, respondents)) => {
            items.respondents = respondents;
            items.line = Some(analysis.satisfaction_line);
            items.importance_line = Some(analysis.importance_line);
            for (row, placed) in items.rows.iter_mut().zip(&analysis.attributes) {
                row.importance = Some(placed.importance);
                row.satisfaction = Some(placed.satisfaction);
                row.quadrant = Some(placed.quadrant);
                row.rank = Some(placed.rank);
            }
            let to_fix = to_fix(tables, &analysis);
            for &at in to_fix.values() {
                if let Some(row) = items.rows.get_mut(at as usize) {
                    row.to_fix_for += 1;
                }
            }
            Some((items, to_fix))
        }
    }
}

/// Importance is the correlation with overall satisfaction.
///
/// # Errors
/// Why nothing is placed.
fn place(tables: &Tables) -> Result<(Analysis, u64), String> {
    let scale = scale(tables).ok_or("nobody rated any of them")?;
    let value = |score: Option<&Score>| score.map(|score| score.value());
    let columns: Vec<Vec<Option<f64>>> = (0..tables.items.len())
        .map(|at| {
            let answers = tables.answers.iter();
            answers
                .map(|row| value(row.items.get(at).and_then(Option::as_ref)))
                .collect()
        })
        .collect();
    let overall: Vec<Option<f64>> = tables
        .answers
        .iter()
        .map(|row| value(row.satisfaction.as_ref()))
        .collect();
    let analysis = || -> retention::Result<Analysis> {
        let rated = tables.items.iter().zip(&columns);
        let rated = rated.map(|(item, column)| Ok((item.clone(), scale.answers(column)?)));
        let rated: Vec<_> = rated.collect::<retention::Result<_>>()?;
        let survey = Survey::new(rated)?.overall(scale.answers(&overall)?)?;
        survey
            .assess(Method::default())?
            .analysis(Options::default())
    };
    let analysis = analysis().map_err(|error| plainly(&error))?;
    let whole = |at: usize| {
        overall.get(at).is_some_and(Option::is_some)
            && columns
                .iter()
                .all(|column| column.get(at).is_some_and(Option::is_some))
    };
    let respondents = (0..overall.len()).filter(|&at| whole(at)).count() as u64;
    Ok((analysis, respondents))
}

/// Why nothing is placed, without what only programs can do about it.
fn plainly(error: &retention::Error) -> String {
    let why = error.to_string();
    match why.split_once("; ") {
        Some((why, remedy)) if remedy.contains('`') => why.to_owned(),
        _ => why,
    }
}

fn scale(tables: &Tables) -> Option<Scale> {
    let mut rated = tables.answers.iter().flat_map(|row| row.items.iter());
    rated.find_map(|score| score.map(Score::scale))
}

/// Of the attributes that are important and poorly rated by all, the first by rank that the customer rates below
/// the line as well.
fn to_fix<'t>(tables: &'t Tables, analysis: &Analysis) -> BTreeMap<&'t str, u32> {
    let mut weak: Vec<(usize, usize)> = analysis
        .attributes
        .iter()
        .enumerate()
        .filter(|(_, placed)| {
            placed.quadrant == Quadrant::ConcentrateHere && placed.remark.is_none()
        })
        .map(|(at, placed)| (placed.rank, at))
        .collect();
    weak.sort_unstable();
    let is_low = |score: Option<Score>| {
        score.is_some_and(|score| score.value() < analysis.satisfaction_line)
    };
    let rows = tables.answers.iter().filter_map(|row| {
        let mut weak = weak.iter();
        let (_, at) = weak.find(|(_, at)| is_low(row.items.get(*at).copied().flatten()))?;
        Some((row.customer.as_str(), u32::try_from(*at).ok()?))
    });
    rows.collect()
}
