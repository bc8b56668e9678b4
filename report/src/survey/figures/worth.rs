//! What each supplier is worth to its own customers, against what the others are to theirs.

use retention::Result as Computed;
use retention::estimate::Estimate;
use retention::scale::{Scale, Summary};
use retention::value::added::{Band, CustomerValueAdded, Options};
use serde::Serialize;

use super::Why;
use crate::survey::ratings::{Column, Survey, by_code};

#[derive(Debug, Serialize)]
pub struct ValueAdded {
    pub survey: String,
    /// The column of the supplier.
    pub supplier_column: String,
    pub worth: Item,
    pub quality: Option<Item>,
    /// The scale of worth.
    pub scale: Scale,
    pub suppliers: Vec<Supplier>,
    /// Suppliers with too few answers, who are compared with nobody.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
    pub options: Options,
    /// Respondents whose supplier is not known.
    pub without_supplier: usize,
}

/// A question, or a set of them.
#[derive(Debug, Serialize)]
pub struct Item {
    pub name: String,
    pub label: String,
    pub columns: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct LeftOut {
    pub name: String,
    pub label: String,
    /// Those of its customers who said what it is worth to them.
    pub rated_worth: u64,
}

#[derive(Debug, Serialize)]
pub struct Supplier {
    /// As the survey writes it.
    pub name: String,
    pub label: String,
    /// Respondents who are its customers.
    pub customers: u64,
    /// Of these, those who said what it is worth to them.
    pub rated_worth: u64,
    /// The mean score of quality.
    pub quality: Option<f64>,
    /// The mean worth.
    pub worth: f64,
    /// The mean of the other suppliers' mean worth.
    pub worth_of_others: f64,
    pub customer_value_added: f64,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub band: Band,
    /// Whether it and the others have as many respondents as the options ask for.
    pub enough_respondents: bool,
    pub band_probabilities: Option<BandProbabilities>,
}

/// How likely each band is.
#[derive(Debug, Serialize)]
pub struct BandProbabilities {
    pub below_parity: f64,
    pub parity: f64,
    pub above_parity: f64,
    pub world_class: f64,
}

impl BandProbabilities {
    fn of(added: &CustomerValueAdded) -> Option<Self> {
        Some(Self {
            below_parity: added.below_parity_probability?,
            parity: added.parity_probability?,
            above_parity: added.above_parity_probability?,
            world_class: added.world_class_probability?,
        })
    }

    pub const fn probability(&self, band: Band) -> f64 {
        match band {
            Band::BelowParity => self.below_parity,
            Band::Parity => self.parity,
            Band::AboveParity => self.above_parity,
            Band::WorldClass => self.world_class,
        }
    }
}

/// One supplier's customers.
struct Customers<'s> {
    code: &'s str,
    rows: Vec<usize>,
    worth: Summary,
    quality: Option<Summary>,
}

impl ValueAdded {
    pub fn of(survey: &Survey, supplier: &str, worth: &str) -> Result<Self, Why> {
        let mapping = &survey.mapping;
        let ratings = survey.column(worth)?;
        let scale = ratings.answers()?.scale();
        let quality = mapping.quality.as_deref();
        let scores = quality.map(|name| survey.column(name)).transpose()?;
        let mut customers = Vec::new();
        for (code, rows) in by_code(&survey.suppliers) {
            customers.push(Customers {
                worth: summary(survey, &ratings, &rows)?,
                quality: scores
                    .as_ref()
                    .map(|scores| summary(survey, scores, &rows))
                    .transpose()?,
                code,
                rows,
            });
        }
        let options = Options::default();
        let (customers, few) = apart(customers, options.minimum as f64);
        if customers.len() < 2 {
            return Err(Why::Said(
                "no other supplier to compare with, at least one is needed",
            ));
        }
        let suppliers = (0..customers.len())
            .map(|at| Supplier::of(survey, &customers, at, scale, options))
            .collect::<Result<_, Why>>()?;
        let item = |name: &str| Item {
            name: name.to_owned(),
            label: mapping.label(name),
            columns: mapping
                .items_of(name)
                .into_iter()
                .map(|item| item.column.clone())
                .collect(),
        };
        Ok(Self {
            survey: survey.name.clone(),
            supplier_column: supplier.to_owned(),
            worth: item(worth),
            quality: quality.map(item),
            scale,
            suppliers,
            left_out: few
                .iter()
                .map(|customers| LeftOut {
                    name: customers.code.to_owned(),
                    label: mapping.supplier_label(customers.code),
                    rated_worth: customers.worth.answered,
                })
                .collect(),
            options,
            without_supplier: survey
                .suppliers
                .iter()
                .filter(|code| code.is_none())
                .count(),
        })
    }
}

