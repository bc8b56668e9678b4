//! The models and rules by which a segment may go on, and the figures that each of them gives.

use std::collections::BTreeMap;

use retention::Result;
use retention::clv::{
    BetaDiscreteWeibull, ConstantRetention, ContractModel, DiscountRate, FirstMargin, FitOptions,
    Fitted, Horizon, MarginStream, Parametric, ShiftedBetaGeometric,
};
use retention::estimate::{Confidence, Proportion};
use retention::fit::Outcome;
use retention::survival::Survival;
use serde::Serialize;

/// A model or a rule: its parameters, and how well it fits.
#[derive(Debug, Clone, Serialize)]
pub struct Model {
    pub name: Name,
    /// `null` of givers.
    pub segment: Option<String>,
    pub parameters: BTreeMap<&'static str, f64>,
    /// `null` unless the fit converged.
    pub standard_errors: BTreeMap<&'static str, Option<f64>>,
    /// `null` of a rule under which what happened could not have.
    pub log_likelihood: f64,
    /// The smaller, the better.
    pub bic: f64,
    /// How the fit ended; `null` of a rule that is not fitted.
    pub outcome: Option<Outcome>,
    /// How many periods or occasions it was fitted to.
    pub fitted_periods: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Name {
    ShiftedBetaGeometric,
    BetaDiscreteWeibull,
    ConstantMeanRate,
    ConstantLastRate,
    BetaGeometricBetaBinomial,
}

impl Name {
    /// As it stands in a table.
    pub const fn words(self) -> &'static str {
        match self {
            Self::ShiftedBetaGeometric => "sBG",
            Self::BetaDiscreteWeibull => "BdW",
            Self::ConstantMeanRate => "Mean rate",
            Self::ConstantLastRate => "Last rate",
            Self::BetaGeometricBetaBinomial => "BG/BB",
        }
    }

    /// As it stands in a sentence.
    pub const fn long(self) -> &'static str {
        match self {
            Self::ShiftedBetaGeometric => "the shifted beta-geometric model",
            Self::BetaDiscreteWeibull => "the beta-discrete-Weibull model",
            Self::ConstantMeanRate => "the mean retention rate",
            Self::ConstantLastRate => "the last retention rate",
            Self::BetaGeometricBetaBinomial => "the BG/BB model",
        }
    }
}

/// What follows the periods that were fitted.
#[derive(Debug, Clone)]
pub enum Law {
    Shifted(Fitted<ShiftedBetaGeometric>),
    Weibull(Fitted<BetaDiscreteWeibull>),
    /// The same rate in every period.
    Mean(Constant),
    Last(Constant),
}

/// A retention rate that stays what it is, from the share that was left.
#[derive(Debug, Clone, Copy)]
pub struct Constant {
    rate: Proportion,
    from: u32,
    share: f64,
    log_likelihood: f64,
}

impl Constant {
    fn value(&self) -> f64 {
        self.rate.value().unwrap_or_default()
    }
}

/// A share with its standard error and 95 % interval, as far as the errors of the parameters go.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    pub survival: f64,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
}

/// All of them, fitted to what was left at the start and after each period.
///
/// # Errors
/// Those of the library.
pub fn all(left: &[u64]) -> Result<Vec<Law>> {
    let curve = Survival::of_table(left)?;
    let options = FitOptions::default();
    let mean: (u64, u64) = left
        .windows(2)
        .fold((0, 0), |(kept, of), pair| (kept + pair[1], of + pair[0]));
    // Of the last period before which somebody was there.
    let last = left.windows(2).rev().find(|pair| pair[0] > 0);
    let last = last.map_or((0, 0), |pair| (pair[1], pair[0]));
    let share = |(kept, of): (u64, u64)| -> Result<Constant> {
        let rate = Proportion::new(kept, of)?;
        Ok(Constant {
            rate,
            from: (left.len() - 1) as u32,
            share: ratio(left.last().copied(), left.first().copied()),
            log_likelihood: renewals(mean, rate.value().unwrap_or_default()),
        })
    };
    Ok(vec![
        Law::Shifted(ShiftedBetaGeometric::fit(&curve, options)?),
        Law::Weibull(BetaDiscreteWeibull::fit(&curve, options)?),
        Law::Mean(share(mean)?),
        Law::Last(share(last)?),
    ])
}

