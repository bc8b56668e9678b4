//! What customers will do: probability models of buying.
//!
//! Most customers of a shop do not say that they leave. A model of buying tells, from how often and when a
//! customer bought, how likely they are still a customer and what they will buy.
//!
//! | model | customers leave | one-time buyers |
//! |---|---|---|
//! | [`BgNbd`] | right after a repeat purchase | counted as alive, by assumption |
//! | [`MbgNbd`] | right after any purchase | may have left |
//! | [`ParetoNbd`] | at any time | may have left |
//!
//! From a log of purchases to a forecast:
//!
//! 1. [`Observed::summaries`](crate::purchases::Observed::summaries) finds three facts of each customer: the
//!    number of repeat purchases, the time from the first purchase to the last, and the time from the first
//!    purchase to the end of the window.
//! 2. [`PurchaseCounts`] counts customers with equal facts.
//! 3. [`PurchaseModel::fit`] finds the parameters, and [`Fitted`] says how the search ended and how sure they
//!    are. [`Fitted::converged`] refuses what the data do not tell.
//! 4. [`PurchaseModel::forecast`] gives of each customer the probability of still being one, P(alive), the
//!    expected purchases, E\[Y\], and the probability of at least one.
//! 5. [`lifecycle::Given::chance`](crate::lifecycle::Given::chance) takes that probability, so that
//!    [`Stages::with`](crate::lifecycle::Stages::with) tells stages by the model.
//!
//! What the purchases bring is the matter of [`GammaGamma`], and [`CustomerLifetimeValue`] joins both with a
//! margin and a discount rate.
//!
//! Is more known of customers from the start, such as the channel by which they came? [`CovariateModel`] fits
//! any of the three with it, says whether it makes customers buy more often or leave more readily, and gives each
//! customer a plain model of their own.
//!
//! Which model? [`compare_models`] fits all of them to the same customers; each page says
//! [when it is the wrong model](BgNbd#when-it-is-the-wrong-model). Is it right? [`HoldOut`] compares what it
//! expects with what customers then did, [`PurchaseHistogram`] with how often they had bought, and [`Tracking`]
//! with the sum over time. How sure is it? [`ParametricBootstrap`] and [`ProfileInterval`] hold where standard
//! errors mislead. Few customers? [`PosteriorMode`] fits with priors.
//!
//! ```
//! use chrono::NaiveDate;
//! use retention::clv::{BgNbd, PurchaseCounts, PurchaseModel};
//! use retention::period::{Period, Ruler, Window};
//! use retention::purchases::{Policy, Purchase, PurchaseLog};
//! use rust_decimal::dec;
//!
//! let day = |day: u64| NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + chrono::Days::new(day);
//! let purchase = |customer, on| Purchase { customer, date: day(on), amount: dec!(20) };
//! // Forty customers who come every twelve days, a third of them no longer than two months.
//! let log = PurchaseLog::from_rows((0..40_u64).flat_map(|customer| {
//!     let visits = if customer % 3 == 0 { 2 + customer % 4 } else { 16 };
//!     (0..visits).map(move |visit| purchase(customer, customer % 7 + 12 * visit))
//! }))?;
//! let half_year = Window::new(day(0), day(182))?;
//! let observed = log.observe(half_year, Policy::default())?;
//! let summaries = observed.summaries(Period::Day, Ruler::Weeks)?;
//!
//! let counts = PurchaseCounts::of(summaries.rows.iter().map(|row| &row.result))?;
//! let fitted = BgNbd::fit(&counts, Default::default())?;
//! let quiet = fitted.model.forecast(summaries.get(&0).unwrap(), 26.0)?;
//! let busy = fitted.model.forecast(summaries.get(&1).unwrap(), 26.0)?;
//! assert!(busy.probability_alive > 0.9 && quiet.probability_alive < 0.5);
//! assert!(busy.expected_purchases > 5.0 * quiet.expected_purchases);
//! # Ok::<(), retention::Error>(())
//! ```
//!
//! # Contracts and states
//!
//! Customers with a contract say when they leave, and some shops know no more than how long a customer has
//! been silent. What such customers are worth is a matter of retention and of interest:
//!
//! | question | model |
//! |---|---|
//! | what is a customer worth if a known share stays each period? | [`ConstantRetention`] |
//! | how many of a cohort will be left, and what are those worth who stayed? | [`ShiftedBetaGeometric`] |
//! | the same, where customers tire of a service or grow into it | [`BetaDiscreteWeibull`] |
//! | what is a customer worth by recency, and when does marketing no longer pay? | [`MarkovMigration`] |
//!
//! [`BgBb`] is for purchases without a contract at regular occasions, such as yearly appeals to donors.
//!
//! All of them take a [`DiscountRate`], which carries its period, and a [`Horizon`].

mod bg_nbd;
mod by_age;
mod constant;
mod contract;
mod contract_value;
mod counts;
mod covariates;
mod discount;
mod discounting;
mod exponential;
mod exponential_likelihood;
mod fitted;
mod fitting;
mod geometric;
mod horizon;
mod inference;
mod leaving;
mod mbg_nbd;
mod migration;
mod occasions;
mod parametric;
mod pareto_nbd;
mod power_sum;
mod process;
mod purchase_model;
mod simulation;
mod spend;
mod validation;
mod value;

pub use bg_nbd::BgNbd;
pub use constant::ConstantRetention;
pub use contract::{BetaDiscreteWeibull, ContractModel, ShiftedBetaGeometric};
pub use contract_value::{
    ContractValue, Elasticities, FirstMargin, MarginStream, RelationshipCosts,
};
pub use counts::{Counter, PurchaseCounts};
pub use covariates::{
    CovariateCounter, CovariateCounts, CovariateEffect, CovariateLevels, CovariateModel,
    CovariateOptions, CovariateOrigin, CovariateTarget, DescribedCustomer, FittedCovariates,
    LeavingCovariates,
};
pub use discount::DiscountRate;
pub use fitted::{Fitted, Parameter};
pub use fitting::FitOptions;
pub use horizon::Horizon;
pub use inference::{ParametricBootstrap, PosteriorMode, Prior, Priors, ProfileInterval};
pub use mbg_nbd::MbgNbd;
pub use migration::{CustomerState, Marketing, MarketingPlan, MarkovMigration};
pub use occasions::{BgBb, OccasionSummary};
pub use parametric::Parametric;
pub use pareto_nbd::ParetoNbd;
pub use purchase_model::{Forecast, PurchaseModel};
pub use spend::{
    GammaGamma, IndependenceOptions, SpendCorrelation, SpendCounter, SpendCounts,
    SpendIndependence, SpendLikelihood, SpendVerdict,
};
pub use validation::{
    BestBy, BestCustomers, BuyingModel, FrequencyClass, HistogramClass, HoldOut, HoldOutCustomer,
    ModelChoice, PurchaseHistogram, Tracking, TrackingStep, Validation, ValidationOptions,
    compare_models,
};
pub use value::{
    CustomerLifetimeValue, CustomerValue, CustomerValues, NewCustomerValue, Spend, SpendSource,
    ValueTerms,
};