/// Suppliers with as many answers as are asked for, and the others. Where that leaves nobody to compare with,
/// those whose answers have a spread; where that does too, all of them: then there are means without
/// intervals.
fn apart(customers: Vec<Customers<'_>>, minimum: f64) -> (Vec<Customers<'_>>, Vec<Customers<'_>>) {
    let has_spread = |one: &Customers<'_>| one.worth.estimate().is_some();
    let is_enough =
        |one: &Customers<'_>| has_spread(one) && one.worth.effective_sample_size >= minimum;
    let several =
        |is: &dyn Fn(&Customers<'_>) -> bool| customers.iter().filter(|one| is(one)).count() > 1;
    let (enough, spread) = (several(&is_enough), several(&has_spread));
    if enough {
        customers.into_iter().partition(is_enough)
    } else if spread {
        customers.into_iter().partition(has_spread)
    } else {
        (customers, Vec::new())
    }
}

impl Supplier {
    fn of(
        survey: &Survey,
        all: &[Customers<'_>],
        at: usize,
        scale: Scale,
        options: Options,
    ) -> Result<Self, Why> {
        let own = &all[at];
        let others = || {
            let others = all.iter().enumerate().filter(|(other, _)| *other != at);
            others.map(|(_, other)| other)
        };
        let added = match own.worth.estimate().zip(estimates(others())) {
            Some((ours, theirs)) => {
                CustomerValueAdded::from_estimates(scale, ours, &theirs, options)?
            }
            // Only one supplier has answers with a spread.
            None => {
                let means: Option<Vec<f64>> = others().map(|other| other.worth.mean).collect();
                let (ours, theirs) = own.worth.mean.zip(means).ok_or(Why::Said(
                    "no answer on the worth of a supplier, at least one is needed",
                ))?;
                CustomerValueAdded::from_means(scale, ours, &theirs, options)?
            }
        };
        let fewest = all
            .iter()
            .map(|customers| customers.worth.effective_sample_size)
            .fold(f64::INFINITY, f64::min);
        Ok(Self {
            name: own.code.to_owned(),
            label: survey.mapping.supplier_label(own.code),
            customers: own.rows.len() as u64,
            rated_worth: own.worth.answered,
            quality: own.quality.and_then(|quality| quality.mean),
            worth: added.ours,
            worth_of_others: added.competitors,
            customer_value_added: added.ratio,
            lower: added.interval.map(|interval| interval.lower()),
            upper: added.interval.map(|interval| interval.upper()),
            band: added.band,
            enough_respondents: fewest >= options.minimum as f64,
            band_probabilities: BandProbabilities::of(&added),
        })
    }
}

fn summary(survey: &Survey, column: &Column, rows: &[usize]) -> Computed<Summary> {
    let column = column.only(rows);
    column.answers()?.summary(survey.weights_of(rows)?.as_ref())
}

fn estimates<'a>(customers: impl Iterator<Item = &'a Customers<'a>>) -> Option<Vec<Estimate>> {
    customers
        .map(|customers| customers.worth.estimate())
        .collect()
}
