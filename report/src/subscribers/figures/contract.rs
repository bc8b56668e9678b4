//! Subscribers by segment: how many stay, by each model and in fact, and what they are worth.

use retention::Result;
use retention::clv::DiscountRate;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use super::Question;
use super::laws::{self, Law, Model, Name, ratio};
use crate::subscribers::input::Every;
use crate::subscribers::input::survival::{ColumnNames, Segment, Sheet};

/// What was read, and how.
#[derive(Debug, Serialize)]
pub struct Read {
    pub source: String,
    pub columns: ColumnNames,
    pub skipped_rows: usize,
    /// With how many customers each segment is taken to have begun, where the file has shares.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<u64>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub base_assumed: bool,
    /// Shares that were no whole number of customers.
    pub shares_rounded: usize,
    /// How long a period is.
    pub every: Every,
    /// Whether that is taken for granted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub every_assumed: bool,
    /// The discount rate of a period.
    pub discount_rate_of_period: f64,
    /// Segments whose start was not in the file.
    pub starts_added: usize,
    /// Segments whose first row is not of period 0.
    pub periods_from_first_row: usize,
    #[serde(skip)]
    pub rows: usize,
}

/// A segment, and which model its figures are of.
#[derive(Debug, Serialize)]
pub struct Cohort {
    pub segment: String,
    /// At the start.
    pub customers: u64,
    /// After the last period.
    pub left: u64,
    pub periods: u32,
    /// To so many of them the models are fitted.
    pub fitted_periods: u32,
    /// The one with the smallest BIC of those whose fit converged.
    pub chosen: Name,
    /// Of the periods that were not fitted the one with the smallest mean error.
    pub closest: Option<Name>,
}

/// What is asked, with the discount rate of a period.
struct Terms<'q> {
    question: &'q Question,
    discount: DiscountRate,
}

/// What a model says of a period, and what happened.
#[derive(Debug, Serialize)]
pub struct Projected {
    pub segment: String,
    pub model: Name,
    pub period: u32,
    pub fitted: bool,
    pub survival: f64,
    /// 95 % interval, by the errors of the parameters alone.
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub actual: f64,
}

/// How far a model is from the periods that it was not fitted to, in shares of the first customers.
#[derive(Debug, Serialize)]
pub struct Miss {
    pub segment: String,
    pub model: Name,
    pub periods: u32,
    pub mean_absolute_error: f64,
    /// What it says of the last period, less what happened.
    pub last_error: f64,
}

/// Of those there before a period the share that is there after it.
#[derive(Debug, Serialize)]
pub struct Renewed {
    pub segment: String,
    pub period: u32,
    pub before: u64,
    pub after: u64,
    /// `null` where nobody was there.
    pub actual: Option<f64>,
    pub shifted_beta_geometric: f64,
    pub beta_discrete_weibull: f64,
    pub constant_mean_rate: f64,
}

/// What is to come of a subscriber by tenure.
#[derive(Debug, Serialize)]
pub struct Worth {
    pub segment: String,
    pub model: Name,
    /// Active for so many periods and about to renew or not; 0 of somebody new.
    pub tenure: u32,
    /// Expected within the horizon.
    pub renewals: f64,
    /// `null` where it is further than 10,000 periods.
    pub half_gone_after: Option<u32>,
    /// DEL of somebody new, DERL of the others; `null` where it has no bound.
    pub discounted_lifetime: Option<f64>,
    /// What of it comes within the horizon.
    pub within_horizon: f64,
    #[serde(serialize_with = "super::maybe_money")]
    pub value: Option<Decimal>,
}

/// Those still there at the end, at their next renewal.
#[derive(Debug, Serialize)]
pub struct Present {
    pub segment: String,
    pub customers: u64,
    pub tenure: u32,
    pub model: Name,
    /// Margins to come of all of them, by the model.
    #[serde(serialize_with = "super::maybe_money")]
    pub value: Option<Decimal>,
    /// The same by the mean rate.
    #[serde(serialize_with = "super::maybe_money")]
    pub by_mean_rate: Option<Decimal>,
    /// The share of the first that comes within the horizon.
    pub within_horizon: Option<f64>,
    /// By which part of the first the second is too low; below 0 where it is too high.
    pub understated: Option<f64>,
}

