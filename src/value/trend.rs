//! Value over time, beside satisfaction. Measure it again each period, because what customers ask for,
//! what they know and what competitors offer all change.
//!
//! Some businesses had highly satisfied customers while their market share shrank, as is commonly
//! reported without figures: the competitors had become better still, so customer value had fallen. If
//! satisfaction rises and value falls, the [`Signal`] of a [`ValueChange`] says so. By default that is a
//! test of signs, not of significance: set a [confidence](Options::confidence) to be warned only of
//! falls that samples do not explain.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Place, finite, non_negative};
use crate::estimate::{Confidence, Estimate};
use crate::keyed::check_unique;
use crate::macros::{named_enum, options};
use crate::{Error, Result};

use super::profile::{AttributeRatio, QualityProfile};
use super::ratio::ROUNDING;

named_enum! {
    /// What satisfaction and value say together about the change from one period to the next.
    ///
    /// See the [example](crate::value::trend::changes).
    #[non_exhaustive]
    pub enum Signal {
        /// Satisfaction was not measured in both periods.
        NotMeasured = "not_measured",
        /// Satisfaction did not rise, or value did not fall.
        Quiet = "quiet",
        /// A warning: customers are more satisfied, and yet our value fell against the competitors'.
        /// Without a [confidence](Options::confidence) it goes by the signs of two sample figures,
        /// which chance alone can turn.
        SatisfactionUpValueDown = "satisfaction_up_value_down",
        /// As [`SatisfactionUpValueDown`](Self::SatisfactionUpValueDown), but the fall of value may be
        /// chance: its interval does not exclude it.
        NotDistinguished = "not_distinguished",
    }
}

options! {
    /// When a change counts as a rise or a fall. Nobody has published thresholds; by default every
    /// change counts, however small beside its standard error.
    ///
    /// ```
    /// use retention::value::trend::Options;
    ///
    /// let options = Options::default().least_fall(0.02);
    /// assert_eq!((options.least_rise, options.confidence), (0.0, None));
    /// ```
    #[derive(Copy)]
    pub struct Options {
        /// Satisfaction is up if it rises by more than this, in its own unit. Default: 0.
        pub least_rise: f64 = 0.0,
        /// Value is down if it falls by more than this. Default: 0.
        pub least_fall: f64 = 0.0,
        /// The confidence with which value must have fallen. If the normal interval of the change
        /// reaches up to `−least_fall`, the signal is [`Signal::NotDistinguished`]. A change without a
        /// standard error goes by its sign. Prices are taken as known, and satisfaction has no standard
        /// error here. Default: none, which goes by the sign.
        pub confidence: Option<Confidence> = None,
        /// Whether value is made of the ratio of the scores, instead of Gale's quality ratio. Default:
        /// no.
        pub ratio_of_scores: bool = false,
    }
}

/// The figures of one period: a quality profile, a relative price, and satisfaction if it was measured.
///
/// See the [example](crate::value::trend::changes).
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodValue<'a> {
    /// The name of the period.
    pub period: String,
    /// The quality profile of the period.
    pub quality: &'a QualityProfile,
    /// The relative price of the period, above 0.
    pub relative_price: f64,
    /// The satisfaction of the period, in any unit in which more is better.
    pub satisfaction: Option<f64>,
}

impl<'a> PeriodValue<'a> {
    /// Creates a period whose satisfaction was not measured.
    #[must_use]
    pub fn new(
        period: impl Into<String>,
        quality: &'a QualityProfile,
        relative_price: f64,
    ) -> Self {
        Self {
            period: period.into(),
            quality,
            relative_price,
            satisfaction: None,
        }
    }

    /// Sets the satisfaction of the period.
    #[must_use]
    pub const fn satisfaction(mut self, satisfaction: f64) -> Self {
        self.satisfaction = Some(satisfaction);
        self
    }

    fn check(&self) -> Result<()> {
        let price = non_negative("relative price", self.relative_price)?;
        if price == 0.0 {
            return Err(Error::out_of_range("relative price", price, "above 0"));
        }
        if let Some(satisfaction) = self.satisfaction {
            finite("satisfaction", satisfaction)?;
        }
        Ok(())
    }

