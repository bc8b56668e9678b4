//! Satisfaction × loyalty, and how much of the loyalty is that of hostages.

use retention::Result;
use retention::counted::Counted;
use retention::loyalty::hostages::{self, Hostages};
use retention::loyalty::types::{self, CustomerType};
use retention::loyalty::{Evidence, Score, Threshold};
use serde::Serialize;

use super::cuts::{FIVE_SIXTHS, TOP, TWO_THIRDS, along, threshold};
use super::{Question, Scores, Share};

/// Where satisfied and loyal begin, in the comparison, as shares of the scale.
const CUTS: [f64; 3] = [TOP, FIVE_SIXTHS, TWO_THIRDS];

/// How many customers are of which type, at one cut for both.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Types {
    pub cut: f64,
    pub loyalists: u64,
    pub mercenaries: u64,
    pub hostages: u64,
    pub defectors: u64,
    pub unplaced: u64,
}

/// # Errors
/// Those of the library.
pub fn by_cut(scores: &Scores) -> Result<Vec<Types>> {
    let cuts = CUTS.into_iter().map(|share| along(scores.scale, share));
    cuts.map(|cut| at(scores, cut)).collect()
}

fn at(scores: &Scores, cut: f64) -> Result<Types> {
    let at = Threshold::Value(cut);
    let types = types::Rules::with_one_cut(at);
    let score = |value: Option<f64>| {
        value
            .map(|value| Score::new(scores.scale, value))
            .transpose()
    };
    let mut found = Vec::new();
    for (satisfaction, loyalty) in scores.satisfaction.iter().zip(&scores.loyalty) {
        // Whether they recommend or warn was not asked.
        let typed = types.classify(
            &Evidence::default()
                .satisfaction(score(*satisfaction)?)
                .loyalty(score(*loyalty)?),
        )?;
        found.push(typed.class().copied());
    }
    let counted = Counted::of_classes(found)?;
    Ok(Types {
        cut,
        loyalists: counted.count(CustomerType::Loyalist),
        mercenaries: counted.count(CustomerType::Mercenary),
        hostages: counted.count(CustomerType::Hostage),
        defectors: counted.count(CustomerType::Defector),
        unplaced: counted.missing,
    })
}

/// Hostages at one combination of cuts.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct HostageRow {
    pub loyalty_from: f64,
    pub satisfaction_below: f64,
    /// `None` where whatever holds them counts.
    pub switching_cost_from: Option<f64>,
    pub loyal: u64,
    pub hostages: Share,
    /// Loyal, and perhaps a hostage: satisfaction is not known.
    pub undecided: u64,
}

/// At every combination of the cuts compared.
///
/// # Errors
/// Those of the library.
pub fn hostages(scores: &Scores, minimum: u64) -> Result<Vec<HostageRow>> {
    let on = |share| threshold(scores.scale, share);
    let held = [Some(Threshold::MIDDLE), Some(Threshold::default())];
    let held = held.into_iter().filter(|_| scores.costs_asked);
    let cuts = hostages::Rules::default()
        .loyalty([TWO_THIRDS, FIVE_SIXTHS].map(on).to_vec())
        .satisfaction(CUTS.map(on).to_vec())
        .switching_cost(std::iter::once(None).chain(held).collect());
    rows(scores, &cuts, minimum)
}

/// At the cuts of the question.
///
/// # Errors
/// Those of the library: a cut beyond its scale.
pub fn hostages_at(scores: &Scores, question: &Question) -> Result<HostageRow> {
    let cuts = hostages::Rules::default()
        .loyalty(vec![Threshold::Value(question.loyal)])
        .satisfaction(vec![Threshold::Value(question.satisfied)])
        .switching_cost(vec![
            scores
                .costs_asked
                .then_some(Threshold::Value(question.held)),
        ]);
    // One cut each makes one combination.
    Ok(rows(scores, &cuts, question.minimum)?.swap_remove(0))
}

fn rows(scores: &Scores, cuts: &hostages::Rules, minimum: u64) -> Result<Vec<HostageRow>> {
    let rows = scores.hostages(cuts)?;
    let row = |row: &Hostages| HostageRow {
        loyalty_from: row.loyalty_cut,
        satisfaction_below: row.satisfaction_cut,
        switching_cost_from: row.switching_cost_cut,
        loyal: row.loyal,
        hostages: Share::of(row.share.counts(), minimum),
        undecided: row.undecided,
    };
    Ok(rows.iter().map(row).collect())
}