pub fn ratio(part: Option<u64>, whole: Option<u64>) -> f64 {
    part.unwrap_or(0) as f64 / whole.unwrap_or(0).max(1) as f64
}

/// The log-likelihood of so many renewals of so many contracts.
fn renewals((kept, of): (u64, u64), rate: f64) -> f64 {
    let of_some = |some: u64, chance: f64| match some {
        0 => 0.0,
        some => some as f64 * chance.ln(),
    };
    of_some(kept, rate) + of_some(of - kept, 1.0 - rate)
}

/// A tenure of so many periods and what is still to come of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ToCome {
    /// Renewals within the horizon.
    pub renewals: f64,
    /// Periods after which half are gone; `None` where that is further than can be told.
    pub half_gone_after: Option<u32>,
    /// Discounted margins, without an end; `None` where they have no bound.
    pub discounted: Option<f64>,
    /// What of them comes within the horizon.
    pub within: f64,
}

impl Law {
    pub const fn name(&self) -> Name {
        match self {
            Self::Shifted(_) => Name::ShiftedBetaGeometric,
            Self::Weibull(_) => Name::BetaDiscreteWeibull,
            Self::Mean(_) => Name::ConstantMeanRate,
            Self::Last(_) => Name::ConstantLastRate,
        }
    }

    /// Whether it was fitted and the fit converged, or is a rate that can be fitted.
    pub fn holds(&self) -> bool {
        match self {
            Self::Shifted(fitted) => fitted.outcome == Outcome::Converged,
            Self::Weibull(fitted) => fitted.outcome == Outcome::Converged,
            Self::Mean(_) => true,
            Self::Last(_) => false,
        }
    }

    pub fn model(&self, segment: &str, periods: u32) -> Model {
        match self {
            Self::Shifted(fitted) => of_fit(self.name(), Some(segment), fitted, periods),
            Self::Weibull(fitted) => of_fit(self.name(), Some(segment), fitted, periods),
            Self::Mean(constant) => {
                let rate = constant.value();
                let is_inside = rate > 0.0 && rate < 1.0;
                let outcome = match is_inside {
                    true => Outcome::Converged,
                    false => Outcome::OnBoundary,
                };
                constant.model(self.name(), segment, periods, Some(outcome))
            }
            Self::Last(constant) => constant.model(self.name(), segment, periods, None),
        }
    }

    /// The share still there after a period; of a constant rate only from where the fit ends.
    pub fn survival(&self, period: u32) -> Option<Share> {
        let sure = |survival: f64| Share {
            survival,
            lower: None,
            upper: None,
        };
        match self {
            Self::Shifted(fitted) => Some(surviving(fitted, period)),
            Self::Weibull(fitted) => Some(surviving(fitted, period)),
            Self::Mean(constant) | Self::Last(constant) => {
                let since = period.checked_sub(constant.from)?;
                let since = i32::try_from(since).unwrap_or(i32::MAX);
                Some(sure(constant.share * constant.value().powi(since)))
            }
        }
    }

    /// The share of those there before a period who are there after it.
    pub fn retention_rate(&self, period: u32) -> f64 {
        match self {
            Self::Shifted(fitted) => fitted.model.retention_rate(period),
            Self::Weibull(fitted) => fitted.model.retention_rate(period),
            Self::Mean(constant) | Self::Last(constant) => constant.value(),
        }
    }

    /// What is to come of somebody active for so many periods who is about to renew or not; of 0 periods, of
    /// somebody new, whose first margin comes at once.
    ///
    /// # Errors
    /// Those of the library.
    pub fn to_come(&self, active: u32, discount: DiscountRate, horizon: u32) -> Result<ToCome> {
        match self {
            Self::Shifted(fitted) => of_model(&fitted.model, active, discount, horizon),
            Self::Weibull(fitted) => of_model(&fitted.model, active, discount, horizon),
            Self::Mean(constant) | Self::Last(constant) => {
                of_rate(constant.value(), active, discount, horizon)
            }
        }
    }
}