    /// The quality ratio that value is made of.
    const fn ratio(&self, options: Options) -> f64 {
        if options.ratio_of_scores {
            self.quality.ratio_of_scores
        } else {
            self.quality.quality_ratio
        }
    }

    fn value(&self, options: Options) -> f64 {
        self.ratio(options) / self.relative_price
    }

    fn value_error(&self, options: Options) -> Option<f64> {
        let error = if options.ratio_of_scores {
            self.quality.ratio_of_scores_error
        } else {
            self.quality.quality_ratio_error
        };
        Some(error? / self.relative_price)
    }
}

/// The change of value from one period to the next.
///
/// ```text
/// ΔV = Σ over attributes (value change) + price effect
/// ```
///
/// See the [example](crate::value::trend::changes).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ValueChange {
    /// The name of the earlier period.
    pub from: String,
    /// The name of the later period.
    pub to: String,
    /// The value V of the earlier period.
    pub before: f64,
    /// The value V of the later period.
    pub after: f64,
    /// The value of the later period less that of the earlier.
    pub change: f64,
    /// The standard error of the change, if the samples of the periods are independent and prices
    /// known. `None` if a profile was not made from respondents.
    pub standard_error: Option<f64>,
    /// The change of the quality ratio.
    pub quality_change: f64,
    /// The change of the relative price.
    pub price_change: f64,
    /// The part of the change that the price accounts for, at the mean quality of the two periods.
    ///
    /// ```text
    /// mean quality ratio · Δ(1 / relative price)
    /// ```
    pub price_effect: f64,
    /// The part of each attribute, in the order of the first period.
    pub attributes: Vec<AttributeChange>,
    /// The change of satisfaction. `None` if it was not measured in both periods.
    pub satisfaction_change: Option<f64>,
    /// What the changes of value and satisfaction say together.
    pub signal: Signal,
}

impl ValueChange {
    /// Returns the change with its standard error.
    #[must_use]
    pub fn estimate(&self) -> Option<Estimate> {
        Estimate::new(self.change, self.standard_error?).ok()
    }
}

/// The change of one attribute from one period to the next.
///
/// See the [example](crate::value::trend::changes).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct AttributeChange {
    /// The name of the attribute.
    pub name: String,
    /// The change of our rating over the competitors'.
    pub ratio_change: f64,
    /// The change of its share of the weights.
    pub weight_change: f64,
    /// The part of the change of value that its ratings account for, at the mean weights and prices of
    /// the two periods.
    ///
    /// ```text
    /// weighted ratio    w̄ · Δr · mean of 1 / relative price
    /// ratio of scores   w̄ · (Δ ours − Q̄ · Δ theirs) / T̄ · mean of 1 / relative price
    /// ```
    ///
    /// Q is the quality ratio, T the competitors' score; a bar is the mean of the two periods.
    pub rating_effect: f64,
    /// The part of the change of value that its weight accounts for. More weight on an attribute helps
    /// only if we are better at it than we are on the whole.
    ///
    /// ```text
    /// weighted ratio    Δw · (r̄ − Q̄) · mean of 1 / relative price
    /// ratio of scores   Δw · (mean of ours − Q̄ · mean of theirs) / T̄ · mean of 1 / relative price
    /// ```
    pub weight_effect: f64,
    /// The rating effect and the weight effect together. Over all attributes these add up to the change
    /// of value less the price effect.
    pub value_change: f64,
}

