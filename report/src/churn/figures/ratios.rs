//! Hazard ratios: what group and amount go with, each while the other is the same.

use retention::Result;
use retention::estimate::Confidence;
use retention::survival::Spell;
use retention::survival::cox::{Covariates, Cox, Information, Options, TimeTransform, indicators};
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use super::rates::Group;
use super::spells::{Observed, Spells};
use crate::churn::input::Sheet;

/// More groups than these are not told apart by a handful of ratios.
const MOST_GROUPS: usize = 12;

/// The ratios, or why there are none.
#[derive(Debug, Serialize)]
pub struct Ratios {
    /// The group that the others are compared with.
    pub reference: Option<String>,
    /// By how much more a customer pays for whom the ratio is told.
    pub amount_step: Option<f64>,
    /// Customers whose amount is known and who were observed for some time, and those of them who left.
    pub customers: u64,
    pub events: u64,
    /// Fewer left than the ratios need.
    pub few_events: bool,
    pub ratios: Vec<Ratio>,
    /// The chance of such changes with tenure if all ratios stay the same.
    #[serde(serialize_with = "crate::kit::json::p_value")]
    pub proportional_p_value: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub none_because: Option<String>,
}

/// By how much the hazard is higher, with a 95 % interval by robust errors.
#[derive(Debug, Clone, Serialize)]
pub struct Ratio {
    pub covariate: String,
    pub ratio: f64,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    #[serde(serialize_with = "crate::kit::json::p_value")]
    pub p_value: Option<f64>,
}

impl Ratio {
    /// Whether it has no interval: where all or none leave in each month, nothing is compared.
    fn is_nothing(&self) -> bool {
        self.lower.zip(self.upper).is_none()
    }
}

/// What is compared, a value for each customer.
struct Columns {
    spells: Vec<Spell>,
    groups: Vec<(String, Vec<f64>)>,
    amounts: Option<Vec<f64>>,
    step: f64,
}

/// `None` where the file has nothing to compare, and where nobody left.
pub fn of(sheet: &Sheet, spells: &Spells, groups: &[Group]) -> Option<Ratios> {
    let several = (2..=MOST_GROUPS).contains(&groups.len());
    let reference = groups
        .first()
        .filter(|_| several)
        .map(|group| group.group.clone());
    let known = |observed: &&Observed| {
        let amount = sheet.customers[observed.at].amount;
        observed.adjusted.is_some() && (!sheet.is_paid || amount.is_some())
    };
    let mut rows: Vec<&Observed> = spells.0.iter().filter(known).collect();
    // Sums depend on their order in the last digits: the same file in another order gives the same figures.
    let position = |row: &Observed| {
        let place = sheet.customers[row.at].group;
        groups.iter().position(|group| group.place == place)
    };
    rows.sort_by_cached_key(|row| {
        let entry = row.adjusted.and_then(Spell::entry);
        let amount = sheet.customers[row.at].amount;
        (row.months, entry, row.left, position(row), amount)
    });
    let columns = columns(sheet, &rows, groups, reference.as_deref()).ok()?;
    let events = rows.iter().filter(|row| row.left).count() as u64;
    if events == 0 || (columns.groups.is_empty() && columns.amounts.is_none()) {
        return None;
    }
    let mut found = Ratios {
        reference,
        amount_step: columns.amounts.as_ref().map(|_| columns.step),
        customers: rows.len() as u64,
        events,
        few_events: false,
        ratios: Vec::new(),
        proportional_p_value: None,
        none_because: None,
    };
    match fit(&columns) {
        Ok((cox, chance)) => {
            found.few_events = cox.few_events;
            found.ratios = ratios(&cox);
            found.proportional_p_value = chance;
            if found.ratios.iter().all(Ratio::is_nothing) {
                found.ratios.clear();
                found.proportional_p_value = None;
                found.none_because =
                    Some("in no month did some of those compared leave and others stay".to_owned());
            }
        }
        Err(error) => found.none_because = Some(error.to_string()),
    }
    Some(found)
}

fn columns(
    sheet: &Sheet,
    rows: &[&Observed],
    groups: &[Group],
    reference: Option<&str>,
) -> Result<Columns> {
    let names: Vec<&str> = rows
        .iter()
        .map(|row| {
            let place = sheet.customers[row.at].group;
            let group = groups.iter().find(|group| group.place == place);
            group.map_or("", |group| group.group.as_str())
        })
        .collect();
    let groups = match reference {
        Some(reference) => indicators(&names, reference)?,
        None => Vec::new(),
    };
    let amounts = rows
        .iter()
        .filter_map(|row| sheet.customers[row.at].amount?.to_f64());
    let amounts: Vec<f64> = amounts.collect();
    let mean = amounts.iter().sum::<f64>() / amounts.len().max(1) as f64;
    // Ten of what all pay some tens of, a hundred of what all pay some hundreds of.
    let step = if mean > 0.0 {
        10_f64.powf(mean.log10().floor())
    } else {
        1.0
    };
    let vary = amounts.windows(2).any(|pair| pair[0] != pair[1]);
    let scaled = amounts.iter().map(|amount| amount / step);
    Ok(Columns {
        spells: rows.iter().filter_map(|row| row.adjusted).collect(),
        groups,
        amounts: (vary && amounts.len() == rows.len()).then(|| scaled.collect()),
        step,
    })
}

/// The regression, and the chance that its ratios do not change with tenure.
fn fit(columns: &Columns) -> Result<(Cox, Option<f64>)> {
    let groups = columns.groups.iter();
    let groups = groups.map(|(name, column)| (name.as_str(), column.as_slice()));
    let mut name = "amount".to_owned();
    while columns.groups.iter().any(|(group, _)| *group == name) {
        name.push('+');
    }
    let amounts = columns
        .amounts
        .as_deref()
        .map(|amounts| (name.as_str(), amounts));
    let covariates = Covariates::new(&columns.spells, groups.chain(amounts))?;
    let cox = covariates.fit(Options::default())?.converged()?;
    let (transform, information) = (TimeTransform::default(), Information::default());
    let test = covariates.proportional_hazards(&cox, transform, information);
    let chance = test.ok().map(|test| test.all.p_value);
    Ok((cox, chance))
}

fn ratios(cox: &Cox) -> Vec<Ratio> {
    let ratios = cox.covariates.iter().map(|found| {
        let ends = found.interval(Confidence::default());
        Ratio {
            covariate: found.name.clone(),
            ratio: found.ratio(),
            lower: ends.map(|ends| ends.lower()),
            upper: ends.map(|ends| ends.upper()),
            p_value: found.p_value,
        }
    });
    ratios.collect()
}