#[derive(Debug)]
pub struct Contract {
    pub read: Read,
    pub segments: Vec<Cohort>,
    pub models: Vec<Model>,
    pub projection: Vec<Projected>,
    pub misses: Vec<Miss>,
    pub renewed: Vec<Renewed>,
    pub value: Vec<Worth>,
    pub present: Vec<Present>,
}

impl Contract {
    /// # Errors
    /// Those of the library.
    pub fn of(source: String, sheet: &Sheet, question: &Question) -> Result<Self> {
        let told = question.every.or(Every::told(&sheet.columns.period));
        let every = told.unwrap_or(Every::Year);
        let terms = Terms {
            discount: every.discount(question.discount)?,
            question,
        };
        let mut contract = Self {
            read: Read {
                every,
                every_assumed: told.is_none(),
                discount_rate_of_period: terms.discount.rate(),
                source,
                columns: sheet.columns.clone(),
                skipped_rows: sheet.bad.len(),
                base: sheet.base,
                base_assumed: sheet.is_base_assumed,
                shares_rounded: sheet.rounded,
                starts_added: sheet.started,
                periods_from_first_row: sheet.shifted,
                rows: sheet.rows,
            },
            segments: Vec::new(),
            models: Vec::new(),
            projection: Vec::new(),
            misses: Vec::new(),
            renewed: Vec::new(),
            value: Vec::new(),
            present: Vec::new(),
        };
        for segment in &sheet.segments {
            contract.add(segment, &terms)?;
        }
        Ok(contract)
    }

    fn add(&mut self, segment: &Segment, terms: &Terms<'_>) -> Result<()> {
        let left = &segment.left;
        let periods = left.len() as u32 - 1;
        let fitted = terms
            .question
            .fit
            .unwrap_or_else(|| usual(periods))
            .min(periods);
        let laws = laws::all(&left[..=fitted as usize])?;
        let models: Vec<Model> = laws
            .iter()
            .map(|law| law.model(&segment.name, fitted))
            .collect();
        let misses = misses(segment, fitted, &laws);
        let by_miss = misses.iter();
        let closest =
            by_miss.min_by(|a, b| a.mean_absolute_error.total_cmp(&b.mean_absolute_error));
        let chosen = chosen(&laws, &models);
        self.segments.push(Cohort {
            segment: segment.name.clone(),
            customers: left[0],
            left: left[left.len() - 1],
            periods,
            fitted_periods: fitted,
            chosen: laws[chosen].name(),
            closest: closest.map(|miss| miss.model),
        });
        self.projection.extend(projected(segment, fitted, &laws));
        self.renewed.extend(renewed(segment, &laws));
        for law in &laws {
            for tenure in tenures(periods) {
                let worth = worth(segment, law, tenure, terms)?;
                self.value.push(worth);
            }
        }
        self.present.push(present(segment, &laws, chosen, terms)?);
        self.models.extend(models);
        self.misses.extend(misses);
        Ok(())
    }
}

/// Seven of twelve, as published; three at least, as many as the larger model has parameters.
fn usual(periods: u32) -> u32 {
    const LEAST: u32 = 3;
    (7 * periods).div_ceil(12).max(LEAST)
}

/// The place of the model with the smallest BIC of those whose fit converged; the mean rate is always one.
pub fn chosen(laws: &[Law], models: &[Model]) -> usize {
    let places = (0..laws.len()).filter(|at| laws[*at].holds());
    let best = places.min_by(|a, b| models[*a].bic.total_cmp(&models[*b].bic));
    best.unwrap_or(0)
}

fn actual(left: &[u64], period: usize) -> f64 {
    ratio(left.get(period).copied(), left.first().copied())
}