/// Computes the changes of value from the first period to the second, from the second to the third,
/// and so on, in the order given.
///
/// All periods must have asked about the same attributes on one scale. They should also have asked
/// about the same competitors, as far as these exist: a change of either looks like a change of value.
///
/// # Errors
/// [`Error::Empty`] without periods, [`Error::OutOfRange`] for only one; at the period,
/// [`Error::Duplicate`] for one that is named twice, [`Error::NotFinite`] and
/// [`Error::OutOfRange`] for a relative price that is not above 0 and a satisfaction that is not a
/// number, and [`Error::Overflow`] for a change that is too large; [`Error::Mismatch`] for a profile
/// on another scale or of other attributes than the first, in whatever order;
/// [`Error::NotFinite`] and [`Error::OutOfRange`] for options that are not 0 or more.
///
/// ```
/// use retention::scale::Scale;
/// use retention::value::profile::{self, QualityProfile, RatedAttribute};
/// use retention::value::trend::{self, PeriodValue, Signal};
///
/// let profile = |ours, theirs| {
///     let attribute = RatedAttribute::new("service", 100.0, ours, [theirs]);
///     QualityProfile::new(Scale::ONE_TO_TEN, [attribute], profile::Options::default())
/// };
/// // We got better; they got better faster.
/// let (first, second) = (profile(7.5, 6.0)?, profile(8.0, 8.0)?);
/// let changes = trend::changes(
///     [
///         PeriodValue::new("2023", &first, 1.0).satisfaction(7.9),
///         PeriodValue::new("2024", &second, 1.0).satisfaction(8.2),
///     ],
///     trend::Options::default(),
/// )?;
/// assert_eq!(changes[0].change, -0.25);
/// assert_eq!(changes[0].signal, Signal::SatisfactionUpValueDown);
/// # Ok::<(), retention::Error>(())
/// ```
#[doc(alias = "顾客价值的动态性")]
pub fn changes<'a>(
    periods: impl IntoIterator<Item = PeriodValue<'a>>,
    options: Options,
) -> Result<Vec<ValueChange>> {
    non_negative("least_rise", options.least_rise)?;
    non_negative("least_fall", options.least_fall)?;
    let periods: Vec<PeriodValue<'a>> = periods.into_iter().collect();
    let first = periods.first().ok_or(Error::empty("period"))?;
    if periods.len() == 1 {
        return Err(Error::out_of_range("number of periods", 1, "2 or more"));
    }
    check_unique(
        "period",
        periods.iter().map(|period| period.period.as_str()),
    )
    .map_err(|(error, at)| error.at_place(Place::Period(at.into())))?;
    let at = |period: &PeriodValue<'_>| Place::Period(period.period.as_str().into());
    for period in &periods {
        period.check().map_err(|error| error.at_place(at(period)))?;
        check_same(first.quality, period.quality)?;
    }
    let order = &first.quality.attributes;
    let pairs = periods.iter().zip(periods.iter().skip(1));
    pairs
        .map(|(before, after)| {
            let value = after.value(options);
            change(before, after, order, options).ok_or_else(|| {
                Error::overflow("a change of customer value", value).at_place(at(after))
            })
        })
        .collect()
}

/// Refuses a profile on another scale or of other attributes.
fn check_same(first: &QualityProfile, other: &QualityProfile) -> Result<()> {
    if first.scale != other.scale {
        return Err(Error::mismatch(
            "scales of the profiles",
            first.scale,
            other.scale,
        ));
    }
    let names = |profile: &QualityProfile| -> BTreeSet<String> {
        let rows = profile.attributes.iter();
        rows.map(|row| row.name.clone()).collect()
    };
    let (left, right) = (names(first), names(other));
    if left != right {
        let list = |names: BTreeSet<String>| Vec::from_iter(names).join(", ");
        return Err(Error::mismatch(
            "attributes of the profiles",
            list(left),
            list(right),
        ));
    }
    Ok(())
}

/// Means over two periods, about which each attribute's part is computed.
struct Centre {
    ratio_of_scores: bool,
    quality: f64,
    competitors_score: f64,
    /// One over the price: what a unit of quality is worth in units of value.
    worth: f64,
}