impl Constant {
    fn model(&self, name: Name, segment: &str, periods: u32, outcome: Option<Outcome>) -> Model {
        let rate = self.value();
        let of = self.rate.denominator() as f64;
        let error = (rate > 0.0 && rate < 1.0).then(|| (rate * (1.0 - rate) / of).sqrt());
        Model {
            name,
            segment: Some(segment.to_owned()),
            parameters: BTreeMap::from([("rate", rate)]),
            standard_errors: BTreeMap::from([("rate", error)]),
            log_likelihood: self.log_likelihood,
            bic: of.max(1.0).ln() - 2.0 * self.log_likelihood,
            outcome,
            fitted_periods: periods,
        }
    }
}

/// A fitted model as it stands in JSON.
pub fn of_fit<M>(name: Name, segment: Option<&str>, fitted: &Fitted<M>, periods: u32) -> Model {
    let parameters = fitted.parameters.iter();
    Model {
        name,
        segment: segment.map(str::to_owned),
        standard_errors: parameters
            .clone()
            .map(|one| (one.name, one.standard_error))
            .collect(),
        parameters: parameters.map(|one| (one.name, one.value)).collect(),
        log_likelihood: fitted.log_likelihood,
        bic: fitted.bic(),
        outcome: Some(fitted.outcome),
        fitted_periods: periods,
    }
}

fn surviving<M: ContractModel + Parametric>(fitted: &Fitted<M>, period: u32) -> Share {
    let estimate = fitted.estimate(|model| Ok(model.survival(period))).ok();
    let ends = estimate.map(|estimate| estimate.interval(Confidence::default()));
    Share {
        survival: fitted.model.survival(period),
        lower: ends.map(|ends| ends.lower()),
        upper: ends.map(|ends| ends.upper()),
    }
}

fn of_model(
    model: &impl ContractModel,
    active: u32,
    discount: DiscountRate,
    horizon: u32,
) -> Result<ToCome> {
    let undiscounted = DiscountRate::yearly(0.0)?;
    // Who is new is before the first renewal, too.
    let next = active.max(1);
    let ahead = Horizon::Periods(horizon.saturating_sub(1));
    let left = |periods: u32| model.survival_after(next - 1, periods);
    Ok(ToCome {
        renewals: model.discounted_residual_lifetime(next, undiscounted, ahead)?,
        half_gone_after: half_gone(left),
        within: model.discounted_residual_lifetime(active, discount, ahead)?,
        discounted: bounded(model.discounted_residual_lifetime(
            active,
            discount,
            Horizon::Infinite,
        ))?,
    })
}

fn of_rate(rate: f64, active: u32, discount: DiscountRate, horizon: u32) -> Result<ToCome> {
    let at_once = MarginStream::default().first_margin(FirstMargin::AtOnce);
    let undiscounted = DiscountRate::yearly(0.0)?;
    let within = at_once.horizon(Horizon::Periods(horizon.saturating_sub(1)));
    let multiple = bounded(ConstantRetention::new(rate, discount, at_once))?;
    let multiple = multiple.map(|model| model.margin_multiple());
    // The renewal ahead is not certain.
    let first = if active == 0 { 1.0 } else { rate };
    let near = ConstantRetention::new(rate, discount, within)?.margin_multiple();
    Ok(ToCome {
        renewals: rate * ConstantRetention::new(rate, undiscounted, within)?.margin_multiple(),
        half_gone_after: half_gone(|periods| rate.powi(i32::try_from(periods).unwrap_or(i32::MAX))),
        discounted: multiple.map(|multiple| first * multiple),
        within: first * near,
    })
}

/// A sum, or `None` where it has no bound.
fn bounded<T>(sum: Result<T>) -> Result<Option<T>> {
    match sum {
        Ok(sum) => Ok(Some(sum)),
        Err(retention::Error::OutOfRange { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The first period after which at most half are left.
fn half_gone(left: impl Fn(u32) -> f64) -> Option<u32> {
    const FURTHEST: u32 = 10_000;
    let is_gone = |periods: u32| left(periods) <= 0.5;
    let (mut before, mut after) = (0, 1);
    while !is_gone(after) {
        (before, after) = (after, after * 2);
        if before >= FURTHEST {
            return None;
        }
    }
    while after - before > 1 {
        let between = u32::midpoint(before, after);
        match is_gone(between) {
            true => after = between,
            false => before = between,
        }
    }
    Some(after)
}