fn projected(segment: &Segment, fitted: u32, laws: &[Law]) -> Vec<Projected> {
    let mut rows = Vec::new();
    for law in laws {
        for period in 0..segment.left.len() {
            let Some(share) = law.survival(period as u32) else {
                continue;
            };
            rows.push(Projected {
                segment: segment.name.clone(),
                model: law.name(),
                period: period as u32,
                fitted: period as u32 <= fitted,
                survival: share.survival,
                lower: share.lower,
                upper: share.upper,
                actual: actual(&segment.left, period),
            });
        }
    }
    rows
}

fn misses(segment: &Segment, fitted: u32, laws: &[Law]) -> Vec<Miss> {
    let held = fitted as usize + 1..segment.left.len();
    if held.is_empty() {
        return Vec::new();
    }
    let of = |law: &Law| {
        let errors: Vec<f64> = held
            .clone()
            .filter_map(|period| {
                let said = law.survival(period as u32)?.survival;
                Some(said - actual(&segment.left, period))
            })
            .collect();
        let all: f64 = errors.iter().map(|error| error.abs()).sum();
        Miss {
            segment: segment.name.clone(),
            model: law.name(),
            periods: errors.len() as u32,
            mean_absolute_error: all / errors.len().max(1) as f64,
            last_error: errors.last().copied().unwrap_or_default(),
        }
    };
    laws.iter().map(of).collect()
}

fn renewed(segment: &Segment, laws: &[Law]) -> Vec<Renewed> {
    let pairs = segment.left.windows(2).zip(1_u32..);
    let rate = |law: usize, period: u32| laws[law].retention_rate(period);
    pairs
        .map(|(pair, period)| Renewed {
            segment: segment.name.clone(),
            period,
            before: pair[0],
            after: pair[1],
            actual: (pair[0] > 0).then(|| ratio(Some(pair[1]), Some(pair[0]))),
            shifted_beta_geometric: rate(0, period),
            beta_discrete_weibull: rate(1, period),
            constant_mean_rate: rate(2, period),
        })
        .collect()
}

/// All tenures that the file reaches and the next, or some of them where they are many.
pub fn tenures(periods: u32) -> Vec<u32> {
    const MANY: u32 = 24;
    let step = periods.div_ceil(MANY).max(1);
    let mut tenures: Vec<u32> = (0..=periods).step_by(step as usize).collect();
    tenures.push(periods.saturating_add(1));
    tenures
}

fn worth(segment: &Segment, law: &Law, tenure: u32, terms: &Terms<'_>) -> Result<Worth> {
    let come = law.to_come(tenure, terms.discount, terms.question.horizon)?;
    Ok(Worth {
        segment: segment.name.clone(),
        model: law.name(),
        tenure,
        renewals: come.renewals,
        half_gone_after: come.half_gone_after,
        discounted_lifetime: come.discounted,
        within_horizon: come.within,
        value: times(terms.question.margin, come.discounted),
    })
}

fn present(segment: &Segment, laws: &[Law], chosen: usize, terms: &Terms<'_>) -> Result<Present> {
    let customers = segment.left[segment.left.len() - 1];
    let tenure = segment.left.len() as u32;
    let of = |law: &Law| law.to_come(tenure, terms.discount, terms.question.horizon);
    let (model, rate) = (of(&laws[chosen])?, of(&laws[2])?);
    let all = |each: Option<f64>| each.map(|each| each * customers as f64);
    let each = model.discounted.filter(|each| *each > 0.0);
    let both = each.zip(rate.discounted);
    Ok(Present {
        segment: segment.name.clone(),
        customers,
        tenure,
        model: laws[chosen].name(),
        value: times(terms.question.margin, all(model.discounted)),
        by_mean_rate: times(terms.question.margin, all(rate.discounted)),
        within_horizon: each.map(|each| model.within / each),
        understated: both.map(|(model, rate)| 1.0 - rate / model),
    })
}

/// An amount so many times, to two decimals; `None` where it is larger than money can be.
pub fn times(amount: Decimal, multiple: Option<f64>) -> Option<Decimal> {
    let multiple = Decimal::try_from(multiple?).ok()?;
    let product = amount.checked_mul(multiple)?;
    let mut rounded = product.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(2);
    Some(rounded)
}
