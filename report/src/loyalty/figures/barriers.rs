//! Switching barriers as customers see them, and how well the items of each score go together.

use retention::Result;
use retention::estimate::Confidence;
use retention::scale::{Instrument, Item, Missing, Sheet, Summary};
use retention::switching::survey::{Options, Population, Scorer};
use retention::switching::{CostType, Facet};
use serde::Serialize;

use super::error;
use crate::loyalty::survey::{
    AFFECTIVE, COGNITIVE, CONATIVE, FACETS, LOYALTY, SWITCHING, Survey, asks,
};

#[derive(Debug, Serialize)]
pub struct Barriers {
    pub items: Vec<Barrier>,
    pub facets: Vec<FacetBarrier>,
}

/// An item, on 1 to 5.
#[derive(Debug, Serialize)]
pub struct Barrier {
    pub name: &'static str,
    pub asks: &'static str,
    pub mean: Option<f64>,
    pub standard_error: Option<f64>,
    pub answered: u64,
}

/// A facet, as this report places the items.
#[derive(Debug, Serialize)]
pub struct FacetBarrier {
    pub facet: Facet,
    pub cost_type: CostType,
    pub items: &'static [&'static str],
    pub mean: Option<f64>,
    pub standard_error: Option<f64>,
    pub answered: u64,
}

impl Barriers {
    /// # Errors
    /// Those of the library.
    pub fn of(survey: &Survey) -> Result<Self> {
        let mut items = Vec::new();
        for name in SWITCHING {
            let set = survey.items(&[name])?;
            let summaries = set.items().iter().map(|item| item.summary(None));
            for found in summaries {
                let found = found?;
                items.push(Barrier {
                    name,
                    asks: asks(name),
                    mean: mean(&found),
                    standard_error: error(found.estimate()),
                    answered: found.answered,
                });
            }
        }
        let population = population(survey)?;
        let facets = FACETS.iter().filter_map(|(facet, items)| {
            let found = population.facet(*facet)?;
            Some(FacetBarrier {
                facet: *facet,
                cost_type: facet.cost_type(),
                items,
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

/// The means of the facets, the items placed as in [`FACETS`].
fn population(survey: &Survey) -> Result<Population> {
    let items = FACETS
        .iter()
        .flat_map(|(facet, names)| names.iter().map(|_| Item::as_asked(*facet)));
    let names: Vec<&'static str> = FACETS
        .iter()
        .flat_map(|(_, names)| *names)
        .copied()
        .collect();
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
    pub items: &'static [&'static str],
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
    let sets: [(&'static str, &'static [&'static str]); 5] = [
        ("cognitive", &COGNITIVE),
        ("affective", &AFFECTIVE),
        ("conative", &CONATIVE),
        ("loyalty", &LOYALTY),
        ("switching_cost", &SWITCHING),
    ];
    let of = |(what, items): (&'static str, &'static [&'static str])| {
        let found = survey.items(items)?.reliability(None)?;
        let interval = found
            .alpha
            .map(|alpha| alpha.interval(Confidence::default()));
        Ok(Reliability {
            what,
            items,
            alpha: found.alpha.map(|alpha| alpha.value()),
            lower: interval.map(|interval| interval.lower()),
            upper: interval.map(|interval| interval.upper()),
            omega: found.omega().value,
            used: found.used,
            left_out: found.left_out,
        })
    };
    sets.into_iter().map(of).collect()
}
