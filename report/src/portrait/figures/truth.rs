//! What the portraits say against what is true, of the invented shop.

use retention::Result;
use retention::estimate::ranking::Ranking;
use retention::estimate::{Confidence, Proportion};
use retention::portrait::PortraitRow;
use serde::Serialize;

use super::Everybody;
use crate::portrait::shop::Truth;

/// The truth, and how near the portraits come to it.
#[derive(Debug, Serialize)]
pub struct Tested {
    #[serde(flatten)]
    pub truth: Truth,
    /// How many will never buy again.
    pub have_left: Proportion,
    /// Of each group by the chance of a return, who will never buy again.
    pub by_chance: Vec<Group>,
    /// How well each figure tells who has left.
    pub tells: Vec<Tells>,
}

/// Customers whose chance lies between two.
#[derive(Debug, Serialize)]
pub struct Group {
    pub from: f64,
    pub below: f64,
    pub customers: u64,
    /// What the model says: the mean of one less the chance.
    pub expected: Option<f64>,
    pub have_left: Proportion,
}

/// How often a figure puts who has left above who has not.
#[derive(Debug, Serialize)]
pub struct Tells {
    pub figure: &'static str,
    pub customers: u64,
    pub auc: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
}

/// A figure of a customer, if it is known.
type Figure = fn(&PortraitRow<String>) -> Option<f64>;

/// The same fifths for every shop.
const CUTS: [f64; 6] = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0];

pub(super) fn test(everybody: &Everybody<'_>, truth: Truth) -> Result<Tested> {
    let has_left = |row: &PortraitRow<String>| truth.has_left.get(&row.customer).copied();
    let rows: Vec<(&PortraitRow<String>, bool)> = everybody
        .portraits
        .rows()
        .iter()
        .filter_map(|row| Some((row, has_left(row)?)))
        .collect();
    let figures: [(&'static str, Figure); 3] = [
        ("one less the chance of a return", |row| {
            row.evidence.chance_of_return.map(|chance| 1.0 - chance)
        }),
        ("the leaving index", |row| {
            row.portrait.leaving.map(|index| index.value)
        }),
        ("its part dissatisfaction alone", |row| {
            use retention::portrait::LeavingPart;
            row.portrait
                .leaving
                .and_then(|index| index.part(LeavingPart::Dissatisfaction))
        }),
    ];
    let tells = figures
        .iter()
        .map(|(figure, of)| tells(figure, &rows, *of))
        .collect::<Result<_>>()?;
    let left = rows.iter().filter(|(_, left)| *left).count() as u64;
    Ok(Tested {
        have_left: Proportion::new(left, rows.len() as u64)?,
        by_chance: CUTS
            .windows(2)
            .map(|cuts| group(&rows, cuts[0], cuts[1]))
            .collect::<Result<_>>()?,
        tells,
        truth,
    })
}

fn tells(figure: &'static str, rows: &[(&PortraitRow<String>, bool)], of: Figure) -> Result<Tells> {
    let known = rows
        .iter()
        .filter_map(|(row, left)| Some((of(row)?, *left)));
    let (scores, outcomes): (Vec<f64>, Vec<bool>) = known.unzip();
    if scores.is_empty() {
        return Ok(Tells {
            figure,
            customers: 0,
            auc: None,
            lower: None,
            upper: None,
        });
    }
    let scored = Ranking::new(&scores, &outcomes)?;
    let interval = scored.interval(Confidence::default());
    Ok(Tells {
        figure,
        customers: scores.len() as u64,
        auc: scored.auc().map(|auc| auc.value()),
        lower: interval.map(|ends| ends.lower()),
        upper: interval.map(|ends| ends.upper()),
    })
}

fn group(rows: &[(&PortraitRow<String>, bool)], from: f64, below: f64) -> Result<Group> {
    let is_in = |chance: f64| chance >= from && (chance < below || below >= 1.0);
    let inside: Vec<(f64, bool)> = rows
        .iter()
        .filter_map(|(row, left)| Some((row.evidence.chance_of_return?, *left)))
        .filter(|(chance, _)| is_in(*chance))
        .collect();
    let left = inside.iter().filter(|(_, left)| *left).count() as u64;
    let expected: f64 = inside.iter().map(|(chance, _)| 1.0 - chance).sum();
    Ok(Group {
        from,
        below,
        customers: inside.len() as u64,
        expected: (!inside.is_empty()).then(|| expected / inside.len() as f64),
        have_left: Proportion::new(left, inside.len() as u64)?,
    })
}