impl AttributeChange {
    fn new(earlier: &AttributeRatio, later: &AttributeRatio, centre: &Centre) -> Self {
        let mean = |of: fn(&AttributeRatio) -> f64| 0.5 * of(earlier) + 0.5 * of(later);
        let change = |of: fn(&AttributeRatio) -> f64| of(later) - of(earlier);
        // Better by how much, and than the whole by how much, for a weight of 1.
        let (better, than_the_whole) = if centre.ratio_of_scores {
            let of = |ours: f64, competitors: f64| {
                (ours - centre.quality * competitors) / centre.competitors_score
            };
            (
                of(change(|row| row.ours), change(|row| row.competitors)),
                of(mean(|row| row.ours), mean(|row| row.competitors)),
            )
        } else {
            (
                change(|row| row.ratio),
                mean(|row| row.ratio) - centre.quality,
            )
        };
        let rating_effect = mean(|row| row.weight) * better * centre.worth;
        let weight_effect = change(|row| row.weight) * than_the_whole * centre.worth;
        Self {
            name: earlier.name.clone(),
            ratio_change: later.ratio - earlier.ratio,
            weight_change: later.weight - earlier.weight,
            rating_effect,
            weight_effect,
            value_change: rating_effect + weight_effect,
        }
    }
}

/// Computes the part of each attribute, in the order of the first period.
fn attribute_changes(
    before: &QualityProfile,
    after: &QualityProfile,
    order: &[AttributeRatio],
    centre: &Centre,
) -> Vec<AttributeChange> {
    fn by_name(profile: &QualityProfile) -> BTreeMap<&str, &AttributeRatio> {
        let rows = profile.attributes.iter();
        rows.map(|row| (row.name.as_str(), row)).collect()
    }
    let (earlier, later) = (by_name(before), by_name(after));
    order
        .iter()
        .filter_map(|row| {
            let name = row.name.as_str();
            Some(AttributeChange::new(
                earlier.get(name)?,
                later.get(name)?,
                centre,
            ))
        })
        .collect()
}

/// Returns what the changes of value and satisfaction say together.
fn signal(satisfaction: Option<f64>, value: f64, error: Option<f64>, options: Options) -> Signal {
    let Some(rise) = satisfaction else {
        return Signal::NotMeasured;
    };
    if rise <= options.least_rise || -value <= options.least_fall + ROUNDING {
        return Signal::Quiet;
    }
    let estimate = error.and_then(|error| Estimate::new(value, error).ok());
    let upper = options
        .confidence
        .zip(estimate)
        .map(|(confidence, estimate)| estimate.interval(confidence).upper());
    if upper.is_none_or(|upper| upper < -options.least_fall) {
        Signal::SatisfactionUpValueDown
    } else {
        Signal::NotDistinguished
    }
}

/// Computes the change from one period to the next. `None` if a figure is too large for a number.
fn change(
    before: &PeriodValue<'_>,
    after: &PeriodValue<'_>,
    order: &[AttributeRatio],
    options: Options,
) -> Option<ValueChange> {
    let (worth_before, worth_after) = (1.0 / before.relative_price, 1.0 / after.relative_price);
    let (quality_before, quality_after) = (before.ratio(options), after.ratio(options));
    let (earlier, later) = (before.quality, after.quality);
    let centre = Centre {
        ratio_of_scores: options.ratio_of_scores,
        quality: 0.5 * quality_before + 0.5 * quality_after,
        competitors_score: 0.5 * earlier.competitors_score + 0.5 * later.competitors_score,
        worth: 0.5 * worth_before + 0.5 * worth_after,
    };
    let attributes = attribute_changes(earlier, later, order, &centre);
    let (value_before, value_after) = (before.value(options), after.value(options));
    let change = value_after - value_before;
    let errors = before.value_error(options).zip(after.value_error(options));
    let standard_error = errors
        .map(|(before, after)| before.hypot(after))
        .filter(|error| error.is_finite());
    let satisfaction = before.satisfaction.zip(after.satisfaction);
    let satisfaction_change = satisfaction.map(|(before, after)| after - before);
    let price_effect = centre.quality * (worth_after - worth_before);
    let price_change = after.relative_price - before.relative_price;
    let figures = attributes.iter().map(|row| row.value_change);
    let mut figures = figures
        .chain([change, price_effect, price_change])
        .chain(satisfaction_change);
    figures.all(f64::is_finite).then(|| ValueChange {
        from: before.period.clone(),
        to: after.period.clone(),
        before: value_before,
        after: value_after,
        change,
        standard_error,
        quality_change: quality_after - quality_before,
        price_change,
        price_effect,
        signal: signal(satisfaction_change, change, standard_error, options),
        attributes,
        satisfaction_change,
    })
}
