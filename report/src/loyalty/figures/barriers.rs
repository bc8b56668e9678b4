//! Switching barriers as customers see them, and how well the items of each score go together.

use retention::Result;
use retention::estimate::Confidence;
use retention::scale::{Instrument, Item, Missing, Sheet, Summary};
use retention::switching::survey::{Options, Population, Scorer};
use retention::switching::{CostType, Facet};
use serde::Serialize;

use super::error;
use crate::loyalty::survey::Survey;

#[derive(Debug, Serialize)]
pub struct Barriers {
    pub items: Vec<Barrier>,
    pub facets: Vec<FacetBarrier>,
}

/// An item.
#[derive(Debug, Serialize)]
pub struct Barrier {
    pub name: String,
    pub asks: String,
    pub mean: Option<f64>,
    pub standard_error: Option<f64>,
    pub answered: u64,
}

/// A facet, as this report places the items.
#[derive(Debug, Serialize)]
pub struct FacetBarrier {
    pub facet: Facet,
    pub cost_type: CostType,
    pub items: Vec<String>,
    pub mean: Option<f64>,
    pub standard_error: Option<f64>,
    pub answered: u64,
}

impl Barriers {
    /// # Errors
    /// Those of the library.
    pub fn of(survey: &Survey) -> Result<Self> {
        let mut items = Vec::new();
        for name in survey.asked.switching() {
            let set = survey.items(std::slice::from_ref(&name))?;
            let summaries = set.items().iter().map(|item| item.summary(None));
            for found in summaries {
                let found = found?;
                items.push(Barrier {
                    asks: survey.asks(&name),
                    name: name.clone(),
                    mean: mean(&found),
                    standard_error: error(found.estimate()),
                    answered: found.answered,
                });
            }
        }
        if survey.asked.facets.is_empty() {
            return Ok(Self {
                items,
                facets: Vec::new(),
            });
        }
        let population = population(survey)?;
        let facets = survey.asked.facets.iter().filter_map(|(facet, items)| {
            let found = population.facet(*facet)?;
            Some(FacetBarrier {
                facet: *facet,
                cost_type: facet.cost_type(),
                items: items.clone(),
                mean: mean(found),
                standard_error: error(found.estimate()),
                answered: found.answered,
            })
        });
        Ok(Self {
            items,
            facets: facets.collect(),
        })
    }
}

/// The means of the facets, the items placed as in the mapping.
fn population(survey: &Survey) -> Result<Population> {
    let facets = &survey.asked.facets;
    let items = facets
        .iter()
        .flat_map(|(facet, names)| names.iter().map(|_| Item::as_asked(*facet)));
    let names: Vec<String> = facets.iter().flat_map(|(_, names)| names.clone()).collect();
    let columns = survey.items(&names)?;
    let instrument = Instrument::new(columns.scale(), items, Missing::default())?;
    let scorer = Scorer::new(instrument, Options::default())?;
    Population::of(&scorer, &Sheet::new(columns.items().iter().copied())?)
}

fn mean(summary: &Summary) -> Option<f64> {
    summary.mean
}

/// How well the items of a score go together.
#[derive(Debug, Serialize)]
pub struct Reliability {
    pub what: &'static str,
    pub items: Vec<String>,
    pub alpha: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub omega: Option<f64>,
    /// Customers who answered every item.
    pub used: u64,
    pub left_out: u64,
}

/// # Errors
/// Those of the library.
pub fn reliability(survey: &Survey) -> Result<Vec<Reliability>> {
    let asked = &survey.asked;
    let sets = [
        ("cognitive", asked.cognitive.clone()),
        ("affective", asked.affective.clone()),
        ("conative", asked.conative.clone()),
        ("loyalty", asked.loyalty.clone()),
        ("switching_cost", asked.switching()),
    ];
    let of = |(what, items): (&'static str, Vec<String>)| {
        let found = survey.items(&items)?.reliability(None)?;
        let interval = found
            .alpha
            .map(|alpha| alpha.interval(Confidence::default()));
        Ok(Reliability {
            what,
            alpha: found.alpha.map(|alpha| alpha.value()),
            lower: interval.map(|interval| interval.lower()),
            upper: interval.map(|interval| interval.upper()),
            omega: found.omega().value,
            used: found.used,
            left_out: found.left_out,
            items,
        })
    };
    let asked = sets.into_iter().filter(|(_, items)| !items.is_empty());
    asked.map(of).collect()
}
