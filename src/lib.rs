//! Customer-retention metrics as pure functions: no I/O, exact money, every definition explicit.
//!
//! ```
//! use retention::pyramid::{Cuts, Pyramid};
//! use rust_decimal::dec;
//!
//! let revenue = [("Ann", dec!(220.49)), ("Ben", dec!(8)), ("Cem", dec!(40)), ("Dea", dec!(12))];
//! let pyramid = Pyramid::new(revenue, &Cuts::by_revenue([("A", 0.8), ("B", 0.2)])?)?;
//! assert_eq!(pyramid.tiers()[0].customers, 2); // Ann brings 79 %, so tier A needs Cem too
//! assert_eq!(pyramid.tier_name(pyramid.tier_of("Ann").unwrap()), "A");
//! # Ok::<(), retention::Error>(())
//! ```
//!
//! Pass in surveys or purchases; get back figures that a retention team can act on. Add it with `cargo
//! add retention`, and with `cargo add rust_decimal --features macros` for `dec!`.
//!
//! # Five questions
//!
//! | question | start here | what it answers |
//! |---|---|---|
//! | What do customers **say**? | [`value`] | what they get for the price, compared with competitors: V = Q/P, the value map |
//! | What do customers **say**? | [`satisfaction`] | NPS, CSAT, CES, SERVQUAL, Kano, disconfirmation, a satisfaction index |
//! | What do customers **say**? | [`quadrant`] | what is important and what is done well; what goes with satisfaction |
//! | What do customers **say**? | [`loyalty`] | how loyal customers are, in which sense, and who only seems to be |
//! | What do customers **say**? | [`switching`] | what leaving would cost customers, and whether that keeps them |
//! | What do they **do**? | [`purchases`] | histories, summaries, rhythms, latencies and lapses from a log of purchases |
//! | What do they **do**? | [`rfm`] | recency, frequency and monetary value: scores, named segments, the grid |
//! | What do they **do**? | [`cohort`] | of those who came in the same month, how many still buy, and for how much |
//! | What do they **do**? | [`subscriptions`] | who is a customer on which day, and at what recurring amount |
//! | What do they **do**? | [`churn`] | how many customers leave, how fast and why, what revenue goes with them, who comes back |
//! | What do they **do**? | [`survival`] | how long customers stay, when and for which reasons they leave, whether groups differ |
//! | What do they **do**? | [`pyramid`] | value tiers, movement between them, statuses, concentration, Curry's ten rules of thumb |
//! | What do they **do**? | [`lifecycle`] | the stage of each relationship, who changed stage, how often that misled |
//! | What **will** they do? | [`clv`] | who is still a customer, what they will buy, how long a contract lasts, lifetime value |
//! | What is it **worth** to keep them? | [`economics`] | winning against keeping, payback, campaigns against controls, share of wallet, budgets |
//! | What do we do **next**? | [`portrait`] | all of it for one customer: what contradicts, what is at risk, what is recommended; for everyone: the plan, who leaves, what told who stayed |
//!
//! All modules share [`scale`] (answers, weights, questionnaires, reliability), [`estimate`] (rates with
//! intervals), [`period`] (calendar, windows), [`keyed`] (results by customer), [`counted`] (classes and
//! moves between them), [`accumulate`] (adding rows in chunks, on threads, over days), [`fit`] (whether an
//! iterative fit converged) and [`error`] (what is wrong, and where).
//!
//! # Cookbook
//!
//! | I have, or want | look at |
//! |---|---|
//! | purchases in structs, in any order | [`purchases::PurchaseLog::from_rows`] |
//! | purchases in columns: a data frame, Arrow, a database's result | [`purchases::Columns`] |
//! | summaries of many purchases, and no log | [`purchases::SummariesBuilder`] |
//! | `f64` amounts, or integer cents | [`purchases::amount_from_f64`], [`purchases::amount_from_minor`] |
//! | timestamps with a time zone | [`period::day_of`], the day in the shop's own zone |
//! | the best customers, and what they bring | [`pyramid::Pyramid::of`], [`pyramid::Concentration`] |
//! | who moved between two periods | [`pyramid::Migration`], [`lifecycle::StageChanges`] |
//! | the stage of one customer in a web handler | [`lifecycle::Classifier`], which can be kept as JSON |
//! | customers with contracts, as in a telecom | [`lifecycle::Stages::with_ends`], which tells recorded ends from inferred ones |
//! | champions, customers at risk, a list of either | [`rfm::Scores`], [`rfm::Segments`] |
//! | whether newer customers stay longer | [`cohort::Cohorts`] |
//! | subscriptions with trials, pauses, yearly prices, changes of plan | [`subscriptions::SubscriptionLog`], [`subscriptions::Options`] |
//! | customers who were acquired by other customers | [`subscriptions::SubscriptionLog::merge_accounts`] |
//! | bridges, churn and spells by plan, country or channel | [`subscriptions::SubscriptionLog::by_segment`] |
//! | a yearly churn rate from a monthly one | [`churn::Rate`] |
//! | churn of customers without contracts, from purchases | [`churn::ActivityChurn`] |
//! | why customers left, in your own words, and who could be won back | [`churn::Exits`], [`churn::ReasonCodes`] |
//! | an MRR bridge, net revenue retention, the customers behind it | [`churn::Bridge`], [`churn::moved`] |
//! | survival by plan, of customers who were there before | [`survival::Builder`], [`survival::Spell::entered`] |
//! | who is likely to buy again, from a model | [`clv::PurchaseModel`], whose chance [`lifecycle::Given`] takes |
//! | which characteristics of customers go with leaving | [`survival::cox`] |
//! | NPS by segment, day after day | [`segment::BySegment`], whose state can be kept |
//! | which segments or waves differ | [`segment::compare`], [`estimate`](estimate#comparing) |
//! | how many respondents a difference needs | [`estimate::power`] |
//! | how good a model's scores are | [`estimate::ranking`] |
//! | which features are taken for granted | [`satisfaction::kano`] |
//! | what to improve first, and how sure that is | [`quadrant::Survey`], [`quadrant::bootstrap`] |
//! | how far loyalty goes | [`loyalty::phases`] |
//! | what a change of supplier costs | [`switching`] |
//! | a log, a survey and contracts of the same customers, and a budget | [`portrait`](portrait#from-a-log-to-a-plan): from a log to a plan in forty lines |
//! | us against the competitors | [`value::market`], [`value::map`] |
//! | millions of rows on several threads | [`accumulate`](accumulate#threads) |
//! | a result by customer for a spreadsheet | rows by customer are plain structs: give them to the `csv` crate; for a `Decimal` in a row of your own switch on `rust_decimal/serde` |
//!
//! The programs in `examples/` of the repository show each of them in at most eighty lines.
//!
//! # The catalogue
//!
//! | metric | where |
//! |---|---|
//! | customer value V = Q/P, relative price | [`value::customer_value`], [`value::relative_price`], [`value::relative_prices`] |
//! | relative to the others, the whole market, the leader | [`value::RelativeTo`] |
//! | market-perceived quality and price | [`value::profile`] |
//! | value map, fair-value line, the four zones | [`value::map`] |
//! | us against them, from respondents, with errors | [`value::market`] |
//! | customer value added, its bands | [`value::added`] |
//! | delivered value: four benefits, four costs | [`value::delivered`] |
//! | perceived-value pricing, customer surplus | [`value::pricing`] |
//! | value over time, beside satisfaction and market share; what changed it | [`value::trend`] |
//! | dissatisfied, satisfied, delighted | [`satisfaction::disconfirmation`] |
//! | SERVQUAL, SERVPERF | [`satisfaction::servqual`] |
//! | Kano categories, better and worse; needs met | [`satisfaction::kano`], [`satisfaction::coverage`] |
//! | Net Promoter Score | [`satisfaction::nps`] |
//! | customer satisfaction and effort scores | [`satisfaction::rating`] |
//! | frequency tables: counts, median, top less bottom | [`satisfaction::frequencies`] |
//! | satisfaction index in the form of the ACSI | [`satisfaction::index`] |
//! | importance/satisfaction quadrants, gaps, the diagonal | [`quadrant::Analysis`] |
//! | importance derived from overall satisfaction, by seven methods, with robust errors | [`quadrant::Survey`], [`quadrant::Builder`] |
//! | importance for a yes or no, such as who stayed | [`quadrant::logistic`] |
//! | basic, performance and excitement factors from ordinary ratings | [`quadrant::contrasts`] |
//! | importance against performance relative to competitors | [`quadrant::Analysis::against_competitors`] |
//! | how sure each quadrant is | [`quadrant::bootstrap`] |
//! | Slack's importance–performance zones | [`quadrant::slack`] |
//! | Oliver's phases, the ladder, attitude × patronage, customer types, hostages, the competition curve, trust, loyalty indices, core customers | [`loyalty`] |
//! | switching costs from a survey, in money, from prices and shares; barriers and bonds | [`switching`] |
//! | frequency, time from first to last purchase, age, mean repeat value | [`purchases::Summary`] |
//! | purchase events under a grain and a policy | [`purchases::History::events`] |
//! | times between purchases, their mean and spread | [`purchases::Intervals`] |
//! | a customer's usual rhythm, basket, weekday, month and season; when the next purchase is expected | [`purchases::Habits`] |
//! | latency by step; how customers come back | [`purchases::Latency`], [`purchases::ReturnCurve`] |
//! | rules for when a silent customer has left: hiatus, trip wire, tⁿ, own rhythm, halving | [`purchases::lapse`] |
//! | recency, frequency, monetary value; eleven segments, or a map of your own | [`rfm::Scores`], [`rfm::Segments`], [`rfm::Grid`] |
//! | cohorts by week, month, quarter or fiscal year: retention, revenue, averages | [`cohort::Cohorts`] |
//! | monthly recurring amounts (MRR, ARR) by customer and day; how prices are spread | [`subscriptions::Accounts`], [`subscriptions::Spread`] |
//! | revenue bridge: new, expansion, reactivation, contraction, churn | [`churn::Bridge`], [`churn::Moved`] |
//! | churn and retention of customers by five denominators | [`churn::CustomerBase`], [`churn::BridgePeriod::retained`] |
//! | gross and net revenue retention, revenue churn as services define it, quick ratio, ARPA; intervals | [`churn::RevenueRate`], [`churn::RevenueIntervals`] |
//! | transfers between plans, to the cent of the bridge | [`churn::PlanTransfers`] |
//! | intervals of the average amount and of a simple lifetime value | [`churn::CustomerValueIntervals`] |
//! | churn rates by compounding, half-life, expected lifetime | [`churn::Rate`] |
//! | churn from purchases, verdicts corrected, the number expected to be lost | [`churn::ActivityChurn`], [`churn::ExpectedLoss`] |
//! | reasons for leaving, controllable or not, voluntary or not, Keaveney's eight categories | [`churn::Reason`], [`churn::ReasonTally`] |
//! | who could still be won back; the win-back rate | [`churn::Winnable`], [`churn::WinBack`] |
//! | Kaplan–Meier, Nelson–Aalen, median and restricted mean tenure, log-rank tests | [`survival::Survival`], [`survival::log_rank`] |
//! | confidence bands of a curve: Hall–Wellner, equal precision | [`survival::Band`] |
//! | hazard by tenure, and the tenures that stand out, such as a contract's end | [`survival::Hazard`] |
//! | cumulative incidence by reason for leaving (Aalen–Johansen, competing risks) | [`survival::CumulativeIncidence`] |
//! | exits joined with the ends of subscriptions, none dropped | [`survival::SpellsByReason`] |
//! | tenures from a log of purchases, where silence means that a customer has left | [`survival::purchase_spells`] |
//! | Cox regression: hazard ratios with robust errors, predicted survival, test of proportional hazards | [`survival::cox::Covariates`], [`survival::cox::Cox`] |
//! | models of buying: who is still a customer, what they will buy: BG/NBD, MBG/NBD, Pareto/NBD | [`clv::BgNbd`], [`clv::MbgNbd`], [`clv::ParetoNbd`], [`clv::PurchaseModel`] |
//! | fits by maximum likelihood, with errors, information criteria, intervals of forecasts | [`clv::Fitted`], [`clv::PurchaseCounts`] |
//! | what the channel, or whatever else is known from the start, does to buying and to leaving | [`clv::CovariateModel`], [`clv::CovariateCounter`] |
//! | intervals by profile likelihood and by bootstrap; fits of small shops with priors | [`clv::ProfileInterval`], [`clv::ParametricBootstrap`], [`clv::PosteriorMode`] |
//! | whether a model foretells: hold-out errors, tracking, histogram, tomorrow's best customers, models compared | [`clv::HoldOut`], [`clv::Tracking`], [`clv::PurchaseHistogram`], [`clv::compare_models`] |
//! | what customers spend on a purchase, and whether that goes with how often they buy | [`clv::GammaGamma`], [`clv::SpendIndependence`] |
//! | lifetime value without a contract, item by item, of each customer and of all | [`clv::CustomerLifetimeValue`] |
//! | customer pyramid, from amounts, a log or rows | [`pyramid::Pyramid`], [`pyramid::Builder`] |
//! | movement between the tiers of two periods, as an index too; customers recovered | [`pyramid::Migration`], [`pyramid::Mobility`] |
//! | what moving a share of customers up would amount to | [`pyramid::WhatIf`], [`pyramid::UpgradePotential`] |
//! | Curry's ten rules of thumb about customer value, tested on data | [`pyramid::laws`] |
//! | status of everyone known: active, inactive, prospect, suspect, rest of the world | [`pyramid::statuses`] |
//! | share of the top 20 %, Lorenz curve, Gini coefficient, whale curve | [`pyramid::Concentration`] |
//! | Gini coefficient of a weighted sample, with an interval | [`pyramid::gini()`], [`pyramid::gini_interval`] |
//! | the Pareto law as a yardstick | [`pyramid::pareto`] |
//! | lifecycle stage, with the rule and the figures that led to it | [`lifecycle::Classifier`], [`lifecycle::Stages`] |
//! | whether the stages judged well at a past date, at several, and against another rule | [`lifecycle::Backtest`], [`lifecycle::RollingBacktest`], [`lifecycle::BacktestComparison`] |
//! | whom to act on first: customers leaving, by the money at stake | [`lifecycle::AtStake`] |
//! | behavioural loyalty; partial defection, and how much of it is chance | [`lifecycle::BehaviouralLoyalty`], [`lifecycle::PartialDefection`] |
//! | butterflies, true friends, strangers, barnacles | [`lifecycle::Portfolio`] |
//! | relationship types; what the literature recommends | [`lifecycle::RelationshipType`], [`lifecycle::Relationships`], [`lifecycle::Strategy`] |
//! | winning against keeping: cost ratio, cost of replacing the lost, break-even spend, gain of retention | [`economics::CostRatio`], [`economics::ReplacementCost`], [`economics::break_even_spend`], [`economics::RetentionGain`] |
//! | profit by year of tenure, break-even year, payback, lifetime value to acquisition cost | [`economics::ProfitStream`], [`economics::Payback`], [`economics::lifetime_value_to_cost`] |
//! | leaky bucket; word of mouth; quoted benchmarks with their sources | [`economics::LeakyBucket`], [`economics::WordOfMouth`], [`economics::benchmarks`] |
//! | retention campaign against a control group: customers kept, cost of each, uplift by tier | [`economics::Campaign`], [`economics::Uplift`], [`economics::break_even_lift`] |
//! | share of wallet, spending capacity, wallet allocation rule; penetration, share of category requirements, sole loyalty | [`economics::share_of_wallet`], [`economics::wallet_allocation`], [`economics::Panel`] |
//! | what loyal customers spend, with survivorship named | [`economics::LoyalSpending`] |
//! | which tier to spend the next unit of budget on | [`economics::BudgetAllocation`] |
//! | spending of customers contacted and not contacted | [`economics::ContactEffect`], [`economics::ContactComparison`] |
//! | portrait of a customer from any evidence: levels, contradictions, what speaks for leaving, value at risk | [`portrait::Evidence`], [`portrait::Portrait`], [`portrait::LeavingIndex`] |
//! | what stages, pyramid, habits, contracts, forecasts and surveys say of each customer, joined | [`portrait::EvidenceTable`] |
//! | a portrait in a paragraph of English, with Chinese terms | [`portrait::Explanation`] |
//! | what to do next for each customer, by rules that you can change; a proof of what they cover | [`portrait::StrategyTable`], [`portrait::TableCheck`] |
//! | portraits of everyone, counted; loyal customers and their share of profit | [`portrait::Portraits`], [`portrait::PortraitCounter`], [`portrait::LoyalShare`] |
//! | whom to keep within a budget; who is leaving, and why; what changed since the last time | [`portrait::RetentionPlan`], [`portrait::LeavingCustomers`], [`portrait::PortraitChanges`] |
//! | which answers told who stayed, out of sample; stated, derived and revealed importance | [`portrait::staying`], [`portrait::Portraits::predictors_of_staying`] |
//! | margin multiple, lifetime value at a constant retention rate, elasticities | [`clv::ConstantRetention`], [`clv::DiscountRate`] |
//! | how long customers with a contract stay, projected; what those who stayed are worth | [`clv::ShiftedBetaGeometric`], [`clv::BetaDiscreteWeibull`] |
//! | purchases or gifts at regular occasions: who is still there, what they will give | [`clv::BgBb`] |
//! | value by recency or any other state; when to stop marketing | [`clv::MarkovMigration`], [`clv::MarketingPlan`] |
//! | Wilson's interval; Newcombe's for a difference | [`estimate::Proportion`] |
//! | p-values adjusted for many tests | [`estimate::Adjustment`] |
//! | how well scores rank: ROC curve, area with DeLong's error, cuts by cost, calibration | [`estimate::ranking`] |
//! | scores of questionnaires; Cronbach's alpha, McDonald's omega | [`scale::Instrument`], [`scale::Reliability`] |
//! | ordinal alpha; composite reliability, average variance extracted, HTMT | [`scale::OrdinalReliability`], [`scale::ItemSet`] |
//!
//! # How it behaves
//!
//! * **Definitions are values.** Where respectable sources differ, the choice is an argument with a
//!   documented default, and the result says which was used.
//! * **Money is exact.** Amounts are [`Decimal`](rust_decimal::Decimal) and sums do not round; ratios
//!   and rates are `f64`.
//! * **Dates are days.** They are [`NaiveDate`](chrono::NaiveDate), in the shop's own calendar, and the
//!   as-of date is always an argument. The feature `jiff` converts from and to `jiff::civil::Date`.
//! * **Outcomes are typed.** An undefined ratio is `None`, never NaN. Bad input is an [`Error`] that
//!   says what is wrong, in which row and column where that is known, and what to do about it where
//!   something can be done. Nothing panics on bad input, and nothing is dropped in silence.
//! * **Order does not matter.** Counts, money, ranks and classes are the same whatever the order of
//!   the rows, and to the last bit whatever the number of threads; equal values at a cut fall by a
//!   stated rule.
//! * **State can be kept.** Every type that takes rows one by one implements [`Accumulator`]: parts
//!   can be merged, and their state can be serialised and read back through its checks.
//! * **Published numbers are tests.** Figures from the literature are asserted under the name of
//!   their source; figures computed by other software or by hand are asserted apart from them.
//!
//! # What it does not do
//!
//! It reads no files and no databases, draws nothing, prints nothing, and never asks what day it is. It
//! starts no threads; with the feature `rayon` it uses those of the pool that you call it in, or else the
//! global pool. It does not convert currencies: a log has one.
//! It finds associations, not causes: no result says what would happen if you changed something. A
//! what-if is arithmetic, not a forecast. The strategies it names are common recommendations, with a
//! source where one exists.
//!
//! # Features
//!
//! * `serde` (on by default): results can be serialised; inputs, options, logs and accumulators can be
//!   deserialised too, through the checks of their constructors. Money is written as a string of digits,
//!   whatever features other crates switch on in `rust_decimal`. If you keep state as JSON, enable the
//!   feature `float_roundtrip` of `serde_json`; otherwise sums may change in the last digit. Use a
//!   self-describing format such as JSON or TOML.
//! * `rayon`: large jobs run on the threads of the pool they are called in, and every accumulator has
//!   [`par_extend`](accumulate#threads). Results are those without the feature, to the last bit, whatever
//!   the number of threads.
//! * `jiff`: conversions from and to dates of `jiff` 1.
//!
//! The minimum supported Rust version is 1.88; raising it is a minor version.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(
    clippy::arithmetic_side_effects,
    clippy::dbg_macro,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::todo,
    clippy::unreachable,
    clippy::unwrap_used
)]
#![warn(clippy::must_use_candidate)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

mod macros;
mod numeric;
mod reading;
/// Seals the traits that are published: only the crate implements them.
mod sealed {
    pub trait Sealed {}
}
#[cfg(feature = "serde")]
mod serde_money;

mod threads;

pub mod accumulate;
pub mod churn;
pub mod clv;
pub mod cohort;
pub mod counted;
pub mod economics;
pub mod error;
pub mod estimate;
pub mod fit;
pub mod keyed;
pub mod lifecycle;
pub mod loyalty;
pub mod period;
pub mod portrait;
pub mod purchases;
pub mod pyramid;
pub mod quadrant;
pub mod rfm;
pub mod satisfaction;
pub mod scale;
pub mod segment;
pub mod subscriptions;
pub mod survival;
pub mod switching;
pub mod value;

pub use accumulate::{Accumulator, Weighted};
pub use error::{Error, Result};
pub use reading::Reading;

/// Re-export of `chrono`, whose [`NaiveDate`](chrono::NaiveDate) is the date type of this crate.
pub use chrono;
/// Re-export of `rust_decimal`, whose [`Decimal`](rust_decimal::Decimal) is the money type of this crate.
pub use rust_decimal;

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
