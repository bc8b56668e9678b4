//! Customer value: what customers get for what they pay, against what they would get elsewhere.
//!
//! Satisfied customers may leave when somebody else offers more for the money. Customer value is
//! relative: quality as the market sees it, over price.
//!
//! ```text
//! V = Q / P
//! ```
//!
//! * [`QualityProfile`] is Q: each attribute's weight, our rating, the competitors', and their
//!   ratio; the weighted mean of the ratios is Gale's market-perceived quality ratio.
//! * [`PriceProfile`] is P as customers see it; [`relative_price`] is P from what was paid;
//!   [`customer_value`] is V.
//! * [`ValueMap`] shows a whole market: each supplier's quality and price against all others, which
//!   side of the [fair-value line](FairValueLine) it is on, and in which [zone](Zone).
//! * [`Market`] holds what a market's customers say of every supplier, and asks "us against them"
//!   of each; [`MarketBuilder`] makes it from respondents, one row at a time, and then every figure
//!   has its standard error.
//! * [`CustomerValueAdded`] is the same question asked directly: worth what was paid, ours over
//!   theirs, with an interval and the probability of each [band](Band).
//! * [`ValueTrend`] follows value over time, and raises the alarm that satisfaction alone does not:
//!   customers more satisfied and yet worse off with us than elsewhere.
//! * [`DeliveredValue`] is Kotler's: four benefits less four costs, in money, and which of the eight
//!   moves it most. [`PerceivedValuePricing`] says what of a value the price leaves to the customer.
//!
//! # What the figures do not say
//!
//! Whose opinions they are decides what they mean. Gale asks the *served market*: our customers, the
//! competitors', and those still choosing. A sample of our own customers leaves out everybody who
//! found us worse and left, so that its quality ratio is too high; nothing in the numbers shows it.
//!
//! A ratio of ratings depends on where the scale starts: shifted from 1–10 to 0–9, the same answers
//! give another quality ratio. Take ratings as they were asked, and compare only what was asked on
//! one scale. Normalised ratings are refused where they show: see [`LowEnd`].
//!
//! Weights come from customers too, and differ between them; a profile is of the market it was asked
//! of, not of anybody in it.
//!
//! Source: Gale, B. T. with Wood, R. C. (1994), *Managing Customer Value*, Free Press; Laitamäki, J.
//! and Kordupleski, R. (1997), *European Management Journal* 15(2); Kotler, P. and Keller,
//! K. L. (2012), *Marketing Management*, 14th edition, Pearson.
//!
//! ```
//! use retention::scale::Scale;
//! use retention::value::{
//!     Attribute, FairValueLine, MapOptions, MarketPoint, Position, QualityProfile, ValueMap,
//!     relative_price,
//! };
//! use rust_decimal::dec;
//!
//! // Weights in percent, our rating, and the competitors' ratings.
//! let profile = QualityProfile::new(
//!     Scale::ONE_TO_TEN,
//!     [
//!         Attribute::new("coverage", 50.0, 8.0, [7.0, 9.0]),
//!         Attribute::new("service", 30.0, 9.0, [6.0, 6.0]),
//!         Attribute::new("billing", 20.0, 6.0, [8.0, 8.0]),
//!     ],
//!     &Default::default(),
//! )?;
//! let quality = profile.quality_ratio();
//! assert_eq!(format!("{quality:.3}"), "1.100"); // 0.5 · 1 + 0.3 · 1.5 + 0.2 · 0.75
//!
//! let price = relative_price(dec!(21), &[dec!(20), dec!(20)])?;
//! let value = profile.customer_value(price)?;
//! assert_eq!(format!("{:.3}", value.value().unwrap()), "1.048");
//!
//! // Where does that stand, when quality decides 60 % of the purchase and price 40 %?
//! let line = FairValueLine::Weights { quality: 60.0, price: 40.0 };
//! let point = MarketPoint::new("us", quality, price);
//! let map = ValueMap::new([point], line, &MapOptions::default())?;
//! assert_eq!(map.get("us").unwrap().position, Position::Better);
//! # Ok::<(), retention::Error>(())
//! ```

mod added;
mod band;
mod compared;
mod delivered;
mod line;
mod map;
mod market;
mod options;
mod position;
mod pricing;
mod products;
mod profile;
mod quotient;
mod ratio;
mod spread;
mod survey;
mod trend;

pub use added::{AddedOptions, CustomerValueAdded, IntervalMethod, Sample};
pub use band::{Band, BandProbabilities, Bands};
pub use compared::MarketPrice;
pub use delivered::{
    Benefits, Component, Costs, DeliveredValue, Favoured, Lever, Per, Preference, ValueForm,
};
pub use line::{FairValueLine, Fit, Line};
pub use map::{MapErrors, MapOptions, MapPoint, MarketPoint, ValueMap};
pub use market::{Market, MeanRating, Supplier};
pub use options::{Aggregation, LowEnd, ProfileOptions, Weighting};
pub use position::{Evidence, OnTheCross, Position, PositionProbabilities, Zone};
pub use pricing::PerceivedValuePricing;
pub use profile::{Attribute, AttributeRatio, PriceProfile, QualityProfile};
pub use ratio::{customer_value, relative_price};
pub use survey::MarketBuilder;
pub use trend::{AttributeChange, PeriodValue, Signal, TrendOptions, ValueChange, ValueTrend};
