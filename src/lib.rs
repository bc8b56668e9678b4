//! Customer-retention metrics as pure functions: no I/O, exact money, every definition explicit.
//!
//! A Rust program hands over what it knows about its customers and gets back what a retention team
//! acts on. Five questions lay out the crate:
//!
//! | question | module | answers |
//! |---|---|---|
//! | What do customers **say**? | [`value`] | what they get for the price, against the competitors: V = Q/P, the value map |
//! | | [`satisfaction`] | disconfirmation, SERVQUAL, Kano, NPS, CSAT, CES, a satisfaction index |
//! | | [`quadrant`] | what is important and what is done well; what goes with satisfaction |
//! | | [`loyalty`] | how loyal they are, in which sense, and who only seems to be |
//! | | [`switching`] | what leaving would cost them, and whether that keeps them |
//! | What do they **do**? | [`purchases`] | histories, summaries, rhythms, latencies and lapses from a log of purchases |
//! | | [`pyramid`] | value tiers, movement between them, statuses, concentration, Curry's laws |
//! | | [`lifecycle`] | the stage of each relationship, who changed stage, how often that misled |
//! | What **will** they do? | – | *not yet*: lifetime value |
//! | What is keeping them **worth**? | [`economics`] | the effect of contact; *not yet*: the rest of retention economics |
//! | What do we do **next**? | – | *not yet*: portrait and strategy |
//!
//! Below them lie [`estimate`], rates that carry their evidence, [`period`], calendar periods,
//! windows and rulers, and [`scale`], answers to a survey.
//!
//! # The catalogue
//!
//! | metric | where |
//! |---|---|
//! | customer value V = Q/P, relative price | [`value::customer_value`], [`value::relative_price`] |
//! | market-perceived quality, market-perceived price | [`value::profile::QualityProfile`], [`value::profile::PriceProfile`] |
//! | value map, fair-value line, the four zones | [`value::map::ValueMap`] |
//! | us against them, from respondents, with errors | [`value::market::Market`], [`value::market::Builder`] |
//! | customer value added (worth what paid for), its bands | [`value::added::CustomerValueAdded`] |
//! | delivered value: four benefits, four costs | [`value::delivered::DeliveredValue`] |
//! | perceived-value pricing, customer surplus | [`value::pricing::PerceivedValuePricing`] |
//! | value over time, beside satisfaction | [`value::trend::ValueTrend`] |
//! | dissatisfied, satisfied, delighted | [`satisfaction::Disconfirmation`] |
//! | SERVQUAL, SERVPERF | [`satisfaction::Servqual`] |
//! | Kano categories, better and worse | [`satisfaction::Kano`] |
//! | basic and expected needs met | [`satisfaction::Coverage`] |
//! | Net Promoter Score | [`satisfaction::NetPromoterScore`] |
//! | customer satisfaction and effort scores | [`satisfaction::Csat`], [`satisfaction::Ces`] |
//! | satisfaction index in the form of the ACSI | [`satisfaction::SatisfactionIndex`] |
//! | importance/satisfaction quadrants, gaps, the diagonal, what comes first | [`quadrant::Analysis`] |
//! | importance derived from overall satisfaction, by six methods | [`quadrant::Survey`] |
//! | the same row by row | [`quadrant::Builder`] |
//! | how sure each quadrant is | [`quadrant::bootstrap`] |
//! | Slack's importance–performance zones | [`quadrant::slack`] |
//! | Oliver's phases: cognitive, affective, conative, action | [`loyalty::phases`] |
//! | ladder of loyalty: none, habitual or satisfied, preference, committed | [`loyalty::Ladder`] |
//! | emotional, behavioural, intentional loyalty | [`loyalty::Expressions`] |
//! | index of loyalty from factors and items, weights given or derived | [`loyalty::hierarchy`] |
//! | trust; acceptance, satisfaction, trust, lock-in, loyal user | [`loyalty::trust`](loyalty::trust()), [`loyalty::Path`] |
//! | attitude × patronage: loyalty, latent, spurious, none | [`loyalty::Conditions`] |
//! | loyalist, apostle, defector, terrorist, mercenary, hostage | [`loyalty::CustomerTypes`] |
//! | zones of defection, indifference, affection | [`loyalty::Zones`] |
//! | hostages, at every combination of cuts | [`loyalty::Hostages`] |
//! | curve of loyalty over satisfaction, false loyalty | [`loyalty::curve`] |
//! | five consequences of service quality | [`loyalty::Consequences`] |
//! | five traits of a loyal customer | [`loyalty::LoyalTraits`] |
//! | core customers by three questions | [`loyalty::CoreCustomers`] |
//! | loyalty of one customer, from survey and behaviour | [`loyalty::Assessment`] |
//! | switching costs from a survey: eight facets, three types | [`switching::Scorer`], [`switching::Survey`] |
//! | switching costs in money, line by line | [`switching::Individual`], [`switching::Organisation`] |
//! | switching costs from prices and market shares (Shy), and back | [`switching::Market`] |
//! | whether a switching cost keeps a customer, price cut to undercut it | [`switching::Barrier`] |
//! | retention bonds, levers that raise barriers | [`switching::Bonds`], [`switching::Lever`] |
//! | frequency, time from first to last purchase, age, mean repeat value | [`purchases::Summary`] |
//! | purchase events under a grain and a policy | [`purchases::History::events`] |
//! | times between purchases, their mean and spread | [`purchases::Intervals`] |
//! | latency by step, those who still wait counted | [`purchases::Latency`] |
//! | how customers come back after a purchase, those still waiting counted | [`purchases::ReturnCurve`] |
//! | when silence means gone: hiatus, trip wire, tⁿ, own rhythm, halving | [`purchases::lapse`] |
//! | customer pyramid, Curry's or any other | [`pyramid::Pyramid`] |
//! | the same straight from rows | [`pyramid::Builder`] |
//! | movement between the tiers of two periods | [`pyramid::Migration`] |
//! | what moving a share of customers up would amount to | [`pyramid::WhatIf`] |
//! | customers whose wallet reaches a higher tier | [`pyramid::UpgradePotential`] |
//! | Curry's ten lessons, held against data | [`pyramid::laws`] |
//! | profit groups; platinum, gold, iron, lead | [`pyramid::Cuts::differential`], [`pyramid::Cuts::platinum`] |
//! | active, inactive, prospect, suspect, rest of world | [`pyramid::statuses`] |
//! | share of the top 20 %, customers who bring 80 % | [`pyramid::Concentration`] |
//! | Lorenz curve, Gini coefficient, whale curve | [`pyramid::Concentration`] |
//! | the Pareto law as a yardstick | [`pyramid::pareto`] |
//! | lifecycle stage, with the rule and the figures that led to it | [`lifecycle::Classifier`] |
//! | stages of everyone; who changed stage between two dates | [`lifecycle::Stages`], [`lifecycle::StageChanges`] |
//! | how often the stages would have misled | [`lifecycle::Backtest`] |
//! | behavioural loyalty and partial defection | [`lifecycle::BehaviouralLoyalty`] |
//! | butterflies, true friends, strangers, barnacles | [`lifecycle::Portfolio`] |
//! | price-, product-, need- and value-centred relationships | [`lifecycle::RelationshipType`] |
//! | what the literature recommends for each of them | [`lifecycle::Strategy`] |
//! | spending of customers contacted and not contacted | [`economics::ContactEffect`] |
//! | Wilson's interval; Newcombe's for a difference | [`estimate::Proportion`] |
//! | p-values adjusted for many tests | [`estimate::Adjustment`] |
//! | answers on a scale, with gaps, reversed, weighted | [`scale::Answers`] |
//! | a score from several items | [`scale::ItemSet`] |
//! | Cronbach's alpha, item statistics, McDonald's omega | [`scale::Reliability`] |
//!
//! # Examples
//!
//! What customers say:
//!
//! ```
//! use retention::quadrant::{Analysis, Attribute, Options, Quadrant, RatingScales};
//! use retention::scale::Scale;
//! use retention::value::customer_value;
//!
//! // What customers say of a car dealer's service, on a scale from 1 to 4.
//! let service = Analysis::new(
//!     [
//!         Attribute::new("job done right the first time", 3.83, 2.63),
//!         Attribute::new("courteous and friendly service", 3.41, 3.29),
//!         Attribute::new("convenient to home", 2.52, 2.25),
//!         Attribute::new("maintenance notices", 2.05, 3.33),
//!     ],
//!     RatingScales::same(Scale::ONE_TO_FOUR),
//!     Options::default(),
//! )?;
//! let first = service.get("job done right the first time").unwrap();
//! assert_eq!(first.quadrant, Quadrant::ConcentrateHere);
//!
//! // Quality 26 % above the competitors', at a price 10 % above theirs: V = Q / P.
//! let value = customer_value(1.26, 1.10)?.value().unwrap();
//! assert_eq!(format!("{value:.3}"), "1.145");
//! # Ok::<(), retention::Error>(())
//! ```
//!
//! What they do:
//!
//! ```
//! use chrono::NaiveDate;
//! use retention::purchases::{Policy, Purchase, PurchaseLog};
//! use retention::pyramid::{Cuts, Pyramid};
//! use rust_decimal::dec;
//!
//! let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
//! let log = PurchaseLog::from_rows([
//!     Purchase { customer: "Ann", date: date(5, 2), amount: dec!(120.50) },
//!     Purchase { customer: "Ben", date: date(4, 9), amount: dec!(8.00) },
//!     Purchase { customer: "Ann", date: date(1, 7), amount: dec!(99.99) },
//! ])?;
//! let as_of = date(6, 30);
//! let observed = log.observe(log.until(as_of)?, Policy::default())?;
//! let pyramid = Pyramid::of(&observed, &Cuts::curry())?;
//! for tier in pyramid.tiers() {
//!     println!("{:<8}{:>3} customers {:>8}", tier.name, tier.customers, tier.revenue);
//! }
//! assert_eq!(pyramid.tiers()[0].revenue, dec!(220.49));
//! # Ok::<(), retention::Error>(())
//! ```
//!
//! # How it behaves
//!
//! * **Definitions are values.** Where respectable sources differ, the choice is an argument with a
//!   documented default, and the result says which was used.
//! * **Money is exact.** Amounts are [`Decimal`](rust_decimal::Decimal) and sums do not round; ratios
//!   and rates are `f64`.
//! * **Outcomes are typed.** An undefined ratio is `None`, never NaN; bad input is an [`Error`] that
//!   says what and where. Nothing panics on bad input, and nothing is dropped in silence.
//! * **Order does not matter.** Counts, money, ranks and classes are the same whatever the order of
//!   the rows; equal values at a cut fall by a stated rule.
//! * **Published numbers are tests.** Figures from the literature are asserted under the name of
//!   their source.
//!
//! # What it does not do
//!
//! It reads no files and no databases, draws nothing, prints nothing, and never asks what day it is:
//! the as-of date is an argument. It does not convert currencies: a log has one. It says what is
//! associated with what, not what would happen if (a what-if is arithmetic, not a forecast):
//! strategies are commonly recommended ones, with a source where there is one.
//!
//! # Features
//!
//! * `serde` (on by default): results serialise; inputs, options and logs deserialise too, through
//!   their checks. Money is written as a string, whatever features other crates switch on in
//!   `rust_decimal`. State kept as JSON needs `serde_json`'s feature `float_roundtrip`. Meant for
//!   formats that describe themselves, such as JSON and TOML.
//! * `jiff`: conversions to and from dates of the crate `jiff`, in `period::jiff`.

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
        clippy::indexing_slicing
    )
)]

mod macros;
mod numeric;
mod reading;
#[cfg(feature = "serde")]
mod serde_money;

pub mod accumulate;
pub mod counted;
pub mod economics;
pub mod error;
pub mod estimate;
pub mod fit;
pub mod keyed;
pub mod lifecycle;
pub mod loyalty;
pub mod period;
pub mod purchases;
pub mod pyramid;
pub mod quadrant;
pub mod satisfaction;
pub mod scale;
pub mod switching;
pub mod value;

pub use accumulate::{Accumulator, Weighted};
pub use error::{Error, Result};
pub use reading::Reading;

/// The crate of the date type, in the version that this crate uses.
pub use chrono;
/// The crate of the money type, in the version that this crate uses.
pub use rust_decimal;

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
