//! Customer-retention metrics as pure functions: no I/O, exact money, every definition explicit.
//!
//! ```
//! use retention::pyramid::{Cuts, Pyramid};
//! use rust_decimal::dec;
//!
//! let revenue = [("Ann", dec!(220.49)), ("Ben", dec!(8)), ("Cem", dec!(40)), ("Dea", dec!(12))];
//! let pyramid = Pyramid::new(revenue, &Cuts::by_revenue([("A", 0.8), ("B", 0.2)])?)?;
//! assert_eq!(pyramid.tiers()[0].customers, 2); // Ann and Cem bring 80 % of the revenue
//! assert_eq!(pyramid.tier_name(pyramid.tier_of("Ann").unwrap()), "A");
//! # Ok::<(), retention::Error>(())
//! ```
//!
//! A Rust program hands over what it knows about its customers and gets back what a retention team
//! acts on. Add it with `cargo add retention`, and with `cargo add rust_decimal --features macros` for
//! `dec!`.
//!
//! # Five questions
//!
//! | question | start here | what it answers |
//! |---|---|---|
//! | What do customers **say**? | [`value`] | what they get for the price, compared with competitors: V = Q/P, the value map |
//! | | [`satisfaction`] | NPS, CSAT, CES, SERVQUAL, Kano, disconfirmation, a satisfaction index |
//! | | [`quadrant`] | what is important and what is done well; what goes with satisfaction |
//! | | [`loyalty`] | how loyal customers are, in which sense, and who only seems to be |
//! | | [`switching`] | what leaving would cost customers, and whether that keeps them |
//! | What do they **do**? | [`purchases`] | histories, summaries, rhythms, latencies and lapses from a log of purchases |
//! | | [`pyramid`] | value tiers, movement between them, statuses, concentration, Curry's lessons |
//! | | [`lifecycle`] | the stage of each relationship, who changed stage, how often that misled |
//! | What **will** they do? | – | *not yet*: lifetime value |
//! | What is keeping them **worth**? | [`economics`] | the effect of contact; *not yet*: the rest of retention economics |
//! | What do we do **next**? | – | *not yet*: portrait and strategy |
//!
//! They stand on a shared floor: [`scale`] (answers, weights, questionnaires, reliability),
//! [`estimate`] (rates with intervals), [`period`] (calendar, windows), [`keyed`] (results by customer),
//! [`counted`] (classes and moves between them), [`accumulate`] (chunks, threads, kept state),
//! [`fit`] (how a fit ended) and [`error`] (what is wrong, and where).
//!
//! # Cookbook
//!
//! | I have, or want | look at |
//! |---|---|
//! | purchases in structs, in any order | [`purchases::PurchaseLog::from_rows`] |
//! | `f64` amounts, or integer cents | [`purchases::amount_from_f64`], [`purchases::amount_from_minor`] |
//! | timestamps with a time zone | [`period::day_of`], the day in the shop's own zone |
//! | the best customers, and what they bring | [`pyramid::Pyramid::of`], [`pyramid::Concentration`] |
//! | who moved between two periods | [`pyramid::Migration`], [`lifecycle::StageChanges`] |
//! | customers with contracts, as in a telecom | [`lifecycle::Stages::with_ends`], which tells recorded ends from inferred ones |
//! | the stage of one customer in a web handler | [`lifecycle::Classifier`], which reads and writes as JSON |
//! | NPS by segment, day after day | [`satisfaction::nps::Counter`], whose state can be kept |
//! | which features are taken for granted | [`satisfaction::kano`] |
//! | what to improve first, and how sure that is | [`quadrant::Survey`], [`quadrant::bootstrap`] |
//! | how far loyalty goes | [`loyalty::phases`] |
//! | what a change of supplier costs | [`switching`] |
//! | us against the competitors | [`value::market`], [`value::map`] |
//! | a million rows on several threads | [`accumulate`] |
//! | a result for a spreadsheet | rows are plain structs: give them to the `csv` crate |
//!
//! The programs in `examples/` of the repository show each of them in at most eighty lines.
//!
//! # The catalogue
//!
//! | metric | where |
//! |---|---|
//! | customer value V = Q/P, relative price | [`value::customer_value`], [`value::relative_price`] |
//! | market-perceived quality and price | [`value::profile`] |
//! | value map, fair-value line, the four zones | [`value::map`] |
//! | us against them, from respondents, with errors | [`value::market`] |
//! | customer value added, its bands | [`value::added`] |
//! | delivered value: four benefits, four costs | [`value::delivered`] |
//! | perceived-value pricing, customer surplus | [`value::pricing`] |
//! | value over time, beside satisfaction | [`value::trend`] |
//! | dissatisfied, satisfied, delighted | [`satisfaction::disconfirmation`] |
//! | SERVQUAL, SERVPERF | [`satisfaction::servqual`] |
//! | Kano categories, better and worse; needs met | [`satisfaction::kano`], [`satisfaction::coverage`] |
//! | Net Promoter Score | [`satisfaction::nps`] |
//! | customer satisfaction and effort scores | [`satisfaction::rating`] |
//! | satisfaction index in the form of the ACSI | [`satisfaction::index`] |
//! | importance/satisfaction quadrants, gaps, the diagonal | [`quadrant::Analysis`] |
//! | importance derived from overall satisfaction, by six methods | [`quadrant::Survey`], [`quadrant::Builder`] |
//! | how sure each quadrant is | [`quadrant::bootstrap`] |
//! | Slack's importance–performance zones | [`quadrant::slack`] |
//! | Oliver's phases, the ladder, attitude × patronage, customer types, hostages, the competition curve, trust, loyalty indices | [`loyalty`] |
//! | switching costs from a survey, in money, from prices and shares; barriers and bonds | [`switching`] |
//! | frequency, time from first to last purchase, age, mean repeat value | [`purchases::Summary`] |
//! | purchase events under a grain and a policy | [`purchases::History::events`] |
//! | times between purchases, their mean and spread | [`purchases::Intervals`] |
//! | latency by step; how customers come back | [`purchases::Latency`], [`purchases::ReturnCurve`] |
//! | when silence means gone: hiatus, trip wire, tⁿ, own rhythm, halving | [`purchases::lapse`] |
//! | customer pyramid, from amounts, a log or rows | [`pyramid::Pyramid`], [`pyramid::Builder`] |
//! | movement between the tiers of two periods | [`pyramid::Migration`] |
//! | what moving a share of customers up would amount to | [`pyramid::WhatIf`], [`pyramid::UpgradePotential`] |
//! | Curry's ten lessons, tested on data | [`pyramid::laws`] |
//! | active, inactive, prospect, suspect, rest of world | [`pyramid::statuses`] |
//! | share of the top 20 %, Lorenz curve, Gini coefficient, whale curve | [`pyramid::Concentration`] |
//! | the Pareto law as a yardstick | [`pyramid::pareto`] |
//! | lifecycle stage, with the rule and the figures that led to it | [`lifecycle::Classifier`], [`lifecycle::Stages`] |
//! | how often the stages would have misled | [`lifecycle::Backtest`] |
//! | behavioural loyalty and partial defection | [`lifecycle::BehaviouralLoyalty`] |
//! | butterflies, true friends, strangers, barnacles | [`lifecycle::Portfolio`] |
//! | relationship types; what the literature recommends | [`lifecycle::RelationshipType`], [`lifecycle::Strategy`] |
//! | spending of customers contacted and not contacted | [`economics::ContactEffect`] |
//! | Wilson's interval; Newcombe's for a difference | [`estimate::Proportion`] |
//! | p-values adjusted for many tests | [`estimate::Adjustment`] |
//! | scores of questionnaires; Cronbach's alpha, McDonald's omega | [`scale::Instrument`], [`scale::Reliability`] |
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
//!   says what is wrong, in which row and which place of it, and the cure where there is one. Nothing
//!   panics on bad input, and nothing is dropped in silence.
//! * **Order does not matter.** Counts, money, ranks and classes are the same whatever the order of
//!   the rows; equal values at a cut fall by a stated rule.
//! * **State can be kept.** Whatever takes a population row by row is an [`Accumulator`]: it merges
//!   with another part, and is written and read through its checks.
//! * **Published numbers are tests.** Figures from the literature are asserted under the name of
//!   their source; figures computed by other software or by hand are asserted apart from them.
//!
//! # What it does not do
//!
//! It reads no files and no databases, draws nothing, prints nothing, and never asks what day it is. It
//! starts no threads: yours call it. It does not convert currencies: a log has one. It says what is
//! associated with what, not what would happen if (a what-if is arithmetic, not a forecast).
//! Strategies are commonly recommended ones, with a source where there is one.
//!
//! # Features
//!
//! * `serde` (on by default): results serialise; inputs, options, logs and accumulators deserialise
//!   too, through their checks. Money is written as a string, whatever features other crates switch on
//!   in `rust_decimal`. State kept as JSON needs `serde_json`'s feature `float_roundtrip`. Meant for
//!   formats that describe themselves, such as JSON and TOML.
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
